"""Short examples for one minimum: the page of its rule, or, where the minimum sets what is asked, its own.

A rule such as « clause-presente » serves fifty minima: the example of its page would show another subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from clausekit.answers import answers
from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.explain.pages import YAML, Page
from clausekit.explain.sections import Section, code, section
from clausekit.library import Library
from clausekit.policy import Minimum

_NO_CRITERION = "criteres:\n  - {critere: prix, poids: 60}\n  - {critere: valeur-technique, poids: 40}"
_CRITERION = (
    "criteres:\n  - {{critere: prix, poids: 60}}\n  - {{critere: valeur-technique, poids: 25}}\n"
    "  - critere: developpement-durable\n    poids: 15\n    sous: [{{critere: {name}, poids: 15}}]"
)
_CONSIDERATIONS = {"social": "sociale", "economie": "economique", "procedure": "aucune"}
_NO_ENTRY = "La bibliothèque n'a pas encore de quoi y répondre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """A failing and a passing excerpt of a dossier. `note` says what they cannot show."""

    wrong: str = ""
    right: str = ""
    language: str = YAML
    note: str = ""


def _themes(minimum: Minimum) -> tuple[str, ...]:
    return tuple(minimum.given.get("themes") or ())


def _kind(minimum: Minimum, library: Library) -> str:
    """The consideration of a clause on the themes asked: that of their domain."""
    themes = [library.registers.themes.get(name) for name in _themes(minimum)]
    return next((_CONSIDERATIONS.get(theme.domain, "environnementale") for theme in themes if theme), "aucune")


def _own_clause(minimum: Minimum, library: Library) -> str:
    """A clause of the dossier itself, where the library has none."""
    given = minimum.given
    fields = (
        "id: PROPRE-01",
        f"titre: {minimum.title}" if ":" not in minimum.title else f'titre: "{minimum.title}"',
        f"type: {(given.get('types') or ['specification'])[0]}",
        f"consideration: {given.get('consideration') or _kind(minimum, library)}",
        f"themes: [{', '.join(_themes(minimum))}]",
        f"piece_porteuse: {given.get('piece') or 'CCTP'}",
        f'textes: {{{given.get("piece") or "CCTP"}: "Le titulaire …"}}',
    )
    return "clauses_propres:\n  - " + "\n    ".join(fields)


def _chosen(minimum: Minimum, found: list[Clause]) -> list[Clause]:
    """One clause, or one for each theme; none when a theme has none."""
    if not minimum.given.get("tous"):
        return found[:1]
    first = [next((item for item in found if theme in item.themes), None) for theme in _themes(minimum)]
    return [] if None in first else list({item.id: item for item in first if item}.values())


def _clauses(minimum: Minimum, library: Library) -> Examples:
    found = [entry for entry in answers(minimum, library) if isinstance(entry, Clause)]
    automatic = [item for item in found if item.automatic]
    if automatic:
        names = ", ".join(f"{item.id} ({item.title})" for item in automatic)
        return Examples(note=f"Rien à écrire au dossier : le moteur ajoute d'office {names}.")
    chosen = _chosen(minimum, found)
    right = "clauses:\n" + "\n".join(f"  {item.id}:" for item in chosen) if chosen else _own_clause(minimum, library)
    note = "" if chosen else f"{_NO_ENTRY} ; une clause propre au dossier convient."
    return Examples(wrong="clauses: {}   # aucune clause sur ce point", right=right, note=note)


def _criteria(minimum: Minimum, library: Library) -> Examples:
    found = [entry for entry in answers(minimum, library) if isinstance(entry, Criterion)]
    if not found:
        return Examples(wrong=_NO_CRITERION, note=f"{_NO_ENTRY} ; un critère s'ajoute à la bibliothèque.")
    return Examples(wrong=_NO_CRITERION, right=_CRITERION.format(name=found[0].id))


def _annexes(minimum: Minimum, library: Library) -> Examples:
    named = minimum.given.get("annexe") or next((entry.id for entry in answers(minimum, library)), "")
    return Examples(wrong="annexes: []", right=f"annexes: [{named}]" if named else "", note="" if named else _NO_ENTRY)


def _facts(minimum: Minimum, _: Library) -> Examples:
    return Examples(wrong="faits: {}", right=f"faits: {{{minimum.given['fait']}: 2026-09-10}}")


_OWN: Final[Mapping[str, Callable[[Minimum, Library], Examples]]] = {
    "clause-presente": _clauses,
    "critere-present": _criteria,
    "annexe-presente": _annexes,
    "fait-note": _facts,
}


def examples_of(minimum: Minimum, page: Page | None, library: Library) -> Examples:
    """The examples of a minimum; empty for a rule that nothing illustrates."""
    own = _OWN.get(minimum.rule)
    if own:
        return own(minimum, library)
    return Examples(wrong=page.wrong, right=page.right, language=page.language) if page else Examples()


def sections(found: Examples, name: str = "") -> Iterator[Section]:
    """The examples as sections; `name` opens their titles."""
    head = f"{name}, exemple" if name else "Exemple"
    yield from code(f"{head} en défaut", found.wrong, found.language)
    yield from code(f"{head} correct", found.right, found.language)
    yield from section(f"{name}, à savoir" if name else "À savoir", [found.note])
