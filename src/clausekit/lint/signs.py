"""Signs of a blank, a link or a computed block that the engine would not understand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausekit import prose, terms
from clausekit.finding import Finding
from clausekit.lint.reading import Passage, Reading, filled_passages, passages, proposed, spot, told

_MARK = re.compile(r"\{\{|\[\[|\{%|\{#")
_BLOCK = re.compile(r"^\[\[=([a-z_]+)\]\]$")


def _lost(passage: Passage) -> tuple[tuple[int, str], ...]:
    """(line, excerpt) of each sign that would be printed as it is typed."""
    if passage.filled:
        return prose.stray_signs(passage.text)
    return tuple(
        (number, line[match.start() : match.start() + 25])
        for number, line in enumerate(passage.text.split("\n"))
        if (match := _MARK.search(line))
    )


def _told(passage: Passage, line: int, excerpt: str, reading: Reading) -> Finding:
    mark = _MARK.search(excerpt)
    excerpt = excerpt[mark.start() :] if mark else excerpt
    words = mark[0] if mark else excerpt[-2:]
    filled = passage.filled
    return told(
        "signe-perdu",
        f"{passage.entry.id} : « {excerpt} » s'imprimerait tel quel.",
        spot(passage, line, words, reading),
        read=excerpt,
        expected="{{ nom }}, [[DEC-014]], [[=bloc]] seul dans son paragraphe" if filled else "ni blanc, ni renvoi",
        why="Le moteur ne comprend que des noms en minuscules sans accent et des identifiants exacts."
        if filled
        else "Ce texte s'imprime tel qu'il est écrit : un blanc ou un renvoi n'y serait pas remplacé.",
        remedy="Corriger le signe ; pour l'imprimer vraiment, écrire \\{{ ou \\[[."
        if filled
        else "Mettre l'information dans un texte de pièce, et la dire ici en mots.",
    )


def signe_perdu(reading: Reading) -> Iterator[Finding]:
    """A malformed blank, link or block, or one in a text that is printed as it is."""
    for entry in reading.entries:
        for passage in passages(entry):
            for line, excerpt in _lost(passage):
                yield _told(passage, line, excerpt, reading)


def bloc_inconnu(reading: Reading) -> Iterator[Finding]:
    """A computed block that the engine does not know."""
    for entry in reading.entries:
        for passage in filled_passages(entry):
            for line, text in enumerate(passage.text.split("\n")):
                match = _BLOCK.match(text.strip())
                if match is None or match[1] in terms.COMPUTED_BLOCKS:
                    continue
                whole = ", ".join(terms.COMPUTED_BLOCKS)
                expected, remedy = proposed(match[1], terms.COMPUTED_BLOCKS, whole=whole)
                yield told(
                    "bloc-inconnu",
                    f"{entry.id} : le bloc calculé « {match[1]} » n'existe pas.",
                    spot(passage, line, text.strip(), reading),
                    read=text.strip(),
                    expected=expected,
                    why="Un bloc calculé est un tableau ou une liste que le moteur sait écrire.",
                    remedy=remedy,
                )
