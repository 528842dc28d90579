"""The buyer that a document names: beside a label, in a table, above the pages; never a blank."""

from __future__ import annotations

import pytest

from clausekit.draft import Cell, Draft, Line, Table
from clausekit.finding import Place
from clausekit.mark import MANIFEST
from clausekit.recognise.buyer import buyer


def line(text: str, part: str = "corps") -> Line:
    return Line(text=text, place=Place(file="AE.docx", part=part))


def draft(*blocks: Line | Table, around: tuple[Line, ...] = (), marked: bool = False) -> Draft:
    properties = {MANIFEST: "EXE-001:1:CCTP"} if marked else {}
    return Draft(file="AE.docx", format="docx", blocks=blocks, around=around, properties=properties)


@pytest.mark.parametrize(
    "texts",
    [
        ("Acheteur : Ville des Essais",),
        ("1.1 Pouvoir adjudicateur : Ville des Essais – Direction des achats",),
        ("Nom et adresse de l’organisme acheteur : Ville des Essais, 1 place de la Mairie",),
        ("Maître d’ouvrage :", "Ville des Essais"),
        ("Entité adjudicatrice", "Ville des Essais"),
    ],
)
def test_a_label_names_the_buyer_and_a_person_confirms(texts: tuple[str, ...]) -> None:
    found = buyer(draft(*(line(text) for text in texts)))
    assert found is not None
    assert (found.name, found.sure) == ("Ville des Essais", False)


def test_a_row_of_a_table_names_it() -> None:
    cells = tuple(Cell(blocks=(line(text, "tableau"),)) for text in ("Pouvoir adjudicateur", "Ville des Essais"))
    found = buyer(draft(Table(rows=(cells,), place=Place(file="AE.docx"))))
    assert found is not None
    assert found.name == "Ville des Essais"


@pytest.mark.parametrize("marked", [True, False])
def test_the_head_of_our_pages_is_sure_while_their_marks_are_there(marked: bool) -> None:
    found = buyer(draft(line("Texte"), around=(line("Ville des Essais\tCCTP", "en-tête"),), marked=marked))
    assert found is not None
    assert (found.name, found.sure) == ("Ville des Essais", marked)


@pytest.mark.parametrize(
    "text",
    [
        "Acheteur : […]",
        "Acheteur : ....................",
        "Acheteur : xxxxx",
        "L’acheteur remet les clés au titulaire.",
        "Acheteur : le titulaire le saisit par courrier.",
        "Pouvoir adjudicateur et titulaire : obligations",
    ],
)
def test_a_blank_or_a_sentence_names_nobody(text: str) -> None:
    assert buyer(draft(line(text))) is None


def test_the_head_of_the_pages_of_another_is_no_buyer() -> None:
    assert buyer(draft(line("Texte"), around=(line("Projet de règlement\t12 mars", "en-tête"),))) is None
