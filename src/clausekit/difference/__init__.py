"""What changed from an edition of the library to another, as a lawyer reads it: entry by entry, fact by fact.

`of_entry` compares two editions of an entry, `compare` two libraries. Typography, reflow, order of keys and comments
change nothing: nothing is told of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from clausekit import typography as typo
from clausekit.clause import Clause, Revision
from clausekit.difference import declared, sentences, substance
from clausekit.difference.change import CHANGED, NEW, RETIRED, SUBSTANCE, Change, Exchange, Figure, Sentence
from clausekit.difference.figures import arrived, figures
from clausekit.difference.handed import handed
from clausekit.difference.measured import answering, ordered
from clausekit.library import Entry, Library
from clausekit.listing import kind_of

_GONE = "retiree"


def of_entry(old: Entry | None, new: Entry | None) -> Change | None:
    """What became of an entry; None when it says the same. Either may be absent, not both of two kinds."""
    if old == new or (old is None and new is None):
        return None
    if old is None or new is None or kind_of(old) != kind_of(new):
        return _lone(new if old is None or new else old, arrives=new is not None)
    return _changed(old, new)


def _lone(entry: Entry | None, *, arrives: bool) -> Change | None:
    """An entry that one edition only has. One that comes already retired is told as retired."""
    assert entry is not None  # noqa: S101 (one of the two is there)
    retired = not arrives or entry.state == _GONE
    lines = entry.history if arrives else ()
    return _change(
        entry,
        change=RETIRED if retired else NEW,
        judged=(SUBSTANCE, ()),
        lines=lines,
        figures=() if retired else arrived(entry),
        prose=() if retired else tuple(pair.sentence for pair in sentences.said(entry)),
    )


def _changed(old: Entry, new: Entry) -> Change | None:
    pairs, cuts = sentences.compared(old, new)
    found = (*figures(old, new), *_cut(cuts), *_rewritten(old.history, new.history))
    lines = declared.gained(old.history, new.history)
    retired = new.state == _GONE and old.state != _GONE
    if not (pairs or found or lines):
        return None
    return _change(
        new,
        change=RETIRED if retired else CHANGED,
        judged=(SUBSTANCE, ()) if _GONE in {old.state} ^ {new.state} else substance.severity(found, pairs),
        lines=lines,
        figures=found,
        prose=tuple(pair.sentence for pair in pairs),
    )


def _change(
    entry: Entry,
    *,
    change: str,
    judged: tuple[str, tuple[Exchange, ...]],
    lines: Sequence[Revision],
    figures: tuple[Figure, ...],
    prose: tuple[Sentence, ...],
) -> Change:
    return Change(
        id=entry.id,
        title=entry.title,
        kind=kind_of(entry),
        change=change,
        severity=judged[0],
        doubts=judged[1],
        declared=declared.nature(lines, created=change == NEW),
        reason=declared.reason(lines),
        figures=figures,
        prose=prose,
        successor=entry.replaced_by if isinstance(entry, Clause) and change == RETIRED else None,
        families=entry.applicable.families,
    )


def _cut(cuts: Iterable[sentences.Cut]) -> Iterator[Figure]:
    for cut in cuts:
        yield Figure(
            route=f"alineas.{cut.piece}",
            level=None,
            old=_blocks(cut.old),
            new=_blocks(cut.new),
        )


def _blocks(count: int) -> str:
    return f"{count} {typo.agree('alinéas', count)} ou {typo.agree('listes', count)}"


def _rewritten(old: Sequence[Revision], new: Sequence[Revision]) -> Iterator[Figure]:
    for was, now in declared.rewritten(old, new):
        yield Figure(route="historique", level=None, old=was, new=now)


def compare(old: Library, new: Library, *, unread: Container[str] = ()) -> tuple[Change, ...]:
    """What became of every entry, in the order of their ids, with the measures that each answers or answered.

    `unread` are the paths that one of the two sides could not read: of an entry that stands there, nothing is told.
    """
    before, after = answering(old), answering(new)
    found = []
    for name in sorted({*old.ids, *new.ids}):
        was, now = old.find(name), new.find(name)
        lone = (was or now) if was is None or now is None else None
        change = None if lone is not None and lone.file in unread else of_entry(was, now)
        if change is not None:
            names = before(was) | after(now)
            found.append(replace(change, measures=ordered(names, (*new.registers.measures, *old.registers.measures))))
    return handed(found)


__all__ = ["Change", "Exchange", "Figure", "Sentence", "compare", "of_entry"]
