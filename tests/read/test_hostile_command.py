"""Files made to harm, alone or beside a good one: each is read or refused in one sentence, within its limits."""

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hostile_specimen import READ, REFUSED, pages

import peak
from clausekit import read
from clausekit.draft import Draft
from clausekit.finding import UnreadableFile
from clausekit.inspect import inspect
from clausekit.match import Index, of_library
from read_specimen import docx, para

SECONDS = 5  # of processor, on a machine with nothing else to do
BUSY = 3  # times longer, when it has
MEGABYTES = 500
ALIKE = ("vide.docx", "bruit.docx", "bruit.pdf")  # twenty findings of a rule are told, and how many more there are
GOOD_FILE = "bon.docx"
GOOD = "Le présent marché a pour objet le nettoyage des locaux."


def judged(data: bytes, name: str, index: Index) -> Draft | str:
    """What a file says, or the sentence that refuses it; in time."""
    start = time.process_time()
    try:
        found: Draft | str = read.draft(data, file=name)
        inspect(found, index)
    except UnreadableFile as error:
        (finding,) = error.findings
        assert finding.rule == "document-illisible"
        assert "\n" not in finding.message
        found = finding.message
    assert time.process_time() - start < SECONDS * BUSY
    return found


@pytest.fixture(scope="module")
def index(shipped) -> Index:
    return Index(of_library(shipped))


@pytest.mark.parametrize("name", [name for name in REFUSED if name != "gros.txt"])
def test_a_hostile_file_is_refused_in_one_sentence(name, index):
    make, words = REFUSED[name]
    found = judged(make(), name, index)
    assert isinstance(found, str) and words in found


@pytest.mark.parametrize("name", READ)
def test_an_odd_file_is_read_and_judged_in_time(name, index):
    assert isinstance(judged(READ[name](), name, index), Draft)


def test_a_pdf_of_ten_thousand_pages_is_refused(index):
    assert judged(pages(10_000), "pages.pdf", index) == "Le PDF a 10000 pages (maximum 2000)."


def test_an_endless_paragraph_loses_no_word(index):
    found = judged(READ["ligne-sans-fin.txt"](), "ligne.txt", index)
    assert isinstance(found, Draft)
    assert " ".join(line.text for line in found.lines()).split() == READ["ligne-sans-fin.txt"]().decode().split()


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Sequence[Path]:
    folder = tmp_path_factory.mktemp("hostiles")
    for name, (make, _) in REFUSED.items():
        if name not in ALIKE:
            (folder / name).write_bytes(make())
    (folder / GOOD_FILE).write_bytes(docx(para(GOOD)))
    return sorted(folder.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux counts it")
@pytest.mark.parametrize("command", ["inspect", "check"])
def test_the_good_file_is_read_beside_all_the_others(command, files, tmp_path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # `check` takes a text alone for a dossier under another name, and tells all in its report.
    given = [path for path in files if command == "inspect" or path.suffix != ".txt"]
    code = "from clausekit.cli import main; main(sys.argv[2:])"
    done = peak.run(code, tmp_path / "peak", command, *map(str, given))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    said = done.stderr if command == "inspect" else done.stdout
    assert sum(line.startswith("erreur[") for line in said.splitlines()) == len(given) - 1
    assert {path.name for path in given if f"{path.name}\n" in said} == {path.name for path in given} - {GOOD_FILE}
    assert f"{GOOD_FILE} : " in done.stdout if command == "inspect" else "1 fichier lu" in done.stdout
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS * len(files)
    assert peak.megabytes(tmp_path / "peak") < MEGABYTES
