"""`clausekit new`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clausekit import terms
from clausekit.cli import drafts, interview, purchase
from clausekit.cli.loading import Loaded, beside, library_option, load_library

if TYPE_CHECKING:
    from clausekit.dossier import Authority


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
        raise UnreadableFile(loaded.told)
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


def _write(path: Path, text: str) -> Mapping[str, Any]:
    """Write the dossier once it has been read back: what is written always loads. What it holds."""
    from clausekit import schema, source, tree
    from clausekit.finding import UnreadableFile

    read = source.load(text.encode(), file=str(path))
    problems = schema.validate("dossier", read)
    if problems:
        raise UnreadableFile(problems)
    tree.write(path, text.encode())
    return read.data


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """How a dossier is to be made. `active`: questions may be put; `resume`: a draft must be gone on with."""

    output: Path | None
    authority: str | None
    force: bool
    active: bool
    resume: bool


def _made(given: Mapping[str, Any], options: _Options, loaded: Loaded) -> str:
    """Write the dossier from what is given, what a draft holds and what is asked; what to tell of it."""
    draft = drafts.resumed(options.output, loaded.library, active=options.active, asked=options.resume)
    answers = {**_still(draft, given), **given}
    answers["object"] = interview.stated_object(answers.get("object"), options.active)
    path = draft.target if draft else _path(options.output, answers["object"])
    _refuse_existing(path, options.force)
    if draft is None and options.output != path:
        draft = drafts.resumed(path, loaded.library, active=options.active, asked=False)
        answers = {**_still(draft, given), **answers}
    passed = draft.passed if draft else frozenset()
    try:
        return _finished(answers, passed, path, options, loaded)
    except (click.Abort, KeyboardInterrupt):
        drafts.tell_kept(path)
        raise


def _still(draft: drafts.Draft | None, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answers of a draft that still hold: a family or a CPV code given anew takes the place of what it implied."""
    implied = {"family", "segments"} if "cpv" in given else {"cpv", "segments"} if "family" in given else set()
    return {key: value for key, value in (draft.answers if draft else {}).items() if key not in implied}


def _finished(answers: dict[str, Any], passed: frozenset[str], path: Path, options: _Options, loaded: Loaded) -> str:
    from clausekit import new
    from clausekit.report import made

    keep = drafts.keeper(path) if options.active else drafts.nowhere
    brief = new.Brief(**answers)
    keep(brief, passed)
    named = _named_authority(answers, passed, path, options)
    passed |= {"buyer"} if named == interview.DECLINED else set()
    authority = _authority(named or None)
    brief = replace(brief, buyer=_from(path.parent, Path(named)) if named else None)
    keep(brief, passed)
    brief = interview.Interview(
        brief=brief,
        library=loaded.library,
        authority=authority,
        active=options.active,
        passed=passed,
        keep=keep,
    ).gather()
    text = new.new(brief, loaded.library, authority, modeline=_modeline(path.parent))
    data = _write(path, text)
    drafts.forget(path)
    known = new.complete(brief, loaded.library, authority)
    return made.text(
        str(path),
        known,
        data,
        library=f"{loaded.name} (édition {loaded.library.edition})",
        doubts=new.doubts(known, loaded.library),
    )


def _named_authority(answers: Mapping[str, Any], passed: frozenset[str], path: Path, options: _Options) -> str | None:
    """The authority's file: that of the command line, of the draft, or one agreed to."""
    if options.authority:
        return options.authority
    if answers.get("buyer"):
        return str(beside(str(path), answers["buyer"]))
    return interview.stated_authority(path.parent, active=options.active and "buyer" not in passed)


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
@click.option(
    "--reprendre",
    "--resume",
    "resume",
    is_flag=True,
    help="Reprendre le brouillon d'une saisie interrompue. Dans un terminal, il est proposé de lui-même.",
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
    resume: bool,
    library_path: str | None,
) -> None:
    """Écrire un dossier commenté, avec les clauses proposées.

    Un objet et une famille (ou un code CPV) suffisent. Dans un terminal, ce qui manque est demandé.
    La nature, la procédure et le CCAG qui ne sont pas donnés sont proposés, et dits tels.

    Chaque réponse est gardée dans un brouillon, à côté du dossier à écrire (FICHIER.brouillon) :
    après une interruption, « clausekit new » propose de le reprendre. Il s'efface à la fin.
    """
    given = {
        "object": objet,
        "family": famille,
        "segments": segments,
        "cpv": codes,
        "value": valeur,
        "months": duree,
        "nature": nature,
        "procedure": procedure,
        "ccag": ccag,
        "launch": lancement,
    }
    active = sys.stdin.isatty() if wanted is None else wanted
    options = _Options(output=_output(fichier, output), authority=acheteur, force=force, active=active, resume=resume)
    _refuse_existing(options.output, force)
    loaded = _library(library_path, options.output)
    click.echo(_made({key: value for key, value in given.items() if value}, options, loaded))
