"""Rules on what the contract asks for: considerations, clauses, annexes, facts (SPASER M9 to M62)."""

from __future__ import annotations

from clausekit import terms
from clausekit.clause import Clause
from clausekit.marche import Taken
from clausekit.rules.case import (
    Case,
    Evidence,
    Outcome,
    manual,
    met,
    missing,
    named,
    not_applicable,
    proof,
    shown,
    to_follow,
)

_COUNTED = frozenset({"condition_execution", "specification", "variante", "reservation", "ligne_prix"})
_SOCIAL = frozenset({"sociale"})


def _of(case: Case, consideration: str) -> tuple[Evidence, ...]:
    """Everything that makes a consideration: clause, specification, criterion, reservation (PNAD-04, -05)."""
    file = case.marche.dossier.file
    clauses = tuple(
        proof(taken, file)
        for taken in case.lot.taken.values()
        if taken.clause.consideration == consideration and taken.clause.type in _COUNTED
    )
    criteria = tuple(
        shown(item)
        for item in case.lot.judged()
        if item.nature in {consideration, "mixte"} and item.effective != 0 and not item.children
    )
    reserved: tuple[Evidence, ...] = ()
    if consideration in _SOCIAL and case.lot.reservation:
        reserved = (Evidence(id=case.lot.reservation.article, piece="RC", place=case.place(*case.lot.reservation.route)),)
    return clauses + criteria + reserved


def _count(found: tuple[Evidence, ...]) -> str:
    return "une" if len(found) == 1 else str(len(found))


def consideration_presente(case: Case) -> Outcome:
    """At least one consideration of the kind asked, whatever carries it (M11)."""
    kind = case.minimum.given["consideration"]
    title = terms.CONSIDERATION_TITLES[kind]
    found = _of(case, kind)
    if found:
        plural = "s" if len(found) > 1 else ""
        return met(f"{_count(found)} considération{plural} {title}{plural} : {', '.join(item.id for item in found)}", *found)
    return missing(
        f"aucune considération {title} : ni clause, ni spécification, ni critère",
        case.place("clauses"),
        read=f"{len(case.lot.taken)} clauses, dont aucune {title}",
        expected=f"au moins une considération {title}",
    )


def part_des_marches(case: Case) -> Outcome:
    """A share of the year's contracts: a single contract is never failed on it (M11)."""
    kind = case.minimum.given["consideration"]
    title = terms.CONSIDERATION_TITLES[kind]
    share = case.minimum.given["part"]
    found = _of(case, kind)
    counts = f"ce marché y contribue ({', '.join(item.id for item in found)})" if found else "ce marché n'y contribue pas"
    return to_follow(
        f"se juge sur l'année : {share:g} % des marchés notifiés avec une considération {title} ; {counts}", *found
    )


def part_des_achats(case: Case) -> Outcome:
    """A share of the year's purchases: judged on the year (M11, 5 % with solidarity enterprises)."""
    share = case.minimum.given["part"]
    reserved = case.lot.reservation
    counts = "ce lot est réservé" if reserved else "ce lot n'est pas réservé ; l'attributaire dira s'il compte"
    return to_follow(f"se juge sur l'année : {share:g} % des achats ; {counts}")


def control_flaws(clause: Clause) -> list[str]:
    """What a condition d'exécution lacks to be controlled: fields of the control, consequence."""
    control = clause.control
    fields = {
        "indicateur": control.indicator if control else "",
        "preuve": control.proof if control else "",
        "fréquence": control.frequency if control else "",
        "destinataire": control.recipient if control else "",
        "vérification": control.verification if control else "",
    }
    found = [name for name, value in fields.items() if not value.strip()]
    if not any(item.nature != "penalite" or item.amount is not None for item in clause.consequences):
        found.append("conséquence")
    return found


def controle_effectif(case: Case) -> Outcome:
    """Each condition d'exécution has indicator, proof, frequency, recipient, verification and consequence (M12)."""
    if not case.conditions:
        return not_applicable("aucune condition d'exécution à contrôler")
    bad = [(taken, control_flaws(taken.clause)) for taken in case.conditions if control_flaws(taken.clause)]
    if not bad:
        found = tuple(proof(taken, case.marche.dossier.file) for taken in case.conditions)
        return met(f"{len(found)} conditions d'exécution, chacune avec son contrôle et sa conséquence", *found)
    lines = [f"{taken.clause.id} ({', '.join(flaws)})" for taken, flaws in bad]
    return missing(
        f"contrôle incomplet : {' ; '.join(lines)}",
        *(case.place(*taken.route) for taken, _ in bad),
        read=f"{len(bad)} condition(s) d'exécution sans contrôle complet",
        expected="indicateur, preuve, fréquence, destinataire, vérification et conséquence pour chacune",
    )


def suivi_insertion(case: Case) -> Outcome:
    """An insertion action comes with its follow-up in the CCAP (M17)."""
    insertion = [taken for taken in case.lot.taken.values() if "insertion" in taken.clause.themes]
    if not insertion:
        return not_applicable("le lot ne comporte pas d'action d'insertion")
    followed = [
        taken
        for taken in insertion
        if "suivi-insertion" in taken.clause.themes and "CCAP" in taken.clause.texts and not control_flaws(taken.clause)
    ]
    if followed:
        return met(
            f"suivi de l'insertion dans le CCAP : {named(taken.clause for taken in followed)}",
            *(proof(taken, case.marche.dossier.file) for taken in followed),
        )
    return missing(
        "une action d'insertion sans modalités de suivi dans le CCAP",
        case.place(*insertion[0].route),
        read=named(taken.clause for taken in insertion),
        expected="une clause de suivi de l'insertion portée par le CCAP",
    )


def _matches(taken: Taken, given: dict[str, object] | None, themes: tuple[str, ...]) -> bool:
    clause, given = taken.clause, given or {}
    types, kind = given.get("types"), given.get("consideration")
    if themes and not set(themes) & set(clause.themes):
        return False
    if isinstance(types, list) and clause.type not in types:
        return False
    return kind is None or clause.consideration == kind


def everything(case: Case) -> tuple[Taken, ...]:
    """Clauses chosen by the buyer, then those that the engine adds to every contract (reminders)."""
    return (*case.lot.taken.values(), *case.lot.automatic.values())


def _wanted(case: Case) -> tuple[str, ...]:
    return tuple(case.minimum.given.get("themes") or ())


def _theme_names(case: Case, themes: tuple[str, ...]) -> str:
    known = case.marche.library.registers.themes
    return ", ".join(known[theme].title.lower() if theme in known else theme for theme in themes)


def clause_presente(case: Case) -> Outcome:
    """A clause of the themes asked; with `tous`, one for each theme; with `piece`, carried by that piece."""
    themes = _wanted(case)
    given = dict(case.minimum.given)
    groups = [(theme,) for theme in themes] if given.get("tous") else [themes]
    found: list[Taken] = []
    for group in groups:
        matching = [taken for taken in everything(case) if _matches(taken, given, group)]
        if not matching:
            return _no_clause(case, group)
        placed = [taken for taken in matching if given.get("piece") in {None, taken.clause.carrier}]
        if not placed:
            return _elsewhere(case, matching)
        found += placed
    found = list({taken.clause.id: taken for taken in found}.values())
    return met(
        f"clause présente : {named(taken.clause for taken in found)}",
        *(proof(taken, case.marche.dossier.file) for taken in found),
    )


def _no_clause(case: Case, themes: tuple[str, ...]) -> Outcome:
    return missing(
        f"aucune clause sur le thème : {_theme_names(case, themes)}" if themes else "aucune clause de ce type",
        case.place("clauses"),
        read=f"{len(case.lot.taken)} clauses",
        expected=f"une clause sur : {_theme_names(case, themes)}" if themes else None,
    )


def _elsewhere(case: Case, matching: list[Taken]) -> Outcome:
    piece = case.minimum.given["piece"]
    return missing(
        f"présente ailleurs que dans le {piece} : {named(taken.clause for taken in matching)}",
        case.place(*matching[0].route),
        read=f"pièce porteuse : {matching[0].clause.carrier}",
        expected=f"une clause portée par le {piece}",
    )


def critere_present(case: Case) -> Outcome:
    """A criterion of the themes or the nature asked."""
    themes, nature = set(_wanted(case)), case.minimum.given.get("nature")
    found = [
        item
        for item in case.lot.judged()
        if item.effective != 0
        and (not themes or (item.criterion is not None and themes & set(item.criterion.themes)))
        and (nature is None or item.nature in {nature, "mixte"})
    ]
    if found:
        return met("critère présent : " + ", ".join(item.label for item in found), *(shown(item) for item in found))
    about = _theme_names(case, tuple(themes)) or str(nature)
    return missing(f"aucun critère sur : {about}", case.place("grille"), expected=f"un critère sur : {about}")


def annexe_presente(case: Case) -> Outcome:
    """An annex, named or by theme, among the lot's annexes."""
    wanted, themes = case.minimum.given.get("annexe"), set(_wanted(case))
    found = [annex for annex in case.lot.annexes if annex.id == wanted or themes & set(annex.themes)]
    if found:
        names = ", ".join(f"{annex.id} ({annex.title})" for annex in found)
        return met(f"annexe présente : {names}", *(Evidence(id=annex.id, piece=annex.attached_to) for annex in found))
    label = str(wanted or _theme_names(case, tuple(sorted(themes))))
    return missing(
        f"annexe absente : {label}",
        case.place("annexes"),
        read=", ".join(annex.id for annex in case.lot.annexes) or "aucune annexe",
        expected=label,
    )


def fait_note(case: Case) -> Outcome:
    """A fact that the dossier records, because no contract piece shows it."""
    name = str(case.minimum.given["fait"])
    value = case.marche.dossier.facts.get(name)
    if value:
        return met(f"noté au dossier : {name} ({value})")
    return missing(f"le dossier ne note pas le fait « {name} »", case.place("faits"), expected=f"faits: {{{name}: …}}")


def ligne_prix_presente(case: Case) -> Outcome:
    """A price line (or double line) in the price schedule (M49)."""
    found = [taken for taken in case.lot.taken.values() if taken.clause.type == "ligne_prix" or "BPU" in taken.clause.texts]
    if found:
        return met(f"ligne de prix : {named(taken.clause for taken in found)}", *(proof(t, case.marche.dossier.file) for t in found))
    return missing("aucune ligne de prix pour cette solution", case.place("clauses"), expected="une clause qui écrit dans le BPU")


def allotissement(case: Case) -> Outcome:
    """Lots, or the reason why there are none (M54; L. 2113-10 and -11 CCP)."""
    if case.marche.dossier.split:
        return met(f"{len(case.marche.lots)} lots")
    reason = case.marche.dossier.facts.get("motif_non_allotissement")
    if reason:
        return met(f"marché non alloti, motif noté : {reason}")
    return missing(
        "marché non alloti, sans motif noté",
        case.place("faits"),
        expected="des lots, ou faits: {motif_non_allotissement: …}",
    )


def a_la_main(case: Case) -> Outcome:
    """What no program can judge."""
    return manual(str(case.minimum.given.get("regarder") or "une personne juge"))
