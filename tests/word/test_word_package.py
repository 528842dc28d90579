"""The zip: the same input gives the same bytes, and what is not ours is not touched."""

import io
import subprocess
import sys
import zipfile

from clausekit.word import package
from clausekit.word.shell import opened
from word_specimen import TEMPLATE, names, part, rebuilt, short, specimen, tree, w, written


def test_the_same_input_gives_the_same_bytes():
    first = written()
    opened.cache_clear()
    assert written() == first


def test_another_process_gives_the_same_bytes(tmp_path):
    code = "import sys, pathlib, word_specimen as s; pathlib.Path(sys.argv[1]).write_bytes(s.written())"
    paths = [p for p in sys.path if p]
    out = tmp_path / "autre.docx"
    subprocess.run(
        [sys.executable, "-c", code, str(out)], check=True, env={"PYTHONPATH": ":".join(paths), "PYTHONHASHSEED": "7"}
    )
    assert out.read_bytes() == written()


def test_members_are_sorted_dated_and_sound():
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        assert archive.testzip() is None
        infos = archive.infolist()
    assert infos[0].filename == "[Content_Types].xml"
    assert [i.filename for i in infos[1:]] == sorted(i.filename for i in infos[1:])
    assert {i.date_time for i in infos} == {(1980, 1, 1, 0, 0, 0)}


def test_untouched_parts_are_copied_as_they_lie():
    ours, theirs = package.unpack(written(short()), ""), package.unpack(TEMPLATE, "")
    for name in ("word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/numbering.xml"):
        assert ours[name] == theirs[name]


def test_pictures_of_the_template_are_copied_as_they_lie():
    picture = bytes(range(256)) * 40
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/média/logo.png", picture, zipfile.ZIP_STORED)
    data = written(template=out.getvalue())
    assert part(data, "word/média/logo.png") == picture
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.getinfo("word/média/logo.png").compress_type == zipfile.ZIP_STORED
        assert {i.compress_type for i in archive.infolist()} == {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def test_dates_are_written_only_when_the_build_fixes_them(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    core = part(written(), "docProps/core.xml").decode()
    assert core.count("2026-01-01T00:00:00Z") == 2
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "demain")
    assert "dcterms:created" not in part(written(), "docProps/core.xml").decode()


def test_parts_are_declared_once():
    data = written(template=rebuilt(written(), {"word/document.xml": part(TEMPLATE, "word/document.xml")}))
    types = tree(data, "[Content_Types].xml")
    overrides = [e.get("PartName") for e in types if e.get("PartName")]
    assert len(overrides) == len(set(overrides))
    assert {name.removeprefix("/") for name in overrides} <= set(names(data))


def test_importing_the_package_stays_cheap():
    code = "import sys, clausekit.word; print([m for m in ('lxml', 'docx', 'docxtpl', 'jinja2') if m in sys.modules])"
    paths = ":".join(p for p in sys.path if p)
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env={"PYTHONPATH": paths}
    )
    assert done.stdout.strip() == "[]"


def test_python_docx_opens_the_result():
    import docx

    document = docx.Document(io.BytesIO(written()))
    assert document.core_properties.title == specimen().title
    assert len(document.tables) == len(list(tree(written()).iter(w("tbl"))))
