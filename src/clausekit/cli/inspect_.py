"""`clausekit inspect`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.asking import tell_problems
from clausekit.cli.loading import form_option, library_option, load_library

if TYPE_CHECKING:
    from clausekit.finding import Finding
    from clausekit.inspect import Inspected
    from clausekit.match import Index

READABLE = frozenset({".docx", ".docm", ".dotx", ".odt", ".fodt", ".pdf", ".txt", ".md"})
_YAML = frozenset({".yaml", ".yml"})
UNREADABLE = "illisible (voir l'erreur)"


def given(paths: tuple[str, ...]) -> Iterator[Path]:
    """The files that are typed; of a folder, all its files, in order."""
    for name in dict.fromkeys(paths):
        path = Path(name)
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.is_file())
        else:
            yield path


def _aside(path: Path, *, typed: bool) -> str:
    """Why a file is not read at all; a file that is typed by name is tried, unless it can be no document."""
    if path.name.startswith(("~$", ".~lock.")):
        return "fichier de verrou, laissé par un traitement de texte ouvert"
    if path.suffix.lower() in _YAML and path.exists():
        return "fichier YAML, non une pièce : un dossier se juge avec « clausekit check »"
    if not typed and path.suffix.lower() not in READABLE:
        return f"format « {path.suffix or 'sans extension'} », que clausekit ne lit pas"
    return ""


def read_all(paths: tuple[str, ...], index: Index) -> tuple[tuple[Inspected, ...], tuple[Finding, ...]]:
    """Every file read, and the findings of those that cannot be; one of these does not stop the others."""
    from clausekit import inspect, read, tree
    from clausekit.finding import UnreadableFile

    found: list[Inspected] = []
    problems: list[Finding] = []
    typed = {Path(name) for name in paths}  # « ./avis » is « avis »
    for path in given(paths):
        aside = _aside(path, typed=path in typed)
        if aside:
            found.append(inspect.Inspected(file=str(path), skipped=aside))
            continue
        try:
            draft = read.draft(tree.read(path, expected="un document à lire"), file=str(path))
        except UnreadableFile as problem:
            problems += problem.findings
            found.append(inspect.Inspected(file=str(path), skipped=UNREADABLE))
            continue
        found.append(inspect.inspect(draft, index))
    return inspect.combined(inspect.without_doubles(found)), tuple(problems)


@click.command("inspect")
@click.argument("files", nargs=-1, required=True, metavar="FICHIER|DOSSIER...")
@form_option
@library_option
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], form: str, library_path: str | None) -> None:
    """Lire des pièces écrites ou modifiées à la main : .docx, .odt, .pdf, .txt, .md, ou un dossier entier.

    Pour chaque pièce : ce qu'elle est, ses critères et leurs poids, les considérations qu'elle contient avec leur
    extrait et leur place, et les clauses de la bibliothèque, identiques, modifiées, en partie ou absentes. Ce qu'une
    personne doit confirmer est dit ; un mot seul ne compte jamais.
    """
    from clausekit.match import Index, of_library
    from clausekit.report import inspected, text

    loaded = load_library(library_path, Path(files[0]).parent)
    found, problems = read_all(files, Index(of_library(loaded.library)))
    titles = {item.id: item.title for item in loaded.library.registers.themes.values()}
    if form == "json":
        click.echo(inspected.as_json(found))
    else:
        click.echo(inspected.as_text(found, titles) if found else "Rien à lire : ce dossier est vide.")
    if problems:
        click.echo(text.findings(problems), err=True)
    code = tell_problems(loaded)
    read_some = any(not item.skipped for item in found)
    ctx.exit(2 if problems or code else (0 if read_some else 3))
