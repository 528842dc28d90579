"""Which policies a contract is judged by: those named, known, and in their period at launch."""

from __future__ import annotations

from collections.abc import Iterable

from clausekit import typography as typo
from clausekit.finding import Finding, Place
from clausekit.marche import Marche
from clausekit.policy import Policy


def chosen(marche: Marche, names: tuple[str, ...]) -> tuple[Policy, ...]:
    """The policies asked for, by default those of the authority."""
    known = marche.library.policies
    return tuple(known[name] for name in _asked(marche, names) if name in known)


def _asked(marche: Marche, names: tuple[str, ...]) -> tuple[str, ...]:
    return names or marche.authority.policies or tuple(marche.library.policies)


def applied(policy: Policy, marche: Marche) -> bool:
    """Whether its minima are judged: not before its period, nor after it when the policy says so."""
    if _early(policy, marche):
        return False
    return policy.beyond != "ne_pas_appliquer" or not _over(policy, marche)


def _early(policy: Policy, marche: Marche) -> bool:
    return bool(policy.start and marche.day and marche.day < policy.start)


def _over(policy: Policy, marche: Marche) -> bool:
    return bool(policy.end and marche.day and marche.day > policy.end)


def unknown(marche: Marche, names: tuple[str, ...]) -> Iterable[Finding]:
    """Policies that the library does not hold."""
    for name in _asked(marche, names):
        if name not in marche.library.policies:
            yield _unknown(name, marche)


def _unknown(name: str, marche: Marche) -> Finding:
    authority = marche.authority
    named = Place(file=authority.file, route=("politiques",)) if name in authority.policies else None
    return Finding(
        rule="politique-inconnue",
        severity="bloquante",
        message=f"La politique « {name} » n'est pas dans la bibliothèque.",
        read=name,
        expected=", ".join(marche.library.policies),
        places=(named or Place(file=marche.dossier.file),),
        why="Une politique dit quelles exigences juger.",
        remedy="Corriger son nom, ou l'ajouter dans clauses/exigences/.",
    )


def before(policies: Iterable[Policy], marche: Marche) -> Iterable[Finding]:
    """Policies that are not in force yet at launch: their minima are not judged, and it is said."""
    for policy in policies:
        if _early(policy, marche):
            yield _coming(policy, marche)


def _coming(policy: Policy, marche: Marche) -> Finding:
    start = _day(policy.start)
    return Finding(
        rule="politique-a-venir",
        severity="conseil",
        message=f"« {policy.title} » ne vaut qu'à partir du {start} ; le marché est lancé le {_day(marche.day)}.",
        read=f"lancement : {marche.day}",
        expected=f"un lancement à partir du {start}",
        places=(_launch(marche),),
        why="Ses exigences ne sont pas jugées : une politique ne s'applique pas avant sa date.",
        remedy="Rien si les dates sont exactes ; sinon, corriger celle du lancement ou la période de la politique.",
    )


def beyond(policies: Iterable[Policy], marche: Marche) -> Iterable[Finding]:
    """Policies whose period is over at launch."""
    for policy in policies:
        if _over(policy, marche):
            yield _ended(policy, marche)


def _ended(policy: Policy, marche: Marche) -> Finding:
    end = _day(policy.end)
    return Finding(
        rule="politique-echue",
        severity="avertissement",
        message=f"La politique « {policy.title} » va jusqu'au {end} ; le marché est lancé le {_day(marche.day)}.",
        read=f"lancement : {marche.day}",
        expected=f"un lancement jusqu'au {end}",
        places=(_launch(marche),),
        why="Ses exigences sont jugées quand même, dans l'attente de la politique suivante."
        if applied(policy, marche)
        else "Ses exigences ne sont plus jugées : la politique elle-même le dit (au_dela).",
        remedy="Vérifier si une politique nouvelle a été adoptée et la nommer dans le fichier de l'autorité.",
    )


def _launch(marche: Marche) -> Place:
    return Place(file=marche.dossier.file, route=("dates", "lancement"))


def _day(date: str | None) -> str:
    return typo.plain(typo.date(date or ""))
