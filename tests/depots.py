"""A small library in a git repository: what the tests of its history do to it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

TRI = Path("clauses/essai/ESS-001-tri.clause.yaml")


def git(folder: Path, *words: str, may_fail: bool = False) -> None:
    names = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    outside = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    env = {**outside, **names, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", str(folder), *words], check=not may_fail, capture_output=True, env=env)


def commit(folder: Path, message: str = "suite") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8", newline="\n")


def add_line(path: Path, number: int, nature: str = "substantielle", motive: str = "Niveau porté.") -> None:
    line = f"  - {{revision: {number}, date: 2026-11-22, nature: {nature}, motif: {motive}}}\n"
    edit(path, "historique:\n", f"historique:\n{line}")
