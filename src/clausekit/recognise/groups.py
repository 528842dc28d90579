"""Sentences on the environment or social matters, gathered under the title that rules them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from clausekit.recognise import bonds, duties, topics, words
from clausekit.recognise.articles import Article, mentions
from clausekit.recognise.duties import Duty
from clausekit.recognise.topics import Domain

# The follow-up of insertion is told wherever insertion is.
_FOLLOWED: Final = {"suivi-insertion": "insertion"}
KINDS: Final[tuple[Domain, ...]] = ("environmental", "social")


@dataclass(frozen=True, slots=True)
class Group:
    """Duties of one kind under one title, with the articles that they stand in."""

    kind: Domain
    title: str
    duties: tuple[Duty, ...]
    articles: tuple[Article, ...]


def _duties(article: Article, above: Duty | None) -> tuple[list[Duty], Duty | None]:
    """The duties of an article, and the one that its last sentence tells; `above`: that of the article before."""
    found: list[Duty] = []
    # « 4 Clauses sociales », « 4.3 Volume ».
    title = next((told for told in reversed(article.path) if any(topics.headed(told, kind) for kind in KINDS)), "")
    before = ""
    # « Clauses sociales : préconisations »: whatever the verbs below, nobody is bound.
    advice = mentions(article, "obligations", "recommandations")
    for sentence in article.sentences:
        above = duties.read(sentence, before, title, above)
        found += [replace(above, bond="soft") if advice else above] if above else []
        before = bonds.subject(sentence) or before
    return found, above


def on(article: Article, kind: Domain) -> str | None:
    """The highest title of an article that speaks of a kind."""
    return next((title for title in article.path if topics.headed(title, kind)), None)


def penal(article: Article) -> bool:
    """Whether the article, or one above, is on penalties."""
    return mentions(article, "obligations", "penalites")


def _apart(duty: Duty) -> bool:
    """A duty told among penalties, that is none of them: « le titulaire trie sept flux et remet les bordereaux »."""
    proved = duty.checked & {"figure", "deadline", "deliverable"}
    return duty.bond == "bound" and bool(proved) and not words.holds(duty.sentence.whole, "obligations", "controles")


def groups(own: Sequence[Article]) -> list[Group]:
    """Sentences of one kind by the title that rules them; penalties are left aside."""
    found: dict[tuple[Domain, str], Group] = {}
    ruled: str | None = None
    last: Duty | None = None
    for article in own:
        fined = penal(article)
        # « 8.2 Volume », right below « 8.1 Principe », where both are of « 8 Dispositions sociales ».
        title = on(article, "social")
        told, last = _duties(article, last if title and title == ruled else None)
        ruled = title
        read = [duty for duty in told if not fined or _apart(duty)]
        for kind in KINDS:
            mine = tuple(duty for duty in read if any(topic.domain == kind for topic in duty.topics))
            named = on(article, kind)
            title = named or article.title
            if mine or (named and not fined):
                key = (kind, title)
                group = found.get(key) or Group(kind, title, (), ())
                found[key] = Group(kind, title, (*group.duties, *mine), (*group.articles, article))
    return list(found.values())


def parted(group: Group) -> list[Group]:
    """A group cut where an article below its title has a duty of its own, on a theme that none before it has.

    « 9 Environnement », « 9.2 Déchets », « 9.3 Bois »: two considerations; « 8 Insertion », « 8.2 Volume »: one.
    """
    parts: list[Group] = []
    known: list[set[str]] = []
    for article in group.articles:
        within = {id(sentence) for sentence in article.sentences}
        mine = tuple(duty for duty in group.duties if id(duty.sentence) in within)
        told = {
            _FOLLOWED.get(name, name) for duty in mine if _own(duty) for name in topics.named(duty.topics, group.kind)
        }
        near = next((rank for rank in reversed(range(len(parts))) if known[rank] & told), len(parts) - 1)
        if not parts or (told and any(known) and not known[near] & told):
            parts.append(Group(group.kind, article.title, mine, (article,)))
            known.append(told)
        else:
            part = parts[near]
            parts[near] = replace(part, duties=(*part.duties, *mine), articles=(*part.articles, article))
            known[near] |= told
    return parts if len(parts) > 1 else [group]


def _own(duty: Duty) -> bool:
    """Whether a duty binds, and can be checked by its own words."""
    return duty.bond in {"bound", "thing"} and bool(duty.checked) and not duty.blank


def fit(group: Group) -> Group:
    """The group without what only sounds like it: weak words outside an article on the kind, a buyer's own story."""
    titled = any(on(article, group.kind) for article in group.articles)
    stories = [article for article in group.articles if mentions(article, "obligations", "articles_recit")]
    told = {id(sentence) for article in stories for sentence in article.sentences}
    heard = (duty if titled else _without_weak(duty) for duty in group.duties if not _of_the_other(duty, group))
    about = (duty for duty in heard if any(topic.domain == group.kind for topic in duty.topics))
    kept = (duty for duty in about if not (id(duty.sentence) in told and _told_of_things(duty)))
    return replace(group, duties=tuple(kept))


def _of_the_other(duty: Duty, group: Group) -> bool:
    """Whether an environmental word only tells the work of a social duty: « confie le reconditionnement à un ESAT »."""
    path = next((a.path for a in group.articles if any(duty.sentence is item for item in a.sentences)), ())
    headed = {kind for title in path for kind in KINDS if topics.headed(title, kind)}
    social = any(topic.domain == "social" and not topic.weak for topic in duty.topics)
    return group.kind == "environmental" and social and headed == {"social"}


def _told_of_things(duty: Duty) -> bool:
    """A thing told as it must be; hours of insertion are nobody's story."""
    return duty.bond == "thing" and not (
        duties.counted(duty.sentence) and any(topic.theme == "insertion" for topic in duty.topics)
    )


def _without_weak(duty: Duty) -> Duty:
    return replace(duty, topics=tuple(topic for topic in duty.topics if not topic.weak))
