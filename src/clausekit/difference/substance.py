"""Whether a change is one of words or of substance.

Of substance (« substantielle »):

- an entry that appears, that is retired, or that comes back from retirement;
- any fact that changes, but its state and the name of its heading;
- in what the documents print: a sentence, an item or a row that appears or disappears; one that goes to another piece;
  one whose signs of substance are not the same before and after; one that exchanges any other word but those which
  are known to change nothing (`exchanged`). The last is a doubt, for a person to settle: it never blocks.

The signs of a sentence are its numbers, its blanks, its links, the words of `donnees/difference.yaml` (to oblige,
negate, measure, date, name a party, punish, cite) and its duty verbs: those of `donnees/considerations.yaml`, and the
verb that follows the subject (« le titulaire trie », « il ne remet pas »), with the party that it names. A verb counts
without its ending, so that « remet » and « remettent » are one sign; a phrase (« au moins ») or a root of the list
(« ouvrable* ») and a number count whole, any other word by its first letters. How often each sign occurs counts, not
their order.

Of wording (« redactionnelle »): all else. What is never printed (`passages.ASIDE`), typography, the order of
sentences in a piece, the words of titles and the cut of paragraphs are always wording.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from clausekit.difference.change import SUBSTANCE, WORDING, Change, Exchange, Figure
from clausekit.difference.exchanged import exchange, same_sense, vocabulary
from clausekit.difference.folding import fold
from clausekit.difference.passages import ASIDE, TITLE
from clausekit.difference.sentences import Pair
from clausekit.recognise import words
from clausekit.recognise.phrases import compiled

_LIGHT: Final = re.compile(r"etat|rubrique\..*|alineas\..*|historique")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_NAMED: Final = re.compile(r"(?<!\\)\[[^\]]*\]")
_STEM: Final = 4
_ENDING: Final = re.compile(r"(?:issent|eraient|erait|eront|era|aient|ait|tront|tra|ront|ra|ent|e|nt)$")
_PARTY: Final = (
    "titulaire|candidat|soumissionnaire|attributaire|mandataire|entreprise|groupement|acheteur|facilitateur|prestataire"
    "|fournisseur|exploitant"
)
# « due par le titulaire à l'acheteur »: who owes, who receives.
_ROLE: Final = re.compile(
    r"(?<!\w)(?P<by>par|aux?|a|du|des?|d'|pour|contre|envers|chez|vers|avec)\s*(?:l'|la\s|les?\s)?\s*"
    rf"\[?(?P<party>{_PARTY})"
)
_SAME_ROLE: Final = {"au": "a", "aux": "a", "du": "de", "des": "de", "d'": "de"}
_SUBJECT: Final = re.compile(
    rf"(?:(?<!\w)(?:il|elle|ils|elles|qui|(?P<party>{_PARTY}))s?|\[(?P<blank>acheteur)\]"
    r"|(?P<and>(?:(?<=\s)|^)et))"
    r"\s+(?:(?P<not>ne\s|n')|se\s|s'|y\s|en\s|le\s|la\s|les\s|l'|lui\s|leur\s)*(?P<verb>[^\W\d_]{3,})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """Words that are signs: `key` says by what two of them are the same."""

    name: str
    pattern: re.Pattern[str]
    key: Callable[[str], str]

    def signs(self, folded: str) -> Iterator[str]:
        """Each sign met."""
        yield from (f"{self.name} {self.key(found[0])}" for found in self.pattern.finditer(folded))


def _by_phrase(phrases: Iterable[str]) -> Callable[[str], str]:
    """A phrase or a root of the list counts whole, « au moins » is not « au plus »; a word, by its first letters."""
    known = {phrase: compiled([phrase]) for phrase in phrases if " " in phrase or "*" in phrase}

    @cache
    def key(met: str) -> str:
        return next((phrase for phrase, form in known.items() if form.fullmatch(met)), met[:_STEM])

    return key


def _verb(met: str) -> str:
    """A verb without its ending: « remet », « remettent », « remettra »."""
    bare = _ENDING.sub("", met)
    return (bare if len(bare) > 2 else met).replace("tt", "t")


@cache
def _lists() -> tuple[_List, ...]:
    data = vocabulary()
    return (
        _List(name="nombre", pattern=compiled(data["nombres"]), key=str),
        *(_List(name=name, pattern=compiled(held), key=lambda _: "") for name, held in data["ensembles"].items()),
        *(_List(name=name, pattern=compiled(held), key=_by_phrase(held)) for name, held in data["mots"].items()),
        _List(name="verbe", pattern=words.pattern("obligations", "verbes").pattern, key=_verb),
    )


def signs(sentence: str) -> Counter[str]:
    """The signs of substance of a sentence, and how often each occurs."""
    folded = same_sense(words.fold(fold(sentence)))
    found = Counter(_NAMED.findall(folded))
    found.update(f"{_SAME_ROLE.get(role['by'], role['by'])} {role['party']}" for role in _ROLE.finditer(folded))
    bare = _NAMED.sub(" ", folded)
    found.update(_NUMBER.findall(bare))
    for item in _lists():
        found.update(item.signs(bare))
    return found


def _verbs(sentence: str) -> set[str]:
    """The verbs that follow a subject, each with the party that is its subject and with its negation."""
    small = words.vocabulary()["petits_mots"]
    found, party = set[str](), ""
    for match in _SUBJECT.finditer(same_sense(words.fold(fold(sentence)))):
        party = party if match["and"] else match["party"] or match["blank"] or ""
        if match["verb"] not in small:
            found.add(f"{party} {'ne ' if match['not'] else ''}{_verb(match['verb'])}")
    return found


def _settled(pair: Pair) -> str | None:
    """The severity of what became of a sentence, None when the words that it exchanges have to say."""
    if not pair.printed or (pair.kind == TITLE and not (pair.old and pair.new)):
        return WORDING
    if not (pair.old and pair.new) or pair.crossed:
        return SUBSTANCE
    if fold(pair.old) == fold(pair.new):
        return WORDING
    if signs(pair.old) != signs(pair.new) or _verbs(pair.old) != _verbs(pair.new):
        return SUBSTANCE
    return WORDING if pair.kind == TITLE or pair.piece == "titre" else None


def silent(change: Change) -> bool:
    """Whether nothing changes but what no document prints: the state, reasons and advice. It asks for no new line."""
    told = all(item.piece.split(",")[0] in ASIDE for item in change.prose)
    return change.severity == WORDING and told and all(figure.route == "etat" for figure in change.figures)


def severity(figures: Iterable[Figure], pairs: Iterable[Pair]) -> tuple[str, tuple[Exchange, ...]]:
    """The severity of a whole change: that of its gravest part; the words exchanged, when they alone decide of it."""
    known = [(pair, _settled(pair)) for pair in pairs]
    if any(not _LIGHT.fullmatch(figure.route) for figure in figures) or any(said == SUBSTANCE for _, said in known):
        return SUBSTANCE, ()
    found = (exchange(pair.old, pair.new) for pair, said in known if said is None)
    doubts = tuple(item for item in found if item is not None)
    return (SUBSTANCE, doubts) if doubts else (WORDING, ())
