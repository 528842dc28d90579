"""Write a page that a command makes, and replace one of its own only."""

from __future__ import annotations

from pathlib import Path

import click


def write_page(path: Path, text: str, *, mark: str, command: str) -> None:
    """Write a page; a file that `command` did not write (its first line is not `mark`) is not replaced.

    Raises a problem `document-existant` otherwise.
    """
    from clausekit import tree

    if path.is_file() and not tree.read(path).startswith(mark.encode()):
        raise tree.problem(
            "document-existant",
            "Un document de ce nom existe déjà, que clausekit n'a pas écrit ; il n'est pas remplacé.",
            str(path),
            read=path.name,
            expected=f"un nom libre, ou une page écrite par « {command} »",
            remedy="Choisir un autre nom.",
        )
    tree.write(path, f"{text}\n".encode())
    click.echo(f"  écrit  {path}")
