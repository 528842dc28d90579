"""What changed inside the notes, once the text that calls them is written."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from clausekit.word.tracked import gone, paragraphs
from clausekit.word.tracked.atoms import bare
from clausekit.word.tracked.hand import Hand
from clausekit.word.tracked.names import found, local, made, value, w
from clausekit.word.tracked.notes import CALLS, blocks, called, calls
from clausekit.word.tracked.pen import DELETED, INSERTED, MOVED_TO, unmarked
from clausekit.word.tracked.story import story

if TYPE_CHECKING:
    from lxml.etree import _Element


def notes(hand: Hand) -> bool:
    """Write the changes of the notes; whether a note that stays has any."""
    for old, new in hand.notes.brought:
        _gone(hand, old, new)
    for call in [item for item in calls(hand.new.root) if _came(item)]:
        _put_in(hand, call)
    stay = [(old, new) for call, old, new in hand.notes.faced if not _came(call)]
    changed = sum(story(hand, old, new) for old, new in stay)  # each is written, not up to the first
    if hand.notes.brought:
        _ordered(hand)
    return changed > 0


def _ordered(hand: Hand) -> None:
    """Put the notes in the order of their calls and number them so, as Word does: LibreOffice goes by it.

    The rules keep their numbers, which the settings name: -1 and 0 in Word, 0 and 1 in LibreOffice.
    """
    for kind, (_, root) in hand.new.notes.items():
        own = [call for call in calls(hand.new.root) if CALLS[local(call)] == kind]
        led = [(call, called(hand.new, call)) for call in own]
        rules = [note for note in root if value(note, "type")]
        others = [note for note in root if local(note) == kind and note not in rules]
        asked = dict.fromkeys(note for _, note in led if note is not None)
        taken = (int(value(note, "id")) for note in rules if value(note, "id").isdecimal())
        for number, note in enumerate(dict.fromkeys((*asked, *others)), start=1 + max(taken, default=0)):
            note.set(w("id"), str(number))
            root.append(note)
        for call, own_note in led:
            if own_note is not None:
                call.set(w("id"), value(own_note, "id"))


def _came(call: _Element) -> bool:
    """Whether a call came, or was moved there, with its note."""
    return next(call.iterancestors(w(INSERTED), w(MOVED_TO)), None) is not None


def _put_in(hand: Hand, call: _Element) -> None:
    """Mark the words of a note as inserted; the note itself comes and goes with its call."""
    note = called(hand.new, call)
    for paragraph in () if note is None else list(note.iter(w("p"))):
        paragraphs.put_in(hand, paragraph)
        unmarked(paragraph)


def _gone(hand: Hand, old: _Element, new: _Element) -> None:
    """Fill the note of a deleted call with the deleted words of the old one."""
    for block in blocks(old):
        new.append(gone.paragraph(hand, block) if local(block) == "p" else gone.table(hand, block))
    for paragraph in new.iter(w("p")):
        unmarked(paragraph)
    last = next(new.iterchildren(w("p"), reversed=True), None)
    if last is None or last.getnext() is not None:
        new.append(made("p"))
    _numbered(hand, old, new)


def _numbered(hand: Hand, old: _Element, new: _Element) -> None:
    """The number that a note shows in front of its words."""
    sign = next(old.iter(w("footnoteRef"), w("endnoteRef")), None)
    run = None if sign is None else sign.getparent()
    first = new.find(w("p"))
    if sign is None or run is None or first is None:
        return
    shown = hand.sheets.dressed(bare(run))
    shown.append(copy.deepcopy(sign))
    change = found(first, DELETED)
    if change is None:
        change = hand.pen.change(DELETED)
        first.append(change)
    change.insert(0, shown)
