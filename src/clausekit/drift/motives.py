"""A reason written in the dossier for what the documents no longer say."""

from __future__ import annotations

from dataclasses import replace

from clausekit import terms
from clausekit.finding import Finding, Place
from clausekit.marche import Marche
from clausekit.waiver import ON_FILES


def answered(found: Finding, marche: Marche) -> Finding:
    """The same finding, as a mere reminder when a signed waiver that has not lapsed names its rule.

    One reason may cover several findings of a rule; only what is blocking unless a reason is written can be.
    """
    if found.severity != terms.BLOCKING_UNLESS_REASON or found.rule not in ON_FILES:
        return found
    for waiver in marche.dossier.waivers:
        if found.rule in waiver.rules and waiver.signed and not waiver.expired(marche.day or ""):
            return replace(
                found,
                severity="conseil",
                message=f"{found.message} Motif écrit au dossier : {waiver.motive.rstrip('.')}.",
                places=(*found.places, Place(file=marche.dossier.file, route=waiver.route)),
                remedy="",
            )
    return found
