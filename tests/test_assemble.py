"""From a dossier to fragments, and to Word: what the pieces hold, read back from the files."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from clausekit import assemble, mark, packaged, prose, terms, word
from clausekit import typography as typo
from clausekit.assemble import makers, plan
from clausekit.cli.loading import Purchase
from clausekit.fragment import Heading, Item, Paragraph, Ref, Table, plain
from clausekit.library import Library
from clausekit.marche import Marche, resolve
from conftest import EXAMPLES, ROOT

GOLDEN = Path(__file__).parent / "golden"
Resolved = Callable[[Path], Purchase]
_names = [path.stem.removesuffix(".dossier") for path in EXAMPLES]
each_example = pytest.mark.parametrize("path", EXAMPLES, ids=_names)


def written(marche: Marche, only: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """The paragraphs of each Word file, read back from its bytes."""
    template = (packaged.data_root() / "templates" / "neutre.docx").read_bytes()
    return {
        output.name: word.text_of(
            word.write(output.fragment, template=template, template_name="neutre.docx", draft=True, footer="pied")
        )
        for output in assemble.assemble(marche, only).outputs
    }


def folded(paragraphs: tuple[str, ...]) -> str:
    """Text without typography, for comparing words."""
    return typo.plain("\n".join(paragraphs))


def test_every_computed_block_has_its_maker() -> None:
    assert set(makers.MAKERS) == set(terms.COMPUTED_BLOCKS)


@each_example
def test_each_piece_holds_every_word_of_its_clauses(path: Path, purchase: Resolved) -> None:
    marche = purchase(path).marche
    files = written(marche)
    seen = 0
    for document in plan.documents(marche):
        text = folded(files[f"{document.name}.docx"])
        for role, lots in document.roles.items():
            for item in plan.written(marche, role, lots):
                if item.automatic:
                    continue
                for block in prose.parse(item.clause.texts[role]):
                    for line in prose.lines_of(block):
                        for piece in line:
                            if isinstance(piece, prose.Words) and len(piece.text.strip()) > 12:
                                assert typo.plain(typo.spaces(piece.text)) in text, (item.clause.id, piece.text)
                                seen += 1
    assert seen > 50


@each_example
def test_no_source_sign_and_no_note_in_a_contract_piece(path: Path, purchase: Resolved) -> None:
    marche = purchase(path).marche
    reasons = [
        " ".join(c.reason.split())[:60] for lot in marche.lots for t in lot.taken.values() if (c := t.clause).reason
    ]
    for name, paragraphs in written(marche).items():
        text = folded(paragraphs)
        for sign in ("{{", "}}", "[[", "]]", "{%"):
            assert sign not in text, (name, sign)
        if name != "note-prescripteur.docx":
            assert not [reason for reason in reasons if typo.plain(typo.spaces(reason)) in text], name


@each_example
def test_the_note_says_why_each_clause_is_there(path: Path, purchase: Resolved) -> None:
    marche = purchase(path).marche
    text = folded(written(marche, ("note",))["note-prescripteur.docx"])
    for lot in marche.lots:
        for taken in lot.taken.values():
            assert typo.plain(typo.spaces(" ".join(taken.clause.reason.split()))) in text, taken.clause.id


@each_example
def test_references_show_the_number_of_their_heading(path: Path, purchase: Resolved) -> None:
    for output in assemble.assemble(purchase(path).marche).outputs:
        headings = {block.target for block in output.fragment.blocks if isinstance(block, Heading) and block.target}
        for content in assemble.contents(output.fragment.blocks):
            for part in content:
                if isinstance(part, Ref):
                    assert part.target in headings, (output.name, part)
                    assert part.cached.replace(".", "").isdigit(), (output.name, part)


@each_example
def test_marks_are_unique_and_read_back(path: Path, purchase: Resolved) -> None:
    for output in assemble.assemble(purchase(path).marche).outputs:
        names = [
            mark.bookmark(block.mark)
            for block in output.fragment.blocks
            if getattr(block, "mark", None) is not None and block.mark
        ]
        assert len(names) == len(set(names)), output.name
        for name in names:
            found = mark.parse(name)
            assert found is not None and mark.bookmark(found) == name and len(name) <= 40


def _outline(path: Path, purchase: Resolved) -> dict[str, str]:
    outlines = {}
    for output in assemble.assemble(purchase(path).marche).outputs:
        lines = []
        for block in output.fragment.blocks:
            if isinstance(block, Heading):
                lines.append(f"[titre {block.level}] {plain(block.content)}")
            elif isinstance(block, Item):
                lines.append(f"[{'numéro' if block.ordered else 'puce'}] {plain(block.content)}")
            elif isinstance(block, Paragraph):
                lines.append(f"[{block.role}] {plain(block.content)}")
            elif isinstance(block, Table):
                for row in (block.header, *block.rows):
                    lines.append("[ligne] " + " | ".join(" / ".join(plain(p) for p in cell) for cell in row))
        outlines[output.name.removesuffix(".docx")] = typo_visible("\n".join(lines)) + "\n"
    return outlines


def typo_visible(text: str) -> str:
    """No-break spaces shown, so that a reviewer sees them in a diff."""
    return text.replace(typo.NBSP, "~").replace(typo.NARROW, "^")


@each_example
def test_outlines_are_the_golden_ones(path: Path, purchase: Resolved) -> None:
    folder = GOLDEN / path.parent.name
    outlines = _outline(path, purchase)
    if os.environ.get("CLAUSEKIT_CASES") == "ecrire":
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        for name, text in outlines.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
    assert sorted(outlines) == sorted(golden.stem for golden in folder.glob("*.txt"))
    for name, text in outlines.items():
        assert text == (folder / f"{name}.txt").read_text(encoding="utf-8"), f"{path.parent.name}/{name}"


def test_taking_a_clause_out_cleans_every_piece(purchase: Resolved, shipped: Library) -> None:
    marche = purchase(ROOT / "examples/renovation-ecole/renovation-ecole.dossier.yaml").marche
    dossier = marche.dossier
    fdes = next(t.clause for lot in marche.lots for t in lot.taken.values() if "fdes" in t.clause.themes)
    assert len(fdes.texts) > 1, "the clause must write in several pieces for this test to mean something"
    lots = {
        name: replace(lot, clauses={key: value for key, value in lot.clauses.items() if key != fdes.id})
        for name, lot in dossier.lots.items()
    }
    before, after = written(marche), written(resolve(replace(dossier, lots=lots), marche.authority, shipped))
    title = typo.plain(typo.spaces(fdes.title))
    pieces = [name for name in before if title in folded(before[name]) and not name.startswith(("note", "annexe"))]
    assert len(pieces) >= 2
    assert not [name for name in after if title in folded(after[name])]


def test_a_value_that_differs_by_lot_is_said_by_lot(purchase: Resolved) -> None:
    text = folded(
        written(purchase(ROOT / "examples/collecte-dechets/collecte-dechets.dossier.yaml").marche)["CCTP.docx"]
    )
    assert "50 % pour le lot 1 et 65 % pour le lot 2" in text


def test_a_clause_shared_by_lots_is_written_once(purchase: Resolved) -> None:
    text = folded(
        written(purchase(ROOT / "examples/collecte-dechets/collecte-dechets.dossier.yaml").marche)["CCTP.docx"]
    )
    assert text.count("Réduction du bruit de la collecte") == 1


def test_a_cctp_needs_no_criteria_procedure_or_date(tmp_path: Path, purchase: Resolved) -> None:
    path = tmp_path / "brouillon.dossier.yaml"
    path.write_text("objet: Collecte\nfamille: dechets\nclauses:\n  DEC-001:\n", encoding="utf-8")
    files = written(purchase(path).marche, ("CCTP",))
    assert list(files) == ["CCTP.docx"]
    assert "Le titulaire" in folded(files["CCTP.docx"])


def test_a_single_document_for_all_pieces(purchase: Resolved) -> None:
    files = written(purchase(ROOT / "examples/nettoyage-ccp/nettoyage-ccp.dossier.yaml").marche)
    assert {"CCP.docx", "lettre.docx"} <= set(files)
    text = folded(files["CCP.docx"])
    assert "CCAG" not in text, "a contract without a CCAG must not speak of one"
    assert "Pièces contractuelles" in text and "Spécifications techniques" in text


def test_penalties_have_a_row_per_failing_and_no_tax_word(purchase: Resolved) -> None:
    marche = purchase(ROOT / "examples/collecte-dechets/collecte-dechets.dossier.yaml").marche
    (ccap,) = [o.fragment for o in assemble.assemble(marche, ("CCAP",)).outputs]
    tables = [b for b in ccap.blocks if isinstance(b, Table) and plain(b.header[-1][0]) == "Pénalité"]
    expected = sum(
        item.nature == "penalite"
        for name in {n for lot in marche.lots for n in lot.taken}
        for item in marche.library.clauses[name].consequences
    )
    assert [len(table.rows) for table in tables] == [expected]
    assert " HT" not in "\n".join(plain(c) for table in tables for c in assemble.contents((table,)))


def test_annexes_have_their_rank_in_the_contract_pieces(purchase: Resolved) -> None:
    marche = purchase(ROOT / "examples/renovation-ecole/renovation-ecole.dossier.yaml").marche
    (ccap,) = [o.fragment for o in assemble.assemble(marche, ("CCAP",)).outputs]
    line = next(
        typo.plain(plain(b.content))
        for b in ccap.blocks
        if isinstance(b, Item) and "annexe 1" in typo.plain(plain(b.content))
    )
    assert line.startswith("le cahier des clauses administratives particulières (CCAP) et ses annexes : annexe 1")


def test_works_follow_the_order_of_their_own_ccag(purchase: Resolved) -> None:
    marche = purchase(ROOT / "examples/renovation-ecole/renovation-ecole.dossier.yaml").marche
    (ccap,) = [o.fragment for o in assemble.assemble(marche, ("CCAP",)).outputs]
    pieces = [typo.plain(plain(b.content)).lower() for b in ccap.blocks if isinstance(b, Item) and b.ordered]
    calendar = next(i for i, line in enumerate(pieces) if "calendrier" in line or "programme" in line)
    cctp = next(i for i, line in enumerate(pieces) if "clauses techniques particulières" in line)
    assert calendar < cctp, "CCAG Travaux 4.1: the detailed programme ranks before the CCTP"


def test_the_scoring_method_is_printed_only_on_request(purchase: Resolved) -> None:
    marche = purchase(ROOT / "examples/collecte-dechets/collecte-dechets.dossier.yaml").marche
    asked = replace(marche, dossier=replace(marche.dossier, scoring={"publier": True, "prix": "lineaire"}))
    silent = replace(marche, dossier=replace(marche.dossier, scoring={"publier": False, "prix": "lineaire"}))
    assert "Note du prix" in folded(written(asked, ("RC",))["RC.docx"])
    assert "Note du prix" not in folded(written(silent, ("RC",))["RC.docx"])


def test_same_inputs_same_bytes(purchase: Resolved) -> None:
    template = (packaged.data_root() / "templates" / "neutre.docx").read_bytes()
    marche = purchase(EXAMPLES[0]).marche

    def data() -> list[bytes]:
        return [
            word.write(o.fragment, template=template, template_name="n", draft=False, footer="")
            for o in assemble.assemble(marche).outputs
        ]

    assert data() == data()
