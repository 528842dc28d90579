"""Rules that hold whatever the policy: ids, values, sums, and how entries of a dossier fit together."""

from __future__ import annotations

from clausekit.rules.chaine import chaine, critere_deja_impose
from clausekit.rules.doublons import clause_propre_double
from clausekit.rules.doubts import reference_a_verifier
from clausekit.rules.durees import durees
from clausekit.rules.ecrits import piece_absente, variante_refusee
from clausekit.rules.entries import (
    entree_inconnue,
    entree_retiree,
    exclusion,
    hors_champ,
    niveau_inconnu,
    requis_manquant,
)
from clausekit.rules.lien import politique_generale
from clausekit.rules.niveaux import niveaux_divers
from clausekit.rules.pieces import annexe_absente, penalite_ailleurs
from clausekit.rules.sums import sommes
from clausekit.rules.told import Coherence
from clausekit.rules.values import valeur_hors_bornes, valeur_inconnue, valeur_manquante

# Told at the stage of publication only: a draft may well have blanks and doubts.
AT_PUBLICATION = frozenset({"valeur-manquante", "reference-a-verifier"})

COHERENCES: dict[str, Coherence] = {
    "entree-inconnue": entree_inconnue,
    "entree-retiree": entree_retiree,
    "hors-champ": hors_champ,
    "exclusion": exclusion,
    "requis-manquant": requis_manquant,
    "niveau-inconnu": niveau_inconnu,
    "valeur-inconnue": valeur_inconnue,
    "valeur-manquante": valeur_manquante,
    "valeur-hors-bornes": valeur_hors_bornes,
    "reference-a-verifier": reference_a_verifier,
    "sommes": sommes,
    "chaine": chaine,
    "critere-deja-impose": critere_deja_impose,
    "annexe-absente": annexe_absente,
    "penalite-ailleurs": penalite_ailleurs,
    "clause-propre-double": clause_propre_double,
    "durees": durees,
    "niveaux-divers": niveaux_divers,
    "politique-generale": politique_generale,
    "piece-absente": piece_absente,
    "variante-refusee": variante_refusee,
}
