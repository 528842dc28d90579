"""Prose typed in any lines, one sentence a line: the same blocks, the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clausekit import prose, sentences
from clausekit.finding import Route

_PROSES = frozenset({"pourquoi", "question_crt", "texte"})
_SHELVES = frozenset({"textes", "complements"})
_MARK = re.compile(r"^(- +|[0-9]+\. +)(?=\S)")


def is_prose(route: Route) -> bool:
    """Whether the text at a route is prose (paragraphs, lists, tables) and not a mere value."""
    return bool(route) and (route[-1] in _PROSES or not _SHELVES.isdisjoint(route[:-1]))


def _cut(lines: Sequence[str]) -> list[str]:
    """Sentences, one a line; one that would be read as an item or a table there stays behind the other."""
    found: list[str] = []
    for sentence in sentences.cut(lines):
        if found and prose.kind_of(sentence) != "words":
            found[-1] += f" {sentence}"
        else:
            found.append(sentence)
    return found


def _items(lines: Sequence[str]) -> Iterator[str]:
    held: list[tuple[str, list[str]]] = []
    for line in lines:
        mark = _MARK.match(line)
        if mark:
            held.append((mark[1].rstrip() + " ", [line[mark.end() :]]))
        elif held:
            held[-1][1].append(line)
        else:  # an item without a word
            held.append((line, []))
    for sign, typed in held:
        first, *others = _cut(typed) if typed else [""]
        yield (sign + first).rstrip()
        yield from (" " * len(sign) + other for other in others)


def _block(kind: str, lines: Sequence[str]) -> list[str]:
    if kind == "words":
        return _cut(lines)
    return list(_items(lines)) if kind in {"bullet", "number"} else list(lines)


def lines(text: str) -> tuple[str, ...]:
    """The lines of a prose, an empty one between two blocks."""
    found: list[str] = []
    for kind, typed in prose.runs(text):
        found += ["", *_block(kind, typed)] if found else _block(kind, typed)
    return tuple(found)


def _flat(block: prose.Block) -> prose.Block:
    """A block whose line ends are spaces."""
    if isinstance(block, prose.Para):
        return prose.Para((_joined(block.lines),))
    if isinstance(block, prose.Listing):
        return prose.Listing(block.ordered, tuple((_joined(item),) for item in block.items))
    return block


def _joined(typed: tuple[prose.Line, ...]) -> prose.Line:
    return prose.inline(" ".join(prose.line_source(line) for line in typed))


def flat(text: str) -> tuple[prose.Block, ...]:
    """What a prose says, wherever its lines were cut."""
    return tuple(_flat(block) for block in prose.parse(text))
