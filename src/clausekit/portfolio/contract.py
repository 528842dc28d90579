"""One contract to count, from a dossier resolved: what it declares, and what holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clausekit import device
from clausekit.check import selection
from clausekit.device import NO, UNKNOWN, YES, Device, Standing
from clausekit.dossier import SINGLE_LOT, Dossier
from clausekit.marche import Lot, Marche
from clausekit.portfolio.objective import SOLIDARITY, yearly

_AWARDED = "attributaire_solidaire"
_SCOPES = {"concession": "concession", "defense": "marché de défense ou de sécurité"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One contract to count: a lot notified apart, or a contract without lots.

    `amount` is euros before VAT (the lot's maximum, or the estimated value of a contract without
    lots), None when the dossier does not say it. `standings` are by subject. `doubt` says why an
    absence is not sure. `objectives` are the minima (policy, id) that concern it.
    """

    file: str
    lot: str
    object: str
    family: str
    amount: float | None
    notified: str | None
    standings: Mapping[str, Standing]
    devices: tuple[Device, ...]
    doubt: str
    objectives: frozenset[tuple[str, str]]


def out_of_scope(marche: Marche) -> str:
    """Why a dossier is not counted; empty when it is."""
    return _SCOPES.get(marche.dossier.contract, "")


def amount(lot: Lot, dossier: Dossier) -> float | None:
    """The lot's maximum; of a contract without lots, the estimated value of the need."""
    if lot.terms.amount.maximum is not None:
        return lot.terms.amount.maximum
    return dossier.value if lot.name == SINGLE_LOT else None


def _awarded(fact: Any, lot: str) -> str:
    """What `faits: {attributaire_solidaire: …}` says of a lot: true, false, or the names of the lots."""
    if fact is None or fact == "":
        return UNKNOWN
    if isinstance(fact, bool):
        return YES if fact else NO
    return YES if lot in re.split(r"[\s,;]+", str(fact)) else NO


def _solidarity(marche: Marche, lot: Lot, found: tuple[Device, ...]) -> Standing:
    """A reserved lot counts; of the others, only who won it can tell."""
    if lot.reservation and lot.reservation.social:
        reserved = [item for item in found if item.kind == device.RESERVATION and item.id == lot.reservation.article]
        complete = all(item.complete for item in reserved)
        return Standing(declared=YES, effective=YES if complete else NO)
    said = _awarded(marche.dossier.facts.get(_AWARDED), lot.name)
    return Standing(declared=said, effective=said)


def _concerning(marche: Marche, lot: Lot) -> frozenset[tuple[str, str]]:
    known = marche.library.policies
    names = marche.authority.policies or tuple(known)
    facts = selection.facts(marche, lot)
    return frozenset(
        (name, minimum.id)
        for name in names
        if name in known
        for minimum in yearly(known[name])
        if selection.selected(minimum, facts)
    )


def _object(lot: Lot, dossier: Dossier) -> str:
    own = lot.terms.object
    return own if own == dossier.object else f"{dossier.object} – {own}"


def _contract(lot: Lot, marche: Marche) -> Contract:
    found = device.devices(marche, lot)
    standings = {kind: device.standing(found, lot, kind) for kind in device.CONSIDERATIONS}
    return Contract(
        file=marche.dossier.file,
        lot=lot.name,
        object=_object(lot, marche.dossier),
        family=lot.terms.family,
        amount=amount(lot, marche.dossier),
        notified=marche.dossier.notification,
        standings={**standings, SOLIDARITY: _solidarity(marche, lot, found)},
        devices=found,
        doubt=device.undecided(lot),
        objectives=_concerning(marche, lot),
    )


def contracts(marche: Marche) -> tuple[Contract, ...]:
    """The contracts of a dossier, one a lot; none of a concession or a defence contract."""
    return () if out_of_scope(marche) else tuple(_contract(lot, marche) for lot in marche.lots)


def lacking(contract: Contract, consideration: str) -> str:
    """What keeps a declared consideration from being effective, entry by entry."""
    found = device.carrying(contract.devices, consideration)
    return " ; ".join(f"{item.id} sans {', '.join(item.missing)}" for item in found)
