"""What every form of the report of `check` tells: answers by minimum, findings, waivers and their count.

It never prints « conforme »: it says what was judged, by which rule, from which text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from clausekit import terms
from clausekit import typography as typo
from clausekit.alone import Alone
from clausekit.check import selection
from clausekit.check.verdict import Judged, LotVerdict, Verdict, blocks
from clausekit.drift import Drift
from clausekit.finding import Finding
from clausekit.reasons import Reason
from clausekit.report import grounds, places, text
from clausekit.report.redlined import Redlined
from clausekit.source import Source
from clausekit.waiver import Waiver

KINDS = {"loi": "LOI", "politique": "POLITIQUE"}
ABSENT = terms.STATUS_TITLES[terms.NOT_APPLICABLE]
BY_HAND = terms.STATUS_TITLES[terms.MANUAL]
NOT_IN_FORCE = "pas en vigueur"
_LIGHT = frozenset({terms.WARNING, terms.ADVICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Everything that one run of `check` has to say; `exit_code` is the one that it ends with.

    `reasons` are the paragraphs to keep, by file; None when they are not asked for. `drifts` say, by file, where
    the documents that were given depart from the dossier, `redlines` what became of the Word files that show it.
    `alone` judges documents given without any.
    """

    library_name: str
    edition: str
    errors: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
    sources: Mapping[str, Source]
    stage: str
    strict: bool
    exit_code: int
    reasons: Mapping[str, tuple[Reason, ...]] | None = None
    drifts: Mapping[str, Drift] = field(default_factory=dict)
    redlines: Mapping[str, tuple[Redlined, ...]] = field(default_factory=dict)
    alone: Alone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one minimum gets in some lots. `by_lot` are its judgements; `why` tells them all.

    `frame` is `why` without the entries that it lists; None when it does not list them.
    """

    judged: Judged
    by_lot: Mapping[str, Judged]
    why: str
    frame: str | None

    @property
    def lots(self) -> tuple[str, ...]:
        """Names of the lots, in their order."""
        return tuple(self.by_lot)


def status(judged: Judged) -> str:
    """The French word of a status; of what is only advised or warned of, the word of its severity."""
    if judged.status == terms.MISSING and judged.severity in _LIGHT:
        return terms.SEVERITY_TITLES[judged.severity]
    return terms.STATUS_TITLES[judged.status]


def state(answer: Answer, verdict: Verdict) -> str:
    """The word of a row: the status, or that the minimum was not in force at the launch."""
    return status(answer.judged) if selection.in_force(answer.judged.minimum, verdict.day) else NOT_IN_FORCE


def answers(verdict: Verdict, policy: str) -> list[Answer]:
    """The answers to a policy, in its order; the same one in several lots is told once.

    So are answers that name entries and differ by their names only.
    """
    found: dict[str, dict[tuple[str, str], dict[str, Judged]]] = {}
    for lot in verdict.lots:
        for judged in _of(policy, lot):
            same = found.setdefault(judged.minimum.id, {})
            same.setdefault((judged.status, judged.why), {})[lot.lot] = judged
    order = next((seen.order for seen in verdict.policies if seen.id == policy), ())
    named = dict.fromkeys([*order, *found])
    return [answer for name in named if name in found for answer in _merged(list(found[name].values()), verdict)]


def _of(policy: str, lot: LotVerdict) -> list[Judged]:
    return [judged for judged in lot.minima if judged.minimum.policy == policy]


def _merged(groups: list[dict[str, Judged]], verdict: Verdict) -> list[Answer]:
    """One answer a status where the reasons can be told together, else one a reason."""
    told: list[Answer] = []
    for wanted in dict.fromkeys(next(iter(group.values())).status for group in groups):
        kept = [group for group in groups if next(iter(group.values())).status == wanted]
        whole = {lot.lot: group[lot.lot] for lot in verdict.lots for group in kept if lot.lot in group}
        frame = grounds.common_frame(whole.values())
        if len(kept) == 1 or frame is not None:
            told.append(_answer(whole, frame, verdict, alone=len(kept) == 1))
        else:
            told += [_answer(group, grounds.common_frame(group.values()), verdict, alone=True) for group in kept]
    return told


def _answer(by_lot: Mapping[str, Judged], frame: str | None, verdict: Verdict, *, alone: bool) -> Answer:
    """`alone`: these lots have one reason, which is told as the rule wrote it."""
    first = next(iter(by_lot.values()))
    why = first.why if alone else _together(by_lot, frame or "", verdict)
    return Answer(judged=first, by_lot=by_lot, why=why, frame=frame)


def _together(by_lot: Mapping[str, Judged], frame: str, verdict: Verdict) -> str:
    names = {lot: [item.id for item in judged.evidence] for lot, judged in by_lot.items()}
    listed = grounds.by_lots(names, lambda lots: where(lots, verdict))
    return f"{frame} ({listed})" if frame else listed


def where(lots: tuple[str, ...], verdict: Verdict) -> str:
    """« lot 1 », « lots 1 à 3, 5 »; nothing when every lot is meant."""
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


def rows(verdict: Verdict, policy: str) -> list[tuple[str, str, str]]:
    """Each answer as a line of a table: the minimum, its state, what was read."""
    found = []
    for answer in answers(verdict, policy):
        lots = where(answer.lots, verdict)
        head = (f"[{lots}] " if lots else "") + answer.judged.minimum.title
        # What a person must look at is a question: a sentence of its own.
        told = f"{head}. {answer.why}" if answer.why.endswith("?") else f"{head} : {answer.why}"
        found.append((answer.judged.minimum.id, state(answer, verdict), told))
    return found


def head(verdict: Verdict, report: Checked) -> list[str]:
    """What was judged, when, and with which library."""
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


def told(verdict: Verdict) -> list[tuple[tuple[str, ...], Finding]]:
    """Findings, the gravest first; the same one in several lots is told once, with its lots.

    One that concerns the whole file has no lot.
    """
    found: dict[Finding, list[str]] = {}
    for lot in verdict.lots:
        for item in lot.findings:
            found.setdefault(item, []).append(lot.lot)
    every: list[tuple[tuple[str, ...], Finding]] = [((), item) for item in verdict.findings]
    every += [(tuple(lots), item) for item, lots in found.items()]
    return sorted(every, key=lambda item: terms.SEVERITIES.index(item[1].severity))


def located(verdict: Verdict, report: Checked) -> list[tuple[str, Finding]]:
    """The same with their lines, each after the words that name its lots (« lot 2 – »)."""
    return [
        (f"{lots} – " if (lots := where(names, verdict) if names else "") else "", places.located(item, report.sources))
        for names, item in told(verdict)
    ]


def rule(item: tuple[str, Finding]) -> str:
    """The rule of a finding that was located."""
    return item[1].rule


def errors(report: Checked) -> tuple[Finding, ...]:
    """What could not be read, with its lines."""
    return tuple(places.located(found, report.sources) for found in report.errors)


def waivers(verdict: Verdict) -> dict[Waiver, dict[str, list[str]]]:
    """Each waiver that was used, with the minima that it sets aside and their lots."""
    found: dict[Waiver, dict[str, list[str]]] = {}
    for lot in verdict.lots:
        for judged in lot.minima:
            if judged.waiver:
                found.setdefault(judged.waiver, {}).setdefault(judged.minimum.id, []).append(lot.lot)
    return found


def signed(waiver: Waiver) -> str:
    """« Directrice, 4 novembre 2026, jusqu'au 1er mars 2027 », or nothing."""
    until = f"jusqu'au {typo.plain(typo.date(waiver.expires))}" if waiver.expires else ""
    return ", ".join(filter(None, (waiver.decided_by, typo.plain(typo.date(waiver.date)), until)))


def covered(minima: Mapping[str, list[str]], verdict: Verdict) -> str:
    """« M17-insertion, M18-critere (lots 2, 3) ; M41 (lot 1) »."""
    by_lots: dict[tuple[str, ...], list[str]] = {}
    for name, lots in minima.items():
        by_lots.setdefault(tuple(lots), []).append(name)
    return " ; ".join(
        ", ".join(names) + (f" ({told})" if (told := where(lots, verdict)) else "") for lots, names in by_lots.items()
    )


def _count(number: int, words: str) -> str:
    return f"{number} {typo.agree(words, number)}"


def summary(verdict: Verdict, report: Checked) -> str:
    """The count of what is told: an answer common to several lots counts once."""
    statuses = Counter(item.judged.status for policy in verdict.policies for item in answers(verdict, policy.id))
    found = [item for _, item in told(verdict)]
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
