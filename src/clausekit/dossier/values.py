"""A purchase as the buyer wrote it, lot by lot, and the authority that buys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clausekit import clause as clauses
from clausekit import grid as grids
from clausekit import terms
from clausekit import waiver as waivers
from clausekit.policy import Decision

SINGLE_LOT = "unique"
WHOLE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How a dossier takes an entry: level, lots (empty: all), values by parameter."""

    level: str | None
    lots: tuple[str, ...]
    values: Mapping[str, Any]
    route: tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridChoice:
    """A grid of the library at a level."""

    id: str
    level: str
    route: tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A reserved contract or lot: `article` is a reference id (ccp-l2113-12), `share` a % of workers."""

    article: str
    share: float | None
    route: tuple[str | int, ...]

    @property
    def social(self) -> bool:
        """Whether it is a social reservation; that of L. 2113-17 (young innovative companies) is not."""
        return self.article in terms.RESERVED_TO


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """Whether variants are allowed (None: the dossier does not say) and their minimum requirements."""

    allowed: bool | None
    requirements: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a lot may say for itself; the whole file's terms are its defaults."""

    name: str
    object: str
    amount: clauses.Span
    family: str
    segments: tuple[str, ...]
    cpv: tuple[str, ...]
    nature: str | None
    months: float | None
    ccag: str | None
    pieces: Mapping[str, str]
    level: str | None
    grid: GridChoice | None
    unit: str
    rows: tuple[grids.Row, ...]
    clauses: Mapping[str, Choice]
    annexes: tuple[str, ...]
    annex_values: Mapping[str, Mapping[str, Any]]
    annexes_at: tuple[str | int, ...]
    variants: Variants
    reservation: Reservation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """See docs/format.md. `value` is euros before VAT for the whole need, `months` the duration.

    `lots` has at least one entry: a contract without lots is the lot `unique`. By lot, `own_keys` are
    the keys that it says again for itself, `withdrawn` the clauses that it takes out (`false`).
    """

    object: str
    buyer: str | None
    contract: str
    form: str
    procedure: str | None
    value: float | None
    specific_services: bool | None
    launch: str | None
    notification: str | None
    renewal_of: str | None
    facts: Mapping[str, Any]
    scoring: Mapping[str, Any]
    whole: Terms
    lots: Mapping[str, Terms]
    waivers: tuple[waivers.Waiver, ...]
    own: tuple[clauses.Clause, ...]
    files: Mapping[str, str]
    file: str
    own_keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    withdrawn: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def split(self) -> bool:
        """Whether the contract has lots."""
        return SINGLE_LOT not in self.lots


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where a person can be reached."""

    name: str
    phone: str
    mail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """The buying authority. `adopted` are the annexes (charters) that it has made its own."""

    name: str
    status: str
    roles: Mapping[str, str]
    address: str
    facilitator: Contact | None
    policies: tuple[str, ...]
    template: str | None
    adopted: frozenset[str]
    verified: frozenset[str]
    decisions: Mapping[str, Decision]
    file: str


# What a dossier without an authority file is read with: neutral role words, no policy named.
NO_AUTHORITY = Authority(
    name="",
    status="pouvoir_adjudicateur",
    roles={"acheteur": "l'acheteur"},
    address="",
    facilitator=None,
    policies=(),
    template=None,
    adopted=frozenset(),
    verified=frozenset(),
    decisions={},
    file="",
)
