"""The computed blocks of the consultation: what the RC announces and contains."""

from __future__ import annotations

from clausekit import typography as typo
from clausekit.annex import Annex
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
from clausekit.assemble.plan import documents, lots_phrase, whole_lots
from clausekit.assemble.words import Setting, blank
from clausekit.fragment import Block, Inlines, Item, Paragraph, Table, Text, Unverified
from clausekit.marche import Marche


def announcements(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """What the RC announces: the environmental and social conditions of the contract."""
    blocks: list[Block] = []
    for nature, lead in (
        ("environnementale", "Conditions et spécifications à caractère environnemental :"),
        ("sociale", "Conditions à caractère social ou relatives à l'emploi :"),
    ):
        found = [item for item in taken_by_lot(marche).values() if has_nature(item[0], nature)]
        if not found:
            continue
        blocks.append(sentence(lead))
        number = lists.new()
        for index, (clause, by_lot) in enumerate(found):
            only = only_lots(by_lot, marche)
            title = typo.lowered(clause.title)
            inside = f" ({only}, " if only else " ("
            end = typo.NARROW + ";" if index < len(found) - 1 else "."
            blocks.append(
                Item(
                    content=(*say(title + inside), *location(clause, setting, brief=True), Text(text=")" + end)),
                    list_id=number,
                )
            )
    return blocks


def consultation_pieces(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """What the consultation file contains, each annex under the piece that bears it."""
    lines = []
    for document in documents(marche):
        line = typo.lowered(document.title)
        article = "l'" if line[:1] in "aeiouyéèê" else "le "
        line = article + line if document.name != "lettre" else "la présente lettre de consultation"
        if document.name == setting.document and document.name != "lettre":
            line = "le présent " + line.removeprefix("le ")
        lines.append(line + (f" ({document.name})" if document.name.isupper() else ""))
    if "AE" not in {document.name for document in documents(marche)}:
        lines.append("l'acte d'engagement et ses annexes financières")
    for annex, lots in _by_bearer(marche):
        to_fill = ", à remplir par le candidat et à joindre à l'offre" if annex.filled_by == "candidat" else ""
        lines.append(
            f"l'{setting.annexes[annex.id]} : {typo.quote(annex_title(annex))}{to_fill}" + lots_note(lots, marche)
        )
    return numbered(
        [ended(line, last=index == len(lines) - 1) for index, line in enumerate(lines)], lists, ordered=False
    )


def _by_bearer(marche: Marche) -> list[tuple[Annex, tuple[str, ...]]]:
    """The annexes in the order of the pieces that bear them, then in that of their numbers."""
    order = {document.name: at for at, document in enumerate(documents(marche))}
    return sorted(
        annexes_of(marche),
        key=lambda found: order.get(document_of(found[0].attached_to, found[1][0], marche), len(order)),
    )


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
                "sont des personnes visées par cet article."
            )
        else:
            content += say(".")
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
            needs = typo.lowered(requirements.rstrip(".")) if requirements else None
            text = capital(f"{lead}les variantes sont autorisées. ")
            if needs:
                blocks.append(sentence(f"{text}Exigences minimales : {needs}."))
            else:
                blocks.append(
                    Paragraph(content=(*say(text), blank("exigences", "exigences minimales des variantes", "acheteur")))
                )
    return blocks


def lots(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """The lots and their objects."""
    if not whole_lots(marche):
        return [sentence("Le marché n'est pas alloti.")]
    rows = tuple((cell(f"Lot {lot.name}"), cell(lot.terms.object)) for lot in marche.lots)
    return [Table(header=(cell("Lot"), cell("Objet")), rows=rows, widths=(15, 85))]
