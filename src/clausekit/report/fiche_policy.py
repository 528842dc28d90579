"""The law and the policy on the *fiche de contrôle*, measure by measure.

What is not reached comes first, a row a state; what is reached is told in two columns, by ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from clausekit import terms
from clausekit.check.verdict import PolicySeen, Verdict
from clausekit.fragment import Block, Cell, Inlines, Paragraph, Table, plain
from clausekit.report import grounds, judged
from clausekit.report.fiche_tables import say, table
from clausekit.report.judged import Answer

_REACHED = terms.STATUS_TITLES[terms.MET]
# The order of the rows: from what stops a publication to what waits for the year's end.
_STATES = (
    terms.STATUS_TITLES[terms.MISSING],
    terms.STATUS_TITLES[terms.STATUS_TO_JUSTIFY],
    terms.SEVERITY_TITLES[terms.WARNING],
    terms.SEVERITY_TITLES[terms.ADVICE],
    terms.STATUS_TITLES[terms.TO_FOLLOW],
)
_LISTED = frozenset({terms.MET, terms.TO_FOLLOW})
# The article is enough: the code is the one of the heading.
_CODE = re.compile(r"Code de la commande publique, (?:articles? )?")
_SOURCE = 50
# Beyond, a reason that counts its entries says enough.
_MANY = 3
# Signs on a line of half the width, and lines of a row.
_LINE, _ROW = 62, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """One policy of one dossier."""

    verdict: Verdict
    policy: PolicySeen


def blocks(verdict: Verdict, policy: PolicySeen) -> list[Block]:
    """What a policy asks: what is not reached, what is, and in a line what has no object here.

    What a waiver sets aside stands in the table of waivers.
    """
    sheet = _Sheet(verdict=verdict, policy=policy)
    by_state: dict[str, dict[str, list[Answer]]] = {}
    for answer in judged.answers(verdict, policy.id):
        by_state.setdefault(judged.state(answer, verdict), {}).setdefault(_name(answer, sheet), []).append(answer)
    rows = [((say(state, strong=True),), _cell(by_state[state], sheet)) for state in _STATES if state in by_state]
    found: list[Block] = [table(("État", "Exigences"), rows, (12, 88))] if rows else []
    found += [_columns(by_state[_REACHED], sheet)] if _REACHED in by_state else []
    found += [_aside(state, by_state[state], sheet) for state in _UNSEEN if state in by_state]
    return found or [Paragraph(content=say("Rien à juger pour cet achat."))]


_UNSEEN = (judged.ABSENT, judged.NOT_IN_FORCE)


def _name(answer: Answer, sheet: _Sheet) -> str:
    """A measure of the policy by its number; a duty of the law by its title."""
    minimum = answer.judged.minimum
    return minimum.title if sheet.policy.kind == "loi" else minimum.measure or minimum.id


def _cell(measures: Mapping[str, list[Answer]], sheet: _Sheet) -> Cell:
    return tuple(_measure(name, found, sheet) for name, found in measures.items())


def _measure(name: str, found: list[Answer], sheet: _Sheet) -> Inlines:
    """A measure, then each of its minima with what it got."""
    titled: dict[str, list[Answer]] = {}
    for answer in found:
        titled.setdefault(_title(answer, sheet), []).append(answer)
    told = ". ".join(" : ".join(filter(None, (title, _shared(parts, sheet)))) for title, parts in titled.items())
    return (*say(name, strong=True), *say(f" {told}."))


def _title(answer: Answer, sheet: _Sheet) -> str:
    """Of the policy the minimum, of the law its article: the duty is named already."""
    minimum = answer.judged.minimum
    if sheet.policy.kind != "loi":
        return minimum.title
    source, *details = _CODE.sub("", minimum.source).split(", ")
    for detail in details:
        if len(source) + len(detail) > _SOURCE:
            break
        source += f", {detail}"
    return f"({source})" if source else ""


def _told(answer: Answer, sheet: _Sheet, *, alone: bool) -> str:
    """What an answer rests on, or what is missing. `alone`: no other lots have another one."""
    lots = judged.where(answer.lots, sheet.verdict)
    head = f"[{lots}] " if lots else ""
    if answer.judged.status not in _LISTED:
        return head + answer.why
    if answer.frame is None and not alone:
        return head + answer.why
    said = answer.why if answer.frame is None else answer.frame
    return head + " : ".join(filter(None, (said, _held(answer, sheet.verdict))))


def _held(answer: Answer, verdict: Verdict) -> str:
    """The entries that an answer rests on, with their pieces; nothing of a criterion without an id."""
    pieces = {item.id: item.piece for found in answer.by_lot.values() for item in found.evidence}
    if not pieces or not all(map(grounds.is_entry, pieces)):
        return ""
    if answer.frame is None and len(pieces) > _MANY:
        return ""
    names = {lot: [item.id for item in found.evidence] for lot, found in answer.by_lot.items()}
    return grounds.by_lots(names, partial(judged.where, verdict=verdict), lambda kept: _by_piece(kept, pieces))


def _by_piece(names: Iterable[str], pieces: Mapping[str, str | None]) -> str:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(pieces[name] or "", []).append(name)
    return ", ".join(grounds.spans(ids) + (f" ({piece})" if piece else "") for piece, ids in found.items())


def _shared(found: list[Answer], sheet: _Sheet) -> str:
    """What differs by lot, then once what they all end with: « [lot 1] 25 % ; [lot 2] 20 %, pour un plancher »."""
    told = [_told(answer, sheet, alone=len(found) == 1) for answer in found]
    tail = ""
    for at in (match.start() for match in re.finditer(r", | \(", told[0])):
        if len(told) > 1 and all(item.endswith(told[0][at:]) for item in told):
            tail = told[0][at:]
            break
    return " ; ".join(item.removesuffix(tail) for item in told) + tail


def _aside(state: str, measures: Mapping[str, list[Answer]], sheet: _Sheet) -> Paragraph:
    names = []
    for name, found in measures.items():
        lots = judged.where(tuple(dict.fromkeys(lot for answer in found for lot in answer.lots)), sheet.verdict)
        names.append(name + (f" ({lots})" if lots else ""))
    return Paragraph(content=say(f"{state.capitalize()} : {', '.join(names)}."))


# --- two columns -----------------------------------------------------------------------------


def _columns(measures: Mapping[str, list[Answer]], sheet: _Sheet) -> Table:
    """What is reached: rows of two stacks of measures, of about the same height."""
    rows = [_halves(row) for row in _rows(_cell(measures, sheet))]
    header = (_REACHED.capitalize(), f"{_REACHED.capitalize()} (suite)")
    return replace(table(header, rows, (50, 50)), splits=True)


def _height(measure: Inlines) -> int:
    return -(-len(plain(measure)) // _LINE)


def _rows(stack: Cell) -> Iterator[Cell]:
    row: list[Inlines] = []
    for measure in stack:
        row.append(measure)
        if sum(map(_height, row)) >= 2 * _ROW:
            yield tuple(row)
            row = []
    if row:
        yield tuple(row)


def _halves(row: Cell) -> tuple[Cell, Cell]:
    """The cut that leaves the shortest row."""
    heights = [_height(measure) for measure in row]
    cut = min(range(1, len(row) + 1), key=lambda at: (max(sum(heights[:at]), sum(heights[at:])), at))
    return row[:cut], row[cut:] or ((),)
