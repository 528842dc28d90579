"""What is found in a document that somebody wrote: blanks, clauses, and what could not be carried over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from clausekit import prose
from clausekit.finding import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What could not be carried over as it was, or was understood in a way to be checked; a French sentence."""

    message: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A blank of the document, as the parameter that it may become.

    `title` is empty when nothing says what the blank holds, `shown` is the blank as it was typed. `kind` is a type of
    parameter; `value` is what was written as an example, typed. `unit` is empty for a duration whose unit is not said.
    """

    name: str
    title: str
    kind: str
    shown: str
    place: Place
    unit: str | None = None
    value: str | int | float | None = None
    choices: tuple[str, ...] = ()
    filled_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a clause says in a piece; `level` when only this level says it."""

    piece: str
    blocks: tuple[prose.Block, ...]
    level: str | None = None

    @property
    def source(self) -> str:
        """The prose as the YAML holds it."""
        return prose.unparse(self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A clause found in a document. `entry` is the id that its marks bear, empty without any."""

    title: str
    texts: tuple[Text, ...]
    wanted: Mapping[str, Wanted]
    place: Place
    entry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A document as clauses, and what is to be known of it."""

    clauses: tuple[Written, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class Notes:
    """Gathers remarks, each once."""

    found: dict[Remark, None] = field(default_factory=dict)

    def add(self, message: str, place: Place) -> None:
        """One remark more."""
        self.found[Remark(message=message, place=place)] = None
