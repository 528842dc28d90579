"""What clausekit writes is read back: every mark, number and table; also once LibreOffice has been over it."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest

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
with_soffice = [pytest.mark.soffice, pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent")]


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


def converted(tmp_path, form: str) -> Draft:
    source = tmp_path / "piece.docx"
    source.write_bytes(specimen_file())
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(tmp_path / "sortie"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return drafted(next((tmp_path / "sortie").iterdir()).read_bytes(), f"piece.{form}")


@pytest.mark.parametrize("form", [pytest.param(form, marks=with_soffice) for form in ("docx", "odt", "fodt", "pdf")])
def test_libreoffice_changes_nothing_of_what_is_read(form, tmp_path):
    draft, fragment = converted(tmp_path, form), specimen()
    found = headings_read(draft)
    if form == "pdf":
        assert [title[1:] for title in found] == [title[1:] for title in headings(fragment)]
    else:
        assert found == list(headings(fragment))
        assert set(marks_read(draft)) == set(marks(fragment.blocks))
    assert rows_read(draft) == rows(fragment)
    items = [line.number for line in draft.lines() if line.item and line.number and line.place.part == "corps"]
    assert items == ["1.", "2.", "3.", "1.", "2."]
