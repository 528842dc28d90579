"""Which piece a document is: its title first, its headings next, its name last."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausekit import source
from clausekit.recognise.piece import piece
from recognise_drafts import draft

_FILE = Path(__file__).parent / "pieces.yaml"
CASES = source.load(_FILE.read_bytes(), file=_FILE.name).data["cas"]


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_piece(case):
    read = piece(draft(case["texte"], file=case["fichier"]))
    assert f"{read.piece} {read.source}" == case["attendu"]
    assert read.why.endswith(".")


def test_the_reason_quotes_what_was_read():
    read = piece(draft("Règlement de la consultation"))
    assert read.why == "Titre de la première page : « Règlement de la consultation »."


def test_a_title_may_name_two_pieces():
    assert piece(draft("CCP valant acte d'engagement")).also == ("AE",)


def test_the_table_of_contents_is_no_title():
    text = "Marché de mobilier\nSOMMAIRE\nAnnexe 1 au CCAP\nActe d'engagement"
    assert piece(draft(text, file="dossier.docx")).source == "none"
