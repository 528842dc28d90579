"""A redline: the new document, in which Word shows as tracked changes what differs from the old one.

Accepting every change gives the new text, refusing them gives the old one: words, styles and numbering of the
body and of its notes, and of the headers and footers when they are asked for. The result is proof-read before it is
returned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from clausekit import disk
from clausekit.word import parts
from clausekit.word.package import entry, pack
from clausekit.word.refusal import clear_refusal
from clausekit.word.tracked import margins, noted, proof, settled
from clausekit.word.tracked.hand import Hand, Tally
from clausekit.word.tracked.lists import Lists
from clausekit.word.tracked.names import local, value, w
from clausekit.word.tracked.notes import Notes
from clausekit.word.tracked.pen import Pen
from clausekit.word.tracked.sheets import Sheets
from clausekit.word.tracked.side import Side, closed, opened
from clausekit.word.tracked.story import story

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBERED: Final = ("ins", "del", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "permStart")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redline:
    """A Word file with tracked changes, and how many paragraphs and rows were put in, taken out, moved, changed.

    One that was moved and edited counts as both; a whole table counts as one.

    `data` is None when nothing differs. `settled`: the new document bore changes already, which were accepted
    first. `left_out`: a picture or a formula of the old text, taken out since, could not be shown. `share`: how much
    of the old text stays, in paragraphs, from 0 to 1.
    """

    data: bytes | None
    added: int = 0
    removed: int = 0
    moved: int = 0
    changed: int = 0
    settled: bool = False
    left_out: bool = False
    share: float = 1.0


def redline(old: bytes, new: bytes, *, file: str, author: str, date: str, around: bool = False) -> Redline:
    """The changes that lead from one Word file to another.

    `file` names the new one in messages; `date` is « 2026-11-22T10:00:00Z ». `around`: headers and footers are
    compared too. Raises `UnreadableFile`.
    """
    before, after = opened(old, file), opened(new, file)
    with clear_refusal(file):
        beside = margins.margins(before, after) if around else ()
        stories = ((before.body, after.body), *((item.old, item.new) for item in beside))
        had = any(map(settled.bears_changes, (*(one for _, one in stories), *_notes(after))))
        for text in (*(text for both in stories for text in both), *_notes(before), *_notes(after)):
            settled.accept(text)
            closed(text)
        if _alike(before, after, stories):
            return Redline(data=None, settled=had)
        expected = [(_lines(before, one), _lines(after, two)) for one, two in stories]
        hand = _hand(before, after, author, date, [two for _, two in stories[1:]])
        changed = [story(hand, one, two) for one, two in stories]
        if not any((*changed, noted.notes(hand))):
            return Redline(data=None, settled=had)
    for (_, text), (was, said) in zip(stories, expected, strict=True):
        _prove(hand, text, was, said)
    return _written(after, hand.tally, had=had, beside=beside)


def without(data: bytes, *, file: str, authors: Callable[[str], bool]) -> bytes:
    """The document without the tracked changes of some authors; the others stay tracked. Raises `UnreadableFile`."""
    side = opened(data, file)
    with clear_refusal(file):
        for text in (side.body, *_notes(side)):
            settled.reject(text, authors)
    return _packed(side)


def _notes(side: Side) -> Iterator[_Element]:
    """The notes of a document."""
    return (note for kind, (_, root) in side.notes.items() for note in root if local(note) == kind)


def _alike(before: Side, after: Side, stories: Sequence[tuple[_Element, _Element]]) -> bool:
    """Whether two documents are written alike, sign for sign, as most of those of a purchase are."""
    old, new = ({kind: root for kind, (_, root) in side.notes.items()} for side in (before, after))
    pairs = (*stories, *((old[kind], new[kind]) for kind in old.keys() & new.keys()))
    return (
        _looks(before) == _looks(after)
        and old.keys() == new.keys()
        and all(parts.serialise(one) == parts.serialise(two) for one, two in pairs)
    )


def _lines(side: Side, text: _Element) -> list[proof.Line]:
    return [*proof.lines(side, text), *proof.noted(side, text)]


def _hand(old: Side, new: Side, author: str, date: str, beside: Sequence[_Element]) -> Hand:
    beside = (*beside, *(root for _, root in new.notes.values()))
    names = {value(item, "name") for root in (new.root, *beside) for item in root.iter(w("bookmarkStart"))}
    taken = (number for root in (new.root, *beside) for number in _numbers(root))
    pen = Pen(author=author, date=date, number=max(taken, default=0))
    sheets = Sheets(old=old, new=new, lists=Lists(old=old, new=new))
    twins = _looks(old) == _looks(new)
    return Hand(pen=pen, sheets=sheets, old=old, new=new, notes=Notes(old=old, new=new), bookmarks=names, twins=twins)


def _looks(side: Side) -> list[tuple[int, int]]:
    """The prints of the styles and lists of a document."""
    parts_of = (side.entries[part[0]] for part in (side.sheet, side.lists))
    return [(part.crc, part.size) for part in parts_of]


def _numbers(root: _Element) -> list[int]:
    found = (value(item, "id") for item in root.iter(*(w(name) for name in _NUMBERED)))
    return [int(number) for number in found if number.isdecimal() and len(number) < 9]


def _prove(hand: Hand, text: _Element, old: list[proof.Line], new: list[proof.Line]) -> None:
    side, loose = hand.new, hand.tally.loose
    lost = proof.unfaithful(side, text, new, accepted=True, loose=loose)
    lost = lost or proof.unfaithful(side, text, old, accepted=False, loose=loose)
    if lost:
        raise disk.problem(
            "document-infidele",
            f"Les modifications suivies ne rendraient pas exactement les deux textes : « {lost} ».",
            side.file,
            why="La relecture automatique l’a refusé ; aucun fichier n’est rendu.",
            remedy="C’est une erreur de clausekit : signalez-la avec les deux documents.",
        )


def _written(side: Side, tally: Tally, *, had: bool, beside: Sequence[margins.Margin]) -> Redline:
    return Redline(
        data=_packed(side, beside),
        added=tally.added,
        removed=tally.removed,
        moved=tally.moved,
        changed=tally.changed,
        settled=had,
        left_out=bool(tally.left_out),
        share=tally.kept / max(1, tally.kept + tally.removed),
    )


def _packed(side: Side, beside: Sequence[margins.Margin] = ()) -> bytes:
    entries = dict(side.entries)
    for part in (
        (side.main, side.root),
        side.sheet,
        side.lists,
        *side.notes.values(),
        *((item.part, item.new) for item in beside),
    ):
        entries[part[0]] = entry(part[0], parts.serialise(part[1]))
    return pack(entries.values())
