"""The documents given to `clausekit check`: told from the dossiers, read, and held against the one they belong to."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit import encoding
from clausekit.cli.inspect_ import READABLE, UNREADABLE, read_all
from clausekit.cli.loading import Loaded, Purchase, beside, named_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clausekit.alone import Alone
    from clausekit.assemble import Output
    from clausekit.check import Verdict
    from clausekit.draft import Draft
    from clausekit.drift import Drift
    from clausekit.finding import Finding
    from clausekit.inspect import Inspected

_DOSSIER = ".dossier.yaml"
_YAML = frozenset({".yaml", ".yml"})
_ONLY_COMPARED = (
    "ce que les pièces disent hors des clauses du dossier : elles lui ont été comparées, non jugées pour elles-mêmes"
)
_UNPRINTED = (
    "les en-têtes et les pieds de page des pièces : le modèle qui donne ceux du dossier n'a pas pu servir ({}) ; une "
    "note d'une clause est tenue pour ajoutée"
)
_TEXTS = frozenset({".txt", ".md"})  # a dossier may have any name: these are documents unless they read as one
_KEY = re.compile(
    rb"^(?:\xef\xbb\xbf)?[\"']?(objet|acheteur|famille|clauses|valeur_estimee|procedure|ccag)[\"']?\s*:", re.MULTILINE
)
_HEAD = 65_536  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What was typed, sorted. `whole`: a folder was given, so that what is not in it is missing."""

    dossiers: tuple[str, ...]
    documents: tuple[str, ...] = ()
    whole: bool = False


def sort(paths: tuple[str, ...]) -> Arguments:
    """Dossiers and documents; a folder that holds one dossier gives both. Refuses documents of several dossiers."""
    dossiers, documents, whole = list[str](), list[str](), False
    beside_yaml = any(Path(path).suffix in _YAML for path in paths)
    for path in dict.fromkeys(paths):
        if os.path.isdir(path) and _holds_documents(Path(path)):  # noqa: PTH112 (a path too long is no folder)
            found = sorted(str(item) for item in Path(path).glob(f"*{_DOSSIER}"))
            dossiers += found if len(found) > 1 or not dossiers else []
            documents.append(path)
            whole = True
        elif _is_document(path, beside_yaml=beside_yaml):
            documents.append(path)
        else:
            _refuse_other(path)
            dossiers.append(path)
    dossiers = list(dict.fromkeys(dossiers))
    if documents and len(dossiers) > 1:
        raise click.UsageError(
            f"Des pièces se comparent à un seul dossier ; {len(dossiers)} ont été donnés : {', '.join(dossiers[:3])}."
        )
    return Arguments(dossiers=tuple(dossiers), documents=tuple(documents), whole=whole)


def _is_document(path: str, *, beside_yaml: bool) -> bool:
    suffix = Path(path).suffix.lower()
    return suffix in READABLE and (beside_yaml or suffix not in _TEXTS or not _is_dossier(path))


def _refuse_other(path: str) -> None:
    """A spreadsheet, an old Word file: its own name says that no YAML was meant, and none is to be asked for."""
    suffix = Path(path).suffix.lower()
    if suffix in _YAML or not _opens_binary(path):
        return
    raise click.UsageError(
        f"« {path} » n'est ni un dossier (.yaml) ni une pièce : clausekit lit les pièces {', '.join(sorted(READABLE))}."
    )


def _opens_binary(path: str) -> bool:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (a path too long is told by its reader)
            return encoding.not_text(file.read(_HEAD)) is not None
    except (OSError, ValueError):
        return False


def _is_dossier(path: str | Path) -> bool:
    """Whether a text has the keys of a dossier, or cannot be opened: its reader then says why."""
    if not os.path.isfile(path):  # noqa: PTH113 (a path too long is no file)
        return True
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return len(set(_KEY.findall(file.read(_HEAD)))) > 1
    except OSError:
        return True


def _holds_documents(folder: Path) -> bool:
    found = [path for path in folder.rglob("*") if path.is_file()]
    beside = any(path.suffix.lower() in _YAML for path in found)
    texts = (path for path in found if not beside and path.suffix.lower() in _TEXTS)
    return any(path.suffix.lower() in READABLE - _TEXTS for path in found) or any(not _is_dossier(x) for x in texts)


def named(purchase: Purchase) -> tuple[str, ...]:
    """The documents that a dossier names under « fichiers », from its own folder. Raises UnreadableFile."""
    from clausekit import tree

    file = purchase.marche.dossier.file
    found = tuple(str(beside(file, name)) for name in purchase.marche.dossier.files.values())
    with named_by(purchase.sources.get(file), "fichiers"):
        for path in found:
            tree.read(Path(path), expected="un document à lire")
    return found


def read(documents: tuple[str, ...], loaded: Loaded) -> tuple[tuple[Inspected, ...], tuple[Finding, ...]]:
    """The documents, and what could not be read: the report shows it whole, the error stream in one sentence each."""
    from clausekit.match import Index, of_library

    files, problems = read_all(documents, Index(of_library(loaded.library)))
    for item in problems:
        click.echo(f"{item.places[0].file} : {item.message}" if item.places else item.message, err=True)
    return files, problems


def compare(purchase: Purchase, files: tuple[Inspected, ...], *, whole: bool, published: bool) -> Drift:
    """The dossier held against its documents."""
    from clausekit import assemble, drift

    outputs = assemble.assemble(purchase.marche).outputs
    kept = _kept(purchase.marche.dossier.file, files)
    printed, why = _printed(purchase, outputs)
    found = drift.drift(purchase.marche, outputs, files, kept=kept, whole=whole, published=published, printed=printed)
    unprinted = (_UNPRINTED.format(why),) if why else ()
    return replace(found, not_judged=(*found.not_judged, *_left_out(files), *unprinted))


def _left_out(files: Sequence[Inspected]) -> tuple[str, ...]:
    """The doubles and lock files that were given. What could not be read is an error of its own."""
    return tuple(
        f"« {Path(item.file).name} » : {item.skipped}"
        for item in files
        if item.skipped and item.skipped != UNREADABLE and Path(item.file).suffix.lower() in READABLE
    )


def _printed(purchase: Purchase, outputs: Sequence[Output]) -> tuple[Mapping[str, Draft], str]:
    """The documents as the dossier makes them; none when the authority's template cannot be used, and why."""
    from clausekit import read as reader
    from clausekit.cli import issue
    from clausekit.finding import UnreadableFile

    try:
        made = {
            output.name: reader.draft(issue.generated(purchase, output), file=output.name)
            for output in outputs
            if output.fragment.contract
        }
    except UnreadableFile as problem:
        first = problem.findings[0]
        where = f"{first.places[0].file} : " if first.places else ""
        return {}, f"{where}{first.message[:1].lower()}{first.message[1:]}".rstrip(" .")
    return made, ""


def alone(documents: tuple[str, ...], loaded: Loaded, policies: tuple[str, ...]) -> tuple[Alone, tuple[Finding, ...]]:
    """Documents judged without a dossier, by the policies named, else by all of the library that are no law."""
    from clausekit import alone as verb

    files, problems = read(documents, loaded)
    known = loaded.library.policies
    chosen = [known[name] for name in policies] or [item for item in known.values() if item.kind == "politique"]
    return verb.alone(files, loaded.library, chosen), problems


def write_dossier(found: Alone, loaded: Loaded, target: str) -> None:
    """The dossier that the documents let understand, in a new file. Raises UnreadableFile; then nothing was written."""
    from clausekit import disk, schema, source, tree
    from clausekit.finding import UnreadableFile
    from clausekit.understood import understood

    path = Path(target)
    if os.path.lexists(path):
        raise disk.existing(path, remedy="Choisir un autre nom.")
    data = understood(found.read, loaded.library, path=lambda file: _from(path.parent, file)).encode()
    problems = schema.validate("dossier", source.load(data, file=target))
    if problems:
        raise UnreadableFile(problems)
    tree.write_all({path: data})


def _from(folder: Path, file: str) -> str:
    """The path of a file from a folder, with slashes; as it is on another disk."""
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:
        return file


def exit_code(found: Alone, *, strict: bool) -> int:
    """0 nothing blocking, 1 something blocking, 3 nothing to judge."""
    from clausekit import terms
    from clausekit.check.verdict import blocks

    if not found.answers:
        return 3
    missing = (answer for answer in found.answers if answer.status == terms.MISSING)
    return int(any(blocks(answer.minimum.severity, strict=strict) for answer in missing))


def completed(verdict: Verdict, found: Drift) -> Verdict:
    """The verdict with what the documents showed; that they were not looked at is no longer true."""
    from clausekit import check

    kept = (item for item in verdict.not_judged if item != check.ONLY_DOSSIER)
    findings = (*verdict.findings, *found.findings)
    return replace(verdict, findings=findings, not_judged=(*kept, _ONLY_COMPARED, *found.not_judged))


def _kept(dossier: str, files: tuple[Inspected, ...]) -> frozenset[str]:
    """The files that stand in the dossier's own output folder: its lock is beside them."""
    from clausekit import lock

    name = lock.file_name(dossier)
    return frozenset(item.file for item in files if Path(item.file).with_name(name).exists())
