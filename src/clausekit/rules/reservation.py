"""Reserved contracts: which article, for whom, which share, and what the notice says of it."""

from __future__ import annotations

from clausekit import terms
from clausekit.finding import Place
from clausekit.rules.case import Case, Evidence, Outcome, euros, figure, manual, met, missing, not_applicable

_SHARE = 50  # R. 2113-7
_ESS, _ESS_MONTHS = "ccp-l2113-15", 36  # L. 2113-15, L. 2113-16
_DETENTION = frozenset({"ccp-l2113-13-1", "ccp-l2113-14"})
_INNOVATIVE, _INNOVATIVE_THRESHOLD = "ccp-l2113-17", "reservation-innovation"
_MENTION = "l'avis ou, à défaut, les documents de la consultation mentionnent la réservation"
_ESS_MENTION = "l'avis vise les articles L. 2113-15 et L. 2113-16"
_APART = "le travail en détention ne se joint aux autres catégories que si ces opérateurs en remplissent les conditions"


def reservation_complete(case: Case) -> Outcome:
    """A reserved lot names its article and the share of workers it takes (L. 2113-12 to -16, R. 2113-7)."""
    reserved = case.lot.reservation
    if reserved is None:
        return not_applicable("le lot n'est pas réservé")
    place = case.place(*reserved.route)
    if reserved.article == _INNOVATIVE:
        return _innovative(case, place)
    if reserved.article == _ESS:
        return _ess(case, place)
    if reserved.article in terms.RESERVED_TO:
        return _shared(case, place, reserved.article, reserved.share)
    return missing(
        f"article de réservation inconnu : {reserved.article}",
        place,
        read=reserved.article,
        expected=", ".join(sorted(terms.RESERVED_TO)),
    )


def _shared(case: Case, place: Place, article: str, share: float | None) -> Outcome:
    who = terms.RESERVED_TO[article]
    if share is None or share < _SHARE:
        return missing(
            f"la part de travailleurs concernés manque, ou n'atteint pas {_SHARE} %",
            place,
            read="part non dite" if share is None else f"part: {share:g}",
            expected=f"part: {_SHARE} au moins (R. 2113-7), pour un lot réservé {who} ; {_MENTION}",
        )
    apart = f" ; {_APART}" if article in _DETENTION else ""
    why = f"lot réservé {who}, part de {figure(share)} % ; {_MENTION}{apart}"
    return met(why, Evidence(id=article, piece="RC", place=place))


def _ess(case: Case, place: Place) -> Outcome:
    months = case.lot.terms.months
    if not case.marche.dossier.specific_services:
        return missing(
            "réservation à l'économie sociale et solidaire hors des services sociaux et spécifiques",
            place,
            read="services_specifiques : faux ou non dit",
            expected=f"services_specifiques: true (L. 2113-15) ; {_ESS_MENTION} (R. 2113-8)",
        )
    if months is None:
        return manual("durée non dite ; un lot réservé à l'économie sociale et solidaire dure trois ans au plus")
    if months > _ESS_MONTHS:
        return missing(
            "durée supérieure à trois ans pour un lot réservé à l'économie sociale et solidaire",
            place,
            read=f"{figure(months)} mois",
            expected=f"36 mois au plus (L. 2113-16) ; {_ESS_MENTION} (R. 2113-8)",
        )
    return met(
        f"lot réservé {terms.RESERVED_TO[_ESS]} ; {_ESS_MENTION}, et l'attributaire n'en obtient pas d'autre ainsi "
        "pendant les trois années qui suivent",
        Evidence(id=_ESS, piece="RC", place=place),
    )


def _innovative(case: Case, place: Place) -> Outcome:
    """L. 2113-17 (fact CTR-21): optional, for young innovative companies, and no social reservation."""
    marche = case.marche
    known = marche.library.registers.thresholds.get(_INNOVATIVE_THRESHOLD)
    threshold = known.at(marche.day, marche.authority.status) if known and marche.day else None
    if threshold and marche.dossier.value is not None and marche.dossier.value >= threshold:
        return missing(
            f"réservation aux jeunes entreprises innovantes pour un besoin de {euros(marche.dossier.value)}",
            place,
            read=euros(marche.dossier.value),
            expected=f"un besoin inférieur à {euros(threshold)} (L. 2113-17)",
        )
    return manual(
        "réservation aux jeunes entreprises innovantes (L. 2113-17), facultative, ouverte depuis le 28 mai 2026, et "
        "qui n'est pas une réservation sociale ; vérifier que l'achat est innovant et que les lots réservés tiennent "
        "dans 15 % du montant total"
    )
