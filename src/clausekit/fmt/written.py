"""A YAML text as it is written: mappings, lists and texts, with the comments and blank lines around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from clausekit import source
from clausekit.source import Position, Token

# Inside what holds no value, `#` at the start of a line or after a space opens a comment.
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$")
_FAR = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key and its value, or an item of a list (no key).

    `head`: the comments above, an empty string for a blank line; `tail`: the comment at the end of its line.
    """

    key: str | None
    value: Node
    head: tuple[str, ...] = ()
    tail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value. `kind` and `style` are those of a token; `flow`: between brackets on one line.

    `lines` are those of a `|` or `>` block as typed, stripped; `foot`: the comments after the last entry.
    """

    kind: str
    flow: bool = False
    style: str = ""
    text: str = ""
    lines: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """A comment, or a blank line (no text). `own`: nothing stands before it on its line."""

    line: int
    column: int
    text: str
    own: bool = True


def _end_of(token: Token, lines: list[str]) -> Position:
    """Where a text ends; that of a block is the end of its last line that holds something."""
    if token.style not in {"|", ">"}:
        return token.end
    last = max(token.start[0], token.end[0] - (token.end[1] == 1))
    while last > token.start[0] and not lines[last - 1].strip():
        last -= 1
    return last, len(lines[last - 1]) + 1


def _gap(lines: list[str], start: Position, end: Position) -> Iterator[_Note]:
    """The notes between two positions, where no value stands."""
    for number in range(start[0], min(end[0], len(lines)) + 1):
        first = start[1] - 1 if number == start[0] else 0
        last = end[1] - 1 if number == end[0] else _FAR
        line = lines[number - 1]
        found = _COMMENT.search(line[:last], first)
        if found:
            own = not line[: found.start()].strip()
            yield _Note(line=number, column=found.start() + 1, text=found[0].rstrip(), own=own)
        elif number > start[0] and number < end[0] and not line.strip():
            yield _Note(line=number, column=0, text="")


def _header_notes(token: Token, lines: list[str]) -> Iterator[_Note]:
    """The comment on the line that opens a `|` or `>` block."""
    found = _COMMENT.search(lines[token.start[0] - 1], token.start[1])
    if found:
        yield _Note(line=token.start[0], column=found.start() + 1, text=found[0].rstrip())


def _notes(tokens: list[Token], lines: list[str]) -> Iterator[_Note]:
    here = (1, 1)
    for token in tokens:
        if token.kind == "end" and token.start == token.end:
            continue  # no sign of its own: the parsers do not agree on where it stands
        if token.kind != "text" and not token.flow and token.kind != "end":
            continue
        if token.start > here:
            yield from _gap(lines, here, token.start)
        if token.style in {"|", ">"}:
            yield from _header_notes(token, lines)
        here = max(here, _end_of(token, lines))
    yield from _gap(lines, here, (len(lines) + 1, 1))


class _Reader:
    """Tokens -> nodes; the notes are taken in their order."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._tokens = list(source.tokens(text))
        self._notes = list(_notes(self._tokens, self._lines))
        self._at = 0
        self._note = 0

    def document(self) -> Node:
        """The root; every note has found its place."""
        root = self._node()
        return replace(root, foot=(*root.foot, *(note.text for note in self._notes[self._note :])))

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _before(self, where: Position) -> tuple[str, ...]:
        """The notes that stand before a position."""
        rest = self._notes[self._note :]
        found = tuple(note.text for note in takewhile(lambda note: (note.line, note.column) < where, rest))
        self._note += len(found)
        return found

    def _on(self, line: int) -> str:
        """The comment at the end of a line, when nothing else is written between here and it."""
        if self._note == len(self._notes):
            return ""
        note, following = self._notes[self._note], self._following()
        if note.line != line or not note.text or (following and following.start < (note.line, note.column)):
            return ""
        self._note += 1
        return note.text

    def _following(self) -> Token | None:
        """The next token that has a place of its own."""
        return next((token for token in self._tokens[self._at :] if token.kind != "end"), None)

    def _node(self) -> Node:
        token = self._next()
        if token.kind == "text":
            return self._text(token)
        closing = self._closing()
        # Written on several lines between brackets: one entry a line is what the author meant.
        flow = token.flow and closing.start[0] == token.start[0] and self._at > 1
        entries = []
        while self._peek().kind != "end":
            entries.append(self._flat_entry(token) if flow else self._entry(token))
        end = self._next()
        if flow or not entries:
            return Node(kind=token.kind, flow=True, entries=tuple(entries))
        foot = self._before(end.start) if token.flow else self._foot(token.start[1])
        return Node(kind=token.kind, entries=tuple(entries), foot=foot)

    def _closing(self) -> Token:
        depth = 1
        for token in self._tokens[self._at :]:
            depth += {"text": 0, "end": -1}.get(token.kind, 1)
            if not depth:
                return token
        raise AssertionError("tokens are balanced")

    def _text(self, token: Token) -> Node:
        lines: tuple[str, ...] = ()
        if token.style in {"|", ">"}:
            lines = tuple(line.strip() for line in self._lines[token.start[0] : _end_of(token, self._lines)[0]])
        return Node(kind="text", style=token.style, text=token.text, lines=lines)

    def _flat_entry(self, holder: Token) -> Entry:
        key = self._next().text if holder.kind == "map" else None
        return Entry(key=key, value=self._node())

    def _entry(self, holder: Token) -> Entry:
        """An entry on lines of its own."""
        head = self._before(self._peek().start)
        if holder.kind == "list":
            value, last = self._value()
            tail = self._on(last)
            if tail and value.kind != "text" and not value.flow:
                head, tail = (*head, tail), ""
            return Entry(key=None, value=value, head=head, tail=tail)
        key = self._next()
        tail = self._on(key.end[0])
        between = self._between()
        value, last = self._value()
        later = self._on(last)
        if tail and (between or later):
            between, tail = (tail, *between), ""
        return Entry(key=key.text, value=value, head=(*head, *between), tail=tail or later)

    def _between(self) -> tuple[str, ...]:
        """The comments between a key and its value, on lines of their own."""
        opening = self._peek()
        # Where an absent value stands the parsers do not agree; above a block, a comment is that of its first key.
        if opening.flow or opening.text or opening.style:
            return tuple(filter(None, self._before(opening.start)))
        return ()

    def _value(self) -> tuple[Node, int]:
        """A value, and the line of its last sign (that opens it, for a block of text)."""
        opening = self._peek()
        value = self._node()
        closing = self._tokens[self._at - 1]
        if opening.style in {"|", ">"}:
            return value, opening.start[0]
        if opening.kind == "text" or opening.flow:
            return value, closing.end[0]
        return value, 0

    def _indent(self, number: int) -> int:
        """The column where a line starts: that of the dash, for an item."""
        line = self._lines[number - 1]
        return len(line) - len(line.lstrip()) + 1

    def _foot(self, column: int) -> tuple[str, ...]:
        """The comments that stand under the last entry, no more to the left than the entries."""
        following = self._following()
        after, limit = (following.start, self._indent(following.start[0])) if following else ((_FAR, 1), 0)
        count = 0
        for number, note in enumerate(self._notes[self._note :], start=1):
            if (note.line, note.column) >= after:
                break
            if note.text and (not note.own or note.column < column or note.column <= limit):
                break
            count = number if note.text else count
        found = tuple(note.text for note in self._notes[self._note : self._note + count])
        self._note += count
        return found


def read(text: str) -> Node:
    """The root of a text that `source.load` has read without a finding."""
    return _Reader(text).document()


def comments(text: str) -> tuple[str, ...]:
    """Every comment of a text, in its order."""
    tokens = list(source.tokens(text))
    return tuple(note.text for note in _notes(tokens, text.split("\n")) if note.text)
