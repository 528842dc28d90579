"""What a contract buys: a theme of its object is no consideration by being carried out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.amounts import figures
from clausekit.recognise.articles import Article
from clausekit.recognise.duties import Duty
from clausekit.recognise.groups import Group
from clausekit.recognise.topics import topics

_OBJECT: Final = re.compile(
    r"\b(?:marche|accord-cadre|contrat|consultation|prestations?|lot)s?\b[^.;]{0,60}?\b"
    r"(?:a pour objet|ont pour objet|ayant pour objet|porte(?:nt)? sur|a trait a)\b(?P<object>[^.;]{0,200})"
)
# What an object does not hold by itself: a document, a control, a label, a ban.
_BESIDE: Final = frozenset({"deliverable", "control", "itself"})


def purposes(own: Iterable[Article]) -> frozenset[str]:
    """The themes that the object of the contract names (« le marché a pour objet la collecte des biodéchets »)."""
    return frozenset(
        topic.theme
        for article in own
        for sentence in article.sentences
        for found in _OBJECT.finditer(words.fold(sentence.whole))
        for topic in topics(found["object"])
    )


def beside(group: Group, bought: frozenset[str]) -> Group:
    """The group without the duties that only carry out the object."""
    return replace(group, duties=tuple(duty for duty in group.duties if not _carries_out(duty, bought)))


def _carries_out(duty: Duty, bought: frozenset[str]) -> bool:
    themes = {topic.theme for topic in duty.topics if not topic.weak} or {topic.theme for topic in duty.topics}
    if duty.bond == "none" or not themes & bought or duty.checked & _BESIDE:
        return False
    return all(item.role not in {"share", "hours"} for item in figures(duty.sentence.whole, duty.sentence.place))
