"""`clausekit check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import library_option, load_library, load_purchase

if TYPE_CHECKING:
    from clausekit.finding import Finding
    from clausekit.source import Source

_WORST = (2, 1, 3, 0)


def _iso(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    import datetime

    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"« {value} » n'est pas une date AAAA-MM-JJ (exemple : 2026-12-15).") from None


@click.command("check")
@click.argument("dossiers", nargs=-1, required=True, metavar="DOSSIER...")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="NOM",
    help="Politique à juger (répétable). Par défaut : celles de l'autorité.",
)
@click.option(
    "--stade",
    type=click.Choice(["brouillon", "publication"]),
    default="brouillon",
    show_default=True,
    help="À la publication, un blanc devient une erreur.",
)
@click.option("--strict", is_flag=True, help="Sortir avec 1 aussi pour ce qui est à justifier et les avertissements.")
@click.option("--on", metavar="DATE", callback=_iso, help="Date de lancement, si le dossier n'en a pas (AAAA-MM-JJ).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Forme du rapport.",
)
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    dossiers: tuple[str, ...],
    policies: tuple[str, ...],
    stade: str,
    strict: bool,
    on: str | None,
    form: str,
    library_path: str | None,
) -> None:
    """Juger un ou plusieurs dossiers : loi et politique, mesure par mesure, lot par lot.

    Le tableau par mesure est toujours imprimé. Une mesure qu'aucun programme ne peut juger est
    dite « à la main », avec ce qu'une personne doit regarder.
    """
    from clausekit import check
    from clausekit.finding import UnreadableFile
    from clausekit.report import checked

    errors: list[Finding] = []
    verdicts = []
    sources: dict[str, Source] = {}
    library = None
    try:
        library = load_library(library_path, Path(dossiers[0]).parent)
        errors += library.findings
    except UnreadableFile as problem:
        errors += problem.findings
    for path in dossiers if library else ():
        try:
            purchase = load_purchase(Path(path), library.library, on=on)  # type: ignore[union-attr]
        except UnreadableFile as problem:
            errors += problem.findings
            continue
        sources.update(purchase.sources)
        verdicts.append(check.check(purchase.marche, policies=policies, stage=stade))
    codes = [check.exit_code(verdict, strict=strict) for verdict in verdicts]
    codes += [2] if errors else []
    report = checked.Checked(
        library_name=library.name if library else "",
        edition=library.library.edition if library else "",
        errors=tuple(errors),
        verdicts=tuple(verdicts),
        sources=sources,
        stage=stade,
        strict=strict,
    )
    click.echo(checked.render(report, form))
    ctx.exit(next(code for code in _WORST if code in codes))
