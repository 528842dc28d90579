"""The registries read from data that their schemas have accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clausekit.registry.values import (
    Answer,
    Ccag,
    CcagArticle,
    Family,
    LegalReference,
    Measure,
    MeasureRow,
    Rubric,
    Segment,
    Theme,
    Threshold,
    ThresholdValue,
)


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
