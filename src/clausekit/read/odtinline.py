"""The words of an OpenDocument paragraph: spans, notes and frames, bookmarks, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clausekit.draft import Change
from clausekit.mark import Mark
from clausekit.mark import parse as parse_mark
from clausekit.read.inline import DELETION, INSERTION
from clausekit.read.odf import DRAW, OFFICE, TEXT, Looks
from clausekit.read.ooxml import integer
from clausekit.read.pen import BOX, NOTE
from clausekit.read.words import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLANK = re.compile(r"[ \t\r\n]+")
SKIPPED = frozenset(
    (TEXT + "tracked-changes", TEXT + "note-citation", TEXT + "ruby-text", TEXT + "script", TEXT + "number",
     OFFICE + "annotation", OFFICE + "annotation-end", TEXT + "hidden-text", OFFICE + "forms",
     TEXT + "variable-decls", TEXT + "sequence-decls", TEXT + "user-field-decls", TEXT + "dde-connection-decls")
)  # fmt: skip
BOXES = frozenset((DRAW + "text-box", DRAW + "custom-shape", DRAW + "rect", DRAW + "ellipse", DRAW + "polygon"))
_BOOKMARKS = frozenset((TEXT + "bookmark", TEXT + "bookmark-start"))


@dataclass(slots=True)
class Words:
    """What a paragraph holds while it is read; `boxes` are what stands out of it, with the part that they make."""

    parts: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    boxes: list[tuple[_Element, str]] = field(default_factory=list)
    plain: bool = False  # some words are not bold
    _changes: list[tuple[str, str, str, list[str]]] = field(default_factory=list)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was put in and taken out, in order."""
        return tuple(
            Change(kind=kind, text=said, author=author, date=date)
            for kind, author, date, parts in self._changes
            if (said := clean("".join(parts)))
        )

    def changed(self, region: Change, said: str) -> None:
        """Note words of a tracked change, after those of the same one."""
        own = (region.kind, region.author, region.date)
        if not self._changes or self._changes[-1][:3] != own:
            self._changes.append((*own, []))
        self._changes[-1][3].append(said)


class Inline:
    """Reads the paragraphs of a story one after another: an insertion may go on from one to the next."""

    def __init__(self, looks: Looks, tracked: Mapping[str, Change]) -> None:
        self._looks, self._tracked = looks, tracked
        self._inserted: list[str] = []
        self._words = Words()
        self._do: dict[str, Callable[[_Element], None]] = {
            TEXT + "s": lambda element: self._words.parts.append(" " * min(100, integer(element.get(TEXT + "c"), 1))),
            TEXT + "tab": lambda _: self._words.parts.append("\t"),
            TEXT + "line-break": lambda _: self._words.parts.append("\n"),
            TEXT + "change-start": lambda element: self._inserted.append(element.get(TEXT + "change-id", "")),
            TEXT + "change-end": self._change_end,
            TEXT + "change": self._deleted,
            TEXT + "note": self._note,
        }

    def read(self, paragraph: _Element, *, bold: bool) -> Words:
        """The words of a paragraph; `bold` is how it looks where no span says otherwise."""
        words = self._words = Words()
        self._read(paragraph, bold)
        return words

    def between(self, change: _Element) -> None:
        """A sign of a tracked change that stands between two paragraphs."""
        self._words = Words()
        self._do[str(change.tag)](change)

    def _read(self, element: _Element, bold: bool) -> None:
        self._say(element.text, bold)
        for child in element:
            tag = child.tag
            if tag in self._do:
                self._do[tag](child)
            elif tag in _BOOKMARKS:
                mark = parse_mark(child.get(TEXT + "name", ""))
                self._words.marks += [mark] if mark else []
            elif tag == DRAW + "frame" or tag in BOXES or tag == DRAW + "g":
                self._words.boxes += [(box, BOX) for box in boxes(child)]
            elif tag not in SKIPPED:
                look = self._looks.get("text", child.get(TEXT + "style-name")) if tag == TEXT + "span" else None
                if look is None or not look.hidden:
                    self._read(child, bold or (look is not None and look.bold))
            self._say(child.tail, bold)

    def _say(self, text: str | None, bold: bool) -> None:
        if not text:
            return
        said = _BLANK.sub(" ", text)
        self._words.parts.append(said)
        self._words.plain = self._words.plain or (not bold and not said.isspace())
        for name in self._inserted:
            self._track(name, INSERTION, said)

    def _track(self, name: str, kind: str, said: str) -> None:
        region = self._tracked.get(name)
        if region is not None and region.kind == kind:
            self._words.changed(region, said)

    def _change_end(self, element: _Element) -> None:
        name = element.get(TEXT + "change-id", "")
        if name in self._inserted:
            self._inserted.remove(name)

    def _deleted(self, element: _Element) -> None:
        name = element.get(TEXT + "change-id", "")
        self._track(name, DELETION, self._tracked[name].text if name in self._tracked else "")

    def _note(self, element: _Element) -> None:
        body = element.find(TEXT + "note-body")
        if body is not None:
            self._words.boxes.append((body, NOTE))


def boxes(element: _Element) -> Iterator[_Element]:
    """What holds the paragraphs of a frame or a shape; a group holds several."""
    if element.tag in BOXES:
        yield element
        return
    for child in element:
        yield from boxes(child)
