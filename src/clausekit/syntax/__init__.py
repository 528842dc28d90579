"""A YAML parser's complaint -> what the writer of the file did, in French."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from clausekit.syntax.complaint import Complaint, Fault, here
from clausekit.syntax.lines import after_end, colon, conflict, dash, misaligned, missing_colon
from clausekit.syntax.signs import (
    after_quote,
    alias,
    block,
    escape,
    extra_comma,
    first_char,
    flow_mark,
    open_bracket,
    open_quote,
    question,
    stray,
    tag,
)
from clausekit.syntax.unwanted import tell

_Reader = Callable[[Complaint], Fault | None]


def _any(complaint: Complaint) -> Fault:
    return here(
        complaint,
        "La ligne ne se lit pas comme du YAML.",
        "des clés et leurs valeurs, comme « objet: Collecte des déchets »",
        "Vérifier les guillemets, les deux-points et l'alignement de la ligne et de celle qui précède ; "
        "en cas de doute, mettre le texte entre guillemets.",
    )


# The order matters: the readers at the end take what no other has recognised.
_READERS: Final[tuple[_Reader, ...]] = (
    conflict,
    colon,
    missing_colon,
    open_quote,
    flow_mark,
    extra_comma,
    open_bracket,
    after_quote,
    stray,
    first_char,
    dash,
    question,
    block,
    escape,
    alias,
    tag,
    after_end,
    misaligned,
)


def explain(complaint: Complaint) -> Fault:
    """The complaint in French; a general sentence for one that no reader knows."""
    for reader in _READERS:
        fault = reader(complaint)
        if fault is not None:
            return fault
    return _any(complaint)


__all__ = [
    "Complaint",
    "Fault",
    "explain",
    "tell",
]
