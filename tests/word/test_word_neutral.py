"""The neutral template: built by its script, lean, and without a fault of its own."""

import importlib.util
import re
import sys
from pathlib import Path

from clausekit.word import package
from clausekit.word.neutral import DENSE, STYLES
from clausekit.word.shell import opened
from word_specimen import TEMPLATE, names, paragraphs, tree, w

SHEET = (Path(__file__).parents[2] / "templates" / "fiche.docx").read_bytes()


def script():
    path = Path(__file__).parents[2] / "templates" / "fabrique.py"
    spec = importlib.util.spec_from_file_location("fabrique", path)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_file_is_what_its_script_builds():
    # Parts, not bytes: two builds of zlib may pack the same text differently.
    assert {name: entry.data() for name, entry in package.unpack(TEMPLATE, "").items()} == script().members()


def test_it_is_lean():
    assert len(TEMPLATE) < 10_000
    assert len(names(TEMPLATE)) == 11


def test_it_asks_for_nothing_but_its_six_tags():
    assert [text for _, text in paragraphs(tree(TEMPLATE))] == ["{{ titre }}", "{{ objet }}", "{{ ck_corps }}"]


def test_every_role_is_one_of_its_styles():
    assert opened(TEMPLATE, "neutre.docx").sheet.ids == {role: style.id for role, style in STYLES.items()}


def test_it_lacks_nothing():
    shell = opened(TEMPLATE, "neutre.docx")
    for name in ("word/styles.xml", "word/numbering.xml"):
        assert shell.entries[name] == package.unpack(TEMPLATE, "")[name]


def test_the_page_is_a4_with_margins_of_two_and_a_half_centimetres():
    section = tree(TEMPLATE).find(f".//{w('sectPr')}")
    assert section.find(w("pgSz")).attrib == {w("w"): "11906", w("h"): "16838"}
    assert {section.find(w("pgMar")).get(w(side)) for side in ("top", "right", "bottom", "left")} == {"1417"}


def test_the_form_of_the_fiche_is_what_its_script_builds():
    built = script()
    assert {name: entry.data() for name, entry in package.unpack(SHEET, "").items()} == built.members(built.SHEET)


def test_the_form_of_the_fiche_plays_every_role_and_asks_for_the_buyer_and_the_pages():
    assert opened(SHEET, "fiche.docx").sheet.ids == {role: style.id for role, style in DENSE.items()}
    header, footer = (package.unpack(SHEET, "")[f"word/{name}1.xml"].data().decode() for name in ("header", "footer"))
    assert "{{ acheteur }}" in header and "{{ objet }}" in header
    assert " PAGE " in footer and " NUMPAGES " in footer


def test_no_word_of_the_fiche_is_smaller_than_eight_points():
    sizes = {
        int(size) for size in re.findall(r'<w:sz w:val="([0-9]+)"/>', "".join(s.properties for s in DENSE.values()))
    }
    assert min(sizes) >= 16
