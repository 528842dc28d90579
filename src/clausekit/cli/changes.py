"""What changes from a revision to another, as Word files: entries of the library, pieces of a dossier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from clausekit.cli import redlining, revisions
from clausekit.cli.revisions import WORKING, Revised

if TYPE_CHECKING:
    from clausekit.assemble import Output
    from clausekit.cli.loading import Purchase
    from clausekit.finding import Finding
    from clausekit.fragment import Block
    from clausekit.library import Entry, Library
    from clausekit.word.tracked import Redline

_LISTS = 1000  # lists of an entry, at most: those of the next one keep their numbers whatever it holds


def author(before: Revised, after: Revised) -> str:
    """What changes are signed with: the two revisions."""
    return f"{before.name or WORKING} → {after.name or WORKING}"


def told(before: Revised, after: Revised) -> str:
    """« De la révision v1 à la copie de travail »."""
    return f"De {before.said} à {after.said}"


def of_entries(wanted: str, before: Revised, after: Revised) -> Redline:
    """An entry, or the entries of a family that are not the same, as one document. Raises UnreadableFile."""
    from clausekit import word

    sides = (revisions.entries_of(before, wanted), revisions.entries_of(after, wanted))
    refuse_unread(wanted, (before, after))
    if not any(sides):
        raise unknown(wanted, after)
    old: list[Block] = []
    new: list[Block] = []
    bases: list[str] = []
    for rank, name in enumerate(sorted({*sides[0], *sides[1]}), start=1):
        pages = _pages(sides[0].get(name), before, rank), _pages(sides[1].get(name), after, rank)
        if pages[0] != pages[1]:
            old += pages[0]
            new += pages[1]
            bases += _base(sides[1].get(name), after.loaded.library)
    subject = told(before, after)
    data = [_document(blocks, title=wanted, subject=subject, bases=bases) for blocks in (old, new)]
    return word.redline(data[0], data[1], file=wanted, author=author(before, after), date=redlining.now())


def _pages(entry: Entry | None, revised: Revised, rank: int) -> tuple[Block, ...]:
    from clausekit.report.paged import pages

    return () if entry is None else pages(entry, revised.loaded.library, lists=count(rank * _LISTS))


def _base(entry: Entry | None, library: Library) -> list[str]:
    """What says which text of an entry a document shows, for `import --onto`."""
    from clausekit.report import paged

    return [] if entry is None else [f"{entry.id}:{paged.digest(entry, library)}"]


def page_of(entry: Entry, library: Library) -> bytes:
    """An entry as one Word page: every text, every level, the blanks by their names."""
    from clausekit.report.paged import pages

    subject = f"Révision {entry.revision}"
    return _document(pages(entry, library), title=entry.id, subject=subject, bases=_base(entry, library))


def _document(blocks: Sequence[Block], *, title: str, subject: str, bases: Sequence[str]) -> bytes:
    from clausekit import packaged, word
    from clausekit.fragment import Fragment
    from clausekit.report.paged import BASE

    template = packaged.data_root() / "templates" / "neutre.docx"
    made = Fragment(
        piece="Bibliothèque de clauses",
        title=title,
        subject=subject,
        blocks=tuple(blocks),
        properties={BASE: " ".join(bases)} if bases else {},
    )
    return word.write(made, template=template.read_bytes(), template_name=template.name, draft=False, footer="")


def refuse_unread(wanted: str, sides: Sequence[Revised]) -> None:
    """An entry whose file cannot be read is not an entry that was taken out."""
    from clausekit.finding import UnreadableFile

    for side in sides:
        bad = [found for found in side.loaded.findings if _about(found, wanted)]
        if bad:
            raise UnreadableFile(side.loaded.tell(bad))


def _about(found: Finding, wanted: str) -> bool:
    files = [place.file for place in found.places[:1]]
    return any(f"/{wanted.upper()}-" in file or file.startswith(f"clauses/{wanted}/") for file in files)


def unknown(wanted: str, revised: Revised) -> Exception:
    """A name that is that of no entry and of no family."""
    from clausekit.cli.asking import unknown_name

    library = revised.loaded.library
    folders = {item.file.split("/")[1] for item in library.entries if "/" in item.file}
    remedy = "« clausekit list » donne toutes les entrées."
    return unknown_name("entree-inconnue", wanted, (*library.ids, *sorted(folders)), revised.loaded, remedy=remedy)


def of_pieces(old: Purchase, new: Purchase, *, signed: str) -> Iterator[tuple[str, Redline]]:
    """Each document that one of the two dossiers makes, in the order of the new one."""
    from clausekit import word

    before, after = revisions.outputs_of(old), revisions.outputs_of(new)
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        data = _generated(old, was, now), _generated(new, now, was)
        yield name, word.redline(*data, file=name, author=signed, date=redlining.now())


def _generated(purchase: Purchase, output: Output | None, other: Output | None) -> bytes:
    """A document as a dossier makes it; without a word when only the other dossier makes it."""
    from clausekit.cli import issue

    made = output or other
    assert made is not None  # noqa: S101 (one of the two makes it)
    bare = made if output else replace(made, fragment=replace(made.fragment, blocks=()))
    return issue.generated(purchase, bare)


def paths(made: Sequence[str], output: Path, *, folder: bool) -> dict[str, Path]:
    """Where each redline goes: a file, or a file for each in a folder."""
    import click

    named = output.suffix.lower() == ".docx"
    if named and len(made) == 1 and not output.is_dir():
        return {made[0]: output}
    if named or not folder:
        what = "les pièces changées sont plusieurs : donner un dossier du disque" if folder else "nommer un .docx"
        raise click.UsageError(f"--output {output} : {what}.")
    return {name: output / f"{Path(name).stem}-modifications.docx" for name in made}
