"""`clausekit lint`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import form_option, library_option, load_library

if TYPE_CHECKING:
    from clausekit.finding import Finding


def _rules(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    if not value:
        return ()
    from clausekit.cli.asking import choice
    from clausekit.lint import LINTS
    from clausekit.lint.history import HISTORY

    for name in value:
        choice("--rule", name, (*LINTS, *HISTORY))
    return value


def _split(rules: tuple[str, ...], since: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules of the library and those of its history that are to be played."""
    from clausekit.lint import LINTS

    if not rules and since is None:
        # What compares two editions is not even read.
        return tuple(LINTS), ()
    from clausekit.lint.history import HISTORY

    wanted = rules or (*LINTS, *(HISTORY if since is not None else ()))
    history = tuple(name for name in wanted if name in HISTORY)
    if history and since is None:
        raise click.BadParameter(f"« {history[0]} » compare deux révisions : ajouter --since REV.", param_hint="--rule")
    return tuple(name for name in wanted if name in LINTS), history


def _root(path: Path | None, library_path: str | None) -> Path | None:
    """The library to read: the one named, else the one that holds the path, else the path itself."""
    from clausekit import disk, tree

    if path is None or library_path:
        return Path(library_path) if library_path else None
    if not path.exists():
        disk.read(path, expected="une bibliothèque, ou l'un de ses fichiers")  # tells in French what a disk refuses
    folder = path if path.is_dir() else path.parent
    return tree.find(folder) or folder


def _inside(path: Path | None, root: Path | None) -> str:
    """The path within the library, with `/`; empty when it is the library itself."""
    if path is None or root is None:
        return ""
    try:
        found = path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        raise click.BadParameter(f"« {path} » n'est pas dans la bibliothèque {root}.", param_hint="CHEMIN") from None
    return "" if found == "." else found


def _below(found: Iterable[Finding], inside: str) -> tuple[Finding, ...]:
    """The findings that stand in a part of the library."""
    return tuple(
        item
        for item in found
        if not inside or any(f"{place.file}/".startswith(f"{inside}/") for place in item.places[:1])
    )


def _watch(
    path: str | None, law: str | None, article: str | None, *, on: str | None, form: str, library_path: str | None
) -> int:
    """The watch on the law, over the whole library; the exit code."""
    from clausekit.cli import watching
    from clausekit.cli.asking import tell_problems

    words, path = watching.wanted(law, article, path)
    root = _root(Path(path) if path else None, library_path)
    loaded = load_library(library_path or (str(root) if root else None))
    click.echo(watching.report(loaded, words, on=watching.day(on), form=form))
    return tell_problems(loaded)


@click.command("lint")
@click.argument("path", metavar="[CHEMIN]", required=False)
@click.option("--rule", "rules", multiple=True, metavar="RÈGLE", callback=_rules, help="Règle à jouer (répétable).")
@click.option(
    "--since", metavar="REV", help="Contrôler aussi l'historique depuis une révision git (branche, étiquette)."
)
@form_option
@click.option(
    "--law",
    "law",
    is_flag=False,
    flag_value="",
    metavar="[ARTICLE]",
    help="Veille juridique : les références par date de lecture ; avec un article, tout ce qu'il touche.",
)
@click.option(
    "--article", metavar="ARTICLE", help="L'article de --law, écrit à part : « R. 2112-3 », « CCAG-FCS 16.2 »."
)
@click.option("--on", "on", metavar="DATE", help="Jour où se compte l'âge des lectures de --law (AAAA-MM-JJ).")
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    path: str | None,
    rules: tuple[str, ...],
    since: str | None,
    form: str,
    law: str | None,
    article: str | None,
    on: str | None,
    library_path: str | None,
) -> None:
    """Contrôler la bibliothèque : schéma, blancs, renvois, niveaux, références, poids.

    CHEMIN est le dossier d'une bibliothèque, ou l'un de ses fichiers ou dossiers : toute la
    bibliothèque est lue, seuls les constats de CHEMIN sont imprimés.
    Avec --since, elle est comparée à ce qui était publié : une obligation changée sans ligne
    d'historique, un identifiant réemployé, une lecture de l'ancien texte sont refusés.
    « clausekit explain RÈGLE » dit ce que contrôle une règle.

    --law ne contrôle rien : il dit quand chaque référence a été lue et ce qui la cite ; ou, avec un article
    (« L2112-2 », « CCAG-FCS 16.2 »), les entrées, exigences et règles qu'il touche.
    """
    from clausekit.cli import since as compared
    from clausekit.lint import lint
    from clausekit.report import linted

    if law is not None or article:
        if rules or since is not None:
            raise click.UsageError("--law ne contrôle rien : il ne va ni avec --rule ni avec --since.")
        ctx.exit(_watch(path, law, article, on=on, form=form, library_path=library_path))
    if on:
        raise click.UsageError("--on va avec --law.")
    plain, history = _split(rules, since)
    given = Path(path) if path else None
    root = _root(given, library_path)
    inside = _inside(given, root)
    loaded = load_library(str(root) if root else None)
    library = loaded.library
    broken = {place.file for item in loaded.findings for place in item.places[:1]} - set(library.sources)
    today = datetime.date.today().isoformat()
    findings = lint(library, rules=plain, day=today, unread=broken) if plain else ()
    told = compared.told(root, since, loaded, rules=history) if since is not None else None
    report = linted.Linted(
        library_name=loaded.name,
        edition=library.edition,
        files=len(library.sources) + len(broken),
        errors=loaded.tell(_below(loaded.findings, inside)),
        findings=loaded.tell(_below((*findings, *(told.findings if told else ())), inside)),
        sources=library.sources,
        since=linted.Since(revision=told.revision, commit=told.commit, unjudged=told.unjudged) if told else None,
    )
    click.echo(linted.as_json(report) if form == "json" else linted.as_text(report))
    ctx.exit(linted.exit_code(report))
