"""What a title or a sentence on the choice of offers is about: this award, the candidatures, later contracts."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from clausekit.recognise import words

State: TypeAlias = Literal["award", "candidates", "later", "out"]

# « Les critères de jugement des propositions des équipes retenues après la sélection des candidatures »
_OFFERS: Final = re.compile(
    r"\boffres?\b|\b(?:jugement|evaluation|classement|notation|choix|analyse|examen)"
    r" des (?:propositions|projets|prestations|esquisses)\b"
)
# « Les candidatures sont classées selon les critères suivants »
_RANKING: Final = re.compile(
    r"\bcandidatures?\b[^.;]{0,60}\b(?:class|jug|select|exam|evalu|appreci|analys)\w+[^.;]{0,80}\bcriteres?\b"
)


def for_candidates(text: str) -> bool:
    """Whether a text is about the choice of candidatures, even if it names offers too."""
    folded = words.fold(text)
    told = "candidature" in folded and _RANKING.search(folded) is not None
    return told or words.holds(text, "criteres", "candidatures")


def _award(text: str) -> bool:
    return words.holds(text, "criteres", "attribution")


def bare_award(text: str) -> bool:
    """« Attribution », « Critères et pondération » : a title that says no more."""
    return words.pattern("criteres", "titres").fullmatch(words.fold(text).strip(" .:")) is not None


def _later(text: str) -> bool:
    return words.holds(text, "criteres", "subsequents")


def subject_of(text: str) -> State | None:
    """What a title or a sentence is about; None when it says nothing of it."""
    if _later(text):
        return "later"
    if for_candidates(text) and not _OFFERS.search(words.fold(text)):
        return "candidates"
    return "award" if _award(text) else ("candidates" if for_candidates(text) else None)


def for_offers(heading: str) -> bool:
    """Whether headings name offers or the award, among what is told of candidatures or of later contracts."""
    return bool(_OFFERS.search(heading)) or "attribution" in heading
