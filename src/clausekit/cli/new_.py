"""`clausekit new`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sized
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit import terms
from clausekit.cli import purchase
from clausekit.cli.loading import Loaded, library_option, load_library

if TYPE_CHECKING:
    from clausekit.dossier import Authority
    from clausekit.new import Brief


def _authority(path: str | None) -> Authority:
    from clausekit import disk, dossier, schema, source
    from clausekit.finding import UnreadableFile

    if path is None:
        return dossier.NO_AUTHORITY
    read = source.load(disk.read(Path(path), expected="un fichier .acheteur.yaml"), file=path)
    problems = schema.validate("acheteur", read)
    if problems:
        raise UnreadableFile(problems)
    return dossier.read_authority(read.data, file=path)


def _from(folder: Path, path: Path) -> str:
    """The path of a file as a file of `folder` cites it, with `/` everywhere."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # Windows: another drive has no relative path
        return path.resolve().as_posix()


def _modeline(folder: Path) -> str | None:
    for parent in (folder.resolve(), *folder.resolve().parents):
        found = parent / "schemas" / "dossier.schema.json"
        if found.is_file():
            return _from(folder, found)
    return None


def _output(fichier: str | None, output: str | None) -> Path | None:
    if fichier and output:
        raise click.UsageError("Le fichier à écrire est donné deux fois : en argument et par --output.")
    given = fichier or output
    return Path(given) if given else None


def _library(library_path: str | None, output: Path | None) -> Loaded:
    from clausekit.finding import UnreadableFile

    start = output if output is None or output.is_dir() else output.parent
    loaded = load_library(library_path, start)
    if loaded.findings:
        raise UnreadableFile(loaded.findings)
    return loaded


def _refuse_existing(path: Path | None, force: bool) -> None:
    from clausekit import disk

    if path and path.is_file() and not force:
        raise disk.problem(
            "dossier-existant",
            "Ce fichier existe déjà ; il n'est pas remplacé.",
            str(path),
            read=path.name,
            expected="un nom libre",
            remedy="Donner un autre nom avec --output, ou le remplacer avec --force.",
        )


def _path(given: Path | None, objet: str) -> Path:
    from clausekit import guess

    name = f"{guess.slug(objet)[:60].strip('-') or 'dossier'}.dossier.yaml"
    if given is None:
        return Path(name)
    return given / name if given.is_dir() else given


def _write(path: Path, text: str) -> None:
    """Write the dossier once it has been read back: what is written always loads."""
    from clausekit import schema, source, tree
    from clausekit.finding import UnreadableFile

    problems = schema.validate("dossier", source.load(text.encode(), file=str(path)))
    if problems:
        raise UnreadableFile(problems)
    tree.write(path, text.encode())


def _understood(brief: Brief) -> list[str]:
    """The facts as they were understood, with what was proposed."""
    from clausekit import typography as typo

    rows = (
        ("family", "famille", brief.family),
        ("segments", "segments", ", ".join(brief.segments)),
        ("cpv", "CPV", ", ".join(brief.cpv)),
        ("nature", "nature", brief.nature),
        ("value", "valeur du besoin", typo.euros(brief.value) + " hors taxes" if brief.value is not None else None),
        ("months", "durée", f"{brief.months:g} mois" if brief.months is not None else None),
        ("procedure", "procédure", terms.PROCEDURES.get(brief.procedure or "")),
        ("ccag", "CCAG", brief.ccag),
        ("launch", "lancement", f"{typo.date(brief.launch)} ({brief.launch})" if brief.launch else None),
    )
    return [
        f"  {label} : {words}" + (f" – proposé, {brief.proposed[key]}" if key in brief.proposed else "")
        for key, label, words in rows
        if words
    ]


def _count(found: Sized | None, word: str) -> str:
    number = len(found or ())
    return f"{number} {word}{'s' if number > 1 else ''}"


def _told(path: Path, brief: Brief, text: str, loaded: Loaded) -> str:
    from clausekit import new, source

    data = source.load(text.encode(), file=str(path)).data
    grid = data.get("grille")
    parts = [_count(data.get("clauses"), "clause"), _count(data.get("annexes"), "annexe")]
    parts += [f"grille {grid['id']} au niveau {grid['niveau']}"] if grid else []
    lines = [f"Bibliothèque : {loaded.name} (édition {loaded.library.edition})", f"Écrit : {path}", *_understood(brief)]
    lines += [f"  attention : {doubt}" for doubt in new.doubts(brief, loaded.library)]
    lines.append(f"Proposés dans le dossier : {', '.join(parts)}.")
    lines.append(f"Ensuite : clausekit suggest {path}, puis clausekit check {path}")
    return "\n".join(lines)


@click.command("new")
@click.argument("fichier", required=False, metavar="[FICHIER]")
@click.option(
    "--objet", callback=purchase.typed_option("--objet", purchase.object_of), metavar="TEXTE", help="Objet du marché."
)
@click.option("--famille", metavar="FAMILLE", help="Famille d'achat. Par défaut : celle du CPV ou du segment.")
@click.option(
    "--segment", "segments", multiple=True, metavar="SEGMENT", help="Segment (répétable). Par défaut : celui du CPV."
)
@click.option(
    "--cpv", "codes", multiple=True, metavar="CODE|MOT", help="Code CPV, ou un mot de son libellé (répétable)."
)
@click.option(
    "--valeur",
    callback=purchase.typed_option("--valeur", purchase.amount),
    metavar="MONTANT",
    help="Valeur du besoin entier, hors taxes : 85000, 85 000 €, 1,2 M€.",
)
@click.option(
    "--duree",
    callback=purchase.typed_option("--duree", purchase.months),
    metavar="DUREE",
    help="Durée, reconductions comprises : 48, 4 ans.",
)
@click.option(
    "--nature", type=click.Choice(purchase.NATURES, case_sensitive=False), help="Nature. Par défaut : proposée."
)
@click.option(
    "--procedure",
    type=click.Choice(tuple(terms.PROCEDURES), case_sensitive=False),
    help="Procédure. Par défaut : proposée d'après la valeur.",
)
@click.option("--ccag", type=click.Choice(purchase.CCAGS, case_sensitive=False), help="CCAG. Par défaut : proposé.")
@click.option(
    "--lancement",
    callback=purchase.typed_option("--lancement", purchase.day),
    metavar="DATE",
    help="Lancement de la consultation : 2026-09-01, 1er septembre 2026.",
)
@click.option("--acheteur", metavar="FICHIER", help="Fichier .acheteur.yaml de l'autorité.")
@click.option(
    "--output",
    metavar="FICHIER",
    help="Fichier à écrire, comme l'argument FICHIER. Par défaut : d'après l'objet, dans le dossier courant.",
)
@click.option("--force", is_flag=True, help="Remplacer un fichier existant.")
@click.option(
    "--questions/--sans-questions",
    "wanted",
    default=None,
    help="Poser, ou non, les questions qui manquent. Par défaut : dans un terminal seulement.",
)
@library_option
def command(
    fichier: str | None,
    objet: str | None,
    famille: str | None,
    segments: tuple[str, ...],
    codes: tuple[str, ...],
    valeur: float | None,
    duree: float | None,
    nature: str | None,
    procedure: str | None,
    ccag: str | None,
    lancement: str | None,
    acheteur: str | None,
    output: str | None,
    force: bool,
    wanted: bool | None,
    library_path: str | None,
) -> None:
    """Écrire un dossier commenté, avec les clauses proposées.

    Un objet et une famille (ou un code CPV) suffisent. Dans un terminal, ce qui manque est demandé.
    La nature, la procédure et le CCAG qui ne sont pas donnés sont proposés, et dits tels.
    """
    from clausekit import new

    active = sys.stdin.isatty() if wanted is None else wanted
    given = _output(fichier, output)
    _refuse_existing(given, force)
    loaded = _library(library_path, given)
    authority = _authority(acheteur)
    objet = purchase.stated_object(objet, active)
    path = _path(given, objet)
    _refuse_existing(path, force)
    brief = new.Brief(
        object=objet,
        family=famille or "",
        segments=segments,
        cpv=codes,
        value=valeur,
        months=duree,
        nature=nature,
        procedure=procedure,
        ccag=ccag,
        launch=lancement,
        buyer=_from(path.parent, Path(acheteur)) if acheteur else None,
    )
    brief = purchase.gather(brief, loaded.library, authority, active=active)
    text = new.new(brief, loaded.library, authority, modeline=_modeline(path.parent))
    _write(path, text)
    click.echo(_told(path, new.complete(brief, loaded.library, authority), text, loaded))
