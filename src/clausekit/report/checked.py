"""The report of `check`: the table by measure, law and policy apart, and what was not judged.

It never prints « conforme »: it says what was judged, by which rule, from which text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clausekit import terms
from clausekit import typography as typo
from clausekit.check import selection
from clausekit.check.verdict import Judged, LotVerdict, Verdict, blocks
from clausekit.finding import Finding, Place
from clausekit.report import places, text
from clausekit.source import Source
from clausekit.waiver import Waiver

FORMAT = 1
_KINDS = {"loi": "LOI", "politique": "POLITIQUE"}
_WIDTHS = (30, 14, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Everything that one run of `check` has to say."""

    library_name: str
    edition: str
    errors: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
    sources: Mapping[str, Source]
    stage: str
    strict: bool


def render(report: Checked, form: str) -> str:
    """The report in one of its forms: text, json, markdown."""
    if form == "json":
        return _json(report)
    return _markdown(report) if form == "markdown" else _text(report)


# --- text ------------------------------------------------------------------------------------


_LIGHT = frozenset({terms.WARNING, terms.ADVICE})


def status(judged: Judged) -> str:
    """The French word of a status; of what is only advised or warned of, the word of its severity."""
    if judged.status == terms.MISSING and judged.severity in _LIGHT:
        return terms.SEVERITY_TITLES[judged.severity]
    return terms.STATUS_TITLES[judged.status]


def _groups(verdict: Verdict, policy: str) -> list[tuple[Judged, tuple[str, ...]]]:
    """Judgements of a policy; the same answer in several lots is told once, with its lots."""
    found: dict[tuple[str, str, str], tuple[Judged, list[str]]] = {}
    order: dict[str, int] = {}
    for lot in verdict.lots:
        for judged in lot.minima:
            if judged.minimum.policy != policy:
                continue
            order.setdefault(judged.minimum.id, len(order))
            key = (judged.minimum.id, judged.status, judged.why)
            found.setdefault(key, (judged, []))[1].append(lot.lot)
    rows = sorted(found.values(), key=lambda row: order[row[0].minimum.id])
    return [(judged, tuple(lots)) for judged, lots in rows]


def _where(lots: tuple[str, ...], verdict: Verdict) -> str:
    if len(lots) == len(verdict.lots):
        return ""
    return ("lot " if len(lots) == 1 else "lots ") + ", ".join(_spans(lots, tuple(lot.lot for lot in verdict.lots)))


def _spans(lots: tuple[str, ...], every: tuple[str, ...]) -> list[str]:
    """Lots that follow each other by their ends: « 1, 3 à 198, 200 »."""
    runs: list[list[str]] = []
    for lot in lots:
        follows = runs and every.index(lot) == every.index(runs[-1][-1]) + 1
        runs[-1].append(lot) if follows else runs.append([lot])
    return [f"{run[0]} à {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs]


def _rows(verdict: Verdict, policy: str) -> list[tuple[str, str, str]]:
    rows = []
    for judged, lots in _groups(verdict, policy):
        where = _where(lots, verdict)
        head = (f"[{where}] " if where else "") + judged.minimum.title
        # What a person must look at is a question: a sentence of its own.
        told = f"{head}. {judged.why}" if judged.why.endswith("?") else f"{head} : {judged.why}"
        in_force = selection.in_force(judged.minimum, verdict.day)
        rows.append((judged.minimum.id, status(judged) if in_force else _NOT_IN_FORCE, told))
    return rows


_ABSENT = terms.STATUS_TITLES[terms.NOT_APPLICABLE]
_BY_HAND = terms.STATUS_TITLES[terms.MANUAL]
_NOT_IN_FORCE = "pas en vigueur"


def _table(verdict: Verdict) -> list[str]:
    lines: list[str] = []
    for kind in ("loi", "politique"):
        for policy in (item for item in verdict.policies if item.kind == kind):
            lines += ["", f"{_KINDS[kind]} – {policy.title}", *_policy_table(_rows(verdict, policy.id))]
    return lines


def _policy_table(rows: list[tuple[str, str, str]]) -> list[str]:
    """What a program judged, what a person must look at, then what does not concern this purchase."""
    judged = [row for row in rows if row[1] not in {_ABSENT, _NOT_IN_FORCE, _BY_HAND}]
    by_hand = [row for row in rows if row[1] == _BY_HAND]
    lines = text.table([*judged, *by_hand], _WIDTHS) or ["  rien à juger pour cet achat"]
    for state, label in ((_ABSENT, "sans objet ici"), (_NOT_IN_FORCE, "pas en vigueur au lancement")):
        names = dict.fromkeys(row[0] for row in rows if row[1] == state)
        lines += text.table([(label, "", ", ".join(names))], _WIDTHS) if names else []
    return lines


def _head(verdict: Verdict, report: Checked) -> list[str]:
    day = typo.plain(typo.date(verdict.day)) if verdict.day else "date de lancement inconnue"
    lines = [
        f"Dossier       {verdict.file}",
        f"Objet         {text.short(verdict.object)}",
        f"Jugé au       {day}, au stade : {report.stage}",
        f"Bibliothèque  {report.library_name}, édition {report.edition}",
    ]
    if len(verdict.lots) > 1:
        lines += [f"Lot {lot.lot:<9} {text.short(lot.object)}" for lot in verdict.lots]
    return lines


def _told(verdict: Verdict, report: Checked) -> list[tuple[str, Finding]]:
    """Findings, the gravest first; the same one in several lots is told once, with its lots."""
    found: dict[Finding, list[str]] = {}
    for lot in verdict.lots:
        for item in lot.findings:
            found.setdefault(item, []).append(lot.lot)
    told = [("", places.located(item, report.sources)) for item in verdict.findings]
    told += [
        (f"{where} – " if (where := _where(tuple(lots), verdict)) else "", places.located(item, report.sources))
        for item, lots in found.items()
    ]
    return sorted(told, key=lambda item: terms.SEVERITIES.index(item[1].severity))


def _findings(verdict: Verdict, report: Checked) -> list[str]:
    kept, more = text.bounded(_told(verdict, report), _rule)
    told = [*(text.finding(found, prefix) for prefix, found in kept), *more]
    return [line for item in told for line in ("", item)]


def _rule(told: tuple[str, Finding]) -> str:
    return told[1].rule


def _errors(report: Checked) -> tuple[Finding, ...]:
    return tuple(places.located(found, report.sources) for found in report.errors)


def _todo(verdict: Verdict) -> list[str]:
    lines: list[str] = []
    for who in terms.WHO:
        found = [item for item in verdict.todo if item[0] == who]
        if found:
            lines += ["", f"À compléter par {terms.WHO_TITLES[who]}"]
            lines += [f"  {entry} : {label}" + (f" ({lots})" if lots else "") for _, entry, label, lots in found]
    return lines


def _waivers(verdict: Verdict) -> dict[Waiver, dict[str, list[str]]]:
    """Each waiver that was used, with the minima that it sets aside and their lots."""
    found: dict[Waiver, dict[str, list[str]]] = {}
    for lot in verdict.lots:
        for judged in lot.minima:
            if judged.waiver:
                found.setdefault(judged.waiver, {}).setdefault(judged.minimum.id, []).append(lot.lot)
    return found


def _signed(waiver: Waiver) -> str:
    """« Directrice, 4 novembre 2026, jusqu'au 1er mars 2027 », or nothing."""
    until = f"jusqu'au {typo.plain(typo.date(waiver.expires))}" if waiver.expires else ""
    return ", ".join(filter(None, (waiver.decided_by, typo.plain(typo.date(waiver.date)), until)))


def _covered(minima: Mapping[str, list[str]], verdict: Verdict) -> str:
    """« M17-insertion, M18-critere (lots 2, 3) ; M41 (lot 1) »."""
    by_lots: dict[tuple[str, ...], list[str]] = {}
    for name, lots in minima.items():
        by_lots.setdefault(tuple(lots), []).append(name)
    return " ; ".join(
        ", ".join(names) + (f" ({where})" if (where := _where(lots, verdict)) else "")
        for lots, names in by_lots.items()
    )


def _waived(verdict: Verdict) -> list[str]:
    lines: list[str] = []
    for waiver, minima in _waivers(verdict).items():
        lines += text.wrap(_covered(minima, verdict), text.WIDTH, first="  ", then="  ")
        lines += text.wrap(waiver.motive, text.WIDTH, first="    ", then="    ")
        lines += [f"    {_signed(waiver)}"] if _signed(waiver) else []
    return ["", "Dérogations", *lines] if lines else []


def _count(number: int, words: str) -> str:
    return f"{number} {typo.agree(words, number)}"


def _summary(verdict: Verdict, report: Checked) -> str:
    """The count of what is printed above: an answer common to several lots counts once."""
    statuses = Counter(judged.status for policy in verdict.policies for judged, _ in _groups(verdict, policy.id))
    found = [item for _, item in _told(verdict, report)]
    blocking = [item for item in found if blocks(item.severity, strict=report.strict)]
    others = Counter(item.severity for item in found if not blocks(item.severity, strict=report.strict))
    parts = [
        _count(len(blocking), "points bloquants"),
        f"{others[terms.TO_JUSTIFY]} à justifier",
        _count(others[terms.WARNING], "avertissements"),
        _count(others[terms.ADVICE], "conseils"),
        _count(statuses[terms.MET], "exigences satisfaites"),
        _count(statuses[terms.WAIVED], "dérogations"),
        f"{statuses[terms.TO_FOLLOW]} à suivre sur l'année",
        f"{statuses[terms.MANUAL]} à juger à la main",
    ]
    return "Bilan : " + ", ".join(parts) + "."


def _one(verdict: Verdict, report: Checked) -> str:
    lines = _head(verdict, report)
    if verdict.out_of_scope:
        return "\n".join([*lines, "", *text.wrap(f"Rien n'a été jugé : c'est {verdict.out_of_scope}.", text.WIDTH)])
    lines += _table(verdict) + _findings(verdict, report) + _waived(verdict) + _todo(verdict)
    lines += ["", "Ce qui n'est pas jugé ici"]
    lines += [line for item in verdict.not_judged for line in text.wrap(item, text.WIDTH, first="  - ", then="    ")]
    return "\n".join([*lines, "", *text.wrap(_summary(verdict, report), text.WIDTH, then="  ")])


def _text(report: Checked) -> str:
    told = [text.findings(_errors(report))] if report.errors else []
    return "\n\n".join([*told, *(_one(verdict, report) for verdict in report.verdicts)])


# --- markdown --------------------------------------------------------------------------------


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def _md_findings(verdict: Verdict, report: Checked) -> list[str]:
    lines = _md_list(_told(verdict, report))
    return ["", "### Constats", "", *lines] if lines else []


def _md_list(told: Iterable[tuple[str, Finding]]) -> list[str]:
    lines: list[str] = []
    kept, more = text.bounded(told, _rule)
    for prefix, shown in kept:
        where = f" (`{text.place(shown.places[0])}`)" if shown.places else ""
        lines.append(f"- **{terms.SEVERITY_TITLES[shown.severity]}** `{shown.rule}` {prefix}{shown.message}{where}")
        if shown.remedy:
            lines.append(f"  Remède : {shown.remedy}")
    return [*lines, *(f"- {item}" for item in more)]


def _md_waived(verdict: Verdict) -> list[str]:
    lines = [
        f"- {_covered(minima, verdict)} : {waiver.motive}" + (f" ({_signed(waiver)})" if _signed(waiver) else "")
        for waiver, minima in _waivers(verdict).items()
    ]
    return ["", "### Dérogations", "", *lines] if lines else []


def _md_todo(verdict: Verdict) -> list[str]:
    lines = [
        f"- {terms.WHO_TITLES[who]} : {entry}, {label}" + (f" ({lots})" if lots else "")
        for who, entry, label, lots in verdict.todo
    ]
    return ["", "### À compléter", "", *lines] if lines else []


def _md_one(verdict: Verdict, report: Checked) -> str:
    lines = [f"## {verdict.object}", "", *(f"- {line}" for line in _head(verdict, report))]
    if verdict.out_of_scope:
        return "\n".join([*lines, "", f"Rien n'a été jugé : c'est {verdict.out_of_scope}."])
    for kind in ("loi", "politique"):
        for policy in (item for item in verdict.policies if item.kind == kind):
            lines += [
                "",
                f"### {_KINDS[kind].capitalize()} – {policy.title}",
                "",
                "| Exigence | État | Ce qui a été lu |",
                "|---|---|---|",
            ]
            lines += [f"| {_cell(name)} | {state} | {_cell(why)} |" for name, state, why in _rows(verdict, policy.id)]
    lines += _md_findings(verdict, report) + _md_waived(verdict) + _md_todo(verdict)
    lines += ["", "### Ce qui n'est pas jugé ici", "", *(f"- {item}" for item in verdict.not_judged)]
    return "\n".join([*lines, "", _summary(verdict, report)])


def _markdown(report: Checked) -> str:
    errors = "\n".join(_md_list(("", found) for found in _errors(report)))
    told = ["## Ce qui n'a pas pu être lu", errors] if errors else []
    return "\n\n".join([*told, *(_md_one(verdict, report) for verdict in report.verdicts)])


# --- json ------------------------------------------------------------------------------------


def place_data(where: Place) -> dict[str, Any]:
    """A place, in YAML or in a document."""
    if where.part or where.article or where.paragraph or where.page:
        return {
            "file": where.file,
            "part": where.part,
            "article": where.article,
            "paragraph": where.paragraph,
            "page": where.page,
        }
    return {"file": where.file, "route": list(where.route), "line": where.line, "column": where.column}


def finding_data(found: Finding, sources: Mapping[str, Source]) -> dict[str, Any]:
    """A finding, with its lines."""
    shown = places.located(found, sources)
    return {
        "rule": shown.rule,
        "severity": shown.severity,
        "message": shown.message,
        "places": [place_data(where) for where in shown.places],
        "why": shown.why,
        "remedy": shown.remedy,
    }


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


def _lot_data(lot: LotVerdict, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "lot": lot.lot,
        "minima": [_judged_data(judged, sources) for judged in lot.minima],
        "findings": [finding_data(found, sources) for found in lot.findings],
    }


def _json(report: Checked) -> str:
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
            }
            for verdict in report.verdicts
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
