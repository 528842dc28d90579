"""The findings of `check` as SARIF 2.1.0, which forges show beside the lines of a change.

A waived minimum is a result whose suppression holds the reason that was written for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from clausekit import terms
from clausekit.check.verdict import Judged, Verdict
from clausekit.dossier import SINGLE_LOT
from clausekit.explain.pages import pages
from clausekit.finding import Finding, Place
from clausekit.report import judged, places
from clausekit.report.judged import Checked
from clausekit.source import Source
from clausekit.waiver import Waiver

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    terms.BLOCKING: "error",
    terms.BLOCKING_UNLESS_REASON: "error",
    terms.TO_JUSTIFY: "warning",
    terms.WARNING: "warning",
    terms.ADVICE: "note",
}
_UNREAD = 2
_EXITS = {
    0: "rien de bloquant",
    1: "un point bloquant",
    _UNREAD: "un fichier ou une commande illisible",
    3: "rien à juger",
}


def document(report: Checked) -> str:
    """The whole report: one run, whatever the number of dossiers."""
    results = list(_results(report))
    names = list(dict.fromkeys(result["ruleId"] for result in results))
    for result in results:
        result["ruleIndex"] = names.index(result["ruleId"])
    run = {
        "tool": {"driver": _driver(names)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report.exit_code)],
        "results": results,
        "properties": {
            "library": {"path": report.library_name, "edition": report.edition},
            "stage": report.stage,
        },
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _driver(names: Iterable[str]) -> dict[str, Any]:
    from clausekit.lock import engine

    version = engine().removeprefix("clausekit").strip()
    versions = {"version": version, "semanticVersion": version} if version else {}
    return {"name": "clausekit", **versions, "language": "fr-FR", "rules": [_rule(name) for name in names]}


def _rule(name: str) -> dict[str, Any]:
    """A rule as `explain` tells it; what is found in reading a file has no page."""
    page = pages().get(name)
    if page is None:
        return {"id": name, "shortDescription": {"text": f"Constat « {name} »."}}
    first, _, _ = page.checks.partition(". ")
    return {
        "id": name,
        "shortDescription": {"text": first.rstrip(".") + "."},
        "fullDescription": {"text": page.checks},
        "help": {"text": f"{page.checks}\n\nS'en écarter : {page.waive}"},
    }


def _invocation(code: int) -> dict[str, Any]:
    return {
        "executionSuccessful": code != _UNREAD,
        "exitCode": code,
        "exitCodeDescription": _EXITS[code],
    }


def _results(report: Checked) -> Iterator[dict[str, Any]]:
    for found in report.errors:
        yield _result(found, (), report.sources)
    for verdict in report.verdicts:
        for lots, found in judged.told(verdict):
            yield _result(found, lots, report.sources)
        yield from _waived(verdict, report.sources)


def _result(found: Finding, lots: tuple[str, ...], sources: Mapping[str, Source]) -> dict[str, Any]:
    first, *others = places.located(found, sources).places or (None,)
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "level": _LEVELS.get(found.severity, "none"),
        "message": {"text": _message(found)},
        "locations": [_location(first, lots)],
        "properties": {"severity": found.severity},
    }
    if found.severity not in _LEVELS:  # a person judges: no failure has been seen
        result["kind"] = "review"
    if others:
        result["relatedLocations"] = [_location(place, ()) for place in others]
    return result


def _message(found: Finding) -> str:
    told = (("Lu", found.read), ("Attendu", found.expected), ("Pourquoi", found.why), ("Remède", found.remedy))
    return "\n".join([found.message, *(f"{label} : {words}" for label, words in told if words)])


def _waived(verdict: Verdict, sources: Mapping[str, Source]) -> Iterator[dict[str, Any]]:
    """Minima set aside, at the line of the waiver; the same one in several lots is told once."""
    found: dict[tuple[Waiver, str, str], dict[str, Judged]] = {}
    for lot in verdict.lots:
        for item in lot.minima:
            if item.waiver:
                found.setdefault((item.waiver, item.minimum.id, item.why), {})[lot.lot] = item
    for (waiver, _, _), by_lot in found.items():
        first = next(iter(by_lot.values()))
        carrier = Finding(
            rule=first.minimum.rule,
            severity="conseil",
            message=f"{first.minimum.id} – {first.minimum.title} : {first.why}.",
            places=(Place(file=verdict.file, route=waiver.route),),
            excerpt="",
        )
        result = _result(carrier, tuple(by_lot), sources)
        result["level"] = _LEVELS.get(first.severity, "none")
        result["properties"] = {"severity": first.severity}
        result["suppressions"] = [_suppression(waiver)]
        yield result


def _suppression(waiver: Waiver) -> dict[str, str]:
    signed = judged.signed(waiver)
    reason = waiver.motive + (f" ({signed})" if signed else "")
    return {"kind": "external", "status": "accepted", "justification": reason}


def _location(place: Place | None, lots: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if place and place.file:
        found["physicalLocation"] = _physical(place)
    named = [{"name": lot, "fullyQualifiedName": f"lot {lot}", "kind": "lot"} for lot in lots if lot != SINGLE_LOT]
    return {**found, "logicalLocations": named} if named else found


def _physical(place: Place) -> dict[str, Any]:
    region = {} if place.line is None else {"region": {"startLine": place.line, "startColumn": place.column}}
    return {"artifactLocation": {"uri": uri(place.file)}, **region}


def uri(file: str) -> str:
    """A path as a relative reference, from the folder where the program runs; one that is elsewhere in full."""
    path = Path(file)
    if not path.is_absolute():
        return quote(PurePath(file).as_posix())
    here = Path.cwd()
    return quote(path.relative_to(here).as_posix()) if path.is_relative_to(here) else path.as_uri()
