"""Duties: a subject, a verb that binds, a measure, and no preference for a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.finding import Finding
from clausekit.lint.drafting.words import Sentence, matches, said
from clausekit.lint.reading import Reading, at, spot, told

_DUTIES = frozenset({"condition_execution", "specification"})
_CONTRACT = ("CCTP", "CCAP", "AE", "BPU")
_MEASURE = re.compile(
    r"\{\{|\d|\b(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quinze|vingt|trente|chaque|tous?|toutes?|aucune?"
    r"|moiti[ée]|tiers|quart|mensuel\w*|annuel\w*|trimestriel\w*|jours?|mois|semaines?)\b",
    re.IGNORECASE,
)


def _duties(reading: Reading) -> Iterator[Clause]:
    for clause in reading.library.clauses.values():
        if clause.state != "retiree" and clause.type in _DUTIES:
            yield clause


def _contract(reading: Reading) -> Iterator[Sentence]:
    """The sentences of clauses in the pieces of the contract."""
    for item in said(reading):
        passage = item.passage
        if isinstance(passage.entry, Clause) and passage.route[-1] in _CONTRACT:
            yield item


def verbe_faible(reading: Reading) -> Iterator[Finding]:
    """A duty whose verb promises an effort, or hedges: no failing could be shown."""
    for item, words in matches("verbes_faibles", _contract(reading)):
        yield told(
            "verbe-faible",
            f"{item.passage.entry.id} : « {words} » n'oblige à rien que l'on puisse constater.",
            spot(item.passage, item.line, words, reading),
            read=item.text,
            expected="un verbe au présent qui se constate : remet, trie, emploie, remplace, forme…",
            why="Une obligation sans mesure ne se contrôle pas, et sa pénalité ne s'applique jamais (M12).",
            remedy="Dire ce que le titulaire fait, combien, à quelle date et avec quelle preuve.",
        )


def obligation_sans_mesure(reading: Reading) -> Iterator[Finding]:
    """A duty whose text gives neither a number, nor a date, nor a quantity."""
    for clause in _duties(reading):
        text = clause.texts.get(clause.carrier, "")
        if text.strip() and not _MEASURE.search(text):
            yield told(
                "obligation-sans-mesure",
                f"{clause.id} : le texte du {clause.carrier} ne donne ni quantité, ni délai.",
                at(clause.file, "textes", clause.carrier),
                read=" ".join(text.split())[:120],
                expected="au moins une quantité avec son unité, un délai ou une fréquence",
                why="Sans mesure, deux lecteurs de bonne foi ne constatent pas le même manquement.",
                remedy="Ajouter un paramètre borné, ou écrire la quantité dans la phrase.",
            )


def sujet_de_la_piece(reading: Reading) -> Iterator[Finding]:
    """The candidate has no place in the contract, nor the titulaire in what judges offers."""
    for item, words in matches("hors_des_pieces_du_contrat", _contract(reading)):
        yield _subject(item, words, "le titulaire", "pièce du contrat : la consultation est finie", reading)
    judged = (item for item in said(reading) if isinstance(item.passage.entry, Criterion))
    for item, words in matches("hors_des_criteres", judged):
        yield _subject(item, words, "le candidat", "critère : aucun titulaire n'est encore choisi", reading)


def _subject(item: Sentence, words: str, expected: str, where: str, reading: Reading) -> Finding:
    return told(
        "sujet-de-la-piece",
        f"{item.passage.entry.id} : « {words} » dans une {where}."
        if where.startswith("pièce")
        else f"{item.passage.entry.id} : « {words} » dans un {where}.",
        spot(item.passage, item.line, words, reading),
        read=item.text,
        expected=f"« {expected} »",
        why="Le mot dit à qui la phrase s'adresse, et quand : un mot faux ouvre un doute sur qui est obligé.",
        remedy="Changer le sujet, ou déplacer la phrase dans la pièce qui lui convient.",
    )


def preference_geographique(reading: Reading) -> Iterator[Finding]:
    """A place, a distance or an origin preferred: forbidden in specifications and criteria (R. 2111-7)."""
    for item, words in matches("preferences", said(reading)):
        yield told(
            "preference-geographique",
            f"{item.passage.entry.id} : « {words} » préfère un lieu ou une origine.",
            spot(item.passage, item.line, words, reading),
            read=item.text,
            expected="une performance liée à l'exécution : émissions du transport, délai, fraîcheur, saison",
            why="L'origine et l'implantation ne peuvent départager les offres ni fermer le marché (R. 2111-7 du code "
            "de la commande publique et principe d'égalité de traitement).",
            remedy="Nommer l'effet recherché et le mesurer, pour toute offre, d'où qu'elle vienne.",
        )
