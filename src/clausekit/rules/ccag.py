"""Rules of the CCAG of 2021: departures listed, formal notice, environmental obligations that can be sanctioned."""

from __future__ import annotations

from clausekit import terms
from clausekit.clause import Consequence, Departure
from clausekit.marche import Taken
from clausekit.rules.case import Case, Evidence, Outcome, counted, met, missing, named, not_applicable, proofs


def with_ccag(case: Case) -> bool:
    """Whether the lot refers to a CCAG."""
    return case.lot.terms.ccag not in {None, terms.NO_CCAG}


def derogations_listees(case: Case) -> Outcome:
    """Departures from the CCAG rest on verified articles, so that the last article can list them (R. 2112-3)."""
    if not with_ccag(case):
        return not_applicable("le marché ne se réfère à aucun CCAG")
    found = [
        (taken, item)
        for taken in (*case.lot.taken.values(), *case.lot.automatic.values())
        for item in taken.clause.departures
        if item.ccag == case.lot.terms.ccag
    ]
    if not found:
        return met("aucune dérogation au CCAG dans les clauses retenues")
    doubtful = [(taken, item.article) for taken, item in found if not _verified(case, item.article)]
    if doubtful:
        names = ", ".join(f"{article} par {taken.clause.id}" for taken, article in doubtful)
        return missing(
            f"le CCAP déroge à un article que personne n'a vérifié ({names})",
            *(case.place(*taken.route) if taken.route else case.place("clauses") for taken, _ in doubtful),
            read=f"article {', '.join(article for _, article in doubtful)} du CCAG, « a_verifier » ou hors du registre",
            expected="un article lu et vérifié (registre, ou references_verifiees de l'autorité)",
        )
    return met(
        f"{counted(len(found), 'dérogations')} à lister au dernier article du CCAP",
        *(Evidence(id=taken.clause.id, piece="CCAP") for taken, _ in found),
    )


def _verified(case: Case, article: str) -> bool:
    ccag = case.lot.terms.ccag
    while article:
        for reference in case.marche.library.registers.references.values():
            if reference.ccag == ccag and reference.article == article:
                return case.marche.verified(reference)
        article = article.rpartition(".")[0]
    return False


def article_on(case: Case, topic: str) -> str:
    """The number of the article of the lot's CCAG on a topic; empty when the registry has none."""
    ccag = case.marche.library.registers.ccags.get(case.lot.terms.ccag or "")
    found = ccag.articles.get(topic) if ccag else None
    return found.number if found else ""


def within(number: str, other: str) -> bool:
    """Whether an article is `other` or stands under it (14.1.3 is within 14.1)."""
    return number == other or number.startswith(f"{other}.")


def amount_of(taken: Taken, item: Consequence) -> float | None:
    """The amount of a consequence in euros, its parameter's value included; None when nothing says it."""
    amount = taken.values.get(item.amount) if isinstance(item.amount, str) else item.amount
    return float(amount) if isinstance(amount, (int, float)) and not isinstance(amount, bool) else None


def _of_notice(case: Case, item: Departure) -> bool:
    """Whether a departure may be the one from the formal notice: those on late penalties speak of something else."""
    late = article_on(case, "penalites_retard")
    return item.ccag == case.lot.terms.ccag and not (late and within(item.article, late))


def penalites_ccag(case: Case) -> Outcome:
    """An automatic insertion or environmental penalty departs from the CCAG and says so (CCAG-36)."""
    if not with_ccag(case):
        return not_applicable("le marché ne se réfère à aucun CCAG")
    bad = [
        taken
        for taken in case.conditions
        if taken.clause.consideration in {"environnementale", "sociale"}
        and any(item.nature == "penalite" and not item.notice for item in taken.clause.consequences)
        and not any(_of_notice(case, item) for item in taken.clause.departures)
    ]
    if not bad:
        return met("aucune pénalité sans mise en demeure qui ne soit dite comme dérogation")
    return missing(
        f"pénalité sans mise en demeure, que rien ne dit déroger au CCAG, dans {named(bad)}",
        *(case.place(*taken.route) for taken in bad),
        read="mise_en_demeure: false",
        expected="une ligne « deroge » pour ce CCAG, ou une mise en demeure préalable",
    )


def environnement_complet(case: Case) -> Outcome:
    """Environmental obligations are verifiable, controlled and sanctioned by a stated amount (x.2.1, x.2.3)."""
    found = [taken for taken in case.conditions if taken.clause.consideration == "environnementale"]
    if not found:
        return not_applicable("aucune condition d'exécution environnementale")
    bad = [taken for taken in found if not _sanctioned(taken) or not _verifiable(taken)]
    if not bad:
        return met("chaque obligation a sa méthode de vérification et le montant de sa pénalité", *proofs(found, case))
    return missing(
        " ; ".join(f"{named([taken])} n'a {_unsaid(taken)}" for taken in bad),
        *(case.place(*taken.route) for taken in bad),
        read=counted(len(bad), "conditions d'exécution"),
        expected="controle.verification et une conséquence chiffrée",
    )


def _verifiable(taken: Taken) -> bool:
    return bool(taken.clause.control and taken.clause.control.verification)


def _unsaid(taken: Taken) -> str:
    if _sanctioned(taken):
        return "pas de méthode de vérification"
    return "pas de montant de pénalité" if _verifiable(taken) else "ni méthode de vérification, ni montant de pénalité"


def _sanctioned(taken: Taken) -> bool:
    return any(amount_of(taken, item) is not None for item in taken.clause.consequences)
