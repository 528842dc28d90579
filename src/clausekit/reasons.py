"""The reasons to keep in the file when a contract uses an exception of the law, ready to be signed.

Three exceptions are written: no social condition (L. 2112-2-1, II and III), no lots (L. 2113-10 and -11),
ranks instead of weights (R. 2152-12). The facts are the dossier's own words; the law is paraphrased.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausekit import terms
from clausekit import typography as typo
from clausekit.check.verdict import Judged, Verdict
from clausekit.marche import Lot, Marche
from clausekit.rules import Case, accord, seuils
from clausekit.waiver import Waiver

_CODE = "du code de la commande publique"
_ENTITY = "entite_adjudicatrice"
_SOCIAL_RULE = "condition-sociale"
# L. 2112-2-1, II: the four cases, paraphrased.
_CASES = {
    1: "le besoin peut être satisfait par une solution immédiatement disponible",
    2: "une telle condition n'aurait pas de lien suffisant avec l'objet du marché",
    3: "une telle condition restreindrait la concurrence, ou rendrait l'exécution techniquement ou économiquement "
    "difficile",
    4: "le marché a pour objet des travaux dont la durée est inférieure à six mois",
}
# Where the reasons of a contract without lots are recorded.
_RECORDED = {"procedure_adaptee": "R. 2113-2", **dict.fromkeys(terms.FORMALISED, "R. 2113-3")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One paragraph. `references` are ids of the registry, `lots` those concerned (empty: the whole contract).

    `look` is what a jurist looks at before signing: it is no part of the paragraph.
    """

    subject: str
    text: str
    lots: tuple[str, ...]
    references: tuple[str, ...]
    look: str


def reasons(verdict: Verdict, marche: Marche) -> tuple[Reason, ...]:
    """The paragraphs of a contract, as it was judged; none when it uses no exception, or is out of scope."""
    if verdict.out_of_scope:
        return ()
    return (*_social(verdict, marche), *_undivided(marche), *_ranked(marche))


def _sentence(words: str) -> str:
    """A text of the dossier as a sentence of its own."""
    text = words.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _day(date: str) -> str:
    return typo.plain(typo.date(date))


def _euros(value: float) -> str:
    return typo.plain(typo.euros(value))


def _buyer(marche: Marche) -> str:
    """« La Métropole », at the head of a sentence."""
    role = marche.authority.roles.get("acheteur", "l'acheteur")
    return role[:1].upper() + role[1:]


def _contract(marche: Marche) -> str:
    return f"Le marché « {marche.dossier.object} »"


def _for_lots(lots: tuple[str, ...], marche: Marche) -> str:
    """« pour le lot 2 (Secteur est) », « pour les lots 1 et 3 »; empty when every lot is meant."""
    if len(lots) == len(marche.lots):
        return ""
    if len(lots) > 1:
        return f" pour les lots {typo.listing(list(lots))}"
    return f" pour le lot {lots[0]} ({marche.dossier.lots[lots[0]].object})"


def _of(lots: tuple[str, ...], marche: Marche) -> tuple[str, ...]:
    return () if len(lots) == len(marche.lots) else lots


# --- no social condition -------------------------------------------------------------------------


def _social(verdict: Verdict, marche: Marche) -> Iterator[Reason]:
    used: dict[Waiver, list[tuple[Lot, Judged]]] = {}
    for lot, told in zip(marche.lots, verdict.lots, strict=False):
        for judged in told.minima:
            if judged.minimum.rule == _SOCIAL_RULE and judged.waiver and judged.waiver.case in _CASES:
                used.setdefault(judged.waiver, []).append((lot, judged))
    for waiver, found in used.items():
        yield _no_condition(waiver, found, marche)


def _no_condition(waiver: Waiver, found: list[tuple[Lot, Judged]], marche: Marche) -> Reason:
    lots = tuple(dict.fromkeys(lot.name for lot, _ in found))
    case = waiver.case or 0
    absent = "Aucune condition d'exécution relative au domaine social ou à l'emploi n'y est prévue"
    sentences = (
        _need(*found[0], marche),
        f"{absent}{_for_lots(lots, marche)}.",
        f"{_buyer(marche)} se fonde sur le {case}° du II de l'article L. 2112-2-1 {_CODE} : {_CASES[case]}.",
        _sentence(waiver.motive),
        f"La décision a été prise le {_day(waiver.date)} ({waiver.decided_by.strip()}).",
        _kept(marche),
    )
    return Reason(
        subject="Absence de condition d'exécution sociale",
        text=" ".join(sentences),
        lots=_of(lots, marche),
        references=("ccp-l2112-2-1", *(() if _entity(marche) else ("ccp-l2184-1",))),
        look="Le motif décrit-il ce marché-là, et entre-t-il dans le cas cité ?",
    )


def _need(lot: Lot, judged: Judged, marche: Marche) -> str:
    threshold = seuils.social_threshold(Case(marche=marche, lot=lot, minimum=judged.minimum))
    value = marche.dossier.value
    if threshold is None or value is None or marche.day is None:
        return f"{_contract(marche)} atteint le seuil européen."
    reached = f"supérieur au seuil européen de {_euros(threshold)}" if value > threshold else "égal au seuil européen"
    return (
        f"{_contract(marche)} répond à un besoin estimé à {_euros(value)} hors taxes, {reached} en vigueur au "
        f"lancement de la consultation, le {_day(marche.day)}."
    )


def _entity(marche: Marche) -> bool:
    return marche.authority.status == _ENTITY


def _kept(marche: Marche) -> str:
    """L. 2112-2-1, III."""
    if _entity(marche):
        return "Ces motifs sont conservés au dossier du marché, comme l'admet le III du même article."
    return f"Ces motifs sont consignés dans les documents conservés au titre de l'article L. 2184-1 {_CODE}."


# --- no lots -------------------------------------------------------------------------------------


def _undivided(marche: Marche) -> Iterator[Reason]:
    motive = marche.dossier.facts.get("motif_non_allotissement")
    if marche.dossier.split or not isinstance(motive, str) or marche.dossier.form == accord.SUBSEQUENT:
        return
    article = _RECORDED.get(marche.dossier.procedure or "")
    kept = (
        f"sont consignées comme le prévoit l'article {article} {_CODE}" if article else "sont conservées à son dossier"
    )
    yield Reason(
        subject="Absence d'allotissement",
        text=f"{_contract(marche)} n'est pas divisé en lots, par exception à l'article L. 2113-10 {_CODE}. "
        f"{_buyer(marche)} en décide ainsi, en application de l'article L. 2113-11, pour les "
        f"raisons de droit et de fait qui suivent. {_sentence(motive)} Ces raisons {kept}.",
        lots=(),
        references=("ccp-l2113-10", "ccp-l2113-11", *((f"ccp-{_id(article)}",) if article else ())),
        look="La raison entre-t-elle dans l'un des cas de l'article L. 2113-11 ?",
    )


def _id(article: str) -> str:
    return article.replace(". ", "").lower()


# --- ranks instead of weights --------------------------------------------------------------------


def _ranked(marche: Marche) -> Iterator[Reason]:
    motive = marche.dossier.facts.get("ponderation_impossible")
    if marche.dossier.procedure not in terms.FORMALISED or not isinstance(motive, str):
        return
    orders: dict[tuple[str, ...], list[str]] = {}
    for lot in marche.lots:
        order = _order(lot)
        if order:
            orders.setdefault(order, []).append(lot.name)
    for order, names in orders.items():
        yield _ranking(order, tuple(names), motive, marche)


def _order(lot: Lot) -> tuple[str, ...]:
    """Labels by rank; empty when a criterion has a weight, or no rank."""
    ranked = [(item.rank, item.label) for item in lot.criteria if item.rank is not None and item.effective is None]
    return tuple(label for _, label in sorted(ranked)) if len(ranked) == len(lot.criteria) else ()


def _ranking(order: tuple[str, ...], lots: tuple[str, ...], motive: str, marche: Marche) -> Reason:
    listed = ", ".join(f"{number}° {label[:1].lower()}{label[1:]}" for number, label in enumerate(order, start=1))
    sentences = (
        f"{_contract(marche)} est attribué{_for_lots(lots, marche)} sur des critères indiqués par ordre décroissant",
        f"d'importance : {listed}. Leur pondération n'est pas possible, pour les raisons objectives qui suivent",
        f"(article R. 2152-12 {_CODE}). {_sentence(motive)}",
    )
    return Reason(
        subject="Hiérarchisation des critères d'attribution",
        text=" ".join(sentences),
        lots=_of(lots, marche),
        references=("ccp-r2152-12",),
        look="La raison tient-elle au besoin lui-même, et non au temps ou aux moyens de l'acheteur ?",
    )
