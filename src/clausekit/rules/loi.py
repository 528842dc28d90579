"""Rules of the code, whatever the value: environmental condition, specifications, variants, labels."""

from __future__ import annotations

import re
from functools import lru_cache

from clausekit.clause import Clause
from clausekit.rules import accord
from clausekit.rules.case import Case, Outcome, met, missing, named, not_applicable, proofs
from clausekit.rules.seuils import conditions_of, none


def condition_environnementale(case: Case) -> Outcome:
    """Conditions d'exécution take the environment into account, whatever the amount (L. 2112-2)."""
    found = conditions_of(case, "environnementale")
    if found:
        return met(named(found), *proofs(found, case))
    wanted = "au moins une condition d'exécution environnementale ; un critère ou une spécification n'y suffit pas"
    return accord.of_agreement(case, "aucune condition d'exécution environnementale") or missing(
        "aucune condition d'exécution environnementale",
        case.place("clauses"),
        read=none(case, "environnementale"),
        expected=accord.expected(case, wanted),
    )


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
    wanted = "au moins une spécification, ou faits: {specification_durable: l'article du CCTP qui la porte}"
    return accord.of_agreement(case, "aucune spécification de développement durable") or missing(
        "aucune spécification technique de développement durable parmi les clauses retenues",
        case.place("clauses"),
        read="aucune clause de type « specification »",
        expected=accord.expected(case, wanted),
    )


def variantes_dites(case: Case) -> Outcome:
    """The notice and the RC say whether variants are allowed (L. 2151-2 since 28 May 2026)."""
    if accord.without_competition(case):
        return not_applicable("marché sans publicité ni mise en concurrence : ni avis ni règlement pour le dire")
    variants = case.lot.terms.variants
    if variants.allowed is None:
        return accord.of_agreement(case, "rien sur les variantes") or missing(
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
    return _first_cited(tuple(clause.texts.values()))


@lru_cache(maxsize=4096)  # a portfolio meets the same clauses in every dossier
def _first_cited(texts: tuple[str, ...]) -> str:
    """The first line that names a norm or a label in a paragraph without « équivalent »."""
    paragraphs = [part for text in texts for part in text.split("\n\n")]
    lines = [line for part in paragraphs if "équivalent" not in part for line in part.splitlines()]
    return next((line.strip() for line in lines if _LABEL.search(line)), "")
