"""The words of one paragraph of a Word file, as a reader sees them once every tracked change is accepted.

Most paragraphs hold nothing but runs of text, and `story` reads those at once. This is the careful
walk for the others: fields, tracked changes, hidden text, symbols, text boxes, equations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from clausekit.draft import Change
from clausekit.read.ooxml import MC, W, integer, on, value
from clausekit.read.words import clean, symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clausekit.read.styles import Styles

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
INSERTION, DELETION = "insertion", "deletion"
PARAGRAPH, TEXT, TEXT_BOX = W + "p", W + "t", W + "txbxContent"
# What makes a paragraph more than runs of text.
ODD = (
    *(W + name for name in (
        "ins", "del", "moveFrom", "moveTo", "fldChar", "instrText", "delText", "tab", "br", "cr", "ptab", "sym",
        "noBreakHyphen", "softHyphen", "vanish", "txbxContent", "footnoteReference", "endnoteReference", "ruby",
        "pict", "object", "altChunk",
    )),
    MC + "AlternateContent", _M + "t", _DIAGRAM,
)  # fmt: skip
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_SKIPPED = frozenset(
    (*(W + name for name in ("pPr", "rPr", "sdtPr", "instrText", "delInstrText", "rt", "p", "fldData", "rubyPr")),)
)
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
DIAGRAM_DOUBT = "Le document contient un diagramme (SmartArt), dont le texte n’est pas lu."
OBJECT_DOUBT = "Le document contient un objet incorporé (feuille de calcul, dessin…), dont le texte n’est pas lu."


@dataclass(slots=True)
class Fields:
    """The fields that are open where the reading stands: True once their result has begun.

    A field may span paragraphs: one object serves a whole story.
    """

    open: list[bool] = field(default_factory=list)
    ignored: bool = False  # begun and not ended: what follows would all be hidden

    @property
    def hidden(self) -> bool:
        """Whether an instruction is being read, which nobody sees."""
        return not all(self.open)

    def mark(self, kind: str | None) -> None:
        """Take note of a `w:fldChar`."""
        if self.ignored:
            return
        if kind == "begin":
            self.open.append(False)
        elif kind == "separate" and self.open:
            self.open[-1] = True
        elif kind == "end" and self.open:
            self.open.pop()


@dataclass(slots=True)
class Words:
    """What a paragraph holds: words, tracked changes, text boxes anchored in it, notes called by it."""

    parts: list[str] = field(default_factory=list)
    tracked: list[tuple[str, str, str, list[str]]] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    glosses: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words that are seen."""
        return clean("".join(self.parts))

    @property
    def changes(self) -> tuple[Change, ...]:
        """The tracked changes that hold some words."""
        return tuple(
            Change(kind=kind, text=said, author=author, date=date)
            for kind, author, date, parts in self.tracked
            if (said := clean("".join(parts)))
        )


class Inline:
    """A careful reader of paragraphs; it keeps the fields that are open from one to the next."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.fields = Fields()
        self._out = Words()
        self._change: list[str] | None = None
        self._deleted = False

    def read(self, paragraph: _Element) -> Words:
        """The words of a paragraph."""
        self._out, self._change, self._deleted = Words(), None, False
        self._walk(paragraph)
        return self._out

    def _walk(self, element: _Element) -> None:
        for child in element:
            tag = child.tag
            do = _DO.get(tag)
            if do is not None:
                do(self, child)
            elif tag not in _SKIPPED and len(child):
                self._walk(child)

    def _say(self, text: str) -> None:
        if self.fields.hidden:
            return
        if self._change is not None:
            self._change.append(text)
        if not self._deleted:
            self._out.parts.append(text)

    def _run(self, run: _Element) -> None:
        properties = run.find(W + "rPr")
        if properties is not None and self._vanished(properties):
            for mark in run.iterchildren(W + "fldChar"):
                self.fields.mark(mark.get(W + "fldCharType"))
            self._leave(run, self._out.hidden)
            return
        self._walk(run)

    def _leave(self, element: _Element, kept: list[str]) -> None:
        """Take note of words that are not read, but of those of a deletion or of an instruction."""
        if not (self._deleted or self.fields.hidden):
            kept += [text.text for text in element.iter(TEXT) if text.text]

    def _vanished(self, properties: _Element) -> bool:
        own = properties.find(W + "vanish")
        if own is not None:
            return on(own)
        style = value(properties, "rStyle")
        return style is not None and self._styles.get(style).hidden

    def _break(self, element: _Element) -> None:
        self._say("\n" if element.get(W + "type", "textWrapping") == "textWrapping" else " ")

    def _symbol(self, element: _Element) -> None:
        code = element.get(W + "char", "")
        try:
            self._say(symbol(element.get(W + "font", ""), int(code, 16)))
        except ValueError:
            return

    def _field(self, element: _Element) -> None:
        self.fields.mark(element.get(W + "fldCharType"))
        data = element.find(W + "ffData")
        if data is not None:
            self._form_field(data)

    def _form_field(self, data: _Element) -> None:
        """A box to tick or a list to choose from: what it shows is written nowhere else."""
        box, choices = data.find(W + "checkBox"), data.find(W + "ddList")
        begun = self.fields.open.pop() if self.fields.open else None
        if box is not None:
            state = box.find(W + "checked")
            state = box.find(W + "default") if state is None else state
            self._say("☒" if on(state) else "☐")
        elif choices is not None:
            entries = [entry.get(W + "val", "") for entry in choices.findall(W + "listEntry")]
            chosen = integer(value(choices, "result"), 0)
            self._say(entries[chosen] if 0 <= chosen < len(entries) else "")
        if begun is not None:
            self.fields.open.append(begun)

    def _tracked(self, element: _Element, kind: str) -> None:
        author, date = element.get(W + "author", ""), element.get(W + "date", "")
        tracked = self._out.tracked
        if not tracked or tracked[-1][:3] != (kind, author, date):
            tracked.append((kind, author, date, []))
        before = self._change, self._deleted
        self._change = tracked[-1][3]
        self._deleted = self._deleted or kind == DELETION
        self._walk(element)
        self._change, self._deleted = before

    def _alternate(self, element: _Element) -> None:
        """The first choice: what it holds is written again in the fallback, for older programs."""
        chosen = element.find(MC + "Choice")
        chosen = element.find(MC + "Fallback") if chosen is None else chosen
        if chosen is not None:
            self._walk(chosen)

    def _fraction(self, element: _Element) -> None:
        above, below = element.find(_M + "num"), element.find(_M + "den")
        if above is not None:
            self._walk(above)
        self._say("/")
        if below is not None:
            self._walk(below)

    def _box(self, element: _Element) -> None:
        self._out.boxes.append(element)

    def _note(self, element: _Element) -> None:
        self._out.notes.append((_NOTES[element.tag], element.get(W + "id", "")))

    def _text(self, element: _Element) -> None:
        self._say(element.text or "")

    def _sign(self, element: _Element) -> None:
        self._say(_SIGNS[element.tag])

    def _inserted(self, element: _Element) -> None:
        self._tracked(element, INSERTION)

    def _erased(self, element: _Element) -> None:
        self._tracked(element, DELETION)

    def _gloss(self, element: _Element) -> None:
        self._leave(element, self._out.glosses)

    def _diagram(self, _: _Element) -> None:
        self._out.doubts.append(DIAGRAM_DOUBT)

    def _object(self, _: _Element) -> None:
        self._out.doubts.append(OBJECT_DOUBT)


# Of the class, not of each reader: a story of its own is read for each note, by the ten thousand.
_DO: Final[dict[str, Callable[[Inline, _Element], None]]] = {
    W + "r": Inline._run,
    TEXT: Inline._text,
    _M + "t": Inline._text,
    W + "delText": Inline._text,
    W + "br": Inline._break,
    W + "sym": Inline._symbol,
    W + "fldChar": Inline._field,
    W + "ins": Inline._inserted,
    W + "moveTo": Inline._inserted,
    W + "del": Inline._erased,
    W + "moveFrom": Inline._erased,
    TEXT_BOX: Inline._box,
    MC + "AlternateContent": Inline._alternate,
    _M + "f": Inline._fraction,
    _DIAGRAM: Inline._diagram,
    W + "rt": Inline._gloss,
    _OBJECT: Inline._object,
    **dict.fromkeys(_SIGNS, Inline._sign),
    **dict.fromkeys(_NOTES, Inline._note),
}
