"""The label of a criterion drawn from a text: without its number, its weight, and what is said of it."""

from __future__ import annotations

import re
from typing import Final

from clausekit.recognise import kinds, words
from clausekit.recognise.markers import marker

_EDGES: Final = ' \t\n:;,.=/|–—-…*•"«»_→'
_OPENING: Final = _EDGES + ")]"
_CLOSING: Final = _EDGES + "([+"
LINK: Final = re.compile(
    r"(?:et|ainsi que|puis|ou|enfin|soit|dont)\b[\s:]*(?=\w)|(?:ainsi|en resume|en somme),\s*(?=\w)"
    r"|(?:pour|sur)\s+(?:l(?:e|a|es)\s+|l'\s*)(?=\w)"
    r"|(?:sero|so)nt\s+(?:apprecie|examine|analyse|evalue|juge)e?s\s*(?::\s*)?(?=l(?:e|a|es)\s|l')"
    r"|(?:reparti|decompose|ventile|partage)\w*\s+"
    r"(?:entre|en|comme suit|ainsi|de la (?:facon|maniere) suivante)[\s:]+(?=\w)"
)
# « (60 %) de la note finale »: said of the weight.
# « Appréciée au regard : », where the name of what is judged was left out.
JUDGED: Final = re.compile(
    r"(?:(?:est|sera) )?(?:appreci|jug|evalu|not|analys)ee?s? "
    r"(?:au regard|au vu|au travers|sur la base|en fonction|selon)\b"
)
OF_THE_MARK: Final = re.compile(
    r"(?:de|dans) (?:la|leur) (?:note|notation)(?: (?:final|global|total)e)?|du total"
    r"|d[eu] (?:ce |la note du )?critere\b"
    r"|de l'ensemble|dans l(?:e|a|') ?\w+ "
)
_FILLER: Final = re.compile(
    r"(?:^|[\s,;:(-]+)(?:et|ou|soit|dont|sur|de|a|est|sera|pour|note|notee|notes|notees|ponderee?s?|poids|points?"
    r"|notamment|(?:note|notee)s?\s+(?:sur(?:\s+\d+)?|de\s+\d+\s+a\s+\d+))$"
)
_DETERMINER: Final = re.compile(r"(?:le |la |les |l'|du |des |de la |de l')(?=[a-z])")
# « Critère prix » is the price; « critère environnemental » is named by the whole.
_CRITERION: Final = re.compile(
    r"(?:le |du |de |un )?(?:seul |unique )?critere\s+(?!\w+(?:al|ale|aux|ique|iques|ier|iel|iels|if|ifs)\b)"
    r"(?:de la |du |de l'|des |de |« ?|\" ?)?"
)
# « Offre de base : Prix 50 % … »: what is judged, not a criterion.
_OFFER: Final = re.compile(r"(?:pour l[ae'] ?)?(?:offre|solution) de base\s*:\s*(?=\w)")
# « Organisation. Ce sous-critère (est jugé sur…) », « Prix : il (est noté sur…) »: the next sentence, cut at its verb.
_SPOKEN: Final = re.compile(
    r"\s*[.:;,–-]\s*(?:[Ii]ls?|[Ee]lles?|[Cc]elui-ci|[Cc]elle-ci)$"
    r"|(?:\s*[.:;,–-]\s*(?:[Cc]e|[Ll]e|[Cc]haque)|\s+(?:Ce|Chaque))\s+(?:sous[ -]?)?crit[eè]res?$"
)
# « soixante pour cent (60 %) »: the weight told in letters before its figures.
_LETTERED: Final = re.compile(
    r"(?<![\s:,;(-])[\s:,;(-]++(?:(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?"
    r"|trente|quarante|cinquante|soixante|cents?|et|virgule)[\s-]++){1,12}(?:pour\s?cents?|points?)\s*[(:]?\s*$"
)
# « Qualité de la réponse au regard des exigences environnementales »: what is judged, not what it is judged on.
_AIMS: Final = re.compile(
    r"au (?:regard|vu) (?:des? |du |de la |de l'|d')(?:exigences?|besoins?|attentes?|attendus|developpement durable)\b"
)
# « oDélai »: a bullet that a page glued to its item.
_ROUND: Final = re.compile(r"^o(?=[A-ZÀ-Ý][a-zà-ÿ])")
# « Devis : (offre la plus basse / offre) x 40 », « N = 20 x (R / R0) sur la remise »: a name and how it is marked.
_MARKED: Final = re.compile(r"\s*(?:[:=]\s*)?\([^()/]*/[^()]*\)\s*[x×*]\s*$")
_MARKS: Final = re.compile(r"[A-Z]\w{0,5}\s*=[^:;]*\)\s*(?:sur|pour)\s+(?:l(?:e|a|es)\s+|l['’]\s?)(?=\w)")
MOST_WORDS: Final = 32
_MOST_LAST: Final = 6
# Words that a label may end on and that say nothing; a text that ends on more of them says nothing at all.
_MOST_FILLERS: Final = 24
_FILLER_SIGNS: Final = 80  # one of them, and some of the signs before it: nothing else of a label is looked at
_MOST_KEPT: Final = 20
# « RCValeur », « motifsPrix »: two sentences that a page glued.
_GLUED: Final = re.compile(r"(?<=[a-zà-ÿA-Z]{2})[A-ZÀ-Ý](?=[a-zà-ÿ]{3})")


def trim(text: str) -> str:
    """A text without the signs at its ends, and without a bracket that nothing closes."""
    text = text.lstrip(_OPENING).rstrip(_CLOSING)
    if text.endswith(")") and text.count("(") < text.count(")"):
        text = text[:-1]
    if text.count("(") > text.count(")"):
        head, _, tail = text.rpartition("(")
        text = head if len(tail.split()) <= 3 or not head else text + ")"
    return text.lstrip(_OPENING).rstrip(_CLOSING)


def _first_words(text: str) -> str:
    """Words that open a label in a sentence without belonging to it, taken off."""
    for pattern in (_OFFER, LINK, _CRITERION, _DETERMINER):
        found = pattern.match(words.fold(text))
        if pattern is _DETERMINER and text[:1].isupper():
            continue
        if found and found.end() < len(text):
            text = text[found.end() :]
    return text


def _unmarked(text: str) -> str:
    """A name without the formula that it is marked by, before it or after it."""
    told = _MARKS.match(text[marker(text).end :])
    text = text[marker(text).end + told.end() :] if told else text
    found = _MARKED.search(text)
    return text[: found.start()] if found and found.start() else text


def clean(text: str) -> str:
    """A label without its number, its weight, and what is said of it afterwards."""
    text = _ROUND.sub("", re.sub(r"\s+", " ", text).strip())
    text = trim(text[1:] if text.startswith("(") and ")" not in text else text)
    text = _unmarked(text)
    if lettered := _LETTERED.search(words.fold(text)):
        text = trim(text[: lettered.start()])
    bare = trim(text[marker(text).end :])
    text = _first_words(bare)
    again = marker(text)
    # « et 2/ Délai »: a number behind the word that ties it to the item before.
    ranked = again.depth or (again.ids and text != bare)
    text = trim(text[again.end :] if ranked else text).strip("'‘’ ")
    for found in words.pattern("criteres", "coupe").finditer(words.fold(text)):
        if _AIMS.match(words.fold(text), found.start()):
            continue
        if found.start() > 0:
            text = trim(text[: found.start()])
            break
        if found.end() == len(text):
            return ""
    return _without_fillers(trim(text))


def _without_fillers(text: str) -> str:
    for _ in range(_MOST_FILLERS):
        cut = max(0, len(text) - _FILLER_SIGNS - 1)
        found = _FILLER.search(words.fold(text[cut:]), min(cut, 1))
        if found is None:
            break
        text = trim(text[: cut + found.start()])
    else:
        return ""
    spoken = _SPOKEN.search(text)
    return text[: spoken.start()] if spoken else text


def shortened(label: str) -> str:
    """A label too long for one: its words up to the last pause that leaves few enough of them."""
    head = re.split(r"\bnotamment\b", label)[0].strip(_EDGES)
    stops = [found.start() for found in re.finditer(r"[,;:(]|(?<=[^\W\d]{3})\.\s|\s[-–]\s|$", head)]
    kept = [text for stop in stops if len((text := head[:stop].strip(_EDGES)).split()) <= _MOST_KEPT]
    return kept[-1] if kept else ""


def glued(label: str) -> bool:
    """Whether a page glued two sentences in a label (« RCValeur technique »)."""
    return _GLUED.search(label) is not None


def last_words(name: str) -> str:
    """« … à l'article 12 du règlementValeur technique » ends on what a page glued to another sentence."""
    starts = [found.start() for found in re.finditer(r"(?<!\w)[A-ZÀ-Ý][a-zà-ÿ]|(?<=\w)[A-ZÀ-Ý](?=[a-zà-ÿ]{2})", name)]
    last = name[starts[-1] :] if starts else ""
    return last if last and len(last.split()) <= _MOST_LAST and kinds.told(last).natures else ""
