"""The paragraphs of a document by the words that they begin with: which of them say one that is looked for.

Without this, each paragraph that is missing would be held against each line of the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from clausekit.match.compare import says
from clausekit.match.expected import Expected

Words: TypeAlias = Sequence[str]
# Lines put face to face, word by word, with a paragraph that begins and ends like them; an honest document has some
# hundreds of them. Beyond, no line is found any more: the text that it completes is told changed, and that it may not
# be is said.
MOST_COMPARED: Final = 5_000


class Spoken:
    """Lines of a document, as words. `left` is how many more of them are put face to face with a paragraph."""

    def __init__(self, said: Sequence[Words], left: int = MOST_COMPARED) -> None:
        self.left = left
        self.said = [tuple(line) for line in said]
        self._whole: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._heads: dict[str, list[int]] = defaultdict(list)
        self._tails: dict[str, list[int]] = defaultdict(list)
        for rank, line in enumerate(self.said):
            if line:
                self._whole[line].append(rank)
                self._heads[line[0]].append(rank)
                self._tails[line[-1]].append(rank)

    @property
    def missed(self) -> int:
        """How many lines were not compared, too many others having been."""
        return max(0, -self.left)

    def saying(self, part: Expected) -> Iterator[int]:
        """The ranks of the lines that say a paragraph, word for word or filled in, in order."""
        if not part.holes:
            yield from self._whole.get(part.words, ())
            return
        # What is put in stands in a hole: before the first one and after the last one nothing may differ.
        head, tail = part.words[: min(part.holes)], part.words[max(part.holes) :]
        told: dict[tuple[str, ...], bool] = {}
        for rank in self._alike(head, tail):
            line = self.said[rank]
            if line[: len(head)] != head or line[len(line) - len(tail) :] != tail or len(line) < len(part.words):
                continue
            if line not in told:
                told[line] = self._says(part, line)
            if told[line]:
                yield rank

    def _alike(self, head: Words, tail: Words) -> Sequence[int]:
        if head:
            return self._heads.get(head[0], ())
        return self._tails.get(tail[-1], ()) if tail else range(len(self.said))

    def _says(self, part: Expected, line: Words) -> bool:
        self.left -= 1
        return self.left >= 0 and says(part, line)
