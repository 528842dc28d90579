"""What `review` says: of each entry, its last reading, what changed since, and the reading that is signed."""

from __future__ import annotations

from dataclasses import dataclass

from clausekit import terms, typography
from clausekit.clause import Review
from clausekit.difference import Change, Figure, Sentence
from clausekit.report.wrapping import wrapped

_DIRECTIONS = {"stricter": "plus exigeant", "looser": "moins exigeant", "neutral": "neutre"}
_STATES = {"relue": "relue", "validee": "validée", "projet": "projet", "retiree": "retirée"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """An entry and its readings: `last` is the one in its file, `signed` the one that is now written.

    `known`: the text of the last reading was found in the past of the repository. `change`: what it has become.
    `current`: it has not changed since.
    """

    name: str
    title: str
    state: str
    last: Review | None
    current: bool
    known: bool = False
    change: Change | None = None
    signed: tuple[str, Review] | None = None


def _reading(review: Review) -> str:
    return f"le {typography.date(review.date)} ({review.by}, empreinte {review.digest})"


def _figure(item: Figure) -> str:
    direction = _DIRECTIONS[item.direction]
    return f"{item.route} : {item.old or 'rien'} → {item.new or 'rien'} ({direction})"


def _sentence(item: Sentence) -> list[str]:
    if item.moved:
        return [f"{item.piece} : déplacé : « {item.new or item.old} »"]
    return [
        *([f"{item.piece}, ôté : « {item.old} »"] if item.old else []),
        *([f"{item.piece}, écrit : « {item.new} »"] if item.new else []),
    ]


def _changes(change: Change) -> list[str]:
    told = [_figure(item) for item in change.figures]
    return told + [line for item in change.prose for line in _sentence(item)]


def _since(entry: Reviewed) -> list[str]:
    if entry.last is None:
        return ["jamais signée : à lire en entier"]
    head = f"lue {_reading(entry.last)}"
    if entry.current:
        return [head, "inchangée depuis"]
    if not entry.known:
        return [head, "changée depuis ; le texte lu n'est pas dans l'historique de git : à lire en entier"]
    lines = _changes(entry.change) if entry.change else []
    return [head, "changée depuis :", *(f"- {line}" for line in lines or ["l'ordre de ce qui est dit"])]


def _end(entry: Reviewed) -> list[str]:
    if entry.signed:
        state, review = entry.signed
        return [f"signée : {_STATES[state]} {_reading(review)}"]
    return ["retirée : rien à relire"] if entry.state == terms.RETIRED else []


def _entry(entry: Reviewed) -> str:
    head = f"{entry.name}  {entry.title} — {_STATES[entry.state]}"
    return "\n".join([head, *(line for text in (*_since(entry), *_end(entry)) for line in wrapped(text, "  ", "  "))])


def as_text(entries: tuple[Reviewed, ...], *, written: int) -> str:
    """Each entry, then what was written. Those that were signed and had not changed are only counted."""
    quiet = [entry for entry in entries if entry.current and not entry.signed]
    shown = [_entry(entry) for entry in entries if len(entries) == 1 or entry not in quiet]
    held = f"{len(quiet)} entrée{'s' if len(quiet) > 1 else ''} dont la lecture vaut encore."
    done = f"{written} lecture{'s' if written > 1 else ''} signée{'s' if written > 1 else ''}."
    if not written and any(not entry.current for entry in entries):
        done = (
            'Rien n\'est écrit. Pour signer, après lecture : --par FONCTION, par exemple --par "Directrice juridique".'
        )
    return "\n\n".join([*shown, *([held] if quiet else []), done])
