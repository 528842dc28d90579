"""A year made from the examples, whose answer is known by construction: the report gives it, and can fail to.

`bench/year.py` makes the dossiers; `bench/portfolio.py` does the same at full size, with times.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from clausekit import device
from clausekit.portfolio import contract
from conftest import ROOT, run
from once import library_read_once

__all__ = ["library_read_once"]

# Nine kinds in turn over five examples: sixty dossiers meet every pair, and each reason not to count.
DOSSIERS = 60


def _year() -> ModuleType:
    spec = importlib.util.spec_from_file_location("year", ROOT / "bench" / "year.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["year"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


year = _year()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    folder = tmp_path_factory.mktemp("year")
    _, answer = year.write(folder, DOSSIERS)
    return folder, answer


def report(folder: Path) -> dict[str, Any]:
    done = run("report", folder, "--year", str(year.YEAR), "--format", "json", "--library", ROOT)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_the_report_is_right_to_the_contract_and_to_the_euro(made: tuple[Path, Any]) -> None:
    folder, answer = made
    found = report(folder)
    assert year.differences(found, answer) == []
    assert len(found["contracts"]) == answer.contracts


def test_the_year_meets_every_standing_and_every_reason_not_to_count(made: tuple[Path, Any]) -> None:
    _, answer = made
    for subject in (year.ENVIRONMENT, year.SOCIAL, year.SOLIDARITY):
        assert all(answer.counts[subject, year.DECLARED, "number", None][name] for name in ("yes", "no", "unknown"))
    assert all(answer.aside[name] for name in ("before", "undated", "concession"))
    declared, effective = (
        answer.counts[year.ENVIRONMENT, reading, "number", None]["yes"] for reading in (year.DECLARED, year.EFFECTIVE)
    )
    assert declared > effective


def test_the_same_year_is_made_twice(made: tuple[Path, Any], tmp_path: Path) -> None:
    folder, answer = made
    paths, again = year.write(tmp_path / "again", DOSSIERS)
    assert again == answer
    for path in paths:
        assert path.read_bytes() == (folder / path.relative_to(tmp_path / "again")).read_bytes()


def _all_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device.Device, "complete", True)


def _unknown_is_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "undecided", lambda _lot: "")


def _each_lot_worth_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "amount", lambda lot, dossier: dossier.value)


def _nothing_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "out_of_scope", lambda _marche: "")


@pytest.mark.parametrize("wronged", [_all_complete, _unknown_is_no, _each_lot_worth_the_whole, _nothing_set_aside])
def test_a_wrong_count_is_seen(
    made: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch, wronged: Callable[[pytest.MonkeyPatch], None]
) -> None:
    folder, answer = made
    wronged(monkeypatch)
    assert year.differences(report(folder), answer) != []
