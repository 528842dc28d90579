"""What `import` tells: the drafts written, their blanks, what the document held that could not be carried over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from clausekit.draft import unsigned
from clausekit.finding import Place
from clausekit.report import text
from clausekit.report.data import place_data
from clausekit.transcribe import Remark, Wanted, Written

FORMAT = 1
_LONGEST_ARTICLE = 50
_MOST_PLACES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft: its identifier, the file written, the clause found and the text of the file."""

    id: str
    file: str
    clause: Written
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One run of `import`. `source` is the document."""

    source: str
    drafts: tuple[Drafted, ...]
    remarks: tuple[Remark, ...]


def where(place: Place) -> str:
    """« alinéa 12, sous « 2 Pénalités » »: where a person finds it in the document."""
    if place.paragraph is None:
        return ""
    article = unsigned(place.article or "")
    cut = article if len(article) <= _LONGEST_ARTICLE else article[: _LONGEST_ARTICLE - 1] + "…"
    part = "" if place.part in (None, "corps") else f", {place.part}"
    return f"alinéa {place.paragraph}{part}" + (f", sous « {cut} »" if cut else "")


def remarks(found: Iterable[Remark]) -> list[str]:
    """One remark a paragraph, with its places."""
    places: dict[str, list[Place]] = {}
    for item in found:
        places.setdefault(item.message, []).append(item.place)
    kept, more = text.bounded(places, lambda message: message.split("«")[0].rstrip(" ."))
    told = (f"{message.rstrip('.')}{_at(places[message])}." for message in kept)
    lines = [line for words in told for line in text.wrap(words, text.WIDTH, first="  - ", then="    ")]
    return [*lines, *(f"  {line}" for line in more)]


def _at(places: list[Place]) -> str:
    """« (alinéa 12, sous « 2 Pénalités ») », or the paragraphs alone when they are several."""
    if len(places) == 1:
        at = where(places[0])
        return f" ({at})" if at else ""
    numbers = [place.paragraph for place in places if place.paragraph]
    more = f" et {len(numbers) - _MOST_PLACES} autres" if len(numbers) > _MOST_PLACES else ""
    return f" (alinéas {', '.join(numbers[:_MOST_PLACES])}{more})" if numbers else ""


def _blank(wanted: Wanted) -> str:
    unit = f", en {wanted.unit}" if wanted.unit else ""
    value = "" if wanted.value is None else f", proposé : {wanted.value}"
    title = wanted.title or "à nommer"
    return f"{wanted.name} : {title} ({wanted.kind}{unit}{value}), lu « {' '.join(wanted.shown.split())} »"


def _drafted(item: Drafted) -> Iterator[str]:
    pieces = ", ".join(dict.fromkeys(written.piece for written in item.clause.texts))
    yield f"  écrit  {item.file}"
    yield from text.wrap(
        f"{item.id} – {item.clause.title or 'sans titre'} ({pieces})", text.WIDTH, first="    ", then="    "
    )
    for wanted in item.clause.wanted.values():
        yield from text.wrap(_blank(wanted), text.WIDTH, first="    blanc  ", then="           ")


def as_text(report: Imported) -> str:
    """For a terminal."""
    lines = [f"Document : {report.source}"]
    for item in report.drafts:
        lines += _drafted(item)
    if report.remarks:
        lines += ["", "À savoir :", *remarks(report.remarks)]
    files = " ".join(text.pasted(item.file) for item in report.drafts[:1])
    lines += ["", f"Ensuite : clausekit lint {files}" if len(report.drafts) == 1 else "Ensuite : clausekit lint"]
    return "\n".join(lines)


def remark_data(item: Remark) -> dict[str, Any]:
    """A remark as data."""
    place = replace(item.place, article=unsigned(item.place.article)) if item.place.article else item.place
    return {"message": item.message, "place": place_data(place)}


def _wanted_data(item: Wanted) -> dict[str, Any]:
    return {
        "name": item.name,
        "title": item.title or None,
        "kind": item.kind,
        "unit": item.unit or None,
        "value": item.value,
        "choices": list(item.choices),
        "read": item.shown,
        "place": place_data(item.place),
    }


def as_json(report: Imported) -> str:
    """One document."""
    data = {
        "format": FORMAT,
        "source": report.source,
        "drafts": [
            {
                "id": item.id,
                "file": item.file,
                "title": item.clause.title or None,
                "pieces": list(dict.fromkeys(written.piece for written in item.clause.texts)),
                "parameters": [_wanted_data(wanted) for wanted in item.clause.wanted.values()],
            }
            for item in report.drafts
        ],
        "remarks": [remark_data(item) for item in report.remarks],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
