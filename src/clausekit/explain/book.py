"""The book of rules: every rule with the minima that use it, what a person judges, and the measures without effect.

It is made from the pages of `explain` and from the policies of a library: an authority makes its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from clausekit import terms
from clausekit import typography as typo
from clausekit.explain import wording
from clausekit.explain.blocks import Block, Excerpt, Heading, Items, Paragraph, Table, items, table
from clausekit.explain.measures import judges
from clausekit.explain.minima import minima
from clausekit.explain.pages import Page, groups, pages
from clausekit.explain.references import references
from clausekit.explain.rules import users
from clausekit.library import Library
from clausekit.lint import LINTS
from clausekit.policy import Minimum, Policy
from clausekit.registry import Measure
from clausekit.rules import COHERENCES, RULES

LAW = "Les règles de la loi et des politiques"
DOSSIER = "Les règles de tout dossier"
LIBRARY = "Les règles de la bibliothèque"
READING = "Les constats de lecture et d'écriture"
BY_HAND = "Ce qu'une personne regarde"
MEASURES = "Les mesures, une à une"
_SENTENCE = re.compile(r"(?<=[.]) (?=[A-ZÀÉ«])")
_MANY = 4
_ABOUT = (
    "Tout ce que clausekit vérifie, règle par règle : ce qui est regardé, le texte d'où vient la demande, un exemple "
    "en défaut, un exemple correct, et la façon d'y déroger.",
    "Cette page est écrite par le programme, d'après les pages de « clausekit explain » et les exigences de la "
    "bibliothèque : elle ne se corrige pas à la main. Une autorité obtient de même celle de sa propre bibliothèque.",
)
_COMMAND = "clausekit explain --tout --library bibliotheque --output regles.md"


def _first(text: str) -> str:
    """The first sentence of a text."""
    return _SENTENCE.split(text, maxsplit=1)[0]


# --- one rule ----------------------------------------------------------------------------------


def _minimum(minimum: Minimum, policy: Policy, library: Library) -> tuple[str, ...]:
    return (
        f"{minimum.id} – {minimum.title}",
        " ; ".join(wording.settings(minimum, library)),
        wording.severity(minimum),
        wording.whom(minimum, policy, library),
        minimum.source or policy.title,
    )


def _minima(named: list[tuple[Policy, Minimum]], library: Library) -> Iterator[Block]:
    head = ("Exigence", "Ce qu'elle demande", "Sévérité", "Marchés concernés", "Source")
    rows = [_minimum(minimum, policy, library) for policy, minimum in named]
    # A rule without settings needs no column for them.
    kept = [rank for rank in range(len(head)) if rank != 1 or any(row[1] for row in rows)]
    yield from table(tuple(head[rank] for rank in kept), (tuple(row[rank] for rank in kept) for row in rows))


def _chapter(page: Page, library: Library) -> Iterator[Block]:
    named = users(page, library)
    cited = [item for _, minimum in named for item in minimum.references]
    yield Heading(level=4 if page.group else 3, text=page.slug)
    yield Paragraph(text=page.checks)
    if page.slug not in RULES:
        yield Paragraph(text=f"Sévérité : {terms.SEVERITY_TITLES[page.severity]}.")
    yield from _minima(named, library)
    yield from items("Textes", references(cited, library))
    yield Excerpt(label="En défaut", text=page.wrong, language=page.language)
    yield Excerpt(label="Correct", text=page.right, language=page.language)
    yield Paragraph(label="Ce qu'il faut faire" if page.group else "Y déroger", text=page.waive)


# --- tables of rules ---------------------------------------------------------------------------


def _sources(named: list[tuple[Policy, Minimum]]) -> str:
    """The articles, then the measures, from which the minima of a rule come."""
    articles = dict.fromkeys(minimum.source or policy.title for policy, minimum in named if not minimum.measure)
    measures = list(dict.fromkeys(minimum.measure for _, minimum in named if minimum.measure))
    told = f"{'mesures' if len(measures) > 1 else 'mesure'} {', '.join(measures)}" if measures else ""
    return " ; ".join(filter(None, (*articles, told)))


def _counted(named: list[tuple[Policy, Minimum]]) -> str:
    names = [minimum.id for _, minimum in named]
    return ", ".join(names) if len(names) <= _MANY else f"{len(names)} exigences"


def _law_row(page: Page, library: Library) -> tuple[str, ...]:
    named = users(page, library)
    found = {minimum.severity for _, minimum in named}
    severities = ", ".join(terms.SEVERITY_TITLES[name] for name in terms.SEVERITIES if name in found)
    source = f"{_sources(named)} ({_counted(named)})" if named else "aucune exigence livrée ne la nomme"
    return page.slug, _first(page.checks), severities or "–", source


def _plain_row(page: Page) -> tuple[str, ...]:
    return page.slug, _first(page.checks), terms.SEVERITY_TITLES[page.severity]


def _known(slugs: Iterable[str]) -> list[Page]:
    found = pages()
    return [found[slug] for slug in slugs if slug in found]


def _law(library: Library) -> Iterator[Block]:
    known = _known(RULES)
    yield Heading(level=2, text=LAW)
    yield Paragraph(
        text="Une exigence de la loi ou d'une politique nomme une règle et lui donne ses réglages. La règle ne connaît "
        "aucune politique ; la sévérité est celle de l'exigence."
    )
    head = ("Règle", "Ce qu'elle vérifie", "Sévérité", "Source (et exigences)")
    yield from table(head, (_law_row(page, library) for page in known))
    for page in known:
        yield from _chapter(page, library)


def _part(title: str, about: str, known: list[Page], library: Library) -> Iterator[Block]:
    yield Heading(level=2, text=title)
    yield Paragraph(text=about)
    yield from table(("Règle", "Ce qu'elle vérifie", "Sévérité"), map(_plain_row, known))
    for page in known:
        yield from _chapter(page, library)


def _dossier(library: Library) -> Iterator[Block]:
    others = [page.slug for page in pages().values() if not page.group and page.slug not in {*RULES, *LINTS}]
    slugs = dict.fromkeys((*(slug for slug in COHERENCES if slug in others), *others))
    about = (
        "Elles valent quelle que soit la politique : « clausekit check » les juge sur chaque dossier, et « clausekit "
        "assemble » refuse d'écrire quand un texte manquerait."
    )
    yield from _part(DOSSIER, about, _known(slugs), library)


def _library(library: Library) -> Iterator[Block]:
    about = "« clausekit lint » les juge sur chaque fichier de « clauses/ ». Qui écrit une clause les rencontre."
    yield from _part(LIBRARY, about, _known(LINTS), library)


def _reading(library: Library) -> Iterator[Block]:
    yield Heading(level=2, text=READING)
    yield Paragraph(
        text="Aucun n'est un jugement sur le marché : le programme dit ce qu'il n'a pas pu lire ou écrire, et s'arrête "
        "avec le code 2. Sauf mention contraire, ils sont bloquants."
    )
    for group in groups():
        known = _known(group.slugs)
        yield Heading(level=3, text=group.title)
        yield Paragraph(text=group.about)
        yield from table(("Constat", "Ce qui est vérifié"), ((page.slug, _first(page.checks)) for page in known))
        for page in known:
            yield from _chapter(page, library)


# --- what no program judges --------------------------------------------------------------------


def _by_hand(library: Library) -> Iterator[Block]:
    found = [(policy, item) for policy, item in minima(library) if item.severity == terms.BY_HAND]
    yield Heading(level=2, text=BY_HAND)
    yield Paragraph(
        text="Aucun programme ne juge ces exigences. « clausekit check » les rappelle à chaque contrôle, « à la "
        "main » ; elles n'arrêtent jamais un dossier."
    )
    head = ("Exigence", "Ce qu'il faut regarder", "Pour y répondre", "Marchés concernés", "Source")
    rows = (
        (
            f"{item.id} – {item.title}",
            str(item.given.get("regarder") or ""),
            item.advice,
            wording.whom(item, policy, library),
            item.source or policy.title,
        )
        for policy, item in found
    )
    yield from table(head, rows)
    yield Paragraph(
        text="Une personne juge aussi, dans tous les cas : la rédaction, la proportion et le lien réel avec l'objet du "
        "marché ; et ce qui dépend d'un fait que le dossier ne dit pas."
    )


def _judging(measure: Measure, library: Library) -> str:
    named = [minimum for _, minimum in minima(library) if minimum.measure == measure.id]
    return ", ".join(f"{minimum.id} ({minimum.rule})" for minimum in named) or "aucune"


def _unjudged(library: Library) -> Iterator[str]:
    for measure in library.registers.measures.values():
        for row in measure.rows:
            if not any(judges(minimum, row, measure) for _, minimum in minima(library)):
                yield f"{row.id} – {row.text.rstrip('.')}. {row.expected.rstrip('.')}."


def _measures(library: Library) -> Iterator[Block]:
    known = library.registers.measures.values()
    if not known:
        return
    reaching = [measure for measure in known if measure.documents]
    aside = [measure for measure in known if not measure.documents]
    yield Heading(level=2, text=MEASURES)
    rows = ((measure.id, measure.title, _judging(measure, library)) for measure in reaching)
    yield from table(("Mesure", "Titre", "Exigences, et la règle qui les juge"), rows)
    yield from items("Lignes de ces mesures que rien ne juge", _unjudged(library))
    yield Heading(level=3, text="Mesures sans effet sur les pièces")
    yield Paragraph(
        text="Elles règlent l'organisation de l'acheteur. Aucune règle ne les juge, aucune clause n'y répond : il n'y "
        "a rien à écrire au dossier."
    )
    yield from items("", (f"{item.id} – {item.title} : {typo.lowered(item.summary)}" for item in aside))


# --- the book ----------------------------------------------------------------------------------


def _opening(library: Library) -> Iterator[Block]:
    yield Heading(level=1, text="Le livre des règles")
    for text in _ABOUT:
        yield Paragraph(text=text)
    yield Excerpt(label="", text=_COMMAND, language="sh")
    policies = (f"{policy.title} ({policy.id})" for policy in library.policies.values())
    yield Paragraph(text=f"{library.title}, édition {library.edition}.")
    yield from items("Exigences", policies)
    yield Items(label="Sommaire", lines=(LAW, DOSSIER, LIBRARY, READING, BY_HAND, MEASURES))
    rows = ((terms.SEVERITY_TITLES[name], words) for name, words in wording.effects().items())
    yield from table(("Sévérité", "Ce qu'elle entraîne"), rows)


def book(library: Library) -> tuple[Block, ...]:
    """The book of rules of a library, from its title to its last measure."""
    parts = (_opening, _law, _dossier, _library, _reading, _by_hand, _measures)
    return tuple(block for part in parts for block in part(library))


__all__ = ["Table", "book"]
