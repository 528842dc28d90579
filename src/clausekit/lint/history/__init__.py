"""History that cannot lie: the library as it stands, held against what was published.

One slug, one function, one page of `explain`, one case, as for the rules of `lint`; these compare two editions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clausekit.finding import Finding
from clausekit.lint.history import again, ids, lines, registers
from clausekit.lint.history.compared import Compared, Former, HistoryLint, former
from clausekit.lint.history.registers import unjudged
from clausekit.lint.history.trail import LIGHT, Commit, Step, steps

HISTORY: Mapping[str, HistoryLint] = {
    "historique-muet": lines.historique_muet,
    "historique-recrit": lines.historique_recrit,
    "nature-minoree": lines.nature_minoree,
    "nature-a-confirmer": lines.nature_a_confirmer,
    "lecture-non-refaite": again.lecture_non_refaite,
    "id-reemploye": ids.id_reemploye,
    "entree-supprimee": ids.entree_supprimee,
    "reference-non-relue": registers.reference_non_relue,
    "historique-partiel": ids.historique_partiel,
}


def since(compared: Compared, *, rules: Iterable[str] = ()) -> tuple[Finding, ...]:
    """What the history of a library hides since a revision, or what the rules named find of it."""
    wanted = tuple(rules) or tuple(HISTORY)
    return tuple(finding for name in wanted for finding in HISTORY[name](compared))


__all__ = [
    "HISTORY",
    "LIGHT",
    "Commit",
    "Compared",
    "Former",
    "HistoryLint",
    "Step",
    "former",
    "since",
    "steps",
    "unjudged",
]
