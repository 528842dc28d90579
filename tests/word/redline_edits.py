"""A Word file edited as a hand would, and what must become of its redline: every change accepted, or refused.

`settle` applies the rules of ECMA-376 part 1, 17.13.5, on its own: it shares no line with what writes the changes.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator

from lxml import etree
from lxml.etree import _Element

from word_specimen import part, rebuilt, w

DOCUMENT = "word/document.xml"
FOOTNOTES = "word/footnotes.xml"
Edit = Callable[[_Element, random.Random], None]


def edited(data: bytes, change: Edit, seed: int = 1) -> bytes:
    """A document after an edit of its body."""
    root = etree.fromstring(part(data, DOCUMENT))
    change(root.find(w("body")), random.Random(seed))
    return rebuilt(data, {DOCUMENT: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


# --- looking at a body --------------------------------------------------------------------------


def texts(element: _Element) -> list[_Element]:
    return [item for item in element.iter(w("t")) if len((item.text or "").split()) > 2]


def paragraphs(body: _Element) -> list[_Element]:
    """Those of the body itself that say something."""
    return [item for item in body.findall(w("p")) if "".join(item.itertext()).strip()]


def style(paragraph: _Element) -> str:
    found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if found is None else found.get(w("val"))


def headings(body: _Element) -> list[_Element]:
    return [item for item in paragraphs(body) if style(item).startswith("Titre") and style(item) != "Titre"]


def clause(body: _Element, rng: random.Random) -> list[_Element]:
    """A heading of the second level and what stands below it."""
    first = rng.choice([item for item in headings(body) if style(item) == "Titre2"] or headings(body))
    found = [first]
    for item in first.itersiblings():
        if item in headings(body) or item.tag == w("sectPr"):
            break
        found.append(item)
    return found


def unmarked(elements: list[_Element]) -> list[_Element]:
    """Copies without bookmarks."""
    twins = [copy.deepcopy(item) for item in elements]
    for twin in twins:
        for mark in list(twin.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            mark.getparent().remove(mark)
    return twins


# --- edits --------------------------------------------------------------------------------------


def nothing(body: _Element, rng: random.Random) -> None:
    pass


def word_replaced(body: _Element, rng: random.Random) -> None:
    text = rng.choice(texts(body))
    words = text.text.split(" ")
    words[rng.randrange(len(words))] = "autrement"
    text.text = " ".join(words)


def many_words_replaced(body: _Element, rng: random.Random) -> None:
    for _ in range(12):
        word_replaced(body, rng)


def sentence_removed(body: _Element, rng: random.Random) -> None:
    text = rng.choice([item for item in texts(body) if item.text.count(". ")])
    text.text = text.text.split(". ", 1)[1]


def sentence_added(body: _Element, rng: random.Random) -> None:
    rng.choice(texts(body)).text += " Il en rend compte chaque mois."


def clause_deleted(body: _Element, rng: random.Random) -> None:
    for item in clause(body, rng):
        body.remove(item)


def clause_inserted(body: _Element, rng: random.Random) -> None:
    new = unmarked(clause(body, rng))
    for item in (item for twin in new for item in texts(twin)):
        item.text = "Nouvelle obligation : " + " ".join(reversed(item.text.split()))
    place = rng.choice(headings(body))
    for item in new:
        place.addprevious(item)


def clause_moved(body: _Element, rng: random.Random) -> None:
    moving = clause(body, rng)
    places = [item for item in headings(body) if item not in moving]
    place = rng.choice(places)
    for item in moving:
        place.addprevious(item)


def clause_moved_and_edited(body: _Element, rng: random.Random) -> None:
    moving = clause(body, rng)
    place = rng.choice([item for item in headings(body) if item not in moving])
    text = rng.choice([item for one in moving for item in texts(one)])
    words = text.text.split(" ")
    text.text = " ".join([*words[1:], "ou", "presque"])
    for item in moving:
        place.addprevious(item)


def table_moved(body: _Element, rng: random.Random) -> None:
    table = rng.choice(body.findall(w("tbl")))
    place = rng.choice([item for item in headings(body) if item.getprevious() is not None])
    place.addprevious(table)


def list_item_moved(body: _Element, rng: random.Random) -> None:
    items = [item for item in paragraphs(body) if style(item) in {"CKPuce", "CKNumero"} and len(_text(item)) > 20]
    item = rng.choice(items)
    place = rng.choice([one for one in items if one is not item and one.getnext() is not item] or headings(body))
    place.addnext(item)


def _text(paragraph: _Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(w("t")))


def paragraph_deleted(body: _Element, rng: random.Random) -> None:
    body.remove(rng.choice(paragraphs(body)))


def paragraph_split(body: _Element, rng: random.Random) -> None:
    text = rng.choice([item for item in texts(body) if item.getparent().getparent() in paragraphs(body)])
    paragraph = text.getparent().getparent()
    words = text.text.split(" ")
    twin = unmarked([paragraph])[0]
    for run in twin.findall(w("r")):
        twin.remove(run)
    run = etree.SubElement(twin, w("r"))
    second = etree.SubElement(run, w("t"))
    second.text, text.text = " ".join(words[2:]), " ".join(words[:2])
    second.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    paragraph.addnext(twin)


def paragraphs_joined(body: _Element, rng: random.Random) -> None:
    pairs = [item for item in paragraphs(body) if item.getnext() in paragraphs(body)]
    first = rng.choice(pairs)
    second = first.getnext()
    for run in second.findall(w("r")):
        first.append(run)
    body.remove(second)


def first_deleted(body: _Element, rng: random.Random) -> None:
    body.remove(paragraphs(body)[0])


def last_deleted(body: _Element, rng: random.Random) -> None:
    last = [item for item in body if item.tag != w("sectPr")][-1]
    if last.tag == w("p") and last.getprevious().tag == w("p"):
        body.remove(last)


def last_added(body: _Element, rng: random.Random) -> None:
    last = [item for item in body if item.tag != w("sectPr")][-1]
    for twin in reversed(unmarked([headings(body)[0], *paragraphs(body)[-2:]])):
        texts_of = list(twin.iter(w("t")))
        texts_of[0].text = "En fin de document, autre chose."
        last.addnext(twin)


def list_item_added(body: _Element, rng: random.Random) -> None:
    items = [item for item in paragraphs(body) if style(item) in {"CKPuce", "CKNumero"}]
    if items:
        item = rng.choice(items)
        [twin] = unmarked([item])
        next(twin.iter(w("t"))).text = "un élément de plus, que personne n'avait prévu"
        item.addnext(twin)


def list_item_deleted(body: _Element, rng: random.Random) -> None:
    items = [item for item in paragraphs(body) if style(item) in {"CKPuce", "CKNumero"}]
    if items:
        body.remove(rng.choice(items))


def heading_renamed(body: _Element, rng: random.Random) -> None:
    heading = rng.choice(headings(body))
    next(heading.iter(w("t"))).text = "Intitulé tout à fait différent"


def level_changed(body: _Element, rng: random.Random) -> None:
    heading = rng.choice(headings(body))
    heading.find(f"{w('pPr')}/{w('pStyle')}").set(w("val"), "Titre3" if style(heading) != "Titre3" else "Titre2")


def made_a_list(body: _Element, rng: random.Random) -> None:
    body_text = [item for item in paragraphs(body) if style(item) == "CKCorps"]
    paragraph = rng.choice(body_text)
    numbering = etree.SubElement(paragraph.find(w("pPr")), w("numPr"))
    etree.SubElement(numbering, w("ilvl")).set(w("val"), "0")
    etree.SubElement(numbering, w("numId")).set(w("val"), "2")


def words_in_bold(body: _Element, rng: random.Random) -> None:
    run = rng.choice(texts(body)).getparent()
    properties = run.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    etree.SubElement(properties, w("b"))


def field_removed(body: _Element, rng: random.Random) -> None:
    holders = [item for item in body.iter(w("p")) if item.find(f"{w('r')}/{w('fldChar')}") is not None]
    if not holders:
        return
    for run in rng.choice(holders).findall(w("r")):
        if run.find(w("fldChar")) is not None or run.find(w("instrText")) is not None:
            run.getparent().remove(run)


def break_added(body: _Element, rng: random.Random) -> None:
    text = rng.choice(texts(body))
    text.addnext(etree.Element(w("br")))
    text.getnext().addnext(etree.Element(w("tab")))


def rows(body: _Element) -> list[_Element]:
    return [row for table in body.findall(w("tbl")) for row in table.findall(w("tr"))[1:]]


def row_added(body: _Element, rng: random.Random) -> None:
    if rows(body):
        row = rng.choice(rows(body))
        [twin] = unmarked([row])
        for text in twin.iter(w("t")):
            text.text = f"ajout {rng.randrange(1000)} {text.text[::-1]}"
        row.addnext(twin)


def row_deleted(body: _Element, rng: random.Random) -> None:
    if rows(body):
        row = rng.choice(rows(body))
        row.getparent().remove(row)


def cell_changed(body: _Element, rng: random.Random) -> None:
    found = [text for row in rows(body) for text in row.iter(w("t")) if text.text.strip()]
    if found:
        rng.choice(found).text = "une tout autre valeur"


def cell_paragraph_added(body: _Element, rng: random.Random) -> None:
    if rows(body):
        last = rng.choice(rows(body)).findall(w("tc"))[-1].findall(w("p"))[-1]
        [twin] = unmarked([last])
        for run in twin.findall(w("r")):
            twin.remove(run)
        etree.SubElement(etree.SubElement(twin, w("r")), w("t")).text = "Encore un alinéa dans la cellule."
        last.addnext(twin)


def column_deleted(body: _Element, rng: random.Random) -> None:
    for table in body.findall(w("tbl"))[:1]:
        table.find(w("tblGrid")).remove(table.find(w("tblGrid"))[-1])
        for row in table.findall(w("tr")):
            row.remove(row.findall(w("tc"))[-1])


def table_deleted(body: _Element, rng: random.Random) -> None:
    if body.findall(w("tbl")):
        body.remove(rng.choice(body.findall(w("tbl"))))


def table_inserted(body: _Element, rng: random.Random) -> None:
    if not body.findall(w("tbl")):
        return
    [twin] = unmarked([rng.choice(body.findall(w("tbl")))])
    for text in twin.iter(w("t")):
        text.text = text.text[::-1]
    place = rng.choice([item for item in paragraphs(body) if item.getnext().tag == w("p")])
    place.addnext(twin)


EDITS: tuple[Edit, ...] = (
    word_replaced,
    many_words_replaced,
    sentence_removed,
    sentence_added,
    clause_deleted,
    clause_inserted,
    clause_moved,
    clause_moved_and_edited,
    table_moved,
    list_item_moved,
    paragraph_deleted,
    paragraph_split,
    paragraphs_joined,
    first_deleted,
    last_deleted,
    last_added,
    list_item_added,
    list_item_deleted,
    heading_renamed,
    level_changed,
    made_a_list,
    words_in_bold,
    field_removed,
    break_added,
    row_added,
    row_deleted,
    cell_changed,
    cell_paragraph_added,
    column_deleted,
    table_deleted,
    table_inserted,
)


# --- accepting and refusing, by the rules of the format -----------------------------------------


def settle(data: bytes, *, accepted: bool) -> _Element:
    """The body of a redline once every change is accepted, or refused."""
    return settled(etree.fromstring(part(data, DOCUMENT)).find(w("body")), accepted=accepted)


def notes(data: bytes, *, accepted: bool | None = None) -> list[str]:
    """What the footnotes say, in the order of their calls, once every change is accepted, refused, or as it stands."""
    body = body_of(data) if accepted is None else settle(data, accepted=accepted)
    root = etree.fromstring(part(data, FOOTNOTES))
    found = {item.get(w("id")): item for item in root.iter(w("footnote"))}
    called = [found[call.get(w("id"))] for call in body.iter(w("footnoteReference"))]
    if accepted is not None:
        called = [settled(note, accepted=accepted) for note in called]
    return ["".join(text.text or "" for text in note.iter(w("t"))).strip() for note in called]


def settled(body: _Element, *, accepted: bool) -> _Element:
    """A body or a note once every change is accepted, or refused, in place."""
    away, here = ("del", "moveFrom"), ("ins", "moveTo")
    gone, kept = (away, here) if accepted else (here, away)
    for end in list(
        body.iter(*(w(f"{kind}Range{end}") for kind in ("moveFrom", "moveTo") for end in ("Start", "End")))
    ):
        end.getparent().remove(end)
    for row in [row for row in body.iter(w("tr")) if row.find(f"{w('trPr')}/{w(gone[0])}") is not None]:
        row.getparent().remove(row)
    for table in [table for table in body.iter(w("tbl")) if table.find(w("tr")) is None]:
        table.getparent().remove(table)
    for change in [item for item in body.iter() if etree.QName(item).localname.endswith("Change")]:
        _properties(change, accepted=accepted)
    for change in list(body.iter(*map(w, gone))):
        if len(change):
            change.getparent().remove(change)
    for change in list(body.iter(*map(w, kept))):
        if len(change):
            change.getparent()[:] = [
                child for item in change.getparent() for child in (change if item is change else (item,))
            ]
    for paragraph in list(body.iter(w("p"))):
        if any(paragraph.find(f"{w('pPr')}/{w('rPr')}/{w(name)}") is not None for name in gone):
            following = paragraph.getnext()
            rest = [child for child in paragraph if child.tag == w("r")]
            if following is not None and following.tag == w("p"):
                following[1:1] = rest
            else:
                assert not rest, "the end of this paragraph can be joined to nothing"
            paragraph.getparent().remove(paragraph)
    for text in body.iter(w("delText"), w("delInstrText")):
        text.tag = text.tag.replace("delText", "t").replace("delInstrText", "instrText")
    return body


def _properties(change: _Element, *, accepted: bool) -> None:
    holder = change.getparent()
    holder.remove(change)
    if not accepted:
        inner = change[0]
        kept = [child for child in holder if child.tag in {w("rPr"), w("sectPr"), w("ins"), w("del")}]
        holder[:] = [*inner, *(kept if holder.tag in {w("pPr"), w("trPr")} else [])]


# --- what two documents must have in common ------------------------------------------------------


def said(body: _Element) -> list[object]:
    """Style, numbering and words with their format, paragraph by paragraph, row by row, cell by cell."""
    found: list[object] = []
    for block in body:
        if block.tag == w("p"):
            found.append((style(block), _numbering(block), tuple(_words(block))))
        elif block.tag == w("tbl"):
            found.append([[said(cell) for cell in row.findall(w("tc"))] for row in block.findall(w("tr"))])
            found.append([column.get(w("w")) for column in block.find(w("tblGrid"))])
    if body.tag == w("body") and found and isinstance(found[-1], list):
        found.append(("", (), (("", ""),)))  # Word gives a paragraph to a body that a table ends
    return found


def body_of(data: bytes) -> _Element:
    return etree.fromstring(part(data, DOCUMENT)).find(w("body"))


def _numbering(paragraph: _Element) -> tuple[str, ...]:
    numbering = paragraph.find(f"{w('pPr')}/{w('numPr')}")
    return () if numbering is None else tuple(item.get(w("val")) for item in numbering)


def _words(paragraph: _Element) -> Iterator[tuple[str, str]]:
    """Words with the format of their run, as one string for each format."""
    last, text = "", ""
    for run in paragraph.iter(w("r")):
        properties = run.find(w("rPr"))
        form = "" if properties is None else "".join(etree.tostring(item).decode() for item in properties)
        if form != last:
            yield text, last
            last, text = form, ""
        text += "".join(_sign(child) for child in run)
    yield text, last


def _sign(child: _Element) -> str:
    name = etree.QName(child).localname
    if name in {"t", "instrText"}:
        return child.text or ""
    return "" if name == "rPr" else f"<{name}{child.get(w('fldCharType'), '')}>"
