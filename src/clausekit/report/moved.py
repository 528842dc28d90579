"""A change of an entry as it is told to whoever uses it: severity, direction, figures, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from clausekit import terms
from clausekit import typography as typo
from clausekit.assemble.words import value_text
from clausekit.difference import Change, Figure, Sentence
from clausekit.library import Entry
from clausekit.reached import Beyond, Reach
from clausekit.report import text

DIRECTIONS: Final = {"stricter": "plus exigeant", "looser": "moins exigeant", "neutral": "neutre"}
SEVERITIES: Final = {"redactionnelle": "rédactionnelle", "substantielle": "substantielle"}
_MOST = 12  # figures or sentences of an entry in a terminal; JSON has them all


def level(name: str | None) -> str:
    """« renforcé »."""
    return terms.LEVEL_TITLES.get(name or "", name or "")


def value(entry: Entry | None, name: str, found: Any) -> str:
    """A value as it is printed, with its unit where the entry says it."""
    parameter = getattr(entry, "parameters", {}).get(name)
    return typo.plain(value_text(parameter, found)) if parameter else str(found)


def head(change: Change) -> str:
    """« substantielle : Niveau renforcé porté de 50 à 60 %. », or what became of the entry."""
    if change.change == "new":
        return f"nouvelle entrée : {change.reason}"
    if change.change == "retired":
        after = f", remplacée par {change.successor}" if change.successor else ", sans successeur"
        return f"retirée{after} : {change.reason or 'motif non dit'}"
    declared = f", déclarée {SEVERITIES.get(change.declared, change.declared)}" if change.declared else ""
    apart = declared if change.declared != change.severity else ""
    reason = change.reason or "sans ligne d'historique"
    return f"modification {SEVERITIES.get(change.severity, change.severity)}{apart} : {reason}"


def figure(item: Figure) -> str:
    """« niveaux.renforce.part : 50 % → 60 % (plus exigeant) »."""
    way = f" ({DIRECTIONS[item.direction]})" if item.direction != "neutral" else ""
    return f"{item.route} : {item.old or 'rien'} → {item.new or 'rien'}{way}"


def sentence(item: Sentence) -> str:
    """« CCTP : ôté « … » »."""
    if item.moved and item.old == item.new:
        return f"{item.piece}, déplacé : {typo.quote(item.new)}"
    if item.old and item.new:
        return f"{item.piece} : {typo.quote(item.old)} devient {typo.quote(item.new)}"
    return f"{item.piece}, {'ajouté' if item.new else 'ôté'} : {typo.quote(item.new or item.old)}"


def lines(change: Change, reach: Reach | None, *, first: str) -> Iterator[str]:
    """For a terminal: what changed, figure by figure and sentence by sentence, and what does not reach the reader."""
    figures, prose = (reach.figures, reach.prose) if reach else (change.figures, change.prose)
    told = [head(change)]
    if not reach or not reach.whole:
        inner = [*map(figure, figures), *map(sentence, prose)]
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
    return {
        "change": change.change,
        "severity": change.severity,
        "declared_severity": change.declared,
        "reason": change.reason,
        "successor": change.successor,
        "measures": list(change.measures),
        "directions": list(reach.directions) if reach else [],
        "figures": [
            {
                "route": item.route,
                "level": item.level,
                "old": item.old,
                "new": item.new,
                "direction": item.direction,
                "reaches": reach is None or item in reach.figures,
            }
            for item in change.figures
        ],
        "prose": [
            {
                "piece": item.piece,
                "old": item.old,
                "new": item.new,
                "moved": item.moved,
                "reaches": reach is None or item in reach.prose,
            }
            for item in change.prose
        ],
        "aside": list(reach.aside) if reach else [],
    }
