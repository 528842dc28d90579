"""The rules: one slug, one function, one page of `explain`, one folder of cases."""

from __future__ import annotations

from collections.abc import Mapping

from clausekit.rules import (
    ccag,
    considerations,
    criteres,
    insertion,
    loi,
    ponderation,
    presence,
    proportion,
    reservation,
    retard,
    seuils,
    soged,
)
from clausekit.rules.case import Case, Evidence, Outcome, Rule
from clausekit.rules.coherence import AT_PUBLICATION, COHERENCES

RULES: Mapping[str, Rule] = {
    "consideration-presente": considerations.consideration_presente,
    "part-des-marches": considerations.part_des_marches,
    "part-des-achats": considerations.part_des_achats,
    "controle-effectif": considerations.controle_effectif,
    "suivi-insertion": considerations.suivi_insertion,
    "clause-presente": presence.clause_presente,
    "critere-present": criteres.critere_present,
    "annexe-presente": presence.annexe_presente,
    "fait-note": presence.fait_note,
    "ligne-prix-presente": presence.ligne_prix_presente,
    "allotissement": presence.allotissement,
    "a-la-main": presence.a_la_main,
    "critere-distinct": criteres.critere_distinct,
    "poids-minimal": criteres.poids_minimal,
    "eparpillement": criteres.eparpillement,
    "pas-de-prix-seul": criteres.pas_de_prix_seul,
    "critere-environnemental": criteres.critere_environnemental,
    "ponderation-publiee": ponderation.ponderation_publiee,
    "sous-criteres-publies": ponderation.sous_criteres_publies,
    "condition-environnementale": loi.condition_environnementale,
    "condition-sociale": seuils.condition_sociale,
    "specification-durable": loi.specification_durable,
    "variantes-dites": loi.variantes_dites,
    "energie-au-seuil": seuils.energie_au_seuil,
    "besoin-entier": seuils.besoin_entier,
    "derogations-listees": ccag.derogations_listees,
    "penalites-ccag": ccag.penalites_ccag,
    "penalite-retard-utile": retard.penalite_retard_utile,
    "insertion-complete": insertion.insertion_complete,
    "environnement-complet": ccag.environnement_complet,
    "soged-complet": soged.soged_complet,
    "reservation-complete": reservation.reservation_complete,
    "label-equivalent": loi.label_equivalent,
    "proportion-clauses": proportion.proportion_clauses,
    "proportion-sous-criteres": proportion.proportion_sous_criteres,
}

__all__ = ["AT_PUBLICATION", "COHERENCES", "RULES", "Case", "Evidence", "Outcome", "Rule"]
