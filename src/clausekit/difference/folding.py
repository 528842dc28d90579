"""A text without its typography: the folding is that of `typography`, for comparing as for hashing."""

from __future__ import annotations

from clausekit.typography import fold, fold_item

__all__ = ["fold", "fold_item"]
