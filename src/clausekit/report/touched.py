"""What an article of law touches, for a terminal or a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from clausekit.explain.references import confidence, plain_date
from clausekit.law import Asked, Mention, Touched
from clausekit.law.article import plain
from clausekit.law.cited import CRITERION, REFERENCE
from clausekit.report import text
from clausekit.report.watched import Watch, count, dump, head, reference_data
from clausekit.source import Source

_MARGIN: Final = " " * 9
# Signs of a quotation that are enough to find its line.
_ENOUGH: Final = 40
_TITLES: Final = {
    "clause": "Clauses",
    "criterion": "Critères",
    "grid": "Grilles",
    "annex": "Annexes",
    "minimum": "Exigences",
    "rule": "Règles",
    "register": "Registres",
}
_COUNTED: Final = {
    "clause": "clauses",
    "criterion": "critères",
    "grid": "grilles",
    "annex": "annexes",
    "minimum": "exigences",
    "rule": "règles",
    "register": "registres",
}
_EXTENTS: Final = {
    "exact": "",
    "within": ", une partie",
    "above": ", l'article qui le contient",
    "range": ", dans une suite",
}
_WIDE: Final = frozenset({"above", "range"})
_KINDS: Final = {"departure": "dérogation", "printed": "numéro imprimé", "criterion": "par son critère"}
_KEYS: Final = {
    "textes": "texte",
    "complements": "complément",
    "pourquoi": "pourquoi",
    "vigilance": "vigilance",
    "justification_niveaux": "justification des niveaux",
    "justification": "justification",
    "historique": "historique",
    "controle": "contrôle",
    "consequences": "conséquence",
    "parametres": "paramètre",
    "lien_objet": "lien avec l'objet",
    "titre": "titre",
    "juge": "ce qui est jugé",
    "preuves": "justificatif",
    "elements_appreciation": "élément d'appréciation",
    "question_crt": "question du cadre de réponse",
    "echelle": "notation",
    "sections": "texte",
    "exceptions": "exception",
    "references": "référence",
    "source": "source",
    "motif": "motif",
    "voir": "conseil",
    "minima": "exigence",
}


def _line(item: Touched, mention: Mention, sources: Mapping[str, Source]) -> int | None:
    """The line of what is quoted: in a text of several lines, that of its sentence."""
    read = sources.get(item.file)
    if read is None or not mention.route:
        return None
    first = read.position(mention.route)[0]
    words = mention.quote.strip("…")[:_ENOUGH]
    last = read.spot(mention.route).end[0]
    below = enumerate(read.text.split("\n")[first - 1 : last], start=first)
    return next((number for number, line in below if words in plain(line)), first)


def _place(mention: Mention) -> str:
    """« texte (CCAP) », « pourquoi », « dérogation, l'article entier »."""
    route = [step for step in mention.route if isinstance(step, str)]
    route = route[2:] if route[:1] == ["minima"] else route
    key = route[0] if route else ""
    inside = f" ({', '.join(route[1:])})" if key in {"textes", "complements"} and route[1:] else ""
    if not mention.route:
        return "page de la règle"
    name = _KINDS.get(mention.kind) or ("référence" if mention.kind == "reference" else _KEYS.get(key, key))
    return f"{name}{inside}{_EXTENTS[mention.extent]}"


def _said(item: Touched, mention: Mention, sources: Mapping[str, Source]) -> str:
    """« pourquoi, ligne 33 : … »; of a reference, its id is enough."""
    line = _line(item, mention, sources)
    where = f", ligne {line}" if line else ""
    return f"{_place(mention)}{where} : {mention.quote}"


def _mentions(item: Touched, sources: Mapping[str, Source]) -> Iterator[str]:
    references = [mention for mention in item.mentions if mention.kind in {REFERENCE, CRITERION}]
    others = [mention for mention in item.mentions if mention not in references]
    if references:
        told = " ; ".join(_said(item, mention, sources) for mention in references)
        yield from text.wrap(told, text.WIDTH, first=_MARGIN, then=_MARGIN + "  ")
    for mention in others:
        yield from text.wrap(_said(item, mention, sources), text.WIDTH, first=_MARGIN, then=_MARGIN + "  ")
    if item.minima:
        yield from text.wrap(f"employée par {', '.join(item.minima)}", text.WIDTH, first=_MARGIN, then=_MARGIN + "  ")


def _period(item: Touched) -> str:
    start = f"à partir du {plain_date(item.start)}" if item.start else ""
    end = f"jusqu'au {plain_date(item.end)}" if item.end else ""
    return ", ".join(filter(None, (start, end)))


def _title(item: Touched) -> str:
    if item.kind in {"rule", "register"}:
        return item.id
    if item.kind == "minimum":
        return ", ".join(filter(None, (f"{item.id}  {item.title} – règle {item.rule}", _period(item))))
    return f"{item.id}  {item.title}{' (retirée)' if item.state == 'retiree' else ''}"


def _group(kind: str, items: Sequence[Touched], sources: Mapping[str, Source]) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield f"{_TITLES[kind]} : {len(items)}"
    for item in items:
        yield from text.wrap(_title(item), text.WIDTH, first="  ", then=" " * 11)
        yield from _mentions(item, sources)


def _asked(asked: Asked) -> Iterator[str]:
    said = asked.article.said if asked.article else asked.text
    yield said[:1].upper() + said[1:]
    for found in asked.references:
        about = f" – {found.about}" if found.about else ""
        yield from text.wrap(f"{found.id}{about} ({confidence(found)})", text.WIDTH, first="  ", then="    ")
    if not asked.references:
        yield "  Cet article n'est pas au registre (clauses/registres/references.yaml)."


def _wide(item: Touched) -> bool:
    """Whether it names the article only through one that holds it, or through a range."""
    return bool(item.mentions) and not item.minima and all(mention.extent in _WIDE for mention in item.mentions)


def as_text(watch: Watch, asked: Asked, items: Sequence[Touched]) -> str:
    """What an article touches, kind by kind, each place with its line and its words."""
    lines = [head(watch), "", *_asked(asked)]
    for kind in _TITLES:
        lines += _group(kind, [item for item in items if item.kind == kind], watch.sources)
    counts = {kind: sum(item.kind == kind for item in items) for kind in _TITLES}
    told = ", ".join(count(number, _COUNTED[kind]) for kind, number in counts.items() if number)
    wide = sum(map(_wide, items))
    told += f" ; dont {wide} par un article qui le contient ou par une suite d'articles" if wide else ""
    limit = "Le programme trouve ce qui nomme l'article ; un texte peut en dépendre sans le nommer."
    return "\n".join([*lines, "", *text.wrap(f"Bilan : {told or 'rien ne cite cet article'}.", text.WIDTH), limit])


def _mention_data(item: Touched, mention: Mention, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "kind": mention.kind,
        "extent": mention.extent,
        "route": list(mention.route),
        "line": _line(item, mention, sources),
        "quote": mention.quote,
    }


def as_json(watch: Watch, asked: Asked, items: Sequence[Touched]) -> str:
    """One document, `touched[]` in the order of the text."""
    return dump(
        watch,
        article=asked.article.said if asked.article else asked.text,
        references=[reference_data(item) for item in asked.references],
        touched=[
            {
                "id": item.id,
                "kind": item.kind,
                "title": item.title,
                "file": item.file or None,
                "state": item.state or None,
                "revision": item.revision or None,
                "rule": item.rule or None,
                "minima": list(item.minima),
                "start": item.start,
                "end": item.end,
                "mentions": [_mention_data(item, mention, watch.sources) for mention in item.mentions],
            }
            for item in items
        ],
    )
