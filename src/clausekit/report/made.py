"""What `new` tells of the dossier that it wrote: the facts as they were understood, and what is proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from typing import Any

from clausekit import terms
from clausekit import typography as typo
from clausekit.new import Brief
from clausekit.report.text import pasted


def _understood(brief: Brief) -> list[str]:
    """The facts as they were understood, with what was proposed."""
    rows = (
        ("family", "famille", brief.family),
        ("segments", "segments", ", ".join(brief.segments)),
        ("cpv", "CPV", ", ".join(brief.cpv)),
        ("nature", "nature", brief.nature),
        ("value", "valeur du besoin", typo.euros(brief.value) + " hors taxes" if brief.value is not None else None),
        ("months", "durée", f"{brief.months:g} mois" if brief.months is not None else None),
        ("procedure", "procédure", terms.PROCEDURES.get(brief.procedure or "")),
        ("ccag", "CCAG", brief.ccag),
        ("launch", "lancement", f"{typo.date(brief.launch)} ({brief.launch})" if brief.launch else None),
    )
    return [
        f"  {label} : {words}" + (f" – proposé, {brief.proposed[key]}" if key in brief.proposed else "")
        for key, label, words in rows
        if words
    ]


def _count(found: Sized | None, word: str) -> str:
    number = len(found or ())
    return f"{number} {word}{'s' if number > 1 else ''}"


def text(file: str, brief: Brief, data: Mapping[str, Any], *, library: str, doubts: Iterable[str]) -> str:
    """What a terminal shows; `data` is what the dossier holds."""
    grid = data.get("grille")
    parts = [_count(data.get("clauses"), "clause"), _count(data.get("annexes"), "annexe")]
    parts += [f"grille {grid['id']} au niveau {grid['niveau']}"] if grid else []
    lines = [f"Bibliothèque : {library}", f"Écrit : {file}", *_understood(brief)]
    lines += [f"  attention : {doubt}" for doubt in doubts]
    lines.append(f"Proposés dans le dossier : {', '.join(parts)}.")
    lines.append(f"Ensuite : clausekit suggest {pasted(file)}, puis clausekit check {pasted(file)}")
    return "\n".join(lines)
