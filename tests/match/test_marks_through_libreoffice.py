"""A long document keeps its clauses through LibreOffice, edited before the trip or after it."""

from __future__ import annotations

from pathlib import Path

import pytest

import libreoffice
from marked_documents import edited, expected, judged, written

CLAUSES = 300  # and 1,200 paragraphs
TRIPS = (("docx", "docx"), ("odt", "docx"))


def seen(data: bytes) -> dict[str, tuple[str, bool]]:
    found = judged(data, CLAUSES)
    assert {item.by for item in found.values()} == {"mark"}
    return {name: (item.status, item.moved) for name, item in found.items()}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document as it was written and the one edited before the trips; half-way and back of each."""
    base = tmp_path_factory.mktemp("trip")
    for name, data in (("written", written(CLAUSES)), ("edited", edited(written(CLAUSES)))):
        (base / f"{name}.docx").write_bytes(data)
    libreoffice.saved(base, [job for name in ("written", "edited") for trip in TRIPS for job in legs(name, trip)])
    return base


def legs(name: str, trip: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The files of a trip, from each to the next."""
    there, back = (f"{name}-{'-'.join(trip)}-{stage}.{form}" for stage, form in enumerate(trip))
    return (f"{name}.docx", there), (there, back)


def test_each_edit_has_its_status_and_the_neighbours_are_untouched() -> None:
    assert set(seen(written(CLAUSES)).values()) == {("identical", False)}
    assert seen(edited(written(CLAUSES))) == expected(CLAUSES)


@pytest.mark.parametrize("trip", [pytest.param(trip, marks=libreoffice.needed, id="-".join(trip)) for trip in TRIPS])
def test_libreoffice_loses_no_clause(trip: tuple[str, str], home: Path) -> None:
    for (_, written_), (_, edited_) in zip(legs("written", trip), legs("edited", trip), strict=True):
        assert seen((home / written_).read_bytes()) == dict.fromkeys(expected(CLAUSES), ("identical", False))
        assert seen((home / edited_).read_bytes()) == expected(CLAUSES)
    assert seen(edited((home / written_).read_bytes())) == expected(CLAUSES)
