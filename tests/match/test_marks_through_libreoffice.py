"""A long document keeps its clauses through LibreOffice, edited before the trip or after it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from marked_documents import edited, expected, judged, written

CLAUSES = 300  # and 1,200 paragraphs
TRIPS = (("docx", "docx"), ("odt", "docx"))


def seen(data: bytes) -> dict[str, tuple[str, bool]]:
    found = judged(data, CLAUSES)
    assert {item.by for item in found.values()} == {"mark"}
    return {name: (item.status, item.moved) for name, item in found.items()}


def converted(folder: Path, form: str, to: Path, profile: Path) -> None:
    """Every file of a folder, in one run of LibreOffice."""
    files = sorted(map(str, folder.iterdir()))
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(to), *files], check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module", params=TRIPS, ids="-".join)
def trip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The document as it was written and the one edited before the trip, half-way and back; in one folder each."""
    home = tmp_path_factory.mktemp("trip")
    start, *stages = home / "start", home / "first", home / "last"
    start.mkdir()
    (start / "written.docx").write_bytes(written(CLAUSES))
    (start / "edited.docx").write_bytes(edited(written(CLAUSES)))
    for form, source, to in zip(request.param, (start, *stages), stages, strict=False):
        converted(source, form, to, home / "profile")
    return tuple(stages)


def test_each_edit_has_its_status_and_the_neighbours_are_untouched() -> None:
    assert set(seen(written(CLAUSES)).values()) == {("identical", False)}
    assert seen(edited(written(CLAUSES))) == expected(CLAUSES)


@pytest.mark.soffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent")
def test_libreoffice_loses_no_clause(trip: tuple[Path, ...]) -> None:
    for stage in trip:
        [written_] = stage.glob("written.*")
        [edited_] = stage.glob("edited.*")
        assert seen(written_.read_bytes()) == dict.fromkeys(expected(CLAUSES), ("identical", False))
        assert seen(edited_.read_bytes()) == expected(CLAUSES)
    assert seen(edited(written_.read_bytes())) == expected(CLAUSES)
