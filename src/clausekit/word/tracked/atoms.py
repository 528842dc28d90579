"""A paragraph cut in what a comparison moves: words, signs, fields, pictures.

Several words share a run; a field owns its runs. What says nothing (a bookmark, the place of a comment) is no
atom and stays where it is.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from clausekit.word.tracked.names import local, made, value, w

if TYPE_CHECKING:
    from lxml.etree import _Element

# A figure keeps its separators: « 1 000,50 » is one word.
_WORD = re.compile(r"\d+(?:[ \u00a0\u202f.,]\d+)*|\w+|\s+|[^\w\s]")
_SHELLS: Final = frozenset(
    ("hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "ins", "moveTo")
)
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_PICTURES: Final = frozenset(("drawing", "pict", "object", "AlternateContent"))
_SILENT: Final = frozenset(
    ("rPr", "lastRenderedPageBreak", "commentReference", "annotationRef", "footnoteRef", "endnoteRef", "separator")
)
_FIELD: Final = frozenset(("fldChar", "instrText"))
_COUNTERS: Final = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
PICTURE, NOTE, FORMULA = "\ufffc", "\ufff9", "\ufffa"
# What an old text cannot bring into another file: it leads to other parts of its own.
HEAVY: Final = frozenset((PICTURE, NOTE, FORMULA))


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """A word or a sign of a run (`node` is the child that holds it), or a field with all its runs.

    `says` is what a reader sees; two atoms are the same when their `key` is.
    """

    says: str
    key: str
    runs: tuple[_Element, ...]
    node: _Element | None = None

    @property
    def run(self) -> _Element:
        """The run that shows it: that of the result, for a field."""
        return self.runs[-2] if len(self.runs) > 2 else self.runs[0]


def runs(paragraph: _Element) -> Iterator[_Element]:
    """The runs and formulas of a paragraph, through links and content controls; deleted ones are not read."""
    for child in paragraph:
        name = local(child)
        if name in {"r", "oMath", "oMathPara"}:
            yield child
        elif name in _SHELLS:
            yield from runs(child)


def atoms(paragraph: _Element) -> tuple[Atom, ...]:
    """What a paragraph says, in order. Runs that mix a field with something else are cut first."""
    for run in [run for run in runs(paragraph) if _mixed(run)]:
        _cut(run)
    found: list[Atom] = []
    field: list[_Element] = []
    depth = 0
    for run in runs(paragraph):
        kind = _turn(run)
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if field or kind == "begin":
            field.append(run)
            if depth <= 0:
                found.append(_field(field))
                field, depth = [], 0
        else:
            depth = max(depth, 0)
            found += _plain(run)
    for run in field:  # a field that ends in another paragraph (a table of contents)
        found += _plain(run)
    return tuple(found)


def says(paragraph: _Element) -> str:
    """The words of a paragraph."""
    if next(paragraph.iter(w("fldChar")), None) is not None:
        return "".join(atom.says for atom in atoms(paragraph))
    return "".join(_told(child) for run in runs(paragraph) for child in (run if local(run) == "r" else (run,)))


def _told(child: _Element) -> str:
    """What a child of a run says, out of any field."""
    name = local(child)
    if name in {"t", "delText"}:
        return child.text or ""
    if name in {"oMath", "oMathPara"}:
        return FORMULA
    return "" if name in _SILENT or name in _FIELD else _said(child, name)


def _mixed(run: _Element) -> bool:
    inner = [child for child in run if local(child) != "rPr"]
    return len(inner) > 1 and any(local(child) in _FIELD for child in inner)


def _cut(run: _Element) -> None:
    """One run for each child."""
    for child in [child for child in run if local(child) != "rPr"]:
        alone = bare(run)
        alone.append(child)
        run.addprevious(alone)
    parent = run.getparent()
    if parent is not None:
        parent.remove(run)


def _turn(run: _Element) -> str:
    return value(run.find(w("fldChar")), "fldCharType")


def _field(owned: Sequence[_Element]) -> Atom:
    code, result, at_result, depth = "", "", False, 0
    for run in owned:
        kind = _turn(run)
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        at_result = at_result or (kind == "separate" and depth == 1)
        if at_result:
            result += "".join(atom.says for atom in _plain(run))
        else:
            code += "".join(child.text or "" for child in run.iter(w("instrText")))
    if code.split()[:1] and code.split()[0].upper() in _COUNTERS:
        result = "1"  # a word processor counts again
    return Atom(says=result, key=f"\0{' '.join(code.split())}\0{result}", runs=tuple(owned))


def _plain(run: _Element) -> Iterator[Atom]:
    if local(run) != "r":
        yield Atom(says=FORMULA, key=FORMULA + "".join(str(text) for text in run.itertext()), runs=(run,))
        return
    for child in run:
        name = local(child)
        if name in {"t", "delText"}:
            for word in _WORD.findall(child.text or ""):
                yield Atom(says=word, key=word, runs=(run,), node=child)
        elif name and name not in _SILENT and name not in _FIELD:
            said = _said(child, name)
            key = said + name if said == NOTE else said
            yield Atom(says=said, key=key, runs=(run,), node=child)


def _said(child: _Element, name: str) -> str:
    if name in _PICTURES:
        return PICTURE
    if name in {"footnoteReference", "endnoteReference"}:
        return NOTE
    if name == "br":
        return "\f" if value(child, "type") in {"page", "column"} else "\n"
    if name == "sym":
        return f"\ue000{value(child, 'font')}/{value(child, 'char')}\ue000"
    return _SIGNS.get(name, "")


def bare(run: _Element) -> _Element:
    """A run of the same format, empty."""
    new = made("r")
    properties = run.find(w("rPr"))
    if properties is not None:
        new.append(copy.deepcopy(properties))
    return new
