"""What LibreOffice makes of a written file; skipped where it is not installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_word_annotate import copy, notes, template
from test_word_hosts import HOSTS
from test_word_into import headings, inserted

import libreoffice
from clausekit.mark import parse
from word_specimen import tree, w, written

pytestmark = libreoffice.needed
MADE = ("house", "typed")


def copied() -> bytes:
    return copy(template("{{ montant }}", "{{ ck_corps }}", comment=True))[1]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our files, and what LibreOffice made of them."""
    base = tmp_path_factory.mktemp("libreoffice")
    for name, data in {"piece": written(), "copie": copied(), **{name: HOSTS[name]() for name in MADE}}.items():
        (base / f"{name}.docx").write_bytes(data)
    there_and_back = ((f"{name}.docx", f"{name}.odt", f"retour-{name}.docx") for name in MADE)
    jobs = [("piece.docx", "piece.txt"), ("piece.docx", "retour-piece.docx"), ("copie.docx", "retour-copie.docx")]
    libreoffice.saved(base, [*jobs, *(job for one, odt, two in there_and_back for job in ((one, odt), (odt, two)))])
    return base


def test_libreoffice_counts_the_numbers_that_we_cache(home):
    text = (home / "piece.txt").read_text("utf-8-sig")
    lines = [line.strip() for line in text.splitlines()]
    assert "1.1 Tri à la source et valorisation des déchets d’exécution" in [" ".join(line.split()) for line in lines]
    assert any(line.endswith("prévus à l’article 2.1.") for line in lines)
    items = [line for line in lines if line.startswith(("1.", "2.", "3.")) and not line[2].isdigit()]
    assert [item.split()[0] for item in items] == ["1.", "2.", "3.", "1.", "2."]


def test_marks_survive_libreoffice(home):
    before = [b.get(w("name")) for b in tree(written()).iter(w("bookmarkStart"))]
    after = {b.get(w("name")) for b in tree((home / "retour-piece.docx").read_bytes()).iter(w("bookmarkStart"))}
    assert {name for name in before if parse(name)} <= after


def test_comments_of_a_copy_survive_libreoffice(home):
    assert sorted(notes((home / "retour-copie.docx").read_bytes()).values()) == sorted(notes(copied()).values())


@pytest.mark.parametrize("name", MADE)
def test_a_document_of_libreoffice_s_make_receives_the_clauses(home, name):
    host = (home / f"retour-{name}.docx").read_bytes()
    done = inserted(host)
    found = headings(done.data)
    assert ("6.2", "Développement durable") in found
    assert ("6.2.1", "Tri des déchets") in found
    assert ("8.3", "Pénalités et primes") in found
    assert inserted(done.data).data is None
