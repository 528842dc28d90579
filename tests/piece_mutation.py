"""Empty each rule that judges documents in turn: those that hold them against their dossier, and those without one.

Used by `mutation.py`. A slug that is emptied is never told; a function that is emptied finds nothing; a question
answers always no.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any
from unittest import mock

import piece_cases as cases
from clausekit import alone, drift
from clausekit.cli import check_files
from clausekit.drift import award, carried, clauses, fines, margins, motives, unlisted
from piece_cases import Case

_MODULES = (award, carried, clauses, fines, margins, unlisted)
_QUESTIONS = ("_by_name", "_by_piece", "_by_title", "_is_note")
_UNREADABLE = "document-illisible"

Mutant = tuple[str, Callable[[], Any]]  # its name, and the patch that makes it


def slugs() -> tuple[str, ...]:
    """The rules that have cases and are told of documents held against their dossier."""
    named = dict.fromkeys(case.rule for case in cases.discover())
    return tuple(rule for rule in named if rule not in {*cases.ALONE, _UNREADABLE})


def _without(slug: str) -> Any:
    """The comparison, which no longer tells a rule."""
    whole = drift.drift

    def silent(*given: Any, **asked: Any) -> drift.Drift:
        found = whole(*given, **asked)
        kept = tuple(item for item in found.findings if item.rule != slug)
        return replace(found, findings=kept)

    return mock.patch.object(drift, "drift", silent)


def _readable() -> Any:
    """The reading of documents, which no longer tells what cannot be read."""
    whole = check_files.read
    return mock.patch.object(check_files, "read", lambda *given: (whole(*given)[0], ()))


def _iterators(module: ModuleType) -> Iterator[str]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        told = str(inspect.signature(function).return_annotation)
        if function.__module__ == module.__name__ and told == "Iterator[Finding]":
            yield name


def mutants() -> Iterator[Mutant]:
    """Every rule and every function that yields findings, emptied."""
    for slug in slugs():
        yield slug, lambda slug=slug: _without(slug)
    yield _UNREADABLE, _readable
    for rule in cases.ALONE:
        yield rule, lambda rule=rule: mock.patch.dict(alone._RULES, {rule: lambda *_: iter(())})
    for module in _MODULES:
        where = module.__name__.removeprefix("clausekit.")
        for name in _iterators(module):
            yield f"{where}.{name}", lambda of=module, name=name: mock.patch.object(of, name, lambda *_, **__: iter(()))
    for name in _QUESTIONS:
        yield f"drift.carried.{name}", lambda name=name: mock.patch.object(carried, name, lambda *_: False)
    yield "drift.margins.notes", lambda: mock.patch.object(margins, "notes", lambda *_: ())
    yield "drift.margins._of_draft", lambda: mock.patch.object(margins, "_of_draft", lambda _: False)
    yield "drift.motives.answered", lambda: mock.patch.object(motives, "answered", lambda found, _: found)


def broken() -> list[str]:
    """The cases that fail without any mutation."""
    return [case.name for case in cases.discover() if cases.fails(case)]


def _nearest(name: str) -> Callable[[Case], tuple[bool, bool]]:
    return lambda case: (case.rule != name, case.side == "ok")


def survivors() -> list[str]:
    """The mutants that no case sees."""
    everything, alive = list(cases.discover()), []
    for name, patched in mutants():
        with patched():
            if not any(cases.fails(case) for case in sorted(everything, key=_nearest(name))):
                alive.append(name)
    return alive
