"""What `review` says: of each entry, its last reading, what changed since, and the reading that is signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from clausekit import terms, typography
from clausekit.clause import Review
from clausekit.difference import Change
from clausekit.library import Library
from clausekit.report import text
from clausekit.report.differed import text as differed
from clausekit.report.differed.model import Difference, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """An entry and its readings: `last` is the one in its file, `signed` the one that is now written.

    `known`: the text of the last reading was found in the past of the repository. `change`: what it has become.
    `current`: it has not changed since. `held`: a signature was asked for, and the last reading stands in its stead.
    """

    name: str
    title: str
    state: str
    last: Review | None
    current: bool
    known: bool = False
    change: Change | None = None
    signed: tuple[str, Review] | None = None
    held: bool = False


def _reading(review: Review) -> str:
    return f"le {typography.date(review.date)} ({review.by}, empreinte {review.digest})"


def _changes(change: Change | None, library: Library) -> list[str]:
    """What became of the text that was read, as « clausekit diff » tells it."""
    side = Side(said="", name="", library=library)
    told = differed.of_change(change, Difference(old=side, new=side, changes=(), users={})) if change else []
    return told or ["  l'ordre de ce qui est dit"]


def _since(entry: Reviewed, library: Library) -> Iterator[str]:
    if entry.last is None:
        yield "  jamais signée : à lire en entier"
        return
    yield f"  lue {_reading(entry.last)}"
    if entry.current:
        yield "  inchangée depuis"
    elif not entry.known:
        yield "  changée depuis ; le texte lu n'est pas dans l'historique de git : à lire en entier"
    else:
        yield "  changée depuis :"
        yield from _changes(entry.change, library)


def _end(entry: Reviewed) -> Iterator[str]:
    if entry.signed:
        state, review = entry.signed
        yield f"  signée : {terms.STATE_TITLES[state]} {_reading(review)}"
    elif entry.held and entry.last:
        yield f"  déjà signée par « {entry.last.by} » le {typography.date(entry.last.date)} : cette lecture reste"
    elif entry.state == terms.RETIRED:
        yield "  retirée : rien à relire"


def _entry(entry: Reviewed, library: Library) -> str:
    head = f"{entry.name}  {entry.title} – {terms.STATE_TITLES[entry.state]}"
    return "\n".join([*text.wrap(head, text.WIDTH), *_since(entry, library), *_end(entry)])


def _by(entries: list[Reviewed]) -> str:
    """« : 10 de Directrice juridique, 2 de Acheteur », for whoever asked to sign what others have signed."""
    readers = Counter(entry.last.by for entry in entries if entry.held and entry.last)
    return f" : {', '.join(f'{count} par {name}' for name, count in readers.items())}" if readers else ""


def as_text(entries: tuple[Reviewed, ...], library: Library, *, written: int) -> str:
    """Each entry, then what was written. Those that were signed and had not changed are only counted."""
    quiet = [entry for entry in entries if entry.current and not entry.signed]
    shown = [_entry(entry, library) for entry in entries if len(entries) == 1 or entry not in quiet]
    held = f"{len(quiet)} entrée{'s' if len(quiet) > 1 else ''} dont la lecture vaut encore{_by(quiet)}."
    done = f"{written} lecture{'s' if written > 1 else ''} signée{'s' if written > 1 else ''}."
    if not written and any(not entry.current for entry in entries):
        done = (
            'Rien n\'est écrit. Pour signer, après lecture : --par FONCTION, par exemple --par "Directrice juridique".'
        )
    return "\n\n".join([*shown, *([held] if quiet else []), done])
