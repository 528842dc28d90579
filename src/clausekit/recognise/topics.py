"""Themes that a sentence or a title speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from clausekit.recognise import words
from clausekit.recognise.phrases import Phrases, opened

Domain: TypeAlias = Literal["environmental", "social"]

# One subject under two themes: penalties, objects and hours do not tell them apart.
_ALIKE: Final = {"suivi-insertion": "insertion", "dechets-chantier": "dechets"}
# What has no theme of the register: a kind as a whole.
GENERAL: Final = frozenset({"environnement", "social"})
QUOTE: Final = re.compile(r"«[^»]{40,}»|\"[^\"]{40,}\"|“[^”]{40,}”")
_BRACKETS: Final = re.compile(r"\((?![^()]*\bou equivalent)[^()]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A theme met in a sentence; `weak` when its words speak of it only in an article that is about it."""

    theme: str
    domain: Domain
    weak: bool


def _hidden(folded: str) -> str:
    """A text without long quotations and without the words that say something else."""
    quoted = QUOTE.sub(lambda found: "#" * len(found[0]), folded)
    for name in words.vocabulary()["autres_sens"]:
        quoted = words.without(quoted, "natures", name)
    return words.without(quoted, "autres_sens_propres")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Theme:
    name: str
    domain: Domain
    strong: Phrases
    weak: Phrases

    def told_in(self, text: str) -> bool:
        return self.strong.search(text) is not None or self.weak.search(text) is not None


@cache
def _themes() -> tuple[_Theme, ...]:
    return tuple(
        _Theme(
            name=name,
            domain=theme["genre"],
            strong=words.pattern("themes", name, "mots"),
            weak=words.pattern("themes", name, "faibles") if "faibles" in theme else Phrases(()),
        )
        for name, theme in words.vocabulary()["themes"].items()
    )


def _likely(folded: str) -> list[_Theme]:
    """The themes whose words a text may hold."""
    themes = _themes()  # before the words are asked: a list that is not made yet opens with none
    begun = opened(folded)
    return [theme for theme in themes if (theme.strong.lists | theme.weak.lists) & begun]


@lru_cache(maxsize=4096)  # each step asks it of the titles of an article
def headed(title: str, domain: Domain) -> bool:
    """Whether a title says that its article is about the environment, or about social matters."""
    folded = _hidden(words.fold(title))
    if words.pattern("obligations", "titres", domain).search(folded):
        return True
    return any(topic.domain == domain and not topic.weak for topic in topics(title))


@lru_cache(maxsize=16384)
def topics(text: str) -> tuple[Topic, ...]:
    """Themes that a text speaks of."""
    folded = words.fold(text)
    likely = _likely(folded)
    if not any(theme.told_in(folded) for theme in likely):
        return ()
    folded = _hidden(folded)
    # A word between brackets is an example, not the object; a label « ou équivalent » is what is asked.
    told = _BRACKETS.sub(lambda found: "#" * len(found[0]), folded)
    found = []
    for theme in likely:
        if theme.strong.search(told):
            found.append(Topic(theme=theme.name, domain=theme.domain, weak=False))
        elif theme.told_in(folded):
            found.append(Topic(theme=theme.name, domain=theme.domain, weak=True))
    sure = {topic.domain for topic in found if topic.theme not in GENERAL and not topic.weak}
    return tuple(topic for topic in found if topic.theme not in GENERAL or topic.domain not in sure)


def alike(themes: Iterable[str]) -> frozenset[str]:
    """Themes, one for those that tell one subject."""
    return frozenset(_ALIKE.get(theme, theme) for theme in themes)


def named(found: Iterable[Topic], domain: Domain) -> tuple[str, ...]:
    """The themes of one kind, that of the kind as a whole left out."""
    told = (topic.theme for topic in found if topic.domain == domain and topic.theme not in GENERAL)
    return tuple(dict.fromkeys(told))
