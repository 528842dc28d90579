"""Characters that XML forbids: shown as U+FFFD, never dropped in silence."""

from __future__ import annotations

import re

from clausekit.finding import Finding
from clausekit.fragment import Block, Fragment, Inlines, Table, Text, plain
from clausekit.word.refusal import finding

REPLACEMENT = "\ufffd"
# XML 1.0, production 2: everything but tab, line feed, return and the legal planes. A line
# separator that Word would not break at is left to it.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text with U+FFFD in place of what XML cannot carry: a reader sees the loss."""
    return _ILLEGAL.sub(REPLACEMENT, text)


def replaced(fragment: Fragment) -> tuple[Finding, ...]:
    """One finding for each passage of which `write` will replace a character by U+FFFD."""
    titles = (fragment.title, fragment.subject, fragment.piece, fragment.buyer)
    texts = (*titles, *(plain(content) for block in fragment.blocks for content in contents(block)))
    return tuple(_replaced(text, fragment.piece) for text in texts if _ILLEGAL.search(text))


def contents(block: Block) -> tuple[Inlines, ...]:
    """The paragraphs of a block, in the order of the page."""
    if not isinstance(block, Table):
        return (block.content,)
    caption = ((Text(text=block.caption),),) if block.caption else ()
    cells = (cell for row in (block.header, *block.rows) for cell in row)
    return (*caption, *(paragraph for cell in cells for paragraph in cell))


def _replaced(text: str, piece: str) -> Finding:
    codes = ", ".join(f"U+{ord(char):04X}" for char in _ILLEGAL.findall(text))
    return finding(
        "caractere-interdit",
        f"Un caractère qu’un fichier Word ne peut pas contenir est imprimé « {REPLACEMENT} » ({codes}).",
        file=piece,
        read=legal(text)[:120],
        expected="un texte sans caractère de contrôle",
        why="Ces caractères viennent souvent d’un copier-coller ; le texte imprimé n’est plus celui du fichier.",
        remedy="Retapez le passage à la main dans le fichier de la clause ou du dossier.",
    )
