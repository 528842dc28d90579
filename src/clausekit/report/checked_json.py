"""The report of `check` for a program: English keys, closed words (docs/format.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from clausekit.chain import LINKS, Chain
from clausekit.check.verdict import Judged, LotVerdict
from clausekit.finding import Finding, Place
from clausekit.report import drifted, inspected, places, reasoned, redlined, standing
from clausekit.report.data import finding_data, place_data
from clausekit.report.judged import Checked
from clausekit.source import Source

FORMAT = 1
# The links of a chain, in the order of LINKS.
_LINKS = ("elements", "question", "proofs", "clauses", "control", "consequence")


def document(report: Checked) -> str:
    """The whole report, as one document."""
    from clausekit.lock import engine

    data = {
        "format": FORMAT,
        "clausekit": engine().removeprefix("clausekit").strip(),
        "library": {"path": report.library_name, "edition": report.edition},
        "errors": [finding_data(found, report.sources) for found in report.errors],
        "dossiers": [
            {
                "file": verdict.file,
                "findings": [finding_data(found, report.sources) for found in verdict.findings],
                "lots": [_lot_data(lot, report.sources) for lot in verdict.lots],
                "not_judged": list(verdict.not_judged),
                **_drift(report, verdict.file),
                **_reasons(report, verdict.file),
            }
            for verdict in report.verdicts
        ],
        **({"files": standing.data(report.alone)} if report.alone else {}),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _drift(report: Checked, file: str) -> dict[str, Any]:
    """The keys `drift` and `unclosed`, when documents were given."""
    found = report.drifts.get(file)
    redlines = report.redlines.get(file)
    told = {"redlines": redlined.data(redlines)} if redlines is not None else {}
    if found is None:
        return {}
    return {"drift": drifted.data(found), "unclosed": [inspected.unclosed(item) for item in found.unclosed], **told}


def _reasons(report: Checked, file: str) -> dict[str, Any]:
    """The key `reasons`, when it is asked for."""
    if report.reasons is None:
        return {}
    return {"reasons": reasoned.data(report.reasons.get(file, ()))}


def _judged_data(judged: Judged, sources: Mapping[str, Source]) -> dict[str, Any]:
    evidence = []
    for item in judged.evidence:
        where = places.located(_carrier(item.place), sources).places if item.place else ()
        evidence.append({"id": item.id, "piece": item.piece, "place": place_data(where[0]) if where else None})
    return {
        "id": judged.minimum.id,
        "measure": judged.minimum.measure,
        "policy": judged.minimum.policy,
        "severity": judged.severity,
        "status": judged.status,
        "why": judged.why,
        "evidence": evidence,
    }


def _carrier(where: Place) -> Finding:
    return Finding(rule="", severity="conseil", message="", places=(where,), excerpt="")


def _chain_data(chain: Chain) -> dict[str, Any]:
    item, held = chain.criterion, dict(zip(_LINKS, chain.links, strict=True))
    keys = dict(zip(LINKS, _LINKS, strict=True))
    return {
        "criterion": item.criterion.id if item.criterion else item.label,
        "weight": None if item.effective is None else round(item.effective, 4),
        "links": {
            "elements": len(item.elements),
            "question": bool(held["question"]),
            "proofs": len(item.proofs),
            **{key: [name for name in held[key].split(", ") if name] for key in ("clauses", "control", "consequence")},
        },
        "missing": [keys[name] for name in chain.missing],
    }


def _lot_data(lot: LotVerdict, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "lot": lot.lot,
        "minima": [_judged_data(judged, sources) for judged in lot.minima],
        "findings": [finding_data(found, sources) for found in lot.findings],
        "chains": [_chain_data(chain) for chain in lot.chains],
    }
