"""The numbers that Word will give to headings, so that cross-references show the right ones at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from clausekit.fragment import Block, Cell, Heading, Inlines, Item, Paragraph, Ref, Table

_DEEPEST = 4


def heading_numbers(blocks: Iterable[Block]) -> Mapping[str, str]:
    """Number of each heading that has a target: "4", "4.2"…, as the multilevel list counts."""
    counters = [0] * _DEEPEST
    found: dict[str, str] = {}
    for block in blocks:
        if not isinstance(block, Heading):
            continue
        counters[block.level - 1] += 1
        counters[block.level :] = [0] * (_DEEPEST - block.level)
        if block.target:
            found[block.target] = ".".join(str(count) for count in counters[: block.level])
    return found


def _filled(content: Inlines, numbers: Mapping[str, str], aliases: Mapping[str, str]) -> Inlines:
    return tuple(_counted(part, numbers, aliases) if isinstance(part, Ref) else part for part in content)


def _counted(ref: Ref, numbers: Mapping[str, str], aliases: Mapping[str, str]) -> Ref:
    target = aliases.get(ref.target, ref.target)
    return Ref(target=target, cached=numbers.get(target, "?"))


def _cells(row: tuple[Cell, ...], numbers: Mapping[str, str], aliases: Mapping[str, str]) -> tuple[Cell, ...]:
    return tuple(tuple(_filled(paragraph, numbers, aliases) for paragraph in cell) for cell in row)


def _announced(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A paragraph that leads to a list or a table becomes an `annonce`, which Word keeps with it."""
    following = (*blocks[1:], None)
    return tuple(
        replace(block, role="annonce")
        if isinstance(block, Paragraph) and block.role == "corps" and isinstance(after, (Item, Table))
        else block
        for block, after in zip(blocks, following, strict=False)  # of no block, there is no follower
    )


def number(blocks: Iterable[Block], aliases: Mapping[str, str]) -> tuple[Block, ...]:
    """Blocks with every reference's cached text set.

    `aliases` leads the target of an entry without a heading of its own to the heading above it.
    """
    blocks = _announced(tuple(blocks))
    numbers = heading_numbers(blocks)
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, (Heading, Paragraph, Item)):
            done.append(replace(block, content=_filled(block.content, numbers, aliases)))
        elif isinstance(block, Table):
            done.append(
                replace(
                    block,
                    header=_cells(block.header, numbers, aliases),
                    rows=tuple(_cells(row, numbers, aliases) for row in block.rows),
                )
            )
    return tuple(done)
