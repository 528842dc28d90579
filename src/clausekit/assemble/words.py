"""Clause prose -> inlines: blanks filled, links turned into references, French typography."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from clausekit import mark as marks
from clausekit import prose, terms
from clausekit import typography as typo
from clausekit.assemble.plan import Document, lots_phrase, name_with_article
from clausekit.clause import Clause, Parameter
from clausekit.fragment import Blank, Inline, Inlines, Ref, Text, Unverified
from clausekit.marche import Marche, Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a text is being written: what links and reserved words depend on.

    `headings` maps (entry, piece) to (document name, title of the heading it stands under).
    `annexes` maps an annex id to its printed name (« annexe 1 au CCAP »).
    """

    marche: Marche
    document: str
    role: str
    headings: Mapping[tuple[str, str], tuple[str, str]]
    annexes: Mapping[str, str]
    lots: tuple[str, ...]
    piece_of: Mapping[str, Document] = field(default_factory=dict)


def value_text(parameter: Parameter, value: Any) -> str:
    """A value as a reader sees it, with its agreed unit."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_text(parameter, value)
    if isinstance(value, list):
        return typo.spaces(typo.listing([str(item) for item in value]))
    if isinstance(value, dict):
        return typo.spaces(", ".join(str(item) for item in value.values() if item))
    return typo.spaces(typo.date(str(value)) if parameter.kind == "date" else str(value))


def _number_text(parameter: Parameter, value: int | float) -> str:
    if parameter.kind == "pourcentage":
        return typo.percentage(value)
    if parameter.kind == "montant":
        return typo.euros(value, parameter.unit)
    return typo.quantity(value, parameter.unit)


def blank(name: str, label: str, who: str) -> Blank:
    """A blank, printed so that its filler knows what is wanted."""
    text = typo.spaces(f"[à compléter par {terms.WHO_TITLES[who]} : {typo.lowered(label)}]")
    return Blank(name=name, label=label, who=who, text=text)


def by_lots(groups: Mapping[str, list[str]]) -> str:
    """« 80 % pour le lot 1 et 85 % pour le lot 2 »; semicolons when a value is itself a list."""
    parts = [f"{text} pour {lots_phrase(lots)}" for text, lots in groups.items()]
    listed = any(" et " in text or ", " in text for text in groups)
    return typo.spaces(" ; ".join(parts) if listed else typo.listing(parts))


Values: TypeAlias = Mapping[str, Mapping[str, Any]]  # by lot, then by parameter


def slot(parameter: Parameter, values: Values) -> list[Inline]:
    """A parameter's value: one for all lots, or one for each group of lots."""
    groups: dict[str, list[str]] = {}
    empty = [lot for lot, given in values.items() if parameter.name not in given]
    for lot, given in values.items():
        if parameter.name in given:
            groups.setdefault(value_text(parameter, given[parameter.name]), []).append(lot)
    if not groups:
        return [blank(parameter.name, parameter.title, parameter.filled_by)]
    if len(groups) == 1 and not empty:
        return [Text(text=next(iter(groups)))]
    found: list[Inline] = [Text(text=by_lots(groups))]
    if empty:
        found += [
            Text(text=typo.spaces(f", pour {lots_phrase(empty)} ")),
            blank(parameter.name, parameter.title, parameter.filled_by),
        ]
    return found


class _Writer:
    """Puts pieces end to end; contraction and capitals depend on what stands before."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.inlines: list[Inline] = []

    @property
    def before(self) -> str:
        last = self.inlines[-1] if self.inlines else None
        return last.text if isinstance(last, Text) else ("" if last is None else "x")

    def text(self, text: str) -> None:
        if not text:
            return
        last = self.inlines[-1] if self.inlines else None
        if isinstance(last, Text):
            self.inlines[-1] = Text(text=last.text + text)
        else:
            self.inlines.append(Text(text=text))

    def role(self, word: str) -> None:
        before, word = typo.contract(self.before, typo.spaces(word))
        if self.inlines and isinstance(self.inlines[-1], Text):
            self.inlines[-1] = Text(text=before)
        self.text(typo.opening(self.before, word))

    def link(self, name: str, owner: str) -> None:
        before = self.before.rstrip(" \u00a0")
        bare = before.endswith(("(", ",", "[")) and "(" in before
        if name in self.setting.annexes:
            self._phrase("" if bare else "l’", self.setting.annexes[name])
            return
        found = _heading(name, owner, self.setting)
        if found is None:
            self.inlines.append(blank(name, f"renvoi à {name}, qui n'est pas dans le dossier", "acheteur"))
            return
        role, document, title = found
        if document == self.setting.document:
            self._phrase("" if bare else "l’", "article" + typo.NBSP)
            self.inlines.append(Ref(target=marks.target(name, role), cached=""))
            return
        of = typo.contract("de ", name_with_article(document))
        self._phrase("" if bare else "l’", typo.spaces(f"article {typo.quote(title)} ") + "".join(of))

    def _phrase(self, article: str, words: str) -> None:
        self.text(typo.opening(self.before, article + words))


def _heading(name: str, owner: str, setting: Setting) -> tuple[str, str, str] | None:
    """(piece, document, title) of the heading that a link leads to: the duty's own piece first."""
    known = [(piece, where) for (entry, piece), where in setting.headings.items() if entry == name]
    carrier = _carrier(name, setting.marche)
    known.sort(key=lambda item: (item[0] != carrier, item[1][0] != setting.document))
    for piece, (document, title) in known:
        if name != owner or piece != setting.role:
            return piece, document, title
    return None


def _carrier(name: str, marche: Marche) -> str:
    clause = marche.library.clauses.get(name)
    return clause.carrier if clause else ""


def _facilitator(setting: Setting) -> Inline:
    contact = setting.marche.authority.facilitator
    if contact is None or not contact.name:
        return blank("facilitateur", "coordonnées du facilitateur", "acheteur")
    parts = [contact.name]
    parts += [f"téléphone {contact.phone}"] if contact.phone else []
    parts += [f"courriel {contact.mail}"] if contact.mail else []
    return Text(text=typo.spaces(", ".join(parts)))


def _ccag_word(name: str, setting: Setting) -> Inline:
    ccag = setting.marche.library.registers.ccags.get(setting.marche.dossier.whole.ccag or "")
    if ccag is None:
        return blank(name, "CCAG du marché", "acheteur")
    if name == "ccag":
        return Text(text=ccag.name)
    found = setting.marche.ccag_article(terms.CCAG_WORDS[name])
    if found is None:
        return Unverified(text=f"[article du {ccag.name} à vérifier]")
    article, verified = found
    return Text(text=article.number) if verified else Unverified(text=f"[{article.number}, à vérifier]")


def _reserved(writer: _Writer, name: str) -> None:
    setting = writer.setting
    if name in terms.ROLE_WORDS:
        writer.role(setting.marche.authority.roles.get(name) or "l'acheteur")
        return
    if name == "objet":
        writer.text(typo.spaces(setting.marche.dossier.object))
        return
    found = _facilitator(setting) if name == "facilitateur" else _ccag_word(name, setting)
    if isinstance(found, Text):
        writer.text(found.text)
    else:
        writer.inlines.append(found)


def inlines(
    lines: tuple[prose.Line, ...], owner: str, parameters: Mapping[str, Parameter], values: Values, setting: Setting
) -> Inlines:
    """Lines of one paragraph as inlines; a newline of the source is a space."""
    writer = _Writer(setting)
    for number, line in enumerate(lines):
        if number:
            writer.text(" ")
        for piece in line:
            if isinstance(piece, prose.Words):
                writer.text(typo.spaces(piece.text))
            elif isinstance(piece, prose.Link):
                writer.link(piece.id, owner)
            elif piece.name in parameters:
                for part in slot(parameters[piece.name], values):
                    if isinstance(part, Text):
                        writer.text(part.text)
                    else:
                        writer.inlines.append(part)
            elif piece.name in terms.RESERVED_WORDS:
                _reserved(writer, piece.name)
            else:
                writer.inlines.append(blank(piece.name, piece.name, "acheteur"))
    return _joined(writer.inlines)


def _joined(parts: list[Inline]) -> Inlines:
    """Runs whose spacing is right across their seams (« { taux } ; », « l'article { numéro } »)."""
    return tuple(
        Text(text=typo.spaces(part.text), strong=part.strong) if isinstance(part, Text) else part for part in parts
    )


def clause_inlines(
    lines: tuple[prose.Line, ...], clause: Clause, by_lot: Mapping[str, Taken], setting: Setting
) -> Inlines:
    """Lines of a clause as inlines."""
    values = {lot: taken.values for lot, taken in by_lot.items()}
    return inlines(lines, clause.id, clause.parameters, values, setting)
