"""Lines of print to paragraphs: which line goes on with the one before, which words a hyphen cuts.

A line goes on when the one before it is full (the first word below would not have fitted), when the
blank between them is that of the text, and when it does not itself begin an item or a title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from clausekit.read import typed
from clausekit.read.lexicon import Lexicon
from clausekit.read.sheet import Row
from clausekit.read.values import is_leader, is_led, unled

_LOOSE = 1.35  # times the usual distance between lines
_USUAL_PITCH = 1.25  # heights of print, where a document does not tell
_LARGER = 1.15
_LONG, _ENOUGH_LINES = 0.85, 5  # of the longest line of a page; lines that tell how the others stand
_INDENT = 6.0  # points
_BLANK, _SLACK = 0.25, 2.0  # between words, in bodies of type; points by which a line may miss its end
STOPS = (".", ";", "!", "?")
_END = (*STOPS, ":", "…")
_LOWER = re.compile(r"[a-zà-öø-ÿœ(«\"“]")
_LONGEST_WORD = 40
_MANY_CUTS = 0.03  # of the lines: only a program that hyphenates cuts so many words
_SHORTEST_HALF = 4  # letters
# A word that a label does not hold in its middle, with this capital: it opens the sentence that follows.
_SENTENCE = re.compile(r"(?:L[ea]s?|L['’]|C(?:e|et|ette|es)|Ils?|Elles?|Un|Une|Sont|Est|Sera|Seront|Chaque)(?!\w)")
# « Noté sur 20 points », « Pondération : 40 % », below the name of a criterion.
_WEIGHED = re.compile(r"(?:Notée?s? sur \d|(?:Pondération|Coefficient|Poids)\s?:)")
# « Méthode : 25 points », « Prix (40 %) »: a line that tells all that it had to.
_TOLD = re.compile(r"[:(–-]\s?\d+(?:,\d+)?\s?(?:%|points?|pts?|/\s?\d+)\s?\)?$")
_LONGEST_TOLD = 20
# What a line that was too long leaves of a weight: « 15 », then « points ».
_UNIT = re.compile(r"(?:%|points?|pts?)\W*$")
# The end of a line after which a sentence cannot stop.
HANGING = re.compile(
    r"(?:[-–—,(:/&]|\b(?:de|du|des|la|le|les|[ldLD]['’]|et|ou|à|au|aux|en|un|une|par|pour|sur|dans|avec|sous))\s*$"
)
_CUT = re.compile(r"(\w{2,})-$")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# First halves that keep their hyphen, wherever a line ends.
_PREFIXES = frozenset((
    "accord", "anti", "après", "arrière", "au", "auto", "avant", "bien", "celle", "celui", "cent", "ceux", "ci", "co",
    "contre", "demi", "deux", "dix", "elle", "elles", "éco", "est", "eux", "ex", "extra", "hors", "inter", "là", "lui",
    "maître", "mi", "micro", "mini", "moi", "moins", "multi", "non", "nous", "peut", "plus", "porte", "procès",
    "quasi", "quatre", "rendez", "sans", "savoir", "semi", "socio", "soi", "sous", "sur", "trois", "vice",
    "vingt", "vis", "vous",
))  # fmt: skip


@dataclass(slots=True)
class Paragraph:
    """A paragraph put together. `strong`: bold or larger; `large`: larger than the text."""

    rows: list[Row]
    text: str = ""
    strong: bool = False
    large: bool = False

    @property
    def page(self) -> int:
        """The page where it starts."""
        return self.rows[0].page


@dataclass(slots=True)
class Manner:
    """How a document is set: the height of its text, the distance of its lines, its own words."""

    size: float = 10.0
    pitch: float = _USUAL_PITCH
    words: Counter[str] = field(default_factory=Counter)
    hyphenated: bool = False  # words are cut in syllables at the end of lines
    gaps: bool = False  # blank lines fall anywhere: text drawn from a PDF
    lexicon: Lexicon = field(default_factory=Lexicon)


def manner(rows: Sequence[Row]) -> Manner:
    """Learn it from all the lines of a document."""
    sizes: Counter[float] = Counter()
    pitches, others = Counter[float](), Counter[float]()
    longest: dict[int, float] = {}
    for row in rows:
        longest[row.page] = max(row.x1, longest.get(row.page, 0.0))
    words: Counter[str] = Counter()
    for before, row in zip([None, *rows], rows, strict=False):
        sizes[round(row.size, 1)] += sum([len(word.text) for word in row.words])
        whole, end = row.text[:-_LONGEST_WORD], row.text[-_LONGEST_WORD:]
        words.update(_WORD.findall((whole + _CUT.sub("", end)).lower()))
        if (
            before is not None
            and before.page == row.page
            and row.top > before.top
            and abs(row.x0 - before.x0) < _INDENT
        ):
            # A line that goes to the end of the others is seldom the last of its paragraph.
            long = before.x1 > _LONG * longest[row.page]
            (pitches if long else others)[round((row.top - before.top) / row.size, 1)] += 1
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    pitches = pitches if pitches.total() >= _ENOUGH_LINES else pitches + others
    likely = [(count, -pitch) for pitch, count in pitches.items() if 0.8 <= pitch <= 2.5]
    cut = sum(1 for row in rows if _CUT.search(row.text[-_LONGEST_WORD:]))
    return Manner(
        size=size,
        pitch=-max(likely)[1] if likely else _USUAL_PITCH,
        words=words,
        hyphenated=cut > _MANY_CUTS * len(rows),
    )


def paragraphs(rows: Iterable[Row], known: Manner, *, cell: bool = False) -> list[Paragraph]:
    """The paragraphs that lines make, in order; in a `cell`, a sentence does not go on with the label above it."""
    out: list[Paragraph] = []
    for row in rows:
        before = out[-1].rows[-1] if out else None
        cut = before is not None and (_cut_within(before.text, row.text, known) or _cut_weight(before.text, row.text))
        if cut or (before and _goes_on(before, row, out[-1], known) and not (cell and _opens(before, row))):
            out[-1].rows.append(row)
        else:
            out.append(Paragraph([row]))
    for paragraph in out:
        paragraph.text = unled(joined([row.text for row in paragraph.rows], known))
        paragraph.large = all(row.size > _LARGER * known.size for row in paragraph.rows)
        paragraph.strong = paragraph.large or all(row.bold for row in paragraph.rows)
    return out


def _goes_on(before: Row, row: Row, paragraph: Paragraph, known: Manner) -> bool:
    full = _full(before, row) or is_leader(row.text)
    if _set_apart(before, row, full=full):
        return False
    ended = before.text.endswith(_END)
    lower = bool(_LOWER.match(row.text))
    if row.page != before.page:
        return not ended and (full or lower)
    if before.text.endswith("-") and row.text[0].isdigit():
        return True  # « L. 2124- », « 2 et suivants »
    if not _near(before, row, known):
        return known.gaps and full and not ended and lower
    if row.x0 - before.x0 > 4 * _INDENT and len(paragraph.rows) > 1:
        return False
    return full or (lower and not ended) or before.text.count("(") > before.text.count(")")


def _set_apart(before: Row, row: Row, *, full: bool) -> bool:
    """Whether a line is none of the paragraph above, by its look or by what it opens with."""
    if is_led(before.text) or _after_weight(before, row) or _begins(row, before, full=full) or not _alike(before, row):
        return True
    return "\t" in row.text and not _rank_apart(row)


def _after_weight(before: Row, row: Row) -> bool:
    """Whether a line opens on a capital after one that ends on the weight of its label."""
    return row.text[0].isupper() and _TOLD.search(before.text[-_LONGEST_TOLD:]) is not None


def _cut_within(above: str, below: str, known: Manner) -> bool:
    """Whether a line is the beginning of a word that a narrow column cuts without a hyphen: it stands alone there."""
    second = _LETTERS.match(below) if above.isalpha() else None
    return second is not None and known.lexicon.whole(above, second[0])


def _cut_weight(above: str, below: str) -> bool:
    return above[-1:].isdigit() and _UNIT.match(below) is not None


def _opens(before: Row, row: Row) -> bool:
    return bool(_SENTENCE.match(row.text) or _WEIGHED.match(row.text)) and not HANGING.search(before.text)


def _near(before: Row, row: Row, known: Manner) -> bool:
    """Whether the blank between two lines is that of the text; a tall sign moves the top or the bottom of one."""
    down = min(row.top - before.top, row.bottom - before.bottom)
    return down <= _LOOSE * known.pitch * max(row.size, before.size)


def _rank_apart(row: Row) -> bool:
    return typed.item(row.text.replace("\t", " ", 1)) is not None


def _full(before: Row, row: Row) -> bool:
    """Whether the first word of a line would not have fitted at the end of the one before it."""
    first = row.words[0]
    return before.x1 + (first.x1 - first.x0) + _BLANK * before.size > before.right - _SLACK


def _begins(row: Row, before: Row, *, full: bool) -> bool:
    """Whether a line starts an item or a title; within a full paragraph a figure alone proves nothing."""
    text = row.text.replace("\t", " ")
    ended = before.text.endswith((*_END, ","))
    item = typed.item(text)
    if item is not None and (not item[0] or ended or not full or _next(item, before)):
        return True
    large = row.size > _LARGER * before.size
    if typed.numbered(text) and (row.bold or large or typed.numbered(before.text)):
        return True
    if typed.title(text, strong=row.bold, large=large) is None:
        return False
    return not full or ended or row.bold != before.bold


def _next(item: tuple[str, str], before: Row) -> bool:
    """« 2) Délai » after an item: a list goes on, however long its lines are."""
    listed = typed.item(before.text.replace("\t", " ")) is not None
    return item[0].endswith(")") and item[1][:1].isupper() and listed


def _alike(before: Row, row: Row) -> bool:
    if not 1 / _LARGER < row.size / before.size < _LARGER and abs(row.size - before.size) > 1.5:
        return False
    if row.bold == before.bold or not (before.bold or row.bold) or bool(_LOWER.match(row.text)):
        return True
    return not any(map(str.isalpha, row.text))  # « 20 %) » below « Délai (»: figures tell no look


def joined(texts: Sequence[str], known: Manner) -> str:
    """Lines put end to end; a word cut by a hyphen is made whole."""
    out = [texts[0]]
    for text in texts[1:]:
        last = out[-1]
        cut = _CUT.search(last[-_LONGEST_WORD:])
        follows = _WORD.match(text) if cut else None
        if cut and follows and follows[0][0].islower():
            out[-1:] = [last if _keeps(cut[1], follows[0], known) else last[:-1], text]
        elif cut and follows and known.lexicon.whole(cut[1], follows[0]):
            out[-1:] = [last[:-1], text]
        elif _ends_open(last, text) or _cut_within(last, text, known):
            out.append(text)
        else:
            out += [" ", text]
    return "".join(out)


def _ends_open(above: str, below: str) -> bool:
    """Whether no blank stands between two lines."""
    return above.endswith(("/", "’", "'")) or (above.endswith("-") and below[:1].isalnum() and above[-2:-1].isalnum())


def _keeps(first: str, second: str, known: Manner) -> bool:
    """Whether the hyphen at the end of a line belongs to the word: the rest of the document tells."""
    first, second = first.lower(), second.lower()
    words = known.words
    if words[first + second]:
        return False
    if words[f"{first}-{second}"] or first in _PREFIXES:
        return True
    # The second half stands once in the text as the line that begins with it.
    if known.hyphenated:
        return bool(words[first]) and words[second] > 1
    return words[second] > 1 and len(second) >= _SHORTEST_HALF
