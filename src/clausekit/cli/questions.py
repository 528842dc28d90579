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


def agree(label: str) -> bool:
    """A yes or a no; an empty answer is a yes."""
    from clausekit import guess

    def read(answer: str) -> bool:
        said = guess.boolean(answer)
        if said is None:
            raise ValueError(f"« {answer} » : répondre oui ou non.")
        return said == "true"

    return ask(f"{label} ? [O/n]", read, skip=False) is not False


def choose(label: str, rows: Sequence[tuple[str, str]], *, skip: bool = True, proposal: str = "") -> str | None:
    """One of the rows (value, what it is), by its number or its value; None when the person passes.

    `proposal` is the value that an empty answer keeps.
    """
    from clausekit import guess

    for number, (value, words) in enumerate(rows, start=1):
        click.echo(f"  {number:>2}. {value}  {words}", err=True)
    values = {guess.slug(name): value for value, words in rows for name in (words, value)}

    def read(answer: str) -> str:
        if answer.isdecimal() and 1 <= int(answer) <= len(rows):
            return rows[int(answer) - 1][0]
        said = guess.slug(answer)
        if said in values:
            return values[said]
        # « adaptée » is enough for « procédure adaptée » when no other row has the word.
        named = {value for name, value in values.items() if said in name.split("-")}
        if len(named) == 1:
            return named.pop()
        raise ValueError(f"« {answer} » : donner un numéro de 1 à {len(rows)}.")

    return ask(label, read, skip=skip, proposal=proposal)
