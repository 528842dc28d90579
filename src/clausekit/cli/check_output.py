"""Where `clausekit check` writes: the terminal, a file, or a fiche for each dossier."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from clausekit.cli.inspect_ import READABLE

if TYPE_CHECKING:
    from clausekit.alone import Alone
    from clausekit.check import Verdict
    from clausekit.fragment import Fragment
    from clausekit.report.checked import Checked

FICHE = "docx"
_OF_PIECES = "lecture-des-pieces.docx"
FORMS = ("text", "json", "markdown", "sarif", FICHE)
_BY_SUFFIX = {".txt": "text", ".json": "json", ".md": "markdown", ".sarif": "sarif", ".docx": FICHE}
_OTHER = frozenset({".pdf", ".doc", ".odt", ".html", ".xlsx", ".xls", ".ods"})
_NO_FICHE = _BY_SUFFIX.keys() - {".docx"} | _OTHER


def form_of(form: str | None, output: str | None) -> str:
    """The form asked for, else the one that the file's name says; what cannot be is refused."""
    suffix = Path(output).suffix.lower() if output else ""
    found = form or _BY_SUFFIX.get(suffix, "text")
    if found == FICHE and output is None:
        raise click.UsageError("La fiche s'écrit dans un fichier : ajouter « --output FICHIER.docx ».")
    if found == FICHE and output and suffix in _NO_FICHE and not Path(output).is_dir():
        raise click.UsageError(
            f"Une fiche est un fichier .docx : donner à --output un nom qui finit ainsi, non {suffix}."
        )
    if suffix in _OTHER and not Path(output or "").is_dir():
        raise click.UsageError(
            f"Un rapport est un fichier {', '.join(_BY_SUFFIX)} : clausekit n'écrit pas de {suffix}."
        )
    if suffix == ".docx" and found != FICHE:
        raise click.UsageError(f"Un fichier .docx est une fiche : « --format docx », ou un autre nom pour {found}.")
    return found


def targets(
    output: str, form: str, dossiers: Sequence[str], *, force: bool, documents: Sequence[str] = ()
) -> Mapping[str, Path]:
    """Where each dossier's fiche goes; any other form is one file, under the name of the first dossier.

    Without a dossier, `documents` have one file together. A file already there is refused without `force`, and
    what is judged is never written over.
    """
    files = [str(Path(file)) for file in dict.fromkeys(dossiers or documents)]
    alone = form != FICHE or (len(files) == 1 and not Path(output).is_dir())
    if not dossiers:
        found = {files[0]: Path(output) / _OF_PIECES if form == FICHE and Path(output).is_dir() else Path(output)}
    else:
        found = {files[0]: Path(output)} if alone else _in_folder(Path(output), files)
    for path in found.values():
        _refuse_judged(path, {Path(os.path.realpath(file)) for file in dossiers}, documents)
        if os.path.lexists(path) and not force:
            _refuse_existing(path)
    return found


def _refuse_judged(path: Path, dossiers: Set[Path], documents: Sequence[str]) -> None:
    """Refuse to write over what is judged, and to put a file among the documents that would be read with them."""
    # Unlike `resolve`, it raises nothing on links that turn in a circle.
    target, pieces = Path(os.path.realpath(path)), {Path(os.path.realpath(file)) for file in documents}
    if target in dossiers:
        raise click.UsageError(f"« {path} » est le dossier à juger : donner un autre nom à --output.")
    if target in pieces and not target.is_dir():
        raise click.UsageError(f"« {path} » est une des pièces à juger : donner un autre nom à --output.")
    folder = next((item for item in pieces if item.is_dir() and item in target.parents), None)
    if folder and target.suffix.lower() in READABLE:
        raise click.UsageError(f"« {path} » est dans le dossier des pièces : donner à --output un autre endroit.")


def _in_folder(folder: Path, files: Sequence[str]) -> dict[str, Path]:
    if folder.suffix.lower() == ".docx":
        raise click.UsageError(
            "Une fiche par dossier : donner à --output un dossier du disque, où chaque fiche prend le nom du sien."
        )
    found = {file: folder / f"fiche-{_stem(file)}.docx" for file in files}
    doubles = [path for path, times in Counter(found.values()).items() if times > 1]
    if doubles:
        same = ", ".join(file for file, path in found.items() if path == doubles[0])
        raise click.UsageError(f"Ces dossiers donneraient la même fiche, {doubles[0].name} : {same}.")
    return found


def _stem(file: str) -> str:
    return Path(file).name.removesuffix(".yaml").removesuffix(".dossier")


def _refuse_existing(path: Path) -> NoReturn:
    from clausekit import disk

    remedy = "Choisir un autre nom (une fiche signée se garde), ou le remplacer quand même avec --force."
    raise disk.existing(path, remedy=remedy)


def write(report: Checked, form: str, paths: Mapping[str, Path], buyers: Mapping[str, str]) -> bool:
    """Write the report, all or nothing, and say where. False when a fiche would tell only a part."""
    from clausekit import tree
    from clausekit.report import checked

    if form == FICHE and report.errors and report.alone is None:
        return False
    if form == FICHE and report.alone is not None:
        files = dict.fromkeys(paths.values(), _of_pieces(report.alone, report))
    elif form == FICHE:
        files = {paths[item.file]: _fiche(item, report, buyers[item.file]) for item in report.verdicts}
    else:
        text = checked.render(report, form).rstrip("\n") + "\n"
        files = {path: text.encode() for path in paths.values()}
    tree.write_all(files)
    for path in files:
        click.echo(f"  écrit  {path}")
    return True


def _fiche(verdict: Verdict, report: Checked, buyer: str) -> bytes:
    from clausekit.report import fiche

    return _word(fiche.fragment(verdict, report, made_on=_today(), buyer=buyer))


def _of_pieces(found: Alone, report: Checked) -> bytes:
    from clausekit.report import fiche_pieces

    return _word(fiche_pieces.fragment(found, report, made_on=_today()))


def _today() -> str:
    import datetime

    return datetime.date.today().isoformat()


def _word(made: Fragment) -> bytes:
    from clausekit import packaged, word

    template = packaged.data_root() / "templates" / "fiche.docx"
    return word.write(made, template=template.read_bytes(), template_name=template.name, draft=False, footer="")


def told(report: Checked, *, written: bool) -> str:
    """What the terminal shows of a report that went to a file: what could not be read, and each balance."""
    from clausekit.report import judged, redlined, standing, text

    lines = [text.findings(judged.errors(report)), ""] if report.errors else []
    if not written:
        lines.append("Aucune fiche n'a été écrite : une fiche ne se tire que de ce qui a pu être lu en entier.")
    for verdict in report.verdicts:
        balance = f"rien n'a été jugé, c'est {verdict.out_of_scope}." if verdict.out_of_scope else ""
        balance = balance or judged.summary(verdict, report).removeprefix("Bilan : ")
        lines += text.wrap(f"{verdict.file} : {balance}", text.WIDTH, then="  ")
        lines += redlined.lines(report.redlines.get(verdict.file, ()))
    if report.alone:
        lines += text.wrap(standing.summary(report.alone), text.WIDTH, then="  ")
    return "\n".join(lines)
