"""From what is typed to nouns: library, authority, dossier, contract. The rim of every command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from clausekit.finding import Finding
    from clausekit.library import Library
    from clausekit.marche import Marche
    from clausekit.source import Source

Function = TypeVar("Function", bound=Callable[..., Any])


def library_option(function: Function) -> Function:
    """`--library`, the same for every command."""
    return click.option(
        "--library",
        "library_path",
        metavar="DIR[@REV]",
        help="Dossier de la bibliothèque, éventuellement à une révision git (DIR@v2026.4). "
        "Par défaut : celle du dossier parent le plus proche, sinon celle livrée avec clausekit.",
    )(function)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A library, what it was read from, and the problems met."""

    library: Library
    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A dossier resolved, with the sources that give findings their lines."""

    marche: Marche
    sources: Mapping[str, Source] = field(default_factory=dict)


def load_library(given: str | None, start: Path | None = None) -> Loaded:
    """The library of this run (tree.library_tree says which)."""
    from clausekit import library, tree

    found = tree.library_tree(given, start or Path.cwd())
    loaded, findings = library.load(found.files)
    return Loaded(library=loaded, name=found.name, findings=findings)


def _read(path: Path, kind: str) -> Source:
    from clausekit import schema, source, tree
    from clausekit.finding import UnreadableFile

    read = source.load(tree.read(path), file=str(path))
    problems = schema.validate(kind, read)
    if problems:
        raise UnreadableFile(problems)
    return read


def _authority_path(dossier: Path, named: str) -> Path:
    return dossier.parent / Path(named.replace("\\", "/"))


def load_purchase(path: Path, library: Library, *, on: str | None = None) -> Purchase:
    """The dossier at `path` with its authority, resolved. Raises UnreadableFile."""
    from clausekit import dossier, marche

    read = _read(path, "dossier")
    purchase = dossier.read(read.data, file=str(path))
    sources = {str(path): read, **library.sources}
    authority = dossier.NO_AUTHORITY
    if purchase.buyer:
        buyer = _read(_authority_path(path, purchase.buyer), "acheteur")
        sources[buyer.file] = buyer
        authority = dossier.read_authority(buyer.data, file=buyer.file)
    return Purchase(marche=marche.resolve(purchase, authority, library, on=on), sources=sources)
