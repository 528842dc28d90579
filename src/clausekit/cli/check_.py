"""`clausekit check`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clausekit.cli.loading import Loaded, library_option, load_library, load_purchase

if TYPE_CHECKING:
    from clausekit.check import Verdict
    from clausekit.finding import Finding
    from clausekit.report import checked
    from clausekit.source import Source

_WORST = (2, 1, 3, 0)


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ENTRY = re.compile(r"[A-Z]{3}-[CGA]?[0-9]{2,3}")


def _iso(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    from clausekit import guess

    if value is None:
        return None
    meant = guess.iso_date(value)
    if meant is not None and _ISO.fullmatch(value):
        return value
    advice = f"écrire {meant}" if meant else "exemple : 2026-12-15"
    raise click.BadParameter(f"« {value} » n'est pas une date AAAA-MM-JJ ({advice}).")


@dataclass(slots=True)
class _Read:
    """What the files of one run gave."""

    errors: list[Finding] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)


def _library(path: str | None, start: Path, read: _Read) -> Loaded | None:
    """The library; None when there is none to judge by."""
    from clausekit.finding import UnreadableFile

    try:
        loaded = load_library(path, start)
    except UnreadableFile as problem:
        read.errors += problem.findings
        return None
    read.errors += loaded.told
    return loaded if loaded.library.edition else None


def _unread(loaded: Loaded) -> frozenset[str]:
    """Ids of the entries whose file cannot be read: they exist, and were told already."""
    files = (place.file for found in loaded.findings for place in found.places[:1])
    return frozenset(match[0] for file in files if (match := _ENTRY.match(file.rpartition("/")[2])))


def _without_echoes(verdict: Verdict, unread: frozenset[str]) -> Verdict:
    def kept(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(found for found in findings if found.rule != "entree-inconnue" or found.read not in unread)

    lots = tuple(replace(lot, findings=kept(lot.findings)) for lot in verdict.lots)
    return replace(verdict, findings=kept(verdict.findings), lots=lots)


def _judge(dossiers: tuple[str, ...], loaded: Loaded, read: _Read, *, on: str | None, **asked: Any) -> None:
    """Judge each file; one that cannot be read does not stop the others."""
    from clausekit import check
    from clausekit.finding import UnreadableFile

    unread = _unread(loaded)
    for path in dict.fromkeys(dossiers):
        try:
            purchase = load_purchase(Path(path), loaded.library, on=on)
        except UnreadableFile as problem:
            read.errors += problem.findings
            continue
        read.sources.update(purchase.sources)
        read.verdicts.append(_without_echoes(check.check(purchase.marche, **asked), unread))


def _refuse_misuse(form: str, output: str | None, dossiers: tuple[str, ...]) -> None:
    if (form == "docx") != (output is not None):
        raise click.UsageError("La fiche s'écrit avec « --format docx --output FICHIER.docx », l'un avec l'autre.")
    if form == "docx" and len(set(dossiers)) > 1:
        raise click.UsageError("Une fiche par dossier : donner un seul dossier avec --format docx.")


def _fiche(verdict: Verdict, report: checked.Checked, path: Path) -> None:
    """Write the fiche de contrôle; a file already there is not replaced."""
    import datetime

    from clausekit import packaged, tree, word
    from clausekit.report import fiche

    if path.exists():
        raise tree.problem(
            "document-existant",
            "Un document de ce nom existe déjà ; il n'est pas remplacé.",
            str(path),
            read=path.name,
            expected="un nom libre",
            remedy="Choisir un autre nom : une fiche signée se garde.",
        )
    made = fiche.fragment(
        verdict, edition=report.edition, made_on=datetime.date.today().isoformat(), stage=report.stage, buyer=""
    )
    template = (packaged.data_root() / "templates" / "neutre.docx").read_bytes()
    tree.write(path, word.write(made, template=template, template_name="neutre.docx", draft=False, footer=""))
    click.echo(f"  écrit  {path}\n")


@click.command("check")
@click.argument("dossiers", nargs=-1, required=True, metavar="DOSSIER...")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="NOM",
    help="Politique à juger (répétable). Par défaut : celles de l'autorité.",
)
@click.option(
    "--stade",
    type=click.Choice(["brouillon", "publication"]),
    default="brouillon",
    show_default=True,
    help="À la publication, un blanc devient une erreur.",
)
@click.option("--strict", is_flag=True, help="Sortir avec 1 aussi pour ce qui est à justifier et les avertissements.")
@click.option("--on", metavar="DATE", callback=_iso, help="Date de lancement, si le dossier n'en a pas (AAAA-MM-JJ).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "docx"]),
    default="text",
    show_default=True,
    help="Forme du rapport ; docx : la fiche de contrôle, à signer et à verser au dossier.",
)
@click.option("--output", "output", metavar="FICHIER.docx", help="Où écrire la fiche de contrôle.")
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    dossiers: tuple[str, ...],
    policies: tuple[str, ...],
    stade: str,
    strict: bool,
    on: str | None,
    form: str,
    output: str | None,
    library_path: str | None,
) -> None:
    """Juger un ou plusieurs dossiers : loi et politique, mesure par mesure, lot par lot.

    Le tableau par mesure est toujours imprimé. Une mesure qu'aucun programme ne peut juger est
    dite « à la main », avec ce qu'une personne doit regarder.
    """
    from clausekit import check
    from clausekit.cli.asking import choice
    from clausekit.report import checked

    _refuse_misuse(form, output, dossiers)
    read = _Read()
    library = _library(library_path, Path(dossiers[0]).parent, read)
    if library:
        for name in policies:
            choice("--policy", name, library.library.policies)
        _judge(dossiers, library, read, on=on, policies=policies, stage=stade)
    codes = [check.exit_code(verdict, strict=strict) for verdict in read.verdicts]
    codes += [2] if read.errors else []
    report = checked.Checked(
        library_name=library.name if library else "",
        edition=library.library.edition if library else "",
        errors=tuple(dict.fromkeys(read.errors)),
        verdicts=tuple(read.verdicts),
        sources=read.sources,
        stage=stade,
        strict=strict,
    )
    if form == "docx" and output and read.verdicts:
        _fiche(read.verdicts[0], report, Path(output))
    click.echo(checked.render(report, "text" if form == "docx" else form))
    ctx.exit(next(code for code in _WORST if code in codes))
