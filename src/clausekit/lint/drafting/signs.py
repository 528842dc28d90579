"""Sentences too long to read aloud, and the typography of a source that the engine sets itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausekit.finding import Finding
from clausekit.lint.drafting.words import likely, said
from clausekit.lint.reading import Reading, passages, spot, told

MOST_WORDS = 45
_WORD = re.compile(r"\{\{[^}]*\}\}|\[\[[^\]]*\]\]|[^\W_]+(?:['’-][^\W_]+)*")
_JOINT = re.compile(r" ; |, (?=(?:et|ou|dont|qui|ainsi|puis|lorsque|sauf)\b)| : |, ")
_FLAWS = (
    (
        re.compile(r'(?<!\\)"'),
        "guillemets « … »",
        "Écrire « … » avec des espaces simples : le moteur pose les insécables.",
    ),
    (re.compile(r"\.\.\."), "points de suspension en un signe : …", "Écrire « … », ou finir la liste."),
    (re.compile(r"(?<=\S)  +(?=\S)"), "une seule espace", "Ôter l'espace de trop."),
    (re.compile(r"\s[,.](?!\d|\.)"), "pas d'espace avant une virgule ou un point", "Ôter l'espace."),
    (re.compile(r"\b[mk]m?[23]\b"), "m², m³, km²", "Écrire l'exposant."),
    (re.compile(r"[ \u00a0]?:[^\s/\d)\]|}]|\w;"), "une espace avant et après « : » et « ; »", "Ajouter l'espace."),
    (re.compile(r"\bN°|\bn °|\bno\.? \d"), "n°", "Écrire « n° » suivi d'une espace."),
    (re.compile(r"\b1ère?s?\b|\b\d+(?:ème|ième)s?\b"), "1re, 2e", "Écrire l'abréviation courte, ou le mot entier."),
    (
        re.compile(r"\u00a0|\u202f|\u2009"),
        "des espaces simples dans la source",
        "Le moteur pose lui-même les insécables.",
    ),
)
_SCHEME = re.compile(r"https?://\S+|`[^`]*`|^\s*\|.*$", re.MULTILINE)


def _cut(text: str) -> str:
    """The words around the joint nearest to the middle of a sentence."""
    middle = len(text) / 2
    joints = [match.start() for match in _JOINT.finditer(text)]
    if not joints:
        return ""
    place = min(joints, key=lambda start: abs(start - middle))
    return f"{text[max(0, place - 25) : place]} / {text[place : place + 25]}".strip()


def phrase_longue(reading: Reading) -> Iterator[Finding]:
    """A sentence that nobody can read in one breath; where it could be cut."""
    for item in said(reading):
        count = len(_WORD.findall(item.text)) if len(item.text) > 2 * MOST_WORDS else 0
        if count > MOST_WORDS:
            cut = _cut(item.text)
            yield told(
                "phrase-longue",
                f"{item.passage.entry.id} : phrase de {count} mots.",
                spot(item.passage, item.line, item.text[:30], reading),
                read=item.text,
                expected=f"{MOST_WORDS} mots au plus (règle de la maison)",
                why="Une phrase longue cache une condition, et la condition cachée fait le litige.",
                remedy=f"La couper, par exemple ici : « …{cut}… »." if cut else "La couper en deux obligations.",
                severity="avertissement",
            )


def typographie(reading: Reading) -> Iterator[Finding]:
    """Signs that the engine does not mend: quotes, dots, spaces, exponents."""
    lines = [
        (passage, number, line)
        for entry in reading.library.in_force
        for passage in passages(entry)
        for number, line in enumerate(passage.text.split("\n"))
    ]
    texts = [line for _, _, line in lines]
    # An address or a piece of code keeps its own signs.
    flaws = (
        (rank, kind, match[0])
        for kind, (pattern, _, _) in enumerate(_FLAWS)
        for rank in likely(pattern, texts)
        if pattern.search(texts[rank]) and (match := pattern.search(_SCHEME.sub("", texts[rank])))
    )
    for rank, kind, words in sorted(flaws):
        passage, number, line = lines[rank]
        _, expected, remedy = _FLAWS[kind]
        yield told(
            "typographie",
            f"{passage.entry.id} : « {words.strip() or 'deux espaces'} » ne suit pas l'usage.",
            spot(passage, number, words, reading),
            read=line.strip(),
            expected=expected,
            why="Ces signes s'impriment tels quels dans les pièces.",
            remedy=remedy,
            severity="avertissement",
        )
