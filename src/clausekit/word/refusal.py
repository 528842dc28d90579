"""The refusals of this package: one finding, one French sentence, one remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from clausekit.finding import Finding, Place, Severity, UnreadableFile

# A file that cannot be read or trusted blocks whatever was asked.
SEVERITY: Severity = "bloquante"


def finding(
    rule: str,
    message: str,
    *,
    file: str,
    part: str | None = None,
    paragraph: str | None = None,
    read: str | None = None,
    expected: str | None = None,
    why: str = "",
    remedy: str = "",
) -> Finding:
    """A finding about a Word file; `part` is the zip member it was read in."""
    return Finding(
        rule=rule,
        severity=SEVERITY,
        message=message,
        read=read,
        expected=expected,
        places=(Place(file=file, part=part, paragraph=paragraph),),
        why=why,
        remedy=remedy,
    )


def unreadable(
    file: str, message: str, *, part: str | None = None, read: str | None = None, remedy: str = ""
) -> UnreadableFile:
    """The exception for a template that cannot be opened at all."""
    return UnreadableFile(
        (
            finding(
                "modele-illisible",
                message,
                file=file,
                part=part,
                read=read,
                expected="un modèle Word au format .docx",
                why="Sans modèle lisible, aucun document ne peut être écrit.",
                remedy=remedy or "Ouvrez le modèle dans Word et enregistrez-le au format « Document Word (*.docx) ».",
            ),
        )
    )


@contextmanager
def clear_refusal(file: str) -> Iterator[None]:
    """One French sentence for whatever a library makes of a file that is not quite Word.

    Of 2,226 real .docx files some two hundred break python-docx, in a dozen ways.
    """
    try:
        yield
    except UnreadableFile:
        raise
    except Exception as error:
        raise unreadable(file, "Le modèle a une structure que clausekit ne sait pas lire.") from error


@contextmanager
def as_document(file: str) -> Iterator[None]:
    """The same refusals, of a document that is written into and not of a template."""
    try:
        with clear_refusal(file):
            yield
    except UnreadableFile as error:
        raise UnreadableFile(_of_document(found) for found in error.findings) from error


def _of_document(found: Finding) -> Finding:
    if found.rule != "modele-illisible":
        return found
    return replace(
        found,
        rule="document-illisible",
        message=_renamed(found.message),
        expected="un document Word au format .docx",
        why="Un document qui ne se lit pas ne se complète pas.",
        remedy=_renamed(found.remedy),
    )


def _renamed(text: str) -> str:
    return text.replace("modèle", "document")
