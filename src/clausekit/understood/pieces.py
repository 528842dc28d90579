"""Which file is which piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from clausekit.inspect import Inspected
from clausekit.understood.told import quoted

_PIECES = ("CCTP", "CCAP", "RC", "AE")
_AS = {"CCP": ("CCTP", "CCAP"), "lettre": ("RC",)}


def _roles(read: Sequence[Inspected]) -> Mapping[str, tuple[str, Inspected]]:
    """Each piece that the files hold: its name, and the first file that is it."""
    found: dict[str, tuple[str, Inspected]] = {}
    for item in read:
        name = item.piece.piece if item.piece else ""
        for role in _AS.get(name, (name,)):
            if role in _PIECES:
                found.setdefault(role, (name, item))
    return found


def pieces(read: Sequence[Inspected]) -> Iterator[str]:
    """The line of the key « pieces »."""
    roles = _roles(read)
    if roles:
        yield f"pieces: {{{', '.join(f'{role}: {name}' for role, (name, _) in roles.items())}}}"


def files(read: Sequence[Inspected], path: Callable[[str], str]) -> Iterator[str]:
    """The lines of the key « fichiers »."""
    roles = _roles(read)
    if roles:
        yield from ("", "fichiers:", *(f"  {role}: {quoted(path(item.file))}" for role, (_, item) in roles.items()))
