"""What is read once for all tests: the shipped library, and the same files of any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clausekit import library, schema, source, tree
from clausekit.library import Library


@cache
def shipped() -> Library:
    """The shipped library, which must load without a finding; nobody changes it, since it is made of values."""
    loaded, findings = library.load(tree.folder(Path(__file__).resolve().parents[1]).files)
    assert findings == ()
    return loaded


@pytest.fixture(autouse=True, scope="module")
def library_read_once() -> Iterator[None]:
    """Import this fixture where reading the library anew for each case would take minutes."""
    read: dict[int, Any] = {}
    real = library.load

    def load(files: Mapping[str, bytes]) -> Any:
        key = hash(tuple(sorted(files.items())))
        if key not in read:
            read[key] = real(files)
        return read[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "load", load)
        patch.setattr(library, "source", _Sources())
        patch.setattr(library, "schema", _Schemas())
        yield


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
