"""A history of realistic commits: what `diff` says of each, in its four forms.

Golden files are in `tests/golden/diff`; `CLAUSEKIT_CASES=ecrire` writes them again, to be read one by one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, run
from editions_history import FIRST, STEPS, build, git

GOLDEN = ROOT / "tests" / "golden" / "diff"
WRITE = os.environ.get("CLAUSEKIT_CASES") == "ecrire" and "CI" not in os.environ
SUFFIXES = {"text": "txt", "markdown": "md", "html": "html", "json": "json"}
NAMES = [FIRST, *(step.name for step in STEPS)]
PAIRS = list(pairwise(NAMES))
SILENT = {"06-reformatage", "08-fins-de-ligne"}

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("histoire"))


def _bare(text: str) -> str:
    """Without what is not of this history: the style sheet, the version of the program."""
    text = re.sub(r"<style>.*?</style>", "<style></style>", text, flags=re.DOTALL)
    return re.sub(r'"clausekit": "[^"]*"', '"clausekit": ""', text)


@pytest.mark.parametrize("form", SUFFIXES)
@pytest.mark.parametrize(("old", "new"), PAIRS, ids=NAMES[1:])
def test_each_commit_is_told(library: Path, old: str, new: str, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library)
    done = run("diff", old, new, "--format", form)
    assert (done.code, done.err) == (3 if new in SILENT else 0, "")
    golden = GOLDEN / f"{new}.{SUFFIXES[form]}"
    if WRITE:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(_bare(done.out), "utf-8", newline="\n")
    assert _bare(done.out) == golden.read_text("utf-8")


def told(library: Path, *words: str) -> dict[str, Any]:
    done = run("diff", *words, "--format", "json", "--library", library)
    assert done.code in {0, 3}, done.err
    data: dict[str, Any] = json.loads(done.out)
    return data


def test_reformatting_and_line_ends_change_nothing(library: Path) -> None:
    for old, new in PAIRS:
        if new in SILENT:
            assert git(library, "diff", "--stat", old, new), "git lui-même n'y voit rien : l'épreuve est vide"
            data = told(library, old, new)
            assert (data["changes"], data["registers"]) == ([], [])


def test_the_whole_history_at_once_keeps_the_gravest_declaration(library: Path) -> None:
    """A hidden change of substance among honest ones is not seen by its declaration, but it is told."""
    data = told(library, f"{FIRST}..{NAMES[-1]}")
    found = {item["id"]: item for item in data["changes"]}
    assert set(found) == {
        "COM-007", "COM-A01", "MOG-013", "MOG-014", "MOG-020", "MOG-030", "MOG-031", "MOG-C01", "MOG-G01"
    }  # fmt: skip
    assert found["MOG-013"]["reason"].startswith("Niveau renforcé porté de 60 à 70 %")
    assert next(item["new"] for item in found["COM-007"]["prose"]).startswith("Un justificatif peut être recevable")
    ways = {(item["route"], item["direction"]) for item in found["MOG-013"]["figures"]}
    assert ("niveaux.socle.part_recharge", "stricter") in ways
    assert ("niveaux.socle.delai_reprise", "stricter") in ways


def test_each_step_undone_goes_the_other_way(library: Path) -> None:
    """What was stricter is looser, what was added is removed."""
    turned = {"stricter": "looser", "looser": "stricter", "neutral": "neutral"}
    ways = 0
    for old, new in PAIRS:
        forth, back = told(library, old, new), told(library, new, old)
        for one in forth["changes"]:
            other = next(item for item in back["changes"] if item["id"] == one["id"])
            if one["change"] != "changed":
                continue
            undone = {(item["route"], item["new"], item["old"], turned[item["direction"]]) for item in other["figures"]}
            done = {
                (item["route"], item["old"], item["new"], item["direction"])
                for item in one["figures"]
                if not item["route"].startswith("historique")
            }
            assert done <= undone
            ways += sum(item["direction"] != "neutral" for item in one["figures"])
    assert ways == 7


def test_a_mismatch_is_told_as_such(library: Path) -> None:
    data = told(library, "11-alinea-deplace", "12-fausse-redaction")
    [change] = data["changes"]
    assert (change["severity"], change["declared_severity"]) == ("substantielle", "redactionnelle")
    text = run("diff", "11-alinea-deplace", "12-fausse-redaction", "--library", library).out
    assert "déclarée rédactionnelle à tort" in text
    assert "À REPRENDRE" in " ".join(text.split())


@pytest.mark.parametrize("new", NAMES[1:])
def test_a_comment_fits_one_screen_an_entry(new: str) -> None:
    """Forty lines, folded parts aside; and only signs that a forge renders."""
    text = (GOLDEN / f"{new}.md").read_text("utf-8")
    text = re.sub(r"<details>.*?</details>", "<details>", text, flags=re.DOTALL)
    for entry in text.split("\n### ")[1:]:
        assert len(entry.splitlines()) <= 40, entry
    assert set(re.findall(r"</?([a-z]+)", text)) <= {"ins", "del", "details", "summary"}


@pytest.mark.parametrize("new", NAMES[1:])
def test_a_terminal_of_windows_reads_it(new: str) -> None:
    (GOLDEN / f"{new}.txt").read_text("utf-8").encode("cp1252")
