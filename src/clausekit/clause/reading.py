"""A clause from data that the schema has accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clausekit.clause.values import (
    Applicability,
    Citation,
    Clause,
    Consequence,
    Control,
    Departure,
    Parameter,
    Review,
    Revision,
    Span,
)


def _tuple(data: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    return tuple(data.get(key) or ())


def span(data: Mapping[str, Any] | None) -> Span:
    """Bounds from `{min: …, max: …}`."""
    data = data or {}
    return Span(minimum=data.get("min"), maximum=data.get("max"))


def applicability(data: Mapping[str, Any] | None) -> Applicability:
    """Applicability from the `applicable` key of any entry."""
    data = data or {}
    return Applicability(
        families=_tuple(data, "familles"),
        segments=_tuple(data, "segments"),
        cpv=_tuple(data, "cpv"),
        natures=_tuple(data, "natures"),
        ccag=_tuple(data, "ccag"),
        procedures=_tuple(data, "procedures"),
        forms=_tuple(data, "formes"),
        contracts=_tuple(data, "contrats"),
        months=span(data.get("duree_mois")),
        value=span(data.get("valeur")),
    )


def parameter(name: str, data: Mapping[str, Any]) -> Parameter:
    """One entry of the `parametres` key."""
    origin = data.get("origine", "acheteur")
    return Parameter(
        name=name,
        title=data["titre"],
        kind=data["type"],
        unit=data.get("unite"),
        sense=data.get("sens"),
        bounds=span(data.get("bornes")),
        origin=origin,
        filled_by=data.get("rempli_par") or ("candidat" if origin == "offre" else "acheteur"),
        default=data.get("defaut"),
        choices=_tuple(data, "choix"),
        columns=_tuple(data, "colonnes"),
        formula=data.get("formule"),
        motive=data.get("motif"),
    )


def parameters(data: Mapping[str, Any] | None) -> Mapping[str, Parameter]:
    """The whole `parametres` key."""
    return {name: parameter(name, value) for name, value in (data or {}).items()}


def _control(data: Mapping[str, Any] | None) -> Control | None:
    if not data:
        return None
    return Control(
        indicator=data.get("indicateur", ""),
        proof=data.get("preuve", ""),
        frequency=data.get("frequence", ""),
        recipient=data.get("destinataire", ""),
        verification=data.get("verification", ""),
        formula=data.get("formule"),
    )


def _consequence(data: Mapping[str, Any]) -> Consequence:
    return Consequence(
        failing=data["manquement"],
        trigger=data.get("fait_generateur", ""),
        nature=data.get("nature", "penalite"),
        amount=data.get("montant"),
        unit=data.get("unite"),
        cap=data.get("plafond"),
        notice=data.get("mise_en_demeure", True),
    )


def citations(data: Mapping[str, Any]) -> tuple[Citation, ...]:
    """The `references` key of any entry."""
    return tuple(
        Citation(ref=item["ref"], unverified=bool(item.get("a_verifier"))) for item in _tuple(data, "references")
    )


def history(data: Mapping[str, Any]) -> tuple[Revision, ...]:
    """The `historique` key of any entry, most recent first."""
    return tuple(
        Revision(number=item["revision"], date=str(item["date"]), nature=item["nature"], motive=item["motif"])
        for item in _tuple(data, "historique")
    )


def review(data: Mapping[str, Any]) -> Review | None:
    """The `lecture` key of any entry."""
    said = data.get("lecture")
    return Review(date=str(said["date"]), by=said["par"], digest=said["empreinte"]) if said else None


def read(data: Mapping[str, Any], *, file: str = "") -> Clause:
    """A clause from data that the schema has accepted."""
    return Clause(
        id=data["id"],
        title=data["titre"],
        type=data["type"],
        consideration=data.get("consideration", "aucune"),
        carrier=data["piece_porteuse"],
        debtor=data.get("debiteur", "titulaire"),
        themes=_tuple(data, "themes"),
        state=data.get("etat", "projet"),
        review=review(data),
        automatic=bool(data.get("d_office")),
        untitled=bool(data.get("sans_titre")),
        applicable=applicability(data.get("applicable")),
        headings=dict(data.get("rubrique") or {}),
        parameters=parameters(data.get("parametres")),
        levels=dict(data.get("niveaux") or {}),
        texts=dict(data["textes"]),
        complements=dict(data.get("complements") or {}),
        control=_control(data.get("controle")),
        consequences=tuple(_consequence(item) for item in _tuple(data, "consequences")),
        link=data.get("lien_objet", ""),
        references=citations(data),
        departures=tuple(
            Departure(ccag=item["ccag"], article=str(item["article"]), subject=item["objet"])
            for item in _tuple(data, "deroge")
        ),
        requires=_tuple(data, "requiert"),
        excludes=_tuple(data, "exclut"),
        replaces=_tuple(data, "remplace"),
        replaced_by=data.get("remplacee_par"),
        reason=data.get("pourquoi", ""),
        watch=_tuple(data, "vigilance"),
        level_reasons=data.get("justification_niveaux", ""),
        history=history(data),
        file=file,
    )
