"""What the engine wrote, imported again: the prose of every clause, in every piece, at every level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from clausekit import assemble, dossier, packaged, prose, read, showing, transcribe, word
from clausekit import typography as typo
from clausekit.clause import Clause
from clausekit.fragment import Blank, Block, Fragment, Heading, Inline, Inlines, Item, Paragraph, Ref, Table, Text
from clausekit.library import Library
from clausekit.marche import Marche, resolve
from clausekit.mark import entry_of
from clausekit.report.paged import pages
from clausekit.transcribe.merging import folded
from clausekit.transcribe.merging import key as said_by
from test_every_entry import _facts

_LEVEL = re.compile(r"\{\{.*?\}\}")
_ARTICLE = re.compile(r"(?:[lL]')?[aA]rticle (?=\[\[)")
_ABSENT = re.compile(r"renvoi à ([A-Z]{3}-\w+), qui n'est pas dans le dossier")


def written(blocks: list[Block]) -> transcribe.Transcript:
    """Blocks written into one Word file, and imported."""
    template = packaged.data_root() / "templates" / "neutre.docx"
    made = Fragment(piece="Essai", title="Essai", subject="Essai", blocks=tuple(blocks))
    data = word.write(made, template=template.read_bytes(), template_name=template.name, draft=False, footer="")
    return transcribe.transcribe(read.draft(data, file="essai.docx", signs=True), piece="CCTP")


def title(level: int, text: str) -> Heading:
    return Heading(level=level, content=(Text(text=typo.spaces(text)),))


def test_with_blanks_by_their_names_the_prose_of_the_file_comes_back(shipped: Library) -> None:
    blocks: list[Block] = []
    lists = count(1)
    for clause in shipped.clauses.values():
        shown = pages(clause, shipped, lists=lists)
        others = (rank for rank, block in enumerate(shown) if isinstance(block, Heading) and _after_the_texts(block))
        kept = next(others, len(shown))
        blocks += [title(1, clause.id), *shown[2:kept]]
    found = written(blocks)
    assert [clause.title for clause in found.clauses] == list(shipped.clauses)
    for clause in found.clauses:
        known = shipped.clauses[clause.title]
        texts = {(text.piece, text.level): text.source for text in clause.texts}
        held = {(piece, None): text for piece, text in known.texts.items()}
        held |= {(piece, level): text for level, some in known.complements.items() for piece, text in some.items()}
        assert texts.keys() == held.keys(), clause.title
        for at, text in held.items():
            assert flat(texts[at]) == flat(text), (clause.title, at)


def _after_the_texts(block: Heading) -> bool:
    text = "".join(getattr(part, "text", "") for part in block.content)
    after = {"Blancs et valeurs", "Contrôle", "Conséquences", "Dérogations", "Lien avec l’objet", "Références"}
    return text in after


def flat(text: str) -> list[object]:
    """A prose where neither the ends of lines nor the empty rows of a table count; nothing else is folded."""
    out: list[object] = []
    for block in prose.parse(text):
        if isinstance(block, prose.Grid):
            rows = [tuple(map(prose.line_source, row)) for row in (block.header, *block.rows)]
            out.append([row for row in rows if any(row)])
        elif isinstance(block, prose.Listing):
            out.append((block.ordered, [" ".join(map(prose.line_source, item)) for item in block.items]))
        elif isinstance(block, prose.Para):
            out.append(" ".join(map(prose.line_source, block.lines)))
        else:
            out.append(block)
    return out


def test_with_values_what_the_engine_printed_comes_back(shipped: Library) -> None:
    blocks: list[Block] = []
    expected: dict[str, list[Block]] = {}
    for clause, level, piece, some in printed(shipped):
        name = f"Essai {clause.id} {level} {piece}"
        expected[name] = some
        blocks += [title(1, name), *some]
    assert len(expected) > 400
    found = {clause.title: clause for clause in written(blocks).clauses}
    for name, some in expected.items():
        [text] = found[name].texts
        assert [bare(item) for item in map(said_by, text.blocks)] == [*told(some)], name


def printed(shipped: Library) -> Iterator[tuple[Clause, str | None, str, list[Block]]]:
    """The paragraphs of each clause as the engine prints them, by level and piece, lists apart from one another."""
    apart = count(1000, 1000)
    for clause in shipped.clauses.values():
        if clause.automatic or clause.state == "retiree":
            continue
        for level in showing.levels_of(clause) or (None,):
            held: dict[str, list[Block]] = {}
            lists = next(apart)
            for output in assemble.assemble(contract(clause, level, shipped), tuple(clause.texts)).outputs:
                for block in output.fragment.blocks:
                    if block.mark and block.mark.entry == clause.id and not isinstance(block, Heading):
                        held.setdefault(block.mark.piece, []).append(_listed(block, lists))
            yield from ((clause, level, piece, some) for piece, some in held.items())


def contract(clause: Clause, level: str | None, library: Library) -> Marche:
    """A contract that takes one clause at a level."""
    facts = {**_facts(clause.applicable), "clauses": {clause.id: {"niveau": level} if level else None}}
    return resolve(dossier.read(facts, file="essai.dossier.yaml"), dossier.NO_AUTHORITY, library)


def _listed(block: Block, first: int) -> Block:
    block = replace(block, mark=None)
    return replace(block, list_id=first + block.list_id) if isinstance(block, Item) else block


def told(blocks: list[Block]) -> Iterator[tuple[str, ...]]:
    """What blocks say, as `said_by` tells it of prose."""
    items: list[str] = []
    ordered, list_id = False, 0
    for block in [*blocks, None]:
        if items and (getattr(block, "list_id", None), getattr(block, "ordered", None)) != (list_id, ordered):
            yield ("1." if ordered else "-", *items)
            items = []
        if block is None:
            return
        if isinstance(block, Table):
            rows = [block.header, *block.rows]
            yield ("|", *("|".join(words(cell[0]) for cell in row) for row in rows))
        elif isinstance(block, Paragraph):
            yield ("", words(block.content))
        elif not isinstance(block, Heading):
            items.append(words(block.content))
            ordered, list_id = block.ordered, block.list_id


def words(content: Inlines) -> str:
    text = folded("".join(map(_word, content)))
    return _ARTICLE.sub("", text)


def _word(part: Inline) -> str:
    if isinstance(part, Ref):
        return f"[[{entry_of(part.target)}]]" if entry_of(part.target) else part.cached
    if isinstance(part, Blank):
        absent = _ABSENT.search(typo.plain(part.text))
        return f"[[{absent[1]}]]" if absent else "{{}}"
    return part.text


def bare(key: tuple[str, ...]) -> tuple[str, ...]:
    """A key without the names of its blanks: a document does not say them."""
    return tuple(_LEVEL.sub("{{}}", part) for part in key)


@pytest.mark.parametrize("lost", ["alinéa", "élément"])
def test_the_comparison_can_fail(lost: str) -> None:
    text = "Un alinéa.\n\n- un élément ;\n- un autre.\n"
    assert flat(text) != flat(text.replace(lost, "autre"))
