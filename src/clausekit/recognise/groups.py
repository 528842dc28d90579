"""Sentences on the environment or social matters, gathered under the title that rules them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from clausekit.recognise import bonds, duties, topics, words
from clausekit.recognise.amounts import Figure, figures
from clausekit.recognise.articles import Article, Sentence, mentions
from clausekit.recognise.duties import Duty
from clausekit.recognise.topics import Domain

KINDS: Final[tuple[Domain, ...]] = ("environmental", "social")


@dataclass(frozen=True, slots=True)
class Group:
    """Duties of one kind under one title, with the articles that they stand in."""

    kind: Domain
    title: str
    duties: tuple[Duty, ...]
    articles: tuple[Article, ...]


def _duties(article: Article) -> list[Duty]:
    found, before = [], ""
    # « Clauses sociales : préconisations »: whatever the verbs below, nobody is bound.
    advice = mentions(article, "obligations", "recommandations")
    for sentence in article.sentences:
        if duty := duties.read(sentence, before, article.title):
            found.append(replace(duty, bond="soft") if advice else duty)
        before = bonds.subject(sentence) or before
    return found


def on(article: Article, kind: Domain) -> str | None:
    """The highest title of an article that speaks of a kind."""
    return next((title for title in article.path if topics.headed(title, kind)), None)


def _penal(article: Article) -> bool:
    return mentions(article, "obligations", "penalites")


def _apart(duty: Duty) -> bool:
    """A duty told among penalties, that is none of them: « le titulaire trie sept flux et remet les bordereaux »."""
    proved = duty.checked & {"figure", "deadline", "deliverable"}
    return duty.bond == "bound" and bool(proved) and not words.holds(duty.sentence.whole, "obligations", "controles")


def groups(own: Sequence[Article]) -> list[Group]:
    """Sentences of one kind by the title that rules them; penalties are left aside."""
    found: dict[tuple[Domain, str], Group] = {}
    for article in own:
        penal = _penal(article)
        read = [duty for duty in _duties(article) if not penal or _apart(duty)]
        for kind in KINDS:
            mine = tuple(duty for duty in read if any(topic.domain == kind for topic in duty.topics))
            named = on(article, kind)
            title = named or article.title
            if mine or (named and not penal):
                key = (kind, title)
                group = found.get(key) or Group(kind, title, (), ())
                found[key] = Group(kind, title, (*group.duties, *mine), (*group.articles, article))
    return list(found.values())


def penalties(own: Iterable[Article], kind: Domain) -> tuple[Figure, ...]:
    """Penalties on a kind, wherever the piece puts them."""
    found: list[Figure] = []
    for article in own:
        ruled = _penal(article)
        titled = ruled and _on_own(article, kind)
        for before, sentence in zip((None, *article.sentences), article.sentences, strict=False):
            if not ruled and not words.holds(sentence.whole, "obligations", "penalites"):
                continue
            about = any(topic.domain == kind and not topic.weak for topic in topics.topics(sentence.whole))
            if titled or about or _ruled(article, sentence.whole, kind) or _after(before, sentence, kind):
                found += [item for item in figures(sentence.text, sentence.place, penal=True) if item.role == "penalty"]
    return tuple(dict.fromkeys(found))


def _ruled(article: Article, text: str, kind: Domain) -> bool:
    """Whether a sentence that names no theme stands in an article whose own title is on one kind and no other."""
    own = [other for other in KINDS if _on_own(article, other)]
    if not own and _penal(article) and len(article.path) > 1:  # « 10.3 Insertion », « 10.3.3 Sanctions »
        own = [other for other in KINDS if topics.headed(article.path[-2], other)]
    return own == [kind] and not topics.topics(text)


def _after(before: Sentence | None, sentence: Sentence, kind: Domain) -> bool:
    """Whether a penalty that names no theme comes straight after a duty of one kind and no other."""
    if before is None or topics.topics(sentence.whole):
        return False
    told = {topic.domain for topic in topics.topics(before.whole) if not topic.weak}
    return told == {kind} and (duty := duties.read(before, "")) is not None and duty.bond in {"bound", "thing"}


def _on_own(article: Article, kind: Domain) -> bool:
    return topics.headed(article.title, kind)


def fit(group: Group) -> Group:
    """The group without what only sounds like it: weak words outside an article on the kind, a buyer's own story."""
    titled = any(on(article, group.kind) for article in group.articles)
    story = any(mentions(article, "obligations", "articles_recit") for article in group.articles)
    heard = (duty if titled else _without_weak(duty) for duty in group.duties)
    about = (duty for duty in heard if any(topic.domain == group.kind for topic in duty.topics))
    return replace(group, duties=tuple(duty for duty in about if not (story and duty.bond == "thing")))


def _without_weak(duty: Duty) -> Duty:
    return replace(duty, topics=tuple(topic for topic in duty.topics if not topic.weak))
