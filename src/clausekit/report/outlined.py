"""A document as plain lines, for `git diff`: headings with their numbers, one paragraph a line, tables row by row."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit.draft import Block, Draft, Line, Table

_AROUND = "=== En-têtes, pieds de page, notes et zones de texte"
_KINDS = {"insertion": "ajout suivi", "deletion": "suppression suivie"}


def _line(line: Line) -> Iterator[str]:
    text = " ".join(line.text.split())
    numbered = f"{line.number} {text}".strip()
    if line.heading is not None:
        yield f"{'#' * max(1, line.heading)} {numbered}"
    elif numbered:
        yield f"- {numbered}" if line.item and not line.number else numbered
    for change in line.changes:
        by = f", {change.author}" if change.author else ""
        yield f"    [{_KINDS.get(change.kind, change.kind)}{by} : {' '.join(change.text.split())}]"


def _table(table: Table) -> Iterator[str]:
    for row in table.texts:
        yield "| " + " | ".join(" / ".join(cell.split("\n")) for cell in row) + " |"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from _line(block) if isinstance(block, Line) else _table(block)


def as_text(draft: Draft) -> str:
    """The lines of a document. Two documents whose words and order are the same give the same lines."""
    lines = list(_blocks(draft.blocks))
    around = list(_blocks(draft.around))
    if around:
        lines += [_AROUND, *around]
    return "\n".join([*lines, *(f"[{doubt}]" for doubt in draft.doubts)])
