"""Lines of an award section as rows: lines that go on are joined, columns of weights are paired.

Nothing is guessed: a column of weights is given to labels only when there are as many of one as of
the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from clausekit.draft import Line
from clausekit.finding import Place
from clausekit.recognise import brackets, cutting, kinds, wording, words
from clausekit.recognise.entries import Entry, entries, number_of
from clausekit.recognise.fits import TOTAL, close
from clausekit.recognise.headed import headed
from clausekit.recognise.labels import clean
from clausekit.recognise.listed import listed
from clausekit.recognise.lots import lot_of
from clausekit.recognise.markers import marker
from clausekit.recognise.multiplied import multiplied
from clausekit.recognise.numbered import numbered
from clausekit.recognise.weights import weights

_ENDS: Final = (".", ";", ":", "!", "?")
_PRONOUN: Final = re.compile(
    r"(?:ce |le |ledit )?(?:critere|sous-critere)|ce dernier|celui-ci|celle-ci|cette derniere|il|elle|note|notation"
    r"|ponderation"
)
# « La pondération de ce critère est de 60 % », read as a name cut at its noun.
_OF_IT: Final = re.compile(r"(?:la|sa) ponderation (?:de ce(?:t|tte)? [\w-]+ |du critere )?(?:est|sera)\b")
_MOST_WORDS: Final = 24
_WHOLE: Final = 100
# A label of several lines may stand some lines above the weight printed in the middle of its cell.
_BEFORE: Final = 4
_TITLE: Final = re.compile(r"(?:sous-)?criteres?(?: et ponderations?)?|ponderations?|poids|points|notes?")
# « délais = 2,5 points », « délais = 35 % - prix = 65 % » weigh; any other sign of equality opens a formula.
_ARITHMETIC: Final = re.compile(
    r"\bn(?:ote)?\s*=|=(?!\s*\d+(?:[.,]\d+)?\s*(?:points?|pts|%)\s*"
    r"(?:$|[.;,)]|(?:[–—-]\s*)?[^\W\d_]{2}|\([^()]{3,400}\d\s*(?:points?|pts|%)))|\bp\s?/\s?p\b|×"
)
# « (selon la formule du règlement) » opens no formula.
_ASIDE: Final = re.compile(r"\([^()=/\d]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    text: str
    number: str
    item: bool
    place: Place
    left: float


def _goes_on(above: _Text, line: Line) -> bool:
    """Whether a line carries on the one above, which a page cut in the middle of a sentence."""
    text = line.text
    if line.number or line.item or line.heading is not None or marker(text).end or not above.text:
        return False
    return (text[0].islower() or text[0] in "(&") and not above.text.rstrip().endswith(_ENDS)


def _joined(above: str, text: str) -> str:
    """Two lines in one; a weight at the end of the first stays at the end."""
    found = weights(above)
    if (
        found
        and not above[found[-1].end :].strip(" )]|")
        and not words.pattern("criteres", "coupe").match(words.fold(text))
    ):
        return f"{above[: found[-1].start].rstrip()} {text} {above[found[-1].start :]}"
    return f"{above} {text}"


def _itemised(line: Line) -> list[Line]:
    """A paragraph whose author broke its lines before each number or bullet of a list, as so many lines."""
    first, *rest = line.text.split("\n") if "\n" in line.text else [line.text]
    opened = [marker(text) for text in rest]
    if not rest or not (all(mark.ids for mark in opened) or all(mark.item for mark in opened)):
        return [line]
    return [replace(line, text=first), *(replace(line, text=text, number="", item=True) for text in rest)]


def _texts(lines: Iterable[Line]) -> list[_Text]:
    found: list[_Text] = []
    for line in (part for whole in lines for part in _itemised(whole)):
        if found and _goes_on(found[-1], line):
            found[-1] = replace(found[-1], text=_joined(found[-1].text, line.text))
        else:
            told = _Text(text=line.text, number=line.number, item=line.item, place=line.place, left=line.left)
            found.append(told)
    return found


def _parts(text: _Text) -> list[_Text]:
    """The texts that a paragraph is cut into; a number in the margin belongs to the first."""
    cut = cutting.parts(brackets.unsummed(text.text))
    return [replace(text, text=part, number="" if rank else text.number) for rank, part in enumerate(cut)]


def _formula(text: str) -> int | None:
    """Where a formula begins; None without one."""
    folded = _ASIDE.sub(lambda found: " " * len(found[0]), words.fold(text))
    found = (_ARITHMETIC.search(folded), words.pattern("criteres", "formule").search(folded))
    return min((match.start() for match in found if match), default=None)


def _read(text: _Text) -> tuple[Entry, ...]:
    start = _formula(text.text)
    body = text.text if start is None else _last(text.text, start) or text.text[:start]
    found = entries(body, text.place, number=text.number, item=text.item) if body.strip() else ()
    # What follows « formule » or « = » is arithmetic: its numbers weigh nothing.
    found = _headed(found)
    if sum(entry.weight is not None for entry in found) < 2:
        found = listed(body, text.place) or found
    return found if start is None or any(entry.weight for entry in found) else _short(found)


def _last(text: str, start: int) -> str:
    """A label with the weight that ends its line, after a formula: « Prix, noté par la formule … : 40 % »."""
    found = weights(text)
    if not found or weights(text[:start]) or text[found[-1].end :].strip(" .;,)"):
        return ""
    ends = text[: found[-1].start].rstrip().endswith(":") and found[-1].unit == "percent"
    label = text[:start].rpartition(":")[0] or text[:start]
    return f"{label} : {found[-1].text}" if ends and kinds.told(clean(label)).natures else ""


def _headed(found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """« Valeur technique : méthode (10 %), équipe (20 %) »: a criterion and what it holds, none of it a price."""
    if len(found) < 2 or found[0].weight is None or ":" not in found[0].label:
        return found
    head, _, first = found[0].label.partition(":")
    above, label = kinds.told(head).natures, clean(first)
    below = {nature for entry in (label, *(item.label for item in found[1:])) for nature in kinds.told(entry).natures}
    if not above or not label or lot_of(head) or ("price" in below and "price" not in above):
        return found
    opening = replace(found[0], label=clean(head), weight=None, opens=True, detail="")
    return (opening, replace(found[0], label=label, ids=(), depth=None), *found[1:])


def _short(found: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in found if len(entry.label.split()) <= _MOST_WORDS)


def _pronoun(entry: Entry) -> Entry:
    """« Ce critère est noté sur 40 points » gives its weight to the line above."""
    said = words.fold(f"{entry.label} {entry.detail}")
    if entry.weight and (_PRONOUN.fullmatch(words.fold(entry.label)) or _OF_IT.match(said)):
        return replace(entry, label="")
    return entry


def read(lines: Iterable[Line]) -> list[Entry]:
    """The entries of lines, weights of a column given to their labels."""
    found: list[Entry] = []
    for text in _texts(lines):
        for part in _parts(text):
            read = (replace(item, left=text.left) for item in _read(part))
            found += [_pronoun(item) for item in read if not _scale_of(item, found)]
    told = multiplied([entry for entry in found if entry.named or entry.weight])
    return paired(numbered(headed(told)))


def _scale_of(entry: Entry, above: Sequence[Entry]) -> bool:
    """« Elle est notée sur 10 », said of a criterion that already has its weight."""
    return entry.named and not _pronoun(entry).named and bool(above) and above[-1].weight is not None


def _head(entry: Entry) -> bool:
    short = len(entry.label.split()) <= _MOST_WORDS and not entry.label.endswith(".")
    title = words.holds(entry.label, "criteres", "attribution") or _TITLE.fullmatch(words.fold(entry.label))
    return entry.named and entry.weight is None and short and not title and wording.is_criterion(entry)


def _known(entry: Entry) -> bool:
    return bool(kinds.told(entry.label).natures)


_CHOICES: Final[tuple[Callable[[Entry], bool], ...]] = (
    lambda entry: bool(entry.ids) or entry.depth is not None,
    lambda entry: not entry.item and _known(entry),
    lambda entry: not entry.item,
    _known,
    lambda entry: True,
)


def _around(entries_: Sequence[Entry], column: Sequence[int]) -> dict[int, Entry] | None:
    """Each weight given to the label just above it (else just below it), when each has one."""
    for step in (-1, 1):
        near = [index + step for index in column]
        if all(0 <= index < len(entries_) and _head(entries_[index]) for index in near):
            return {index: entries_[own] for index, own in zip(near, column, strict=True)}
    return None


def _given(found: Sequence[Entry], column: Sequence[int], taken: Sequence[Entry]) -> dict[int, Entry]:
    """Weights given to as many labels, in order; none when no choice of labels agrees in number."""
    near = range(column[0] - _BEFORE, column[-1] + 2)
    heads = [index for index, entry in enumerate(taken) if index in near and _head(entry)]
    for choice in _CHOICES:
        chosen = [index for index in heads if choice(taken[index])]
        if len(chosen) == len(column):
            return {index: found[own] for index, own in zip(chosen, column, strict=True)}
    return {}


def _caught(found: Sequence[Entry], column: Sequence[int]) -> list[int]:
    """The column with the weights that a page printed on the line of a list item beside it."""
    forms = {_form(found[index]) for index in column}
    return [index for index, entry in enumerate(found) if index in column or (entry.item and _form(entry) in forms)]


def _form(entry: Entry) -> tuple[str, float | None] | None:
    return (entry.weight.unit, entry.weight.base) if entry.weight else None


def _closed(found: Sequence[Entry]) -> list[Entry]:
    """Weights alone on their line given to the criterion whose list they end, when that list makes them or 100."""
    read: list[Entry] = []
    for entry in found:
        if entry.named or not entry.weight:
            read.append(entry)
            continue
        start = len(read)
        while start and read[start - 1].named and read[start - 1].weight is not None:
            start -= 1
        below = [row.weight.value for row in read[start:] if row.weight]
        whole = {entry.weight.value, float(_WHOLE)}
        if len(below) > 1 and sum(below) in whole and start and _head(read[start - 1]):
            read[start - 1 :] = [
                replace(read[start - 1], weight=entry.weight, opens=True),
                *(replace(row, under=True, item=False, ids=(), depth=None) for row in read[start:]),
            ]
        else:
            read.append(entry)
    return read


def _by_number(found: Sequence[Entry]) -> list[Entry]:
    """Sub-criteria that have no name but a number named by it, when they make the weight of their criterion or 100."""
    read = list(found)
    lone = [index for index, entry in enumerate(found) if not entry.named and entry.ids and (entry.depth or 0) > 1]
    for head in (index for index, entry in enumerate(found) if entry.named and entry.weight):
        end = next((index for index in range(head + 1, len(found)) if found[index].named and found[index].weight), None)
        own = [index for index in lone if head < index < (len(found) if end is None else end)]
        total = sum(entry.weight.value for index in own if (entry := found[index]).weight)
        if len(own) > 1 and any(close(total, whole) for whole in (found[head].weight.value, TOTAL)):  # type: ignore[union-attr]
            for index in own:
                read[index] = replace(found[index], label=number_of(found[index].ids), detail=_said_after(found, index))
    return read


def _said_after(found: Sequence[Entry], index: int) -> str:
    """What the next line says of a sub-criterion without a name."""
    following = found[index + 1] if index + 1 < len(found) else None
    return f"{following.label} {following.detail}".strip() if following and following.weight is None else ""


def paired(found: Sequence[Entry]) -> list[Entry]:
    """Weights that stand alone given to labels that have none, in order; dropped when counts differ."""
    found = _closed(found)
    column = [index for index, entry in enumerate(found) if not entry.named]
    if not column:
        return list(found)
    caught = _caught(found, column)
    freed = [replace(entry, weight=None) if index in caught else entry for index, entry in enumerate(found)]
    given, taken = _around(found, column), found
    numbers = _by_number(found)
    if not given and all(entry.named for entry in numbers):
        return numbers
    if not given and len(caught) > len(column):
        given, taken = _given(found, caught, freed), freed
    if not given:
        given, taken = _given(found, column, found), found
    if not given:
        taken = numbers
    return [
        replace(entry, weight=given[index].weight, opens=entry.opens or given[index].opens) if index in given else entry
        for index, entry in enumerate(taken)
        if entry.named
    ]
