"""Notes at the foot of the pages of a PDF: lines in small type, called from the text above or beneath a rule.

They stand out of the flow, as the notes of a Word file do: what they interrupt goes on to the next page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clausekit.read.sheet import Row, Rule, Sheet, Word, rows

# What calls a note, and opens it: « 1 », « (1) », « * ».
_MARK: Final = re.compile(r"\d{1,3}|\(\d{1,2}\)|\*{1,3}|\(\*{1,3}\)")
_PAUSE: Final = re.compile(r"[.,)…]+")
_ALONE: Final = re.compile(rf"({_MARK.pattern})([.,…]*)")
_SMALL: Final = 0.96  # of the body of the text
_RAISED: Final = 0.8  # of the body of the words beside
_HIGHEST: Final = 0.3  # of the height of a page: a rule above it parts no notes
_SHORTEST, _LONGEST = 36.0, 0.42  # a rule above notes: points, and share of the width of the page
_NEAR: Final = 4.0  # points
_INDENT: Final = 36.0  # points between the rule and what stands beneath it
_SENTENCE: Final = 4  # words
_MOST: Final = 12  # short rules on a page; more are a drawing


@dataclass(slots=True)
class Note:
    """A note. `rank`, from 1, is what the words that call it bear; `mark` opened it, and is in no row."""

    rank: int
    mark: str
    rows: list[Row]

    @property
    def page(self) -> int:
        """Where it begins."""
        return self.rows[0].page


def take(sheets: Sequence[Sheet]) -> list[Note]:
    """Take the notes out of the sheets; the words that call them lose their mark and bear the rank of their note."""
    noted = [sheet for sheet in sheets if _rules(sheet) or _may_call(sheet.words)]
    usual = _usual(sheets) if noted else 0.0
    found: list[Note] = []
    for sheet in noted:
        lines = _foot(sheet, usual, begun=bool(found) and found[-1].rows[-1].page == sheet.number - 1)
        if not lines:
            continue
        gone = {id(word) for row in lines for word in row.words}
        before = len(found)
        _part(lines, found)
        ranks = {_bare(note.mark): note.rank for note in reversed(found[before:])}
        sheet.words = _unmarked([word for word in sheet.words if id(word) not in gone], sheet.number, ranks)
    return found


def calls(lines: Iterable[Row]) -> list[int]:
    """The ranks of the notes that lines call."""
    return [word.call for row in lines for word in row.words if word.call]


def _may_call(words: Iterable[Word]) -> bool:
    return any(word.raised or (not word.text[0].isalpha() and _ALONE.fullmatch(word.text)) for word in words)


def _usual(sheets: Iterable[Sheet]) -> float:
    """The body of the type of the text."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for word in sheet.words:
            sizes[word.size] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _foot(sheet: Sheet, usual: float, *, begun: bool) -> list[Row]:
    """The lines of notes of a page, from top to bottom; `begun`: notes stand on the page before."""
    ruled = _rules(sheet)
    lines = sorted(rows(sheet.words, sheet.number), key=lambda row: row.top)
    called = _first_calls(lines)
    small = len(lines)
    while small and lines[small - 1].size < _SMALL * usual:
        small -= 1
    for index in range(1, len(lines)):
        row, mark = lines[index], _mark(lines[index])
        beneath = any(_parts(rule, lines[index - 1], row) for rule in ruled)
        signs = beneath + (called.get(_bare(mark), index) < index) + (index >= small)
        if signs > 1 and (mark or begun):
            return [] if any(map(_in_columns, lines[index:])) else lines[index:]
    return []


def _in_columns(row: Row) -> bool:
    """Whether a line is that of two columns of text side by side."""
    return sum(len(segment) >= _SENTENCE for segment in row.segments()) > 1


def _rules(sheet: Sheet) -> list[Rule]:
    """Short rules that no other one meets; none where there are many."""
    low, longest = _HIGHEST * sheet.height, _LONGEST * sheet.width
    short = [rule for rule in sheet.flat if rule.at > low and _SHORTEST < rule.end - rule.start < longest]
    return [] if len(short) > _MOST else [rule for rule in short if not any(_meet(rule, up) for up in sheet.upright)]


def _meet(rule: Rule, plumb: Rule) -> bool:
    along = rule.start - _NEAR < plumb.at < rule.end + _NEAR
    return along and plumb.start - _NEAR < rule.at < plumb.end + _NEAR


def _parts(rule: Rule, above: Row, below: Row) -> bool:
    return above.bottom - _NEAR < rule.at < below.top + _NEAR and abs(rule.start - below.x0) < _INDENT


def _mark(row: Row) -> str:
    """The mark that a line begins with."""
    return row.words[0].text if len(row.words) > 1 and _MARK.fullmatch(row.words[0].text) else ""


def _bare(mark: str) -> str:
    return mark.strip("()")


def _first_calls(lines: Sequence[Row]) -> dict[str, int]:
    """The line where each mark first calls its note."""
    found: dict[str, int] = {}
    for index, row in enumerate(lines):
        for rank, word in enumerate(row.words):
            called = word.raised or (_called(word, row) if rank else "")
            if called:
                found.setdefault(called, index)
    return found


def _called(word: Word, row: Row) -> str:
    """The note that a word of its own calls, "" for a plain figure."""
    found = _ALONE.fullmatch(word.text)
    if found is None or (found[1].isdigit() and word.size > _RAISED * row.size):
        return ""
    return _bare(found[1])


def _part(lines: Sequence[Row], found: list[Note]) -> None:
    """Add the notes that lines make; the first lines may go on with the note of the page before."""
    left, opened = lines[0].x0, ""
    for row in lines:
        mark = _mark(row)
        if mark and row.x0 < left + _NEAR and _follows(opened, _bare(mark)):
            found.append(Note(len(found) + 1, mark, [Row(row.words[1:], row.page)]))
            opened = _bare(mark)
        else:
            found[-1].rows.append(row)


def _follows(mark: str, other: str) -> bool:
    """Whether a note may come after another: a line may begin with any figure."""
    if mark.isdigit() and other.isdigit():
        return int(other) == int(mark) + 1
    return not mark or len(other) == len(mark) + 1


def _unmarked(words: Sequence[Word], number: int, ranks: Mapping[str, int]) -> list[Word]:
    """Words in the order of the file, without the marks that call notes."""
    place = {id(word): rank for rank, word in enumerate(words)}
    kept: list[tuple[int, Word]] = []
    for row in rows(words, number):
        last: Word | None = None
        for word in row.words:
            called = ranks.get(word.raised or (_called(word, row) if last else ""), 0)
            if last and called and not word.raised:
                last = _closed(last._replace(call=called), word.text.lstrip("(0123456789*)"), word)
            elif last and last.call and _PAUSE.fullmatch(word.text):
                last = _closed(last, word.text, word)
            else:
                kept.append((place[id(word)], last := _without(word, called) if called else word))
                continue
            kept[-1] = kept[-1][0], last
    return [word for _, word in sorted(kept)]


def _closed(word: Word, pause: str, by: Word) -> Word:
    """A word and the full stop that stood after its mark."""
    return word._replace(text=word.text + pause, x1=by.x1 if pause else word.x1)


def _without(word: Word, called: int) -> Word:
    head, _, tail = word.text.rpartition(word.raised)
    if head.endswith("("):
        head, tail = head.removesuffix("("), tail.removeprefix(")")
    return word._replace(text=head + tail, call=called)
