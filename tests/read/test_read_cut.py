"""Words that a narrow column cuts: made whole when the rest of the document says them, left as they are otherwise."""

from __future__ import annotations

import pytest

from read_specimen import Sheet, drafted, pdf, shown

SAID = "Les offres sont jugées sur leur qualité environnementale, leur performance et leur partage des tâches par site,"


def label(*lines: str, said: str = SAID) -> str:
    """A label of a ruled table, read back."""
    sheet = Sheet().grid([72, 160, 300], [140, 160, 170 + 14 * len(lines)])
    sheet.paragraph(72, 80, said, "selon les poids que voici.")
    sheet.say(80, 154, "Critères", bold=True).say(170, 154, "Poids", bold=True)
    sheet.paragraph(80, 174, *lines)
    sheet.say(170, 174, "40 %")
    return shown(drafted(pdf(sheet)))[-1].split(" | ")[0].removeprefix("| ")


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (("Qualité", "ENVIRONNEMENT", "ALE"), "Qualité ENVIRONNEMENTALE"),
        (("Qualité", "environnemental", "e des sites"), "Qualité environnementale des sites"),
        (("Perfor-", "mance"), "Performance"),
        (("PERFOR-", "MANCE"), "PERFORMANCE"),
        (("Qualité", "Environnement", "Ale"), "Qualité Environnement Ale"),  # a capital begins a word
        (("Par", "tage"), "Partage"),
        (("Par", "site"), "Par site"),
        (("ENVIRONNEMENT", "S"), "ENVIRONNEMENT S"),  # said nowhere
    ],
)
def test_a_word_cut_in_a_narrow_column(lines: tuple[str, ...], read: str) -> None:
    assert label(*lines) == read


def test_two_words_of_the_document_stay_two() -> None:
    both = "Le plan de partage met par étape un tage de chaque lot, son partage est joint."
    assert label("Par", "tage", said=both) == "Par tage"


def test_what_the_document_does_not_say_is_not_joined() -> None:
    said = "Les offres sont jugées sur leur qualité et leur prix,"
    assert label("Qualité", "ENVIRONNEMENT", "ALE", said=said) == "Qualité ENVIRONNEMENT ALE"
    assert label("PERFOR-", "MANCE", said=said) == "PERFOR-MANCE"
