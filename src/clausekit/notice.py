"""What a contract's notice and essential data say of sustainability, lot by lot, from the dossier itself.

DECP values are the schema's own words; eForms codes follow the house's correspondences
(donnees/avis.yaml); sentences are those of the RC. Nothing is asserted that the rules do not find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from clausekit import device, prose
from clausekit import typography as typo
from clausekit.assemble import pieces
from clausekit.assemble.award import weight_unit
from clausekit.assemble.cells import Lists
from clausekit.assemble.makers import MAKERS
from clausekit.assemble.pieces import Shared
from clausekit.assemble.words import Setting, clause_inlines
from clausekit.correspondence import NONE, Correspondences, correspondences
from clausekit.device import Device
from clausekit.fragment import Block, Item, Paragraph, Table, plain
from clausekit.marche import Lot, Marche, Taken, Weighted

FOUND, STATED, HOUSE = "constat", "dossier", "maison"
ORIGINS = {
    FOUND: "ce que les règles trouvent dans le dossier, dit dans les mots exacts du schéma",
    STATED: "un fait écrit au dossier",
    HOUSE: "une suggestion : correspondance de la maison (donnees/avis.yaml), non une norme",
}
_INNOVATION = "innovation"
_PIECE = "avis"
_OUT_OF_SCOPE = {
    "concession": "une concession : le schéma DECP et l'avis en sont différents",
    "defense": "un marché de défense ou de sécurité : l'avis en est différent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field to fill. `values` empty: a person must fill it, `why` says why.

    `origin` is one of ORIGINS. `labels` are the French words of codes, where the values are codes.
    """

    name: str
    title: str
    values: tuple[str, ...]
    origin: str
    why: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardCriterion:
    """One award criterion of an eForms notice: BT-734, -540, -539, -541 and -5421."""

    name: str
    description: str
    type: str
    number: float | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Sentences for the notice, worded as in the RC."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotNotice:
    """What one lot gives. `warnings` are what to look at before publishing."""

    lot: str
    object: str
    decp: tuple[Field, ...]
    eforms: tuple[Field, ...]
    criteria: tuple[AwardCriterion, ...]
    sections: tuple[Section, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A whole contract. `out_of_scope` says why nothing is proposed, when nothing is."""

    file: str
    object: str
    lots: tuple[LotNotice, ...]
    out_of_scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One lot and what is known of it. `marche` holds that lot alone."""

    marche: Marche
    lot: Lot
    devices: tuple[Device, ...]
    tables: Correspondences
    shared: Shared

    def carrying(self, consideration: str) -> tuple[Device, ...]:
        return device.carrying(self.devices, consideration)


# ---------------------------------------------------------------------------------------- DECP


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


def _considerations(case: _Case, kind: str, name: str, title: str) -> Field:
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


def _framework(case: _Case) -> Iterator[Field]:
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


def _decp(case: _Case) -> tuple[Field, ...]:
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


# -------------------------------------------------------------------------------------- eForms


def _codes(case: _Case, field: str, title: str, codes: Iterable[str], why: str) -> Field:
    found = tuple(codes)
    labels = tuple(case.tables.label(field, code) for code in found)
    return Field(name=f"{field}-Lot", title=title, values=found, origin=HOUSE, why=why, labels=labels)


def _strategic(case: _Case) -> Field:
    table = case.tables.eforms["BT-06"]
    kinds = [kind for kind in device.CONSIDERATIONS if case.carrying(kind)]
    kinds += [_INNOVATION] if any(_INNOVATION in item.themes for item in case.devices) else []
    doubt = device.undecided(case.lot)
    why = f"considérations trouvées : {', '.join(kinds)}" if kinds else "aucune considération dans le lot"
    if not kinds and doubt:
        return _codes(case, "BT-06", "Passation stratégique", (), f"à compléter : {doubt}")
    return _codes(case, "BT-06", "Passation stratégique", [table[kind] for kind in kinds or [NONE]], why)


def _by_theme(case: _Case, field: str, title: str, consideration: str) -> Iterator[Field]:
    found = case.carrying(consideration)
    if not found:
        return
    themes = tuple(dict.fromkeys(theme for item in found for theme in item.themes))
    table, known = case.tables.eforms[field], case.marche.library.registers.themes
    codes = case.tables.of_themes(field, themes)
    parts = []
    for code in codes:
        names = [known[theme].title if theme in known else theme for theme in themes if code in table.get(theme, ())]
        parts.append(f"{code} ({', '.join(names) or 'aucun thème ne désigne un autre code'})")
    yield _codes(case, field, title, codes, " ; ".join(parts))


def _green_criteria(case: _Case) -> Iterator[Field]:
    table = case.tables.eforms["BT-805"]
    title = "Critères d'achat écologique"
    if case.carrying(device.ENVIRONMENTAL):
        why = "critères propres au marché ; « eu » ou « national » s'ils reprennent ceux de l'Union ou de l'État"
        yield _codes(case, "BT-805", title, [table[device.ENVIRONMENTAL]], why)
    elif not device.undecided(case.lot):
        yield _codes(case, "BT-805", title, [table[NONE]], "aucune considération environnementale dans le lot")


def _reserved(case: _Case) -> Field:
    table, reserved = case.tables.eforms["BT-71"], case.lot.reservation
    title = "Participation réservée"
    if reserved is None:
        return _codes(case, "BT-71", title, [table[NONE]], "le lot n'est pas réservé")
    code = table.get(reserved.article)
    if code is None:
        return _codes(case, "BT-71", title, (), f"à compléter : article sans correspondance ({reserved.article})")
    return _codes(case, "BT-71", title, [code], f"réservation : {reserved.article}")


def _performance(case: _Case) -> Iterator[Field]:
    """BT-70: the conditions d'exécution alone, in the words by which the RC announces them."""
    kept = {name: taken for name, taken in case.lot.taken.items() if taken.clause.type == "condition_execution"}
    lot = replace(case.lot, taken=kept)
    alone = replace(case, marche=replace(case.marche, lots=(lot,)), lot=lot)
    items = [_text(block).rstrip(" ;.") for block in _blocks("conditions", alone) if isinstance(block, Item)]
    if items:
        text = f"Conditions d'exécution : {' ; '.join(items)}."
        yield Field(
            name="BT-70-Lot",
            title="Conditions d'exécution",
            values=(text,),
            origin=STATED,
            why="clauses retenues, nommées comme au RC",
        )


def _eforms(case: _Case) -> tuple[Field, ...]:
    return (
        _strategic(case),
        *_by_theme(case, "BT-774", "Achat écologique", device.ENVIRONMENTAL),
        *_by_theme(case, "BT-775", "Achat social", device.SOCIAL),
        *_green_criteria(case),
        _reserved(case),
        *_performance(case),
    )


def _type(item: Weighted, table: Mapping[str, str]) -> str:
    return table.get(item.nature, table["autre"])


def _description(item: Weighted, points: Iterable[str]) -> str:
    parts = [f"{child.label} ({worth})" for child, worth in zip(item.children, points, strict=True)]
    return f"Sous-critères : {' ; '.join(parts)}." if parts else ""


def _criteria(case: _Case) -> tuple[AwardCriterion, ...]:
    """First-level criteria with the number of the RC; sub-criteria go to the description."""
    tables, unit = case.tables.eforms, weight_unit(case.lot)
    shown = iter(points for _, points, _ in _weights(case))
    found = []
    for item in case.lot.criteria:
        next(shown)
        worth = [next(shown) for _ in item.children]
        found.append(
            AwardCriterion(
                name=item.label,
                description=_description(item, worth),
                type=_type(item, tables["BT-539"]),
                number=item.rank if unit == "rang" else item.weight,
                unit=tables["BT-5421"][unit],
            )
        )
    return tuple(found)


# ----------------------------------------------------------------------------------- sentences


_SECTIONS = {
    "criteres": "Critères d'attribution",
    "reservation": "Réservation",
    "conditions": "Conditions d'exécution",
    "variantes": "Variantes",
}


def _setting(case: _Case) -> Setting:
    return Setting(
        marche=case.marche,
        document=_PIECE,
        role="RC",
        headings=case.shared.headings,
        annexes=case.shared.annexes,
        lots=(case.lot.name,),
    )


def _blocks(name: str, case: _Case) -> list[Block]:
    return MAKERS[name](case.marche, _setting(case), Lists())


def _text(block: Block) -> str:
    return "" if isinstance(block, Table) else typo.plain(plain(block.content))


def _weights(case: _Case) -> tuple[tuple[str, str, bool], ...]:
    """The RC's table of weights: label, weight, and whether it is of the first level."""
    for block in _blocks("criteres", case):
        if isinstance(block, Table):
            return tuple(
                (typo.plain(plain(row[0][0])), typo.plain(plain(row[1][0])), number in block.strong_rows)
                for number, row in enumerate(block.rows)
            )
    return ()


def _criteria_lines(case: _Case) -> tuple[str, ...]:
    if not case.lot.criteria:
        return tuple(filter(None, (_text(block) for block in _blocks("criteres", case))))
    return tuple(("" if first else "- ") + f"{label} : {points}" for label, points, first in _weights(case))


def _lines(name: str, case: _Case) -> tuple[str, ...]:
    if name == "criteres":
        return _criteria_lines(case)
    return tuple(
        ("- " if isinstance(block, Item) else "") + _text(block)
        for block in _blocks(name, case)
        if isinstance(block, (Paragraph, Item))
    )


def _leads(name: str, case: _Case) -> Iterator[str]:
    """The sentences by which the RC of the library leads to a computed block."""
    for taken in (*case.lot.automatic.values(), *case.lot.taken.values()):
        text = taken.clause.texts.get("RC", "")
        if name in prose.computed(text):
            yield from _before(name, text, taken, case)
            return


def _before(name: str, text: str, taken: Taken, case: _Case) -> Iterator[str]:
    for block in prose.parse(text):
        if isinstance(block, prose.Computed):
            if block.name == name:
                return
        elif isinstance(block, prose.Para):
            words = clause_inlines(block.lines, taken.clause, {case.lot.name: taken}, _setting(case))
            yield typo.plain(plain(words))


def _sections(case: _Case) -> tuple[Section, ...]:
    found = ((name, title, _lines(name, case)) for name, title in _SECTIONS.items())
    return tuple(Section(title=title, lines=(*_leads(name, case), *lines)) for name, title, lines in found if lines)


# ------------------------------------------------------------------------------------- the lot


def _lacks(found: Iterable[Device]) -> str:
    return " ; ".join(f"{item.id}, sans {typo.listing(list(item.missing))}" for item in found)


def _warnings(case: _Case) -> Iterator[str]:
    for kind in device.CONSIDERATIONS:
        standing = device.standing(case.devices, case.lot, kind)
        if standing.declared == device.YES and standing.effective != device.YES:
            lacks = _lacks(case.carrying(kind))
            yield f"La considération {kind} est déclarée, mais rien de complet ne la porte ({lacks})."
    if any(item.rank is not None for item in case.lot.criteria):
        yield "Critères hiérarchisés : l'avis européen demande pourquoi il n'y a pas de pondération (BT-733)."
    if any(item.weight is None and item.rank is None for item in case.lot.criteria):
        yield "Un critère n'a pas de poids : l'avis ne peut pas le publier."
    if case.lot.unknown:
        yield f"Entrées que la bibliothèque ne connaît pas : {', '.join(item.name for item in case.lot.unknown)}."


def _lot(lot: Lot, marche: Marche, shared: Shared) -> LotNotice:
    case = _Case(
        marche=replace(marche, lots=(lot,)),
        lot=lot,
        devices=device.devices(marche, lot),
        tables=correspondences(),
        shared=shared,
    )
    return LotNotice(
        lot=lot.name,
        object=lot.terms.object,
        decp=_decp(case),
        eforms=_eforms(case),
        criteria=_criteria(case),
        sections=_sections(case),
        warnings=tuple(_warnings(case)),
    )


def notice(marche: Marche) -> Notice:
    """What the notice and the essential data of a contract say of sustainability, lot by lot."""
    reason = _OUT_OF_SCOPE.get(marche.dossier.contract)
    shared = pieces.shared_of(marche)
    return Notice(
        file=marche.dossier.file,
        object=marche.dossier.object,
        lots=() if reason else tuple(_lot(lot, marche, shared) for lot in marche.lots),
        out_of_scope=reason,
    )
