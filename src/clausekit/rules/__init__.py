"""The rules: one slug, one function, one page of `explain`, one folder of cases."""

from __future__ import annotations

from collections.abc import Mapping

from clausekit.rules import considerations, criteres, loi
from clausekit.rules.case import Case, Evidence, Outcome, Rule
from clausekit.rules.coherence import AT_PUBLICATION, COHERENCES

RULES: Mapping[str, Rule] = {
    "consideration-presente": considerations.consideration_presente,
    "part-des-marches": considerations.part_des_marches,
    "part-des-achats": considerations.part_des_achats,
    "controle-effectif": considerations.controle_effectif,
    "suivi-insertion": considerations.suivi_insertion,
    "clause-presente": considerations.clause_presente,
    "critere-present": criteres.critere_present,
    "annexe-presente": considerations.annexe_presente,
    "fait-note": considerations.fait_note,
    "ligne-prix-presente": considerations.ligne_prix_presente,
    "allotissement": considerations.allotissement,
    "a-la-main": considerations.a_la_main,
    "critere-distinct": criteres.critere_distinct,
    "poids-minimal": criteres.poids_minimal,
    "eparpillement": criteres.eparpillement,
    "pas-de-prix-seul": criteres.pas_de_prix_seul,
    "critere-environnemental": criteres.critere_environnemental,
    "ponderation-publiee": criteres.ponderation_publiee,
    "condition-environnementale": loi.condition_environnementale,
    "condition-sociale": loi.condition_sociale,
    "specification-durable": loi.specification_durable,
    "variantes-dites": loi.variantes_dites,
    "energie-au-seuil": loi.energie_au_seuil,
    "derogations-listees": loi.derogations_listees,
    "penalites-ccag": loi.penalites_ccag,
    "insertion-complete": loi.insertion_complete,
    "environnement-complet": loi.environnement_complet,
    "reservation-complete": loi.reservation_complete,
    "label-equivalent": loi.label_equivalent,
}

__all__ = ["AT_PUBLICATION", "COHERENCES", "RULES", "Case", "Evidence", "Outcome", "Rule"]
