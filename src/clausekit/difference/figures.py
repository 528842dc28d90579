"""The facts of two editions of an entry put face to face, each with its direction.

The direction of a value, a bound or a default is that of its parameter's `sens`: with « plancher », more is stricter;
with « plafond », less is. Both editions must give the same `sens`, type and unit, and a number; all else is neutral.
No bound is the widest bound. The penalty of a consequence has the direction of the parameter that it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausekit.difference.change import LOOSER, NEUTRAL, STRICTER, Figure
from clausekit.difference.facts import Fact, Key, facts
from clausekit.difference.folding import fold
from clausekit.difference.sanctions import imposed, sanctions
from clausekit.library import Entry

_UNORDERED = "ordre"
_FIRST = frozenset({"parametres", "niveaux", "controle", "consequences", "references", "echelle", "clauses"})


def figures(old: Entry, new: Entry) -> tuple[Figure, ...]:
    """Every fact that is not the same, in the order of the new file; what is gone stands where it stood."""
    was, now = facts(old, new), facts(new, old)
    for side, other in ((was, now), (now, was)):
        _gathered(side, other)
    return (*_compared(was, now), *sanctions(old, new))


def arrived(entry: Entry) -> tuple[Figure, ...]:
    """The facts of an entry that is new, but its state and what it does not do."""
    now = facts(entry)
    _gathered(now, {})
    kept = {key: item for key, item in now.items() if item.said != "non" and key != ("etat",)}
    found = (*_compared({}, kept), *imposed(entry))
    return tuple(sorted(found, key=lambda figure: figure.route.split(".")[0] not in _FIRST))


def _gathered(side: dict[Key, Fact], other: Mapping[Key, Fact]) -> None:
    """A parameter that only one side has is told once; of one that both have, the title is a sentence (`passages`)."""
    roots = [key for key in side if len(key) == 1 and key[0].startswith("parametres.") and key[0].count(".") == 1]
    for root in roots:
        if root in other:
            continue
        for key in [key for key in side if len(key) == 1 and key[0].startswith(f"{root[0]}.")]:
            del side[key]


def _same(old: Fact, new: Fact) -> bool:
    if old.key[-1] == _UNORDERED:  # rows that come and go are told by themselves
        return sorted(old.said.split(" ; ")) != sorted(new.said.split(" ; ")) or old.said == new.said
    if old.number is not None and new.number is not None and old.unit == new.unit:
        return old.number == new.number
    return fold(old.said) == fold(new.said)


def _compared(was: Mapping[Key, Fact], now: Mapping[Key, Fact]) -> Iterator[Figure]:
    for key in _ordered(was, now):
        old, new = was.get(key), now.get(key)
        if key[-1] == _UNORDERED and not (old and new):
            continue
        if old and new and (_same(old, new) or _titled(key)):
            continue
        either = new or old
        assert either is not None  # noqa: S101 (a key of one of the two)
        yield Figure(
            route=either.route,
            level=either.level,
            old=old.said if old else "",
            new=new.said if new else "",
            direction=direction(old, new),
        )


def _titled(key: Key) -> bool:
    return len(key) == 1 and key[0].startswith("parametres.") and key[0].count(".") == 1


def _ordered(was: Mapping[Key, Fact], now: Mapping[Key, Fact]) -> list[Key]:
    """The keys of both: those of the new one, each followed by the gone ones that followed it."""
    order: list[Key] = list(now)
    place = -1
    for key in was:
        if key in now:
            place = order.index(key)
        else:
            place += 1
            order.insert(place, key)
    return order


def direction(old: Fact | None, new: Fact | None) -> str:
    """stricter, looser or neutral."""
    known = new or old
    if known is None or (None in (old, new) and known.open_side is None):
        return NEUTRAL
    if old and new and (old.sense, old.unit) != (new.sense, new.unit):
        return NEUTRAL
    before, after = (item.number if item else known.open_side for item in (old, new))
    if known.sense is None or before is None or after is None or before == after:
        return NEUTRAL
    return STRICTER if (after > before) == (known.sense == "plancher") else LOOSER
