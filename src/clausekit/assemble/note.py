"""The prescriber's note: why each clause is there, what to watch, what is still to fill. Not a contract piece."""

from __future__ import annotations

from clausekit import terms
from clausekit import typography as typo
from clausekit.assemble import cells, contractual, numbering, places
from clausekit.assemble.plan import lots_phrase
from clausekit.clause import Citation, Clause
from clausekit.fragment import Block, Fragment, Heading, Item, Paragraph, Table, Text, Unverified
from clausekit.marche import Marche, Taken, annex_values

_WARNING = (
    "Cette note est destinée au prescripteur et à l'acheteur. Elle n'est pas une pièce du marché "
    "et ne se joint pas au dossier de consultation."
)
_HOUSE = "Règle de la maison : "  # how a motive begins: the list of these values is announced so


def _heading(level: int, text: str) -> Heading:
    return Heading(level=level, content=cells.say(text))


def _items(lines: list[str], lists: cells.Lists) -> list[Block]:
    number = lists.new()
    return [Item(content=cells.say(line), list_id=number) for line in lines]


def _level_words(by_lot: dict[str, Taken]) -> str:
    groups: dict[str, list[str]] = {}
    for lot, taken in by_lot.items():
        groups.setdefault(terms.LEVEL_TITLES.get(taken.level or "", "sans niveau"), []).append(lot)
    if len(groups) == 1:
        return next(iter(groups))
    return " ; ".join(f"{level} pour {lots_phrase(lots)}" for level, lots in groups.items())


def _citations(citations: tuple[Citation, ...], marche: Marche, lists: cells.Lists) -> list[Block]:
    number = lists.new()
    found: list[Block] = []
    for citation in citations:
        reference = marche.reference(citation.ref)
        if reference and reference.ccag and reference.ccag != marche.dossier.whole.ccag:
            continue
        if reference is None or citation.unverified or not marche.verified(reference):
            name = reference.title if reference else citation.ref
            content: tuple[Text | Unverified, ...] = (
                Unverified(text=typo.spaces(f"{name} (à vérifier avant toute publication)")),
            )
        else:
            content = (Text(text=typo.spaces(reference.title)),)
        found.append(Item(content=content, list_id=number))
    return [Paragraph(content=cells.say("Textes de référence :")), *found] if found else []


def _watch(clause: Clause, lists: cells.Lists) -> list[Block]:
    sourcing = [line for line in clause.watch if line.lower().startswith("à confirmer par le sourcing")]
    others = [line for line in clause.watch if line not in sourcing]
    blocks: list[Block] = []
    if sourcing:
        blocks.append(Paragraph(content=cells.say("À confirmer par le sourcing :")))
        blocks += _items([cells.capital(line.partition(":")[2].strip()) for line in sourcing], lists)
    if others:
        blocks.append(Paragraph(content=cells.say("À surveiller :")))
        blocks += _items(others, lists)
    return blocks


def _clause(clause: Clause, by_lot: dict[str, Taken], marche: Marche, lists: cells.Lists) -> list[Block]:
    only = places.only_lots(by_lot, marche)
    blocks: list[Block] = [_heading(2, f"{clause.id} – {clause.title}" + (f" ({only})" if only else ""))]
    if clause.levels:  # a title and this line alone would end a page: it stays with its reasons
        blocks.append(Paragraph(content=cells.say(f"Niveau retenu : {_level_words(by_lot)}."), role="annonce"))
    for line in filter(None, (" ".join(clause.reason.split()), clause.level_reasons)):
        blocks.append(Paragraph(content=cells.say(line)))
    house = [
        f"{item.title} : {typo.lowered(item.motive.removeprefix(_HOUSE))}"
        for item in clause.parameters.values()
        if item.default is not None and item.motive
    ]
    if house:
        blocks.append(Paragraph(content=cells.say("Valeurs de la maison, à discuter :")))
        blocks += _items(house, lists)
    blocks += _watch(clause, lists)
    return blocks + _citations(clause.references, marche, lists)


def blanks(marche: Marche) -> tuple[tuple[str, str, str, str], ...]:
    """(who, entry, label, lots) of every blank left in the chosen clauses."""
    found = []
    for clause, by_lot in places.taken_by_lot(marche).values():
        empty: dict[str, list[str]] = {}
        for lot, taken in by_lot.items():
            for blank in taken.blanks:
                empty.setdefault(blank.name, []).append(lot)
        for name, parameter in clause.parameters.items() if empty else ():
            if name in empty:
                found.append((parameter.filled_by, clause.id, parameter.title, places.only_lots(empty[name], marche)))
    for annex, lots in places.annexes_of(marche):
        for name, parameter in annex.parameters.items():
            taking = [lot for lot in marche.lots if lot.name in lots]
            if any(name not in annex_values(annex, lot) for lot in taking):
                found.append((parameter.filled_by, annex.id, parameter.title, places.only_lots(lots, marche)))
    return tuple(found)


def _blank_table(marche: Marche) -> list[Block]:
    found = blanks(marche)
    if not found:
        return [cells.sentence("Aucun : toutes les valeurs des clauses retenues sont données.")]
    rows = tuple(
        (cells.cell(terms.WHO_TITLES[who]), cells.cell(entry), cells.cell(label + (f" ({lots})" if lots else "")))
        for who, entry, label, lots in sorted(found)
    )
    return [
        Table(
            header=(cells.cell("Qui"), cells.cell("Clause"), cells.cell("Valeur attendue")),
            rows=rows,
            widths=(20, 16, 64),
        )
    ]


def _doubtful_departures(marche: Marche, lists: cells.Lists) -> list[Block]:
    lines = [
        f"{clause.id} : article {item.article} du CCAG {item.ccag}, {item.subject}"
        for clause, item, verified in contractual.departures(marche)
        if not verified
    ]
    if not lines:
        return []
    return [_heading(1, "Dérogations au CCAG à vérifier avant publication"), *_items(lines, lists)]


def fragment(marche: Marche) -> Fragment:
    """The note on a whole contract."""
    lists = cells.Lists()
    blocks: list[Block] = [Paragraph(content=cells.say(_WARNING), role="note")]
    blocks += [_heading(1, "Ce qui reste à remplir"), *_blank_table(marche)]
    blocks += _doubtful_departures(marche, lists)
    blocks.append(_heading(1, "Les clauses retenues"))
    for clause, by_lot in places.taken_by_lot(marche).values():
        blocks += _clause(clause, by_lot, marche, lists)
    annexes = places.annexes_of(marche)
    if annexes:
        blocks.append(_heading(1, "Les annexes"))
    for annex, _ in annexes:
        blocks.append(_heading(2, f"{annex.id} – {annex.title}"))
        if annex.reason:
            blocks.append(cells.sentence(" ".join(annex.reason.split())))
        blocks += _items(list(annex.watch), lists) if annex.watch else []
    blocks += _criteria(marche, lists)
    return Fragment(
        piece="Note au prescripteur",
        title="Note au prescripteur",
        subject=typo.spaces(marche.dossier.object),
        buyer=typo.spaces(marche.authority.name),
        blocks=numbering.number(blocks, {}),
        contract=False,
    )


def _criteria(marche: Marche, lists: cells.Lists) -> list[Block]:
    seen: dict[str, list[Block]] = {}
    for lot in marche.lots:
        for item in lot.judged():
            criterion = item.criterion
            if criterion is None or criterion.id in seen:
                continue
            blocks: list[Block] = [_heading(2, f"{criterion.id} – {criterion.title}")]
            blocks.append(cells.sentence(f"Lien avec l'objet du marché : {typo.lowered(criterion.link)}"))
            if criterion.reason:
                blocks.append(cells.sentence(" ".join(criterion.reason.split())))
            blocks += _items(list(criterion.watch), lists) if criterion.watch else []
            seen[criterion.id] = blocks + _citations(criterion.references, marche, lists)
    if not seen:
        return []
    return [_heading(1, "Les critères"), *(block for blocks in seen.values() for block in blocks)]
