"""A text that is looked for: the words of its paragraphs, and the holes where anything may stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clausekit.match.folding import words

# « à la Métropole », « du maître d'ouvrage »: contraction eats the small words beside a hole.
_SMALL = frozenset({"a", "au", "aux", "de", "du", "des", "d", "l", "le", "la", "les"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """What may stand at a place: at most `most` words, figures aside among `among` (any, when None)."""

    most: int
    among: frozenset[str] | None = None

    @property
    def open(self) -> bool:
        """Whether it takes a text of any length: only the dossier knows what it should be."""
        return self.among is None and self.most >= ANYTHING.most

    def takes(self, put: Sequence[str]) -> bool:
        """Whether words fill it."""
        if len(put) > self.most:
            return False
        return self.among is None or all(word in self.among or word[0].isdecimal() for word in put)


ANYTHING = Hole(most=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One paragraph. `words` are folded (see `words`); each of `holes` stands before the word of that rank.

    `optional` is true for what a level adds, when the level is not known. `title` marks a heading.
    """

    words: tuple[str, ...]
    holes: Mapping[int, Hole] = field(default_factory=dict)
    optional: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One entry in one piece, in the revision that is known. `texts` are what `paragraphs` fold, as it is written."""

    entry: str
    revision: int
    piece: str
    title: str
    paragraphs: tuple[Expected, ...]
    texts: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Number of words that must be there."""
        return sum(len(item.words) for item in self.paragraphs if not item.optional)


class Stream:
    """Collects the words of one paragraph and where its holes are."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.holes: dict[int, Hole] = {}

    def text(self, text: str) -> None:
        """Words that must be there."""
        found = list(words(text))
        if len(self.words) in self.holes:
            while found and found[0] in _SMALL:
                found.pop(0)
        self.words += found

    def hole(self, hole: Hole) -> None:
        """A place where something may stand."""
        while self.words and self.words[-1] in _SMALL:
            self.words.pop()
        # Two holes that end up side by side are one.
        before = [self.holes.pop(place) for place in tuple(self.holes) if place >= len(self.words)]
        self.holes[len(self.words)] = _joined([*before, hole])

    def done(self, *, optional: bool = False, title: bool = False) -> Expected:
        """The paragraph."""
        return Expected(words=tuple(self.words), holes=self.holes, optional=optional, title=title)


def _joined(holes: Sequence[Hole]) -> Hole:
    """One hole for several that stand together; the small words between them went into it."""
    closed = [hole.among for hole in holes if hole.among is not None]
    among = frozenset().union(_SMALL, *closed) if len(closed) == len(holes) else None
    return Hole(most=sum(hole.most for hole in holes) + len(holes), among=among)
