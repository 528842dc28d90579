"""How a sentence binds: who is bound, by which verb, or what a thing must be."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from clausekit.recognise import recalls, words
from clausekit.recognise.articles import Sentence
from clausekit.recognise.proofs import checks, figured, itself
from clausekit.recognise.topics import QUOTE, topics

Bond: TypeAlias = Literal["bound", "thing", "offer", "soft", "law", "none"]

_OBJECT: Final = re.compile(
    r"(?:\bpar|\bau|\baux|\bdu|\bdes|\bde|\bavec|\bentre|\bpour|\ba|\bchez|\benvers|\bd')\s*(?:les?|la|l'|chaque|tout|un|une)?\s*$"
)
_PRONOUN: Final = re.compile(
    r"\W*(?:et\s+|(?:a cet effet|a ce titre|pour ce faire|dans ce cadre|en outre|par ailleurs|de plus|enfin),?\s+)?"
    r"(?:ils?|elles?|ce dernier|celui-ci|ces derniers)\b"
)
# « Le maître d'œuvre vérifie que les entreprises remettent… »: somebody else's duty, told of theirs.
_WATCHED: Final = re.compile(
    r"\b(?:verifi\w+|s'assur\w+|control\w+|constat\w+|examin\w+|suppos\w+|rappel\w+|souhait\w+|esper\w+"
    r"|recommand\w+|preconis\w+|encourag\w+)\s+(?:de ce\s+)?(?:a ce\s+)?qu[e']\s*"
    r"(?:les?|la|l'|chaque|tous les)?\s*$"
)
# « Le site compte deux zones humides »: what is there, whoever works there.
_SCENE: Final = re.compile(
    r"\W*(?:le|la|les|l'|ce|cette|notre)\s?(?:parc|sites?|batiments?|service|etablissement|territoire|terrain|patrimoine"
    r"|quartier|ecole|lycee|hopital|communes?|bassin|operation)\b(?:\s+[\w'-]+){0,4}?\s+(?:comprend|compte|comporte"
    r"|accueille|abrite|dispose|consomme|se situe|s'etend|est (?:situe|classe|gere|dote|equipe|desservi|alimente)\w*)\b"
)
# « sont paillés », « seront toutes classées »: any participle, told by its accent or its ending.
_PARTICIPLE: Final = re.compile(
    r"\b(?:est|sont|sera|seront)\s+(?:(?:tous|toutes|\w+ment)\s+)?\w{3,}(?:ée?s?|is|ises?|ites?|us|ues?)\b"
)
# « Un écologue assure le suivi du chantier et remet un compte rendu »: one of the holder's, whom nothing else names.
_SOMEONE: Final = re.compile(
    r"\W*(?:(?:pendant|avant|durant|apres|lors|tout au long)\b[^,;.]{0,60},\s)?une? (?:\w+[ -])?(?:ecologue"
    r"|(?:referente?|correspondante?|responsable|animat(?:eur|rice)|coordonnat(?:eur|rice)|charge\w* de mission)"
    r"(?: en| de l')? ?(?:environnement\w*|dechets|biodiversite|developpement durable|insertion"
    r"|chantier (?:propre|vert)))\b"
)
# « Les véhicules de la ville fonctionnent au GNV »: what the buyer has.
_OWNED: Final = re.compile(
    r"\W*(?:les?|la|l'|tous les|toutes les|l'ensemble des|la totalite des)\s?(?:vehicules?|bus|autobus|autocars?"
    r"|camions?|bennes?|flotte|engins?|materiels?|tondeuses?)\b(?: \w+){0,3}?"
    r" (?:communa|municipa|departementa|regiona|metropolitain"
    r"|de la (?:ville|commune|collectivite|metropole|region)|du (?:service|departement|syndicat|reseau)"
    r"|de l'(?:acheteur|etablissement|administration|agglomeration))"
)
_RELATIVE: Final = re.compile(r"\s*,?\s*qui\b")
# « Conformément à la réglementation thermique en vigueur, un suivi sera nécessaire »: the law's own words.
_BY_LAW: Final = re.compile(
    r"\W*(?:conformement|en application|en vertu|selon|suivant)\b[^,;:]{0,30}\b(?:reglementations?|legislations?|lois?"
    r"|textes|normes)\b[^,;:]{0,30}\ben vigueur\s*,"
)
# « La loi impose aux acheteurs un taux de 20 % »: what it says of everybody.
_LAW_SAYS: Final = re.compile(
    r"\W*(?:[^.;,:]{0,40}\brappel\w* qu[e'] ?)?(?:la |cette |l'|le )\s?"
    r"(?:loi|decret|directive|arrete|reglementation|code|article\s[lrd]\.?\s?\d[\d-]*)\b"
    r".{0,60}?\b(?:impose|prevoit|dispose|oblige|fixe|interdit|exige|demande)\b"
)
# « 40 % des véhicules affectés aux tournées sont des utilitaires électriques »: a share of things, told as it must be.
_SHARE_OF: Final = re.compile(
    r"[^.;%]{0,40}?(?:\d+(?:,\d+)?\s?%\s+(?:au moins |au minimum |a minima )?|\bl'ensemble |\bla (?:totalite|moitie) )"
    r"(?:des?|du|d')\b.{0,60}?\b(?:affect|utilis|employe|fourni|livre|mobilis|mis en|achete|servi|command|install|pose)"
    r"\w*.{0,60}?\b(?:est|sont|sera|seront)\b"
)
# « L'exploitant du site remet au titulaire… », « les bacs sont confiés au titulaire »: somebody else's duty.
_TO_HOLDER: Final = re.compile(
    r"\b(?:remet|remis|transmet|transmis|confie|communiqu|fourni|adress|delivr|envoi|envoy|m(?:et|ettent|is|ise|ises)"
    r" a disposition)\w*\b"
    r"(?: \w+){0,3} au titulaire\b"
)
# « … est interdite par l'article L. 411-1 du Code »: the law forbids it, whatever the contract says.
_BY_THE_LAW: Final = re.compile(
    r"\b(?:interdit|proscrit|prohib|impos|exig|prevu|sanctionn|puni)\w*\s+par\s+(?:l'article|les articles|la loi"
    r"|le code|le decret|l'arrete|la reglementation|le reglement (?:europeen|\(?ue))"
)
_REACH: Final = 110
_CLAUSE: Final = 400  # characters before a party among which a verb may govern it
_OPENING: Final = (", ", "; ", ": ", " que ", " qu'")


def _accented(text: str, found: re.Match[str]) -> bool:
    """« désigné », « limité »: a participle, which the folded text takes for a verb."""
    return text[found.end() - 1] in "éÉ"


def _first_verb(text: str, start: int) -> tuple[str, re.Match[str]] | None:
    """The first verb after a subject, and which list it is of."""
    folded = words.fold(text)
    found = []
    for name in ("devoirs", "mous", "verbes"):
        rule = words.pattern("obligations", name)
        reach = rule.finditer(folded, start, min(len(folded), start + _REACH))
        match = next((item for item in reach if name == "mous" or not _accented(text, item)), None)
        found += [(match.start(), -match.end(), name, match)] if match else []
    if not found:
        return None
    _, _, name, verb = min(found, key=lambda item: item[:2])
    return name, verb


def _after_verb(folded: str, name: str, verb: re.Match[str]) -> Bond:
    """What a verb makes of its sentence: a duty, a wish, or the law again."""
    if name == "mous" or (name == "devoirs" and _soft_object(folded, verb)):
        return "soft"
    return "law" if _only_law(folded, verb.start()) else "bound"


def _only_law(folded: str, start: int) -> bool:
    """Whether a duty is to respect the law; « deux bénéficiaires de l'obligation d'emploi » is more."""
    told = words.without(folded, "obligations", "loi_chiffree") if figured(folded) else folded
    return words.told(told, "loi_seule", start) is not None


def _soft_object(folded: str, verb: re.Match[str]) -> bool:
    soft = words.told(folded, "mous", verb.end())
    return soft is not None and len(folded[verb.end() : soft.start()].split()) <= 2


def _governed(folded: str, start: int) -> bool:
    """Whether a verb stands before a party in the same clause: the party is its object."""
    near = max(0, start - _CLAUSE - max(map(len, _OPENING)))
    begin = max(folded.rfind(sign, near, start) + len(sign) for sign in _OPENING)
    clause = folded[max(0, begin, start - _CLAUSE) : start]
    return any(words.pattern("obligations", name).search(clause) for name in ("devoirs", "mous", "verbes"))


def _subjects(folded: str, name: str) -> list[re.Match[str]]:
    """Words of a party where they are the subject of a verb, not its object."""
    return [
        found
        for found in words.pattern("obligations", name).finditer(folded)
        if not _OBJECT.search(folded[max(0, found.start() - 14) : found.start()])
        and not _WATCHED.search(folded[max(0, found.start() - 40) : found.start()])
        and not _RELATIVE.match(folded, found.end())
        and not _governed(folded, found.start())
    ]


def _by_holder(text: str, before: str) -> Bond | None:
    """The bond when the holder is the subject; a pronoun stands for the subject of the sentence before."""
    folded = words.fold(text)
    starts = [found.end() for found in _subjects(folded, "tenus")]
    pronoun = _PRONOUN.match(folded)
    if pronoun and before == "tenus":
        starts.insert(0, pronoun.end())
    found = (_first_verb(text, start) for start in starts)
    return next((_after_verb(folded, *verb) for verb in found if verb), None)


def _by_tenderer(text: str) -> Bond | None:
    folded = words.fold(text)
    for found in _subjects(folded, "candidats"):
        verb = _first_verb(text, found.end())
        if verb and re.match(r"garanti|s'engage|s'oblige", verb[1][0]):
            bond = _after_verb(folded, *verb)
            return "offer" if bond == "bound" else bond
    return None


def _by_someone(text: str) -> Bond | None:
    """The bond of a duty told of someone to be found: « un écologue remet… », unless the buyer sends him."""
    folded = words.fold(text)
    found = _SOMEONE.match(folded)
    verb = _first_verb(text, found.end()) if found else None
    if (
        found is None
        or verb is None
        or words.pattern("obligations", "acheteurs").search(folded, found.end(), verb[1].start())
    ):
        return None
    bond = _after_verb(folded, *verb)
    return "thing" if bond == "bound" else bond


def _of_thing(text: str) -> Bond | None:
    """The bond of « les déchets sont triés », « les produits doivent être… »; none of « est géré depuis 2015 »."""
    folded = words.fold(text)
    if _subjects(folded, "candidats") or _buyer_only(folded):
        return None
    if words.told(folded, "demandes"):
        return "bound"
    verb = words.told(folded, "devoirs_choses") or _passive(folded)
    return "soft" if verb and _able(folded, verb) else _but_law(folded, verb)


def _able(folded: str, verb: re.Match[str]) -> bool:
    """« doit être en mesure de », « devra être capable de »: what could be, not what is done."""
    soft = words.told(folded, "mous", verb.start())
    return soft is not None and soft.start() < verb.end()


def _described(text: str) -> Bond | None:
    """The bond of « le papier contient 60 % de fibres », of « encres : végétales exclusivement »."""
    folded = words.fold(text)
    proved = figured(folded) or itself(folded, topics(text)) or checks(folded) & {"deliverable", "deadline"}
    if not proved or any(_subjects(folded, name) for name in ("candidats", "acheteurs")):
        return None
    return _but_law(folded, _state(text))


def _state(text: str) -> re.Match[str] | None:
    """What a thing is, or a limit without a verb; a fact (« la cuve existante », « le site vise… ») is neither."""
    folded = words.fold(text)
    if words.told(folded, "etats") or words.told(folded, "constats") or _SCENE.match(folded) or _OWNED.match(folded):
        return None
    verb = words.told(folded, "descriptions")
    if verb or words.told(folded, "mous"):
        return verb
    return _PARTICIPLE.search(text.lower()) or _SHARE_OF.match(folded) or words.told(folded, "limites")


def _but_law(folded: str, verb: re.Match[str] | None) -> Bond | None:
    """What a thing must be, unless it is only what the law says."""
    if verb is None:
        return None
    told = _only_law(folded, verb.start()) or _BY_LAW.match(folded) or _LAW_SAYS.match(folded)
    return "law" if told or _BY_THE_LAW.search(folded) else "thing"


def _passive(folded: str) -> re.Match[str] | None:
    if words.told(folded, "etats") or _SCENE.match(folded):
        return None
    for verb in words.pattern("obligations", "auxiliaires").finditer(folded):
        if words.told(folded, "passifs", verb.end(), verb.end() + 40):
            return verb
    return None


def _read(text: str, before: str) -> Bond | None:
    own = QUOTE.sub(lambda found: "#" * len(found[0]), text)
    return _by_holder(own, before) or _by_tenderer(own) or _of_thing(_on_theme(own)) or _by_someone(own)


def bond(sentence: Sentence, before: str) -> Bond:
    """How a sentence binds; `before` is who the sentence before was about (`subject`)."""
    folded = QUOTE.sub(lambda found: "#" * len(found[0]), words.fold(sentence.whole))
    if words.told(folded, "recommandations"):
        return "soft"
    if _TO_HOLDER.search(folded):
        return "none"
    parts = [part for part in (sentence.text, sentence.lead) if part]
    read = next((told for part in parts if (told := _read(part, before))), None)
    told = read or next((told for part in parts if (told := _described(_on_theme(part)))), None)
    if told is None:
        return "soft" if words.told(folded, "mous") else "law" if _LAW_SAYS.match(folded) else "none"
    measured = bool(checks(sentence.whole) & {"figure", "deadline"})
    by_holder = _by_holder(sentence.text, before) is not None
    if recalls.only_recalled(folded, measured, by_holder) or (_LAW_SAYS.match(folded) and not by_holder):
        return "law"
    weakened = told in {"bound", "thing"} and words.told(folded, "attenuations") and not figured(folded)
    return "soft" if weakened else told


def _on_theme(text: str) -> str:
    """The clauses of a sentence that speak of a theme; all of it when none does (a list led in by one)."""
    clauses = text.split(" ; ")
    return " ; ".join(clause for clause in clauses if topics(clause)) or text


def _buyer_only(folded: str) -> bool:
    """Whether the sentence tells what the buyer does."""
    first = _subjects(folded, "acheteurs")
    return bool(first) and first[0].start() < 12 and not words.told(folded, "demandes")


def subject(sentence: Sentence) -> str:
    """Who the sentence is about: `tenus`, `candidats`, `acheteurs`, or nobody."""
    folded = words.fold(sentence.text)
    found = [
        (match[0].start(), name) for name in ("tenus", "candidats", "acheteurs") if (match := _subjects(folded, name))
    ]
    return min(found)[1] if found else ""
