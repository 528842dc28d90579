"""Make the table of contents of a document again, with the pages that LibreOffice gives: `--sommaire`."""

from __future__ import annotations

from dataclasses import dataclass

from clausekit import read, soffice, word
from clausekit.finding import UnreadableFile

_LEFT = "Word le refera à l'ouverture."


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """The bytes to write, and the sentence that says what became of the table; `table` is false without one."""

    data: bytes
    told: str
    table: bool = True


def refreshed(data: bytes, *, file: str) -> Refreshed:
    """A document with its table made again; as it was, and why, when it cannot be."""
    contents = word.contents_of(data, file=file, draft=read.draft(data, file=file))
    if contents is None:
        return Refreshed(data=data, told="Ce document n'a pas de sommaire automatique de ses titres.", table=False)
    printed = soffice.printed(contents.probe)
    if printed.pdf is None:
        return Refreshed(data=data, told=f"Sommaire non refait : {printed.fault} {_LEFT}")
    try:
        laid_out = read.draft(printed.pdf, file=file)
    except UnreadableFile as error:
        return Refreshed(data=data, told=f"Sommaire non refait : {error.findings[0].message} {_LEFT}")
    pages = word.pages_of(line.text for line in laid_out.lines())
    done = contents.filled(pages)
    if done is None:
        return Refreshed(data=data, told=f"Sommaire non refait : des pages n'ont pas pu être lues. {_LEFT}")
    count = len(contents.pages)
    return Refreshed(data=done, told=f"Sommaire refait : {count} entrées, pages comptées par LibreOffice.")
