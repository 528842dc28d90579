"""The closed lists of the field: pieces, levels, severities, procedures, and their French words."""

from __future__ import annotations

from typing import Final

PIECES: Final = ("CCTP", "CCAP", "RC", "AE", "CRT", "BPU")
LEVELS: Final = ("socle", "renforce", "exemplaire")
LEVEL_TITLES: Final = {"socle": "socle", "renforce": "renforcé", "exemplaire": "exemplaire"}

BLOCKING: Final = "bloquante"
BLOCKING_UNLESS_REASON: Final = "bloquante_sauf_motif"
TO_JUSTIFY: Final = "a_justifier"
WARNING: Final = "avertissement"
ADVICE: Final = "conseil"
BY_HAND: Final = "a_la_main"
SEVERITIES: Final = (BLOCKING, BLOCKING_UNLESS_REASON, TO_JUSTIFY, WARNING, ADVICE, BY_HAND)
SEVERITY_TITLES: Final = {
    BLOCKING: "bloquant",
    BLOCKING_UNLESS_REASON: "bloquant sauf motif",
    TO_JUSTIFY: "à justifier",
    WARNING: "avertissement",
    ADVICE: "conseil",
    BY_HAND: "à la main",
}

# Keys and closed values of the JSON output are English (format.md); this is what a reader sees.
MET: Final = "met"
MISSING: Final = "missing"
WAIVED: Final = "waived"
STATUS_TO_JUSTIFY: Final = "to_justify"
TO_FOLLOW: Final = "to_follow"
MANUAL: Final = "manual"
NOT_APPLICABLE: Final = "not_applicable"
STATUS_TITLES: Final = {
    MET: "satisfait",
    MISSING: "manquant",
    WAIVED: "dérogation",
    STATUS_TO_JUSTIFY: "à justifier",
    TO_FOLLOW: "à suivre sur l'année",
    MANUAL: "à la main",
    NOT_APPLICABLE: "sans objet",
}

CCAGS: Final = ("FCS", "Travaux", "TIC", "PI", "MI", "MOE")
NO_CCAG: Final = "aucun"

PROCEDURES: Final = {
    "procedure_adaptee": "procédure adaptée",
    "appel_offres_ouvert": "appel d'offres ouvert",
    "appel_offres_restreint": "appel d'offres restreint",
    "procedure_avec_negociation": "procédure avec négociation",
    "dialogue_competitif": "dialogue compétitif",
    "sans_publicite": "marché passé sans publicité ni mise en concurrence préalables",
}
# Weighting is compulsory in formalised procedures only (R. 2152-12).
FORMALISED: Final = frozenset(
    {"appel_offres_ouvert", "appel_offres_restreint", "procedure_avec_negociation", "dialogue_competitif"}
)

# Who a contract or a lot may be reserved to, by article. L. 2113-17 (young innovative companies) is not social.
_SHELTERED = "aux entreprises adaptées et aux établissements et services d'accompagnement par le travail"
RESERVED_TO: Final = {
    "ccp-l2113-12": f"{_SHELTERED}, ou à des structures équivalentes",
    "ccp-l2113-13": "aux structures d'insertion par l'activité économique, ou à des structures équivalentes",
    "ccp-l2113-13-1": "aux opérateurs qui produisent en établissement pénitentiaire avec des personnes détenues",
    "ccp-l2113-14": f"{_SHELTERED}, conjointement avec les structures d'insertion par l'activité économique",
    "ccp-l2113-15": "aux entreprises de l'économie sociale et solidaire",
}

STATE_TITLES: Final = {"projet": "projet", "relue": "relue", "validee": "validée", "retiree": "retirée"}

WHO: Final = ("prescripteur", "acheteur", "facilitateur", "candidat")
WHO_TITLES: Final = {
    "prescripteur": "le prescripteur",
    "acheteur": "l'acheteur",
    "facilitateur": "le facilitateur",
    "candidat": "le candidat",
}

# First-level criteria: their printed label and their nature.
CRITERIA: Final = {
    "prix": ("Prix des prestations", "prix"),
    "cout": ("Coût global", "cout"),
    "valeur-technique": ("Valeur technique", "technique"),
    "qualite": ("Qualité des prestations", "technique"),
    "delais": ("Délais", "technique"),
    "developpement-durable": ("Développement durable", "durable"),
}
SUSTAINABLE: Final = frozenset({"durable", "environnementale", "sociale", "mixte"})
ENVIRONMENTAL: Final = frozenset({"environnementale", "mixte"})

CONSIDERATIONS: Final = ("environnementale", "sociale", "economique", "aucune")
CONSIDERATION_TITLES: Final = {
    "environnementale": "environnementale",
    "sociale": "sociale",
    "economique": "économique",
    "aucune": "aucune",
}
TYPE_TITLES: Final = {
    "condition_execution": "condition d'exécution",
    "specification": "spécification technique",
    "rappel": "rappel",
    "variante": "variante",
    "reservation": "réservation",
    "ligne_prix": "ligne de prix",
    "revue": "revue de contrat",
}

ANNEX_TITLES: Final = {
    "charte": "charte",
    "cadre_reponse": "cadre de réponse",
    "estimation": "estimation",
    "fiche_suivi": "fiche de suivi",
    "questionnaire": "questionnaire",
    "modele": "modèle",
}

# Words that clause texts may use without declaring them.
ROLE_WORDS: Final = ("acheteur",)
CCAG_WORDS: Final = {
    "ccag_insertion": "insertion",
    "ccag_environnement": "environnement",
    "ccag_penalites": "penalites_retard",
    "ccag_dechets": "dechets",
    "ccag_pieces": "pieces",
}
RESERVED_WORDS: Final = frozenset({"acheteur", "facilitateur", "objet", "ccag", *CCAG_WORDS})

COMPUTED_BLOCKS: Final = (
    "pieces_contractuelles",
    "penalites",
    "derogations",
    "obligations_environnementales",
    "obligations_sociales",
    "criteres",
    "notation",
    "contenu_dossier",
    "reservation",
    "variantes",
    "conditions",
    "questions_crt",
    "lots",
)
