"""Word writing: a fragment and a template in, the bytes of a .docx out.

docxtpl renders the template's shell (cover, headers, footers); the clauses are inserted
afterwards as XML, so that no clause and no value ever reaches Jinja as a template.
The result is proof-read before it is returned. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from clausekit.draft import Draft
from clausekit.finding import Finding
from clausekit.fragment import Fragment

if TYPE_CHECKING:
    from clausekit.word.contents import Contents
    from clausekit.word.ledger import Inserted
    from clausekit.word.mapping import Mapped
    from clausekit.word.tracked import Redline

__all__ = [
    "annotated",
    "clean",
    "contents_of",
    "guarded",
    "insert",
    "mapped",
    "pages_of",
    "parts_apart",
    "redline",
    "replaced_characters",
    "restored",
    "text_of",
    "without",
    "write",
]


def write(fragment: Fragment, *, template: bytes, template_name: str, draft: bool, footer: str) -> bytes:
    """The Word file of a fragment, in the styles and numbering of a template.

    `footer` (the library's edition) is printed at the foot of drafts only. Raises
    `UnreadableFile` for a template that cannot be read or trusted, and for a result that
    proof-reading finds unfaithful.
    """
    from clausekit.word import assembly

    values = _values(fragment, footer if draft else "")
    built = assembly.build(fragment, template=template, template_name=template_name, values=values)
    assembly.prove(built, fragment, values)
    return built.data


def _values(fragment: Fragment, footer: str) -> Mapping[str, str]:
    """What the six tags of a template print, but for the clauses themselves."""
    return {
        "acheteur": fragment.buyer,
        "piece": fragment.piece,
        "objet": fragment.subject,
        "titre": fragment.title,
        "pied": footer,
    }


def text_of(data: bytes) -> tuple[str, ...]:
    """The paragraphs of a Word file that hold a word: body, then headers, footers and notes."""
    from clausekit.word import readback

    return readback.text_of(data)


def replaced_characters(fragment: Fragment) -> tuple[Finding, ...]:
    """The passages of which `write` replaces a character that XML forbids by U+FFFD."""
    from clausekit.word import characters

    return characters.replaced(fragment)


def insert(
    fragment: Fragment,
    *,
    name: str,
    data: bytes,
    file: str,
    draft: Draft,
    place: str,
    force: bool = False,
    refill: bool = False,
    pristine: bool = False,
) -> Inserted:
    """A piece written into a document of the authority, or brought up to date there (see `word.into`)."""
    from clausekit.word import into

    return into.insert(
        fragment,
        name=name,
        data=data,
        file=file,
        draft=draft,
        place=place,
        force=force,
        refill=refill,
        pristine=pristine,
    )


def restored(fragment: Fragment, *, name: str, data: bytes, file: str, draft: Draft) -> bytes | None:
    """A document into which `insert` put a piece, each block of it as it would be now (see `word.into`)."""
    from clausekit.word import into

    return into.restored(fragment, name=name, data=data, file=file, draft=draft)


def guarded(data: bytes, *, file: str) -> tuple[str, ...]:
    """What a document lets nobody change, or wants tracked, in French; nothing when it is open to all."""
    from clausekit.word import protection

    return protection.told(data, file=file)


def clean(data: bytes, *, file: str) -> bytes:
    """A document without the marks that follow the clauses, for publication; its words are the same."""
    from clausekit.word import unmarked

    return unmarked.clean(data, file=file)


def mapped(data: bytes, *, file: str, draft: Draft) -> Mapped:
    """What a template or a document gives to each role of ours, and what is wrong with it; nothing is written."""
    from clausekit.word import mapping

    return mapping.mapped(data, file=file, draft=draft)


def annotated(data: bytes, *, file: str, draft: Draft) -> tuple[Mapped, bytes | None]:
    """What `mapped` finds, and a copy of the file that says it as Word comments; None when nothing is wrong."""
    from clausekit.word import mapping

    return mapping.annotated(data, file=file, draft=draft)


def contents_of(data: bytes, *, file: str, draft: Draft) -> Contents | None:
    """The table of contents of a document, its entries made again; None without one (see `word.contents`)."""
    from clausekit.word import contents

    return contents.prepared(data, file=file, draft=draft)


def pages_of(texts: Iterable[str]) -> Mapping[int, str]:
    """The pages that the copy with a probe printed, by rank of the entry."""
    from clausekit.word import contents

    return contents.read_pages(texts)


def redline(old: bytes, new: bytes, *, file: str, author: str, date: str, around: bool = False) -> Redline:
    """The new document with what differs from the old one as tracked changes (see `word.tracked`)."""
    from clausekit.word import tracked

    return tracked.redline(old, new, file=file, author=author, date=date, around=around)


def parts_apart(old: bytes, new: bytes, *, file: str) -> tuple[str, ...]:
    """The parts of two Word files that do not hold the same, in French where they have a common name."""
    from clausekit.word import apart

    return apart.parts(old, new, file=file)


def without(data: bytes, *, file: str, authors: Callable[[str], bool]) -> bytes:
    """A document without the tracked changes of some authors (see `word.tracked`)."""
    from clausekit.word import tracked

    return tracked.without(data, file=file, authors=authors)
