"""Changes made in Word on the page of an entry, carried over to the file of the entry."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli import unreported
from clausekit.cli.loading import Loaded, load_library

if TYPE_CHECKING:
    from clausekit.clause import Revision
    from clausekit.draft import Draft
    from clausekit.edit import Addition
    from clausekit.report.brought import Brought
    from clausekit.rewrite import Act
    from clausekit.source import Source
    from clausekit.transcribe.onto import Page, Proposal, Shown

_NOTHING = 3
_STATE = "projet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed."""

    file: Path
    entry: str
    author: str | None
    nature: str | None
    reason: str | None


def refuse_options(*, author: str | None, nature: str | None, reason: str | None, write: bool) -> None:
    """Options that change an entry, given without --onto."""
    given = {"--auteur": author, "--nature": nature, "--motif": reason, "--write": write}
    wrong = [option for option, value in given.items() if value]
    if wrong:
        raise click.UsageError(f"{', '.join(wrong)} : seulement avec --onto.")


def report(asked: Asked, *, write: bool, form: str, library_path: str | None) -> int:
    """Show or write the changes; the exit code. Raises UnreadableFile; then nothing was written."""
    from clausekit import tree
    from clausekit.report import brought

    if write and not (asked.nature and asked.reason and asked.reason.strip()):
        raise click.UsageError("--write demande --nature (redactionnelle ou substantielle) et --motif.")
    loaded = load_library(library_path)
    entry = _entry(asked, loaded)
    found = _found(asked, entry, loaded)
    made = _made(asked, entry, found, loaded)
    if write and brought.understated(made):
        raise unreported.too_light(asked.file, made.id)
    if write and made.after:
        path = _path(entry, loaded)
        if tree.read(path, expected="le fichier de l'entrée") != made.data:
            raise unreported.meanwhile(path)
        tree.write(path.resolve(), made.after)
    shown = brought.as_json(made, written=write) if form == "json" else brought.as_text(made, written=write)
    click.echo(shown)
    if not made.after:
        return 1 if found.left else _NOTHING
    return 1 if found.left else 0


def _entry(asked: Asked, loaded: Loaded) -> Shown:
    from clausekit import disk
    from clausekit.annex import Annex
    from clausekit.clause import Clause
    from clausekit.cli.asking import unknown_name
    from clausekit.finding import UnreadableFile

    entry = loaded.library.find(asked.entry)
    if entry is None:
        bad = [item for item in loaded.findings if any(f"/{asked.entry}-" in place.file for place in item.places[:1])]
        if bad:
            raise UnreadableFile(loaded.tell(bad))
        remedy = "« clausekit list » donne toutes les entrées."
        raise unknown_name("entree-inconnue", asked.entry, loaded.library.ids, loaded, remedy=remedy)
    if not isinstance(entry, (Clause, Annex)):
        raise disk.problem(
            "import-genre",
            f"{entry.id} n'est ni une clause ni une annexe : sa page montre des valeurs calculées.",
            loaded.name,
            read=f"--onto {asked.entry}",
            expected="l'identifiant d'une clause ou d'une annexe",
            remedy="Changer son fichier YAML lui-même.",
        )
    return entry


def _found(asked: Asked, entry: Shown, loaded: Loaded) -> Proposal:
    """What the document asks of the entry."""
    from clausekit import read, transcribe, word
    from clausekit.cli.changes import page_of
    from clausekit.cli.drafted import read_word
    from clausekit.transcribe import onto

    data, draft = read_word(asked.file)
    file = str(asked.file)
    now = onto.pages(read.draft(page_of(entry, loaded.library), file=file, signs=True).blocks)[entry.id]
    found = onto.pages(draft.blocks)
    if entry.id not in found:
        raise unreported.another(asked.file, entry, tuple(found))
    doubts = (
        *(onto.Remark(message=doubt, place=found[entry.id].place) for doubt in draft.doubts),
        *transcribe.unseen(draft),
    )
    if _settled(entry, now, found[entry.id]):
        return onto.Proposal(values=(), remarks=doubts)
    # What one author is asked for must all be tracked: an untracked change has no author.
    if asked.author or not _same_base(entry, draft.properties, loaded):
        base = word.without(data, file=file, authors=lambda name: onto.OURS not in name)
        unreported.refuse_drifted(now, onto.pages(read.draft(base, file=file, signs=True).blocks)[entry.id], asked.file)
    if asked.author:
        _refuse_unknown_author(asked, draft)
        kept = asked.author
        data = word.without(data, file=file, authors=lambda name: name != kept and onto.OURS not in name)
        draft = read.draft(data, file=file, signs=True)
    came = onto.pages(draft.blocks)[entry.id]
    gone = onto.missing(now, came)
    if gone:
        raise unreported.without(asked.file, gone)
    proposal = onto.proposal(entry, now, came)
    return replace(proposal, remarks=(*proposal.remarks, *doubts))


def _settled(entry: Shown, now: Page, came: Page) -> bool:
    """Whether the entry says already all that the document says, whatever it was written from."""
    from clausekit.transcribe import onto

    if onto.missing(now, came):
        return False
    proposal = onto.proposal(entry, now, came)
    return not proposal.values and not proposal.left


def _same_base(entry: Shown, properties: Mapping[str, str], loaded: Loaded) -> bool:
    """Whether the document was written from the entry as it is now."""
    from clausekit.report import paged

    held = dict(item.split(":", 1) for item in properties.get(paged.BASE, "").split() if ":" in item)
    return held.get(entry.id) == paged.digest(entry, loaded.library)


def _made(asked: Asked, entry: Shown, found: Proposal, loaded: Loaded) -> Brought:
    """The file of the entry, before and after."""
    from clausekit import disk
    from clausekit.report.brought import Brought

    path = _path(entry, loaded)
    read = loaded.library.sources[entry.file]
    data = disk.read(path, expected="le fichier de l'entrée")
    made = Brought(id=entry.id, file=str(path), source=str(asked.file), data=data, proposal=found)
    if not found.values:
        return made
    shown = _judged(made, entry, _written(asked, entry, found, read, data, path), asked)
    if asked.nature is None and shown.change is not None:
        # The nature is for a person to choose: what is computed is only shown.
        proposed = replace(asked, nature=shown.change.severity)
        return replace(shown, after=_written(proposed, entry, found, read, data, path))
    return shown


def _written(asked: Asked, entry: Shown, found: Proposal, read: Source, data: bytes, path: Path) -> bytes:
    acts, additions = _acts(asked, entry, found, read)
    after = _edited(data, read, acts, additions)
    if after is None:
        raise unreported.unfaithful(path)
    return after


def _judged(made: Brought, entry: Shown, after: bytes, asked: Asked) -> Brought:
    """The file once changed must load; what changes is told as `diff` tells it."""
    from clausekit import annex, clause, difference, schema, source
    from clausekit.clause import Clause
    from clausekit.finding import UnreadableFile

    read = source.load(after, file=made.file)
    kind = "clause" if isinstance(entry, Clause) else "annexe"
    problems = schema.validate(kind, read)
    if problems:
        raise UnreadableFile(problems)
    new = (clause if kind == "clause" else annex).read(read.data, file=entry.file)
    change = difference.of_entry(entry, new)
    return replace(made, after=after, change=change, declared=asked.nature, reason=asked.reason)


def _acts(asked: Asked, entry: Shown, found: Proposal, read: Source) -> tuple[list[Act], list[Addition]]:
    """What to write: the values, the state, the new line of the history."""
    from clausekit import edit
    from clausekit.edit import Addition
    from clausekit.rewrite import Head, Put

    acts: list[Act] = [Put(route=item.route, value=item.value) for item in found.values if not item.absent]
    added = [
        Addition(route=item.route[:-1], lines=(f"{item.route[-1]}: {edit.word(item.value)}",))
        for item in found.values
        if item.absent
    ]
    if read.data.get("etat") not in (None, _STATE):
        acts.append(Put(route=("etat",), value=_STATE))
    if read.data.get("historique"):
        acts.append(Head(route=("historique",), line=_revision(asked, entry.history)))
    return acts, added


def _revision(asked: Asked, history: tuple[Revision, ...]) -> str:
    """The line of the history; what is not chosen yet is said, and never written."""
    from clausekit import edit

    number = history[0].number + 1 if history else 1
    day = max([datetime.date.today().isoformat(), *(item.date for item in history[:1])])
    nature = asked.nature or "redactionnelle"
    reason = (asked.reason or "").strip() or "à compléter"
    return f"{{revision: {number}, date: {day}, nature: {nature}, motif: {edit.word(reason)}}}"


def _edited(data: bytes, read: Source, acts: list[Act], additions: list[Addition]) -> bytes | None:
    from clausekit import edit, rewrite, source

    after = rewrite.rewritten(data, read, acts)
    if after is None or not additions:
        return after
    return edit.edited(after, source.load(after, file=read.file), additions)


def _path(entry: Shown, loaded: Loaded) -> Path:
    """The file of the entry, which must be one of the disk."""
    from clausekit import disk, packaged
    from clausekit.cli.loading import from_here

    path = Path(loaded.prefix + entry.file)
    root = packaged.data_root().resolve()
    if not path.is_file() or (root in path.resolve().parents and root.name == "donnees"):
        raise disk.problem(
            "import-bibliotheque",
            "La bibliothèque lue n'est pas un dossier du disque que l'on puisse modifier.",
            loaded.name,
            read=loaded.name,
            expected="un dossier créé par « clausekit init »",
            remedy="Lancer la commande dans ce dossier, ou le nommer avec --library, sans révision.",
        )
    return Path(from_here(str(path)))


def _authors(draft: Draft) -> Iterator[str]:
    from clausekit.transcribe.onto import OURS

    for line in draft.lines():
        yield from (change.author for change in line.changes if OURS not in change.author)


def _refuse_unknown_author(asked: Asked, draft: Draft) -> None:
    names = [*dict.fromkeys(_authors(draft))]
    if asked.author not in names:
        known = ", ".join(names) or "aucun"
        raise click.BadParameter(
            f"« {asked.author} » n'a pas de modification suivie dans ce document. Auteurs : {known}.",
            param_hint="--auteur",
        )
