"""A clause found in a document as the text of a draft `.clause.yaml`, commented where something is to be completed.

Nothing is made up: what the document does not say is written « à compléter », which `lint` lists.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from clausekit import prose, schema
from clausekit.edit import scalar
from clausekit.transcribe.found import Text, Wanted, Written

MISSING: Final = "à compléter"
_WIDTH: Final = 110
_NUMERIC: Final = frozenset({"pourcentage", "nombre", "entier", "montant", "duree"})
_CANDIDATE: Final = frozenset({"RC", "CRT"})
_AWARD: Final = re.compile(r"[A-Z]{3}-[CG]")
_CONTROL: Final = (
    ("indicateur", "ce que l'on mesure"),
    ("preuve", "ce que le titulaire remet"),
    ("frequence", "à quel rythme"),
    ("destinataire", "qui reçoit la preuve"),
    ("verification", "comment l'acheteur vérifie"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the draft is given besides what the document says. `source` is the name of the document, `day` is ISO."""

    id: str
    source: str
    day: str
    families: tuple[str, ...] = ()


@cache
def _keys() -> Mapping[str, Any]:
    known: Mapping[str, Any] = json.loads(schema.schema_text("clause"))["properties"]
    return known


def _comment(key: str) -> list[str]:
    known = _keys()[key]
    choices = known.get("enum")
    unsaid = choices and not all(choice in known["description"] for choice in choices)
    lines = [known["description"], *([f"Valeurs : {', '.join(choices)}."] if unsaid else [])]
    return [part for line in lines for part in _wrapped(line)]


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(
        words, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False, break_on_hyphens=False
    )


def _todo(words: str) -> str:
    return json.dumps(f"{MISSING} : {words}", ensure_ascii=False)


def page(clause: Written, header: Header) -> str:
    """The draft of a clause, which the schema accepts."""
    return "\n".join(_lines(clause, header)) + "\n"


def _lines(clause: Written, header: Header) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../../schemas/clause.schema.json"
    yield from _wrapped(f"Projet tiré de « {header.source} ». Le texte est celui du document.")
    yield from _wrapped(f"« {MISSING} » marque ce que le document ne dit pas ; « clausekit lint » en donne la liste.")
    yield f"id: {header.id}"
    yield f"titre: {scalar(clause.title) if clause.title else _todo('le titre de la clause')}"
    yield from _kind(clause)
    yield "etat: projet"
    yield from _applicable(header)
    yield from _carried(clause)
    yield from _parameters(clause)
    yield from _texts(clause)
    yield from _bound()
    yield from _ties(clause)
    yield from _comment("historique")
    motive = scalar(f"Première rédaction, d'après « {header.source} ».")
    quoted = (
        motive
        if motive.startswith('"')
        else json.dumps(f"Première rédaction, d'après « {header.source} ».", ensure_ascii=False)
    )
    yield "historique:"
    yield f"  - {{revision: 1, date: {header.day}, nature: creation, motif: {quoted}}}"


def _kind(clause: Written) -> Iterator[str]:
    yield from _comment("type")
    yield f"type: condition_execution  # {MISSING} : supposé, à confirmer"
    yield from _comment("consideration")
    yield f"consideration: aucune  # {MISSING} : supposé, à confirmer"
    yield f"themes: []  # {MISSING} : thèmes de registres/themes.yaml"


def _applicable(header: Header) -> Iterator[str]:
    yield from _comment("applicable")
    if header.families:
        yield "applicable:"
        yield f"  familles: [{', '.join(header.families)}]  # {MISSING} : segments, natures, CCAG, durée, s'il y a lieu"
    else:
        yield f"applicable: {{}}  # {MISSING} : familles, segments, natures, CCAG, durée, s'il y a lieu"


def _carried(clause: Written) -> Iterator[str]:
    carrier = next((text.piece for text in clause.texts if text.level is None), clause.texts[0].piece)
    debtor = "candidat" if carrier in _CANDIDATE else "titulaire"
    sure = len({text.piece for text in clause.texts}) == 1
    yield from _comment("piece_porteuse")
    yield f"piece_porteuse: {carrier}" + (
        "" if sure else f"  # {MISSING} : supposé, la pièce où l'obligation est écrite"
    )
    yield f"debiteur: {debtor}  # {MISSING} : supposé, à confirmer"


def _parameters(clause: Written) -> Iterator[str]:
    if clause.wanted:
        yield from _comment("parametres")
        yield "parametres:"
        for name, wanted in clause.wanted.items():
            yield from (f"  {line}" for line in _parameter(name, wanted))
    if any(text.level for text in clause.texts):
        yield from _comment("niveaux")
        yield "niveaux:"
        yield from (f"  {level}: {{}}  # {MISSING} : les valeurs de ce niveau" for level in _levels(clause))
        yield f"justification_niveaux: {_todo('ce que chaque niveau ajoute, et pourquoi')}"


def _levels(clause: Written) -> Iterable[str]:
    """The levels that the document names, and the lowest one, which every clause with levels has."""
    named = {text.level for text in clause.texts if text.level}
    return [level for level in ("socle", "renforce", "exemplaire") if level in named or level == "socle"]


def _parameter(name: str, wanted: Wanted) -> Iterator[str]:
    yield f"# dans le document : « {' '.join(wanted.shown.split())} »"
    held = ", ".join(f"{key}: {value}" for key, value in _held(wanted))
    lacking = [*(["ce qu'il contient"] if not wanted.title else []), *_lacking(wanted)]
    yield f"{name}: {{{held}}}  # {MISSING} : {', '.join(lacking)}"


def _held(wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield "titre", _quoted(wanted.title) if wanted.title else _todo("ce que le blanc contient")
    yield "type", wanted.kind
    if wanted.unit is not None:
        yield "unite", _quoted(wanted.unit) if wanted.unit else _quoted(MISSING)
    if wanted.kind in _NUMERIC:
        yield "bornes", "{min: null, max: null}"
    if wanted.choices:
        yield "choix", f"[{', '.join(map(_quoted, wanted.choices))}]"
    yield "origine", "acheteur"
    if wanted.filled_by and wanted.filled_by != "acheteur":
        yield "rempli_par", wanted.filled_by
    if wanted.value is not None:
        yield "defaut", _quoted(wanted.value) if isinstance(wanted.value, str) else json.dumps(wanted.value)
        yield "motif", _todo("pourquoi cette valeur, lue dans le document")


def _lacking(wanted: Wanted) -> Iterator[str]:
    if wanted.kind in _NUMERIC:
        yield "bornes"
        yield "sens (plancher ou plafond)"
    elif wanted.kind == "texte":
        yield "type, s'il n'est pas un texte"
    else:
        yield "à confirmer"


def _quoted(text: str) -> str:
    """A text inside brackets, where a comma would end it."""
    found = scalar(text)
    return found if not set(found) & set(",'") or found.startswith('"') else json.dumps(text, ensure_ascii=False)


def _texts(clause: Written) -> Iterator[str]:
    plain = [text for text in clause.texts if text.level is None]
    yield from _comment("textes")
    yield "textes:"
    for text in plain or [_without_text(clause)]:
        yield from _block(text.piece, text.source, "  ")
    levels: dict[str, list[Text]] = {}
    for text in clause.texts:
        if text.level:
            levels.setdefault(text.level, []).append(text)
    yield from ["complements:"] if levels else []
    for level, texts in levels.items():
        yield f"  {level}:"
        for text in texts:
            yield from _block(text.piece, text.source, "    ")


def _without_text(clause: Written) -> Text:
    """The text that a clause must have, when the document only gives what a level adds."""
    return Text(piece=clause.texts[0].piece, blocks=(prose.Para(((prose.Words(f"{MISSING} : le texte commun"),),)),))


def _block(key: str, text: str, indent: str) -> Iterator[str]:
    yield f"{indent}{key}: |"
    yield from (f"{indent}  {line}".rstrip() for line in text.rstrip("\n").split("\n"))


def _bound() -> Iterator[str]:
    yield from _comment("controle")
    yield "controle:"
    yield from (f"  {key}: {_todo(words)}" for key, words in _CONTROL)
    yield from _comment("consequences")
    yield "consequences:"
    failing, trigger = _todo("ce qui n'a pas été fait"), _todo("quand et comment on le constate")
    yield f"  - {{manquement: {failing}, fait_generateur: {trigger}, nature: mesure}}"


def _ties(clause: Written) -> Iterator[str]:
    yield from _comment("lien_objet")
    yield f"lien_objet: {_todo('le lien avec l’objet du marché').replace('’', chr(39))}"
    yield f"references: []  # {MISSING} : articles de registres/references.yaml, s'il y a lieu"
    cited = dict.fromkeys(name for text in clause.texts for name in sorted(prose.links(text.source)))
    links = [name for name in cited if not _AWARD.match(name)]
    if links:
        yield f"requiert: [{', '.join(links)}]  # {MISSING} : ce sont les entrées que le texte cite"
    yield from _comment("pourquoi")
    yield f"pourquoi: {_todo('à quoi sert la clause, et ce qu’elle change').replace('’', chr(39))}"
