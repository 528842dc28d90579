"""What is read once for all tests: the shipped library, and the same files of any other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clausekit import inspect, library, match, read, schema, source, tree
from clausekit.library import Library

ROOT = Path(__file__).resolve().parents[1]
_FILES_OF = tree.files_of


@cache
def _files() -> dict[str, bytes]:
    """What a reading of the checkout finds, where no test writes."""
    return _FILES_OF(ROOT)


@cache
def shipped() -> Library:
    """The shipped library, which must load without a finding; nobody changes it, since it is made of values."""
    loaded, findings = library.load(_files())
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

    def files_of(root: Path) -> dict[str, bytes]:
        return dict(_files()) if os.path.realpath(root) == str(ROOT) else _FILES_OF(root)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "files_of", files_of)
        patch.setattr(library, "load", load)
        patch.setattr(match, "of_library", of_library)
        patch.setattr(library, "source", _Sources())
        patch.setattr(library, "schema", _Schemas())
        yield


@pytest.fixture(scope="module")
def documents_read_once() -> Iterator[None]:
    """For a module that judges the same documents again and again: the same bytes under a name are read once."""
    draft, recognise, index = read.draft, inspect.recognise, match.Index

    def read_once(data: bytes, *, file: str, signs: bool = False) -> Any:
        return _kept(_DRAFTS, (data, file, signs), lambda: draft(data, file=file, signs=signs), most=_DOCUMENTS)

    def known_once(found: Any) -> Any:
        # What a number stands for is held with it, so that the number is not given to another.
        return _kept(_KNOWN, id(found), lambda: (found, recognise(found)), most=_DOCUMENTS)[1]

    def index_once(references: Iterable[Any]) -> Any:
        some = tuple(references)
        return _kept(_INDEXES, tuple(map(id, some)), lambda: (some, index(some)))[1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "draft", read_once)
        patch.setattr(inspect, "recognise", known_once)
        patch.setattr(match, "Index", index_once)
        yield


_FEW = 6  # libraries kept: the shipped one, and those of the tests that run
_DOCUMENTS = 100  # those of all the examples, and what is made of some
_LIBRARIES: dict[int, Any] = {}
_REFERENCES: dict[int, Any] = {}
_DRAFTS: dict[tuple[bytes, str, bool], Any] = {}
_KNOWN: dict[int, Any] = {}
_INDEXES: dict[tuple[int, ...], Any] = {}


def _kept(held: dict[Any, Any], key: Any, make: Callable[[], Any], *, most: int = _FEW) -> Any:
    """What is held under a key, made the first time; the one unused for longest leaves."""
    held[key] = held.pop(key) if key in held else make()
    if len(held) > most:
        held.pop(next(iter(held)))
    return held[key]


_READ: dict[tuple[str, bytes], Any] = {}
_JUDGED: dict[tuple[str, int], tuple[Any, Any]] = {}


class _Sources:
    """`source` for the library alone: the same bytes under the same name are read once."""

    def load(self, data: bytes, *, file: str) -> Any:
        if (file, data) not in _READ:
            _READ[file, data] = source.load(data, file=file)
        return _READ[file, data]


class _Schemas:
    """`schema` for the library alone: what was read once is judged once."""

    def validate(self, kind: str, read: Any) -> Any:
        key = kind, id(read)
        if key not in _JUDGED:
            # With what was judged, so that its number is not given to another.
            _JUDGED[key] = read, schema.validate(kind, read)
        return _JUDGED[key][1]
