"""The sentences of the notice, worded as in the RC."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import prose
from clausekit import typography as typo
from clausekit.assemble.cells import Lists
from clausekit.assemble.makers import MAKERS
from clausekit.assemble.words import Setting, clause_inlines
from clausekit.fragment import Block, Item, Paragraph, Table, plain
from clausekit.marche import Taken
from clausekit.notice.model import Case, Section

_PIECE = "avis"

_SECTIONS = {
    "criteres": "Critères d'attribution",
    "reservation": "Réservation",
    "conditions": "Conditions d'exécution",
    "variantes": "Variantes",
}


def _setting(case: Case) -> Setting:
    return Setting(
        marche=case.marche,
        document=_PIECE,
        role="RC",
        headings=case.shared.headings,
        annexes=case.shared.annexes,
        lots=(case.lot.name,),
    )


def blocks(name: str, case: Case) -> list[Block]:
    """A computed block of the RC, for this lot alone."""
    return MAKERS[name](case.marche, _setting(case), Lists())


def text_of(block: Block) -> str:
    """A block in plain words; nothing for a table."""
    return "" if isinstance(block, Table) else typo.plain(plain(block.content))


def weights(case: Case) -> tuple[tuple[str, str, bool], ...]:
    """The RC's table of weights: label, weight, and whether it is of the first level."""
    for block in blocks("criteres", case):
        if isinstance(block, Table):
            return tuple(
                (typo.plain(plain(row[0][0])), typo.plain(plain(row[1][0])), number in block.strong_rows)
                for number, row in enumerate(block.rows)
            )
    return ()


def _criteria_lines(case: Case) -> tuple[str, ...]:
    if not case.lot.criteria:
        return tuple(filter(None, (text_of(block) for block in blocks("criteres", case))))
    return tuple(("" if first else "- ") + f"{label} : {points}" for label, points, first in weights(case))


def _lines(name: str, case: Case) -> tuple[str, ...]:
    if name == "criteres":
        return _criteria_lines(case)
    return tuple(
        ("- " if isinstance(block, Item) else "") + text_of(block)
        for block in blocks(name, case)
        if isinstance(block, (Paragraph, Item))
    )


def _leads(name: str, case: Case) -> Iterator[str]:
    """The sentences by which the RC of the library leads to a computed block."""
    for taken in (*case.lot.automatic.values(), *case.lot.taken.values()):
        text = taken.clause.texts.get("RC", "")
        if name in prose.computed(text):
            yield from _before(name, text, taken, case)
            return


def _before(name: str, text: str, taken: Taken, case: Case) -> Iterator[str]:
    for block in prose.parse(text):
        if isinstance(block, prose.Computed):
            if block.name == name:
                return
        elif isinstance(block, prose.Para):
            words = clause_inlines(block.lines, taken.clause, {case.lot.name: taken}, _setting(case))
            yield typo.plain(plain(words))


def sections_of(case: Case) -> tuple[Section, ...]:
    """The sentences of the RC that the notice takes over."""
    found = ((name, title, _lines(name, case)) for name, title in _SECTIONS.items())
    return tuple(Section(title=title, lines=(*_leads(name, case), *lines)) for name, title, lines in found if lines)
