"""Coherence of clauses with the pieces that print them: nothing is written nowhere, nothing is said both ways."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit.finding import Finding
from clausekit.marche import Lot, Marche, Taken
from clausekit.rules.told import at, told

_FRAME = "CRT"  # printed by an annex, the response frame: annexe-absente tells that it lacks


def piece_absente(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A clause with a text for a piece that the lot does not have: it would be printed nowhere."""
    for taken in lot.taken.values():
        for piece in taken.clause.texts:
            if piece not in lot.terms.pieces and piece != _FRAME:
                yield _unprinted(marche, taken, piece)


def _unprinted(marche: Marche, taken: Taken, piece: str) -> Finding:
    clause, carrier = taken.clause, taken.clause.carrier == piece
    what = "son obligation" if carrier else "une partie de son texte"
    return told(
        "piece-absente",
        f"{clause.id} ({clause.title}) écrit {what} dans la pièce {piece}, que le marché n'a pas.",
        at(marche, taken.route),
        severity="bloquante" if carrier else "avertissement",
        read=f"pièces sans {piece}",
        expected=f"une pièce {piece}",
        why="Un texte sans pièce ne s'imprime nulle part : il n'oblige à rien.",
        remedy=f"Ajouter {piece} sous « pieces », ou retirer la clause.",
    )


def variante_refusee(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A clause that admits a variant, in a lot that refuses variants: the pieces would contradict each other."""
    if lot.terms.variants.allowed is not False:
        return
    for taken in lot.taken.values():
        if taken.clause.type == "variante":
            yield told(
                "variante-refusee",
                f"{taken.clause.id} ({taken.clause.title}) admet une variante, que le marché refuse.",
                at(marche, taken.route),
                read="variantes: {autorisees: false}",
                expected="variantes: {autorisees: true, exigences: …}",
                why="Le règlement dirait à la fois que les variantes sont refusées et ce qu'elles doivent être.",
                remedy="Autoriser les variantes (pour ce lot), ou retirer la clause.",
            )
