"""One line of an award section as entries: a label, and the weight printed with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from clausekit.finding import Place
from clausekit.recognise import brackets, cutting, kinds, words
from clausekit.recognise.ahead import ahead
from clausekit.recognise.labels import JUDGED, LINK, MOST_WORDS, OF_THE_MARK, clean, glued, last_words, shortened, trim
from clausekit.recognise.marked import marked
from clausekit.recognise.markers import marker
from clausekit.recognise.portions import of_which
from clausekit.recognise.rejoined import rejoined
from clausekit.recognise.weights import Weight, alone, weights

# « Le classement est établi en tenant compte du prix (60 %) »: what is judged comes after.
_BASIS: Final = re.compile(
    r"\b(?:sur la base|en fonction|en tenant compte|au regard|au vu|a partir|compte tenu)\s+"
    r"(?:du|de la|des|de l'|de)(?=\s|')\s*"
)
_JUDGED: Final = re.compile(
    r"\b(?:classement|offres?|note|notes|notation|jug\w*|attribu\w*|choi\w*|selection|marche|evalu\w*|appreci\w*"
    r"|candidats?|propositions?)\b"
)
_LEAD: Final = re.compile(r":\s|\bsuivantes?\b|\bsuivants?\b|\bci-(?:apres|dessous)\b")
# « Critères : prix : 50/100 ; … »
_HEADING: Final = re.compile(
    r"\W*(?:les\s+)?criteres(?:\s+(?:et|de)\s+(?:leur\s+)?ponderations?)?\s*:"
    r"|.*\bcriteres\b[^:]{0,50}:\s*$|.*\b(?:elements|sous-criteres|criteres|points|aspects|items|axes)\b.{0,60}\bsuivants\b"
)
# « Pour la sélection de l'offre, le prix représentera 45 % », « Dans le classement, le prix compte pour 45 % »
_INTRO: Final = re.compile(r"(?:pour|dans|lors|au|aux)\b[^:;]*?,\s+(?=l(?:e|a|es)\s|l')")
# « Les critères sont le prix pour 50 % et … », « Les offres seront jugées sur le prix pour 40 % et sur la qualité … »
_ARE: Final = re.compile(
    r"\W*(?:les\s+)?criteres\b[^:;]{0,60}?\bsont\s*:?\s+(?=l(?:e|a|es)\s(?!suivant)|l')"
    r"|\W*(?:le\s+)?(?:jugement|classement|choix|analyse|notation) des offres sur\s+(?=[^\W\d])"
    r"|\W*(?:les\s+|votre\s+|l')?offres?\s+(?:sont|seront|est|sera)"
    r"\s+(?:jugee|appreciee|classee|notee|evaluee|analysee|departagee)s?\s+sur\s+(?=[^\W\d])(?!(?:la\s)?base|\d)"
    r"|[\s,;]*(?:et\s+)?sur\s+(?=l(?:e|a|es)\s(?!bas)|l')"
)
_OF: Final = re.compile(r"[\s,;)]*(?:et\s+)?(?:de la|de l'|des|du|d'|de)\b")
_THROUGH: Final = re.compile(
    r"(?:(?:est|sera)\s+)?(?:apprecie|juge|evalue|note|analyse)e?s?\s+"
    r"(?:au travers|au regard|au vu|en fonction|sur la base|a partir)\s+(?:de la\s|de l'|des\s|du\s|d'|de\s)\s*"
)
# « - au regard du total du devis (40 %) », below « Prix (60 %) apprécié : ».
_READ_ON: Final = re.compile(
    r"\s*(?:au travers|au regard|au vu|en fonction|sur la base|a partir)\s+(?:de la |de l'|des |du |d'|de )(?=\S)"
)
_UNDER: Final = re.compile(r"\W*dont\b")
# « 30 % (jugée sur la note) et du délai »: the brackets are the criterion's before.
_ASIDE: Final = re.compile(r"\([^()]*\)(?=\W*[^\W\d])")
_FOR: Final = re.compile(r"(?:pour|au titre)\b")
_SUB: Final = re.compile(r"\bsous[ -]?criteres?\b|\belements? d'appreciation\b")
_MOST_NAMED: Final = 10
_TOTAL: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A label with its weight, if one is printed beside it.

    `ids` are the numbers before it ("2.1" is 2 and 1), `depth` its level when the text says it
    (1 for « critère », 2 for « sous-critère »), `item` whether a bullet or a letter opens it,
    `letter` that letter, `under` whether it follows « dont » in the sentence of another, `detail` what is said of it,
    `left` where its line begins, in points (None in a table).
    """

    label: str
    weight: Weight | None
    place: Place
    ids: tuple[str, ...] = ()
    depth: int | None = None
    item: bool = False
    letter: str = ""
    under: bool = False
    opens: bool = False
    detail: str = ""
    left: float | None = None

    @property
    def named(self) -> bool:
        """Whether it has a label."""
        return bool(self.label)

    @property
    def numbered(self) -> bool:
        """Whether its number is all its name: « Sous-critère 2 (15 points) »."""
        return bool(self.ids) and self.label == number_of(self.ids)


def number_of(ids: Sequence[str]) -> str:
    """The name of a sub-criterion that has none but its number."""
    return f"Sous-critère {'.'.join(ids)}"


def _rest(text: str, label: str) -> str:
    """What a text says beyond the label drawn from it."""
    start = text.find(label) if label else -1
    return trim(text[start + len(label) :]) if start >= 0 else ""


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
    if named := ahead(before, after):
        return [(label, weight, "") for label, weight in zip(named, found, strict=True)]
    turn = _turn(before, after)
    if turn is not None:
        pairs = zip(after[turn:], found[turn:], strict=True)
        told = [(f"dont {_bare_of(label)}", weight, "") for label, weight in pairs]
        return [*_pieces(text[: found[turn].start], found[:turn]), *told]
    if not _FOR.match(words.fold(after[0]).lstrip()) and clean(before[0]) and not _announces(before[0], after[0]):
        return [rejoined(*piece) for piece in zip(before, found, after, strict=True)]
    return [(label, weight, "") for label, weight in zip(after, found, strict=True)]


def _turn(before: Sequence[str], after: Sequence[str]) -> int | None:
    """Where labels begin to follow their weights: « 40 points, répartis ainsi : 25 points pour la méthode »."""
    for rank in range(1, len(before)):
        if words.holds(before[rank], "criteres", "suite") and _FOR.match(words.fold(after[rank]).lstrip()):
            return rank
    return None


def _bare_of(label: str) -> str:
    """A label without the « pour la » that ties it to its weight."""
    found = LINK.match(words.fold(label.lstrip()))
    return label.lstrip()[found.end() :] if found else label


def _told(text: str, rank: int) -> str:
    """What stands before a weight, without what ends the one before it (« 50 % de la note, la valeur… »)."""
    head, _, tail = text.rpartition(";")
    if rank and tail.strip() and words.pattern("criteres", "coupe").match(words.fold(head).lstrip(" ,)")):
        # « …, apprécié sur le coût annuel ; la qualité du service »
        return tail
    bare = text.lstrip()
    said = (OF_THE_MARK.match(words.fold(bare)) or _ASIDE.match(bare)) if rank else None
    return bare[said.end() :] if said else text


def entries(text: str, place: Place, *, number: str = "", item: bool = False) -> tuple[Entry, ...]:
    """The entries of one line: none, one, or several in a sentence that lists criteria."""
    head = marker(f"{number} {text}" if number else text)
    body = text[max(0, head.end - (len(number) + 1 if number else 0)) :]
    if (item or head.item) and (found_on := _READ_ON.match(words.fold(body))):
        body = body[found_on.end() :]
    depth = 2 if _UNDER.match(words.fold(body)) else head.depth
    first = Entry(
        label="", weight=None, place=place, ids=head.ids, depth=depth, item=item or head.item, letter=head.letter
    )
    if (split := brackets.listed(body) or brackets.closed(body) or of_which(body)) and (held := _listed(first, *split)):
        return held
    if said := marked(body):
        opening = replace(first, label=clean(said[0]), opens=True)
        return (opening, *(entry for part in cutting.parts(said[1]) for entry in entries(part, place)))
    found = weights(body)
    if not found:
        label = clean(body)
        return (replace(first, label=label, opens=body.rstrip().endswith(":"), detail=_rest(body, label)),)
    if alone(body):
        return (replace(first, weight=found[0]),)
    read: list[Entry] = []
    told = _pieces(body, found)
    lead, label = _opened(told) or ("", told[0][0])
    for rank, (name, weight, after) in enumerate([(label, *told[0][1:]), *told[1:]], start=1):
        _add(read, first, name, weight, after, last=rank == len(told))
    return (*_judged(lead or told[0][0], first), *read) if len(read) > 1 else tuple(map(_bare, read))


def _bare(entry: Entry) -> Entry:
    """« Sous-critère 1 (15 points) Appréciée au regard : » has no name but its number."""
    told = entry.ids and entry.depth and entry.depth > 1 and JUDGED.match(words.fold(entry.label))
    return replace(entry, label="", detail=entry.label) if told else entry


def _opened(told: Sequence[tuple[str, Weight, str]]) -> tuple[str, str] | None:
    """« La qualité est appréciée au regard de : » and the first item of its list; only a price holds a price."""
    if said := _of_these(told):
        return said
    lead, _, label = told[0][0].rpartition(":")
    cut = words.pattern("criteres", "coupe").search(words.fold(lead)) if label.strip() and len(told) > 1 else None
    head = lead[: cut.start()] if cut else ""
    above = set(kinds.told(head).natures)
    if not above or sum(item[1].value for item in told) == _TOTAL:
        return None
    below = [kinds.told(clean(name)).natures for name in (label, *(item[0] for item in told[1:]))]
    return (f"{head}:", label) if above <= kinds.PRICES or not any("price" in natures for natures in below) else None


def _of_these(told: Sequence[tuple[str, Weight, str]]) -> tuple[str, str] | None:
    """« La qualité est appréciée au regard de la méthode (25 %) et des délais (15 %) »: each opens on the same word."""
    name = told[0][0]
    cuts = list(words.pattern("criteres", "coupe").finditer(words.fold(name)))
    same = len(told) > 1 and all(_OF.match(words.fold(other)) for other, *_ in told[1:])
    if not cuts or not same or sum(item[1].value for item in told) == _TOTAL:
        return None
    head, label = name[: cuts[0].start()], _bare_of_these(name[cuts[0].start() :])
    known = set(kinds.told(clean(head)).natures) - kinds.PRICES
    return (f"{head}:", label) if known and clean(label) else None


def _bare_of_these(text: str) -> str:
    """What follows « est appréciée au travers de la », up to the first weight."""
    found = _THROUGH.match(words.fold(text))
    return text[found.end() :] if found else ""


def _listed(first: Entry, head: str, inside: str) -> tuple[Entry, ...]:
    """A criterion and what its brackets list; nothing when one of them has no name."""
    heads = entries(head, first.place)
    below = [entry for part in cutting.parts(inside) for entry in entries(part, first.place)]
    if len(heads) != 1 or not heads[0].named:
        return ()
    # « La valeur technique est jugée selon : méthode (10 points) … »: the words that open a list name nothing.
    below = below[next((rank for rank, item in enumerate(below) if item.weight), 0) :]
    opening = replace(heads[0], ids=first.ids, depth=first.depth, item=first.item)
    if not all(item.named and item.weight for item in below):
        # « Prix (20 % sur le devis et 20 % sur le forfait) : 40 % » weighs 40 %, whatever its parts are called.
        return (opening,) if opening.weight else ()
    return (opening, *(replace(item, under=True, ids=(), depth=None, item=False) for item in below))


def _judged(label: str, first: Entry) -> tuple[Entry, ...]:
    """The criterion that a sentence opens on before it lists sub-criteria, if it names one."""
    lead = label if label.endswith(":") else label[: len(label) - len(_after_lead(label))]
    if not label.endswith(":") and not _SUB.search(words.fold(lead)):
        return ()
    name = clean(lead)
    known = name and len(name.split()) <= _MOST_NAMED and kinds.told(name).natures
    return (replace(first, label=name, opens=True),) if known else ()


def _named(name: str, first: Entry) -> str:
    """A label; what is left of it when a page glued it to another sentence or when it is too long for one."""
    if glued(name):
        return last_words(name)
    if len(name.split()) <= MOST_WORDS:
        return name
    short = shortened(name) if first.depth or first.item or first.ids else ""
    return short if short and (first.depth or kinds.told(short).natures) else last_words(name)


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
    tail = trim(after)
    opens = words.holds(after, "criteres", "suite") or after.rstrip().endswith(":")
    # A second criterion that opens a list was glued to the item before it.
    base = first if not read else replace(first, ids=(), depth=None, item=first.item and not opens)
    detail = " ".join(filter(None, (_rest(label, name), tail if last else "")))
    read.append(replace(base, label=name, weight=weight, under=under, opens=opens, detail=detail))
