"""Links between entries: each leads to an entry that exists and is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clausekit import prose, terms
from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.finding import Finding, Place
from clausekit.grid import Grid, Row
from clausekit.library import Entry
from clausekit.lint.reading import Passage, Reading, at, filled_passages, proposed, spot, told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lead:
    """One id written in a file. `kind`: what it must be. `alive`: whether it must be in force.

    `place` in a text is the passage, the line from 0 and the words: looked for when there is something to print.
    """

    owner: str
    name: str
    kind: str
    place: Place | tuple[Passage, int, str]
    alive: bool = True

    def where(self, reading: Reading) -> Place:
        """Its place, to be printed."""
        return self.place if isinstance(self.place, Place) else spot(*self.place, reading)


# What the place asks for, and how to say that it is something else.
_KINDS = {
    "clause": ("une clause", "n'est pas une clause"),
    "clause ou annexe": ("une clause ou une annexe", "n'est ni une clause, ni une annexe"),
    "critère": ("un critère", "n'est pas un critère"),
    "annexe": ("une annexe", "n'est pas une annexe"),
}


def _known(kind: str, reading: Reading) -> frozenset[str]:
    library = reading.library
    names = {
        "clause": [*library.clauses],
        "clause ou annexe": [*library.clauses, *library.annexes],
        "critère": [*library.criteria, *terms.CRITERIA],
        "annexe": [*library.annexes],
    }
    return frozenset(names[kind])


def _in_texts(entry: Entry, reading: Reading) -> Iterator[_Lead]:
    for passage in filled_passages(entry):
        for number, line in enumerate(passage.text.split("\n")):
            for piece in prose.inline(line) if "[[" in line else ():
                if isinstance(piece, prose.Link):
                    place = (passage, number, f"[[{piece.id}]]")
                    yield _Lead(owner=entry.id, name=piece.id, kind="clause ou annexe", place=place)


def _of_clause(clause: Clause) -> Iterator[_Lead]:
    kind = "clause ou annexe"
    for key, names, alive in (
        ("requiert", clause.requires, True),
        ("exclut", clause.excludes, False),
        # What an entry replaces is retired by nature.
        ("remplace", clause.replaces, False),
    ):
        for number, name in enumerate(names):
            yield _Lead(owner=clause.id, name=name, kind=kind, place=at(clause.file, key, number), alive=alive)
    if clause.replaced_by:
        yield _Lead(owner=clause.id, name=clause.replaced_by, kind=kind, place=at(clause.file, "remplacee_par"))


def _of_criterion(criterion: Criterion) -> Iterator[_Lead]:
    for number, name in enumerate(criterion.clauses):
        yield _Lead(owner=criterion.id, name=name, kind="clause", place=at(criterion.file, "clauses", number))


def _rows(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from _rows(row.children)


def _of_grid(grid: Grid) -> Iterator[_Lead]:
    for level in grid.levels.values():
        for row in _rows(level):
            if row.criterion:
                place = at(grid.file, *row.route, "critere")
                yield _Lead(owner=grid.id, name=row.criterion, kind="critère", place=place)
            for number, name in enumerate(row.clauses):
                place = at(grid.file, *row.route, "clauses", number)
                yield _Lead(owner=grid.id, name=name, kind="clause", place=place)


def _of_policies(reading: Reading) -> Iterator[_Lead]:
    for file, minimum in reading.minima:
        for key, given, name in (("avec", minimum.given, "annexe"), ("quand", minimum.when, "annexe_adoptee")):
            if given.get(name):
                place = at(file, "minima", minimum.id, key, name)
                yield _Lead(owner=minimum.id, name=str(given[name]), kind="annexe", place=place)


def _leads(reading: Reading) -> tuple[_Lead, ...]:
    """Every lead of the library, looked for once."""
    held: tuple[_Lead, ...] | None = reading.memo.get("leads")
    if held is None:
        held = reading.memo["leads"] = tuple(_all_leads(reading))
    return held


def _all_leads(reading: Reading) -> Iterator[_Lead]:
    for entry in reading.entries:
        yield from _in_texts(entry, reading)
        if isinstance(entry, Clause):
            yield from _of_clause(entry)
        elif isinstance(entry, Criterion):
            yield from _of_criterion(entry)
        elif isinstance(entry, Grid):
            yield from _of_grid(entry)
    yield from _of_policies(reading)


def renvoi_inconnu(reading: Reading) -> Iterator[Finding]:
    """An id that leads to nothing, or to an entry of another kind than the place asks for."""
    for lead in _leads(reading):
        known = _known(lead.kind, reading)
        if lead.name in known or lead.name in reading.unread:
            continue
        other = reading.library.find(lead.name)
        wanted, refused = _KINDS[lead.kind]
        told_of = refused if other else "n'existe pas"
        expected, remedy = proposed(lead.name, known - {lead.owner}, whole=f"{wanted} de la bibliothèque")
        yield told(
            "renvoi-inconnu",
            f"{lead.owner} renvoie à {lead.name}, qui {told_of}.",
            lead.where(reading),
            read=f"{lead.name} ({other.title})" if other else lead.name,
            expected=expected,
            why="Un renvoi devient un numéro d'article ou d'annexe dans le document : il lui faut sa cible.",
            remedy=remedy,
        )


def renvoi_retire(reading: Reading) -> Iterator[Finding]:
    """A link from an entry in force to a retired one."""
    for lead in _leads(reading):
        owner, target = reading.library.find(lead.owner), reading.library.find(lead.name)
        if target is None or target.state != "retiree" or not lead.alive or (owner and owner.state == "retiree"):
            continue
        successor = target.replaced_by if isinstance(target, Clause) else None
        yield told(
            "renvoi-retire",
            f"{lead.owner} renvoie à {lead.name} ({target.title}), qui est retirée.",
            lead.where(reading),
            at(target.file, "etat"),
            read=lead.name,
            expected=successor or "une entrée en vigueur",
            why="Une entrée retirée ne s'écrit plus dans un marché nouveau : le renvoi resterait sans cible.",
            remedy=f"Renvoyer à {successor}." if successor else "Renvoyer à une entrée en vigueur, ou ôter le renvoi.",
        )
