"""What a contract's notice and essential data say of sustainability, lot by lot, from the dossier itself.

DECP values are the schema's own words; eForms codes follow the house's correspondences
(donnees/avis.yaml); sentences are those of the RC. Nothing is asserted that the rules do not find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from clausekit import device
from clausekit import typography as typo
from clausekit.assemble import pieces
from clausekit.assemble.pieces import Shared
from clausekit.correspondence import correspondences
from clausekit.device import Device
from clausekit.marche import Lot, Marche
from clausekit.notice.eforms import award, codes_of
from clausekit.notice.essential import fields_of
from clausekit.notice.model import (
    ORIGINS,
    AwardCriterion,
    Case,
    Field,
    LotNotice,
    Notice,
    Section,
)
from clausekit.notice.sentences import sections_of

_OUT_OF_SCOPE = {
    "concession": "une concession : le schéma DECP et l'avis en sont différents",
    "defense": "un marché de défense ou de sécurité : l'avis en est différent",
}


def _lacks(found: Iterable[Device]) -> str:
    return " ; ".join(f"{item.id}, sans {typo.listing(list(item.missing))}" for item in found)


def _warnings(case: Case) -> Iterator[str]:
    for kind in device.CONSIDERATIONS:
        standing = device.standing(case.devices, case.lot, kind)
        if standing.declared == device.YES and standing.effective != device.YES:
            lacks = _lacks(case.carrying(kind))
            yield f"La considération {kind} est déclarée, mais rien de complet ne la porte ({lacks})."
    if any(item.rank is not None for item in case.lot.criteria):
        yield "Critères hiérarchisés : l'avis européen demande pourquoi il n'y a pas de pondération (BT-733)."
    if any(item.weight is None and item.rank is None for item in case.lot.criteria):
        yield "Un critère n'a pas de poids : l'avis ne peut pas le publier."
    if case.lot.unknown:
        yield f"Entrées que la bibliothèque ne connaît pas : {', '.join(item.name for item in case.lot.unknown)}."


def _lot(lot: Lot, marche: Marche, shared: Shared) -> LotNotice:
    case = Case(
        marche=replace(marche, lots=(lot,)),
        lot=lot,
        devices=device.devices(marche, lot),
        tables=correspondences(),
        shared=shared,
    )
    return LotNotice(
        lot=lot.name,
        object=lot.terms.object,
        decp=fields_of(case),
        eforms=codes_of(case),
        criteria=award(case),
        sections=sections_of(case),
        warnings=tuple(_warnings(case)),
    )


def notice(marche: Marche) -> Notice:
    """What the notice and the essential data of a contract say of sustainability, lot by lot."""
    reason = _OUT_OF_SCOPE.get(marche.dossier.contract)
    shared = pieces.shared_of(marche)
    return Notice(
        file=marche.dossier.file,
        object=marche.dossier.object,
        lots=() if reason else tuple(_lot(lot, marche, shared) for lot in marche.lots),
        out_of_scope=reason,
    )


__all__ = [
    "ORIGINS",
    "AwardCriterion",
    "Field",
    "LotNotice",
    "Notice",
    "Section",
    "notice",
]
