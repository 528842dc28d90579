"""The *fiche de contrôle*: one or two pages that a buyer signs and files.

It says what was judged, by which rule, from which text; law and policy apart. It never says
« conforme »: it may be produced in court.
"""

from __future__ import annotations

from clausekit import terms
from clausekit import typography as typo
from clausekit.check.verdict import Verdict
from clausekit.dossier import SINGLE_LOT
from clausekit.drift import Drift
from clausekit.fragment import Block, Cell, Fragment, Heading, Paragraph, Table
from clausekit.report import drifted, fiche_policy, fiche_tables, judged, text
from clausekit.report.fiche_tables import cell, say, signatures, table
from clausekit.report.judged import Checked

_HEADINGS = {"loi": "La loi", "politique": "La politique de l'autorité"}
_MANY_LOTS = 12


def fragment(verdict: Verdict, report: Checked, *, made_on: str, buyer: str) -> Fragment:
    """The fiche of one dossier. `made_on` is the ISO date printed on it, `buyer` the authority's name."""
    blocks: list[Block] = [_facts(verdict, report, buyer)]
    if verdict.out_of_scope:
        blocks.append(Paragraph(content=say(f"Rien n'a été jugé : c'est {verdict.out_of_scope}.")))
    blocks += [*_section("Constats hors exigences", fiche_tables.findings(verdict)), *_policies(verdict)]
    blocks += _section("Écarts entre le dossier et les pièces", _drift(report.drifts.get(verdict.file)))
    blocks += _section("Dérogations", fiche_tables.waivers(verdict))
    blocks += _section("Chaîne des critères de développement durable", fiche_tables.chains(verdict))
    blocks += _section("Valeurs à compléter", _open(verdict))
    blocks += _section("Ce qu'une personne doit regarder", fiche_tables.by_hand(verdict))
    blocks += _section("Ce qui n'a pas été jugé", [Paragraph(content=say(_sentence(" ; ".join(verdict.not_judged))))])
    blocks += _section("Signatures", [signatures("Établie par", "Vue par")])
    return Fragment(
        piece="Fiche de contrôle",
        title=typo.spaces(f"Fiche de contrôle établie le {typo.date(made_on)}"),
        subject=typo.spaces(text.short(verdict.object)),
        buyer=typo.spaces(buyer),
        blocks=tuple(blocks),
        contract=False,
    )


def _section(title: str, blocks: list[Block]) -> list[Block]:
    """A heading and what stands under it; nothing when nothing does."""
    return [Heading(level=1, content=say(title)), *blocks] if blocks else []


def _facts(verdict: Verdict, report: Checked, buyer: str) -> Table:
    """What was judged, in four columns."""
    from clausekit.lock import engine

    file = verdict.file.replace("\\", "/").rpartition("/")[2]
    day = typo.date(verdict.day) if verdict.day else "date inconnue"
    rows = (
        ("Acheteur", buyer or "non dit", "Dossier", file),
        ("Objet", text.short(verdict.object), "Lancement", day),
        ("Lots", _lots(verdict), "Stade", report.stage),
        ("Bilan", _balance(verdict, report), "Bibliothèque", f"édition {report.edition} ({engine()})"),
    )
    return table((), [(_label(a), cell(b), _label(c), cell(d)) for a, b, c, d in rows], (9, 56, 11, 24))


def _label(words: str) -> Cell:
    return (say(words, strong=True),)


def _lots(verdict: Verdict) -> str:
    named = [lot for lot in verdict.lots if lot.lot != SINGLE_LOT]
    if len(named) > _MANY_LOTS:
        return f"{len(named)} lots"
    return " ; ".join(f"{lot.lot} : {lot.object}" for lot in named) or "marché non alloti"


def _balance(verdict: Verdict, report: Checked) -> str:
    if verdict.out_of_scope:
        return "rien n'a été jugé"
    return judged.summary(verdict, report).removeprefix("Bilan : ")


def _policies(verdict: Verdict) -> list[Block]:
    """The law, then the policy, each with its table and what it asks of other purchases only."""
    blocks: list[Block] = []
    for kind, title in _HEADINGS.items():
        for policy in (item for item in verdict.policies if item.kind == kind):
            blocks += _section(f"{title} : {policy.title}", fiche_policy.blocks(verdict, policy))
    return blocks


def _drift(found: Drift | None) -> list[Block]:
    """What the documents given show: the count, then the clauses that are not as the dossier writes them."""
    if found is None:
        return []
    told = [Paragraph(content=say(line)) for line in (drifted.summary(found), drifted.strangers(found)) if line]
    rows = [tuple(cell(words) for words in row) for row in drifted.rows(found)]
    head = ("Clause", "Fichier", "État", "Ce qui diffère")
    return [*told, *([table(head, rows, (12, 24, 12, 52))] if rows else [])]


def _open(verdict: Verdict) -> list[Block]:
    """The blanks of those who write the contract, by who fills them."""
    found: dict[str, list[str]] = {}
    for who, entry, label, lots in verdict.todo:
        if who != "candidat":
            found.setdefault(who, []).append(f"{entry}, {label}{f' ({lots})' if lots else ''}")
    lines = (f"Par {terms.WHO_TITLES[who]} : {' ; '.join(items)}." for who, items in found.items())
    return [Paragraph(content=say(line)) for line in lines]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
