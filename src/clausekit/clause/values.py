"""A clause and what it is made of: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Value: TypeAlias = Any  # a YAML scalar, list or mapping, as typed by the parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Bounds, both included; None leaves a side open."""

    minimum: float | None = None
    maximum: float | None = None

    def holds(self, number: float) -> bool:
        """Whether `number` is within the bounds."""
        return (self.minimum is None or number >= self.minimum) and (self.maximum is None or number <= self.maximum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicability:
    """When an entry may be used. Every non-empty field must hold; one value of a tuple is enough."""

    families: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    ccag: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    months: Span = Span()
    value: Span = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A typed blank.

    `kind`: pourcentage, nombre, entier, montant, duree, date, texte, choix, liste, tableau, contact.
    `sense`: plancher (higher is stricter), plafond (lower is stricter) or None.
    `origin`: acheteur, offre, calcul. `filled_by`: prescripteur, acheteur, facilitateur, candidat.
    `default` is a house figure and then carries `motive`.
    """

    name: str
    title: str
    kind: str
    unit: str | None = None
    sense: str | None = None
    bounds: Span = Span()
    origin: str = "acheteur"
    filled_by: str = "acheteur"
    default: Value = None
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    formula: str | None = None
    motive: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """How the authority sees that the duty is done (SPASER, M12)."""

    indicator: str
    proof: str
    frequency: str
    recipient: str
    verification: str
    formula: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What follows a failing. `amount` is euros, or the name of a parameter of kind montant."""

    failing: str
    trigger: str
    nature: str = "penalite"
    amount: float | str | None = None
    unit: str | None = None
    cap: str | None = None
    notice: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """An article of a CCAG that the clause departs from (R. 2112-3 CCP)."""

    ccag: str
    article: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A legal reference by its id in the registry; `unverified` forces the doubt."""

    ref: str
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One line of the history; the first line of the file is the current revision."""

    number: int
    date: str
    nature: str
    motive: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The last reading of an entry: `by` is a role, `digest` that of what was read (`digest.digest`)."""

    date: str
    by: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """See docs/format.md. `file` is the path it was read from, for places in findings."""

    id: str
    title: str
    type: str
    consideration: str
    carrier: str
    debtor: str = "titulaire"
    themes: tuple[str, ...] = ()
    state: str = "projet"
    review: Review | None = None
    automatic: bool = False
    untitled: bool = False
    applicable: Applicability = Applicability()
    headings: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    levels: Mapping[str, Mapping[str, Value]]
    texts: Mapping[str, str]
    complements: Mapping[str, Mapping[str, str]]
    control: Control | None = None
    consequences: tuple[Consequence, ...] = ()
    link: str = ""
    references: tuple[Citation, ...] = ()
    departures: tuple[Departure, ...] = ()
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    replaced_by: str | None = None
    reason: str = ""
    watch: tuple[str, ...] = ()
    level_reasons: str = ""
    history: tuple[Revision, ...] = ()
    file: str = ""

    @property
    def revision(self) -> int:
        """Number of the current revision; 0 for a clause of the dossier's own."""
        return self.history[0].number if self.history else 0
