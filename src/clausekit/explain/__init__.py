"""Explain a name: a measure, a minimum, a rule or an entry; what is checked, from which text, and how to answer it."""

from __future__ import annotations

from clausekit.explain.entries import entry_explained
from clausekit.explain.measures import measure_explained, measure_of
from clausekit.explain.minima import minima, minimum_explained
from clausekit.explain.pages import Page, pages
from clausekit.explain.rules import rule_explained
from clausekit.explain.sections import Explanation, Section
from clausekit.library import Library


def names(library: Library) -> tuple[str, ...]:
    """Everything that can be explained."""
    measures = library.registers.measures.values()
    rows = [row.id for measure in measures for row in measure.rows]
    found = [*library.registers.measures, *rows, *(item.id for _, item in minima(library)), *pages(), *library.ids]
    return tuple(dict.fromkeys(found))


def explain(name: str, library: Library) -> Explanation | None:
    """What is known of a name, whatever its case; None when nothing has it."""
    wanted, all_pages = name.strip().lower(), pages()
    measured = measure_of(wanted, library)
    if measured:
        return measure_explained(*measured, library, all_pages)
    for policy, minimum in minima(library):
        if minimum.id.lower() == wanted:
            return minimum_explained(minimum, policy, library, all_pages.get(minimum.rule))
    if wanted in all_pages:
        return rule_explained(all_pages[wanted], library)
    entry = library.find(wanted.upper())
    return entry_explained(entry, library) if entry else None


__all__ = ["Explanation", "Page", "Section", "explain", "names", "pages"]
