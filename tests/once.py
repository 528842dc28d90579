"""For tests that run the command many times: the same files of a library are read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from clausekit import library


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
        yield
