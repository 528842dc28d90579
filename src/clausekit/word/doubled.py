"""Articles of ours that somebody has copied elsewhere in the document, with their traces or without.

Word leaves the traces on the original, LibreOffice renames those of the copy, other programs write
them twice: a copy is known by its traces, else by the words of one of its paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from clausekit.fragment import Block, Heading, Table, plain
from clausekit.word import hosts, identity
from clausekit.word.hosts import Host
from clausekit.word.neutral import W
from clausekit.word.standings import Standing

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_LONG = 40  # characters; shorter words may well be said twice
_SHOWN = 70  # characters of an article without a heading


def articles(
    host: Host, blocks: Sequence[tuple[str, Block]], standing: Mapping[str, Standing]
) -> dict[frozenset[str], str]:
    """The articles that stand more than once: the keys of their blocks, and the sentence that tells it."""
    copies = _copies(host, blocks, standing)
    found: dict[frozenset[str], str] = {}
    for part in _parts(blocks):
        copied = next((copies[key] for key, _ in part if key in copies), None)
        if copied is not None:
            found[frozenset(key for key, _ in part)] = f"« {_name(part)} » se trouve aussi {_where(host, copied)}"
    return found


def _parts(blocks: Sequence[tuple[str, Block]]) -> Iterator[tuple[tuple[str, Block], ...]]:
    """The piece cut at its headings and at each entry."""
    part: list[tuple[str, Block]] = []
    entry = ""
    for key, block in blocks:
        titled = isinstance(block, Heading)
        own = block.mark.entry if block.mark else "" if titled else entry
        if part and (titled or (own != entry and not isinstance(part[-1][1], Heading))):
            yield tuple(part)
            part = []
        entry = own
        part.append((key, block))
    if part:
        yield tuple(part)


def _copies(host: Host, blocks: Sequence[tuple[str, Block]], standing: Mapping[str, Standing]) -> dict[str, _Element]:
    """Key of a block -> a paragraph elsewhere that bears its trace, or says its words."""
    own = {stand.element for stand in standing.values()}
    traces = {(stand.trace.piece, key) for key, stand in standing.items()}
    prints = {
        identity.print_of((standing[key].element,), heading=False): key
        for key, block in blocks
        if key in standing and not isinstance(block, Heading | Table) and len(plain(block.content)) >= _LONG
    }
    found: dict[str, _Element] = {}
    for paragraph in host.body.iter(_W + "p"):
        if paragraph in own or any(parent in own for parent in paragraph.iterancestors()):
            continue
        traced = _traced(paragraph)
        keys = [key for piece, key in traced if (piece, key) in traces]
        said = None if traced else prints.get(identity.print_of((paragraph,), heading=False))
        for key in [*keys, *([said] if said else [])]:
            found.setdefault(key, paragraph)
    return found


def _traced(paragraph: _Element) -> list[tuple[str, str]]:
    names = (start.get(_W + "name", "") for start in paragraph.iter(_W + "bookmarkStart"))
    return [(trace.piece, trace.key) for name in names if (trace := identity.parse(name))]


def _name(part: Sequence[tuple[str, Block]]) -> str:
    said = [plain(block.content) for _, block in part if not isinstance(block, Table)]
    text = next((words for words in said if words), "un tableau")
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + "…"


def _where(host: Host, paragraph: _Element) -> str:
    """The heading above a paragraph, or the paragraph itself when it is one."""
    order = {element: rank for rank, element in enumerate(host.body.iter(_W + "p"))}
    above = [title for title in host.titles if order.get(title.element, 0) <= order[paragraph]]
    return f"à l’article « {above[-1].label} »" if above else f"plus haut : « {hosts.words(paragraph)[:_SHOWN]} »"
