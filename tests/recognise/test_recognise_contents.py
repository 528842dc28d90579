"""A table of contents announces titles, and is none of them: what stands below it has its own."""

from __future__ import annotations

from clausekit import read
from clausekit.recognise import criteria
from clausekit.recognise.articles import articles
from clausekit.recognise.considerations import considerations

TEXT = """# CCP - Acquisition de matériel informatique

## Sommaire

1. Objet ........................................ 3
2. Dispositions environnementales ............... 6
3. Critères de jugement des offres .............. 7
4. Résiliation, litiges, assurances ............. 9

---

## 1. Objet

Le marché porte sur des postes de travail.

## 2. Dispositions environnementales

Le titulaire reprend les emballages et remet chaque mois l'attestation de leur recyclage.

## 3. Critères de jugement des offres

- Prix : 60 %
- Valeur technique : 40 %
"""


def test_the_articles_below_a_table_of_contents_are_not_below_its_last_line():
    draft = read.draft(TEXT.encode(), file="ccp.md")
    for article in articles(draft):
        assert all("\t" not in title for title in article.path), article.path
    (found,) = considerations(draft, "CCP")
    assert (found.status, found.kind, found.place.article) == (
        "met",
        "environmental",
        "2 Dispositions environnementales",
    )
    assert [(item.label, item.weight) for item in criteria(draft)] == [("Prix", 60), ("Valeur technique", 40)]
