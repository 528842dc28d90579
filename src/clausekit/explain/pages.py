"""The page of each rule, written by hand: what it checks, a failing and a passing example, how to waive it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from clausekit import source

_FILE = "donnees/regles.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rule as its reader needs it. Examples are YAML."""

    slug: str
    checks: str
    wrong: str
    right: str
    waive: str


@cache
def pages() -> Mapping[str, Page]:
    """Every page, by slug."""
    data = resources.files("clausekit").joinpath(_FILE).read_bytes()
    rules = source.load(data, file=_FILE).data["regles"]
    return {
        slug: Page(
            slug=slug,
            checks=item["verifie"].strip(),
            wrong=item["exemple_fautif"].rstrip("\n"),
            right=item["exemple_correct"].rstrip("\n"),
            waive=item["deroger"].strip(),
        )
        for slug, item in rules.items()
    }
