"""A difference for a terminal. Marks of words are signs; colour only adds to them."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import typography as typo
from clausekit.difference import Change, Figure, Sentence
from clausekit.difference.change import LOOSER, NEUTRAL, NEW, STRICTER, SUBSTANCE
from clausekit.difference.registers import Shift
from clausekit.facing.words import marked
from clausekit.report import text
from clausekit.report.differed import words
from clausekit.report.differed.model import Difference

_RED, _GREEN, _BOLD, _OFF = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"
_LEGEND = "Dans les textes : [-mots ôtés-], {+mots ajoutés+} ; un nom entre crochets est un blanc."
_AMISS = "À REPRENDRE"
_MOST = 12  # facts and sentences of a new entry: « clausekit show » gives the whole


def as_text(difference: Difference, *, colour: bool = False) -> str:
    """Each entry, then the registers."""
    lines = [*text.wrap(words.sides(difference), text.WIDTH), *text.wrap(words.totals(difference), text.WIDTH)]
    if any(change.prose for change in difference.changes):
        lines += [_LEGEND]
    for change in difference.changes:
        lines += ["", *_entry(change, difference)]
    if difference.shifts:
        lines += ["", "REGISTRES ET POLITIQUES"]
    for shift in difference.shifts:
        lines += _shift(shift, difference)
    return "\n".join(_painted(line) if colour else line for line in lines)


def of_change(change: Change, difference: Difference) -> list[str]:
    """The facts and the sentences of one entry that changed."""
    return [*_figures(change, difference), *_prose(change)]


def _wrap(said: str, margin: str, then: str | None = None) -> list[str]:
    return text.wrap(said, text.WIDTH, first=margin, then=margin + "  " if then is None else then)


def _entry(change: Change, difference: Difference) -> Iterator[str]:
    verdict = words.declaration(change)
    yield from text.wrap(words.heading(change), text.WIDTH, then="  ")
    severity = words.SEVERITIES[change.severity]
    grave = severity.upper() if change.severity == SUBSTANCE else severity
    declared = "" if verdict.amiss else f" ; {verdict.said}"
    yield from _wrap(f"{words.upper(words.became(change))}. Modification {grave}{declared}.", "  ", "  ")
    if verdict.amiss:
        yield from _wrap(f"{_AMISS} : {verdict.said}.", "  ")
    if change.doubts:
        yield from _wrap(f"À confirmer : {words.doubts(change)}. Est-ce le même engagement ?", "  ")
    if change.reason:
        yield from _wrap(f"Motif : {words.clean(change.reason)}", "  ")
    yield from _figures(change, difference)
    yield from _prose(change)
    yield from _touched(change, difference)


def _figures(change: Change, difference: Difference) -> Iterator[str]:
    shown = change.figures[:_MOST] if change.change == NEW else change.figures
    for figure in shown:
        old, new = (words.value(side, figure, difference) for side in (figure.old, figure.new))
        yield from _wrap(f"* {words.label(figure, change, difference)} : {_way(old, new, figure)}", "  ", "    ")
    yield from _more(len(change.figures) - len(shown), "autres faits", change)


def _way(old: str, new: str, figure: Figure) -> str:
    told = f"{old} -> {new}" if old and new else f"ajouté, {new}" if new else f"ôté, {old}"
    return f"{told} ({words.DIRECTIONS[figure.direction]})" if (old and new) or figure.direction != NEUTRAL else told


def _more(count: int, what: str, change: Change) -> Iterator[str]:
    if count > 0:
        yield f"  … et {count} {typo.agree(what, count)} : « clausekit show {change.id} » donne tout."


def _prose(change: Change) -> Iterator[str]:
    shown = change.prose[:_MOST] if change.change == NEW else change.prose
    for piece, sentences in words.by_piece(shown).items():
        yield f"  {words.upper(piece)}"
        for sentence in sentences:
            yield from _wrap(_sentence(sentence), "    ")
    yield from _more(len(change.prose) - len(shown), "autres phrases", change)


def _sentence(sentence: Sentence) -> str:
    old, new = words.clean(sentence.old), words.clean(sentence.new)
    moved = "déplacé : " if sentence.moved else ""
    if not (old and new):
        return f"+ {moved}{new}" if new else f"- {moved}{old}"
    if old == new:
        return f"> {moved}{new}"
    return f"~ {moved}" + "".join(
        {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}[span.kind].format(span.text) for span in marked(old, new)
    )


def _touched(change: Change, difference: Difference) -> Iterator[str]:
    if change.measures:
        yield from _wrap(f"Mesures touchées : {', '.join(change.measures)}", "  ")
    found = words.dossiers(difference, [change.id])
    if found:
        yield from _wrap(f"Dossiers touchés : {found}", "  ")


def _shift(shift: Shift, difference: Difference) -> Iterator[str]:
    yield from _wrap(f"{words.shift_name(shift)} : {words.SHIFTS[shift.change]}", "  ")
    for figure in shift.figures[: _MOST if shift.change == NEW else None]:
        old, new = words.clean(figure.old), words.clean(figure.new)
        yield from _wrap(f"* {words.shift_label(figure)} : {_way(old, new, figure)}", "    ")
    if shift.entries:
        yield from _wrap(f"Entrées qui le citent : {', '.join(shift.entries)}", "    ")
        found = words.dossiers(difference, shift.entries)
        if found:
            yield from _wrap(f"Dossiers touchés : {found}", "    ")


def _painted(line: str) -> str:
    bare = line.strip()
    if line and not line.startswith(" "):
        return f"{_BOLD}{line}{_OFF}"
    line = line.replace("[-", f"{_RED}[-").replace("-]", f"-]{_OFF}").replace("{+", f"{_GREEN}{{+")
    line = line.replace("+}", f"+}}{_OFF}")
    if bare.startswith(("+ ", "- ")):
        return f"{_GREEN if bare.startswith('+') else _RED}{line}{_OFF}"
    for way, ink in ((STRICTER, _BOLD), (LOOSER, _BOLD)):
        line = line.replace(f"({words.DIRECTIONS[way]})", f"{ink}({words.DIRECTIONS[way]}){_OFF}")
    return line.replace(_AMISS, f"{_RED}{_AMISS}{_OFF}")
