"""What `diff` tells, in its four forms."""

from __future__ import annotations

from clausekit.report.differed.model import Difference, Side

FORMS = ("text", "markdown", "html", "json")


def render(difference: Difference, form: str, *, colour: bool = False) -> str:
    """The difference in one of FORMS."""
    from clausekit.report.differed import data, markdown, page, text

    if form == "text":
        return text.as_text(difference, colour=colour)
    makers = {"markdown": markdown.as_markdown, "html": page.as_html, "json": data.as_json}
    return makers[form](difference)


__all__ = ["FORMS", "Difference", "Side", "render"]
