"""Terms: an acronym that nobody spells out, a definition that nothing uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausekit.clause import Clause
from clausekit.finding import Finding
from clausekit.lint.drafting.words import pattern, printed, said, vocabulary
from clausekit.lint.reading import Reading, spot, told

_ACRONYM = re.compile(r"(?<![\w.-])[A-ZÉ]{2,6}s?(?![\w-])")
_NATIONAL = re.compile(r"[+/](?:A\d|CN)(?::\d{4})?")  # an amendment or a national complement of a norm
_DEFINED = re.compile(r"ci-après (?:dénommée?s? )?« ?([^»]+?) ?»")


def _spelled(acronym: str, text: str) -> bool:
    """Whether a text gives the words of an acronym: « certificats d'économies d'énergie (CEE) », or the reverse."""
    name = re.escape(acronym)
    return re.search(rf"\w \({name}\)|{name} \([^)]{{8,}}\)|\({name},", text) is not None


def _bare(text: str) -> str:
    """A sentence without blanks, links, norms and labels: those are names."""
    text = re.sub(r"\{\{[^}]*\}\}|\[\[[^\]]*\]\]", " ", text)
    for key in ("normes", "labels"):
        text = pattern(key).sub(" ", text)
    return _NATIONAL.sub(" ", text)


def sigle_non_developpe(reading: Reading) -> Iterator[Finding]:
    """An acronym that the entry never spells out and that not everyone knows."""
    known = {word.upper() for word in vocabulary()["sigles_connus"]}
    told_of: set[tuple[str, str]] = set()
    for item in said(reading):
        entry = item.passage.entry
        for match in _ACRONYM.finditer(_bare(item.text)) if _ACRONYM.search(item.text) else ():
            word = match[0].removesuffix("s")
            whole = " ".join(passage.text for passage in printed(entry))
            if word in known or (entry.id, word) in told_of or _spelled(word, whole):
                continue
            told_of.add((entry.id, word))
            yield told(
                "sigle-non-developpe",
                f"{entry.id} : « {word} » n'est développé nulle part dans l'entrée.",
                spot(item.passage, item.line, match[0], reading),
                read=item.text,
                expected=f"les mots entiers à la première mention, puis ({word})",
                why="L'entreprise qui répond n'est pas toujours du métier de l'acheteur.",
                remedy="Écrire les mots entiers, ou ajouter le sigle à donnees/redaction.yaml s'il est connu de tous.",
                severity="avertissement",
            )


def definition_inutile(reading: Reading) -> Iterator[Finding]:
    """A term defined (« ci-après … ») that the entry does not use again."""
    for item in said(reading):
        entry = item.passage.entry
        if "ci-après" not in item.text or not isinstance(entry, Clause):
            continue
        whole = " ".join(" ".join((*entry.texts.values(), *_complements(entry))).split()).casefold()
        for match in _DEFINED.finditer(item.text):
            if whole.count(match[1].casefold()) < 2:
                yield told(
                    "definition-inutile",
                    f"{entry.id} définit « {match[1]} » et ne s'en sert plus.",
                    spot(item.passage, item.line, match[1], reading),
                    read=item.text,
                    expected="un terme employé après sa définition, ou pas de définition",
                    why="Un lecteur cherche à quoi sert une définition, et lui suppose un usage.",
                    remedy="Employer le terme, ou ôter la définition.",
                    severity="avertissement",
                )


def _complements(clause: Clause) -> Iterator[str]:
    for texts in clause.complements.values():
        yield from texts.values()
