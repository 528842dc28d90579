"""`clausekit suggest`."""

from __future__ import annotations

from pathlib import Path

import click

from clausekit.cli.loading import form_option, library_option, load_library, load_purchase

_NOTHING_TO_JUDGE = 3


@click.command("suggest")
@click.argument("dossier", metavar="DOSSIER")
@form_option
@click.option(
    "--write",
    is_flag=True,
    help="Ajouter la proposition au dossier lui-même ; rien de ce qu'il contient n'est modifié.",
)
@click.option(
    "--dry-run", "--montrer", "dry_run", is_flag=True, help="Montrer ce que --write ajouterait, sans rien écrire."
)
@library_option
@click.pass_context
def command(ctx: click.Context, dossier: str, form: str, write: bool, dry_run: bool, library_path: str | None) -> None:
    """Proposer les clauses, critères, grille et annexes qui conviennent à un dossier.

    Chaque entrée vient avec ses raisons et les mesures auxquelles elle répond ; ce qui est laissé
    de côté est dit aussi. À la fin, un bloc YAML à coller dans le dossier ; ou, avec --write, la
    liste des lignes qui y ont été ajoutées. Il suffit d'un objet et d'une famille ; plus le dossier
    dit de faits, plus la réponse est sûre.

    --write ne change rien de ce que le dossier décide : une clause déjà là garde ses valeurs, une
    grille déjà choisie reste, les commentaires et l'ordre aussi. Relancé, il n'ajoute plus rien.
    """
    from clausekit.cli import adding
    from clausekit.finding import UnreadableFile
    from clausekit.report import added, suggested, text
    from clausekit.suggest import suggest

    try:
        loaded = load_library(library_path, Path(dossier).parent)
        if loaded.findings:
            raise UnreadableFile(loaded.told)
        purchase = load_purchase(Path(dossier), loaded.library)
        found = suggest(purchase.marche)
        asked = (write or dry_run) and not found.out_of_scope
        done = adding.add(Path(dossier), purchase, found, write=not dry_run) if asked else None
    except UnreadableFile as problem:
        if form == "json":
            click.echo(suggested.render(suggested.Suggested(errors=problem.findings), form))
        click.echo(text.findings(problem.findings), err=True)
        ctx.exit(2)
    report = suggested.Suggested(
        library_name=loaded.name, edition=loaded.library.edition, suggestion=found, sources=purchase.sources, added=done
    )
    click.echo(suggested.render(report, form))
    if done and done.status == added.REFUSED:
        raise adding.unfaithful(Path(dossier))
    ctx.exit(_NOTHING_TO_JUDGE if found.out_of_scope else 0)
