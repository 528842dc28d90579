"""Which piece of a contract a document is, and what says so: its title, else its headings, else its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal, TypeAlias

from clausekit import typography as typo
from clausekit.draft import Draft, Line
from clausekit.recognise import words
from clausekit.recognise.phrases import Phrases
from clausekit.recognise.sections import is_contents

Piece: TypeAlias = Literal["CCTP", "CCAP", "CCP", "RC", "lettre", "AE", "CRT", "annexe", "autre"]
Source: TypeAlias = Literal["title", "headings", "name", "none"]

_FIRST_LINES: Final = 60
_TITLE_WORDS: Final = 14
_LONG_NAME: Final = 3
_SHORT_LINE: Final = 8
_ANNEX: Final = re.compile(r"^\W*annexes?\b(?:\s*(?:n\s?[°o]\s*)?\d{0,2})?(?:\W|$)")
_ENOUGH: Final = 3
_COVER: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPiece:
    """A piece, what it was told by (`title`, `headings`, `name`, `none`) and why, in one French sentence.

    `also` are the other pieces that its title names (« CCP valant acte d'engagement »).
    """

    piece: Piece
    source: Source
    why: str
    also: tuple[Piece, ...] = ()


def piece(draft: Draft) -> ReadPiece:
    """The piece that a document is."""
    return _by_title(draft) or _by_headings(draft) or _by_name(draft) or _unknown()


def _unknown() -> ReadPiece:
    why = "Ni le titre, ni les rubriques, ni le nom du fichier ne disent de quelle pièce il s'agit."
    return ReadPiece(piece="autre", source="none", why=why)


def _first_page(draft: Draft) -> list[str]:
    """Lines of the first page, up to the table of contents."""
    found: list[str] = []
    for line in draft.lines():
        text = line.text.strip()
        if not text:
            continue
        contents = words.pattern("sommaire").fullmatch(words.fold(text).strip(" :."))
        if contents or is_contents(text) or (line.place.page or 1) > 1 or len(found) >= _FIRST_LINES:
            break
        found.append(text)
    return found


def _kinds() -> Iterator[tuple[Piece, Phrases]]:
    for name in words.vocabulary()["pieces"]:
        yield name, words.pattern("pieces", name, "titres")


def _named(text: str) -> list[tuple[int, int, Piece]]:
    """Pieces that a text names: place, negative length (the longest first), piece."""
    folded = words.fold(text)
    found = [
        (match.start(), match.start() - match.end(), name) for name, rule in _kinds() if (match := rule.search(folded))
    ]
    kept: list[tuple[int, int, Piece]] = []
    for start, length, name in sorted(found):
        if not any(other <= start < other - size for other, size, _ in kept):
            kept.append((start, length, name))
    return kept


def _is_title(text: str, found: list[tuple[int, int, Piece]]) -> bool:
    """Whether a line is little more than the name of a piece: an acronym opens it, a long name may come later."""
    start, length, _ = found[0]
    lead = len(text[:start].split())
    most = 3 if len(text[start : start - length].split()) >= _LONG_NAME else 0
    printed = text[start : start - length]
    if printed.isupper() and len(printed.split()) >= _LONG_NAME:
        return True  # capitals on a cover, whatever a page sets beside them
    tail = text[start - length :].strip()
    # « C.C.T.P. » ends on the dot of its last letter.
    closed = tail.endswith((".", ";", ",")) and not (tail == "." and "." in printed)
    return len(text.split()) <= _TITLE_WORDS and lead <= most and not closed


def _titled(text: str, found: list[tuple[int, int, Piece]], source: Source = "title") -> ReadPiece:
    also = tuple(name for _, _, name in found[1:])
    name = found[0][2]
    if {name, *also} >= {"CCAP", "CCTP"} and _both(text):
        name, also = "CCP", ()
    shown = text if len(text) <= 90 else text[:89].rstrip() + "…"
    return ReadPiece(piece=name, source=source, why=f"Titre de la première page : {typo.quote(shown)}.", also=also)


def _both(text: str) -> bool:
    return bool(re.search(r"\bet\b|/|-|\+|valant", words.fold(text)))


def _by_title(draft: Draft) -> ReadPiece | None:
    lines = _first_page(draft)
    for rank, text in enumerate(lines):
        if rank < 12 and _ANNEX.match(words.fold(text)) and len(text.split()) <= _TITLE_WORDS:
            return ReadPiece(piece="annexe", source="title", why=f"Titre de la première page : {typo.quote(text)}.")
        found = _named(text)
        late = rank >= _COVER and found and found[0][2] == "autre"  # a title of the inside, as an annexed price list
        if found and not late and _is_title(text, found) and not _broken(lines, rank, found):
            return _titled(text, found)
    return _over_lines(lines)


def _over_lines(lines: list[str]) -> ReadPiece | None:
    """A long name set over several short lines."""
    for rank, text in enumerate(lines):
        if len(text.split()) > _SHORT_LINE:
            break
        joined = " ".join(lines[rank : rank + 6])
        found = _named(joined)
        if found and found[0][0] < len(text) and len(joined[: -found[0][1]].split()) >= _LONG_NAME and not found[0][0]:
            return _titled(joined, found[:1])
    return None


def _broken(lines: list[str], rank: int, found: list[tuple[int, int, Piece]]) -> bool:
    """Whether the name goes on with the next line (« Cahier des charges » of « … techniques particulières »)."""
    longer = _named(" ".join(lines[rank : rank + 3]))
    return bool(longer) and longer[0][2] != found[0][2] and longer[0][0] == found[0][0]


def _headings(draft: Draft) -> list[Line]:
    return [line for line in draft.lines() if line.heading is not None]


def _by_headings(draft: Draft) -> ReadPiece | None:
    """The piece whose usual headings are the most numerous; CCAP and CCTP together make a single contract."""
    headings = _headings(draft)
    scores: dict[Piece, list[str]] = {}
    for name in words.vocabulary()["pieces"]:
        if "rubriques" not in words.vocabulary()["pieces"][name]:
            continue
        rule = words.pattern("pieces", name, "rubriques")
        scores[name] = [line.text for line in headings if rule.match(words.fold(line.text))]
    best = max(scores, key=lambda name: len(scores[name]))
    if len(scores[best]) < _ENOUGH:
        return None
    if min(len(scores["CCAP"]), len(scores["CCTP"])) >= _ENOUGH and best in {"CCAP", "CCTP"}:
        both = ", ".join(map(typo.quote, (scores["CCAP"][0], scores["CCTP"][0])))
        why = f"Le document a les rubriques d'un CCAP et celles d'un CCTP : {both}."
        return ReadPiece(piece="CCP", source="headings", why=why)
    shown = ", ".join(map(typo.quote, scores[best][:3]))
    return ReadPiece(piece=best, source="headings", why=f"Rubriques d'une pièce {best} : {shown}.")


def _by_name(draft: Draft) -> ReadPiece | None:
    stem = words.fold(re.sub(r"[_().\[\]-]+", " ", PurePath(draft.file).stem))
    if words.pattern("annexe").search(stem):
        return ReadPiece(
            piece="annexe", source="name", why=f"Nom du fichier : {typo.quote(PurePath(draft.file).name)}."
        )
    found: list[tuple[int, Piece]] = []
    for name in words.vocabulary()["pieces"]:
        match = words.pattern("pieces", name, "fichiers").search(stem)
        found += [(match.start(), name)] if match else []
    if not found:
        return None
    return ReadPiece(
        piece=min(found)[1], source="name", why=f"Nom du fichier : {typo.quote(PurePath(draft.file).name)}."
    )
