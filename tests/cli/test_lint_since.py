"""`clausekit lint --since`: the library held against a git revision."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from clausekit import source
from clausekit.git import program
from conftest import ROOT, Done, run
from depots import TRI, add_line, commit, edit, git
from editions_history import FIRST, STEPS, build
from lint_cases import CASES, files

SMALL = CASES / "bibliotheque" / "clauses"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """A small library in a repository, published as v1; its path has what paths may have."""
    folder = tmp_path / "dépôt de l'été" / "bibliothèque"
    for path, content in files(SMALL).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "publiée")
    git(folder, "tag", "v1")
    return folder


def rules(done: Done) -> list[str]:
    data = json.loads(done.out)
    assert done.code == int(any(item["severity"] == "bloquante" for item in data["findings"]))
    return [item["rule"] for item in data["findings"]]


def since(folder: Path, revision: str = "v1") -> list[str]:
    return rules(run("lint", folder, "--since", revision, "--format", "json"))


def new_entry(folder: Path, name: str = "ESS-002", title: str = "Lavage des bacs", motive: str = "Création.") -> Path:
    text = (folder / TRI).read_text("utf-8").replace("ESS-001", name).replace("[ESS-090]", "[]")
    text = text.replace("titre: Tri des déchets d'exécution", f"titre: {title}")
    text = text.replace("Le titulaire trie à la source les déchets que produit l'exécution.", "Il lave les bacs.")
    path = folder / "clauses" / "essai" / f"{name}-lavage.clause.yaml"
    path.write_text(text.replace("motif: Première rédaction.", f"motif: {motive}"), "utf-8", newline="\n")
    return path


# --- what is found --------------------------------------------------------------------------------


def test_nothing_changed(depot: Path) -> None:
    done = run("lint", depot, "--since", "v1")
    assert done.code == 0
    assert done.out.splitlines()[1].startswith("Comparée à : v1 (commit ")


def test_a_silent_change_is_refused_with_its_line(depot: Path) -> None:
    edit(depot / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    done = run("lint", depot, "--since", "v1")
    assert done.code == 1
    assert "erreur[historique-muet]" in done.out
    assert f"{TRI}:18:14" in done.out
    # Without the past, nothing is wrong with it.
    assert run("lint", depot).code == 0


def test_json_names_the_commit(depot: Path) -> None:
    edit(depot / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    data = json.loads(run("lint", depot, "--since", "v1", "--format", "json").out)
    assert data["since"]["revision"] == "v1"
    assert len(data["since"]["commit"]) == 40
    assert data["findings"][0]["places"][0]["route"] == ["niveaux", "renforce", "taux"]
    assert "since" not in json.loads(run("lint", depot, "--format", "json").out)


def test_each_thing_at_once(depot: Path) -> None:
    edit(depot / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    add_line(depot / TRI, 2, nature="redactionnelle")
    edit(depot / TRI, "date: 2026-11-21, nature: creation", "date: 2026-11-20, nature: creation")
    edit(depot / TRI, "etat: projet", "etat: relue")
    (depot / "clauses/essai/ESS-G01-essai.grille.yaml").unlink()
    found = since(depot)
    assert set(found) >= {
        "nature-minoree",
        "historique-recrit",
        "lecture-non-refaite",
        "lecture-absente",
        "entree-supprimee",
    }
    assert "historique-muet" not in found


def test_only_what_is_asked(depot: Path) -> None:
    edit(depot / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    assert since(depot / TRI) == ["historique-muet"]
    assert since(depot / "clauses" / "exigences") == []
    asked = run("lint", depot, "--since", "v1", "--rule", "historique-recrit", "--format", "json")
    assert rules(asked) == []


def _rewritten(value: object, depth: int = 0) -> str:
    """The same data in another hand: block style everywhere, keys the other way round, texts folded."""
    pad = "  " * depth
    if isinstance(value, dict):
        lines = (f"{pad}{json.dumps(key)}: {_inner(item, depth)}" for key, item in reversed(value.items()))
        return "\n".join(lines)
    return "\n".join(f"{pad}- {_rewritten(item, depth + 1).strip()}" for item in value)  # type: ignore[attr-defined]


def _inner(value: object, depth: int) -> str:
    if isinstance(value, (dict, list)) and value:
        return "\n" + _rewritten(value, depth + 1) if _plain(value) else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)


def _plain(value: object) -> bool:
    items = value.values() if isinstance(value, dict) else value
    return isinstance(value, dict) and all(not isinstance(item, (dict, list)) for item in items)  # type: ignore[attr-defined]


def test_a_mass_reformatting_triggers_nothing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "clauses", tmp_path / "clauses")
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    git(tmp_path, "tag", "v1")
    changed = 0
    for path in (tmp_path / "clauses").rglob("*-*.*.yaml"):
        if "exigences" in path.parts:
            continue
        read = source.load(path.read_bytes(), file=path.name)
        head = read.text.split("\n", 1)[0]
        body = _rewritten(read.data).replace("'", "\u2019").replace(" ;", "\u202f;")
        path.write_bytes(b"\xef\xbb\xbf" + f"{head}\n# Remis en forme.\n{body}\n".replace("\n", "\r\n").encode())
        changed += source.load(path.read_bytes(), file=path.name).text != read.text
    assert changed > 280
    done = run("lint", tmp_path, "--since", "v1", "--format", "json", *_history())
    assert rules(done) == []


def _history() -> list[str]:
    from clausekit.lint.history import HISTORY

    names = (*HISTORY, "lecture-perimee")
    return [word for name in names for word in ("--rule", name)]


# --- ids ------------------------------------------------------------------------------------------


def test_an_id_of_a_deleted_entry_is_not_given_again(depot: Path) -> None:
    new_entry(depot)
    commit(depot, "lavage")
    for path in (depot / "clauses/essai").glob("ESS-002-*"):
        path.unlink()
    commit(depot, "ôtée, avant la règle")
    git(depot, "tag", "v2")
    path = new_entry(depot, title="Suivi des bacs", motive="Demande de la régie.")
    assert since(depot, "v2") == ["id-reemploye"]
    # The same entry, brought back with its history, is no other.
    path.unlink()
    new_entry(depot)
    assert since(depot, "v2") == []


def test_an_entry_deleted_in_a_merge_is_seen(depot: Path) -> None:
    new_entry(depot)
    commit(depot, "lavage")
    git(depot, "checkout", "-qb", "autre", "v1")
    (depot / "note.txt").write_text("x", "utf-8")
    commit(depot, "note")
    git(depot, "checkout", "-q", "main")
    git(depot, "merge", "-q", "--no-commit", "--no-ff", "autre")
    next((depot / "clauses/essai").glob("ESS-002-*")).unlink()
    commit(depot, "fusion qui ôte")
    git(depot, "tag", "v2")
    new_entry(depot, title="Suivi des bacs", motive="Demande de la régie.")
    assert since(depot, "v2") == ["id-reemploye"]


def test_two_branches_that_take_the_same_number(depot: Path) -> None:
    git(depot, "checkout", "-qb", "moi")
    git(depot, "checkout", "-q", "main")
    new_entry(depot)
    commit(depot, "lavage, publié entre-temps")
    git(depot, "checkout", "-q", "moi")
    # What others published since is not missing from my branch.
    assert since(depot, "main") == []
    new_entry(depot, title="Suivi des bacs", motive="Demande de la régie.")
    assert since(depot, "main") == ["id-reemploye"]


# --- conflicts resolved badly ---------------------------------------------------------------------


@pytest.fixture
def merged(depot: Path) -> Path:
    """Two branches each gave the clause a revision 2; main is published, the merge is under way."""
    git(depot, "checkout", "-qb", "moi")
    edit(depot / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    add_line(depot / TRI, 2, motive="Renforcé porté à 85 %.")
    commit(depot)
    git(depot, "checkout", "-q", "main")
    edit(depot / TRI, "socle: {taux: 70", "socle: {taux: 75")
    add_line(depot / TRI, 2, motive="Socle porté à 75 %.")
    commit(depot)
    git(depot, "checkout", "-q", "moi")
    git(depot, "merge", "-q", "main", may_fail=True)
    assert "<<<<<<<" in (depot / TRI).read_text("utf-8")
    return depot


def _resolved(depot: Path, lines: str) -> None:
    text = (depot / TRI).read_text("utf-8")
    head = text[: text.index("niveaux:")]
    middle = text[text.index("justification_niveaux:") : text.index("historique:")]
    levels = "niveaux:\n  socle: {taux: 75, delai: 30}\n  renforce: {taux: 85, delai: 30}\n"
    first = "  - {revision: 1, date: 2026-11-21, nature: creation, motif: Première rédaction.}\n"
    (depot / TRI).write_text(f"{head}{levels}{middle}historique:\n{lines}{first}", "utf-8", newline="\n")


MINE = "  - {{revision: {}, date: 2026-11-22, nature: substantielle, motif: Renforcé porté à 85 %.}}\n"
THEIRS = "  - {revision: 2, date: 2026-11-22, nature: substantielle, motif: Socle porté à 75 %.}\n"


def test_marks_of_a_conflict_do_not_read(merged: Path) -> None:
    done = run("lint", merged, "--since", "main")
    assert done.code == 2
    assert TRI.name in done.out


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (MINE.format(2) + THEIRS, ["historique-ordre"]),
        (MINE.format(2), ["historique-recrit", "historique-muet"]),
        (THEIRS, ["historique-muet"]),
        (MINE.format(3) + THEIRS, []),
    ],
    ids=["les deux", "la mienne", "la leur", "à la suite"],
)
def test_a_conflict_resolved(merged: Path, lines: str, expected: list[str]) -> None:
    _resolved(merged, lines)
    commit(merged, "fusion")
    assert sorted(since(merged, "main")) == sorted(expected)


# --- revisions that are not there -----------------------------------------------------------------


def _shallow(depot: Path, tmp_path: Path) -> Path:
    commit_more = depot / "note.txt"
    commit_more.write_text("x", "utf-8")
    commit(depot)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-tags", depot.as_uri(), str(clone))
    return clone


def test_a_shallow_clone_without_the_revision(depot: Path, tmp_path: Path) -> None:
    done = run("lint", _shallow(depot, tmp_path), "--since", "v1")
    assert done.code == 2
    assert "erreur[git-partiel]" in done.err
    assert "git fetch --unshallow origin" in " ".join(done.err.split())


def test_a_shallow_clone_says_what_it_cannot_see(depot: Path, tmp_path: Path) -> None:
    clone = _shallow(depot, tmp_path)
    assert since(clone, "HEAD") == []
    new_entry(clone)
    assert since(clone, "HEAD") == ["historique-partiel"]


def test_an_unknown_revision(depot: Path) -> None:
    done = run("lint", depot, "--since", "v9")
    assert (done.code, "erreur[git-revision]" in done.err) == (2, True)


@pytest.mark.parametrize("name", ["--all", "-h", "v1 v1", "HEAD:clauses", "", ":/x", "v1..HEAD"])
def test_a_strange_revision_is_no_option(depot: Path, name: str) -> None:
    done = run("lint", depot, f"--since={name}")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert "erreur[" in done.err


def test_outside_git(tmp_path: Path) -> None:
    for path, content in files(SMALL).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    done = run("lint", tmp_path, "--since", "HEAD")
    assert (done.code, "erreur[git-depot]" in done.err) == (2, True)


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    for path, content in files(SMALL).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    git(tmp_path, "init", "-q")
    done = run("lint", tmp_path, "--since", "HEAD")
    assert (done.code, "erreur[git-revision]" in done.err) == (2, True)


def test_a_rule_of_the_history_needs_a_revision(depot: Path) -> None:
    done = run("lint", depot, "--rule", "historique-muet")
    assert (done.code, "--since REV" in done.err) == (2, True)


def test_a_library_that_is_itself_a_revision(depot: Path) -> None:
    done = run("lint", "--library", f"{depot}@v1", "--since", "v1")
    assert done.code == 2
    assert "Traceback" not in done.err


def test_a_library_below_the_root_of_its_repository(tmp_path: Path) -> None:
    folder = tmp_path / "achats" / "biblio"
    for path, content in files(SMALL).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    git(tmp_path, "init", "-q")
    new_entry(folder)
    commit(tmp_path)
    next((folder / "clauses/essai").glob("ESS-002-*")).unlink()
    commit(tmp_path)
    new_entry(folder, title="Suivi des bacs", motive="Demande de la régie.")
    edit(folder / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    assert sorted(since(folder, "HEAD")) == ["historique-muet", "id-reemploye"]
    assert sorted(since(folder / "clauses", "HEAD")) == ["historique-muet", "id-reemploye"]


def test_git_is_asked_a_few_times_whatever_the_number_of_entries(depot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    real = program.done_by

    def counted(words: Sequence[str], *others: Any) -> Any:
        calls.append(words[0])
        return real(words, *others)

    monkeypatch.setattr(program, "done_by", counted)
    for number in range(2, 30):
        new_entry(depot, f"ESS-{number:03}", title=f"Essai {number}")
    run("lint", depot, "--since", "v1")
    assert len(calls) <= 10, calls


# --- each line with what came with it -------------------------------------------------------------


def _weights(folder: Path) -> list[tuple[str, int]]:
    """What is said of the natures, with the rank of the line."""
    data = json.loads(run("lint", folder, "--since", "v1", "--format", "json", "--rule", "nature-minoree").out)
    return [(item["rule"], item["places"][0]["route"][1]) for item in data["findings"]]


def _grave(depot: Path, taux: tuple[int, int], number: int) -> None:
    edit(depot / TRI, f"renforce: {{taux: {taux[0]}", f"renforce: {{taux: {taux[1]}")
    add_line(depot / TRI, number)


def test_a_line_that_says_less_is_not_hidden_by_a_later_one(depot: Path) -> None:
    edit(depot / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    add_line(depot / TRI, 2, nature="redactionnelle")
    commit(depot)
    assert _weights(depot) == [("nature-minoree", 0)]
    _grave(depot, (85, 90), 3)
    assert _weights(depot) == [("nature-minoree", 1)]
    commit(depot)
    assert _weights(depot) == [("nature-minoree", 1)]
    edit(depot / TRI, "nature: redactionnelle", "nature: substantielle")
    commit(depot)
    assert _weights(depot) == []


def test_a_change_of_words_before_one_of_substance_is_what_it_says(depot: Path) -> None:
    edit(depot / TRI, "Le titulaire trie à la source", "À la source, le titulaire trie")
    add_line(depot / TRI, 2, nature="redactionnelle", motive="Ordre des mots.")
    commit(depot)
    _grave(depot, (80, 85), 3)
    commit(depot)
    assert _weights(depot) == []


def test_a_word_to_confirm_is_not_hidden_by_a_later_line(depot: Path) -> None:
    edit(depot / TRI, "les déchets que produit", "les emballages que produit")
    add_line(depot / TRI, 2, nature="redactionnelle", motive="Clarté.")
    commit(depot)
    _grave(depot, (80, 85), 3)
    commit(depot)
    found = json.loads(run("lint", depot, "--since", "v1", "--format", "json", "--rule", "nature-a-confirmer").out)
    [item] = found["findings"]
    assert item["severity"] == "avertissement"
    assert "lu : « déchets » → « emballages »" in run("lint", depot, "--since", "v1").out
    assert item["places"][0]["route"] == ["historique", 1, "nature"]


def test_work_in_several_commits_counts_with_its_line(depot: Path) -> None:
    edit(depot / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    commit(depot, "le chiffre d'abord")
    add_line(depot / TRI, 2, nature="redactionnelle")
    commit(depot, "la ligne ensuite")
    _grave(depot, (85, 90), 3)
    commit(depot)
    assert _weights(depot) == [("nature-minoree", 1)]


def test_what_follows_a_grave_line_is_covered_by_it(depot: Path) -> None:
    add_line(depot / TRI, 2)
    commit(depot, "la ligne d'abord")
    edit(depot / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    commit(depot, "le chiffre ensuite")
    edit(depot / TRI, "Le titulaire trie à la source", "À la source, le titulaire trie")
    add_line(depot / TRI, 3, nature="redactionnelle", motive="Ordre des mots.")
    commit(depot)
    assert _weights(depot) == []


def test_a_branch_is_judged_within_its_merge(depot: Path) -> None:
    git(depot, "checkout", "-qb", "travail")
    edit(depot / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    add_line(depot / TRI, 2, nature="redactionnelle")
    commit(depot)
    git(depot, "checkout", "-q", "main")
    (depot / "autre.txt").write_text("autre", "utf-8")
    commit(depot)
    git(depot, "merge", "-q", "--no-ff", "-m", "fusion", "travail")
    _grave(depot, (85, 90), 3)
    commit(depot)
    assert _weights(depot) == [("nature-minoree", 1)]


# --- registers and policies -----------------------------------------------------------------------

REFERENCES = Path("clauses/registres/references.yaml")
POLICY = Path("clauses/exigences/politique-essai.exigences.yaml")


def test_a_reference_that_moves_was_read_again(depot: Path) -> None:
    edit(depot / REFERENCES, 'article: "L. 2112-2"', 'article: "L. 2112-3"')
    assert since(depot) == ["reference-non-relue"]
    done = run("lint", depot, "--since", "v1")
    assert f"{REFERENCES}:3:" in done.out
    edit(depot / REFERENCES, "a_verifier: false, lu_le: 2026-11-21, source: essai}\n  - {id: plan",
         "a_verifier: false, lu_le: 2026-11-22, source: essai}\n  - {id: plan")  # fmt: skip
    assert since(depot) == []


def test_what_nothing_judges_is_said(depot: Path) -> None:
    quiet = run("lint", depot, "--since", "v1")
    assert "non jugés" not in quiet.out
    path = depot / POLICY
    title = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("titre: "))
    edit(path, title, "titre: Une autre politique")
    done = run("lint", depot, "--since", "v1")
    assert done.code == 0
    assert "Changements non jugés, faute d'historique : 1 élément de politique-essai.exigences.yaml" in done.out
    data = json.loads(run("lint", depot, "--since", "v1", "--format", "json").out)
    assert [item["change"] for item in data["since"]["not_judged"]] == ["changed"]


# --- a history of realistic commits ---------------------------------------------------------------

READINGS = ("lecture-perimee", "lecture-non-refaite")
# What each commit hides, beside readings of an old text: one false wording, one change without a line.
HIDDEN = {
    "05-article-renumerote": ["reference-non-relue La"],
    "12-fausse-redaction": ["nature-minoree COM-007"],
    "15-annexe-completee": ["historique-muet COM-A01"],
}
UNBOUND = {"05-article-renumerote", "06-reformatage", "08-fins-de-ligne", "13-politique-durcie"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("histoire"))


@pytest.mark.parametrize(("old", "new"), list(pairwise([FIRST, *(step.name for step in STEPS)])))
def test_each_commit_of_the_history(told: Path, old: str, new: str) -> None:
    git(told, "checkout", "-q", new)
    asked = [
        word for rule in ("historique-ordre", "retrait-sans-suite", "successeur-muet") for word in ("--rule", rule)
    ]
    found = json.loads(run("lint", told, "--since", old, "--format", "json", *_history(), *asked).out)
    assert found["errors"] == []
    said = [f"{item['rule']} {item['message'].split()[0]}" for item in found["findings"]]
    assert [item for item in said if not item.startswith(READINGS)] == HIDDEN.get(new, [])
    # Every shipped entry was read: one that changes is to be read again.
    assert any(item.startswith(READINGS) for item in said) == (new not in UNBOUND)


def test_a_policy_that_is_taken_away_is_said_and_an_unread_reference_is_not_blamed(depot: Path) -> None:
    (depot / POLICY).unlink()
    edit(depot / REFERENCES, 'article: "L. 2112-2"', 'article: "L. 2112-3"')
    edit(depot / REFERENCES, "a_verifier: false", "a_verifier: true")
    assert "reference-non-relue" not in since(depot)
    assert "politique-essai.exigences.yaml" in run("lint", depot, "--since", "v1").out
