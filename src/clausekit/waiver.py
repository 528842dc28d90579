"""A waiver: who decided, when and why, that some rules are set aside for a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

# Rules that only the documents can fail: a waiver to them is never idle for the dossier alone.
ON_FILES: Final = frozenset({"annexe-manquante", "penalite-abaissee"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """`rules` are ids of minima, measures or rule slugs; `lots` empty means all.

    `case` is the number (1 to 4) of the legal motive of L. 2112-2-1, II, when one is used.
    """

    rules: tuple[str, ...]
    lots: tuple[str, ...]
    motive: str
    decided_by: str
    date: str
    expires: str | None
    case: int | None
    route: tuple[str | int, ...]

    def covers(self, names: frozenset[str], lot: str) -> bool:
        """Whether it names one of `names` for this lot."""
        return bool(names.intersection(self.rules)) and (not self.lots or lot in self.lots)

    def expired(self, day: str) -> bool:
        """Whether it had lapsed on `day` (ISO date)."""
        return self.expires is not None and self.expires < day

    @property
    def signed(self) -> bool:
        """Whether reason, author and date are all written."""
        return bool(self.motive.strip() and self.decided_by.strip() and self.date)


def read(data: Mapping[str, Any], route: tuple[str | int, ...]) -> Waiver:
    """A waiver of the `derogations` key, found at `route`."""
    return Waiver(
        rules=tuple(data["regles"]),
        lots=tuple(str(lot) for lot in data.get("lots") or ()),
        motive=data.get("motif") or "",
        decided_by=data.get("decideur") or "",
        date=str(data.get("date") or ""),
        expires=data.get("expire"),
        case=int(data["cas"]) if data.get("cas") is not None else None,
        route=route,
    )
