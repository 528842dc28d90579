"""The catalogue: a site that stands alone, finds what is looked for, and replaces nothing of someone else's."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from clausekit.catalogue import cards
from clausekit.library import Library
from clausekit.report.catalogue_site import MARK, site
from conftest import ROOT, run

_LINK = re.compile(r'(?:href|src)="([^"#]+)')
_VOID = {"meta", "link", "input", "br"}
_BROWSER = next((path for name in ("chromium", "google-chrome") if (path := shutil.which(name))), None)


class _Open(HTMLParser):
    """The tags left open at the end of a page, and those closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(scope="module")
def pages(shipped: Library) -> dict[str, str]:
    return {name: content.decode() for name, content in site(cards(shipped), shipped).items()}


def test_every_entry_in_force_has_its_page(pages: dict[str, str], shipped: Library) -> None:
    ids = {name for name in shipped.ids if (entry := shipped.find(name)) and entry.state != "retiree"}
    assert {name.removeprefix("entrees/").removesuffix(".html") for name in pages if "/" in name} == ids
    assert all(f'href="entrees/{name}.html"' in pages["index.html"] for name in ids)


def test_pages_are_well_formed_and_lead_nowhere_outside(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        if not name.endswith(".html"):
            continue
        parser = _Open()
        parser.feed(page)
        assert (parser.open, parser.wrong) == ([], []), name
        for link in _LINK.findall(page):
            base = Path(name).parent
            assert (base / link).as_posix().replace("entrees/../", "") in pages, f"{name}: {link}"


def test_a_page_says_each_level_the_control_and_the_reasons(pages: dict[str, str]) -> None:
    page = pages["entrees/TRA-009.html"]
    for said in (
        'data-level="socle"',
        'data-level="exemplaire"',
        "10\u00a0%",
        "50\u00a0%",
        "Contrôle",
        "Vigilance",
        "Histoire",
    ):
        assert said in page


def test_text_of_an_entry_is_never_markup(shipped: Library) -> None:
    assert "&lt;" not in "".join(shipped.find(name).title for name in shipped.ids)  # type: ignore[union-attr]
    from clausekit.report.html import say, tag

    assert tag("a", say('<b>"x"</b>'), title='"><script>') == (
        '<a title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&quot;x&quot;&lt;/b&gt;</a>'
    )


def test_a_catalogue_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "Catalogue à lire"
    for _ in range(2):
        done = run("catalogue", "--output", folder, "--library", ROOT)
        assert done.code == 0, done.err
    assert MARK in (folder / "index.html").read_text(encoding="utf-8")
    other = tmp_path / "autre"
    other.mkdir()
    (other / "index.html").write_text("à moi", encoding="utf-8")
    done = run("catalogue", "--output", other, "--library", ROOT)
    assert done.code == 2
    assert "dossier-occupe" in done.err
    assert [path.name for path in other.iterdir()] == ["index.html"]


@pytest.mark.skipif(_BROWSER is None, reason="no browser on this machine")
@pytest.mark.parametrize(
    ("asked", "kept", "left"),
    [
        ("famille=travaux&q=eau", "TRA-009", "NUM-001"),
        ("segment=postes-de-travail", "NUM-001", "TRA-009"),
        ("mesure=M30", "TRA-001", "DEC-001"),
        ("genre=criterion&theme=energie", "NUM-C03", "NUM-004"),
        ("piece=BPU", "MOG-012", "TRA-009"),
    ],
)
def test_filters_work_in_a_browser(asked: str, kept: str, left: str, tmp_path: Path, pages: dict[str, str]) -> None:
    for name, page in pages.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    address = (tmp_path / "site" / "index.html").as_uri() + "#" + asked
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profil'}"]
    done = subprocess.run(
        [str(_BROWSER), *options, "--virtual-time-budget=3000", "--dump-dom", address],
        capture_output=True,
        timeout=60,
        check=False,
    )
    shown = {
        match[1]: "hidden" in match[0]
        for match in re.finditer(r"<li [^>]*?>\s*<span class=\"id\">([^<]+)", done.stdout.decode())
    }
    assert shown[kept] is False
    assert shown[left] is True
