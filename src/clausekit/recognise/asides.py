"""Where the words of a theme tell of something else.

What the members of a team know (« un écologue », « une expérience en biodiversité »), what is shown to others, what a
software counts.
"""

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
    r"\b(?:ingenieure?s?|consultante?s?|technicien(?:ne)?s?|experte?s?|specialistes?|bureaux? d'etudes|bet"
    r"|(?:a|ont|ayant|possed\w+|dispos\w+ d'|justifi\w+ d') ?une formation)"
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
# « Trois vidéos sur l'égalité »: what is shown to others.
_SHOWN: Final = re.compile(
    r"\b(?:videos?|articles de presse|ateliers?|conferences?|expositions?|affiches?|films?|podcasts?|reportages?"
    r"|brochures?|depliants?|animations?|spectacles?|webinaires?|contenus?)\b"
    r" (?:\w+ ){0,3}?sur (?:les? |la |l')[^.;,]{0,80}"
)
# « Le logiciel comporte un module de suivi des heures d'insertion »: what it counts.
_SOFTWARE: Final = re.compile(
    r"\b(?:logiciel|progiciel|(?<!en )application(?! (?:des?|du|d'un) (?!gestion|suivi))|portail"
    r"|site internet|solution (?:logicielle|informatique)"
    r"|outil (?:informatique|de gestion|de suivi))s?\b[^.;]{0,60}?\b(?:comport|permet|ger[ae]|edit|integr|propos|calcul"
    r"|affich|export|suit|compren)\w*\b[^.;]*"
)
# « Une étude de l'impact environnemental des scénarios »: what the study is about.
_STUDIED: Final = re.compile(
    r"\b(?:etude|etudi|diagnosti|analys|evalu|compar)\w*\b[^.;:]{0,60}?\bimpacts? environnementa(?:l|ux)\b[^.;:]{0,30}?"
    r"\b(?:scenarios?|variantes?|hypotheses?|options?|projets?|amenagements?|traces?|programmes?|operations?)\b"
    r"|\betudes? d'impact(?: environnementa\w*)?\b"
)
_OWN: Final = re.compile(
    r"\b(?:ecoconception|eco-conception|rgesn|sobriete|numerique responsable|empreinte|ecoindex)\b"
)


def _blank(found: re.Match[str]) -> str:
    return "#" * len(found[0])


def without(folded: str) -> str:
    """A folded text without the skills of a team, what is shown to others, what a study or a software is about."""
    folded = _STUDIED.sub(_blank, _SHOWN.sub(_blank, folded))
    if _OWN.search(folded) is None:
        folded = _SOFTWARE.sub(_blank, folded)
    told = (_KNOWN if _TEAM.search(folded) else _TRADE).sub(_blank, folded)
    acts = _ACTS.search(folded) is not None and _TEAM.search(folded) is None
    return told if acts else _PERSON.sub(_blank, told)
