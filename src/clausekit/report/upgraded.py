"""What `upgrade` prints: what is taken of today's library, what becomes of the dossier, what is written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from clausekit.library import Library
from clausekit.marche import Marche
from clausekit.outdated import RETIRED
from clausekit.reached import beyond, uses
from clausekit.report import aged, moved, text
from clausekit.upgrade import Replaced, Upgrade


def lines(plan: Upgrade, library: Library, marche: Marche) -> Iterator[str]:
    """The entries, one by one."""
    for item in plan.taken:
        yield from text.wrap(f"{item.id} {item.title} : {aged.status(item)}", text.WIDTH, first="  ", then="      ")
        if item.change:
            yield from moved.lines(item.change, item.reach, moved.between(library, library), first="    ")
    for place in plan.replaced:
        for line in _replaced(place, marche):
            yield from text.wrap(line, text.WIDTH, first="    ", then="      ")
    for line in _values(plan, library, marche):
        yield from text.wrap(f"– {line}", text.WIDTH, first="    ", then="      ")
    for item, why in plan.left:
        yield from text.wrap(f"{item.id} n'est pas reprise : {why}.", text.WIDTH, first="  ", then="    ")
    for name in plan.cited:
        yield f"  À corriger à la main : une clause propre au dossier cite [[{name}]]."


def _replaced(item: Replaced, marche: Marche) -> Iterator[str]:
    where = f"lot {item.route[1]}, " if item.route[0] == "lots" else ""
    if item.merged:
        yield f"{where}{item.old} est ôtée : {item.new} est déjà au dossier"
    elif item.new != item.old:
        yield f"{where}{item.old} devient {item.new}"
    if item.carried:
        yield f"– {'valeurs reprises' if len(item.carried) > 1 else 'valeur reprise'} : {', '.join(item.carried)}"
    if item.lost:
        told = ", ".join(f"{name} ({value})" for name, value in item.lost.items())
        lost = "valeurs perdues" if len(item.lost) > 1 else "valeur perdue"
        yield f"– {where}{lost}, que {item.new} n'a {'pas' if item.new != item.old else 'plus'} : {told}"
    blanks = dict.fromkeys(
        blank.name for lot in marche.lots if item.new in lot.taken for blank in lot.taken[item.new].blanks
    )
    if blanks:
        yield f"– à compléter : {', '.join(blanks)}"


def _values(plan: Upgrade, library: Library, marche: Marche) -> Iterator[str]:
    """The values of the dossier that the entries of today do not take, and what they require that it lacks."""
    names = {item.new if item.old == entry.id else entry.id for entry in plan.taken for item in plan.replaced} | {
        entry.id for entry in plan.taken if entry.status != RETIRED
    }
    here = list(uses(marche))
    known = {use.id for use in here}
    for name in sorted(names):
        entry = library.find(name)
        if entry is None:
            continue
        yield from (
            f"{name}, {line}" for line in moved.passed(entry, beyond(entry, (use for use in here if use.id == name)))
        )
        lacking = [other for other in getattr(entry, "requires", ()) if other not in known]
        if name in known and lacking:
            yield f"{name} requiert {', '.join(lacking)}, que le dossier n'a pas"


def difference(before: str, after: str) -> Iterable[str]:
    """The lines of the dossier that change."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return (f"  {line}" for line in found if not line.startswith(("---", "+++", "@@")))
