"""What is told of the Word files with tracked changes: where they are, how much they show, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from clausekit import typography as typo
from clausekit.report import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Redlined:
    """A document and its redline. `output` is the file written, None when there is none, and then `why` says it.

    `added`, `removed`, `moved`, `changed` count paragraphs and rows; one moved and edited is in both.
    `notes` are French sentences on what it shows.
    """

    file: str
    piece: str
    output: str | None = None
    added: int = 0
    removed: int = 0
    moved: int = 0
    changed: int = 0
    why: str = ""
    notes: tuple[str, ...] = ()


TITLE = "Modifications suivies"


def counted(item: Redlined) -> str:
    """« 2 alinéas ou lignes ajoutés, 1 changé »."""
    counts = ((item.added, "ajouté"), (item.removed, "ôté"), (item.moved, "déplacé"), (item.changed, "changé"))
    told = [f"{number} {word if number == 1 else word + 's'}" for number, word in counts if number]
    if not told:
        return "forme seule"
    first, *others = told
    number, word = first.split(" ", 1)
    return ", ".join(
        [f"{number} {typo.agree('alinéas', int(number))} ou {typo.agree('lignes', int(number))} {word}", *others]
    )


def said(item: Redlined) -> list[str]:
    """One sentence for a document, then what else there is to know of its redline."""
    name = PurePath(item.file).name
    head = f"{name} : {item.output} ({counted(item)})" if item.output else f"{name} : {item.why}"
    return [head, *item.notes]


def lines(found: Sequence[Redlined]) -> list[str]:
    """For a terminal."""
    told = [line for item in found for line in _wrapped(said(item))]
    return ["", f"  {TITLE}, par rapport à ce que le dossier produit :", *told] if told else []


def _wrapped(told: list[str]) -> list[str]:
    first, *others = told
    wrapped = text.wrap(first, text.WIDTH, first="  - ", then="    ")
    return wrapped + [line for note in others for line in text.wrap(note, text.WIDTH, first="    ", then="    ")]


def markdown(found: Sequence[Redlined]) -> list[str]:
    """For a Markdown page."""
    told = [f"- {' '.join(said(item))}" for item in found]
    return ["", f"{TITLE}, par rapport à ce que le dossier produit :", "", *told] if told else []


def data(found: Sequence[Redlined]) -> list[dict[str, Any]]:
    """The key `redlines` of the JSON document: one object a document."""
    return [
        {
            "file": item.file,
            "piece": item.piece,
            "output": item.output,
            "added": item.added,
            "removed": item.removed,
            "moved": item.moved,
            "changed": item.changed,
            "why": item.why or None,
            "notes": list(item.notes),
        }
        for item in found
    ]
