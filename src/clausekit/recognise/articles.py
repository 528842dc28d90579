"""A document as articles: a title, the titles above it, and the sentences below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from clausekit.draft import Block, Draft, Line, Table
from clausekit.finding import Place
from clausekit.recognise import words
from clausekit.recognise.markers import marker
from clausekit.recognise.sections import is_contents, is_listed, title_of
from clausekit.recognise.topics import headed

# Notices often lose the blank between two sentences (« …au lot 1.Nombre d'heures… »).
_SENTENCE: Final = re.compile(
    r"(?<=[.;!?])\s+(?=[«\"“(]?\s?[A-ZÀ-ÖØ-Þ])|(?<=[\w)]{2}[.;])(?=[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{2}|[AÀ] [a-zà-ÿ]{2})"
)
_ABBREVIATION: Final = re.compile(r"(?:\b(?:art|n|cf|ex|etc|M|Mme|p|al|L|R|D)\.|\bn°)$")
_HOURS: Final = re.compile(r"\b(?:heures?|horaire)\b[^.]*\binsertion\b|\binsertion\b[^.]*\bheures?\b")
# « Nombre d'heures », « Volume horaire minimum »: the title of the article says of what.
_COUNT: Final = re.compile(
    r"heures?(?: \([^()]{0,30}\))?$|volume \(heures?\)$"
    r"|(?:nombre|nb|volume|quota|total|minimum)\b(?: (?:minim\w+|total|global|annuel|des?))* ?(?:d')?"
    r"(?:heures?|horaires?)(?: (?:minim\w+|maxim\w+|annuel\w*|total\w*|a (?:realiser|effectuer|reserver)|prevue?s?"
    r"|reservee?s?|dues?|exigee?s?|obligatoires?|par lot|du lot|de travail|\([^()]{0,30}\)))*$"
)
_ARTICLE: Final = re.compile(
    r"(?:articles?|art\.?)(?: du (?:present )?(?:c\.?c\.?a\.?p\.?|c\.?c\.?p\.?|contrat|marche))?$"
)
_ARTICLE_NUMBER: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_LEAST: Final = re.compile(r"\b(?:minima\w*|minimum|maxima\w*|maximum|a realiser|obligatoires?)\b")
_BARE: Final = re.compile(r"\d{1,3}(?:[ .]?\d{3})*(?:,\d+)?(?: ?%)?")
_ENDS: Final = (".", ";", ":", "!", "?")
_LONGEST: Final = 5_000  # characters of a paragraph put together again from the lines of a page
# Characters of the words that lead in a list, read again with each of its items: the last of them.
MOST_LEAD: Final = 1_000
_TITLE_WORDS: Final = 9
_HEADS: Final = 12  # rows of a table among which its heading stands
_QUESTIONS: Final = re.compile(r"^\W*registre de(?:s)? questions\W*$|\bquestions?\W{1,5}reponses?\b")
_LOWEST: Final = 9  # below any level that a number tells
_NUMBERED: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, or an item of a list with the words that lead it in (« Le titulaire remet : »)."""

    text: str
    place: Place
    lead: str = ""

    @property
    def whole(self) -> str:
        """The sentence with what leads it in."""
        return f"{self.lead} {self.text}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A title and its sentences. `path` are the titles from the highest to its own, with their numbers."""

    path: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    place: Place

    @property
    def title(self) -> str:
        """Its own title; empty before the first one."""
        return self.path[-1] if self.path else ""


def _headed(text: str, head: str) -> str:
    """A bare figure with the column that tells it: « 180 » under « Volume minimal d'heures d'insertion »."""
    folded = words.fold(head)
    if _ARTICLE_NUMBER.fullmatch(text) and _ARTICLE.match(folded):
        return f"article {text}"
    hours = _HOURS.search(folded) or _COUNT.match(folded)
    if not _BARE.fullmatch(text) or not (hours or ("%" in text and _LEAST.search(folded))):
        return text
    return f"{text} heures – {head}" if hours and "%" not in text else f"{text} – {head}"


def _across(texts: list[str], heads: list[str]) -> list[str]:
    """A row of bare figures that its first cell tells: « Heures d'insertion | 350 | 420 » under « Lot 1 | Lot 2 »."""
    bare = [bool(_BARE.fullmatch(text)) and "%" not in text for text in texts]
    if len(texts) != len(heads) or not any(bare[1:]) or not _HOURS.search(words.fold(texts[0])):
        return texts
    own = zip(texts, heads, bare, strict=True)
    return [f"{text} heures – {head}".rstrip(" –") if alone else text for text, head, alone in own]


def _asked(table: Table) -> bool:
    """Whether a table is a register of questions and answers, which quotes the contract and binds nobody."""
    return any(_QUESTIONS.search(words.fold(" : ".join(cell.text for cell in row))) for row in table.rows[:_HEADS])


def _rows(table: Table) -> Iterator[Line]:
    if _asked(table):
        return
    heads = [" ".join(cell.text.split()) for cell in table.rows[0]] if table.rows else []
    for row in table.rows:
        texts = [" ".join(cell.text.split()) for cell in row]
        if len(texts) == len(heads):
            texts = [_headed(text, head) for text, head in zip(texts, heads, strict=True)]
        texts = _across(texts, heads)
        first = next((line for cell in row for line in cell.blocks if isinstance(line, Line)), None)
        text = " : ".join(filter(None, texts))
        if text:
            yield Line(text=text, place=first.place if first else table.place, item=True)


def _lines(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Table) and [len(row) for row in block.rows] == [1]:  # a frame around a title
            yield from _lines(block.rows[0][0].blocks)
        elif isinstance(block, Table):
            yield from _rows(block)
        elif block.text and not is_contents(block.text) and not is_listed(block):
            yield block


def _reflowed(lines: Iterable[Line]) -> list[Line]:
    """Lines that a page cut in the middle of a sentence, joined again."""
    found: list[Line] = []
    for line in lines:
        above = found[-1] if found else None
        goes_on = line.text[0].islower() or line.text[0] in "(&" or (line.text[0].isdigit() and _open(above))
        free = goes_on and not line.item and not line.number and not marker(line.text).item
        if above and free and _open(above) and len(above.text) + len(line.text) < _LONGEST:
            found[-1] = replace(above, text=f"{above.text} {line.text}")
        else:
            found.append(line)
    return found


def _open(line: Line | None) -> bool:
    return line is not None and not line.text.rstrip().endswith(_ENDS)


def _split(text: str) -> list[str]:
    parts: list[str] = []
    for part in _SENTENCE.split(text):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts


def _sentences(lines: Iterable[Line]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    lead = inner = ""
    for line in _reflowed(lines):
        item = line.item or marker(line.text).item
        text = line.text[marker(line.text).end :] if marker(line.text).item else line.text
        # « … le nombre d'heures suivant : », then « 3 000 heures par an », without a bullet.
        item = item or (bool(lead) and found[-1].text.endswith(":") and text[0].isdigit())
        if not item and not text[0].islower():
            lead = inner = ""
        parts = _split(text)
        opens = parts[-1].rstrip().endswith(":")
        last = parts[-1][-MOST_LEAD:]
        own = lead if item and opens else f"{lead} {inner}".strip()
        found += [Sentence(text=part, place=line.place, lead=own) for part in parts]
        if opens:
            # A list inside a list is led in by both.
            lead, inner = (lead, last) if item and lead else (last, "")
    return tuple(found)


def _bare(line: Line) -> int | None:
    """The level of a line that can only be a title, in a document where none has a number nor a style."""
    text = line.text.rstrip(" :")
    short = len(text.split()) <= _TITLE_WORDS and text[:1].isupper() and not text.endswith((".", ";", ",", "!", "?"))
    return 1 if short and not line.item and not marker(line.text).item and not _NUMBERED.search(text) else None


def _lone(line: Line, path: Sequence[tuple[int, str]]) -> int | None:
    """The level of a title that its look alone declares: it names a theme, or follows one that does."""
    if not line.strong or _bare(line) is None:
        return None
    themed = headed(line.text, "environmental") or headed(line.text, "social")
    return _LOWEST if themed or (path and path[-1][0] == _LOWEST) else None


def articles(draft: Draft) -> tuple[Article, ...]:
    """The articles of a document, in order; what stands before the first title has no path."""
    found: list[Article] = []
    path: list[tuple[int, str]] = []
    pending: list[Line] = []
    place = Place(file=draft.file)

    def close() -> None:
        sentences = _sentences(pending)
        if sentences:
            found.append(Article(path=tuple(title for _, title in path), sentences=sentences, place=place))
        pending.clear()

    lines = list(_lines(draft.blocks))
    told = any(title_of(line) is not None for line in lines)
    for line in lines:
        level = title_of(line) if told else _bare(line)
        level = _lone(line, path) if level is None else level
        if level is None:
            pending.append(line)
            continue
        close()
        while path and path[-1][0] >= level:
            path.pop()
        path.append((level, f"{line.number} {line.text}".strip()))
        place = line.place
    close()
    return tuple(found)


def mentions(article: Article, *route: str) -> bool:
    """Whether its title, or one above, has a phrase of a list."""
    return any(words.holds(title, *route) for title in article.path)
