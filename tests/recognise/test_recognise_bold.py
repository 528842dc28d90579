"""Titles in bold, without a number, among numbered ones: they open an article when they name a theme."""

from __future__ import annotations

import io

import docx
import pytest

from clausekit import read
from clausekit.recognise import considerations

BEFORE = ("# 5 Exécution", "Le marché s'exécute par bons de commande.")
AFTER = ("**Réunions", "Le titulaire participe à une réunion par mois.", "# 6 Prix", "Les prix sont fermes.")
DUTY = "Le titulaire réserve 120 heures de travail à ces personnes."


def written(*lines: str) -> bytes:
    """A .docx: `# ` opens a title of its own style, `**` a paragraph all in bold."""
    document = docx.Document()
    for line in lines:
        if line.startswith("# "):
            document.add_heading(line.removeprefix("# "), 1)
        else:
            document.add_paragraph().add_run(line.removeprefix("**")).bold = line.startswith("**") or None
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def found(data: bytes, name: str = "ccap.docx") -> list[tuple[str, str, str]]:
    return [(item.kind, item.status, item.article) for item in considerations(read.draft(data, file=name), "CCAP")]


def test_a_title_in_bold_lends_its_theme() -> None:
    told = written(*BEFORE, "**Clause sociale d'insertion", DUTY, *AFTER)
    assert found(told) == [("social", "met", "Clause sociale d'insertion")]


def test_the_next_title_in_bold_ends_it() -> None:
    told = written(*BEFORE, "**Clause sociale d'insertion", "Elle est sans objet.", "**Personnel", DUTY, *AFTER)
    assert [status for _, status, _ in found(told)] in ([], ["declared"])


@pytest.mark.parametrize("title", ["Clause sociale d'insertion", "**Organisation"])
def test_a_line_that_is_not_bold_or_names_no_theme_opens_nothing(title: str) -> None:
    assert "met" not in {status for _, status, _ in found(written(*BEFORE, title, DUTY, *AFTER))}


def test_capitals_in_a_text_file_are_as_good() -> None:
    lines = ("CCAP", "Article 5 - Exécution des bons de commande", "CLAUSE SOCIALE D'INSERTION", DUTY)
    text = "\n\n".join((*lines, "Article 6 - Prix", "Les prix sont fermes."))
    assert found(text.encode(), "ccap.txt") == [("social", "met", "CLAUSE SOCIALE D'INSERTION")]
