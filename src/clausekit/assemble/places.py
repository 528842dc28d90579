"""Who takes an entry, where it stands, what an annex is called."""

from __future__ import annotations

from collections.abc import Iterable

from clausekit import mark as marks
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.assemble.cells import say
from clausekit.assemble.plan import lots_phrase, name_with_article, whole_lots
from clausekit.assemble.words import Setting
from clausekit.clause import Clause
from clausekit.fragment import Inlines, Ref, Text
from clausekit.marche import Marche, Taken


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


def lots_note(lots: Iterable[str], marche: Marche) -> str:
    """« (lot 1) » after what concerns some lots only; empty otherwise."""
    only = only_lots(lots, marche)
    return f" ({only})" if only else ""


def has_nature(clause: Clause, nature: str) -> bool:
    """Whether a clause is an obligation of a nature (environnementale, sociale)."""
    return clause.consideration == nature and clause.type in {"condition_execution", "specification", "revue"}
