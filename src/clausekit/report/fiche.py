"""The *fiche de contrôle*: one or two pages that a buyer signs and files.

It says what was judged, by which rule, from which text; law and policy apart. It never says
« conforme »: it may be produced in court.
"""

from __future__ import annotations

from collections.abc import Iterable

from clausekit import terms
from clausekit import typography as typo
from clausekit.check.verdict import Judged, LotVerdict, PolicySeen, Verdict
from clausekit.fragment import Block, Cell, Fragment, Heading, Inlines, Item, Paragraph, Table, Text

_HEADINGS = {"loi": "La loi", "politique": "La politique de l'autorité"}
# Worst first: a measure shows the worst state of its minima.
_ORDER = (
    terms.MISSING,
    terms.STATUS_TO_JUSTIFY,
    terms.WAIVED,
    terms.MANUAL,
    terms.TO_FOLLOW,
    terms.MET,
    terms.NOT_APPLICABLE,
)


def _say(text: str, *, strong: bool = False) -> Inlines:
    return (Text(text=typo.spaces(text), strong=strong),)


def _cell(*texts: str) -> Cell:
    return tuple(_say(text) for text in texts) or (_say(""),)


def _heading(text: str) -> Heading:
    return Heading(level=1, content=_say(text))


def _facts(verdict: Verdict, *, edition: str, made_on: str, stage: str) -> Table:
    rows = [
        ("Dossier", verdict.file.replace("\\", "/").rpartition("/")[2]),
        ("Objet", verdict.object),
        ("Lancement de la consultation", typo.date(verdict.day) if verdict.day else "date inconnue"),
        ("Stade du dossier", stage),
        ("Bibliothèque", f"édition {edition}"),
        ("Fiche établie le", typo.date(made_on)),
    ]
    rows += [(f"Lot {lot.lot}", lot.object) for lot in verdict.lots if lot.lot != "unique"]
    return Table(
        header=(_cell("Élément"), _cell("Valeur")),
        rows=tuple((_cell(name), _cell(value)) for name, value in rows),
        widths=(30, 70),
    )


def _key(judged: Judged, policy: PolicySeen) -> str:
    return judged.minimum.measure or judged.minimum.id if policy.kind == "politique" else judged.minimum.id


def _by_measure(verdict: Verdict, policy: PolicySeen) -> dict[str, list[tuple[LotVerdict, Judged]]]:
    found: dict[str, list[tuple[LotVerdict, Judged]]] = {}
    for lot in verdict.lots:
        for judged in lot.minima:
            if judged.minimum.policy == policy.id:
                found.setdefault(_key(judged, policy), []).append((lot, judged))
    return found


def _worst(rows: Iterable[tuple[LotVerdict, Judged]]) -> str:
    return min((judged.status for _, judged in rows), key=_ORDER.index)


def _lots(names: list[str], verdict: Verdict) -> str:
    if len(names) == len(verdict.lots):
        return ""
    return f" (lot {names[0]})" if len(names) == 1 else f" (lots {', '.join(names)})"


def _where(judged: Judged) -> str:
    ids = dict.fromkeys(item.id + (f" ({item.piece})" if item.piece else "") for item in judged.evidence)
    return ", ".join(ids)


def _lines(rows: list[tuple[LotVerdict, Judged]], verdict: Verdict) -> list[str]:
    """A line a minimum: its name, its lots, and what it rests on, or what is missing."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for lot, judged in rows:
        if judged.status in {terms.NOT_APPLICABLE, terms.MANUAL}:
            continue
        said = _where(judged) if judged.status == terms.MET and judged.evidence else judged.why
        grouped.setdefault((judged.minimum.title, judged.status, said), []).append(lot.lot)
    return [f"{title}{_lots(lots, verdict)} : {said}" for (title, _, said), lots in grouped.items()]


def _table(verdict: Verdict, policy: PolicySeen) -> list[Block]:
    rows = []
    for name, found in _by_measure(verdict, policy).items():
        lines = _lines(found, verdict)
        if lines:
            rows.append((_cell(name), _cell(terms.STATUS_TITLES[_worst(found)]), _cell(*lines)))
    if not rows:
        return [Paragraph(content=_say("Rien à juger pour cet achat."))]
    header = (_cell("Exigence"), _cell("État"), _cell("Où, par quoi"))
    return [Table(header=header, rows=tuple(rows), widths=(22, 14, 64))]


def _by_hand(verdict: Verdict) -> list[Block]:
    seen = {
        judged.minimum.id: f"{judged.minimum.id} – {judged.why}"
        for lot in verdict.lots
        for judged in lot.minima
        if judged.status == terms.MANUAL
    }
    if not seen:
        return []
    return [_heading("Ce qu'une personne doit regarder"), *_items(seen.values(), 1)]


def _items(lines: Iterable[str], number: int) -> list[Block]:
    return [Item(content=_say(line), list_id=number) for line in lines]


def _waivers(verdict: Verdict) -> list[Block]:
    rows: dict[tuple[str, str, str], list[str]] = {}
    for lot in verdict.lots:
        for judged in lot.minima:
            if judged.waiver:
                name = judged.minimum.id + (f" (lot {lot.lot})" if lot.lot != "unique" else "")
                key = (judged.waiver.motive, judged.waiver.decided_by, judged.waiver.date)
                rows.setdefault(key, []).append(name)
    if not rows:
        return []
    header = (_cell("Exigence"), _cell("Motif"), _cell("Décidé par"), _cell("Le"))
    body = tuple(
        (_cell(", ".join(dict.fromkeys(names))), _cell(motive), _cell(by), _cell(typo.date(day)))
        for (motive, by, day), names in rows.items()
    )
    return [_heading("Dérogations"), Table(header=header, rows=body, widths=(24, 42, 18, 16))]


def _open(verdict: Verdict) -> list[Block]:
    lines = [
        f"{entry} : {label}{f' ({lots})' if lots else ''}, par {terms.WHO_TITLES[who]}"
        for who, entry, label, lots in verdict.todo
        if who != "candidat"
    ]
    return [_heading("Valeurs à compléter"), *_items(lines, 2)] if lines else []


_SIGNATURE = Table(
    header=(_cell("Nom et fonction"), _cell("Date"), _cell("Signature")),
    rows=((_cell(""), _cell(""), _cell("")),),
    widths=(40, 20, 40),
)


def fragment(verdict: Verdict, *, edition: str, made_on: str, stage: str, buyer: str) -> Fragment:
    """The fiche of one dossier. `made_on` is the ISO date printed on it."""
    blocks: list[Block] = [_facts(verdict, edition=edition, made_on=made_on, stage=stage)]
    if verdict.out_of_scope:
        blocks.append(Paragraph(content=_say(f"Rien n'a été jugé : c'est {verdict.out_of_scope}.")))
    for kind in ("loi", "politique"):
        for policy in (item for item in verdict.policies if item.kind == kind):
            blocks += [_heading(f"{_HEADINGS[kind]} : {policy.title}"), *_table(verdict, policy)]
    blocks += [*_waivers(verdict), *_open(verdict), *_by_hand(verdict)]
    blocks += [_heading("Ce qui n'a pas été jugé"), *_items((_sentence(item) for item in verdict.not_judged), 3)]
    blocks += [_heading("Signature"), _SIGNATURE]
    return Fragment(
        piece="Fiche de contrôle",
        title="Fiche de contrôle",
        subject=typo.spaces(verdict.object),
        buyer=typo.spaces(buyer),
        blocks=tuple(blocks),
        contract=False,
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
