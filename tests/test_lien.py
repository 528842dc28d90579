"""Words that speak of the firm as a whole, and words that speak of the contract (Nantes Métropole, Colombes)."""

from __future__ import annotations

import pytest

from clausekit.rules import lien

OF_THE_FIRM = [
    "Politique RSE de l'entreprise",
    "Démarche RSE globale",
    "Performance RSE",
    "Responsabilité sociétale des entreprises",
    "Certifié pour l'ensemble de l'activité",
    "Part des contrats à durée indéterminée dans l'ensemble de ses activités",
    "Volet social de l'entreprise : effectifs et dialogue social",
    "Engagements environnementaux du candidat",
    "Démarche globale de développement durable",
    "Certification environnementale du candidat",
    "Actions en faveur de l’environnement menées par l'entreprise",
    "Stratégie climat de la société",
]
OF_THE_CONTRACT = [
    "Formation des agents affectés au marché",
    "Démarche RSE pour l'exécution du marché",
    "Politique sociale appliquée aux salariés dédiés au marché",
    "Démarche environnementale du candidat pour la durée du marché",
    "Actions environnementales dans le cadre du présent contrat",
    "Égalité professionnelle dans l'équipe affectée à l'exécution des prestations",
    "Performances en matière de protection de l'environnement",
    "Certification environnementale des produits de nettoyage",
    "Actions de formation des équipes de collecte",
    "Démarche environnementale sur le chantier",
    "Engagements du candidat sur les délais",
    "Traçabilité de l'ensemble des déchets",
    "Cohérence générale du planning",
]


@pytest.mark.parametrize("text", OF_THE_FIRM)
def test_the_firm_is_seen(text: str) -> None:
    assert lien.is_general(text)


@pytest.mark.parametrize("text", OF_THE_CONTRACT)
def test_the_contract_is_left_alone(text: str) -> None:
    assert not lien.is_general(text)


@pytest.mark.parametrize("text", OF_THE_FIRM)
def test_a_text_about_the_firm_is_mended_by_saying_for_this_contract(text: str) -> None:
    assert not lien.is_general(f"{text}, pour l'exécution du marché")
