"""Which file is which document of the dossier: by its marks, else by its name, its title or its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath

from clausekit import typography as typo
from clausekit.assemble import Output
from clausekit.assemble.plan import Document, documents
from clausekit.draft import Draft
from clausekit.finding import Finding, Place, Severity
from clausekit.inspect import Inspected
from clausekit.marche import Marche
from clausekit.mark import MANIFEST, listed
from clausekit.match import Reference, of_assembly, words

Key = tuple[str, str]  # entry, piece

_ENOUGH = 0.5  # share of a document's entries whose marks make a file carry it
_FIRST = 40  # lines among which a title is looked for
_WHY = "Ce qui est publié doit être ce que le dossier dit : c'est lui qui a été jugé."


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A document of the dossier, the words that it should say, and the files that hold it."""

    output: Output
    references: tuple[Reference, ...]
    files: tuple[Inspected, ...]

    @property
    def keys(self) -> frozenset[Key]:
        """The entries that it holds, each with its piece."""
        return frozenset((item.entry, item.piece) for item in self.references)

    @property
    def stem(self) -> str:
        """Its name: « CCTP », « annexe-COM-A01-charte »."""
        return _stem(self.output.name)

    @property
    def annex(self) -> bool:
        """Whether it is an annex."""
        return any(item.piece == "ANNEXE" for item in self.references)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Every document that a file carries, those that none carries, the prescriber's notes, and the other files."""

    documents: tuple[Carried, ...]
    missing: tuple[Carried, ...]
    notes: tuple[Inspected, ...]
    strangers: tuple[str, ...]
    files: tuple[str, ...]


def carried(outputs: Sequence[Output], files: Sequence[Inspected]) -> Answers:
    """Files and documents, put together."""
    read = [item for item in files if item.draft is not None]
    note = [item for item in read if any(_is_note(item, output) for output in outputs if not output.fragment.contract)]
    wanted = [
        Carried(output=output, references=of_assembly((output,)), files=())
        for output in outputs
        if output.fragment.contract
    ]
    held: dict[str, list[Inspected]] = {item.output.name: [] for item in wanted}
    strangers: list[str] = []
    for file in read:
        names = () if file in note else _documents(file, wanted)
        for name in names:
            held[name].append(file)
        if not names and file not in note:
            strangers.append(file.file)
    full = [replace(item, files=tuple(held[item.output.name])) for item in wanted]
    return Answers(
        documents=tuple(item for item in full if item.files),
        missing=tuple(item for item in full if not item.files),
        notes=tuple(note),
        strangers=tuple(strangers),
        files=tuple(item.file for item in read),
    )


def _stem(name: str) -> str:
    return PurePath(name.replace("\\", "/")).stem


def _first_lines(draft: Draft) -> list[tuple[str, ...]]:
    return [words(line.text) for line in islice((line for line in draft.lines() if line.text), _FIRST)]


def _is_note(file: Inspected, note: Output) -> bool:
    titled = file.draft is not None and words(note.fragment.title) in _first_lines(file.draft)
    return titled or _stem(file.file).startswith(_stem(note.name))


def _marked(draft: Draft) -> frozenset[Key]:
    """The entries that marks or the manifest name: a clause taken out is still in the manifest."""
    seen = {(mark.entry, mark.piece) for line in draft.lines() for mark in line.marks}
    return frozenset(seen | {(entry, piece) for entry, _, piece in listed(draft.properties.get(MANIFEST, ""))})


def _documents(file: Inspected, wanted: Sequence[Carried]) -> tuple[str, ...]:
    """Names of the documents that a file carries: several when somebody put them together."""
    if file.draft is None:
        return ()
    marked = _by_keys(file, _marked(file.draft), wanted)
    if marked:
        return marked
    for says in (_by_name, _by_piece, _by_title):
        found = tuple(item.output.name for item in wanted if says(file, item))
        if found:
            return found
    return _by_keys(file, frozenset((item.entry, item.piece) for item in file.clauses), wanted)


def _by_keys(file: Inspected, keys: frozenset[Key], wanted: Sequence[Carried]) -> tuple[str, ...]:
    shared: Mapping[str, int] = {item.output.name: len(item.keys & keys) for item in wanted}
    best = max(shared.values(), default=0)
    if not best:
        return ()
    found = [
        item
        for item in wanted
        if shared[item.output.name] == best or shared[item.output.name] >= max(1, _ENOUGH * len(item.keys))
    ]
    # Documents of other lots hold the same entries: the name of the file tells them apart.
    named = [item for item in found if _by_name(file, item)]
    kept = [item for item in found if not any(item is not other and item.keys & other.keys for other in named)]
    return tuple(item.output.name for item in kept if shared[item.output.name])


def _by_name(file: Inspected, item: Carried) -> bool:
    own = words(_stem(file.file))
    if item.annex:
        return any(set(words(reference.entry)) <= set(own) for reference in item.references)
    return own == words(item.stem)


def _by_piece(file: Inspected, item: Carried) -> bool:
    which = file.piece
    return which is not None and not item.annex and item.stem in {which.piece, *which.also}


def _by_title(file: Inspected, item: Carried) -> bool:
    return file.draft is not None and words(item.output.fragment.title) in _first_lines(file.draft)


# --- what is not there, and what should not be -------------------------------------------------


def lacking(found: Answers, marche: Marche, *, whole: bool) -> Iterator[Finding]:
    """The documents that no file carries: pieces in one finding, each annex in its own."""
    pieces = [item for item in found.missing if not item.annex]
    if pieces:
        yield _piece_missing(pieces, found, marche)
    annexes = [item for item in found.missing if item.annex]
    if whole or any(item.annex for item in found.documents):
        yield from (_annex_missing(item, found, marche) for item in annexes)


def _read(found: Answers) -> str:
    names = [PurePath(file).name for file in found.files]
    return ", ".join(names) or "aucun fichier lisible"


def _piece_missing(pieces: Sequence[Carried], found: Answers, marche: Marche) -> Finding:
    names = ", ".join(item.stem for item in pieces)
    many = len(pieces) > 1
    who = "ces pièces du dossier ne sont pas" if many else "cette pièce du dossier n'est pas"
    what = "leurs clauses n'ont pas été comparées" if many else "ses clauses n'ont pas été comparées"
    return Finding(
        rule="piece-manquante",
        severity="avertissement",
        message=f"{names} : {who} parmi les fichiers donnés ; {what}.",
        read=_read(found),
        expected=names,
        places=(Place(file=marche.dossier.file, route=("pieces",)),),
        why=_WHY,
        remedy="Donner aussi ces fichiers, ou les écrire avec « clausekit assemble ».",
    )


def _annex_missing(item: Carried, found: Answers, marche: Marche) -> Finding:
    entry = next(iter(item.references)).entry
    return Finding(
        rule="annexe-manquante",
        severity="bloquante_sauf_motif",
        message=f"L'annexe {entry} ({item.output.fragment.title}) du dossier n'est pas parmi les fichiers donnés.",
        read=_read(found),
        expected=item.output.name,
        places=(Place(file=marche.dossier.file, route=("annexes",)),),
        why="Une clause qui renvoie à une annexe absente n'oblige à rien de ce que l'annexe contient.",
        remedy="Joindre l'annexe (« clausekit assemble » l'écrit), ou l'ôter du dossier avec ce qui la cite.",
    )


def notes(found: Answers, marche: Marche, *, kept: frozenset[str], published: bool) -> Iterator[Finding]:
    """The prescriber's note among the documents: a warning, and a fault when they go out."""
    severity: Severity = "bloquante" if published else "avertissement"
    for item in found.notes:
        if item.file in kept:
            continue
        yield Finding(
            rule="note-jointe",
            severity=severity,
            message="La note au prescripteur est parmi les pièces ; elle ne se joint jamais à la consultation.",
            read=PurePath(item.file).name,
            expected="les seules pièces du marché et leurs annexes",
            places=(Place(file=item.file),),
            why="La note dit les choix de l'acheteur, les blancs et les points à vérifier : elle est interne.",
            remedy="Ôter ce fichier avant de publier.",
        )


def lots_of(item: Carried, marche: Marche, role: str) -> tuple[str, ...]:
    """The lots for which a document serves as a piece; nothing when it does not."""
    document: Document | None = next((found for found in documents(marche) if found.name == item.stem), None)
    return tuple(document.roles.get(role, ())) if document else ()


def said(lots: Iterable[str], marche: Marche) -> str:
    """« Lot 1 : », « Lots 2 et 3 : », or nothing for a contract of one lot."""
    names = list(lots)
    if len(marche.lots) < 2:
        return ""
    if len(names) == 1:
        return f"Lot {names[0]} : "
    return typo.plain(f"Lots {', '.join(names[:-1])} et {names[-1]} : ")
