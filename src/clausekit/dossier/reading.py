"""A dossier and an authority read from data that their schemas have accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clausekit import clause as clauses
from clausekit import grid as grids
from clausekit import waiver as waivers
from clausekit.dossier.values import (
    SINGLE_LOT,
    WHOLE,
    Authority,
    Choice,
    Contact,
    Dossier,
    GridChoice,
    Reservation,
    Terms,
    Variants,
)
from clausekit.policy import decision as read_decision

_CHOICE_KEYS = frozenset({"niveau", "lots"})


def _choice(data: Mapping[str, Any] | None, route: tuple[str | int, ...]) -> Choice:
    data = data or {}
    return Choice(
        level=data.get("niveau"),
        lots=tuple(str(lot) for lot in data.get("lots") or ()),
        values={name: value for name, value in data.items() if name not in _CHOICE_KEYS},
        route=route,
    )


def _choices(data: Mapping[str, Any], route: tuple[str | int, ...]) -> dict[str, Choice | None]:
    """Choices by id; None for an entry that a lot takes out (`false`)."""
    return {name: None if value is False else _choice(value, (*route, name)) for name, value in data.items()}


def _merge(base: Mapping[str, Choice], own: Mapping[str, Choice | None], lot: str) -> dict[str, Choice]:
    """The whole file's choices that reach the lot, with the lot's own on top, value by value."""
    merged = {name: choice for name, choice in base.items() if not choice.lots or lot in choice.lots}
    for name, choice in own.items():
        if choice is None:
            merged.pop(name, None)
            continue
        under = base.get(name)
        merged[name] = Choice(
            level=choice.level or (under.level if under else None),
            lots=(lot,),
            values={**(under.values if under else {}), **choice.values},
            route=choice.route,
        )
    return merged


def _grid(data: Mapping[str, Any] | None, route: tuple[str | int, ...]) -> GridChoice | None:
    if not data:
        return None
    return GridChoice(id=data["id"], level=data.get("niveau") or "socle", route=route)


def _reservation(data: Mapping[str, Any] | None, route: tuple[str | int, ...]) -> Reservation | None:
    if not data:
        return None
    return Reservation(article=data["article"], share=data.get("part"), route=route)


def _variants(data: Mapping[str, Any] | None) -> Variants:
    data = data or {}
    return Variants(allowed=data.get("autorisees"), requirements=data.get("exigences"))


def _annex_id(item: str | Mapping[str, Any]) -> str:
    """An annex is named by its id, or by `{id: COM-A03, parameter: value}`."""
    return item if isinstance(item, str) else str(item["id"])


def _annex_values(item: str | Mapping[str, Any]) -> Mapping[str, Any]:
    return {} if isinstance(item, str) else {name: value for name, value in item.items() if name != "id"}


_DEFAULT_PIECES = {"CCTP": "CCTP", "CCAP": "CCAP", "RC": "RC"}


def _terms(data: Mapping[str, Any], *, name: str, route: tuple[str | int, ...], choices: Mapping[str, Choice]) -> Terms:
    """Terms from `data`, whose own keys (not inherited ones) were read at `route`."""
    origin = data.get("__routes__", {})

    def at(key: str) -> tuple[str | int, ...]:
        return (*origin.get(key, route), key)

    return Terms(
        name=name,
        object=data["objet"],
        amount=clauses.span(data.get("montant")),
        family=data["famille"],
        segments=tuple(data.get("segments") or ()),
        cpv=tuple(str(code) for code in data.get("cpv") or ()),
        nature=data.get("nature"),
        months=data.get("duree_mois"),
        ccag=data.get("ccag"),
        pieces={**_DEFAULT_PIECES, **(data.get("pieces") or {})},
        level=data.get("niveau"),
        grid=_grid(data.get("grille"), at("grille")),
        unit=data.get("ponderation") or "pourcentage",
        rows=grids.rows(data.get("criteres") or (), at("criteres")),
        clauses=choices,
        annexes=tuple(_annex_id(item) for item in data.get("annexes") or ()),
        annex_values={_annex_id(item): _annex_values(item) for item in data.get("annexes") or ()},
        annexes_at=at("annexes"),
        variants=_variants(data.get("variantes")),
        reservation=_reservation(data.get("reservation"), at("reservation")),
    )


def _lot_data(whole: Mapping[str, Any], lot: Mapping[str, Any], route: tuple[str | int, ...]) -> dict[str, Any]:
    """The whole file's keys under the lot's own; a lot's criteria replace an inherited grid, and back."""
    data = {**whole, **lot}
    if "criteres" in lot and "grille" not in lot:
        data.pop("grille", None)
    if "grille" in lot and "criteres" not in lot:
        data.pop("criteres", None)
    if "reservation" not in lot and whole.get("lots"):
        # A reservation written at the top of a file with lots reserves the whole contract.
        data["reservation"] = whole.get("reservation")
    data["__routes__"] = dict.fromkeys(lot, route)
    return data


def _lots(data: Mapping[str, Any], base: Mapping[str, Choice]) -> dict[str, Terms]:
    if not data.get("lots"):
        return {SINGLE_LOT: _terms(data, name=SINGLE_LOT, route=(), choices=base)}
    lots: dict[str, Terms] = {}
    for key, value in data["lots"].items():
        name, route, lot = str(key), ("lots", key), dict(value or {})
        own = _choices(lot.pop("clauses", None) or {}, (*route, "clauses"))
        lots[name] = _terms(_lot_data(data, lot, route), name=name, route=(), choices=_merge(base, own, name))
    return lots


def _withdrawn(lot: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name, value in (lot.get("clauses") or {}).items() if value is False)


def _own_clause(data: Mapping[str, Any], file: str) -> clauses.Clause:
    return clauses.read({**data, "historique": []}, file=file)


def read(data: Mapping[str, Any], *, file: str = "") -> Dossier:
    """A dossier from data that the schema has accepted."""
    taken = _choices(data.get("clauses") or {}, ("clauses",))
    base = {name: choice for name, choice in taken.items() if choice is not None}
    dates = data.get("dates") or {}
    return Dossier(
        object=data["objet"],
        buyer=data.get("acheteur"),
        contract=data.get("contrat") or "marche",
        form=data.get("forme") or "ordinaire",
        procedure=data.get("procedure"),
        value=data.get("valeur_estimee"),
        specific_services=data.get("services_specifiques"),
        launch=dates.get("lancement"),
        notification=dates.get("notification"),
        renewal_of=data.get("renouvellement_de"),
        facts=dict(data.get("faits") or {}),
        scoring=dict(data.get("notation") or {}),
        whole=_terms(data, name=WHOLE, route=(), choices=base),
        lots=_lots(data, base),
        waivers=tuple(
            waivers.read(item, ("derogations", number)) for number, item in enumerate(data.get("derogations") or ())
        ),
        own=tuple(_own_clause(item, file) for item in data.get("clauses_propres") or ()),
        files=dict(data.get("fichiers") or {}),
        file=file,
        own_keys={str(name): frozenset(lot or ()) for name, lot in (data.get("lots") or {}).items()},
        withdrawn={str(name): _withdrawn(lot or {}) for name, lot in (data.get("lots") or {}).items()},
    )


def _contact(data: Mapping[str, Any] | None) -> Contact | None:
    if not data:
        return None
    return Contact(name=data.get("nom") or "", phone=data.get("telephone") or "", mail=data.get("courriel") or "")


def read_authority(data: Mapping[str, Any], *, file: str = "") -> Authority:
    """An authority from data that the schema has accepted."""
    decided = {item["minimum"]: read_decision(item) for item in data.get("decisions") or ()}
    return Authority(
        name=data["nom"],
        status=data.get("qualite") or "pouvoir_adjudicateur",
        roles=dict(data.get("roles") or {}),
        address=data.get("adresse") or "",
        facilitator=_contact(data.get("facilitateur")),
        policies=tuple(data.get("politiques") or ()),
        template=data.get("modele"),
        adopted=frozenset(item["annexe"] for item in data.get("chartes_adoptees") or ()),
        verified=frozenset(item["ref"] for item in data.get("references_verifiees") or ()),
        decisions={name: found for name, found in decided.items() if found is not None},
        file=file,
    )
