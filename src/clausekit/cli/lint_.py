"""`clausekit lint`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import library_option, load_library

if TYPE_CHECKING:
    from clausekit.finding import Finding


def _rules(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    from clausekit.cli.asking import choice
    from clausekit.lint import LINTS

    for name in value:
        choice("--rule", name, LINTS)
    return value


def _root(path: str | None) -> Path | None:
    """The library that holds the path; the path itself when it is not in one."""
    from clausekit import tree

    if path is None:
        return None
    given = Path(path)
    if not given.exists():
        tree.read(given)
    return tree.find(given if given.is_dir() else given.parent) or (given if given.is_dir() else given.parent)


def _below(found: Iterable[Finding], path: str | None, root: Path | None) -> tuple[Finding, ...]:
    """The findings that stand in `path`; all of them when it is the library itself."""
    if path is None or root is None or Path(path).resolve() == root.resolve():
        return tuple(found)
    inside = Path(path).resolve().relative_to(root.resolve()).as_posix()
    return tuple(item for item in found if any(_within(place.file, inside) for place in item.places[:1]))


def _within(file: str, inside: str) -> bool:
    return file == inside or file.startswith(f"{inside}/")


@click.command("lint")
@click.argument("path", metavar="[CHEMIN]", required=False)
@click.option("--rule", "rules", multiple=True, metavar="RÈGLE", callback=_rules, help="Règle à jouer (répétable).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Forme.")
@library_option
@click.pass_context
def command(ctx: click.Context, path: str | None, rules: tuple[str, ...], form: str, library_path: str | None) -> None:
    """Contrôler la bibliothèque : schéma, blancs, renvois, niveaux, références, poids.

    CHEMIN est le dossier d'une bibliothèque, ou l'un de ses fichiers ou dossiers : toute la
    bibliothèque est lue, seuls les constats de CHEMIN sont imprimés.
    « clausekit explain RÈGLE » dit ce que contrôle une règle.
    """
    from clausekit.lint import lint
    from clausekit.report import linted

    root = _root(path)
    loaded = load_library(library_path or (str(root) if root else None))
    library = loaded.library
    broken = {place.file for item in loaded.findings for place in item.places[:1]} - set(library.sources)
    today = datetime.date.today().isoformat()
    findings = lint(library, rules=rules, day=today, unread=broken)
    report = linted.Linted(
        library_name=loaded.name,
        edition=library.edition,
        files=len(library.sources) + len(broken),
        errors=_below(loaded.findings, path, root),
        findings=_below(findings, path, root),
        sources=library.sources,
    )
    click.echo(linted.as_json(report) if form == "json" else linted.as_text(report))
    ctx.exit(linted.exit_code(report))
