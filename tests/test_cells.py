"""Widths of the columns of a table: a word is cut only when the page has no room for it."""

from __future__ import annotations

from clausekit import prose
from clausekit.assemble.cells import fitted
from clausekit.library import Library

LETTER, MARGINS = 1.15, 2.3  # shares of the text width, as LibreOffice prints the neutral template


def narrow(header: tuple[str, ...]) -> list[str]:
    """The columns whose longest word is wider than they are."""
    return [
        title
        for title, share in zip(header, fitted([header, ("",) * len(header)]), strict=True)
        if max(map(len, title.replace("/", " ").replace("-", " ").split())) * LETTER + MARGINS > share + 1
    ]


def test_a_short_column_beside_a_long_one_keeps_its_word() -> None:
    assert (
        narrow(("Application", "Production", "Copies demandées par écrit et non comptées, à la date du relevé")) == []
    )


def test_shares_make_the_whole_width() -> None:
    for header in (("a",), ("a", "b" * 60), tuple("anticonstitutionnellement" for _ in range(9))):
        assert sum(fitted([header])) == 100
        assert min(fitted([header])) > 0


def test_no_table_of_the_library_cuts_a_word(shipped: Library) -> None:
    texts = [(annex.id, section.text) for annex in shipped.annexes.values() for section in annex.sections]
    texts += [(clause.id, text) for clause in shipped.clauses.values() for text in clause.texts.values()]
    texts += [(criterion.id, criterion.question) for criterion in shipped.criteria.values()]
    tables = [
        (name, block.header) for name, text in texts for block in prose.parse(text) if isinstance(block, prose.Grid)
    ]
    assert len(tables) > 60
    cut = {name: found for name, header in tables if (found := narrow(tuple(map(prose.line_source, header))))}
    assert cut == {}
