"""A dossier held against its documents: what was written says nothing, each edit says exactly its own."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx.document import Document
from docx.table import _Row

import drift_documents as work
from clausekit import read
from clausekit.cli.loading import Purchase
from clausekit.draft import Draft, Line
from clausekit.drift import Drift, drift
from clausekit.finding import Finding, Place
from clausekit.inspect import inspect
from clausekit.marche import Marche
from clausekit.match import Index, of_library
from clausekit.waiver import Waiver
from conftest import EXAMPLES

pytestmark = pytest.mark.usefixtures("documents_read_once")

CHARTER = "annexe-COM-A01-charte-fournisseurs-responsables.docx"


@pytest.fixture(scope="module")
def written(request: pytest.FixtureRequest) -> work.Written:
    """The documents of the example of waste collection: two lots, two grids."""
    load: Callable[[Path], Purchase] = request.getfixturevalue("purchase")
    return work.written(load(work.example("collecte-dechets")).marche)


def only(found: Drift) -> Finding:
    """The one finding that there is."""
    [finding] = found.findings
    return finding


def statuses(found: Drift) -> dict[str, str]:
    return {row.entry: row.status for row in found.rows if row.status != "identical"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_what_was_just_written_shows_nothing(path: Path, purchase: Callable[[Path], Purchase]) -> None:
    fresh = work.written(purchase(path).marche)
    found = work.compared(fresh, {})
    assert found.findings == ()
    assert statuses(found) == {}
    assert (found.strangers, found.unclosed, found.not_judged) == ((), (), ())
    assert len(found.rows) >= 20
    assert {row.by for row in found.rows} == {"mark"}


# --- clauses -----------------------------------------------------------------------------------


def test_a_clause_taken_out_is_missed(written: work.Written) -> None:
    found = work.compared(written, {"CCTP.docx": lambda document: work.without(document, "DEC-005")})
    finding = only(found)
    assert (finding.rule, finding.severity) == ("clause-ecartee", "bloquante")
    assert "DEC-005 (Réduction du bruit de la collecte)" in finding.message
    assert finding.places[0].file == "CCTP.docx"
    assert finding.places[1].route == ("clauses", "DEC-005")
    assert statuses(found) == {"DEC-005": "absent"}


@pytest.mark.parametrize(("entry", "severity"), [("COM-024", "a_justifier"), ("COM-022", "bloquante")])
def test_an_article_that_the_engine_adds_is_graver_with_its_penalties(
    entry: str, severity: str, written: work.Written
) -> None:
    finding = only(work.compared(written, {"CCAP.docx": lambda document: work.without(document, entry)}))
    assert (finding.rule, finding.severity) == ("clause-ecartee", severity)


def reword(*, part: str, old: str, new: str) -> work.Edit:
    return lambda document: work.replaced(work.paragraph(document, part), old, new)


def test_a_word_put_in_is_a_warning(written: work.Written) -> None:
    edit = reword(part="Le titulaire réalise en motorisation", old="dès le début", new="si possible dès le début")
    found = work.compared(written, {"CCTP.docx": edit})
    finding = only(found)
    assert (finding.rule, finding.severity) == ("clause-retouchee", "avertissement")
    assert "« si possible » a été ajouté" in finding.message
    assert finding.read is not None and finding.expected is not None
    assert "si possible" in finding.read and "si possible" not in finding.expected
    assert finding.places[0].article == "1.1 Flotte de collecte à faibles émissions"
    assert statuses(found) == {"DEC-001": "changed"}


def test_a_figure_changed_is_to_justify(written: work.Written) -> None:
    edit = reword(part="Le titulaire réalise en motorisation", old="25 %", new="15 %")
    finding = only(work.compared(written, {"CCTP.docx": edit}))
    assert (finding.rule, finding.severity) == ("clause-retouchee", "a_justifier")
    assert "« 15 » au lieu de « 25 »" in finding.message


def test_a_paragraph_taken_out_is_told_as_such(written: work.Written) -> None:
    def edit(document: Document) -> None:
        element = work.paragraph(document, "Le titulaire réalise en motorisation")._p
        element.getparent().remove(element)  # type: ignore[union-attr]

    finding = only(work.compared(written, {"CCTP.docx": edit}))
    assert (finding.rule, finding.severity) == ("clause-retouchee", "a_justifier")
    assert "un passage a été ôté" in finding.message


# --- penalties ---------------------------------------------------------------------------------


def fine(new: str) -> work.Edit:
    def edit(document: Document) -> None:
        _, paragraphs = work.rows(document, "500 euros par engagement")[0]
        work.replaced(next(item for item in paragraphs if "500" in item.text), "500", new)

    return edit


@pytest.mark.parametrize(
    ("amount", "severity", "said"),
    [("50", "bloquante_sauf_motif", "abaissée : 50 euros au lieu de 500 euros"), ("900", "avertissement", "relevée")],
)
def test_an_amount_changed_in_the_table_of_penalties(
    amount: str, severity: str, said: str, written: work.Written
) -> None:
    finding = only(work.compared(written, {"CCAP.docx": fine(amount)}))
    assert (finding.rule, finding.severity) == ("penalite-abaissee", severity)
    assert said in finding.message


def test_a_row_taken_out_of_the_table_of_penalties(written: work.Written) -> None:
    def edit(document: Document) -> None:
        work.taken_out(work.rows(document, "500 euros par engagement")[0][0])

    finding = only(work.compared(written, {"CCAP.docx": edit}))
    assert (finding.rule, finding.severity) == ("penalite-abaissee", "bloquante_sauf_motif")
    assert "supprimée" in finding.message


def test_words_and_amount_changed_in_a_row_are_both_told(written: work.Written) -> None:
    def edit(document: Document) -> None:
        fine("50")(document)
        _, paragraphs = work.rows(document, "50 euros par engagement")[0]
        work.replaced(next(item for item in paragraphs if "Engagement" in item.text), "non tenu", "oublié")

    found = work.compared(written, {"CCAP.docx": edit})
    assert [item.rule for item in found.findings] == ["penalite-abaissee", "clause-retouchee"]


def waived(written: work.Written, **changes: object) -> work.Written:
    waiver = Waiver(
        rules=("penalite-abaissee",),
        lots=(),
        motive="Montant revu avec le service juridique.",
        decided_by="Directrice",
        date="2026-11-20",
        expires=None,
        case=None,
        route=("derogations", 0),
    )
    dossier = replace(written.marche.dossier, waivers=(replace(waiver, **changes),))  # type: ignore[arg-type]
    return replace(written, marche=replace(written.marche, dossier=dossier))


def test_a_written_reason_covers_a_lowered_penalty(written: work.Written) -> None:
    finding = only(work.compared(waived(written), {"CCAP.docx": fine("50")}))
    assert (finding.rule, finding.severity) == ("penalite-abaissee", "conseil")
    assert "Motif écrit au dossier : Montant revu avec le service juridique." in finding.message


@pytest.mark.parametrize("changes", [{"decided_by": ""}, {"expires": "2026-01-01"}, {"rules": ("annexe-manquante",)}])
def test_a_reason_unsigned_lapsed_or_on_something_else_covers_nothing(
    changes: dict[str, object], written: work.Written
) -> None:
    finding = only(work.compared(waived(written, **changes), {"CCAP.docx": fine("50")}))
    assert finding.severity == "bloquante_sauf_motif"


# --- criteria ----------------------------------------------------------------------------------


def weigh(label: str, old: str, new: str) -> work.Edit:
    def edit(document: Document) -> None:
        _, paragraphs = work.rows(document, label, old)[0]
        work.replaced(paragraphs[-1], old, new)

    return edit


@pytest.mark.parametrize(
    ("label", "old", "new", "said"),
    [
        ("Valeur technique", "35 %", "30 %", "Lot 1 : le critère « Valeur technique »"),
        ("Valeur technique", "30 %", "20 %", "Lot 2 : le critère « Valeur technique »"),
        ("Qualité du tri et réduction", "5 %", "3 %", "Lot 1 : le sous-critère « Qualité du tri et réduction"),
    ],
)
def test_a_weight_changed_by_hand(label: str, old: str, new: str, said: str, written: work.Written) -> None:
    finding = only(work.compared(written, {"RC.docx": weigh(label, old, new)}))
    assert (finding.rule, finding.severity) == ("poids-modifie", "bloquante")
    assert said in finding.message
    assert (finding.read, finding.expected) == (new, old)


def test_a_criterion_taken_out(written: work.Written) -> None:
    def edit(document: Document) -> None:
        work.taken_out(work.rows(document, "Qualité du tri et réduction", "5 %")[0][0])

    finding = only(work.compared(written, {"RC.docx": edit}))
    assert (finding.rule, finding.severity) == ("critere-ecarte", "bloquante")
    assert finding.message.startswith("Lot 1 : le sous-critère « Qualité du tri et réduction des déchets »")


def test_a_criterion_put_in(written: work.Written) -> None:
    def edit(document: Document) -> None:
        row, _ = work.rows(document, "Qualité du tri et réduction", "5 %")[0]
        new = copy.deepcopy(row._tr)  # type: ignore[attr-defined]
        row._tr.addnext(new)  # type: ignore[attr-defined]
        cell = _Row(new, row._parent).cells[0].paragraphs[0]  # type: ignore[attr-defined]
        work.replaced(cell, cell.text, "3.4 Délai de remplacement des bacs")

    finding = only(work.compared(written, {"RC.docx": edit}))
    assert (finding.rule, finding.severity) == ("critere-ajoute", "bloquante")
    assert "« Délai de remplacement des bacs » (5 %)" in finding.message


def test_a_regulation_without_its_tables_says_that_no_criterion_was_read(written: work.Written) -> None:
    def edit(document: Document) -> None:
        for table in document.tables:
            table._tbl.getparent().remove(table._tbl)  # type: ignore[union-attr]

    found = work.compared(written, {"RC.docx": edit})
    [finding] = [item for item in found.findings if item.rule == "critere-ecarte"]
    assert "aucun n'a pu être lu" in finding.message


# --- files -------------------------------------------------------------------------------------


def test_an_annex_that_is_not_there(written: work.Written) -> None:
    finding = only(work.compared(written, {CHARTER: None}))
    assert (finding.rule, finding.severity) == ("annexe-manquante", "bloquante_sauf_motif")
    assert "COM-A01" in finding.message
    assert finding.expected == CHARTER


def test_annexes_are_not_missed_when_one_piece_alone_is_given(written: work.Written) -> None:
    finding = only(work.compared(written, {}, only=["CCTP.docx"], whole=False))
    assert (finding.rule, finding.severity) == ("piece-manquante", "avertissement")
    assert finding.message.startswith("RC, AE, CCAP, BPU : ces pièces du dossier ne sont pas parmi")


def test_the_note_is_told_outside_the_output_folder_only(written: work.Written) -> None:
    note = work.inspected("envoi/note.docx", written.files["note-prescripteur.docx"])
    files = [work.inspected(name, data) for name, data in written.files.items() if not name.startswith("note-")]

    def told(*, kept: frozenset[str] = frozenset(), published: bool = False) -> list[tuple[str, str]]:
        found = drift(written.marche, written.outputs, [*files, note], kept=kept, published=published)
        return [(item.rule, item.severity) for item in found.findings]

    assert told() == [("note-jointe", "avertissement")]
    assert told(published=True) == [("note-jointe", "bloquante")]
    assert told(kept=frozenset({"envoi/note.docx"})) == []


def test_a_piece_is_known_by_its_marks_whatever_its_name(written: work.Written) -> None:
    files = [work.inspected(f"{rank}.docx", data) for rank, data in enumerate(written.files.values())]
    found = drift(written.marche, written.outputs, files, kept=frozenset(item.file for item in files))
    assert (found.findings, found.strangers) == ((), ())
    assert {row.file: row.piece for row in found.rows}["0.docx"] == Path(next(iter(written.files))).stem


def test_a_piece_without_marks_is_compared_by_its_words(written: work.Written) -> None:
    """The same text typed again: no mark, no property, other titles."""
    read = work.inspected("CCTP.docx", written.files["CCTP.docx"]).draft
    assert read is not None
    lines = [replace(line, marks=(), number="") for line in read.lines() if line.heading is None]
    bare = Draft(file="cahier.docx", format="docx", blocks=tuple(lines))
    heading = Line(text="Cahier des clauses techniques particulières", place=Place(file="cahier.docx"))
    file = inspect(replace(bare, blocks=(heading, *bare.blocks)), Index(()))
    found = drift(written.marche, written.outputs, [file], whole=False)
    assert {row.by for row in found.rows} == {"text"}
    assert {item.rule for item in found.findings} == {"piece-manquante"}


def test_a_file_that_is_no_piece_is_named_and_not_compared(written: work.Written) -> None:
    line = Line(text="Compte rendu de la réunion du 3 mars.", place=Place(file="cr.docx"))
    stranger = inspect(Draft(file="cr.docx", format="docx", blocks=(line,)), Index(()))
    found = drift(written.marche, written.outputs, [stranger], whole=False)
    assert found.strangers == ("cr.docx",)
    assert found.rows == ()


# --- what the dossier does not retain ------------------------------------------------------------


def _without_clause(marche: Marche, entry: str) -> Marche:
    """The same contract, an entry taken out of every lot."""
    lots = tuple(
        replace(lot, taken={name: item for name, item in lot.taken.items() if name != entry}) for lot in marche.lots
    )
    return replace(marche, lots=lots)


def test_a_library_clause_that_the_dossier_does_not_retain_is_told(written: work.Written) -> None:
    index = Index(of_library(written.marche.library))
    files = [inspect(read.draft(data, file=name), index) for name, data in written.files.items()]
    marche = _without_clause(written.marche, "DEC-005")
    notes = frozenset(name for name in written.files if name.startswith("note-"))
    found = drift(marche, written.outputs, files, kept=notes)
    finding = only(found)
    assert (finding.rule, finding.severity) == ("clause-ajoutee", "a_justifier")
    assert "DEC-005 (Réduction du bruit de la collecte)" in finding.message
    assert finding.places[0].file == "CCTP.docx"


def test_what_the_engine_adds_is_no_stranger(written: work.Written) -> None:
    index = Index(of_library(written.marche.library))
    files = [inspect(read.draft(data, file=name), index) for name, data in written.files.items()]
    notes = frozenset(name for name in written.files if name.startswith("note-"))
    assert drift(written.marche, written.outputs, files, kept=notes).findings == ()
