"""Drafts of clauses from a document: which identifiers, which files, what is told of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import Loaded, from_here, load_library
from clausekit.cli.pages import refuse_existing

if TYPE_CHECKING:
    from clausekit.draft import Draft
    from clausekit.finding import UnreadableFile
    from clausekit.library import Library
    from clausekit.report.imported import Drafted
    from clausekit.transcribe import Transcript, Written

_ID = re.compile(r"[A-Z]{3}-[0-9]{2,3}")
_LAST = 999
_COMMON = "commun"
_COMMON_PREFIX = "COM"
_EXPECTED = "un document Word .docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed."""

    file: Path
    name: str | None
    family: str | None
    piece: str
    output: str | None
    force: bool


def refuse_options(*, name: str | None, family: str | None, output: str | None, force: bool) -> None:
    """Options that make a new draft, given with --onto."""
    given = {"--id": name, "--famille": family, "--output": output, "--force": force}
    wrong = [option for option, value in given.items() if value]
    if wrong:
        raise click.UsageError(f"{', '.join(wrong)} : sans effet avec --onto, qui modifie une entrée existante.")


def read_word(path: Path) -> tuple[bytes, Draft]:
    """A Word file and what it says, with its signs. Raises UnreadableFile for anything else."""
    from clausekit import disk, read

    data = disk.read(path, expected=_EXPECTED)
    return data, read.draft(data, file=str(path), signs=True, word=_EXPECTED)


def draft(asked: Asked, *, form: str, library_path: str | None) -> int:
    """Write the drafts and tell them; the exit code. Raises UnreadableFile; then nothing was written."""
    from clausekit import transcribe, tree
    from clausekit.report import imported

    _, found = read_word(asked.file)
    _refuse_page(asked.file, found)
    transcript = transcribe.transcribe(found, piece=asked.piece)
    if not transcript.clauses:
        raise _empty(asked.file)
    start = Path(asked.output) if asked.output and Path(asked.output).is_dir() else Path.cwd()
    loaded = load_library(library_path, start)
    names = _names(asked, transcript, loaded)
    made = tuple(_made(asked, transcript, names, loaded))
    for item in made:
        refuse_existing(Path(item.file), force=asked.force)
    tree.write_all({Path(item.file): item.text.encode() for item in made})
    report = imported.Imported(source=str(asked.file), drafts=made, remarks=transcript.remarks)
    click.echo(imported.as_json(report) if form == "json" else imported.as_text(report))
    return 0


def _made(asked: Asked, transcript: Transcript, names: tuple[str, ...], loaded: Loaded) -> Iterator[Drafted]:
    from clausekit.lint import files
    from clausekit.report import imported
    from clausekit.transcribe.page import Header, page

    several = len(transcript.clauses) > 1
    for name, clause in zip(names, transcript.clauses, strict=True):
        folder = files.folder_of(name, loaded.library)
        family = () if folder == _COMMON else (folder,)
        header = Header(id=name, source=asked.file.name, day=datetime.date.today().isoformat(), families=family)
        text = page(clause, header)
        _prove(text, asked.file)
        stem = f"{name}-{files.short(clause.title or 'titre')}.clause.yaml"
        path = _path(asked, loaded, folder, stem, several=several)
        yield imported.Drafted(id=name, file=str(path), clause=clause, text=text)


def _path(asked: Asked, loaded: Loaded, folder: str, stem: str, *, several: bool) -> Path:
    """Where a draft goes: the file or the folder named, else the library, else the current folder."""
    if asked.output:
        given = Path(asked.output)
        if several and (given.is_file() or given.suffix in {".yaml", ".yml"}):
            raise click.UsageError(f"--output {given} : plusieurs clauses demandent un dossier du disque.")
        named = given.suffix in {".yaml", ".yml"} and not given.is_dir()
        if named and not given.name.endswith(".clause.yaml"):
            raise click.UsageError(f"--output {given} : le fichier d'une clause finit par .clause.yaml.")
        return given if named else given / stem
    root = _library_folder(loaded)
    return Path(from_here(str(root / "clauses" / folder / stem))) if root else Path(stem)


def _library_folder(loaded: Loaded) -> Path | None:
    """The folder of the library, when it is one of the disk that may be written to."""
    from clausekit import packaged

    root = Path(loaded.prefix) if loaded.prefix else None
    if root is None or not root.is_dir() or root.resolve() == packaged.data_root().resolve():
        return None
    return root


def _prove(text: str, path: Path) -> None:
    """What is written always loads."""
    from clausekit import schema, source
    from clausekit.finding import UnreadableFile

    read = source.load(text.encode(), file=str(path))
    problems = schema.validate("clause", read)
    if problems:
        raise UnreadableFile(problems)


def _names(asked: Asked, transcript: Transcript, loaded: Loaded) -> tuple[str, ...]:
    """An identifier for each clause."""
    count = len(transcript.clauses)
    if asked.name and asked.family:
        raise click.UsageError("--id et --famille : donner l'un ou l'autre.")
    if count > 1 and not asked.output:
        raise _several(asked.file, transcript.clauses)
    if asked.name and count > 1:
        raise click.UsageError(f"--id ne nomme qu'une clause ; le document en a {count}. Donner --famille.")
    if asked.name:
        return (_free(asked.name.upper(), loaded),)
    if not asked.family:
        raise click.UsageError("Donner --id (DEC-099) ou --famille (dechets) : le projet a besoin d'un identifiant.")
    prefix = _prefix(asked.family, loaded.library)
    taken = _taken(loaded)
    free = (name for number in range(1, _LAST + 1) if (name := f"{prefix}-{number:03d}") not in taken)
    return tuple(name for _, name in zip(range(count), free, strict=False))


def _prefix(family: str, library: Library) -> str:
    from clausekit.cli.asking import choice

    known: Mapping[str, str] = {
        _COMMON: _COMMON_PREFIX,
        **{item.id: item.prefix for item in library.registers.families.values() if item.prefix},
    }
    choice("--famille", family, known)
    return known[family]


def _taken(loaded: Loaded) -> frozenset[str]:
    """The identifiers of the library, those of the files that cannot be read, and those that entries name."""
    library = loaded.library
    files = [*library.sources, *library.ignored, *(place.file for item in loaded.findings for place in item.places)]
    names = (_ID.match(path.replace("\\", "/").rsplit("/", 1)[-1]) for path in files)
    replaced = (name for item in library.clauses.values() for name in (*item.replaces, item.replaced_by or ""))
    return frozenset((*library.ids, *(found[0] for found in names if found), *replaced))


def _free(name: str, loaded: Loaded) -> str:
    from clausekit import disk, guess

    if not _ID.fullmatch(name):
        close = guess.identifier(name)
        told = f" Proche : {close}." if close and _ID.fullmatch(close) else ""
        raise click.BadParameter(f"« {name} » n'est pas un identifiant de clause (DEC-099).{told}", param_hint="--id")
    if name in _taken(loaded):
        raise disk.problem(
            "import-identifiant",
            f"L'identifiant {name} est déjà pris.",
            loaded.name,
            read=f"--id {name}",
            expected="un identifiant qui n'a jamais servi",
            why="Des documents émis portent l'identifiant : il ne sert jamais deux fois.",
            remedy=f"En donner un autre, ou --famille pour le premier libre ; pour modifier {name} : --onto {name}.",
        )
    return name


def _several(path: Path, clauses: tuple[Written, ...]) -> UnreadableFile:
    from clausekit import disk

    titles = " ; ".join(clause.title or "sans titre" for clause in clauses[:8])
    more = f" ; … ({len(clauses)})" if len(clauses) > 8 else ""
    return disk.problem(
        "import-plusieurs",
        f"Ce document contient {len(clauses)} clauses : il en faut un fichier chacune.",
        str(path),
        read=titles + more,
        expected="--output DOSSIER et --famille, pour plusieurs clauses",
        remedy="Ajouter --output et --famille ; ou, si c'est une seule clause, ne garder qu'un titre de ce niveau.",
    )


def _refuse_page(path: Path, found: Draft) -> None:
    """The page of an entry is not a new clause."""
    from clausekit import disk
    from clausekit.report import paged

    names = [word.split(":", 1)[0] for word in found.properties.get(paged.BASE, "").split()]
    if names:
        raise disk.problem(
            "import-page",
            f"Ce document est la page de {', '.join(names[:5])} : en tirer un projet en ferait une copie.",
            str(path),
            read=f"la page de {names[0]}, telle que « redline » ou « show --output » l'écrit",
            expected="le document d'une clause nouvelle",
            remedy=f"Pour reporter ses modifications : --onto {names[0]}.",
        )


def _empty(path: Path) -> UnreadableFile:
    from clausekit import disk

    return disk.problem(
        "import-vide",
        "Ce document ne contient aucun texte de clause.",
        str(path),
        read="ni alinéa, ni liste, ni tableau dans le corps du document",
        expected="un titre, puis le texte de la clause",
        remedy="Vérifier que c'est le bon fichier, et que le texte n'est pas une image ni une zone de texte.",
    )
