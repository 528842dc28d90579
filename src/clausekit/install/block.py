"""Lines of ours in a file of somebody's, between two marks: put, put again, taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence

_START = b"# >>> clausekit"
_END = b"# <<< clausekit"
_BLOCK = re.compile(rb"^# >>> clausekit\b.*?^# <<< clausekit[^\n]*\n?", re.DOTALL | re.MULTILINE)
_NOTE = " : lignes de « clausekit git install » ; « clausekit git uninstall » les ôte"


def holds(data: bytes) -> bool:
    """Whether a file holds our lines."""
    return _BLOCK.search(data) is not None


def put(data: bytes, lines: Sequence[str]) -> bytes:
    """The file with our lines, in their place or at its end."""
    ours = b"\n".join([_START + _NOTE.encode(), *(line.encode() for line in lines), _END]) + b"\n"
    if holds(data):
        return _BLOCK.sub(lambda _: ours, data, count=1)
    return data + (b"" if not data or data.endswith(b"\n") else b"\n") + ours


def taken(data: bytes) -> bytes:
    """The file without our lines."""
    return _BLOCK.sub(b"", data, count=1)
