"""What must hold before an edition is closed, beside what `lint` says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausekit.finding import Finding, Place
from clausekit.grid import Grid, Row
from clausekit.library import ROOT, Library
from clausekit.release.changed import Item

_DRAFT = "projet"
_GONE = "retiree"
_SOME = 5


def _rows(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from _rows(row.children)


def _used(grid: Grid, library: Library) -> Iterator[tuple[str, Row]]:
    """What a grid makes use of: its criteria, the clauses that it names, those that its criteria name."""
    for rows in grid.levels.values():
        for row in _rows(rows):
            criterion = library.criteria.get(row.criterion or "")
            names = ((row.criterion or ""), *row.clauses, *(criterion.clauses if criterion else ()))
            yield from ((name, row) for name in names if name)


def grids(library: Library) -> Iterator[Finding]:
    """A grid of the edition that makes use of an entry which nobody has read again."""
    for grid in library.grids.values():
        told: set[str] = set()
        for name, row in _used(grid, library) if grid.state != _GONE else ():
            entry = library.find(name)
            if entry is None or entry.state != _DRAFT or name in told:
                continue
            told.add(name)
            yield Finding(
                rule="edition-grille",
                severity="bloquante",
                message=f"La grille {grid.id} emploie {name}, qui est à l'état « projet ».",
                read=f"{name}, etat: {_DRAFT}",
                expected="une entrée relue par une seconde personne, ou validée",
                places=(Place(file=grid.file, route=row.route), Place(file=entry.file, route=("etat",))),
                why="Une grille d'une édition close est proposée telle quelle aux dossiers.",
                remedy=f"Faire relire {name}, ou l'ôter de la grille.",
            )


def histories(items: Iterable[Item]) -> Iterator[Finding]:
    """An entry that the journal names and that is gone, or that was retired without its history saying so."""
    for item in items:
        if item.absent:
            yield Finding(
                rule="edition-historique",
                severity="bloquante",
                message=f"{item.id} a disparu de la bibliothèque.",
                read=f"aucun fichier {item.id}",
                expected="l'entrée, à l'état « retiree », avec celle qui la remplace",
                places=(Place(file=item.file or ROOT),),
                why="Aucune entrée n'est supprimée : des contrats signés portent son identifiant.",
                remedy="Remettre le fichier (git le garde), et la retirer : etat: retiree, une ligne « retrait ».",
            )
        elif item.undeclared:
            yield Finding(
                rule="edition-historique",
                severity="bloquante",
                message=f"{item.id} a été retirée, ou reprise, sans ligne d'historique nouvelle.",
                read=f"révision {item.revision}, la même qu'à l'édition précédente",
                expected="une ligne d'historique nouvelle",
                places=(Place(file=item.file, route=("historique",)),),
                why="L'historique dit pourquoi un texte a changé : c'est de lui que se fait le journal d'une édition.",
                remedy=f"Ajouter la révision {item.revision + 1} en tête d'historique, avec sa date et son motif.",
            )


def unsaved(paths: Iterable[str]) -> Iterator[Finding]:
    """Files of the library that git does not hold as they are on the disk."""
    yield from _of_files(
        paths,
        rule="edition-depot",
        message="La bibliothèque a des modifications que git ne garde pas encore.",
        expected="un dépôt où tout ce qui est sous clauses/ est enregistré",
        why="L'étiquette d'une édition désigne ce que git garde, non ce qui est sur le disque.",
        remedy="Enregistrer ces fichiers (git add, git commit), ou les rendre à leur état, puis recommencer.",
    )


def shapeless(paths: Iterable[str]) -> Iterator[Finding]:
    """Files of the library that are not in the canonical form."""
    yield from _of_files(
        paths,
        rule="edition-forme",
        message="Des fichiers de la bibliothèque ne sont pas dans la forme unique.",
        expected="des fichiers où « clausekit fmt --check » ne trouve rien à faire",
        why="Un fichier dans une autre forme mêle, à la prochaine modification, la mise en page et le sens.",
        remedy="Lancer « clausekit fmt », enregistrer, puis recommencer.",
    )


def _of_files(
    paths: Iterable[str], *, rule: str, message: str, expected: str, why: str, remedy: str
) -> Iterator[Finding]:
    """One finding for them all, which names the first ones; none when there are none."""
    names = sorted(paths)
    if names:
        more = f"… ({len(names)} fichiers)" if len(names) > _SOME else ""
        yield Finding(
            rule=rule,
            severity="bloquante",
            message=message,
            read=", ".join(names[:_SOME]) + more,
            expected=expected,
            places=(Place(file=names[0]),),
            why=why,
            remedy=remedy,
        )
