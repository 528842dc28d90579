"""From a plan to fragments: the contract's documents and their annexes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clausekit import mark as marks
from clausekit import prose
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.assemble import cells, makers, numbering, places
from clausekit.assemble.plan import (
    Document,
    Slotting,
    Written,
    documents,
    lots_phrase,
    slottings,
    whole_lots,
)
from clausekit.assemble.words import Setting, clause_inlines, inlines
from clausekit.fragment import Block, Fragment, Heading, Inlines, Item, Paragraph, Table
from clausekit.marche import Marche, Taken, annex_values
from clausekit.mark import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Where every entry stands: headings by (entry, piece), annexes by id (see words.Setting)."""

    headings: Mapping[tuple[str, str], tuple[str, str]]
    annexes: Mapping[str, str]


def heading_map(marche: Marche) -> dict[tuple[str, str], tuple[str, str]]:
    """(entry, piece) -> (document, title of its heading), over all documents."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for document in documents(marche):
        for slotting in slottings(marche, document):
            for item in slotting.written:
                title = slotting.rubric.title if item.clause.untitled else item.clause.title
                found[(item.clause.id, item.role)] = (document.name, title)
    return found


class _Clause:
    """Writes one clause text: its heading, its paragraphs, each with its mark."""

    def __init__(self, item: Written, setting: Setting, lists: cells.Lists, level: int) -> None:
        self.item, self.setting, self.lists, self.level = item, setting, lists, level
        self.ordinal = 0
        self.blocks: list[Block] = []

    def mark(self) -> Mark | None:
        clause = self.item.clause
        found = Mark(entry=clause.id, revision=clause.revision, piece=self.item.role, ordinal=self.ordinal)
        self.ordinal += 1
        return found

    def words(self, lines: tuple[prose.Line, ...]) -> Inlines:
        return clause_inlines(lines, self.item.clause, self.item.by_lot, self.setting)

    def write(self) -> list[Block]:
        clause = self.item.clause
        if self.item.automatic and self.leads_to_nothing(clause.texts[self.item.role]):
            return []
        first = self.mark()
        if not clause.untitled:
            target = marks.target(clause.id, self.item.role)
            self.blocks.append(Heading(level=self.level, content=cells.say(clause.title), target=target, mark=first))
        self.lot_note()
        self.write_prose(clause.texts[self.item.role])
        self.complements()
        return self.blocks

    def leads_to_nothing(self, text: str) -> bool:
        """A recapitulation whose computed blocks are all empty says nothing: it is left out whole."""
        names = prose.computed(text)
        found = (makers.MAKERS[name] for name in names)
        return bool(names) and not any(make(self.setting.marche, self.setting, cells.Lists()) for make in found)

    def lot_note(self) -> None:
        only = places.only_lots(self.item.by_lot, self.setting.marche)
        if only and not self.item.automatic:
            to = typo.contract("à ", lots_phrase(self.item.by_lot))
            text = f"Le présent article s'applique {''.join(to)}."
            self.blocks.append(Paragraph(content=cells.say(text), role="note"))

    def complements(self) -> None:
        """Paragraphs of the level taken; said by lots when lots take different levels."""
        by_text: dict[str, list[str]] = {}
        for lot, taken in self.item.by_lot.items():
            for text in complement_texts(taken, self.item.role):
                by_text.setdefault(text, []).append(lot)
        for text, lots in by_text.items():
            if len(lots) < len(self.item.by_lot):
                self.blocks.append(Paragraph(content=cells.say(f"Pour {lots_phrase(lots)} :"), role="note"))
            self.write_prose(text)

    def write_prose(self, text: str) -> None:
        for block in prose.parse(text):
            self.blocks += self.block(block)

    def block(self, block: prose.Block) -> list[Block]:
        if isinstance(block, prose.Computed):
            return makers.MAKERS[block.name](self.setting.marche, self.setting, self.lists)
        if isinstance(block, prose.Para):
            return self.whole_value(block) or [Paragraph(content=self.words(block.lines), mark=self.mark())]
        if isinstance(block, prose.Listing):
            number = self.lists.new()
            return [
                Item(content=self.words(item), list_id=number, ordered=block.ordered, mark=self.mark())
                for item in block.items
            ]
        if isinstance(block, prose.Grid):
            return [self.grid(block)]
        return [Paragraph(content=cells.say(block.text), role="legende")]

    def grid(self, grid: prose.Grid) -> Table:
        return cells.table_of(grid, lambda line: self.words((line,)), self.mark())

    def whole_value(self, block: prose.Para) -> list[Block]:
        """A list or table parameter alone in its paragraph becomes a real list or table."""
        if len(block.lines) != 1 or len(block.lines[0]) != 1 or not isinstance(block.lines[0][0], prose.Slot):
            return []
        parameter = self.item.clause.parameters.get(block.lines[0][0].name)
        taken = next(iter(self.item.by_lot.values()))
        value = taken.values.get(parameter.name) if parameter else None
        if parameter is None or not isinstance(value, list) or parameter.kind not in {"liste", "tableau"}:
            return []
        if parameter.kind == "liste":
            number = self.lists.new()
            return [Item(content=cells.say(str(item)), list_id=number, mark=self.mark()) for item in value]
        rows = tuple(
            tuple(cells.cell(str(row.get(column, "") if isinstance(row, dict) else "")) for column in parameter.columns)
            for row in value
        )
        header = tuple(cells.cell(column) for column in parameter.columns)
        return [Table(header=header, rows=rows, widths=cells.even(len(header)), mark=self.mark())]


def complement_texts(taken: Taken, role: str) -> list[str]:
    """The paragraphs that the level taken adds in a piece."""
    found = taken.clause.complements.get(taken.level or "", {}).get(role)
    return [found] if found else []


def _slotting_blocks(
    slotting: Slotting, document: Document, setting: Setting, lists: cells.Lists, aliases: dict[str, str]
) -> list[Block]:
    rubric_target = f"_Ref_{document.name[:8]}_{slotting.role}_{slotting.rubric.id}".replace("-", "_")[:40]
    own: list[Block] = []
    for item in slotting.written:
        if item.clause.untitled:
            aliases[marks.target(item.clause.id, item.role)] = rubric_target
        own += _Clause(item, setting, lists, slotting.level + 1).write()
    heading = Heading(level=slotting.level, content=cells.say(slotting.rubric.title), target=rubric_target)
    return [heading, *own]


def _shown(slotting: Slotting, blocks: list[Block], following: Iterable[Slotting]) -> bool:
    """A heading whose recapitulations turn out empty is left out, unless a sub-heading needs it."""
    if len(blocks) > 1:
        return True
    below = next(iter(following), None)
    return below is not None and below.level > slotting.level


def _strip_orphans(slotting: Slotting, blocks: list[Block]) -> list[Block]:
    """Drop automatic entries whose computed block came out empty: a lead-in must lead to something."""
    return blocks if slotting.written or slotting.rubric.subs else []


def fragment(document: Document, marche: Marche, shared: Shared) -> Fragment:
    """One document of the contract."""
    lists = cells.Lists()
    aliases: dict[str, str] = {}
    blocks: list[Block] = []
    placed = slottings(marche, document)
    for index, slotting in enumerate(placed):
        setting = _setting(marche, document.name, slotting.role, shared, document.lots)
        found = _slotting_blocks(slotting, document, setting, lists, aliases)
        if _shown(slotting, found, placed[index + 1 :]):
            blocks += _strip_orphans(slotting, found)
    return Fragment(
        piece=document.name if document.name.isupper() else document.title,
        title=typo.spaces(document.title),
        subject=typo.spaces(marche.dossier.object),
        buyer=typo.spaces(marche.authority.name),
        blocks=numbering.number(blocks, aliases),
        properties=_manifest(blocks),
    )


def _manifest(blocks: Iterable[Block]) -> dict[str, str]:
    """What the document names as written in it (see mark)."""
    found = marks.manifest(block.mark for block in blocks if block.mark is not None)
    return {marks.MANIFEST: found} if found else {}


def _setting(marche: Marche, document: str, role: str, shared: Shared, lots: tuple[str, ...]) -> Setting:
    return Setting(
        marche=marche, document=document, role=role, headings=shared.headings, annexes=shared.annexes, lots=lots
    )


def shared_of(marche: Marche) -> Shared:
    """What every document of a contract needs to know of the others."""
    return Shared(headings=heading_map(marche), annexes=places.annex_names(marche))


def annex_fragment(annex: Annex, lots: tuple[str, ...], marche: Marche, shared: Shared) -> Fragment:
    """One annex, to be joined to its piece."""
    name = places.annex_names(marche)[annex.id]
    setting = _setting(marche, name, "ANNEXE", shared, lots)
    writer = _AnnexWriter(annex, setting)
    blocks: list[Block] = []
    if whole_lots(marche) and len(lots) < len(whole_lots(marche)):
        blocks.append(Paragraph(content=cells.say(f"Pour {lots_phrase(lots)}."), role="note"))
    for section in annex.sections:
        blocks.append(Heading(level=1, content=cells.say(section.title), mark=writer.mark()))
        for block in prose.parse(section.text):
            blocks += writer.block(block)
    return Fragment(
        piece=name[:1].upper() + name[1:],
        title=typo.spaces(places.annex_title(annex)),
        subject=typo.spaces(marche.dossier.object),
        buyer=typo.spaces(marche.authority.name),
        blocks=numbering.number(blocks, {}),
        properties=_manifest(blocks),
    )


class _AnnexWriter:
    """Writes the sections of an annex."""

    def __init__(self, annex: Annex, setting: Setting) -> None:
        self.annex, self.setting = annex, setting
        self.lists = cells.Lists()
        self.ordinal = 0

    def mark(self) -> Mark:
        found = Mark(entry=self.annex.id, revision=self.annex.revision, piece="ANNEXE", ordinal=self.ordinal)
        self.ordinal += 1
        return found

    def words(self, lines: tuple[prose.Line, ...]) -> Inlines:
        return inlines(lines, self.annex.id, self.annex.parameters, self.values(), self.setting)

    def values(self) -> Mapping[str, Mapping[str, Any]]:
        """Defaults, then what the dossier says, lot by lot."""
        lots = [lot for lot in self.setting.marche.lots if lot.name in self.setting.lots]
        return {lot.name: annex_values(self.annex, lot) for lot in lots}

    def block(self, block: prose.Block) -> list[Block]:
        if isinstance(block, prose.Computed):
            return makers.MAKERS[block.name](self.setting.marche, self.setting, self.lists)
        if isinstance(block, prose.Title):
            return [Heading(level=2, content=cells.say(block.text), mark=self.mark())]
        if isinstance(block, prose.Listing):
            number = self.lists.new()
            return [
                Item(content=self.words(item), list_id=number, ordered=block.ordered, mark=self.mark())
                for item in block.items
            ]
        if isinstance(block, prose.Grid):
            return [cells.table_of(block, lambda line: self.words((line,)), self.mark())]
        return [Paragraph(content=self.words(block.lines), mark=self.mark())]
