"""A page of `explain`, or the whole book of rules, in Markdown as GitHub and GitLab show it, or as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from clausekit.explain.blocks import Block, Heading, Items, Paragraph, Table
from clausekit.report.wrapping import wrapped

# The first line of a book: it says that the program may write it again.
MARK = "<!-- Écrit par « clausekit explain » : ne pas modifier à la main. -->"
# What GitHub and GitLab take out of a title to make its anchor.
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
# A name of several words, or of one alone between brackets.
_RULE = re.compile(r"(?<![\w/.-])[a-z]+(?:-[a-z0-9]+)+(?![\w/.-]*\w)|(?<=\()[a-z]+(?=\))")
_SPECIAL = re.compile(r"[\\*<>`]|(?<!\w)_|_(?!\w)")
_LANGUAGES = {"texte": "text"}


def anchor(title: str) -> str:
    """The anchor that GitHub and GitLab give to a title."""
    return _NOT_IN_ANCHOR.sub("", title.lower()).replace(" ", "-")


def _anchors(blocks: Iterable[Block]) -> Mapping[str, str]:
    return {block.text: anchor(block.text) for block in blocks if isinstance(block, Heading) and block.level > 1}


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", text)


def _linked(text: str, anchors: Mapping[str, str]) -> str:
    """The text, each name of a rule or title of the page leading to its place."""
    if text in anchors:
        shown = f"`{text}`" if text == anchors[text] else text
        return f"[{shown}](#{anchors[text]})"

    def link(match: re.Match[str]) -> str:
        name = match[0]
        return f"[`{name}`](#{name})" if anchors.get(name) == name else name

    return _RULE.sub(link, _escaped(text))


def _label(label: str, sign: str = "") -> str:
    return f"**{label}{sign}**" if label else ""


def _row(cells: Iterable[str], anchors: Mapping[str, str]) -> str:
    return "| " + " | ".join(_linked(cell, anchors).replace("|", "\\|") for cell in cells) + " |"


def _block(block: Block, anchors: Mapping[str, str]) -> list[str]:
    if isinstance(block, Heading):
        return [f"{'#' * block.level} {block.text}"]
    if isinstance(block, Paragraph):
        return [" ".join(filter(None, (_label(block.label, "."), _linked(block.text, anchors))))]
    if isinstance(block, Items):
        head = [_label(block.label), ""] if block.label else []
        return [*head, *(f"- {_linked(line.removeprefix('- '), anchors)}" for line in block.lines)]
    if isinstance(block, Table):
        ruled = "|" + " --- |" * len(block.head)
        return [_row(block.head, {}), ruled, *(_row(row, anchors) for row in block.rows)]
    head = [_label(block.label), ""] if block.label else []
    return [*head, f"```{_LANGUAGES.get(block.language, block.language)}", block.text, "```"]


def as_markdown(blocks: tuple[Block, ...], *, mark: bool = False) -> str:
    """A page; `mark` opens it with the line by which the program knows its own."""
    anchors = _anchors(blocks)
    told = ["\n".join(_block(block, anchors)) for block in blocks]
    return "\n\n".join([MARK, *told] if mark else told)


# --- plain text --------------------------------------------------------------------------------


def _plain_table(block: Table) -> list[str]:
    lines: list[str] = []
    for row in block.rows:
        first, *rest = row
        lines += wrapped(first, "  ", "    ")
        for name, cell in zip(block.head[1:], rest, strict=True):
            lines += wrapped(f"{name} : {cell}", "      ", "        ") if cell else []
    return lines


def _plain(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [block.text, ("=" if block.level < 3 else "-") * len(block.text)]
    if isinstance(block, Paragraph):
        return wrapped(f"{block.label} : {block.text}" if block.label else block.text)
    if isinstance(block, Items):
        told = [line for item in block.lines for line in wrapped(item, "  ", "    ")]
        return [*([f"{block.label} :"] if block.label else []), *told]
    if isinstance(block, Table):
        return _plain_table(block)
    return [
        *([f"{block.label} :"] if block.label else []),
        *(f"    {line}".rstrip() for line in block.text.split("\n")),
    ]


def as_text(blocks: tuple[Block, ...]) -> str:
    """The same page for a terminal."""
    return "\n\n".join("\n".join(_plain(block)) for block in blocks)
