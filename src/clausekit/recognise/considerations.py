"""Social and environmental considerations of a piece that comes from no library.

A word is never enough. A consideration is `met` when a bound party, a binding verb and an object on
the theme stand in one sentence, and when something makes it verifiable: a figure, a deadline, a
deliverable, or a control or penalty of the same article. It is `to_confirm` when that last thing is
missing, `declared` when it is only announced, wished or a reminder of the law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from clausekit import typography as typo
from clausekit.draft import Draft
from clausekit.finding import Place
from clausekit.recognise import bonds, duties, followed, foreign, proofs, topics, words
from clausekit.recognise.amounts import Figure, figures
from clausekit.recognise.articles import Article, Sentence, articles, mentions
from clausekit.recognise.duties import Duty
from clausekit.recognise.fines import Fine, fines, shared
from clausekit.recognise.groups import KINDS, Group, fit, groups, on, parted
from clausekit.recognise.purpose import beside, purposes
from clausekit.recognise.referred import referred
from clausekit.recognise.topics import Domain, named

# The penalties of a document, kind by kind.
Fines: TypeAlias = tuple[tuple[Domain, tuple[Fine, ...]], ...]
Status: TypeAlias = Literal["met", "to_confirm", "declared"]

_ORDER: Final[tuple[Status, ...]] = ("met", "to_confirm", "declared")
# Pieces that bind nobody once the contract is signed: what they ask is to be found in the others.
ASKING: Final = frozenset({"RC", "lettre", "CRT"})
_EXCERPT: Final = 320
_MOST_OF_A_TITLE: Final = 6
_BARE: Final = 3  # words: « Clause sociale. »
# « … pouvant postuler à un marché public réservé »: no contract in particular.
_SUPPOSED: Final = re.compile(r"\b(?:un|des|d'un|aux)\s+(?:marches?|lots?)(?:\s+publics?)?\s+reserves?\b|\bpostuler\b")
_CONFIDENCE: Final = {"bound": 0.9, "thing": 0.75, "offer": 0.6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consideration:
    """A consideration read in one article (or in one article and its sub-articles).

    `themes` are ids of themes.yaml; `excerpt` the sentence that tells it best; `figures` those of
    the article and the penalties that go with it; `refers` other articles that it sends to
    ("CCTP 7"). `confidence` goes from 0 to 1. `why` says in French what was found or is missing.
    `optional`: in a part of the contract that may never be ordered.
    """

    kind: Domain
    status: Status
    themes: tuple[str, ...]
    article: str
    excerpt: str
    place: Place
    figures: tuple[Figure, ...] = ()
    refers: tuple[str, ...] = ()
    confidence: float = 0.0
    why: str = ""
    reservation: bool = False
    optional: bool = False


def considerations(draft: Draft, piece: str = "") -> tuple[Consideration, ...]:
    """The considerations of a document; `piece` is what it is, when known (a règlement binds nobody)."""
    return considered(articles(draft), piece)[0]


def considered(own: Sequence[Article], piece: str = "") -> tuple[tuple[Consideration, ...], Fines]:
    """The considerations of articles, and their penalties on each kind; a kind without any is left out of these."""
    own = list(foreign.kept(own))
    bought = purposes(own)
    heard = [part for every in groups(own) if (group := fit(beside(every, bought))).duties for part in parted(group)]
    raised = {kind: fines(own, kind, [group for group in heard if group.kind == kind]) for kind in KINDS}
    fined = {kind: iter(shared([group for group in heard if group.kind == kind], raised[kind])) for kind in KINDS}
    found = [item for group in heard if (item := _consider(group, next(fined[group.kind])))]
    found = _tied(found) if followed.named(own) else found
    if piece in ASKING:
        found = [replace(item, status="to_confirm", confidence=0.4) if item.status == "met" else item for item in found]
    reserved = _reservations(own)
    said = {item.excerpt for item in reserved}
    kept = tuple(item for item in (*found, *reserved) if item.reservation or item.excerpt not in said)
    return kept, tuple((kind, given) for kind, given in raised.items() if given)


def _tied(found: Sequence[Consideration]) -> list[Consideration]:
    """The facilitator given to the insertion that he follows; a consideration of its own where none is due."""
    due = [item for item in found if "insertion" in item.themes and item.status != "declared"]
    ties = {id(item): replace(item, themes=tuple(dict.fromkeys((*item.themes, followed.THEME)))) for item in due}
    alone = [item for item in found if due and item.status == "declared" and followed.only(item.themes)]
    return [ties.get(id(item), item) for item in found if item not in alone]


def _consider(group: Group, penalties: tuple[Figure, ...]) -> Consideration | None:
    binding = [duty for duty in group.duties if duty.bond in _CONFIDENCE and not duty.blank]
    proved = [duty for duty in binding if duty.checked]
    if proved or (binding and (penalties or _checked_around(group, binding))):
        status: Status = "to_confirm" if _optional(group) else "met"
        # Hours in a list are told by the sentence that leads to them; elsewhere what can be checked is shown.
        shown = proved if proved and group.kind == "environmental" else binding
        return _told(group, max(shown, key=_rank), status, penalties, binding)
    if binding:
        return _told(group, max(binding, key=_rank), "to_confirm", penalties, binding)
    said = [duty for duty in group.duties if _declares(group, duty)]
    if not said:
        return None
    # A wish has no penalty, nor has the law again; what is announced has those of the duties it announces.
    first = min(said, key=lambda duty: not named(duty.topics, group.kind))
    return _told(group, first, "declared", penalties if first.bond == "none" else (), [first])


def _optional(group: Group) -> bool:
    """Whether the article belongs to a part that may never be ordered, or each of its duties says so."""
    bound = [duty for duty in group.duties if duty.bond in _CONFIDENCE]
    return all(mentions(article, "obligations", "options") for article in group.articles) or (
        bool(bound) and all(words.holds(duty.sentence.whole, "obligations", "options") for duty in bound)
    )


def _declares(group: Group, duty: Duty) -> bool:
    """A wish or a reminder put to the holder, or made under a title on the kind; an announcement of clauses."""
    folded = words.fold(duty.sentence.whole)
    if len(folded.split()) <= (_MOST_OF_A_TITLE if folded.rstrip().endswith(":") else _BARE):
        # « Clause sociale : »: the lines below say what it is, and whether there is one.
        return False
    to_holder = words.pattern("obligations", "tenus").search(folded) or words.pattern(
        "obligations", "candidats"
    ).search(folded)
    titled = any(on(article, group.kind) for article in group.articles)
    # Before the first title stand the cover and the contents: what they name is told below.
    told = duty.bond != "none" and (titled or to_holder is not None)
    return bool(group.title) and (told or (duty.bond != "law" and _announces(duty)))


def _announces(duty: Duty) -> bool:
    """« Le marché comporte des conditions d'exécution à caractère environnemental »."""
    folded = words.fold(duty.sentence.whole)
    return (
        re.search(r"\b(?:clauses?|(?<!a la )(?<!sous )conditions?|considerations?|elements?|stipulations?)\b", folded)
        is not None
    )


def _rank(duty: Duty) -> tuple[float, int, int]:
    """The sentence to show: the surest bond, then hours and shares, then proofs; the first of equals."""
    roles = {item.role for item in figures(duty.sentence.whole, duty.sentence.place)}
    return _CONFIDENCE.get(duty.bond, 0.0), len(roles & {"hours", "share"}), len(duty.checked)


def _checked_around(group: Group, binding: Sequence[Duty]) -> bool:
    """A figure, a deadline or a control that another sentence of the same article gives to the duty."""
    for article in group.articles:
        titled = on(article, group.kind) is not None
        within = {id(sentence) for sentence in article.sentences}
        bound = [duty.sentence for duty in binding if titled or id(duty.sentence) in within]
        if bound and any(_proves(article, sentence, bound, group.kind) for sentence in article.sentences):
            return True
    return False


def _proves(article: Article, sentence: Sentence, bound: Sequence[Sentence], kind: Domain) -> bool:
    checked = proofs.checks(sentence.whole)
    if {"deadline", "deliverable"} <= checked and _handed(article, sentence, kind):
        return True
    about = bool(checked - {"deliverable"}) and any(topic.domain == kind for topic in topics.topics(sentence.whole))
    return about and any(sentence is not own for own in bound)


def _handed(article: Article, sentence: Sentence, kind: Domain) -> bool:
    """Whether the holder hands over what a sentence names, in an article whose own title is on one kind alone.

    « À cet effet, il remet chaque année un bilan des mesures prises »: the title says of what.
    """
    alone = [other for other in KINDS if topics.headed(article.title, other)] == [kind]
    return alone and not topics.topics(sentence.whole) and bonds.bond(sentence, "tenus") == "bound"


def _themes(group: Group, read: Iterable[Duty]) -> tuple[str, ...]:
    """The themes that the title of the article names, then those of its duties."""
    titled = (topic for topic in topics.topics(group.title) if not topic.weak)
    told = named((*titled, *(topic for duty in read for topic in duty.topics)), group.kind)
    return tuple(dict.fromkeys((*told, *followed.helped(group.articles)))) if "insertion" in told else told


def _figures(group: Group, read: Sequence[Duty], penalties: tuple[Figure, ...]) -> tuple[Figure, ...]:
    own = [item for duty in read for item in figures(duty.sentence.text, duty.sentence.place)]
    around = [
        item
        for article in group.articles
        if on(article, group.kind) and not _story(article, group)
        for sentence in article.sentences
        if not _on_the_other(sentence.whole, group.kind)
        for item in figures(sentence.text, sentence.place)
        if item.role in {"share", *(("hours",) if group.kind == "social" else ())} or _actions(item)
    ]
    return tuple({(item.role, item.value, item.unit): item for item in reversed((*own, *around, *penalties))}.values())[
        ::-1
    ]


def _story(article: Article, group: Group) -> bool:
    """Whether an article only tells what the buyer does himself."""
    within = {id(sentence) for sentence in article.sentences}
    told = any(id(duty.sentence) in within for duty in group.duties if duty.bond != "none")
    return not told and mentions(article, "obligations", "articles_recit")


def _actions(item: Figure) -> bool:
    """« Deux actions de sensibilisation »."""
    return item.role == "count" and item.unit.lower().startswith("action")


def _on_the_other(text: str, kind: Domain) -> bool:
    """Whether a sentence speaks of the other kind only."""
    told = {topic.domain for topic in topics.topics(text)}
    return bool(told) and kind not in told


def _shortened(text: str) -> str:
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rsplit(" ", 1)[0] + "…"


_PROOFS: Final = {
    "figure": "un chiffre",
    "deadline": "une échéance",
    "deliverable": "un document à remettre",
    "control": "un contrôle ou une pénalité",
    "itself": "une caractéristique constatable",
}


def _why(status: Status, duty: Duty, penalties: Sequence[Figure], optional: bool) -> str:
    if status == "declared":
        told = {"soft": "un souhait ou une recommandation", "law": "un rappel de la loi"}.get(duty.bond, "une annonce")
        return f"Ce n'est pas une obligation vérifiable : {told}." if not duty.blank else "Un blanc reste à compléter."
    if status == "to_confirm" and optional:
        return "Une obligation est écrite, mais dans une partie du marché qui peut ne jamais être commandée."
    if status == "to_confirm":
        return (
            "Une obligation est écrite, mais rien ne permet d'en vérifier l'exécution : "
            "ni chiffre, ni échéance, ni document, ni contrôle."
        )
    proofs = [_PROOFS[name] for name in _PROOFS if name in duty.checked]
    if penalties and "control" not in duty.checked:
        proofs.append("une pénalité")
    return f"Une obligation, que rendent vérifiable {', '.join(proofs) or 'les autres phrases de l’article'}."


def _told(
    group: Group, duty: Duty, status: Status, penalties: tuple[Figure, ...], read: Sequence[Duty]
) -> Consideration:
    sure = {"met": _CONFIDENCE.get(duty.bond, 0.0), "to_confirm": 0.5, "declared": 0.3}[status]
    bonus = 0.05 if status == "met" and penalties else 0.0
    return Consideration(
        kind=group.kind,
        status=status,
        themes=_themes(group, read),
        article=group.title or duty.sentence.place.article or "",
        excerpt=_shortened(duty.sentence.whole),
        place=duty.sentence.place,
        figures=_figures(group, read, penalties),
        refers=referred(group.articles),
        confidence=round(min(1.0, sure + bonus), 2),
        why=_why(status, duty, penalties, _optional(group)),
        optional=_optional(group),
    )


def _reservations(own: Sequence[Article]) -> list[Consideration]:
    """« Le lot 2 est réservé aux entreprises adaptées » : the article of the code or the structures must be named."""
    for article in own:
        for sentence in article.sentences:
            folded = words.fold(sentence.whole)
            reserved = words.pattern("obligations", "reservations").search(folded)
            to = words.pattern("obligations", "reserves_a").search(folded)
            asked = _SUPPOSED.search(folded) or duties.blank(sentence.whole) or duties.denied(folded)
            if reserved and to and not asked:
                return [_reserved(article, sentence.whole, sentence.place)]
    return []


def _reserved(article: Article, text: str, place: Place) -> Consideration:
    named = topics.topics(text)
    themes = tuple(dict.fromkeys(topic.theme for topic in named if topic.domain == "social"))
    return Consideration(
        kind="social",
        status="met",
        themes=themes or ("insertion",),
        article=article.title,
        excerpt=_shortened(text),
        place=place,
        confidence=0.85,
        why=f"Une réservation : {typo.quote(_shortened(text))}",
        reservation=True,
    )
