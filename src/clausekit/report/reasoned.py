"""The paragraphs of reasons that a jurist signs and keeps, after the report of `check`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clausekit import typography as typo
from clausekit.reasons import Reason
from clausekit.report import text

TITLE = "Motifs à verser au dossier"
NONE = "Aucun : rien ici n'use d'une exception que la loi demande de motiver."


def _subject(reason: Reason) -> str:
    if not reason.lots:
        return reason.subject
    lots = "lot" if len(reason.lots) == 1 else "lots"
    return f"{reason.subject} ({lots} {typo.listing(list(reason.lots))})"


def page(found: Mapping[str, Iterable[Reason]]) -> str:
    """For a terminal: each file, its paragraphs, and what to look at before signing."""
    lines = [TITLE.upper()]
    for file, reasons in found.items():
        lines += ["", f"Dossier  {file}", *_paragraphs(tuple(reasons))]
    return "\n".join(lines)


def _paragraphs(reasons: tuple[Reason, ...]) -> list[str]:
    lines: list[str] = [] if reasons else [f"  {NONE}"]
    for reason in reasons:
        lines += ["", f"  {_subject(reason)}", ""]
        lines += text.wrap(reason.text, text.WIDTH, first="    ", then="    ")
        lines += ["", *text.wrap(f"À vérifier avant de signer : {reason.look}", text.WIDTH, first="  ", then="  ")]
    return lines


def markdown(found: Mapping[str, Iterable[Reason]]) -> str:
    """The same, in Markdown."""
    lines = [f"## {TITLE}"]
    for file, reasons in found.items():
        told = tuple(reasons)
        lines += ["", f"### {file}", *(() if told else ("", NONE))]
        for reason in told:
            lines += ["", f"**{_subject(reason)}.** {reason.text}", "", f"À vérifier avant de signer : {reason.look}"]
    return "\n".join(lines)


def data(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """For a program."""
    return [
        {
            "subject": reason.subject,
            "lots": list(reason.lots),
            "text": reason.text,
            "references": list(reason.references),
            "look": reason.look,
        }
        for reason in reasons
    ]
