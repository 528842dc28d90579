"""What LibreOffice makes of a written file; skipped where it is not installed."""

import shutil
import subprocess

import pytest

from clausekit.mark import parse
from word_specimen import tree, w, written

pytestmark = [
    pytest.mark.soffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]


def converted(tmp_path, data: bytes, form: str) -> bytes:
    source = tmp_path / "piece.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    out = tmp_path / "sortie"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return next(out.iterdir()).read_bytes()


def test_libreoffice_counts_the_numbers_that_we_cache(tmp_path):
    text = converted(tmp_path, written(), "txt:Text (encoded):UTF8").decode("utf-8-sig")
    lines = [line.strip() for line in text.splitlines()]
    assert "1.1 Tri à la source et valorisation des déchets d’exécution" in [" ".join(line.split()) for line in lines]
    assert any(line.endswith("prévus à l’article 2.1.") for line in lines)
    items = [line for line in lines if line.startswith(("1.", "2.", "3.")) and not line[2].isdigit()]
    assert [item.split()[0] for item in items] == ["1.", "2.", "3.", "1.", "2."]


def test_marks_survive_libreoffice(tmp_path):
    before = [b.get(w("name")) for b in tree(written()).iter(w("bookmarkStart"))]
    after = {b.get(w("name")) for b in tree(converted(tmp_path, written(), "docx")).iter(w("bookmarkStart"))}
    assert {name for name in before if parse(name)} <= after


def test_comments_of_a_copy_survive_libreoffice(tmp_path):
    from test_word_annotate import copy, notes, template

    _, copied = copy(template("{{ montant }}", "{{ ck_corps }}", comment=True))
    assert sorted(notes(converted(tmp_path, copied, "docx")).values()) == sorted(notes(copied).values())


@pytest.mark.parametrize("name", ["house", "typed"])
def test_a_document_of_libreoffice_s_make_receives_the_clauses(tmp_path, name):
    from test_word_hosts import HOSTS
    from test_word_into import headings, inserted

    (tmp_path / "odt").mkdir()
    odt = converted(tmp_path / "odt", HOSTS[name](), "odt")
    (tmp_path / "retour").mkdir()
    (tmp_path / "retour/piece.odt").write_bytes(odt)
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "retour")]
    subprocess.run([*command, str(tmp_path / "retour/piece.odt")], check=True, capture_output=True, timeout=180)
    host = (tmp_path / "retour/piece.docx").read_bytes()
    done = inserted(host)
    found = headings(done.data)
    assert ("6.2", "Développement durable") in found
    assert ("6.2.1", "Tri des déchets") in found
    assert ("8.3", "Pénalités et primes") in found
    assert inserted(done.data).data is None
