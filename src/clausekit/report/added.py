"""What `suggest --write` puts into a dossier: each line, and the values left for people to give."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from clausekit import terms
from clausekit.clause import Parameter
from clausekit.new import expected
from clausekit.report.text import pasted
from clausekit.report.wrapping import wrapped

WRITTEN: Final = "written"
SHOWN: Final = "shown"
UNCHANGED: Final = "unchanged"
REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """One dossier, before and after. `status` is one of the words above.

    `blanks` are the values that the file still lacks: who fills them, in which entry, what.
    """

    file: str
    status: str
    before: str = ""
    after: str = ""
    blanks: tuple[tuple[str, str, Parameter], ...] = ()

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """The lines that are new or changed, by their number in the file; blank ones say nothing."""
        old, new = self.before.splitlines(), self.after.splitlines()
        steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        numbers = (number for kind, _, _, start, end in steps if kind != "equal" for number in range(start, end))
        return tuple((number + 1, new[number]) for number in numbers if new[number].strip())

    @property
    def difference(self) -> str:
        """The unified diff, as git shows it."""
        found = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), self.file, f"{self.file} (complété)", lineterm=""
        )
        return "\n".join(found)


def _listed(added: Added) -> Iterator[str]:
    found = added.lines
    yield f"Ajouté dans {added.file}, {len(found)} ligne{'s' if len(found) > 1 else ''} :"
    width = len(str(found[-1][0]))
    yield from (f"  {number:>{width}}  {line}" for number, line in found)


def _todo(added: Added) -> Iterator[str]:
    """The values to give, by who gives them; each once, whatever the lots."""
    for who in terms.WHO:
        some = {(name, item.name): item for filler, name, item in added.blanks if filler == who}
        if some:
            yield f"À compléter par {terms.WHO_TITLES[who]} :"
        for (name, key), item in some.items():
            yield from wrapped(f"{name} – {key} : {item.title} ({expected(item)})", "  ", "      ")


def _act(added: Added) -> Iterator[str]:
    if added.status == SHOWN:
        yield from (added.difference, "", "Rien n'est écrit. Pour l'écrire : --write sans --dry-run.")
    elif added.status == WRITTEN:
        yield from _listed(added)


def text(added: Added) -> list[str]:
    """What a terminal shows, after the reasons."""
    if added.status == UNCHANGED:
        return ["", f"Rien à ajouter dans {added.file} : ce que la bibliothèque peut proposer y est déjà."]
    lines = ["", *_act(added)]
    todo = [*_todo(added)]
    lines += ["", *todo] if todo else []
    return [*lines, "", f"Ensuite : clausekit check {pasted(added.file)}"] if added.status == WRITTEN else lines


def data(added: Added | None) -> dict[str, Any] | None:
    """The same as data; None when nothing was asked to be written."""
    if added is None:
        return None
    return {
        "file": added.file,
        "status": added.status,
        "added": [{"line": number, "text": line} for number, line in added.lines],
        "blanks": [
            {"filled_by": who, "id": name, "parameter": item.name, "title": item.title}
            for who, name, item in added.blanks
        ],
    }
