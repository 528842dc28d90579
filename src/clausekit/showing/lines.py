"""What is said of an entry beside its texts: values by level, control, consequences. One sentence a line."""

from __future__ import annotations

from clausekit import prose, terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.clause import Clause, Consequence, Span
from clausekit.library import Entry
from clausekit.showing import Sheet

_NATURES = {"penalite": "pénalité", "incitation": "prime", "mesure": "mesure"}


def by_level(sheet: Sheet, name: str) -> str:
    """A value, said level by level when it changes with the level."""
    values = {level.name: level.values.get(name, "") for level in sheet.levels}
    if len(set(values.values())) < 2:
        return next(iter(values.values()), "")
    return ", ".join(f"{terms.LEVEL_TITLES[level]} {value}" for level, value in values.items() if level)


def bounds(span: Span) -> str:
    """« (bornes : de 20 à 100) »; empty without bounds."""
    low = f"de {typo.number(span.minimum)}" if span.minimum is not None else ""
    high = f"à {typo.number(span.maximum)}" if span.maximum is not None else ""
    return f" (bornes : {' '.join(part for part in (low, high) if part)})" if low or high else ""


def parameters(sheet: Sheet) -> list[str]:
    """Each blank, its name, its value and its bounds."""
    entry = sheet.entry
    known = entry.parameters if isinstance(entry, (Clause, Annex)) else {}
    return [f"{item.title} ({name}) : {by_level(sheet, name)}{bounds(item.bounds)}" for name, item in known.items()]


def _filled(formula: str, sheet: Sheet) -> str:
    """A control's formula; a value that changes with the level is said « 70 % / 80 % / 90 % »."""
    return "".join(
        " / ".join(dict.fromkeys(level.values.get(piece.name, piece.name) for level in sheet.levels))
        if isinstance(piece, prose.Slot)
        else prose.line_source((piece,))
        for piece in prose.inline(formula)
    )


def control(sheet: Sheet) -> list[str]:
    """How the duty is controlled."""
    found = sheet.entry.control if isinstance(sheet.entry, Clause) else None
    if found is None:
        return []
    rows = (
        ("indicateur", found.indicator),
        ("formule", _filled(found.formula or "", sheet)),
        ("preuve", found.proof),
        ("fréquence", found.frequency),
        ("destinataire", found.recipient),
        ("vérification", found.verification),
    )
    return [f"{name} : {value}" for name, value in rows if value]


def _amount(item: Consequence, clause: Clause) -> str:
    if item.amount is None:
        return ""
    if not isinstance(item.amount, str):
        return typo.quantity(item.amount, item.unit or "euros")
    parameter = clause.parameters.get(item.amount)
    if parameter is None or parameter.default is None:
        return f"{item.amount} ({item.unit or 'euros'})"
    return typo.quantity(parameter.default, item.unit or "euros")


def consequences(entry: Entry) -> list[str]:
    """What follows each failing."""
    lines = []
    for item in entry.consequences if isinstance(entry, Clause) else ():
        amount = _amount(item, entry) if isinstance(entry, Clause) else ""
        notice = "" if item.notice or item.nature != "penalite" else ", sans mise en demeure"
        head = f"{_NATURES.get(item.nature, item.nature)}{', ' + amount if amount else ''}{notice} – {item.failing}"
        lines.append(f"{head} ({item.trigger[:1].lower()}{item.trigger[1:]})" if item.trigger else head)
    return lines
