"""Blanks, cross-references, pictures and notes of a Word file, told inside its words by signs of `draft`.

A reader of words alone does not see that a word is highlighted, that a control waits for a date or that « 4.2 » is a
field that leads to a clause. The signs are put into the tree before it is read, by whoever asks for them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from clausekit.draft import BLANK, HELD, LINK, NOTE, PICTURE, SIGNS
from clausekit.mark import entry_of
from clausekit.read.ooxml import VAL, W, value
from clausekit.read.styles import shaded

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clausekit.read.styles import Styles

_RUN, _TEXT, _PROPERTIES = W + "r", W + "t", W + "rPr"
_GONE = frozenset((W + "del", W + "moveFrom"))
_SEEN = (W + "t", W + "tab", W + "sym", W + "fldChar", W + "drawing", W + "pict", W + "object")
_SIGN = re.compile(f"[{''.join(SIGNS)}]")
_REF = re.compile(r"\s*(?:PAGE)?REF\s+(\S+)")
_CONTROLS = {"text": "", "date": "date", "dropDownList": "choix", "comboBox": "choix"}


def signed(root: _Element, styles: Styles) -> None:
    """Put the signs into a story."""
    for text in root.iter(_TEXT):
        if text.text and _SIGN.search(text.text):
            text.text = _SIGN.sub("", text.text)
    for control in list(root.iter(W + "sdt")):
        _control(control)
    for paragraph in root.iter(W + "p"):
        runs = [run for run in paragraph.iter(_RUN) if not _erased(run, paragraph)]
        _pictures(runs)
        _fields(paragraph, runs)
        _highlighted(runs, styles)


def _erased(run: _Element, paragraph: _Element) -> bool:
    """Whether a run was taken out, or belongs to a text box of the paragraph rather than to itself."""
    for parent in run.iterancestors():
        if parent is paragraph:
            return False
        if parent.tag in _GONE or parent.tag == W + "p":
            return True
    return False


def _said(owner: _Element, text: str) -> _Element:
    """A run that says a text, in the look of its neighbour."""
    run = owner.makeelement(_RUN)
    properties = owner.find(_PROPERTIES)
    if properties is not None:
        run.append(copy.deepcopy(properties))
    inside = owner.makeelement(_TEXT)
    inside.text = text
    run.append(inside)
    return run


def _around(first: _Element, last: _Element, before: str, after: str) -> None:
    first.addprevious(_said(first, before))
    last.addnext(_said(last, after))


def _pictures(runs: list[_Element]) -> None:
    for run in runs:
        drawn = [item for item in run.iter(W + "drawing", W + "pict", W + "object") if not _boxed(item)]
        called = list(run.iter(W + "footnoteReference", W + "endnoteReference"))
        if drawn or called:
            run.addnext(_said(run, PICTURE * bool(drawn) + NOTE * bool(called)))


def _boxed(drawing: _Element) -> bool:
    """Whether a drawing holds text: a text box, read for itself."""
    return next(drawing.iter(W + "txbxContent"), None) is not None


def _fields(paragraph: _Element, runs: list[_Element]) -> None:
    for simple in list(paragraph.iter(W + "fldSimple")):
        entry = _led_to(simple.get(W + "instr", ""))
        if entry:
            _around(simple, simple, f"{LINK[0]}{entry}{HELD}", LINK[1])
    for begin, end, code in list(_whole(runs)):
        data = next(begin.iter(W + "ffData"), None)
        entry = _led_to(code)
        if entry:
            _around(begin, end, f"{LINK[0]}{entry}{HELD}", LINK[1])
        elif data is not None and data.find(W + "checkBox") is None:
            _around(begin, end, BLANK[0] + _told(*_form(data)), BLANK[1])


def _led_to(code: str) -> str | None:
    found = _REF.match(code)
    return entry_of(found[1]) if found else None


def _whole(runs: list[_Element]) -> Iterator[tuple[_Element, _Element, str]]:
    """The fields that a paragraph holds whole: first run, last run, instruction. Those inside others are left."""
    depth, begin, code = 0, None, ""
    for run in runs:
        for item in run.iter(W + "fldChar", W + "instrText"):
            kind = item.get(W + "fldCharType")
            if kind is None:
                code += (item.text or "") if depth == 1 else ""
            elif kind == "begin":
                depth += 1
                begin, code = (run, "") if depth == 1 else (begin, code)
            elif kind == "end" and depth:
                depth -= 1
                if depth == 0 and begin is not None:
                    yield begin, run, code
                    begin = None


def _form(data: _Element) -> tuple[str, str, list[str]]:
    label = value(data, "statusText") or value(data, "helpText") or value(data, "name") or ""
    chosen = data.find(W + "ddList")
    if chosen is not None:
        return label, "choix", [item.get(VAL) or "" for item in chosen.findall(W + "listEntry")]
    kind = {"number": "nombre", "date": "date"}.get(value(data, "textInput", "type") or "", "")
    return label, kind, []


def _told(label: str, kind: str, choices: list[str]) -> str:
    parts = (label, kind, *choices)
    return "".join(f"{_SIGN.sub('', part)}{HELD}" for part in parts)


def _control(control: _Element) -> None:
    """A control that waits for a text, a date or a choice, around words of one paragraph."""
    properties, content = control.find(W + "sdtPr"), control.find(W + "sdtContent")
    if properties is None or content is None:
        return
    kinds = [kind for name, kind in _CONTROLS.items() if properties.find(W + name) is not None]
    waiting = properties.find(W + "showingPlcHdr") is not None
    if not kinds and not waiting:
        return
    paragraphs = list(content.iter(W + "p"))
    runs = [run for run in content.iter(_RUN) if next(run.iter(*_SEEN), None) is not None]
    if len(paragraphs) > 1 or not runs or next(content.iter(W + "sdt", W + "tbl"), None) is not None:
        return
    label = value(properties, "alias") or value(properties, "tag") or ""
    choices = [item.get(W + "displayText") or item.get(W + "value") or "" for item in properties.iter(W + "listItem")]
    told = _told(label, kinds[0] if kinds else "", [item for item in choices if item])
    for text in content.iter(_TEXT) if waiting else ():
        text.text = "…"  # what invites to click is no word of the document
    _around(runs[0], runs[-1], BLANK[0] + told, BLANK[1])


def _highlighted(runs: list[_Element], styles: Styles) -> None:
    """Words next to one another that are highlighted are one blank."""
    group: list[_Element] = []
    for run in runs:
        if next(run.iter(*_SEEN), None) is None:
            continue
        if _marked(run, styles) and not _inside(run):
            group.append(run)
            continue
        _close(group)
        group = []
    _close(group)


def _close(group: list[_Element]) -> None:
    if any((text.text or "").strip() for run in group for text in run.iter(_TEXT)):
        _around(group[0], group[-1], BLANK[0] + HELD * 2, BLANK[1])


def _inside(run: _Element) -> bool:
    """Whether a control already bounds the run."""
    before = run.getprevious()
    while before is not None:
        if before.tag == _RUN:
            said = "".join(text.text or "" for text in before.iter(_TEXT))
            if said.startswith(BLANK[0]):
                return True
            if said == BLANK[1]:
                return False
        before = before.getprevious()
    return False


def _marked(run: _Element, styles: Styles) -> bool:
    properties = run.find(_PROPERTIES)
    if properties is None:
        return False
    own = shaded(properties)
    style = value(properties, "rStyle")
    return own if own is not None else style is not None and styles.marks(style)


__all__ = ["signed"]
