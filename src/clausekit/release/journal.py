"""The grammar of the library's journal, shared by who writes it and who reads it back.

`clauses/JOURNAL.md` is prose for people; two kinds of lines are also read by the program: the title of an edition
and the line that names an entry with its revision. All the rest is free, and kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clausekit import guess, listing
from clausekit import typography as typo
from clausekit.release.changed import Item

PATH: Final = "clauses/JOURNAL.md"
_BOM: Final = "\ufeff"
_TITLE: Final = "# Journal de la bibliothèque"
_HEAD: Final = (
    "Ce que chaque édition ajoute, modifie et retire, d'après l'historique des entrées.\n"
    "« clausekit release » y écrit une section par édition ; une remarque s'y ajoute librement, sous les lignes\n"
    "qui nomment une entrée, et une section écrite n'est jamais récrite.\n"
)
_RETIRED: Final = "retirée"
_SECTION = re.compile(r"^## Édition (?P<edition>[0-9]{4}\.[0-9]{1,2})(?: – (?P<day>.+?))?\s*$", re.MULTILINE)
_ENTRY = re.compile(
    r"^- \*\*(?P<id>[A-Z]{3}-[CGA]?[0-9]{2,3})\*\* .* – \S+, révision (?P<number>[0-9]+)(?P<gone>, retirée)?\s*$",
    re.MULTILINE,
)
_SPECIAL = re.compile(r"[\\`*<>\[\]]|(?<!\w)_|_(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An entry as the journal last named it."""

    revision: int
    retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An edition in the journal; `day` is its ISO date when it can be read."""

    edition: str
    day: str | None
    entries: Mapping[str, Known]


def escaped(words: str) -> str:
    """Words of a file as Markdown that prints them and nothing else."""
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", " ".join(words.split()))


def heading(edition: str, day: str) -> str:
    """« ## Édition 2026.5 – 1er décembre 2026 »."""
    return f"## Édition {edition} – {typo.plain(typo.date(day))}"


def line(item: Item) -> str:
    """The one line that names an entry."""
    kind = listing.KIND_TITLES[item.kind]
    gone = f", {_RETIRED}" if item.change == "retired" else ""
    return f"- **{item.id}** {escaped(item.title)} – {kind}, révision {item.revision}{gone}"


def sections(text: str) -> tuple[Section, ...]:
    """The editions of a journal, in its order."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    heads = list(_SECTION.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)][: len(heads)]
    return tuple(
        Section(
            edition=head["edition"],
            day=guess.iso_date(head["day"]) if head["day"] else None,
            entries={
                found["id"]: Known(revision=int(found["number"]), retired=bool(found["gone"]))
                for found in _ENTRY.finditer(text, head.end(), end)
            },
        )
        for head, end in zip(heads, ends, strict=True)
    )


def known(found: tuple[Section, ...]) -> dict[str, Known]:
    """Every entry with what the most recent section that names it says; the most recent comes first."""
    entries: dict[str, Known] = {}
    for section in found:
        for name, item in section.entries.items():
            entries.setdefault(name, item)
    return entries


def added(text: str | None, section: str) -> str:
    """The journal with a new section above the others; not a byte of the others moves."""
    if not text:
        return f"{_TITLE}\n\n{_HEAD}\n{section}"
    ending = "\r\n" if "\r\n" in text else "\n"
    new = section.replace("\n", ending)
    first = re.search(r"^## ", text, re.MULTILINE)
    if first is None:
        gap = "" if text.endswith(ending * 2) else ending if text.endswith(ending) else ending * 2
        return f"{text}{gap}{new}"
    return f"{text[: first.start()]}{new}{ending}{text[first.start() :]}"
