"""A dossier upgraded for the chosen entries: the dossier, its new documents, their redlines and their lock."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clausekit import assemble, disk, encoding, library, lock, retouch, sealed, slips, tree, word
from clausekit.clause import Clause
from clausekit.cli import adding, issue, loading, pages, rebuilding, redlining, sources
from clausekit.finding import UnreadableFile
from clausekit.upgrade import Upgrade, upgrade

if TYPE_CHECKING:
    from clausekit.cli.loading import Loaded, Purchase
    from clausekit.cli.sources import Search
    from clausekit.finding import Finding
    from clausekit.library import Library
    from clausekit.outdated import Aged, Outdated
    from clausekit.sealed import Held, Sealed, Stamp
    from clausekit.source import Source
    from clausekit.word.tracked import Redline


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What would be written, or was. `dossier` is None when the file stays as it is.

    `redlines` are by document; `unshown` says of a document why it has none. `faults` are what stops the writing.
    """

    plan: Upgrade
    purchase: Purchase
    dossier: bytes | None
    before: str
    after: str
    documents: Mapping[str, bytes]
    redlines: Mapping[str, Redline]
    unshown: Mapping[str, str]
    seal: bytes
    faults: tuple[Finding, ...]
    notes: tuple[str, ...]


def upgraded(path: Path, held: Outdated, chosen: Iterable[Aged], loaded: Loaded, where: Search) -> Upgraded:
    """The upgrade of a dossier, in memory. Raises UnreadableFile."""
    item, data = held.lock, tree.read(path)
    read = loading.parsed(data, path, "dossier")
    plan = upgrade(held, chosen, read.data, _standing(held, loaded))
    edited = _edited(path, data, plan)
    again = loading.parsed(edited if edited is not None else data, path, "dossier")
    purchase, authority = _purchase(again, path, item, plan, where)
    notes: tuple[str, ...] = ()
    if not item.dossier.holds(data):
        notes = ("Le dossier a changé depuis l'émission : ses autres modifications sont reprises aussi.",)
    template, name = _template(item, purchase, authority, where)
    outputs = assemble.assemble(purchase.marche)
    stage = item.stage or sealed.DRAFT
    faults = slips.unwritable(purchase.marche)
    documents = {
        output.name: issue.written(purchase, output, template=template, template_name=name, stage=stage)
        for output in (() if faults else outputs.outputs)
    }
    inputs = lock.Inputs(
        dossier=edited if edited is not None else data,
        template=(name, template),
        authority=authority,
        stage=stage,
        base=None if plan.whole else where.today,
    )
    files = {name: sealed.digest_of(content) for name, content in documents.items()}
    redlines, unshown = _redlines(item, path, where, documents) if documents else ({}, {})
    return Upgraded(
        plan=plan,
        purchase=purchase,
        dossier=edited,
        before=read.text,
        after=again.text,
        documents=documents,
        redlines=redlines,
        unshown=unshown,
        seal=lock.seal(purchase.marche, outputs, inputs=inputs, files=files),
        faults=faults,
        notes=notes,
    )


def _standing(held: Outdated, loaded: Loaded) -> Mapping[str, Clause]:
    """The clause that stands for each today: itself, or what replaced it, whatever the number of times."""
    found = {}
    for item in held.entries:
        name: str | None = item.id
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            clause = loaded.library.clauses.get(name)
            if clause is not None and clause.state != "retiree":
                found[item.id] = clause
                break
            name = clause.replaced_by if clause else None
    return found


def _edited(path: Path, data: bytes, plan: Upgrade) -> bytes | None:
    """The dossier with its successors; None when nothing in it changes. Raises UnreadableFile."""
    if not (plan.changes.keys or plan.changes.items or plan.changes.removed):
        return None
    result = retouch.retouched(data, loading.parsed(data, path, "dossier"), plan.changes)
    if result is None:
        names = ", ".join(f"{item.old} par {item.new}" for item in plan.replaced)
        raise disk.problem(
            "dossier-non-complete",
            "Ce dossier ne peut pas être repris sans toucher au reste de ce qu'il contient ; rien n'est écrit.",
            str(path),
            read="une écriture où rien ne se remplace sans récrire le reste",
            expected="chaque clé sur la ligne de sa valeur, comme dans les dossiers d'exemple",
            remedy=f"Remplacer à la main {names}, puis recommencer.",
        )
    return result


def _mixed(item: Sealed, plan: Upgrade, where: Search, printed: Container[str]) -> Library:
    """The library of today, but for the entries that keep their issued revision. Raises UnreadableFile."""
    taken = {entry.id for entry in plan.taken}
    kept = [held for held in item.entries.values() if not held.own and held.id not in taken]
    found = sources.mixture(where, where.files, kept, printed=None if plan.whole else printed)
    if found.missing:
        raise _not_kept(item, found.missing, where)
    loaded, findings = library.load(found.files)
    if findings:
        raise UnreadableFile(findings)
    return loaded


def _not_kept(item: Sealed, missing: tuple[Held, ...], where: Search) -> UnreadableFile:
    home = where.kept
    some = ", ".join(f"{held.id} (révision {held.revision})" for held in missing[:5])
    rest = f" et {len(missing) - 5} autres" if len(missing) > 5 else ""
    git = (
        "hors de tout dépôt git" if home is None else "clone où manque le début de l'histoire" if home.shallow() else ""
    )
    return disk.problem(
        "verrou-bibliotheque",
        "Des entrées à garder telles qu'émises n'ont pas été retrouvées dans la bibliothèque ni dans son git.",
        item.file,
        read=f"{some}{rest}" + (f" : {git}" if git else ""),
        expected="le texte émis de chaque entrée qui n'est pas reprise",
        why="Seules les entrées choisies changent ; les autres restent mot pour mot ce qui a été émis.",
        remedy="Récupérer l'histoire (git fetch --unshallow), ou reprendre toutes les entrées avec --tout.",
    )


def _purchase(read: Source, path: Path, item: Sealed, plan: Upgrade, where: Search) -> tuple[Purchase, bytes | None]:
    """The dossier with the library of the upgrade, and the bytes of its authority. Raises UnreadableFile."""
    buyer = read.data.get("acheteur")
    at = loading.beside(str(path), buyer) if buyer else None
    with loading.named_by(read, "acheteur"):
        authority = tree.read(at, expected="un fichier .acheteur.yaml") if at else None
    found = loading.resolved(read, path, (authority, at), _mixed(item, plan, where, item.entries))
    if not plan.whole:
        # The new lock must name every clause that the engine adds: those that print nothing any more are left out.
        printed = assemble.assemble(found.marche).paragraphs
        if any(name not in printed for lot in found.marche.lots for name in lot.automatic):
            found = loading.resolved(read, path, (authority, at), _mixed(item, plan, where, printed))
    return found, authority


def _template(item: Sealed, purchase: Purchase, authority: bytes | None, where: Search) -> tuple[bytes, str]:
    """The template of the issued documents. Raises UnreadableFile."""
    problems: list[Finding] = []
    at = Path(purchase.marche.authority.file) if purchase.marche.authority.file else None
    data = rebuilding.template_of(item, at, authority, where, None, problems, [])
    if problems:
        raise UnreadableFile(problems)
    return data, item.template.file if item.template else "neutre.docx"


# ------------------------------------------------------------------------------------------ redlines


def _redlines(
    item: Sealed, path: Path, where: Search, documents: Mapping[str, bytes]
) -> tuple[dict[str, Redline], dict[str, str]]:
    """What changes in each issued document, and why some have no redline."""
    old, why = _issued(item, path, where)
    signed = f"{item.dossier.file} émis → {lock.engine()}"
    made: dict[str, Redline] = {}
    unshown: dict[str, str] = {}
    for name, data in documents.items():
        if name not in old:
            unshown[name] = "document nouveau" if name not in {stamp.file for stamp in item.pieces} else why
            continue
        redline = word.redline(old[name], data, file=name, author=signed, date=redlining.now())
        if redline.data is None:
            unshown[name] = "rien n'y change"
        else:
            made[name] = redline
    gone = {stamp.file for stamp in item.pieces} - documents.keys()
    return made, unshown | dict.fromkeys(sorted(gone), "le dossier ne le produit plus")


def _issued(item: Sealed, path: Path, where: Search) -> tuple[dict[str, bytes], str]:
    """The issued documents: those beside the lock, else made again."""
    here = {stamp.file: data for stamp in item.pieces if (data := rebuilding.issued(item, stamp)) is not None}
    absent = [stamp for stamp in item.pieces if stamp.file not in here]
    if not absent:
        return here, ""
    try:
        found = rebuilding.sources_of(item, path, where, template=None)
        return {**_again(found, absent), **here}, "le document émis ne peut pas être refait à l'identique"
    except UnreadableFile as problem:
        return here, problem.findings[0].message


def _again(found: rebuilding.Sources, absent: Iterable[Stamp]) -> dict[str, bytes]:
    only = replace(found, lock=replace(found.lock, pieces=tuple(absent)))
    return {
        made.file: made.data
        for made in rebuilding.pieces(only)
        if made.data is not None and made.status == rebuilding.SAME
    }


# ------------------------------------------------------------------------------------------- writing


def paths(found: Upgraded, folder: Path, path: Path) -> dict[Path, bytes]:
    """Every new file: documents, redlines, lock."""
    files = {folder / name: data for name, data in found.documents.items()}
    files |= {
        folder / f"{Path(name).stem}-modifications.docx": item.data
        for name, item in found.redlines.items()
        if item.data
    }
    return {**files, folder / lock.file_name(path.name): found.seal}


def write(found: Upgraded, path: Path, folder: Path, *, force: bool) -> tuple[Path, ...]:
    """Write the dossier and the new files, all or none. Raises UnreadableFile."""
    files = paths(found, folder, path)
    standing = [target for target in files if os.path.lexists(target)]
    if standing and not force:
        raise pages.existing(standing[0], option="--output")
    if found.dossier is not None:
        if encoding.decode(tree.read(path), file=str(path)) != found.before:
            raise adding.changed(path)
        files[path.resolve()] = found.dossier
    tree.write_all(files)
    return tuple(files)
