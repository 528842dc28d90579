"""The report of `check` as a Markdown page."""

from __future__ import annotations

from collections.abc import Iterable

from clausekit import terms
from clausekit.check.verdict import Verdict
from clausekit.finding import Finding
from clausekit.report import chained, drifted, judged, redlined, standing, text
from clausekit.report.judged import Checked


def page(report: Checked) -> str:
    """The whole report."""
    errors = "\n".join(_list(("", found) for found in judged.errors(report)))
    told = ["## Ce qui n'a pas pu être lu", errors] if errors else []
    alone = [standing.markdown(report.alone)] if report.alone else []
    return "\n\n".join([*told, *alone, *(_one(verdict, report) for verdict in report.verdicts)])


def _one(verdict: Verdict, report: Checked) -> str:
    lines = [f"## {verdict.object}", "", *(f"- {line}" for line in judged.head(verdict, report))]
    if verdict.out_of_scope:
        return "\n".join([*lines, "", f"Rien n'a été jugé : c'est {verdict.out_of_scope}."])
    lines += [
        *_tables(verdict),
        *_chains(verdict),
        *_drift(verdict, report),
        *_findings(verdict, report),
        *_waived(verdict),
        *_todo(verdict),
    ]
    lines += ["", "### Ce qui n'est pas jugé ici", "", *(f"- {item}" for item in verdict.not_judged)]
    return "\n".join([*lines, "", judged.summary(verdict, report)])


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def _tables(verdict: Verdict) -> list[str]:
    lines: list[str] = []
    for kind, title in judged.KINDS.items():
        for policy in (item for item in verdict.policies if item.kind == kind):
            rows = judged.rows(verdict, policy.id)
            lines += ["", f"### {title.capitalize()} – {policy.title}", ""]
            lines += ["| Exigence | État | Ce qui a été lu |", "|---|---|---|"]
            lines += [f"| {_cell(name)} | {state} | {_cell(why)} |" for name, state, why in rows]
    return lines


def _chains(verdict: Verdict) -> list[str]:
    lines = []
    for item in chained.drawn(verdict):
        lots = f"[{item.lots}] " if item.lots else ""
        steps = (f"**{step}**" if step.startswith(chained.MISSING) else step for step in item.steps)
        lines.append(f"- {lots}**{item.name}**, {item.weight} : " + " → ".join(steps))
    return ["", f"### {chained.TITLE}", "", *lines] if lines else []


def _drift(verdict: Verdict, report: Checked) -> list[str]:
    found = report.drifts.get(verdict.file)
    return drifted.markdown(found) + redlined.markdown(report.redlines.get(verdict.file, ())) if found else []


def _findings(verdict: Verdict, report: Checked) -> list[str]:
    lines = _list(judged.located(verdict, report))
    return ["", "### Constats", "", *lines] if lines else []


def _list(told: Iterable[tuple[str, Finding]]) -> list[str]:
    lines: list[str] = []
    kept, more = text.bounded(told, judged.rule)
    for prefix, shown in kept:
        where = f" (`{text.place(shown.places[0])}`)" if shown.places else ""
        lines.append(f"- **{terms.SEVERITY_TITLES[shown.severity]}** `{shown.rule}` {prefix}{shown.message}{where}")
        if shown.remedy:
            lines.append(f"  Remède : {shown.remedy}")
    return [*lines, *(f"- {item}" for item in more)]


def _waived(verdict: Verdict) -> list[str]:
    lines = []
    for waiver, minima in judged.waivers(verdict).items():
        signed = judged.signed(waiver)
        lines.append(f"- {judged.covered(minima, verdict)} : {waiver.motive}" + (f" ({signed})" if signed else ""))
    return ["", "### Dérogations", "", *lines] if lines else []


def _todo(verdict: Verdict) -> list[str]:
    lines = [
        f"- {terms.WHO_TITLES[who]} : {entry}, {label}" + (f" ({lots})" if lots else "")
        for who, entry, label, lots in verdict.todo
    ]
    return ["", "### À compléter", "", *lines] if lines else []
