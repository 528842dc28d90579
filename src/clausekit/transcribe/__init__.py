"""A clause written in a word processor to prose and blanks: what a person who never types YAML hands over."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit.draft import GLOSS, HIDDEN, Block, Draft, Line, lines, unsigned
from clausekit.finding import Place
from clausekit.transcribe.blocks import Scribe
from clausekit.transcribe.cutting import Part, cut
from clausekit.transcribe.found import Notes, Remark, Text, Transcript, Wanted, Written
from clausekit.transcribe.inline import Reader

_MARGINS = frozenset(("en-tête", "pied de page"))
_UNSEEN = {
    HIDDEN: "Un texte masqué n'est pas repris",
    GLOSS: "Une annotation écrite au-dessus des mots n'est pas reprise",
}
_AROUND = {
    "en-tête": "L'en-tête de page n'est pas repris",
    "pied de page": "Le pied de page n'est pas repris",
    "note": "Une note n'est pas reprise",
    "zone de texte": "Une zone de texte n'est pas reprise",
}


def transcribe(draft: Draft, *, piece: str) -> Transcript:
    """The clauses of a document read with its signs; `piece` is that of a text under no heading that names one."""
    notes = Notes()
    found = cut(draft.blocks)
    if found.before:
        words = _short(" ".join(line.text for line in found.before))
        notes.add(f"Ce qui précède le premier titre n'est pas repris : « {words} ».", found.before[0].place)
    clauses = tuple(clause for part in found.parts if (clause := _written(part, piece, notes)).texts)
    _around(draft, notes)
    for doubt in draft.doubts:
        notes.add(doubt, Place(file=draft.file))
    for remark in unseen(draft):
        notes.add(remark.message, remark.place)
    return Transcript(clauses=clauses, remarks=tuple(notes.found))


def unseen(draft: Draft) -> Iterator[Remark]:
    """What a document holds and does not show as its text, which never becomes prose."""
    for item in draft.unseen:
        yield Remark(message=f"{_UNSEEN[item.kind]} : « {_short(item.text)} ».", place=item.place)


def _around(draft: Draft, notes: Notes) -> None:
    """What stands out of the flow: one remark for the headers and the footers, one for each note or box."""
    margins: dict[str, list[Line]] = {}
    for line in lines(draft.around):
        part = line.place.part or ""
        if line.text.strip():
            margins.setdefault(part if part in _MARGINS else f"{part} {line.place.paragraph}", []).append(line)
    for held in margins.values():
        told = _AROUND.get(held[0].place.part or "", "Un texte hors du corps n'est pas repris")
        words = " ; ".join(dict.fromkeys(line.text for line in held))
        notes.add(f"{told} : « {_short(words)} ».", held[0].place)


def _written(part: Part, piece: str, notes: Notes) -> Written:
    reader = Reader(notes=notes)
    texts = tuple(_texts(part, piece, reader, notes))
    return Written(title=_title(part.title), texts=texts, wanted=reader.wanted, place=part.place, entry=part.entry)


def _title(text: str) -> str:
    """A title in the typography of the YAML, without the signs that it may hold."""
    pieces = Reader(notes=Notes()).pieces(text, Place(file=""))
    return "".join(getattr(item, "text", "") for item in pieces).strip()


def _texts(part: Part, piece: str, reader: Reader, notes: Notes) -> Iterator[Text]:
    """The texts, those of one piece and level put together."""
    held: dict[tuple[str, str | None], list[Block]] = {}
    for section in part.sections:
        held.setdefault((section.piece or piece, section.level), []).extend(section.blocks)
    for (name, level), blocks in held.items():
        written = Scribe(reader=reader, notes=notes).write(blocks)
        if written:
            yield Text(piece=name, blocks=written, level=level)


def _short(text: str) -> str:
    text = " ".join(unsigned(text).split())
    return text if len(text) <= 80 else text[:79] + "…"


__all__ = [
    "Line",
    "Notes",
    "Reader",
    "Remark",
    "Scribe",
    "Text",
    "Transcript",
    "Wanted",
    "Written",
    "transcribe",
    "unseen",
]
