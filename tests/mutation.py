"""Empty each rule of `check`, of its documents and of `lint` in turn: a case must fail, or nothing tests that rule.

`python tests/mutation.py` lists the rules that nobody would miss, and then exits with 1. An emptied
rule finds nothing: the minimum is met, the contract is coherent, the waiver holds.
"""

from __future__ import annotations

import inspect
import sys
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from unittest import mock

import check_cases as cases
import lint_mutation
import piece_mutation
from check_cases import Case
from clausekit import check, terms
from clausekit.check import periods, waivers
from clausekit.rules import COHERENCES, RULES, Outcome, Rule
from clausekit.rules import Case as JudgedCase
from clausekit.rules.case import met

Mutant = tuple[str, Any]  # its name, and the patch that makes it


def _yielding(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The functions of a module that give findings, with what they give when there is nothing to find."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        told = str(inspect.signature(function).return_annotation)
        if function.__module__ != module.__name__ or "Finding" not in told:
            continue
        if told.startswith("Iterable"):
            yield name, ()
        elif module is waivers:
            yield name, None


def _emptied(rule: Rule) -> Rule:
    """The rule that no longer finds anything: what it says of a contract in order is kept.

    Were that emptied too, any table would change, and a rule that no case ever sees fail would pass for tested.
    """

    def silent(case: JudgedCase) -> Outcome:
        outcome = rule(case)
        return outcome if outcome.status in {terms.MET, terms.NOT_APPLICABLE} else met("")

    return silent


def mutants() -> Iterator[Mutant]:
    """Every rule, emptied."""
    for name, rule in RULES.items():
        yield name, mock.patch.dict(RULES, {name: _emptied(rule)})
    for rule in COHERENCES:
        yield rule, mock.patch.dict(COHERENCES, {rule: lambda _marche, _lot: iter(())})
    for module in (waivers, periods, check):
        for name, nothing in _yielding(module):
            where = f"{module.__name__.removeprefix('clausekit.')}.{name}"
            yield where, mock.patch.object(module, name, lambda *_, nothing=nothing: nothing)


def _fails(case: Case) -> bool:
    cases.document.cache_clear()
    wanted = cases.expected(case)
    try:
        done = cases.output(case)
    except ValueError:
        return True  # no JSON document came out
    return (done.code, done.out, done.err) != (wanted.code, wanted.text, "")


def _nearest(name: str) -> Callable[[Case], tuple[bool, bool]]:
    """Cases of the rule first, then those on waivers: most mutants fall at the first case."""
    return lambda case: (case.rule != name, not case.rule.startswith("derogation"))


def survivors(everything: list[Case]) -> list[str]:
    """The mutants that no case sees."""
    alive = []
    for name, patch in mutants():
        with patch:
            if not any(_fails(case) for case in sorted(everything, key=_nearest(name))):
                alive.append(name)
    return alive


def main() -> int:
    """Run every mutant on the cases; 1 when one survives, 2 when the cases fail without any."""
    start, everything = time.monotonic(), list(cases.discover())
    with cases.libraries_read_once():
        broken = [case.name for case in everything if _fails(case)]
        broken += piece_mutation.broken()
        alive = [] if broken else [*survivors(everything), *piece_mutation.survivors()]
    # A case of lint is a library of its own: none is read twice.
    broken += lint_mutation.broken()
    if broken:
        print("Cases that fail before any mutation:", *broken, sep="\n  ")
        return 2
    alive += lint_mutation.survivors()
    count = sum(len(list(module())) for module in (mutants, piece_mutation.mutants, lint_mutation.mutants))
    print(f"{count} mutants, {len(everything)} cases of check, {time.monotonic() - start:.0f} s.")
    if alive:
        print("No case fails without:", *alive, sep="\n  ")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
