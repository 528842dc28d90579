"""`clausekit fmt`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

_KINDS = (".clause.yaml", ".critere.yaml", ".grille.yaml", ".annexe.yaml", ".exigences.yaml")
_OTHERS = (".dossier.yaml", ".acheteur.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shaped:
    """A file as it is and as it should be."""

    path: Path
    old: bytes
    new: bytes


def _kind(path: Path) -> str | None:
    """The schema of a file, known by its name or, for a register, by its folder; None for another file."""
    from clausekit import library

    parts = path.absolute().parts
    last = max((number for number, part in enumerate(parts) if part == "clauses"), default=0)
    found = library.kind_of("/".join(parts[last:]))
    return found or next((end.split(".")[1] for end in _OTHERS if path.name.endswith(end)), None)


def _found(paths: tuple[str, ...], library_path: str | None) -> list[Path]:
    """The files to shape: those that are named, and those of ours in the folders that are named."""
    from clausekit import tree
    from clausekit.cli.loading import from_here, library_folder

    found: dict[Path, None] = {}
    given = paths or (from_here(str(library_folder(library_path) / "clauses")),)
    for path in map(Path, given):
        inside = [file for file in tree.yaml_files(path) if _kind(file)] if path.is_dir() else [_named(path)]
        found |= dict.fromkeys(inside)
    return list(found)


def _named(path: Path) -> Path:
    from clausekit import tree

    if _kind(path) is None and path.exists():
        raise tree.problem(
            "fichier-autre",
            "Le nom de ce fichier ne dit pas de quel genre il est ; il n'est pas mis en forme.",
            str(path),
            read=path.name,
            expected=f"un nom qui finit par {', '.join((*_KINDS, *_OTHERS))}, ou un registre de clauses/registres",
            remedy="Donner un fichier de la bibliothèque, un dossier d'achat ou un fichier d'autorité.",
        )
    return path


def _shaped(files: list[Path]) -> list[_Shaped]:
    """Every file with its form. One that cannot be read stops them all, once all are read."""
    from clausekit import fmt, tree
    from clausekit.finding import UnreadableFile

    shaped, refused = list[_Shaped](), list[UnreadableFile]()
    for path in files:
        try:
            data = tree.read(path, expected="un fichier de la bibliothèque ou un dossier")
            shaped.append(_Shaped(path=path, old=data, new=fmt.fmt(data, file=str(path), kind=_kind(path))))
        except UnreadableFile as problem:
            refused.append(problem)
    if refused:
        raise UnreadableFile(found for problem in refused for found in problem.findings)
    return shaped


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number < 2 else several}"


def _summary(read: int, changed: int, *, wrote: bool) -> str:
    """« 300 fichiers lus, 2 mis en forme. »"""
    head = _count(read, "fichier lu", "fichiers lus")
    if not changed:
        return f"{head}, rien à mettre en forme."
    done = "mis en forme" if wrote else "à mettre en forme"
    return f"{head}, {changed} {done}."


@click.command("fmt")
@click.argument("paths", metavar="[CHEMINS]...", nargs=-1)
@click.option("--check", is_flag=True, help="Ne rien écrire : lister les fichiers à mettre en forme (code 1).")
@click.option("--diff", "shown", is_flag=True, help="Ne rien écrire : montrer ce qui changerait.")
@click.option("--library", "library_path", metavar="DIR", help="Dossier de la bibliothèque, sans CHEMINS.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], check: bool, shown: bool, library_path: str | None) -> None:
    """Mettre les fichiers YAML dans une forme unique, sans rien changer à ce qu'ils disent.

    Sans CHEMINS, toute la bibliothèque ; sinon les fichiers et dossiers donnés, dossiers d'achat
    et fichiers d'autorité compris. Ordre des clés, retraits, espaces et guillemets deviennent ceux
    de la maison ; un texte va à la ligne à chaque phrase ; les commentaires restent. Les fins de
    ligne de Windows (CRLF) deviennent LF, la marque d'ordre des octets (BOM) est ôtée.

    Chaque fichier est relu avant d'être écrit. Tous sont écrits, ou aucun : un seul fichier
    illisible arrête tout (code 2).
    """
    from clausekit import fmt, tree

    files = _found(paths, library_path)
    changed = [item for item in _shaped(files) if item.new != item.old]
    writes = not (check or shown)
    if writes:
        tree.write_all({item.path.resolve(): item.new for item in changed})
    for item in changed:
        if shown:
            click.echo("\n".join(fmt.difference(item.old, item.new, file=item.path.as_posix())))
        else:
            click.echo(f"  {'écrit  ' if writes else 'à mettre en forme '} {item.path}")
    click.echo(_summary(len(files), len(changed), wrote=writes), err=shown)
    if changed and check:
        click.echo("Pour les mettre en forme : clausekit fmt", err=shown)
    ctx.exit(3 if not files else int(check and bool(changed)))
