"""What `impact` prints: the dossiers that use an entry, and what a change changes for each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clausekit import typography as typo
from clausekit.finding import Finding
from clausekit.impact import Affected, Asked, Kept, Touched
from clausekit.reached import Use
from clausekit.report import moved, text
from clausekit.report.data import finding_data
from clausekit.report.differed import Difference

FORMAT = 1
STAGES = {"issued": "émis", "draft": "en préparation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Impacted:
    """`read` counts the dossiers that were read; `library_name` is what the entries were read from."""

    asked: Asked
    library_name: str
    edition: str
    dossiers: tuple[Affected, ...]
    read: int
    between: Difference | None = None
    errors: tuple[Finding, ...] = ()

    @property
    def touched(self) -> tuple[Affected, ...]:
        """Those that something changes, all of them without a range."""
        return tuple(item for item in self.dossiers if item.touched)


# ------------------------------------------------------------------------------------------- text


def as_text(found: Impacted) -> str:
    """For a terminal: first what is looked for, then dossier by dossier, then what is not touched."""
    lines = [f"Bibliothèque : {found.library_name} (édition {found.edition})"]
    if found.between:
        sides = (found.between.old.said, found.between.new.said)
        lines.append(f"De {sides[0]} à {sides[1]} : {_changed(len(found.asked.changes))}.")
    for item in found.touched:
        lines += ["", *_dossier(item, found)]
    lines += _untouched(found)
    return "\n".join([*lines, "", _total(found)])


def _changed(count: int) -> str:
    return "aucune entrée changée" if not count else f"{count} {typo.agree('entrées changées', count)}"


def _dossier(item: Affected, found: Impacted) -> Iterator[str]:
    object_ = f" – {item.object}" if item.object else " – verrou seul, sans son dossier"
    yield from text.wrap(f"{item.file}{object_} [{STAGES[item.stage]}]", text.WIDTH, then="  ")
    for entry in item.entries:
        if entry.touched:
            yield from _entry(entry, found)


def _entry(item: Touched, found: Impacted) -> Iterator[str]:
    parts = [", ".join(item.pieces)] if item.pieces else []
    parts += list(dict.fromkeys(f"émise à la révision {kept.held.revision}" for kept in item.kept))
    if item.kept and not item.uses:
        parts.append("le dossier ne la retient plus")
    head = f"{item.id} {item.title}".rstrip()
    yield from text.wrap(" · ".join([head, *parts]), text.WIDTH, first="  ", then="      ")
    for line in lots(item.uses, found.asked):
        yield from text.wrap(line, text.WIDTH, first="    ", then="      ")
    if item.change and item.reach and found.between:
        yield from moved.lines(item.change, item.reach, found.between, first="    ")
    for line in moved.passed(found.asked.entries.get(item.id), item.beyond):
        yield from text.wrap(f"– {line}", text.WIDTH, first="    ", then="      ")


def lots(uses: Sequence[Use], asked: Asked) -> Iterator[str]:
    """« lots 1 et 2, niveau renforcé, part_echeance 65 % » : the lots that have the same, on one line."""
    groups: dict[str, list[str]] = {}
    for use in uses:
        groups.setdefault(_taken(use, asked), []).append(use.lot)
    for said, names in groups.items():
        where = "" if names == ["unique"] else f"lot {names[0]}" if len(names) == 1 else f"lots {typo.listing(names)}"
        told = ", ".join(filter(None, (where, said)))
        if told:
            yield told


def _taken(use: Use, asked: Asked) -> str:
    entry = asked.entries.get(use.id)
    own = [f"{name} : {moved.value(entry, name, value)}" for name, value in use.values.items() if name in use.chosen]
    return ", ".join([*([f"niveau {moved.level(use.level)}"] if use.level else []), *own])


def _untouched(found: Impacted) -> Iterator[str]:
    """Those that use a changed entry and that nothing changes, with why."""
    if not found.asked.changes:
        return
    told = [(item, entry) for item in found.dossiers for entry in item.entries if not entry.touched]
    if told:
        yield from ("", "Emploient une entrée changée, sans en être touchés :")
    for item, entry in told:
        why = " ; ".join(entry.reach.aside) if entry.reach else ""
        yield from text.wrap(f"{item.file} : {entry.id} ({why})", text.WIDTH, first="  ", then="    ")


def _total(found: Impacted) -> str:
    issued = sum(item.stage == "issued" for item in found.touched)
    count = len(found.touched)
    word = "touché" if found.between else "concerné"
    plural = "s" if count > 1 else ""
    read = f"{found.read} {typo.agree('lus', found.read)}"
    return f"{count} dossier{plural} {word}{plural} ({issued} émis) sur {read}."


# ------------------------------------------------------------------------------------------- JSON


def as_json(found: Impacted) -> str:
    """One document (docs/format.md)."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "library": {"name": found.library_name, "edition": found.edition},
        "range": {"old": found.between.old.name, "new": found.between.new.name} if found.between else None,
        "ids": list(found.asked.ids),
        "read": found.read,
        "errors": [finding_data(item, {}) for item in found.errors],
        "dossiers": [_dossier_data(item) for item in found.dossiers],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=str)


def _dossier_data(item: Affected) -> Mapping[str, Any]:
    return {
        "file": item.file,
        "object": item.object or None,
        "stage": item.stage,
        "touched": item.touched,
        "locks": list(item.locks),
        "entries": [_entry_data(entry) for entry in item.entries],
    }


def _entry_data(item: Touched) -> Mapping[str, Any]:
    return {
        "id": item.id,
        "title": item.title or None,
        "revision": item.revision,
        "pieces": list(item.pieces),
        "lots": [use_data(use) for use in item.uses],
        "issued": [_kept_data(kept) for kept in item.kept],
        "touched": item.touched,
        "out_of_bounds": moved.passed_data(item.beyond),
        "change": moved.data(item.change, item.reach) if item.change and item.reach else None,
    }


def use_data(use: Use) -> Mapping[str, Any]:
    """A lot that uses an entry."""
    return {"lot": use.lot, "level": use.level, "values": dict(use.values), "chosen": sorted(use.chosen)}


def _kept_data(kept: Kept) -> Mapping[str, Any]:
    return {"lock": kept.lock, "revision": kept.held.revision, "lots": list(kept.held.lots)}


def render(found: Impacted, form: str) -> str:
    """In the form that was asked for."""
    return as_json(found) if form == "json" else as_text(found)


def unread(errors: Iterable[Finding]) -> str:
    """The files that could not be read, for standard error."""
    return text.findings(errors)
