"""What `notice` prints: the values to declare, the codes to suggest, the sentences to paste."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from clausekit import typography as typo
from clausekit.dossier import SINGLE_LOT
from clausekit.lock import engine
from clausekit.notice import ORIGINS, AwardCriterion, Field, LotNotice, Notice, Section
from clausekit.report import text

FORMAT: Final = 1
_WIDTHS: Final = (32, 62)
_TITLES: Final = {"constat": "constat", "dossier": "dossier", "maison": "maison"}
# The schema nests each list under the singular of its name.
_NESTED: Final = {
    "considerationsSociales": "considerationSociale",
    "considerationsEnvironnementales": "considerationEnvironnementale",
    "techniques": "technique",
    "modalitesExecution": "modaliteExecution",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """A notice and the library that it was made from."""

    library_name: str
    edition: str
    notice: Notice


def render(report: Noticed, form: str) -> str:
    """The report in one of its forms: text, json."""
    return _json(report) if form == "json" else _text(report)


# --- text ------------------------------------------------------------------------------------


def _values(field: Field) -> str:
    if not field.values:
        return "à compléter"
    if not field.labels:
        return ", ".join(field.values)
    return " ; ".join(f"{code} ({label})" for code, label in zip(field.values, field.labels, strict=True))


def _field(field: Field) -> list[str]:
    name, width = f"{field.name}", _WIDTHS[1]
    rows = [(name, _values(field)), (f"  {field.title}", f"[{_TITLES[field.origin]}] {field.why}")]
    return text.table(rows, (_WIDTHS[0], width))


def _titled(title: str, lines: list[str]) -> list[str]:
    return ["", title, *lines] if lines else []


def _award(criteria: Iterable[AwardCriterion]) -> list[str]:
    rows = [("Nom (BT-734)", "Type (BT-539)", "Nombre (BT-541)", "Sens (BT-5421)")]
    rows += [(item.name, item.type, _number(item.number), item.unit) for item in criteria]
    return text.table(rows, (40, 16, 16, 16)) if len(rows) > 1 else []


def _number(value: float | None) -> str:
    return "à compléter" if value is None else typo.plain(typo.number(value))


def _sentences(sections: Iterable[Section]) -> list[str]:
    lines: list[str] = []
    for section in sections:
        lines += ["", f"  {section.title}"]
        for line in section.lines:
            item = line.startswith("- ")
            lines += text.wrap(line, text.WIDTH, first="    ", then="      " if item else "    ")
    return lines[1:]


def _lot(lot: LotNotice) -> list[str]:
    lines = _titled("DONNÉES ESSENTIELLES (DECP, valeurs exactes du schéma 2.0)", _fields(lot.decp))
    lines += _titled("AVIS EUROPÉEN (eForms, codes suggérés)", _fields(lot.eforms))
    lines += _titled("CRITÈRES DE L'AVIS (eForms ; types et sens : correspondance de la maison)", _award(lot.criteria))
    lines += _titled("PHRASES POUR L'AVIS, comme au RC", _sentences(lot.sections))
    warned = [line for warning in lot.warnings for line in text.wrap(warning, text.WIDTH, first="  - ", then="    ")]
    return lines + _titled("À REGARDER AVANT DE PUBLIER", warned)


def _fields(fields: Iterable[Field]) -> list[str]:
    return [line for field in fields for line in _field(field)]


def _same(lots: Iterable[LotNotice]) -> list[list[LotNotice]]:
    """Lots that say the same, together."""
    groups: dict[object, list[LotNotice]] = {}
    for lot in lots:
        key = (lot.decp, lot.eforms, lot.criteria, lot.sections, lot.warnings)
        groups.setdefault(key, []).append(lot)
    return list(groups.values())


def _head(lots: list[LotNotice]) -> str:
    if lots[0].lot == SINGLE_LOT:
        return f"Marché – {lots[0].object}"
    return " ; ".join(f"Lot {lot.lot} – {lot.object}" for lot in lots)


_CLOSING = (
    "Les codes eForms ne servent qu'à un avis européen ; un avis national a ses propres rubriques.",
    "Les données essentielles décrivent le marché attribué : les relire à la notification.",
)


def _text(report: Noticed) -> str:
    notice = report.notice
    lines = text.wrap(f"{notice.object}", text.WIDTH)
    lines.append(f"{notice.file} – bibliothèque {report.edition} ({report.library_name})")
    if notice.out_of_scope:
        return "\n".join([*lines, "", f"Hors du champ : c'est {notice.out_of_scope}."])
    for lots in _same(notice.lots):
        head = text.wrap(_head(lots), text.WIDTH)
        lines += ["", *head, "-" * max(map(len, head)), *_lot(lots[0])[1:]]
    lines += ["", "D'OÙ VIENT CHAQUE VALEUR"]
    lines += text.table([(f"[{name}]", meaning) for name, meaning in ORIGINS.items()], (10, 84))
    for sentence in _CLOSING:
        lines += text.wrap(sentence, text.WIDTH, first="  ", then="  ")
    return "\n".join(lines)


# --- JSON ------------------------------------------------------------------------------------


def _declared(field: Field) -> Any:
    """A field in the shape of the DECP schema; null when a person must fill it."""
    if not field.values:
        return None
    inner = _NESTED.get(field.name)
    return {inner: list(field.values)} if inner else field.values[0]


def _field_data(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": field.title,
        "values": list(field.values),
        "labels": list(field.labels),
        "origin": field.origin,
        "why": field.why,
    }


def _lot_data(lot: LotNotice) -> dict[str, Any]:
    return {
        "lot": lot.lot,
        "object": lot.object,
        "decp": {field.name: _declared(field) for field in lot.decp},
        "fields": [_field_data(field) for field in (*lot.decp, *lot.eforms)],
        "criteria": [
            {
                "BT-734-Lot": item.name,
                "BT-540-Lot": item.description,
                "BT-539-Lot": item.type,
                "BT-541-Lot-WeightNumber": item.number,
                "BT-5421-Lot": item.unit,
            }
            for item in lot.criteria
        ],
        "sentences": [{"title": section.title, "lines": list(section.lines)} for section in lot.sections],
        "warnings": list(lot.warnings),
    }


def _json(report: Noticed) -> str:
    notice = report.notice
    data = {
        "format": FORMAT,
        "clausekit": engine().removeprefix("clausekit").strip(),
        "library": {"path": report.library_name, "edition": report.edition},
        "file": notice.file,
        "object": notice.object,
        "out_of_scope": notice.out_of_scope,
        "origins": ORIGINS,
        "lots": [_lot_data(lot) for lot in notice.lots],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
