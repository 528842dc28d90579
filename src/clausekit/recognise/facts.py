"""What else a document says of its contract: object, lots, CCAG, variants, procedure, duration, value.

Modestly: each fact comes with the words it was read in, and nothing is said that no sentence says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from clausekit.draft import Draft
from clausekit.finding import Place
from clausekit.recognise import words
from clausekit.recognise.amounts import figures
from clausekit.recognise.articles import Article, Sentence, articles
from clausekit.recognise.dates import MONTHS, DateName, by_lot, dates, months
from clausekit.recognise.lots import lot_of

Name: TypeAlias = (
    Literal[
        "object",
        "lots",
        "lot",
        "ccag",
        "variants",
        "procedure",
        "duration",
        "duration_max",
        "renewed",
        "value",
        "maximum",
    ]
    | DateName
)

_EXCERPT: Final = 240
_ABOUT: Final = re.compile(
    r"\b(?:a|ont) pour objet\b\s*:?|\b(?:concerne|concernent|porte sur|portent sur)\b\s*:?|^\W*objet\b[^:]{0,40}:"
)
_CONTRACT: Final = re.compile(r"\b(?:marche|contrat|consultation|accord-cadre|projet|operation|cahier)s?\b")
_DUTY: Final = re.compile(r"\b(?:obligation|engagement|penalite|exigence|verification|controle)s?\b")
_OF_CONTRACT: Final = re.compile(r"\b(?:marche|contrat|accord-cadre|il est)\b|^\W*(?:duree|delai|lot)s?\b")
_WHOLE: Final = re.compile(r"\b(?:maximum|maximale|totale|reconductions? comprises?|tout compris)\b")
_RENEWED: Final = re.compile(r"\b(?:reconductible|reconduit|renouvelable|reconduction)")
_NOT_RENEWED: Final = re.compile(
    r"\b(?:(?:pas|non|ni|sans|aucune?)[\s-]+(?:\w+\s+){0,2}|ne\s+(?:peut|pourra|saurait)\s+etre\s+)"
    r"(?:reconduct|reconduit|renouvel)"
)
_LOT_TITLE: Final = re.compile(
    r"^\W*lots?\s*(?:n\s?[°o]?\s*)?(?P<n>\d{1,2})\s*[-:.–—)]*\s*(?P<title>.*)$", re.IGNORECASE
)
_BLANK: Final = re.compile(r"x{2,}\b|…|\.{3}|_{3}|\[", re.IGNORECASE)
_GIVEN: Final = re.compile(
    r"\b(?:applicable|applicables|soumis|soumise|reference|refere|vise|generales?|generaux|approuve|constitue)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact. `value`: the object in words; a number of lots ("0" for none) or "2 : title" for one; a CCAG id;
    "yes" or "no" for variants; a key of terms.PROCEDURES; months, "2 : 24" for those of a lot; "yes" when the
    contract may be renewed; an ISO date; euros as printed.
    """

    name: Name
    value: str
    excerpt: str
    place: Place


def facts(draft: Draft) -> tuple[Fact, ...]:
    """What a document says of its contract, one fact of a name (several lots)."""
    return stated(articles(draft))


def stated(own: Sequence[Article]) -> tuple[Fact, ...]:
    """What articles say of their contract."""
    readers: tuple[Callable[[Sequence[Article]], Iterator[Fact]], ...] = (
        _object,
        _lots,
        _ccag,
        _variants,
        _procedure,
        _duration,
        _dates,
        _value,
    )
    return tuple(fact for read in readers for fact in read(own))


def _fact(name: Name, value: str, sentence: Sentence) -> Fact:
    text = sentence.whole
    excerpt = text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rsplit(" ", 1)[0] + "…"
    return Fact(name=name, value=value, excerpt=excerpt, place=sentence.place)


def _all(own: Sequence[Article]) -> Iterator[tuple[Article, Sentence]]:
    for article in own:
        for sentence in article.sentences:
            yield article, sentence


def _titled(article: Article, name: str) -> bool:
    return any(words.pattern("faits", name).match(_bare(title)) for title in article.path)


def _bare(title: str) -> str:
    return re.sub(r"^\W*(?:article\s+)?[\d.\s:–—-]*", "", words.fold(title))


def _object(own: Sequence[Article]) -> Iterator[Fact]:
    for article in own:
        titled = _titled(article, "objet")
        for rank, sentence in enumerate(article.sentences):
            folded = words.fold(sentence.text)
            found = _ABOUT.search(folded)
            about = titled or (found and _of_contract(folded, found))
            if not about:
                continue
            rest = sentence.text[found.end() if found else 0 :].strip(" :.")
            following = article.sentences[rank + 1].text if rank + 1 < len(article.sentences) else ""
            rest = rest or following.strip(" :.")
            if len(rest.split()) > 1:
                yield _fact("object", rest, sentence)
                return


def _of_contract(folded: str, found: re.Match[str]) -> bool:
    """Whether it is the contract that is about something, and not an obligation of it that concerns somebody."""
    if folded.strip()[:5] == "objet":
        return True
    duty = "objet" not in found[0] and _DUTY.search(folded, 0, found.start())
    return not duty and bool(_CONTRACT.search(folded, 0, found.start()))


def _lots(own: Sequence[Article]) -> Iterator[Fact]:
    absent = next(
        (item for _, item in _all(own) if words.holds(item.text, "faits", "lots_absents")),
        None,
    )
    named: dict[int, tuple[str, Sentence]] = {}
    for _, sentence in _all(own):
        found = _LOT_TITLE.match(sentence.text)
        title = found["title"].strip(" :.-–—") if found else ""
        if found and lot_of(sentence.text) and title[:1].isalpha() and "€" not in title and not _BLANK.match(title):
            named.setdefault(int(found["n"]), (title, sentence))
    if len(named) > 1:
        first = named[min(named)][1]
        yield _fact("lots", str(len(named)), first)
        for number in sorted(named):
            title, sentence = named[number]
            yield _fact("lot", f"{number} : {title}", sentence)
    elif absent is not None:
        yield _fact("lots", "0", absent)


def _ccags(text: str) -> list[str]:
    folded = words.fold(text)
    if not words.pattern("faits", "ccag_mot").search(folded):
        return []
    return [name for name in words.vocabulary()["faits"]["ccag"] if words.pattern("faits", "ccag", name).search(folded)]


def _ccag(own: Sequence[Article]) -> Iterator[Fact]:
    alone = [(found[0], item) for _, item in _all(own) if len(found := _ccags(item.text)) == 1]
    if not alone:
        return
    count = Counter(name for name, _ in alone)
    name, _ = count.most_common(1)[0]
    given = [item for other, item in alone if other == name and _GIVEN.search(words.fold(item.text))]
    yield _fact("ccag", name, given[0] if given else next(item for other, item in alone if other == name))


def _variants(own: Sequence[Article]) -> Iterator[Fact]:
    for article, sentence in _all(own):
        if words.holds(sentence.whole, "faits", "variantes_refusees") or _crossed(article, sentence):
            yield _fact("variants", "no", sentence)
            return
        if words.holds(sentence.whole, "faits", "variantes_admises"):
            yield _fact("variants", "yes", sentence)
            return


def _crossed(article: Article, sentence: Sentence) -> bool:
    """« Variantes : sans » in a summary."""
    return (
        re.fullmatch(r"\W*variantes?\s*:?\s*(?:sans|non|interdites?|neant)\W*", words.fold(sentence.text)) is not None
    )


def _procedure(own: Sequence[Article]) -> Iterator[Fact]:
    for sure in (True, False):
        for _, sentence in _all(own):
            folded = words.fold(sentence.whole)
            if words.pattern("faits", "pas_la_procedure").search(folded):
                continue
            if sure and not words.pattern("faits", "procedure_annonce").search(folded):
                continue
            for name in words.vocabulary()["faits"]["procedures"]:
                if words.pattern("faits", "procedures", name).search(folded):
                    yield _fact("procedure", name, sentence)
                    return


def _duration(own: Sequence[Article]) -> Iterator[Fact]:
    seen: set[str] = set()
    for article, sentence in _all(own):
        folded = words.fold(sentence.whole)
        about = words.pattern("faits", "duree").search(folded) or (
            _titled(article, "titre_duree") and _OF_CONTRACT.search(folded)
        )
        if "renewed" not in seen and _may_be_renewed(folded) and (about or _OF_CONTRACT.search(folded)):
            seen.add("renewed")
            yield _fact("renewed", "yes", sentence)
        if not about or words.pattern("faits", "pas_la_duree").search(folded) or _titled(article, "pas_la_duree"):
            continue
        own_lots = by_lot(folded)
        if own_lots is not None:
            yield from (_fact("lot_duration", f"{lot} : {number}", sentence) for lot, number in own_lots)
            continue
        for found in MONTHS.finditer(folded):
            whole = _WHOLE.search(folded, 0, found.end()) or _WHOLE.search(folded[found.end() : found.end() + 30])
            name: Name = "duration_max" if whole else "duration"
            renewed = name == "duration" and _RENEWED.search(folded, 0, found.start())
            if name not in seen and not renewed:
                seen.add(name)
                yield _fact(name, str(months(found)), sentence)


def _may_be_renewed(folded: str) -> bool:
    return bool(_RENEWED.search(folded)) and not _NOT_RENEWED.search(folded)


def _dates(own: Sequence[Article]) -> Iterator[Fact]:
    yield from dict.fromkeys(_fact(name, day, sentence) for name, day, sentence in dates(own))


def _value(own: Sequence[Article]) -> Iterator[Fact]:
    seen: set[str] = set()
    for _, sentence in _all(own):
        folded = words.fold(sentence.whole)
        if not words.pattern("faits", "valeur").search(folded) or words.pattern("faits", "pas_la_valeur").search(
            folded
        ):
            continue
        sums = [item for item in figures(sentence.text, sentence.place) if item.role == "amount" and item.value >= 1000]
        name: Name = "value" if re.search(r"\bestim", folded) else "maximum"
        if sums and name not in seen:
            seen.add(name)
            yield _fact(name, f"{sums[0].value:g}" if sums[0].value < 1e6 else f"{sums[0].value:.0f}", sentence)
