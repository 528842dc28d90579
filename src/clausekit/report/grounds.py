"""What a judgement rests on, in few words: the entries that its reason lists, lot by lot, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from clausekit.check.verdict import Judged

_ENTRY = re.compile(r"([A-Z]{3}-[CGA]?)(\d{2,3})", re.ASCII)
_ID = re.compile(r"[A-Za-z]+-\S+", re.ASCII)
_ARTICLE = re.compile(r"ccp-([lrd])(\d[\d-]*)", re.ASCII)
# « (Charte « chantiers durables » (modèle)) »: the title of an entry, which may hold parentheses.
_TITLE = r"(?: \((?:[^()]|\([^()]*\))*\))?"
_QUOTED = re.compile(r"« [^»]*(?:“[^”]*”[^»]*)* »")
_HOLLOW = re.compile(r"\s*\([\s,;]*\)")


def is_entry(name: str) -> bool:
    """Whether a judgement rests on an entry or an article, by its id, and not on a criterion with a title alone."""
    return _ID.fullmatch(name) is not None


def frame(judged: Judged) -> str | None:
    """A reason without the entries that it lists (« 11 considérations »); None when it does not list them."""
    names = [item.id for item in judged.evidence]
    if not names or not all(map(is_entry, names)):
        return None
    rest = judged.why
    if all(name in rest for name in names):
        rest = re.sub("|".join(f"{re.escape(name)}{_TITLE}" for name in names), "", rest)
    elif len(_QUOTED.findall(rest)) == len(names):
        rest = _QUOTED.sub("", rest)
    else:
        return None
    return _HOLLOW.sub("", rest).strip(" ,;")


def common_frame(found: Iterable[Judged]) -> str | None:
    """The frame of reasons that differ by their entries only; None when they say more than names.

    « 11 considérations » and « 12 considérations »: the count goes, the names remain.
    """
    frames = {frame(judged) for judged in found}
    told = {item for item in frames if item is not None}
    if told != frames or len({re.sub(r"\d+", "", item) for item in told}) > 1:
        return None
    return told.pop() if len(told) == 1 else ""


def by_lots(
    names: Mapping[str, Iterable[str]],
    where: Callable[[tuple[str, ...]], str],
    spell: Callable[[Iterable[str]], str] | None = None,
) -> str:
    """« COM-003, COM-004 ; lot 1 aussi : COM-001 »: what all the lots share, then what some have besides.

    `spell` writes a list of names; `spans` when it is not given.
    """
    written = spell or spans
    lists = {lot: list(dict.fromkeys(found)) for lot, found in names.items()}
    shared = [name for name in next(iter(lists.values())) if all(name in found for found in lists.values())]
    own: dict[str, list[str]] = {}
    for lot, found in lists.items():
        more = written([name for name in found if name not in shared])
        if more:
            own.setdefault(more, []).append(lot)
    if not shared:
        return " ; ".join(f"[{where(tuple(lots))}] {more}" for more, lots in own.items())
    return " ; ".join([written(shared), *(f"{where(tuple(lots))} aussi : {more}" for more, lots in own.items())])


def spans(names: Iterable[str]) -> str:
    """Entries in order, those that follow each other by their ends: « DEC-002 à DEC-006, DEC-009 »."""
    found = list(dict.fromkeys(names))
    entries = sorted({(match[1], int(match[2]), name) for name in found if (match := _ENTRY.fullmatch(name))})
    runs: list[list[tuple[str, int, str]]] = []
    for entry in entries:
        last = runs[-1][-1] if runs else None
        follows = last is not None and (last[0], last[1] + 1) == entry[:2]
        runs[-1].append(entry) if follows else runs.append([entry])
    told = [f"{run[0][2]} à {run[-1][2]}" if len(run) > 2 else ", ".join(name for *_, name in run) for run in runs]
    return ", ".join([*told, *(_article(name) for name in found if not _ENTRY.fullmatch(name))])


def _article(name: str) -> str:
    """« L. 2113-12 » for the reference « ccp-l2113-12 »; any other name as it is."""
    match = _ARTICLE.fullmatch(name)
    return f"{match[1].upper()}. {match[2]}" if match else name
