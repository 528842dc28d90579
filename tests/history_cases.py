"""The cases of `lint --since`: `cases/history/<rule>/{ok,ko}/<case>/`, files over the small library of `lint`.

`avant/` is what was published, `apres/` what stands now, `passe/` what was deleted before. A file `partiel` says that
the clone lacks its past. The expected output of a `ko` is in `attendu.txt` (CLAUSEKIT_CASES=ecrire rewrites it).
"""

from __future__ import annotations

from collections.abc import Iterator

from clausekit.library import Library
from clausekit.lint import ids_of
from clausekit.lint.history import Compared, Former, former
from lint_cases import CASES as LINT_CASES
from lint_cases import Case as LintCase
from lint_cases import files, load

CASES = LINT_CASES.parent / "history"
_SMALL = LINT_CASES / "bibliotheque" / "clauses"


class Case(LintCase):
    """Two editions of the small library."""

    __slots__ = ()

    def files(self, when: str) -> dict[str, bytes]:
        """The files of the library `avant` or `apres`."""
        return {**files(_SMALL), **files(self.folder / when)}

    def library(self) -> Library:
        """The library as it stands."""
        return load(self.files("apres"))

    def compared(self) -> Compared:
        """The two editions."""
        past: dict[str, list[Former]] = {}
        for path, data in files(self.folder / "passe").items():
            for name in ids_of([path]):
                past.setdefault(name, []).append(former(path, data))
        return Compared(
            revision="v1",
            old=load(self.files("avant")),
            new=self.library(),
            former=past,
            partial=(self.folder / "partiel").exists(),
        )


def cases(side: str) -> Iterator[Case]:
    """Every case of a side, in order of rule."""
    for folder in sorted(CASES.glob(f"*/{side}/*/")):
        yield Case(folder=folder, rule=folder.parents[1].name, side=side)
