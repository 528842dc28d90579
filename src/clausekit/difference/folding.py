"""A text without what an editor or a printer changes: spaces, quotes, dashes, ligatures, ends of items."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from clausekit import typography as typo

_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟″", '"'),
        **dict.fromkeys("‘ʼ‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u2009\u2007\u2002\u2003\u2008\u200a\u3000", " "),
        **dict.fromkeys("\u200b\u2060\ufeff\u00ad", None),
        "œ": "oe",
        "Œ": "Oe",
        "æ": "ae",
        "Æ": "Ae",
        "…": "...",
        "º": "°",
    }
)
_BEFORE: Final = re.compile(r" +(?=[;:!?%€,.)\]])|(?<=[(\[]) +")
_QUOTED: Final = re.compile(r'" +| +"')
_THOUSANDS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
_END: Final = re.compile(r"[ ;,.]+$")


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """What a text says, whatever its typography. Two texts of the same folding read the same."""
    text = typo.plain(unicodedata.normalize("NFC", text).translate(_SIGNS))
    text = _BEFORE.sub("", _QUOTED.sub('"', text))
    return _THOUSANDS.sub(lambda found: found[0].replace(" ", ""), text)


def fold_item(text: str) -> str:
    """An item of a list: the sign that ends it depends on its rank."""
    return _END.sub("", fold(text))
