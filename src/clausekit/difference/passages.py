"""What an entry says in sentences, cut in units: a sentence, an item of a list, a row of a table, a title.

A paragraph is read as one, then cut at the ends of its sentences, so that a reflow of its lines changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from clausekit import prose, terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.difference.folding import fold, fold_item
from clausekit.library import Entry
from clausekit.showing import BLOCKS

WORDS, ITEM, NUMBER, ROW, TITLE, COMPUTED = "", "-", "1.", "|", "##", "="
# What a contract never prints: reasons and advice for those who choose.
ASIDE: Final = frozenset({"pourquoi", "vigilance", "justification", "lien avec l'objet"})

_STOP: Final = re.compile(r"(?<=[.!?…])(?P<close>[\"»”’)]*)\s+(?=[\"«“(]*\s*[A-ZÀ-ÖØ-ÞŒ\d{\[])")
# « art. L. 2112-2 », « M. », « n°. »: a stop that ends no sentence.
_SHORT: Final = re.compile(r"(?:^|[\s(«'’])(?:[A-Z]|art|al|cf|ex|fig|Mme|Mlle|Dr|p|vol|éd|not|réf)\.$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`said` is shown, `key` is compared; `block` is the rank of its paragraph, list or table."""

    kind: str
    said: str
    key: str
    block: int
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The units of one text of an entry; `printed` when the contract's documents say it."""

    piece: str
    text: str
    printed: bool = True

    @property
    def units(self) -> tuple[Unit, ...]:
        """The text, cut."""
        return _units(self.text)


def _said(piece: prose.Piece) -> str:
    if isinstance(piece, prose.Words):
        # « [acheteur] » typed as words is no blank: nothing fills it.
        return piece.text.replace("[", "\\[")
    return f"[{piece.name if isinstance(piece, prose.Slot) else piece.id}]"


def _line(lines: Iterable[prose.Line]) -> str:
    return " ".join(typo.plain("".join(_said(piece) for piece in line)) for line in lines)


def sentences(text: str) -> list[str]:
    """A paragraph on one line, cut at the ends of its sentences."""
    found: list[str] = []
    for part in _STOP.sub(lambda stop: f"{stop['close']}\n", text).split("\n"):
        if found and _SHORT.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return [part for part in found if part]


@lru_cache(maxsize=4096)
def _units(text: str) -> tuple[Unit, ...]:
    found: list[Unit] = []
    section = ""
    for number, block in enumerate(prose.parse(text)):
        if isinstance(block, prose.Title):
            section = block.text
        found += (
            Unit(kind=kind, said=said, key=_key(kind, said), block=number, section=section)
            for kind, said in _cut(block)
            if said
        )
    return tuple(found)


def _key(kind: str, said: str) -> str:
    return fold_item(said) if kind in {ITEM, NUMBER} else fold(said)


def _cut(block: prose.Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, prose.Para):
        yield from ((WORDS, sentence) for sentence in sentences(_line(block.lines)))
    elif isinstance(block, prose.Listing):
        yield from ((NUMBER if block.ordered else ITEM, _line(item)) for item in block.items)
    elif isinstance(block, prose.Grid):
        yield from (
            (ROW, " | ".join(_line((cell,)) for cell in row).rstrip(" |")) for row in (block.header, *block.rows)
        )
    elif isinstance(block, prose.Title):
        yield TITLE, typo.plain(block.text)
    else:
        yield COMPUTED, f"[calculé par le moteur : {BLOCKS.get(block.name, block.name)}]"


def passages(entry: Entry) -> dict[str, Passage]:
    """Every text of an entry, by the name of its place; consequences are known by their rank (`failings`)."""
    told = [("titre", entry.title), *_own(entry), *_aside(entry)]
    return {
        piece: Passage(piece=piece, text=text, printed=piece.split(",")[0] not in ASIDE)
        for piece, text in told
        if text.strip()
    }


def _own(entry: Entry) -> Iterator[tuple[str, str]]:
    if isinstance(entry, Clause):
        yield from _clause(entry)
    elif isinstance(entry, Criterion):
        yield "ce que juge le critère", entry.judges
        yield "éléments d'appréciation", listed(entry.elements)
        yield "justificatifs demandés", listed(entry.proofs)
        yield "question du cadre de réponse", entry.question
        yield from ((f"échelle, palier {mark}", text) for mark, text in entry.scale.steps.items())
    elif isinstance(entry, Annex):
        yield "annexe", "\n\n".join(f"## {item.title}\n\n{item.text}" for item in entry.sections)
        yield from _blanks(entry)


def _clause(clause: Clause) -> Iterator[tuple[str, str]]:
    yield from clause.texts.items()
    for level, texts in clause.complements.items():
        yield from ((f"{piece}, {terms.LEVEL_TITLES[level]}", text) for piece, text in texts.items())
    if clause.control:
        yield "contrôle, indicateur", clause.control.indicator
        yield "contrôle, vérification", clause.control.verification
    for item in clause.departures:
        yield f"dérogation au CCAG-{item.ccag}, article {item.article}", item.subject
    yield from _blanks(clause)


def _blanks(entry: Clause | Annex) -> Iterator[tuple[str, str]]:
    for name, item in entry.parameters.items():
        yield f"blanc [{name}]", item.title
        yield f"justification, blanc [{name}]", item.motive or ""


def _aside(entry: Entry) -> Iterator[tuple[str, str]]:
    if isinstance(entry, (Clause, Criterion)):
        yield "lien avec l'objet", entry.link
    yield "pourquoi", entry.reason
    if isinstance(entry, Clause):
        yield "justification, niveaux", entry.level_reasons
    if isinstance(entry, (Clause, Criterion, Annex)):
        yield "vigilance", listed(entry.watch)


def listed(items: Iterable[str]) -> str:
    """Items of a YAML list as the list of a text."""
    return "\n".join(f"- {' '.join(item.split())}" for item in items)


def failings(clause: Clause, at: int, rank: int) -> dict[str, Passage]:
    """The words of the consequence `at`, called by `rank` (from 1)."""
    item = clause.consequences[at]
    told = ((f"conséquence {rank}, manquement", item.failing), (f"conséquence {rank}, fait générateur", item.trigger))
    return {piece: Passage(piece=piece, text=text) for piece, text in told if text}
