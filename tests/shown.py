"""Findings as a terminal shows them, for the texts that stand beside the cases."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from clausekit.finding import Finding, Place

CASES = Path(__file__).parent / "cases"
# Set to rewrite the expected texts: then read every line of the difference.
WRITE = bool(os.environ.get("CLAUSEKIT_ECRIRE_CAS"))


def cases(command: str, side: str) -> list[Path]:
    """The case files of a command, `ok` or `ko`, of all its rules."""
    found = sorted(path for path in (CASES / command).glob(f"*/{side}/*") if path.suffix != ".txt")
    assert found, f"no {side} case of {command}"
    return found


def name_of(path: Path) -> str:
    """A case as pytest names it."""
    return f"{path.parent.parent.name}/{path.name}"


def _where(place: Place) -> str:
    return ":".join(str(part) for part in (place.file, place.line, place.column) if part is not None)


def _lines(finding: Finding) -> Iterator[str]:
    first, *related = finding.places
    yield f"erreur[{finding.rule}] {finding.message}"
    yield f"  --> {_where(first)}"
    for line in (finding.excerpt or "").splitlines():
        yield f"   | {line}".rstrip()
    yield f"  lu       : {finding.read}"
    yield f"  attendu  : {finding.expected}"
    for place in related:
        yield f"  voir     : {_where(place)}"
    yield f"  pourquoi : {finding.why}"
    yield f"  remède   : {finding.remedy}"


def shown(findings: Iterable[Finding]) -> str:
    """Findings as a terminal shows them."""
    return "\n\n".join("\n".join(_lines(finding)) for finding in findings) + "\n"


def check(path: Path, findings: Iterable[Finding]) -> None:
    """Compare findings with the text beside a case."""
    beside = path.with_suffix(".txt")
    text = shown(findings)
    if WRITE:
        beside.write_text(text, encoding="utf-8", newline="\n")
    assert text == beside.read_text(encoding="utf-8")
