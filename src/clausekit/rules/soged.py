"""CCAG-Travaux: what the contract adds to the site-waste scheme (SOGED) that the CCAG itself asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausekit import typography as typo
from clausekit.marche import Taken
from clausekit.rules.case import Case, Outcome, counted, met, missing, named, not_applicable, proofs
from clausekit.rules.ccag import amount_of
from clausekit.rules.wording import sentences

_CCAG, _THEME = "Travaux", "dechets-chantier"
_MODEL = re.compile(r"\bmodèle\b", re.IGNORECASE)
_PERCENTAGE = re.compile(r"\d\s*%")


def soged_complet(case: Case) -> Outcome:
    """The model, the rates and the penalty amount are set (CCAG-Travaux 36.1, 36.2.3; fact K.5).

    What 36.2.1 says (content and date of the scheme) applies without any clause: it is not asked for again.
    """
    if case.lot.terms.ccag != _CCAG:
        return not_applicable("le schéma (SOGED) est celui du CCAG-Travaux")
    found = [taken for taken in case.conditions if _THEME in taken.clause.themes]
    if not found:
        return not_applicable("aucune condition d'exécution sur les déchets de chantier")
    lacking = list(_lacking(case, found))
    if not lacking:
        return met(f"modèle, taux et montant des pénalités sont fixés par {named(found)}", *proofs(found, case))
    return missing(
        f"il manque au schéma (SOGED) {typo.listing(lacking)} ({', '.join(taken.clause.id for taken in found)})",
        *(case.place(*taken.route) for taken in found if taken.route),
        read=counted(len(lacking), "éléments manquants"),
        expected="le modèle de suivi, les taux à atteindre et le montant de la pénalité ; "
        "le contenu et la date de remise sont déjà à l'article 36.2.1",
    )


def _lacking(case: Case, found: list[Taken]) -> Iterator[str]:
    texts = [text for taken in found for text in sentences(taken)]
    if not case.marche.dossier.facts.get("soged_modele") and not any(_MODEL.search(text) for text in texts):
        yield "son modèle"
    if not any(_PERCENTAGE.search(text) for text in texts) and not any(_rate(taken) for taken in found):
        yield "les taux à atteindre"
    if not any(_penalty(taken) for taken in found):
        yield "le montant de la pénalité"


def _rate(taken: Taken) -> bool:
    """Whether a clause has a percentage that is filled."""
    return any(item.kind == "pourcentage" and name in taken.values for name, item in taken.clause.parameters.items())


def _penalty(taken: Taken) -> bool:
    return any(item.nature == "penalite" and amount_of(taken, item) is not None for item in taken.clause.consequences)
