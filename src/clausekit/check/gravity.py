"""How grave a minimum is for a contract, and whose figure it is: a decision or a date may have raised it."""

from __future__ import annotations

from clausekit import terms
from clausekit import typography as typo
from clausekit.marche import Marche
from clausekit.policy import Becoming, Decision, Minimum, Policy

_BECOMES = {
    terms.BLOCKING: "bloquant",
    terms.BLOCKING_UNLESS_REASON: "bloquant sauf motif",
    terms.TO_JUSTIFY: "à justifier",
    terms.WARNING: "un avertissement",
    terms.ADVICE: "un conseil",
    terms.BY_HAND: "à juger à la main",
}


def decision(minimum: Minimum, marche: Marche) -> Decision | None:
    """The decision that made the figure the authority's own: in the policy, or in the authority's file."""
    return minimum.decision or marche.authority.decisions.get(minimum.id)


def severity(minimum: Minimum, marche: Marche) -> str:
    """The severity in force at launch: a hypothesis decided becomes blocking, and a dated one at its date."""
    becoming = minimum.becomes
    if becoming and marche.day and marche.day >= becoming.day:
        return becoming.severity
    if minimum.origin == "hypothese" and minimum.severity == terms.WARNING and decision(minimum, marche):
        return terms.BLOCKING
    return minimum.severity


def source(minimum: Minimum, policy: Policy, marche: Marche) -> str:
    """Where a requirement comes from, whose figure it is, and when its severity changes."""
    measure = f", mesure {minimum.measure}" if minimum.measure else ""
    return f"{minimum.source or policy.title + measure}.{_origin(minimum, marche)}{_dated(minimum, marche)}"


def _origin(minimum: Minimum, marche: Marche) -> str:
    """Whose figure it is: nothing to say of one that the text gives."""
    decided = decision(minimum, marche)
    if decided:
        return f" Chiffre décidé le {_day(decided.date)} ({decided.body}, {decided.reference})."
    if minimum.origin == "texte":
        return ""
    return f" Chiffre de travail, que l'autorité n'a pas décidé : {minimum.motive.rstrip('.')}."


def _dated(minimum: Minimum, marche: Marche) -> str:
    """That the severity will change, for a contract launched before; that it has, for one launched since."""
    found = minimum.becomes
    if found is None:
        return ""
    if marche.day and marche.day >= found.day:
        return f" Ce point est {_title(found)} pour les consultations lancées depuis le {_day(found.day)}."
    return f" Ce point deviendra {becoming(found)}."


def becoming(found: Becoming) -> str:
    """« bloquant pour les consultations lancées à partir du 1er janvier 2027 »."""
    return f"{_title(found)} pour les consultations lancées à partir du {_day(found.day)}"


def _title(found: Becoming) -> str:
    return _BECOMES.get(found.severity, found.severity)


def _day(date: str) -> str:
    return typo.plain(typo.date(date))
