"""Word files with tracked changes: which documents get one, what shows in it, and why another gets none."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.pages import refuse_existing
from clausekit.report.redlined import Redlined

if TYPE_CHECKING:
    from clausekit.assemble import Output
    from clausekit.cli.loading import Purchase
    from clausekit.drift.carried import Carried
    from clausekit.inspect import Inspected
    from clausekit.word.tracked import Redline

AUTHOR = "Écart avec le dossier"
_WORD = frozenset((".docx", ".dotx"))
_SUFFIX = "-ecarts.docx"
_ALIKE = 1 / 3  # share of the generated paragraphs under which a document is another one
_OTHER_FORMAT = (
    "pas de modifications suivies : elles ne s'écrivent que dans un document Word .docx ; "
    "l'enregistrer sous ce format, ou lire les écarts ci-dessus."
)
_ANOTHER = (
    "pas de modifications suivies : ce document n'est pas tiré de celui que le dossier produit, tout y serait barré ; "
    "lire les écarts ci-dessus."
)
_SETTLED = "Il portait déjà des modifications suivies : elles ont été acceptées avant la comparaison."
_LEFT_OUT = "Une image ou une formule du texte produit, ôtée depuis, n'est pas montrée."
_WITHIN = "Le document est celui de l'autorité : seules les clauses que clausekit y a écrites sont comparées."


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A dossier and the documents that were read beside it."""

    purchase: Purchase
    files: tuple[Inspected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What is told of a document, and the bytes of its redline."""

    told: Redlined
    data: bytes | None = None


def now() -> str:
    """The moment that changes bear, in UTC; that of the build when it fixes one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.datetime.now(tz=datetime.UTC)
    if epoch.isdecimal():
        moment = datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def refuse_place(folder: str, documents: Iterable[str]) -> None:
    """A redline put among the documents would be read as one of them."""
    place = Path(folder).resolve()
    if Path(folder).suffix.lower() == ".docx":
        raise click.UsageError("« --redline » nomme un dossier du disque, où chaque pièce a son fichier.")
    for path in (Path(item).resolve() for item in documents):
        if path.is_dir() and (place == path or path in place.parents):
            raise click.UsageError(
                f"« {folder} » est dans le dossier des pièces : donner à --redline un autre dossier du disque."
            )


def write(compared: Sequence[Compared], folder: Path, *, force: bool) -> Mapping[str, tuple[Redlined, ...]]:
    """Write the redlines of every dossier, all or none, and tell them. Raises UnreadableFile."""
    from clausekit import tree

    files: dict[Path, bytes] = {}
    told: dict[str, tuple[Redlined, ...]] = {}
    for item in compared:
        dossier = item.purchase.marche.dossier.file
        below = folder / _stem(dossier) if len(compared) > 1 else folder
        told[dossier] = tuple(_placed(list(_made(item)), below, files))
    for path in files:
        refuse_existing(path, force=force, option="--redline")
    tree.write_all(files)
    return told


def _stem(dossier: str) -> str:
    return Path(dossier).name.removesuffix(".yaml").removesuffix(".dossier")


def _placed(found: Sequence[Made], folder: Path, files: dict[Path, bytes]) -> Iterator[Redlined]:
    """What is told of each document, its redline among the files to write under a name of its own."""
    for item in found:
        if item.data is None:
            yield item.told
            continue
        stem = Path(item.told.file).stem
        names = (f"{stem}{_SUFFIX}", *(f"{stem}-{count}{_SUFFIX}" for count in range(2, len(found) + 2)))
        path = next(folder / name for name in names if folder / name not in files)
        files[path] = item.data
        yield replace(item.told, output=str(path))


def _made(item: Compared) -> Iterator[Made]:
    """Each document that carries one of the dossier's, once."""
    from clausekit import assemble
    from clausekit.drift.carried import carried

    found = carried(assemble.assemble(item.purchase.marche).outputs, item.files)
    holders: dict[str, tuple[Inspected, list[Carried]]] = {}
    for document in found.documents:
        for file in document.files:
            holders.setdefault(file.file, (file, []))[1].append(document)
    for file, documents in holders.values():
        yield _one(item.purchase, file, documents)


def _one(purchase: Purchase, file: Inspected, documents: Sequence[Carried]) -> Made:
    from clausekit.finding import UnreadableFile

    names = ", ".join(document.stem for document in documents)
    told = Redlined(file=file.file, piece=names)
    if Path(file.file).suffix.lower() not in _WORD:
        return Made(told=replace(told, why=_OTHER_FORMAT))
    if len(documents) > 1:
        why = f"pas de modifications suivies : ce fichier réunit plusieurs pièces du dossier ({names})."
        return Made(told=replace(told, why=why))
    try:
        return _compared(purchase, file, documents[0].output, told)
    except UnreadableFile as problem:
        message = problem.findings[0].message
        return Made(told=replace(told, why=f"pas de modifications suivies : {message[:1].lower()}{message[1:]}"))


def _compared(purchase: Purchase, file: Inspected, output: Output, told: Redlined) -> Made:
    from clausekit import tree, word
    from clausekit.cli import issue
    from clausekit.drift.margins import draft_foot
    from clausekit.sealed import DRAFT

    data = tree.read(Path(file.file), expected="un document Word .docx")
    assert file.draft is not None  # noqa: S101 (a file that carries a document was read)
    within = word.restored(output.fragment, name=output.name, data=data, file=file.file, draft=file.draft)
    stage = DRAFT if draft_foot(file.draft) else issue.PUBLICATION
    old = within or issue.generated(purchase, output, stage=stage)
    found = word.redline(old, data, file=file.file, author=AUTHOR, date=now(), around=True)
    if found.data is None:
        same = "aucune différence avec ce que le dossier produit."
        return Made(told=replace(told, why=same, notes=(_SETTLED,) if found.settled else ()))
    if found.share < _ALIKE:
        return Made(told=replace(told, why=_ANOTHER))
    return Made(told=_counted(told, found, within=within is not None), data=found.data)


def _counted(told: Redlined, found: Redline, *, within: bool) -> Redlined:
    notes = ((_SETTLED, found.settled), (_LEFT_OUT, found.left_out), (_WITHIN, within))
    return replace(counted(told, found), notes=tuple(note for note, holds in notes if holds))


def counted(told: Redlined, found: Redline) -> Redlined:
    """What is told of a document, with how much its redline shows."""
    return replace(told, added=found.added, removed=found.removed, moved=found.moved, changed=found.changed)
