"""The level and the values of a library clause, read back from the words of a document.

Each sentence of the clause that holds a blank is looked for with the blank open; what stands there is
its value. The level is the one whose values and added paragraphs agree best with what was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeAlias

from clausekit import prose
from clausekit.clause import Clause, Parameter, Value

Kinds: TypeAlias = tuple[tuple[str, bool, str], ...]
Row: TypeAlias = tuple[str, ...]  # the cells of a row of a table

_LEVELS: Final = ("socle", "renforce", "exemplaire")
_NUMBERS: Final = frozenset({"pourcentage", "nombre", "entier", "montant", "duree"})
_WORDS: Final = frozenset({"texte", "choix"})
_NUMBER: Final = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:,\d+)?")
# « lots 1 et 2 et 4 demi-journées » : a number that a unit follows is no lot.
_LOTS: Final = r"\d+(?:(?:, | et )\d+(?!\d* ?(?:%|(?!et\b)[^\W\d])))*"
_LOT: Final = rf" pour les? lots? {_LOTS}"
_BY_LOT: Final = re.compile(
    rf"(?<!\w)(?P<value>{_NUMBER.pattern})(?: ?%)?(?: [^\s,;]+){{0,9}}?"
    rf" pour les? lots? (?P<lots>{_LOTS})"
)
# « Heures non réalisées (lot 1) » in a cell, or a cell that says nothing but its lots.
_ROW_LOTS: Final = re.compile(r"(?:^|\()lots? (?P<lots>\d+(?:(?:, | et )\d+)*)\)?$", re.IGNORECASE)
_APPLIES: Final = re.compile(r"s'applique(?:nt)? (?:au|aux) lots? (?P<lots>\d+(?:(?:, | et )\d+)*)")
_BLANK: Final = re.compile(r"à compléter|…|\.{3,}|_{2,}|\[")
_LINK: Final = r"[^.;]{1,160}?"
_HOLE: Final = r"(?P<{name}>[^;]{{1,200}}?)"
_ROLE: Final = r"[^.;]{1,80}?"
# « à {{ acheteur }} » prints « à la Métropole », « au maître d'ouvrage ».
_SMALL: Final = re.compile(r"\b(?:à|de|du|des|au|aux|le|la|les)\s*$")
_CONTRACTED: Final = r"(?:à|au|aux|de|du|des|d'|à la|de la|le|la|les|l')?\s*"
_FEWEST: Final = 12  # characters of its own words without which a sentence could be any


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What was read of a clause: its level, None when nothing tells it, and the values that its level does not give.

    `only` are the lots that it is said to apply to, none for all of them. `by_lot` is what is told of some lots
    apart (« 10 % pour le lot 1 et 30 % pour le lot 2 »). `doubtful` are the parameters of which the document says
    several values otherwise. `lists` are the words of the lists that it gives, which only a person can cut in items.
    """

    level: str | None
    values: Mapping[str, Value]
    doubtful: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    by_lot: Mapping[str, Reread] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)


def reread(clause: Clause, lines: Sequence[str], rows: Iterable[Row] = ()) -> Reread:
    """`lines` are the paragraphs that say the clause; `rows` those of the tables of the documents (penalties)."""
    plain = [_plain(line) for line in lines]
    told: dict[str, set[Value]] = {}
    for name, value in (*_in_words(clause, plain), *_in_rows(clause, rows)):
        told.setdefault(name, set()).add(value)
    read = {name: next(iter(values)) for name, values in told.items() if len(values) == 1}
    shared = {name: value for name, value in read.items() if not isinstance(value, tuple)}
    lots = sorted({lot for value in read.values() if isinstance(value, tuple) for lot, _ in value})
    own = {
        lot: {**shared, **{name: dict(value)[lot] for name, value in read.items() if _told_of(lot, value)}}
        for lot in lots
    }
    levels = {lot: _level(clause, values, plain) for lot, values in own.items()}
    level = min(levels.values(), key=_rank) if levels else _level(clause, shared, plain)
    kept = _beyond(clause, level, shared)
    apart = {lot: _apart(clause, levels[lot], level, {**own[lot]}, kept) for lot in lots}
    several = tuple(sorted(name for name, values in told.items() if len(values) > 1))
    return Reread(
        level=level, values=kept, doubtful=several, only=_only(plain), by_lot=apart, lists=_lists(clause, plain)
    )


def _lists(clause: Clause, lines: Sequence[str]) -> dict[str, str]:
    """The words of each list that the buyer gives, as they are printed; those told in several ways are left out."""
    told: dict[str, set[str]] = {}
    for text in _texts(clause):
        for pattern in _patterns(text, _kinds(clause)):
            for found in (found for line in lines for found in pattern.finditer(line)):
                for name, words in found.groupdict().items():
                    parameter = clause.parameters[name]
                    if parameter.kind == "liste" and parameter.origin == "acheteur" and not _BLANK.search(words or ""):
                        told.setdefault(name, set()).add((words or "").strip(" ,."))
    return {name: next(iter(words)) for name, words in told.items() if len(words) == 1 and words != {""}}


def _told_of(lot: str, value: Value) -> bool:
    return isinstance(value, tuple) and any(name == lot for name, _ in value)


def _rank(level: str | None) -> int:
    return _LEVELS.index(level) if level else len(_LEVELS)


def _beyond(clause: Clause, level: str | None, read: Mapping[str, Value]) -> dict[str, Value]:
    """The values that neither the level nor the house figures give."""
    known = {
        **{name: item.default for name, item in clause.parameters.items() if item.default is not None},
        **clause.levels.get(level or "", {}),
    }
    return {name: value for name, value in read.items() if known.get(name) != value}


def _apart(
    clause: Clause, level: str | None, base: str | None, read: Mapping[str, Value], kept: Mapping[str, Value]
) -> Reread:
    """What a lot says that the clause does not say for all of them."""
    values = {name: value for name, value in _beyond(clause, level, read).items() if kept.get(name) != value}
    return Reread(level=level if level != base else None, values=values)


def applies(line: str) -> bool:
    """Whether a paragraph says to which lots its article applies."""
    return bool(_APPLIES.search(_plain(line)))


def _only(lines: Iterable[str]) -> tuple[str, ...]:
    found = next((match for line in lines if (match := _APPLIES.search(line))), None)
    return tuple(re.findall(r"\d+", found["lots"])) if found else ()


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").split())


def _texts(clause: Clause) -> Iterator[str]:
    yield from clause.texts.values()
    for pieces in clause.complements.values():
        yield from pieces.values()


def _in_words(clause: Clause, lines: Sequence[str]) -> Iterator[tuple[str, Value]]:
    for text in _texts(clause):
        for pattern in _patterns(text, _kinds(clause)):
            if not pattern.groupindex:
                continue
            for line in lines:
                for found in pattern.finditer(line):
                    yield from _read(clause.parameters, found)


def _read(parameters: Mapping[str, Parameter], found: re.Match[str]) -> Iterator[tuple[str, Value]]:
    for name, text in found.groupdict().items():
        value = _value(parameters[name], text or "")
        if value is not None:
            yield name, value


def _value(parameter: Parameter, text: str) -> Value | None:
    lots = tuple(_BY_LOT.finditer(text)) if parameter.kind in _NUMBERS else ()
    if lots and parameter.origin == "acheteur":
        return tuple((lot, _number(found["value"])) for found in lots for lot in re.findall(r"\d+", found["lots"]))
    if parameter.origin != "acheteur" or _BLANK.search(text):
        return None
    if parameter.kind in _NUMBERS:
        found = _NUMBER.search(text)
        return _number(found[0]) if found else None
    return text.strip(" ,.") if parameter.kind in _WORDS else None


def _number(text: str) -> float | int:
    value = float(text.replace(" ", "").replace(",", "."))
    return int(value) if value == int(value) else value


@lru_cache(maxsize=2048)
def _patterns(text: str, parameters: Kinds) -> tuple[re.Pattern[str], ...]:
    """One pattern a sentence of a text: its words, its blanks named, anything in place of links and role words."""
    lines = [line for block in prose.parse(text) for line in prose.lines_of(block)]
    return tuple(_pattern(line, parameters) for line in lines if _own(line) >= _FEWEST)


def _kinds(clause: Clause) -> Kinds:
    """Each parameter: its name, "" for words or the unit that follows its number."""
    return tuple((name, item.kind in _NUMBERS, item.unit or "") for name, item in clause.parameters.items())


def _hole(name: str, numeric: bool, unit: str) -> str:
    """What may stand in a blank: a number and its unit, or words."""
    if not numeric:
        return _HOLE.format(name=name)
    printed = r"\s*".join(re.escape(word.rstrip("s")) + r"\w*" for word in unit.replace("'", "' ").split())
    one = rf"(?:{_NUMBER.pattern})(?:\s*%)?" + (rf"(?:\s*{printed})?" if unit else "")
    return rf"(?P<{name}>{one}(?:{_LOT}(?:(?:,| ;| et) {one}{_LOT})*)?)"


def _own(line: prose.Line) -> int:
    return sum(len(piece.text.strip()) for piece in line if isinstance(piece, prose.Words))


def _pattern(line: prose.Line, parameters: Kinds) -> re.Pattern[str]:
    parts: list[str] = []
    seen: set[str] = set()
    holes = {name: _hole(name, numeric, unit) for name, numeric, unit in parameters}
    for rank, piece in enumerate(line):
        if isinstance(piece, prose.Words):
            parts.append(_literal(piece.text, before_hole=rank + 1 < len(line)))
        elif isinstance(piece, prose.Slot) and piece.name in holes and piece.name not in seen:
            seen.add(piece.name)
            parts.append(holes[piece.name])
        else:
            parts.append(_ROLE if isinstance(piece, prose.Slot) else _LINK)
    # A blank that ends the sentence goes to the end of the paragraph.
    last = "" if isinstance(line[-1], prose.Words) else r"(?=[.;,]?$)"
    return re.compile("".join(parts) + last, re.IGNORECASE)


def _literal(text: str, *, before_hole: bool) -> str:
    """Words as they are, spaces free; the small word before a blank may have been contracted with it."""
    plain = _plain(text)
    small = _SMALL.search(plain) if before_hole else None
    kept = plain[: small.start()] if small else plain
    body = r"\s*".join(re.escape(word) for word in kept.split())
    head = r"\s*" if text[:1].isspace() else ""
    tail = rf"\s*{_CONTRACTED}" if small else (r"\s*" if text[-1:].isspace() else "")
    return f"{head}{body}{tail}"


def _in_rows(clause: Clause, rows: Iterable[Row]) -> Iterator[tuple[str, Value]]:
    """The amounts of a table of penalties: the row that tells the failing, the amount in euros beside it."""
    amounts = {
        _plain(item.failing).casefold(): item.amount for item in clause.consequences if isinstance(item.amount, str)
    }
    if not amounts:
        return
    by_lot: dict[str, list[tuple[str, float | int]]] = {}
    for row in rows:
        cells = [_plain(cell) for cell in row]
        lots = [lot for cell in cells if (found := _ROW_LOTS.search(cell)) for lot in re.findall(r"\d+", found["lots"])]
        told = [_ROW_LOTS.sub("", cell).casefold().rstrip(". ") for cell in cells]
        name = next((amounts[key] for key in told if key in amounts), None)
        sums = [found[0] for cell in cells if "euro" in cell and (found := _NUMBER.search(cell))]
        if name not in clause.parameters or len(sums) != 1:
            continue
        if lots:
            by_lot.setdefault(str(name), []).extend((lot, _number(sums[0])) for lot in lots)
        else:
            yield str(name), _number(sums[0])
    yield from ((name, tuple(dict.fromkeys(values))) for name, values in by_lot.items() if _one_each(values))


def _one_each(values: Sequence[tuple[str, float | int]]) -> bool:
    """Whether no lot is told two amounts."""
    return len({lot for lot, _ in values}) == len(set(values))


def _level(clause: Clause, read: Mapping[str, Value], lines: Sequence[str]) -> str | None:
    """The level that agrees best, the lowest of equals; None when no level tells itself apart."""
    scores = {name: _agreement(clause, name, read, lines) for name in _LEVELS if name in clause.levels}
    if not scores or (len(set(scores.values())) == 1 and len(scores) > 1):
        return None
    return max(scores, key=lambda name: (scores[name], -_LEVELS.index(name)))


def _agreement(clause: Clause, level: str, read: Mapping[str, Value], lines: Sequence[str]) -> int:
    given = clause.levels[level]
    values = sum(1 if read[name] == value else -1 for name, value in given.items() if name in read)
    own, others = (
        [
            any(pattern.search(line) for line in lines)
            for name, pieces in clause.complements.items()
            if (name == level) is mine
            for text in pieces.values()
            for pattern in _patterns(text, _kinds(clause))
        ]
        for mine in (True, False)
    )
    return values + 2 * sum(own) - len(own) - sum(others)
