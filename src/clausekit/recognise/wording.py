"""Whether the words of a row can be those of a criterion: no total, no step of a scale, no rule of marks."""

from __future__ import annotations

import re
from typing import Final

from clausekit.recognise import kinds, words
from clausekit.recognise.entries import Entry
from clausekit.recognise.labels import JUDGED
from clausekit.recognise.lots import lot_of

_MOST_WORDS: Final = 24
_WHOLE: Final = 100
_SENTENCE: Final = 12
_AMOUNT: Final = re.compile(r"\d\s*(?:k|M)?€|€\s*(?:HT|TTC)?\s*$")
# « Remise consentie au-delà de 500 000 € », « (à 0,18 € / kWh) »: the sum is none that is asked.
_BEYOND: Final = re.compile(r"(?:au-del[àa] de|plus de|à partir de|jusqu['’]à)\s+[\d\s.,]+€|\([^()]*\)")
# « Les critères environnementaux », « critères éco-responsables » are a criterion; « les critères » alone are none.
_CRITERIA: Final = re.compile(
    r"(?:les\s+)?criteres?\s+[\w-]+(?:aux|ales|iques|iers|iels|ifs|ables|ibles)\b(?:\s+et\s+[\w-]+)?(?:\s+sur\b.*)?$"
)
# What introduces a weight or says how a criterion is judged, left alone where its name was cut off.
_NAMELESS: Final = re.compile(
    r"(?:sous|sous[ -]?criteres?|criteres?|(?:sous[ -]?)?ponderations?|pourcentages?)(?:\s*\d{1,2})?$"
    r"|definitions?(?:\s*:\s*(?:ce|le) criteres?)?$"
    # « au vu du devis » parts a price by what it is read on.
    r"|(?:au (?:regard|vu)|sur la base|a partir|en fonction) (?:de|du|des|d')(?:\s\S+){3}"
)
# « une avance », « un rabais »: an article that names nothing in particular.
_ANY: Final = re.compile(r"^une? ")
# « La retenue de garantie est de 5 % », « les prix sont révisables, part fixe 15 % »: the contract's money.
_MONEY: Final = re.compile(
    r"(?:l[ae]s? |l')?(?:(?:taux|montants?|pourcentages?) (?:de la |de l'|des |du |d'))?"
    r"(?:retenues? de garantie|avances?|acomptes?|cautionnements?|penalites?|tva|variation des prix)\b"
    r"|(?:l[ae]s? )?prix (?:du marche |de l'accord-cadre |des prestations )?"
    r"(?:sont|est|seront|sera) (?:\S+ ){0,3}?(?:fermes?|revisa|actualisa|revise|actualise|ajusta)"
)
# « Exemple : l'offre A obtient 40 points, l'offre B 32 points. »
_EXAMPLE: Final = re.compile(r"\W*(?:par )?exemples?\b(?: (?:de|d')[^:]{2,60})?\s?[:,]")
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")


def total_of(entry: Entry) -> bool:
    """Whether a row gives the total, not a criterion."""
    folded = words.fold(entry.label)
    found = words.pattern("criteres", "total").match(folded)
    rest = folded[found.end() :].strip(" :-/()") if found else ""
    return found is not None and (not rest or words.pattern("criteres", "total_suite").match(rest) is not None)


def is_example(text: str) -> bool:
    """Whether a line only shows how marks are worked out: its figures are those of nobody's offer."""
    return _EXAMPLE.match(words.fold(text)) is not None


def _scale(label: str) -> bool:
    """« Très satisfaisant », « (moyen) », « Offre insuffisante » : a step of a scale of marks."""
    folded = words.fold(label).strip("() ")
    noun = words.pattern("criteres", "echelle_debut")
    head = noun.match(folded)
    rest = folded[head.end() :].strip() if head else folded
    found = words.pattern("criteres", "echelle").match(rest)
    if found is None:
        return False
    # « Bonne gestion des stocks » names what is judged; « bonne réponse », « moyen ou faible » are steps.
    after = rest[found.end() :].strip()
    step = not after or noun.match(after) or words.pattern("criteres", "echelle_suite").match(after)
    return (not after[:1].isalpha() or bool(step)) and len(after.split()) <= 3


def _whole(entry: Entry) -> bool:
    """« La notation s'effectue sur 100 points »: what all the marks make."""
    weight = entry.weight
    told = weight is not None and weight.value >= _WHOLE and words.fold(weight.text).startswith("sur")
    return told and not kinds.told(entry.label).natures


def is_criterion(entry: Entry) -> bool:
    """Whether the words of a row can be those of a criterion."""
    label = entry.label
    if entry.detail.endswith(".") and len(label.split()) > _SENTENCE:
        return False
    if not _LETTERS.search(label) or len(label.split()) > _MOST_WORDS + 8 or _AMOUNT.search(_BEYOND.sub("", label)):
        return False
    if _whole(entry) or total_of(entry) or _scale(label) or lot_of(label) is not None:
        return False
    folded = words.fold(label)
    unnamed = (_NAMELESS.match(folded) and not entry.numbered) or JUDGED.fullmatch(folded.strip(" :"))
    nameless = _MONEY.match(folded) or unnamed
    if nameless or words.pattern("criteres", "verbes_de_notation").search(folded):
        return False
    other = words.pattern("criteres", "pas_un_critere").match(_ANY.sub("", folded))
    if other is None or _CRITERIA.match(folded) is not None:
        return True
    return words.pattern("criteres", "quand_meme").match(folded) is not None
