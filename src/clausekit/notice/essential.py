"""The fields of the essential data (DECP), in the words of their schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausekit import device
from clausekit.correspondence import NONE
from clausekit.device import Device
from clausekit.notice.model import FOUND, STATED, Case, Field

# The schema has no value for them.
_BY_USAGE = {
    device.SPECIFICATION: "par usage, une spécification technique se déclare comme clause",
    device.PRICE_LINE: "par usage, une ligne de prix se déclare comme clause",
    device.VARIANT: "par usage, une variante se déclare comme clause si l'offre retenue la comporte",
}


def _key(kind: str) -> str:
    """The word of avis.yaml for a kind of device: the schema knows three of them."""
    return kind if kind in {device.CRITERION, device.RESERVATION} else device.CLAUSE


def _usage(found: Iterable[Device]) -> Iterator[str]:
    """What is declared as a clause without being one: said as such."""
    for kind, words in _BY_USAGE.items():
        names = [item.id for item in found if item.kind == kind]
        if names:
            yield f"{words} ({', '.join(names)})"


def _considerations(case: Case, kind: str, name: str, title: str) -> Field:
    words = case.tables.decp["considerations"][kind]
    found = case.carrying(kind)
    kinds = {_key(item.kind) for item in found}
    values = tuple(word for key, word in words.items() if key in kinds)
    why = " ; ".join([", ".join(item.id for item in found), *_usage(found)])
    if not found:
        doubt = device.undecided(case.lot)
        # « Pas de… » is an assertion: it stands alone, and only when the rules are sure.
        values = () if doubt else (words[NONE],)
        why = f"à compléter : {doubt}" if doubt else f"aucune considération {kind} dans le lot"
    return Field(name=name, title=title, values=values, origin=FOUND, why=why)


def _stated(name: str, title: str, values: Iterable[str], fact: str, missing: str = "") -> Field:
    found = tuple(values)
    return Field(name=name, title=title, values=found, origin=STATED, why=fact if found else missing)


def _framework(case: Case) -> Iterator[Field]:
    """Techniques and modalities, as far as the contract's form tells them."""
    form = case.marche.dossier.form
    table = case.tables.decp["formes"].get(form, {})
    unsaid = "à compléter : un marché subséquent renvoie à son accord-cadre (idAccordCadre)"
    for name, title, inner, others in (
        ("techniques", "Technique d'achat", "technique", "concours, catalogue ou enchère"),
        ("modalitesExecution", "Modalités d'exécution", "modaliteExecution", "tranches"),
    ):
        doubt = f" ; le dossier ne dit rien de {others}" if form == "ordinaire" else ""
        yield _stated(name, title, table.get(inner, ()), f"forme : {form}{doubt}", unsaid)


def fields_of(case: Case) -> tuple[Field, ...]:
    """The fields of the essential data that the dossier fills."""
    tables = case.tables.decp
    procedure, ccag = case.marche.dossier.procedure or "", case.lot.terms.ccag or ""
    return (
        _considerations(case, device.SOCIAL, "considerationsSociales", "Considérations sociales"),
        _considerations(
            case, device.ENVIRONMENTAL, "considerationsEnvironnementales", "Considérations environnementales"
        ),
        *_framework(case),
        _one("procedure", "Procédure", tables["procedures"].get(procedure), "procedure", procedure),
        _one("ccag", "CCAG", tables["ccag"].get(ccag), "ccag", ccag),
    )


def _one(name: str, title: str, value: str | None, key: str, fact: str) -> Field:
    return _stated(
        name, title, (value,) if value else (), f"{key} : {fact}", f"à compléter : le dossier ne dit pas « {key} »"
    )
