"""What the registries hold, and what they answer by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a family, with the CPV prefixes that point to it."""

    id: str
    title: str
    cpv: tuple[str, ...]
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A purchase family; `prefix` opens the ids of its entries, and its `id` is their folder."""

    id: str
    title: str
    prefix: str | None
    cpv: tuple[str, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The facts of an entry that answers a row: every field given must hold, one theme or word is enough.

    `families` narrows where an answer is wanted, when the row itself names none.
    """

    themes: tuple[str, ...] = ()
    all_themes: tuple[str, ...] = ()
    considerations: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    control: bool = False
    natures: tuple[str, ...] = ()
    families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One row of a measure that reaches a contract file, with its grade (S1, S2, S3, COND)."""

    id: str
    text: str
    grade: str
    types: tuple[str, ...]
    families: tuple[str, ...]
    segments: tuple[str, ...]
    expected: str
    answer: Answer = Answer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One of the 62 measures; `documents` is false for those without effect on a contract file."""

    id: str
    title: str
    goal: str
    documents: bool
    summary: str
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalReference:
    """A text that may be cited. `unverified` ones are never printed without a highlight."""

    id: str
    title: str
    short: str
    about: str
    ccag: str | None
    article: str | None
    start: str | None
    end: str | None
    confidence: str
    unverified: bool
    read_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A tag that the SPASER's indicators count."""

    id: str
    title: str
    domain: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdValue:
    """A threshold between two dates (ISO, both included), euros before VAT, by buyer's status."""

    start: str
    end: str | None
    values: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A dated threshold."""

    id: str
    title: str
    values: tuple[ThresholdValue, ...]

    def at(self, day: str, status: str) -> float | None:
        """The figure in force on `day` for a status; None when the registry has none."""
        for value in self.values:
            if value.start <= day and (value.end is None or day <= value.end):
                return value.values.get(status)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class CcagArticle:
    """An article of a CCAG by topic."""

    number: str
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ccag:
    """A CCAG: its name, its order of contract pieces, and where each topic stands."""

    id: str
    name: str
    title: str
    pieces: tuple[str, ...]
    articles: Mapping[str, CcagArticle]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """A heading of a piece, where clauses are placed; `subs` are headings one level down."""

    id: str
    title: str
    subs: tuple[Rubric, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """All the registries of a library."""

    families: Mapping[str, Family]
    measures: Mapping[str, Measure]
    references: Mapping[str, LegalReference]
    themes: Mapping[str, Theme]
    thresholds: Mapping[str, Threshold]
    ccags: Mapping[str, Ccag]
    rubrics: Mapping[str, tuple[Rubric, ...]]

    def family_of(self, cpv: str) -> str:
        """Family by longest CPV prefix; `autre` when none fits."""
        found = _longest(((family.id, family.cpv) for family in self.families.values()), cpv)
        return found or "autre"

    def segment_of(self, family: str, cpv: str) -> str | None:
        """Segment of a family by longest CPV prefix."""
        known = self.families.get(family)
        return _longest(((item.id, item.cpv) for item in known.segments), cpv) if known else None


def _longest(rows: Iterable[tuple[str, tuple[str, ...]]], cpv: str) -> str | None:
    matches = [(len(prefix), name) for name, prefixes in rows for prefix in prefixes if cpv.startswith(prefix)]
    return max(matches, key=lambda match: match[0])[1] if matches else None
