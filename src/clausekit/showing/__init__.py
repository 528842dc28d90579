"""An entry as it will print, level by level: values filled, links named, French typography."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from clausekit import prose, terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.assemble import words
from clausekit.clause import Clause, Parameter
from clausekit.criterion import Criterion
from clausekit.dossier import NO_AUTHORITY
from clausekit.grid import Grid, Row
from clausekit.library import Entry, Library

# What is only known once a dossier is written is shown between brackets.
_UNKNOWN: Final[Mapping[str, str]] = {
    "facilitateur": "[coordonnées du facilitateur]",
    "objet": "[objet du marché]",
    "ccag": "[CCAG du marché]",
    **dict.fromkeys(terms.CCAG_WORDS, "[n° selon le CCAG]"),
}
BLOCKS: Final[Mapping[str, str]] = {
    "pieces_contractuelles": "liste des pièces contractuelles",
    "penalites": "tableau des pénalités",
    "derogations": "liste des dérogations au CCAG",
    "obligations_environnementales": "tableau des obligations environnementales",
    "obligations_sociales": "tableau des obligations sociales",
    "criteres": "tableau des critères",
    "notation": "méthode de notation",
    "contenu_dossier": "liste des pièces de la consultation",
    "reservation": "annonce de la réservation",
    "variantes": "annonce des variantes",
    "conditions": "annonce des conditions d’exécution",
    "questions_crt": "questions et tableaux de réponse",
    "lots": "liste des lots",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stanza:
    """A paragraph, an item, a row of a table… `mark` is the sign that opens it in a terminal."""

    mark: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What an entry writes in a piece; `complement` when the level adds it after the text."""

    piece: str
    title: str
    stanzas: tuple[Stanza, ...]
    complement: bool = False

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence, in reading order."""
        return tuple(sentence for stanza in self.stanzas for sentence in stanza.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """An entry at a level; `name` is None for an entry without levels. `values` are as printed."""

    name: str | None
    values: Mapping[str, str]
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An entry and what it prints at each level."""

    entry: Entry
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hand:
    """What fills the blanks of one entry at one level."""

    entry: Entry
    parameters: Mapping[str, Parameter]
    values: Mapping[str, Any]
    library: Library

    def say(self, piece: prose.Piece, before: str) -> str:
        """A piece as it prints, given the text before it."""
        if isinstance(piece, prose.Words):
            return typo.spaces(piece.text)
        if isinstance(piece, prose.Link):
            return self._link(piece.id, before)
        if piece.name in self.parameters:
            return self._value(self.parameters[piece.name])
        return self._reserved(piece.name)

    def _value(self, parameter: Parameter) -> str:
        if parameter.name in self.values:
            return words.value_text(parameter, self.values[parameter.name])
        return words.blank(parameter.name, parameter.title, parameter.filled_by).text

    def _link(self, name: str, before: str) -> str:
        target = self.library.find(name)
        if target is None:
            return f"[{name}]"
        article = "" if before.endswith("(") else "l’"
        noun = "annexe" if isinstance(target, Annex) else "article"
        return f"{article}{noun} {typo.spaces(f'« {target.title} »')} [{name}]"

    def _reserved(self, name: str) -> str:
        only = [item for item in self.entry.applicable.ccag if item != terms.NO_CCAG]
        ccag = self.library.registers.ccags.get(only[0]) if len(only) == 1 else None
        if name == "ccag" and ccag:
            return ccag.name
        if name in terms.CCAG_WORDS:
            article = ccag.articles.get(terms.CCAG_WORDS[name]) if ccag else None
            return article.number if article else _UNKNOWN[name]
        return _UNKNOWN.get(name, f"[{name}]")


def _sentences(lines: tuple[prose.Line, ...], hand: _Hand) -> tuple[str, ...]:
    """Each line of a paragraph as it prints; role words contract with what stands before them."""
    told: list[str] = []
    before = ""
    for line in lines:
        text = before
        for piece in line:
            if isinstance(piece, prose.Slot) and piece.name in terms.ROLE_WORDS:
                text, word = typo.contract(text, typo.spaces(NO_AUTHORITY.roles[piece.name]))
                text += typo.opening(text, word)
            else:
                text += hand.say(piece, text)
        told.append(text[len(before) :])
        before = text + " "
    return tuple(told)


def _stanzas(text: str, hand: _Hand) -> Iterator[Stanza]:
    for block in prose.parse(text):
        if isinstance(block, prose.Listing):
            for number, item in enumerate(block.items, start=1):
                yield Stanza(mark=f"{number}." if block.ordered else "–", sentences=_sentences(item, hand))
        elif isinstance(block, prose.Grid):
            for cells in (block.header, *block.rows):
                row = " | ".join(" ".join(_sentences((cell,), hand)) for cell in cells)
                yield Stanza(mark="|", sentences=(row,))
        elif isinstance(block, prose.Computed):
            name = BLOCKS.get(block.name, block.name)
            yield Stanza(mark="", sentences=(f"[calculé par le moteur : {name}]",))
        elif isinstance(block, prose.Title):
            yield Stanza(mark="##", sentences=(typo.spaces(block.text),))
        else:
            yield Stanza(mark="", sentences=_sentences(block.lines, hand))


def _text(piece: str, text: str, hand: _Hand, *, title: str = "", complement: bool = False) -> Text:
    return Text(piece=piece, title=title, stanzas=tuple(_stanzas(text, hand)), complement=complement)


def _values(hand: _Hand) -> dict[str, str]:
    return {name: hand.say(prose.Slot(name), "") for name in hand.parameters}


def _clause(clause: Clause, level: str | None, library: Library) -> Level:
    defaults = {name: item.default for name, item in clause.parameters.items() if item.default is not None}
    values = {**defaults, **clause.levels.get(level or "", {})}
    hand = _Hand(entry=clause, parameters=clause.parameters, values=values, library=library)
    texts: list[Text] = []
    added = clause.complements.get(level or "") or {}
    for piece, text in clause.texts.items():
        texts.append(_text(piece, text, hand))
        if piece in added:
            texts.append(_text(piece, added[piece], hand, complement=True))
    return Level(name=level, values=_values(hand), texts=tuple(texts))


def _annex(annex: Annex, library: Library) -> Level:
    values = {name: item.default for name, item in annex.parameters.items() if item.default is not None}
    hand = _Hand(entry=annex, parameters=annex.parameters, values=values, library=library)
    texts = tuple(_text(annex.attached_to, item.text, hand, title=item.title) for item in annex.sections)
    return Level(name=None, values=_values(hand), texts=texts)


def _plain(piece: str, title: str, sentences: tuple[str, ...]) -> Text:
    stanzas = tuple(Stanza(mark="–", sentences=(typo.spaces(sentence),)) for sentence in sentences)
    return Text(piece=piece, title=title, stanzas=stanzas)


def _criterion(criterion: Criterion, library: Library) -> Level:
    hand = _Hand(entry=criterion, parameters={}, values={}, library=library)
    texts = (
        _plain("RC", "Éléments d’appréciation", criterion.elements),
        _plain("RC", "Justificatifs demandés", criterion.proofs),
        _text("CRT", criterion.question, hand, title="Question du cadre de réponse"),
    )
    return Level(name=None, values={}, texts=texts)


def _label(row: Row, library: Library) -> str:
    criterion = library.criteria.get(row.criterion or "")
    if criterion:
        return f"{criterion.title} [{criterion.id}]"
    known = terms.CRITERIA.get(row.criterion or "")
    return row.title or (known[0] if known else row.criterion or "")


def _weights(rows: Iterable[Row], library: Library, mark: str = "–") -> Iterator[Stanza]:
    for row in rows:
        weight = f"{typo.number(row.weight)} points" if row.weight is not None else "sans poids"
        yield Stanza(mark=mark, sentences=(typo.spaces(f"{_label(row, library)} : {weight}"),))
        yield from _weights(row.children, library, "  –")


def _grid(grid: Grid, level: str, library: Library) -> Level:
    stanzas = tuple(_weights(grid.levels[level], library))
    return Level(name=level, values={}, texts=(Text(piece="RC", title="Critères", stanzas=stanzas),))


def _every(entry: Entry, library: Library) -> tuple[Level, ...]:
    if isinstance(entry, Annex):
        return (_annex(entry, library),)
    if isinstance(entry, Criterion):
        return (_criterion(entry, library),)
    names = levels_of(entry)
    if isinstance(entry, Grid):
        return tuple(_grid(entry, name, library) for name in names)
    return tuple(_clause(entry, name, library) for name in names or (None,))


def levels_of(entry: Entry) -> tuple[str, ...]:
    """The levels that an entry has, from the least demanding."""
    if isinstance(entry, (Annex, Criterion)):
        return ()
    return tuple(level for level in terms.LEVELS if level in entry.levels)


def show(entry: Entry, library: Library, *, level: str | None = None) -> Sheet:
    """An entry as it prints, at each of its levels or at the one asked for."""
    levels = _every(entry, library)
    return Sheet(entry=entry, levels=tuple(item for item in levels if level in {None, item.name}))
