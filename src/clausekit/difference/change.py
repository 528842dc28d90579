"""What a comparison of two editions tells of an entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NEW: Final = "new"
RETIRED: Final = "retired"
CHANGED: Final = "changed"

STRICTER: Final = "stricter"
LOOSER: Final = "looser"
NEUTRAL: Final = "neutral"

WORDING: Final = "redactionnelle"
SUBSTANCE: Final = "substantielle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A fact that changed: a value, a bound, a consequence, a control, a reference, where an entry applies…

    `route` leads to the key in the file (« niveaux.renforce.taux », « consequences.0.montant »: lists count from 0);
    `level` is the level it belongs to, None for all. `old` and `new` are as printed, "" when absent.
    `direction`: stricter, looser or neutral; decided by the `sens` of a parameter, never by guess.
    """

    route: str
    level: str | None
    old: str
    new: str
    direction: str = NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, an item, a row or a title that changed; `old` is "" when it was added, `new` when it was removed.

    `piece` is where it stands (« CCTP », « CCTP, exemplaire », « pourquoi »). A blank is written by its name between
    brackets. `moved`: it stands elsewhere; its words are the same when `old == new`.
    """

    piece: str
    old: str
    new: str
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Words of a sentence that went and those that came in their place; "" when a side has none."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of an entry.

    `kind`: clause, criterion, grid or annex. `change`: new, retired or changed.
    `severity` is computed (`difference.substance` says how): redactionnelle or substantielle. `declared` is the nature
    that the author gave in the new lines of the history, None when there is none; `reason`, their motives.
    `successor` is the entry that replaces a retired one. `measures`: ids of the measures that it answers, before or
    after; known by `compare` only. `doubts` are the words exchanged (`difference.exchanged`) when they alone make the
    change one of substance: what they mean is for a person to say.
    """

    id: str
    title: str
    kind: str
    change: str
    severity: str
    declared: str | None
    reason: str
    figures: tuple[Figure, ...] = ()
    prose: tuple[Sentence, ...] = ()
    measures: tuple[str, ...] = ()
    successor: str | None = None
    families: tuple[str, ...] = ()
    doubts: tuple[Exchange, ...] = ()

    @property
    def lightened(self) -> bool:
        """Whether the author calls a matter of wording what is computed to be of substance."""
        return self.change == CHANGED and self.severity == SUBSTANCE and self.declared == WORDING

    @property
    def understated(self) -> bool:
        """Whether the author calls a matter of wording what changes the substance, beyond doubt."""
        return self.lightened and not self.doubts

    @property
    def unconfirmed(self) -> bool:
        """Whether the author calls a matter of wording an exchange of words that may change the substance."""
        return self.lightened and bool(self.doubts)

    @property
    def undeclared(self) -> bool:
        """Whether the substance changes without a new line in the history."""
        return self.severity == SUBSTANCE and self.declared is None

    @property
    def overstated(self) -> bool:
        """Whether the author calls substantive what changes the wording only."""
        return self.change == CHANGED and self.severity == WORDING and self.declared == SUBSTANCE
