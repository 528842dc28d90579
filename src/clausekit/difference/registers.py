"""What changed in the registers and in the policies: an article renumbered, a minimum made graver, a threshold moved.

Each item that has an id is compared with the one of the same id, key by key, as its file writes it; so nothing of them
is lost, whatever keys a register gains. What has no id (a title, a source) is told under the name of the file.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from clausekit import terms
from clausekit import typography as typo
from clausekit.difference.change import CHANGED, LOOSER, NEUTRAL, NEW, RETIRED, STRICTER, Figure
from clausekit.difference.folding import fold
from clausekit.library import Library, kind_of

_ENTRIES: Final = frozenset({"clause", "critere", "grille", "annexe"})
_POLICY: Final = "exigences"
_NAMES: Final = ("id", "du", "numero")  # what knows an item of a list from an edition to another
# From the lightest: « a_la_main » is judged by a person and has no rank.
_GRAVER: Final = (terms.ADVICE, terms.WARNING, terms.TO_JUSTIFY, terms.BLOCKING_UNLESS_REASON, terms.BLOCKING)
# A floor by the very name of its rule: a share of contracts, a weight of criteria.
_FLOORS: Final = frozenset({("part-des-marches", "avec.part"), ("poids-minimal", "avec.part")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An item of a register or of a policy; `change` is new, retired (it is gone) or changed.

    `file` is its path, `title` what it is called. `entries` are the ids of those that cite it, for a legal reference.
    `measure` is that of a minimum.
    """

    file: str
    id: str
    title: str
    change: str
    figures: tuple[Figure, ...]
    entries: tuple[str, ...] = ()
    measure: str | None = None


def shifts(old: Library, new: Library, *, unread: Container[str] = ()) -> tuple[Shift, ...]:
    """Every item that is not the same, file by file; `unread` are the paths that a side could not read."""
    found: list[Shift] = []
    for path in sorted({*old.sources, *new.sources}):
        if kind_of(path) not in _ENTRIES and path not in unread and not _alike(path, old, new):
            before, after = (_items(side, path) for side in (old, new))
            for name in dict.fromkeys((*after, *before)):
                shift = _shift(path, name, before.get(name), after.get(name))
                if shift is not None:
                    found.append(_cited(shift, old, new))
    return tuple(found)


def _alike(path: str, old: Library, new: Library) -> bool:
    was, now = old.sources.get(path), new.sources.get(path)
    return was is not None and now is not None and was.data == now.data


def _items(library: Library, path: str) -> dict[str, Mapping[str, Any]]:
    """The items of a file by id, and what is written beside them under the name of the file."""
    read = library.sources.get(path)
    if read is None or not isinstance(read.data, Mapping):
        return {}
    items: dict[str, Mapping[str, Any]] = {}
    beside: dict[str, Any] = {}
    for key, value in read.data.items():
        if isinstance(value, Mapping) and kind_of(path) == _POLICY and key == "minima":
            items.update((str(name), item) for name, item in value.items() if isinstance(item, Mapping))
        elif _named(value):
            items.update((str(item["id"]), item) for item in value)
        else:
            beside[key] = value
    return {**({path.rsplit("/", 1)[-1]: beside} if beside else {}), **items}


def _named(value: Any, key: str = "id") -> bool:
    listed = isinstance(value, Sequence) and not isinstance(value, str) and bool(value)
    return listed and all(isinstance(item, Mapping) and item.get(key) is not None for item in value)


def _flat(value: Any, route: str = "") -> Iterator[tuple[str, str]]:
    """Every value of an item with its route, as printed; an item of a list is known by its name, not its rank."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{route}.{key}" if route else str(key))
    elif (name := next((key for key in _NAMES if _named(value, key)), None)) is not None:
        for item in value:
            yield from _flat(item, f"{route}.{item[name]}")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if any(isinstance(item, (Mapping, list)) for item in value):
            for rank, item in enumerate(value):
                yield from _flat(item, f"{route}.{rank}")
        else:
            yield route, ", ".join(_said(item) for item in value)
    else:
        yield route, _said(value)


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (int, float)):
        return typo.plain(typo.number(value))
    return typo.plain(str(value))


def _shift(path: str, name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Shift | None:
    was, now = dict(_flat(old or {})), dict(_flat(new or {}))
    figures = tuple(
        Figure(
            route=route,
            level=None,
            old=was.get(route, ""),
            new=now.get(route, ""),
            direction=_direction(route, old or {}, new or {}),
        )
        for route in dict.fromkeys((*now, *was))
        if fold(was.get(route, "")) != fold(now.get(route, ""))
    )
    if not figures:
        return None
    change = NEW if old is None else RETIRED if new is None else CHANGED
    either = now or was
    title = either.get("titre", "") or either.get("intitule", "")
    return Shift(
        file=path, id=name, title=title, change=change, figures=figures, measure=now.get("mesure") or was.get("mesure")
    )


def _direction(route: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    was, now = old.get("severite"), new.get("severite")
    if route == "severite" and was in _GRAVER and now in _GRAVER:
        return STRICTER if _GRAVER.index(now) > _GRAVER.index(was) else LOOSER
    before, after = _part(old), _part(new)
    same = old.get("regle") == new.get("regle") and (new.get("regle"), route) in _FLOORS
    if not same or before is None or after is None:
        return NEUTRAL
    return STRICTER if after > before else LOOSER


def _part(minimum: Mapping[str, Any]) -> float | None:
    value = (minimum.get("avec") or {}).get("part")
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _cited(shift: Shift, old: Library, new: Library) -> Shift:
    """A legal reference with the entries that cite it, in either edition."""
    if kind_of(shift.file) != "references":
        return shift
    names = {
        entry.id
        for library in (old, new)
        for name in library.ids
        if (entry := library.find(name)) and any(item.ref == shift.id for item in getattr(entry, "references", ()))
    }
    return Shift(
        file=shift.file,
        id=shift.id,
        title=shift.title,
        change=shift.change,
        figures=shift.figures,
        entries=tuple(sorted(names)),
    )
