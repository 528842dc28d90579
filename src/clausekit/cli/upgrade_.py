"""`clausekit upgrade`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import library_option, load_library

if TYPE_CHECKING:
    from clausekit.cli.upgrading import Upgraded
    from clausekit.outdated import Aged, Outdated

_NOTHING = 3


@click.command("upgrade")
@click.argument("dossier", metavar="DOSSIER")
@click.argument("names", metavar="[ID…]", nargs=-1)
@click.option("--tout", "everything", is_flag=True, help="Reprendre toutes les entrées qui ont changé.")
@click.option("--write", is_flag=True, help="Écrire le dossier, les pièces, leurs modifications suivies et le verrou.")
@click.option(
    "--locked",
    "locked",
    metavar="VERROU",
    help="Le verrou de ce qui a été émis, quand le dossier en a plusieurs.",
)
@click.option(
    "--output", "output", metavar="DIR", help="Dossier où écrire. Par défaut : « mise-a-jour » à côté du dossier."
)
@click.option("--force", is_flag=True, help="Remplacer les fichiers qui existent déjà.")
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    dossier: str,
    names: tuple[str, ...],
    everything: bool,
    write: bool,
    locked: str | None,
    output: str | None,
    force: bool,
    library_path: str | None,
) -> None:
    """Reprendre dans un dossier émis les entrées choisies, telles qu'elles sont aujourd'hui.

    Sans --write, rien n'est écrit : ce qui changerait est montré. Les entrées qui ne sont pas choisies restent mot
    pour mot à leur révision émise, reprise dans le git de la bibliothèque. Une clause retirée cède sa place, dans le
    dossier, à celle qui la remplace, avec les valeurs qui y ont encore un nom ; celles qui se perdent et celles qui
    restent à compléter sont dites.

    Avec --write : le dossier, les pièces nouvelles, chacune aussi en modifications suivies par rapport à la pièce
    émise, et leur verrou. Codes de sortie : 0 fait ou montré ; 1 une valeur empêche d'écrire ; 2 un fichier illisible,
    ou une entrée à garder que rien n'a gardée ; 3 rien à reprendre.
    """
    from clausekit import source, tree
    from clausekit.cli import locks, outdated_, sources, upgrading
    from clausekit.finding import UnreadableFile
    from clausekit.outdated import outdated

    if names and everything:
        raise click.UsageError("Donner des identifiants, ou --tout, non les deux.")
    path = Path(dossier)
    loaded = load_library(library_path, path.parent)
    if loaded.findings:
        raise UnreadableFile(loaded.told)
    source.load(tree.read(path, expected="un fichier .dossier.yaml"), file=dossier)
    item = locks.one(path, locked)
    where = sources.search(library_path, path.parent)
    held = outdated(item, loaded.library, outdated_.old_entries(where))
    chosen = _chosen(held, names, everything=everything)
    if not names and not everything:
        _offer(held, dossier)
        ctx.exit(0 if held.entries else _NOTHING)
    if not chosen:
        click.echo("Rien à reprendre : ces entrées sont telles qu'émises.")
        ctx.exit(_NOTHING)
    found = upgrading.upgraded(path, held, chosen, loaded, where)
    click.echo("\n".join(_told(found)))
    ctx.exit(_end(found, path, Path(output) if output else path.parent / "mise-a-jour", write=write, force=force))


def _chosen(held: Outdated, names: tuple[str, ...], *, everything: bool) -> list[Aged]:
    """The entries to take. Raises UnreadableFile for one that was not issued."""
    from clausekit import disk, guess

    if everything:
        return list(held.entries)
    wanted = list(dict.fromkeys(name.upper() for name in names))
    for name in wanted:
        if name not in held.lock.entries:
            raise disk.problem(
                "entree-inconnue",
                f"« {name} » n'est pas dans ce qui a été émis.",
                held.lock.file,
                read=name,
                expected=", ".join(guess.near_ids(name, held.lock.entries)) or "une entrée du verrou",
                remedy="« clausekit outdated » donne celles qui ont changé.",
            )
    return [item for item in held.entries if item.id in wanted]


def _offer(held: Outdated, dossier: str) -> None:
    """What may be taken, when nothing was chosen."""
    from clausekit.report import aged
    from clausekit.report.text import pasted

    for item in held.entries:
        click.echo(f"  {item.id} {item.title} : {aged.status(item)}")
    if held.entries:
        click.echo(
            f"Choisir : clausekit upgrade {pasted(dossier)} ID…, ou --tout. "
            "« clausekit outdated » montre ce qui change."
        )
    else:
        click.echo("Rien à reprendre : toutes les entrées sont telles qu'émises.")


def _told(found: Upgraded) -> Iterator[str]:
    from clausekit.report import upgraded

    yield from upgraded.lines(found.plan, found.purchase.marche.library, found.purchase.marche)
    yield from (f"  {note}" for note in found.notes)
    if found.dossier is not None:
        yield "Dans le dossier :"
        yield from upgraded.difference(found.before, found.after)


def _end(found: Upgraded, path: Path, folder: Path, *, write: bool, force: bool) -> int:
    """Write, or say that nothing was; the exit code."""
    from clausekit.cli import upgrading
    from clausekit.report import places, text

    if found.faults:
        click.echo(text.findings(places.located(item, found.purchase.sources) for item in found.faults), err=True)
        click.echo("\nRien n'a été écrit : corriger ces valeurs dans le dossier, puis recommencer.", err=True)
        return 1
    if not found.plan.taken:
        click.echo("Rien n'a été écrit.")
        return _NOTHING
    if write:
        upgrading.write(found, path, folder, force=force)
    click.echo("\n".join(_files(found, path, folder, done=write)))
    return 0


def _files(found: Upgraded, path: Path, folder: Path, *, done: bool) -> Iterator[str]:
    from clausekit import lock
    from clausekit.cli import redlining
    from clausekit.report import redlined, text

    verb = "écrit  " if done else "écrirait"
    if found.dossier is not None:
        yield f"  {verb} {path}"
    for name in found.documents:
        yield f"  {verb} {folder / name}"
        if name in found.redlines:
            told = redlining.counted(redlined.Redlined(file=name, piece=name), found.redlines[name])
            yield f"  {verb} {folder / Path(name).stem}-modifications.docx ({redlined.counted(told)})"
    yield f"  {verb} {folder / lock.file_name(path.name)}"
    for why in dict.fromkeys(found.unshown.values()):
        names = ", ".join(name for name, reason in found.unshown.items() if reason == why)
        yield from text.wrap(f"Sans modifications suivies ({why}) : {names}", text.WIDTH, first="  ", then="    ")
    if not done:
        yield "Rien n'a été écrit : relancer avec --write."
    elif not found.plan.whole:
        yield (
            "Les autres entrées sont telles qu'émises ; « clausekit assemble » les prendrait telles qu'elles sont "
            "aujourd'hui."
        )
