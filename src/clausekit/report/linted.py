"""The report of `lint`: the problems of a library in the order of its files, and what they come to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clausekit.finding import Finding
from clausekit.report import places, text
from clausekit.report.data import finding_data
from clausekit.source import Source

if TYPE_CHECKING:
    from clausekit.difference.registers import Shift

FORMAT = 1
BLOCKED = 1
_SHORT = 10  # digits of a commit
_LIGHT = frozenset({"avertissement", "conseil", "a_la_main"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The revision with which a library was compared, and the commit that it was.

    `unjudged` is what changed in the registers and policies, which have no history to be judged by.
    """

    revision: str
    commit: str
    unjudged: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What one run of `lint` has to say. `errors` are the problems of reading, `findings` those of the rules.

    `since` is what the library was compared with.
    """

    library_name: str
    edition: str
    files: int
    errors: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    sources: Mapping[str, Source]
    since: Since | None = None


def _rank(found: Finding) -> tuple[str, int, int]:
    where = found.places[0] if found.places else None
    return (where.file, where.line or 0, where.column or 0) if where else ("", 0, 0)


def _located(found: Iterable[Finding], sources: Mapping[str, Source]) -> list[Finding]:
    return sorted((places.located(item, sources) for item in found), key=_rank)


def _count(number: int, words: str) -> str:
    return f"{number} {words}" + ("s" if number > 1 else "")


def summary(report: Linted) -> str:
    """« 131 fichiers lus, 0 erreur, 2 avertissements »."""
    every = (*report.errors, *report.findings)
    light = sum(item.severity in _LIGHT for item in every)
    read = f"{_count(report.files, 'fichier')} {'lus' if report.files > 1 else 'lu'}"
    return f"{read}, {_count(len(every) - light, 'erreur')}, {_count(light, 'avertissement')}"


def blocks(found: Finding) -> bool:
    """Whether a problem is an error."""
    return found.severity not in _LIGHT


def exit_code(report: Linted) -> int:
    """2 when a file could not be read, 1 when something blocks, else 0."""
    if report.errors:
        return 2
    return BLOCKED if any(blocks(item) for item in report.findings) else 0


def _unjudged(since: Since) -> list[str]:
    """« Non jugés : 2 éléments de seuils.yaml… »."""
    files = Counter(item.file.rsplit("/", 1)[-1] for item in since.unjudged)
    told = ", ".join(f"{_count(number, 'élément')} de {name}" for name, number in sorted(files.items()))
    words = f"Changements non jugés, faute d'historique : {told} (voir « clausekit diff {since.revision} »)."
    return text.wrap(words, text.WIDTH) if files else []


def _since(since: Since) -> dict[str, Any]:
    told = [{"file": item.file, "id": item.id, "change": item.change} for item in since.unjudged]
    return {"revision": since.revision, "commit": since.commit, "not_judged": told}


def as_text(report: Linted) -> str:
    """Each problem with its line, then the summary."""
    told = [text.finding(item) for item in _located((*report.errors, *report.findings), report.sources)]
    head = f"Bibliothèque : {report.library_name}" + (f" (édition {report.edition})" if report.edition else "")
    if report.since:
        head += f"\nComparée à : {report.since.revision} (commit {report.since.commit[:_SHORT]})"
        head += "".join(f"\n{line}" for line in _unjudged(report.since))
    return "\n\n".join([head, *told, summary(report)])


def as_json(report: Linted) -> str:
    """One document, with the findings of `check --format json`."""
    from clausekit.lock import engine

    data = {
        "format": FORMAT,
        "clausekit": engine().removeprefix("clausekit").strip(),
        "library": {"path": report.library_name, "edition": report.edition},
        **({"since": _since(report.since)} if report.since else {}),
        "files": report.files,
        "errors": [finding_data(item, report.sources) for item in _located(report.errors, report.sources)],
        "findings": [finding_data(item, report.sources) for item in _located(report.findings, report.sources)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
