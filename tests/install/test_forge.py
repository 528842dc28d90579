"""The merge-request jobs: valid for their forge, whatever the folder, and one comment kept up to date."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from clausekit import source
from clausekit.install import forge
from conftest import ROOT, run

SCRIPT = ROOT / "src" / "clausekit" / "donnees" / "forge" / "commenter.py"
FOLDERS = ["", "La bibliothèque d'été/", 'a "b"/', "$HOME/", "-x: #/"]
FORGES = {"gitlab": "vendor.gitlab-ci", "github": "vendor.github-workflows"}


def written(name: str, inside: str = "") -> tuple[str, dict[str, Any]]:
    [(path, data)] = forge.files(name, inside).items()
    return data.decode(), source.load(data, file=path).data


@pytest.mark.parametrize("inside", FOLDERS)
@pytest.mark.parametrize("name", FORGES)
def test_a_job_follows_the_schema_of_its_forge(name, inside, tmp_path):
    pytest.importorskip("check_jsonschema")
    text, _ = written(name, inside)
    (tmp_path / "job.yml").write_text(text, "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", FORGES[name], str(tmp_path / "job.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    (tmp_path / "job.yml").write_text(
        text.replace("runs-on:", "run-on:").replace("artifacts:", "artefacts: 3\n  x:"), "utf-8"
    )
    assert subprocess.run(command, capture_output=True, text=True, check=False).returncode == 1


@pytest.mark.parametrize("inside", FOLDERS)
def test_the_folder_of_the_library_is_said_as_it_is(inside):
    folder = inside.rstrip("/") or "."
    jobs = written("github", inside)[1]["jobs"]
    assert jobs["relecture"]["env"]["CLAUSEKIT_BIBLIOTHEQUE"] == folder
    assert written("gitlab", inside)[1]["clausekit"]["variables"]["CLAUSEKIT_BIBLIOTHEQUE"].replace("$$", "$") == folder


def scripts() -> dict[str, str]:
    """Every script of a job, in the words of a shell."""
    github = {step["name"]: step["run"] for step in written("github")[1]["jobs"]["relecture"]["steps"] if "run" in step}
    return {**github, "gitlab": "\n".join(written("gitlab")[1]["clausekit"]["script"])}


@pytest.mark.parametrize("name", scripts())
def test_a_script_is_sound_and_carries_no_word_of_the_request(name):
    script = scripts()[name]
    assert "${{" not in script  # what a stranger wrote reaches a script by the environment only
    assert "@@" not in script
    assert subprocess.run(["sh", "-n", "-c", script], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("name", ["gitlab", "Commentaire"])
def test_the_script_that_comments_is_whole_in_the_job(name):
    held = scripts()[name].split("<<'FIN'\n")[1].split("\nFIN")[0]
    assert [line.rstrip() for line in held.split("\n")] == SCRIPT.read_text("utf-8").rstrip("\n").split("\n")


@pytest.mark.parametrize("name", FORGES)
def test_no_trigger_gives_rights_to_a_fork(name):
    text, data = written(name)
    assert "pull_request_target" not in text
    if name == "github":
        assert data["permissions"] == {"contents": "read", "pull-requests": "write"}


# ------------------------------------------------------------------------------------ the comment


class Forge(BaseHTTPRequestHandler):
    """As little of a forge as the script asks: comments in pages of a hundred."""

    notes: ClassVar[list[dict[str, Any]]] = []
    calls: ClassVar[list[tuple[str, str, str]]] = []
    refuses: ClassVar[int] = 0

    def _said(self, method: str) -> None:
        path, _, query = self.path.partition("?")
        token = self.headers.get("PRIVATE-TOKEN") or self.headers.get("Authorization", "")
        self.calls.append((method, path, token))
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length))["body"] if length else ""
        if self.refuses:
            self.send_error(self.refuses)
            return
        page = int(query.rpartition("page=")[2] or 1)
        answer: Any = self.notes[(page - 1) * 100 : page * 100]
        if method == "POST":
            answer = {"id": len(self.notes) + 1, "body": body}
            self.notes.append(answer)
        elif method != "GET":
            answer = next(note for note in self.notes if str(note["id"]) == path.rpartition("/")[2])
            answer["body"] = body
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        self._said("GET")

    def do_POST(self) -> None:
        self._said("POST")

    def do_PUT(self) -> None:
        self._said("PUT")

    def do_PATCH(self) -> None:
        self._said("PATCH")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def api() -> Iterator[str]:
    Forge.notes, Forge.calls, Forge.refuses = [], [], 0
    server = HTTPServer(("127.0.0.1", 0), Forge)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def settings(name: str, api: str, folder: Path, token: str) -> dict[str, str]:
    if name == "gitlab":
        own = {"CI_API_V4_URL": api, "CI_MERGE_REQUEST_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "12"}
        return {**own, "CLAUSEKIT_JETON": token}
    event = folder / "event.json"
    event.write_text('{"pull_request": {"number": 12}}', "utf-8")
    own = {"GITHUB_API_URL": api, "GITHUB_REPOSITORY": "metropole/clauses", "GITHUB_EVENT_PATH": str(event)}
    return {**own, "GITHUB_ACTIONS": "true", "GITHUB_TOKEN": token}


def put(name: str, api: str, folder: Path, text: str | None, token: str = "secret") -> str:
    """What the script says, run alone as the job does."""
    page = folder / "clausekit.md"
    page.unlink(missing_ok=True)
    if text is not None:
        page.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-", str(page)],
        input=SCRIPT.read_bytes(),
        env={"PYTHONUTF8": "1", "no_proxy": "*", **settings(name, api, folder, token)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().strip()


@pytest.mark.parametrize("name", FORGES)
def test_the_comment_is_put_once_then_updated(name, api, tmp_path):
    Forge.notes += [{"id": number, "body": f"avis {number}"} for number in range(1, 131)]
    assert put(name, api, tmp_path, "## DEC-014\n") == "Commentaire déposé."
    assert put(name, api, tmp_path, "## DEC-015\n") == "Commentaire mis à jour."
    assert [note["body"] for note in Forge.notes[130:]] == ["<!-- clausekit diff -->\n## DEC-015"]
    assert put(name, api, tmp_path, "") == "Commentaire mis à jour."
    assert Forge.notes[130]["body"].endswith("La bibliothèque n'est plus changée par cette demande.")
    writes = [call for call in Forge.calls if call[0] != "GET"]
    where = {
        "gitlab": [("POST", "/projects/7/merge_requests/12/notes"), ("PUT", "/projects/7/merge_requests/12/notes/131")],
        "github": [
            ("POST", "/repos/metropole/clauses/issues/12/comments"),
            ("PATCH", "/repos/metropole/clauses/issues/comments/131"),
        ],
    }[name]
    assert [call[:2] for call in writes] == [*where, where[1]]
    assert {call[2] for call in Forge.calls} == {"secret" if name == "gitlab" else "Bearer secret"}


@pytest.mark.parametrize("name", FORGES)
def test_nothing_is_said_where_nothing_changes(name, api, tmp_path):
    assert put(name, api, tmp_path, "") == "Rien ne change : aucun commentaire."
    assert Forge.notes == []


@pytest.mark.parametrize("name", FORGES)
def test_a_fork_has_no_comment_and_the_job_goes_on(name, api, tmp_path):
    assert "Pas de jeton" in put(name, api, tmp_path, "## DEC-014\n", token="")
    Forge.refuses = 403
    assert "(code 403)" in put(name, api, tmp_path, "## DEC-014\n")
    assert "pas de commentaire" in put(name, api, tmp_path, None)
    assert "ne répond pas" in put(name, "http://127.0.0.1:9", tmp_path, "## DEC-014\n")


def test_a_text_too_long_for_a_comment_is_cut_between_two_lines(api, tmp_path):
    put("github", api, tmp_path, "Une ligne de trente signes, oui\n" * 4000)
    body = Forge.notes[0]["body"]
    assert len(body) < 65_536
    assert "oui\n\n*La suite est trop longue" in body


# ------------------------------------------------------------------------------------ the files


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "clauses").mkdir()
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


@pytest.mark.parametrize("name", FORGES)
def test_a_job_that_was_edited_is_not_replaced(name, home):
    [path] = forge.files(name, "")
    assert run("git", "install", "--library", home, "--forge", name).code == 0
    (home / path).write_bytes((home / path).read_bytes() + b"# a nous\n")
    done = run("git", "install", "--library", home, "--forge", name)
    assert (done.code, "document-existant" in done.err) == (2, True)
    assert (home / path).read_bytes().endswith(b"# a nous\n")
    assert "retouché" in run("git", "uninstall", "--library", home).out
    assert (home / path).is_file()
    assert run("git", "install", "--library", home, "--forge", name, "--force").code == 0
    assert (home / path).read_bytes() == forge.files(name, "")[path]


def test_a_link_that_leads_nowhere_is_not_replaced_by_a_job(home):
    path = home / forge.files("github", "").popitem()[0]
    path.parent.mkdir(parents=True)
    try:
        path.symlink_to(home / "absent")
    except OSError:
        pytest.skip("no links on this disk")
    done = run("git", "install", "--library", home, "--forge", "github", "--force")
    assert (done.code, "Ce fichier est un lien" in done.err, path.is_symlink()) == (2, True, True)
    assert not (home / "absent").exists()
    assert not (home / ".gitattributes").exists()


# ------------------------------------------------------------------------------------ a job, run whole


@pytest.fixture
def runner(tmp_path: Path, api: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository under a forge, with the programs of its image; pip has nothing to do."""
    programs = tmp_path / "programmes"
    programs.mkdir()
    real = Path(sys.executable).as_posix()
    for name, line in (
        ("clausekit", f'exec "{real}" -m clausekit "$@"'),
        ("python", f'[ "$1" = -m ] || exec "{real}" "$@"'),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        (programs / name).chmod(0o755)
    top = tmp_path / "dépôt"
    shutil.copytree(ROOT / "tests" / "cases" / "lint" / "bibliotheque" / "clauses", top / "ma bibliothèque" / "clauses")
    assert run("fmt", "--library", top / "ma bibliothèque").code == 0
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Élodie")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "e@exemple.fr")
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("no_proxy", "*")
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "un"], ["tag", "base"]):
        subprocess.run(["git", *words], cwd=top, check=True)
    return top


def job(name: str, top: Path, api: str) -> int:
    """The exit code of a job: of its script, or of the last of its steps that fails."""
    base = subprocess.run(
        ["git", "rev-parse", "base"], cwd=top, capture_output=True, text=True, check=True
    ).stdout.strip()
    folder = {"CLAUSEKIT_PAQUET": "clausekit", "CLAUSEKIT_BIBLIOTHEQUE": "ma bibliothèque"}
    forge_own = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "BASE": base, "RUNNER_TEMP": str(top.parent)}
    own = settings(name, api, top.parent, "secret") | {"GITHUB_STEP_SUMMARY": str(top.parent / "resume.md")}
    steps = (
        [scripts()["gitlab"]]
        if name == "gitlab"
        else [scripts()[step] for step in ("Ce qui change", "Commentaire", "Contrôle")]
    )
    env = {**os.environ, **folder, **forge_own, **own}
    # Both forges stop at the first failure of a script, and go on with the steps that ask for it.
    codes = [subprocess.run(["sh", "-e", "-c", step], cwd=top, env=env, check=False).returncode for step in steps]
    return max(codes)


@pytest.mark.parametrize("name", FORGES)
def test_a_request_is_told_in_a_comment_that_follows_it(name, runner, api):
    entry = runner / "ma bibliothèque" / "clauses" / "essai" / "ESS-001-tri.clause.yaml"
    before = entry.read_text("utf-8")
    entry.write_text(before.replace("renforce: {taux: 80", "renforce: {taux: 85"), "utf-8")
    assert job(name, runner, api) == 0
    [note] = Forge.notes
    assert "ESS-001" in note["body"]
    assert "85" in note["body"]
    entry.write_text(before.replace("{{ taux }} chaque", "{{ inconnu }} chaque"), "utf-8")
    assert job(name, runner, api) == 1  # refused, and told all the same
    assert "inconnu" in note["body"]
    entry.write_text(before, "utf-8")
    assert job(name, runner, api) == 0
    assert note["body"].endswith("La bibliothèque n'est plus changée par cette demande.")
    assert len(Forge.notes) == 1
