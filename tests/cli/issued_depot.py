"""A git repository as an authority has it: the library copied by `init`, dossiers, what was issued, later editions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from conftest import ROOT, run

EXAMPLE = "collecte-dechets"
MOTIVE = "Part à l'échéance portée de 50 à 60 %."


def git(folder: Path, *words: str) -> str:
    """git, whatever the settings of the developer."""
    who = {f"GIT_{role}_{key}": "essai@exemple.fr" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    outside = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    env = {**outside, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, env=env)
    return done.stdout.decode()


def commit(folder: Path, motive: str) -> None:
    """All that changed, as one commit."""
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", motive)


def created(folder: Path) -> Path:
    """A library of its own, and the examples under « achats »; committed."""
    assert run("init", folder).code == 0
    shutil.copytree(ROOT / "examples", folder / "achats")
    git(folder, "init", "-q")
    git(folder, "config", "core.autocrlf", "false")
    commit(folder, "La bibliothèque livrée")
    return folder


def dossier(folder: Path, name: str = EXAMPLE) -> Path:
    """A dossier of the repository."""
    return folder / "achats" / name / f"{name}.dossier.yaml"


def entry(folder: Path, name: str) -> Path:
    """The file of an entry."""
    return next((folder / "clauses").rglob(f"{name}-*.yaml"))


def change(path: Path, *pairs: tuple[str, str]) -> None:
    """Each text replaced by another, once; each must be there."""
    words = path.read_text("utf-8")
    for old, new in pairs:
        assert old in words, old
        words = words.replace(old, new, 1)
    path.write_bytes(words.encode())


def line(path: Path, motive: str, *, nature: str = "substantielle") -> None:
    """A new line at the head of the history of an entry."""
    number = int(re.findall(r"\{revision: (\d+)", path.read_text("utf-8"))[0]) + 1
    said = f'historique:\n  - {{revision: {number}, date: 2026-12-01, nature: {nature}, motif: "{motive}"}}'
    change(path, ("historique:", said))


def raise_floor(folder: Path) -> None:
    """DEC-001 asks for more: what the example gives to its lot 1 is now under the floor."""
    path = entry(folder, "DEC-001")
    change(
        path,
        ("part_echeance: 50,", "part_echeance: 60,"),
        (
            "l'échéance, type: pourcentage, sens: plancher, bornes: {min: 20",
            "l'échéance, type: pourcentage, sens: plancher, bornes: {min: 55",
        ),
    )
    line(path, MOTIVE)


def retire(folder: Path, name: str, successor: str | None) -> None:
    """An entry that gives its place to another."""
    path = entry(folder, name)
    text = re.sub(r"^etat: \w+$", "etat: retiree", path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    path.write_bytes(text.replace("remplacee_par: null", f"remplacee_par: {successor or 'null'}").encode())
    line(path, "Deux clauses n'en font qu'une.", nature="retrait")


def second(folder: Path, name: str, successor: str) -> None:
    """The successor of an entry: the same text under another id, with one value under another name."""
    path = entry(folder, name)
    text = path.read_text("utf-8").replace(f"id: {name}", f"id: {successor}").replace("plage_interdite", "plage_calme")
    path.with_name(f"{successor}-bruit.clause.yaml").write_bytes(text.encode())


def raise_again(folder: Path) -> None:
    """One more per cent: a library that only this repository has."""
    change(entry(folder, "DEC-001"), ("part_echeance: 60,", "part_echeance: 61,"))
