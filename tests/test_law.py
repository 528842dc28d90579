"""The watch on the law: an article in all its spellings, what it touches, and what was read when."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausekit import law, library, source, tree
from clausekit.law import Asked, Touched
from clausekit.law.article import Article, overlap
from clausekit.law.asked import Misread, asked
from clausekit.law.said import said
from clausekit.library import Library
from conftest import ROOT, run

PAGES = {"une-regle": "Aucune dérogation : c'est la loi (L. 2112-2).", "une-autre": "Rien sur un article."}


@pytest.fixture(scope="module")
def touching(shipped: Library) -> Callable[[str], dict[str, Touched]]:
    """What an article touches, by id."""
    known = shipped.registers.references
    return lambda words: {item.id: item for item in law.touched(shipped, law.asked(words, known), PAGES)}


def _asked(words: str, shipped: Library) -> Asked:
    return law.asked(words, shipped.registers.references)


# --- how an article is written --------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "R2112-3",
        "r2112-3",
        "R. 2112-3",
        "R.2112-3",
        "R 2112-3",
        "R.\u00a02112-3",
        "R. 2112‑3",
        "article R.2112-3 CCP",
        "art. R. 2112-3 du code de la commande publique",
        "l'article R. 2112-3 du CCP",
        "CCP R2112-3",
        "ccp-r2112-3",
        "CCP-R2112-3",
    ],
)
def test_an_article_of_a_code_is_known_in_all_its_spellings(words: str, shipped: Library) -> None:
    found = _asked(words, shipped)
    assert found.article == Article(body="code de la commande publique", number="R2112-3")
    assert [item.id for item in found.references] == ["ccp-r2112-3"]


@pytest.mark.parametrize(
    "words",
    ["CCAG-FCS 16.2", "ccag fcs 16.2", "article 16.2 du CCAG-FCS", "16.2 CCAG-FCS", "CCAG-FCS de 2021, art. 16.2"],
)
def test_an_article_of_a_ccag_comes_with_its_parts(words: str, shipped: Library) -> None:
    found = _asked(words, shipped)
    assert found.article == Article(body="CCAG-FCS", number="16.2")
    assert {item.id for item in found.references} >= {"ccag-fcs-16.2", "ccag-fcs-16.2.1", "ccag-fcs-16.2.3"}
    assert all(item.id.startswith("ccag-fcs-16.2") for item in found.references)


def test_a_number_of_a_ccag_alone_is_of_each_of_them(shipped: Library) -> None:
    found = _asked("16.2.3", shipped)
    assert {item.id for item in found.references} >= {"ccag-fcs-16.2.3", "ccag-tic-16.2.3", "ccag-pi-16.2.3"}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("loi 2021-1104", {"loi-2021-1104-art35", "loi-2021-1104-art39"}),
        ("article 35 de la loi n° 2021-1104", {"loi-2021-1104-art35"}),
        ("417580", {"ce-417580"}),
        ("nantes métropole", {"ce-417580"}),
    ],
)
def test_a_law_and_a_decision_are_known_by_their_number_or_their_name(
    words: str, wanted: set[str], shipped: Library
) -> None:
    assert {item.id for item in _asked(words, shipped).references} == wanted


@pytest.mark.parametrize("words", ["", "tralala", "16", "CCAG-XYZ 3", "L. 2112-2 du code civil", "du code"])
def test_what_names_no_article_is_refused(words: str, shipped: Library) -> None:
    with pytest.raises(law.Misread):
        _asked(words, shipped)


def test_an_unknown_ccag_and_an_unknown_code_are_told_with_those_that_exist(shipped: Library) -> None:
    with pytest.raises(law.Misread, match="FCS, Travaux, TIC"):
        _asked("CCAG-XYZ 3", shipped)
    with pytest.raises(law.Misread, match="code de la commande publique"):
        _asked("L. 2112-2 du code civil", shipped)


def test_every_reference_of_the_registry_is_found_by_its_id_and_by_its_short_title(shipped: Library) -> None:
    lost = []
    for name, item in shipped.registers.references.items():
        for words in (name, item.short):
            try:
                found = _asked(words, shipped)
            except law.Misread:
                found = None
            if found is None or name not in {one.id for one in found.references}:
                lost.append(words)
    assert lost == []


# --- which article is which -----------------------------------------------------------------------


def _code(number: str) -> Article:
    return Article(body="code de la commande publique", number=number)


def _fcs(number: str) -> Article:
    return Article(body="CCAG-FCS", number=number)


def test_an_article_of_a_code_is_not_the_one_whose_number_it_opens() -> None:
    assert overlap(_code("L2112-2"), _code("L2112-2")) == "exact"
    assert overlap(_code("L2112-2"), _code("L2112-2-1")) is None
    assert overlap(_code("L2112-2"), _code("L2112-20")) is None
    assert overlap(_code("L2112-2"), Article(body="code du travail", number="L2112-2")) is None


def test_an_article_of_a_ccag_holds_its_parts() -> None:
    assert overlap(_fcs("16.2"), _fcs("16.2.3")) == "within"
    assert overlap(_fcs("16.2.3"), _fcs("16.2")) == "above"
    assert overlap(_fcs("16.2"), _fcs("16.20")) is None
    assert overlap(_fcs("16.2"), Article(body="CCAG-PI", number="16.2")) is None


@settings(deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.lists(st.integers(1, 40), min_size=1, max_size=4))
def test_what_holds_and_what_is_held_answer_each_other(first: list[int], second: list[int]) -> None:
    one, other = (_fcs(".".join(map(str, item))) for item in (first, second))
    turned = {"exact": "exact", "within": "above", "above": "within", None: None}
    assert overlap(one, other) == turned[overlap(other, one)]


NAMES = {"codedelacommandepublique": "CCP", "ccp": "CCP", "codedutravail": "travail"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "au titre des articles L. 2111-2 et L. 2112-2 du code de la commande publique.",
            ["CCP L2111-2", "CCP L2112-2"],
        ),
        ("Code de la commande publique, articles L. 2152-7 et R. 2152-7", ["CCP L2152-7", "CCP R2152-7"]),
        ("(L. 2112-2-1, II, à motiver)", [" L2112-2-1"]),
        ("l'article L. 1146-1 du code du travail, relatif", ["travail L1146-1"]),
        ("pour l'article 16.2.1 du CCAG-FCS", ["CCAG-FCS 16.2.1"]),
        ("CCAG de 2021, article 1 ou 1.2", ["CCAG 1", "CCAG 1.2"]),
        ("l'article 35 de la loi n° 2021-1104 du 22 août 2021", ["n° 2021-1104 35"]),
        ("CE, 25 mai 2018, n° 417580", ["n° 417580 "]),
        ("le lot 2112-2 vaut 3 L", []),
    ],
)
def test_articles_are_read_in_prose(text: str, wanted: list[str]) -> None:
    assert [f"{item.article.body} {item.article.number}" for item in said(text, NAMES)] == wanted


@settings(deadline=None)
@given(st.text(alphabet="LRD. -0123456789à etcodu(),;\n", max_size=300))
def test_any_text_is_read_in_bounded_time(text: str) -> None:
    for item in said(text * 3, NAMES):
        assert item.article.number


# --- what an article touches ----------------------------------------------------------------------


def test_a_reference_touches_entries_minima_rules_and_no_neighbour(
    touching: Callable[[str], dict[str, Touched]],
) -> None:
    found = touching("L2112-2")
    raw = {
        path.name[:7]
        for path in (ROOT / "clauses").rglob("*.yaml")
        if "ref: ccp-l2112-2}" in (text := path.read_text("utf-8")) or re.search(r"ref: ccp-l2112-2$", text, re.M)
        if re.match(r"[A-Z]{3}-", path.name)
    }
    assert raw <= set(found)
    assert found["CCP-condition-environnementale"].rule == "condition-environnementale"
    assert found["condition-environnementale"].minima == ("CCP-condition-environnementale",)
    assert [item.quote for item in found["une-regle"].mentions] == ["Aucune dérogation : c'est la loi (L. 2112-2)."]
    assert "une-autre" not in found
    assert any(item.kind == "text" for item in found["COM-030"].mentions)


def test_a_grid_is_touched_by_its_criterion(touching: Callable[[str], dict[str, Touched]]) -> None:
    found = touching("417580")
    assert found["MOG-C01"].kind == "criterion"
    assert [(item.kind, item.quote) for item in found["MOG-G01"].mentions] == [
        ("criterion", "MOG-C01"),
        ("criterion", "MOG-C04"),
    ]


def test_a_range_and_what_follows_are_told_as_such(touching: Callable[[str], dict[str, Touched]]) -> None:
    assert {item.extent for item in touching("L. 2113-14")["CCP-reservation"].mentions} == {"exact", "range"}
    assert "range" in {item.extent for item in touching("L. 2112-3")["COM-030"].mentions}


def test_a_departure_and_a_printed_number_touch_their_ccag_only(touching: Callable[[str], dict[str, Touched]]) -> None:
    printed = [item.quote for item in touching("CCAG-FCS 16.2")["COM-025"].mentions if item.kind == "printed"]
    assert printed == ["{{ ccag_environnement }} : article 16.2 du CCAG-FCS"]
    assert "ccag.yaml" in touching("CCAG-FCS 16.2")


def _amended(library_files: dict[str, bytes], name: str, old: str, new: str) -> Library:
    path = next(path for path in library_files if f"/{name}-" in path)
    text = library_files[path].decode()
    assert old in text
    loaded, findings = library.load({**library_files, path: text.replace(old, new, 1).encode()})
    assert findings == ()
    return loaded


def test_each_place_that_may_cite_an_article_is_looked_at() -> None:
    files = dict(tree.folder(ROOT).files)
    path = next(path for path in files if "/COM-010-" in path)
    data = source.load(files[path], file=path).data
    words = "Voir l'article L. 4321-1 du code du travail."
    departure = 'deroge:\n  - {ccag: FCS, article: "99.2.3", objet: Essai}\n'
    text = files[path].decode()
    changed = text.replace("pourquoi: |\n", f"pourquoi: |\n  {words}\n").replace(
        "vigilance:\n", f'vigilance:\n  - "{words}"\n'
    )
    changed = re.sub(r"^deroge:.*\n", departure, changed, flags=re.M)
    motive = data["historique"][0]["motif"]
    changed = changed.replace(f"motif: {motive}", f'motif: "{words}"')
    loaded, findings = library.load({**files, path: changed.encode()})
    assert findings == ()
    known = loaded.registers.references
    [found] = law.touched(loaded, law.asked("L. 4321-1 code du travail", known), {})
    assert [item.route[0] for item in found.mentions] == ["pourquoi", "vigilance", "historique"]
    wide = {item.id: item for item in law.touched(loaded, law.asked("CCAG-FCS 99.2", known), {})}
    assert [(item.kind, item.extent) for item in wide["COM-010"].mentions] == [("departure", "within")]
    assert law.touched(loaded, law.asked("CCAG-PI 99.2", known), {}) == ()


# --- readings -------------------------------------------------------------------------------------


def test_the_reading_made_longest_ago_comes_first_and_age_is_never_an_error(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "clauses", tmp_path / "clauses")
    path = tmp_path / "clauses" / "registres" / "references.yaml"
    text = path.read_text("utf-8")
    old = text.replace("lu_le: 2026-11-21", "lu_le: 2019-05-02", 3)
    path.write_text(old, "utf-8")
    done = run("lint", "--law", "--on", "2026-12-01", "--library", tmp_path)
    assert done.code == 0
    assert "3 lectures de plus de 365 jours : à refaire." in done.out
    first = done.out.split("récente\n")[1].splitlines()[0]
    assert first.startswith("2019-05-02 ")
    assert first.endswith("– à relire")
    data = json.loads(run("lint", "--law", "--on", "2026-12-01", "--format", "json", "--library", tmp_path).out)
    assert [item["old"] for item in data["readings"]][:4] == [True, True, True, False]
    assert data["readings"][0]["days"] == 2770
    assert [item["read_on"] for item in data["readings"]] == sorted(item["read_on"] for item in data["readings"])


def test_a_reference_that_nothing_cites_is_told_and_is_no_more_once_it_is_cited() -> None:
    files = dict(tree.folder(ROOT).files)
    loaded, _ = library.load(files)
    before = {item.reference.id: item for item in law.readings(loaded, "2026-12-01")}
    unused = next(name for name, item in before.items() if not item.cited)
    changed = _amended(files, "COM-010", "references:\n", f"references:\n  - {{ref: {unused}}}\n")
    after = {item.reference.id: item for item in law.readings(changed, "2026-12-01")}
    assert after[unused].entries == ("COM-010",)
    assert sum(not item.cited for item in after.values()) == sum(not item.cited for item in before.values()) - 1


# --- the command ----------------------------------------------------------------------------------


def test_the_command_gives_lines_that_hold_what_is_quoted() -> None:
    data = json.loads(run("lint", "--law", "L2112-2", "--format", "json", "--library", ROOT).out)
    checked = 0
    for item in data["touched"]:
        lines = (ROOT / item["file"]).read_text("utf-8").split("\n") if item["file"] else []
        for mention in item["mentions"] if lines else ():
            line = lines[mention["line"] - 1]
            assert mention["quote"].strip("…")[:30] in line, (item["id"], mention, line)
            checked += 1
    assert checked > 90


def test_words_without_quotes_are_one_article() -> None:
    apart, together = (run("lint", "--law", *words, "--library", ROOT) for words in (("R.", "2112-3"), ("R2112-3",)))
    assert apart.out == together.out
    assert "COM-024" in apart.out
    assert run("lint", "--article", "article R.2112-3 CCP", "--library", ROOT).out == together.out


@pytest.mark.parametrize(
    ("words", "said_"),
    [
        (("--law", "tralala"), "erreur[article-inconnu]"),
        (("--law", "clauses"), "est un chemin"),
        (("--law", "L2112-2", "--article", "L1"), "n'en garder qu'un"),
        (("--law", "--on", "hier"), "n'est pas une date"),
        (("--on", "2026-01-01"), "--on va avec --law"),
        (("--law", "--since", "HEAD"), "ni avec --rule ni avec --since"),
    ],
)
def test_what_is_typed_wrong_is_told(words: tuple[str, ...], said_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = run("lint", *words)
    assert (done.code, done.out) == (2, "")
    assert said_ in done.err


def test_an_article_that_nothing_cites_is_an_answer() -> None:
    done = run("lint", "--law", "L. 9999-1", "--library", ROOT)
    assert done.code == 0
    assert "n'est pas au registre" in done.out
    assert "rien ne cite cet article" in done.out


@pytest.mark.parametrize("typed", ["2112-2", "2112-2-1", "9999-1"])
def test_a_number_without_its_letter_is_refused(typed: str, shipped: Library) -> None:
    with pytest.raises(Misread) as refused:
        asked(typed, shipped.registers.references)
    assert any("2112" in name or typed in name for name in refused.value.near)
