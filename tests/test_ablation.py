"""Nothing can be taken out of an example without `check` saying so, save what `data/sans-effet.yaml` explains.

`CLAUSEKIT_CASES=ecrire pytest tests/test_ablation.py` adds to the list what is neither seen nor listed, under
« À RELIRE »: the test refuses that reason, so that somebody writes one or mends a rule.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

import ablation
from ablation import Example, Removal
from clausekit import source
from clausekit.library import Library
from conftest import EXAMPLES

LIST = Path(__file__).resolve().parent / "data" / "sans-effet.yaml"
# Set to « ecrire » to add what is unseen (never in CI): then read every line that it adds.
WRITE = os.environ.get("CLAUSEKIT_CASES") == "ecrire" and "CI" not in os.environ
TO_REVIEW = "À RELIRE"
_ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the list. A star in `id` stands for any words; as `example`, for each of them."""

    example: str
    kind: str
    id: str
    reason: str

    @property
    def name(self) -> str:
        """How it is told."""
        return f"{self.example} / {self.kind} / {self.id}"

    def matches(self, removal: Removal) -> bool:
        """Whether it speaks of a removal."""
        pattern = ".*".join(re.escape(part) for part in self.id.split(_ANY))
        return (
            self.kind == removal.kind
            and self.example in {_ANY, removal.example}
            and re.fullmatch(pattern, removal.id) is not None
        )


@cache
def entries() -> tuple[Entry, ...]:
    """The reviewed list."""
    groups = source.load(LIST.read_bytes(), file=LIST.name).data["sans_effet"]
    return tuple(
        Entry(example=item["exemple"], kind=item["genre"], id=name, reason=group["raison"])
        for group in groups
        for item in group["retraits"]
        for name in item["ids"]
    )


@pytest.fixture(scope="module")
def example(shipped: Library) -> Callable[[Path], Example]:
    """An example, read once for all its removals."""
    return cache(lambda path: ablation.read(path, shipped))


def _listed(removal: Removal, among: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in among if entry.matches(removal)]


def _written(removals: Iterable[Removal]) -> Iterator[str]:
    yield f"  - raison: {TO_REVIEW}\n    retraits:\n"
    for removal in removals:
        yield f'      - {{exemple: {removal.example}, genre: {removal.kind}, ids: ["{removal.id}"]}}\n'


def _append(removals: list[Removal]) -> None:
    with LIST.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(_written(removals))
    entries.cache_clear()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_what_is_taken_out_is_seen_or_explained(path: Path, example: Callable[[Path], Example]) -> None:
    judged = list(ablation.unseen(example(path)))
    silent = [removal for removal, unseen in judged if unseen and not _listed(removal, entries())]
    seen = [removal for removal, unseen in judged if not unseen and _listed(removal, entries())]
    if WRITE and silent:
        _append(silent)
    assert [removal.name for removal in silent] == [], "taken out, and nobody would know"
    assert [removal.name for removal in seen] == [], "listed as without effect, and yet it has one"


def test_the_list_speaks_of_what_can_be_taken_out(example: Callable[[Path], Example]) -> None:
    every = [removal for path in EXAMPLES for removal in ablation.removals(example(path))]
    idle = [entry.name for entry in entries() if not any(entry.matches(removal) for removal in every)]
    twice = [name for name, count in Counter(entry.name for entry in entries()).items() if count > 1]
    assert idle == []
    assert twice == []


def test_the_list_is_reviewed() -> None:
    groups = source.load(LIST.read_bytes(), file=LIST.name).data["sans_effet"]
    reasons = [group["raison"] for group in groups]
    assert [reason for reason in reasons if reason == TO_REVIEW] == []
    assert [reason for reason, count in Counter(reasons).items() if count > 1] == []
    assert [reason for reason in reasons if len(reason.split()) < 6 or not reason.endswith(".")] == []
    vague = [entry.name for entry in entries() if _ANY in entry.id and len(entry.id.replace(_ANY, "")) < 4]
    assert vague == [], "a pattern names what it is about"


def test_every_kind_of_removal_is_made_and_most_are_seen(example: Callable[[Path], Example]) -> None:
    made = Counter(removal.kind for path in EXAMPLES for removal in ablation.removals(example(path)))
    assert set(made) >= {"clause", "critere", "sous-critere", "annexe", "controle", "consequence", "poids", "date"}
    assert set(made) >= {"fait", "valeur", "derogation", "chaine", "cle"}
    names = Counter(removal.name for path in EXAMPLES for removal in ablation.removals(example(path)))
    assert [name for name, count in names.items() if count > 1] == []


def test_a_check_that_says_nothing_fails(monkeypatch: pytest.MonkeyPatch, example: Callable[[Path], Example]) -> None:
    """Were the verdict always the same, every removal would be unseen: the comparison itself is tested."""
    nettoyage = example(next(path for path in EXAMPLES if path.parent.name == "nettoyage-ccp"))
    told = sum(not unseen for _, unseen in ablation.unseen(nettoyage))
    same = ablation.check.check(nettoyage.contract())
    monkeypatch.setattr(ablation.check, "check", lambda _marche, stage: replace(same))
    monkeypatch.setattr(ablation, "refused", lambda _removal: False)
    assert told > 50
    assert all(unseen for _, unseen in ablation.unseen(nettoyage))
