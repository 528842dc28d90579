"""Word files with tracked changes: accepted, they give the new text; refused, the old one."""

from __future__ import annotations

import functools
import random
import re
from collections import Counter

import pytest
import redline_edits as edits
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import once
from clausekit import assemble
from clausekit.cli.loading import load_purchase
from clausekit.finding import UnreadableFile
from clausekit.fragment import Fragment
from clausekit.word import redline
from conftest import EXAMPLES
from word_specimen import part, rebuilt, specimen, w, written

DATE = "2026-11-22T10:00:00Z"


@functools.cache
def fragments() -> dict[str, Fragment]:
    """Pieces of the examples, and the specimen with every kind of block."""
    found = {"specimen": specimen()}
    for path in EXAMPLES:
        for output in assemble.assemble(load_purchase(path, once.shipped()).marche).outputs:
            found[f"{path.parent.name}/{output.name}"] = output.fragment
    return found


@functools.cache
def names() -> list[str]:
    return sorted(fragments())


@functools.cache
def piece(name: str = "specimen") -> bytes:
    return written(fragments()[name])


def changes(old: bytes, new: bytes):
    return redline(old, new, file="piece.docx", author="Essai", date=DATE)


def prove(old: bytes, new: bytes, *, different: bool | None = True) -> bytes | None:
    made = changes(old, new)
    if different is not None:
        assert (made.data is not None) == different
    if made.data is None:
        assert edits.said(edits.body_of(old)) == edits.said(edits.body_of(new))
        return None
    assert edits.said(edits.settle(made.data, accepted=True)) == edits.said(edits.body_of(new))
    assert edits.said(edits.settle(made.data, accepted=False)) == edits.said(edits.body_of(old))
    sound(made.data)
    return made.data


def sound(data: bytes) -> None:
    """What no schema says: numbers used once, bookmarks whole, no word deleted as if it were there."""
    root = etree.fromstring(part(data, edits.DOCUMENT))
    numbers = Counter(
        item.get(w("id")) for item in root.iter() if item.get(w("author")) or item.tag == w("bookmarkStart")
    )
    assert {number for number, times in numbers.items() if times > 1} == set()
    names = Counter(item.get(w("name")) for item in root.iter(w("bookmarkStart")))
    assert {name for name, times in names.items() if times > 1} == set()
    assert {i.get(w("id")) for i in root.iter(w("bookmarkStart"))} == {
        i.get(w("id")) for i in root.iter(w("bookmarkEnd"))
    }
    deleted = [item for change in root.iter(w("del")) for item in change.iter(w("t"), w("instrText"))]
    assert deleted == []
    assert all(item.getparent().getparent().tag == w("del") for item in root.iter(w("delText")))
    ends = {
        tag: [(item.get(w("name")), item.get(w("id"))) for item in root.iter(w(f"{tag}RangeStart"))]
        for tag in ("moveFrom", "moveTo")
    }
    for tag, starts in ends.items():
        names, ids = [name for name, _ in starts], [number for _, number in starts]
        assert len(set(names)) == len(names)
        assert set(names) == {name for name, _ in ends["moveFrom"]}  # each move has its two ends
        assert ids == [item.get(w("id")) for item in root.iter(w(f"{tag}RangeEnd"))]  # ended in order, none in another
        assert bool(starts) == bool(list(root.iter(w(tag))))
    for item in root.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")):
        assert item.get(w("author")) == "Essai"
        assert item.get(w("date")) == DATE


@pytest.mark.parametrize("edit", edits.EDITS, ids=lambda edit: edit.__name__)
def test_each_edit_gives_back_both_texts(edit):
    rng = random.Random(edit.__name__)
    proved = 0
    for name in rng.sample(names(), len(names())):
        old = piece(name)
        try:
            new = edits.edited(old, edit, seed=rng.randrange(10**6))
        except IndexError:  # nothing in this piece to edit so
            continue
        if prove(old, new, different=None) is not None:
            prove(new, old)
            proved += 1
        if proved == 2:
            return
    raise AssertionError("no piece was edited twice")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    name=st.deferred(lambda: st.sampled_from(names())),
    several=st.lists(st.sampled_from(edits.EDITS), min_size=2, max_size=6),
    seed=st.integers(0, 10**6),
)
def test_several_edits_together_give_back_both_texts(name, several, seed):
    old = new = piece(name)
    for edit in several:
        try:
            new = edits.edited(new, edit, seed)
        except IndexError:  # an earlier edit left nothing to choose from
            continue
    prove(old, new, different=None)


def test_a_document_has_no_changes_from_itself():
    for data in (piece(), piece(names()[0])):
        assert changes(data, data).data is None


def test_documents_that_have_nothing_in_common_give_back_both_texts():
    prove(piece(), piece(names()[0]))


def shown(data: bytes, tag: str) -> list[str]:
    """The words of each insertion or deletion."""
    root = etree.fromstring(part(data, edits.DOCUMENT))
    found = ("".join(t.text or "" for t in item.iter(w("t"), w("delText"))) for item in root.iter(w(tag)))
    return [text for text in found if text]


def test_one_word_changed_is_one_word_struck_out_and_one_put_in():
    old = piece()
    new = rebuilt(
        old, {edits.DOCUMENT: part(old, edits.DOCUMENT).decode().replace("trie à la", "sépare à la").encode()}
    )
    data = prove(old, new)
    assert (shown(data, "del"), shown(data, "ins")) == (["trie"], ["sépare"])
    made = changes(old, new)
    assert (made.added, made.removed, made.changed) == (0, 0, 1)


def test_a_figure_keeps_its_separators():
    old = edits.edited(piece(), lambda body, _: _first(body, "1 000,50 € par jour, dans tous les cas."))
    new = edits.edited(piece(), lambda body, _: _first(body, "1 200,50 € par jour, dans tous les cas."))
    data = prove(old, new)
    assert (shown(data, "del"), shown(data, "ins")) == (["1 000,50"], ["1 200,50"])


def _first(body, text):
    edits.texts(body)[0].text = text


def test_an_emphasis_that_stays_is_kept_on_each_side():
    old = piece()
    new = rebuilt(old, {edits.DOCUMENT: part(old, edits.DOCUMENT).decode().replace("80\u00a0%", "85\u00a0%").encode()})
    root = etree.fromstring(part(prove(old, new), edits.DOCUMENT))
    [gone] = [item for item in root.iter(w("del")) if len(item)]
    assert gone.find(f"{w('r')}/{w('rPr')}/{w('rStyle')}").get(w("val")) == "lev"


def test_columns_that_change_replace_the_rows_in_one_table():
    old = piece()
    data = prove(old, edits.edited(old, edits.column_deleted))
    root = etree.fromstring(part(data, edits.DOCUMENT))
    assert len(list(root.iter(w("tblGridChange")))) == 1
    before, after = (len(list(edits.body_of(item).iter(w("tbl")))) for item in (old, data))
    assert before == after


def test_a_mark_of_a_clause_taken_out_does_not_come_back_with_its_words():
    old = piece()
    data = prove(old, edits.edited(old, edits.clause_deleted, seed=3))
    names = [i.get(w("name")) for i in etree.fromstring(part(data, edits.DOCUMENT)).iter(w("bookmarkStart"))]
    before = [i.get(w("name")) for i in edits.body_of(old).iter(w("bookmarkStart"))]
    assert {name for name in before if name.startswith("_Ref")} <= set(names)
    assert len([name for name in names if name.startswith("_ck_")]) < len([n for n in before if n.startswith("_ck_")])


def test_changes_that_the_new_document_bears_are_accepted_first():
    old = piece()
    once = prove(old, edits.edited(old, edits.sentence_added))
    again = changes(old, once)
    assert again.settled
    assert edits.said(edits.settle(again.data, accepted=True)) == edits.said(edits.settle(once, accepted=True))
    assert edits.said(edits.settle(again.data, accepted=False)) == edits.said(edits.body_of(old))


def test_a_style_that_the_new_file_has_not_comes_with_the_words_taken_out():
    old = piece()
    styles = part(old, "word/styles.xml").decode()
    lacking = re.sub(r'<w:style [^>]*w:styleId="CKPuce".*?</w:style>', "", styles, flags=re.DOTALL)
    assert lacking != styles

    def without_lists(body, _):
        for item in [item for item in body if edits.style(item) == "CKPuce"]:
            body.remove(item)

    new = rebuilt(edits.edited(old, without_lists), {"word/styles.xml": lacking.encode()})
    data = prove(old, new)
    assert 'w:styleId="CKPuce"' in part(data, "word/styles.xml").decode()


def test_a_list_that_the_new_file_has_not_comes_with_the_words_taken_out():
    old = piece()
    lists = part(old, "word/numbering.xml").decode()

    def without_lists(body, _):
        for item in [item for item in body if edits.style(item) == "CKNumero"]:
            body.remove(item)

    bare = re.sub(r'<w:num w:numId="[4-9]">.*?</w:num>', "", lists)
    assert bare != lists
    new = rebuilt(edits.edited(old, without_lists), {"word/numbering.xml": bare.encode()})
    made = changes(old, new)
    restored = edits.settle(made.data, accepted=False)
    numbers = [edits._numbering(item)[-1] for item in restored if edits.style(item) == "CKNumero"]
    before = [edits._numbering(item)[-1] for item in edits.body_of(old) if edits.style(item) == "CKNumero"]
    assert [numbers.index(n) for n in numbers] == [before.index(n) for n in before]  # the same items go together
    written_lists = etree.fromstring(part(made.data, "word/numbering.xml"))
    assert set(numbers) <= {item.get(w("numId")) for item in written_lists.iter(w("num"))}


def test_a_list_counted_otherwise_is_a_change_though_every_word_stays():
    old = piece()
    lists = part(old, "word/numbering.xml")
    new = rebuilt(old, {"word/numbering.xml": lists.replace(b'"%1."', b'"%1)"')})
    assert part(new, edits.DOCUMENT) == part(old, edits.DOCUMENT)
    assert changes(old, new).changed


def test_what_is_no_word_file_is_refused():
    old = piece()
    for bad in (b"", b"PK\x03\x04", b"%PDF-1.7", rebuilt(old, {edits.DOCUMENT: b"<!DOCTYPE x><x/>"})):
        with pytest.raises(UnreadableFile):
            changes(old, bad)


def test_the_same_documents_give_the_same_bytes():
    old = piece()
    new = edits.edited(old, edits.many_words_replaced)
    assert changes(old, new).data == changes(old, new).data


def test_a_document_emptied_gives_back_both_texts():
    old = piece()

    def emptied(body, _):
        for item in [item for item in body if item.tag != w("sectPr")]:
            body.remove(item)

    made = changes(old, edits.edited(old, emptied))
    assert edits.said(edits.settle(made.data, accepted=True)) == [("", (), (("", ""),))]
    assert edits.said(edits.settle(made.data, accepted=False)) == edits.said(edits.body_of(old))
    assert made.share < 0.1


def test_a_section_that_ends_above_the_last_paragraph_keeps_its_break():
    def broken(body, _):
        above = [item for item in body if item.tag == w("p")][-2]
        etree.SubElement(above.find(w("pPr")), w("sectPr"))

    old = edits.edited(piece(names()[0]), broken)
    made = changes(old, edits.edited(old, edits.last_deleted))
    for accepted in (True, False):
        assert len(list(edits.settle(made.data, accepted=accepted).iter(w("sectPr")))) == 2
