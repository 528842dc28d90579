"""The words that a changed sentence exchanges, beside those that change nothing.

What a word means is not known here: any word that comes or goes may change the obligation (« neuf » for « usagé »,
« papier » for « papier recyclé »), but for those of a closed list of harmless exchanges: small words, synonyms
(`donnees/difference.yaml`), agreement and tense, an accent or a doubled letter. Order counts for numbers only, each
with the word that it counts (« 10 jours … 20 % »).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from clausekit import source
from clausekit.difference.change import Exchange
from clausekit.difference.folding import fold
from clausekit.recognise import phrases, words

_FILE: Final = "donnees/difference.yaml"
_NAMED: Final = re.compile(r"(?<!\\)\[[^\]]*\]")
_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|%|[^\W\d_]+")
_STEM: Final = 4  # letters that two forms of a word share at least: « cas » is not « case »
_SHORT: Final = 4  # forms, the first of them, for which a letter less is enough: « neuf », « neuve »
_LONG: Final = 6  # letters from which a slip of the pen is told from another word
_MANY: Final = 100_000  # pairs of words that are compared
_MOST: Final = 6  # words shown of a side
# The endings of one word: its gender and number, the third persons of its present and future.
_FORMS: Final = tuple(
    frozenset(forms.split(" "))
    for forms in (
        " s",
        " x",
        " nt",
        "f ve fs ves",
        " s e es",
        " s le les",
        " s ne nes",
        "l le ls les ux",
        "x se ses",
        "er ers ère ères",
        "et ets ète ètes",
        "ur urs use uses",
        "eur eurs rice rices",
        " nt ra ront",
        " ent ra ront",
        " tent tra tront",
        "t ssent sent vent nent ra ront dra dront",
        "d nent",
    )
)


@cache
def vocabulary() -> Mapping[str, Any]:
    """What `donnees/difference.yaml` holds."""
    data: Mapping[str, Any] = source.load(resources.files("clausekit").joinpath(_FILE).read_bytes(), file=_FILE).data
    return data


@cache
def _small() -> frozenset[str]:
    """Words whose coming or going changes nothing, or that the signs already judge as one."""
    joined = (word for group in vocabulary()["ensembles"].values() for word in group)
    return frozenset(part for word in (*vocabulary()["petits_mots"], *joined) for part in re.findall(r"[a-z]+", word))


@cache
def _synonyms() -> tuple[re.Pattern[str], Mapping[str, re.Pattern[str]]]:
    """All the words that have synonyms, and each group by the first of its words."""
    bare = [[re.sub(r"['-]", " ", phrase) for phrase in group] for group in vocabulary()["synonymes"]]
    groups = {group[0].rstrip("*"): phrases.compiled(group) for group in bare}
    return phrases.compiled(phrase for group in bare for phrase in group), groups


@cache
def _first(met: str) -> str:
    """The first word of the group of a phrase that has synonyms."""
    return next(name for name, form in _synonyms()[1].items() if form.fullmatch(met))


@cache
def _written() -> re.Pattern[str]:
    return phrases.compiled(phrase for group in vocabulary()["synonymes"] for phrase in group)


def same_sense(folded: str) -> str:
    """A folded text with the first of their synonyms in the place of words that have some."""
    return _written().sub(lambda met: _first(re.sub(r"['-]\s?", " ", met[0])), folded)


def _tokens(sentence: str) -> list[str]:
    """The words of a sentence, in lower case with their accents; synonyms by the first of their group."""
    bare = " ".join(_TOKEN.findall(_NAMED.sub(" ", fold(sentence)).lower()))
    folded, found, at = words.fold(bare), list[str](), 0
    for met in _synonyms()[0].finditer(folded):
        found += [*bare[at : met.start()].split(), f"={_first(met[0])}"]
        at = met.end()
    return [*found, *bare[at:].split()]


def _weighty(tokens: Iterable[str]) -> Iterator[str]:
    small = _small()
    return (token for token in tokens if words.fold(token) not in small)


@cache
def _numeral() -> re.Pattern[str]:
    return phrases.compiled(vocabulary()["nombres"])


def _counted(tokens: Iterable[str]) -> Counter[str]:
    """Each number with the word that it counts."""
    told = list(_weighty(tokens))
    return Counter(
        f"{token} {after[:_STEM]}"
        for token, after in zip(told, [*told[1:], ""], strict=True)
        if token[0].isdigit() or _numeral().fullmatch(words.fold(token))
    )


def same_word(one: str, other: str) -> bool:
    """Whether two words are forms of one, or one of them with a slip of the pen."""
    stem = next(
        (rank for rank, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    ends = {one[stem:], other[stem:]}
    known = _FORMS if stem >= _STEM else _FORMS[:_SHORT] if stem == _STEM - 1 else ()
    return any(ends <= forms for forms in known) or _slip(one, other)


def _slip(one: str, other: str) -> bool:
    """Whether an accent, a doubled letter or two letters turned round inside of a word make the whole difference."""
    if min(len(one), len(other)) < _LONG or one[-2:] != other[-2:]:
        return False
    first, second = words.fold(one), words.fold(other)
    doubled = one[-3:] == other[-3:] and _single(first[:-3]) == _single(second[:-3])
    if first == second or doubled:
        return True
    apart = [rank for rank, (a, b) in enumerate(zip(first, second, strict=False)) if a != b]
    turned = len(apart) == 2 and apart[1] == apart[0] + 1 and first[apart[0]] == second[apart[1]]
    return len(first) == len(second) and turned and first[apart[1]] == second[apart[0]]


def _single(folded: str) -> str:
    return re.sub(r"(\w)\1", r"\1", folded)


def _left(lost: Counter[str], come: Counter[str]) -> tuple[list[str], list[str]]:
    """The words of each side that have no form on the other; of thousands, nobody looks for the forms."""
    if lost.total() * come.total() > _MANY:
        return list(lost), list(come)
    news: dict[str, list[str]] = {}
    for word in come.elements():
        news.setdefault(words.fold(word)[:2], []).append(word)
    gone = []
    for word in lost.elements():
        near = news.get(words.fold(word)[:2], [])
        found = next((item for item in near if same_word(word, item)), None)
        if found is None:
            gone.append(word)
        else:
            near.remove(found)
    return gone, [word for group in news.values() for word in group]


def exchange(old: str, new: str) -> Exchange | None:
    """The words that went and those that came, None when the two sentences say the same with other forms."""
    was, now = _tokens(old), _tokens(new)
    first, second = Counter(_weighty(was)), Counter(_weighty(now))
    gone, come = _left(first - second, second - first)
    if not gone and not come:
        before, after = _counted(was), _counted(now)
        gone, come = ([item.split(" ")[0] for item in side] for side in (before - after, after - before))
    if not gone and not come:
        return None
    return Exchange(old=_shown(gone, was), new=_shown(come, now))


def _shown(left: Iterable[str], tokens: list[str]) -> str:
    """Words in the order of their sentence, each once."""
    wanted = set(left)
    told = [token.lstrip("=") for token in dict.fromkeys(tokens) if token in wanted]
    return ", ".join([*told[:_MOST], *(["…"] if len(told) > _MOST else [])])
