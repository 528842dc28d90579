"""An entry as `show` prints it: for a terminal or a program."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from clausekit import terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.clause import Clause, Span
from clausekit.criterion import Criterion
from clausekit.explain.references import references
from clausekit.library import Entry, Library
from clausekit.listing import KIND_TITLES, row, type_title
from clausekit.report import listed
from clausekit.report.wrapping import wrapped
from clausekit.showing import Level, Sheet, Stanza, Text
from clausekit.showing.lines import consequences, control, parameters

# --- JSON ------------------------------------------------------------------------------------


def _texts(level: Level) -> dict[str, list[str]]:
    """Piece -> sentences, complements after the text."""
    found: dict[str, list[str]] = {}
    for item in level.texts:
        found.setdefault(item.piece, []).extend(item.sentences)
    return found


def as_json(sheet: Sheet) -> str:
    """The row of `list`, plus the sentences of each piece at each level.

    `levels` maps each level to its texts. `texts` are those of the first level shown (`level`),
    so that an entry without levels reads the same way.
    """
    named = {level.name: level for level in sheet.levels if level.name}
    first = sheet.levels[0] if sheet.levels else None
    data: dict[str, Any] = {
        **listed.data(row(sheet.entry)),
        "level": first.name if first else None,
        "texts": _texts(first) if first else {},
        "levels": {name: {"values": dict(level.values), "texts": _texts(level)} for name, level in named.items()},
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


# --- text ------------------------------------------------------------------------------------


def _section(title: str, lines: Iterable[str]) -> list[str]:
    """A titled block of paragraphs; nothing when there is nothing to say."""
    told = [wrapped_line for line in lines if line for wrapped_line in wrapped(line, "  ", "    ")]
    return ["", title, *told] if told else []


def _kind(entry: Entry) -> str:
    shown = row(entry)
    parts = [KIND_TITLES[shown.kind].capitalize()]
    if shown.type:
        parts.append(type_title(shown.type))
    if shown.consideration and shown.consideration != "aucune":
        parts.append("considération " + terms.CONSIDERATION_TITLES.get(shown.consideration, shown.consideration))
    return ", ".join(parts)


def _head(entry: Entry) -> list[str]:
    revision = entry.history[0] if entry.history else None
    dated = f", révision {revision.number} du {typo.plain(typo.date(revision.date))}" if revision else ""
    return [f"{entry.id} – {entry.title}", f"{_kind(entry)}. État : {entry.state}{dated}.", f"Fichier : {entry.file}"]


def _span(name: str, span: Span, unit: str) -> str:
    low = f"au moins {span.minimum:g} {unit}" if span.minimum is not None else ""
    high = f"au plus {span.maximum:g} {unit}" if span.maximum is not None else ""
    return f"{name} : {' et '.join(part for part in (low, high) if part)}" if low or high else ""


def _applicability(entry: Entry, library: Library) -> list[str]:
    applicable, families = entry.applicable, library.registers.families
    segments = {item.id: item.title for family in families.values() for item in family.segments}
    lists = (
        ("familles", [families[name].title if name in families else name for name in applicable.families]),
        ("segments", [segments.get(name, name) for name in applicable.segments]),
        ("CPV", list(applicable.cpv)),
        ("natures", list(applicable.natures)),
        ("CCAG", list(applicable.ccag)),
        ("procédures", [terms.PROCEDURES.get(name, name) for name in applicable.procedures]),
        ("formes", [name.replace("_", " ") for name in applicable.forms]),
        ("contrats", list(applicable.contracts)),
    )
    found = [f"{name} : {', '.join(values)}" for name, values in lists if values]
    found += [_span("durée", applicable.months, "mois"), _span("valeur", applicable.value, "euros hors taxes")]
    return [line for line in found if line] or ["tous les achats"]


def _place(entry: Entry) -> list[str]:
    if isinstance(entry, Clause):
        return [f"pièce porteuse : {entry.carrier}", f"débiteur : {entry.debtor.replace('_', ' ')}"]
    if isinstance(entry, Annex):
        rank = "contractuelle" if entry.contractual else "non contractuelle"
        return [f"annexée au {entry.attached_to}, {rank}"]
    return ["se place dans le RC"]


def _themes(entry: Entry, library: Library) -> str:
    known = library.registers.themes
    themes = ", ".join(known[name].title if name in known else name for name in entry.themes)
    return f"thèmes : {themes}" if themes else ""


def _stanza(stanza: Stanza) -> list[str]:
    """One sentence a line; the mark of an item stands before its first sentence."""
    lines: list[str] = []
    head = f"{stanza.mark} " if stanza.mark else ""
    for number, sentence in enumerate(stanza.sentences):
        start = head if number == 0 else " " * len(head)
        lines += wrapped(start + sentence, "  ", "  " + " " * len(head))
    return lines


def _written(item: Text) -> list[str]:
    lines: list[str] = []
    previous = None
    for stanza in item.stanzas:
        if previous is not None and not (stanza.mark and stanza.mark.strip() == previous):
            lines.append("")
        lines += _stanza(stanza)
        previous = stanza.mark.strip()
    return lines


def _level(level: Level) -> list[str]:
    lines: list[str] = []
    at = f", niveau {terms.LEVEL_TITLES[level.name]}" if level.name else ""
    for item in level.texts:
        what = f" – {item.title}" if item.title else ""
        head = f"{item.piece}{at}{what}" + (" : ajouté par ce niveau" if item.complement else "")
        lines += ["", head, *_written(item)]
    return lines


def _links(entry: Entry) -> list[str]:
    if isinstance(entry, Criterion):
        return [f"clauses qui rendent la promesse obligatoire : {', '.join(entry.clauses)}"] if entry.clauses else []
    if not isinstance(entry, Clause):
        return []
    rows = (
        ("demande", entry.requires),
        ("exclut", entry.excludes),
        ("remplace", entry.replaces),
        ("remplacée par", (entry.replaced_by,) if entry.replaced_by else ()),
        ("déroge à", tuple(f"{item.article} du CCAG-{item.ccag}" for item in entry.departures)),
    )
    return [f"{name} : {', '.join(names)}" for name, names in rows if names]


def _scale(entry: Entry) -> list[str]:
    if not isinstance(entry, Criterion):
        return []
    steps = [f"{mark} : {words_}" for mark, words_ in sorted(entry.scale.steps.items())]
    return [f"ce qui est jugé : {entry.judges}", *(steps or [f"formule : {entry.scale.formula}"])]


def _reasons(entry: Entry) -> tuple[list[str], list[str]]:
    levels = [entry.level_reasons] if isinstance(entry, Clause) else []
    return [entry.reason, *levels], list(entry.watch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is said of an entry beside its texts, a line each."""

    applicability: tuple[str, ...]
    place: tuple[str, ...]
    scale: tuple[str, ...]
    links: tuple[str, ...]
    references: tuple[str, ...]
    why: tuple[str, ...]
    watch: tuple[str, ...]


def facts(sheet: Sheet, library: Library) -> Facts:
    """The facts of an entry, for any page that shows it."""
    entry = sheet.entry
    why, watch = _reasons(entry)
    return Facts(
        applicability=tuple(_applicability(entry, library)),
        place=(*_place(entry), _themes(entry, library)),
        scale=tuple(_scale(entry)),
        links=tuple(_links(entry)),
        references=tuple(references(entry.references, library)),
        why=tuple(line for line in why if line),
        watch=tuple(watch),
    )


def as_text(sheet: Sheet, library: Library) -> str:
    """Title, applicability, texts at each level, control, consequences, references, why and watch."""
    entry, told = sheet.entry, facts(sheet, library)
    lines = [
        *_head(entry),
        *_section("S'applique à", told.applicability),
        *_section("Place", told.place),
        *_section("Valeurs", parameters(sheet)),
        *(line for level in sheet.levels for line in _level(level)),
        *_section("Notation", told.scale),
        *_section("Contrôle", control(sheet)),
        *_section("Conséquences", consequences(entry)),
        *_section("Entrées liées", told.links),
        *_section("Références", told.references),
        *_section("Pourquoi", told.why),
        *_section("Vigilance", [f"- {item}" for item in told.watch]),
    ]
    return "\n".join(line.rstrip(" ") for line in lines)
