"""The parts of a Word file: hardened XML, relationships, content types."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from clausekit.office import Unsound, markup
from clausekit.office.relations import REL as _REL
from clausekit.office.relations import relations as read_relations
from clausekit.office.relations import rels_name
from clausekit.word.package import Entry, Package, entry
from clausekit.word.refusal import unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTENT_TYPES = "[Content_Types].xml"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_STRICT = "http://purl.oclc.org/ooxml/"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN_TYPE = _WORD_TYPE + "document.main+xml"

# kind -> (content type, relationship type)
KINDS = {
    "numbering": (_WORD_TYPE + "numbering+xml", _OFFICE + "numbering"),
    "styles": (_WORD_TYPE + "styles+xml", _OFFICE + "styles"),
    "footnotes": (_WORD_TYPE + "footnotes+xml", _OFFICE + "footnotes"),
    "endnotes": (_WORD_TYPE + "endnotes+xml", _OFFICE + "endnotes"),
    "comments": (_WORD_TYPE + "comments+xml", _OFFICE + "comments"),
    "core": ("application/vnd.openxmlformats-package.core-properties+xml", _CORE),
    "custom": (
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        _OFFICE + "custom-properties",
    ),
}


def parse(data: bytes, *, file: str, part: str) -> _Element:
    """The root of an XML part: no DTD, no entity, no network."""
    try:
        return markup.parse(data, part=part)
    except Unsound as error:
        raise unreadable(file, error.message, part=error.part, read=error.read) from error


def serialise(root: _Element) -> bytes:
    """An XML part as Word writes it: UTF-8, standalone."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_CUT = b"<?ck corps?>"


def cut() -> Any:
    """A mark to put in a tree where text will be inserted once it is written out."""
    from lxml import etree

    return etree.ProcessingInstruction("ck", "corps")


def halves(root: _Element) -> tuple[bytes, bytes]:
    """A part written out, before and after its cut."""
    head, tail = serialise(root).split(_CUT)
    return head, tail


def relations(package: Package, part: str, *, file: str) -> tuple[tuple[str, str, bool], ...]:
    """(type, target, external) of each relationship of a part; internal targets are names."""
    name = rels_name(part)
    if name not in package:
        return ()
    links = read_relations(parse(package[name].data(), file=file, part=name), part)
    return tuple((link.kind, link.target, link.external) for link in links)


def related(package: Package, part: str, kind: str, *, file: str) -> tuple[str, ...]:
    """The parts that a part is related to by this kind ("header", "styles"…), in order, once each."""
    found = (
        target
        for reltype, target, external in relations(package, part, file=file)
        if not external and reltype in (_OFFICE + kind, KINDS.get(kind, ("", ""))[1]) and target in package
    )
    return tuple(dict.fromkeys(found))


def main_part(package: Package, *, file: str) -> str:
    """The name of the document part; refuses what is no Word document."""
    for reltype, target, _ in relations(package, "", file=file):
        if reltype.startswith(_STRICT):
            raise unreadable(
                file,
                "Le fichier est au format « Document Open XML strict ».",
                remedy="Dans Word : Enregistrer sous, « Document Word (*.docx) ».",
            )
        if reltype == _OFFICE + "officeDocument" and target in package:
            return target
    if "mimetype" in package:
        raise unreadable(file, "Ce n’est pas un fichier Word .docx : c’est un fichier OpenDocument (.odt).")
    raise unreadable(file, "Le fichier ne contient pas de document Word.")


def normalised_types(package: Package, main: str, *, file: str) -> Entry:
    """Content types in which the main part is a document, even if it was a .dotx template.

    Macros are refused here: their content types are what makes Word run them.
    """
    if CONTENT_TYPES not in package:
        raise unreadable(file, "Le fichier .docx est incomplet (pas de [Content_Types].xml).")
    root = parse(package[CONTENT_TYPES].data(), file=file, part=CONTENT_TYPES)
    types = {element.get("ContentType", "").lower(): element for element in root}
    if any("macroenabled" in kind or "vbaproject" in kind for kind in types):
        raise unreadable(file, "Le modèle contient des macros.")
    kind = _type_element(root, main)
    if kind is None or kind.get("ContentType") not in (_MAIN_TYPE, _WORD_TYPE + "template.main+xml"):
        raise unreadable(file, "Le fichier n’est pas un document Word (classeur, diaporama ?).")
    if kind.get("ContentType") == _MAIN_TYPE:
        return package[CONTENT_TYPES]
    kind.set("ContentType", _MAIN_TYPE)
    return entry(CONTENT_TYPES, serialise(root))


def _type_element(root: _Element, part: str) -> _Element | None:
    """What gives a part its type: its own override, else the default of its extension."""
    name, extension = f"/{part}".casefold(), part.rsplit(".", 1)[-1].casefold()
    for element in root.iter(_CT + "Override"):
        if element.get("PartName", "").casefold() == name:
            return element
    defaults = root.iter(_CT + "Default")
    return next((e for e in defaults if e.get("Extension", "").casefold() == extension), None)


def declare(package: dict[str, Entry], source: str, kind: str, name: str, *, file: str) -> None:
    """Make `name` a part of this kind, related to `source`: content type and relationship."""
    content_type, reltype = KINDS[kind]
    types = parse(package[CONTENT_TYPES].data(), file=file, part=CONTENT_TYPES)
    _child(types, _CT + "Override", PartName=f"/{name}", ContentType=content_type)
    package[CONTENT_TYPES] = entry(CONTENT_TYPES, serialise(types))
    place = rels_name(source)
    rels = parse(package[place].data() if place in package else _NO_RELS, file=file, part=place)
    taken = {element.get("Id") for element in rels}
    free = next(f"rIdCk{n}" for n in range(1, len(taken) + 2) if f"rIdCk{n}" not in taken)
    target = posixpath.relpath(name, posixpath.dirname(source) or ".")
    _child(rels, _REL + "Relationship", Id=free, Type=reltype, Target=target)
    package[place] = entry(place, serialise(rels))


_NO_RELS = f'<Relationships xmlns="{_REL[1:-1]}"/>'.encode()


def _child(parent: Any, tag: str, **attributes: str) -> None:
    from lxml import etree

    etree.SubElement(parent, tag, attributes)


def bindings(main: str, kinds: Mapping[str, str]) -> dict[str, bytes]:
    """Content types and relationships of a package that holds these parts alone (name -> kind)."""
    types = "".join(f'<Override PartName="/{name}" ContentType="{_content_type(k)}"/>' for name, k in kinds.items())
    return {
        CONTENT_TYPES: f'<Types xmlns="{_CT[1:-1]}">{_RELS_DEFAULT}{types}</Types>'.encode(),
        rels_name(""): _rels([("officeDocument", f"/{main}")]),
        rels_name(main): _rels([(kind, f"/{name}") for name, kind in kinds.items() if name != main]),
    }


_RELS_DEFAULT = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'


def _content_type(kind: str) -> str:
    return _MAIN_TYPE if kind == "main" else f"{_WORD_TYPE}{kind}+xml"


def _rels(targets: list[tuple[str, str]]) -> bytes:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_REL[1:-1]}">{items}</Relationships>'.encode()
