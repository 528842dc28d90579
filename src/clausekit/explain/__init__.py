"""Explain a name: a measure, a minimum, a rule or an entry; what is checked, from which text, and how to answer it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clausekit import terms
from clausekit import typography as typo
from clausekit.clause import Citation, Clause
from clausekit.explain.answers import answerable, answers, answers_to
from clausekit.explain.pages import Page, pages
from clausekit.library import Entry, Library
from clausekit.lint import LINTS
from clausekit.listing import KIND_TITLES, kind_of
from clausekit.policy import Minimum, Policy
from clausekit.registry import LegalReference, Measure, MeasureRow
from clausekit.rules import COHERENCES, RULES

_GRADES = {
    "S1": "systématique",
    "S2": "attendue, écartée avec une raison",
    "S3": "incitative",
    "COND": "obligatoire sous condition",
    "hors_pieces": "sans effet sur les pièces",
}
_WHEN = {
    "familles": "familles",
    "segments": "segments",
    "natures": "natures",
    "formes": "formes",
    "procedures": "procédures",
    "qualites": "acheteur",
    "ccag": "CCAG",
    "themes": "clauses retenues sur les thèmes",
    "annexe_adoptee": "autorité qui a adopté",
    "valeur": "valeur estimée",
    "duree_mois": "durée en mois",
    "services_specifiques": "services spécifiques",
}
_SCOPES = {"lot": "chaque lot", "dossier": "le dossier entier", "annee": "les marchés de l'année"}
_MANY = 12
# The only rule of the law with motives to set it aside (L. 2112-2-1, II).
_EXCEPTED_RULE = "condition-sociale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part of an explanation. `code` is YAML, kept as it is."""

    title: str
    lines: tuple[str, ...]
    code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is known of a name."""

    name: str
    title: str
    sections: tuple[Section, ...]


def _section(title: str, lines: Iterable[str]) -> Iterator[Section]:
    found = tuple(line for line in lines if line)
    if found:
        yield Section(title=title, lines=found)


def _code(title: str, text: str) -> Section:
    return Section(title=title, lines=tuple(text.split("\n")), code=True)


def _minima(library: Library) -> Iterator[tuple[Policy, Minimum]]:
    for policy in library.policies.values():
        for minimum in policy.minima.values():
            yield policy, minimum


def reference_line(found: LegalReference) -> str:
    """A legal reference, what it is about, and how sure we are of it."""
    about = f" : {found.about[:1].lower()}{found.about[1:]}" if found.about else ""
    doubt = " (à vérifier)" if found.unverified else ""
    return f"{found.title}{about}{doubt}"


def _references(citations: Iterable[Citation], library: Library) -> list[str]:
    known = library.registers.references
    return [reference_line(known[item.ref]) if item.ref in known else item.ref for item in citations]


def _named(entries: Iterable[Entry]) -> list[str]:
    """The first entries by name; the others are counted."""
    found = list(entries)
    lines = [f"{entry.id} – {entry.title} ({KIND_TITLES[kind_of(entry)]})" for entry in found[:_MANY]]
    rest = [entry.id for entry in found[_MANY:]]
    return [*lines, f"et aussi : {', '.join(rest)}"] if rest else lines


def _answered(minima: Iterable[Minimum], library: Library) -> Iterator[Section]:
    """The entries that answer these minima; said also when there is none."""
    asked = [minimum for minimum in minima if answerable(minimum.rule)]
    entries = {entry.id: entry for minimum in asked for entry in answers(minimum, library)}
    lines = _named(entries.values()) or ["aucune : une clause propre au dossier (« clauses_propres ») peut y répondre"]
    yield from _section("Entrées de la bibliothèque qui y répondent", lines if asked else [])


# --- minima ----------------------------------------------------------------------------------


def _figure(value: Any) -> str:
    if isinstance(value, dict):
        low, high = value.get("min"), value.get("max")
        words = [
            f"au moins {typo.number(low)}" if low is not None else "",
            f"au plus {typo.number(high)}" if high else "",
        ]
        return " et ".join(word for word in words if word)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return {True: "oui", False: "non"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _concerned(minimum: Minimum) -> list[str]:
    return [f"{_WHEN.get(key, key)} : {_figure(value)}" for key, value in minimum.when.items() if value] or [
        "tous les marchés"
    ]


def _in_force(minimum: Minimum, policy: Policy) -> str:
    start, end = minimum.start or policy.start, minimum.end or policy.end
    since = f"lancés à partir du {typo.plain(typo.date(start))}" if start else ""
    until = f"jusqu'au {typo.plain(typo.date(end))}" if end else ""
    return " ".join(part for part in ("marchés", since, until) if part) if since or until else ""


def _origin(minimum: Minimum) -> str:
    origin = {"texte": "du texte lui-même", "decision": "d'une décision de l'autorité", "hypothese": "d'une hypothèse"}
    decided = minimum.decision
    by = f" ({decided.body}, {decided.date}, {decided.reference})" if decided else ""
    return f"vient {origin.get(minimum.origin, minimum.origin)}{by}"


def _settings(minimum: Minimum) -> list[str]:
    return [f"{key} : {_figure(value)}" for key, value in minimum.given.items() if key != "seuil"]


def _waiver(name: str, *, legal_case: bool = False) -> str:
    case = "cas: 1, " if legal_case else ""
    return f"derogations: [{{regles: [{name}], {case}motif: …, decideur: …, date: AAAA-MM-JJ}}]"


def _waive(minimum: Minimum, policy: Policy, page: Page | None) -> list[str]:
    severity = terms.SEVERITY_TITLES.get(minimum.severity, minimum.severity)
    opened = minimum.rule == _EXCEPTED_RULE
    law = policy.kind == "loi" and not opened
    line = "C'est la loi : une dérogation de l'acheteur n'en dispense pas."
    line = line if law else _waiver(minimum.id, legal_case=opened)
    return [f"Sévérité : {severity}.", line, page.waive if page else ""]


def _minimum(minimum: Minimum, policy: Policy, library: Library, page: Page | None) -> Explanation:
    judged = [page.checks if page else "", *_settings(minimum), f"jugé sur {_SCOPES.get(minimum.scope, minimum.scope)}"]
    sections = [
        *_section("Ce qui est vérifié", [*judged, f"règle : {minimum.rule}"]),
        *_section("Marchés concernés", [*_concerned(minimum), _in_force(minimum, policy)]),
        *_section("D'où vient l'exigence", [policy.title, minimum.source, _origin(minimum), minimum.motive]),
        *_section("Références", _references(minimum.references, library)),
        *_section("Comment y répondre", [minimum.advice]),
        *_answered([minimum], library),
        *_examples(page),
        *_section("Y déroger", _waive(minimum, policy, page)),
    ]
    return Explanation(name=minimum.id, title=minimum.title, sections=tuple(sections))


def _examples(page: Page | None) -> Iterator[Section]:
    if page:
        yield _code(f"Exemple en défaut (règle {page.slug})", page.wrong)
        yield _code(f"Exemple correct (règle {page.slug})", page.right)


# --- measures --------------------------------------------------------------------------------


def _row(row: MeasureRow) -> str:
    grade = _GRADES.get(row.grade, row.grade)
    return f"{row.id} ({grade}) – {row.text}. Attendu : {row.expected}"


def _told(minimum: Minimum, policy: Policy, all_pages: Mapping[str, Page]) -> list[str]:
    severity = terms.SEVERITY_TITLES.get(minimum.severity, minimum.severity)
    page = all_pages.get(minimum.rule)
    head = f"{minimum.id} – {minimum.title} ({severity}, règle {minimum.rule})"
    return [head, f"source : {minimum.source or policy.title}", page.checks if page else ""]


def _measure_minima(measure: Measure, row: str | None, library: Library) -> list[tuple[Policy, Minimum]]:
    named = {measure.id, row or measure.id}
    found = [(policy, item) for policy, item in _minima(library) if item.measure in named]
    if row is None or row == measure.id:
        return found
    # A minimum names the rows that it judges in its source: « mesure M13 (ligne M13b) ».
    return [(policy, item) for policy, item in found if item.measure == row or row in item.source]


def _measure(measure: Measure, row: str | None, library: Library, all_pages: Mapping[str, Page]) -> Explanation:
    rows = [item for item in measure.rows if row in {None, item.id}]
    minima = _measure_minima(measure, row, library)
    sections = [
        *_section("La mesure", [measure.goal, measure.summary]),
        *_section(
            "Ce qu'elle demande aux pièces", [_row(item) for item in rows] or ["rien : elle n'atteint pas les pièces"]
        ),
    ]
    for policy, minimum in minima:
        sections += _section(f"Exigence {minimum.id}", _told(minimum, policy, all_pages))
    sections += [
        *_answered([minimum for _, minimum in minima], library),
        *(_examples(all_pages.get(minima[0][1].rule)) if len(minima) == 1 else ()),
        *_section("Y déroger", [_waiver(measure.id)] if minima else []),
        *_section("Pour aller plus loin", [f"clausekit explain {minimum.id}" for _, minimum in minima]),
    ]
    return Explanation(name=row or measure.id, title=measure.title, sections=tuple(sections))


# --- rules and entries -----------------------------------------------------------------------


def _nature(slug: str) -> str:
    if slug in RULES:
        return "règle d'une politique ou de la loi"
    if slug in COHERENCES:
        return "règle de tout dossier"
    return "règle de la bibliothèque" if slug in LINTS else "constat"


def _rule(page: Page, library: Library) -> Explanation:
    users = [(policy, item) for policy, item in _minima(library) if item.rule == page.slug]
    cited = {item.ref: item for _, minimum in users for item in minimum.references}
    sections = [
        *_section("Ce qui est vérifié", [page.checks]),
        *_section(
            "Exigences qui la nomment",
            [f"{item.id} – {item.title} ({item.source or policy.title})" for policy, item in users],
        ),
        *_section("Références", _references(cited.values(), library)),
        *_answered([minimum for _, minimum in users], library),
        *_examples(page),
        *_section("Y déroger", [page.waive]),
    ]
    return Explanation(name=page.slug, title=_nature(page.slug), sections=tuple(sections))


def _entry(entry: Entry, library: Library) -> Explanation:
    answered = [
        f"{minimum.id} – {minimum.title} ({policy.title})"
        for policy, minimum in _minima(library)
        if answers_to(entry, minimum, library)
    ]
    clause = entry if isinstance(entry, Clause) else None
    citations = getattr(entry, "references", ())
    sections = [
        *_section("Pourquoi", [entry.reason, clause.level_reasons if clause else ""]),
        *_section("Lien avec l'objet du marché", [getattr(entry, "link", "")]),
        *_section("Exigences auxquelles elle répond", answered),
        *_section("Références", _references(citations, library)),
        *_section("Vigilance", [f"- {item}" for item in getattr(entry, "watch", ())]),
        *_section("Pour aller plus loin", [f"clausekit show {entry.id} donne son texte à chaque niveau"]),
    ]
    return Explanation(name=entry.id, title=entry.title, sections=tuple(sections))


# --- names -----------------------------------------------------------------------------------


def names(library: Library) -> tuple[str, ...]:
    """Everything that can be explained."""
    measures = library.registers.measures.values()
    rows = [row.id for measure in measures for row in measure.rows]
    found = [*library.registers.measures, *rows, *(item.id for _, item in _minima(library)), *pages(), *library.ids]
    return tuple(dict.fromkeys(found))


def _measure_of(name: str, library: Library) -> tuple[Measure, str | None] | None:
    for measure in library.registers.measures.values():
        if measure.id.lower() == name:
            return measure, None
        for row in measure.rows:
            if row.id.lower() == name:
                return measure, row.id
    return None


def explain(name: str, library: Library) -> Explanation | None:
    """What is known of a name, whatever its case; None when nothing has it."""
    wanted, all_pages = name.strip().lower(), pages()
    measured = _measure_of(wanted, library)
    if measured:
        return _measure(*measured, library, all_pages)
    for policy, minimum in _minima(library):
        if minimum.id.lower() == wanted:
            return _minimum(minimum, policy, library, all_pages.get(minimum.rule))
    if wanted in all_pages:
        return _rule(all_pages[wanted], library)
    entry = library.find(wanted.upper())
    return _entry(entry, library) if entry else None


__all__ = ["Explanation", "Page", "Section", "explain", "names", "pages"]
