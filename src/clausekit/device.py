"""What carries a consideration in a lot, the SPASER's « dispositif », and whether it holds.

Whether there is a consideration is the rules' answer (`consideration-presente`): here it is only
read back, entry by entry, with what each entry lacks to be more than declared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clausekit import terms
from clausekit.chain import Chain, chains
from clausekit.correspondence import correspondences
from clausekit.dossier import Reservation
from clausekit.marche import Lot, Marche, Taken
from clausekit.policy import Minimum
from clausekit.rules import RULES, Case, Outcome
from clausekit.rules.considerations import control_flaws

ENVIRONMENTAL = "environnementale"
SOCIAL = "sociale"
CONSIDERATIONS = (ENVIRONMENTAL, SOCIAL)

CLAUSE, SPECIFICATION, CRITERION, RESERVATION = "clause", "specification", "critere", "reservation"
VARIANT, PRICE_LINE = "variante", "ligne_prix"
KINDS = (CLAUSE, SPECIFICATION, CRITERION, RESERVATION, VARIANT, PRICE_LINE)
# The clause types that make a consideration; a reminder of the law or a review does not.
_TYPES = {
    "condition_execution": CLAUSE,
    "specification": SPECIFICATION,
    "reservation": RESERVATION,
    "variante": VARIANT,
    "ligne_prix": PRICE_LINE,
}

_NATURES = {kind: frozenset({kind}) for kind in CONSIDERATIONS} | {"mixte": frozenset(CONSIDERATIONS)}

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One entry of a lot. `missing` are the links that it lacks: empty when it holds.

    `considerations` are those that the rules count it for; empty for an entry that only has themes.
    """

    kind: str
    id: str
    title: str
    themes: tuple[str, ...]
    considerations: frozenset[str]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing behind it."""
        return not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A consideration in a lot: declared (it is there) and effective (what stands behind it is too)."""

    declared: str
    effective: str


def _asked(rule: str, consideration: str | None) -> Minimum:
    return Minimum(
        id=rule,
        policy="",
        title="",
        measure=None,
        rule=rule,
        when={},
        given={"consideration": consideration},
        severity=terms.ADVICE,
        start=None,
        end=None,
        scope="lot",
        origin="texte",
        source="",
        references=(),
        motive="",
        advice="",
        decision=None,
    )


_PRESENT = {kind: _asked("consideration-presente", kind) for kind in CONSIDERATIONS}
_RESERVED = _asked("reservation-complete", None)


def _outcome(minimum: Minimum, marche: Marche, lot: Lot) -> Outcome:
    return RULES[minimum.rule](Case(marche=marche, lot=lot, minimum=minimum))


def _counted(marche: Marche, lot: Lot) -> Mapping[str, frozenset[str]]:
    """By consideration, the names of what the rules count."""
    outcomes = {kind: _outcome(minimum, marche, lot) for kind, minimum in _PRESENT.items()}
    return {
        kind: frozenset(item.id for item in found.evidence) if found.status == terms.MET else frozenset()
        for kind, found in outcomes.items()
    }


def _of(name: str, counted: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(kind for kind, names in counted.items() if name in names)


def _clause(taken: Taken, counted: Mapping[str, frozenset[str]]) -> Device:
    clause = taken.clause
    return Device(
        kind=_TYPES[clause.type],
        id=clause.id,
        title=clause.title,
        themes=clause.themes,
        considerations=_of(clause.id, counted),
        missing=tuple(control_flaws(clause)),
    )


def _criterion(chain: Chain, counted: Mapping[str, frozenset[str]]) -> Device:
    item = chain.criterion
    name = item.criterion.id if item.criterion else item.label
    return Device(
        kind=CRITERION,
        id=name,
        title=item.label,
        themes=item.criterion.themes if item.criterion else (),
        # Two criteria of the dossier's own may bear the same label: their natures part them.
        considerations=_of(name, counted) & _NATURES.get(item.nature, frozenset()),
        missing=chain.missing,
    )


def _reservation(reserved: Reservation, marche: Marche, lot: Lot, counted: Mapping[str, frozenset[str]]) -> Device:
    outcome = _outcome(_RESERVED, marche, lot)
    reference = marche.reference(reserved.article)
    return Device(
        kind=RESERVATION,
        id=reserved.article,
        title=f"réservation ({reference.short if reference else reserved.article})",
        themes=correspondences().reserved.get(reserved.article, ()),
        considerations=_of(reserved.article, counted),
        missing=() if outcome.status == terms.MET else ("mention complète de la réservation",),
    )


def _found(marche: Marche, lot: Lot, counted: Mapping[str, frozenset[str]]) -> Iterator[Device]:
    for taken in lot.taken.values():
        if taken.clause.type in _TYPES:
            yield _clause(taken, counted)
    for chain in chains(lot):
        yield _criterion(chain, counted)
    if lot.reservation:
        yield _reservation(lot.reservation, marche, lot, counted)


def devices(marche: Marche, lot: Lot) -> tuple[Device, ...]:
    """Everything in the lot that carries a consideration or a theme: clauses, then criteria, then the reservation."""
    return tuple(_found(marche, lot, _counted(marche, lot)))


def carrying(found: tuple[Device, ...], consideration: str) -> tuple[Device, ...]:
    """Those that the rules count for a consideration."""
    return tuple(item for item in found if consideration in item.considerations)


def undecided(lot: Lot) -> str:
    """Why an absence would not be sure, in French; empty when it is."""
    # An annex carries no consideration: not knowing one leaves an absence sure.
    names = ", ".join(item.name for item in lot.unknown if item.kind != "annex")
    if names:
        return f"entrée que la bibliothèque ne connaît pas ({names})"
    leaves = (item for item in lot.judged() if not item.children and item.effective != 0)
    vague = ", ".join(item.label for item in leaves if item.nature == "durable")
    return f"critère qui ne dit pas s'il est environnemental ou social ({vague})" if vague else ""


def standing(found: tuple[Device, ...], lot: Lot, consideration: str) -> Standing:
    """Declared and effective. An absence that is not sure is unknown, never no."""
    there = carrying(found, consideration)
    declared = YES if there else (UNKNOWN if undecided(lot) else NO)
    if any(item.complete for item in there):
        return Standing(declared=declared, effective=YES)
    # An unknown entry (an annex too: the response frame) may complete a chain; a vague criterion has
    # no question and no clause, so that nothing it might be would hold.
    return Standing(declared=declared, effective=UNKNOWN if lot.unknown and declared != NO else NO)
