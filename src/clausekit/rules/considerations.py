"""Rules on what the contract asks for: considerations, clauses, annexes, facts (SPASER M9 to M62)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clausekit import terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.clause import Clause
from clausekit.marche import Taken
from clausekit.rules.case import (
    Case,
    Evidence,
    Outcome,
    counted,
    day,
    figure,
    manual,
    met,
    missing,
    named,
    not_applicable,
    proofs,
    shown,
    to_follow,
)

_COUNTED = frozenset({"condition_execution", "specification", "variante", "reservation", "ligne_prix"})
_SOCIAL = frozenset({"sociale"})


def _of(case: Case, consideration: str) -> tuple[Evidence, ...]:
    """Everything that makes a consideration: clause, specification, criterion, reservation (PNAD-04, -05)."""
    clauses = proofs(
        (
            taken
            for taken in case.lot.taken.values()
            if taken.clause.consideration == consideration and taken.clause.type in _COUNTED
        ),
        case,
    )
    criteria = tuple(
        shown(item)
        for item in case.lot.judged()
        if item.nature in {consideration, "mixte"} and item.effective != 0 and not item.children
    )
    reserved = case.lot.reservation if consideration in _SOCIAL else None
    if reserved is None or not reserved.social:
        return clauses + criteria
    return (*clauses, *criteria, Evidence(id=reserved.article, piece="RC", place=case.place(*reserved.route)))


def _ids(found: Iterable[Evidence]) -> str:
    return ", ".join(item.id for item in found)


def consideration_presente(case: Case) -> Outcome:
    """At least one consideration of the kind asked, whatever carries it (M11)."""
    kind = case.minimum.given["consideration"]
    title = terms.CONSIDERATION_TITLES[kind]
    found = _of(case, kind)
    if found:
        return met(f"{counted(len(found), f'considérations {title}s')} ({_ids(found)})", *found)
    return missing(
        f"aucune considération {title}, ni dans une clause, ni dans une spécification, ni dans un critère",
        case.place("clauses"),
        read="ni clause, ni critère de cette nature",
        expected=f"au moins une considération {title}",
    )


def part_des_marches(case: Case) -> Outcome:
    """A share of the year's contracts: a single contract is never failed on it (M11)."""
    found = _of(case, case.minimum.given["consideration"])
    share = figure(case.minimum.given["part"])
    counts = f"ce marché y contribue ({_ids(found)})" if found else "ce marché n'y contribue pas"
    return to_follow(f"se juge sur les marchés notifiés dans l'année ({share} %) ; {counts}", *found)


def part_des_achats(case: Case) -> Outcome:
    """A share of the year's purchases: judged on the year (M11, 5 % with solidarity enterprises)."""
    share = figure(case.minimum.given["part"])
    reserved = case.lot.reservation
    counts = (
        "ce lot est réservé"
        if reserved and reserved.social
        else "ce lot n'est pas réservé, l'attributaire dira s'il compte"
    )
    return to_follow(f"se juge sur les achats de l'année ({share} %) ; {counts}")


_CONTROL = {
    "indicateur": "l'indicateur",
    "preuve": "la preuve",
    "fréquence": "la fréquence",
    "destinataire": "le destinataire",
    "vérification": "la vérification",
    "conséquence": "la conséquence",
}


_FIELDS = (
    ("indicateur", "indicator"),
    ("preuve", "proof"),
    ("fréquence", "frequency"),
    ("destinataire", "recipient"),
    ("vérification", "verification"),
)


def control_flaws(clause: Clause) -> list[str]:
    """What a condition d'exécution lacks to be controlled, among the words of `_CONTROL`."""
    control = clause.control
    found = [word for word, name in _FIELDS if not (control and getattr(control, name).strip())]
    if not any(item.nature != "penalite" or item.amount is not None for item in clause.consequences):
        found.append("conséquence")
    return found


def controle_effectif(case: Case) -> Outcome:
    """Each condition d'exécution has indicator, proof, frequency, recipient, verification and consequence (M12)."""
    if not case.conditions:
        return not_applicable("aucune condition d'exécution à contrôler")
    bad = [(taken, flaws) for taken in case.conditions if (flaws := control_flaws(taken.clause))]
    if not bad:
        conditions = counted(len(case.conditions), "conditions d'exécution")
        return met(f"{conditions}, avec contrôle et conséquence", *proofs(case.conditions, case))
    lines = [f"à {taken.clause.id} {typo.listing([_CONTROL[flaw] for flaw in flaws])}" for taken, flaws in bad]
    return missing(
        f"il manque {' ; '.join(lines)}",
        *(case.place(*taken.route) for taken, _ in bad),
        read=counted(len(bad), "conditions d'exécution") + " sans contrôle complet",
        expected="indicateur, preuve, fréquence, destinataire, vérification et conséquence pour chacune",
    )


def _same_document(case: Case, piece: str, other: str) -> bool:
    """Whether two pieces are one and the same document (a CCP is both CCTP and CCAP)."""
    pieces = case.lot.terms.pieces
    return piece == other or pieces.get(piece, piece) == pieces.get(other, other)


def _in_ccap(case: Case, clause: Clause) -> bool:
    return any(_same_document(case, piece, "CCAP") for piece in clause.texts)


def suivi_insertion(case: Case) -> Outcome:
    """An insertion action comes with its follow-up in the CCAP (M17)."""
    insertion = [taken for taken in case.lot.taken.values() if "insertion" in taken.clause.themes]
    if not insertion:
        return not_applicable("le lot ne comporte pas d'action d'insertion")
    followed = [
        taken
        for taken in insertion
        if "suivi-insertion" in taken.clause.themes and _in_ccap(case, taken.clause) and not control_flaws(taken.clause)
    ]
    if followed:
        return met(named(followed), *proofs(followed, case))
    return missing(
        "l'action d'insertion n'a pas de modalités de suivi dans le CCAP",
        case.place(*insertion[0].route),
        read=named(insertion),
        expected="une clause de suivi de l'insertion portée par le CCAP, avec son contrôle et sa conséquence",
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


def _placed(case: Case, taken: Taken) -> bool:
    piece = case.minimum.given.get("piece")
    return piece is None or _same_document(case, taken.clause.carrier, piece)


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
