"""The cases of `lint`: files placed over a small library, in `cases/lint/<rule>/{ok,ko}/<case>/`.

The files of a case stand as they do under `clauses/`. The expected output of a `ko` is beside them,
in `attendu.txt`; CLAUSEKIT_CASES=ecrire rewrites it: then read every line of the difference.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clausekit import library
from clausekit.finding import Finding
from clausekit.library import Library
from clausekit.report import places, text

CASES = Path(__file__).resolve().parent / "cases" / "lint"
WRITE = os.environ.get("CLAUSEKIT_CASES") == "ecrire"
_SMALL = CASES / "bibliotheque"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Files over the small library. `rule` and `side` are its folders."""

    folder: Path
    rule: str
    side: str

    @property
    def name(self) -> str:
        """A case as pytest names it."""
        return f"{self.rule}/{self.side}/{self.folder.name}"

    @property
    def expected(self) -> Path:
        """What `lint` prints of the rule."""
        return self.folder / "attendu.txt"

    def library(self) -> Library:
        """The small library with the files of the case."""
        return load({**files(_SMALL / "clauses"), **files(self.folder)})


def files(folder: Path) -> dict[str, bytes]:
    """The YAML files of a folder, by the path that they have in a library."""
    return {
        f"clauses/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in sorted(folder.rglob("*.yaml"))
    }


def load(data: dict[str, bytes]) -> Library:
    """A library that reads without a problem: lint judges what the schema accepts."""
    loaded, findings = library.load(data)
    assert not findings, text.findings(places.located(item, loaded.sources) for item in findings)
    return loaded


def small() -> Library:
    """The library under the cases."""
    return load(files(_SMALL / "clauses"))


def shown(findings: tuple[Finding, ...], read: Library) -> str:
    """Findings as the terminal shows them."""
    return text.findings(places.located(item, read.sources) for item in findings) + "\n"


def cases(side: str) -> Iterator[Case]:
    """Every case of a side, in order of rule."""
    for folder in sorted(CASES.glob(f"*/{side}/*/")):
        yield Case(folder=folder, rule=folder.parents[1].name, side=side)
