"""The house's correspondences: from a dossier's words to the values of a notice (donnees/avis.yaml).

No text fixes them: whoever shows one says that it is the house's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from clausekit import source

_FILE = "donnees/avis.yaml"
_CODES = "donnees/eforms_codes.json"
NONE = "aucune"
OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondences:
    """`decp` gives exact values of the DECP schema, `eforms` codes by field (BT-…).

    `labels` are the French words of each code, by field; `reserved` the themes that a reservation
    counts for, by article.
    """

    decp: Mapping[str, Any]
    eforms: Mapping[str, Mapping[str, Any]]
    labels: Mapping[str, Mapping[str, str]]
    reserved: Mapping[str, tuple[str, ...]]

    def label(self, field: str, code: str) -> str:
        """The French words of a code."""
        return self.labels[field][code]

    def of_themes(self, field: str, themes: Iterable[str]) -> tuple[str, ...]:
        """The codes of themes, each once, in the order of the list; `other` when no theme has one."""
        table = self.eforms[field]
        found = {code for theme in themes for code in table.get(theme, ())}
        # « other » adds nothing to a code that says something.
        named = found - {OTHER}
        return tuple(code for code in self.labels[field] if code in (named or {OTHER}))


def _read(name: str) -> bytes:
    return resources.files("clausekit").joinpath(name).read_bytes()


@cache
def correspondences() -> Correspondences:
    """What the data files hold."""
    data: Mapping[str, Any] = source.load(_read(_FILE), file=_FILE).data
    lists: Mapping[str, Any] = json.loads(_read(_CODES))["listes"]
    return Correspondences(
        decp=data["decp"],
        eforms=data["eforms"],
        labels={field: item["codes"] for field, item in lists.items()},
        reserved={article: tuple(themes) for article, themes in data["reservations"].items()},
    )
