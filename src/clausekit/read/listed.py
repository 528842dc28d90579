"""Titles that a table of contents announces: where a line says the same words, it is one, however it looks."""

from __future__ import annotations

import re

from clausekit.read.typed import Title

# Dots and blanks before the number are no part of the title (`_bare`): the last of them are enough to know it.
_PAGE = re.compile(r"(?:(?:[.…_·]\s?){4}\s*+\d+|\s\d{1,4})\s*+$")
_NUMBER = re.compile(
    r"(?:(?:article|art\.)\s+)?(?P<number>\d{1,2}(?:[.-]\d{1,2})*|[IVX]+(?=[\s.)–—-])|[A-Z](?=[.)]|\s+[–—-]))"
    r"\s*+[.)°]?\s*+[:–—-]?\s*+(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 500
_SHORTEST = 5  # letters and figures: « Prix » alone comes back everywhere


class Listed:
    """The titles announced so far."""

    def __init__(self) -> None:
        self._titles: set[str] = set()

    def add(self, line: str) -> None:
        """Take note of a line of a table of contents, with or without its page."""
        bare = _bare(_PAGE.sub("", line)) if len(line) <= _LONGEST else ""
        if len(bare) >= _SHORTEST:
            self._titles.add(bare)

    def title(self, text: str) -> Title | None:
        """The heading that a line is, when it was announced and bears a number."""
        if not self._titles or _bare(text) not in self._titles:
            return None
        found = _NUMBER.fullmatch(text)
        if not found:
            return None
        number = found["number"]
        return Title(level=1 + number.count(".") + number.count("-"), number=number, text=found["text"])


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
