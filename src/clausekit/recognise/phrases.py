"""Lists of phrases looked for in folded texts, at the words where one of them may begin and nowhere else.

A sentence is asked for some hundred lists. Each phrase begins with a word: its first letters say in
which places of a text it may stand, once the words of the text are known, and most lists are told
absent without a look at the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Starts:
    """How the words of a text begin, and where each beginning stands; signs that open a phrase are words too.

    `lists` has a bit for each list that one of these beginnings may open, among the first `asked` lists made.
    """

    begun: frozenset[str]
    places: Mapping[str, list[int]]
    lists: int
    asked: int


_NEVER: Final = re.compile(r"(?!)")
_GAP: Final = r"(?:\W+[\w'-]+){0,6}?\W+"
_OE: Final = "(?:oe|œ)"
_ENDING: Final = r"\w*"
# A sign that stands for itself alone; what begins otherwise than by one of them never begins by a letter.
_SIGN: Final = re.compile(r"[a-z0-9œ%€/]|\\[-.]|\\s\+")
_KEY: Final = 3  # letters
_WORD: Final = re.compile(rf"(\w{{1,{_KEY}}})\w*|[%€/]")
_HEAD: Final = re.compile(r"\w+|[%€/]")
_FEW: Final = 48  # signs: a text that short is read faster than its words are put in order
_LONG: Final = 1_000  # signs: the words of a longer text take room


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


def _starts(text: str) -> Starts:
    found: dict[str, list[int]] = {}
    for word in _WORD.finditer(text):
        found.setdefault(word[1] or word[0], []).append(word.start())
    lists = 0
    for key in found:
        lists |= _OPENED.get(key, 0)
    return Starts(frozenset(found), found, lists, len(_MADE))


# A sentence comes back with each pass over its document; of long ones, the longest document has fifteen hundred.
_remembered = lru_cache(maxsize=8192)(_starts)
_remembered_long = lru_cache(maxsize=2048)(_starts)


def _keys(phrase: str) -> frozenset[str] | None:
    """How the words begin where a phrase may stand; None when that tells nothing."""
    head = _HEAD.match(phrase)
    if head is None or (len(head[0]) < _KEY and phrase[head.end() : head.end() + 1] == "*"):
        return None
    return frozenset(way[:_KEY] for way in (head[0], head[0].replace("oe", "œ")))


def _begun(text: str, stop: int) -> int:
    """Where the word begins that a reading ends in: what is left of it may be a phrase."""
    while stop and (text[stop - 1].isalnum() or text[stop - 1] == "_"):
        stop -= 1
    return stop


_NOWHERE: Final[tuple[int, ...]] = ()
# The lists made so far, and for each beginning of a word a bit for each list that it may open.
_MADE: Final[list[None]] = []
_OPENED: Final[dict[str, int]] = {}


class Phrases:
    """A list of phrases, asked like a pattern of `re`: the same answers, sooner."""

    __slots__ = ("_bit", "_keys", "_rank", "pattern")

    def __init__(self, phrases: Iterable[str]) -> None:
        listed = tuple(phrases)
        keys = [_keys(phrase) for phrase in listed]
        self.pattern = compiled(listed)
        self._keys = None if None in keys else frozenset(key for held in keys for key in held or ())
        self._rank = len(_MADE)
        self._bit = 1 << self._rank
        _MADE.append(None)
        for key in self._keys or ():
            _OPENED[key] = _OPENED.get(key, 0) | self._bit

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first phrase of a text."""
        stop = len(text) if end is None else end
        if self._keys is None or len(text) <= _FEW:
            return self.pattern.search(text, start, stop)
        for place in self._places(text, stop):
            if place >= start and (found := self.pattern.match(text, place, stop)):
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
        stop = len(text) if end is None else end
        if self._keys is None or len(text) <= _FEW:
            return self.pattern.finditer(text, start, stop)
        return self._at(self._places(text, stop), text, start, stop)

    def _places(self, text: str, stop: int) -> Sequence[int]:
        """Where a phrase may begin, in order."""
        known = (_remembered if len(text) <= _LONG else _remembered_long)(text)
        if self._rank < known.asked and not known.lists & self._bit and stop == len(text):
            return _NOWHERE
        found = [place for key in (self._keys or frozenset()) & known.begun for place in known.places[key]]
        if stop < len(text):
            found.append(_begun(text, stop))
        return sorted(found)

    def _at(self, places: Iterable[int], text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
        for place in places:
            if place >= start and (found := self.pattern.match(text, place, stop)):
                start = found.end()
                yield found
