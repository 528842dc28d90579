"""The style map: which style of the template plays each role, and what it lacks.

A role is looked for by name, then by alias, then by identifier: first under our name
("CK Puce"), then under the names of Word's built-in styles, English or French. So an
authority keeps its own styles, and can appoint any of them by giving it one of our names
as an alias (in Word: rename « AMP Article » to « AMP Article;CK Titre 1 »).
What no style plays is borrowed from the neutral sheet, based on the template's own body style.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit.word import neutral
from clausekit.word.neutral import STYLES, W
from clausekit.word.numbering import Level, Link, Lists, child_value

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_VAL = f"{_W}val"
EMPTY = f'<w:styles xmlns:w="{W}"/>'.encode()
LEVELS = (1, 2, 3, 4)
_NAMES: Mapping[str, tuple[str, ...]] = {
    "corps": ("CK Corps", "Body Text", "Corps de texte"),
    "corps-suite": ("CK Corps suite",),
    "annonce": ("CK Annonce",),
    "titre": ("CK Titre", "Title", "Titre"),
    "sous-titre": ("CK Sous-titre", "Subtitle", "Sous-titre"),
    **{f"titre{n}": (f"CK Titre {n}", f"heading {n}", f"Titre {n}") for n in LEVELS},
    "puce": ("CK Puce", "List Bullet", "Liste à puces"),
    "numero": ("CK Numero", "List Number", "Liste à numéros"),
    "note": ("CK Note",),
    "legende": ("CK Legende", "caption", "Légende"),
    "cellule": ("CK Cellule", "Table Contents", "Contenu de tableau"),
    "cellule-entete": ("CK Cellule en-tête", "Table Heading", "Titre de tableau"),
    "cellule-nombre": ("CK Cellule nombre",),
    "cellule-entete-nombre": ("CK Cellule en-tête nombre",),
    "tableau": ("CK Tableau", "Table Grid", "Grille du tableau"),
    "fort": ("CK Fort", "Strong", "Élevé"),
    "a-completer": ("CK A completer",),
    "a-verifier": ("CK A verifier",),
}
# What the neutral sheet calls a role in its braces, where hyphens are awkward.
_BRACES = {"cellule-entete": "entete"}
# pPr children that stand before w:numPr in the schema.
_BEFORE_NUMBERING = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What `body` needs of a template: style ids by role, heading levels, the ordered list."""

    ids: Mapping[str, str]
    levels: tuple[Level, ...]
    numbered: Link


class _Book:
    """The styles of a template, found by what people call them."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.by_id = {style.get(_W + "styleId", ""): style for style in root.findall(_W + "style")}
        self._keys: dict[tuple[str, str], str] = {}
        for names in (_names, _aliases, _identifier):
            for style_id, style in self.by_id.items():
                for name in names(style):
                    self._keys.setdefault((style.get(_W + "type", ""), _key(name)), style_id)

    def find(self, kind: str, *names: str) -> str | None:
        """The first style of this kind that bears one of the names, in the order of the names."""
        found = (self._keys.get((kind, _key(name))) for name in names)
        return next((style_id for style_id in found if style_id), None)

    def default(self, kind: str) -> str:
        """The default style of this kind; "" when the sheet has none."""
        for style_id, style in self.by_id.items():
            if style.get(_W + "type") == kind and style.get(_W + "default") in ("1", "true", "on"):
                return style_id
        return ""

    def add(self, role: str, names: Mapping[str, str]) -> str:
        """Borrow a style from the neutral sheet; its identifier here."""
        from lxml import etree

        style_id = STYLES[role].id
        while style_id in self.by_id:
            style_id += "1"
        xml = STYLES[role].xml(names, style_id=style_id).replace('<w:basedOn w:val=""/>', "")
        element = etree.fromstring(f'<w:styles xmlns:w="{W}">{xml}</w:styles>')[0]
        self.root.append(element)
        self.by_id[style_id] = element
        return style_id


def found_by(styles: _Element, role: str, style_id: str) -> str:
    """What made a style play a role: its name, an alias, its identifier, its outline level, or being the default."""
    style = _Book(styles).by_id[style_id]
    ours = {_key(name) for name in _NAMES[role]}
    for how, names in (("nom", _names), ("alias", _aliases), ("identifiant", _identifier)):
        if ours & {_key(name) for name in names(style)}:
            return how
    return "niveau de plan" if role.startswith("titre") else "style par défaut"


def is_heading_name(style: _Element) -> bool:
    """Whether a style bears one of the names of headings, English, French or ours."""
    known = {_key(name) for level in LEVELS for name in _NAMES[f"titre{level}"]}
    return any(_key(name) in known for names in (_names, _aliases, _identifier) for name in names(style))


def _names(style: _Element) -> tuple[str, ...]:
    return (child_value(style, "name") or "",)


def _aliases(style: _Element) -> tuple[str, ...]:
    return tuple(re.split("[,;]", child_value(style, "aliases") or ""))


def _identifier(style: _Element) -> tuple[str, ...]:
    return (style.get(_W + "styleId", ""),)


def _key(name: str) -> str:
    """Letters and digits only, without case or accents: "Liste à puces" is "Listeapuces"."""
    flat = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in flat if char.isalnum())


def fit(styles: _Element, numbering: _Element) -> Sheet:
    """Map every role to a style, adding to both parts what the template lacks."""
    book = _Book(styles)
    lists = Lists(numbering, book.by_id)
    _speak_french(styles)
    ids = _find_all(book, lists)
    links = _number_headings(book, lists, ids)
    _number_items(book, lists, ids, "puce", neutral.bullets(0))
    numbered = _number_items(book, lists, ids, "numero", neutral.decimals(0))
    return Sheet(ids=ids, levels=tuple(link.level for link in links), numbered=numbered)


def roles(styles: _Element, numbering: _Element, given: Mapping[str, str]) -> dict[str, str]:
    """The style of every role in a document that is written into: what is missing is borrowed, nothing is changed.

    `given` are the styles that the document is seen to use for a role.
    """
    book = _Book(styles)
    return _find_all(book, Lists(numbering, book.by_id), given)


def _find_all(book: _Book, lists: Lists, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every role's style; the missing ones are borrowed, in the order of their bases."""
    names = {
        "normal": book.default("paragraph"),
        "table": book.default("table"),
        "police": book.default("character"),
        **dict.fromkeys(("titres", "puces", "numeros"), "0"),  # numbered afterwards
    }
    ids: dict[str, str] = {}
    for role, style in STYLES.items():
        found = (given or {}).get(role) or _heading(book, lists, role) or book.find(style.kind, *_NAMES[role])
        if role == "corps" and found is None and _is_spaced(book, names["normal"]):
            found = names["normal"]
        ids[role] = names[_BRACES.get(role, role)] = found or book.add(role, names)
    return ids


def _heading(book: _Book, lists: Lists, role: str) -> str | None:
    """The style of a heading level: named so, or a custom one of that outline level.

    Among the two, the one that is numbered wins: a house style « AMP Article » with its
    list says more than the « heading 1 » that every Word file carries along.
    """
    if not re.fullmatch("titre[1-4]", role):
        return None
    ours, *built_in = _NAMES[role]
    level = str(int(role[-1]) - 1)
    custom = (i for i, s in book.by_id.items() if child_value(s, "pPr", "outlineLvl") == level)
    choices = [i for i in (book.find("paragraph", *built_in), *custom) if i]
    numbered = (style_id for style_id in choices if lists.link(style_id))
    return book.find("paragraph", ours) or next(numbered, None) or next(iter(choices), None)


def is_spaced(styles: _Element, style_id: str) -> bool:
    """Whether a style of a sheet leaves space after a paragraph."""
    return _is_spaced(_Book(styles), style_id)


def _is_spaced(book: _Book, style_id: str) -> bool:
    """Whether the default style leaves space after a paragraph.

    Where it does not, people part paragraphs with empty ones, which we never write.
    """
    style: _Element | None = book.by_id.get(style_id)
    while style is not None:
        spacing = style.find(f"{_W}pPr/{_W}spacing")
        if spacing is not None and spacing.get(_W + "after"):
            return spacing.get(_W + "after") != "0"
        style = book.by_id.get(child_value(style, "basedOn") or "")
    spacing = book.root.find(f"{_W}docDefaults/{_W}pPrDefault/{_W}pPr/{_W}spacing")
    return spacing is not None and spacing.get(_W + "after", "0") != "0"


def _number_headings(book: _Book, lists: Lists, ids: Mapping[str, str]) -> tuple[Link, ...]:
    """The list of headings: the template's own; ours when its headings have no number."""
    styles = tuple(ids[f"titre{level}"] for level in LEVELS)
    if not any(lists.link(style) for style in styles):
        _, num = lists.add(neutral.headings(0, styles))
    else:
        num = next(link.num for style in styles if (link := lists.link(style)))
    for ilvl, style in enumerate(styles):
        if lists.link(style) is None:
            lists.define(num, ilvl, neutral.heading_level(ilvl, style))
            _set_numbering(book.by_id[style], num, ilvl)
    return tuple(link for style in styles if (link := lists.link(style)))


def _number_items(book: _Book, lists: Lists, ids: Mapping[str, str], role: str, xml: str) -> Link:
    """The list of bullets or numbers: the style's own, else ours."""
    link = lists.link(ids[role])
    if link is None:
        abstract, num = lists.add(xml)
        _set_numbering(book.by_id[ids[role]], num, 0)
        link = Link(num=num, abstract=abstract, ilvl=0, level=Level())
    return link


def _set_numbering(style: _Element, num: str, ilvl: int) -> None:
    """Number a style, where the schema wants `w:numPr`."""
    from lxml import etree

    properties = style.find(_W + "pPr")
    if properties is None:
        properties = etree.Element(_W + "pPr")
        # pPr stands before rPr, which may be followed by the properties of tables.
        at = next((n for n, e in enumerate(style) if e.tag == _W + "rPr"), len(style))
        style.insert(at, properties)
    for old in properties.findall(_W + "numPr"):
        properties.remove(old)
    first = [e for e in properties if e.tag in {_W + name for name in _BEFORE_NUMBERING}]
    numbering = etree.Element(_W + "numPr")
    if ilvl:
        etree.SubElement(numbering, _W + "ilvl", {_VAL: str(ilvl)})
    etree.SubElement(numbering, _W + "numId", {_VAL: num})
    properties.insert(len(first), numbering)


def _speak_french(styles: _Element) -> None:
    """Proofing language: French, unless the template already says so (fr-BE, fr-CA).

    Screen readers take their voice from it, Word its dictionary.
    """
    from lxml import etree

    properties = styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
    if properties is None:
        properties = _added_defaults(styles)
    lang = properties.find(_W + "lang")
    if lang is None:
        lang = etree.SubElement(properties, _W + "lang")
    if not lang.get(_VAL, "").lower().startswith("fr"):
        lang.set(_VAL, "fr-FR")


def _added_defaults(styles: _Element) -> _Element:
    """The default run properties of a sheet that states none."""
    from lxml import etree

    defaults = styles.find(_W + "docDefaults")
    if defaults is None:
        defaults = etree.Element(_W + "docDefaults")
        styles.insert(0, defaults)
    run = defaults.find(_W + "rPrDefault")
    if run is None:
        run = etree.Element(_W + "rPrDefault")
        defaults.insert(0, run)
    return etree.SubElement(run, _W + "rPr")
