"""An edition of the library about to be closed: what the terminal says of it, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from clausekit.library import Library
from clausekit.release import Closing, Item
from clausekit.release.journal import PATH
from clausekit.report import text
from clausekit.report.data import finding_data
from clausekit.report.edition import NATURES, count, counts, day, section
from clausekit.source import Source

FORMAT: Final = 1
_MOST: Final = 12
_LINES: Final = "lignes de registres ou d'exigences"


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What one run of `release` has to say. `written` are the files that were written; none: only shown."""

    library_name: str
    library: Library
    closing: Closing
    told: str
    commands: tuple[str, ...]
    written: tuple[str, ...] = ()
    sources: Mapping[str, Source]


# ------------------------------------------------------------------------------ the terminal


def _item(item: Item) -> Iterator[str]:
    nature = f", {NATURES.get(item.nature or '', item.nature)}" if item.change == "changed" and item.nature else ""
    words = {"new": "nouvelle", "changed": "modifiée", "retired": "retirée"}[item.change]
    yield from text.wrap(
        f"{item.id} {item.title} – {words}{nature}, révision {item.revision}", text.WIDTH, first="  ", then=" " * 10
    )


def _problems(released: Released) -> Iterator[str]:
    found = released.closing.findings
    if found:
        yield from ("", text.findings(found))


def _registers(closing: Closing) -> str:
    number = len(closing.shifts)
    return f" ; {count(number, _LINES)}" if number else ""


def as_text(released: Released) -> str:
    """What changes in short, what stands in the way, and what to type next."""
    closing = released.closing
    lines = [
        f"Bibliothèque : {released.library_name} (édition {released.library.edition})",
        f"Édition à clore : {closing.edition}, le {day(closing.day)}. {released.told}",
        f"Ce qui change : {counts(closing.items)}{_registers(closing)}.",
        "",
    ]
    for item in closing.items if len(closing.items) <= _MOST * 3 else closing.items[:_MOST]:
        lines += _item(item)
    if len(closing.items) > _MOST * 3:
        lines.append(f"  … et {len(closing.items) - _MOST} autres entrées, toutes au journal.")
    lines += _problems(released)
    return "\n".join([*lines, "", *_next(released)])


def _next(released: Released) -> Iterator[str]:
    closing = released.closing
    if closing.empty:
        yield "Rien n'a changé : il n'y a pas d'édition à clore."
        return
    if not closing.ready:
        yield "L'édition n'est pas close : rien n'est écrit. Corriger ce qui est dit ci-dessus, puis recommencer."
        return
    if not released.written:
        yield f"Rien n'est écrit. « clausekit release {closing.edition} --write » écrirait {PATH} et l'édition."
        return
    yield from (f"  écrit  {path}" for path in released.written)
    if not released.commands:
        return
    yield ""
    yield "À faire, quand vous avez relu le journal ; git n'a pas été touché, car une étiquette vous engage :"
    yield from (f"  {command}" for command in released.commands)


# --------------------------------------------------------------------------------- programs


def _item_data(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        "change": item.change,
        "nature": item.nature,
        "revision": item.revision,
        "history": [
            {"revision": one.number, "date": one.date, "nature": one.nature, "reason": one.motive} for one in item.lines
        ],
        "figures": [
            {"route": one.route, "level": one.level, "old": one.old, "new": one.new, "direction": one.direction}
            for one in item.figures
        ],
        "measures": list(item.measures),
        "references": {"added": list(item.added), "removed": list(item.removed)},
        "successor": item.successor,
    }


def as_json(released: Released) -> str:
    """One document."""
    from clausekit.lock import engine

    closing = released.closing
    data = {
        "format": FORMAT,
        "clausekit": engine().removeprefix("clausekit").strip(),
        "library": {"path": released.library_name, "edition": released.library.edition},
        "edition": closing.edition,
        "date": closing.day,
        "previous": {
            "edition": closing.baseline.edition,
            "date": closing.baseline.day,
            "found": closing.baseline.name,
        },
        "ready": closing.ready,
        "changes": [_item_data(item) for item in closing.items],
        "registers": [
            {
                "file": item.file,
                "id": item.id,
                "title": item.title,
                "change": item.change,
                "entries": list(item.entries),
            }
            for item in closing.shifts
        ],
        "calendar": [
            {"date": str(item.day), "kind": item.kind, "what": item.what, "id": item.id, "title": item.title}
            for item in closing.events
        ],
        "findings": [finding_data(item, released.sources) for item in closing.findings],
        "journal": {"path": PATH, "section": section(closing, released.library)},
        "written": list(released.written),
        "commands": list(released.commands),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def render(released: Released, form: str) -> str:
    """What is printed: text, markdown (the section of the journal) or json."""
    if form == "json":
        return as_json(released)
    return section(released.closing, released.library).rstrip("\n") if form == "markdown" else as_text(released)
