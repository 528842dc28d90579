"""What stands out of the flow of a document: the notes of its clauses, its headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from rapidfuzz.distance import Indel

from clausekit.draft import Draft, Line, lines
from clausekit.drift.carried import Carried
from clausekit.finding import Finding, Place
from clausekit.inspect import Inspected
from clausekit.mark import MANIFEST, PARAGRAPHS
from clausekit.match import Found, words

HEADER, FOOTER, _NOTE = "en-tête", "pied de page", "note"
_NAMED = {HEADER: "L'en-tête", FOOTER: "Le pied de page"}
_MADE = "le dossier produit"
_ALIKE = 0.5  # share of common words from which a text is another one, reworded
_COUNTER = re.compile(r"\bpages?\s*\d*\s*(?:(?:sur|/|de)\s*\d+)?|^\s*\d+\s*(?:(?:sur|/|de)\s*\d+)?\s*$", re.IGNORECASE)
_DRAFT = ("brouillon", "bibliotheque", "clausekit")  # what the engine prints at the foot of a draft
_WHY = "Ce qui est publié doit être ce que le dossier dit, notes, en-têtes et pieds de page compris."


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A text that is not as it was written: None on one side when it was put in or taken out."""

    old: str | None
    new: str | None
    place: Place | None = None


def _changes(old: Sequence[str], new: Sequence[tuple[str, Place]]) -> Iterator[Change]:
    """What became of each text; those that say the same are left out."""
    left = list(new)
    lost: list[str] = []
    for text in old:
        same = next((item for item in left if words(item[0]) == words(text)), None)
        if same is None:
            lost.append(text)
        else:
            left.remove(same)
    for text in lost:
        like = max(left, key=lambda item: _likeness(text, item[0]), default=None)
        if like is None or _likeness(text, like[0]) < _ALIKE:
            yield Change(old=text, new=None)
            continue
        left.remove(like)
        yield Change(old=text, new=like[0], place=like[1])
    yield from (Change(old=None, new=text, place=place) for text, place in left)


def _likeness(one: str, other: str) -> float:
    return Indel.normalized_similarity(words(one), words(other))


# --- notes ---------------------------------------------------------------------------------------


def notes(found: Found, file: Inspected, printed: Draft | None) -> tuple[Change, ...]:
    """The notes of a clause that are not those of the document as the dossier makes it, which has few or none."""
    if file.draft is None:
        return ()
    ranks = {line.place.paragraph for line in found.lines}
    said = [(line.text, line.place) for line in _notes(file.draft) if line.caller in ranks]
    known = [line.text for line in _of_entry(printed, found)] if printed else []
    return tuple(_changes(known, said))


def _notes(draft: Draft) -> Iterator[Line]:
    return (line for line in lines(draft.around) if line.place.part == _NOTE and words(line.text))


def _of_entry(printed: Draft, found: Found) -> Iterator[Line]:
    """The notes of an entry in the document that the dossier makes: its paragraphs follow its first mark."""
    owner: tuple[str, str] | None = None
    ranks: set[str | None] = set()
    for line in lines(printed.blocks):
        if line.marks:
            owner = (line.marks[-1].entry, line.marks[-1].piece)
        if owner == (found.entry, found.piece):
            ranks.add(line.place.paragraph)
    return (line for line in _notes(printed) if line.caller in ranks)


def of_clause(change: Change, name: str, where: Place) -> Finding:
    """The finding of a note."""
    return Finding(
        rule="note-modifiee",
        severity="a_justifier",
        message=f"{_told(change)} {name} {_end(change)}.",
        read=change.new or "la note n'est plus là",
        expected=change.old or "aucune note à cet endroit",
        places=(change.place or where,),
        why="Une note fait partie de la pièce : elle peut vider de son effet la clause à laquelle elle s'attache.",
        remedy="Ôter la note, ou porter ce qu'elle dit dans le dossier (valeur, niveau, clause propre).",
    )


def _told(change: Change) -> str:
    if change.old is None:
        return "Une note a été ajoutée à la clause"
    return "Une note a été ôtée de la clause" if change.new is None else "Une note de la clause"


def _end(change: Change) -> str:
    """What the note says: it is short, or cut."""
    said = change.new or change.old or ""
    said = said.rstrip(".")
    shown = said if len(said) <= _LONGEST else said[:_LONGEST].rsplit(" ", 1)[0] + "…"
    both = change.old is not None and change.new is not None
    return f"a changé : « {shown} »" if both else f": « {shown} »"


_LONGEST = 90


# --- headers and footers -------------------------------------------------------------------------


def findings(item: Carried, printed: Draft | None) -> Iterator[Finding]:
    """What the headers and footers of the files became. `printed` is the document as the dossier makes it."""
    for file in item.files:
        if printed is not None and file.draft is not None:
            yield from _around(file, file.draft, printed)


def _around(file: Inspected, draft: Draft, printed: Draft) -> Iterator[Finding]:
    old = {part: _pieces(printed, part) for part in (HEADER, FOOTER)}
    new = {part: _pieces(draft, part) for part in (HEADER, FOOTER)}
    texts = [text for found in old.values() for text, _ in found]
    said = [text for found in new.values() for text, _ in found]
    alike = [text for text in texts if any(_likeness(text, other) >= _ALIKE for other in said)]
    if PARAGRAPHS in draft.properties or not (MANIFEST in draft.properties or (alike and len(alike) * 2 >= len(texts))):
        return  # a document of the authority has headers of its own
    for part in (HEADER, FOOTER):
        changes = tuple(_changes([text for text, _ in old[part]], new[part]))
        if changes:
            yield _finding(part, changes, file, other=not alike)


def _pieces(draft: Draft, part: str) -> list[tuple[str, Place]]:
    """The texts of the headers or footers, each once: what tabs keep apart, without counters of pages."""
    found: dict[tuple[str, ...], tuple[str, Place]] = {}
    for line in lines(draft.around):
        for piece in line.text.split("\t") if line.place.part == part else ():
            text = " ".join(_COUNTER.sub(" ", piece).split())
            if words(text) and not _of_draft(text):
                found.setdefault(words(text), (text, line.place))
    return list(found.values())


def draft_foot(draft: Draft) -> bool:
    """Whether the foot of the pages says that the document is a draft."""
    return any(
        _of_draft(piece) for line in lines(draft.around) if line.place.part == FOOTER for piece in line.text.split("\t")
    )


def _of_draft(text: str) -> bool:
    return words(text)[: len(_DRAFT)] == _DRAFT


def _finding(part: str, changes: Sequence[Change], file: Inspected, *, other: bool) -> Finding:
    """`other`: nothing of them is ours, as in a document written in another template."""
    first = changes[0]
    many = f" ({len(changes)} écarts)" if len(changes) > 1 else ""
    return Finding(
        rule="en-tete-modifie",
        severity="conseil" if other else "avertissement",
        message=f"{_NAMED[part]} de {PurePath(file.file).name} "
        + (
            f"n'a rien de celui que {_MADE}." if other else f"n'est pas celui que {_MADE} : {_difference(first)}{many}."
        ),
        read=_joined(item.new for item in changes) or "rien",
        expected=_joined(item.old for item in changes) or "rien d'autre que ce que le dossier produit",
        places=(first.place or Place(file=file.file, part=part),),
        why=_WHY,
        remedy="Revenir au texte que « clausekit assemble » écrit, ou changer l'objet ou l'acheteur dans le dossier.",
    )


def _joined(texts: Iterator[str | None]) -> str:
    return " ; ".join(text for text in texts if text)


def _difference(change: Change) -> str:
    if change.old is None:
        return f"« {change.new} » a été ajouté"
    return f"« {change.old} » a été ôté" if change.new is None else f"« {change.new} » au lieu de « {change.old} »"
