"""The six tags of a shell, filled by docxtpl in a sandbox.

docxtpl only sees a slim package of the parts that hold tags: never a clause, never the
authority's styles or images, which go from the template to the file untouched.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from clausekit.word import parts, tags
from clausekit.word.characters import legal
from clausekit.word.neutral import W
from clausekit.word.package import entry, pack
from clausekit.word.refusal import clear_refusal

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_MARKER = "\ue000ck_corps\ue000"

Slim: TypeAlias = Mapping[str, tuple[str, bytes]]  # name -> (kind, XML) of the parts with tags


def docxtpl_on(data: bytes) -> Any:
    """docxtpl's object on a package; the library has no types."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    return DocxTemplate(io.BytesIO(data))


def render(
    slim: Slim, main: str, values: Mapping[str, str], *, file: str
) -> tuple[dict[str, bytes], tuple[bytes, bytes]]:
    """The rendered parts, and the document part (`main`) cut in two where the clauses go."""
    with clear_refusal(file):
        template = docxtpl_on(_slim_zip(slim, main, values))
        template.render({**_inert(values), tags.BODY: _MARKER}, tags.environment())
        rendered = {str(part.partname).lstrip("/"): part.blob for part in _rendered_parts(template)}
        return rendered, _cut(template)


def _inert(values: Mapping[str, str]) -> dict[str, Any]:
    """Values as XML whose braces are character references.

    docxtpl rewrites `{_{` and renders footnotes once for each section: a value that looks
    like a tag must still be text on the second pass.
    """
    from markupsafe import Markup, escape

    braces = str.maketrans({"{": "&#123;", "}": "&#125;", "%": "&#37;"})
    texts = {name: str(escape(legal(value))).translate(braces) for name, value in values.items()}
    return {name: Markup(text) for name, text in texts.items()}  # noqa: S704 (escaped one line above)


def _slim_zip(slim: Slim, main: str, values: Mapping[str, str]) -> bytes:
    """The package that docxtpl opens: the tagged parts, and what binds them together."""
    empty = frozenset(name for name in tags.NAMES if not values.get(name) and name != tags.BODY)
    members = {name: _without_blank_lines(xml, empty) for name, (_, xml) in slim.items()}
    kinds = {name: kind for name, (kind, _) in slim.items()}
    members |= parts.bindings(main, kinds)
    return pack(entry(name, data, stored=True) for name, data in members.items())


def _without_blank_lines(xml: bytes, empty: frozenset[str]) -> bytes:
    """Take out the paragraphs that only print an empty value: they would be blank lines."""
    if not any(name.encode() in xml for name in empty):
        return xml
    root = parts.parse(xml, file="", part="")
    for paragraph in list(root.iter(_W + "p")):
        parent = paragraph.getparent()
        if parent is not None and tags.lone_name(paragraph) in empty and _is_spare(paragraph):
            parent.remove(paragraph)
    return parts.serialise(root)


def _is_spare(paragraph: _Element) -> bool:
    """Whether a paragraph may go: a header, a cell or a note must keep one.

    One that ends a section, or anchors a picture or a text box, stays too.
    """
    parent = paragraph.getparent()
    alone = parent is None or len(parent.findall(_W + "p")) == 1
    kept = ("sectPr", "drawing", "pict", "object", "fldChar")
    return not alone and next(paragraph.iter(*(_W + name for name in kept)), None) is None


def _rendered_parts(template: Any) -> Iterable[Any]:
    part = template.docx.part
    yield part
    yield from (rel.target_part for rel in part.rels.values() if not rel.is_external)


def _cut(template: Any) -> tuple[bytes, bytes]:
    """The document part, before and after the clauses."""
    root = template.docx.element
    marker = next(p for p in root.iter(_W + "p") if tags.text_of(p) == _MARKER)
    if marker.find(f"{_W}pPr/{_W}sectPr") is None:
        marker.getparent().replace(marker, parts.cut())
    else:  # the paragraph also ends a section: it stays, without its words
        marker.addprevious(parts.cut())
        for run in marker.findall(_W + "r"):
            marker.remove(run)
    return parts.halves(root)
