"""The readings of the law by their age, for a terminal or a program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from clausekit import typography as typo
from clausekit.explain.references import confidence, plain_date
from clausekit.law import OLD_AFTER_DAYS, Reading
from clausekit.registry import LegalReference
from clausekit.report import text
from clausekit.source import Source

FORMAT: Final = 1
_SOME: Final = 8
_UNDATED: Final = "sans date"
_OLDEST_FIRST: Final = "Références citées, de la plus anciennement lue à la plus récente"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The library that was read, and the day at which ages are counted (ISO)."""

    library_name: str
    edition: str
    day: str
    sources: Mapping[str, Source]


def head(watch: Watch) -> str:
    """The library that was read."""
    return f"Bibliothèque : {watch.library_name} (édition {watch.edition})"


def count(number: int, words: str) -> str:
    """« 2 références »."""
    return f"{typo.plain(typo.number(number))} {typo.agree(words, number)}"


# ------------------------------------------------------------------------------------ readings


def _cited(item: Reading) -> str:
    names = [*item.entries, *item.minima, *item.registers]
    more = f" et {len(names) - _SOME} autres" if len(names) > _SOME + 1 else ""
    shown = names if not more else names[:_SOME]
    return f"citée par {len(names)} : {', '.join(shown)}{more}"


def _old(item: Reading) -> str:
    if item.days is None:
        return "à dater"
    return "à relire" if item.old else ""


def _short(item: Reading) -> Iterator[str]:
    """One line: the day of the last reading, the text, and what is to be done."""
    found = item.reference
    unsure = "à vérifier avant de publier" if found.unverified else ""
    marks = "".join(f" – {mark}" for mark in (_old(item), unsure) if mark)
    yield from text.wrap(f"{found.read_on or _UNDATED} {found.short} ({found.id}){marks}", text.WIDTH, then=" " * 11)


def _reading(item: Reading) -> Iterator[str]:
    found = item.reference
    ended = f" ; en vigueur jusqu'au {plain_date(found.end)}" if found.end else ""
    mark = f" – {_old(item)}" if _old(item) else ""
    head = f"{found.read_on or _UNDATED} {found.short} ({found.id}){mark}"
    for number, line in enumerate((head, f"{confidence(found)}{ended}", _cited(item))):
        yield from text.wrap(line, text.WIDTH, first=" " * 11 if number else "", then=" " * 11)


def _summary(items: Sequence[Reading], day: str) -> Iterator[str]:
    old, unsure = sum(item.old for item in items), sum(item.reference.unverified for item in items)
    never = sum(not item.cited for item in items)
    yield (
        f"Au {plain_date(day)} : {count(len(items), 'références')}, dont {never} que rien ne cite "
        f"et {unsure} à vérifier avant de publier."
    )
    limit = f"{OLD_AFTER_DAYS} jours"
    told = f"{count(old, 'lectures')} de plus de {limit} : à refaire" if old else f"Aucune lecture de plus de {limit}"
    yield f"{told}. L'âge d'une lecture avertit, il ne bloque rien."


def as_text(watch: Watch, items: Sequence[Reading]) -> str:
    """References that are cited, the oldest reading first; then those that nothing cites."""
    cited, never = [item for item in items if item.cited], [item for item in items if not item.cited]
    lines = [head(watch), "", *_summary(items, watch.day)]
    if cited:
        lines += ["", _OLDEST_FIRST, *(line for item in cited for line in _reading(item))]
    if never:
        lines += ["", "Références que rien ne cite", *(line for item in never for line in _short(item))]
    return "\n".join(lines)


def reference_data(found: LegalReference) -> dict[str, Any]:
    """A reference as docs/format.md gives it."""
    return {
        "id": found.id,
        "title": found.title,
        "read_on": found.read_on or None,
        "confidence": found.confidence,
        "unverified": found.unverified,
        "start": found.start,
        "end": found.end,
    }


def dump(watch: Watch, **data: Any) -> str:
    """A document under the head that every answer has."""
    from clausekit.lock import engine

    head = {
        "format": FORMAT,
        "clausekit": engine().removeprefix("clausekit").strip(),
        "library": {"path": watch.library_name, "edition": watch.edition},
        "on": watch.day,
    }
    return json.dumps({**head, **data}, ensure_ascii=False, indent=2)


def as_json(watch: Watch, items: Sequence[Reading]) -> str:
    """One document, `readings[]` in the order of the text."""
    return dump(
        watch,
        readings=[
            {
                **reference_data(item.reference),
                "days": item.days,
                "old": item.old,
                "entries": list(item.entries),
                "minima": list(item.minima),
                "registers": list(item.registers),
            }
            for item in items
        ],
    )
