"""What clausekit writes is read back: every mark, number and table; also once LibreOffice has been over it."""

from collections.abc import Iterator

import pytest

import libreoffice
from clausekit import mark, packaged, typography, word
from clausekit.assemble import assemble
from clausekit.draft import Draft
from clausekit.draft import Table as Read
from clausekit.fragment import Block, Fragment, Heading, Table, plain
from conftest import EXAMPLES
from read_specimen import drafted
from word_specimen import specimen
from word_specimen import written as specimen_file

TEMPLATE = (packaged.data_root() / "templates" / "neutre.docx").read_bytes()
each_example = pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])


def headings(fragment: Fragment) -> Iterator[tuple[int, str, str]]:
    """(level, number, words) of the headings that a fragment has, numbered as its template does."""
    counts: list[int] = []
    for block in fragment.blocks:
        if isinstance(block, Heading):
            counts = [*counts, 0][: block.level]
            counts[-1] += 1
            yield block.level, ".".join(map(str, counts)), typography.plain(plain(block.content))


def marks(blocks: tuple[Block, ...]) -> list[mark.Mark]:
    return [block.mark for block in blocks if block.mark is not None]


def rows(fragment: Fragment) -> list[tuple[str, ...]]:
    out: list[tuple[str, ...]] = []
    for block in fragment.blocks:
        if isinstance(block, Table):
            lines = ([block.header] if block.header else []) + list(block.rows)
            out += [tuple(typography.plain(" ".join(map(plain, cell))) for cell in line) for line in lines]
    return out


def headings_read(draft: Draft) -> list[tuple[int, str, str]]:
    return [(line.heading, line.number, typography.plain(line.text)) for line in draft.lines() if line.heading]


def rows_read(draft: Draft) -> list[tuple[str, ...]]:
    tables = (block for block in draft.blocks if isinstance(block, Read))
    return [tuple(typography.plain(text) for text in row) for table in tables for row in table.texts]


def marks_read(draft: Draft) -> list[mark.Mark]:
    return [found for line in draft.lines() for found in line.marks]


@each_example
def test_every_piece_of_an_example_is_read_back(path, purchase):
    for output in assemble(purchase(path).marche).outputs:
        fragment = output.fragment
        data = word.write(fragment, template=TEMPLATE, template_name="neutre.docx", draft=True, footer="pied")
        draft = drafted(data, f"{output.name}.docx")
        assert draft.doubts == ()
        assert headings_read(draft) == list(headings(fragment))
        assert rows_read(draft) == rows(fragment)
        assert set(marks_read(draft)) == set(marks(fragment.blocks))
        assert set(fragment.properties.items()) <= set(draft.properties.items())


FORMS = ("docx", "odt", "fodt", "pdf")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The specimen, saved by LibreOffice in each form."""
    base = tmp_path_factory.mktemp("formes")
    (base / "piece.docx").write_bytes(specimen_file())
    libreoffice.saved(base, [("piece.docx", f"sortie.{form}") for form in FORMS])
    return base


@pytest.mark.parametrize("form", [pytest.param(form, marks=libreoffice.needed) for form in FORMS])
def test_libreoffice_changes_nothing_of_what_is_read(form, home):
    draft, fragment = drafted((home / f"sortie.{form}").read_bytes(), f"piece.{form}"), specimen()
    found = headings_read(draft)
    if form == "pdf":
        assert [title[1:] for title in found] == [title[1:] for title in headings(fragment)]
    else:
        assert found == list(headings(fragment))
        assert set(marks_read(draft)) == set(marks(fragment.blocks))
    assert rows_read(draft) == rows(fragment)
    items = [line.number for line in draft.lines() if line.item and line.number and line.place.part == "corps"]
    assert items == ["1.", "2.", "3.", "1.", "2."]
