"""What `assemble` writes: all or nothing, never over somebody's work, never what a template or a value would run."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from clausekit import lock
from clausekit.word import text_of
from conftest import ROOT, Done, run

EXAMPLE = ROOT / "examples/nettoyage-ccp/nettoyage-ccp.dossier.yaml"
AUTHORITY = ROOT / "examples/metropole.acheteur.yaml"
TEMPLATE = ROOT / "templates/neutre.docx"
GOOD = EXAMPLE.read_text(encoding="utf-8")
OBJECT = next(line for line in GOOD.split("\n") if line.startswith("objet: "))
# What runs in an ordinary Jinja environment (docxtpl #549 and #632), and simpler ways to compute.
RUNS = (
    "{{ cycler.__init__.__globals__.os.popen('touch CANARI').read() }}",
    "{{ self.__init__.__globals__.__builtins__.__import__('os').system('touch CANARI') }}",
    "{{ 7*7 }}",
    "{% for a in b %}x{% endfor %}",
    "{{ titre.__class__.__mro__ }}",
    "{{ objet|attr('x') }}",
)


def _purchase(folder: Path) -> Path:
    shutil.copy(AUTHORITY, folder / AUTHORITY.name)
    (folder / "achat").mkdir()
    return Path(shutil.copy(EXAMPLE, folder / "achat/essai.dossier.yaml"))


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """An example in a folder of its own, with its authority one level up."""
    return _purchase(tmp_path)


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first run writes of the example."""
    path = _purchase(tmp_path_factory.mktemp("premier"))
    assert assemble(path).code == 0
    return path.parent / "sortie"


@pytest.fixture
def output(dossier: Path, first_run: Path) -> Path:
    """The folder where the documents go, with those of a first run."""
    return Path(shutil.copytree(first_run, dossier.parent / "sortie"))


def assemble(path: Path, *more: object) -> Done:
    return run("assemble", path, *more)


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def told(done: Done, rule: str, *words: str) -> None:
    """A refusal: exit code 2, nothing on stdout, a complete finding."""
    assert (done.code, done.out) == (2, ""), done
    said = " ".join(done.err.split())
    assert f"[{rule}]" in said, said
    for label in ("--> ", "attendu : ", "remède : ", *words):
        assert label in said, said
    assert "Traceback" not in said and "interne" not in said


def change(path: Path, old: str, new: str) -> None:
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), "utf-8")


# -------------------------------------------------------------------------------- second runs


def test_the_same_dossier_gives_the_same_bytes(dossier: Path, output: Path) -> None:
    before = content(output)
    assert assemble(dossier).code == 0
    assert content(output) == before


def test_a_dossier_that_changed_replaces_what_nobody_touched(dossier: Path, output: Path) -> None:
    before = content(output)
    change(dossier, OBJECT, "objet: Nettoyage des écoles")
    done = assemble(dossier)
    assert (done.code, done.err) == (0, "")
    after = content(output)
    assert set(after) == set(before)
    assert all(after[name] != before[name] for name in before)
    assert "Nettoyage des écoles" in text_of(after["CCP.docx"])


def test_a_document_changed_by_hand_is_kept(dossier: Path, output: Path) -> None:
    (output / "CCP.docx").write_bytes(b"corrections de la juriste")
    change(dossier, OBJECT, "objet: Nettoyage des écoles")
    before = content(output)
    told(assemble(dossier), "document-existant", "Ce document a été modifié", "--force")
    assert content(output) == before
    done = assemble(dossier, "--force")
    assert done.code == 0
    assert "Nettoyage des écoles" in text_of(content(output)["CCP.docx"])
    change(dossier, "objet: Nettoyage des écoles", OBJECT)
    assert assemble(dossier).code == 0, "what --force wrote is known to the lock"


def test_somebody_else_s_document_is_kept(dossier: Path) -> None:
    output = dossier.parent / "sortie"
    output.mkdir()
    (output / "CCP.docx").write_bytes(b"un autre CCP")
    told(assemble(dossier), "document-existant", "que clausekit n'a pas écrit")
    assert content(output) == {"CCP.docx": b"un autre CCP"}
    assert assemble(dossier, "--force").code == 0


def test_without_its_lock_a_document_is_somebody_s(dossier: Path, output: Path) -> None:
    (output / "essai.verrou.yaml").unlink()
    assert assemble(dossier).code == 0, "the same bytes may be written again"
    (output / "essai.verrou.yaml").unlink()
    change(dossier, OBJECT, "objet: Nettoyage des écoles")
    before = content(output)
    told(assemble(dossier), "document-existant", "que clausekit n'a pas écrit")
    assert content(output) == before


@pytest.mark.parametrize("data", [b"", b"format: [", b"\xff\xfe", b"- a\n"])
def test_a_lock_that_cannot_be_read_stops_all(data: bytes, dossier: Path, output: Path) -> None:
    (output / "essai.verrou.yaml").write_bytes(data)
    before = content(output)
    done = assemble(dossier)
    assert (done.code, done.out) == (2, "")
    assert f"--> {output / 'essai.verrou.yaml'}" in done.err
    assert "Retirer ce verrou" in done.err
    assert content(output) == before
    assert assemble(dossier, "--force").code == 0
    assert lock.hashes(content(output)["essai.verrou.yaml"], file="x")


def test_a_lock_that_holds_nonsense_protects_everything(dossier: Path, output: Path) -> None:
    (output / "essai.verrou.yaml").write_text("pieces: {CCP: 3}\n", "utf-8")
    change(dossier, OBJECT, "objet: Nettoyage des écoles")
    told(assemble(dossier), "document-existant")


def test_a_lock_that_is_a_folder(dossier: Path) -> None:
    (dossier.parent / "sortie/essai.verrou.yaml").mkdir(parents=True)
    for more in ((), ("--force",)):
        told(assemble(dossier, *more), "fichier-dossier")
    assert [path.name for path in (dossier.parent / "sortie").iterdir()] == ["essai.verrou.yaml"]


def test_a_document_whose_name_is_a_folder(dossier: Path) -> None:
    (dossier.parent / "sortie/CCP.docx").mkdir(parents=True)
    told(assemble(dossier), "fichier-dossier", "un document .docx")
    done = assemble(dossier, "--force")
    assert done.code == 2 and "erreur[fichier-" in done.err
    assert [path.name for path in (dossier.parent / "sortie").iterdir()] == ["CCP.docx"]


def test_a_document_that_the_dossier_no_longer_makes_is_named(dossier: Path, output: Path) -> None:
    change(dossier, "annexes:", "annexes: []\n#")
    words = re.sub(r"^  - COM-A.*\n", "", dossier.read_text("utf-8"), flags=re.MULTILINE)
    dossier.write_text(words, "utf-8")
    old = [name for name in content(output) if name.startswith("annexe-")]
    assert old
    done = assemble(dossier)
    assert done.code == 0, done.err
    for name in old:
        assert f"[document-ancien] Le dossier ne produit plus ce document, à retirer : {output / name}" in done.out


def test_one_piece_leaves_the_others_alone(dossier: Path, output: Path) -> None:
    before = content(output)
    change(dossier, OBJECT, "objet: Nettoyage des écoles")
    done = assemble(dossier, "--piece", "CCP")
    assert done.code == 0
    after = content(output)
    assert {name for name in after if after[name] != before[name]} == {"CCP.docx", "essai.verrou.yaml"}
    assert "document-ancien" not in done.out
    assert assemble(dossier).code == 0


@pytest.mark.parametrize(("name", "near"), [("CCPT", "Écrire --piece CCP."), ("zzz", "Choisir l'une de ces pièces.")])
def test_an_unknown_piece(name: str, near: str, dossier: Path) -> None:
    told(assemble(dossier, "--piece", name), "piece-inconnue", f"« {name} »", "attendu : lettre, CCP", near)
    assert not (dossier.parent / "sortie").exists()


def test_a_dossier_with_nothing_to_write(tmp_path: Path) -> None:
    path = tmp_path / "vide.dossier.yaml"
    path.write_text("objet: Collecte\nfamille: dechets\n", "utf-8")
    done = assemble(path, "--piece", "CCTP")
    assert (done.code, done.err) == (3, "")
    assert "Rien à écrire" in done.out
    assert list(tmp_path.iterdir()) == [path]
    assert assemble(path).code == 0, "the two keys of a first dossier are enough to write its frame"


# --------------------------------------------------------------------------------- the disk


def failing(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, error: OSError, *, after: int) -> None:
    """Make a function of the disk fail from its call number `after` on."""
    real, calls = getattr(owner, name), [0]

    def function(*arguments: Any, **more: Any) -> Any:
        calls[0] += 1
        if calls[0] > after:
            raise type(error)(error.errno, "English words", "somewhere")
        return real(*arguments, **more)

    monkeypatch.setattr(owner, name, function)


@pytest.mark.parametrize("after", [0, 2])
@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (Path, "replace"), (shutil, "copy2")])
@pytest.mark.parametrize(
    ("error", "rule"),
    [
        (OSError(errno.ENOSPC, ""), "disque-plein"),
        (OSError(errno.EDQUOT, ""), "disque-plein"),
        (PermissionError(errno.EACCES, ""), "fichier-refuse"),
        (OSError(errno.EIO, ""), "fichier-non-ecrit"),
    ],
)
def test_a_disk_that_fails_leaves_everything_as_it_was(
    owner: Any, name: str, error: OSError, rule: str, after: int, dossier: Path, output: Path, monkeypatch: Any
) -> None:
    change(dossier, OBJECT, "objet: Nettoyage des écoles")
    before = content(output)
    failing(monkeypatch, owner, name, error, after=after)
    done = assemble(dossier)
    monkeypatch.undo()
    told(done, rule)
    assert "English" not in done.err
    assert content(output) == before
    assert assemble(dossier).code == 0


def test_a_failure_in_a_new_folder_leaves_no_folder(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, Path, "replace", OSError(errno.ENOSPC, ""), after=1)
    told(assemble(dossier, "--output", dossier.parent / "a/b/c"), "disque-plein")
    assert [path.name for path in dossier.parent.iterdir()] == [dossier.name]


def test_a_document_open_in_word(dossier: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, Word locks the document that it shows: opening it to write is refused."""
    change(dossier, OBJECT, "objet: Nettoyage des écoles")
    before = content(output)
    real = Path.open

    def opened(self: Path, mode: str = "r", *more: Any, **others: Any) -> Any:
        if self.name == "CCP.docx" and "+" in mode:
            raise PermissionError(errno.EACCES, "English words", str(self))
        return real(self, mode, *more, **others)

    monkeypatch.setattr(Path, "open", opened)
    done = assemble(dossier)
    monkeypatch.undo()
    told(done, "fichier-refuse", f"--> {output / 'CCP.docx'}", "Le fermer s'il est ouvert dans Word")
    assert content(output) == before


def test_a_document_opened_at_the_last_moment(dossier: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(dossier, OBJECT, "objet: Nettoyage des écoles")
    before = content(output)
    real = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        if target.name.startswith("note") and ".clausekit" in self.name:
            raise PermissionError(errno.EACCES, "English words", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replaced)
    done = assemble(dossier)
    monkeypatch.undo()
    told(done, "fichier-refuse", "note-prescripteur.docx")
    assert content(output) == before


def test_the_keyboard_in_the_middle_of_writing(dossier: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(dossier, OBJECT, "objet: Nettoyage des écoles")
    before = content(output)
    real, calls = Path.replace, [0]

    def replaced(self: Path, target: Path) -> Path:
        calls[0] += 1
        if calls[0] == 3:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replaced)
    assert assemble(dossier).code == 2
    monkeypatch.undo()
    assert content(output) == before


def program(*arguments: object, before: str = "") -> subprocess.CompletedProcess[bytes]:
    path = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    code = f"{before}\nfrom clausekit.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=False,
    )


@pytest.mark.skipif(os.name != "posix", reason="limits of Unix")
def test_a_system_that_really_refuses_to_write_more(dossier: Path, output: Path) -> None:
    change(dossier, OBJECT, "objet: Nettoyage des écoles")
    before = content(output)
    limits = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); import sys; sys.dont_write_bytecode = True"
    )
    done = program("assemble", dossier, before=limits)
    assert done.returncode == 2, done
    assert "[fichier-non-ecrit]" in done.stderr.decode() and "File too large" not in done.stderr.decode()
    assert content(output) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_is_no_folder(dossier: Path) -> None:
    told(assemble(dossier, "--output", "/dev/full"), "fichier-non-ecrit")


def test_an_output_that_is_a_file(dossier: Path) -> None:
    told(assemble(dossier, "--output", dossier), "fichier-non-ecrit", "là où le chemin veut un dossier")
    assert dossier.read_text("utf-8") == GOOD


@pytest.mark.skipif(os.name != "posix", reason="limits of Unix")
def test_an_output_whose_name_is_too_long(dossier: Path) -> None:
    told(assemble(dossier, "--output", dossier.parent / ("x" * 300)), "fichier-non-ecrit", "trop long")
    assert [path.name for path in dossier.parent.iterdir()] == [dossier.name]


def test_a_folder_that_belongs_to_others(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, Path, "mkdir", PermissionError(errno.EACCES, ""), after=0)
    told(assemble(dossier), "fichier-refuse", "refuse d'écrire dans ce dossier")


def test_accents_and_spaces(dossier: Path) -> None:
    folder = dossier.parent / "Marchés 2026/École & Co/pièces « finales »"
    done = assemble(dossier, "--output", folder)
    assert done.code == 0
    assert f"  écrit  {folder / 'CCP.docx'}" in done.out
    assert zipfile.is_zipfile(folder / "CCP.docx")


# --------------------------------------------------------------------------------- templates


def template(**parts: bytes) -> bytes:
    """The neutral template with some parts replaced or added; `word__x` stands for `word/x`."""
    given = {name.replace("__", "/"): data for name, data in parts.items()}
    out = BytesIO()
    with zipfile.ZipFile(TEMPLATE) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, given.pop(name, old.read(name)))
        for name, data in given.items():
            new.writestr(name, data)
    return out.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(TEMPLATE) as archive:
        return archive.read(name)


def with_paragraph(words: str) -> bytes:
    body = part("word/document.xml").decode()
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    at = re.search(r"<w:body>", body)
    assert at is not None
    paragraph = f'<w:p><w:r><w:t xml:space="preserve">{escaped}</w:t></w:r></w:p>'
    return template(**{"word/document.xml": (body[: at.end()] + paragraph + body[at.end() :]).encode()})


MACROS = template(
    **{
        "[Content_Types].xml": part("[Content_Types].xml").replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "word/vbaProject.bin": b"\0" * 100,
    }
)
NO_TEMPLATE = {
    "texte": (b"bonjour", "Ce n'est pas un fichier Word .docx"),
    "vide": (b"", "Le fichier est vide"),
    "pdf": (b"%PDF-1.7", "un fichier PDF"),
    "ancien": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien fichier de Microsoft Office"),
    "coupe": (TEMPLATE.read_bytes()[:5000], "abîmé"),
    "zip": (b"PK\x05\x06" + b"\0" * 18, "docx"),
    "bombe": (template(**{"word/media/a.bin": b"\0" * 60_000_000}), "Mo"),
    "comprime": (template(**{"word/media/a.bin": b"\0" * 3_000_000}), "anormalement compressé"),
    "macros": (MACROS, "macros"),
    "entites": (template(**{"word/settings.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "DOCTYPE"),
}


@pytest.mark.parametrize("name", NO_TEMPLATE)
def test_what_is_no_template(name: str, dossier: Path, tmp_path: Path) -> None:
    data, words = NO_TEMPLATE[name]
    path = tmp_path / f"modèle {name}.docx"
    path.write_bytes(data)
    done = assemble(dossier, "--template", path)
    assert (done.code, done.out) == (2, "")
    said = " ".join(done.err.replace("’", "'").split())
    assert words in said and f"--> {path}" in done.err, said
    assert not (dossier.parent / "sortie").exists()


@pytest.mark.parametrize("payload", RUNS)
def test_a_template_that_computes_is_refused_and_runs_nothing(
    payload: str, dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("modele.docx").write_bytes(with_paragraph(payload))
    told(assemble(dossier, "--template", "modele.docx"), "modele-code", "--> modele.docx")
    assert not (tmp_path / "CANARI").exists()
    assert not (dossier.parent / "sortie").exists()


@pytest.mark.parametrize("payload", [*RUNS, "[[=penalites]]", "{_{ 7*7 }_}", "A & B <w:p/> ]]> &amp;", "\\{{ x"])
def test_a_value_that_looks_like_code_is_printed_as_text(
    payload: str, dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    quoted = payload.replace("\\", "\\\\").replace('"', '\\"')
    change(dossier, OBJECT, f'objet: "{quoted}"')
    done = assemble(dossier)
    assert done.code == 0, done.err
    printed = payload.replace("'", "’")
    for name in ("CCP.docx", "lettre.docx"):
        paragraphs = [each.replace("\u00a0", " ") for each in text_of((dossier.parent / "sortie" / name).read_bytes())]
        assert any(printed in each for each in paragraphs), name
        assert not any(each.strip() == "49" for each in paragraphs)
    assert not (tmp_path / "CANARI").exists()


def test_a_role_word_that_looks_like_code_is_printed_as_text(dossier: Path, tmp_path: Path) -> None:
    change(tmp_path / AUTHORITY.name, "roles: {acheteur: la Métropole}", "roles: {acheteur: 'la {{ 7*7 }}'}")
    done = assemble(dossier)
    assert done.code == 0, done.err
    assert any("{{ 7*7 }}" in each for each in text_of((dossier.parent / "sortie/CCP.docx").read_bytes()))


def test_a_missing_template(dossier: Path, tmp_path: Path) -> None:
    told(assemble(dossier, "--template", tmp_path / "rien.docx"), "fichier-absent", "un modèle Word .docx")
    told(assemble(dossier, "--template", tmp_path), "fichier-dossier", "un modèle Word .docx")


def test_a_missing_template_of_the_authority_names_both_files(dossier: Path, tmp_path: Path) -> None:
    authority = tmp_path / AUTHORITY.name
    change(authority, "modele: null", "modele: modeles\\rien.docx")
    done = assemble(dossier)
    told(done, "fichier-absent", "Le fichier que nomme « modele » n'existe pas.")
    assert re.search(rf"--> .*{AUTHORITY.name}:\d+:9\n", done.err)
    assert re.search(r"voir aussi : .*modeles.rien\.docx\n", done.err)


def test_a_template_of_the_authority_named_the_windows_way(dossier: Path, tmp_path: Path) -> None:
    (tmp_path / "modeles").mkdir()
    shutil.copy(TEMPLATE, tmp_path / "modeles/neutre.docx")
    change(tmp_path / AUTHORITY.name, "modele: null", "modele: modeles\\neutre.docx")
    assert assemble(dossier).code == 0
