"""The computed blocks of the CCAP: contract pieces, penalties, departures from the CCAG, obligations."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clausekit import prose
from clausekit import typography as typo
from clausekit.assemble.cells import Lists, capital, cell, ended, numbered, say, sentence
from clausekit.assemble.places import (
    annex_title,
    annexes_of,
    document_of,
    has_nature,
    location,
    lots_note,
    only_lots,
    taken_by_lot,
)
from clausekit.assemble.plan import documents
from clausekit.assemble.words import Setting, blank, by_lots
from clausekit.clause import Clause, Consequence, Departure
from clausekit.fragment import Block, Cell, Inlines, Item, Ref, Table, Text, Unverified
from clausekit.marche import Marche, Taken
from clausekit.registry import LegalReference

_WITHOUT_CCAG = (
    "l'acte d'engagement et ses annexes financières",
    "le cahier des clauses administratives particulières (CCAP)",
    "le cahier des clauses techniques particulières (CCTP)",
    "l'offre technique du titulaire",
    "les actes spéciaux de sous-traitance, le cas échéant",
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
        annexes = _annex_words(roles, marche, setting.annexes)
        lines.append(f"le {typo.lowered(title)}{short}{annexes}")
    return numbered([ended(line, last=index == len(lines) - 1) for index, line in enumerate(lines)], lists)


def _annex_words(roles: list[str], marche: Marche, names: Mapping[str, str]) -> str:
    """« et ses annexes : annexe 1 « … » et annexe 2 « … » » for the pieces that one document serves as."""
    found = [
        f"{names[annex.id].split(' ')[0]} {typo.quote(annex_title(annex))}" + lots_note(lots, marche)
        for annex, lots in annexes_of(marche)
        if annex.attached_to in roles and annex.contractual
    ]
    if not found:
        return ""
    return (" et son " if len(found) == 1 else " et ses annexes : ") + typo.listing(found)


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


def departure_reference(item: Departure, marche: Marche) -> LegalReference | None:
    """The registry's reference for an article departed from: the article, else the one above it."""
    article = item.article
    while article:
        for reference in marche.library.registers.references.values():
            if reference.ccag == item.ccag and reference.article == article:
                return reference
        article = article.rpartition(".")[0]
    return None


def _left_out(clause: Clause, marche: Marche) -> bool:
    """Whether a clause is the table of penalties of a contract that has none: it is not written (see pieces)."""
    if not any("penalites" in prose.computed(text) for text in clause.texts.values()):
        return False
    chosen = (other for other, _ in taken_by_lot(marche).values())
    return not any(item.nature in {"penalite", "incitation"} for other in chosen for item in other.consequences)


def departures(marche: Marche) -> tuple[tuple[Clause, Departure, bool], ...]:
    """Departures of the chosen clauses from the contract's CCAG, and whether each is verified."""
    found: dict[tuple[str, str, str], tuple[Clause, Departure, bool]] = {}
    for lot in marche.lots:
        for taken in (*lot.automatic.values(), *lot.taken.values()):
            for item in taken.clause.departures:
                if item.ccag != marche.dossier.whole.ccag or _left_out(taken.clause, marche):
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
        text = typo.spaces(f"l'article {item.article} du {ccag.name} ({typo.lowered(subject)})")
        article = Text(text=text) if verified else Unverified(text=f"[à vérifier{typo.NBSP}: {text}]")
        where = location(clause, setting)
        first = Text(text="L’") if isinstance(where[0], Text) and where[0].text.startswith("article") else Text(text="")
        blocks.append(Item(content=(first, *where, Text(text=" déroge à "), article, Text(text=end)), list_id=number))
    return blocks


def _control_cell(text: str) -> Cell:
    return cell(capital(text.rstrip("."))) if text else cell("voir l'article")


def obligations(nature: str) -> Callable[[Marche, Setting, Lists], list[Block]]:
    """A table of the obligations of a nature with the way each is verified (CCAG, x.2.1)."""

    def make(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
        rows = []
        for clause, by_lot in taken_by_lot(marche).values():
            if not has_nature(clause, nature) or clause.control is None:
                continue
            only = only_lots(by_lot, marche)
            control = clause.control
            proof = capital(control.proof.rstrip(".")) + (
                f" ({control.frequency.rstrip('.')})" if control.frequency else ""
            )
            name = say(clause.title + (f" ({only})" if only else ""))
            rows.append(
                (
                    (name, location(clause, setting, brief=True)),
                    _control_cell(control.indicator),
                    cell(proof),
                    _control_cell(control.verification),
                )
            )
        if not rows:
            return []
        header = (cell("Obligation"), cell("Indicateur"), cell("Preuve et fréquence"), cell("Vérification"))
        return [Table(header=header, rows=tuple(rows), widths=(26, 24, 28, 22))]

    return make
