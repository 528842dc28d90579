"""The facts of an entry, one row each: what a figure, a list, a switch of its file is, as printed.

A row is known by a key that stays the same from an edition to another, whatever the order of the file; `route` leads
to it in the file. Sentences are no facts: see `passages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from clausekit import terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.assemble.words import value_text
from clausekit.clause import Applicability, Citation, Clause, Parameter, Span
from clausekit.criterion import Criterion
from clausekit.difference.weights import weights
from clausekit.library import Entry

Key: TypeAlias = tuple[str, ...]

_SENSES: Final = {"plancher": "plancher (plus haut : plus exigeant)", "plafond": "plafond (plus bas : plus exigeant)"}
_SWITCH: Final = {True: "oui", False: "non"}


_plain = lru_cache(maxsize=4096)(typo.plain)  # the same few words stand in every entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """`said` is what is printed. `number` is compared in `sense` with another of the same `unit`, when both have one.

    `open_side` is what the absence of the fact stands for: no floor is the lowest of all, no ceiling the highest.
    """

    key: Key
    route: str
    said: str
    level: str | None = None
    number: float | None = None
    sense: str | None = None
    unit: str = ""
    open_side: float | None = None


def facts(entry: Entry, against: Entry | None = None) -> dict[Key, Fact]:
    """The rows of an entry, by key; consequences are apart (`sanctions`). What `against` says too is left out."""
    return {item.key: item for item in _facts(entry, against) if item.said}


def _facts(entry: Entry, against: Entry | None) -> Iterator[Fact]:
    yield _one("etat", terms.STATE_TITLES.get(entry.state, entry.state))
    if against is None or entry.applicable != against.applicable:
        yield from _applicable(entry.applicable)
    if isinstance(entry, Clause):
        yield from _clause(entry, against if isinstance(against, Clause) else None)
    elif isinstance(entry, Criterion):
        yield from _criterion(entry)
    elif isinstance(entry, Annex):
        yield from _annex(entry, against if isinstance(against, Annex) else None)
    else:
        yield from (
            Fact(key=(*row.path, row.what), route=row.route, said=row.said, level=row.level or None)
            for row in weights(entry)
        )


def _one(route: str, said: str | None) -> Fact:
    return Fact(key=(route,), route=route, said=_plain(said) if said else "")


def _listed(route: str, words: Iterable[str]) -> Fact:
    """A list of which the order says nothing."""
    return _one(route, ", ".join(sorted(words)))


def _each(route: str, words: Iterable[str]) -> Iterator[Fact]:
    """A list of which each item comes or goes alone."""
    yield from (Fact(key=(route, word), route=route, said=word) for word in words)


def _number(route: str, value: float | None) -> Fact:
    return _one(route, "" if value is None else typo.number(value))


def _span(route: str, span: Span) -> Iterator[Fact]:
    yield _number(f"{route}.min", span.minimum)
    yield _number(f"{route}.max", span.maximum)


def _applicable(applicable: Applicability) -> Iterator[Fact]:
    lists = {
        "familles": applicable.families,
        "segments": applicable.segments,
        "cpv": applicable.cpv,
        "natures": applicable.natures,
        "ccag": applicable.ccag,
        "procedures": applicable.procedures,
        "formes": applicable.forms,
        "contrats": applicable.contracts,
    }
    yield from (_listed(f"applicable.{name}", words) for name, words in lists.items())
    yield from _span("applicable.duree_mois", applicable.months)
    yield from _span("applicable.valeur", applicable.value)


def _references(citations: Iterable[Citation]) -> Iterator[Fact]:
    for item in citations:
        doubt = " (à vérifier)" if item.unverified else ""
        yield Fact(key=("references", item.ref), route="references", said=f"{item.ref}{doubt}")


def _clause(clause: Clause, against: Clause | None) -> Iterator[Fact]:
    yield _one("type", terms.TYPE_TITLES.get(clause.type, clause.type))
    yield _one("consideration", terms.CONSIDERATION_TITLES.get(clause.consideration, clause.consideration))
    yield _listed("themes", clause.themes)
    yield _one("d_office", _SWITCH[clause.automatic])
    yield _one("sans_titre", _SWITCH[clause.untitled])
    yield _one("piece_porteuse", clause.carrier)
    yield from (_one(f"rubrique.{piece}", heading) for piece, heading in clause.headings.items())
    yield _one("debiteur", clause.debtor)
    own = _own(clause.parameters, against)
    yield from _parameters(own)
    yield _one("niveaux", ", ".join(terms.LEVEL_TITLES[name] for name in terms.LEVELS if name in clause.levels))
    for level, values in clause.levels.items():
        same = against.levels.get(level, {}) if against else {}
        for name, value in values.items():
            if name not in own and name in same and same[name] == value:
                continue
            yield _value(clause.parameters.get(name), value, f"niveaux.{level}.{name}", level)
    yield from _control(clause)
    yield from _references(clause.references)
    for item in clause.departures:
        said = f"CCAG-{item.ccag}, article {item.article}"
        yield Fact(key=("deroge", said), route="deroge", said=said)
    yield from _each("requiert", clause.requires)
    yield from _each("exclut", clause.excludes)
    yield from _each("remplace", clause.replaces)
    yield _one("remplacee_par", clause.replaced_by)


def _control(clause: Clause) -> Iterator[Fact]:
    control = clause.control
    if control is not None:
        yield _one("controle.formule", control.formula)
        yield _one("controle.preuve", control.proof)
        yield _one("controle.frequence", control.frequency)
        yield _one("controle.destinataire", control.recipient)


def _value(parameter: Parameter | None, value: Any, route: str, level: str | None = None) -> Fact:
    """A value of a parameter, comparable when it is a number and the parameter says which way is stricter."""
    said = typo.plain(value_text(parameter, value)) if parameter else str(value)
    number = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    return Fact(
        key=(route,),
        route=route,
        said=said,
        level=level,
        number=number,
        sense=parameter.sense if parameter else None,
        unit=f"{parameter.kind} {parameter.unit or ''}" if parameter else "",
    )


def _bound(parameter: Parameter, side: str, value: float | None) -> Fact:
    fact = _value(parameter, value, f"parametres.{parameter.name}.bornes.{side}")
    return Fact(
        key=fact.key,
        route=fact.route,
        said=fact.said if value is not None else "",
        number=fact.number,
        sense=fact.sense,
        unit=fact.unit,
        open_side=float("-inf") if side == "min" else float("inf"),
    )


def _own(parameters: Mapping[str, Parameter], against: Clause | Annex | None) -> dict[str, Parameter]:
    """The parameters that the other edition does not give word for word."""
    known = against.parameters if against else {}
    return {name: item for name, item in parameters.items() if known.get(name) != item}


def _parameters(parameters: Mapping[str, Parameter]) -> Iterator[Fact]:
    for name, item in parameters.items():
        root = f"parametres.{name}"
        yield _one(root, item.title)
        yield _one(f"{root}.type", item.kind)
        yield _one(f"{root}.unite", item.unit)
        yield _one(f"{root}.sens", _SENSES.get(item.sense or "", item.sense))
        yield _bound(item, "min", item.bounds.minimum)
        yield _bound(item, "max", item.bounds.maximum)
        yield _one(f"{root}.origine", item.origin)
        yield _one(f"{root}.rempli_par", item.filled_by)
        yield _one(f"{root}.choix", ", ".join(str(choice) for choice in item.choices))
        yield _one(f"{root}.colonnes", ", ".join(item.columns))
        yield _one(f"{root}.formule", item.formula)
        if item.default is not None:
            yield _value(item, item.default, f"{root}.defaut")


def _criterion(criterion: Criterion) -> Iterator[Fact]:
    scale = criterion.scale
    yield _one("nature", terms.CONSIDERATION_TITLES.get(criterion.nature, criterion.nature))
    yield from (_one(f"partage.{name}", f"{typo.number(share)} %") for name, share in criterion.split.items())
    yield _listed("themes", criterion.themes)
    yield _one("echelle.type", scale.kind)
    yield _number("echelle.max", scale.maximum)
    yield _one("echelle.formule", scale.formula)
    yield _one("echelle.unite", scale.unit)
    yield _one("echelle.paliers", ", ".join(str(mark) for mark in sorted(scale.steps)))
    yield from _each("clauses", criterion.clauses)
    yield _one("variantes", criterion.variants)
    yield from _references(criterion.references)


def _annex(annex: Annex, against: Annex | None) -> Iterator[Fact]:
    yield _one("type", terms.ANNEX_TITLES.get(annex.type, annex.type))
    yield _one("annexe_a", annex.attached_to)
    yield _one("contractuelle", _SWITCH[annex.contractual])
    yield _one("rempli_par", annex.filled_by)
    yield _listed("themes", annex.themes)
    yield from _parameters(_own(annex.parameters, against))
    yield from _references(annex.references)
