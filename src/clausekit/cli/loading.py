"""From what is typed to nouns: library, authority, dossier, contract. The rim of every command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from clausekit.finding import Finding
    from clausekit.library import Library
    from clausekit.marche import Marche
    from clausekit.source import Source

Function = TypeVar("Function", bound=Callable[..., Any])


def library_option(function: Function) -> Function:
    """`--library`, the same for every command."""
    return click.option(
        "--library",
        "library_path",
        metavar="DIR[@REV]",
        help="Dossier de la bibliothèque, éventuellement à une révision git (DIR@v2026.4). "
        "Par défaut : celle du dossier parent le plus proche, sinon celle livrée avec clausekit.",
    )(function)


def form_option(function: Function) -> Function:
    """`--format`, of the commands that answer in words or as one JSON document."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Forme de la réponse.",
    )(function)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A library, what it was read from, and the problems met.

    `prefix` leads from here to the library's files; a library without edition has no root file.
    """

    library: Library
    name: str
    findings: tuple[Finding, ...]
    prefix: str = ""

    @property
    def told(self) -> tuple[Finding, ...]:
        """The problems met, with their lines, in files that the reader can find."""
        return self.tell(self.findings)

    def tell(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Findings on files of the library, with their lines, in files that the reader can find."""
        from clausekit.report import places

        return tuple(_prefixed(places.located(found, self.library.sources), self.prefix) for found in findings)


def _prefixed(found: Finding, prefix: str) -> Finding:
    return found.at(*(replace(place, file=from_here(prefix + place.file)) for place in found.places))


def from_here(file: str) -> str:
    """A path as one types it from the current folder, when it stands there."""
    try:
        return str(Path(file).relative_to(Path.cwd()))
    except (ValueError, OSError):  # it stands elsewhere, it is of a git revision, or the current folder is gone
        return file


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A dossier resolved, with the sources that give findings their lines."""

    marche: Marche
    sources: Mapping[str, Source] = field(default_factory=dict)


def load_library(given: str | None, start: Path | None = None) -> Loaded:
    """The library of this run (tree.library_tree says which)."""
    from clausekit import library, tree

    found = tree.library_tree(given, start or Path.cwd())
    loaded, findings = library.load(found.files)
    return Loaded(library=loaded, name=found.name, findings=findings, prefix=found.prefix)


def library_folder(given: str | None) -> Path:
    """The folder of the library to write in; that of a revision or of the program is not one. Raises UnreadableFile."""
    from clausekit import tree

    found = Path(given) if given else tree.find(Path.cwd())
    if found is None or not found.is_dir() or not (found / "clauses").is_dir():
        raise tree.problem(
            "bibliotheque-a-ecrire",
            "Il n'y a pas de bibliothèque à écrire ici.",
            given or str(Path.cwd()),
            read=given or "un dossier hors d'une bibliothèque",
            expected="un dossier qui contient clauses/bibliotheque.yaml, sans révision git",
            remedy="Se placer dans la bibliothèque, ou la donner avec --library.",
        )
    return found


# What each kind of file is called, and how its name ends.
_KINDS = {"dossier": "un dossier", "acheteur": "un fichier d'autorité"}


def _read(path: Path, kind: str, revision: str | None = None) -> Source:
    from clausekit import git, tree

    expected = f"un fichier .{kind}.yaml"
    return parsed(tree.read(path, expected=expected) if revision is None else git.read_at(path, revision), path, kind)


def parsed(data: bytes, path: Path, kind: str) -> Source:
    """What the bytes of a dossier or of an authority say; `path` names them. Raises UnreadableFile."""
    from clausekit import schema, source
    from clausekit.finding import UnreadableFile

    read = source.load(data, file=str(path))
    problems = schema.validate(kind, read)
    if problems:
        _refuse_other_kind(path, kind)
        raise UnreadableFile(problems)
    return read


def _refuse_other_kind(path: Path, kind: str) -> None:
    """A file whose name says that it is something else is not told key by key."""
    from clausekit import schema, tree

    other = next((name for name in schema.schemas() if name != kind and path.name.endswith(f".{name}.yaml")), None)
    if other:
        raise tree.problem(
            "fichier-autre",
            f"Ce fichier n'est pas {_KINDS[kind]} : son nom finit par « .{other}.yaml ».",
            str(path),
            read=path.name,
            expected=f"un fichier .{kind}.yaml",
            remedy=f"Donner {_KINDS[kind]}, dont le nom finit par « .{kind}.yaml ».",
        )


def beside(file: str, named: str) -> Path:
    """The path that a file gives of another, from its own folder; a Windows path is read everywhere."""
    return Path(file).parent / Path(named.replace("\\", "/"))


@contextmanager
def named_by(source: Source | None, key: str) -> Iterator[None]:
    """Say, of a file that cannot be read, which other file names it, and where."""
    from clausekit.finding import UnreadableFile

    try:
        yield
    except UnreadableFile as problem:
        if source is None:
            raise
        raise UnreadableFile(_named(found, source, key) for found in problem.findings) from None


def _named(found: Finding, source: Source, key: str) -> Finding:
    at = source.place((key,))
    if not found.rule.startswith("fichier-"):
        return found.at(*found.places, at)
    # The file itself has nothing to show: what is to be mended is its name.
    the_file = f"le fichier que nomme « {key} »"
    message = found.message.replace("ce fichier", the_file).replace("Ce fichier", the_file.capitalize())
    excerpt = source.excerpt(at.line or 1, at.column or 1)
    return replace(found, message=message, places=(at, *found.places), excerpt=excerpt)


def load_purchase(path: Path, library: Library, *, on: str | None = None, revision: str | None = None) -> Purchase:
    """The dossier at `path` with its authority, resolved; both as a git revision has them, when it is named.

    Raises UnreadableFile.
    """
    from clausekit import dossier, marche

    read = _read(path, "dossier", revision)
    purchase = dossier.read(read.data, file=str(path))
    sources = {str(path): read, **library.sources}
    authority = dossier.NO_AUTHORITY
    if purchase.buyer:
        with named_by(read, "acheteur"):
            buyer = _read(beside(str(path), purchase.buyer), "acheteur", revision)
        sources[buyer.file] = buyer
        authority = dossier.read_authority(buyer.data, file=buyer.file)
    return Purchase(marche=marche.resolve(purchase, authority, library, on=on), sources=sources)


def resolved(read: Source, path: Path, authority: tuple[bytes | None, Path | None], library: Library) -> Purchase:
    """A dossier that was read, with the bytes of its authority and the path that names them. Raises UnreadableFile."""
    from clausekit import dossier, marche

    sources, buyer = {str(path): read, **library.sources}, dossier.NO_AUTHORITY
    data, at = authority
    if data is not None and at is not None:
        sources[str(at)] = parsed(data, at, "acheteur")
        buyer = dossier.read_authority(sources[str(at)].data, file=str(at))
    return Purchase(marche=marche.resolve(dossier.read(read.data, file=str(path)), buyer, library), sources=sources)
