"""What is read once for all tests: the shipped library, and the same files of any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clausekit import library, match, schema, source, tree
from clausekit.library import Library


@cache
def shipped() -> Library:
    """The shipped library, which must load without a finding; nobody changes it, since it is made of values."""
    loaded, findings = library.load(tree.folder(Path(__file__).resolve().parents[1]).files)
    assert findings == ()
    return loaded


@pytest.fixture(autouse=True, scope="module")
def library_read_once() -> Iterator[None]:
    """For all tests: reading the library anew for each case would take minutes."""
    real, weigh = library.load, match.of_library

    def load(files: Mapping[str, bytes]) -> Any:
        return _kept(_LIBRARIES, hash(tuple(sorted(files.items()))), lambda: real(files))

    def of_library(read: Library) -> Any:
        # With the library, so that its number is not given to another.
        return _kept(_REFERENCES, id(read), lambda: (read, weigh(read)))[1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "load", load)
        patch.setattr(match, "of_library", of_library)
        patch.setattr(library, "source", _Sources())
        patch.setattr(library, "schema", _Schemas())
        yield


_FEW = 6  # libraries kept: the shipped one, and those of the tests that run
_LIBRARIES: dict[int, Any] = {}
_REFERENCES: dict[int, Any] = {}


def _kept(held: dict[int, Any], key: int, make: Callable[[], Any]) -> Any:
    """What is held under a key, made the first time; the one unused for longest leaves."""
    held[key] = held.pop(key) if key in held else make()
    if len(held) > _FEW:
        held.pop(next(iter(held)))
    return held[key]


_READ: dict[tuple[str, bytes], Any] = {}
_JUDGED: dict[tuple[str, int], Any] = {}


class _Sources:
    """`source` for the library alone: the same bytes under the same name are read once."""

    def load(self, data: bytes, *, file: str) -> Any:
        if (file, data) not in _READ:
            _READ[file, data] = source.load(data, file=file)
        return _READ[file, data]


class _Schemas:
    """`schema` for the library alone: what was read once is judged once."""

    def validate(self, kind: str, read: Any) -> Any:
        if (kind, id(read)) not in _JUDGED:
            _JUDGED[kind, id(read)] = schema.validate(kind, read)
        return _JUDGED[kind, id(read)]
