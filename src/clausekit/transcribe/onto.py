"""What a person changed in the Word page of an entry, as changes of its file.

The page has a heading for each text, a table of values, and lines on the rest. The page as it would be written now
and the page that came back are read the same way: what differs between them is what the person changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from clausekit import prose, terms
from clausekit.annex import Annex
from clausekit.clause import Clause, Parameter
from clausekit.draft import Block, Line, Table, unsigned
from clausekit.finding import Place, Route
from clausekit.transcribe import values
from clausekit.transcribe.blocks import Scribe
from clausekit.transcribe.cutting import piece_of
from clausekit.transcribe.found import Notes, Remark
from clausekit.transcribe.inline import Reader
from clausekit.transcribe.merging import folded, merged, same
from clausekit.transcribe.sheet import (
    Page,
    Section,
    around,
    changed,
    differences,
    folds,
    missing,
    named,
    pages,
    short,
    texts,
)

Shown: TypeAlias = Clause | Annex

# `redline` signs what it shows « v1 → copie de travail »: no person's name holds that sign.
OURS: Final = "→"
_VALUES: Final = "Blancs et valeurs"
_LINK: Final = "Lien avec l'objet"
_CONTROL: Final = "Contrôle"
_OTHERS: Final = (_VALUES, _CONTROL, "Conséquences", "Dérogations", _LINK, "Références")
_CONTROL_KEYS: Final = {
    "indicateur": "indicateur",
    "preuve": "preuve",
    "fréquence": "frequence",
    "destinataire": "destinataire",
    "vérification": "verification",
}
_LEVELS: Final = {title: level for level, title in terms.LEVEL_TITLES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A key of the file and what it is to hold; `absent` when the file does not have it yet."""

    route: Route
    value: Any
    absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a page asks of a file: values to write, what was seen besides, and what is left to a person.

    `remarks` are for information; `left` are changes of the page that are not carried over.
    """

    values: tuple[Value, ...]
    remarks: tuple[Remark, ...] = ()
    left: tuple[Remark, ...] = ()


def proposal(entry: Shown, now: Page, came: Page) -> Proposal:
    """What the page that came back asks of the entry; `now` is the page as it would be written now."""
    hand = _Hand(entry=entry)
    hand.title(now, came)
    before = {named(section): section for section in now.sections}
    for section in came.sections:
        known = before.get(named(section))
        if known is None:
            words = " ".join(texts(section.blocks))
            hand.left.add(f"La rubrique « {section.title} » n'est pas de l'entrée : « {short(words)} ».", section.place)
        else:
            hand.section(known, section)
    hand.blanks()
    return Proposal(values=tuple(hand.values), remarks=tuple(hand.remarks.found), left=tuple(hand.left.found))


@dataclass(slots=True, kw_only=True)
class _Hand:
    entry: Shown
    values: list[Value] = field(default_factory=list)
    remarks: Notes = field(default_factory=Notes)
    left: Notes = field(default_factory=Notes)
    _texts_now: dict[Route, str] = field(default_factory=dict)

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        return self.entry.parameters

    def title(self, now: Page, came: Page) -> None:
        if folded(now.title) != folded(came.title):
            self.values.append(Value(route=("titre",), value=_plain(came.title)))
        changes = (change for block in came.head.blocks if isinstance(block, Line) for change in block.changes)
        if any(OURS not in change.author for change in changes):
            self.left.add("La ligne de révision et d'état ne se change pas dans Word.", came.head.place)

    def section(self, now: Section, came: Section) -> None:
        """One heading and what stands under it."""
        named = self._prose_route(now)
        if named:
            self._prose(named, came)
        elif folded(now.title) == folded(_VALUES):
            self._values(now, came)
        elif folds(now.blocks) != folds(came.blocks):
            self._other(now, came)

    def _prose_route(self, section: Section) -> Route | None:
        if isinstance(self.entry, Annex):
            titles = [folded(item.title) for item in self.entry.sections]
            name = folded(section.title)
            return ("sections", titles.index(name), "texte") if name in titles else None
        if folded(section.title) in map(folded, _OTHERS):
            return None
        named = piece_of(section.title)
        if named is None:
            return None
        return ("complements", named[1], named[0]) if named[1] else ("textes", named[0])

    def _known(self, route: Route) -> str:
        if isinstance(self.entry, Annex):
            return self.entry.sections[int(route[1])].text
        held: Any = self.entry.texts if route[0] == "textes" else self.entry.complements[str(route[1])]
        return str(held[route[-1]])

    def _prose(self, route: Route, came: Section) -> None:
        reader = Reader(notes=self.remarks, known=frozenset(self.parameters), declares=False)
        titles = isinstance(self.entry, Annex)
        blocks = Scribe(reader=reader, notes=self.remarks, titles=titles, tells_changes=False).write(came.blocks)
        old = self._known(route)
        if not blocks:
            self.left.add(f"Le texte de « {came.title} » a été ôté : retirer la clé dans le fichier.", came.place)
            return
        text = old if same(old, blocks) else merged(old, blocks)
        self._texts_now[route] = text
        if text != old:
            self.values.append(Value(route=route, value=text))

    def _values(self, now: Section, came: Section) -> None:
        before, after = _grid(now.blocks), _grid(came.blocks)
        if before is None or after is None or before.header != after.header:
            if folds(now.blocks) != folds(came.blocks):
                self.left.add(
                    "Le tableau des valeurs n'a plus ses colonnes : ses valeurs ne sont pas lues.", came.place
                )
            return
        for name in [*dict.fromkeys((*before.rows, *after.rows))]:
            self._row(name, before, after)

    def _row(self, name: str, before: _Values, after: _Values) -> None:
        old, new = before.rows.get(name), after.rows.get(name)
        place = after.place
        if new is None:
            self.left.add(
                f"Le blanc « {name} » n'est plus dans le tableau : le retirer ou le renommer dans le fichier.", place
            )
        elif old is None:
            self.left.add(f"Le blanc « {name} » est nouveau ou renommé : le déclarer sous « parametres ».", place)
        else:
            if folded(old[0]) != folded(new[0]):
                self.left.add(f"Blanc « {name} », titre ou bornes : « {old[0]} » devient « {new[0]} ».", place)
            for column, was, now in zip(before.header[2:], old[1:], new[1:], strict=False):
                if folded(was) != folded(now):
                    self._value(name, _LEVELS.get(column, ""), was, now, place)

    def _value(self, name: str, level: str, was: str, now: str, place: Place) -> None:
        parameter = self.parameters.get(name)
        at = f", niveau {terms.LEVEL_TITLES.get(level, level)}" if level else ""
        said = f"Blanc « {name} »{at} : « {was} » devient « {now} »"
        if parameter is None or not level or values.absent(now):
            self.left.add(f"{said} ; à reporter dans le fichier.", place)
            return
        try:
            value = values.read(now, parameter)
        except values.Misread as error:
            self.left.add(f"{said}. {error}", place)
            return
        if isinstance(value, (int, float)) and not parameter.bounds.holds(value):
            self.remarks.add(f"{said}, hors des bornes du blanc.", place)
        known = self.entry.levels.get(level, {}) if isinstance(self.entry, Clause) else {}
        self.values.append(Value(route=("niveaux", level, name), value=value, absent=name not in known))

    def _other(self, now: Section, came: Section) -> None:
        if folded(now.title) == folded(_LINK) and isinstance(self.entry, Clause) and self.entry.link:
            self.values.append(Value(route=("lien_objet",), value=_plain(" ".join(texts(came.blocks)))))
            return
        before, after = texts(now.blocks), texts(came.blocks)
        for old, new in changed(before, after):
            if not (folded(now.title) == folded(_CONTROL) and self._control(old, new)):
                self.left.add(f"« {now.title} » : {_became(old, new)}.", came.place)

    def _control(self, old: str, new: str) -> bool:
        label, _, _ = old.partition(" :")
        again, _, said = new.partition(":")
        name = _CONTROL_KEYS.get(label.strip())
        if name is None or again.strip() != label.strip() or not said.strip():
            return False
        self.values.append(Value(route=("controle", name), value=_plain(said)))
        return True

    def blanks(self) -> None:
        """Blanks that the texts no more have, and those that nobody declared."""
        texts = {**self._all(), **self._texts_now}
        before = {name for text in self._all().values() for name in prose.slots(text)}
        after = {name for text in texts.values() for name in prose.slots(text)}
        place = Place(file="")
        for name in sorted(before - after):
            self.remarks.add(f"Le blanc « {name} » n'est plus dans les textes : lint dira s'il reste employé.", place)
        for name in sorted(after - before - set(self.parameters) - terms.RESERVED_WORDS):
            self.left.add(f"Le blanc « {name} » n'est pas déclaré : l'ajouter sous « parametres ».", place)

    def _all(self) -> dict[Route, str]:
        if isinstance(self.entry, Annex):
            return {("sections", rank, "texte"): item.text for rank, item in enumerate(self.entry.sections)}
        found: dict[Route, str] = {("textes", piece): text for piece, text in self.entry.texts.items()}
        for level, held in self.entry.complements.items():
            found |= {("complements", level, piece): text for piece, text in held.items()}
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    header: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]
    place: Place


def _grid(blocks: Sequence[Block]) -> _Values | None:
    tables = [block for block in blocks if isinstance(block, Table)]
    if len(tables) != 1 or not tables[0].texts:
        return None
    header, *rows = (tuple(map(unsigned, row)) for row in tables[0].texts)
    held = {row[0].strip(): tuple(row[1:]) for row in rows if row and row[0].strip()}
    return _Values(header=header, rows=held, place=tables[0].place)


def _became(old: str, new: str) -> str:
    if not old:
        return f"ajouté : « {short(new)} »"
    first, second = around(old, new)
    return f"« {first} » devient « {second} »" if new else f"ôté : « {short(old)} »"


def _plain(text: str) -> str:
    pieces = Reader(notes=Notes(), declares=False).pieces(text, Place(file=""))
    return " ".join(prose.line_source(pieces).split())


__all__ = ["OURS", "Page", "Proposal", "Remark", "Value", "around", "differences", "missing", "pages", "proposal"]
