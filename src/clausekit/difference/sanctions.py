"""The consequences of two editions of a clause put face to face: each is known by the failing that it follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from rapidfuzz.distance import Indel

from clausekit import typography as typo
from clausekit.clause import Clause, Consequence
from clausekit.difference.change import LOOSER, NEUTRAL, STRICTER, Figure
from clausekit.difference.folding import fold
from clausekit.library import Entry
from clausekit.showing.lines import consequences

Pair: TypeAlias = tuple[int | None, int | None]

_ALIKE: Final = 0.5
_NOTICE: Final = {True: "après mise en demeure", False: "sans mise en demeure"}


def paired(old: Sequence[Consequence], new: Sequence[Consequence]) -> tuple[Pair, ...]:
    """Each consequence with its like: the same failing, else the likest of those left."""
    free, found = list(range(len(new))), dict[int, int]()
    for floor in (1.0, _ALIKE):
        for at, item in enumerate(old):
            scored = [(_likeness(item, new[other]), -other) for other in free]
            best = max(scored, default=(0.0, 0))
            if at not in found and best[0] >= floor:
                found[at] = -best[1]
                free.remove(-best[1])
    gone: list[Pair] = [(at, found.get(at)) for at in range(len(old))]
    return (*gone, *((None, at) for at in free))


def _likeness(old: Consequence, new: Consequence) -> float:
    return float(Indel.normalized_similarity(fold(old.failing).split(), fold(new.failing).split()))


def sanctions(old: Entry, new: Entry) -> Iterator[Figure]:
    """What changed in the consequences: nature, amount, unit, cap, formal notice; those that come and go."""
    if not isinstance(old, Clause) or not isinstance(new, Clause) or old.consequences == new.consequences:
        return
    before, after = consequences(old), consequences(new)
    for at, to in paired(old.consequences, new.consequences):
        if at is not None and to is not None:
            yield from _facts(old, old.consequences[at], new, new.consequences[to], to)
        else:
            yield Figure(
                route=f"consequences.{to if at is None else at}",
                level=None,
                old=typo.plain(before[at]) if at is not None else "",
                new=typo.plain(after[to]) if to is not None else "",
            )


def imposed(entry: Entry) -> Iterator[Figure]:
    """The consequences of an entry that is new."""
    for rank, said in enumerate(consequences(entry)):
        yield Figure(route=f"consequences.{rank}", level=None, old="", new=typo.plain(said))


def _facts(old: Clause, was: Consequence, new: Clause, now: Consequence, rank: int) -> Iterator[Figure]:
    rows = (
        ("nature", was.nature, now.nature, NEUTRAL),
        ("montant", _amount(was, old), _amount(now, new), _direction(was, old, now, new)),
        ("unite", was.unit or "", now.unit or "", NEUTRAL),
        ("plafond", was.cap or "", now.cap or "", NEUTRAL),
        ("mise_en_demeure", _NOTICE[was.notice], _NOTICE[now.notice], NEUTRAL),
    )
    for key, before, after, way in rows:
        # The amount of a parameter of the same name is told where the parameter is.
        same = was.amount == now.amount if key == "montant" else fold(before) == fold(after)
        if not same:
            yield Figure(route=f"consequences.{rank}.{key}", level=None, old=before, new=after, direction=way)


def _amount(item: Consequence, clause: Clause) -> str:
    if item.amount is None:
        return ""
    if not isinstance(item.amount, str):
        return typo.plain(typo.quantity(item.amount, item.unit or "euros"))
    value = _value(item, clause)
    return f"{item.amount} ({typo.plain(typo.quantity(value, item.unit or 'euros'))})" if value else item.amount


def _value(item: Consequence, clause: Clause) -> float | None:
    parameter = clause.parameters.get(item.amount) if isinstance(item.amount, str) else None
    found = parameter.default if parameter else None
    return found if isinstance(found, (int, float)) and not isinstance(found, bool) else None


def _sense(item: Consequence, clause: Clause) -> tuple[str | None, str | None]:
    parameter = clause.parameters.get(item.amount) if isinstance(item.amount, str) else None
    return (parameter.sense, item.unit) if parameter else (None, None)


def _direction(was: Consequence, old: Clause, now: Consequence, new: Clause) -> str:
    """Of two parameters that say the same `sens`, in the same unit."""
    before, after, sense = _value(was, old), _value(now, new), _sense(was, old)
    if None in (before, after, sense[0]) or sense != _sense(now, new) or before == after:
        return NEUTRAL
    assert before is not None and after is not None  # noqa: S101 (told just above)
    return STRICTER if (after > before) == (sense[0] == "plancher") else LOOSER
