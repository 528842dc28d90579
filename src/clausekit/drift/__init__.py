"""What the documents of a contract say that its dossier does not, and the other way round.

The dossier is held against what `inspect` read: each clause against the words that `assemble` gives it, each
criterion against its weight, each penalty against its amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from clausekit.assemble import Output
from clausekit.draft import Draft
from clausekit.drift import award, carried, clauses, margins, motives, unlisted
from clausekit.drift.carried import Carried
from clausekit.drift.clauses import Row
from clausekit.finding import Finding
from clausekit.inspect import Inspected, left_out, uncounted
from clausekit.marche import Marche
from clausekit.match import TOO_MANY_ALIKE
from clausekit.recognise import Unclosed


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One row a clause and a document that carries it; the findings; the documents that answer to nothing here.

    `files` are those that were read. `unclosed` are the lists of weights that make no sum, in the files that carry a
    document: to confirm, held against nothing. `not_judged`: French sentences on what could not be compared.
    """

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    strangers: tuple[str, ...]
    files: tuple[str, ...]
    unclosed: tuple[Unclosed, ...] = ()
    not_judged: tuple[str, ...] = ()


def drift(
    marche: Marche,
    outputs: Sequence[Output],
    files: Iterable[Inspected],
    *,
    kept: frozenset[str] = frozenset(),
    whole: bool = True,
    published: bool = False,
    printed: Mapping[str, Draft] | None = None,
) -> Drift:
    """The differences between a dossier and its documents.

    `outputs` are what the dossier assembles to. `kept` are the files of its own output folder, where the
    prescriber's note has its place. `whole` says that the files are meant to be all the documents: annexes that
    are not there are told. `published` that they are about to go out.
    `printed` are the documents as the dossier makes them, by name, once read: headers, footers and notes are held
    against theirs. Without them, a document of the dossier has no note, and its headers are not looked at.
    """
    found = carried.carried(outputs, tuple(files))
    rows: list[Row] = []
    findings: list[Finding] = []
    for item in found.documents:
        weights = tuple(award.findings(item, marche))
        made = (printed or {}).get(item.output.name)
        own, words = clauses.compared(item, marche, award=bool(weights), printed=made)
        rows += own
        findings += [*words, *weights, *margins.findings(item, made)]
    findings += unlisted.findings(found.documents, marche)
    findings += carried.lacking(found, marche, whole=whole)
    findings += carried.notes(found, marche, kept=kept, published=published)
    told = tuple(motives.answered(item, marche) for item in findings)
    held = {file.file: file for item in found.documents for file in item.files}.values()
    return Drift(
        rows=tuple(rows),
        findings=told,
        strangers=found.strangers,
        files=found.files,
        unclosed=tuple(item for file in held for item in file.unclosed),
        not_judged=(*uncounted(held), *_unread(held, rows)),
    )


def _unread(files: Iterable[Inspected], rows: Iterable[Row]) -> tuple[str, ...]:
    """What was not read or not compared of the files: against the library, then against the dossier."""
    alike = (f"« {PurePath(row.file).name} » : {TOO_MANY_ALIKE}" for row in rows if row.unsure)
    return tuple(dict.fromkeys((*left_out(files), *alike)))


__all__ = ["Carried", "Drift", "Row", "drift"]
