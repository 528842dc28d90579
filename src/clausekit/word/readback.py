"""Proof-reading: the file that was written is read again, as a stranger would.

docxtpl and XML lose text in silence. Whatever `write` returns has been found to hold every
paragraph of the fragment, in order, every mark once, and no tag left over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from clausekit.finding import Finding, UnreadableFile
from clausekit.fragment import Block, Fragment, Heading, Inlines, Ref, plain
from clausekit.mark import bookmark
from clausekit.word import parts
from clausekit.word.characters import contents, legal
from clausekit.word.neutral import W
from clausekit.word.package import unpack
from clausekit.word.refusal import finding

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_AROUND = ("header", "footer", "footnotes", "endnotes")
# Deleted or moved text is not read; a text box is written twice, the fallback is the copy.
_SKIPPED = frozenset((_W + "del", _W + "moveFrom", _W + "pPr", _W + "rPr", _FALLBACK))
_SIGNS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "\u2011"}
# What makes a part worth a careful walk rather than a fast one.
_ODD = (*_SIGNS, _W + "del", _W + "moveFrom", _W + "txbxContent", _FALLBACK)
_LEFTOVERS = ("{{", "{%", "[[")


def text_of(data: bytes, file: str = "") -> tuple[str, ...]:
    """The paragraphs of a Word file that hold a word: body, then headers, footers and notes."""
    return tuple(text for root in _roots(data, file) for text in _paragraphs(root))


def _roots(data: bytes, file: str) -> Iterator[_Element]:
    package = unpack(data, file)
    main = parts.main_part(package, file=file)
    around = (name for kind in _AROUND for name in parts.related(package, main, kind, file=file))
    for name in (main, *around):
        yield parts.parse(package[name].data(), file=file, part=name)


def _paragraphs(root: _Element) -> Iterator[str]:
    """The text of each paragraph that holds some, in the order of the file."""
    texts = _odd(root) if next(root.iter(*_ODD), None) is not None else _simple(root)
    return (text for text in texts if text)


def _simple(root: _Element) -> Iterator[str]:
    """The same as `_odd` in one pass, for a part where text is all in runs of its own."""
    words: list[str] = []
    for element in root.iter(_W + "p", _W + "t"):
        if element.tag == _W + "t":
            words.append(element.text or "")
        else:
            yield "".join(words)
            words = []
    yield "".join(words)


def _odd(root: _Element) -> Iterator[str]:
    for paragraph in root.iter(_W + "p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield "".join(_words(paragraph))


def _words(element: _Element) -> Iterator[str]:
    """The text of a paragraph; a text box inside it is made of other paragraphs."""
    for child in element:
        tag = child.tag
        if tag == _W + "t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag not in _SKIPPED and tag != _W + "p" and len(child):
            yield from _words(child)


def prove(data: bytes, fragment: Fragment, references: Mapping[str, tuple[str, str]], values: Iterable[str]) -> None:
    """Raise `UnreadableFile` when the file does not say what the fragment says.

    `values` are the strings printed by the shell: they may look like a tag and be text.
    """
    roots = tuple(_roots(data, fragment.piece))
    body, *around = (tuple(_paragraphs(root)) for root in roots)
    expected = tuple(_expected(fragment.blocks, references))
    shell = chain(_others(body, frozenset(expected)), *around)
    problems = [
        *_missing(body, expected),
        *_leftovers(shell, tuple(legal(value) for value in values if value)),
        *_bookmarks(roots[0], fragment.blocks),
    ]
    if problems:
        raise UnreadableFile(tuple(_internal(problem, fragment.piece) for problem in problems))


def _expected(blocks: tuple[Block, ...], references: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    for block in blocks:
        for content in contents(block):
            text = _printed(content, references)
            if text:
                yield text


def _printed(content: Inlines, references: Mapping[str, tuple[str, str]]) -> str:
    """The words that a reader sees, cross-references by the number of the template's list."""
    texts = (
        (references.get(part.target, ("", ""))[0] or part.cached) if isinstance(part, Ref) else part.text
        for part in content
    )
    return legal("".join(texts)).replace("\r\n", "\n").replace("\r", "\n")


def _missing(body: tuple[str, ...], expected: tuple[str, ...]) -> Iterator[str]:
    """The first paragraph that is not where it should be: the others follow from it."""
    rest = iter(body)
    for text in expected:
        if text not in rest:
            yield f"paragraphe absent ou déplacé : « {text[:80]} »"
            return


def _others(body: tuple[str, ...], expected: frozenset[str]) -> Iterator[str]:
    return (text for text in body if text not in expected)


def _leftovers(shell: Iterable[str], values: tuple[str, ...]) -> Iterator[str]:
    """Tags left in the shell; those that a clause or a value spells out are its text."""
    for paragraph in shell:
        bare = paragraph
        for value in values:
            bare = bare.replace(value, "")
        yield from (f"balise non remplie : « {paragraph[:80]} »" for sign in _LEFTOVERS if sign in bare)


def _bookmarks(root: _Element, blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every mark and every target once, with its end; every reference with its target."""
    starts = list(root.iter(_W + "bookmarkStart"))
    names = Counter(start.get(_W + "name", "") for start in starts)
    ids = Counter(start.get(_W + "id", "") for start in starts)
    ends = Counter(end.get(_W + "id", "") for end in root.iter(_W + "bookmarkEnd"))
    yield from (f"signet écrit deux fois : {name}" for name, times in names.items() if times > 1)
    yield from (f"signet trop long pour Word : {name}" for name in names if len(name) > 40)
    yield from (f"signet absent : {name}" for name in _marks(blocks) if name not in names)
    if ids != ends or any(times > 1 for times in ids.values()):
        yield "signets mal appariés"
    targets = {part.target for block in blocks for c in contents(block) for part in c if isinstance(part, Ref)}
    yield from (f"renvoi vers un titre absent : {target}" for target in sorted(targets - set(names)))


def _marks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in (block for block in blocks if any(plain(content) for content in contents(block))):
        if block.mark is not None:
            yield bookmark(block.mark)
        if isinstance(block, Heading) and block.target:
            yield block.target


def _internal(problem: str, piece: str) -> Finding:
    return finding(
        "document-infidele",
        f"Le document écrit ne dit pas ce qu’il devait dire : {problem}.",
        file=piece,
        why="La relecture automatique l’a refusé ; aucun fichier n’est rendu.",
        remedy="C’est une erreur de clausekit : signalez-la avec le dossier et le modèle employés.",
    )
