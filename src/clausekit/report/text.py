"""Findings and tables for a terminal: plain words, no colour needed to understand."""

from __future__ import annotations

import os
import re
import shlex
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from clausekit import typography as typo
from clausekit.finding import Finding, Place

WIDTH = 100
# A file with the same fault three thousand times is told by its first faults, and their number.
MOST = 20
_LONGEST = 600
# The last ones act in Windows only: to PowerShell curly quotes are quotes, and a comma cuts a word in two.
_ACTING = re.compile(r"[\s'\"&;()<>|$`*?!#{}\[\],@^\u2018-\u201b\u201c-\u201e]")
# What a terminal reads between double quotes too: PowerShell, then the others.
_INSIDE = {True: frozenset("$`\u201c\u201d\u201e"), False: frozenset('$`"!\\')}
_APOSTROPHES = re.compile(r"['\u2018-\u201b]")
Item = TypeVar("Item")
_HEADS = {
    "bloquante": "erreur",
    "bloquante_sauf_motif": "erreur, sauf motif",
    "a_justifier": "à justifier",
    "avertissement": "avertissement",
    "conseil": "conseil",
    "a_la_main": "à la main",
}


def place(where: Place) -> str:
    """« fichier:ligne:colonne », or « fichier, article 2.1 Tri, page 4 » in a document."""
    if where.line is None:
        article = f"article {where.article}" if where.article else ""
        return ", ".join(filter(None, (where.file, article, f"page {where.page}" if where.page else "")))
    return f"{where.file}:{where.line}:{where.column}"


# What a line never parts: a sign from its word, the thousands of a number, a number from what it counts,
# a lot from its number.
_TIED = re.compile(
    r"(?<=«) | (?=[»:;?!%])|(?<=\d) (?=\w)|(?<=1er) |(?<=n°) |(?<=\b[LRD]\.) (?=\d)"
    r"|(?<=\blot) (?=\d)|(?<=\blots) (?=\d)"
)


def pasted(path: object, *, windows: bool = os.name == "nt") -> str:
    """A path as it is typed after a command: between quotes when a terminal would cut it or act on a sign of it.

    Double quotes, which every terminal knows, but around the signs that it reads inside them too.
    """
    said = str(path)
    if not _ACTING.search(said) and (windows or "\\" not in said):
        return said
    if _INSIDE[windows].isdisjoint(said):
        return f'"{said}"'
    return "'" + _APOSTROPHES.sub(r"\g<0>\g<0>", said) + "'" if windows else shlex.quote(said)


def wrap(words: str, width: int, *, first: str = "", then: str = "") -> list[str]:
    """Lines of at most `width` signs, broken as French typography allows; plain spaces only."""
    lines = textwrap.wrap(
        _TIED.sub(typo.NBSP, typo.plain(words)),
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(typo.NBSP, " ") for line in lines]


def short(words: str) -> str:
    """A text that somebody wrote, cut where it would fill a terminal."""
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _wrapped(label: str, text: str) -> list[str]:
    head = f"  {label} : "
    return wrap(short(text), WIDTH, first=head, then=" " * len(head))


def _excerpt(finding: Finding) -> list[str]:
    if not finding.excerpt or not finding.places or finding.places[0].line is None:
        return []
    number = str(finding.places[0].line)
    line, _, caret = finding.excerpt.partition("\n")
    margin = " " * len(number)
    return [f"  {margin} |", f"  {number} | {line}", f"  {margin} | {caret}"]


def finding(found: Finding, prefix: str = "") -> str:
    """One finding: what, where, what was read and expected, why, and how to mend it."""
    head = f"{_HEADS[found.severity]}[{found.rule}] {prefix}{short(found.message)}"
    lines = wrap(head, WIDTH, then="  ")
    if found.places:
        lines.append(f"  --> {place(found.places[0])}")
    lines += _excerpt(found)
    for label, value in (("lu", found.read), ("attendu", found.expected)):
        if value:
            lines += _wrapped(label, value)
    lines += [f"  voir aussi : {place(other)}" for other in found.places[1:]]
    for label, value in (("pourquoi", found.why), ("remède", found.remedy)):
        if value:
            lines += _wrapped(label, value)
    return "\n".join(lines)


def bounded(found: Iterable[Item], rule: Callable[[Item], str]) -> tuple[list[Item], list[str]]:
    """The first findings of each rule, and a sentence on those of each rule that are left out."""
    counts: Counter[str] = Counter()
    kept: list[Item] = []
    for item in found:
        counts[rule(item)] += 1
        if counts[rule(item)] <= MOST:
            kept.append(item)
    more = {name: count - MOST for name, count in counts.items() if count > MOST}
    return kept, [f"… et {typo.plain(typo.number(left))} {_others(left)} [{name}]." for name, left in more.items()]


def _others(count: int) -> str:
    return "autre constat" if count == 1 else "autres constats"


def findings(found: Iterable[Finding]) -> str:
    """Several findings, a blank line between them."""
    kept, more = bounded(found, lambda item: item.rule)
    return "\n\n".join([*(finding(item) for item in kept), *more])


def table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Rows in columns; a cell longer than its column goes on below. The last column takes what is left."""
    lines: list[str] = []
    for row in rows:
        cells = [wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
        for number in range(max(len(cell) for cell in cells)):
            parts = [
                (cell[number] if number < len(cell) else "").ljust(width)
                for cell, width in zip(cells, widths, strict=True)
            ]
            lines.append(("  " + "  ".join(parts)).rstrip())
    return lines
