"""Themes that a sentence or a title speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from clausekit.recognise import words
from clausekit.recognise.phrases import Phrases

Domain: TypeAlias = Literal["environmental", "social"]

GENERAL: Final = "environnement"
QUOTE: Final = re.compile(r"«[^»]{40,}»|\"[^\"]{40,}\"|“[^”]{40,}”")
_BRACKETS: Final = re.compile(r"\([^()]*\)")


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


@cache
def _theme_patterns() -> tuple[tuple[str, Domain, Phrases, Phrases], ...]:
    themes = words.vocabulary()["themes"].items()
    return tuple(
        (name, theme["genre"], Phrases(theme.get("mots", ())), Phrases(theme.get("faibles", ())))
        for name, theme in themes
    )


@cache
def _any_theme() -> Phrases:
    themes = words.vocabulary()["themes"].values()
    return Phrases(phrase for theme in themes for phrase in (*theme.get("mots", ()), *theme.get("faibles", ())))


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
    if not _any_theme().search(folded):
        return ()
    folded = _hidden(folded)
    # A word between brackets is an example, not the object.
    told = _BRACKETS.sub(lambda found: "#" * len(found[0]), folded)
    found = []
    for name, domain, strong, weak in _theme_patterns():
        if strong.search(told):
            found.append(Topic(theme=name, domain=domain, weak=False))
        elif weak.search(folded) or strong.search(folded):
            found.append(Topic(theme=name, domain=domain, weak=True))
    named = [topic for topic in found if topic.theme != GENERAL]
    return tuple(named if any(not topic.weak for topic in named) else found)
