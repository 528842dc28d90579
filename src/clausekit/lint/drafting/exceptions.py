"""Exceptions to the rules of drafting, each written and justified in the file of the entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from clausekit.finding import Finding
from clausekit.lint.reading import Lint, Reading, at, told


def _written(reading: Reading, file: str) -> list[Mapping[str, Any]]:
    source = reading.library.sources.get(file)
    return list(source.data.get("exceptions") or ()) if source else []


def _covers(exception: Mapping[str, Any], finding: Finding) -> bool:
    excerpt = exception.get("extrait")
    text = f"{finding.message} {finding.read}"
    return exception["regle"] == finding.rule and (not excerpt or " ".join(excerpt.split()) in " ".join(text.split()))


def whole(reading: Reading, slug: str, rule: Lint) -> tuple[Finding, ...]:
    """All that a rule finds, excused or not; asked once."""
    held: dict[str, tuple[Finding, ...]] = reading.memo.setdefault("found", {})
    if slug not in held:
        held[slug] = tuple(rule(reading))
    return held[slug]


def kept(reading: Reading, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that no exception of the file covers."""
    for item in findings:
        file = item.places[0].file
        if not any(_covers(exception, item) for exception in _written(reading, file)):
            yield item


def exception_inutile(reading: Reading, rules: Mapping[str, Lint]) -> Iterator[Finding]:
    """An exception that excuses nothing, or names a rule that takes none."""
    for entry in reading.entries:
        for rank, exception in enumerate(_written(reading, entry.file)):
            rule = exception["regle"]
            broken = whole(reading, rule, rules[rule]) if rule in rules else ()
            mine = (item for item in broken if item.places[0].file == entry.file)
            if any(_covers(exception, item) for item in mine):
                continue
            yield told(
                "exception-inutile",
                f"{entry.id} : l'exception à « {rule} » n'excuse rien.",
                at(entry.file, "exceptions", rank),
                read=f"regle: {rule}" + (f", extrait: {exception['extrait']}" if exception.get("extrait") else ""),
                expected="une règle de rédaction que l'entrée enfreint, et un extrait qui s'y lit",
                why="Une exception qui reste après la correction excuse la faute suivante sans que personne la relise.",
                remedy="Ôter l'exception, ou corriger la règle ou l'extrait.",
            )
