"""Coherence of criteria with what is bought: the offer is judged, never the firm's general policy.

CE, 25 May 2018, Nantes Métropole, n° 417580; CE, 15 February 2013, Derichebourg Polyurbaine, n° 363921
(commune de Colombes). A criterion may look at the firm only as far as it performs the contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from clausekit import guess, terms
from clausekit.finding import Finding, Place
from clausekit.marche import Lot, Marche, Weighted
from clausekit.rules.told import told

_SLUG = "politique-generale"

# Texts are compared bare: no accents, no capitals. The RSE is the firm's by its very name.
_FIRM = re.compile(r"\brse\b|\bresponsabilite (?:societale|sociale) (?:des|de l') ?(?:entreprises?|organisations?)\b")
_POLICY = re.compile(
    r"\b(?:politique|demarche|strategie|volet|engagement|action|certification|certifie)\w* [^.;]*?"
    r"\b(?:social|societal|environnement|ecolog|climat|egalite|diversite|developpement durable)"
)
_OF_THE_FIRM = re.compile(
    r"\b(?:de|par|dans|au sein de|pour) l'entreprise\b|\b(?:de|par) la societe\b|\bdu groupe\b"
    r"|\bd[ue] (?:candidat|soumissionnaire)\b|\b(?:globale|generale)\b"
)
_WHOLE = re.compile(
    r"\b(?:ensemble|totalite) (?:de (?:l'|ses |son |leurs? )|des )activites?\b|\btoutes (?:ses|leurs) activites\b"
)
# « pour l'exécution du marché », « affectés au marché », « dans le cadre du présent contrat »…
_THIS = r"(?:ce |cet |le |du |de |au |present |l')*(?:marche|contrat|accord-cadre|lot|chantier|prestations?)\b"
_BOUND = re.compile(
    r"\bexecution (?:du|de ce|de cet|de l'|des|de la)\b"
    rf"|\b(?:affecte|dedie|mobilise|employe|propre)\w* (?:a |aux? |pour |sur )?{_THIS}"
    rf"|\b(?:pour|dans|sur|pendant|cadre|objet|titre|besoins|duree) {_THIS}"
)


def politique_generale(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """Criteria of the dossier that judge the firm as a whole, or whose link with the contract nothing says."""
    for item in lot.judged():
        if item.criterion is None and item.file == marche.dossier.file:
            yield from tuple(_general(item)) or _unlinked(item)


def _general(item: Weighted) -> Iterator[Finding]:
    if is_general(item.label) and not _mended(item):
        yield _firm(item, item.label, ("titre",))
    for rank, element in enumerate(item.elements):
        if is_general(element):
            yield _firm(item, element, ("elements_appreciation", rank))


@lru_cache(maxsize=4096)
def is_general(text: str) -> bool:
    """Whether a text speaks of the firm's policy, and not of this contract."""
    plain = guess.bare(text).replace("’", "'")
    firm = _FIRM.search(plain) or _WHOLE.search(plain) or (_POLICY.search(plain) and _OF_THE_FIRM.search(plain))
    return bool(firm) and not _BOUND.search(plain)


def _mended(item: Weighted) -> bool:
    """Whether every element below a title speaks of this contract: the title is then only a name."""
    elements = [element for below in item.walk() for element in below.elements]
    return bool(elements) and all(_BOUND.search(guess.bare(element).replace("’", "'")) for element in elements)


def _firm(item: Weighted, text: str, route: tuple[str | int, ...]) -> Finding:
    return told(
        _SLUG,
        f"« {item.label} » jugerait la politique générale de l'entreprise, non l'offre.",
        Place(file=item.file, route=(*item.route, *route)),
        read=f"« {text} »",
        expected="ce que le candidat fera pour l'exécution de ce marché",
        why="Un critère est lié à l'objet du marché ou à ses conditions d'exécution (L. 2152-7) : la politique "
        "générale de l'entreprise n'en est pas un (Conseil d'État, 25 mai 2018, Nantes Métropole, n° 417580).",
        remedy="Dire ce qui est regardé « pour l'exécution du marché » (moyens, équipes affectées, résultats), "
        "ou ôter l'élément.",
    )


def _unlinked(item: Weighted) -> Iterator[Finding]:
    if item.children or item.nature not in terms.SUSTAINABLE or item.effective == 0 or item.link or item.clauses:
        return
    yield told(
        _SLUG,
        f"Rien ne dit ce qui lie « {item.label} » à l'objet du marché ou à ses conditions d'exécution.",
        Place(file=item.file, route=item.route),
        severity="avertissement",
        read="ni « lien_objet », ni « clauses »",
        expected="une phrase sous « lien_objet », ou les clauses que la promesse complète",
        why="Un critère social ou environnemental sans lien avec l'objet du marché est irrégulier (Conseil d'État, "
        "15 février 2013, n° 363921, commune de Colombes ; 25 mai 2018, n° 417580, Nantes Métropole).",
        remedy="Écrire « lien_objet: … » sous le critère, ou prendre un critère de la bibliothèque.",
    )
