"""The page of each rule, written by hand: what it checks, a failing and a passing example, how to waive it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from clausekit import source, terms

_RULES = "donnees/regles.yaml"
_READINGS = "donnees/lectures.yaml"
YAML = "yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rule as its reader needs it.

    `language` is that of the examples: yaml, or sh, texte, csv, json. `severity` is that of a finding
    which no policy decides. `group` names the family of a finding of reading; empty for a rule that judges.
    `trial` says how the tests run the examples (the key `essai`, told in tests/page_trials.py).
    """

    slug: str
    checks: str
    wrong: str
    right: str
    waive: str
    language: str = YAML
    severity: str = terms.BLOCKING
    group: str = ""
    trial: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings of reading that have one cause: the file, its keys, the disk…"""

    title: str
    about: str
    slugs: tuple[str, ...]


def _data(file: str) -> Mapping[str, Any]:
    read = source.load(resources.files("clausekit").joinpath(file).read_bytes(), file=file)
    return read.data


def _page(slug: str, item: Mapping[str, Any], group: str = "") -> Page:
    return Page(
        slug=slug,
        checks=item["verifie"].strip(),
        wrong=item["exemple_fautif"].rstrip("\n"),
        right=item["exemple_correct"].rstrip("\n"),
        waive=item["deroger"].strip(),
        language=item.get("langue", YAML),
        severity=item.get("severite", terms.BLOCKING),
        group=group,
        trial=dict(item.get("essai") or {}),
    )


def _all() -> Iterator[Page]:
    for slug, item in _data(_RULES)["regles"].items():
        yield _page(slug, item)
    for group in _data(_READINGS)["groupes"]:
        for slug, item in group["regles"].items():
            yield _page(slug, item, group["titre"])


@cache
def pages() -> Mapping[str, Page]:
    """Every page, by slug."""
    return {page.slug: page for page in _all()}


@cache
def groups() -> tuple[Group, ...]:
    """The families of findings of reading, in the order of a run."""
    return tuple(
        Group(title=item["titre"], about=item["introduction"].strip(), slugs=tuple(item["regles"]))
        for item in _data(_READINGS)["groupes"]
    )
