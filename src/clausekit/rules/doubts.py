"""Coherence of what is printed: a legal reference that nobody has verified is not published."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import prose, terms
from clausekit.finding import Finding
from clausekit.marche import Lot, Marche, Taken
from clausekit.rules.told import at, told


def reference_a_verifier(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """An article that a piece would print and that is not verified. `check` tells it at publication only.

    Departures from the CCAG have a rule of their own (derogations-listees).
    """
    yield from _reserved(marche, lot)
    ccag = marche.library.registers.ccags.get(lot.terms.ccag or "")
    if ccag is None:
        return
    for taken in (*lot.taken.values(), *lot.automatic.values()):
        for word in sorted(_words(taken, lot)):
            found = marche.ccag_article(terms.CCAG_WORDS[word])
            if found is None or not found[1]:
                number = found[0].number if found else "inconnu"
                yield _doubt(marche, taken, f"{ccag.name}, article {number}")


def _words(taken: Taken, lot: Lot) -> set[str]:
    """Names of the CCAG articles that the printed texts of a clause call for."""
    texts = (text for piece, text in taken.clause.texts.items() if piece in lot.terms.pieces)
    return {name for text in texts for name in prose.slots(text) if name in terms.CCAG_WORDS}


def _doubt(marche: Marche, taken: Taken, article: str) -> Finding:
    return told(
        "reference-a-verifier",
        f"{taken.clause.id} ({taken.clause.title}) imprimerait une référence que personne n'a vérifiée.",
        at(marche, taken.route or ("ccag",)),
        read=article,
        expected="un article lu et vérifié",
        why="Une référence fausse dans un contrat se retourne contre l'acheteur.",
        remedy="La lire sur Légifrance, puis l'inscrire sous « references_verifiees » dans le fichier de l'autorité.",
    )


def _reserved(marche: Marche, lot: Lot) -> Iterator[Finding]:
    if lot.reservation is None:
        return
    reference = marche.reference(lot.reservation.article)
    if reference is not None and not marche.verified(reference):
        yield told(
            "reference-a-verifier",
            f"La réservation imprimerait une référence que personne n'a vérifiée : {reference.title}.",
            at(marche, (*lot.reservation.route, "article")),
            read=reference.id,
            expected="un article lu et vérifié",
            why="La réservation et son article se publient (R. 2113-7).",
            remedy="Lire l'article, puis l'inscrire sous « references_verifiees » dans le fichier de l'autorité.",
        )
