"""The library as the next commit will hold it, judged: the form of what is touched, then the rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clausekit.tree import Tree

_REFUSED = (
    "Commit refusé : la bibliothèque ne passe pas le contrôle.\n"
    "  remède : corriger, « git add », puis recommencer ; ou passer outre : git commit --no-verify"
)


def _misshapen(files: Mapping[str, bytes], touched: frozenset[str]) -> Iterator[str]:
    """The touched files that are not in canonical form; those that cannot be read are told by `lint`."""
    from clausekit import fmt, library
    from clausekit.finding import UnreadableFile

    for path in sorted(touched & files.keys()):
        kind = library.kind_of(path)
        try:
            if kind and fmt.fmt(files[path], file=path, kind=kind) != files[path]:
                yield path
        except UnreadableFile:
            continue


def _shape(found: Tree, touched: frozenset[str]) -> list[str]:
    from clausekit.cli.loading import from_here

    paths = [from_here(found.prefix + path) for path in _misshapen(found.files, touched)]
    if not paths:
        return []
    lines = [f"  à mettre en forme  {path}" for path in paths]
    return ["\n".join([*lines, "  remède : clausekit fmt, puis « git add »."])]


def _rules(found: Tree) -> tuple[list[str], int]:
    from clausekit import library, lint
    from clausekit.cli.loading import Loaded
    from clausekit.report import linted

    held, problems = library.load(found.files)
    loaded = Loaded(library=held, name=found.name, findings=problems, prefix=found.prefix)
    broken = {place.file for item in problems for place in item.places[:1]} - set(held.sources)
    findings = lint.lint(held, day=datetime.date.today().isoformat(), unread=broken)
    report = linted.Linted(
        library_name=found.name,
        edition=held.edition,
        files=len(held.sources) + len(broken),
        errors=loaded.tell(problems),
        findings=loaded.tell(findings),
        sources=held.sources,
    )
    code = linted.exit_code(report)
    return ([linted.as_text(report)] if code else []), code


def judged(root: Path) -> tuple[list[str], int]:
    """What is wrong with the next commit, and the exit code; nothing when it leaves the library alone."""
    from clausekit import tree

    found, touched = tree.staged(root)
    if not touched:
        return [], 0
    shape = _shape(found, touched)
    rules, code = _rules(found)
    told = [*shape, *rules]
    return ([*told, _REFUSED], max(code, 1)) if told else ([], 0)
