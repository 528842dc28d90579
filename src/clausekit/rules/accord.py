"""Contracts whose criteria or conditions stand elsewhere, and those that nobody competes for.

A subsequent contract is awarded on the criteria of its framework agreement (R. 2162-10, 4°; fact
ADD-03); what the agreement itself holds is not read here, so that a person judges.
"""

from __future__ import annotations

from clausekit.rules.case import Case, Outcome, day, manual

NO_COMPETITION = "sans_publicite"
SUBSEQUENT = "marche_subsequent"
FACT = "accord_cadre"
UNNOTED = f"noter sa référence sous « faits: {{{FACT}: …}} »"
OR_AGREEMENT = f"ou faits: {{{FACT}: sa référence}} si l'accord-cadre la porte"


def without_competition(case: Case) -> bool:
    """Whether the contract is passed without publicity or competition: it has no award criteria (ADD-08)."""
    return case.marche.dossier.procedure == NO_COMPETITION


def subsequent(case: Case) -> bool:
    """Whether the contract is passed under a framework agreement."""
    return case.marche.dossier.form == SUBSEQUENT


def agreement(case: Case) -> str:
    """The framework agreement of a subsequent contract, as the dossier names it; empty when it does not."""
    noted = case.marche.dossier.facts.get(FACT)
    return day(noted) if noted and noted is not True else ""


def of_agreement(case: Case, what: str) -> Outcome | None:
    """For what a subsequent contract lacks and its agreement may hold; None when no agreement is named."""
    reference = agreement(case) if subsequent(case) else ""
    return (
        manual(f"{what} dans ce marché subséquent, à chercher dans l'accord-cadre ({reference})") if reference else None
    )


def expected(case: Case, what: str) -> str:
    """What would be enough: also, for a subsequent contract, the reference of its agreement."""
    return f"{what}, {OR_AGREEMENT}" if subsequent(case) else what
