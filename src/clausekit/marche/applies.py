"""Whether an entry is for a purchase, and why not."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import typography as typo
from clausekit.clause import Applicability
from clausekit.dossier import Dossier, Terms


def misfits(applicable: Applicability, lot: Terms, dossier: Dossier) -> tuple[str, ...]:
    """Why an entry does not apply, in French; empty when it does.

    A fact that the dossier does not state yet never excludes: a prescriber drafts a CCTP
    before anybody has chosen a procedure.
    """
    found = [
        f"{name} : {_words(have)}, alors que l'entrée vaut pour {_words(wanted)}"
        for name, wanted, have in _compared(applicable, lot, dossier)
        if set(wanted).isdisjoint(have)
    ]
    if applicable.cpv and lot.cpv and not any(code.startswith(applicable.cpv) for code in lot.cpv):
        found.append(f"CPV : {_words(lot.cpv)}, alors que l'entrée vaut pour {_words(applicable.cpv)}")
    if lot.months is not None and not applicable.months.holds(lot.months):
        found.append(f"durée : {typo.number(lot.months)} mois, hors des bornes de l'entrée")
    if dossier.value is not None and not applicable.value.holds(dossier.value):
        found.append(f"valeur : {typo.plain(typo.euros(dossier.value))}, hors des bornes de l'entrée")
    return tuple(found)


def _compared(
    applicable: Applicability, lot: Terms, dossier: Dossier
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Each fact that the entry names and that the purchase states: its word, what is wanted, what is."""
    if applicable.families:
        yield "famille", applicable.families, (lot.family,)
    if applicable.segments and lot.segments:
        yield "segment", applicable.segments, lot.segments
    if applicable.natures and lot.nature:
        yield "nature", applicable.natures, (lot.nature,)
    if applicable.ccag and lot.ccag:
        yield "CCAG", applicable.ccag, (lot.ccag,)
    if applicable.procedures and dossier.procedure:
        yield "procédure", applicable.procedures, (dossier.procedure,)
    if applicable.forms:
        yield "forme", applicable.forms, (dossier.form,)
    if applicable.contracts:
        yield "contrat", applicable.contracts, (dossier.contract,)


def _words(values: tuple[str, ...]) -> str:
    return ", ".join(values)
