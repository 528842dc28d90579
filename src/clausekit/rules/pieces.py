"""Pieces that agree with one another: annexes that exist where they are named, penalties at the CCAP."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from clausekit import guess, prose
from clausekit.clause import Clause
from clausekit.finding import Finding, Place
from clausekit.marche import Lot, Marche, Taken
from clausekit.rules.case import euros, named, quoted
from clausekit.rules.said import figures, penalties, sentences
from clausekit.rules.told import at, chosen_at, told

_ANNEX = re.compile(r"\b[A-Z]{3}-A[0-9]{2,3}\b")
_FRAME = "cadre_reponse"
_EUROS = re.compile(r"\beuros?\b|€", re.IGNORECASE)
# The blocks by which a piece lists annexes, and how the piece calls the list.
_FILE, _CONTRACT = "contenu_dossier", "pieces_contractuelles"
_LISTS = {_FILE: "la liste du dossier de consultation (RC)", _CONTRACT: "la liste des pièces contractuelles (CCAP)"}


def written_at(marche: Marche, taken: Taken, *keys: str) -> Place:
    """Where a clause is written: under its own number for one of the dossier, else in its file."""
    for number, clause in enumerate(marche.dossier.own):
        if clause.id == taken.clause.id:
            return at(marche, ("clauses_propres", number, *keys))
    return Place(file=taken.clause.file, route=keys)


@lru_cache(maxsize=4096)
def _annexes_in(text: str) -> frozenset[str]:
    """Ids of the annexes that a text names."""
    return frozenset(_ANNEX.findall(text))


def _everything(lot: Lot) -> tuple[Taken, ...]:
    return (*lot.taken.values(), *lot.automatic.values())


# --- annexes -------------------------------------------------------------------------------------

_Named = tuple[str, str, Place]  # who names it, the annex, where


def _by_clauses(marche: Marche, lot: Lot) -> Iterator[_Named]:
    for taken in _everything(lot):
        clause = taken.clause
        said = [*clause.texts.items(), *clause.complements.get(taken.level or "", {}).items()]
        for piece, text in said:
            # What it requires is told by requis-manquant.
            for name in sorted(_annexes_in(text).difference(clause.requires)):
                yield clause.id, name, written_at(marche, taken, "textes", piece)


def _by_criteria(marche: Marche, lot: Lot) -> Iterator[_Named]:
    for item in lot.judged():
        asked = (item.criterion.question,) if item.criterion else ()
        for name in sorted({name for text in (*asked, *item.elements, *item.proofs) for name in _annexes_in(text)}):
            yield item.criterion.id if item.criterion else f"« {item.label} »", name, at(marche, chosen_at(item, lot))


def _by_annexes(marche: Marche, lot: Lot) -> Iterator[_Named]:
    for annex in lot.annexes:
        for name in sorted({name for section in annex.sections for name in _annexes_in(section.text)} - {annex.id}):
            yield annex.id, name, at(marche, lot.terms.annexes_at)


def annexe_absente(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """An annex that a text names and the dossier does not join, or that it joins and no piece lists."""
    joined = {annex.id for annex in lot.annexes} | {item.name for item in lot.unknown if item.kind == "annex"}
    seen: set[tuple[str, str]] = set()
    for owner, name, place in (*_by_clauses(marche, lot), *_by_criteria(marche, lot), *_by_annexes(marche, lot)):
        if name not in joined and (owner, name) not in seen:
            seen.add((owner, name))
            yield _absent(owner, name, place, marche, lot)
    yield from _unlisted(marche, lot)
    yield from _unframed(marche, lot)
    yield from _unknown_charters(marche)


def _absent(owner: str, name: str, place: Place, marche: Marche, lot: Lot) -> Finding:
    annex = marche.library.annexes.get(name)
    near = guess.near_ids(name, marche.library.annexes)
    known = f"Ajouter {name} sous « annexes », ou ôter ce renvoi."
    return told(
        "annexe-absente",
        f"{owner} renvoie à l'annexe {name}{f' ({annex.title})' if annex else ''}, que le dossier ne joint pas.",
        place,
        read=f"annexes : {', '.join(item.id for item in lot.annexes) or 'aucune'}",
        expected=f"{name} parmi les annexes" if annex else (", ".join(near) or "une annexe de la bibliothèque"),
        why="La pièce renverrait à un document que personne n'a reçu : l'obligation resterait sans contenu.",
        remedy=known if annex else "Écrire l'identifiant d'une annexe de la bibliothèque, ou ôter ce renvoi.",
    )


def _lists(lot: Lot) -> frozenset[str]:
    """The lists that the lot's pieces hold."""
    return frozenset(
        name for taken in _everything(lot) for text in taken.clause.texts.values() for name in prose.computed(text)
    )


def _unlisted(marche: Marche, lot: Lot) -> Iterator[Finding]:
    held = _lists(lot)
    for annex in lot.annexes:
        wanted = (_FILE, _CONTRACT) if annex.contractual else (_FILE,)
        # The CCAP ranks the annexes of the two contract books only.
        lacking = [name for name in wanted if name not in held or (name == _CONTRACT and annex.attached_to == "RC")]
        if lacking:
            yield told(
                "annexe-absente",
                f"{annex.id} ({annex.title}) n'est pas dans {' ni dans '.join(_LISTS[name] for name in lacking)}.",
                at(marche, lot.terms.annexes_at),
                severity="avertissement",
                read=f"annexe_a: {annex.attached_to}" + (", contractuelle" if annex.contractual else ""),
                expected=f"{annex.id} dans {' et '.join(_LISTS[name] for name in wanted)}",
                why="Une annexe que la liste des pièces oublie n'a pas de rang : on peut la dire étrangère au marché.",
                remedy=_listing(lacking, annex.attached_to == "RC" and annex.contractual),
            )


def _listing(lacking: list[str], misplaced: bool) -> str:
    if misplaced and lacking == [_CONTRACT]:
        return "L'annexer au CCAP ou au CCTP (« annexe_a »), ou ne pas la dire contractuelle."
    blocks = " et ".join(f"[[={name}]]" for name in lacking)
    return f"Rendre à la bibliothèque l'article qui dresse la liste ({blocks})."


def _unframed(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """Clauses that put a question to the candidate, in a response frame that is not joined."""
    asking = [taken for taken in lot.taken.values() if "CRT" in taken.clause.texts]
    framed = any(annex.type == _FRAME for annex in lot.annexes) or any(item.kind == "annex" for item in lot.unknown)
    if asking and not framed:
        yield told(
            "annexe-absente",
            f"{named(asking)} : la question posée au candidat ne serait écrite nulle part, faute de cadre de réponse.",
            at(marche, lot.terms.annexes_at),
            severity="avertissement",
            read=f"annexes : {', '.join(annex.id for annex in lot.annexes) or 'aucune'}",
            expected="une annexe de type « cadre_reponse »",
            why="La clause attend de l'offre une valeur ou une estimation : sans cadre, personne ne la demande.",
            remedy="Ajouter le cadre de réponse sous « annexes ».",
        )


def _unknown_charters(marche: Marche) -> Iterator[Finding]:
    """Charters that the authority says it has adopted and that cannot be joined: the library lacks them."""
    unknown = sorted(marche.authority.adopted - marche.library.annexes.keys())
    if unknown:
        yield told(
            "annexe-absente",
            f"L'autorité a adopté {quoted(unknown)}, que la bibliothèque n'a pas.",
            Place(file=marche.authority.file, route=("chartes_adoptees",)),
            severity="avertissement",
            read=", ".join(unknown),
            expected=", ".join(name for name, annex in marche.library.annexes.items() if annex.type == "charte")
            or "une charte de la bibliothèque",
            why="Une charte adoptée qu'aucun dossier ne peut joindre n'oblige personne.",
            remedy="Corriger l'identifiant, ou ajouter la charte à la bibliothèque de l'autorité.",
        )


# --- penalties -----------------------------------------------------------------------------------


def _carried(taken: Taken) -> set[float]:
    """Amounts that the CCAP's table of penalties prints for a clause, caps included."""
    found: set[float] = set()
    for item in taken.clause.consequences:
        for amount in (item.amount, item.cap):
            value = taken.values.get(amount, amount) if isinstance(amount, str) else amount
            if isinstance(value, (int, float)):
                found.add(float(value))
            elif isinstance(value, str):
                found.update(figure.value for figure in figures(value) if figure.unit == "euro")
    return found


def penalite_ailleurs(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A penalty written in the CCTP, that neither the CCAP's text nor its table of penalties carries.

    In a single book (CCP) the two stand together: there is nothing to compare.
    """
    if lot.terms.pieces.get("CCTP") == lot.terms.pieces.get("CCAP"):
        return
    beside = [(taken, stated) for taken in lot.taken.values() if (stated := _beside_the_table(taken))]
    ccap = {amount for taken in _everything(lot) for _, amount in _stated(taken, "CCAP")} if beside else set()
    for taken, stated in beside:
        lost = [item for item in stated if item[1] not in ccap]
        if lost:
            yield _elsewhere(taken.clause, lost, _carried(taken), written_at(marche, taken, "textes", "CCTP"))


def _beside_the_table(taken: Taken) -> list[tuple[str, float]]:
    """Penalties of the CCTP that the table of penalties does not print."""
    stated = _stated(taken, "CCTP")
    table = _carried(taken) if stated else set()
    return [item for item in stated if item[1] not in table]


def _stated(taken: Taken, piece: str) -> tuple[tuple[str, float], ...]:
    """Penalties that a piece states; a text that prints no amount is not read sentence by sentence."""
    texts = (taken.clause.texts.get(piece), taken.clause.complements.get(taken.level or "", {}).get(piece))
    if not any(_may_print_euros(text, taken) for text in texts if text):
        return ()
    return tuple(penalties(sentences(taken, piece)))


def _may_print_euros(text: str, taken: Taken) -> bool:
    if _speaks_of_euros(text):
        return True
    for name in prose.slots(text):
        item, value = taken.clause.parameters.get(name), taken.values.get(name)
        if item and (item.kind == "montant" or _speaks_of_euros(item.unit or "")):
            return True
        if isinstance(value, (str, list, dict)) and _speaks_of_euros(str(value)):
            return True
    return False


@lru_cache(maxsize=8192)
def _speaks_of_euros(words: str) -> bool:
    return _EUROS.search(words) is not None


def _elsewhere(clause: Clause, lost: list[tuple[str, float]], table: Iterable[float], place: Place) -> Finding:
    amounts = ", ".join(dict.fromkeys(euros(amount) for _, amount in lost))
    there = ", ".join(euros(amount) for amount in sorted(table))
    return told(
        "penalite-ailleurs",
        f"{clause.id} ({clause.title}) écrit au CCTP une pénalité que le CCAP ne porte pas : {amounts}.",
        place,
        severity="avertissement",
        read=f"« {lost[0][0]} »",
        expected=f"le montant que ses conséquences donnent au CCAP ({there})"
        if there
        else "la même pénalité sous « consequences », que le CCAP imprime dans son tableau",
        why="Le CCAP passe avant le CCTP et son tableau réunit les pénalités : celle qu'il ignore se conteste, deux "
        "montants se contredisent.",
        remedy="Corriger l'un des deux montants, ou ne laisser que celui de « consequences »."
        if there
        else "L'écrire sous « consequences » (manquement, montant, unité), et l'ôter du CCTP.",
    )
