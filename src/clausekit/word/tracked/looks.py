"""What a reader sees of a format: enough to tell a change from the noise that each program adds in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from clausekit.word.tracked.names import found, local, value, w
from clausekit.word.tracked.side import Side

if TYPE_CHECKING:
    from lxml.etree import _Element

Look = tuple[tuple[str, str], ...]

_SWITCHES: Final = frozenset(("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish", "pageBreakBefore"))
# The value that says nothing more than its absence.
_PLAIN: Final = {"u": "none", "color": "auto", "highlight": "none", "vertAlign": "baseline"}
_RUN: Final = frozenset((*_PLAIN, "sz", "rStyle")) | (_SWITCHES - {"pageBreakBefore"})
_PARAGRAPH: Final = frozenset(("jc", "outlineLvl", "pageBreakBefore"))
_SIDES: Final = {"start": "left", "end": "right"}


def of_run(side: Side, run: _Element) -> Look:
    """The format that a run gives itself: character style (by name), emphasis, colour, size."""
    properties = run.find(w("rPr"))
    shown = [_run(side, item) for item in (properties if properties is not None else ()) if local(item) in _RUN]
    return tuple(sorted(pair for pair in shown if pair[1]))


def _run(side: Side, item: _Element) -> tuple[str, str]:
    name, said = local(item), value(item)
    if name == "rStyle":
        style = side.style_name(said, "character")
        return name, "" if style == side.style_name("", "character") else style
    if name in _SWITCHES:
        return name, _switch(said)
    return name, "" if said == _PLAIN.get(name) else said.casefold()


def _switch(said: str) -> str:
    return "off" if said in {"0", "false", "off"} else "on"


def of_paragraph(side: Side, paragraph: _Element) -> Look:
    """Style (by name), alignment, indents of its own; numbering is told by `lists`."""
    properties = paragraph.find(w("pPr"))
    style = side.style_name(value(found(properties, "pStyle")), "paragraph")
    shown = [("style", style)]
    for item in properties if properties is not None else ():
        name, said = local(item), value(item)
        if name == "ind":
            shown += _indents(item)
        elif name in _PARAGRAPH:
            shown.append((name, _switch(said) if name in _SWITCHES else _SIDES.get(said, said)))
    return tuple(sorted(shown))


def _indents(item: _Element) -> list[tuple[str, str]]:
    pairs = [(str(name).rpartition("}")[2], str(text)) for name, text in item.attrib.items()]
    return [(_SIDES.get(name, name), text) for name, text in pairs if text != "0"]
