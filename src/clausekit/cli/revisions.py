"""The library, a dossier and its documents as two git revisions have them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clausekit.cli.loading import Loaded, Purchase, load_purchase

if TYPE_CHECKING:
    from clausekit.assemble import Output
    from clausekit.library import Entry

WORKING = "copie de travail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A library at a revision; `name` is that of the revision, None for the files as they are on the disk."""

    loaded: Loaded
    name: str | None

    @property
    def said(self) -> str:
        """How a person calls it."""
        return f"la révision {self.name}" if self.name else f"la {WORKING}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the revisions are looked for: the root of the library, when it is in a git repository, and a dossier."""

    root: Path | None
    library: Path | None
    dossier: Path | None = None
    follows: bool = False

    @property
    def told(self) -> str:
        """What is read at the revisions, for the reader."""
        if self.dossier is None:
            return ""
        if self.root is None:
            return "Dossier lu à ces révisions ; la bibliothèque, hors de git, est la même des deux côtés."
        if self.follows:
            return "Dossier et bibliothèque lus à ces révisions."
        return "Bibliothèque lue à ces révisions ; le dossier, qui n'est pas dans le même dépôt, est celui du disque."


def place(given: str | None, dossier: Path | None) -> Place:
    """The repository whose revisions are meant. Raises UnreadableFile when there is none."""
    from clausekit import git, tree

    start = dossier.parent if dossier else Path.cwd()
    if given and "@" in given and not Path(given).is_dir():
        raise tree.problem(
            "git-revision",
            "« --library » nomme ici un dossier sans révision : OLD et NEW les donnent.",
            given,
            read=f"--library {given}",
            expected="--library DIR",
            remedy="Ôter « @ » et ce qui suit.",
        )
    library = Path(given) if given else tree.find(start)
    root = library if library is not None and library.is_dir() and git.top(library) else None
    around = git.top(start) if dossier and start.is_dir() else None
    if root is None and around is None:
        raise _no_repository(library or start)
    same = around is not None and (root is None or around == git.top(root))
    return Place(root=root, library=library, dossier=dossier, follows=same)


def _no_repository(folder: Path) -> Exception:
    from clausekit import tree

    return tree.problem(
        "git-depot",
        "Ni la bibliothèque ni le dossier ne sont dans un dépôt git : ils n'ont pas de révisions.",
        str(folder),
        read=str(folder),
        expected="un dossier suivi par git",
        remedy="Donner avec --library celui d'un dépôt ; « clausekit init » copie la bibliothèque livrée.",
    )


def library_at(where: Place, name: str | None) -> Revised:
    """The library at a revision. Raises UnreadableFile."""
    from clausekit import library, tree

    if where.root is None:
        found = tree.library_tree(str(where.library) if where.library else None, Path.cwd())
    elif name is None:
        found = tree.library_tree(str(where.root), where.root)
    else:
        inside = where.root.resolve()
        found = tree.revision(inside.parent if inside.name == "clauses" else where.root, name)
    loaded, findings = library.load(found.files)
    return Revised(loaded=Loaded(library=loaded, name=found.name, findings=findings, prefix=found.prefix), name=name)


def purchase_at(where: Place, revised: Revised) -> Purchase:
    """The dossier at a revision, with the library of that revision. Raises UnreadableFile."""
    from clausekit.finding import UnreadableFile

    assert where.dossier is not None  # noqa: S101 (asked of a place with a dossier)
    if revised.loaded.findings:
        raise UnreadableFile(revised.loaded.told)
    name = revised.name if where.follows else None
    return load_purchase(where.dossier, revised.loaded.library, revision=name)


def outputs_of(purchase: Purchase) -> dict[str, Output]:
    """The documents of a dossier, by name."""
    from clausekit import assemble

    return {output.name: output for output in assemble.assemble(purchase.marche).outputs}


def entries_of(revised: Revised, wanted: str) -> dict[str, Entry]:
    """The entry of an identifier, or those of a family: those whose files stand in its folder."""
    library = revised.loaded.library
    entry = library.find(wanted.upper())
    if entry is not None:
        return {entry.id: entry}
    return {item.id: item for item in library.entries if item.file.startswith(f"clauses/{wanted}/")}
