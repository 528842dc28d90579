"""The same words twice: a text of one entry in another, a rule of several sentences said in two pieces."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, combinations

from clausekit.clause import Clause
from clausekit.finding import Finding
from clausekit.lint.drafting.words import Sentence, pieces, printed, sentences
from clausekit.lint.reading import Passage, Reading, at, spot, told

_WORD = re.compile(r"[^\W_]+")
_RUN, _LEAST, _NEAR = 5, 40, 0.6  # words of a run; words of a text worth comparing; share of runs in common
_SAME = 3  # sentences in a row


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _texts(reading: Reading) -> list[tuple[Passage, frozenset[tuple[str, ...]]]]:
    found = []
    for entry in reading.library.in_force:
        for passage in printed(entry):
            runs = _runs(passage.text)
            if len(runs) >= _LEAST:
                found.append((passage, runs))
    return found


def _paired(reading: Reading, one: Passage, two: Passage) -> bool:
    """Whether two entries stand for each other: one excludes or replaces the other, or their CCAG differ."""
    linked = [(one.entry, two.entry.id), (two.entry, one.entry.id)]
    mine, other = one.entry.applicable.ccag, two.entry.applicable.ccag
    if mine and other and set(mine).isdisjoint(other):
        return True
    return one.entry.id == two.entry.id or any(
        isinstance(entry, Clause) and name in {*entry.excludes, *entry.replaces} for entry, name in linked
    )


def _near(texts: list[tuple[Passage, frozenset[tuple[str, ...]]]]) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts that share many runs of words, with the share of the shorter that is in the other."""
    counts = Counter(chain.from_iterable(runs for _, runs in texts))
    repeated = {run for run, count in counts.items() if count > 1}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for rank, (_, runs) in enumerate(texts):
        for run in runs & repeated:
            holders[run].append(rank)
    shared: Counter[tuple[int, int]] = Counter()
    for ranks in holders.values():
        shared.update(combinations(ranks, 2))
    for (one, two), count in shared.items():
        share = count / min(len(texts[one][1]), len(texts[two][1]))
        if share >= _NEAR:
            yield one, two, share


def _pairs(reading: Reading) -> tuple[tuple[Passage, Passage, float], ...]:
    found: tuple[tuple[Passage, Passage, float], ...] | None = reading.memo.get("near")
    if found is None:
        texts = _texts(reading)
        near = sorted(_near(texts))
        found = reading.memo["near"] = tuple((texts[one][0], texts[two][0], share) for one, two, share in near)
    return found


def texte_proche(reading: Reading) -> Iterator[Finding]:
    """Two entries that say nearly the same, and are not made to replace each other."""
    for first, second, share in _pairs(reading):
        if not _paired(reading, first, second):
            yield told(
                "texte-proche",
                f"{second.entry.id} répète {first.entry.id} : {share:.0%} des mots en commun.".replace("%", " %"),
                at(second.entry.file, *second.route),
                at(first.entry.file, *first.route),
                read=" ".join(second.text.split())[:120],
                expected="un texte propre à chaque entrée, ou une seule entrée",
                why="Deux textes proches divergent à la première correction ; un critère repris d'une famille à "
                "l'autre perd son lien avec l'objet.",
                remedy="Renvoyer à l'entrée existante, la rendre commune, ou écrire « exclut » si l'une vaut l'autre.",
                severity="avertissement",
            )


def _rows(passage: Passage) -> list[Sentence]:
    return [item for item in sentences(passage) if len(_WORD.findall(item.text)) > _RUN]


def _redite(clause: Clause) -> Iterator[tuple[Sentence, Sentence]]:
    """The first sentences of a run of three that two pieces of a clause both say."""
    seen: dict[tuple[str, ...], Sentence] = {}
    held = tuple(pieces(clause, "CCTP", "CCAP", "AE"))
    for passage in held if len({passage.route[-1] for passage in held}) > 1 else ():
        rows = _rows(passage)
        for start in range(len(rows) - _SAME + 1):
            key = tuple(" ".join(_WORD.findall(item.text.casefold())) for item in rows[start : start + _SAME])
            other = seen.setdefault(key, rows[start])
            if other.passage.route[-1] != passage.route[-1]:
                yield other, rows[start]
                return


def regle_redite(reading: Reading) -> Iterator[Finding]:
    """A rule of three sentences said in two pieces of the contract: one of them will be forgotten."""
    for clause in reading.library.clauses.values():
        for first, second in _redite(clause):
            yield told(
                "regle-redite",
                f"{clause.id} dit la même règle au {first.passage.route[-1]} et au {second.passage.route[-1]}.",
                spot(second.passage, second.line, second.text, reading),
                spot(first.passage, first.line, first.text, reading),
                read=second.text,
                expected="l'obligation écrite une fois, dans la pièce qui la porte, et un renvoi dans l'autre",
                why="Deux versions d'une même règle se contredisent à la première modification ; l'ordre des pièces "
                "tranche alors à la place de l'acheteur.",
                remedy=f"Garder la règle dans la pièce porteuse ({clause.carrier}) et renvoyer par [[{clause.id}]].",
            )
