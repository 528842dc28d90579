"""Which edition is closed, and what it is compared with: a tag, a commit, or the journal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clausekit.library import Library
    from clausekit.release import Baseline
    from clausekit.release.journal import Section

_EDITION_LINE = "^edition:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A library on the disk: its root, whether git holds it, its journal as it is written, the editions closed."""

    root: Path
    git: bool
    journal: str | None
    sections: tuple[Section, ...]
    tags: tuple[str, ...]

    @property
    def closed(self) -> tuple[str, ...]:
        """Every edition that a tag or the journal names."""
        return (*(item.edition for item in self.sections), *self.tags)


def root_of(given: str | None) -> Path:
    """The folder of the library to release. Raises UnreadableFile for one that cannot be written."""
    from clausekit import tree

    if given and "@" in given and not Path(given).is_dir():
        raise tree.problem(
            "git-revision",
            "« --library » nomme ici un dossier sans révision : c'est l'état présent qui se clôt.",
            given,
            read=f"--library {given}",
            expected="--library DIR",
            remedy="Ôter « @ » et ce qui suit.",
        )
    found = tree.find(Path(given) if given else Path.cwd())
    if found is None:
        raise tree.problem(
            "bibliotheque-absente",
            "Il n'y a pas ici de bibliothèque à clore ; celle qui est livrée avec clausekit ne se modifie pas.",
            given or ".",
            read="aucun fichier clauses/bibliotheque.yaml",
            expected="un dossier créé par « clausekit init »",
            why="Une édition appartient à l'autorité qui tient la bibliothèque.",
            remedy="Se placer dans son dossier, ou l'indiquer avec --library.",
        )
    return found


def _text(path: Path) -> str:
    """The journal as it is written, mark at the head and line ends included."""
    from clausekit import encoding, tree

    data = tree.read(path, expected="le journal de la bibliothèque")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        encoding.decode(data, file=str(path))  # tells which character, and where
        raise


def shelf(root: Path) -> Shelf:
    """What the disk and git say of the editions of a library. Raises UnreadableFile."""
    from clausekit import git
    from clausekit.finding import UnreadableFile
    from clausekit.release import edition, journal

    path = root / journal.PATH
    text = _text(path) if path.exists() else None
    try:
        held = git.top(root) is not None
    except UnreadableFile as problem:
        if problem.findings[0].rule != "git-absent":
            raise
        held = False
    names = git.tags(root, f"{edition.TAG}[0-9]*") if held else ()
    tags = tuple(name.removeprefix(edition.TAG) for name in names if edition.key(name.removeprefix(edition.TAG)))
    return Shelf(root=root, git=held, journal=text, sections=journal.sections(text or ""), tags=tags)


def proposed(where: Shelf, library: Library, day: str) -> str:
    """The edition to close when none is named: the one that the file says if it is open, else the next."""
    from clausekit.release import edition

    done = {edition.key(item) for item in where.closed}
    if library.edition and edition.key(library.edition) not in done:
        return library.edition
    return edition.following(edition.latest((*where.closed, library.edition)) or library.edition, day)


def baseline(where: Shelf, library: Library, wanted: str, since: str | None) -> tuple[Baseline, str]:
    """What the edition is compared with, and how it is told. Raises UnreadableFile."""
    from clausekit.release import Baseline, edition

    if since:
        return _at(where, since, f"Comparée à la révision {since}.")
    own = [] if edition.key(library.edition) == edition.key(wanted) else [library.edition]
    previous = edition.before(wanted, (*where.closed, *own))
    if previous is None:
        return Baseline(), "Première édition : toutes les entrées y sont nouvelles."
    if previous in where.tags:
        name = f"{edition.TAG}{previous}"
        return _at(where, name, f"Comparée à l'étiquette {name}.", edition_name=previous)
    return _by_commit(where, library, previous) or _by_journal(where, previous)


def _at(where: Shelf, name: str, told: str, *, edition_name: str | None = None) -> tuple[Baseline, str]:
    from clausekit import git
    from clausekit.release import Baseline

    old = _library(where.root, name)
    day = git.day_of(where.root, name)
    return Baseline(edition=edition_name or old.edition or None, day=day, name=name, library=old), told


def _library(root: Path, name: str) -> Library:
    from clausekit import library, tree
    from clausekit.cli.loading import Loaded
    from clausekit.finding import UnreadableFile

    found = tree.revision(root, name)
    loaded, findings = library.load(found.files)
    if findings:
        said = Loaded(library=loaded, name=found.name, findings=findings, prefix=found.prefix)
        raise UnreadableFile(said.told)
    return loaded


def _by_commit(where: Shelf, library: Library, previous: str) -> tuple[Baseline, str] | None:
    """The commit that wrote the previous edition in the journal, else in bibliotheque.yaml, when no tag names it."""
    from clausekit import git
    from clausekit.library import ROOT
    from clausekit.release import journal

    if not where.git or library.edition != previous:
        return None
    title = f"^## Édition {re.escape(previous)}"
    commit = git.last_touching(where.root, title, journal.PATH) or git.last_touching(where.root, _EDITION_LINE, ROOT)
    if commit is None or _library(where.root, commit).edition != previous:
        return None
    short = commit[:10]
    told = f"Aucune étiquette v{previous} : comparée à la révision {short}, où l'édition {previous} a été inscrite."
    return _at(where, short, told, edition_name=previous)


def _by_journal(where: Shelf, previous: str) -> tuple[Baseline, str]:
    from clausekit import tree
    from clausekit.release import Baseline, journal

    section = next((item for item in where.sections if item.edition == previous), None)
    if section is None:
        raise tree.problem(
            "edition-sans-repere",
            f"Rien ne dit ce qu'était l'édition {previous} : ni étiquette, ni révision de git, ni journal.",
            str(where.root / journal.PATH),
            read=f"aucune étiquette v{previous}, aucune section « Édition {previous} »",
            expected=f"une étiquette v{previous}, ou un journal qui porte cette édition",
            why="Le journal d'une édition dit ce qui a changé depuis la précédente.",
            remedy="Donner avec --since la révision de cette édition.",
        )
    found = Baseline(edition=previous, day=section.day, name="journal", known=journal.known(where.sections))
    return found, "Sans git à cette édition : d'après l'historique des entrées et le journal."


def commands(where: Shelf, wanted: str, files: Iterable[str]) -> tuple[str, ...]:
    """What a person types to keep the edition in git; nothing without git."""
    from clausekit.release import edition

    if not where.git:
        return ()
    here = where.root.resolve() == Path.cwd().resolve()
    at = "" if here else f'-C "{where.root}" ' if " " in str(where.root) else f"-C {where.root} "
    said = f'"Bibliothèque : édition {wanted}"'
    return (
        f"git {at}add {' '.join(files)}",
        f"git {at}commit -m {said}",
        f"git {at}tag -a {edition.TAG}{wanted} -m {said}",
        f"git {at}push --follow-tags",
    )
