"""The neutral template: built by its script, lean, and without a fault of its own."""

import importlib.util
from pathlib import Path

from clausekit.word import package
from clausekit.word.neutral import STYLES
from clausekit.word.shell import opened
from word_specimen import TEMPLATE, names, paragraphs, tree, w


def script():
    path = Path(__file__).parents[2] / "templates" / "fabrique.py"
    spec = importlib.util.spec_from_file_location("fabrique", path)
    module = importlib.util.module_from_spec(spec)
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
