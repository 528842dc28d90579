"""The registries: families, measures, legal references, themes, thresholds, CCAG, headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


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


def _unsure(confidence: str) -> bool:
    # MEM and GAP are the law sheets' words for "from memory" and "not found".
    return confidence.upper().startswith(("MEM", "GAP"))


def families(data: Mapping[str, Any]) -> Mapping[str, Family]:
    """Registry familles.yaml."""
    return {
        item["id"]: Family(
            id=item["id"],
            title=item["titre"],
            prefix=item.get("prefixe"),
            cpv=tuple(item.get("cpv") or ()),
            segments=tuple(
                Segment(
                    id=sub["id"],
                    title=sub["titre"],
                    cpv=tuple(sub.get("cpv") or ()),
                    definition=sub.get("definition", ""),
                )
                for sub in item.get("segments") or ()
            ),
        )
        for item in data["familles"]
    }


def _answer(data: Mapping[str, Any]) -> Answer:
    return Answer(
        themes=tuple(data.get("themes") or ()),
        all_themes=tuple(data.get("tous") or ()),
        considerations=tuple(data.get("considerations") or ()),
        words=tuple(data.get("mots") or ()),
        control=bool(data.get("controle")),
        natures=tuple(data.get("natures") or ()),
        families=tuple(data.get("familles") or ()),
    )


def _measure_row(data: Mapping[str, Any]) -> MeasureRow:
    return MeasureRow(
        id=data["id"],
        text=data.get("texte", ""),
        grade=data.get("grade", ""),
        types=tuple(data.get("types") or ()),
        families=tuple(data.get("familles") or ()),
        segments=tuple(data.get("segments") or ()),
        expected=data.get("attendu", ""),
        answer=_answer(data.get("reponse") or {}),
    )


def measures(data: Mapping[str, Any]) -> Mapping[str, Measure]:
    """Registry mesures.yaml."""
    return {
        item["id"]: Measure(
            id=item["id"],
            title=item["titre"],
            goal=str(item.get("objectif", "")),
            documents=bool(item.get("documents")),
            summary=item.get("resume", ""),
            rows=tuple(_measure_row(row) for row in item.get("lignes") or ()),
        )
        for item in data["mesures"]
    }


def references(data: Mapping[str, Any]) -> Mapping[str, LegalReference]:
    """Registry references.yaml."""
    return {
        item["id"]: LegalReference(
            id=item["id"],
            title=item["titre"],
            short=item.get("court") or item["titre"],
            about=item.get("objet") or "",
            ccag=item.get("ccag"),
            article=item.get("article"),
            start=item.get("en_vigueur"),
            end=item.get("fin"),
            confidence=item.get("confiance", ""),
            unverified=bool(item.get("a_verifier")) or _unsure(item.get("confiance", "")),
            read_on=str(item.get("lu_le") or ""),
        )
        for item in data["references"]
    }


def themes(data: Mapping[str, Any]) -> Mapping[str, Theme]:
    """Registry themes.yaml."""
    return {
        item["id"]: Theme(
            id=item["id"],
            title=item["titre"],
            domain=item.get("domaine", ""),
            definition=item.get("definition", ""),
        )
        for item in data["themes"]
    }


_STATUSES = ("pouvoir_adjudicateur", "entite_adjudicatrice", "services_specifiques")
# A central authority (the State) is a pouvoir adjudicateur: it has a figure of its own in a few thresholds only.
_CENTRAL = "autorite_centrale"


def _by_status(value: Mapping[str, Any]) -> dict[str, float | None]:
    found = {status: value.get(status) for status in _STATUSES}
    return {**found, _CENTRAL: value.get(_CENTRAL, found["pouvoir_adjudicateur"])}


def thresholds(data: Mapping[str, Any]) -> Mapping[str, Threshold]:
    """Registry seuils.yaml."""
    return {
        item["id"]: Threshold(
            id=item["id"],
            title=item["titre"],
            values=tuple(
                ThresholdValue(
                    start=str(value["du"]),
                    end=value.get("au"),
                    values=_by_status(value),
                )
                for value in item["valeurs"]
            ),
        )
        for item in data["seuils"]
    }


def ccags(data: Mapping[str, Any]) -> Mapping[str, Ccag]:
    """Registry ccag.yaml."""
    return {
        item["id"]: Ccag(
            id=item["id"],
            name=item["nom"],
            title=item.get("intitule") or item["nom"],
            pieces=tuple(item["pieces"]),
            articles={
                topic: CcagArticle(number=str(article["numero"]), unverified=_unsure(article.get("confiance", "")))
                for topic, article in item["articles"].items()
                if article and article.get("numero")
            },
        )
        for item in data["ccag"]
    }


def _rubric(data: Mapping[str, Any]) -> Rubric:
    return Rubric(id=data["id"], title=data["titre"], subs=tuple(_rubric(sub) for sub in data.get("sous") or ()))


def rubrics(data: Mapping[str, Any]) -> Mapping[str, tuple[Rubric, ...]]:
    """Registry trames.yaml."""
    return {piece: tuple(_rubric(item) for item in items) for piece, items in data["trames"].items()}
