"""Penalties of a document: on which kind of duties, and on which of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from clausekit.recognise import bonds, duties, topics, words
from clausekit.recognise.amounts import Figure, figures
from clausekit.recognise.articles import Article, Sentence
from clausekit.recognise.clauses import clauses
from clausekit.recognise.groups import KINDS, Group, penal
from clausekit.recognise.topics import Domain

_NUMBER: Final = re.compile(r"\s*(?:article\s+)?(\d+(?:\.\d+)*)")
# « Manquement à l'article 9.2 », « (art. 9.2) »; that of another piece is read with that piece.
_CITED: Final = re.compile(
    r"\b(?:articles?|art\.)\s?(\d+(?:\.\d+)*)"
    r"(?!\.?\d|\s*(?:du|de la|de l')\s*(?:c\.?c\.?[at]|code|decret|reglement|loi|acte))"
)
# « Insertion : 80 € par heure », « Environnement : 150 € », « documents relatifs à l'insertion », among penalties.
_ROWS: Final[dict[Domain, re.Pattern[str]]] = {
    "social": re.compile(
        r"\W*(?:\d[\d.]*\s?[:.)-]?\s?)?(?:insertion(?: sociale| professionnelle)?|social)\s*(?::|par heure|$)"
        r"|.{0,200}\b(?:a l'|de l'|d')insertion\b"
    ),
    "environmental": re.compile(
        r"\W*(?:\d[\d.]*\s?[:.)-]?\s?)?(?:environnement|protection de l'environnement|dechets|tri)\s*:"
    ),
}
# « par heure non réalisée »: of insertion where the piece counts no other hours.
_UNDONE: Final = re.compile(r"\bheures?\b(?: \w+){0,2}? (?:non[ -]?(?:realis|effectu|execut|accompli)|manquante)")
# The one theme whose weak word, « déchets », says it among penalties: « rejet », « compteur » may tell of others.
_PLAIN: Final = "dechets"
# « Chaque produit non conforme », « au-delà de ce seuil »: what fails the article itself.
_FAILING: Final = re.compile(
    r"^\W*penalites?\s?:|\b(?:non[ -](?:conforme|respect|transmis|remis|fourni)e?s?|manquante?s?|manquement"
    r"|(?:present|meme) article|presente (?:clause|obligation)"
    r"|(?:du|de ce|ce) (?:seuil|taux|plafond)|en defaut|irregulier)"
)
_REPORT: Final = re.compile(r"\b(?:rapports?|bilans?|reportings?|tableaux? de bord|syntheses?)\b")
# « Le défaut de remise de ce bilan »: the one that the sentence before asks for.
_THIS: Final = re.compile(
    r"\b(?:ce|cet|cette|ces) (?:\w+ )?(?:bilan|rapport|registre|releve|tableau|plan|document|justificatif|attestation"
    r"|certificat|etat|suivi|synthese|obligation|engagement|clause|exigence|prescription|disposition)s?\b"
)
_MOST_ABOVE: Final = 8  # sentences
_WORK: Final = re.compile(
    r"\b(?:prestations?|nettoyage|gardien\w*|agents?|surveillance|intervention|maintenance|astreinte|formation|cours|retard)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fine:
    """A penalty, the themes that its words or else its titles name, the titles above it, the articles it cites."""

    figure: Figure
    themes: frozenset[str]
    path: tuple[str, ...]
    cited: tuple[str, ...] = ()


def fines(own: Sequence[Article], kind: Domain, due: Sequence[Group] = ()) -> tuple[Fine, ...]:
    """Penalties on a kind, wherever the piece puts them; `due` are the duties of that kind, where they are known."""
    found: dict[Figure, Fine] = {}
    lone = kind == "social" and _only_insertion(own)
    titles = [title for article in own for title in article.path if topics.headed(title, kind)]
    numbers = _numbers((*titles, *_holding(due, kind)))
    themes = topics.alike(name for group in due for duty in group.duties for name in topics.named(_bound(duty), kind))
    for article in own:
        ruled = penal(article)
        for before, sentence in _told(article, ruled):
            if not ruled and not words.holds(sentence.whole, "obligations", "penalites"):
                continue
            row = ruled and _row(sentence.whole, kind, lone)
            near = ruled and _PLAIN in themes & topics.alike(topics.named(topics.topics(sentence.whole), kind))
            if row or near or _about(article, before, sentence, kind) or _under(_cited(sentence), numbers):
                for item in _fines(article, before, sentence, kind, row):
                    found.setdefault(item.figure, item)
    return tuple(found.values())


def _told(article: Article, ruled: bool) -> Iterator[tuple[Sentence | None, Sentence]]:
    """The sentences of an article with those before them; of an article on penalties (`ruled`), their clauses."""
    for before, sentence in zip((None, *article.sentences), article.sentences, strict=False):
        first, *others = clauses(sentence) if ruled else (sentence,)
        yield before, first
        yield from ((None, other) for other in others)


def _bound(duty: duties.Duty) -> tuple[topics.Topic, ...]:
    """The topics of a duty that binds; none of a wish, or of what is only announced."""
    return duty.topics if duty.bond in {"bound", "thing"} else ()


def _holding(due: Iterable[Group], kind: Domain) -> Iterator[str]:
    """The titles of articles that hold a duty of a kind, and are not headed by the other."""
    for group in due:
        within = {id(duty.sentence) for duty in group.duties if _bound(duty)}
        for article in group.articles:
            other = any(topics.headed(article.title, name) for name in KINDS if name != kind)
            if not other and any(id(sentence) in within for sentence in article.sentences):
                yield article.title


def _row(text: str, kind: Domain, lone: bool) -> bool:
    """Whether a line of penalties is on a kind by a bare word; `lone`: the hours of the piece are all of insertion."""
    folded = words.without(words.fold(text), "autres_sens_propres")
    if _ROWS[kind].match(folded):
        return True
    undone = lone and _UNDONE.search(folded) is not None and _WORK.search(folded) is None
    return undone and not topics.topics(text)


def _only_insertion(own: Sequence[Article]) -> bool:
    """Whether a piece counts hours, and all of them are of insertion."""
    told = [
        topics.headed(article.title, "social") or "insertion" in topics.named(topics.topics(sentence.whole), "social")
        for article in own
        if not penal(article)
        for sentence in article.sentences
        if any(item.role == "hours" for item in figures(sentence.whole, sentence.place))
    ]
    return bool(told) and all(told)


def _fines(article: Article, before: Sentence | None, sentence: Sentence, kind: Domain, row: bool) -> list[Fine]:
    led = (before.whole,) if before and not penal(article) else ()
    told = (topics.topics(text) for text in (sentence.whole, *led, *reversed(article.path)))
    of_row = ("insertion",) if row and kind == "social" else ()
    own = of_row or next((found for read in told if (found := topics.named(read, kind))), ()) or _report(sentence, kind)
    return [
        Fine(figure=item, themes=frozenset(own), path=article.path, cited=_cited(sentence))
        for item in figures(sentence.text, sentence.place, penal=True)
        if item.role == "penalty"
    ]


def _report(sentence: Sentence, kind: Domain) -> tuple[str, ...]:
    """What a penalty for a report on a kind as a whole has in common with the duty to hand it over."""
    general = any(topic.domain == kind and topic.theme in topics.GENERAL for topic in topics.topics(sentence.whole))
    return ("rapport",) if general and _REPORT.search(words.fold(sentence.whole)) else ()


def _cited(sentence: Sentence) -> tuple[str, ...]:
    return tuple(_CITED.findall(words.fold(sentence.whole)))


def _numbers(titles: Iterable[str]) -> tuple[str, ...]:
    told = (_NUMBER.match(words.fold(title)) for title in titles)
    return tuple(dict.fromkeys(found[1] for found in told if found))


def _under(cited: Iterable[str], numbers: Iterable[str]) -> bool:
    """Whether one of the articles cited is one of those numbers, or below one."""
    return any(own == number or own.startswith(f"{number}.") for own in cited for number in numbers)


def _about(article: Article, before: Sentence | None, sentence: Sentence, kind: Domain) -> bool:
    """Whether a penalty is on a kind: by its own words, by its titles, or by the duty that it follows."""
    if any(topic.domain == kind and not topic.weak for topic in topics.topics(sentence.whole)):
        return True
    titled = penal(article) and topics.headed(article.title, kind)
    return (
        titled
        or _ruled(article, sentence.whole, kind)
        or _after(article, before, sentence, kind)
        or _within(article, sentence, kind)
    )


def _ruled(article: Article, text: str, kind: Domain) -> bool:
    """Whether a sentence that names no theme stands under a title that is on one kind and no other."""
    if topics.topics(text):
        return False
    # « 10.3 Insertion », « 10.3.3 Sanctions »: the nearest title that is on one.
    told = ([other for other in KINDS if topics.headed(title, other)] for title in reversed(article.path))
    return next(filter(None, told), []) == [kind]


def _after(article: Article, before: Sentence | None, sentence: Sentence, kind: Domain) -> bool:
    """Whether a penalty that names no theme comes straight after a duty of one kind and no other."""
    if before is None or _sure(sentence):
        return False
    told = {topic.domain for topic in _sure(before)}
    if not told and _THIS.search(words.fold(sentence.whole)):
        told = {topic.domain for topic in topics.topics(before.whole)}
    if told != {kind}:
        return False
    end = next(rank for rank, item in enumerate(article.sentences) if item is before)
    above = article.sentences[max(0, end - _MOST_ABOVE) : end]
    subject = next(filter(None, map(bonds.subject, reversed(above))), "")
    return (duty := duties.read(before, subject)) is not None and duty.bond in {"bound", "thing"}


def _sure(sentence: Sentence) -> list[topics.Topic]:
    """The topics that a sentence names in words of their own."""
    return [topic for topic in topics.topics(sentence.whole) if not topic.weak]


def _within(article: Article, sentence: Sentence, kind: Domain) -> bool:
    """Whether a penalty on what fails the article closes duties of one kind: « pour chaque véhicule non conforme »."""
    if penal(article) or _sure(sentence) or not _FAILING.search(words.fold(sentence.whole)):
        return False
    end = next(rank for rank, item in enumerate(article.sentences) if item is sentence)
    above = [item for item in article.sentences[:end] if topics.topics(item.whole)]
    told = {topic.domain for item in above for topic in _sure(item)}
    read = (duties.read(item, "") for item in above[-_MOST_ABOVE:])
    return told == {kind} and any(duty is not None and duty.bond in {"bound", "thing"} for duty in read)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a penalty may have in common with a group of duties."""

    numbers: tuple[str, ...]
    themes: tuple[str, ...]
    title: str
    paths: frozenset[tuple[str, ...]]


def shared(groups: Sequence[Group], given: Iterable[Fine]) -> list[tuple[Figure, ...]]:
    """The penalties of each group, all of one kind: those that are nearer to no other."""
    known = [_known(group) for group in groups]
    found: list[list[Figure]] = [[] for _ in groups]
    for fine in given:
        for rank in _nearest(fine, known):
            found[rank].append(fine.figure)
    return [tuple(own) for own in found]


def _known(group: Group) -> _Known:
    titles = [group.title, *(article.title for article in group.articles)]
    told = (topic for duty in group.duties for topic in duty.topics)
    reports = (name for duty in group.duties for name in _report(duty.sentence, group.kind))
    return _Known(
        numbers=_numbers(titles),
        themes=(*topics.named((*topics.topics(group.title), *told), group.kind), *reports),
        title=group.title,
        paths=frozenset(article.path for article in group.articles),
    )


def _nearest(fine: Fine, every: Sequence[_Known]) -> Sequence[int]:
    """The groups that a penalty is on: the article that it cites, else the theme, else the place, else all of them."""
    for near in (_cites, _names, _stands):
        if found := [rank for rank, known in enumerate(every) if near(fine, known)]:
            return found
    return range(len(every))


def _cites(fine: Fine, known: _Known) -> bool:
    return _under(fine.cited, known.numbers) or _under(known.numbers, fine.cited)


def _names(fine: Fine, known: _Known) -> bool:
    return related(fine.themes, known.themes)


def related(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two lists of themes have one in common; hours of insertion and their follow-up are the same."""
    return not topics.alike(one).isdisjoint(topics.alike(other))


def _stands(fine: Fine, known: _Known) -> bool:
    return known.title in fine.path or fine.path in known.paths
