"""What the members of a team know: « un écologue », « une expérience en biodiversité » are no duty on the theme."""

from __future__ import annotations

import re
from typing import Final

_KNOWN: Final = re.compile(
    r"\b(?:experte?s?|specialistes?|ingenieure?s?|consultante?s?|technicien(?:ne)?s?|competences?|connaissances?|expertises?"
    r"|experiences?|experimente?e?s?|diplomes?|bureaux? d'etudes|bet|referente?s? ayant suivi)\b"
    r"[^.;:]{0,40}?\b(?:(?:en|dans|sur|de la|a la)\s|a l'|d')[^.;:]{0,160}"
)
# « Un ingénieur en performance énergétique »: a trade, in whatever sentence.
_TRADE: Final = re.compile(
    r"\b(?:ingenieure?s?|consultante?s?|technicien(?:ne)?s?|experte?s?|specialistes?|bureaux? d'etudes|bet)"
    r"(?: \w+)? (?:specialisee?s? )?(?:en|sur) (?!charge)[^.;:,]{0,80}"
)
_PERSON: Final = re.compile(r"\b(?:ecologues?|paysagistes?-ecologues?)\b")
_TEAM: Final = re.compile(
    r"\b(?:equipe|pluridisciplinaire|competences?|experiences?|profils?|cv|curriculum|diplom\w+|composee?s? d"
    r"|co-?traitan\w+|intervenants)\b"
)
# « Un écologue passe avant tout abattage »: what he does is asked, and not that he be there.
_ACTS: Final = re.compile(
    r"\b(?:passages?|passe|visites?|interven\w+|intervient|suivis?|suit|suivre|assist\w+|accompagn\w+|verifi\w+|valid\w+"
    r"|controle\w*|inventori\w+|inventaires?|diagnostics?|balis\w+|comptes?[- ]rendus?|rapports?|encadr\w+"
    r"|avant (?:tout|toute|le|la|les|chaque))\b"
)


def _blank(found: re.Match[str]) -> str:
    return "#" * len(found[0])


def without(folded: str) -> str:
    """A folded text without the trades and the skills that a team must hold."""
    told = (_KNOWN if _TEAM.search(folded) else _TRADE).sub(_blank, folded)
    acts = _ACTS.search(folded) is not None and _TEAM.search(folded) is None
    return told if acts else _PERSON.sub(_blank, told)
