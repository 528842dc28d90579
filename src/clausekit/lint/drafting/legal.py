"""What a jurist sees first: a text often misquoted, a reference nobody read, a penalty that cannot be applied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from clausekit import terms, typography
from clausekit.clause import Clause, Consequence
from clausekit.finding import Finding
from clausekit.lint.drafting.words import said, vocabulary
from clausekit.lint.reading import Reading, at, spot, told

_PER_DAY = re.compile(r"par jour")
_LATE = re.compile(r"retard|échéance|délai", re.IGNORECASE)
# CCAG: late penalties whose total stays under 1 000 € are not claimed (fact CCAG-24).
_EXEMPT, _DAYS = 1000, 100


@cache
def _errors() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(item["lu"], re.IGNORECASE), item["juste"]) for item in vocabulary()["erreurs"])


@cache
def _any_error() -> re.Pattern[str]:
    """All the errors in one expression: most sentences hold none."""
    return re.compile("|".join(f"(?:{item['lu']})" for item in vocabulary()["erreurs"]), re.IGNORECASE)


def erreur_courante(reading: Reading) -> Iterator[Finding]:
    """A text or a figure often misquoted."""
    for item in said(reading):
        for pattern, right in _errors() if _any_error().search(item.text) else ():
            match = pattern.search(item.text)
            if match:
                yield told(
                    "erreur-courante",
                    f"{item.passage.entry.id} : « {match[0].strip()} » est une erreur courante.",
                    spot(item.passage, item.line, match[0], reading),
                    read=item.text,
                    expected=right,
                    why="Un texte abrogé ou mal cité est ce qu'un contrôle relève d'abord.",
                    remedy=f"Écrire : {right}.",
                )


def reference_non_verifiee(reading: Reading) -> Iterator[Finding]:
    """A reference that nobody has read, cited by an entry that says it was read again."""
    known = reading.library.registers.references
    for entry in reading.entries:
        if not isinstance(entry, Clause) or entry.state not in terms.READ_STATES:
            continue
        for rank, citation in enumerate(entry.references):
            reference = known.get(citation.ref)
            if reference and (reference.unverified or citation.unverified):
                yield told(
                    "reference-non-verifiee",
                    f"{entry.id} est « {entry.state} » et cite {reference.short}, que personne n'a vérifié.",
                    at(entry.file, "references", rank),
                    read=f"{citation.ref} : confiance {reference.confidence or 'non dite'}",
                    expected="une référence lue à sa source, ou une entrée à l'état projet",
                    why="Une clause relue qui cite un texte non lu donne une fausse assurance à qui la reprend.",
                    remedy="Vérifier l'article et le noter au registre des références, ou ôter la citation.",
                    severity="avertissement",
                )


def _amount(clause: Clause, item: Consequence) -> float | None:
    if not isinstance(item.amount, str):
        return item.amount
    parameter = clause.parameters.get(item.amount)
    value = parameter.default if parameter else None
    return float(value) if isinstance(value, (int, float)) else None


def penalite_sans_effet(reading: Reading) -> Iterator[Finding]:
    """A penalty for lateness so low that the exemption of the CCAG would always swallow it."""
    for clause in reading.library.clauses.values():
        for rank, item in enumerate(clause.consequences):
            amount = _amount(clause, item)
            late = _PER_DAY.search(item.unit or "") and _LATE.search(f"{item.unit} {item.failing} {item.trigger}")
            if late and amount is not None and 0 < amount * _DAYS < _EXEMPT:
                yield told(
                    "penalite-sans-effet",
                    f"{clause.id} : {typography.euros(amount)} par jour n'atteignent pas 1 000 € en cent jours.",
                    at(clause.file, "consequences", rank),
                    read=f"{item.failing} : {amount:g} {item.unit}",
                    expected=f"{_EXEMPT // _DAYS} euros par jour au moins, ou une autre unité",
                    why="Les CCAG exonèrent les pénalités de retard dont le total ne dépasse pas 1 000 € ; le seuil de "
                    "cent jours est une règle de la maison.",
                    remedy="Relever le montant, ou pénaliser par document ou par constat.",
                    severity="avertissement",
                )
