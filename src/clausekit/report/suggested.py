"""What `suggest` proposes, for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from clausekit import terms
from clausekit.finding import Finding
from clausekit.report import added
from clausekit.report.data import finding_data
from clausekit.report.wrapping import wrapped
from clausekit.source import Source
from clausekit.suggest import Aside, LotSuggestion, Need, Proposal, Remaining, Suggestion, paste, proposal

FORMAT: Final = 1
_INDENT: Final = " " * 11
_KINDS: Final = {"clause": "", "criterion": "critère", "grid": "grille", "annex": "annexe"}
_TITLES: Final = {**paste.TITLES, proposal.POSSIBLE: "Possibles, selon le besoin"}
_ASIDE_TITLES: Final = {
    proposal.PROPORTION: "par proportion",
    proposal.EXCLUDED: "exclues",
    proposal.BLOCKED: "sans ce qu'elles demandent",
    proposal.COMPANION: "jamais seules",
    proposal.RETIRED: "retirées",
    proposal.MISFIT: "pour d'autres achats",
}
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A suggestion, or the problems met instead. `added` is what was put into the dossier, when that was asked."""

    library_name: str = ""
    edition: str = ""
    suggestion: Suggestion | None = None
    errors: tuple[Finding, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    added: added.Added | None = None


def _wrapped(words: str, *, first: str = _INDENT, rest: str = _INDENT) -> list[str]:
    return wrapped(words, first, rest)


def _shared(
    suggestion: Suggestion, items: Callable[[LotSuggestion], tuple[Item, ...]]
) -> list[tuple[Item, tuple[str, ...]]]:
    """What the lots have, once each, with the lots concerned."""
    found: list[tuple[Item, list[str]]] = []
    for lot in suggestion.lots:
        for item in items(lot):
            known = next((lots for other, lots in found if other == item), None)
            if known is None:
                found.append((item, [lot.name]))
            else:
                known.append(lot.name)
    return [(item, tuple(lots)) for item, lots in found]


def _where(lots: tuple[str, ...], suggestion: Suggestion) -> str:
    if len(lots) == len(suggestion.lots):
        return ""
    return f" (lot{'s' if len(lots) > 1 else ''} {', '.join(lots)})"


def label(need: Need) -> str:
    """A minimum as the reader knows it: the measure of the policy, or what the law asks for."""
    if need.law or not need.minimum.measure:
        return f"loi, {need.minimum.title[:1].lower()}{need.minimum.title[1:]}"
    return need.minimum.measure + (" (part de l'année)" if need.yearly else "")


def _head(item: Proposal) -> str:
    level = f"niveau {terms.LEVEL_TITLES.get(item.level, item.level)}" if item.level else ""
    notes = ", ".join(filter(None, (_KINDS[item.kind], level)))
    return f"{item.title} – {notes}" if notes else item.title


def _details(item: Proposal) -> Iterator[str]:
    if item.brought_by:
        yield f"vient avec {', '.join(item.brought_by)}"
    confirm = f" – à confirmer : {' ; '.join(item.confirm)}" if item.confirm else ""
    yield f"pourquoi : {' ; '.join(item.why)}{confirm}"
    if item.needs and item.priority != proposal.POSSIBLE:
        yield f"répond à : {' ; '.join(dict.fromkeys(label(need) for need in item.needs))}"
    if item.alternatives:
        yield f"au choix avec : {', '.join(item.alternatives)}"


def _proposal(item: Proposal, where: str) -> list[str]:
    lines = _wrapped(_head(item) + where, first=f"  {item.id:<9}")
    return lines + [line for detail in _details(item) for line in _wrapped(detail)]


def _proposals(suggestion: Suggestion) -> list[str]:
    lines: list[str] = []
    found = _shared(suggestion, lambda lot: lot.proposals)
    for priority, title in _TITLES.items():
        some = [(item, lots) for item, lots in found if item.priority == priority]
        lines += ["", title] if some else []
        for item, lots in sorted(some, key=lambda pair: bool(pair[0].brought_by)):
            lines += _proposal(item, _where(lots, suggestion))
    return lines


def _counted(suggestion: Suggestion, cause: str) -> list[str]:
    return sorted({aside.id for lot in suggestion.lots for aside in lot.asides if aside.cause == cause})


def _misfits(found: list[tuple[Aside, tuple[str, ...]]], suggestion: Suggestion) -> list[str]:
    """Entries for other purchases, by reason."""
    reasons: dict[str, list[str]] = {}
    for item, lots in found:
        reasons.setdefault(item.reason + _where(lots, suggestion), []).append(item.id)
    return [
        line
        for reason, ids in reasons.items()
        for line in _wrapped(f"{', '.join(ids)} : {reason}", first="    ", rest="      ")
    ]


def _left(found: list[tuple[Aside, tuple[str, ...]]], suggestion: Suggestion) -> list[str]:
    lines: list[str] = []
    for item, lots in found:
        lines += _wrapped(
            f"{item.id} {item.title}{_where(lots, suggestion)} : {item.reason}", first="    ", rest="      "
        )
    return lines


def _asides(suggestion: Suggestion) -> list[str]:
    """Entries left aside; those of other families, and those that need no decision, are only counted."""
    lines: list[str] = []
    found = _shared(suggestion, lambda lot: lot.asides)
    for cause, title in _ASIDE_TITLES.items():
        some = [(item, lots) for item, lots in found if item.cause == cause and item.near]
        shown = _misfits if cause == proposal.MISFIT else _left
        lines += [f"  {title} :", *shown(some, suggestion)] if some else []
    far = {item.id for item, _ in found if item.cause == proposal.MISFIT and not item.near}
    present, automatic = _counted(suggestion, proposal.PRESENT), _counted(suggestion, proposal.AUTOMATIC)
    lines += [f"  d'autres familles d'achat : {len(far)} entrées"] if far else []
    lines += _wrapped(f"déjà dans le dossier : {', '.join(present)}", first="  ", rest="    ") if present else []
    lines += [f"  ajoutées d'office par le moteur : {len(automatic)} articles récapitulatifs"] if automatic else []
    return ["", "Laissées de côté", *lines] if lines else []


def _told(item: Remaining, where: str) -> list[str]:
    name = item.minimum.measure or "loi"
    lines = _wrapped(f"{item.minimum.title}{where} ({terms.SEVERITY_TITLES[item.severity]})", first=f"  {name:<9}")
    lines += _wrapped(item.why)
    lines += _wrapped(f"à faire : {item.minimum.advice}") if item.minimum.advice else []
    if item.perhaps:
        lines += _wrapped(f"y répondraient, si l'on en décide ou si le dossier se précise : {', '.join(item.perhaps)}")
    return lines


_SHOWN: Final = frozenset({terms.BLOCKING, terms.BLOCKING_UNLESS_REASON, terms.TO_JUSTIFY})


def _brief(item: Remaining) -> str:
    """A minimum in a word: the measure, or what the law asks for."""
    title = item.minimum.title
    return item.minimum.measure or f"loi, {title[:1].lower()}{title[1:]}"


def _remaining(suggestion: Suggestion) -> list[str]:
    found = _shared(suggestion, lambda lot: lot.remaining)
    shown = [(item, lots) for item, lots in found if item.severity in _SHOWN]
    lines = [line for item, lots in shown for line in _told(item, _where(lots, suggestion))]
    others = dict.fromkeys(_brief(item) for item, _ in found if item.severity not in _SHOWN)
    lines += _wrapped(f"et, sans bloquer : {' ; '.join(others)}", first="  ", rest="    ") if others else []
    return ["", "Ce que ces propositions ne règlent pas", *lines] if lines else []


def _facts(suggestion: Suggestion) -> list[str]:
    lines: list[str] = []
    for unsaid, lots in _shared(suggestion, lambda lot: (lot.unsaid,)):
        if unsaid:
            where = _where(lots, suggestion)
            lines += _wrapped(f"Le dossier ne dit pas{where} : {', '.join(unsaid)}.", first="", rest="  ")
    for (level, reason), lots in _shared(suggestion, lambda lot: ((lot.level, lot.level_reason),)):
        lines.append(f"Niveau{_where(lots, suggestion)} : {terms.LEVEL_TITLES.get(level, level)} ({reason}).")
    return lines


def _paste(suggestion: Suggestion) -> list[str]:
    found = paste.block(suggestion)
    if not found:
        return ["", "Rien à coller : les exigences que la bibliothèque peut satisfaire le sont déjà."]
    return ["", "À coller dans le dossier :", "", found]


def _text(report: Suggested) -> str:
    suggestion = report.suggestion
    if suggestion is None:
        return ""
    lines = [f"Dossier : {suggestion.file} – {suggestion.object}"]
    lines.append(f"Bibliothèque : {report.library_name} (édition {report.edition})")
    if suggestion.out_of_scope:
        return "\n".join([*lines, f"Rien n'est proposé : c'est {suggestion.out_of_scope}."])
    lines += _facts(suggestion)
    lines += [*_proposals(suggestion), *_asides(suggestion), *_remaining(suggestion)]
    house = [line for rule in suggestion.house for line in _wrapped(rule, first="  ", rest="  ")]
    lines += ["", "Règles de la maison", *house] if house else []
    if report.added and report.added.status != added.REFUSED:
        return "\n".join([*lines, *added.text(report.added)])
    return "\n".join([*lines, *_paste(suggestion)])


# --- json ------------------------------------------------------------------------------------


def _need_data(need: Need) -> dict[str, Any]:
    return {
        "id": need.minimum.id,
        "measure": need.minimum.measure,
        "policy": need.minimum.policy,
        "severity": need.severity,
        "theme": need.theme,
        "yearly": need.yearly,
    }


def _proposal_data(item: Proposal) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        "level": item.level,
        "priority": item.priority,
        "why": list(item.why),
        "confirm": list(item.confirm),
        "measures": [_need_data(need) for need in item.needs],
        "brought_by": list(item.brought_by),
        "alternatives": list(item.alternatives),
        "reason": item.reason,
    }


def _remaining_data(item: Remaining) -> dict[str, Any]:
    return {
        "id": item.minimum.id,
        "measure": item.minimum.measure,
        "policy": item.minimum.policy,
        "severity": item.severity,
        "why": item.why,
        "remedy": item.minimum.advice,
        "perhaps": list(item.perhaps),
    }


def _lot_data(lot: LotSuggestion) -> dict[str, Any]:
    return {
        "lot": lot.name,
        "level": lot.level,
        "level_reason": lot.level_reason,
        "unsaid": list(lot.unsaid),
        "proposals": [_proposal_data(item) for item in lot.proposals],
        "left_aside": [
            {"id": item.id, "kind": item.kind, "title": item.title, "cause": item.cause, "reason": item.reason}
            for item in lot.asides
        ],
        "remaining": [_remaining_data(item) for item in lot.remaining],
    }


def _json(report: Suggested) -> str:
    from clausekit.lock import engine

    suggestion = report.suggestion
    data = {
        "format": FORMAT,
        "clausekit": engine().removeprefix("clausekit").strip(),
        "library": {"path": report.library_name, "edition": report.edition},
        "errors": [finding_data(found, report.sources) for found in report.errors],
        "file": suggestion.file if suggestion else None,
        "out_of_scope": suggestion.out_of_scope if suggestion else None,
        "lots": [_lot_data(lot) for lot in suggestion.lots] if suggestion else [],
        "house": list(suggestion.house) if suggestion else [],
        "yaml": paste.block(suggestion) if suggestion else "",
        "written": added.data(report.added),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def render(report: Suggested, form: str) -> str:
    """The report as `text` or `json`."""
    return _json(report) if form == "json" else _text(report)
