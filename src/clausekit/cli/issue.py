"""Issue documents: fragments to Word files, with their lock, all or nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from clausekit import assemble, disk, guess, lock, packaged, read, sealed, terms, tree, word
from clausekit.cli import sommaire
from clausekit.cli.loading import Purchase, beside, named_by
from clausekit.finding import Finding, UnreadableFile
from clausekit.fragment import Blank, Unverified

PUBLICATION = "publication"
_TEMPLATE = "un modèle Word .docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What was written, and what is still open in it. `refused` is why nothing was written at publication.

    `stale` are documents of an earlier run that the dossier no longer makes. `contents` says of each
    document what became of its table of contents, when it was to be made again.
    """

    files: tuple[Path, ...]
    lock: Path | None
    blanks: tuple[tuple[str, Blank], ...]
    unverified: tuple[tuple[str, Unverified], ...]
    refused: bool
    replaced: tuple[Finding, ...] = ()
    stale: tuple[Path, ...] = ()
    contents: tuple[tuple[str, str], ...] = ()


def refuse_unknown_pieces(asked: Iterable[str], known: tuple[str, ...], dossier: str) -> None:
    """A piece that the dossier does not have, told with those it has."""
    roles = {*known, "CCTP", "CCAP", "RC"}
    for name in asked:
        if name not in roles:
            near = guess.near(name, known)
            raise tree.problem(
                "piece-inconnue",
                f"Le dossier n'a pas de pièce « {name} ».",
                dossier,
                read=f"--piece {name}",
                expected=", ".join(known),
                remedy=f"Écrire --piece {near[0]}." if near else "Choisir l'une de ces pièces.",
            )


def _template(given: str | None, purchase: Purchase) -> tuple[bytes, Path]:
    """The template named by the command, else by the authority, else ours."""
    authority = purchase.marche.authority
    if given:
        return _word(Path(given)), Path(given)
    if authority.template:
        path = beside(authority.file, authority.template)
        with named_by(purchase.sources.get(authority.file), "modele"):
            return _word(path), path
    path = packaged.data_root() / "templates" / "neutre.docx"
    return tree.read(path, expected=_TEMPLATE), path


def _word(path: Path) -> bytes:
    data = tree.read(path, expected=_TEMPLATE)
    try:
        read.refuse_other(data, file=str(path), word=_TEMPLATE)
    except UnreadableFile as problem:
        raise UnreadableFile(replace(found, rule="modele-illisible") for found in problem.findings) from None
    return data


def advice(given: str | None, purchase: Purchase) -> tuple[Finding, ...]:
    """What the authority's template lacks, to be told before anything is written; nothing is said of ours."""
    if not given and not purchase.marche.authority.template:
        return ()
    data, path = _template(given, purchase)
    try:
        found = word.mapped(data, file=str(path), draft=read.draft(data, file=str(path)))
    except UnreadableFile:
        return ()  # told in its own words when it is written into
    return () if found.problems else found.advice


def _old_hashes(lock_path: Path, *, force: bool) -> Mapping[str, str]:
    """File name -> hash of what the previous run wrote; a lock that cannot be read is refused without `force`."""
    if not os.path.lexists(lock_path):
        return {}
    try:
        return lock.hashes(tree.read(lock_path, expected="un verrou .verrou.yaml"), file=str(lock_path))
    except UnreadableFile as problem:
        if force and not lock_path.is_dir():
            return {}
        remedy = "Retirer ce verrou, ou écrire ailleurs avec --output ; --force remplace tout."
        raise UnreadableFile(replace(found, remedy=remedy) for found in problem.findings) from None


def _foreign(folder: Path, outputs: Mapping[Path, bytes], known: Mapping[str, str]) -> tuple[Finding, ...]:
    """Files in the way that we did not write, or that somebody changed since."""
    found = list[Finding]()
    for path in outputs:
        if not os.path.lexists(path):
            continue
        dead = not path.exists()
        digest = "" if dead else hashlib.sha256(tree.read(path, expected="un document .docx")).hexdigest()
        if known.get(path.name) == digest or digest == hashlib.sha256(outputs[path]).hexdigest():
            continue
        problem = disk.existing(
            path,
            message="Ce document a été modifié depuis que clausekit l'a écrit ; il n'est pas remplacé."
            if path.name in known
            else "Un document de ce nom existe déjà, que clausekit n'a pas écrit ; il n'est pas remplacé.",
            expected="un nom libre, ou un document écrit par clausekit et resté tel quel",
            remedy="Écrire ailleurs avec --output, ou le remplacer quand même avec --force.",
        )
        found += problem.findings
    return tuple(found)


def refuse_foreign(folder: Path, outputs: Mapping[Path, bytes]) -> None:
    """Nothing that stands in a folder is replaced, but by the very same bytes. Raises UnreadableFile."""
    in_the_way = _foreign(folder, outputs, {})
    if in_the_way:
        raise UnreadableFile(in_the_way)


def properties(purchase: Purchase) -> Mapping[str, str]:
    """What every document says of its sources; each fragment names its own entries."""
    library = purchase.marche.library
    return {
        "clausekit.edition": library.edition,
        "clausekit.bibliotheque": library.fingerprint,
        "clausekit.moteur": lock.engine(),
    }


def generated(purchase: Purchase, output: assemble.Output, *, stage: str = sealed.DRAFT) -> bytes:
    """A document as the dossier makes it now, in the template of the authority, else in ours."""
    data, path = _template(None, purchase)
    return written(purchase, output, template=data, template_name=str(path), stage=stage)


def written(purchase: Purchase, output: assemble.Output, *, template: bytes, template_name: str, stage: str) -> bytes:
    """The Word file of a document. Raises UnreadableFile."""
    return word.write(
        replace(output.fragment, properties={**output.fragment.properties, **properties(purchase)}),
        template=template,
        template_name=template_name,
        draft=stage != PUBLICATION,
        footer=f"Brouillon – bibliothèque clausekit, édition {purchase.marche.library.edition}",
    )


def authority_bytes(purchase: Purchase) -> bytes | None:
    """The file of the authority as it is; None for a dossier without one."""
    file = purchase.marche.authority.file
    return tree.read(Path(file), expected="un fichier .acheteur.yaml") if file else None


def issue(
    purchase: Purchase,
    *,
    pieces: tuple[str, ...],
    folder: Path,
    template: str | None,
    stage: str,
    force: bool,
    contents: bool = False,
) -> Issued:
    """Write the pieces and the lock. Raises UnreadableFile; then nothing was written."""
    result = assemble.assemble(purchase.marche, pieces)
    blanks = tuple((o.name, item) for o in result.outputs for item in assemble.blanks_of(o.fragment))
    doubts = tuple(
        (o.name, item) for o in result.outputs if o.fragment.contract for item in assemble.unverified_of(o.fragment)
    )
    open_blanks = tuple((name, item) for name, item in blanks if item.who != "candidat")
    if stage == PUBLICATION and (open_blanks or doubts):
        return Issued(files=(), lock=None, blanks=open_blanks, unverified=doubts, refused=True)
    if not result.outputs:
        return Issued(files=(), lock=None, blanks=(), unverified=(), refused=False)
    data, template_path = _template(template, purchase)
    made = {
        folder / output.name: written(purchase, output, template=data, template_name=str(template_path), stage=stage)
        for output in result.outputs
    }
    tables = _refreshed(made) if contents else ()
    lock_path = folder / lock.file_name(purchase.marche.dossier.file)
    known = _old_hashes(lock_path, force=force)
    if not force:
        in_the_way = _foreign(folder, made, known)
        if in_the_way:
            raise UnreadableFile(in_the_way)
    kept = {name: digest for name, digest in known.items() if (folder / name).exists()}
    digests = {path.name: hashlib.sha256(content).hexdigest() for path, content in made.items()}
    inputs = lock.Inputs(
        dossier=tree.read(Path(purchase.marche.dossier.file)),
        template=(template_path.name, data),
        authority=authority_bytes(purchase),
        stage=stage,
        contents=contents,
    )
    earlier = _earlier(lock_path) if set(kept) - set(digests) else None
    seal = lock.seal(purchase.marche, result, inputs=inputs, files={**kept, **digests}, fresh=digests, earlier=earlier)
    tree.write_all({**made, lock_path: seal})
    return Issued(
        files=tuple(made),
        lock=lock_path,
        blanks=blanks,
        unverified=doubts,
        refused=False,
        replaced=tuple(item for output in result.outputs for item in word.replaced_characters(output.fragment)),
        stale=() if pieces else tuple(folder / name for name in kept if folder / name not in made),
        contents=tables,
    )


def _earlier(lock_path: Path) -> bytes | None:
    return tree.read(lock_path, expected="un verrou .verrou.yaml") if lock_path.is_file() else None


def _refreshed(made: dict[Path, bytes]) -> tuple[tuple[str, str], ...]:
    """Make the tables of contents again, where there are some; what became of each."""
    told = []
    for path, data in list(made.items()):
        done = sommaire.refreshed(data, file=str(path))
        made[path] = done.data
        if done.table:
            told.append((path.name, done.told))
    return tuple(told) or (("--sommaire", "aucun de ces documents n'a de sommaire automatique de ses titres."),)


def told(result: Issued, library: str, edition: str) -> str:
    """What the user reads after `assemble`."""
    lines = [f"Bibliothèque : {library} (édition {edition})"]
    if result.refused:
        lines.append("Rien n'a été écrit : au stade de la publication, il ne reste ni blanc ni référence à vérifier.")
    elif not result.files:
        lines.append("Rien à écrire : aucune pièce demandée n'a de texte. « clausekit suggest » propose des clauses.")
    for path in result.files:
        lines.append(f"  écrit  {path}")
    if result.lock:
        lines.append(f"  verrou {result.lock}")
    for path in result.stale:
        lines.append(f"avertissement[document-ancien] Le dossier ne produit plus ce document, à retirer : {path}")
    lines += [f"  {name} : {said}" for name, said in result.contents]
    lines += _open_points(result)
    lines += [f"avertissement[{item.rule}] {item.message}" for item in result.replaced]
    return "\n".join(lines)


def _open_points(result: Issued) -> list[str]:
    lines = []
    for who in terms.WHO:
        found = [(name, item) for name, item in result.blanks if item.who == who]
        if found:
            lines.append(f"À compléter par {terms.WHO_TITLES[who]} :")
            lines += [f"  {name} : {item.label}" for name, item in dict.fromkeys(found)]
    if result.unverified:
        lines.append("Références à vérifier avant publication :")
        lines += [f"  {name} : {item.text}" for name, item in dict.fromkeys(result.unverified)]
    return lines
