"""The keys of a file in the order of its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Final

from clausekit import schema
from clausekit.fmt.written import Entry, Node

# Whose keys follow the purchase, and whose comments often stand over several of them.
_FREE: Final = frozenset({"dossier", "acheteur"})
_BRANCHES: Final = ("allOf", "anyOf", "oneOf")
_ALONE: Final = ("then", "else")


@cache
def _schema(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(schema.schema_text(kind))
    return found


class _Order:
    """The keys of a schema; a place of a file may follow several of its parts."""

    def __init__(self, root: dict[str, Any]) -> None:
        self._root = root

    def _spread(self, parts: list[Any]) -> Iterator[dict[str, Any]]:
        """Schemas with those that they refer to and are made of."""
        for part in parts:
            if isinstance(part, dict):
                yield part
                inner = [part[name] for name in _ALONE if name in part]
                inner += [branch for name in _BRANCHES for branch in part.get(name, ())]
                if "$ref" in part:
                    inner.append(self._root["$defs"][part["$ref"].removeprefix("#/$defs/")])
                yield from self._spread(inner)

    def _below(self, parts: list[dict[str, Any]], key: str) -> list[Any]:
        """The schemas of the value of a key."""
        found = []
        for part in parts:
            patterns = [inner for name, inner in part.get("patternProperties", {}).items() if re.search(name, key)]
            named = [part["properties"][key]] if key in part.get("properties", {}) else patterns
            found += named or [part.get("additionalProperties")]
        return found

    def node(self, node: Node, parts: list[Any]) -> Node:
        """A value, the keys of each of its mappings in order."""
        spread = list(self._spread(parts))
        if node.kind == "list":
            items = [part["items"] for part in spread if "items" in part]
            return replace(node, entries=tuple(replace(one, value=self.node(one.value, items)) for one in node.entries))
        if node.kind == "map":
            inner = [
                replace(one, value=self.node(one.value, self._below(spread, one.key or ""))) for one in node.entries
            ]
            return replace(node, entries=_sorted(inner, spread))
        return node


def _names(entries: list[Entry], parts: list[dict[str, Any]]) -> list[str]:
    """The keys of the schema that knows most of those that are there; pieces have no order but the author's."""
    known = [[name for name in part.get("properties", {}) if not name.isupper()] for part in parts]
    keys = {entry.key for entry in entries}
    return max(known, key=lambda names: len(keys.intersection(names)), default=[])


def _sorted(entries: list[Entry], parts: list[dict[str, Any]]) -> tuple[Entry, ...]:
    """Entries in order; a key that no schema names stays behind the one before it."""
    ranks = {name: rank for rank, name in enumerate(_names(entries, parts))}
    keyed, rank = [], -1
    for entry in entries:
        rank = ranks.get(entry.key or "", rank)
        keyed.append((rank, entry))
    moved = [entry for _, entry in sorted(keyed, key=lambda pair: pair[0])]
    if moved == entries:
        return tuple(entries)
    # A title over several keys, apart from the first of them, stays at its place.
    titles = [_parted(entry)[0] for entry in entries]
    return tuple(replace(entry, head=(*title, *_parted(entry)[1])) for title, entry in zip(titles, moved, strict=True))


def _parted(entry: Entry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The comments above a key: those that a blank line parts from it, then its own."""
    last = max((number for number, line in enumerate(entry.head) if not line), default=-1) + 1
    return entry.head[:last], entry.head[last:]


def ordered(root: Node, *, kind: str | None) -> Node:
    """A file whose keys follow its schema; those of a buyer's file stay. What stands at its very head stays there."""
    if kind is None or kind in _FREE or not root.entries:
        return root
    first, *others = root.entries
    bare = replace(root, entries=(replace(first, head=()), *others))
    made = _Order(_schema(kind)).node(bare, [_schema(kind)])
    top, *rest = made.entries
    return replace(made, entries=(replace(top, head=(*first.head, *top.head)), *rest))
