"""The refusal of this package: one finding, one French sentence, one remedy."""

from __future__ import annotations

from clausekit.finding import Finding, Place, UnreadableFile

RULE = "document-illisible"
ANY_DOCUMENT = "un document .docx, .odt, .pdf, .txt ou .md"
SAVE_AS_DOCX = "L’ouvrir dans Word ou LibreOffice et l’enregistrer au format .docx."
SEND_AGAIN = "Ouvrir le fichier dans le logiciel qui l’a écrit, l’enregistrer à nouveau, puis recommencer."


def unreadable(
    file: str, message: str, *, part: str | None = None, read: str | None = None, remedy: str = SEND_AGAIN
) -> UnreadableFile:
    """The exception for a document of which nothing sound can be said."""
    found = Finding(
        rule=RULE,
        severity="bloquante",
        message=message,
        read=read[:200] if read else None,
        expected=ANY_DOCUMENT,
        places=(Place(file=file, part=part),),
        why="Un document qui ne se lit pas ne peut être ni contrôlé, ni repris, ni complété.",
        remedy=remedy,
    )
    return UnreadableFile((found,))
