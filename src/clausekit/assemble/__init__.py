"""From a contract to Word fragments, as values: no disk, no Word here."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clausekit import typography as typo
from clausekit.assemble import note, pieces, places
from clausekit.assemble.plan import documents
from clausekit.fragment import Blank, Block, Fragment, Heading, Inlines, Item, Paragraph, Table, Unverified, plain
from clausekit.marche import Marche
from clausekit.mark import Mark

NOTE = "note"
ANNEXES = "annexes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A fragment and the name of the file to write it in."""

    name: str
    fragment: Fragment


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """What a contract assembles to.

    `paragraphs` maps an entry id to, for each piece, the SHA-256 of each of its paragraphs as
    printed (typography folded), in order: what the lock keeps.
    """

    outputs: tuple[Output, ...]
    paragraphs: Mapping[str, Mapping[str, tuple[str, ...]]]


def slug(text: str) -> str:
    """A file name without accents or spaces."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60]


def names(marche: Marche) -> tuple[str, ...]:
    """What `--piece` may name: the contract's documents, `annexes` and `note`."""
    return (*(document.name for document in documents(marche)), ANNEXES, NOTE)


def assemble(marche: Marche, only: Iterable[str] = ()) -> Assembly:
    """The fragments of a contract, all or those named (see `names`)."""
    wanted = set(only)
    shared = pieces.shared_of(marche)
    outputs: list[Output] = []
    for document in documents(marche):
        if not wanted or document.name in wanted or wanted & set(document.roles):
            outputs.append(Output(name=f"{document.name}.docx", fragment=pieces.fragment(document, marche, shared)))
    if not wanted or ANNEXES in wanted:
        outputs += [
            Output(
                name=f"annexe-{annex.id}-{slug(places.annex_title(annex))}.docx",
                fragment=pieces.annex_fragment(annex, lots, marche, shared),
            )
            for annex, lots in places.annexes_of(marche)
        ]
    if not wanted or NOTE in wanted:
        outputs.append(Output(name="note-prescripteur.docx", fragment=note.fragment(marche)))
    found = tuple(output for output in outputs if output.fragment.blocks)
    return Assembly(outputs=found, paragraphs=_paragraphs(found))


def contents(blocks: Iterable[Block]) -> Iterable[Inlines]:
    """Every run of inlines of the blocks, in reading order."""
    for block in blocks:
        if isinstance(block, (Heading, Paragraph, Item)):
            yield block.content
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                for cell in row:
                    yield from cell


def blanks_of(fragment: Fragment) -> tuple[Blank, ...]:
    """The blanks printed in a fragment, in order, each once."""
    found = (part for content in contents(fragment.blocks) for part in content if isinstance(part, Blank))
    return tuple(dict.fromkeys(found))


def unverified_of(fragment: Fragment) -> tuple[Unverified, ...]:
    """The unverified references printed in a fragment."""
    found = (part for content in contents(fragment.blocks) for part in content if isinstance(part, Unverified))
    return tuple(dict.fromkeys(found))


def _marked(block: Block) -> tuple[Mark | None, str]:
    if isinstance(block, Table):
        text = "\n".join(plain(content) for content in contents((block,)))
        return block.mark, text
    return block.mark, plain(block.content)


def paragraph_hash(text: str) -> str:
    """SHA-256 of a paragraph with typography and spacing folded, so that a reflow changes nothing."""
    return hashlib.sha256(typo.plain(unicodedata.normalize("NFC", text)).encode()).hexdigest()


def _paragraphs(outputs: Iterable[Output]) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for output in outputs:
        for block in output.fragment.blocks:
            mark, text = _marked(block)
            if mark is None:
                continue
            by_piece = found.setdefault(mark.entry, {})
            by_piece[mark.piece] = (*by_piece.get(mark.piece, ()), paragraph_hash(text))
    return found
