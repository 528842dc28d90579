"""Notices in the European standard forms, whose criteria are told field by field, made lines that can be read.

« Critère : / Type : Qualité / Description : Valeur technique / Nombre critère d'attribution : 60 » says in five lines
what a règlement says in one. The fields are those of the French edition of eForms (BT-539, BT-540, BT-541).
The national form has one: « Critères d'attribution (obligatoire si SAD) : Valeur technique - 60 / Prix - 40 ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from clausekit.draft import Block, Draft, Line
from clausekit.recognise import words
from clausekit.recognise.weights import weights

_OPENS: Final = re.compile(r"\W*critere\s?:?\s*")
_FIELD: Final = re.compile(r"\W*(?:(?P<name>nom|description)|type(?=\s?:\s*(?:prix|cout|qualite)\b))\s?:\s*")
_WEIGHT: Final = re.compile(
    r"\W*(?:nombre\s(?:du\s)?critere d'attribution|ponderation \([^()]{0,60}\))\s?:\s*"
    r"(?P<value>\d{1,4}(?:[.,]\d{1,2})?)\s*"
)
# A long description, and the field that the reader of a text put at its end.
_NEXT: Final = re.compile(
    r"\s+(?=Critère\s?:\s*$|Catégorie du critère d|Nombre (?:du )?critère d|Pondération \([^()]{0,60}\)\s?:)"
)
_UNIT: Final = re.compile(r"ponderation \((?P<unit>pourcentage|points)\b")
_LOT: Final = re.compile(r".{0,12}?(?:identifiant technique du lot|\blot)\s?:\s?lot-0*(?P<id>\d{1,3})\W*")
_NATIONAL: Final = re.compile(r"\W*criteres d'attribution \(obligatoire si sad\)\s?:\s*")
_BARE: Final = re.compile(r"(?P<label>[^\W\d][^\d]{2,150}?)\s[-–]\s(?P<value>\d{1,3})(?=\s|$)\W*")
_MOST_FIELDS: Final = 8  # lines
_WHOLE: Final = 100  # points
_LONGEST: Final = 120  # characters of a line that is none but a field


def told(draft: Draft) -> Draft:
    """The document, each criterion of a standard notice in one line; the same one where there is none."""
    if not any(_named(block) in {"critere", "national"} for block in draft.blocks):
        return draft
    parts = [part for block in draft.blocks for part in _parts(block)]
    fields = [_named(block) for block in parts]
    several = len({found["id"] for block in parts if (found := _lot(block))}) > 1
    blocks: list[Block] = []
    rank, place = 0, 1
    while rank < len(parts):
        block, end = parts[rank], rank + 1
        if isinstance(block, Line) and fields[rank] == "critere" and "type" in fields[rank + 1 : rank + 3]:
            end = _end(fields, rank)
            own = [item for item in parts[rank + 1 : end] if isinstance(item, Line)]
            blocks += [replace(block, text=text, number="", heading=None, item=True) for text in _criterion(own, place)]
            place += 1
        elif isinstance(block, Line) and fields[rank] == "national":
            lines, held = _national(parts[rank : rank + _MOST_FIELDS])
            blocks += [replace(block, text=text, number="", heading=None) for text in lines] or [block]
            end = rank + held
        elif isinstance(block, Line) and several and (found := _lot(block)):
            blocks.append(replace(block, text=f"Lot n° : {found['id']}", number="", heading=None))
        else:
            blocks.append(block)
        rank = end
    return replace(draft, blocks=tuple(blocks))


def _parts(block: Block) -> Iterator[Block]:
    """A line of fields as one line for each."""
    if not isinstance(block, Line) or _named(block) not in {"type", "nom", "description", "unit"}:
        yield block
        return
    yield from (replace(block, text=text) for text in _NEXT.split(block.text))


def _named(block: Block) -> str:
    """The field that a line is: critere, type, nom, description, weight, unit, national; "" for any other block."""
    if not isinstance(block, Line):
        return ""
    folded = words.fold(block.text[:_LONGEST])
    if _OPENS.fullmatch(folded):
        return "critere"
    if _NATIONAL.match(folded):
        return "national"
    if field := _FIELD.match(folded):
        return field["name"] or "type"
    return "weight" if _WEIGHT.fullmatch(folded) else "unit" if _UNIT.search(folded) else ""


def _end(fields: Sequence[str], start: int) -> int:
    """Where the fields of a criterion end."""
    end = start + 1
    while end < min(len(fields), start + 1 + _MOST_FIELDS) and fields[end] not in {"", "critere", "national"}:
        end += 1
    return end


def _criterion(lines: Sequence[Line], rank: int) -> Iterator[str]:
    """A criterion in one line; in several, named by its rank, when but its description tells weights."""
    said = {_named(line): line.text.partition(":")[2].strip() for line in lines}
    weight = next((_WEIGHT.fullmatch(words.fold(line.text)) for line in lines if _named(line) == "weight"), None)
    unit = next((found["unit"] for line in lines if (found := _UNIT.search(words.fold(line.text)))), "points")
    name, description = said.get("nom", ""), said.get("description", "")
    if weight:
        label = name or (description.partition(":")[0] if weights(description) else description)
        yield f"{label.rstrip(' .;:')} : {weight['value']} {'%' if unit == 'pourcentage' else 'points'}"
        return
    if name and not words.fold(description).replace("’", "'").startswith(words.fold(name).replace("’", "'")):
        yield f"Critère {rank} : {name}"
    yield from filter(None, (part.strip() for part in description.split(" ; ")))


def _national(blocks: Sequence[Block]) -> tuple[tuple[str, ...], int]:
    """The lines of the national form's field, with how many blocks they take, when its criteria's weights make 100."""
    first = blocks[0]
    if not isinstance(first, Line) or not _NATIONAL.match(words.fold(first.text)):
        return (), 1
    texts = [first.text.partition(":")[2].strip()]
    for block in blocks[1:_MOST_FIELDS]:
        if not isinstance(block, Line) or not _BARE.fullmatch(block.text):
            break
        texts.append(block.text)
    found = [list(_BARE.finditer(text)) for text in texts]
    bare = [one for ones in found for one in ones]
    whole = all("".join(one[0] for one in ones) == text for ones, text in zip(found, texts, strict=True))
    if not whole or sum(int(one["value"]) for one in bare) != _WHOLE:
        return (), 1
    return ("Critères d'attribution :", *(f"{one['label']} : {one['value']} points" for one in bare)), len(texts)


def _lot(block: Block) -> re.Match[str] | None:
    """The lot whose sheet a line opens."""
    return _LOT.fullmatch(words.fold(block.text)) if isinstance(block, Line) and len(block.text) <= _LONGEST else None
