"""A YAML text written in the canonical form: two spaces a level, one sentence a line in prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from clausekit import sentences
from clausekit.finding import Route
from clausekit.fmt import reflow
from clausekit.fmt.faithful import SPACES
from clausekit.fmt.written import Entry, Node

_STEP: Final = "  "
_WORDS: Final = {"~": "null", "Null": "null", "NULL": "null", "True": "true", "TRUE": "true"} | {
    "False": "false",
    "FALSE": "false",
}
# What cannot open a plain text, and what would end one.
_OPENERS = re.compile(r"[\s,\[\]{}#&*!|>'\"%@`]|[-?:](?:\s|$)|---|\.\.\.")
_BREAKS = re.compile(r": |:$| #|\s$|[^\S ]")
# Between brackets, the C parser takes no « : » nor « ? » in a plain text.
_FLOW_BREAKS = re.compile(r"[,\[\]{}:?]")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _escaped(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _is_plain(text: str, *, flow: bool) -> bool:
    breaks = _OPENERS.match(text) or _BREAKS.search(text) or (flow and _FLOW_BREAKS.search(text))
    return bool(text) and not breaks


def _one_line(node: Node, *, flow: bool) -> str:
    """A text on its line."""
    text = node.text.translate(SPACES)
    if node.style:
        return _quoted(text)
    if not text:
        return "null" if flow else ""
    return _WORDS.get(text, text) if _is_plain(text, flow=flow) else _quoted(text)


def _key(entry: Entry, *, flow: bool) -> str:
    key = entry.key or ""
    return key if _is_plain(key, flow=flow) else _quoted(key)


def _flow(node: Node) -> str:
    """A value between brackets, or a text among them."""
    if node.kind == "text":
        return _one_line(node, flow=True)
    if node.kind == "list":
        return "[" + ", ".join(_flow(entry.value) for entry in node.entries) + "]"
    return "{" + ", ".join(f"{_key(entry, flow=True)}: {_flow(entry.value)}" for entry in node.entries) + "}"


def _literal(text: str) -> tuple[str, tuple[str, ...]] | None:
    """A text under `|`; None when its spaces or line ends would be lost there."""
    body = text.removesuffix("\n")
    held = tuple(body.split("\n"))
    if not body.strip() or body[0] in " \n" or body.endswith("\n") or any(line != line.rstrip() for line in held):
        return None
    return ("|" if text.endswith("\n") else "|-"), held


def _folded(node: Node, text: str) -> tuple[str, tuple[str, ...]] | None:
    """A text under `>`, one sentence a line; None when it has line ends of its own, or spaces to keep."""
    body = text.removesuffix("\n")
    if not body.strip() or "\n" in body or body != body.strip():
        return None
    typed = tuple(line.translate(SPACES) for line in node.lines)
    held = sentences.cut(typed if " ".join(typed) == body else (body,))
    return (">" if text.endswith("\n") else ">-"), held


def _block(node: Node, route: Route) -> tuple[str, tuple[str, ...]] | None:
    """The sign and the lines of a text that takes several; None for one that stands on its key's line."""
    text = node.text.translate(SPACES)
    several = "\n" in text.strip("\n")
    if reflow.is_prose(route) and (node.style == "|" or several) and text.strip():
        return "|", reflow.lines(text)
    found = _folded(node, text) if node.style == ">" else None
    return found or (_literal(text) if node.style in {"|", ">"} else None)


def _tidy(head: Iterable[str], *, first: bool) -> Iterator[str]:
    """Comments with one blank line at most between them, none at the head of the file."""
    blank = first
    for line in head:
        if line or not blank:
            yield line.translate(SPACES)
        blank = not line


def _padded(lines: Iterable[str], pad: str) -> Iterator[str]:
    return ((pad + line).rstrip() for line in lines)


def _tail(entry: Entry) -> str:
    return f"  {entry.tail.translate(SPACES)}" if entry.tail else ""


def _value(entry: Entry, lead: str, pad: str, route: Route) -> Iterator[str]:
    """A value after `lead` (its key, or the dash of its item)."""
    node = entry.value
    if node.flow:
        yield f"{lead} {_flow(node)}{_tail(entry)}"
    elif node.kind != "text":
        yield f"{lead}{_tail(entry)}"
        yield from _entries(node, pad + _STEP, route)
    elif (block := _block(node, route)) is not None:
        yield f"{lead} {block[0]}{_tail(entry)}"
        yield from _padded(block[1], pad + _STEP)
    else:
        yield f"{lead} {_one_line(node, flow=False)}".rstrip() + _tail(entry)


def _hoisted(entry: Entry) -> Entry:
    """An item whose comments all stand above its dash, those of its first key too."""
    node = entry.value
    if node.flow or not node.entries:
        return entry
    first, *others = node.entries
    first = _hoisted(first) if node.kind == "list" else first
    inner = replace(node, entries=(replace(first, head=()), *others))
    return replace(entry, head=(*entry.head, *first.head), value=inner)


def _item(entry: Entry, pad: str, route: Route) -> Iterator[str]:
    """An item of a list; that of a mapping or a list opens on the line of the dash."""
    node = entry.value
    if node.kind == "text" or node.flow:
        yield from _value(entry, f"{pad}-", pad, route)
        return
    opening, *others = _entries(node, pad + _STEP, route)
    yield f"{pad}- {opening.removeprefix(pad + _STEP)}"
    yield from others


def _entries(node: Node, pad: str, route: Route) -> Iterator[str]:
    entries = map(_hoisted, node.entries) if node.kind == "list" else node.entries
    for number, entry in enumerate(entries):
        yield from _padded(_tidy(entry.head, first=not (number or route)), pad)
        if node.kind == "list":
            yield from _item(entry, pad, (*route, number))
        else:
            name = entry.key or ""
            yield from _value(entry, f"{pad}{_key(entry, flow=False)}:", pad, (*route, name))
    foot = list(_tidy(node.foot, first=False))
    while foot and not foot[-1]:
        foot.pop()
    yield from _padded(foot, pad)


def lines(root: Node) -> list[str]:
    """The lines of a file."""
    return list(_entries(root, "", ())) if root.entries else ["{}"]
