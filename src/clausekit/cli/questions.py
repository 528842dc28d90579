"""Questions put to a person, one at a time; an answer that is not understood is asked again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import click

Value = TypeVar("Value")


def ask(label: str, read: Callable[[str], Value], *, proposal: str = "", skip: bool = True) -> Value | None:
    """The answer, read; None when the person passes. `proposal` is what an empty answer keeps.

    Without `skip`, nothing says that the question can be passed: whoever asks will ask again.
    """
    hint = f" (Entrée pour « {proposal} »)" if proposal else " (Entrée pour passer)" * skip

    def understood(answer: str) -> Value | None:
        try:
            return read(answer.strip()) if answer.strip() else None
        except ValueError as problem:
            raise click.UsageError(str(problem)) from None

    found: Value | None = click.prompt(
        label + hint, default="", show_default=False, prompt_suffix=" : ", value_proc=understood, err=True
    )
    return found


def insist(label: str, put: Callable[[str], Value | None]) -> Value:
    """The answer to a question that cannot be passed; `put` asks it."""
    while True:
        found = put(label)
        if found is not None:
            return found
        click.echo("Il faut une réponse.", err=True)


def choose(label: str, rows: Sequence[tuple[str, str]], *, skip: bool = True) -> str | None:
    """One of the rows (value, what it is), by its number or its value; None when the person passes."""
    for number, (value, words) in enumerate(rows, start=1):
        click.echo(f"  {number:>2}. {value}  {words}", err=True)
    values = [value for value, _ in rows]

    def read(answer: str) -> str:
        if answer in values:
            return answer
        if answer.isdecimal() and 1 <= int(answer) <= len(values):
            return values[int(answer) - 1]
        raise ValueError(f"« {answer} » : donner un numéro de 1 à {len(values)}.")

    return ask(label, read, skip=skip)
