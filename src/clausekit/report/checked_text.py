"""The report of `check` for a terminal: the table by measure, law and policy apart, and what was not judged."""

from __future__ import annotations

from clausekit import terms
from clausekit.check.verdict import Verdict
from clausekit.report import chained, drifted, judged, redlined, standing, text
from clausekit.report.judged import Checked

_WIDTHS = (30, 14, 50)
_ARROW = "-> "


def page(report: Checked) -> str:
    """The whole report."""
    told = [text.findings(judged.errors(report))] if report.errors else []
    alone = [standing.page(report.alone)] if report.alone else []
    return "\n\n".join([*told, *alone, *(_one(verdict, report) for verdict in report.verdicts)])


def _one(verdict: Verdict, report: Checked) -> str:
    lines = judged.head(verdict, report)
    if verdict.out_of_scope:
        return "\n".join([*lines, "", *text.wrap(f"Rien n'a été jugé : c'est {verdict.out_of_scope}.", text.WIDTH)])
    lines += (
        _table(verdict)
        + _chains(verdict)
        + _drift(verdict, report)
        + _findings(verdict, report)
        + _waived(verdict)
        + _todo(verdict)
    )
    lines += ["", "Ce qui n'est pas jugé ici"]
    lines += [line for item in verdict.not_judged for line in text.wrap(item, text.WIDTH, first="  - ", then="    ")]
    return "\n".join([*lines, "", *text.wrap(judged.summary(verdict, report), text.WIDTH, then="  ")])


def _table(verdict: Verdict) -> list[str]:
    lines: list[str] = []
    for kind, title in judged.KINDS.items():
        for policy in (item for item in verdict.policies if item.kind == kind):
            lines += ["", f"{title} – {policy.title}", *_policy_table(judged.rows(verdict, policy.id))]
    return lines


def _policy_table(rows: list[tuple[str, str, str]]) -> list[str]:
    """What a program judged, what a person must look at, then what does not concern this purchase."""
    found = [row for row in rows if row[1] not in {judged.ABSENT, judged.NOT_IN_FORCE, judged.BY_HAND}]
    by_hand = [row for row in rows if row[1] == judged.BY_HAND]
    lines = text.table([*found, *by_hand], _WIDTHS) or ["  rien à juger pour cet achat"]
    for state, label in ((judged.ABSENT, "sans objet ici"), (judged.NOT_IN_FORCE, "pas en vigueur au lancement")):
        names = dict.fromkeys(row[0] for row in rows if row[1] == state)
        lines += text.table([(label, "", ", ".join(names))], _WIDTHS) if names else []
    return lines


def _chains(verdict: Verdict) -> list[str]:
    lines: list[str] = []
    for item in chained.drawn(verdict):
        head = (f"[{item.lots}] " if item.lots else "") + f"{item.name}, {item.weight}"
        lines += text.wrap(head, text.WIDTH, first="  ", then="    ") + _drawn(tuple(item.steps))
    return ["", f"CHAÎNE – {chained.TITLE}", *lines] if lines else []


def _drawn(steps: tuple[str, ...]) -> list[str]:
    """Links from left to right; a line is parted before an arrow."""
    lines = text.wrap(steps[0], text.WIDTH, first="    ", then="       ")
    for step in steps[1:]:
        if len(lines[-1]) + len(step) + len(_ARROW) + 1 <= text.WIDTH:
            lines[-1] += f" {_ARROW}{step}"
        else:
            lines += text.wrap(_ARROW + step, text.WIDTH, first="    ", then="       ")
    return lines


def _drift(verdict: Verdict, report: Checked) -> list[str]:
    found = report.drifts.get(verdict.file)
    return drifted.lines(found) + redlined.lines(report.redlines.get(verdict.file, ())) if found else []


def _findings(verdict: Verdict, report: Checked) -> list[str]:
    kept, more = text.bounded(judged.located(verdict, report), judged.rule)
    told = [*(text.finding(found, prefix) for prefix, found in kept), *more]
    return [line for item in told for line in ("", item)]


def _waived(verdict: Verdict) -> list[str]:
    lines: list[str] = []
    for waiver, minima in judged.waivers(verdict).items():
        lines += text.wrap(judged.covered(minima, verdict), text.WIDTH, first="  ", then="  ")
        lines += text.wrap(waiver.motive, text.WIDTH, first="    ", then="    ")
        lines += [f"    {judged.signed(waiver)}"] if judged.signed(waiver) else []
    return ["", "Dérogations", *lines] if lines else []


def _todo(verdict: Verdict) -> list[str]:
    lines: list[str] = []
    for who in terms.WHO:
        found = [item for item in verdict.todo if item[0] == who]
        if found:
            lines += ["", f"À compléter par {terms.WHO_TITLES[who]}"]
            lines += [f"  {entry} : {label}" + (f" ({lots})" if lots else "") for _, entry, label, lots in found]
    return lines
