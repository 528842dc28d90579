"""Write a piece into a document of the authority: what `assemble --into` does."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit import assemble, disk, lock, read, tree, word
from clausekit.cli import issue, sommaire
from clausekit.cli.loading import Purchase
from clausekit.finding import UnreadableFile

if TYPE_CHECKING:
    from clausekit.assemble import Assembly, Output
    from clausekit.draft import Draft
    from clausekit.word.ledger import Inserted

_HOST = "un document Word .docx"
_AS_GIVEN = "telles que le dossier les donne"
_TWICE = "dont certaines deux fois, comme suit"
_PENDING = (
    "Le document porte des modifications suivies en attente : elles le restent ; les articles ont été cherchés "
    "comme si elles étaient acceptées."
)


def insert(
    purchase: Purchase,
    *,
    pieces: tuple[str, ...],
    host: Path,
    place: str,
    output: str | None,
    stage: str,
    clean: bool,
    force: bool,
    refill: bool,
    contents: bool,
) -> int:
    """Write, say what was done, and give the exit code. Raises UnreadableFile; then nothing was written."""
    target = target_of(host, output, force=force)
    assembly = assemble.assemble(purchase.marche, _one(pieces))
    chosen = _piece(assembly, pieces[0])
    if chosen is None:
        click.echo("Rien à écrire : cette pièce n'a pas de texte. « clausekit suggest » propose des clauses.")
        return 3
    left = _left(chosen)
    if stage == issue.PUBLICATION and left:
        click.echo("Rien n'a été écrit : au stade de la publication, il ne reste ni blanc ni référence à vérifier.")
        click.echo("\n".join(f"  {label}" for label in left))
        return 1
    data = tree.read(host, expected=_HOST)
    draft = read.draft(data, file=str(host), word=_HOST)
    fragment = replace(chosen.fragment, properties={**chosen.fragment.properties, **issue.properties(purchase)})
    done = word.insert(
        fragment,
        name=chosen.name,
        data=data,
        file=str(host),
        draft=draft,
        place=place,
        force=force,
        refill=refill,
        pristine=_is_pristine(purchase, host, data),
    )
    click.echo("\n".join((*_advised(data, host, draft), *_told(done, chosen.name, host, draft), *_guarded(data, host))))
    written = data if done.data is None else done.data
    if not done.updated:
        _refuse_unfaithful(draft, read.draft(written, file=str(target)), host, done.dropped)
    if contents:
        made = sommaire.refreshed(written, file=str(target))
        written = made.data
        click.echo(f"  {made.told}")
    written = word.clean(written, file=str(host)) if clean else written
    files = {target.name: hashlib.sha256(written).hexdigest()}
    sealed = _sealed(purchase, assembly, (host.name, data), files, stage=stage, contents=contents)
    tree.write_all({target: written, _lock_of(target): sealed})
    click.echo(f"  écrit  {target}" + (" (sans repère : il ne pourra plus être mis à jour)" if clean else ""))
    click.echo(f"  verrou {_lock_of(target)}")
    if left:
        click.echo("À compléter ou à vérifier avant publication :")
        click.echo("\n".join(f"  {label}" for label in left))
    return 0


def _left(chosen: Output) -> list[str]:
    """The blanks that the buyer fills and the references to check, each once."""
    blanks = (item.label for item in assemble.blanks_of(chosen.fragment) if item.who != "candidat")
    return list(dict.fromkeys((*blanks, *(item.text for item in assemble.unverified_of(chosen.fragment)))))


def _advised(data: bytes, host: Path, draft: Draft) -> Iterator[str]:
    advice = word.mapped(data, file=str(host), draft=draft).advice
    yield from (f"conseil[{item.rule}] {item.message}" for item in advice if item.rule == "role-absent")


def _guarded(data: bytes, host: Path) -> Iterator[str]:
    yield from (f"avertissement[document-protege] {text}" for text in word.guarded(data, file=str(host)))


def _sealed(
    purchase: Purchase,
    assembly: Assembly,
    template: tuple[str, bytes],
    files: Mapping[str, str],
    *,
    stage: str,
    contents: bool,
) -> bytes:
    """The lock of a piece written into a document, which is its template."""
    inputs = lock.Inputs(
        dossier=tree.read(Path(purchase.marche.dossier.file)),
        template=template,
        authority=issue.authority_bytes(purchase),
        stage=stage,
        contents=contents,
        inserted=True,
    )
    return lock.seal(purchase.marche, assembly, inputs=inputs, files=files)


def target_of(host: Path, output: str | None, *, force: bool, option: str = "--output") -> Path:
    """Where to write: never on the document itself. `option` is what named the file."""
    if output is None:
        raise click.UsageError(
            "Avec --into, --output nomme le nouveau fichier .docx ; l'original n'est jamais modifié."
        )
    target = Path(output)
    if target.suffix.lower() != ".docx":
        raise click.UsageError(f"{option} nomme un fichier .docx, non « {output} ».")
    same = host.exists() and target.exists() and target.samefile(host)
    if same or (os.path.lexists(target) and not force):
        if same:
            message, remedy = "L'original n'est jamais modifié.", "Écrire sous un autre nom."
            raise disk.existing(target, message=message, read=f"{option} {output}", remedy=remedy)
        remedy = "Écrire sous un autre nom, ou le remplacer avec --force."
        raise disk.existing(target, read=f"{option} {output}", remedy=remedy)
    return target


def _one(pieces: tuple[str, ...]) -> tuple[str, ...]:
    if len(pieces) != 1:
        raise click.UsageError("Avec --into, --piece nomme une pièce, et une seule : --piece CCAP.")
    return pieces


def _piece(assembly: Assembly, name: str) -> Output | None:
    """The one piece to write."""
    if len(assembly.outputs) > 1:
        names = ", ".join(output.name for output in assembly.outputs)
        raise click.UsageError(f"« {name} » désigne plusieurs documents ({names}) ; --into en écrit un seul.")
    return assembly.outputs[0] if assembly.outputs else None


def _lock_of(target: Path) -> Path:
    """Beside the document and named after it: the lock of `assemble` in the same folder is another."""
    return target.with_suffix(".verrou.yaml")


def _is_pristine(purchase: Purchase, host: Path, data: bytes) -> bool:
    """Whether a lock beside the document says that it is still what clausekit wrote."""
    places = (host.parent / lock.file_name(purchase.marche.dossier.file), _lock_of(host))
    digest = hashlib.sha256(data).hexdigest()
    return any(_recorded(place).get(host.name) == digest for place in places if place.is_file())


def _recorded(place: Path) -> Mapping[str, str]:
    """File name -> hash, by a lock; one that cannot be read says nothing."""
    try:
        return lock.hashes(tree.read(place, expected="un verrou .verrou.yaml"), file=str(place))
    except UnreadableFile:
        return {}


def _told(done: Inserted, name: str, host: Path, before: Draft) -> Iterator[str]:
    yield f"{name.removesuffix('.docx')} dans {host.name} :"
    yield from (f"  {step}" for step in done.steps)
    if any(line.changes for line in before.lines()):
        yield f"  {_PENDING}"
    if done.data is None:
        again = "rien à changer" if not done.doubled else "rien n'a été changé"
        by_hand = "ce qu'une personne y a changé est gardé, comme suit"
        yield f"  {again} : ces clauses y sont déjà, {by_hand if done.kept else _TWICE if done.doubled else _AS_GIVEN}"
    counts = ((done.added, "ajouté(s)"), (done.updated, "mis à jour"))
    yield from (f"  {count} paragraphe(s) ou tableau(x) {what}" for count, what in counts if count)
    yield from (f"avertissement[paragraphe-retouche] {text}" for text in (*done.kept, *done.replaced))
    yield from (f"avertissement[article-double] {text}" for text in done.doubled)
    yield from (f"avertissement[clause-quittee] {text}" for text in done.gone)


def _refuse_unfaithful(before: Draft, after: Draft, host: Path, dropped: tuple[str, ...]) -> None:
    """Every line of the document must still be there, in order; but for those that only invited to type."""
    rest = iter([line.text for line in after.lines()])
    said = (line.text for line in before.lines() if line.text and line.text not in dropped)
    lost = next((text for text in said if text not in rest), None)
    if lost is not None:
        raise tree.problem(
            "document-infidele",
            f"Le document écrit ne dirait plus tout ce que dit l'original : « {lost[:80]} ».",
            str(host),
            why="La relecture automatique l'a refusé ; aucun fichier n'est écrit.",
            remedy="C'est une erreur de clausekit : signalez-la avec le document employé.",
        )
