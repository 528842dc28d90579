"""What of a change reaches a lot: what it prints or is judged on, at the level and with the values that it keeps.

A level that no lot keeps, a value that the dossier replaces by its own, a document that the contract does not have,
another CCAG, the reasons and warnings that are never printed: these reach nobody, and it is said why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from clausekit import terms
from clausekit.clause import Clause, Parameter
from clausekit.difference import Change, Figure, Sentence
from clausekit.difference.passages import ASIDE
from clausekit.library import Entry
from clausekit.marche import Lot, Marche, Taken
from clausekit.sealed import Held

CLAUSE, CRITERION, GRID, ANNEX = "clause", "criterion", "grid", "annex"
_TITLED: Final = {title: name for name, title in terms.LEVEL_TITLES.items()}
_SILENT: Final = frozenset({"etat", "historique"})
_NOT_PRINTED: Final = "texte non imprimé"
_OWN_VALUE: Final = "valeur propre au dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """An entry as a lot takes it. `chosen` are the values that the dossier gives itself.

    `pieces` maps each piece of the contract (« CCTP ») to the name of its document (« CCP »); None when unknown.
    """

    id: str
    kind: str
    lot: str
    level: str | None = None
    values: Mapping[str, Any]
    chosen: frozenset[str] = frozenset()
    pieces: Mapping[str, str] | None = None
    ccag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What reaches a use, and why the rest does not (each reason once, in French)."""

    figures: tuple[Figure, ...]
    prose: tuple[Sentence, ...]
    aside: tuple[str, ...]
    whole: bool = False

    @property
    def touched(self) -> bool:
        """Whether anything does."""
        return self.whole or bool(self.figures or self.prose)

    @property
    def directions(self) -> tuple[str, ...]:
        """Directions of the figures that reach the use, each once: stricter, looser, neutral."""
        return tuple(dict.fromkeys(figure.direction for figure in self.figures))


# ------------------------------------------------------------------------------------------- uses


def uses(marche: Marche) -> Iterator[Use]:
    """Every entry that each lot uses, those that the library does not hold too."""
    for lot in marche.lots:
        yield from _clauses(lot)
        yield from (_plain(annex.id, ANNEX, lot) for annex in lot.annexes)
        if lot.grid is not None:
            level = lot.terms.grid.level if lot.terms.grid else None
            yield _plain(lot.grid.id, GRID, lot, level)
        named = dict.fromkeys(item.criterion.id for item in lot.every if item.criterion)
        yield from (_plain(name, CRITERION, lot) for name in named)
        yield from (_plain(item.name, item.kind, lot) for item in lot.unknown if item.kind != "level")


def _clauses(lot: Lot) -> Iterator[Use]:
    for name, taken in {**lot.automatic, **lot.taken}.items():
        yield Use(
            id=name,
            kind=CLAUSE,
            lot=lot.name,
            level=taken.level,
            values=taken.values,
            chosen=_own(taken),
            pieces=lot.terms.pieces,
            ccag=lot.terms.ccag,
        )


def _own(taken: Taken) -> frozenset[str]:
    return taken.chosen & taken.clause.parameters.keys()


def _plain(name: str, kind: str, lot: Lot, level: str | None = None) -> Use:
    return Use(id=name, kind=kind, lot=lot.name, level=level, values={}, pieces=lot.terms.pieces, ccag=lot.terms.ccag)


def issued(held: Held, entry: Entry | None = None) -> tuple[Use, ...]:
    """An entry as a lock says that it was issued; `entry`, as it was then, tells the values that the dossier chose."""
    kind = {"C": CRITERION, "G": GRID, "A": ANNEX}.get(held.id[4:5], CLAUSE)
    return tuple(
        Use(
            id=held.id,
            kind=kind,
            lot=lot,
            level=held.levels.get(lot),
            values=held.values.get(lot) or {},
            chosen=_chosen(held.levels.get(lot), held.values.get(lot) or {}, entry),
        )
        for lot in held.lots or ("*",)
    )


def _chosen(level: str | None, values: Mapping[str, Any], entry: Entry | None) -> frozenset[str]:
    """The values that are neither those of the level nor the default ones."""
    if not isinstance(entry, Clause):
        return frozenset()
    given = {name: item.default for name, item in entry.parameters.items()} | dict(entry.levels.get(level or "", {}))
    return frozenset(name for name, value in values.items() if given.get(name) != value)


# ----------------------------------------------------------------------------------------- values


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A value that an entry would no longer take: under its bound `min` or the value of its `level`, over `max`."""

    lot: str
    name: str
    value: float
    side: str
    limit: float


def beyond(entry: Entry, found: Iterable[Use]) -> tuple[Beyond, ...]:
    """The values of these uses that are out of the bounds of the entry, or less strict than its level."""
    return tuple(item for use in found for item in _beyond(entry, use)) if isinstance(entry, Clause) else ()


def _beyond(clause: Clause, use: Use) -> Iterator[Beyond]:
    for name, value in use.values.items():
        parameter = clause.parameters.get(name)
        if parameter is None or isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        floor = clause.levels.get(use.level or "", {}).get(name)
        side, limit = _limit(parameter, value, floor)
        if side:
            yield Beyond(lot=use.lot, name=name, value=value, side=side, limit=limit)


def _limit(parameter: Parameter, value: float, floor: Any) -> tuple[str, float]:
    """The limit that a value passes; nothing when it passes none."""
    low, high = parameter.bounds.minimum, parameter.bounds.maximum
    if low is not None and value < low:
        return "min", low
    if high is not None and value > high:
        return "max", high
    known = isinstance(floor, (int, float)) and not isinstance(floor, bool)
    if known and (
        (parameter.sense == "plancher" and value < floor) or (parameter.sense == "plafond" and value > floor)
    ):
        return "level", floor
    return "", 0.0


# ------------------------------------------------------------------------------------------ reach


def reach(change: Change, found: Iterable[Use]) -> Reach:
    """What of a change reaches these uses of its entry, taken together."""
    taken = tuple(found)
    if change.change != "changed":
        return Reach(figures=change.figures, prose=change.prose, aside=(), whole=True)
    figures = [(figure, _figure(figure, taken)) for figure in change.figures]
    prose = [(sentence, _sentence(sentence, taken)) for sentence in change.prose]
    return Reach(
        figures=tuple(figure for figure, why in figures if not why),
        prose=tuple(sentence for sentence, why in prose if not why),
        aside=tuple(dict.fromkeys(why for _, why in (*figures, *prose) if why)),
    )


def _figure(figure: Figure, taken: tuple[Use, ...]) -> str:
    """Why a figure reaches no use; empty when it reaches one."""
    if figure.route.split(".")[0] in _SILENT:
        return _NOT_PRINTED
    if figure.level and not _at(figure.level, taken):
        return _unkept(figure.level)
    if figure.level and figure.route.startswith("niveaux."):
        name = figure.route.split(".", 2)[2]
        if all(name in use.chosen for use in _at(figure.level, taken)):
            return _OWN_VALUE
    if figure.route == "deroge":
        ccags = [use.ccag for use in taken]
        named = any(ccag is None or f"CCAG-{ccag}," in (figure.old or figure.new) for ccag in ccags)
        return "" if named else "autre CCAG"
    return ""


def _at(level: str, taken: Iterable[Use]) -> tuple[Use, ...]:
    return tuple(use for use in taken if use.level == level)


def _unkept(level: str) -> str:
    return f"niveau {terms.LEVEL_TITLES.get(level, level)} non retenu"


def _sentence(sentence: Sentence, taken: tuple[Use, ...]) -> str:
    """Why a sentence reaches no use; one that went from a place to another reaches whoever has one of them."""
    reasons = [_place(place, taken) for place in sentence.piece.split(" → ")]
    return "" if "" in reasons else reasons[0]


def _place(place: str, taken: tuple[Use, ...]) -> str:
    words = place.split(", ")
    if words[0] in ASIDE:
        return _NOT_PRINTED
    level = next((_TITLED[word] for word in words[1:] if word in _TITLED), None)
    here = _at(level, taken) if level else taken
    if not here:
        return _unkept(level or "")
    lacks = words[0] in terms.PIECES and all(use.pieces is not None and words[0] not in use.pieces for use in here)
    return f"pas de {words[0]}" if lacks else ""
