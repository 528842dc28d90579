"""What a contract buys: a theme of its object is no consideration by being carried out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.amounts import figures
from clausekit.recognise.articles import Article
from clausekit.recognise.duties import Duty
from clausekit.recognise.groups import Group
from clausekit.recognise.topics import alike, topics

_OBJECT: Final = re.compile(
    r"\b(?:marche|accord-cadre|contrat|consultation|prestations?|lot|mission)s?\b[^.;]{0,60}?\b"
    r"(?:a pour objet|ont pour objet|ayant pour objet|porte(?:nt)? sur|a trait a|consistent? (?:a|en)|concernent?)\b"
    r"(?P<object>[^.;]{0,200})"
)
# « 1 Objet », « Article 1 – Objet du marché ».
_TITLED: Final = re.compile(r"\W*(?:article\s)?[\d.\s]*\W*objet\b")
# What comes with the object: « …, avec une clause d'insertion », « dans le respect de l'environnement ».
_ALONG: Final = re.compile(
    r"\b(?:avec|comport|compren|inclu|integr|assorti|clause|condition|consideration|dans le respect|en respectant"
    r"|dans une demarche|heures? d'insertion|reserv)"
)
# « Le présent cahier des clauses techniques particulières définit… »: the name of the piece comes along with nothing.
_BOOK: Final = re.compile(r"\bcahier des clauses(?: \w+){0,4} particulieres\b")
# « Fourniture de véhicules électriques »: elsewhere these words tell of something else than a duty.
_SUPPLY: Final = re.compile(r"\b(?:fournitures?|maintenance|bornes?|recharges?)\b")
# A study, a course: the document handed over is what is bought.
_STUDY: Final = re.compile(
    r"\b(?:etudes?|elaboration|diagnostics?|inventaires?|audits?|bilans?|assistance|conseil|formations?|animation|schema"
    r"|accompagne\w*|evaluation|dispositif|parcours|actions?|sensibilisation|campagnes?|plan)\b"
)
# What an object does not hold by itself: a document, a control, a label, a ban.
_BESIDE: Final = frozenset({"deliverable", "control", "itself"})
_ASIDE: Final = frozenset({"control", "itself"})
# A contract that trains people may also have some hired.
_EMPLOYS: Final = re.compile(
    r"\b(?:recrut|embauch|emploie|reserv|consacr|clause|facilitat|sous-trait|heures de travail|temps de travail)"
)


@dataclass(frozen=True, slots=True)
class Bought:
    """The themes that the object names; those of a study, a course, a support."""

    themes: frozenset[str]
    studied: frozenset[str]


def purposes(own: Iterable[Article]) -> Bought:
    """The themes that the object of the contract names (« le marché a pour objet la collecte des biodéchets »)."""
    told = [(text, {topic.theme for topic in topics(text)}) for article in own for text in _objects(article)]
    return Bought(
        themes=alike(theme for _, named in told for theme in named),
        studied=alike(theme for text, named in told if _STUDY.search(text) for theme in named),
    )


def _objects(article: Article) -> Iterator[str]:
    for rank, sentence in enumerate(article.sentences):
        folded = words.fold(sentence.whole)
        told = [found["object"] for found in _OBJECT.finditer(folded)]
        if not told and rank == 0 and _TITLED.match(words.fold(article.title)):
            told = [folded]
        for text in told:
            yield _SUPPLY.sub(" ", _ALONG.split(_BOOK.sub(" ", text), maxsplit=1)[0])


def beside(group: Group, bought: Bought) -> Group:
    """The group without the duties that only carry out the object."""
    return replace(group, duties=tuple(duty for duty in group.duties if not _carries_out(duty, bought)))


def _carries_out(duty: Duty, bought: Bought) -> bool:
    themes = alike(topic.theme for topic in duty.topics if not topic.weak) or alike(t.theme for t in duty.topics)
    studied = bool(themes & bought.studied)
    if duty.bond == "none" or not themes & bought.themes or duty.checked & (_ASIDE if studied else _BESIDE):
        return False
    if studied and "insertion" in themes:
        return _EMPLOYS.search(words.fold(duty.sentence.whole)) is None
    return all(item.role not in {"share", "hours"} for item in figures(duty.sentence.whole, duty.sentence.place))
