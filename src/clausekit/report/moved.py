"""A change of an entry as it is told to whoever uses it: severity, direction, figures, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from clausekit import terms
from clausekit import typography as typo
from clausekit.assemble.words import value_text
from clausekit.difference import Change, Figure, Sentence
from clausekit.library import Entry, Library
from clausekit.reached import Beyond, Reach
from clausekit.report import text
from clausekit.report.differed import Difference, Side, words
from clausekit.report.differed.data import change_data

_MOST = 12  # figures or sentences of an entry in a terminal; JSON has them all


def level(name: str | None) -> str:
    """« renforcé »."""
    return terms.LEVEL_TITLES.get(name or "", name or "")


def value(entry: Entry | None, name: str, found: Any) -> str:
    """A value as it is printed, with its unit where the entry says it."""
    parameter = getattr(entry, "parameters", {}).get(name)
    return typo.plain(value_text(parameter, found)) if parameter else str(found)


def between(old: Library, new: Library) -> Difference:
    """Two libraries, for the words that facts are called by."""
    sides = [Side(said="", name="", library=item) for item in (old, new)]
    return Difference(old=sides[0], new=sides[1], changes=(), users={})


def head(change: Change) -> str:
    """« substantielle : Niveau renforcé porté de 50 à 60 %. », or what became of the entry."""
    reason = words.clean(change.reason)
    if change.change == "new":
        return f"nouvelle entrée : {reason}"
    if change.change == "retired":
        after = f", remplacée par {change.successor}" if change.successor else ", sans successeur"
        return f"retirée{after} : {reason or 'motif non dit'}"
    severity = words.SEVERITIES.get(change.severity, change.severity)
    apart = change.declared is not None and change.declared != change.severity
    declared = f", déclarée {words.NATURES.get(change.declared or '', change.declared)}" if apart else ""
    doubt = f" (à confirmer : {words.doubts(change)})" if change.doubts else ""
    return f"modification {severity}{doubt}{declared} : {reason or 'sans ligne d’historique'}"


def figure(item: Figure, change: Change, libraries: Difference) -> str:
    """« Part à l'échéance, niveau renforcé : 50 % → 60 % (plus exigeant) »."""
    way = f" ({words.DIRECTIONS[item.direction]})" if item.direction != "neutral" else ""
    old, new = (words.value(side, item, libraries) or "rien" for side in (item.old, item.new))
    return f"{words.label(item, change, libraries)} : {old} → {new}{way}"


def sentence(item: Sentence) -> str:
    """« CCTP : ôté « … » »."""
    old, new = (typo.quote(words.clean(side)) for side in (item.old, item.new))
    if item.moved and item.old == item.new:
        return f"{words.place(item.piece)}, déplacé : {new}"
    if item.old and item.new:
        return f"{words.place(item.piece)} : {old} devient {new}"
    return f"{words.place(item.piece)}, {f'ajouté : {new}' if item.new else f'ôté : {old}'}"


def lines(change: Change, reach: Reach | None, libraries: Difference, *, first: str) -> Iterator[str]:
    """For a terminal: what changed, figure by figure and sentence by sentence, and what does not reach the reader."""
    figures, prose = (reach.figures, reach.prose) if reach else (change.figures, change.prose)
    told = [head(change)]
    if not reach or not reach.whole:
        inner = [*(figure(item, change, libraries) for item in figures), *map(sentence, prose)]
        told += [f"– {line}" for line in inner[:_MOST]]
        told += [f"– et {len(inner) - _MOST} autres différences (--format json)"] if len(inner) > _MOST else []
    if reach and reach.aside:
        told.append(f"– sans effet ici : {' ; '.join(reach.aside)}")
    for line in told:
        yield from text.wrap(text.short(line), text.WIDTH, first=first, then=f"{first}  ")


_SIDES: Final = {
    "min": "sous le minimum de",
    "max": "au-dessus du maximum de",
    "level": "moins exigeante que le niveau :",
}


def passed(entry: Entry | None, items: Iterable[Beyond]) -> Iterator[str]:
    """« lot 1 : part_echeance, 50 %, sous le minimum de 55 % »."""
    for item in items:
        where = "" if item.lot in {"unique", "*"} else f"lot {item.lot}, "
        said, limit = value(entry, item.name, item.value), value(entry, item.name, item.limit)
        yield f"{where}{item.name} : valeur de {said}, {_SIDES[item.side]} {limit}"


def passed_data(items: Iterable[Beyond]) -> list[Mapping[str, Any]]:
    """The key `out_of_bounds`."""
    return [
        {"lot": item.lot, "name": item.name, "value": item.value, "side": item.side, "limit": item.limit}
        for item in items
    ]


def data(change: Change, reach: Reach | None) -> Mapping[str, Any]:
    """The key `change` (docs/format.md); `reaches` says of each figure and sentence whether it reaches the dossier."""
    told = change_data(change, ())
    figures = [
        {**said, "reaches": reach is None or item in reach.figures}
        for item, said in zip(change.figures, told["figures"], strict=True)
    ]
    prose = [
        {**said, "reaches": reach is None or item in reach.prose}
        for item, said in zip(change.prose, told["prose"], strict=True)
    ]
    kept = ("change", "severity", "to_confirm", "declared_severity", "reason", "successor", "measures")
    return {
        **{key: told[key] for key in kept},
        "directions": list(reach.directions) if reach else [],
        "figures": figures,
        "prose": prose,
        "aside": list(reach.aside) if reach else [],
    }
