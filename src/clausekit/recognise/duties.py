"""What a sentence obliges to: who is bound, by which verb, on which theme, and how it can be checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

from clausekit.recognise import words
from clausekit.recognise.amounts import FIGURE
from clausekit.recognise.articles import Sentence

Bond: TypeAlias = Literal["bound", "thing", "offer", "soft", "law", "none"]
Domain: TypeAlias = Literal["environmental", "social"]

GENERAL: Final = "environnement"
_BLANK: Final = re.compile(r"[☐□❏]|\.{4,}|…{2,}|_{3,}|\[[^\]]{0,60}\]")
# A standard, a label, a class: what a thing has or has not, without a figure.
_STANDARD: Final = re.compile(
    r"\b(?:norme|label|labels|ecolabel|ecolabels|indice|certifications?|certifie\w*|euro [5-7]|crit'air)\b"
)
_LETTERED: Final = re.compile(
    r"\b(?:au moins|a minima|au minimum|minimum de)\s+(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze"
    r"|quinze|vingt|trente|cinquante|cent)\s+[a-z]"
)
_QUOTE: Final = re.compile(r"«[^»]{40,}»|\"[^\"]{40,}\"|“[^”]{40,}”")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_OBJECT: Final = re.compile(
    r"(?:\bpar|\bau|\baux|\bdu|\bdes|\bde|\bavec|\bentre|\bpour|\ba|\bchez|\benvers|\bd')\s*(?:les?|la|l'|chaque|tout|un|une)?\s*$"
)
_PRONOUN: Final = re.compile(r"\W*(?:et\s+)?(?:ils?|elles?|ce dernier|celui-ci|ces derniers)\b")
# « Clauses sociales : sans » in a summary.
_DENIED: Final = re.compile(r"(?:[:\s]|^)(?:sans|non|neant|aucune?)\W*$")
# « Le maître d'œuvre vérifie que les entreprises remettent… »: somebody else's duty, told of theirs.
_WATCHED: Final = re.compile(
    r"\b(?:verifi\w+|s'assur\w+|control\w+|constat\w+|examin\w+|suppos\w+|rappel\w+)\s+(?:de ce\s+)?qu[e']\s*"
    r"(?:les?|la|l'|chaque|tous les)?\s*$"
)
_DATES: Final = re.compile(
    r"\b(?:entre le|du|avant le|apres le|jusqu'au|au)\s+\d{1,2}(?:er)?\s+(?:janvier|fevrier|mars|avril|mai|juin|juillet"
    r"|aout|septembre|octobre|novembre|decembre)\b"
)
_RELATIVE: Final = re.compile(r"\s*,?\s*qui\b")
_REACH: Final = 110
_CLAUSE: Final = 400  # characters before a party among which a verb may govern it


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A theme met in a sentence; `weak` when its words speak of it only in an article that is about it."""

    theme: str
    domain: Domain
    weak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A sentence read: its topics, how it binds, and what makes it verifiable.

    `bond`: `bound` (the holder must), `thing` (a thing must be so), `offer` (the tenderer commits
    himself), `soft` (a wish), `law` (the law, and nothing more), `none`. `checked` are the families
    of proofs met: figure, deadline, deliverable, control, itself.
    """

    sentence: Sentence
    topics: tuple[Topic, ...]
    bond: Bond
    checked: frozenset[str]
    blank: bool


def _hidden(folded: str) -> str:
    """A text without long quotations and without the words that say something else."""
    quoted = _QUOTE.sub(lambda found: "#" * len(found[0]), folded)
    for name in words.vocabulary()["autres_sens"]:
        quoted = words.without(quoted, "natures", name)
    return words.without(quoted, "autres_sens_propres")


@cache
def _theme_patterns() -> tuple[tuple[str, Domain, re.Pattern[str], re.Pattern[str]], ...]:
    themes = words.vocabulary()["themes"].items()
    return tuple(
        (name, theme["genre"], words.compiled(theme.get("mots", ())), words.compiled(theme.get("faibles", ())))
        for name, theme in themes
    )


@cache
def _any_theme() -> re.Pattern[str]:
    themes = words.vocabulary()["themes"].values()
    return words.compiled(phrase for theme in themes for phrase in (*theme.get("mots", ()), *theme.get("faibles", ())))


def headed(title: str, domain: Domain) -> bool:
    """Whether a title says that its article is about the environment, or about social matters."""
    folded = _hidden(words.fold(title))
    if words.pattern("obligations", "titres", domain).search(folded):
        return True
    return any(topic.domain == domain and not topic.weak for topic in topics(title))


@lru_cache(maxsize=4096)
def topics(text: str) -> tuple[Topic, ...]:
    """Themes that a text speaks of."""
    folded = words.fold(text)
    if not _any_theme().search(folded):
        return ()
    folded = _hidden(folded)
    # A word between brackets is an example, not the object.
    told = _BRACKETS.sub(lambda found: "#" * len(found[0]), folded)
    found = []
    for name, domain, strong, weak in _theme_patterns():
        if strong.search(told):
            found.append(Topic(theme=name, domain=domain, weak=False))
        elif weak.search(folded) or strong.search(folded):
            found.append(Topic(theme=name, domain=domain, weak=True))
    named = [topic for topic in found if topic.theme != GENERAL]
    return tuple(named if any(not topic.weak for topic in named) else found)


def _obligation(folded: str, name: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    return words.pattern("obligations", name).search(folded, start, len(folded) if end is None else end)


def _accented(text: str, found: re.Match[str]) -> bool:
    """« désigné », « limité »: a participle, which the folded text takes for a verb."""
    return text[found.end() - 1] in "éÉ"


def _first_verb(text: str, start: int) -> tuple[str, re.Match[str]] | None:
    """The first verb after a subject, and which list it is of."""
    folded = words.fold(text)
    found = []
    for name in ("devoirs", "mous", "verbes"):
        rule = words.pattern("obligations", name)
        reach = rule.finditer(folded, start, min(len(folded), start + _REACH))
        match = next((item for item in reach if name == "mous" or not _accented(text, item)), None)
        found += [(match.start(), -match.end(), name, match)] if match else []
    if not found:
        return None
    _, _, name, verb = min(found, key=lambda item: item[:2])
    return name, verb


def _after_verb(folded: str, name: str, verb: re.Match[str]) -> Bond:
    """What a verb makes of its sentence: a duty, a wish, or the law again."""
    if name == "mous" or (name == "devoirs" and _soft_object(folded, verb)):
        return "soft"
    return "law" if _obligation(folded, "loi_seule", verb.start()) else "bound"


def _soft_object(folded: str, verb: re.Match[str]) -> bool:
    soft = _obligation(folded, "mous", verb.end())
    return soft is not None and len(folded[verb.end() : soft.start()].split()) <= 2


def _governed(folded: str, start: int) -> bool:
    """Whether a verb stands before a party in the same clause: the party is its object."""
    begin = max((folded.rfind(sign, 0, start) + len(sign) for sign in (", ", "; ", ": ", " que ", " qu'")), default=0)
    clause = folded[max(0, begin, start - _CLAUSE) : start]
    return any(words.pattern("obligations", name).search(clause) for name in ("devoirs", "mous", "verbes"))


def _subjects(folded: str, name: str) -> list[re.Match[str]]:
    """Words of a party where they are the subject of a verb, not its object."""
    return [
        found
        for found in words.pattern("obligations", name).finditer(folded)
        if not _OBJECT.search(folded[max(0, found.start() - 14) : found.start()])
        and not _WATCHED.search(folded[max(0, found.start() - 40) : found.start()])
        and not _RELATIVE.match(folded, found.end())
        and not _governed(folded, found.start())
    ]


def _by_holder(text: str, before: str) -> Bond | None:
    """The bond when the holder is the subject; a pronoun stands for the subject of the sentence before."""
    folded = words.fold(text)
    starts = [found.end() for found in _subjects(folded, "tenus")]
    pronoun = _PRONOUN.match(folded)
    if pronoun and before == "tenus":
        starts.insert(0, pronoun.end())
    found = (_first_verb(text, start) for start in starts)
    return next((_after_verb(folded, *verb) for verb in found if verb), None)


def _by_tenderer(text: str) -> Bond | None:
    folded = words.fold(text)
    for found in _subjects(folded, "candidats"):
        verb = _first_verb(text, found.end())
        if verb and re.match(r"garanti|s'engage|s'oblige", verb[1][0]):
            bond = _after_verb(folded, *verb)
            return "offer" if bond == "bound" else bond
    return None


def _of_thing(folded: str) -> Bond | None:
    """The bond of « les déchets sont triés », « les produits doivent être… », « le papier contient 60 %… »."""
    if _subjects(folded, "candidats"):
        return None
    if _obligation(folded, "demandes"):
        return "bound"
    verb = _obligation(folded, "devoirs_choses") or _passive(folded)
    if verb is None and (_figure(folded) or _STANDARD.search(folded) or "deliverable" in checks(folded)):
        verb = _obligation(folded, "descriptions")
    if verb is None:
        return None
    return "law" if _obligation(folded, "loi_seule", verb.start()) else "thing"


def _passive(folded: str) -> re.Match[str] | None:
    for verb in words.pattern("obligations", "auxiliaires").finditer(folded):
        if _obligation(folded, "passifs", verb.end(), verb.end() + 40):
            return verb
    return None


def _bond(sentence: Sentence, before: str) -> Bond:
    folded = _QUOTE.sub(lambda found: "#" * len(found[0]), words.fold(sentence.whole))
    if _obligation(folded, "recommandations"):
        return "soft"
    for text in filter(None, (sentence.text, sentence.lead)):
        own = _QUOTE.sub(lambda found: "#" * len(found[0]), text)
        bond = _by_holder(own, before) or _by_tenderer(own) or _impersonal(words.fold(_on_theme(own)))
        if bond:
            weakened = bond in {"bound", "thing"} and _obligation(folded, "attenuations") and not _figure(folded)
            return "soft" if weakened else bond
    return "soft" if _obligation(folded, "mous") else "none"


def _on_theme(text: str) -> str:
    """The clauses of a sentence that speak of a theme; all of it when none does (a list led in by one)."""
    clauses = text.split(" ; ")
    return " ; ".join(clause for clause in clauses if topics(clause)) or text


def _denied(folded: str) -> bool:
    return _obligation(folded, "negations") is not None or _DENIED.search(folded) is not None


def _impersonal(folded: str) -> Bond | None:
    return None if _buyer_only(folded) else _of_thing(folded)


def _buyer_only(folded: str) -> bool:
    """Whether the sentence tells what the buyer does."""
    first = _subjects(folded, "acheteurs")
    return bool(first) and first[0].start() < 12 and not _obligation(folded, "demandes")


def _figure(folded: str) -> bool:
    return FIGURE.search(folded) is not None or _LETTERED.search(folded) is not None


def checks(text: str) -> frozenset[str]:
    """The proofs that a text names: figure, deadline, deliverable, control."""
    folded = words.fold(text)
    found = {"figure"} if _figure(folded) else set()
    if _obligation(folded, "echeances") or _DATES.search(folded):
        found.add("deadline")
    if _obligation(folded, "livrables") and _obligation(folded, "remises"):
        found.add("deliverable")
    if _obligation(folded, "controles"):
        found.add("control")
    return frozenset(found)


def _itself(folded: str, found: tuple[Topic, ...]) -> bool:
    """A label, a ban, a declaration: what can be seen without a figure."""
    named = {topic.theme for topic in found if not topic.weak} & set(words.vocabulary()["obligations"]["en_soi"])
    return (
        bool(named)
        or (any(not topic.weak for topic in found) and _STANDARD.search(folded) is not None)
        or re.search(r"\b(?:interdite?s?|proscrite?s?|aucune? (?:produit|objet|emballage))\b", folded) is not None
    )


def subject(sentence: Sentence) -> str:
    """Who the sentence is about: `tenus`, `candidats`, `acheteurs`, or nobody."""
    folded = words.fold(sentence.text)
    found = [
        (match[0].start(), name) for name in ("tenus", "candidats", "acheteurs") if (match := _subjects(folded, name))
    ]
    return min(found)[1] if found else ""


def read(sentence: Sentence, before: str) -> Duty | None:
    """A sentence on the environment or social matters; None for any other. `before` is the last subject."""
    found = topics(sentence.text) or (topics(sentence.whole) if sentence.lead else ())
    folded = words.fold(sentence.whole)
    if not found or _denied(folded):
        return None
    checked = checks(sentence.whole)
    return Duty(
        sentence=sentence,
        topics=found,
        bond=_bond(sentence, before),
        checked=checked | {"itself"} if _itself(folded, found) else checked,
        blank=bool(_BLANK.search(sentence.text)) or _obligation(folded, "blancs") is not None,
    )
