"""What a page does not part: the rows of a short table, a short list and the table it leads to."""

import pytest

from clausekit.fragment import Item, Paragraph, Table
from clausekit.word import whole
from word_specimen import said, short, tree, w, written


def table(rows: int, letters: int = 4, *, splits: bool = False) -> Table:
    cells = tuple(((said("x" * letters),), (said("2"),)) for _ in range(rows))
    return Table(header=((said("Poste"),), (said("Valeur"),)), rows=cells, widths=(70, 30), splits=splits)


def items(count: int) -> tuple[Item, ...]:
    return tuple(Item(content=said(f"point {number}"), list_id=1) for number in range(count))


def kept(data: bytes) -> list[str]:
    """The texts of the paragraphs that stay with the next, but for those whose style says so."""
    found = [
        paragraph for paragraph in tree(data).iter(w("p")) if paragraph.find(f"{w('pPr')}/{w('keepNext')}") is not None
    ]
    return ["".join(text.text or "" for text in paragraph.iter(w("t"))) for paragraph in found]


def test_the_rows_of_a_short_table_stay_together_but_for_the_last():
    assert kept(written(short(table(3)))) == ["xxxx", "2", "xxxx", "2"]


@pytest.mark.parametrize("long", [table(9), table(3, 400), table(3, splits=True)])
def test_a_long_table_may_be_parted(long):
    assert not whole.is_short(long)
    assert kept(written(short(long))) == []


def test_a_short_list_stays_with_the_table_below_it():
    blocks = (Paragraph(content=said("Le candidat présente :")), *items(2), table(1))
    assert kept(written(short(*blocks))) == ["point 0", "point 1"]


@pytest.mark.parametrize("blocks", [(*items(2), Paragraph(content=said("Fin."))), (*items(6), table(1)), items(2)])
def test_a_list_that_leads_to_no_table_or_a_long_one_does_not(blocks):
    assert kept(written(short(*blocks))) == []


def test_a_note_stays_with_the_text_it_speaks_of():
    blocks = (Paragraph(content=said("Pour le lot 2 :"), role="note"), Paragraph(content=said("Le titulaire livre.")))
    assert kept(written(short(*blocks))) == ["Pour le lot 2 :"]


def test_a_row_left_empty_has_room_for_a_signature():
    table = Table(
        header=((said("Nom"),), (said("Date"),)), rows=(((), ()), ((said("Titulaire"),), ())), widths=(60, 40)
    )
    heights = [row.find(f"{w('trPr')}/{w('trHeight')}") for row in tree(written(short(table))).iter(w("tr"))]
    assert [height.get(w("val")) if height is not None else None for height in heights] == [None, "567", None]
