"""The shell: what surrounds the clauses (cover, headers, footers), read and made safe.

`opened` reads a template once, refuses what is unsafe, maps its styles and prepares every
part that does not depend on the document; `rendering` fills its tags.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from clausekit import mark
from clausekit.finding import Finding, UnreadableFile
from clausekit.word import numbering, parts, styles, tags
from clausekit.word.neutral import W
from clausekit.word.package import Entry, entry, unpack
from clausekit.word.properties import Kept, kept
from clausekit.word.refusal import clear_refusal, finding, unreadable
from clausekit.word.rendering import Slim, docxtpl_on
from clausekit.word.styles import Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_RENDERED = ("header", "footer", "footnotes")
_UNRENDERED = ("endnotes", "comments")
_HOLDERS = ("body", "tc", "sdtContent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A template that has been read.

    `entries` are its members, ready to be written but for `main` and the rendered parts.
    `slim` are the XML of the parts that hold tags, by kind and name. `before` counts the
    headings of the template that stand above the clauses. `numbering` is that part, cut
    where lists are added. `kept` are the template's own custom properties.
    """

    file: str
    entries: Mapping[str, Entry]
    main: str
    core: str
    custom: str
    lists: str
    numbering: tuple[bytes, bytes]
    slim: Slim
    sheet: Sheet
    before: tuple[int, ...]
    text_width: int
    first_id: int
    first_num: int
    kept: tuple[Kept, ...]


@lru_cache(maxsize=4)
def opened(template: bytes, file: str) -> Shell:
    """Read a template; `UnreadableFile` says in French what is wrong with it.

    Kept for the next call: the pieces of one dossier share their template.
    """
    package = unpack(template, file)
    with clear_refusal(file):
        return _opened(package, file)


def _opened(package: dict[str, Entry], file: str) -> Shell:
    main = parts.main_part(package, file=file)
    package[parts.CONTENT_TYPES] = parts.normalised_types(package, main, file=file)
    roots = _parsed(package, file)
    slim = _slim(package, main, roots, file)
    _refuse(_checked(package, main, slim, roots, file))
    return _prepared(package, main, slim, roots, file)


def _parsed(package: Mapping[str, Entry], file: str) -> dict[str, _Element]:
    """Every XML part, hardened: one with a DTD is refused even if nobody reads it here."""
    names = (name for name in package if name.endswith((".xml", ".rels")))
    return {name: parts.parse(package[name].data(), file=file, part=name) for name in names}


def _slim(package: Mapping[str, Entry], main: str, roots: Mapping[str, _Element], file: str) -> Slim:
    """name -> (kind, XML) of the parts that docxtpl renders, the document first."""
    if roots[main].nsmap.get("w") != W:
        raise unreadable(file, "Le document du modèle n’est pas du WordprocessingML ordinaire.", part=main)
    found: dict[str, tuple[str, bytes]] = {main: ("main", package[main].data())}
    for kind in _RENDERED:
        for name in parts.related(package, main, kind, file=file):
            found[name] = (kind, package[name].data())
    return found


def _checked(
    package: Mapping[str, Entry],
    main: str,
    slim: Slim,
    roots: Mapping[str, _Element],
    file: str,
) -> Iterable[Finding]:
    """All that is wrong with a template which could be read."""
    patch = _patcher()
    for name in slim:
        yield from tags.check(roots[name], patch(roots[name]), file=file, part=name)
    for kind in _UNRENDERED:
        for name in parts.related(package, main, kind, file=file):
            yield from tags.check_unrendered(roots[name], file=file, part=name)
    yield from _check_marker(roots, slim, main, file)
    yield from _check_bookmarks(roots[main], main, file)


def _patcher() -> Callable[[_Element], str]:
    """docxtpl's own preparation of a part: what it joins is what Jinja will compile."""
    template = docxtpl_on(b"")
    return lambda root: template.patch_xml(template.xml_to_string(root))


def _check_marker(roots: Mapping[str, _Element], slim: Iterable[str], main: str, file: str) -> Iterable[Finding]:
    """One paragraph, alone, says where the clauses go."""
    uses = [(name, p) for name in slim for p in roots[name].iter(_W + "p") if tags.prints(p, tags.BODY)]
    lone = [p for name, p in uses if name == main and tags.lone_name(p) == tags.BODY and _holds_blocks(p)]
    if len(uses) != 1 or len(lone) != 1:
        yield finding(
            "modele-marque",
            "Le modèle ne dit pas où écrire les clauses, ou le dit plusieurs fois.",
            file=file,
            part=main,
            read=f"{len(uses)} paragraphe(s) avec « {{{{ {tags.BODY} }}}} »",
            expected=f"un seul paragraphe, qui ne contient que {{{{ {tags.BODY} }}}}",
            why="Les articles sont écrits à la place de ce paragraphe.",
            remedy=f"Dans Word, tapez {{{{ {tags.BODY} }}}} seul dans un paragraphe, là où les articles doivent venir.",
        )


def _holds_blocks(paragraph: _Element) -> bool:
    """Whether tables may stand where this paragraph does; a text box is no place for them."""
    parent = paragraph.getparent()
    boxed = next(paragraph.iterancestors(_W + "txbxContent"), None) is not None
    return parent is not None and parent.tag in {_W + name for name in _HOLDERS} and not boxed


def _check_bookmarks(root: _Element, main: str, file: str) -> Iterable[Finding]:
    """A template cut from a piece that we wrote still bears the marks of its clauses."""
    names = (start.get(_W + "name", "") for start in root.iter(_W + "bookmarkStart"))
    ours = [name for name in names if mark.parse(name) or name.startswith("_Ref_")]
    if ours:
        yield finding(
            "modele-marque",
            f"Le modèle contient déjà des articles écrits par clausekit ({len(ours)} repères).",
            file=file,
            part=main,
            read=", ".join(ours[:3]),
            expected="un modèle vierge",
            why="Deux articles porteraient la même marque : le contrôle ne saurait plus lequel lire.",
            remedy="Repartez du modèle vierge, ou supprimez ces articles du modèle.",
        )


def _refuse(findings: Iterable[Finding]) -> None:
    collected = tuple(findings)
    if collected:
        raise UnreadableFile(collected)


def _prepared(package: dict[str, Entry], main: str, slim: Slim, roots: Mapping[str, _Element], file: str) -> Shell:
    names = {kind: _part(package, main if kind in _EMPTY else "", kind, file) for kind in _DEFAULTS}
    sheet_root = parts.parse(package[names["styles"]].data(), file=file, part=names["styles"])
    list_root = parts.parse(package[names["numbering"]].data(), file=file, part=names["numbering"])
    sheet = _fitted(package, names, sheet_root, list_root)
    custom = package[names["custom"]].data()
    if list_root.nsmap.get("w") != W:
        raise unreadable(file, "Les listes du modèle ne sont pas du WordprocessingML ordinaire.")
    return Shell(
        file=file,
        entries=package,
        main=main,
        core=names["core"],
        custom=names["custom"],
        lists=names["numbering"],
        numbering=_cut_numbering(list_root),
        slim=slim,
        sheet=sheet,
        before=_headings_before(roots[main], sheet),
        text_width=_text_width(roots[main]),
        first_id=_first_id(roots[main]),
        first_num=numbering.Lists(list_root, {}).next_num(),
        kept=kept(parts.parse(custom, file=file, part=names["custom"])) if custom else (),
    )


# Where a part goes when the template has none; beside the document, or at the root.
_DEFAULTS = {
    "styles": "styles.xml",
    "numbering": "numbering.xml",
    "core": "docProps/core.xml",
    "custom": "docProps/custom.xml",
}
_EMPTY = {"styles": styles.EMPTY, "numbering": numbering.EMPTY}


def _part(package: dict[str, Entry], source: str, kind: str, file: str) -> str:
    """The name of a part, created where the template has none."""
    found = parts.related(package, source, kind, file=file)
    if found:
        return found[0]
    name = posixpath.join(posixpath.dirname(source), _DEFAULTS[kind])
    package[name] = entry(name, _EMPTY.get(kind, b""))
    parts.declare(package, source, kind, name, file=file)
    return name


def _fitted(package: dict[str, Entry], names: Mapping[str, str], sheet_root: _Element, list_root: _Element) -> Sheet:
    """The style map; the parts are written anew only where something was added to them."""
    roots = {names["styles"]: sheet_root, names["numbering"]: list_root}
    before = {name: parts.serialise(root) for name, root in roots.items()}
    sheet = styles.fit(sheet_root, list_root)
    for name, root in roots.items():
        after = parts.serialise(root)
        if after != before[name]:
            package[name] = entry(name, after)
    return sheet


def _cut_numbering(root: _Element) -> tuple[bytes, bytes]:
    cut = parts.cut()
    numbering.Lists(root, {}).insert_num(cut)
    return parts.halves(root)


def _headings_before(root: _Element, sheet: Sheet) -> tuple[int, ...]:
    """How far the template's own numbered headings have counted where the clauses begin."""
    levels = {sheet.ids[f"titre{level}"]: level for level in styles.LEVELS}
    counters = [0] * len(levels)
    for paragraph in root.iter(_W + "p"):
        if tags.lone_name(paragraph) == tags.BODY:
            break
        depth = levels.get(numbering.child_value(paragraph, "pPr", "pStyle") or "")
        unnumbered = numbering.child_value(paragraph, "pPr", "numPr", "numId") == "0"
        if depth and not unnumbered and tags.text_of(paragraph):
            numbering.advance(counters, depth, sheet.levels)
    return tuple(counters)


def _text_width(root: _Element) -> int:
    """The width between the margins of the last section, in twentieths of a point."""
    sections = list(root.iter(_W + "sectPr"))
    size = sections[-1].find(_W + "pgSz") if sections else None
    margins = sections[-1].find(_W + "pgMar") if sections else None
    if size is None or margins is None:
        return _A4_WIDTH
    sides = (margins.get(_W + side, "0") for side in ("left", "right"))
    # Some writers print whole numbers as decimals.
    return int(float(size.get(_W + "w", "11906")) - sum(map(float, sides)))


_A4_WIDTH = 9072


def _first_id(root: _Element) -> int:
    ids = (start.get(_W + "id", "0") for start in root.iter(_W + "bookmarkStart"))
    return max((int(number) + 1 for number in ids if number.isdecimal()), default=0)
