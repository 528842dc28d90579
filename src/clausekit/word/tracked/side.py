"""One of the two documents: its package, its body, its styles, its lists."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clausekit.word import hosts, parts
from clausekit.word.package import Entry, unpack
from clausekit.word.refusal import unreadable
from clausekit.word.tracked.names import found, inside, local, made, value, w

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A document. `entries` are the members of its zip; one without styles or lists gets an empty part.

    `notes`: the part of its footnotes (« footnote ») and that of its endnotes, where it has some.
    """

    file: str
    entries: dict[str, Entry]
    main: str
    root: _Element
    body: _Element
    sheet: tuple[str, _Element]
    lists: tuple[str, _Element]
    styles: dict[str, _Element]
    notes: dict[str, tuple[str, _Element]]
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    forms: dict[tuple[str, str], tuple[str, str, str]] = field(default_factory=dict)

    def style_name(self, identifier: str, kind: str) -> str:
        """The name of a style, folded; of the default style of its kind when there is no identifier."""
        key = identifier, kind
        if key not in self.names:
            self.names[key] = self._name(identifier, kind)
        return self.names[key]

    def _name(self, identifier: str, kind: str) -> str:
        style = self.styles.get(identifier)
        if not identifier:
            style = next((item for item in self.styles.values() if _default(item, kind)), None)
        return value(found(style, "name")).casefold() if style is not None else identifier.casefold()

    def opened_notes(self, kind: str) -> _Element:
        """The part of the footnotes or of the endnotes, made when there is none."""
        if kind not in self.notes:
            name = posixpath.join(posixpath.dirname(self.main), f"{kind}s.xml")
            parts.declare(self.entries, self.main, f"{kind}s", name, file=self.file)
            self.notes[kind] = name, _no_notes(kind)
        return self.notes[kind][1]


def opened(data: bytes, file: str) -> Side:
    """A Word file, under the limits of `office`. Raises `UnreadableFile`."""
    entries = unpack(data, file)
    main = parts.main_part(entries, file=file)
    entries[parts.CONTENT_TYPES] = parts.normalised_types(entries, main, file=file)
    root = parts.parse(entries[main].data(), file=file, part=main)
    body = found(root, "body")
    if body is None:
        raise unreadable(file, "Le fichier ne contient pas de texte.", part=main)
    sheet = _part(entries, main, "styles", file)
    return Side(
        file=file,
        entries=entries,
        main=main,
        root=root,
        body=body,
        sheet=sheet,
        lists=_part(entries, main, "numbering", file),
        styles={value(item, "styleId"): item for item in sheet[1].iter(w("style"))},
        notes=dict(_notes(entries, main, file)),
    )


def closed(body: _Element) -> None:
    """Give an empty paragraph to a body or a cell that a table ends, or that is empty: Word reads it so."""
    for container in (body, *body.iter(w("tc"))):
        blocks = list(inside(container, "p", "tbl"))
        if not blocks:
            section = container.find(w("sectPr"))
            container.insert(len(container) - (section is not None), made("p"))
        elif local(blocks[-1]) == "tbl":
            blocks[-1].addnext(made("p"))


def _part(entries: dict[str, Entry], main: str, kind: str, file: str) -> tuple[str, _Element]:
    name = hosts.part_of(entries, main, kind, file)
    return name, parts.parse(entries[name].data(), file=file, part=name)


def _notes(entries: dict[str, Entry], main: str, file: str) -> Iterator[tuple[str, tuple[str, _Element]]]:
    for kind in ("footnote", "endnote"):
        for name in parts.related(entries, main, f"{kind}s", file=file)[:1]:
            yield kind, (name, parts.parse(entries[name].data(), file=file, part=name))


def _no_notes(kind: str) -> _Element:
    """A part without any note but the two rules that Word expects in it."""
    root = made(f"{kind}s")
    for number, rule in enumerate(("separator", "continuationSeparator"), start=-1):
        note = made(kind, type=rule, id=str(number))
        paragraph, run = made("p"), made("r")
        run.append(made(rule))
        paragraph.append(run)
        note.append(paragraph)
        root.append(note)
    return root


def _default(style: _Element, kind: str) -> bool:
    return value(style, "type") == kind and value(style, "default") in {"1", "true", "on"}
