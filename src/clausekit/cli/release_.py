"""`clausekit release`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import Loaded, library_option, load_library

if TYPE_CHECKING:
    from clausekit.cli.closing import Shelf
    from clausekit.finding import Finding
    from clausekit.release import Baseline, Closing

_NOTHING = 3


@click.command("release")
@click.argument("edition", metavar="[EDITION]", required=False)
@click.option("--since", metavar="RÉVISION", help="Comparer à cette révision git, au lieu de la dernière édition.")
@click.option("--on", "on", metavar="DATE", help="Date de l'édition (AAAA-MM-JJ). Par défaut : aujourd'hui.")
@click.option("--write", is_flag=True, help="Écrire le journal et l'édition, si rien ne bloque.")
@click.option(
    "--dry-run", "--montrer", "dry_run", is_flag=True, help="Montrer sans rien écrire : ce qui se fait sans --write."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Forme de la réponse ; markdown : la section du journal.",
)
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    edition: str | None,
    since: str | None,
    on: str | None,
    write: bool,
    dry_run: bool,
    form: str,
    library_path: str | None,
) -> None:
    """Clore une édition de la bibliothèque : contrôles, journal, étiquette proposée.

    EDITION est une année et un rang (2026.5) ; sans elle, la suivante. Rien n'est écrit sans --write : alors
    clauses/JOURNAL.md reçoit la section de l'édition, et clauses/bibliotheque.yaml son numéro.

    Une édition ne se clôt pas si « lint » ou « lint --since » a un point bloquant, si « fmt --check » trouve à faire,
    si git n'a pas tout gardé, ou si une grille emploie une entrée à l'état « projet ». clausekit n'écrit jamais dans
    git : il donne les commandes, l'étiquette reste l'acte d'une personne.
    """
    from clausekit.cli import closing as closings
    from clausekit.cli import watching
    from clausekit.finding import UnreadableFile
    from clausekit.report import released, text

    if write and dry_run:
        raise click.UsageError("--write écrit, --dry-run ne fait que montrer : n'en garder qu'un.")
    root = closings.root_of(library_path)
    loaded = load_library(str(root))
    if loaded.findings:
        raise UnreadableFile(loaded.told)
    where, day = closings.shelf(root), watching.day(on)
    closing, told = _closing(loaded, where, edition, since=since, day=day)
    closing = replace(closing, findings=loaded.tell(closing.findings))
    written = _write(where, closing, loaded) if write and closing.ready else ()
    report = released.Released(
        library_name=loaded.name,
        library=loaded.library,
        closing=closing,
        told=told,
        commands=closings.commands(where, closing.edition, _paths(closing, loaded)),
        written=written,
        sources=loaded.library.sources,
    )
    click.echo(released.render(report, form))
    if form == "markdown" and closing.findings:
        click.echo(text.findings(closing.findings), err=True)
    ctx.exit(_NOTHING if closing.empty else int(not closing.ready))


def _closing(loaded: Loaded, where: Shelf, edition: str | None, *, since: str | None, day: str) -> tuple[Closing, str]:
    from clausekit.cli import closing as closings
    from clausekit.library import ROOT
    from clausekit.release import release
    from clausekit.release.edition import accepted

    library = loaded.library
    asked = edition or closings.proposed(where, library, day)
    current = library.edition
    wanted = accepted(asked, current=current, closed=where.closed, file=str(where.root / ROOT))
    found, told = closings.baseline(where, library, wanted, since)
    if found.day and day < found.day:
        said = f"l'édition précédente est du {found.day}, après le {day}."
        raise click.BadParameter(said, param_hint="--on")
    closing = release(library, edition=wanted, day=day, baseline=found, findings=_checked(loaded, where, found, day))
    return closing, told


def _checked(loaded: Loaded, where: Shelf, found: Baseline, day: str) -> list[Finding]:
    """What other checks say and an edition cannot have: each one adds its findings here."""
    from clausekit import git
    from clausekit.cli import since
    from clausekit.lint import lint
    from clausekit.lint.history import HISTORY
    from clausekit.release import LIGHT, checks

    told = [*lint(loaded.library, day=day)]
    if found.library is not None and found.name is not None:
        told += since.told(where.root, found.name, loaded, rules=tuple(HISTORY)).findings
    if where.git:
        told += checks.unsaved(git.unsaved(where.root, within="clauses/"))
    told += checks.shapeless(_shapeless(where.root))
    return [item for item in told if item.severity not in LIGHT]


def _shapeless(root: Path) -> list[str]:
    """The files that « fmt » would write otherwise; line ends and a mark at the head are the disk's, not the text's."""
    from clausekit import library, tree
    from clausekit.fmt import fmt

    found = []
    for path, data in tree.folder(root).files.items():
        kind = library.kind_of(path)
        plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        if kind is not None and fmt(plain, file=path, kind=kind) != plain:
            found.append(path)
    return found


def _paths(closing: Closing, loaded: Loaded) -> tuple[str, ...]:
    """The files that closing an edition writes."""
    from clausekit.library import ROOT
    from clausekit.release import journal

    return (journal.PATH,) if loaded.library.edition == closing.edition else (ROOT, journal.PATH)


def _write(where: Shelf, closing: Closing, loaded: Loaded) -> tuple[str, ...]:
    """Write the journal and the edition, both or neither. Raises UnreadableFile; then nothing was written."""
    from clausekit import tree
    from clausekit.library import ROOT
    from clausekit.release import journal
    from clausekit.report.edition import section

    files = {where.root / journal.PATH: journal.added(where.journal, section(closing, loaded.library)).encode()}
    names = _paths(closing, loaded)
    if ROOT in names:
        files[where.root / ROOT] = _numbered(where.root / ROOT, closing.edition)
    tree.write_all({path.resolve(): data for path, data in files.items()})
    return names


def _numbered(path: Path, edition: str) -> bytes:
    """bibliotheque.yaml with another edition; all the rest stays byte for byte."""
    from clausekit import edit, source, tree

    data = tree.read(path)
    number = edit.Replacement(route=("edition",), text=f'"{edition}"')
    result = edit.edited(data, source.load(data, file=str(path)), (), (number,))
    if result is None:
        raise tree.problem(
            "edition-non-inscrite",
            "L'édition ne peut pas être inscrite sans toucher au reste du fichier ; rien n'est écrit.",
            str(path),
            read="une écriture où la valeur ne se remplace pas seule",
            expected=f'edition: "{edition}", sur une ligne',
            remedy="Écrire la clé « edition » et sa valeur sur une ligne à elles, puis recommencer.",
        )
    return result
