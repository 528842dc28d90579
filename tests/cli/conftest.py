"""A purchase and its documents, as a buyer keeps them in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import drift_documents as work
from conftest import ROOT, run


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dossier, its authority, and the documents that `assemble` wrote."""
    folder = tmp_path_factory.mktemp("achat") / "marché"
    folder.mkdir()
    text = work.example(work.BOUGHT).read_text("utf-8").replace("../metropole", "metropole")
    (folder / f"{work.BOUGHT}.dossier.yaml").write_text(text, "utf-8")
    shutil.copy(ROOT / "examples" / "metropole.acheteur.yaml", folder)
    assert run("assemble", folder / f"{work.BOUGHT}.dossier.yaml", "--library", ROOT).code == 0
    return folder


@pytest.fixture
def bought(issued: Path, tmp_path: Path) -> Path:
    """A copy that a test may edit."""
    return Path(shutil.copytree(issued, tmp_path / "marché"))
