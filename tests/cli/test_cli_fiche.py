"""`check --format docx`: the fiche de contrôle."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausekit import word
from conftest import EXAMPLES, ROOT, run

DOSSIER = ROOT / "examples" / "nettoyage-ccp" / "nettoyage-ccp.dossier.yaml"


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.parent.name for path in EXAMPLES])
def test_the_fiche_says_what_was_judged_and_never_conforme(path: Path, tmp_path: Path) -> None:
    fiche = tmp_path / "fiche.docx"
    done = run("check", path, "--format", "docx", "--output", fiche)
    assert done.code == 0 and str(fiche) in done.out
    text = "\n".join(word.text_of(fiche.read_bytes()))
    assert "conforme" not in text.lower()
    for words in ("La loi", "La politique de l’autorité", "M13", "Ce qui n’a pas été jugé", "Signature", "édition"):
        assert words in text, words


def test_a_waiver_is_on_the_fiche_with_who_decided(tmp_path: Path) -> None:
    fiche = tmp_path / "fiche.docx"
    run("check", DOSSIER, "--format", "docx", "--output", fiche)
    text = "\n".join(word.text_of(fiche.read_bytes()))
    assert "Dérogations" in text and "Directeur des moyens généraux" in text


def test_a_signed_fiche_is_not_replaced(tmp_path: Path) -> None:
    fiche = tmp_path / "fiche.docx"
    fiche.write_bytes(b"signed")
    done = run("check", DOSSIER, "--format", "docx", "--output", fiche)
    assert done.code == 2 and "existe déjà" in done.err
    assert fiche.read_bytes() == b"signed"


@pytest.mark.parametrize(
    "arguments",
    [("--format", "docx"), ("--output", "x.docx"), (str(EXAMPLES[0]), "--format", "docx", "--output", "x.docx")],
)
def test_misuse_is_told(arguments: tuple[str, ...]) -> None:
    done = run("check", DOSSIER, *arguments)
    assert done.code == 2 and "fiche" in done.err.lower()
