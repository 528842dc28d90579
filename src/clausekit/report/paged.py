"""An entry as the blocks of a document: every text, every level, the blanks by their names.

Nothing is filled in: what a person reads there is the file of the entry, not one contract.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import count

from clausekit import prose, terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.assemble.cells import fitted, table_of
from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.fragment import Blank, Block, Heading, Inline, Inlines, Item, Paragraph, Table, Text, plain
from clausekit.library import Entry, Library
from clausekit.listing import KIND_TITLES, row
from clausekit.registry import Rubric
from clausekit.showing import BLOCKS, Sheet, show
from clausekit.showing.lines import bounds, consequences, control

BASE = "clausekit.page"  # the property of a document that says which entries it shows, « DEC-014:digest … »


def pages(entry: Entry, library: Library, *, lists: Iterator[int] | None = None) -> tuple[Block, ...]:
    """The blocks of an entry; `lists` numbers its lists apart from those of the entries around it."""
    hand = _Writer(lists or count(1), library)
    sheet = show(entry, library)
    return (*_head(entry), *hand.body(entry, sheet), *_controlled(sheet), *_said(entry, library))


def digest(entry: Entry, library: Library) -> str:
    """The SHA-256 of the words of the page, but for its revision and state; typography counts for nothing."""
    words: list[str] = []
    for rank, block in enumerate(pages(entry, library)):
        if isinstance(block, Table):
            words += [typo.plain(plain(part)) for row in (block.header, *block.rows) for cell in row for part in cell]
        elif rank != 1:
            words.append(typo.plain(plain(block.content)))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _plain(text: str, *, strong: bool = False) -> Inlines:
    return (Text(text=typo.spaces(text), strong=strong),)


def _title(level: int, text: str) -> Heading:
    return Heading(level=level, content=_plain(text))


def _head(entry: Entry) -> Iterator[Block]:
    kind = KIND_TITLES[row(entry).kind].capitalize()
    yield _title(1, f"{entry.id} – {entry.title}")
    yield Paragraph(content=_plain(f"{kind}, révision {entry.revision}. État : {entry.state}."))


class _Writer:
    """Counts the lists of a document."""

    def __init__(self, lists: Iterator[int], library: Library) -> None:
        self._lists, self._library = lists, library

    def body(self, entry: Entry, sheet: Sheet) -> Iterator[Block]:
        """The texts of an entry and its values by level."""
        if isinstance(entry, Clause):
            yield from self._clause(entry)
            yield from _values(sheet)
        elif isinstance(entry, Annex):
            for section in entry.sections:
                yield _title(2, section.title)
                yield from self._prose(section.text)
            yield from _values(sheet)
        else:
            yield from self._shown(sheet)

    def _clause(self, clause: Clause) -> Iterator[Block]:
        for piece, text in clause.texts.items():
            yield _title(2, piece + self._rubric(clause, piece))
            yield from self._prose(text)
        for level, texts in clause.complements.items():
            for piece, text in texts.items():
                yield _title(2, f"{piece}, complément du niveau {terms.LEVEL_TITLES[level]}")
                yield from self._prose(text)

    def _rubric(self, clause: Clause, piece: str) -> str:
        """« : Pénalités et primes », the part of the piece where the text goes; nothing for the usual one."""
        wanted = clause.headings.get(piece)
        title = _titled(wanted, self._library.registers.rubrics.get(piece, ())) if wanted else None
        return f" : {title or wanted}" if wanted else ""

    def _prose(self, text: str) -> Iterator[Block]:
        for block in prose.parse(text):
            if isinstance(block, prose.Listing):
                number = next(self._lists)
                for item in block.items:
                    yield Item(content=_words(item), list_id=number, ordered=block.ordered)
            elif isinstance(block, prose.Grid):
                yield table_of(block, lambda line: _words((line,)), None)
            elif isinstance(block, prose.Title):
                yield _title(3, block.text)
            elif isinstance(block, prose.Computed):
                yield Paragraph(content=_plain(f"[{BLOCKS.get(block.name, block.name)}]"))
            else:
                yield Paragraph(content=_words(block.lines))

    def _shown(self, sheet: Sheet) -> Iterator[Block]:
        for level in sheet.levels:
            if level.name:
                yield _title(2, f"Niveau {terms.LEVEL_TITLES[level.name]}")
            for text in level.texts:
                yield _title(3 if level.name else 2, text.title or text.piece)
                number = next(self._lists)
                for stanza in text.stanzas:
                    content = (Text(text=" ".join(stanza.sentences)),)
                    yield Item(content=content, list_id=number) if stanza.mark else Paragraph(content=content)


def _titled(wanted: str, rubrics: Iterable[Rubric]) -> str | None:
    """The title of a part, wherever it stands among the parts of its piece."""
    found = (item.title if item.id == wanted else _titled(wanted, item.subs) for item in rubrics)
    return next((title for title in found if title), None)


def _words(lines: tuple[prose.Line, ...]) -> Inlines:
    """The sentences of a paragraph, one after the other."""
    found: list[Inline] = []
    for line in lines:
        found += [Text(text=" ")] if found else []
        found += [_piece(piece) for piece in line]
    return tuple(found)


def _piece(piece: prose.Piece) -> Inline:
    if isinstance(piece, prose.Words):
        return Text(text=typo.spaces(piece.text))
    name = piece.name if isinstance(piece, prose.Slot) else piece.id
    if isinstance(piece, prose.Link):
        return Text(text=f"[{name}]")
    return Blank(name=name, label=name, who="acheteur", text=f"[{name}]")


def _values(sheet: Sheet) -> Iterator[Block]:
    """The blanks: what each is, within which bounds, and its value at each level (or the one it has without levels)."""
    entry = sheet.entry
    if not isinstance(entry, (Clause, Annex)) or not entry.parameters:
        return
    levels = [level for level in sheet.levels if level.name] or list(sheet.levels[:1])
    named = (terms.LEVEL_TITLES[level.name] if level.name else "valeur" for level in levels)
    header = ("Blanc", "Ce que c'est", *named)
    rows = [
        (name, f"{item.title}{bounds(item.bounds)}", *(level.values.get(name, "") for level in levels))
        for name, item in entry.parameters.items()
    ]
    yield _title(2, "Blancs et valeurs")
    yield Table(
        header=tuple((_plain(text),) for text in header),
        rows=tuple(tuple((_plain(text),) for text in cells) for cells in rows),
        widths=fitted([header, *rows]),
    )


def _controlled(sheet: Sheet) -> Iterator[Block]:
    for title, lines in (("Contrôle", control(sheet)), ("Conséquences", consequences(sheet.entry))):
        if lines:
            yield _title(2, title)
            yield from (Paragraph(content=_plain(line)) for line in lines)


def _said(entry: Entry, library: Library) -> Iterator[Block]:
    """What ties an entry to the contract, and what it stands on."""
    told: list[tuple[str, list[str]]] = []
    if isinstance(entry, Criterion):
        steps = [f"{number} : {text}" for number, text in entry.scale.steps.items()]
        told = [("Ce que juge le critère", [entry.judges]), ("Échelle", steps)]
    link = entry.link if isinstance(entry, (Clause, Criterion)) else ""
    if isinstance(entry, Clause):
        departs = [
            f"article {item.article} du CCAG-{item.ccag} : {typo.lowered(item.subject)}" for item in entry.departures
        ]
        told = [("Dérogations", departs)]
    known = library.registers.references
    references = [known[item.ref].title if item.ref in known else item.ref for item in entry.references]
    for title, lines in (*told, ("Lien avec l'objet", [link]), ("Références", [" ; ".join(references)])):
        kept = [line for line in lines if line]
        if kept:
            yield _title(2, title)
            yield from (Paragraph(content=_plain(line)) for line in kept)
