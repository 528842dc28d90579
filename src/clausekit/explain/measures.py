"""What a measure of the SPASER asks of a contract's pieces, row by row, and the minima that judge it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausekit import terms
from clausekit import typography as typo
from clausekit.explain import wording
from clausekit.explain.examples import examples_of, sections
from clausekit.explain.minima import answered, minima
from clausekit.explain.pages import Page
from clausekit.explain.references import references
from clausekit.explain.sections import Explanation, Section, code, section
from clausekit.library import Library
from clausekit.policy import Minimum, Policy
from clausekit.registry import Measure, MeasureRow

GRADES: Mapping[str, str] = {
    "S1": "systématique",
    "S2": "attendue, écartée avec une raison",
    "S3": "incitative",
    "COND": "obligatoire sous condition",
    "hors_pieces": "sans effet sur les pièces",
}
_NO_WAIVER = "Rien à écrire : aucune de ces exigences n'arrête un marché."
_SIGNED = "Une exigence bloquante veut un motif, un décideur et une date ; une autre, un motif."
_NOTHING = (
    "Rien : cette mesure n'a pas d'effet sur les pièces d'un marché. Elle règle l'organisation de l'acheteur ; aucune "
    "règle ne la juge, aucune clause n'y répond.",
    "Il n'y a donc rien à écrire au dossier, et rien à quoi déroger.",
)


def measure_of(name: str, library: Library) -> tuple[Measure, str | None] | None:
    """The measure that a name means, in lower case, with the row when it names one."""
    for measure in library.registers.measures.values():
        if measure.id.lower() == name:
            return measure, None
        for row in measure.rows:
            if row.id.lower() == name:
                return measure, row.id
    return None


def judges(minimum: Minimum, row: MeasureRow, measure: Measure) -> bool:
    """Whether a minimum judges a row: it names it in its source (« mesure M13 (ligne M13b) »), or the whole measure."""
    if minimum.measure not in {measure.id, row.id}:
        return False
    return row.id in {measure.id, minimum.measure} or row.id in minimum.source


def _told_row(row: MeasureRow, measure: Measure, library: Library) -> str:
    judged = any(judges(minimum, row, measure) for _, minimum in minima(library))
    rest = "" if judged else " Aucune exigence ne juge cette ligne."
    expected = f" Attendu : {typo.lowered(row.expected).rstrip('.')}." if row.expected else ""
    return f"{row.id} ({GRADES.get(row.grade, row.grade)}) – {row.text.rstrip('.')}.{expected}{rest}"


def _judging(measure: Measure, row: str | None, library: Library) -> list[tuple[Policy, Minimum]]:
    rows = [item for item in measure.rows if row in {None, item.id}]
    if row is None:
        return [(policy, item) for policy, item in minima(library) if item.measure == measure.id]
    return [(policy, item) for policy, item in minima(library) if any(judges(item, one, measure) for one in rows)]


def _minimum(minimum: Minimum, policy: Policy, page: Page | None, library: Library) -> Iterator[Section]:
    """One minimum, short: what it checks, its place in the text, its examples."""
    lines = [
        f"{minimum.title} (règle {minimum.rule})",
        page.checks if page else "",
        wording.asked(minimum, library),
        f"Marchés concernés : {wording.whom(minimum, policy, library)}.",
        f"Source : {minimum.source or policy.title}.",
        minimum.motive,
        f"Sévérité : {wording.effect(minimum, policy)}.",
    ]
    yield from section(f"Exigence {minimum.id}", lines)
    if minimum.severity != terms.BY_HAND:
        yield from sections(examples_of(minimum, page, library), minimum.id)


def _waiver(measure: Measure, found: list[tuple[Policy, Minimum]]) -> Iterator[Section]:
    opened = [(policy, item) for policy, item in found if not wording.closed(item, policy)]
    if not opened:
        yield from section(
            "Y déroger", ["Rien à écrire : aucune de ces exigences n'arrête un marché."] if found else []
        )
        return
    signed = {item.severity == terms.BLOCKING for _, item in opened}
    names = ", ".join(item.id for _, item in opened if item.id != measure.id)
    lines = [
        "Une ligne sous « derogations » nomme la mesure"
        + (f", ou l'une de ses exigences ({names})." if names else "."),
        _SIGNED if signed == {True, False} else "",
    ]
    yield from section("Y déroger", lines)
    yield from code("Ligne à écrire au dossier", wording.waiver_line(measure.id, signed=True in signed))


def measure_explained(
    measure: Measure, row: str | None, library: Library, all_pages: Mapping[str, Page]
) -> Explanation:
    """The explanation of a measure, or of one of its rows."""
    rows = [_told_row(item, measure, library) for item in measure.rows if row in {None, item.id}]
    found = _judging(measure, row, library)
    cited = [item for _, minimum in found for item in minimum.references]
    told = [
        *section("La mesure", [measure.goal, measure.summary]),
        *section("Ce qu'elle demande aux pièces", rows or _NOTHING),
    ]
    for policy, minimum in found:
        told += _minimum(minimum, policy, all_pages.get(minimum.rule), library)
    told += [
        *section("Références", references(cited, library)),
        *answered([minimum for _, minimum in found], library),
        *_waiver(measure, found),
        *section("Pour aller plus loin", [f"clausekit explain {minimum.id}" for _, minimum in found]),
    ]
    return Explanation(name=row or measure.id, title=measure.title, sections=tuple(told))
