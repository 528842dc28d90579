"""`clausekit report`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import Loaded, library_option, load_library, load_purchase
from clausekit.cli.pages import force_option, refuse_existing

if TYPE_CHECKING:
    from clausekit.decp import Extract
    from clausekit.finding import Finding
    from clausekit.portfolio import Contract, Portfolio

_SUFFIX = ".dossier.yaml"
_EXTRACTS = (".json", ".csv")
_FORMS = ("text", "csv", "html", "json")
_MANY = 200
_UNREADABLE, _NOTHING = 2, 3


@dataclass(slots=True)
class _Reading:
    """What the files gave, as they are read."""

    dossiers: int = 0
    contracts: list[Contract] = field(default_factory=list)
    extracts: list[Extract] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    doubles: list[tuple[str, str]] = field(default_factory=list)
    out_of_scope: list[tuple[str, str]] = field(default_factory=list)
    seen: dict[bytes, str] = field(default_factory=dict)

    def refuse(self, path: Path, findings: Sequence[Finding]) -> None:
        """Tell a file that could not be read, and go on."""
        self.errors += findings
        self.broken.append((str(path), findings[0].message if findings else "illisible"))


def _walk(folder: Path, reading: _Reading) -> Iterator[Path]:
    """The dossiers of a folder and of those below, hidden ones aside; a folder that is refused is told."""
    from clausekit import disk

    def refused(error: OSError) -> None:
        path = Path(error.filename or folder)
        reading.refuse(path, disk.refused(error, path, disk.READ).findings)

    for here, names, files in os.walk(folder, onerror=refused):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield from (Path(here) / name for name in sorted(files) if name.endswith(_SUFFIX))


def _files(paths: Iterable[str], reading: _Reading) -> list[Path]:
    """Every file to read, each once, folders opened."""
    found: dict[Path, Path] = {}
    for given in map(Path, paths):
        for path in _walk(given, reading) if given.is_dir() else [given]:
            found.setdefault(path.absolute(), path)
    return list(found.values())


@contextmanager
def _progress(files: list[Path]) -> Iterator[Iterable[Path]]:
    """A bar on a terminal when there is much to read; nothing otherwise."""
    if len(files) <= _MANY or not sys.stderr.isatty():
        yield files
        return
    with click.progressbar(files, label="Lecture des dossiers", file=sys.stderr, show_pos=True) as bar:
        yield bar


def _unforeseen(path: Path, error: Exception) -> Finding:
    from clausekit.finding import Finding, Place

    return Finding(
        rule="interne",
        severity="bloquante",
        message=f"Ce fichier a mené à un cas imprévu ({type(error).__name__}) ; le bilan se fait sans lui.",
        places=(Place(file=str(path)),),
        remedy="Relancer avec la variable CLAUSEKIT_TRACE=1 et transmettre le message à l'équipe.",
    )


def _take(path: Path, loaded: Loaded, reading: _Reading) -> None:
    from clausekit.finding import UnreadableFile

    try:
        if path.name.endswith(_EXTRACTS):
            _take_extract(path, reading)
        else:
            _take_dossier(path, loaded, reading)
    except UnreadableFile as problem:
        reading.refuse(path, problem.findings)
    except Exception as error:
        # One odd dossier must not cost the report of a year.
        if os.environ.get("CLAUSEKIT_TRACE"):
            raise
        reading.refuse(path, [_unforeseen(path, error)])


def _take_extract(path: Path, reading: _Reading) -> None:
    from clausekit import decp, disk

    reading.extracts.append(decp.read(disk.read(path, expected="un extrait .json ou .csv"), file=str(path)))


def _take_dossier(path: Path, loaded: Loaded, reading: _Reading) -> None:
    import hashlib

    from clausekit import disk, portfolio

    mark = hashlib.sha256(disk.read(path)).digest()
    first = reading.seen.setdefault(mark, str(path))
    if first != str(path):
        reading.doubles.append((str(path), first))
        return
    marche = load_purchase(path, loaded.library).marche
    reading.dossiers += 1
    reason = portfolio.out_of_scope(marche)
    if reason:
        reading.out_of_scope.append((str(path), reason))
    reading.contracts += portfolio.contracts(marche)


def _encoded(text: str, form: str) -> bytes:
    """A spreadsheet wants a BOM and its own line ends."""
    return ("\ufeff" + text.replace("\n", "\r\n")).encode() if form == "csv" else (text.rstrip("\n") + "\n").encode()


def _form(form: str | None, output: str | None) -> str:
    """The form asked for; else the one that the file's name says."""
    suffix = Path(output).suffix.lower().removeprefix(".") if output else ""
    return form or (suffix if suffix in _FORMS else "text")


@click.command("report")
@click.argument("folders", nargs=-1, required=True, metavar="CHEMIN...")
@click.option("--year", type=click.IntRange(2000, 2100), required=True, metavar="ANNÉE", help="Année de notification.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    help="Forme du bilan. Par défaut : text, ou celle que dit le nom du fichier.",
)
@click.option("--output", metavar="FICHIER", help="Écrire le bilan dans un fichier (.csv, .html, .json, .txt).")
@force_option
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    folders: tuple[str, ...],
    year: int,
    form: str | None,
    output: str | None,
    force: bool,
    library_path: str | None,
) -> None:
    """Dresser le bilan annuel des marchés notifiés, par nombre et par valeur, par famille et au total.

    Donner des dossiers du disque, où les fichiers .dossier.yaml sont cherchés à tous les niveaux, et,
    si l'on veut, des extraits des données essentielles (.json, .csv), comptés à part. Les cibles sont
    celles des politiques. Un marché dont on ne sait rien n'est jamais compté comme un non.
    """
    from clausekit.finding import UnreadableFile
    from clausekit.report import text

    if output:
        refuse_existing(Path(output), force=force)
    loaded = load_library(library_path, Path(folders[0]))
    if loaded.findings:
        raise UnreadableFile(loaded.told)
    reading = _read(folders, loaded)
    found = _portfolio(reading, year, loaded)
    _tell(found, reading, loaded, _form(form, output), output)
    if reading.errors:
        click.echo("\n" + text.findings(reading.errors), err=True)
        ctx.exit(_UNREADABLE)
    ctx.exit(0 if found.contracts or (found.published and found.published.rows) else _NOTHING)


def _read(folders: tuple[str, ...], loaded: Loaded) -> _Reading:
    reading = _Reading()
    with _progress(_files(folders, reading)) as files:
        for path in files:
            _take(path, loaded, reading)
    return reading


def _portfolio(reading: _Reading, year: int, loaded: Loaded) -> Portfolio:
    from clausekit import portfolio

    return portfolio.portfolio(
        reading.contracts,
        year=year,
        library=loaded.library,
        dossiers=reading.dossiers,
        extracts=tuple(reading.extracts),
        aside=portfolio.Aside(
            broken=tuple(reading.broken), doubles=tuple(reading.doubles), out_of_scope=tuple(reading.out_of_scope)
        ),
    )


def _tell(found: Portfolio, reading: _Reading, loaded: Loaded, form: str, output: str | None) -> None:
    from clausekit import tree
    from clausekit.report import portfolio as reported

    report = reported.Reported(
        library_name=loaded.name, edition=loaded.library.edition, portfolio=found, errors=tuple(reading.errors)
    )
    rendered = reported.render(report, form)
    if output is None:
        click.echo(rendered)
        return
    tree.write(Path(output), _encoded(rendered, form))
    click.echo(f"Bilan {found.year} écrit : {output}")
