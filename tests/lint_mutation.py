"""Empty each rule of `lint` and of `lint --since` in turn, and turn round each question that the latter ask.

Used by `mutation.py`. An emptied rule finds nothing; a question answers always yes, or always no.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest import mock

import history_cases
import lint_cases
from clausekit.lint import LINTS, lint, readings, retired
from clausekit.lint.history import HISTORY, again, compared, ids, lines, since

_MODULES = (readings, retired, again, compared, ids, lines)
_EMPTY: dict[str, tuple[Any, ...]] = {"bool": (True, False), "str": ("",), "Iterator": ((),)}

Mutant = tuple[str, Callable[[], Any]]  # its name, and the patches that make it


def _answers(function: Any) -> tuple[Any, ...]:
    told = str(inspect.signature(function).return_annotation)
    return next((values for kind, values in _EMPTY.items() if told.startswith(kind)), ())


@contextmanager
def _everywhere(function: Any, answer: Any) -> Iterator[None]:
    """The function, wherever it was imported."""
    with ExitStack() as stack:
        for module in _MODULES:
            for name, known in vars(module).copy().items():
                if known is function:
                    stack.enter_context(mock.patch.object(module, name, _silent(answer)))
        yield


def _silent(answer: Any) -> Callable[..., Any]:
    return lambda *_, **__: iter(answer) if isinstance(answer, tuple) else answer


def _functions(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and function not in {*LINTS.values(), *HISTORY.values()}:
            yield f"{module.__name__.removeprefix('clausekit.')}.{name}", function


def mutants() -> Iterator[Mutant]:
    """Every rule, emptied; every question, answered beforehand."""
    for rule in LINTS:
        yield rule, lambda rule=rule: mock.patch.dict(LINTS, {rule: _silent(())})
    for rule in HISTORY:
        yield rule, lambda rule=rule: mock.patch.dict(HISTORY, {rule: _silent(())})
    for module in _MODULES:
        for where, function in _functions(module):
            for answer in _answers(function):
                yield f"{where} → {answer!r}", lambda known=function, said=answer: _everywhere(known, said)


def _lint_fails(case: lint_cases.Case) -> bool:
    read = case.library()
    if case.side == "ok":
        return lint(read, rules=(case.rule,)) != ()
    printed = lint_cases.shown(lint(read, rules=(case.rule,)), read)
    return printed != case.expected.read_text(encoding="utf-8")


def _history_fails(case: history_cases.Case) -> bool:
    found = case.compared()
    if case.side == "ok":
        return since(found) != ()
    printed = lint_cases.shown(since(found, rules=(case.rule,)), found.new)
    return printed != case.expected.read_text(encoding="utf-8")


def _checks() -> Iterator[tuple[str, Callable[[], bool]]]:
    for side in ("ko", "ok"):
        yield from ((case.rule, lambda case=case: _history_fails(case)) for case in history_cases.cases(side))
        yield from ((case.rule, lambda case=case: _lint_fails(case)) for case in lint_cases.cases(side))


def broken() -> list[str]:
    """The rules whose cases fail without any mutation."""
    return sorted({rule for rule, fails in _checks() if fails()})


def _seen(name: str) -> bool:
    """Whether a case falls: those of the rule first; a question is only asked by few rules."""
    own = {*LINTS, *HISTORY}
    near = {"lecture-perimee", "lecture-absente", "retrait-sans-suite", "successeur-muet", *HISTORY}
    wanted = {name} if name in own else near
    return any(fails() for rule, fails in _checks() if rule in wanted)


def survivors() -> list[str]:
    """The mutants that no case sees."""
    alive = []
    for name, patched in mutants():
        with patched():
            if not _seen(name):
                alive.append(name)
    return alive
