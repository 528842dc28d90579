"""Lines of a terminal's width, never broken before a French sign."""

from __future__ import annotations

import re
import textwrap

from clausekit.report.text import WIDTH

# Stands for a plain space that must not end a line; put back once the lines are cut.
_TIE = "\x00"
_TIED = re.compile(r"(?<=«) | (?=[»:;!?%])|(?<=\d) (?=\d{3}(?!\d))")


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """The lines of a text: `first` opens the first one, `rest` the others."""
    lines = textwrap.wrap(
        _TIED.sub(_TIE, text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_TIE, " ") for line in lines] or [""]
