"""The section of an edition in clauses/JOURNAL.md: French Markdown, made from the histories of the entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from clausekit import typography as typo
from clausekit.clause import Revision
from clausekit.difference.change import LOOSER, STRICTER
from clausekit.difference.registers import Shift
from clausekit.library import Library
from clausekit.release import Closing, Event, Item
from clausekit.release.journal import escaped, heading, line

NATURES: Final = {
    "creation": "création",
    "substantielle": "substantielle",
    "redactionnelle": "rédactionnelle",
    "retrait": "retrait",
}
_GROUPS: Final = (("new", "Nouvelles"), ("changed", "Modifiées"), ("retired", "Retirées"))
_REGISTERS: Final = {
    "ccag": "CCAG",
    "exigences": "Exigences",
    "familles": "Familles d'achat",
    "mesures": "Mesures",
    "references": "Références",
    "seuils": "Seuils",
    "themes": "Thèmes",
    "trames": "Trames",
}
# Keys of a reference that say when and how it was read, not what it is.
_READ: Final = frozenset({"lu_le", "confiance", "source", "a_verifier"})
_EVENTS: Final = {
    ("reference", "start"): "{title} : la version connue entre en vigueur ({id})",
    ("reference", "end"): "{title} : dernier jour en vigueur ({id})",
    ("minimum", "start"): "l'exigence {id} s'applique ({title})",
    ("minimum", "end"): "l'exigence {id} s'applique pour la dernière fois ({title})",
    ("minimum", "graver"): "l'exigence {id} change de sévérité ({title})",
    ("policy", "start"): "début de la période : {title} ({id})",
    ("policy", "end"): "fin de la période : {title} ({id})",
    ("threshold", "start"): "{title} : nouveaux montants ({id})",
}


def day(iso: str) -> str:
    """« 1er décembre 2026 », with plain spaces."""
    return typo.plain(typo.date(iso))


def count(number: int, words: str) -> str:
    """« 2 lignes »."""
    return f"{number} {typo.agree(words, number)}"


def counts(items: Sequence[Item]) -> str:
    """« 1 entrée nouvelle, 3 modifiées (2 substantielles, 1 rédactionnelle), 1 retirée »."""
    found = Counter(item.change for item in items)
    grave = sum(item.change == "changed" and item.grave for item in items)
    light = found["changed"] - grave
    kinds = [count(number, word) for number, word in ((grave, "substantielles"), (light, "rédactionnelles")) if number]
    told = [(found["new"], "nouvelles", ""), (found["changed"], "modifiées", f" ({', '.join(kinds)})")]
    told.append((found["retired"], "retirées", ""))
    words = [f"{typo.agree(word, number)}{more}" for number, word, more in told if number]
    numbers = [number for number, _, _ in told if number]
    named = [f"{number} {word}" for number, word in zip(numbers, words, strict=True)]
    if not named:
        return "aucune entrée"
    first = f"{numbers[0]} {typo.agree('entrées', numbers[0])} {words[0]}"
    return ", ".join([first, *named[1:]])


def _revision(item: Revision) -> str:
    return f"{day(item.date)}, {NATURES[item.nature]} : {escaped(item.motive)}"


def _shorts(names: Iterable[str], library: Library) -> str:
    known = library.registers.references
    return ", ".join(escaped(known[name].short if name in known else name) for name in names)


def _directions(item: Item) -> str:
    found = Counter(figure.direction for figure in item.figures)
    told = [
        f"{number} {words if number > 1 else one}"
        for number, one, words in (
            (found[STRICTER], "valeur plus exigeante", "valeurs plus exigeantes"),
            (found[LOOSER], "valeur moins exigeante", "valeurs moins exigeantes"),
        )
        if number
    ]
    return ", ".join(told)


def _details(item: Item, library: Library) -> Iterator[str]:
    yield from map(_revision, item.lines)
    if item.undeclared:
        yield "Sans ligne d'historique nouvelle."
    if _directions(item):
        yield f"{_directions(item)}."
    successor = library.find(item.successor) if item.successor else None
    if item.successor:
        yield f"Remplacée par {item.successor}{f' ({escaped(successor.title)})' if successor else ''}."
    elif item.change == "retired":
        yield "Sans remplaçante."
    if item.measures:
        yield f"Mesures : {', '.join(item.measures)}."
    label = "Références" if item.change == "new" else "Références ajoutées"
    for name, given in ((label, item.added), ("Références ôtées", item.removed)):
        if given:
            yield f"{name} : {_shorts(given, library)}."


def _entry(item: Item, closing: Closing, library: Library) -> Iterator[str]:
    yield line(item)
    # A first edition has nothing to tell of each entry but that it is there.
    for detail in () if closing.first else _details(item, library):
        yield f"  - {detail}"


def _families(closing: Closing, library: Library) -> Iterator[tuple[str, list[Item]]]:
    """The items by the prefix of their ids, in the order in which the library gives its prefixes."""
    names = dict.fromkeys((*library.prefixes, *(item.id[:3] for item in closing.items)))
    for name in names:
        items = [item for item in closing.items if item.id[:3] == name]
        if items:
            yield library.prefixes.get(name, name), items


def _entries(closing: Closing, library: Library) -> Iterator[str]:
    for title, items in _families(closing, library):
        yield from ("", f"### {escaped(title)}")
        for change, words in _GROUPS:
            group = [item for item in items if item.change == change]
            if group:
                yield from ("", f"#### {words}", "")
                for item in group:
                    yield from _entry(item, closing, library)


def _reread(shift: Shift) -> bool:
    return shift.change == "changed" and all(figure.route in _READ for figure in shift.figures)


def _named(shift: Shift) -> str:
    cited = f", citée par {', '.join(shift.entries)}" if shift.entries else ""
    return f"`{shift.id}` ({escaped(shift.title)}{cited})" if shift.title else f"`{shift.id}`"


def _shifts(found: Sequence[Shift]) -> Iterator[str]:
    for file in dict.fromkeys(item.file for item in found):
        name = file.rsplit("/", 1)[-1].removesuffix(".yaml")
        title = _REGISTERS.get(name.rsplit(".", 1)[-1], name)
        here = [item for item in found if item.file == file]
        groups = (
            ("ajouts", [item for item in here if item.change == "new"]),
            ("modifications", [item for item in here if item.change == "changed" and not _reread(item)]),
            ("retraits", [item for item in here if item.change == "retired"]),
        )
        for word, items in groups:
            if items:
                yield f"- {title}, {word} : {' ; '.join(map(_named, items))}."
        again = [item for item in here if _reread(item)]
        if again:
            yield f"- {title}, relectures sans changement : {', '.join(f'`{item.id}`' for item in again)}."


def _event(item: Event) -> str:
    words = _EVENTS[item.kind, item.what].format(title=escaped(item.title), id=f"`{item.id}`")
    return f"- {day(str(item.day))} : {words}."


def section(closing: Closing, library: Library) -> str:
    """The section of an edition in clauses/JOURNAL.md."""
    since = f"Depuis l'édition {closing.baseline.edition}" if closing.baseline.edition else "Première édition"
    since = "Depuis la révision indiquée" if closing.baseline.name and not closing.baseline.edition else since
    lines = [heading(closing.edition, closing.day), "", f"{since} : {counts(closing.items)}."]
    lines += _entries(closing, library)
    if closing.shifts:
        lines += ["", "### Registres et exigences", "", *_shifts(closing.shifts)]
    if closing.events:
        lines += ["", "### Calendrier du droit", "", *map(_event, closing.events)]
    return "\n".join([*lines, ""])
