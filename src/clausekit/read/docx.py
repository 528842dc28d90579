"""A .docx (or .docm, .dotx, strict or not) to a draft: which parts it is made of, read one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clausekit.draft import Block, Draft
from clausekit.office import Unsound, markup
from clausekit.office.relations import Relation, relations, rels_name
from clausekit.read import pen as parts
from clausekit.read.numbering import Lists
from clausekit.read.ooxml import R_ID, W, transitional
from clausekit.read.pen import Pen
from clausekit.read.signs import signed
from clausekit.read.story import CHUNK_DOUBT, Story
from clausekit.read.styles import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clausekit.office.archive import Archive

_MAIN = "officeDocument"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_SEPARATORS = frozenset(("separator", "continuationSeparator", "continuationNotice"))
_NOTES = {"footnotes": W + "footnote", "endnotes": W + "endnote"}
MACRO_DOUBT = "Le fichier contient des macros ; elles n’ont été ni lues ni exécutées."


class Package:
    """The parts of a Word file, found by their relationships."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.main = self._main()
        self._links = self._relations(self.main)

    def part(self, name: str) -> _Element:
        """The root of a part."""
        return markup.parse(transitional(self.archive.read(name)), part=name, bare=True)

    def related(self, kind: str) -> tuple[str, ...]:
        """The parts of a kind ("header", "styles"…) that belong to the document, in order, once each."""
        found = (link.target for link in self._links if link.kind.rsplit("/", 1)[-1] == kind)
        return tuple(dict.fromkeys(found))

    def one(self, kind: str) -> _Element | None:
        """The root of the first part of a kind."""
        names = self.related(kind)
        return self.part(names[0]) if names else None

    def target(self, identifier: str) -> str | None:
        """The part that a relationship of the document leads to."""
        return next((link.target for link in self._links if link.id == identifier), None)

    def custom(self) -> dict[str, str]:
        """The custom properties, as strings."""
        for link in self._relations(""):
            if link.kind.endswith("/custom-properties"):
                properties = self.part(link.target).iter(_CUSTOM)
                return {item.get("name", ""): "".join(map(str, item.itertext())).strip() for item in properties}
        return {}

    def _main(self) -> str:
        for link in self._relations(""):
            if link.kind.rsplit("/", 1)[-1] == _MAIN:
                return link.target
        raise Unsound("Le fichier ne contient pas de document Word.")

    def _relations(self, part: str) -> tuple[Relation, ...]:
        """Links to parts that are there."""
        name = rels_name(part)
        if name not in self.archive:
            return ()
        root = markup.parse(self.archive.read(name), part=name, bare=True)
        return tuple(link for link in relations(root, part) if not link.external and link.target in self.archive)


def read(archive: Archive, *, file: str, signs: bool = False) -> Draft:
    """The draft of a Word file, its words with the signs of `draft` when they are asked for."""
    package = Package(archive)
    root = package.part(package.main)
    if root.tag != W + "document":
        raise Unsound("Le fichier ne contient pas de document Word.", part=package.main)
    styles = Styles(package.one("styles"))
    story = Story(styles=styles, lists=Lists(package.one("numbering"), styles), pen=Pen(file))
    body = root.find(W + "body")
    if signs and body is not None:
        signed(body, styles)
    blocks = () if body is None else story.read(body, parts.BODY)
    boxes, story.around = story.around, []
    around = (*boxes, *_around(package, root, story))
    return Draft(
        file=file,
        format="docx",
        blocks=blocks,
        around=around,
        properties=package.custom(),
        doubts=(*story.doubts, *_doubts(package)),
        unseen=tuple(story.unseen),
        partial=CHUNK_DOUBT in story.doubts,
    )


def _around(package: Package, root: _Element, story: Story) -> list[Block]:
    """Notes, then headers and footers, each once."""
    blocks: list[Block] = []
    for kind, tag in _NOTES.items():
        notes = package.one(kind)
        for note in () if notes is None else notes.iter(tag):
            if note.get(W + "type") not in _SEPARATORS:
                caller = story.notes.get((kind, note.get(W + "id", "")))
                story.pen.article, story.pen.caller = (caller.article, caller.paragraph or "") if caller else (None, "")
                blocks += story.read(note, parts.NOTE)
    story.pen.article, story.pen.caller = None, ""
    for reference, part in ((W + "headerReference", parts.HEADER), (W + "footerReference", parts.FOOTER)):
        names = (package.target(element.get(R_ID, "")) for element in root.iter(reference))
        for name in dict.fromkeys(name for name in names if name):
            blocks += story.read(package.part(name), part)
    return [*blocks, *story.around]


def _doubts(package: Package) -> list[str]:
    doubts = []
    if any(name.endswith("vbaProject.bin") for name in package.archive.names):
        doubts.append(MACRO_DOUBT)
    comments = package.one("comments")
    count = 0 if comments is None else len(comments.findall(W + "comment"))
    if count:
        which = f"{count} commentaires, qui ne sont pas lus" if count > 1 else "un commentaire, qui n’est pas lu"
        doubts.append(f"Le document porte {which}.")
    return doubts
