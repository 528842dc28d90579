"""Rules of the law (ccp-2026): conditions, thresholds, reservation, CCAG, labels."""

from __future__ import annotations

import re

from clausekit import terms
from clausekit import typography as typo
from clausekit.clause import Clause
from clausekit.finding import Place
from clausekit.marche import Taken
from clausekit.rules.case import (
    Case,
    Evidence,
    Outcome,
    counted,
    day,
    euros,
    figure,
    manual,
    met,
    missing,
    named,
    not_applicable,
    proofs,
)
from clausekit.rules.considerations import noted

_RESERVED_SHARE = 50  # R. 2113-7
_ESS_MONTHS = 36  # L. 2113-16
_SHARED_BY = frozenset({"ccp-l2113-12", "ccp-l2113-13", "ccp-l2113-13-1", "ccp-l2113-14"})
_ESS = "ccp-l2113-15"


def condition_environnementale(case: Case) -> Outcome:
    """Conditions d'exécution take the environment into account, whatever the amount (L. 2112-2)."""
    found = [taken for taken in case.conditions if taken.clause.consideration == "environnementale"]
    if found:
        return met(named(found), *proofs(found, case))
    return missing(
        "aucune condition d'exécution environnementale",
        case.place("clauses"),
        read=_none(case, "environnementale"),
        expected="au moins une condition d'exécution environnementale ; un critère ou une spécification n'y suffit pas",
    )


def _none(case: Case, kind: str) -> str:
    if not case.conditions:
        return "aucune condition d'exécution"
    return counted(len(case.conditions), "conditions d'exécution") + f", aucune {kind}"


def european_threshold(case: Case) -> float | None:
    """The European threshold for the contract's nature, at its date of launch; None when unknown."""
    marche = case.marche
    name = "europeen-travaux" if case.lot.terms.nature == "travaux" else "europeen-fournitures-services"
    threshold = marche.library.registers.thresholds.get(name)
    return threshold.at(marche.day, marche.authority.status) if threshold and marche.day else None


def _specific_threshold(case: Case) -> float | None:
    threshold = case.marche.library.registers.thresholds.get("europeen-fournitures-services")
    return threshold.at(case.marche.day, "services_specifiques") if threshold and case.marche.day else None


def condition_sociale(case: Case) -> Outcome:
    """At or above the European threshold, a social or employment condition (L. 2112-2-1).

    Judged on the value of the whole need (ADD-01). Between the general threshold and the one
    of specific services the text does not settle the question (SOCSP-02): a person judges.
    """
    value, threshold = case.marche.dossier.value, european_threshold(case)
    found = [taken for taken in case.conditions if taken.clause.consideration == "sociale"]
    if found:
        return met(named(found), *proofs(found, case))
    if value is None or threshold is None:
        return manual(f"{_unjudged(case)} ; la condition sociale est due à partir du seuil européen")
    if value < threshold:
        return not_applicable(f"besoin de {euros(value)}, sous le seuil européen de {euros(threshold)}")
    return _without_social(case, value, threshold)


def _without_social(case: Case, value: float, threshold: float) -> Outcome:
    specific = _specific_threshold(case) if case.marche.dossier.specific_services else threshold
    if specific is None or value < specific:
        span = f"de {euros(threshold)} à {euros(specific)}" if specific else f"au-dessus de {euros(threshold)}"
        return manual(
            f"services spécifiques {span}, le texte ne tranche pas ; par prudence, écrire une condition sociale"
        )
    return missing(
        f"aucune condition d'exécution sociale, pour un besoin de {euros(value)} et un seuil de {euros(specific)}",
        case.place("clauses"),
        read=_none(case, "sociale"),
        expected="une condition d'exécution sociale ou d'emploi, ou l'un des quatre motifs de L. 2112-2-1, II",
    )


def _unjudged(case: Case) -> str:
    """Why a European threshold cannot be judged."""
    if case.marche.dossier.value is None:
        return "sans valeur estimée du besoin, le seuil ne se juge pas"
    if case.marche.day is None:
        return "sans date de lancement, le seuil ne se juge pas"
    return f"la bibliothèque n'a pas de seuil européen au {day(case.marche.day)}"


def specification_durable(case: Case) -> Outcome:
    """Technical specifications take sustainable development into account (L. 2111-2)."""
    found = [
        taken
        for taken in case.lot.taken.values()
        if taken.clause.type == "specification" and taken.clause.consideration != "aucune"
    ]
    if found:
        return met(named(found), *proofs(found, case))
    elsewhere = case.marche.dossier.facts.get("specification_durable")
    if elsewhere:
        return met(f"hors bibliothèque, notée au dossier ({elsewhere})")
    return missing(
        "aucune spécification technique de développement durable parmi les clauses retenues",
        case.place("clauses"),
        read="aucune clause de type « specification »",
        expected="au moins une spécification, ou faits: {specification_durable: l'article du CCTP qui la porte}",
    )


def variantes_dites(case: Case) -> Outcome:
    """The notice and the RC say whether variants are allowed (L. 2151-2 since 28 May 2026)."""
    variants = case.lot.terms.variants
    if variants.allowed is None:
        return missing(
            "le dossier ne dit pas si les variantes sont autorisées",
            case.place("variantes"),
            read="variantes : non dit",
            expected="variantes: {autorisees: true | false}",
        )
    if variants.allowed and not variants.requirements:
        return missing(
            "variantes autorisées sans exigences minimales",
            case.place("variantes"),
            read="autorisees: true",
            expected="variantes: {autorisees: true, exigences: …} (R. 2151-10)",
        )
    return met("autorisées, avec leurs exigences minimales" if variants.allowed else "non autorisées")


def energie_au_seuil(case: Case) -> Outcome:
    """From the European thresholds on, the need takes energy efficiency into account (L. 2111-1, al. 2)."""
    value, threshold = case.marche.dossier.value, european_threshold(case)
    if value is None or threshold is None:
        return manual(_unjudged(case))
    if value < threshold:
        return not_applicable(f"besoin de {euros(value)}, sous le seuil européen de {euros(threshold)}")
    fact = case.marche.dossier.facts.get("energie_analysee")
    if fact:
        return met("analysées à la définition du besoin" + ("" if fact is True else f" ({day(fact)})"))
    found = [taken for taken in case.lot.taken.values() if "energie" in taken.clause.themes]
    if found:
        return met(named(found), *proofs(found, case))
    return missing(
        "rien ne montre que le besoin en tient compte",
        case.place("faits", "energie_analysee"),
        read=noted(case),
        expected="faits: {energie_analysee: date ou note}, ou une clause sur l'énergie",
    )


def _with_ccag(case: Case) -> bool:
    return case.lot.terms.ccag not in {None, terms.NO_CCAG}


def derogations_listees(case: Case) -> Outcome:
    """Departures from the CCAG rest on verified articles, so that the last article can list them (R. 2112-3)."""
    if not _with_ccag(case):
        return not_applicable("le marché ne se réfère à aucun CCAG")
    found = [
        (taken, item)
        for taken in (*case.lot.taken.values(), *case.lot.automatic.values())
        for item in taken.clause.departures
        if item.ccag == case.lot.terms.ccag
    ]
    if not found:
        return met("aucune dérogation au CCAG dans les clauses retenues")
    doubtful = [(taken, item.article) for taken, item in found if not _verified(case, item.article)]
    if doubtful:
        names = ", ".join(f"{article} par {taken.clause.id}" for taken, article in doubtful)
        return missing(
            f"le CCAP déroge à un article que personne n'a vérifié ({names})",
            *(case.place(*taken.route) if taken.route else case.place("clauses") for taken, _ in doubtful),
            read=f"article {', '.join(article for _, article in doubtful)} du CCAG, « a_verifier » ou hors du registre",
            expected="un article lu et vérifié (registre, ou references_verifiees de l'autorité)",
        )
    return met(
        f"{counted(len(found), 'dérogations')} à lister au dernier article du CCAP",
        *(Evidence(id=taken.clause.id, piece="CCAP") for taken, _ in found),
    )


def _verified(case: Case, article: str) -> bool:
    ccag = case.lot.terms.ccag
    while article:
        for reference in case.marche.library.registers.references.values():
            if reference.ccag == ccag and reference.article == article:
                return case.marche.verified(reference)
        article = article.rpartition(".")[0]
    return False


def penalites_ccag(case: Case) -> Outcome:
    """An automatic insertion or environmental penalty departs from the CCAG and says so (CCAG-36)."""
    if not _with_ccag(case):
        return not_applicable("le marché ne se réfère à aucun CCAG")
    bad = [
        taken
        for taken in case.conditions
        if taken.clause.consideration in {"environnementale", "sociale"}
        and any(item.nature == "penalite" and not item.notice for item in taken.clause.consequences)
        and not any(item.ccag == case.lot.terms.ccag for item in taken.clause.departures)
    ]
    if not bad:
        return met("aucune pénalité sans mise en demeure qui ne soit dite comme dérogation")
    return missing(
        f"pénalité sans mise en demeure, que rien ne dit déroger au CCAG, dans {named(bad)}",
        *(case.place(*taken.route) for taken in bad),
        read="mise_en_demeure: false",
        expected="une ligne « deroge » pour ce CCAG, ou une mise en demeure préalable",
    )


def insertion_complete(case: Case) -> Outcome:
    """What the CCAG leaves to the contract for insertion is filled: scope, facilitator, publics, hours (x.1)."""
    found = [taken for taken in case.lot.taken.values() if "insertion" in taken.clause.themes]
    if not found:
        return not_applicable("le lot ne comporte pas d'action d'insertion")
    lacking = [
        f"« {blank.title} » ({taken.clause.id})"
        for taken in found
        for blank in taken.blanks
        if blank.filled_by != "candidat"
    ]
    contact = case.marche.authority.facilitator
    if contact is None or not contact.name:
        lacking.append("les coordonnées du facilitateur (fichier de l'autorité)")
    if lacking:
        return missing(
            f"il manque {typo.listing(lacking)}",
            case.place(*found[0].route),
            read=counted(len(lacking), "éléments manquants"),
            expected="périmètre, facilitateur, publics éligibles, volume horaire et modalités de suivi",
        )
    return met("périmètre, facilitateur, publics et volume horaire sont dits", *proofs(found, case))


def environnement_complet(case: Case) -> Outcome:
    """Environmental obligations are verifiable, controlled and sanctioned by a stated amount (x.2.1, x.2.3)."""
    found = [taken for taken in case.conditions if taken.clause.consideration == "environnementale"]
    if not found:
        return not_applicable("aucune condition d'exécution environnementale")
    bad = [taken for taken in found if not _sanctioned(taken) or not _verifiable(taken)]
    if not bad:
        return met("chaque obligation a sa méthode de vérification et le montant de sa pénalité", *proofs(found, case))
    return missing(
        " ; ".join(f"{named([taken])} n'a {_unsaid(taken)}" for taken in bad),
        *(case.place(*taken.route) for taken in bad),
        read=counted(len(bad), "conditions d'exécution"),
        expected="controle.verification et une conséquence chiffrée",
    )


def _verifiable(taken: Taken) -> bool:
    return bool(taken.clause.control and taken.clause.control.verification)


def _unsaid(taken: Taken) -> str:
    if _sanctioned(taken):
        return "pas de méthode de vérification"
    return "pas de montant de pénalité" if _verifiable(taken) else "ni méthode de vérification, ni montant de pénalité"


def _sanctioned(taken: Taken) -> bool:
    for item in taken.clause.consequences:
        amount = taken.values.get(item.amount) if isinstance(item.amount, str) else item.amount
        if amount is not None:
            return True
    return False


def reservation_complete(case: Case) -> Outcome:
    """A reserved lot names its article and the share of workers it takes (L. 2113-12 to -16, R. 2113-7)."""
    reserved = case.lot.reservation
    if reserved is None:
        return not_applicable("le lot n'est pas réservé")
    place = case.place(*reserved.route)
    if reserved.article in _SHARED_BY:
        if reserved.share is None or reserved.share < _RESERVED_SHARE:
            return missing(
                "la part de travailleurs concernés manque, ou n'atteint pas 50 %",
                place,
                read="part non dite" if reserved.share is None else f"part: {reserved.share:g}",
                expected="part: 50 au moins (R. 2113-7)",
            )
        why = f"lot réservé, part de {figure(reserved.share)} %"
        return met(why, Evidence(id=reserved.article, piece="RC", place=place))
    if reserved.article == _ESS:
        return _ess(case, place)
    return missing(
        f"article de réservation inconnu : {reserved.article}",
        place,
        read=reserved.article,
        expected=", ".join(sorted(_SHARED_BY | {_ESS})),
    )


def _ess(case: Case, place: Place) -> Outcome:
    if not case.marche.dossier.specific_services:
        return missing(
            "réservation à l'économie sociale et solidaire hors des services sociaux et spécifiques",
            place,
            read="services_specifiques : faux ou non dit",
            expected="services_specifiques: true (L. 2113-15)",
        )
    if (case.lot.terms.months or 0) > _ESS_MONTHS:
        return missing(
            "durée supérieure à trois ans pour un lot réservé à l'économie sociale et solidaire",
            place,
            read=f"{figure(case.lot.terms.months or 0)} mois",
            expected="36 mois au plus (L. 2113-16)",
        )
    return met("lot réservé à l'économie sociale et solidaire", Evidence(id=_ESS, piece="RC", place=place))


# A norm or label by name. « norme » and « label » alone speak of the notion, not of one of them.
_LABEL = re.compile(
    r"\b(NF EN|NF|EN ISO|ISO \d|EN \d|Écolabel|écolabel|Ecolabel|FSC|PEFC|label [A-ZÉ«]|certification [A-ZÉ«])"
)


def label_equivalent(case: Case) -> Outcome:
    """A norm or a label is followed by « ou équivalent » in the same text (R. 2111-7 to -17)."""
    bad = [taken for taken in case.lot.taken.values() if _cited(taken.clause)]
    if not bad:
        return met("aucune norme, aucun label cité sans équivalent")
    return missing(
        f"norme ou label cité sans « ou équivalent » dans {named(bad)}",
        *(case.place(*taken.route) for taken in bad),
        read=" ; ".join(f"{taken.clause.id}, « {_cited(taken.clause)} »" for taken in bad),
        expected="« ou équivalent » dans le même paragraphe",
    )


def _cited(clause: Clause) -> str:
    """The first line that names a norm or a label in a paragraph without « équivalent »."""
    paragraphs = [part for text in clause.texts.values() for part in text.split("\n\n")]
    lines = [line for part in paragraphs if "équivalent" not in part for line in part.splitlines()]
    return next((line.strip() for line in lines if _LABEL.search(line)), "")
