"""`clausekit assemble`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import Purchase, library_option, load_library, load_purchase

if TYPE_CHECKING:
    from clausekit.finding import Finding

_NOTHING = 3


@click.command("assemble")
@click.argument("dossier", metavar="DOSSIER", required=False)
@click.option(
    "--piece",
    "pieces",
    multiple=True,
    metavar="PIECE",
    help="Pièce à écrire : CCTP, CCAP, RC, CCP, annexes, note… (répétable). Par défaut : toutes.",
)
@click.option("--output", "output", metavar="DIR", help="Dossier où écrire. Par défaut : « sortie » à côté du dossier.")
@click.option(
    "--template",
    "template",
    metavar="FICHIER",
    help="Modèle Word de l'autorité (.docx). Par défaut : le modèle neutre.",
)
@click.option(
    "--stade",
    type=click.Choice(["brouillon", "publication"]),
    default="brouillon",
    show_default=True,
    help="À la publication, un blanc ou une référence non vérifiée arrête tout.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Remplacer aussi un document que clausekit n'a pas écrit, ou qui a été modifié depuis.",
)
@click.option(
    "--into",
    "into",
    metavar="FICHIER",
    help="Écrire la pièce dans ce document .docx de l'autorité, avec ses styles et sa numérotation. "
    "--output nomme alors le nouveau fichier ; l'original n'est jamais modifié.",
)
@click.option(
    "--at",
    "place",
    metavar="ENDROIT",
    help="Avec --into : l'article (« Article 7 », « 14.3 », un titre), un signet, un contrôle de contenu, ou « auto » "
    "(par défaut), chaque rubrique dans l'article qui lui convient.",
)
@click.option(
    "--blancs-du-dossier",
    "refill",
    is_flag=True,
    help="Avec --into : remettre aussi les blancs que quelqu'un a remplis dans le document ; sinon ils sont gardés.",
)
@click.option("--clean", is_flag=True, help="Avec --into : écrire sans les repères qui suivent les clauses.")
@click.option(
    "--sommaire",
    is_flag=True,
    help="Refaire le sommaire, entrées et pages, avec LibreOffice s'il est installé (une minute ou deux).",
)
@click.option(
    "--locked",
    "locked",
    is_flag=False,
    flag_value="",
    metavar="[VERROU]",
    help="Refaire ce qui a été émis, d'après le verrou : bibliothèque, dossier et modèle d'alors, retrouvés dans git ; "
    "puis comparer. Sans VERROU : celui du dossier. Par défaut, écrit dans « sortie-refaite ».",
)
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    dossier: str | None,
    pieces: tuple[str, ...],
    output: str | None,
    template: str | None,
    stade: str,
    force: bool,
    into: str | None,
    place: str | None,
    refill: bool,
    clean: bool,
    sommaire: bool,
    locked: str | None,
    library_path: str | None,
) -> None:
    """Écrire les pièces Word d'un dossier.

    Un blanc non rempli est surligné, avec le nom de qui le remplit. La note au prescripteur est un
    fichier à part : elle ne se joint jamais au dossier de consultation.

    Avec --into, les clauses vont dans un document existant. Une seconde fois, celles qui y sont déjà
    sont mises à jour ; un paragraphe retouché à la main est gardé et signalé, sauf avec --force. Un blanc que
    quelqu'un a rempli est gardé dans tous les cas, sauf avec --blancs-du-dossier.

    Avec --locked, rien de ce qui a été émis n'est touché. Le même programme donne les mêmes octets (code 0) ; ce qui
    diffère est dit (code 1) ; ce dont le verrou parle et que rien n'a gardé est nommé (code 2).
    """
    dossier, locked = _sorted(ctx, dossier, locked)
    if locked is not None:
        if pieces or into is not None or stade != "brouillon" or sommaire:
            raise click.UsageError(
                "--locked refait toutes les pièces du verrou, à son stade : ôter les autres options."
            )
        ctx.exit(_locked(Path(dossier), locked, output, template, library_path, force=force))
    from clausekit import assemble, slips
    from clausekit.cli import insertion, issue
    from clausekit.finding import UnreadableFile

    if into is None and (place is not None or clean or refill):
        raise click.UsageError("--at, --clean et --blancs-du-dossier vont avec --into.")
    if into is not None and template is not None:
        raise click.UsageError("--template ne va pas avec --into : le document garde ses propres styles.")
    path = Path(dossier)
    loaded = load_library(library_path, path.parent)
    if loaded.findings:
        raise UnreadableFile(loaded.told)
    purchase = load_purchase(path, loaded.library)
    issue.refuse_unknown_pieces(pieces, assemble.names(purchase.marche), dossier)
    faults = slips.unwritable(purchase.marche)
    if faults:
        _tell(faults, purchase)
        ctx.exit(1)
    if into is not None:
        ctx.exit(
            insertion.insert(
                purchase,
                pieces=pieces,
                host=Path(into),
                place=place or "auto",
                output=output,
                stage=stade,
                clean=clean,
                force=force,
                refill=refill,
                contents=sommaire,
            )
        )
    for advice in issue.advice(template, purchase):
        click.echo(f"conseil[{advice.rule}] {advice.message}")
    result = issue.issue(
        purchase,
        pieces=pieces,
        folder=Path(output) if output else path.parent / "sortie",
        template=template,
        stage=stade,
        force=force,
        contents=sommaire,
    )
    click.echo(issue.told(result, loaded.name, loaded.library.edition))
    _tell_scope(purchase)
    ctx.exit(1 if result.refused else 0 if result.files else _NOTHING)


def _sorted(ctx: click.Context, dossier: str | None, locked: str | None) -> tuple[str, str | None]:
    """The dossier and the lock; « --locked mon.dossier.yaml » names the dossier."""
    if dossier is not None:
        return dossier, locked
    if locked and not locked.endswith(".verrou.yaml"):
        return locked, ""
    raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])


def _locked(
    dossier: Path, named: str, output: str | None, template: str | None, library_path: str | None, *, force: bool
) -> int:
    """Make again what was issued, say what is the same, and give the exit code. Raises UnreadableFile."""
    from clausekit import tree
    from clausekit.cli import locks, rebuilding, rebuilt, sources

    tree.read(dossier)
    item = locks.one(dossier, named or None)
    found = rebuilding.sources_of(item, dossier, sources.search(library_path, dossier.parent), template=template)
    made = rebuilding.pieces(found)
    folder = Path(output) if output else dossier.parent / "sortie-refaite"
    rebuilt.write(found, made, folder, force=force)
    click.echo(f"Pièces refaites d'après {item.file}, dans {folder}.")
    click.echo("\n".join(rebuilt.told(found, made)))
    return 0 if all(piece.status == rebuilding.SAME for piece in made) else 1


def _tell(faults: tuple[Finding, ...], purchase: Purchase) -> None:
    from clausekit.report import places, text

    click.echo(text.findings(places.located(found, purchase.sources) for found in faults), err=True)
    click.echo("\nRien n'a été écrit : une pièce où manque un texte se prendrait pour complète.", err=True)


def _tell_scope(purchase: Purchase) -> None:
    """A concession is written like any contract, and nothing in it is judged."""
    from clausekit import check

    if purchase.marche.dossier.contract != "marche":
        reason = check.check(purchase.marche).out_of_scope
        click.echo(f"avertissement[hors-perimetre] C'est {reason}. Faire relire ces pièces par un juriste.")
