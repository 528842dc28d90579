"""The paragraphs, items and tables of a document to blocks of prose, one sentence a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from clausekit import prose, sentences
from clausekit.draft import Block, Cell, Line, Table, unsigned
from clausekit.finding import Place
from clausekit.showing import BLOCKS
from clausekit.transcribe.found import Notes
from clausekit.transcribe.inline import Reader

_COMPUTED = re.compile(r"\[\[=([a-z_]+)\]\]")
_BLOCK_NAMES: Final = {title: name for name, title in BLOCKS.items()}
_WORDS: Final = "words"
_LONGEST: Final = 60
_FIRST = frozenset(("1", "a", "i", "A", "I"))


@dataclass(slots=True)
class Scribe:
    """Writes the blocks of one text; `titles` may stand in it (those of an annex)."""

    reader: Reader
    notes: Notes
    titles: bool = False
    tells_changes: bool = True
    _blocks: list[prose.Block] = field(default_factory=list)
    _items: list[Line] = field(default_factory=list)

    def write(self, blocks: Iterable[Block]) -> tuple[prose.Block, ...]:
        """The prose of what stands under a heading."""
        for block in blocks:
            if isinstance(block, Table):
                self._close()
                self._blocks += self._table(block)
            elif block.item and block.text:
                self._item(block)
            else:
                self._close()
                self._blocks += self._paragraph(block)
        self._close()
        return tuple(self._blocks)

    def _paragraph(self, line: Line) -> Iterator[prose.Block]:
        self._tell_changes(line)
        bare = unsigned(line.text).strip()
        computed = _COMPUTED.fullmatch(bare)
        name = computed[1] if computed else _BLOCK_NAMES.get(bare.removeprefix("[").removesuffix("]").replace("'", "’"))
        if computed or (name and bare.startswith("[")):
            yield prose.Computed(name or "")
            return
        if line.heading is not None and line.text and self.titles:
            yield prose.Title(prose.line_source(self.reader.pieces(bare, line.place)))
            return
        if line.heading is not None and line.text:
            self.notes.add("Un sous-titre n'a pas de place dans une clause : il devient un alinéa.", line.place)
        lines = self._lines(line.text, line.place)
        if lines:
            yield prose.Para(lines)

    def _lines(self, text: str, place: Place) -> tuple[prose.Line, ...]:
        """The sentences of a paragraph; a line break typed in it ends one only where a sentence may end."""
        typed = [part for part in re.split(r"\n+", text.replace("\t", " ")) if part.strip()]
        sources = [prose.line_source(self.reader.pieces(part, place)) for part in typed]
        kept = [" ".join(source.split()) for source in sources if source.strip()]
        return tuple(prose.inline(line) for line in _guarded(sentences.cut(kept))) if kept else ()

    def _item(self, line: Line) -> None:
        """Items of one list stand together; a number that begins again begins another list."""
        first = self._items[0] if self._items else None
        if first is not None and line.depth <= first.depth:
            ordered = bool(line.number)
            again = ordered and line.number.strip("(). °-/") in _FIRST and len(self._items) > 0
            if ordered != bool(first.number) or (again and line.depth == first.depth):
                self._close()
        self._items.append(line)

    def _close(self) -> None:
        if not self._items:
            return
        items, self._items = self._items, []
        base = min(line.depth for line in items)
        held: list[list[str]] = []
        for line in items:
            self._tell_changes(line)
            source = [prose.line_source(part) for part in self._lines(line.text, line.place)]
            if line.depth > base and held and source:
                self.notes.add(
                    "Un élément d'une liste dans une liste est mis à la suite de celui qui le porte.", line.place
                )
                held[-1].append(f"{line.number or '–'} {' '.join(source)}")
            elif source:
                held.append(source)
        if items[0].number[:1].isalpha() or items[0].number[:2].strip("(")[:1].isalpha():
            self.notes.add(f"La liste numérotée « {items[0].number} » le sera en chiffres.", items[0].place)
        listed = tuple(tuple(prose.inline(line) for line in _guarded(tuple(item))) for item in held)
        if listed:
            self._blocks.append(prose.Listing(ordered=bool(items[0].number), items=listed))

    def _table(self, table: Table) -> Iterator[prose.Block]:
        rows = [tuple(self._cells(row, table.place)) for row in table.rows]
        width = max(map(len, rows))
        if width == 1 and len(rows) == 1:
            self.notes.add("Un encadré (tableau d'une seule cellule) devient un texte ordinaire.", table.place)
            inside = Scribe(reader=self.reader, notes=self.notes, tells_changes=self.tells_changes)
            yield from inside.write(table.rows[0][0].blocks)
            return
        if any(len(row) != width for row in rows):
            self.notes.add(
                "Un tableau a des lignes de longueurs différentes : elles sont complétées à droite.", table.place
            )
        full = [(*row, *((),) * (width - len(row))) for row in rows]
        if any(any(row) for row in full):
            yield prose.Grid(full[0], tuple(full[1:]))

    def _cells(self, row: tuple[Cell, ...], place: Place) -> Iterator[prose.Line]:
        for cell in row:
            yield self._cell(cell, place)
            if cell.span > 1:
                self.notes.add("Des cellules fusionnées sont séparées : le texte est dans la première.", place)
                yield from ((),) * (cell.span - 1)

    def _cell(self, cell: Cell, place: Place) -> prose.Line:
        if not cell.blocks:
            self.notes.add("Des cellules fusionnées sont séparées : le texte est dans la première.", place)
            return ()
        if any(isinstance(block, Table) for block in cell.blocks):
            self.notes.add(
                "Un tableau dans un tableau n'est pas repris comme tel : ses mots sont mis à la suite.", place
            )
        lines = [line for line in _lines_of(cell.blocks) if line.text]
        for line in lines:
            self._tell_changes(line)
        if len(lines) > 1:
            self.notes.add("Une cellule de plusieurs alinéas n'en a plus qu'un.", place)
        found = [f"{line.number} {line.text}".strip().replace("\n", " ") for line in lines]
        source = prose.line_source(self.reader.pieces(" ".join(found), place))
        if "|" in source:
            self.notes.add("Le signe « | » d'un tableau devient « / ».", place)
        return prose.inline(source.replace("|", "/"))

    def _tell_changes(self, line: Line) -> None:
        for change in line.changes if self.tells_changes else ():
            who = f" de {change.author}" if change.author else ""
            act = "une insertion est gardée" if change.kind == "insertion" else "une suppression est faite"
            words = unsigned(change.text)
            words = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
            self.notes.add(f"Modification suivie{who}, en attente : {act} (« {words} »).", line.place)


def _lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from _lines_of(cell.blocks)


def _guarded(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines none of which would be read as an item, a row or a title: such a one stays with the line before it."""
    kept: list[str] = []
    for line in lines:
        if kept and prose.kind_of(line) != _WORDS:
            kept[-1] = f"{kept[-1]} {line}"
        else:
            kept.append(line)
    if kept and prose.kind_of(kept[0]) != _WORDS:
        sign, _, rest = kept[0].partition(" ")
        kept[0] = f"{sign.replace('-', '–').replace('.', ')').replace('|', '/').replace('##', '–')} {rest}"
    return tuple(kept)


__all__ = ["Scribe"]
