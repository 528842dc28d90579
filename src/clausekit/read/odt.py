"""A .odt (or .ott, .fodt) to a draft: which parts it is made of, read one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clausekit.draft import Block, Draft
from clausekit.office import Unsound, markup
from clausekit.office.archive import Archive
from clausekit.read import pen as parts
from clausekit.read.odf import META, OFFICE, STYLE, Looks
from clausekit.read.odtchanges import tracked
from clausekit.read.odtlists import Lists
from clausekit.read.odtstory import Story
from clausekit.read.pen import Pen

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTENT, _STYLES, _META, _MANIFEST = "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"
_AROUND = (
    *((STYLE + name, parts.HEADER) for name in ("header", "header-first", "header-left")),
    *((STYLE + name, parts.FOOTER) for name in ("footer", "footer-first", "footer-left")),
)
_NAME = META + "name"


def read(source: Archive | bytes, *, file: str) -> Draft:
    """The draft of an OpenDocument text, zipped or flat (one XML file)."""
    roots = _roots(source)
    body = roots[0].find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Unsound("Le fichier ne contient pas de texte OpenDocument.", part=_CONTENT)
    story = Story(looks=Looks(roots), lists=Lists(roots), pen=Pen(file), tracked=tracked(body))
    blocks = story.read(body, parts.BODY)
    boxes, story.around = story.around, []
    return Draft(
        file=file,
        format="odt",
        blocks=blocks,
        around=(*boxes, *_around(roots, story)),
        properties=_properties(source, roots),
        doubts=_doubts(body),
    )


def _roots(source: Archive | bytes) -> tuple[_Element, ...]:
    """Content, then styles: a style of the content hides one of the same name."""
    if isinstance(source, bytes):
        return (markup.parse(source, part=_CONTENT, bare=True),)
    if _MANIFEST in source and b"encryption-data" in source.read(_MANIFEST):
        raise Unsound("Le fichier est protégé par un mot de passe.")
    if _CONTENT not in source:
        raise Unsound("Le fichier OpenDocument est incomplet (pas de content.xml).")
    return tuple(
        markup.parse(source.read(name), part=name, bare=True) for name in (_CONTENT, _STYLES) if name in source
    )


def _around(roots: tuple[_Element, ...], story: Story) -> list[Block]:
    """Headers and footers, each text once: every kind of page repeats them."""
    story.pen.article = None
    blocks: list[Block] = []
    seen: set[tuple[str, ...]] = set()
    for tag, part in _AROUND:
        for root in roots:
            for element in root.iter(tag):
                words = tuple(map(str, element.itertext()))
                if words not in seen:
                    seen.add(words)
                    blocks += story.read(element, part)
    return [*blocks, *story.around]


def _properties(source: Archive | bytes, roots: tuple[_Element, ...]) -> dict[str, str]:
    if isinstance(source, bytes):
        root: _Element | None = roots[0]
    else:
        root = markup.parse(source.read(_META), part=_META, bare=True) if _META in source else None
    found = () if root is None else root.iter(META + "user-defined")
    return {item.get(_NAME, ""): (item.text or "").strip() for item in found}


def _doubts(body: _Element) -> tuple[str, ...]:
    count = sum(1 for _ in body.iter(OFFICE + "annotation"))
    if not count:
        return ()
    which = f"{count} commentaires, qui ne sont pas lus" if count > 1 else "un commentaire, qui n’est pas lu"
    return (f"Le document porte {which}.",)
