"""The cases of `check`: dossiers in `cases/check/<rule>/{ok,ko}/`, each with its expected output beside it.

Comments at the head of a dossier say how it is judged:

    # options: --stade publication      options added to the command
    # bibliotheque: livree              the shipped library; otherwise the small one of the cases

The expected output starts with `# sortie: <exit code>`. A line `# bloque aussi: <rules>`, written by
hand, names the other blocking rules that the case may show. A case judged on the shipped library is
kept as an outline (statuses and places), so that its prose may change without it.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from clausekit import library, tree
from clausekit.cli import main
from clausekit.finding import Finding
from clausekit.library import Library
from clausekit.rules import COHERENCES, RULES
from clausekit.tree import Tree

CASES = Path(__file__).resolve().parent / "cases" / "check"
# Set to « ecrire » to rewrite the expected outputs (never in CI): then read every line of the difference.
WRITE = os.environ.get("CLAUSEKIT_CASES") == "ecrire" and "CI" not in os.environ
RULES_WITH_CASES = (*RULES, *COHERENCES)
# These never fail a contract: their « ko » is the dossier that does not count, or that a person must judge.
NEVER_FAIL = frozenset({"part-des-marches", "part-des-achats", "a-la-main"})
OUT_OF_SCOPE = "hors-du-champ"
_BLOCKING = frozenset({"bloquante", "bloquante_sauf_motif"})
_SUFFIX = ".dossier.yaml"
_HEAD = re.compile(r"# (?P<key>options|bibliotheque|sortie|bloque aussi): ?(?P<value>.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A command that ran."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What stands beside a case: exit code, other blocking rules, output."""

    code: int
    also: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One dossier. `rule` and `side` are its folders."""

    path: Path
    rule: str
    side: str
    options: tuple[str, ...]
    shipped: bool

    @property
    def name(self) -> str:
        """A case as pytest names it."""
        return f"{self.rule}/{self.side}/{self.path.name.removesuffix(_SUFFIX)}"

    @property
    def beside(self) -> Path:
        """The file of the expected output."""
        return self.path.with_name(self.path.name.removesuffix(_SUFFIX) + ".txt")

    def arguments(self, *more: str) -> tuple[str, ...]:
        """The command's words, with paths relative to the folder of the cases."""
        library = os.path.relpath(CASES.parents[2] if self.shipped else CASES / "bibliotheque", CASES)
        dossier = self.path.relative_to(CASES)
        return ("check", str(dossier), "--library", library, *self.options, *more)


def _heads(path: Path) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if not line.startswith("#"):
            break
        if match := _HEAD.fullmatch(line):
            found[match["key"]] = match["value"].strip()
    return found


def discover() -> Iterator[Case]:
    """Every case, in order of rule and side."""
    for path in sorted(CASES.glob(f"*/*/*{_SUFFIX}")):
        heads = _heads(path)
        yield Case(
            path=path,
            rule=path.parent.parent.name,
            side=path.parent.name,
            options=tuple(shlex.split(heads.get("options", ""))),
            shipped=heads.get("bibliotheque") == "livree",
        )


_TREES: dict[str, Tree] = {}
_READ: dict[int, tuple[Library, tuple[Finding, ...]]] = {}


@contextmanager
def libraries_read_once() -> Iterator[None]:
    """Within it, each library is read from disk once: they do not change from one run to the next."""
    find, load = tree.library_tree, library.load

    def found(given: str | None, start: Path) -> Tree:
        key = f"{given} {'' if given else start}"
        return _TREES.get(key) or _TREES.setdefault(key, find(given, start))

    def loaded(files: Mapping[str, bytes]) -> tuple[Library, tuple[Finding, ...]]:
        return _READ.get(id(files)) or _READ.setdefault(id(files), load(files))

    with mock.patch.object(tree, "library_tree", found), mock.patch.object(library, "load", loaded):
        yield


class _Stream(io.StringIO):
    def reconfigure(self, **_: object) -> None:
        """Accept what a real stream accepts."""


def run(*arguments: str, folder: Path = CASES) -> Done:
    """Run clausekit in this process, from the folder of the cases, or from another one."""
    out, err, code = _Stream(), _Stream(), 0
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        try:
            main(list(arguments))
        except SystemExit as stop:
            code = int(stop.code or 0)
    # A Windows path in an output reads as ours do.
    return Done(code=code, out=out.getvalue().replace("\\", "/"), err=err.getvalue().replace("\\", "/"))


@cache
def document(case: Case) -> dict[str, Any]:
    """The JSON document of a case."""
    with libraries_read_once():
        read: dict[str, Any] = json.loads(run(*case.arguments("--format", "json")).out)
    return read


def findings(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every finding of a document: errors, file, lots."""
    found = list(document["errors"])
    for dossier in document["dossiers"]:
        found += dossier["findings"]
        found += [finding for lot in dossier["lots"] for finding in lot["findings"]]
    return found


def minima(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every minimum judged, lot after lot."""
    return [item for dossier in document["dossiers"] for lot in dossier["lots"] for item in lot["minima"]]


def told(document: Mapping[str, Any]) -> set[str]:
    """The rules that say something against a dossier."""
    return {finding["rule"] for finding in findings(document)}


def blocking(document: Mapping[str, Any]) -> set[str]:
    """The rules that block it."""
    return {finding["rule"] for finding in findings(document) if finding["severity"] in _BLOCKING}


def outline(document: Mapping[str, Any]) -> str:
    """What the law and the blocking minima say, and where, without a word of prose."""
    lines = [
        f"{item['id']} {item['status']}"
        for item in minima(document)
        if item["policy"] == "ccp-2026" or item["severity"] in _BLOCKING
    ]
    for finding in findings(document):
        place = finding["places"][0]
        if finding["severity"] in _BLOCKING:
            lines.append(f"{finding['severity']}[{finding['rule']}] {place['line']}:{place['column']}")
    return "\n".join(lines) + "\n"


def output(case: Case) -> Done:
    """What is compared with the text beside: the terminal's words, or the outline."""
    done = run(*case.arguments())
    if not case.shipped:
        return done
    return Done(code=done.code, out=outline(document(case)), err=done.err)


def expected(case: Case) -> Expected:
    """The text beside a case."""
    heads = _heads(case.beside)
    _, _, text = case.beside.read_text(encoding="utf-8").partition("\n\n")
    return Expected(
        code=int(heads["sortie"]),
        also=frozenset(filter(None, re.split(r",\s*", heads.get("bloque aussi", "")))),
        text=text,
    )


def write(case: Case, done: Done) -> None:
    """Rewrite the text beside a case; the line written by hand is kept."""
    also = _heads(case.beside).get("bloque aussi")
    head = f"# sortie: {done.code}\n" + (f"# bloque aussi: {also}\n" if also else "")
    case.beside.write_text(f"{head}\n{done.out}", encoding="utf-8", newline="\n")
