"""What was moved is shown as moved, under one name at its two ends; notes have their changes too."""

from __future__ import annotations

import io
import re

import docx
import pytest
import redline_edits as edits
from lxml import etree
from test_word_tracked import prove

import footnotes
from clausekit.facing.blocks import Block, align
from clausekit.facing.moves import moves
from clausekit.finding import UnreadableFile
from clausekit.word import redline
from word_specimen import part, rebuilt, w, written

DATE = "2026-11-22T10:00:00Z"


def root_of(data: bytes):
    return etree.fromstring(part(data, edits.DOCUMENT))


def within(data: bytes, tag: str) -> list[str]:
    """The words of each change of a kind, without those of the changes in it."""
    found = []
    for change in root_of(data).iter(w(tag)):
        own = [run for run in change if run.tag == w("r")]
        found.append("".join(text.text or "" for run in own for text in run.iter(w("t"), w("delText"))))
    return [text for text in found if text]


def made(old: bytes, new: bytes):
    return redline(old, new, file="piece.docx", author="Essai", date=DATE)


def moved_clause(body, rng):
    """The clause on sorting goes above the last heading."""
    first = next(item for item in edits.headings(body) if "Tri à la source" in "".join(item.itertext()))
    moving = [first]
    while moving[-1].getnext() not in edits.headings(body):
        moving.append(moving[-1].getnext())
    for item in moving:
        edits.headings(body)[-1].addprevious(item)


def test_a_clause_that_moved_is_one_move_and_nothing_else():
    old = written()
    new = edits.edited(old, moved_clause)
    data = prove(old, new)
    found = made(old, new)
    assert found.moved > 3
    assert (found.added, found.removed, found.changed) == (0, 0, 0)
    assert found.share == 1
    assert within(data, "ins") == within(data, "del") == []
    assert "".join(within(data, "moveFrom")) == "".join(within(data, "moveTo")) != ""
    for tag in ("moveFrom", "moveTo"):
        assert len(list(root_of(data).iter(w(f"{tag}RangeStart")))) == 1


def test_words_edited_on_the_way_are_struck_out_and_put_in_where_the_passage_is_now():
    def edit(body, rng):
        moved_clause(body, rng)
        [text] = [item for item in body.iter(w("t")) if "trie à la source" in (item.text or "")]
        text.text = text.text.replace("trie", "sépare")

    old = written()
    new = edits.edited(old, edit)
    data = prove(old, new)
    assert within(data, "ins") == ["sépare"]
    assert within(data, "del") == ["trie"]
    assert all(change.getparent().tag == w("moveTo") for change in root_of(data).iter(w("del")) if len(change))
    assert made(old, new).changed == 1


def test_a_whole_table_moves_its_words_with_its_rows():
    old = written()
    new = edits.edited(old, edits.table_moved)
    data = prove(old, new)
    assert made(old, new).moved == 1
    tables = [table for table in root_of(data).iter(w("tbl")) if next(table.iter(w("moveTo")), None) is not None]
    assert len(tables) == 1
    rows = tables[0].findall(w("tr"))
    assert all(row.find(f"{w('trPr')}/{w('ins')}") is not None for row in rows)
    assert [t for t in within(data, "ins") if t] == []


def test_a_few_common_words_found_elsewhere_are_no_move():
    old = written()

    def short(body, place):
        paragraph = etree.Element(w("p"))
        etree.SubElement(etree.SubElement(paragraph, w("r")), w("t")).text = "Sans objet."
        place(body).addprevious(paragraph)

    one = edits.edited(old, lambda body, _: short(body, lambda b: edits.headings(b)[1]))
    two = edits.edited(old, lambda body, _: short(body, lambda b: edits.headings(b)[-1]))
    assert made(one, two).moved == 0
    assert "moveFrom" not in part(prove(one, two), edits.DOCUMENT).decode()


def blocks(*texts: str) -> list[Block]:
    return [Block(kind="p", text=text, words=tuple(text.split())) for text in texts]


def test_blocks_that_move_together_are_one_move_in_spite_of_one_put_in_between_them():
    a, b, c = "un deux trois quatre cinq", "six sept huit neuf dix", "onze douze treize quatorze quinze"
    stay = ["seize dix-sept dix-huit dix-neuf", "vingt trente quarante cinquante", "cent mille un million"]
    old = blocks(a, b, c, *stay, "rien de tel ne bouge")
    new = blocks(*stay, "rien de tel ne bouge", a, "tout à fait autre chose", b, c)
    [move] = moves(align(old, new), old, new)
    assert move == ((0, 4), (1, 6), (2, 7))


def test_the_same_words_in_another_kind_of_block_are_no_move():
    words = "un deux trois quatre cinq six"
    old = [Block(kind="tbl", text=words, words=tuple(words.split())), *blocks("reste ici sans bouger")]
    new = blocks("reste ici sans bouger", words)
    assert moves(align(old, new), old, new) == ()


# --- notes --------------------------------------------------------------------------------------


def noted(data: bytes, *texts: str, at: str = "trie à la source", then: str = "") -> bytes:
    """A document with footnotes at the end of a paragraph, or before its last words."""
    document = docx.Document(io.BytesIO(data))
    paragraph = next(item for item in document.paragraphs if at in item.text)
    for text in texts:
        footnotes.added(document, paragraph, text)
    if then:
        paragraph.add_run(then)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def both(old: bytes, new: bytes) -> bytes:
    """The redline, once accepted and refused notes were looked at."""
    data = prove(old, new)
    assert edits.notes(data, accepted=True) == (edits.notes(new) if b"footnoteReference" in xml(new) else [])
    assert edits.notes(data, accepted=False) == (edits.notes(old) if b"footnoteReference" in xml(old) else [])
    numbers = [item.get(w("id")) for item in etree.fromstring(part(data, edits.FOOTNOTES))]
    assert len(set(numbers)) == len(numbers)
    return data


def xml(data: bytes) -> bytes:
    return part(data, edits.DOCUMENT)


def test_a_word_changed_in_a_note_is_tracked_in_the_note():
    old, new = noted(written(), "Hors bois traité."), noted(written(), "Hors bois peint.")
    data = both(old, new)
    notes = etree.fromstring(part(data, edits.FOOTNOTES))
    assert ["".join(t.text for t in item.iter(w("delText"))) for item in notes.iter(w("del"))] == ["traité"]
    assert ["".join(t.text for t in item.iter(w("t"))) for item in notes.iter(w("ins"))] == ["peint"]
    assert made(old, new).changed == 1


def test_a_note_taken_out_comes_back_struck_out():
    old, new = noted(written(), "Hors bois traité.", "Deuxième note."), noted(written(), "Deuxième note.")
    both(old, new)
    found = made(old, new)
    assert not found.left_out


def as_libreoffice_numbers(data: bytes) -> bytes:
    """The same document, the rules above the notes being 0 and 1, and the first note 2."""

    def one_more(xml: bytes, tag: bytes) -> bytes:
        numbered = re.compile(rb"(<w:" + tag + rb"\b[^>]*w:id=\")(-?\d+)")
        return numbered.sub(lambda found: found[1] + str(int(found[2]) + 1).encode(), xml)

    notes = one_more(part(data, edits.FOOTNOTES), b"footnote")
    return rebuilt(data, {edits.DOCUMENT: one_more(xml(data), b"footnoteReference"), edits.FOOTNOTES: notes})


def test_a_note_taken_out_of_a_file_of_libreoffice_leaves_the_rules_their_numbers():
    old, new = noted(written(), "Hors bois traité.", "Deuxième note."), noted(written(), "Deuxième note.")
    data = both(as_libreoffice_numbers(old), as_libreoffice_numbers(new))
    found = {item.get(w("id")): item.get(w("type")) for item in etree.fromstring(part(data, edits.FOOTNOTES))}
    assert found == {"0": "separator", "1": "continuationSeparator", "2": None, "3": None}


def test_a_note_put_in_is_inserted_with_its_words():
    data = both(written(), noted(written(), "Une note de plus."))
    [call] = root_of(data).iter(w("footnoteReference"))
    assert call.getparent().getparent().tag == w("ins")
    notes = etree.fromstring(part(data, edits.FOOTNOTES))
    assert "".join("".join(item.itertext()) for item in notes.iter(w("ins"))).strip() == "Une note de plus."


def test_the_only_note_taken_out_makes_the_part_that_holds_notes():
    old, new = noted(written(), "Hors bois traité."), written()
    assert edits.FOOTNOTES not in names(new)
    data = both(old, new)
    types = part(data, "[Content_Types].xml").decode()
    assert types.count("/word/footnotes.xml") == 1


def names(data: bytes) -> list[str]:
    import zipfile

    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_a_note_moves_with_its_clause():
    old = noted(written(), "Hors bois traité.")
    new = edits.edited(old, moved_clause)
    data = both(old, new)
    calls = [call.getparent().getparent().tag for call in root_of(data).iter(w("footnoteReference"))]
    assert sorted(calls) == [w("moveFrom"), w("moveTo")]


def test_a_note_that_leads_nowhere_is_left_out_and_told():
    old = noted(written(), "Hors bois traité.")
    lost = rebuilt(
        old, {edits.DOCUMENT: xml(old).replace(b'footnoteReference w:id="1"', b'footnoteReference w:id="9"')}
    )
    assert lost != old
    assert made(lost, written()).left_out


@pytest.mark.parametrize("spoilt", ["moveFrom", "note"])
def test_proof_reading_refuses_a_redline_that_does_not_give_back_both_texts(spoilt, monkeypatch):
    from clausekit.word.tracked import moved
    from clausekit.word.tracked import noted as verbs

    old, new = noted(written(), "Hors bois traité."), edits.edited(noted(written(), "Hors bois peint."), moved_clause)
    made(old, new)
    if spoilt == "moveFrom":
        monkeypatch.setattr(moved.gone, "paragraph", lambda hand, old: etree.Element(w("p")))
    else:
        monkeypatch.setattr(verbs, "_gone", lambda hand, old, new: None)
    with pytest.raises(UnreadableFile, match=re.escape("ne rendraient pas exactement")):
        made(old, new)
