"""A commented dossier, as text: the comments are the descriptions of the schema."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from clausekit import schema, terms
from clausekit import typography as typo
from clausekit.clause import Parameter
from clausekit.edit import scalar
from clausekit.marche import Lot, Marche
from clausekit.new.brief import Brief
from clausekit.suggest import Suggestion, paste

_WIDTH: Final = 100
_ELSEWHERE: Final = ("AE", "CRT", "BPU")


def _title(words: str) -> list[str]:
    head = f"# --- {words} "
    return ["", head + "-" * max(3, _WIDTH - len(head)), ""]


def _wrapped(words: str, indent: str = "# ") -> list[str]:
    return textwrap.wrap(
        words, _WIDTH, initial_indent="# ", subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


@cache
def _keys() -> Mapping[str, Any]:
    known: Mapping[str, Any] = json.loads(schema.schema_text("dossier"))["properties"]
    return known


def _comment(key: str) -> list[str]:
    """What the schema says of a key, and its closed values."""
    known = _keys()[key]
    choices = known.get("enum")
    lines = [known["description"], *([f"Valeurs : {', '.join(choices)}."] if choices else [])]
    return [part for line in lines for part in _wrapped(line)]


def _line(key: str, value: str, why: str = "") -> list[str]:
    note = f"  # proposé, à confirmer : {typo.plain(why)}" if why else ""
    return [*_comment(key), f"{key}: {value}{note}"]


def _blank(key: str, example: str) -> list[str]:
    return [*_comment(key), f"# {key}: {example}  # à compléter"]


def _said(key: str, value: object, example: str, brief: Brief, name: str) -> list[str]:
    if value in (None, "", ()):
        return _blank(key, example)
    whole = isinstance(value, float) and value.is_integer()
    return _line(key, str(int(value) if whole else value), brief.proposed.get(name, ""))  # type: ignore[call-overload]


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(values)}]"


def _purchase(brief: Brief) -> Iterator[str]:
    yield from _title("Le marché")
    yield from _line("objet", scalar(brief.object))
    yield from _said(
        "acheteur", scalar(brief.buyer) if brief.buyer else None, "../metropole.acheteur.yaml", brief, "buyer"
    )
    yield from _line("contrat", "marche")
    yield from _line("forme", "ordinaire")
    yield from _said("nature", brief.nature, "services", brief, "nature")
    yield from _said("procedure", brief.procedure, "procedure_adaptee", brief, "procedure")
    yield from _said("ccag", brief.ccag, "FCS", brief, "ccag")


def _facts(brief: Brief) -> Iterator[str]:
    yield from _title("L'achat")
    yield from _line("famille", brief.family, brief.proposed.get("family", ""))
    yield from _said("segments", _list(brief.segments) if brief.segments else None, "[collecte]", brief, "segments")
    codes = _list(f'"{code}"' for code in brief.cpv) if brief.cpv else None
    yield from _said("cpv", codes, '["90511000"]', brief, "cpv")
    yield from _said("valeur_estimee", brief.value, "85000", brief, "value")
    yield from _said("duree_mois", brief.months, "24", brief, "months")
    yield from _blank("services_specifiques", "false")
    yield from _comment("dates")
    yield f"dates: {{lancement: {brief.launch or 'null'}, notification: null}}"
    yield from _comment("renouvellement_de")
    yield "renouvellement_de: null"
    yield from _blank("faits", "{sourcing: 2026-09-10, facilitateur_consulte: 2026-10-01}")


def _pieces(brief: Brief, taken: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The pieces, with those that a chosen clause writes in besides the usual three."""
    written = {piece for texts in taken for piece in texts}
    pieces: dict[str, str] = dict(brief.pieces)
    pieces.update({piece: piece for piece in _ELSEWHERE if piece in written})
    words = ", ".join(f"{key}: {name}" for key, name in pieces.items())
    yield from _line("pieces", f"{{{words}}}", brief.proposed.get("pieces", ""))


def expected(parameter: Parameter) -> str:
    """What a value must be: its unit or its kind, and its bounds."""
    bounds = parameter.bounds
    words = [parameter.unit or parameter.kind]
    words += [f"au moins {bounds.minimum:g}"] if bounds.minimum is not None else []
    words += [f"au plus {bounds.maximum:g}"] if bounds.maximum is not None else []
    return ", ".join(words)


def _empty(lot: Lot) -> Iterator[tuple[str, Parameter]]:
    for name, taken in lot.taken.items():
        for parameter in taken.blanks:
            yield name, parameter
    for annex in lot.annexes:
        for parameter in annex.parameters.values():
            if parameter.default is None:
                yield annex.id, parameter


def blanks(marche: Marche) -> tuple[tuple[str, str, Parameter], ...]:
    """The values still to give: who fills it, in which entry, what."""
    found = ((parameter.filled_by, name, parameter) for lot in marche.lots for name, parameter in _empty(lot))
    return tuple(sorted(found, key=lambda item: terms.WHO.index(item[0])))


def _todo(marche: Marche) -> Iterator[str]:
    found = blanks(marche)
    if not found:
        return
    _, entry, first = found[0]
    yield from ("", f"# Valeurs à donner, sous l'entrée qui les attend (« {entry}: {{{first.name}: …}} ») :")
    for who in terms.WHO:
        some = [(name, parameter) for filler, name, parameter in found if filler == who]
        if some:
            yield f"# Par {terms.WHO_TITLES[who]} :"
        for name, parameter in some:
            words = f"  {name} – {parameter.name} : {parameter.title} ({expected(parameter)})"
            yield from _wrapped(words, indent="#     ")


def _clauses(suggestion: Suggestion, marche: Marche) -> Iterator[str]:
    yield from _title("Les clauses, les annexes et les critères proposés")
    yield "# « clausekit suggest » dit pourquoi chaque entrée est là, et ce qui a été laissé de côté."
    yield "# Ôter ce qui est exigé se peut, avec un motif sous « derogations »."
    yield from paste.block(suggestion).splitlines()
    yield from _todo(marche)


def _variants(marche: Marche) -> Iterator[str]:
    """Allowed when a proposed clause is a variant; said in any case: silence means yes since May 2026."""
    allowed = any(taken.clause.type == "variante" for lot in marche.lots for taken in lot.taken.values())
    yield from _comment("variantes")
    said = (
        "une clause proposée porte une variante ; écrire ses exigences"
        if allowed
        else "le silence vaudrait autorisation"
    )
    yield f"variantes: {{autorisees: {str(allowed).lower()}, exigences: null}}  # proposé, à confirmer : {said}"


def _rest(marche: Marche) -> Iterator[str]:
    yield from _title("La suite")
    yield from _variants(marche)
    yield from _blank("notation", "{publier: false, prix: lineaire}")
    yield from _blank("reservation", "{article: ccp-l2113-12, part: 50}")
    yield from _blank("lots", "{1: {objet: Secteur ouest}, 2: {objet: Secteur est}}")
    yield from _blank("derogations", "[{regles: [M39], motif: …, decideur: …, date: 2026-11-04}]")
    yield from _blank("fichiers", "{CCTP: pieces/CCTP_v3.docx}")


def write(brief: Brief, suggestion: Suggestion, marche: Marche, modeline: str | None) -> str:
    """The whole dossier. `modeline` is the path of the schema from the file; None when there is none within reach."""
    lines = [f"# yaml-language-server: $schema={modeline}"] if modeline else []
    lines.append("# Dossier écrit par « clausekit new ». Une ligne « proposé » se confirme ou se corrige.")
    lines += [*_purchase(brief)]
    lines += _pieces(brief, (taken.clause.texts for lot in marche.lots for taken in lot.taken.values()))
    lines += [*_facts(brief), *_clauses(suggestion, marche), *_rest(marche)]
    return "\n".join(lines) + "\n"
