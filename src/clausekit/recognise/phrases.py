"""Lists of phrases looked for in folded texts, at the words where one of them may begin and nowhere else.

A sentence is asked for some hundred lists. Each phrase begins with a word, or with the first letters of one: the
words of a text, read once, say which lists it may hold and where; most are told absent without a look at the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Final

_NONE: Final[list[int]] = []
_OFTEN: Final = 12  # searches of one text
_NEVER: Final = re.compile(r"(?!)")
# Up to six words, « l'eau » and « sous-traitant » being one each. A text is cut into such words in one way only: a rule
# of eighty hyphens, which any cutting would suit, is gone over once.
_JOINED: Final = r"\w++(?:['-]++\w++)*?"
_GAP: Final = rf"(?:\W++{_JOINED}(?:(?!['-]+\w)\W++{_JOINED}){{0,5}}?)??\W+"
_OE: Final = "(?:oe|œ)"
_ENDING: Final = r"\w*"
# A sign that stands for itself alone; what begins otherwise than by one of them never begins by a letter.
_SIGN: Final = re.compile(r"[a-z0-9œ%€/]|\\[-.]|\\s\+")
_WORD: Final = re.compile(r"\w+|[%€/]")
_SHORT, _LONG = 100, 1_000  # signs: the words of a longer text take room


def _word(word: str) -> str:
    pattern = re.escape(word).replace(r"\*", r"\w*").replace("oe", _OE)
    return pattern.replace("'", r"'\s?")


def expression(phrase: str) -> str:
    """The regular expression of one phrase, without the limits of words around it."""
    pieces = [
        r"\s+".join(_word(word) for word in part.split()).replace(r"'\s?\s+", r"'\s*") for part in phrase.split("...")
    ]
    return _GAP.join(pieces)


def compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern for several phrases, the longest first; it never matches when there is none."""
    ordered = sorted(phrases, key=len, reverse=True)
    if not ordered:
        return _NEVER
    return re.compile(rf"(?<!\w)(?:{_by_letter(map(expression, ordered))})(?!\w)")


def _by_letter(expressions: Iterable[str]) -> str:
    """Alternatives in their order, those that begin with the same sign put together."""
    told = list(dict.fromkeys(way for item in expressions for way in _written(item)))
    ended = [item for item in told if not item]
    begun = [item for item in told if item]
    if len(begun) < 2 or any(item.startswith(_ENDING) for item in begun):
        return "|".join([*begun, *ended])
    groups: dict[str, list[str]] = {}
    for item in begun:
        sign = _SIGN.match(item)
        groups.setdefault(sign[0] if sign else item, []).append(item[sign.end() :] if sign else "")
    parts = [sign + (rest[0] if len(rest) == 1 else f"(?:{_by_letter(rest)})") for sign, rest in groups.items()]
    return "|".join([*parts, *ended])


def _written(item: str) -> tuple[str, ...]:
    """An expression in the two ways in which its first letters are printed."""
    return (f"oe{item[len(_OE) :]}", f"œ{item[len(_OE) :]}") if item.startswith(_OE) else (item,)


class _Heads:
    """How the phrases of each list begin: a bit for each list, by the first word of a phrase or its first letters."""

    def __init__(self) -> None:
        self.made = 0
        self._whole: dict[str, int] = {}
        self._begun: dict[str, int] = {}
        self._sizes: list[int] = []
        self.opened: Callable[[str], tuple[int, tuple[int, ...]]] = lru_cache(maxsize=65536)(self._opened)

    def add(self, phrases: Sequence[str]) -> int:
        """The bit of one more list, 0 when a word does not tell where one of its phrases may begin."""
        heads = [_WORD.match(phrase) for phrase in phrases]
        bit = 1 << self.made
        self.made += 1
        if None in heads:
            return 0
        for phrase, head in zip(phrases, heads, strict=True):
            if head:
                known = self._begun if phrase[head.end() : head.end() + 1] == "*" else self._whole
                known[head[0]] = known.get(head[0], 0) | bit
        self._sizes = sorted(set(map(len, self._begun)))
        self.opened = lru_cache(maxsize=65536)(self._opened)
        return bit

    def _opened(self, word: str) -> tuple[int, tuple[int, ...]]:
        """The lists that a word may open, as one number and one by one."""
        word = word.replace("œ", "oe")
        lists = self._whole.get(word, 0)
        for size in self._sizes:
            lists |= self._begun.get(word[:size], 0)
        return lists, tuple(1 << rank for rank in range(lists.bit_length()) if lists >> rank & 1)


_HEADS: Final = _Heads()


class _Said:
    """The words of a text that may open a phrase: where they stand, in order, by the list that they may open.

    `lists` are all those lists, a bit each, among the first `asked` that were made.
    """

    __slots__ = ("_places", "_text", "_times", "_words", "asked", "lists")

    def __init__(self, text: str) -> None:
        self._text = text
        self.read()

    def read(self) -> None:
        """Look at each word; again, once other lists are made."""
        opened = _HEADS.opened
        found = ((opened(word[0]), word.start()) for word in _WORD.finditer(self._text))
        self._words = [(lists, each, place) for (lists, each), place in found if lists]
        self._places: dict[int, list[int]] | None = None
        self._times = 0
        self.lists, self.asked = 0, _HEADS.made
        for lists, _, _ in self._words:
            self.lists |= lists

    def places(self, own: int) -> list[int]:
        """Where a phrase of one list may begin; words are shared out among the lists once many have been asked for."""
        if not self.lists & own:
            return _NONE
        if self._places is not None:
            return self._places[own]
        self._times += 1
        if self._times > _OFTEN:
            self._places = _shared_out(self._words)
            return self._places[own]
        return [place for lists, _, place in self._words if lists & own]


def _shared_out(words: Iterable[tuple[int, tuple[int, ...], int]]) -> dict[int, list[int]]:
    places = defaultdict[int, list[int]](list)
    for _, lists, place in words:
        for own in lists:
            places[own].append(place)
    return places


# A sentence comes back with each pass over its document, which has the fewer the longer they are: of what is judged
# (`extent`), twenty-five thousand lines of a word, or five hundred long sentences, each of them written in a few ways.
_remembered_short = lru_cache(maxsize=32768)(_Said)
_remembered = lru_cache(maxsize=8192)(_Said)
_remembered_long = lru_cache(maxsize=2048)(_Said)


def _said(text: str) -> _Said:
    size = len(text)
    said = (_remembered_short if size <= _SHORT else _remembered if size <= _LONG else _remembered_long)(text)
    if said.asked < _HEADS.made:
        said.read()
    return said


def opened(text: str) -> int:
    """The lists that the words of a text may open, a bit each (`Phrases.lists`)."""
    return _said(text).lists


def _begun(text: str, stop: int) -> int:
    """Where the word begins that a reading ends in: what is left of it may be a phrase."""
    while stop and (text[stop - 1].isalnum() or text[stop - 1] == "_"):
        stop -= 1
    return stop


class Phrases:
    """A list of phrases, asked like a pattern of `re`: the same answers, sooner. `lists` is its bit (`opened`)."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(phrases)
        self.lists = _HEADS.add(self._phrases)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The list as one pattern, made when a text may hold one of its phrases: making it takes a thousand looks."""
        return compiled(self._phrases)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first phrase of a text."""
        if end is None and self.lists and not self.lists & _said(text).lists:
            return None  # as most answers are
        stop = len(text) if end is None else min(end, len(text))
        if not self.lists:
            return self.pattern.search(text, start, stop)
        for place in self._places(text, start, stop):
            if found := self.pattern.match(text, place, stop):
                return found
        return None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The phrase that stands at a place."""
        return self.pattern.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The phrase that is the whole text."""
        return self.pattern.fullmatch(text)

    def sub(self, put: Callable[[re.Match[str]], str], text: str) -> str:
        """The text with each phrase replaced."""
        parts, last = list[str](), 0
        for found in self.finditer(text):
            parts += (text[last : found.start()], put(found))
            last = found.end()
        return "".join((*parts, text[last:])) if parts else text

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """The phrases of a text, in order."""
        stop = len(text) if end is None else min(end, len(text))
        if not self.lists:
            return self.pattern.finditer(text, start, stop)
        return self._at(self._places(text, start, stop), text, start, stop)

    def _places(self, text: str, start: int, stop: int) -> Sequence[int]:
        """Where a phrase may begin, in order."""
        found = _said(text).places(self.lists)
        if start or stop < len(text):
            found = found[bisect_left(found, start) : bisect_left(found, stop)]
        if stop < len(text) and (begun := _begun(text, stop)) >= start and begun not in found[-1:]:
            found = [*found, begun]
        return found

    def _at(self, places: Iterable[int], text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
        for place in places:
            if place >= start and (found := self.pattern.match(text, place, stop)):
                start = found.end()
                yield found
