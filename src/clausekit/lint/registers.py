"""Words taken from the registries: references, themes, families, segments, headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.assemble.plan import rubric_of
from clausekit.clause import Citation, Clause
from clausekit.criterion import Criterion
from clausekit.finding import Finding, Place
from clausekit.lint.reading import Reading, at, proposed, told
from clausekit.registry import Rubric


def _citations(reading: Reading) -> Iterator[tuple[str, Citation, Place]]:
    for entry in reading.entries:
        if isinstance(entry, (Clause, Criterion, Annex)):
            for number, item in enumerate(entry.references):
                yield entry.id, item, at(entry.file, "references", number, "ref")
    for file, minimum in reading.minima:
        for number, item in enumerate(minimum.references):
            yield minimum.id, item, at(file, "minima", minimum.id, "references", number, "ref")


def reference_inconnue(reading: Reading) -> Iterator[Finding]:
    """A legal reference that the registry does not hold."""
    known = reading.library.registers.references
    for owner, item, place in _citations(reading):
        if not known or item.ref in known:
            continue
        expected, remedy = proposed(item.ref, known, whole="une référence de clauses/registres/references.yaml")
        yield told(
            "reference-inconnue",
            f"{owner} cite « {item.ref} », que le registre des références ne connaît pas.",
            place,
            read=item.ref,
            expected=expected,
            why="Une référence porte la confiance et la date de sa dernière lecture : elle se lit dans le registre.",
            remedy=remedy,
        )


def _day(iso: str) -> str:
    return typo.plain(typo.date(iso))


def reference_perimee(reading: Reading) -> Iterator[Finding]:
    """A legal reference that is no longer in force."""
    known = reading.library.registers.references
    for owner, item, place in _citations(reading):
        reference = known.get(item.ref)
        if reference is None or reference.end is None or reference.end >= reading.day:
            continue
        yield told(
            "reference-perimee",
            f"{owner} cite « {reference.short} », qui n'est plus en vigueur depuis le {_day(reference.end)}.",
            place,
            read=f"{item.ref}, fin : {reference.end}",
            expected="un texte en vigueur",
            why="Une clause fondée sur un texte abrogé affaiblit le marché qui la porte.",
            remedy="Citer le texte qui l'a remplacé, ou confirmer que la référence reste utile et corriger sa « fin ».",
            severity="avertissement",
        )


def _themes(reading: Reading) -> Iterator[tuple[str, str, Place]]:
    for entry in reading.entries:
        if isinstance(entry, (Clause, Criterion, Annex)):
            for number, theme in enumerate(entry.themes):
                yield entry.id, theme, at(entry.file, "themes", number)
    for file, minimum in reading.minima:
        for key, given in (("avec", minimum.given), ("quand", minimum.when)):
            for number, theme in enumerate(given.get("themes") or ()):
                yield minimum.id, theme, at(file, "minima", minimum.id, key, "themes", number)


def theme_inconnu(reading: Reading) -> Iterator[Finding]:
    """A theme that the registry does not hold."""
    known = reading.library.registers.themes
    for owner, theme, place in _themes(reading):
        if not known or theme in known:
            continue
        expected, remedy = proposed(theme, known, whole="un thème de clauses/registres/themes.yaml")
        yield told(
            "theme-inconnu",
            f"{owner} nomme le thème « {theme} », qui n'existe pas.",
            place,
            read=theme,
            expected=expected,
            why="Les politiques choisissent les clauses par leurs thèmes, et les indicateurs annuels les comptent.",
            remedy=remedy,
        )


def _scopes(reading: Reading) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], Place]]:
    """(owner, families, segments, place of the key that holds both)."""
    for entry in reading.entries:
        yield entry.id, entry.applicable.families, entry.applicable.segments, at(entry.file, "applicable")
    for file, minimum in reading.minima:
        families, segments = (tuple(minimum.when.get(key) or ()) for key in ("familles", "segments"))
        yield minimum.id, families, segments, at(file, "minima", minimum.id, "quand")


def famille_inconnue(reading: Reading) -> Iterator[Finding]:
    """A family that the registry does not hold."""
    known = reading.library.registers.families
    for owner, families, _, place in _scopes(reading):
        for number, family in enumerate(families):
            if not known or family in known:
                continue
            expected, remedy = proposed(family, known, whole=", ".join(known))
            yield told(
                "famille-inconnue",
                f"{owner} vise la famille d'achat « {family} », qui n'existe pas.",
                at(place.file, *place.route, "familles", number),
                read=family,
                expected=expected,
                why="Une entrée qui vise une famille inconnue ne serait jamais proposée.",
                remedy=remedy,
            )


def _segments(families: Iterable[str], reading: Reading) -> frozenset[str]:
    """The segments of these families; of every family when none is named."""
    known = reading.library.registers.families
    wanted = [known[name] for name in families if name in known] or [*known.values()]
    return frozenset(segment.id for family in wanted for segment in family.segments)


def segment_inconnu(reading: Reading) -> Iterator[Finding]:
    """A segment that the families of the entry do not have."""
    for owner, families, segments, place in _scopes(reading):
        known = _segments(families, reading)
        for number, segment in enumerate(segments):
            if not known or segment in known:
                continue
            expected, remedy = proposed(segment, known, whole=", ".join(sorted(known)))
            yield told(
                "segment-inconnu",
                f"{owner} vise le segment « {segment} », que {_of(families)} n'ont pas.",
                at(place.file, *place.route, "segments", number),
                read=segment,
                expected=expected,
                why="Une entrée qui vise un segment inconnu ne serait jamais proposée.",
                remedy=remedy,
            )


def _of(families: tuple[str, ...]) -> str:
    return f"les familles visées ({', '.join(families)})" if families else "les familles du registre"


def _ids(rubrics: Iterable[Rubric]) -> Iterator[str]:
    for rubric in rubrics:
        yield rubric.id
        yield from _ids(rubric.subs)


def rubrique_inconnue(reading: Reading) -> Iterator[Finding]:
    """A heading that the piece does not have, whether written or deduced."""
    rubrics = reading.library.registers.rubrics
    for clause in reading.library.clauses.values() if rubrics else ():
        for piece in dict.fromkeys((*clause.headings, *clause.texts)):
            known = tuple(_ids(rubrics.get(piece, ())))
            name = rubric_of(clause, piece)
            if name in known:
                continue
            written = piece in clause.headings
            called = "." if written else ", que son type appelle."
            expected, remedy = proposed(name, known, whole=", ".join(known) or "une pièce de trames.yaml")
            yield told(
                "rubrique-inconnue",
                f"{clause.id} : le {piece} n'a pas de rubrique « {name} »{called}",
                at(clause.file, "rubrique", piece) if written else at(clause.file, "textes", piece),
                read=name,
                expected=expected,
                why="Sans rubrique, le texte irait sous « Autres dispositions », à la fin du document.",
                remedy=remedy,
            )
