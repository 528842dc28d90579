"""`clausekit check`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clausekit.cli import check_files, check_output, redlining
from clausekit.cli.loading import Loaded, Purchase, library_option, load_library, load_purchase
from clausekit.cli.pages import force_option

if TYPE_CHECKING:
    from clausekit.alone import Alone
    from clausekit.check import Verdict
    from clausekit.drift import Drift
    from clausekit.finding import Finding
    from clausekit.reasons import Reason
    from clausekit.report.checked import Checked
    from clausekit.report.redlined import Redlined
    from clausekit.source import Source

_WORST = (2, 1, 3, 0)
_WITHOUT_DOSSIER = ("text", "markdown", "json", check_output.FICHE)
_WITH_REASONS = ("text", "markdown", "json")


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
    buyers: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    reasons: dict[str, tuple[Reason, ...]] = field(default_factory=dict)
    drifts: dict[str, Drift] = field(default_factory=dict)
    alone: Alone | None = None
    compared: list[redlining.Compared] = field(default_factory=list)
    redlines: dict[str, tuple[Redlined, ...]] = field(default_factory=dict)


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


def _judge(
    given: check_files.Arguments, loaded: Loaded, read: _Read, *, on: str | None, stage: str, **asked: Any
) -> None:
    """Judge each file; one that cannot be read does not stop the others."""
    from clausekit import check, reasons
    from clausekit.finding import UnreadableFile

    unread = _unread(loaded)
    for path in dict.fromkeys(given.dossiers):
        try:
            purchase = load_purchase(Path(path), loaded.library, on=on)
            documents = given.documents or check_files.named(purchase)
        except UnreadableFile as problem:
            read.errors += problem.findings
            continue
        read.sources.update(purchase.sources)
        verdict = _without_echoes(check.check(purchase.marche, stage=stage, **asked), unread)
        if documents and not verdict.out_of_scope:
            published = stage == check.PUBLICATION
            drift = _drift(purchase, documents, loaded, read, whole=given.whole, published=published)
            read.drifts[verdict.file] = drift
            verdict = check_files.completed(verdict, drift)
        read.verdicts.append(verdict)
        read.buyers[verdict.file] = purchase.marche.authority.name
        read.reasons[verdict.file] = reasons.reasons(verdict, purchase.marche)


def _drift(purchase: Purchase, documents: tuple[str, ...], loaded: Loaded, read: _Read, **asked: bool) -> Drift:
    """The dossier held against the documents; what cannot be read is told."""
    files, problems = check_files.read(documents, loaded)
    read.errors += problems
    read.compared.append(redlining.Compared(purchase=purchase, files=files))
    return check_files.compare(purchase, files, **asked)


def _redline(folder: str | None, read: _Read, *, force: bool) -> None:
    """Write the documents with what departs from their dossier as tracked changes, when it is asked for."""
    from clausekit.finding import UnreadableFile

    if folder is None:
        return
    if not read.compared and not read.errors:
        raise click.UsageError("« --redline » va avec un dossier et ses pièces : donner aussi les fichiers.")
    try:
        read.redlines.update(redlining.write(read.compared, Path(folder), force=force))
    except UnreadableFile as problem:
        read.errors += problem.findings


def _write(target: str | None, loaded: Loaded, read: _Read) -> None:
    """Write the dossier that the documents let understand, when it is asked for and some were read."""
    from clausekit.finding import UnreadableFile

    if target is None or read.alone is None or not read.alone.read:
        return
    try:
        check_files.write_dossier(read.alone, loaded, target)
    except UnreadableFile as problem:
        read.errors += problem.findings
        return
    click.echo(f"  écrit  {target}\n")


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
    type=click.Choice(check_output.FORMS),
    help="Forme du rapport ; docx : la fiche de contrôle, à signer et à verser au dossier "
    "(sans dossier : le rapport de lecture des pièces). "
    "Par défaut : text, ou celle que dit le nom du fichier.",
)
@click.option(
    "--output",
    "output",
    metavar="CHEMIN",
    help="Écrire le rapport dans un fichier (.txt, .md, .json, .sarif, .docx) ; "
    "pour les fiches de plusieurs dossiers, un dossier du disque.",
)
@force_option
@click.option(
    "--motifs",
    is_flag=True,
    help="Donner aussi, rédigés, les motifs à verser au dossier quand il use d'une exception de la loi.",
)
@click.option(
    "--write-dossier",
    "dossier_file",
    metavar="FICHIER.yaml",
    help="Sans dossier : écrire celui que les pièces laissent comprendre, à relire et à compléter.",
)
@click.option(
    "--redline",
    "redline",
    metavar="DIR",
    help="Écrire dans ce dossier du disque, pour chaque pièce Word qui s'écarte de ce que le dossier produit, "
    "un .docx où ses écarts sont des modifications suivies.",
)
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    dossiers: tuple[str, ...],
    policies: tuple[str, ...],
    stade: str,
    strict: bool,
    on: str | None,
    form: str | None,
    output: str | None,
    force: bool,
    motifs: bool,
    dossier_file: str | None,
    redline: str | None,
    library_path: str | None,
) -> None:
    """Juger un ou plusieurs dossiers : loi et politique, mesure par mesure, lot par lot.

    Le tableau par mesure est toujours imprimé. Une mesure qu'aucun programme ne peut juger est
    dite « à la main », avec ce qu'une personne doit regarder.

    Avec des pièces (.docx, .odt, .pdf) ou un dossier du disque, dit aussi où elles s'écartent du dossier.
    Sans dossier, les pièces sont jugées seules, sur le peu d'exigences que leurs mots permettent de juger.
    """
    from clausekit.cli.asking import choice
    from clausekit.report import checked

    shape = check_output.form_of(form, output)
    if motifs and shape not in _WITH_REASONS:
        raise click.UsageError(f"Les motifs se donnent en {', '.join(_WITH_REASONS)} : pas en {shape}.")
    given = check_files.sort(dossiers)
    if not given.dossiers and shape not in _WITHOUT_DOSSIER:
        raise click.UsageError(f"Des pièces sans dossier se jugent en {', '.join(_WITHOUT_DOSSIER)} : pas en {shape}.")
    if dossier_file and (given.dossiers or (shape == "json" and not output)):
        raise click.UsageError("« --write-dossier » se donne avec des pièces sans dossier, et un rapport en texte.")
    if dossier_file and not dossier_file.endswith(".yaml"):
        raise click.UsageError(f"--write-dossier nomme un fichier .dossier.yaml, non « {dossier_file} ».")
    if redline is not None:
        if not given.dossiers:
            raise click.UsageError("« --redline » compare des pièces à leur dossier : donner aussi le dossier.")
        redlining.refuse_place(redline, given.documents)
    paths = (
        check_output.targets(output, shape, given.dossiers, force=force, documents=given.documents) if output else {}
    )
    read = _Read()
    library = _library(library_path, Path(dossiers[0]).parent, read)
    if library:
        for name in policies:
            choice("--policy", name, library.library.policies)
        _judge(given, library, read, on=on, policies=policies, stage=stade)
        if not given.dossiers:
            read.alone, problems = check_files.alone(given.documents, library, policies)
            read.errors += problems
            _write(dossier_file, library, read)
        _redline(redline, read, force=force)
    report = _report(read, library, stade=stade, strict=strict, motifs=motifs)
    if paths:
        written = check_output.write(report, shape, paths, read.buyers)
        click.echo(check_output.told(report, written=written))
    else:
        click.echo(checked.render(report, shape))
    ctx.exit(report.exit_code)


def _report(read: _Read, library: Loaded | None, *, stade: str, strict: bool, motifs: bool) -> Checked:
    """What there is to say of what was read, and the worst of its exit codes."""
    from clausekit import check
    from clausekit.report import checked

    codes = {check.exit_code(verdict, strict=strict) for verdict in read.verdicts}
    codes |= {check_files.exit_code(read.alone, strict=strict)} if read.alone else set()
    codes |= {2} if read.errors else set()
    return checked.Checked(
        library_name=library.name if library else "",
        edition=library.library.edition if library else "",
        errors=tuple(dict.fromkeys(read.errors)),
        verdicts=tuple(read.verdicts),
        sources=read.sources,
        stage=stade,
        strict=strict,
        exit_code=next(code for code in _WORST if code in codes),
        reasons=read.reasons if motifs else None,
        drifts=read.drifts,
        redlines=read.redlines,
        alone=read.alone,
    )
