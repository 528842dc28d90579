"""The grids of grilles.yaml, each in a real file: Word, then OpenDocument and PDF once LibreOffice has written them."""

from __future__ import annotations

from pathlib import Path

import pytest
from grid_documents import written
from test_recognise_criteria import shown

import libreoffice
from clausekit import read, source
from clausekit.recognise import criteria, piece

_FILE = Path(__file__).parent / "grilles.yaml"
CASES = source.load(_FILE.read_bytes(), file=_FILE.name).data["cas"]
# Each case in one of the two forms: half the pages for as many shapes.
CONVERTED = [
    (case, ("odt", "pdf")[rank % 2]) for rank, case in enumerate(case for case in CASES if case.get("conversions"))
]


def lines(data: bytes, name: str) -> list[str]:
    return [line for item in criteria(read.draft(data, file=name)) for line in shown(item)]


def expected(case) -> list[str]:
    return case["attendu"].strip("\n").split("\n") if case["attendu"] else []


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_a_word_file(case):
    assert lines(written(case["texte"], case.get("forme", "")), "rc.docx") == expected(case)


@pytest.mark.parametrize("case", [case for case, _ in CONVERTED], ids=[case["nom"] for case, _ in CONVERTED])
def test_the_piece_is_told(case):
    assert piece(read.draft(written(case["texte"], case.get("forme", "")), file="piece-1.docx")).piece == "RC"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of the marked cases, written by LibreOffice in one run."""
    base = tmp_path_factory.mktemp("grilles")
    for case, _ in CONVERTED:
        (base / f"{case['nom']}.docx").write_bytes(written(case["texte"], case.get("forme", "")))
    libreoffice.saved(base, [(f"{case['nom']}.docx", f"{case['nom']}.{form}") for case, form in CONVERTED])
    return base


@pytest.mark.parametrize(
    ("case", "form"),
    [pytest.param(*pair, marks=libreoffice.needed) for pair in CONVERTED],
    ids=[f"{case['nom']}-{form}" for case, form in CONVERTED],
)
def test_after_libreoffice(case, form, folder):
    path = folder / f"{case['nom']}.{form}"
    found = [line.replace("’", "'") for line in lines(path.read_bytes(), path.name)]
    assert found == expected(case)
