"""One line of an award section as entries: a label, and the weight printed with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from clausekit.finding import Place
from clausekit.recognise import brackets, cutting, kinds, words
from clausekit.recognise.markers import marker
from clausekit.recognise.weights import Weight, alone, weights

_EDGES: Final = ' \t\n:;,.=/|–—-…*•"«»_→'
_OPENING: Final = _EDGES + ")]"
_CLOSING: Final = _EDGES + "(["
_LINK: Final = re.compile(
    r"(?:et|ainsi que|puis|ou|enfin|soit|dont)\b[\s:]*(?=\w)|(?:pour|sur)\s+(?:l(?:e|a|es)\s+|l'\s*)(?=\w)"
    r"|(?:reparti|decompose|ventile|partage)\w*\s+"
    r"(?:entre|en|comme suit|ainsi|de la (?:facon|maniere) suivante)[\s:]+(?=\w)"
)
_FILLER: Final = re.compile(
    r"(?:^|[\s,;:(-]+)(?:et|ou|soit|dont|sur|de|a|est|sera|pour|note|notee|notes|notees|ponderee?s?|poids|points?"
    r"|notamment|(?:note|notee)s?\s+(?:sur(?:\s+\d+)?|de\s+\d+\s+a\s+\d+))$"
)
_DETERMINER: Final = re.compile(r"(?:le |la |les |l'|du |des |de la |de l')(?=[a-z])")
# « Critère prix » is the price; « critère environnemental » is named by the whole.
_CRITERION: Final = re.compile(
    r"(?:le |du |de |un )?critere\s+(?!\w+(?:al|ale|aux|ique|iques|ier|iel|iels|if|ifs)\b)"
    r"(?:de la |du |de l'|des |de |« ?|\" ?)?"
)
# « Le classement est établi en tenant compte du prix (60 %) »: what is judged comes after.
_BASIS: Final = re.compile(
    r"\b(?:sur la base|en fonction|en tenant compte|au regard|au vu|a partir|compte tenu)\s+"
    r"(?:du|de la|des|de l'|de)(?=\s|')\s*"
)
_JUDGED: Final = re.compile(
    r"\b(?:classement|offres?|note|notes|notation|jug\w*|attribu\w*|choi\w*|selection|marche|evalu\w*|appreci\w*|candidats?)\b"
)
_LEAD: Final = re.compile(r":\s|\bsuivantes?\b|\bsuivants?\b|\bci-(?:apres|dessous)\b")
# « Critères : prix : 50/100 ; … »
_HEADING: Final = re.compile(
    r"\W*(?:les\s+)?criteres(?:\s+(?:et|de)\s+(?:leur\s+)?ponderations?)?\s*:"
    r"|.*\bcriteres\b[^:]{0,50}:\s*$|.*\b(?:elements|sous-criteres|criteres|points|aspects|items|axes)\b.{0,60}\bsuivants\b"
)
# « Pour la sélection de l'offre, le prix représentera 45 % »
_INTRO: Final = re.compile(r"pour\b[^:;]*?,\s+(?=l(?:e|a|es)\s|l')")
# « Les critères sont le prix pour 50 % et … »
_ARE: Final = re.compile(r"\W*(?:les\s+)?criteres\b[^:;]{0,60}?\bsont\s*:?\s+(?=l(?:e|a|es)\s(?!suivant)|l')")
_UNDER: Final = re.compile(r"\W*dont\b")
_INCOMPLETE: Final = re.compile(
    r"(?:,|\b(?:avec|de|du|des|la|le|les|et|ou|en|a|au|aux|pour|par|sur|dans|notamment)|\b[dl]')\s*[(-]?\s*$"
)
_FOR: Final = re.compile(r"(?:pour|au titre)\b")
# « soixante pour cent (60 %) »: the weight told in letters before its figures.
_LETTERED: Final = re.compile(
    r"[\s:,;(-]+(?:(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?"
    r"|trente|quarante|cinquante|soixante|cents?|et|virgule)[\s-]+)+(?:pour\s?cents?|points?)\s*[(:]?\s*$"
)
_OF_THE_MARK: Final = re.compile(
    r"(?:de|dans) (?:la|leur) (?:note|notation)(?: (?:final|global|total)e)?|du total"
    r"|de l'ensemble|dans l(?:e|a|') ?\w+ "
)
MOST_WORDS: Final = 32
_SUB: Final = re.compile(r"\bsous[ -]?criteres?\b|\belements? d'appreciation\b")
_MOST_NAMED: Final = 10
_MOST_LAST: Final = 6
_MOST_KEPT: Final = 20
# « RCValeur », « motifsPrix »: two sentences that a page glued.
_GLUED: Final = re.compile(r"(?<=[a-zà-ÿA-Z]{2})[A-ZÀ-Ý](?=[a-zà-ÿ]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A label with its weight, if one is printed beside it.

    `ids` are the numbers before it ("2.1" is 2 and 1), `depth` its level when the text says it
    (1 for « critère », 2 for « sous-critère »), `item` whether a bullet or a letter opens it,
    `under` whether it follows « dont » in the sentence of another, `detail` what is said of it.
    """

    label: str
    weight: Weight | None
    place: Place
    ids: tuple[str, ...] = ()
    depth: int | None = None
    item: bool = False
    under: bool = False
    opens: bool = False
    detail: str = ""

    @property
    def named(self) -> bool:
        """Whether it has a label."""
        return bool(self.label)


def _trim(text: str) -> str:
    text = text.lstrip(_OPENING).rstrip(_CLOSING)
    if text.endswith(")") and text.count("(") < text.count(")"):
        text = text[:-1]
    if text.count("(") > text.count(")"):
        head, _, tail = text.rpartition("(")
        text = head if len(tail.split()) <= 3 or not head else text + ")"
    return text.lstrip(_OPENING).rstrip(_CLOSING)


def _first_words(text: str) -> str:
    """Words that open a label in a sentence without belonging to it, taken off."""
    for pattern in (_LINK, _CRITERION, _DETERMINER):
        found = pattern.match(words.fold(text))
        if pattern is _DETERMINER and text[:1].isupper():
            continue
        if found and found.end() < len(text):
            text = text[found.end() :]
    return text


def clean(text: str) -> str:
    """A label without its number, its weight, and what is said of it afterwards."""
    text = re.sub(r"\s+", " ", text).strip()
    text = _trim(text[1:] if text.startswith("(") and ")" not in text else text)
    if lettered := _LETTERED.search(words.fold(text)):
        text = _trim(text[: lettered.start()])
    text = _first_words(_trim(text[marker(text).end :]))
    for found in words.pattern("criteres", "coupe").finditer(words.fold(text)):
        if found.start() > 0:
            text = text[: found.start()]
            break
        if found.end() == len(text):
            return ""
    return _without_fillers(_trim(text))


def _without_fillers(text: str) -> str:
    while found := _FILLER.search(words.fold(text)):
        text = _trim(text[: found.start()])
    return text


def _rest(text: str, label: str) -> str:
    """What a text says beyond the label drawn from it."""
    start = text.find(label) if label else -1
    return _trim(text[start + len(label) :]) if start >= 0 else ""


def _after_lead(text: str) -> str:
    """The text after « … les critères suivants : »; the text itself when nothing announces criteria."""
    text = text.rstrip(" :(\u2013-")
    intro = _INTRO.match(words.fold(text))
    if intro and words.holds(intro[0], "criteres", "attribution"):
        text = text[intro.end() :]
    if are := _ARE.match(words.fold(text)):
        text = text[are.end() :]
    basis = _BASIS.search(words.fold(text))
    judged = basis and _JUDGED.search(words.fold(text[: basis.start()]))
    if basis and judged and basis.end() < len(text) and not kinds.told(text[: basis.start()]).natures:
        text = text[basis.end() :]
    end = max((found.end() for found in _LEAD.finditer(words.fold(text))), default=0)
    announced = any(words.holds(text[:end], "criteres", name) for name in ("attribution", "suite"))
    announced = announced or _HEADING.match(words.fold(text[:end])) is not None
    return (text[end:].lstrip(" :") or text) if announced else text


def _announces(before: str, after: str) -> bool:
    """« … les critères suivants : 40 % : prix »: what stands before a weight only announces it."""
    lead = before.rstrip().endswith(":") and words.holds(before, "criteres", "attribution")
    return lead and after.lstrip().startswith(":")


def _pieces(text: str, found: tuple[Weight, ...]) -> list[tuple[str, Weight, str]]:
    """Label, weight and following words, weight by weight; the label may follow (« 40 % : prix »)."""
    bounds = [0, *(weight.end for weight in found)]
    before = [_told(text[bounds[rank] : weight.start], rank) for rank, weight in enumerate(found)]
    ends = [*(weight.start for weight in found[1:]), len(text)]
    after = [text[weight.end : ends[rank]] for rank, weight in enumerate(found)]
    turn = _turn(before, after)
    if turn is not None:
        pairs = zip(after[turn:], found[turn:], strict=True)
        told = [(f"dont {_bare_of(label)}", weight, "") for label, weight in pairs]
        return [*_pieces(text[: found[turn].start], found[:turn]), *told]
    if not _FOR.match(words.fold(after[0]).lstrip()) and clean(before[0]) and not _announces(before[0], after[0]):
        return [_rejoined(*piece) for piece in zip(before, found, after, strict=True)]
    return [(label, weight, "") for label, weight in zip(after, found, strict=True)]


def _turn(before: Sequence[str], after: Sequence[str]) -> int | None:
    """Where labels begin to follow their weights: « 40 points, répartis ainsi : 25 points pour la méthode »."""
    for rank in range(1, len(before)):
        if words.holds(before[rank], "criteres", "suite") and _FOR.match(words.fold(after[rank]).lstrip()):
            return rank
    return None


def _bare_of(label: str) -> str:
    """A label without the « pour la » that ties it to its weight."""
    found = _LINK.match(words.fold(label.lstrip()))
    return label.lstrip()[found.end() :] if found else label


def _told(text: str, rank: int) -> str:
    """What stands before a weight, without what ends the one before it (« 50 % de la note, la valeur… »)."""
    said = _OF_THE_MARK.match(words.fold(text.lstrip())) if rank else None
    return text.lstrip()[said.end() :] if said else text


def _rejoined(label: str, weight: Weight, after: str) -> tuple[str, Weight, str]:
    """A label cut by the column of weights, with its end: « formation et 10 % assistance »."""
    tail = after.strip()
    cut = tail and tail[0].islower() and _INCOMPLETE.search(words.fold(label)) and not _LINK.match(words.fold(tail))
    if not cut or _OF_THE_MARK.match(words.fold(tail)):
        return label, weight, after
    return f"{label.rstrip()} {tail}", weight, ""


def entries(text: str, place: Place, *, number: str = "", item: bool = False) -> tuple[Entry, ...]:
    """The entries of one line: none, one, or several in a sentence that lists criteria."""
    head = marker(f"{number} {text}" if number else text)
    body = text[max(0, head.end - (len(number) + 1 if number else 0)) :]
    depth = 2 if _UNDER.match(words.fold(body)) else head.depth
    first = Entry(label="", weight=None, place=place, ids=head.ids, depth=depth, item=item or head.item)
    if (split := brackets.listed(body) or brackets.closed(body)) and (held := _listed(first, *split)):
        return held
    found = weights(body)
    if not found:
        label = clean(body)
        return (replace(first, label=label, opens=body.rstrip().endswith(":"), detail=_rest(body, label)),)
    if alone(body):
        return (replace(first, weight=found[0]),)
    read: list[Entry] = []
    told = _pieces(body, found)
    for rank, (label, weight, after) in enumerate(told, start=1):
        _add(read, first, label, weight, after, last=rank == len(told))
    return (*_judged(told[0][0], first), *read) if len(read) > 1 else tuple(read)


def _listed(first: Entry, head: str, inside: str) -> tuple[Entry, ...]:
    """A criterion and what its brackets list; nothing when one of them has no name."""
    heads = entries(head, first.place)
    below = [entry for part in cutting.parts(inside) for entry in entries(part, first.place)]
    if len(heads) != 1 or not heads[0].named:
        return ()
    opening = replace(heads[0], ids=first.ids, depth=first.depth, item=first.item)
    if not all(item.named and item.weight for item in below):
        # « Prix (20 % sur le devis et 20 % sur le forfait) : 40 % » weighs 40 %, whatever its parts are called.
        return (opening,) if opening.weight else ()
    return (opening, *(replace(item, under=True, ids=(), depth=None, item=False) for item in below))


def _judged(label: str, first: Entry) -> tuple[Entry, ...]:
    """The criterion that a sentence opens on before it lists sub-criteria, if it names one."""
    lead = label[: len(label) - len(_after_lead(label))]
    if not _SUB.search(words.fold(lead)):
        return ()
    name = clean(lead)
    known = name and len(name.split()) <= _MOST_NAMED and kinds.told(name).natures
    return (replace(first, label=name, opens=True),) if known else ()


def shortened(label: str) -> str:
    """A label too long for one: its words up to the last pause that leaves few enough of them."""
    head = re.split(r"\bnotamment\b", label)[0].strip(_EDGES)
    stops = [found.start() for found in re.finditer(r"[,;:(]|\s[-–]\s|$", head)]
    kept = [text for stop in stops if len((text := head[:stop].strip(_EDGES)).split()) <= _MOST_KEPT]
    return kept[-1] if kept else ""


def _named(name: str, first: Entry) -> str:
    """A label; what is left of it when a page glued it to another sentence or when it is too long for one."""
    if _GLUED.search(name):
        return _last(name)
    if len(name.split()) <= MOST_WORDS:
        return name
    short = shortened(name) if first.depth or first.item or first.ids else ""
    return short if short and (first.depth or kinds.told(short).natures) else _last(name)


def _last(name: str) -> str:
    """« … à l'article 12 du règlementValeur technique » ends on what a page glued to another sentence."""
    starts = [found.start() for found in re.finditer(r"(?<!\w)[A-ZÀ-Ý][a-zà-ÿ]|(?<=\w)[A-ZÀ-Ý](?=[a-zà-ÿ]{2})", name)]
    last = name[starts[-1] :] if starts else ""
    return last if last and len(last.split()) <= _MOST_LAST and kinds.told(last).natures else ""


def _add(read: list[Entry], first: Entry, label: str, weight: Weight, after: str, *, last: bool) -> None:
    """One more entry of a line, unless its words name nothing; what follows the last one is said of it."""
    name = clean(_after_lead(label))
    if not name:
        # « 60 points, soit 60 % »: one weight told twice; the share of the total says more.
        twice = read[-1].weight.unit if read and read[-1].weight else None
        if weight.unit == "percent" and twice in {"points", "coefficient"}:
            read[-1] = replace(read[-1], weight=weight)
        return
    name = _named(name, first)
    if not name:
        return
    # « technique 20 % (service : 10 %, suivi : 10 %) »: what opens a bracket after a weight details it.
    bracket = label.lstrip().startswith("(") and ")" not in label
    under = bool(read) and (read[-1].under or bracket or words.holds(label, "criteres", "suite"))
    tail = _trim(after)
    opens = words.holds(after, "criteres", "suite") or after.rstrip().endswith(":")
    # A second criterion that opens a list was glued to the item before it.
    base = first if not read else replace(first, ids=(), depth=None, item=first.item and not opens)
    detail = " ".join(filter(None, (_rest(label, name), tail if last else "")))
    read.append(replace(base, label=name, weight=weight, under=under, opens=opens, detail=detail))
