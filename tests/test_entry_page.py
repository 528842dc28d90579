"""The page of an entry, for the lawyer who reads it in Word."""

from __future__ import annotations

from clausekit.fragment import Heading, Table, plain
from clausekit.library import Library
from clausekit.report.paged import pages
from clausekit.typography import plain as untyped


def _under(entry: str, shipped: Library) -> dict[str, list[str]]:
    """What stands under each heading: paragraphs, or the rows of a table."""
    found: dict[str, list[str]] = {}
    at = ""
    for block in pages(shipped.clauses[entry], shipped):
        if isinstance(block, Heading):
            at = untyped(plain(block.content))
            found[at] = []
        elif isinstance(block, Table):
            rows = (block.header, *block.rows)
            found[at] += [" | ".join(untyped(plain(part)) for cell in row for part in cell) for row in rows]
        else:
            found[at].append(untyped(plain(block.content)))
    return found


def test_a_part_has_its_title_and_not_its_key(shipped: Library) -> None:
    titles = list(_under("COM-022", shipped))
    assert "CCAP : Pénalités et primes" in titles
    assert not [title for title in titles if "penalites" in title]


def test_departures_are_said_with_their_subject(shipped: Library) -> None:
    said = _under("COM-022", shipped)["Dérogations"]
    assert len(said) == len(shipped.clauses["COM-022"].departures)
    assert said[1].startswith("article 14.1.2 du CCAG-FCS : plafond")
    assert "Dérogations" not in _under("COM-023", shipped)


def test_references_have_their_names(shipped: Library) -> None:
    (line,) = _under("COM-041", shipped)["Références"]
    assert "article R. 2113-7 du code de la commande publique" in line
    assert "ccp-" not in line


def test_a_blank_without_levels_shows_its_value(shipped: Library) -> None:
    header, first, *_ = _under("COM-022", shipped)["Blancs et valeurs"]
    assert header == "Blanc | Ce que c'est | valeur"
    assert first.endswith("| 15 jours calendaires")
    assert _under("COM-041", shipped)["Blancs et valeurs"][0].endswith("| socle | renforcé | exemplaire")
