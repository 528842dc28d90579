"""Names for blanks, from the words that title them or stand near them."""

from __future__ import annotations

import re
from typing import Final

from clausekit import guess
from clausekit.draft import unsigned
from clausekit.transcribe import units

# Words that name nothing, folded: they stand between a blank and the noun that it belongs to.
_EMPTY = re.compile(
    r"an?|aux?|ces?|cet|cette|chaque|d|dans|des?|du|en|est|et|fixee?s?|l|la|le|les|leurs?|ou|par|pour|que|qui|sa|ses?|son"
    r"|sont|soit|sous|sur|une?|moins|plus|maxim\w+|minim\w+|egale?s?|superieure?s?|inferieure?s?|titulaire|candidat"
    r"|acheteur|compter|hauteur|limite|avec|remet|avant|apres|jusqu|ils?|elles?|lequel|laquelle|ne?|pas|sera|seront|doit"
    r"|puis|ainsi|alors|dont|donc|entre|vers|environ|tout|tous|toutes?"
)
_MOST_WORDS: Final = 4
_NEAR: Final = 4
WORD = re.compile(r"[^\W\d_]+")


def near(before: str) -> str:
    """The last word before a blank that may name it, if one is near."""
    sentence = re.split(r"[.;:!?]\s|[\]})\ue001\ue003]", before)[-1]
    words = WORD.findall(unsigned(sentence))[-_NEAR:]
    return next((word for word in reversed(words) if names(word)), "")


def name(title: str) -> str:
    """The name of a parameter of this title, from its first words that name something; empty when none does."""
    words = [word for word in guess.slug(title, joint="_").split("_") if word and names(word)]
    name = "_".join(words[:_MOST_WORDS])
    return f"valeur_{name}" if name[:1].isdigit() else name


def names(word: str) -> bool:
    """Whether a word may name a blank."""
    return _EMPTY.fullmatch(guess.bare(word)) is None and units.unit(word) is None
