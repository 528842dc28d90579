"""`clausekit init`: all or nothing, and never over somebody's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausekit import tree
from clausekit.finding import UnreadableFile
from clausekit.init import init
from conftest import ROOT, run


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_library_is_whole_and_clean(tmp_path: Path) -> None:
    done = run("init", tmp_path / "ma bibliothèque")
    assert done.code == 0, done.err
    found = _tree(tmp_path / "ma bibliothèque")
    assert {path.split("/")[0] for path in found} == {"clauses", "schemas", "templates", "metropole.acheteur.yaml"}
    shipped = {path for path in _tree(ROOT / "clauses") if path.endswith((".yaml", "JOURNAL.md"))}
    assert {path.removeprefix("clauses/") for path in found if path.startswith("clauses/")} == shipped
    assert run("lint", tmp_path / "ma bibliothèque").code == 0


def test_modelines_lead_to_the_schemas(tmp_path: Path) -> None:
    run("init", tmp_path)
    for path in tmp_path.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").split("\n")[0]
        assert (path.parent / first.partition("$schema=")[2]).is_file(), path


def test_the_next_steps_are_said(tmp_path: Path) -> None:
    out = run("init", tmp_path / "lib").out
    assert "Et maintenant" in out
    assert "clausekit new" in out
    assert "clausekit lint" in out


def test_a_library_is_never_replaced(tmp_path: Path) -> None:
    run("init", tmp_path)
    amended = tmp_path / "clauses" / "bibliotheque.yaml"
    amended.write_text("# à nous\n", encoding="utf-8")
    before = _tree(tmp_path)
    done = run("init", tmp_path)
    assert done.code == 2
    assert "bibliotheque-existante" in done.err
    assert _tree(tmp_path) == before


def test_force_adds_what_is_missing_and_keeps_the_rest(tmp_path: Path) -> None:
    run("init", tmp_path)
    amended = tmp_path / "clauses" / "bibliotheque.yaml"
    amended.write_text("# à nous\n", encoding="utf-8")
    missing = tmp_path / "schemas" / "clause.schema.json"
    missing.unlink()
    done = run("init", tmp_path, "--force")
    assert done.code == 0
    assert amended.read_text(encoding="utf-8") == "# à nous\n"
    assert missing.is_file()


def test_other_files_of_the_folder_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "LISEZMOI.md").write_text("Nos marchés\n", encoding="utf-8")
    assert run("init", tmp_path).code == 0
    assert (tmp_path / "LISEZMOI.md").read_text(encoding="utf-8") == "Nos marchés\n"


def test_a_file_of_the_same_name_stops_all(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "neutre.docx").write_bytes(b"le leur")
    done = run("init", tmp_path)
    assert done.code == 2
    assert not (tmp_path / "clauses").exists()


def test_a_file_where_a_folder_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "lib").write_text("", encoding="utf-8")
    done = run("init", tmp_path / "lib")
    assert done.code == 2
    assert "fichier-en-place" in done.err


@pytest.mark.parametrize(
    ("link", "folder", "told"),
    [("lib", "lib", "fichier-en-place"), ("lib/metropole.acheteur.yaml", "lib", "bibliotheque-existante")],
)
def test_a_link_that_leads_nowhere_is_no_free_name(tmp_path: Path, link: str, folder: str, told: str) -> None:
    (tmp_path / link).parent.mkdir(exist_ok=True)
    try:
        (tmp_path / link).symlink_to(tmp_path / "absent")
    except OSError:
        pytest.skip("no links on this disk")
    done = run("init", tmp_path / folder)
    assert (done.code, told in done.err, (tmp_path / link).is_symlink()) == (2, True, True)
    assert not (tmp_path / "lib" / "clauses").exists()
    assert not (tmp_path / "absent").exists()


def test_nothing_is_left_when_the_disk_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = 0
    fsync = tree.os.fsync

    def full(handle: int) -> None:
        nonlocal written
        written += 1
        if written > 20:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(tree.os, "fsync", full)
    with pytest.raises(UnreadableFile) as refused:
        init(tmp_path / "lib")
    assert refused.value.findings[0].rule == "disque-plein"
    assert not (tmp_path / "lib").exists()
