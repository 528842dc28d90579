"""The report of `inspect`: what each document says, with the place of everything that is claimed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from clausekit import typography as typo
from clausekit.finding import Place
from clausekit.inspect import Inspected
from clausekit.match import Found, WordChange
from clausekit.recognise.considerations import Consideration
from clausekit.recognise.criteria import ReadCriterion
from clausekit.recognise.lots import said
from clausekit.recognise.unclosed import Unclosed
from clausekit.report import text

PIECES = {
    "CCTP": "cahier des clauses techniques particulières",
    "CCAP": "cahier des clauses administratives particulières",
    "CCP": "cahier des clauses particulières",
    "RC": "règlement de la consultation",
    "lettre": "lettre de consultation",
    "AE": "acte d'engagement",
    "CRT": "cadre de réponse technique",
    "annexe": "annexe",
    "autre": "pièce non reconnue",
}
KINDS = {
    "price": "prix",
    "cost": "coût",
    "technical": "technique",
    "environmental": "environnement",
    "social": "social",
    "mixed": "mixte",
    "other": "autre",
}
DOMAINS = {"environmental": "environnement", "social": "social"}
STATUS = {"met": "obligation mesurable", "declared": "déclaration, ne compte pas", "to_confirm": "à confirmer"}
_CLAUSES = {"identical": "identique", "changed": "modifiée", "partial": "en partie", "to_confirm": "à confirmer"}
_BY = {"mark": "par son repère", "text": "par son texte"}
_MOST_CHANGES = 4


def as_json(files: Sequence[Inspected]) -> str:
    """The array of the contract: one object a file."""
    return json.dumps(data(files), ensure_ascii=False, indent=2)


def data(files: Sequence[Inspected]) -> list[dict[str, Any]]:
    """The same, before it is written."""
    return [_data(item) for item in files]


def _data(item: Inspected) -> dict[str, Any]:
    pages = item.draft.pages if item.draft and item.draft.format == "pdf" else None
    return {
        "file": item.file,
        "piece": item.piece.piece if item.piece else None,
        **({"pages": pages} if pages is not None else {}),
        "criteria": [_criterion(found) for found in item.criteria],
        "unclosed": [unclosed(found) for found in item.unclosed],
        "considerations": [_consideration(found) for found in item.considerations],
        "clauses": [_clause(found, item.standing(found)) for found in item.clauses],
        "unread": list(item.doubts),
        "skipped": item.skipped or None,
    }


def _criterion(found: ReadCriterion) -> dict[str, Any]:
    return {
        "label": found.label,
        "kind": found.kind,
        "weight": found.weight,
        "unit": found.unit,
        "distinct": found.distinct,
        "sub": [{"label": sub.label, "weight": sub.weight, "base": sub.base, "kind": sub.kind} for sub in found.sub],
        "lot": found.lot or None,
        "place": _place(found.place),
    }


def unclosed(found: Unclosed) -> dict[str, Any]:
    """A list of weights that makes no sum, with English keys."""
    return {
        "under": found.under or None,
        "expected": found.expected,
        "total": found.total,
        "weights": list(found.printed),
        "excerpt": found.excerpt,
        "lot": found.lot or None,
        "place": _place(found.place),
    }


def _consideration(found: Consideration) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "theme": found.themes[0] if found.themes else None,
        "themes": list(found.themes),
        "status": found.status,
        "excerpt": found.excerpt,
        "place": _place(found.place),
        "figures": [
            {"role": item.role, "value": item.value, "unit": item.unit, "text": item.text} for item in found.figures
        ],
        "confidence": found.confidence,
        "why": found.why,
    }


def _clause(found: Found, status: str) -> dict[str, Any]:
    return {
        "id": found.entry,
        "revision": found.revision,
        "status": status,
        "by": found.by,
        "place": _place(found.place) if found.place else None,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "part": place.part,
        "article": place.article,
        "paragraph": place.paragraph,
        "page": place.page,
    }


# --- text ------------------------------------------------------------------------------------


def as_text(files: Sequence[Inspected], titles: Mapping[str, str]) -> str:
    """One block a file, for a terminal; `titles` are the French names of the themes, by id."""
    return "\n\n".join("\n".join(_file(item, titles)) for item in files)


def themes(found: Consideration, titles: Mapping[str, str]) -> str:
    """The themes of a consideration by their French names; one that the library does not name, by its id."""
    named = (titles.get(name, name) for name in found.themes)
    return ", ".join(name[:1].lower() + name[1:] for name in named)


def _file(item: Inspected, titles: Mapping[str, str]) -> Iterator[str]:
    if item.skipped:
        yield from text.wrap(f"{item.file} : non lu, {item.skipped}.", text.WIDTH, then="  ")
        return
    yield from text.wrap(_head(item), text.WIDTH, then="  ")
    for title, lines in (
        ("Critères", _criteria(item)),
        ("Listes de poids à confirmer, non comptées", _listed(item.unclosed)),
        ("Considérations écrites dans la pièce", _considerations(item.considerations, titles)),
        ("Clauses de la bibliothèque", _clauses(item)),
        ("Ce qui n'a pas pu être lu", _doubts(item)),
    ):
        found = list(lines)
        if found:
            yield from ("", title, *found)


def _head(item: Inspected) -> str:
    which = PIECES[item.piece.piece] if item.piece else ""
    count = item.draft.pages if item.draft else None
    pages = f", {typo.quantity(count, 'pages')}" if count else ""
    why = f" {item.piece.why}" if item.piece else ""
    return f"{item.file} : {which}{pages}.{why}"


def weight(found: ReadCriterion) -> str:
    """As printed; a share that the document does not print is not put in its mouth."""
    if found.unit == "rank":
        return f"rang {typo.plain(typo.number(found.weight or 0))}"
    return found.printed or "sans poids"


def _criteria(item: Inspected) -> Iterator[str]:
    lot, lots = "", [found.lot for found in item.criteria]
    for found in item.criteria:
        if found.lot != lot and (named := said(found.lot, lots)):
            yield f"  {named.capitalize()}"
        lot = found.lot
        apart = {True: ", distinct", None: ", distinct à confirmer"}.get(found.distinct, "")
        yield from text.table([(found.label, weight(found), KINDS[found.kind] + apart)], (48, 14, 30))
        yield from text.table(
            [("– " + sub.label, weight(sub), KINDS[sub.kind] + _base(sub)) for sub in found.sub], (48, 14, 30)
        )
    for verdict in item.award:
        named = said(verdict.lot, lots)
        where = f"{named} : " if named else ""
        yield from text.wrap(f"M13, {where}{verdict.why}", text.WIDTH, first="  ", then="    ")


def _listed(found: Iterable[Unclosed]) -> Iterator[str]:
    for item in found:
        yield from text.wrap(f"{item.why}.", text.WIDTH, first="  ", then="    ")
        yield from text.wrap(f"« {text.short(item.excerpt)} »", text.WIDTH, first="    ", then="    ")
        yield from text.wrap(f"{where(item.place)}.", text.WIDTH, first="    ", then="    ")


def _base(sub: ReadCriterion) -> str:
    return f", sur {typo.plain(typo.number(sub.base))}" if sub.base else ""


def _considerations(found: Iterable[Consideration], titles: Mapping[str, str]) -> Iterator[str]:
    for item in found:
        head = f"{DOMAINS[item.kind]}, {themes(item, titles) or 'sans thème'} : {STATUS[item.status]}"
        yield from text.wrap(head, text.WIDTH, first="  ", then="    ")
        yield from text.wrap(f"« {text.short(item.excerpt)} »", text.WIDTH, first="    ", then="    ")
        if item.figures:
            told = " ; ".join(figure.text for figure in item.figures)
            yield from text.wrap(f"chiffres : {told}", text.WIDTH, first="    ", then="      ")
        yield from text.wrap(f"{where(item.place)}. {item.why}", text.WIDTH, first="    ", then="    ")


def where(place: Place) -> str:
    """The article and the page; else the part of the document."""
    parts = [f"article {place.article}" if place.article else "", f"page {place.page}" if place.page else ""]
    return ", ".join(filter(None, parts)) or (place.part or place.file)


def _clauses(item: Inspected) -> Iterator[str]:
    for found in item.clauses:
        status = item.standing(found)
        at = f", {where(found.place)}" if found.place else ""
        line = f"{found.entry} (révision {found.revision}) {found.title} : {_how(found, status)}{at}"
        yield from text.wrap(line, text.WIDTH, first="  ", then="    ")
        yield from _changes(found.changes) if status in {"changed", "partial"} else ()


def _how(found: Found, status: str) -> str:
    if found.status == "absent" and not found.unsure:
        return "absente de cette pièce" if status == "absent" else "à confirmer, absente de ce qui en a été lu"
    return f"{_CLAUSES[status]}, {_BY[found.by]}"


def _changes(found: Sequence[WordChange]) -> Iterator[str]:
    for change in found[:_MOST_CHANGES]:
        yield from text.wrap(_change(change.old, change.new), text.WIDTH, first="    ", then="      ")
    left = len(found) - _MOST_CHANGES
    if left > 0:
        yield f"    … et {left} {typo.agree('autres écarts', left)}"


def _change(old: str, new: str) -> str:
    parts = [f"ôté « {text.short(old)} »" if old else "", f"ajouté « {text.short(new)} »" if new else ""]
    return ", ".join(filter(None, parts))


def _doubts(item: Inspected) -> Iterator[str]:
    for doubt in item.doubts:
        yield from text.wrap(doubt, text.WIDTH, first="  - ", then="    ")
