"""A first pass over a story of a Word file, at the speed of libxml2: what each paragraph is made of.

Most paragraphs are runs of text under a style, and this pass says all that there is to say of them.
It flags the others (`careful`), which `inline` reads element by element.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from clausekit.mark import Mark
from clausekit.mark import parse as parse_mark
from clausekit.office import SPLIT, Unsound
from clausekit.read.inline import ODD, PARAGRAPH, TEXT, TEXT_BOX
from clausekit.read.ooxml import VAL, W
from clausekit.read.pen import MOST_LINES, TOO_MANY
from clausekit.read.wordtable import COVERS

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clausekit.read.styles import Styles

_STYLE, _BOOKMARK = W + "pStyle", W + "bookmarkStart"
_NAME = W + "name"
# Properties of a paragraph that its style does not tell, or that an older state of it tells.
_OWN = (W + "numPr", W + "outlineLvl", W + "pPrChange", W + "ind")
_RUN_STYLE = W + "rStyle"
_TAGS = frozenset((*ODD, *_OWN, *COVERS, PARAGRAPH, TEXT, _STYLE, _BOOKMARK))
_FEW = 8  # blocks: of a note, which is gone through sooner than libxml2 is told of thirty tags
_TABS = W + "tabs"
_FIELD, _FIELD_KIND = W + "fldChar", W + "fldCharType"


class Seen:
    """A paragraph as the first pass sees it. `own`: it has properties besides its style."""

    __slots__ = ("careful", "marks", "own", "style", "texts")

    def __init__(self) -> None:
        self.texts: list[str | None] = []
        self.style: str | None = None
        self.own = False
        self.careful = False
        self.marks: list[Mark] | None = None


@dataclass(slots=True)
class Survey:
    """What the first pass found. `covering`: cells that go beyond their own square; `balanced`: each field ends."""

    paragraphs: dict[_Element, Seen]
    covering: set[_Element]
    balanced: bool


def survey(root: _Element, styles: Styles) -> Survey:
    """Look over a story."""
    seen: dict[_Element, Seen] = {}
    covering: set[_Element] = set()
    here = Seen()
    say = here.texts.append
    boxes: list[_Element] = []
    fields: list[str | None] = []
    for element in _elements(root, _TAGS | {_RUN_STYLE} if styles.hides_runs else _TAGS):
        tag = element.tag
        if tag == TEXT:
            say(element.text)
        elif tag == PARAGRAPH:
            here = seen[element] = Seen()
            say = here.texts.append
        elif tag == _STYLE:
            here.style = here.style or _name(element)
        elif tag == _BOOKMARK:
            _bookmark(element, here)
        elif tag in _OWN:
            here.own = True
        elif tag in COVERS:
            covering.update(islice(element.iterancestors(), 1, 2))
        else:
            _odd(element, tag, here)
            boxes += [element] if tag == TEXT_BOX else []
            fields += [element.get(_FIELD_KIND)] if tag == _FIELD else []
    if len(seen) > MOST_LINES:
        raise Unsound(TOO_MANY, remedy=SPLIT)
    outer = [box for box in boxes if next(box.iterancestors(TEXT_BOX), None) is None]
    for box in outer:  # text goes on after a box that a paragraph holds: neither is read in one go
        for owner in (*box.iterancestors(PARAGRAPH), *box.iter(PARAGRAPH)):
            seen[owner].careful = seen[owner].own = True
    return Survey(seen, covering, balanced=fields.count("begin") == fields.count("end"))


def _elements(root: _Element, tags: frozenset[str]) -> Iterable[_Element]:
    """The elements of these tags, in order."""
    return root.iter(*tags) if len(root) > _FEW else (element for element in root.iter() if element.tag in tags)


def _name(style: _Element) -> str | None:
    """The name of the style; an attribute that is alone is sooner had than looked for."""
    values = style.values()
    return str(values[0]) if len(values) == 1 else style.get(VAL)


def _bookmark(element: _Element, here: Seen) -> None:
    """A bookmark of ours belongs to the paragraph around it; one that stands between two is seen later."""
    mark = parse_mark(element.get(_NAME, ""))
    if mark is not None and next(element.iterancestors(PARAGRAPH), None) is not None:
        here.marks = here.marks or []
        here.marks.append(mark)


def _odd(element: _Element, tag: str, here: Seen) -> None:
    if tag in _MARK_CHANGES:
        here.careful = here.own = True
    elif not here.careful:
        parent = element.getparent()
        here.careful = parent is None or parent.tag != _TABS  # a place where tabs stop is no tab


_MARK_CHANGES = frozenset((W + "del", W + "moveFrom"))  # also those of the mark of the paragraph
