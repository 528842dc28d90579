"""The dossier that documents let understand: valid, each line with its source, nothing made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import drift_documents as work
from clausekit import dossier, inspect, read, schema, source
from clausekit.cli.loading import Purchase
from clausekit.draft import Draft, Line
from clausekit.finding import Place
from clausekit.inspect import Inspected
from clausekit.library import Library
from clausekit.marche import Marche, resolve
from clausekit.match import Index, of_library
from clausekit.understood import UNKNOWN_FAMILY, understood
from conftest import EXAMPLES


def data_of(text: str) -> dict[str, Any]:
    """The dossier, read, once the schema accepts it."""
    loaded = source.load(text.encode(), file="compris.dossier.yaml")
    assert schema.validate("dossier", loaded) == ()
    return dict(loaded.data)


NUMBERS = {"pourcentage", "nombre", "entier", "montant", "duree"}


def reread(marche: Marche, shipped: Library) -> str:
    """The dossier that the documents of a contract let understand."""
    index = Index(of_library(shipped))
    drafts = [read.draft(content, file=name) for name, content in work.written(marche).files.items()]
    return understood([inspect.inspect(draft, index) for draft in drafts], shipped)


def same_contract(again: Marche, original: Marche) -> None:
    """The same lots, levels, criteria and weights."""
    assert [lot.name for lot in again.lots] == [lot.name for lot in original.lots]
    assert again.dossier.object == original.dossier.object
    assert again.dossier.whole.family == original.dossier.whole.family
    for lot, first in zip(again.lots, original.lots, strict=True):
        levels, wanted = (
            {name: item.level for name, item in each.taken.items() if item.clause.levels and not item.clause.automatic}
            for each in (lot, first)
        )
        assert levels == wanted
        assert [(row.label, row.weight) for row in lot.criteria] == [(row.label, row.weight) for row in first.criteria]


def no_wrong_figure(again: Marche, original: Marche) -> None:
    """What was read back of a figure is that figure; some were."""
    seen = 0
    for lot, first in zip(again.lots, original.lots, strict=True):
        for name, item in lot.taken.items():
            for key in item.chosen:
                if item.clause.parameters[key].kind in NUMBERS:
                    assert (name, key, item.values[key]) == (name, key, first.taken[name].values[key])
                    seen += 1
    assert seen >= 1


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_documents_of_an_example_give_back_its_contract(
    path: Path, shipped: Library, purchase: Callable[[Path], Purchase]
) -> None:
    marche = purchase(path).marche
    found = data_of(reread(marche, shipped))
    again = resolve(dossier.read(found, file="compris.dossier.yaml"), marche.authority, shipped)
    same_contract(again, marche)
    no_wrong_figure(again, marche)
    # What the engine adds by itself is not written.
    taken = {name for lot in marche.lots for name, item in lot.taken.items() if not item.clause.automatic}
    assert set(found["clauses"]) == taken
    assert found["annexes"] == sorted({annex.id for lot in marche.lots for annex in lot.annexes})
    assert found["famille"] == marche.dossier.whole.family
    lots = found.get("lots") or {"unique": found}
    for lot in marche.lots:
        rows = lots.get(lot.name, found)["criteres"]
        assert [row["poids"] for row in rows] == [item.weight for item in lot.criteria]
        assert [[sub["poids"] for sub in row.get("sous", [])] for row in rows] == [
            [child.weight for child in item.children] for item in lot.criteria
        ]
    assert dossier.read(found, file="compris.dossier.yaml").object


def document(*lines: str) -> Inspected:
    blocks = tuple(
        Line(text=text, place=Place(file="RC.pdf", page=7), heading=1 if rank < 2 else None)
        for rank, text in enumerate(lines)
    )
    return inspect.inspect(Draft(file="RC.pdf", format="pdf", blocks=blocks), Index(()))


def test_what_was_read_comes_with_its_page_and_the_rest_is_left_open(shipped: Library) -> None:
    text = understood(
        [document("Règlement de la consultation", "Critères d'attribution", "Prix : 60 %", "Valeur technique : 40 %")],
        shipped,
    )
    found = data_of(text)
    assert found["famille"] == UNKNOWN_FAMILY
    assert [(row["titre"], row["nature"], row["poids"]) for row in found["criteres"]] == [
        ("Prix", "prix", 60),
        ("Valeur technique", "technique", 40),
    ]
    assert '- titre: "Prix"  # lu dans RC.pdf, page 7' in text
    assert "# duree_mois:  # non lu" in text
    assert found["fichiers"] == {"RC": "RC.pdf"}
    assert "clauses" not in found


def test_words_that_yaml_would_read_otherwise_stay_words(shipped: Library) -> None:
    label = "Prix : d'après le « BPU » # et le DQE"
    found = data_of(understood([document("Règlement de la consultation", "Critères", f"{label} (60 %)")], shipped))
    assert found["objet"]


def test_without_weights_the_grid_is_left_to_write(shipped: Library) -> None:
    text = understood([document("Cahier des clauses techniques particulières", "Objet", "Rien.")], shipped)
    assert "# criteres:  # non lus" in text
    assert "criteres" not in data_of(text)
