"""The catalogue as a small site: an index that filters itself, one page an entry. No server, no outside resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from clausekit import terms
from clausekit import typography as typo
from clausekit.catalogue import Card
from clausekit.library import Library
from clausekit.listing import KIND_TITLES, type_title
from clausekit.report import shown
from clausekit.report.catalogue_style import FILTER, LEVELS, STYLE
from clausekit.report.html import items, paragraphs, say, tag
from clausekit.showing import Level, Stanza, Text
from clausekit.showing.lines import consequences, control, parameters

# What the first page says of itself: the program replaces only a site that it wrote.
MARK = '<meta name="generator" content="clausekit catalogue">'
_ALL = "*"  # an entry that names nothing holds for all
_CSS, _FOLDER = "style.css", "entrees"


def _page(title: str, body: str, *, root: str = "", script: str = "") -> bytes:
    ended = tag("script", script) if script else ""
    return (
        f'<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">{MARK}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'{tag("title", say(title))}<link rel="stylesheet" href="{root}{_CSS}"></head>\n'
        f"<body>\n{body}\n{ended}</body></html>\n"
    ).encode()


# --- index -----------------------------------------------------------------------------------


def _select(name: str, label: str, choices: Iterable[tuple[str, str]]) -> str:
    options = '<option value="">Indifférent</option>'
    options += "".join(tag("option", say(title), value=value) for value, title in choices)
    return tag("div", tag("label", say(label), for_=name) + tag("select", options, id=name, name=name))


def _form(cards: Sequence[Card], library: Library) -> str:
    registers = library.registers
    families = [(item.id, item.title) for item in registers.families.values() if item.segments]
    segments = [
        (part.id, f"{item.title} : {part.title}") for item in registers.families.values() for part in item.segments
    ]
    used = {theme for card in cards for theme in card.entry.themes}
    themes = sorted((item.title, item.id) for item in registers.themes.values() if item.id in used)
    measures = list(
        dict.fromkeys(name for item in registers.measures.values() for row in item.rows for name in [row.id])
    )
    held = {name for card in cards for name in card.measures}
    search = tag("label", "Chercher un mot dans les titres et les textes", for_="q")
    search += '<input type="search" id="q" name="q" placeholder="eau, réemploi, garantie…">'
    fields = (
        tag("div", search, class_="wide"),
        _select("famille", "Famille d'achat", families),
        _select("segment", "Segment", segments),
        _select("mesure", "Mesure du schéma", [(name, name) for name in measures if name in held]),
        _select("piece", "Pièce", [(name, name) for name in terms.PIECES]),
        _select("theme", "Thème", [(name, title) for title, name in themes]),
        _select("niveau", "Niveau", [(name, terms.LEVEL_TITLES[name]) for name in terms.LEVELS]),
        _select("genre", "Genre", [(name, title) for name, title in KIND_TITLES.items()]),
        tag("div", '<button type="reset">Ôter les filtres</button>'),
    )
    return tag("form", "".join(fields), id="filtres", role="search")


def _or_all(names: Iterable[str]) -> str:
    return " ".join(names) or _ALL


def _kind(card: Card) -> str:
    said = terms.CONSIDERATION_TITLES.get(card.row.consideration or "", card.row.consideration or "")
    parts = (KIND_TITLES[card.row.kind], type_title(card.row.type), "" if card.row.consideration == "aucune" else said)
    return ", ".join(part for part in parts if part)


def _card(card: Card, library: Library) -> str:
    entry = card.entry
    known = library.registers.families
    families = [known[name].title for name in card.row.families if name in known] or ["toutes les familles"]
    link = tag("span", say(entry.id), class_="id") + tag("a", say(entry.title), href=f"{_FOLDER}/{entry.id}.html")
    measures = f" Mesures : {', '.join(card.measures)}." if card.measures else ""
    told = f"{_kind(card)} ; {', '.join(families)} ; {', '.join(card.row.pieces)}.{measures}"
    homes = [item.id for item in known.values() if any(part.id in card.row.segments for part in item.segments)]
    return tag(
        "li",
        link + tag("small", say(told)),
        data_famille=_or_all(card.row.families or homes),
        data_segment=_or_all(card.row.segments or _segments(card, library)),
        data_mesure=" ".join(card.measures),
        data_piece=" ".join(card.row.pieces),
        data_theme=" ".join(entry.themes),
        data_niveau=" ".join(card.levels),
        data_genre=card.row.kind,
        data_mots=card.words,
    )


def _segments(card: Card, library: Library) -> list[str]:
    """The segments of the families that an entry names, when it names no segment."""
    families = library.registers.families
    return [part.id for name in card.row.families if name in families for part in families[name].segments]


def _index(cards: Sequence[Card], library: Library) -> bytes:
    body = "".join(
        [
            tag("h1", say(library.title)),
            paragraphs([f"Édition {library.edition} : {len(cards)} entrées."], "soft"),
            _form(cards, library),
            tag("p", "", id="compte", role="status", class_="soft"),
            tag("ol", "".join(_card(card, library) for card in cards), class_="cards"),
            _footer(library),
        ]
    )
    return _page(library.title, body, script=FILTER)


def _footer(library: Library) -> str:
    return tag(
        "footer",
        paragraphs(
            [
                f"Catalogue de la bibliothèque, édition {library.edition}. Une entrée « projet » ou « relue » n'a été "
                "validée par aucune autorité : la relire avant de l'employer.",
            ]
        ),
    )


# --- an entry ----------------------------------------------------------------------------------


def _cells(stanza: Stanza, kind: str) -> str:
    return tag("tr", "".join(tag(kind, say(cell)) for cell in stanza.sentences[0].split(" | ")))


def _runs(stanzas: Sequence[Stanza]) -> Iterator[tuple[str, list[Stanza]]]:
    """Neighbours of one kind together: rows of a table, items of a list, paragraphs."""
    held: list[Stanza] = []
    kind = ""
    for stanza in stanzas:
        mark = stanza.mark.strip()
        now = "ol" if mark.rstrip(".").isdigit() else {"–": "ul", "|": "table", "##": "h4"}.get(mark, "p")
        if held and now != kind:
            yield kind, held
            held = []
        kind = now
        held.append(stanza)
    if held:
        yield kind, held


def _run(kind: str, stanzas: Sequence[Stanza]) -> str:
    if kind == "table":
        head, rows = stanzas[0], stanzas[1:]
        inside = tag("thead", _cells(head, "th")) + tag("tbody", "".join(_cells(item, "td") for item in rows))
        return tag("div", tag("table", inside), class_="scroll")
    said = [" ".join(item.sentences) for item in stanzas]
    if kind in {"ul", "ol"}:
        return tag(kind, "".join(tag("li", say(line)) for line in said))
    if kind == "h4":
        return "".join(tag("h4", say(line)) for line in said)
    return paragraphs(said)


def _written(item: Text) -> str:
    title = (
        item.piece + (f" – {item.title}" if item.title else "") + (" (ajouté par ce niveau)" if item.complement else "")
    )
    inside = "".join(_run(kind, stanzas) for kind, stanzas in _runs(item.stanzas))
    return tag("h3", say(title)) + tag("div", inside, class_="text added" if item.complement else "text")


def _level(level: Level) -> str:
    inside = "".join(map(_written, level.texts))
    if level.name is None:
        return inside
    head = tag("h3", say(f"Niveau {terms.LEVEL_TITLES[level.name]}"), class_="soft")
    return tag("section", head + inside, data_level=level.name)


def _choices(card: Card) -> str:
    if len(card.levels) < 2:
        return ""
    buttons = "".join(
        tag("button", say(terms.LEVEL_TITLES[name].capitalize()), type="button", value=name, aria_pressed="false")
        for name in card.levels
    )
    return tag("div", buttons, class_="levels", role="group", aria_label="Niveau")


def _block(title: str, lines: Iterable[str]) -> str:
    told = [line for line in lines if line]
    return tag("h2", say(title)) + items(told) if told else ""


def _entry(card: Card, library: Library) -> bytes:
    facts = shown.facts(card.sheet, library)
    history = (
        f"révision {item.number}, {typo.date(item.date)}, {item.nature} : {item.motive}" for item in card.entry.history
    )
    body = "".join(
        [
            tag("nav", tag("a", "Catalogue", href="../index.html")),
            tag("h1", say(card.entry.title)),
            paragraphs([f"{card.entry.id} – {_kind(card)}. État : {card.entry.state}."], "soft"),
            _block("S'applique à", facts.applicability),
            _block("Mesures auxquelles l'entrée répond", [", ".join(card.measures)]),
            _block("Valeurs", parameters(card.sheet)),
            tag("h2", "Textes") + _choices(card) + "".join(map(_level, card.sheet.levels)),
            _block("Notation", facts.scale),
            _block("Contrôle", control(card.sheet)),
            _block("Conséquences", consequences(card.entry)),
            _block("Entrées liées", facts.links),
            _block("Références", facts.references),
            _block("Pourquoi", facts.why),
            _block("Vigilance", facts.watch),
            _block("Histoire", history),
            _footer(library),
        ]
    )
    return _page(
        f"{card.entry.id} – {card.entry.title}", body, root="../", script=LEVELS if len(card.levels) > 1 else ""
    )


def site(cards: Sequence[Card], library: Library) -> Mapping[str, bytes]:
    """Every file of the site, by its path in the folder."""
    pages = {f"{_FOLDER}/{card.entry.id}.html": _entry(card, library) for card in cards}
    return {"index.html": _index(cards, library), _CSS: STYLE.encode(), **pages}
