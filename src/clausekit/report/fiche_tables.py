"""What the *fiche de contrôle* says beside the measures: findings, chains, waivers, questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from clausekit import terms
from clausekit import typography as typo
from clausekit.check.verdict import Judged, Verdict
from clausekit.finding import Finding
from clausekit.fragment import Block, Cell, Inlines, Item, Paragraph, Table, Text
from clausekit.report import chained, judged, text
from clausekit.report.judged import Answer
from clausekit.rules import RULES


def say(words: str, *, strong: bool = False) -> Inlines:
    """Words of the fiche, in French typography."""
    return (Text(text=_tied(words), strong=strong),)


def _tied(words: str) -> str:
    """A number stays whole, and with what it counts: the columns are narrow."""
    words = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", typo.NARROW, typo.spaces(words))
    return re.sub(r"(?<=\d) (?=[^\W\d])", typo.NBSP, words)


def cell(*words: str) -> Cell:
    """A cell, a paragraph each."""
    return tuple(say(item) for item in words) or (say(""),)


def table(header: Sequence[str], rows: Iterable[tuple[Cell, ...]], widths: tuple[int, ...]) -> Table:
    """A table; a header may be absent."""
    return Table(header=tuple(cell(name) for name in header), rows=tuple(rows), widths=widths)


def signatures(author: str, reader: str) -> Table:
    """Who drew it up, who saw it; room to sign."""
    room = ("Nom, fonction :", "Date et signature :", "", "", "")
    return table((author, reader), [(cell(*room), cell(*room))], (50, 50))


def findings(verdict: Verdict) -> list[Block]:
    """What coherence and waivers tell: problems that are no minimum, hence in no table of a policy."""
    own = [(judged.where(lots, verdict) if lots else "", item) for lots, item in judged.told(verdict)]
    kept, more = text.bounded((item for item in own if item[1].rule not in RULES), judged.rule)
    rows = [
        ((say(terms.SEVERITY_TITLES[item.severity], strong=True),), cell(_found(lots, item))) for lots, item in kept
    ]
    if not rows:
        return []
    return [table(("État", "Constat"), rows, (12, 88)), *(Paragraph(content=say(line)) for line in more)]


def _found(lots: str, item: Finding) -> str:
    read = text.short(item.read).rstrip(".") if item.read else ""
    told = f" Lu : {read}{'' if read.endswith('…') else '.'}" if read else ""
    return (f"[{lots}] " if lots else "") + text.short(item.message) + told


def chains(verdict: Verdict) -> list[Block]:
    """Criterion and weight, then the links behind it; a missing one stands out."""
    return [Item(content=_drawn(item), list_id=_CHAINS) for item in chained.drawn(verdict)]


_CHAINS = 1


def _drawn(item: chained.Drawn) -> Inlines:
    name = (f"[{item.lots}] " if item.lots else "") + item.name
    told = [Text(text=typo.spaces(name), strong=True), Text(text=typo.spaces(f", {item.weight}"))]
    for step in item.steps:
        told += [Text(text=" → "), Text(text=typo.spaces(step), strong=step.startswith(chained.MISSING))]
    return tuple(told)


def waivers(verdict: Verdict) -> list[Block]:
    """The waivers that were used: what they set aside, why, and who decided."""
    titles = {found.minimum.id: _entitled(found) for lot in verdict.lots for found in lot.minima}
    rows = []
    for waiver, minima in judged.waivers(verdict).items():
        signed = judged.signed(waiver)
        reason = f"{waiver.motive} – {signed}" if signed else waiver.motive
        named = {titles[name]: lots for name, lots in minima.items()}
        rows.append((cell(judged.covered(named, verdict)), cell(reason)))
    return [table(("Exigences écartées", "Motif, et qui a décidé"), rows, (35, 65))] if rows else []


def _entitled(found: Judged) -> str:
    minimum = found.minimum
    return f"{minimum.measure} {minimum.title}" if minimum.measure else minimum.title


def by_hand(verdict: Verdict) -> list[Block]:
    """The first question of each measure, with room for its answer."""
    asked = [
        (answer.judged.minimum, _asked(answer, verdict))
        for seen in verdict.policies
        for answer in judged.answers(verdict, seen.id)
        if judged.state(answer, verdict) == judged.BY_HAND
    ]
    if not asked:
        return []
    rows = [(cell(minimum.measure or minimum.id), cell(words), cell("")) for minimum, words in asked]
    cut = next((minimum.id for minimum, words in asked if words.endswith(_MORE)), None)
    note = f" (« {_MORE} » : la question continue, voir par exemple « clausekit explain {cut} »)" if cut else ""
    return [table(("Mesure", f"À regarder{note}", "Réponse"), rows, (7, 83, 10))]


_MORE = "…"


def _asked(answer: Answer, verdict: Verdict) -> str:
    lots = judged.where(answer.lots, verdict)
    first, mark, rest = answer.why.partition(" ?")
    return (f"[{lots}] " if lots else "") + first + mark + (f" {_MORE}" if rest.strip() else "")
