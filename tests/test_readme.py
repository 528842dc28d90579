"""What README.md, CONTRIBUTING.md and docs/ show is what the program prints and what the house is.

A block ```console holds commands (`$ clausekit …`) and what they print; `…` alone on a line
stands for any lines, at the end of a line for the rest of it. A block ```yaml under
`<!-- fichier: NAME -->` is a file that the commands below it read. The blocks of a page run one
after the other in one folder that holds `examples`.
"""

from __future__ import annotations

import re
import shlex
import shutil
import textwrap
from pathlib import Path

import pytest

from clausekit import library, tree
from clausekit.lint import lint
from conftest import ROOT, run

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_STEP = re.compile(
    r"<!-- fichier: (?P<name>\S+) -->\n+ *```yaml\n(?P<text>.*?)^ *```|^ *```console\n(?P<console>.*?)^ *```",
    re.MULTILINE | re.DOTALL,
)
_SPECIMEN = re.compile(r"<!-- specimen: (\S+) -->\n```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)|!\[[^\]]*\]\(([^)]+)\)")
_PLAIN_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})

TOURS = [path for path in PAGES if "```console" in path.read_text(encoding="utf-8")]


def each(pages: list[Path]) -> pytest.MarkDecorator:
    """A test for each of these pages, named after it."""
    return pytest.mark.parametrize("page", pages, ids=[path.relative_to(ROOT).as_posix() for path in pages])


each_page, each_tour = each(PAGES), each(TOURS)


def commands(console: str) -> list[tuple[str, str]]:
    """Each command of a block, with what it prints."""
    found = re.split(r"^\$ ", textwrap.dedent(console), flags=re.MULTILINE)
    assert not found[0].strip(), f"a console block starts with a command: {found[0]!r}"
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in found[1:])]


def folded(text: str) -> list[str]:
    """Lines as a page shows them: no-break spaces and line ends aside, no empty line at the end."""
    return [line.rstrip() for line in text.translate(_PLAIN_SPACES).rstrip().split("\n")]


def pattern(line: str) -> str:
    """What a line of a page stands for."""
    if line == "…":
        return r"(?:.*\n)*?"
    return (re.escape(line[:-1]) + ".*" if line.endswith("…") else re.escape(line)) + r"\n"


def agrees(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed; a page may show nothing of it."""
    if not shown.strip():
        return True
    return re.fullmatch("".join(map(pattern, folded(shown))), "\n".join(folded(printed)) + "\n") is not None


@each_tour
def test_what_a_page_shows_is_what_the_program_prints(page, tmp_path, monkeypatch):
    steps = _STEP.finditer(page.read_text(encoding="utf-8"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", "examples")
    for step in steps:
        if step["name"]:
            Path(step["name"]).write_text(textwrap.dedent(step["text"]), encoding="utf-8")
        for command, shown in commands(step["console"] or ""):
            program, *arguments = shlex.split(command, comments=True)
            assert program == "clausekit", command
            done = run(*arguments)
            printed = done.out + done.err
            if done.code not in {0, 1} or not agrees(shown, printed):
                pytest.fail(f"$ {command}\nprinted:\n{printed}\nshown:\n{shown}", pytrace=False)


def test_the_readme_shows_the_help():
    assert "$ clausekit --help\nUsage" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_contributors_specimen_is_a_clause_without_a_finding():
    files = dict(tree.folder(ROOT).files)
    name, text = _SPECIMEN.search((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")).groups()
    own = {path: data for path, data in files.items() if name not in path}
    path = f"clauses/moyens-generaux/{name}-reprise-contenants-vides.clause.yaml"
    loaded, findings = library.load({**own, path: text.encode()})
    assert findings == ()
    assert [item.message for item in lint(loaded) if any(place.file == path for place in item.places)] == []


@each_page
def test_links_lead_somewhere(page):
    for link in _LINK.finditer(page.read_text(encoding="utf-8")):
        assert (page.parent / (link[1] or link[2])).exists(), link[0]


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(folder.glob("0*.md")) if f"({path.name})" not in listed] == []


def test_the_map_names_every_module():
    shown = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "src" / "clausekit"
    modules = {path.stem for path in package.glob("*.py")} | {
        path.parent.name for path in package.glob("*/__init__.py")
    }
    assert sorted(name for name in modules - {"__init__"} if f"`{name}`" not in shown) == []
