"""A long document written with our marks, and what a hand does to it in a word processor: edits of its XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import cache

from lxml import etree
from lxml.etree import _Element

from clausekit import packaged, read, word
from clausekit.assemble import Output
from clausekit.draft import Draft
from clausekit.fragment import Block, Fragment, Heading, Item, Paragraph, Text
from clausekit.mark import MANIFEST, Mark, bookmark, listed, manifest
from clausekit.match import Found, Reference, match, of_assembly

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ADDED = "Le représentant de l’acheteur est prévenu par courriel la veille de chaque passage."
_WHO = ("Le titulaire", "Le cotraitant", "Le responsable d’exploitation", "Le référent du marché", "Le sous-traitant")
_DOES = ("trie", "pèse", "déclare", "consigne", "remet", "répare", "réemploie", "contrôle", "recense", "nettoie")
_WHAT = (
    "les emballages repris",
    "les palettes perdues",
    "les consommations d’eau",
    "les heures d’insertion",
    "les véhicules de livraison",
    "les restes de chantier",
    "les produits d’entretien",
)
_WHEN = ("chaque semaine", "avant le 31 janvier", "à chaque enlèvement", "dans les 15 jours", "à la réception")
_HOW = (
    "et en garde la preuve pendant cinq ans",
    "selon le plan annexé à son offre",
    "en présence d’un agent de l’acheteur",
    "sur le registre tenu à jour sur place",
)


def _phrase(seed: int) -> str:
    parts = (_WHO, _DOES, _WHAT, _WHEN, _HOW)
    return " ".join(words[(seed * (7 + k) + seed // (k + 2)) % len(words)] for k, words in enumerate(parts))


def entry(number: int) -> str:
    """The id of a clause, from 1."""
    return f"DEC-{number:03}"


def _mark(number: int, ordinal: int) -> Mark:
    return Mark(entry=entry(number), revision=1 + number % 4, piece="CCTP", ordinal=ordinal)


def _clause(number: int) -> tuple[Block, ...]:
    """A heading and three paragraphs, of which a third of the clauses set two as a list."""
    said = [
        f"{_phrase(5 * number + k)}, pour la prestation n° {number}.{k}, {_phrase(5 * number + k + 2)}."
        for k in (1, 2, 3)
    ]
    blocks: list[Block] = [
        Heading(level=2, content=(Text(text=f"Prestation suivie n° {number}"),), mark=_mark(number, 0))
    ]
    for ordinal, text in enumerate(said, start=1):
        content, mark = (Text(text=text),), _mark(number, ordinal)
        listed_ = number % 3 == 0 and ordinal > 1
        blocks.append(
            Item(content=content, list_id=number, mark=mark) if listed_ else Paragraph(content=content, mark=mark)
        )
    return tuple(blocks)


def fragment(clauses: int) -> Fragment:
    """A piece of so many clauses, in articles of ten."""
    blocks: list[Block] = []
    for number in range(1, clauses + 1):
        if number % 10 == 1:
            blocks.append(Heading(level=1, content=(Text(text=f"Chapitre {number // 10 + 1}"),)))
        blocks += _clause(number)
    marks = [block.mark for block in blocks if block.mark]
    return Fragment(
        piece="CCTP", title="Marché", subject="Essai", blocks=tuple(blocks), properties={MANIFEST: manifest(marks)}
    )


@cache
def references(clauses: int) -> tuple[Reference, ...]:
    """What each clause should say."""
    return of_assembly([Output(name="cctp", fragment=fragment(clauses))])


@cache
def written(clauses: int) -> bytes:
    """The document, as clausekit writes it."""
    template = (packaged.data_root() / "templates" / "neutre.docx").read_bytes()
    return word.write(fragment(clauses), template=template, template_name="neutre.docx", draft=False, footer="")


def judged(data: bytes, clauses: int) -> dict[str, Found]:
    """Each clause that the document says or has lost: its manifest names those that were written."""
    draft: Draft = read.draft(data, file="piece.docx")
    named = [(name, piece) for name, _, piece in listed(draft.properties[MANIFEST])]
    return {found.entry: found for found in match(draft, references(clauses), expected=named)}


class Body:
    """The body of a .docx, to be edited and packed again."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._root = etree.fromstring(self._parts["word/document.xml"])

    def paragraph(self, number: int, ordinal: int) -> _Element:
        """The paragraph that carries a mark."""
        name = bookmark(_mark(number, ordinal))
        found = next(item for item in self._root.iter(W + "bookmarkStart") if item.get(W + "name") == name)
        return next(found.iterancestors(W + "p"))

    def bytes(self) -> bytes:
        """The whole file."""
        out = io.BytesIO()
        parts = {**self._parts, "word/document.xml": etree.tostring(self._root, xml_declaration=True, encoding="UTF-8")}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return out.getvalue()


def _texts(paragraph: _Element) -> Sequence[_Element]:
    return list(paragraph.iter(W + "t"))


def _say(paragraph: _Element, text: str) -> None:
    """Keep the first run and its dress, with other words."""
    first, *others = _texts(paragraph)
    first.text = text
    for other in others:
        other.text = ""


def _said(paragraph: _Element) -> str:
    return "".join(item.text or "" for item in _texts(paragraph))


def _unmarked(paragraph: _Element, text: str) -> _Element:
    """A new paragraph of the same dress: Enter copies the properties and no bookmark."""
    new = deepcopy(paragraph)
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for item in list(new.iter(W + tag)):
            item.getparent().remove(item)
    _say(new, text)
    return new


def _insert(body: Body, number: int) -> None:
    one = body.paragraph(number, 1)
    one.addnext(_unmarked(one, ADDED))


def _append(body: Body, number: int) -> None:
    last = body.paragraph(number, 3)
    _say(last, f"{_said(last)} {ADDED}")


def _add_at_the_end(body: Body, number: int) -> None:
    last = body.paragraph(number, 3)
    last.addnext(_unmarked(last, ADDED))


def _split(body: Body, number: int) -> None:
    one = body.paragraph(number, 2)
    words = _said(one).split(" ")
    one.addnext(_unmarked(one, " ".join(words[9:])))
    _say(one, " ".join(words[:9]))


def _replace_a_word(body: Body, number: int) -> None:
    one = body.paragraph(number, 2)
    _say(one, _said(one).replace("prestation", "fourniture"))


def _replace_a_paragraph(body: Body, number: int) -> None:
    _say(body.paragraph(number, 2), ADDED)


def _empty_a_paragraph(body: Body, number: int) -> None:
    _say(body.paragraph(number, 2), "")


def _empty(body: Body, number: int) -> None:
    for ordinal in (1, 2, 3):
        _say(body.paragraph(number, ordinal), "")


def _delete_a_paragraph(body: Body, number: int) -> None:
    gone = body.paragraph(number, 1)
    gone.getparent().remove(gone)


def _delete(body: Body, number: int) -> None:
    for ordinal in range(4):
        gone = body.paragraph(number, ordinal)
        gone.getparent().remove(gone)


def _move(body: Body, number: int) -> None:
    """Cut, and pasted above the first clause of the document."""
    moved = [body.paragraph(number, ordinal) for ordinal in range(4)]
    first = body.paragraph(1, 0)
    for paragraph in moved:
        first.addprevious(paragraph)


def _move_a_paragraph(body: Body, number: int) -> None:
    """Into the clause before, whose words it does not touch: its mark says where it comes from."""
    body.paragraph(number - 1, 2).addnext(body.paragraph(number, 3))


def _turn_over(body: Body, number: int) -> None:
    body.paragraph(number, 3).addnext(body.paragraph(number, 1))


# Name of the edit -> what does it, the status that the clause then has, whether its paragraphs changed places.
EDITS: dict[str, tuple[Callable[[Body, int], None], str, bool]] = {
    "insert": (_insert, "changed", False),
    "append": (_append, "changed", False),
    "add at the end": (_add_at_the_end, "changed", False),
    "split": (_split, "identical", False),
    "replace a word": (_replace_a_word, "changed", False),
    "replace a paragraph": (_replace_a_paragraph, "partial", False),
    "empty a paragraph": (_empty_a_paragraph, "partial", False),
    "empty": (_empty, "absent", False),
    "delete a paragraph": (_delete_a_paragraph, "partial", False),
    "delete": (_delete, "absent", False),
    "move": (_move, "identical", False),
    "move a paragraph": (_move_a_paragraph, "changed", True),
    "turn over": (_turn_over, "changed", True),
}


def edited(data: bytes) -> bytes:
    """Every edit in one document, each in a clause of its own: the 5th, the 9th, the 13th…"""
    body = Body(data)
    for rank, (edit, _, _) in enumerate(EDITS.values()):
        edit(body, 5 + 4 * rank)
    return body.bytes()


def expected(clauses: int) -> dict[str, tuple[str, bool]]:
    """Status, and whether its paragraphs changed places, of each clause after the edits."""
    found = {entry(number): ("identical", False) for number in range(1, clauses + 1)}
    return {**found, **{entry(5 + 4 * rank): edit[1:] for rank, edit in enumerate(EDITS.values())}}
