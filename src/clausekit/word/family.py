"""The house's own styles: which it uses for its headings, which are made from that of its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from clausekit.word import styles
from clausekit.word.hosts import Host
from clausekit.word.neutral import W
from clausekit.word.numbering import Lists, child_value

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_FACE = ("rFonts", "sz", "szCs")


def titles(host: Host) -> dict[str, str]:
    """Role of a heading -> the style that the document is seen to use for it, or that its list names for it.

    A level deeper than those of the house takes the deepest of them, should they be styles of its own:
    the « heading 4 » that every Word file carries along would look like nothing else there.
    """
    by_id = {style.get(_W + "styleId", ""): style for style in host.sheet.findall(_W + "style")}
    found = dict(_used(host))
    for level, style in list(found.items()):
        for deeper, named in _same_list(host, by_id, style):
            found.setdefault(level + deeper, named)
    found = {level: style for level, style in found.items() if style in by_id and level in styles.LEVELS}
    if found and not all(styles.is_heading_name(by_id[style]) for style in found.values()):
        deepest = max(found)
        found |= {level: found[deepest] for level in styles.LEVELS if level > deepest}
    return {f"titre{level}": style for level, style in found.items()}


def _used(host: Host) -> Iterator[tuple[int, str]]:
    """(level, style) of the headings that no hand has numbered, the commonest style of each level."""
    counts: dict[int, Counter[str]] = {}
    for title in host.titles:
        style = child_value(title.element, "pPr", "pStyle")
        if style and not title.typed:
            counts.setdefault(title.level, Counter())[style] += 1
    for level, styled in counts.items():
        yield level, styled.most_common(1)[0][0]


def _same_list(host: Host, by_id: Mapping[str, _Element], style: str) -> Iterator[tuple[int, str]]:
    """(how much deeper, style) of the other levels of the list that numbers a style."""
    link = Lists(host.lists, by_id).link(style)
    if link is None:
        return
    for abstract in host.lists.findall(_W + "abstractNum"):
        if abstract.get(_W + "abstractNumId") == link.abstract:
            for level in abstract.findall(_W + "lvl"):
                named = child_value(level, "pStyle")
                deeper = int(level.get(_W + "ilvl", "0")) - link.ilvl
                if named and deeper > 0:
                    yield deeper, named


def face(by_id: Mapping[str, _Element], style: str, run: Sequence[_Element]) -> tuple[_Element, ...]:
    """The font and size of text: what its runs say, else its style or the bases of it."""
    found = {item.tag: item for item in run}
    for name in _line(by_id, style):
        for item in by_id[name].findall(f"{_W}rPr/*"):
            if item.tag in {_W + tag for tag in _FACE}:
                found.setdefault(item.tag, item)
    return tuple(found.values())


def kin(by_id: Mapping[str, _Element], style: str) -> frozenset[str]:
    """A style and those that are based on it, near or far."""
    return frozenset(name for name in by_id if style in _line(by_id, name))


def _line(by_id: Mapping[str, _Element], style: str | None) -> list[str]:
    """A style and its bases; a circle of styles ends the walk."""
    found: list[str] = []
    while style and style in by_id and style not in found:
        found.append(style)
        style = child_value(by_id[style], "basedOn")
    return found
