"""Norms, labels and brands: « ou équivalent », a date, the characteristics wanted (R. 2111-7 to R. 2111-17)."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit.finding import Finding
from clausekit.lint.drafting.words import Sentence, matches, pattern, said
from clausekit.lint.reading import Reading, spot, told


def _told(rule: str, item: Sentence, words: str, reading: Reading, message: str, *said_of: str) -> Finding:
    expected, why, remedy = said_of
    return told(
        rule,
        f"{item.passage.entry.id} : {message}.",
        spot(item.passage, item.line, words, reading),
        read=item.text,
        expected=expected,
        why=why,
        remedy=remedy,
    )


def _cited(reading: Reading) -> Iterator[tuple[Sentence, str]]:
    """Norms and labels read, with what was read."""
    for key in ("normes", "labels"):
        yield from matches(key, said(reading))


def norme_sans_equivalent(reading: Reading) -> Iterator[Finding]:
    """A norm or a label that admits nothing else (R. 2111-9, R. 2111-16)."""
    for item, words in _cited(reading):
        if not pattern("equivalent").search(item.block):
            yield _told(
                "norme-sans-equivalent",
                item,
                words,
                reading,
                f"« {words} » est cité sans « ou équivalent »",
                f"« {words} ou équivalent », dans la phrase ou dans son paragraphe",
                "Une offre qui prouve la même chose autrement ne peut être rejetée (R. 2111-11, R. 2111-16).",
                "Ajouter « ou équivalent » après la norme ou le label.",
            )


def norme_non_datee(reading: Reading) -> Iterator[Finding]:
    """A norm without its year: nobody knows which text binds when it is revised."""
    for item, words in matches("normes", said(reading)):
        after = item.text[item.text.find(words) + len(words) :]
        if not pattern("annee_de_norme").match(after.strip() or " ") and not _year(after):
            yield _told(
                "norme-non-datee",
                item,
                words,
                reading,
                f"« {words} » n'est pas datée",
                f"« {words}:2019 », « {words} de juin 2019 » ou l'amendement cité",
                "Une norme révisée change l'obligation en cours de marché si rien ne dit quelle version lie.",
                "Écrire l'année de la norme, ou son amendement.",
            )


def _year(after: str) -> bool:
    return any(mark in after[:40] for mark in (":19", ":20", " 19", " 20", "+A"))


def label_sans_caracteristiques(reading: Reading) -> Iterator[Finding]:
    """A label asked without saying what it must prove (R. 2111-15)."""
    for item, words in matches("labels", said(reading)):
        if not pattern("caracteristiques").search(item.passage.text):
            yield _told(
                "label-sans-caracteristiques",
                item,
                words,
                reading,
                f"« {words} » est demandé sans dire ce qu'il doit prouver",
                "les caractéristiques voulues, dans le même texte : « … attestant que … »",
                "Les caractéristiques que prouve le label sont listées et liées à l'objet (R. 2111-15).",
                "Énumérer les caractéristiques ; le label n'en est que la preuve.",
            )


def marque_nommee(reading: Reading) -> Iterator[Finding]:
    """A brand (R. 2111-7)."""
    for item, words in matches("marques", said(reading)):
        yield _told(
            "marque-nommee",
            item,
            words,
            reading,
            f"« {words} » est une marque",
            "le nom commun et la performance attendue",
            "Une spécification ne mentionne ni marque, ni brevet, ni type, sauf à ne pouvoir décrire l'objet autrement "
            "(R. 2111-7).",
            "Décrire la chose par sa fonction.",
        )
