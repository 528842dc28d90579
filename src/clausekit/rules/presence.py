"""Rules on what the contract holds: clauses on a theme, annexes, price lines, facts noted, lots (SPASER M9 to M62)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clausekit import terms
from clausekit.annex import Annex
from clausekit.clause import Clause
from clausekit.marche import Taken
from clausekit.rules.case import (
    Case,
    Evidence,
    Outcome,
    counted,
    day,
    manual,
    met,
    missing,
    named,
    proofs,
)


def everything(case: Case) -> tuple[Taken, ...]:
    """Clauses chosen by the buyer, then those that the engine adds to every contract (reminders)."""
    return (*case.lot.taken.values(), *case.lot.automatic.values())


def wanted_themes(case: Case) -> tuple[str, ...]:
    """The themes that the minimum names."""
    return tuple(case.minimum.given.get("themes") or ())


def about(case: Case, themes: Iterable[str]) -> str:
    """« sur le thème « eau » », « sur l'un des thèmes « air », « bruit » »; empty without a theme."""
    known = case.marche.library.registers.themes
    names = [f"« {known[theme].title.lower() if theme in known else theme} »" for theme in themes]
    if not names:
        return ""
    return f" sur le thème {names[0]}" if len(names) == 1 else f" sur l'un des thèmes {', '.join(names)}"


def _on(case: Case, themes: tuple[str, ...]) -> Iterable[Taken]:
    """Clauses on one of the themes; all of them when none is asked."""
    if len(themes) == 1:
        return case.lot.themed.get(themes[0], ())
    wanted = frozenset(themes)
    return (taken for taken in everything(case) if not wanted or not wanted.isdisjoint(taken.clause.themes))


def _matches(clause: Clause, given: Mapping[str, Any]) -> bool:
    if given.get("types") and clause.type not in given["types"]:
        return False
    return given.get("consideration") in {None, clause.consideration}


def clause_presente(case: Case) -> Outcome:
    """A clause of the themes asked; with `tous`, one for each theme; with `piece`, carried by that piece."""
    given, themes = case.minimum.given, wanted_themes(case)
    found: dict[str, Taken] = {}
    for group in [(theme,) for theme in themes] if given.get("tous") else [themes]:
        matching = [taken for taken in _on(case, group) if _matches(taken.clause, given)]
        if not matching:
            return _no_clause(case, group)
        placed = [taken for taken in matching if _placed(case, taken)]
        if not placed:
            return _elsewhere(case, matching)
        found.update({taken.clause.id: taken for taken in placed})
    return met(named(found.values()), *proofs(found.values(), case))


def same_document(case: Case, piece: str, other: str) -> bool:
    """Whether two pieces are one and the same document (a CCP is both CCTP and CCAP)."""
    pieces = case.lot.terms.pieces
    return piece == other or pieces.get(piece, piece) == pieces.get(other, other)


def _placed(case: Case, taken: Taken) -> bool:
    piece = case.minimum.given.get("piece")
    return piece is None or same_document(case, taken.clause.carrier, piece)


def _no_clause(case: Case, themes: tuple[str, ...]) -> Outcome:
    types = case.minimum.given.get("types") or ()
    kind = " ou ".join(f"« {terms.TYPE_TITLES[name]} »" for name in types)
    wanted = "clause" + (f" de type {kind}" if kind else "") + about(case, themes)
    return missing(
        f"aucune {wanted}",
        case.place("clauses"),
        read="aucune des clauses retenues" if case.lot.taken else "aucune clause",
        expected=f"une {wanted}",
    )


def _elsewhere(case: Case, matching: list[Taken]) -> Outcome:
    piece = case.minimum.given["piece"]
    agreed = "présentes" if len(matching) > 1 else "présente"
    return missing(
        f"{named(matching)}, {agreed} ailleurs que dans le {piece}",
        case.place(*matching[0].route),
        read=f"pièce porteuse : {matching[0].clause.carrier}",
        expected=f"une clause portée par le {piece}",
    )


def _entry(annex: Annex) -> str:
    return f"{annex.id} ({annex.title})"


def annexe_presente(case: Case) -> Outcome:
    """An annex, named or by theme, among the lot's annexes."""
    wanted, themes = case.minimum.given.get("annexe"), set(wanted_themes(case))
    found = [annex for annex in case.lot.annexes if annex.id == wanted or themes & set(annex.themes)]
    if found:
        evidence = (Evidence(id=annex.id, piece=annex.attached_to) for annex in found)
        return met(", ".join(_entry(annex) for annex in found), *evidence)
    known = case.marche.library.annexes.get(str(wanted))
    named_one = f" {_entry(known) if known else wanted}" if wanted else ""
    label = f"annexe{named_one}{about(case, wanted_themes(case))}"
    return missing(
        f"aucune {label}" if not wanted else f"l'{label} n'est pas jointe",
        case.place(*case.lot.terms.annexes_at),
        read=", ".join(annex.id for annex in case.lot.annexes) or "aucune annexe",
        expected=f"une {label}" if not wanted else f"l'{label}",
    )


def noted(case: Case) -> str:
    """The names of the facts that the dossier records."""
    facts = [name for name, value in case.marche.dossier.facts.items() if value]
    return f"faits notés : {', '.join(facts)}" if facts else "aucun fait noté"


def fait_note(case: Case) -> Outcome:
    """A fact that the dossier records, because no contract piece shows it."""
    name = str(case.minimum.given["fait"])
    value = case.marche.dossier.facts.get(name)
    if value:
        return met("noté au dossier" + ("" if value is True else f" ({day(value)})"))
    return missing(
        f"le fait « {name} » n'est pas noté au dossier",
        case.place("faits", name),
        read=noted(case),
        expected=f"faits: {{{name}: …}}",
    )


def ligne_prix_presente(case: Case) -> Outcome:
    """A price line (or double line) in the price schedule (M49)."""
    found = [
        taken for taken in case.lot.taken.values() if taken.clause.type == "ligne_prix" or "BPU" in taken.clause.texts
    ]
    if found:
        return met(named(found), *proofs(found, case))
    return missing(
        "aucune clause n'écrit de ligne de prix",
        case.place("clauses"),
        read="aucune des clauses retenues" if case.lot.taken else "aucune clause",
        expected="une clause qui écrit dans le bordereau des prix (BPU)",
    )


def allotissement(case: Case) -> Outcome:
    """Lots, or the reason why there are none (M54; L. 2113-10 and -11 CCP)."""
    if case.marche.dossier.split:
        return met(counted(len(case.marche.lots), "lots"))
    reason = case.marche.dossier.facts.get("motif_non_allotissement")
    if reason:
        return met(f"marché non alloti, avec son motif ({str(reason).rstrip('.')})")
    return missing(
        "marché non alloti, sans motif noté",
        case.place("faits", "motif_non_allotissement"),
        read=noted(case),
        expected="des lots, ou faits: {motif_non_allotissement: …}",
    )


def a_la_main(case: Case) -> Outcome:
    """What no program can judge."""
    return manual(str(case.minimum.given.get("regarder") or "une personne juge"))
