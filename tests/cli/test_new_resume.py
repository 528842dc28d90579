"""`clausekit new` interrupted: the answers given so far are kept, and taken up again."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from clausekit import schema, source, tree
from clausekit.cli import drafts, questions
from clausekit.finding import UnreadableFile
from clausekit.library import Library
from conftest import ROOT, Done, run

# Object, CPV (a word, then a choice), value, duration, launch, nature, procedure, CCAG.
ANSWERS = ("Nettoyage des bureaux", "nettoyage bureaux", "1", "85 k€", "2 ans", "1er septembre 2026", "", "", "aucun")
# How many answers are needed for each one kept: the word of a CPV code alone is not an answer yet.
_KEPT = {1: 1, 2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7}


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _answer(monkeypatch: pytest.MonkeyPatch, answers: Iterable[str], end: type[BaseException]) -> None:
    """A person who gives these answers, then interrupts."""
    given = iter(answers)

    def put(_prompt: str = "") -> str:
        found = next(given, None)
        if found is None:
            raise end
        return found

    monkeypatch.setattr("sys.stdin", _Terminal())
    monkeypatch.setattr("click.termui.visible_prompt_func", put)


def _new(path: Path, *options: object) -> Done:
    return run("new", path, "--library", ROOT, *options)


def _whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The dossier that the same answers make at once."""
    (folder / "sans-arret").mkdir()
    path = folder / "sans-arret" / "a.dossier.yaml"
    _answer(monkeypatch, ANSWERS, AssertionError)
    assert _new(path).code == 0
    return path.read_text(encoding="utf-8")


def _draft(path: Path) -> Any:
    return source.load(drafts.place(path).read_bytes(), file="").data


@pytest.fixture
def prompts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked, in order."""
    asked: list[str] = []
    real = questions.ask

    def ask(label: str, *arguments: Any, **options: Any) -> Any:
        asked.append(label)
        return real(label, *arguments, **options)

    monkeypatch.setattr(questions, "ask", ask)
    return asked


@pytest.mark.parametrize("end", [KeyboardInterrupt, EOFError])
@pytest.mark.parametrize("count", range(1, len(ANSWERS)))
def test_whatever_the_question_an_interruption_costs_nothing(
    count: int, end: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prompts: list[str]
) -> None:
    path, whole = tmp_path / "a.dossier.yaml", _whole(tmp_path, monkeypatch)
    _answer(monkeypatch, ANSWERS[:count], end)
    stopped = _new(path)
    assert stopped.code == 2
    assert not path.exists()
    assert f"Les réponses sont gardées dans {drafts.place(path)}" in stopped.err
    assert stopped.err.rstrip().endswith("Interrompu.")
    rest = ANSWERS[1:] if count == 2 else ANSWERS[count:]
    prompts.clear()
    _answer(monkeypatch, ("", *rest), AssertionError)
    done = _new(path)
    assert done.code == 0, done.err
    kept = _KEPT[count]
    assert prompts[0].endswith(f"« Nettoyage des bureaux », {kept} réponse{'s' if kept > 1 else ''} ? [O/n]")
    assert path.read_text(encoding="utf-8") == whole
    assert not drafts.place(path).exists()


def test_nothing_is_kept_before_the_first_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer(monkeypatch, (), KeyboardInterrupt)
    assert _new(tmp_path / "a.dossier.yaml").code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_draft_says_what_was_answered_and_what_was_passed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.dossier.yaml"
    _answer(monkeypatch, ANSWERS[:7], KeyboardInterrupt)
    _new(path)
    held = _draft(path)
    assert held.pop("le")
    assert held == {
        "objet": "Nettoyage des bureaux",
        "cpv": ["90919200"],
        "valeur": 85000,
        "duree": 24,
        "lancement": "2026-09-01",
        "passees": ["nature"],
    }


def _interrupted(path: Path, monkeypatch: pytest.MonkeyPatch, count: int = 5) -> None:
    _answer(monkeypatch, ANSWERS[:count], KeyboardInterrupt)
    assert _new(path).code == 2
    assert drafts.place(path).is_file()


def test_the_draft_is_proposed_with_its_date_its_object_and_its_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prompts: list[str]
) -> None:
    path = tmp_path / "a.dossier.yaml"
    _interrupted(path, monkeypatch)
    draft = drafts.place(path)
    today = _draft(path)["le"]
    draft.write_text(draft.read_text(encoding="utf-8").replace(today, "2026-11-22"), encoding="utf-8")
    prompts.clear()
    _answer(monkeypatch, ("oui", *ANSWERS[5:]), AssertionError)
    done = _new(path)
    assert done.code == 0, done.err
    assert prompts[0] == "Reprendre le brouillon du 22 novembre 2026 « Nettoyage des bureaux », 4 réponses ? [O/n]"
    assert len(prompts) == 1 + len(ANSWERS[5:])
    assert "  valeur : 85000" in done.err


def test_a_draft_that_is_declined_is_replaced_by_the_next_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.dossier.yaml"
    _interrupted(path, monkeypatch)
    _answer(monkeypatch, ("peut-être", "n", "Élagage"), KeyboardInterrupt)
    done = _new(path)
    assert "« peut-être » : répondre oui ou non." in done.err
    assert _draft(path)["objet"] == "Élagage"
    assert "valeur" not in _draft(path)


def test_without_a_name_the_drafts_of_the_folder_are_proposed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _answer(monkeypatch, ANSWERS[:5], KeyboardInterrupt)
    assert run("new", "--library", ROOT).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["nettoyage-des-bureaux.dossier.yaml.brouillon"]
    _answer(monkeypatch, ("", *ANSWERS[5:]), AssertionError)
    assert run("new", "--library", ROOT).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["nettoyage-des-bureaux.dossier.yaml"]


def test_the_same_object_finds_its_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _interrupted(tmp_path / "nettoyage-des-bureaux.dossier.yaml", monkeypatch)
    _answer(monkeypatch, ("non", "Nettoyage des bureaux", "oui", *ANSWERS[5:]), AssertionError)
    assert run("new", "--library", ROOT).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["nettoyage-des-bureaux.dossier.yaml"]


# --- resumed without being asked -----------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--reprendre", "--resume"])
def test_a_draft_is_resumed_without_a_question(option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.dossier.yaml"
    _interrupted(path, monkeypatch)
    done = _new(path, option, "--sans-questions", "--valeur", "90 k€")
    assert done.code == 0, done.err
    data = source.load(path.read_bytes(), file="").data
    assert (data["objet"], data["valeur_estimee"], data["duree_mois"]) == ("Nettoyage des bureaux", 90000, 24)
    assert not drafts.place(path).exists()


def test_a_family_given_anew_takes_the_place_of_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.dossier.yaml"
    _interrupted(path, monkeypatch)
    assert _new(path, "--reprendre", "--sans-questions", "--famille", "travaux").code == 0
    data = source.load(path.read_bytes(), file="").data
    assert (data["famille"], data.get("cpv"), data["duree_mois"]) == ("travaux", None, 24)


def test_without_a_draft_resuming_is_refused(tmp_path: Path) -> None:
    done = _new(tmp_path / "a.dossier.yaml", "--reprendre", "--sans-questions")
    assert done.code == 2
    assert "Aucun brouillon à reprendre" in done.err


def test_several_drafts_are_named_rather_than_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        _interrupted(tmp_path / f"{name}.dossier.yaml", monkeypatch)
    done = _new(tmp_path, "--reprendre", "--sans-questions")
    assert done.code == 2
    assert f"clausekit new {tmp_path / 'b.dossier.yaml'}" in done.err


def test_nothing_is_kept_nor_proposed_without_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "b.dossier.yaml"
    _interrupted(other, monkeypatch)
    done = _new(tmp_path / "a.dossier.yaml", "--objet", "x", "--famille", "autre", "--sans-questions")
    assert done.code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.dossier.yaml", "b.dossier.yaml.brouillon"]


# --- drafts that are worth nothing ------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"- une liste\n", b"objet: [\n", b"autre: 1\n"])
def test_a_corrupt_draft_is_told_set_aside_and_blocks_nothing(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.dossier.yaml"
    drafts.place(path).write_bytes(content)
    _answer(monkeypatch, ANSWERS, AssertionError)
    done = _new(path)
    assert done.code == 0, done.err
    assert str(drafts.place(path)) in done.err
    kept = drafts.place(path).with_name("a.dossier.yaml.brouillon.illisible")
    assert kept.read_bytes() == content
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.dossier.yaml", kept.name]


def test_an_answer_that_is_no_longer_one_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: Library
) -> None:
    path = tmp_path / "a.dossier.yaml"
    lines = (
        "le: 2026-11-22\nobjet: Tri\ncpv: ['123']\nfamille: disparue\nsegments: [tri, collecte]\nvaleur: beaucoup\n"
        "duree: 48\nlancement: hier\nnature: choses\nprocedure: 3\nccag: FCS\nacheteur: parti.acheteur.yaml\n"
    )
    drafts.place(path).write_text(lines, encoding="utf-8")
    draft = drafts.read(drafts.place(path), shipped)
    assert dict(draft.answers) == {"object": "Tri", "months": 48, "ccag": "FCS"}
    assert set(draft.lost) == {"cpv", "famille", "segments", "valeur", "lancement", "nature", "procedure", "acheteur"}
    _answer(
        monkeypatch, ("", "", "dechets", "tri", "1 M€", "2026-12-15", "services", "procédure adaptée"), AssertionError
    )
    done = _new(path)
    assert done.code == 0, done.err
    assert "Réponses du brouillon à redonner : " in done.err
    data = source.load(path.read_bytes(), file="").data
    assert schema.validate("dossier", source.load(path.read_bytes(), file="")) == ()
    assert (data["famille"], data["duree_mois"], data["ccag"]) == ("dechets", 48, "FCS")


def test_a_folder_that_refuses_the_draft_does_not_stop_the_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, path = tree.write, tmp_path / "a.dossier.yaml"

    def refused(target: Path, data: bytes) -> None:
        if target == drafts.place(path):
            raise UnreadableFile(tree.problem("fichier-refuse", "Le système refuse d'écrire.", str(target)).findings)
        real(target, data)

    monkeypatch.setattr(tree, "write", refused)
    _answer(monkeypatch, ANSWERS, AssertionError)
    done = _new(path)
    assert done.code == 0, done.err
    assert done.err.count("Les réponses ne peuvent pas être gardées") == 1
    assert path.is_file()


# --- a terminal that closes ---------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither signals nor pseudo-terminals of this kind")
@pytest.mark.parametrize("name", ["SIGHUP", "SIGKILL", "SIGINT"])
def test_a_program_that_is_killed_leaves_the_answers_given(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.dossier.yaml"
    # A test run may itself ignore these signals (nohup, a job in the background), and its children with it.
    code = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL);"
        " signal.signal(signal.SIGINT, signal.default_int_handler);"
        " from clausekit.cli import main; main()"
    )
    words = [sys.executable, "-c", code, "new", str(path), "--library", str(ROOT), "--questions"]
    # What is typed is written in the encoding that this program reads, whatever the run's own is.
    speaks = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=speaks
    ) as program:
        assert program.stdin is not None
        program.stdin.write("Nettoyage\n90919200\n85 k€\n".encode())
        program.stdin.flush()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and (not drafts.place(path).exists() or "valeur" not in _draft(path)):
            time.sleep(0.05)
        program.send_signal(getattr(signal, name))
        program.wait(timeout=30)
    assert _draft(path)["valeur"] == 85000
    done = _new(path, "--reprendre", "--sans-questions")
    assert done.code == 0, done.err
    assert source.load(path.read_bytes(), file="").data["cpv"] == ["90919200"]
