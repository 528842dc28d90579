"""The report of a year as a rectangular table (CSV) and as a document (JSON)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from clausekit import device
from clausekit import typography as typo
from clausekit.finding import Finding
from clausekit.lock import engine
from clausekit.portfolio import Contract, Portfolio, lacking
from clausekit.portfolio.count import NUMBER, VALUE, Count, Line, Tally
from clausekit.portfolio.indicator import Indicator
from clausekit.portfolio.objective import Objective, Result
from clausekit.portfolio.published import Published
from clausekit.report import portfolio_words as words
from clausekit.report.data import finding_data

FORMAT: Final = 1

# --- CSV -------------------------------------------------------------------------------------

_HEADER: Final = (
    "annee",
    "source",
    "rubrique",
    "objet",
    "famille",
    "lecture",
    "base",
    "oui",
    "non",
    "non_renseigne",
    "contradictoire",
    "total",
    "taux",
    "taux_sans_inconnus",
    "cible",
    "situation",
)
_BASES: Final = {NUMBER: "nombre", VALUE: "euros"}


def _figure(value: float | None) -> str:
    """A number as a French spreadsheet reads it: no thousands, a decimal comma."""
    if value is None:
        return ""
    return f"{round(value, 2):.15g}".replace(".", ",")


def _safe(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    plain = typo.plain(text)
    return f"'{plain}" if plain[:1] in {"=", "+", "-", "@"} else plain


def _count_cells(count: Count, target: float | None) -> tuple[str, ...]:
    situation = words.SITUATIONS[count.situation(target)] if target is not None and count.total else ""
    return (
        *(_figure(value) for value in (count.yes, count.no, count.unknown, count.contradictory, count.total)),
        _figure(count.rate),
        _figure(count.known_rate),
        _figure(target),
        situation,
    )


def _readings(line: Line) -> Iterator[tuple[str, Tally]]:
    yield "déclaré", line.declared
    if line.effective is not None:
        yield "effectif", line.effective


def _result_rows(source: str, results: Iterable[Result], report: Portfolio) -> Iterator[tuple[str, ...]]:
    for result in results:
        objective = result.objective
        head = (str(report.year), source, "objectif", _safe(words.title(objective)))
        for line in result.lines:
            family = words.ALL if line.family is None else report.families.get(line.family, line.family)
            for reading, tally in _readings(line):
                for basis, name in _BASES.items():
                    # A target is a share of what the objective is counted in, of all families together.
                    target = objective.target if basis == objective.basis and line.family is None else None
                    yield (*head, _safe(family), reading, name, *_count_cells(tally.count(basis), target))


def _indicator_rows(title: str, found: Iterable[Indicator], report: Portfolio) -> Iterator[tuple[str, ...]]:
    total = len(report.contracts)
    for item in found:
        head = (str(report.year), "dossiers", title, _safe(item.title))
        kinds = [(f"par {words.KINDS[kind]}", count) for kind, count in item.by_kind.items()]
        for reading, count in (("présence", item.number), *kinds):
            yield (*head, words.ALL, reading, "nombre", *_present(count, total))
        for family, count in item.by_family.items():
            own = sum(contract.family == family for contract in report.contracts)
            name = _safe(report.families.get(family, family))
            yield (*head, name, "présence", "nombre", *_present(count, own))


def _present(count: int, total: int) -> tuple[str, ...]:
    return _count_cells(Count(yes=count, no=total - count), None)


def table(report: Portfolio) -> str:
    """One row a figure: `;` and decimal commas, as French spreadsheets read them."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows(_result_rows("dossiers", report.results, report))
    writer.writerows(_indicator_rows("considération", report.considerations, report))
    writer.writerows(_indicator_rows("thème", report.themes, report))
    if report.published:
        writer.writerows(_result_rows("DECP", report.published.results, report))
    return stream.getvalue()


# --- JSON ------------------------------------------------------------------------------------


def _count(count: Count) -> dict[str, Any]:
    return {
        "yes": count.yes,
        "no": count.no,
        "unknown": count.unknown,
        "contradictory": count.contradictory,
        "total": count.total,
        "rate": count.rate,
        "known_rate": count.known_rate,
    }


def _tally(tally: Tally | None) -> dict[str, Any] | None:
    if tally is None:
        return None
    return {"number": _count(tally.number), "value": _count(tally.value), "unvalued": tally.unvalued}


def _situation(tally: Tally | None, objective: Objective) -> str | None:
    if tally is None or objective.target is None:
        return None
    return tally.count(objective.basis).situation(objective.target)


def _result(result: Result) -> dict[str, Any]:
    objective, whole = result.objective, result.lines[0]
    return {
        "policy": objective.policy or None,
        "id": objective.id or None,
        "measure": objective.measure,
        "title": objective.title,
        "source": objective.source,
        "subject": objective.subject,
        "basis": objective.basis,
        "target": objective.target,
        "declared_situation": _situation(whole.declared, objective),
        "effective_situation": _situation(whole.effective, objective),
        "lines": [
            {"family": line.family, "declared": _tally(line.declared), "effective": _tally(line.effective)}
            for line in result.lines
        ],
    }


def _indicator(item: Indicator) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "domain": item.domain,
        "by_kind": dict(item.by_kind),
        "number": item.number,
        "value": item.value,
        "by_family": dict(item.by_family),
    }


def _contract(contract: Contract) -> dict[str, Any]:
    return {
        "file": contract.file,
        "lot": contract.lot,
        "object": contract.object,
        "family": contract.family,
        "amount": contract.amount,
        "notified": contract.notified,
        "doubt": contract.doubt or None,
        "standings": {
            subject: {"declared": standing.declared, "effective": standing.effective}
            for subject, standing in contract.standings.items()
        },
        "lacking": {kind: lacking(contract, kind) for kind in device.CONSIDERATIONS},
    }


def _published(found: Published | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "files": list(found.files),
        "contracts": len(found.rows),
        "results": [_result(result) for result in found.results],
        "doubles": found.doubles,
        "differing": found.differing,
        "superseded": found.superseded,
        "concessions": found.concessions,
        "undated": found.undated,
        "unkeyed": found.unkeyed,
        "absurd": [{"key": row.key, "file": row.file, "rank": row.rank, "written": row.absurd} for row in found.absurd],
        "other_years": dict(found.other_years),
    }


def document(report: Portfolio, *, library_name: str, edition: str, errors: tuple[Finding, ...]) -> str:
    """Everything, contract by contract too, so that each figure can be counted again."""
    aside = report.aside
    data = {
        "format": FORMAT,
        "clausekit": engine().removeprefix("clausekit").strip(),
        "library": {"path": library_name, "edition": edition},
        "errors": [finding_data(found, {}) for found in errors],
        "year": report.year,
        "dossiers": report.dossiers,
        "notes": list(report.notes),
        "results": [_result(result) for result in report.results],
        "considerations": [_indicator(item) for item in report.considerations],
        "themes": [_indicator(item) for item in report.themes],
        "contracts": [_contract(contract) for contract in report.contracts],
        "broken": [{"file": path, "reason": reason} for path, reason in aside.broken],
        "undated": [{"file": path, "contracts": count} for path, count in report.undated],
        "other_years": dict(report.other_years),
        "out_of_scope": [{"file": path, "reason": reason} for path, reason in aside.out_of_scope],
        "doubles": [{"file": path, "of": first} for path, first in aside.doubles],
        "published": _published(report.published),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
