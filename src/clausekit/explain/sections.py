"""What an explanation is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clausekit.explain.pages import YAML, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part of an explanation. `language` is set for an excerpt of a file, kept as it is."""

    title: str
    lines: tuple[str, ...]
    language: str = ""

    @property
    def code(self) -> bool:
        """Whether the lines are an excerpt of a file."""
        return bool(self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is known of a name."""

    name: str
    title: str
    sections: tuple[Section, ...]


def section(title: str, lines: Iterable[str]) -> Iterator[Section]:
    """A section of the lines that are not empty; nothing without one."""
    found = tuple(line for line in lines if line)
    if found:
        yield Section(title=title, lines=found)


def code(title: str, text: str, language: str = YAML) -> Iterator[Section]:
    """An excerpt of a file; nothing without text."""
    if text:
        yield Section(title=title, lines=tuple(text.split("\n")), language=language)


def examples(page: Page | None) -> Iterator[Section]:
    """The two examples of a rule's page."""
    if page:
        yield from code("Exemple en défaut", page.wrong, page.language)
        yield from code("Exemple correct", page.right, page.language)
