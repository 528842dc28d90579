"""What a minimum of a policy means: what is judged, on whom, from which text, how to answer and to waive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausekit import terms
from clausekit.answers import answerable, answers
from clausekit.explain import wording
from clausekit.explain.examples import examples_of, sections
from clausekit.explain.pages import Page
from clausekit.explain.references import references
from clausekit.explain.sections import Explanation, Section, code, section
from clausekit.library import Entry, Library
from clausekit.listing import KIND_TITLES, kind_of
from clausekit.policy import Minimum, Policy

_MANY = 12


def minima(library: Library) -> Iterator[tuple[Policy, Minimum]]:
    """Every minimum of every policy, with its policy."""
    for policy in library.policies.values():
        for minimum in policy.minima.values():
            yield policy, minimum


def _named(entries: Iterable[Entry]) -> list[str]:
    """The first entries by name; the others are counted."""
    found = list(entries)
    lines = [f"{entry.id} – {entry.title} ({KIND_TITLES[kind_of(entry)]})" for entry in found[:_MANY]]
    rest = [entry.id for entry in found[_MANY:]]
    return [*lines, f"et aussi : {', '.join(rest)}"] if rest else lines


def answered(asked: Iterable[Minimum], library: Library) -> Iterator[Section]:
    """The entries that answer these minima; said also when there is none."""
    told = [minimum for minimum in asked if answerable(minimum.rule)]
    entries = {entry.id: entry for minimum in told for entry in answers(minimum, library)}
    lines = _named(entries.values()) or ["aucune : une clause propre au dossier (« clauses_propres ») peut y répondre"]
    yield from section("Entrées de la bibliothèque qui y répondent", lines if told else [])


def waiver(minimum: Minimum, policy: Policy, page: Page | None) -> Iterator[Section]:
    """How to waive a minimum, and the line to write when one is of use."""
    yield from section("Y déroger", wording.waive(minimum, policy, page))
    if not wording.closed(minimum, policy):
        signed = minimum.severity == terms.BLOCKING or minimum.rule == wording.EXCEPTED_RULE
        yield from code("Ligne à écrire au dossier", wording.waiver_line(minimum.id, rule=minimum.rule, signed=signed))


def _judged(minimum: Minimum, library: Library, page: Page | None) -> list[str]:
    rule = f"Règle : {minimum.rule}, {wording.judged_on(minimum)}."
    return [page.checks if page else "", wording.asked(minimum, library), rule]


def minimum_explained(minimum: Minimum, policy: Policy, library: Library, page: Page | None) -> Explanation:
    """The explanation of one minimum."""
    origin = [policy.title, minimum.source, wording.origin(minimum), minimum.motive]
    found = [
        *section("Ce qui est vérifié", _judged(minimum, library, page)),
        *section("Marchés concernés", [*wording.concerned(minimum, library), wording.in_force(minimum, policy)]),
        *section("D'où vient l'exigence", origin),
        *section("Références", references(minimum.references, library)),
        *section("Comment y répondre", [minimum.advice]),
        *answered([minimum], library),
        *sections(examples_of(minimum, page, library)),
        *waiver(minimum, policy, page),
    ]
    return Explanation(name=minimum.id, title=minimum.title, sections=tuple(found))
