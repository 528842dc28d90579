"""The report of `check` in each of its forms."""

from __future__ import annotations

from clausekit.report.judged import Checked

FORMS = ("text", "json", "markdown", "sarif")

__all__ = ["FORMS", "Checked", "render"]


def render(report: Checked, form: str) -> str:
    """The report in one of FORMS."""
    if form == "json":
        from clausekit.report import checked_json

        return checked_json.document(report)
    if form == "sarif":
        from clausekit.report import sarif

        return sarif.document(report)
    if form == "markdown":
        from clausekit.report import checked_markdown

        return _with_reasons(checked_markdown.page(report), report, form)
    from clausekit.report import checked_text

    return _with_reasons(checked_text.page(report), report, form)


def _with_reasons(page: str, report: Checked, form: str) -> str:
    if report.reasons is None:
        return page
    from clausekit.report import reasoned

    told = reasoned.markdown(report.reasons) if form == "markdown" else reasoned.page(report.reasons)
    return f"{page}\n\n{told}"
