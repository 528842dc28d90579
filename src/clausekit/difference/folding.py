"""An item of a list without the sign that ends it; the folding of any text is that of `typography`."""

from __future__ import annotations

import re
from typing import Final

from clausekit.typography import fold

_END: Final = re.compile(r"[ ;,.]+$")


def fold_item(text: str) -> str:
    """An item of a list: the sign that ends it depends on its rank."""
    return _END.sub("", fold(text))


__all__ = ["fold", "fold_item"]
