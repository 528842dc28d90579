"""The blocks that the engine computes: contract pieces, penalties, departures, criteria, announcements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from clausekit import mark as marks
from clausekit import prose, terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.assemble.plan import documents, lots_phrase, name_with_article, whole_lots
from clausekit.assemble.words import Setting, Values, blank, by_lots, inlines
from clausekit.clause import Clause, Consequence, Departure, Parameter
from clausekit.fragment import Block, Cell, Inlines, Item, Paragraph, Ref, Table, Text, Unverified
from clausekit.mark import Mark
from clausekit.marche import Lot, Marche, Taken, Weighted
from clausekit.registry import LegalReference


class Lists:
    """Numbers lists within one document: each new list restarts."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> int:
        """A list id not used yet."""
        self._last += 1
        return self._last


def say(text: str, *, strong: bool = False) -> Inlines:
    """A sentence in French typography."""
    return (Text(text=typo.spaces(text), strong=strong),)


def cell(text: str) -> Cell:
    """A cell of one paragraph."""
    return (say(text),)


def sentence(text: str) -> Paragraph:
    """A body paragraph."""
    return Paragraph(content=say(text))


def capital(text: str) -> str:
    """With its first letter in upper case."""
    return text[:1].upper() + text[1:]


def taken_by_lot(marche: Marche) -> dict[str, tuple[Clause, dict[str, Taken]]]:
    """Every clause chosen, with the lots that take it, in order of id (common ones first)."""
    found: dict[str, tuple[Clause, dict[str, Taken]]] = {}
    for lot in marche.lots:
        for name, taken in lot.taken.items():
            found.setdefault(name, (taken.clause, {}))[1][lot.name] = taken
    return dict(sorted(found.items(), key=lambda item: (not item[0].startswith("COM"), item[0])))


def only_lots(by_lot: Iterable[str], marche: Marche) -> str:
    """« lot 1 » when an entry concerns some lots only; empty otherwise."""
    names, every = list(by_lot), whole_lots(marche)
    if not every or len(names) == len(every):
        return ""
    return lots_phrase(names).removeprefix("le ").removeprefix("les ")


def location(clause: Clause, setting: Setting, *, brief: bool = False) -> Inlines:
    """Where a clause stands, seen from the document being written.

    An article of another document is named by its title: its number changes when the
    fragment is pasted into the authority's own file. `brief` keeps the document's name only.
    """
    for piece in (clause.carrier, *clause.texts):
        found = setting.headings.get((clause.id, piece))
        if found is None:
            continue
        document, title = found
        if document == setting.document:
            return (Text(text="article" + typo.NBSP), Ref(target=marks.target(clause.id, piece), cached=""))
        if brief:
            return say(name_with_article(document).removeprefix("le "))
        of = "".join(typo.contract("de ", name_with_article(document)))
        return say(f"article {typo.quote(title)} {of}")
    return say(clause.title)


# --- contract pieces -------------------------------------------------------------------------


def annexes_of(marche: Marche) -> tuple[tuple[Annex, tuple[str, ...]], ...]:
    """Every annex with the lots that take it, in order of id."""
    found: dict[str, tuple[Annex, list[str]]] = {}
    for lot in marche.lots:
        for annex in lot.annexes:
            found.setdefault(annex.id, (annex, []))[1].append(lot.name)
    return tuple((annex, tuple(lots)) for _, (annex, lots) in sorted(found.items()))


def annex_title(annex: Annex) -> str:
    """The printed title: « (modèle) » is the library's word, not the contract's."""
    return annex.title.replace("(modèle)", "").strip()


def annex_values(annex: Annex, lot: Lot) -> dict[str, Any]:
    """Values of an annex's parameters for a lot: defaults, then what the dossier says."""
    values = {name: item.default for name, item in annex.parameters.items() if item.default is not None}
    return {**values, **lot.terms.annex_values.get(annex.id, {})}


def annex_names(marche: Marche) -> dict[str, str]:
    """Printed name of each annex: « annexe 1 au CCAP », numbered within the document that bears it."""
    counters: dict[str, int] = {}
    names = {}
    for annex, lots in annexes_of(marche):
        document = document_of(annex.attached_to, lots[0], marche)
        counters[document] = counters.get(document, 0) + 1
        to = "".join(typo.contract("à ", name_with_article(document)))
        names[annex.id] = f"annexe{typo.NBSP}{counters[document]} {to}"
    return names


def document_of(role: str, lot: str, marche: Marche) -> str:
    """Name of the document that serves as a piece for a lot."""
    pieces = next((item.terms.pieces for item in marche.lots if item.name == lot), {})
    return pieces.get(role) or role


def _annex_words(role: str, marche: Marche, names: Mapping[str, str]) -> str:
    found = [
        f"{names[annex.id].split(' ')[0]} {typo.quote(annex_title(annex))}" + _lots_note(lots, marche)
        for annex, lots in annexes_of(marche)
        if annex.attached_to == role and annex.contractual
    ]
    if not found:
        return ""
    return (" et son " if len(found) == 1 else " et ses annexes : ") + typo.listing(found)


def _lots_note(lots: Iterable[str], marche: Marche) -> str:
    only = only_lots(lots, marche)
    return f" ({only})" if only else ""


_WITHOUT_CCAG = (
    "l'acte d'engagement et ses annexes financières",
    "le cahier des clauses particulières (CCAP)",
    "l'offre technique du titulaire",
)


def _role_in(line: str) -> str | None:
    for role, words in {
        "CCAP": ("ccap", "clauses administratives particulières"),
        "CCTP": ("cctp", "clauses techniques particulières"),
    }.items():
        if any(word in line.lower() for word in words):
            return role
    return None


def contract_pieces(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """The contract's pieces in the order of the named CCAG, with the rank of each annex."""
    ccag = marche.library.registers.ccags.get(marche.dossier.whole.ccag or "")
    pieces = ccag.pieces if ccag else _WITHOUT_CCAG
    lines: list[str] = []
    seen: set[str] = set()
    for line in pieces:
        role = _role_in(line)
        if role is None:
            lines.append(line)
            continue
        document = document_of(role, marche.lots[0].name, marche)
        if document in seen:
            continue
        seen.add(document)
        roles = [r for r in ("CCAP", "CCTP") if document_of(r, marche.lots[0].name, marche) == document]
        title = {item.name: item.title for item in documents(marche)}.get(document, document)
        short = f" ({document})" if document.isupper() else ""
        # Several roles in one document: its annexes follow one another under it.
        annexes = _merge_annexes(roles, marche, setting.annexes)
        lines.append(f"le {title[:1].lower()}{title[1:]}{short}{annexes}")
    return _numbered([_ended(line, last=index == len(lines) - 1) for index, line in enumerate(lines)], lists)


def _merge_annexes(roles: list[str], marche: Marche, names: Mapping[str, str]) -> str:
    if len(roles) == 1:
        return _annex_words(roles[0], marche, names)
    found = [
        f"{names[annex.id].split(' ')[0]} {typo.quote(annex_title(annex))}" + _lots_note(lots, marche)
        for annex, lots in annexes_of(marche)
        if annex.attached_to in roles and annex.contractual
    ]
    if not found:
        return ""
    return (" et son " if len(found) == 1 else " et ses annexes : ") + typo.listing(found)


def _ended(line: str, *, last: bool) -> str:
    return line.rstrip(" ;.") + ("." if last else " ;")


def _numbered(lines: list[str], lists: Lists, *, ordered: bool = True) -> list[Block]:
    number = lists.new()
    return [Item(content=say(line), list_id=number, ordered=ordered) for line in lines]


# --- penalties -------------------------------------------------------------------------------


def _amount(item: Consequence, by_lot: Mapping[str, Taken], clause: Clause) -> Inlines:
    unit = item.unit or "euros"
    if item.amount is None:
        return say("sans montant")
    if not isinstance(item.amount, str):
        return (Text(text=typo.quantity(item.amount, unit)),)
    parameter = clause.parameters.get(item.amount)
    if parameter is None:
        return (blank(item.amount, item.amount, "acheteur"),)
    groups: dict[str, list[str]] = {}
    for lot, taken in by_lot.items():
        value = taken.values.get(parameter.name)
        if not isinstance(value, (int, float)):
            return (blank(parameter.name, parameter.title, parameter.filled_by),)
        groups.setdefault(typo.quantity(value, unit), []).append(lot)
    if len(groups) == 1:
        return (Text(text=next(iter(groups))),)
    return (Text(text=by_lots(groups)),)


def _penalty_row(item: Consequence, clause: Clause, by_lot: Mapping[str, Taken], setting: Setting) -> tuple[Cell, ...]:
    marche = setting.marche
    only = only_lots(by_lot, marche)
    failing = item.failing.rstrip(".") + (f" ({only})" if only else "")
    notes: list[Inlines] = []
    if item.cap:
        notes.append(say(f"Plafond : {item.cap}"))
    if not item.notice and item.nature == "penalite":
        notes.append(say("Sans mise en demeure préalable"))
    return (
        _penalised(clause, setting),
        cell(failing),
        cell(item.trigger.rstrip(".")),
        (_amount(item, by_lot, clause), *notes),
    )


def _penalised(clause: Clause, setting: Setting) -> Cell:
    where = location(clause, setting, brief=True)
    if any(isinstance(part, Ref) for part in where):
        return ((Text(text="Article" + typo.NBSP), *where[1:]),)
    return ((*say(f"{clause.title} ("), *where, Text(text=")")),)


def penalties(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """A row per failing; incentives apart. Amounts bear no tax mention: they are outside VAT."""
    blocks: list[Block] = []
    for nature, head, result in (
        ("penalite", "Pénalité", "Manquement"),
        ("incitation", "Prime", "Résultat atteint"),
    ):
        rows = tuple(
            _penalty_row(item, clause, by_lot, setting)
            for clause, by_lot in taken_by_lot(marche).values()
            for item in clause.consequences
            if item.nature == nature
        )
        if not rows:
            continue
        if nature == "incitation":
            blocks.append(sentence("Les résultats suivants donnent lieu au versement d'une prime :"))
        header = (cell("Obligation"), cell(result), cell("Fait générateur"), cell(head))
        blocks.append(Table(header=header, rows=rows, widths=(26, 30, 23, 21)))
    return blocks


# --- departures from the CCAG ----------------------------------------------------------------


def departure_reference(item: Departure, marche: Marche) -> LegalReference | None:
    """The registry's reference for an article departed from: the article, else the one above it."""
    article = item.article
    while article:
        for reference in marche.library.registers.references.values():
            if reference.ccag == item.ccag and reference.article == article:
                return reference
        article = article.rpartition(".")[0]
    return None


def departures(marche: Marche) -> tuple[tuple[Clause, Departure, bool], ...]:
    """Departures of the chosen clauses from the contract's CCAG, and whether each is verified."""
    found: dict[tuple[str, str, str], tuple[Clause, Departure, bool]] = {}
    for lot in marche.lots:
        for taken in (*lot.automatic.values(), *lot.taken.values()):
            for item in taken.clause.departures:
                if item.ccag != marche.dossier.whole.ccag:
                    continue
                reference = departure_reference(item, marche)
                verified = reference is not None and marche.verified(reference)
                found.setdefault((taken.clause.id, item.article, item.subject), (taken.clause, item, verified))
    return tuple(found.values())


def departure_list(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """The last article: each article of the CCAG departed from, and by which article."""
    ccag = marche.library.registers.ccags.get(marche.dossier.whole.ccag or "")
    if ccag is None:
        return []
    found = departures(marche)
    if not found:
        return [sentence("Néant.")]
    number = lists.new()
    blocks: list[Block] = []
    for index, (clause, item, verified) in enumerate(found):
        end = "." if index == len(found) - 1 else typo.NARROW + ";"
        subject = item.subject.rstrip(".")
        text = typo.spaces(f"l'article {item.article} du {ccag.name} ({subject[:1].lower()}{subject[1:]})")
        article = Text(text=text) if verified else Unverified(text=f"[à vérifier{typo.NBSP}: {text}]")
        where = location(clause, setting)
        first = Text(text="L’") if isinstance(where[0], Text) and where[0].text.startswith("article") else Text(text="")
        blocks.append(Item(content=(first, *where, Text(text=" déroge à "), article, Text(text=end)), list_id=number))
    return blocks


# --- obligations and announcements -----------------------------------------------------------


def _has_nature(clause: Clause, nature: str) -> bool:
    return clause.consideration == nature and clause.type in {"condition_execution", "specification", "revue"}


def _control_cell(text: str) -> Cell:
    return cell(capital(text.rstrip("."))) if text else cell("voir l'article")


def obligations(nature: str) -> Callable[[Marche, Setting, Lists], list[Block]]:
    """A table of the obligations of a nature with the way each is verified (CCAG, x.2.1)."""

    def make(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
        rows = []
        for clause, by_lot in taken_by_lot(marche).values():
            if not _has_nature(clause, nature) or clause.control is None:
                continue
            only = only_lots(by_lot, marche)
            control = clause.control
            proof = capital(control.proof.rstrip(".")) + (f" ({control.frequency.rstrip('.')})" if control.frequency else "")
            name = say(clause.title + (f" ({only})" if only else ""))
            rows.append(((name, location(clause, setting, brief=True)), _control_cell(control.indicator), cell(proof), _control_cell(control.verification)))
        if not rows:
            return []
        header = (cell("Obligation"), cell("Indicateur"), cell("Preuve et fréquence"), cell("Vérification"))
        return [Table(header=header, rows=tuple(rows), widths=(26, 24, 28, 22))]

    return make


def announcements(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """What the RC announces: the environmental and social conditions of the contract."""
    blocks: list[Block] = []
    for nature, lead in (
        ("environnementale", "Conditions et spécifications à caractère environnemental :"),
        ("sociale", "Conditions à caractère social ou relatives à l'emploi :"),
    ):
        found = [item for item in taken_by_lot(marche).values() if _has_nature(item[0], nature)]
        if not found:
            continue
        blocks.append(sentence(lead))
        number = lists.new()
        for index, (clause, by_lot) in enumerate(found):
            only = only_lots(by_lot, marche)
            title = clause.title[:1].lower() + clause.title[1:] + (f" ({only})" if only else "")
            end = typo.NARROW + ";" if index < len(found) - 1 else "."
            blocks.append(Item(content=(*say(title + " ("), *location(clause, setting, brief=True), Text(text=")" + end)), list_id=number))
    return blocks


# --- award criteria --------------------------------------------------------------------------


def _points(item: Weighted, unit: str) -> str:
    if item.rank is not None:
        return f"{item.rank}" + ("er" if item.rank == 1 else "e") + " rang"
    if item.weight is None:
        return "—"
    if unit == "pourcentage":
        return typo.percentage(item.weight)
    return typo.quantity(item.weight, "points")


def _criteria_key(lot: Lot) -> tuple[object, ...]:
    return tuple((item.label, item.weight, item.rank, tuple(sub.label for sub in item.walk()), tuple(sub.weight for sub in item.walk())) for item in lot.criteria)


def criteria_groups(marche: Marche) -> tuple[tuple[Lot, tuple[str, ...]], ...]:
    """Lots that are judged alike, together."""
    groups: dict[tuple[object, ...], tuple[Lot, list[str]]] = {}
    for lot in marche.lots:
        groups.setdefault(_criteria_key(lot), (lot, []))[1].append(lot.name)
    return tuple((lot, tuple(names)) for lot, names in groups.values())


def _unit(lot: Lot) -> str:
    if lot.terms.rows:
        return lot.terms.unit
    total = sum(item.weight or 0 for item in lot.criteria)
    return "pourcentage" if total == 100 else "points"


def _weights_table(lot: Lot) -> Table:
    unit = _unit(lot)
    rows: list[tuple[Cell, ...]] = []
    strong: set[int] = set()
    for number, item in enumerate(lot.criteria, start=1):
        strong.add(len(rows))
        rows.append((cell(f"{number}. {item.label}"), cell(_points(item, unit))))
        for below, child in enumerate(item.children, start=1):
            sub_unit = "points" if item.base else unit
            points = _points(child, sub_unit)
            if item.base:
                points = typo.spaces(f"{points} sur {typo.number(item.base)}")
            rows.append((cell(f"{number}.{below} {child.label}"), cell(points)))
    return Table(
        header=(cell("Critères et sous-critères"), cell("Rang" if unit == "rang" else "Pondération")),
        rows=tuple(rows),
        widths=(76, 24),
        numeric=frozenset({1}),
        strong_rows=frozenset(strong),
    )


def _paragraphs(items: Iterable[str]) -> Cell:
    found = tuple(say(capital(item.rstrip(" ;"))) for item in items)
    return found or cell("—")


def _appraisal_table(lot: Lot) -> Table | None:
    rows = []
    for number, item in enumerate(lot.criteria, start=1):
        for below, part in enumerate(item.children or (item,), start=1):
            if not part.elements and not part.proofs:
                continue
            mark = f"{number}.{below}" if item.children else f"{number}."
            rows.append((cell(f"{mark} {part.label}"), _paragraphs(part.elements), _paragraphs(part.proofs)))
    if not rows:
        return None
    header = (cell("Critère ou sous-critère"), cell("Éléments d'appréciation"), cell("Justificatifs demandés"))
    return Table(header=header, rows=tuple(rows), widths=(24, 42, 34))


def _for_lots(names: tuple[str, ...], marche: Marche) -> list[Block]:
    if not whole_lots(marche) or len(names) == len(whole_lots(marche)):
        return []
    return [Paragraph(content=say(f"Pour {lots_phrase(names)} :", strong=True), role="legende")]


def criteria(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """Criteria, sub-criteria, weights, elements of appreciation and proofs; one table a group of lots."""
    blocks: list[Block] = []
    for lot, names in criteria_groups(marche):
        blocks += _for_lots(names, marche)
        if not lot.criteria:
            blocks.append(Paragraph(content=(blank("criteres", "critères d'attribution et pondération", "acheteur"),)))
            continue
        blocks.append(_weights_table(lot))
        appraisal = _appraisal_table(lot)
        if appraisal:
            blocks += [sentence("Les offres sont appréciées au vu des éléments et des justificatifs suivants :"), appraisal]
    return blocks


_PRICE_FORMULAS = {
    "lineaire": "Note du prix = note maximale × (1 − (prix de l'offre − prix le plus bas) / prix le plus bas), sans être inférieure à zéro.",
    "proportionnelle": "Note du prix = note maximale × prix le plus bas / prix de l'offre.",
}


def _scale_tables(marche: Marche) -> list[Block]:
    blocks: list[Block] = []
    seen: set[str] = set()
    for lot in marche.lots:
        for item in lot.judged():
            if item.criterion is None or item.criterion.id in seen or not item.criterion.scale.steps:
                continue
            seen.add(item.criterion.id)
            rows = tuple((cell(str(mark)), cell(text)) for mark, text in sorted(item.criterion.scale.steps.items()))
            blocks.append(Paragraph(content=say(f"Échelle du critère {typo.quote(item.label)} :"), role="legende"))
            blocks.append(Table(header=(cell("Note"), cell("Ce qui la justifie")), rows=rows, widths=(12, 88), numeric=frozenset({0})))
    return blocks


def scoring(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """The scoring method, only when the dossier asks for it: once published it binds."""
    asked = marche.dossier.scoring
    if not asked.get("publier"):
        return []
    price = str(asked.get("prix") or "")
    blocks: list[Block] = []
    if price:
        blocks.append(sentence(_PRICE_FORMULAS.get(price, price)))
    return blocks + _scale_tables(marche)


def response_questions(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """The response frame: a question a criterion, in the order of the RC, the same for every candidate."""
    blocks: list[Block] = []
    for lot, names in criteria_groups(marche):
        questions = [block for item in lot.judged() for block in _question(item, setting, lists)]
        if questions:
            blocks += [*_for_lots(names, marche), *questions]
    blocks += _clause_questions(marche, setting, lists)
    return blocks or [
        Paragraph(content=(blank("criteres", "critères d'attribution, dont naissent les questions", "acheteur"),))
    ]


def _question(item: Weighted, setting: Setting, lists: Lists) -> list[Block]:
    if item.criterion is None and not item.elements:
        return []
    asked: list[Block]
    if item.criterion:
        asked = prose_blocks(item.criterion.question, item.criterion.id, {}, {}, setting, lists)
    else:
        asked = [sentence("Le candidat présente :"), *_points_asked(item, lists)]
    header = (cell("Réponse du candidat"), cell("Justificatifs joints"))
    answer = Table(header=header, rows=((cell(""), _paragraphs(item.proofs)),), widths=(66, 34))
    return [Paragraph(content=say(item.label), role="legende"), *asked, answer]


def _points_asked(item: Weighted, lists: Lists) -> list[Block]:
    lines = [line[:1].lower() + line[1:] for line in item.elements]
    return _numbered([_ended(line, last=line is lines[-1]) for line in lines], lists, ordered=False)


def _clause_questions(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """What clauses ask of candidates beside the criteria (estimates, values that the offer fixes)."""
    blocks: list[Block] = []
    for clause, by_lot in taken_by_lot(marche).values():
        if "CRT" not in clause.texts:
            continue
        only = only_lots(by_lot, marche)
        values = {lot: taken.values for lot, taken in by_lot.items()}
        blocks.append(Paragraph(content=say(clause.title + (f" ({only})" if only else "")), role="legende"))
        blocks += prose_blocks(clause.texts["CRT"], clause.id, clause.parameters, values, setting, lists)
    return blocks


def prose_blocks(
    text: str, owner: str, parameters: Mapping[str, Parameter], values: Values, setting: Setting, lists: Lists
) -> list[Block]:
    """A prose without marks (questions put to candidates) as blocks."""

    def words(lines: tuple[prose.Line, ...]) -> Inlines:
        return inlines(lines, owner, parameters, values, setting)

    blocks: list[Block] = []
    for block in prose.parse(text):
        if isinstance(block, prose.Listing):
            number = lists.new()
            blocks += [Item(content=words(item), list_id=number, ordered=block.ordered) for item in block.items]
        elif isinstance(block, prose.Grid):
            blocks.append(table_of(block, lambda line: words((line,)), None))
        elif isinstance(block, prose.Para):
            blocks.append(Paragraph(content=words(block.lines)))
    return blocks


def even(columns: int) -> tuple[int, ...]:
    """Equal shares of the text width."""
    share = 100 // max(columns, 1)
    return (100 - share * (columns - 1), *(share for _ in range(columns - 1)))


def table_of(grid: prose.Grid, words: Callable[[prose.Line], Inlines], mark: Mark | None) -> Table:
    """A prose table as a Word table; one without rows gets an empty one, to be filled by hand."""
    rows = grid.rows or (((),) * len(grid.header),)
    return Table(
        header=tuple((words(cell),) for cell in grid.header),
        rows=tuple(tuple((words(cell),) for cell in row) for row in rows),
        widths=even(len(grid.header)),
        mark=mark,
    )


# --- the consultation ------------------------------------------------------------------------


def consultation_pieces(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """What the consultation file contains, each annex under the piece that bears it."""
    lines = []
    for document in documents(marche):
        line = document.title[:1].lower() + document.title[1:]
        line = f"le {line}" if document.name not in {"lettre"} else "la présente lettre de consultation"
        if document.name == setting.document and document.name != "lettre":
            line = "le présent " + line.removeprefix("le ")
        lines.append(line + (f" ({document.name})" if document.name.isupper() else ""))
    if "AE" not in {document.name for document in documents(marche)}:
        lines.append("l'acte d'engagement et ses annexes financières")
    for annex, lots in annexes_of(marche):
        to_fill = ", à remplir par le candidat et à joindre à l'offre" if annex.filled_by == "candidat" else ""
        lines.append(f"{setting.annexes[annex.id]} : {typo.quote(annex_title(annex))}{to_fill}" + _lots_note(lots, marche))
    return _numbered([_ended(line, last=index == len(lines) - 1) for index, line in enumerate(lines)], lists, ordered=False)





def reservations(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """Which lots are reserved, on which article, and the share of workers it takes (R. 2113-7)."""
    blocks: list[Block] = []
    for lot in marche.lots:
        if lot.reservation is None:
            continue
        reference = marche.reference(lot.reservation.article)
        subject = "Le marché" if not whole_lots(marche) else f"Le lot {lot.name}"
        content: Inlines = say(f"{subject} est réservé en application de l'")
        if reference is None or not marche.verified(reference):
            content += (Unverified(text=f"[à vérifier : {lot.reservation.article}]"),)
        else:
            content += say(reference.title)
        if lot.reservation.share is not None:
            content += say(
                f" à des structures dont {typo.percentage(lot.reservation.share)} au moins des travailleurs "
                "sont des personnes visées par cet article. Le candidat joint à sa candidature la preuve de sa qualité"
                " et de cette proportion."
            )
        else:
            content += say(". Le candidat joint à sa candidature la preuve de sa qualité.")
        blocks.append(Paragraph(content=content))
    return blocks


def variants(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """Whether variants are allowed, said for each group of lots, with their minimum requirements."""
    groups: dict[tuple[bool | None, str | None], list[str]] = {}
    for lot in marche.lots:
        groups.setdefault((lot.terms.variants.allowed, lot.terms.variants.requirements), []).append(lot.name)
    blocks: list[Block] = []
    for (allowed, requirements), names in groups.items():
        lead = "" if not whole_lots(marche) or len(groups) == 1 else f"Pour {lots_phrase(names)}, "
        if allowed is None:
            blocks.append(Paragraph(content=(blank("variantes", "variantes autorisées ou non", "acheteur"),)))
        elif not allowed:
            blocks.append(sentence(capital(f"{lead}les variantes ne sont pas autorisées.")))
        else:
            needs = requirements.rstrip(".") if requirements else None
            text = capital(f"{lead}les variantes sont autorisées. ")
            if needs:
                blocks.append(sentence(f"{text}Exigences minimales : {needs}."))
            else:
                blocks.append(Paragraph(content=(*say(text), blank("exigences", "exigences minimales des variantes", "acheteur"))))
    return blocks


def lots(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """The lots and their objects."""
    if not whole_lots(marche):
        return [sentence("Le marché n'est pas alloti.")]
    rows = tuple((cell(f"Lot {lot.name}"), cell(lot.terms.object)) for lot in marche.lots)
    return [Table(header=(cell("Lot"), cell("Objet")), rows=rows, widths=(15, 85))]


Maker = Callable[[Marche, Setting, Lists], list[Block]]
MAKERS: Mapping[str, Maker] = {
    "pieces_contractuelles": contract_pieces,
    "penalites": penalties,
    "derogations": departure_list,
    "obligations_environnementales": obligations("environnementale"),
    "obligations_sociales": obligations("sociale"),
    "criteres": criteria,
    "notation": scoring,
    "contenu_dossier": consultation_pieces,
    "reservation": reservations,
    "variantes": variants,
    "conditions": announcements,
    "questions_crt": response_questions,
    "lots": lots,
}
assert set(MAKERS) == set(terms.COMPUTED_BLOCKS)
