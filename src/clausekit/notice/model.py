"""The fields of a notice as values, and the lot that they are asked of."""

from __future__ import annotations

from dataclasses import dataclass

from clausekit import device
from clausekit.assemble.pieces import Shared
from clausekit.correspondence import Correspondences
from clausekit.device import Device
from clausekit.marche import Lot, Marche

FOUND, STATED, HOUSE = "constat", "dossier", "maison"

ORIGINS = {
    FOUND: "ce que les règles trouvent dans le dossier, dit dans les mots exacts du schéma",
    STATED: "un fait écrit au dossier",
    HOUSE: "une suggestion : correspondance de la maison (donnees/avis.yaml), non une norme",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field to fill. `values` empty: a person must fill it, `why` says why.

    `origin` is one of ORIGINS. `labels` are the French words of codes, where the values are codes.
    """

    name: str
    title: str
    values: tuple[str, ...]
    origin: str
    why: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardCriterion:
    """One award criterion of an eForms notice: BT-734, -540, -539, -541 and -5421."""

    name: str
    description: str
    type: str
    number: float | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Sentences for the notice, worded as in the RC."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotNotice:
    """What one lot gives. `warnings` are what to look at before publishing."""

    lot: str
    object: str
    decp: tuple[Field, ...]
    eforms: tuple[Field, ...]
    criteria: tuple[AwardCriterion, ...]
    sections: tuple[Section, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A whole contract. `out_of_scope` says why nothing is proposed, when nothing is."""

    file: str
    object: str
    lots: tuple[LotNotice, ...]
    out_of_scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One lot and what is known of it. `marche` holds that lot alone."""

    marche: Marche
    lot: Lot
    devices: tuple[Device, ...]
    tables: Correspondences
    shared: Shared

    def carrying(self, consideration: str) -> tuple[Device, ...]:
        """The devices that carry a consideration."""
        return device.carrying(self.devices, consideration)
