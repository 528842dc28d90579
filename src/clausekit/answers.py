"""Which entries of a library answer a minimum: by what they are, without any contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from clausekit import terms
from clausekit.annex import Annex
from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.grid import Grid
from clausekit.library import Entry, Library
from clausekit.policy import Minimum

_Answer: TypeAlias = Callable[[Entry, Mapping[str, Any]], bool]
_COUNTED: Final = frozenset({"condition_execution", "specification", "variante", "reservation", "ligne_prix"})


def _themes(entry: Entry) -> frozenset[str]:
    return frozenset() if isinstance(entry, Grid) else frozenset(entry.themes)


def _consideration(entry: Entry, given: Mapping[str, Any]) -> bool:
    wanted = given.get("consideration")
    if isinstance(entry, Clause):
        return entry.type in _COUNTED and entry.consideration == wanted
    return isinstance(entry, Criterion) and entry.nature in {wanted, "mixte"}


def _condition(consideration: str) -> _Answer:
    return lambda entry, _: (
        isinstance(entry, Clause) and entry.type == "condition_execution" and entry.consideration == consideration
    )


def _typed(*types: str) -> _Answer:
    return lambda entry, _: isinstance(entry, Clause) and entry.type in types


def _about(theme: str) -> _Answer:
    return lambda entry, _: isinstance(entry, Clause) and theme in entry.themes


def _clause(entry: Entry, given: Mapping[str, Any]) -> bool:
    wanted = set(given.get("themes") or ())
    if not isinstance(entry, Clause) or (wanted and wanted.isdisjoint(entry.themes)):
        return False
    return (
        entry.type in (given.get("types") or (entry.type,))
        and given.get("consideration") in {None, entry.consideration}
        and given.get("piece") in {None, entry.carrier}
    )


def _criterion(entry: Entry, given: Mapping[str, Any]) -> bool:
    wanted, nature = set(given.get("themes") or ()), given.get("nature")
    if not isinstance(entry, Criterion) or (wanted and wanted.isdisjoint(entry.themes)):
        return False
    return nature is None or entry.nature in {nature, "mixte"}


def _annex(entry: Entry, given: Mapping[str, Any]) -> bool:
    if not isinstance(entry, Annex):
        return False
    return entry.id == given.get("annexe") or not _themes(entry).isdisjoint(given.get("themes") or ())


def _award(entry: Entry, _: Mapping[str, Any]) -> bool:
    return isinstance(entry, (Criterion, Grid))


def _priced(entry: Entry, _: Mapping[str, Any]) -> bool:
    return isinstance(entry, Clause) and (entry.type == "ligne_prix" or "BPU" in entry.texts)


def _departs(entry: Entry, _: Mapping[str, Any]) -> bool:
    return isinstance(entry, Clause) and bool(entry.departures)


_ANSWERS: Final[Mapping[str, _Answer]] = {
    "consideration-presente": _consideration,
    "part-des-marches": _consideration,
    "suivi-insertion": _about("suivi-insertion"),
    "clause-presente": _clause,
    "critere-present": _criterion,
    "annexe-presente": _annex,
    "ligne-prix-presente": _priced,
    "critere-distinct": _award,
    "poids-minimal": _award,
    "eparpillement": _award,
    "critere-environnemental": lambda entry, _: isinstance(entry, Criterion) and entry.nature in terms.ENVIRONMENTAL,
    "condition-environnementale": _condition("environnementale"),
    "condition-sociale": _condition("sociale"),
    "specification-durable": _typed("specification"),
    "variantes-dites": _typed("variante"),
    "energie-au-seuil": _about("energie"),
    "derogations-listees": _departs,
    "penalites-ccag": _departs,
    "insertion-complete": _about("insertion"),
    "environnement-complet": _condition("environnementale"),
    "reservation-complete": _typed("reservation"),
}


def _families(when: Mapping[str, Any], library: Library) -> frozenset[str]:
    """The families that a minimum concerns: those it names, else those of its segments."""
    asked = set(when.get("segments") or ())
    homes = (
        family.id
        for family in library.registers.families.values()
        if asked.intersection(segment.id for segment in family.segments)
    )
    return frozenset(when.get("familles") or homes)


def _concerns(entry: Entry, when: Mapping[str, Any], library: Library) -> bool:
    """Whether an entry may be used where the minimum applies."""
    applicable = entry.applicable
    pairs = (
        (applicable.families, _families(when, library)),
        (applicable.segments, when.get("segments")),
        (applicable.natures, when.get("natures")),
        (applicable.ccag, when.get("ccag")),
    )
    return all(not mine or not asked or not set(mine).isdisjoint(asked) for mine, asked in pairs)


def answerable(rule: str) -> bool:
    """Whether entries of a library may answer a rule (a fact noted or a lot is not an entry)."""
    return rule in _ANSWERS


def answers_to(entry: Entry, minimum: Minimum, library: Library) -> bool:
    """Whether an entry in force answers a minimum."""
    fits = _ANSWERS.get(minimum.rule)
    if fits is None or entry.state == "retiree" or not fits(entry, minimum.given):
        return False
    return _concerns(entry, minimum.when, library)


def answers(minimum: Minimum, library: Library) -> tuple[Entry, ...]:
    """The entries in force that answer a minimum."""
    entries = (library.find(name) for name in library.ids)
    return tuple(entry for entry in entries if entry and answers_to(entry, minimum, library))
