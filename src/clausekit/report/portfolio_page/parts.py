"""What the page is made of: tables that name themselves, rows, figures."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from clausekit import typography as typo
from clausekit.portfolio import Portfolio
from clausekit.portfolio.count import Line
from clausekit.report import portfolio_words as words
from clausekit.report.html import items, say, tag


def table(caption: str, header: Sequence[str], rows: Iterable[str], figures: Container[int] = ()) -> str:
    """A table that names itself; `figures` are the ranks of the columns of numbers."""
    heads = "".join(
        tag("th", say(head), scope="col", class_="figure" if number in figures else "")
        for number, head in enumerate(header)
    )
    body = tag("tbody", "".join(rows))
    inside = tag("caption", say(caption)) + tag("thead", tag("tr", heads)) + body
    return scrolled(tag("table", inside), caption)


def scrolled(inside: str, name: str) -> str:
    """What a narrow window scrolls rather than squeezes, with the keyboard too."""
    return tag("div", inside, class_="scroll", tabindex="0", role="region", aria_label=name)


def row(name: str, cells: Iterable[str], class_: str = "") -> str:
    """A row headed by its name; cells are ready to print."""
    return tag("tr", tag("th", say(name), scope="row") + "".join(cells), class_=class_)


def figure(text: str, note: str = "") -> str:
    """A cell with a figure, and what it is made of."""
    small = " " + tag("small", say(note)) if note else ""
    return tag("td", say(text) + small, class_="figure nil" if text == "0" else "figure")


def family(line: Line, report: Portfolio) -> str:
    """The name of the line's family."""
    return words.ALL if line.family is None else report.families.get(line.family, line.family)


def details(head: str, lines: tuple[str, ...]) -> str:
    """Lines that the reader unfolds."""
    return tag("details", tag("summary", say(f"{head} ({typo.number(len(lines))})")) + items(lines))
