"""The chain behind each sustainability criterion, as the reports of `check` draw it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import check_cases as cases
from clausekit.chain import LINKS
from clausekit.report import text

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
ALL = list(cases.discover())
KEYS = ("elements", "question", "proofs", "clauses", "control", "consequence")
BARE = """\
objet: Fourniture de gobelets pour les réceptions
famille: moyens-generaux
dates: {lancement: 2026-12-15}
criteres:
  - {critere: prix, poids: 70}
  - {titre: Environnement et social, nature: environnementale, poids: 30}
"""


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with cases.libraries_read_once():
        yield


def example(name: str) -> str:
    return str(EXAMPLES / name / f"{name}.dossier.yaml")


def told(path: str, form: str) -> str:
    return cases.run("check", path, "--format", form).out


def chains(path: str) -> list[tuple[str, dict[str, Any]]]:
    """Each lot's chains, of the one dossier."""
    (dossier,) = json.loads(told(path, "json"))["dossiers"]
    return [(lot["lot"], chain) for lot in dossier["lots"] for chain in lot["chains"]]


def drawn(path: str) -> list[str]:
    """The lines of the text report under the title of the chain."""
    lines = told(path, "text").splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith("CHAÎNE")), None)
    return [] if start is None else lines[start + 1 : lines.index("", start)]


@pytest.fixture
def bare(tmp_path: Path) -> str:
    path = tmp_path / "gobelets.dossier.yaml"
    path.write_text(BARE, encoding="utf-8")
    return str(path)


def test_a_whole_chain_reads_from_the_criterion_to_the_penalty() -> None:
    lines = drawn(example("nettoyage-ccp"))
    at = next(n for n, line in enumerate(lines) if line.startswith("  MOG-C01 "))
    assert lines[at].endswith(", 10 %")
    links = " ".join(line.strip() for line in lines[at + 1 : at + 3]).split(" -> ")
    assert links[1:3] == ["question du cadre de réponse", "5 justificatifs"]
    assert links[3].startswith("clauses MOG-001, ")
    assert links[4:] == ["contrôle", "conséquence"]
    assert "MANQUE" not in "".join(lines)


def test_every_missing_link_is_named(bare: str) -> None:
    ((lot, chain),) = chains(bare)
    assert (lot, chain["criterion"], chain["weight"]) == ("unique", "Environnement et social", 30)
    assert chain["missing"] == list(KEYS)
    assert chain["links"] == {
        "elements": 0,
        "question": False,
        "proofs": 0,
        "clauses": [],
        "control": [],
        "consequence": [],
    }
    lines = " ".join(drawn(bare))
    assert all(name in lines.partition("MANQUE")[2] for name in LINKS)


def test_a_link_that_some_clauses_hold_names_them() -> None:
    """Two clauses stand behind the criterion; the control or the penalty of one is taken away."""
    from clausekit import library, tree
    from clausekit.report.chained import _links

    loaded, _ = library.load(tree.folder(EXAMPLES.parent).files)
    from dataclasses import replace

    from clausekit.chain import chains as found
    from clausekit.cli.loading import load_purchase

    lot = load_purchase(Path(example("nettoyage-ccp")), loaded).marche.lots[0]
    chain = next(item for item in found(lot) if len(item.clauses) > 1)
    first = chain.clauses[0].clause.id
    partial = replace(chain, links=(*chain.links[:4], first, ""))
    links = _links(partial)
    assert links[4] == (f"contrôle ({first} seulement)", first)
    assert links[5] == ("", "")


@pytest.mark.parametrize("name", ["collecte-dechets", "renovation-ecole"])
def test_lots_with_the_same_chain_are_told_together(name: str) -> None:
    listed = chains(example(name))
    heads = [line for line in drawn(example(name)) if line.startswith("  ") and not line.startswith("    ")]
    same = {json.dumps({**chain, "weight": None}, sort_keys=True) for _, chain in listed}
    assert len(heads) == len(same) < len(listed)
    weights: dict[str, set[float]] = {}
    for _, chain in listed:
        weights.setdefault(chain["criterion"], set()).add(chain["weight"])
    varied = [name for name, found in weights.items() if len(found) > 1]
    assert all(any(name in head and "(lot" in head for head in heads) for name in varied)


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.name)
def test_the_missing_links_are_those_that_hold_nothing(item: cases.Case) -> None:
    for dossier in cases.document(item)["dossiers"]:
        for chain in (chain for lot in dossier["lots"] for chain in lot["chains"]):
            assert set(chain) == {"criterion", "weight", "links", "missing"}
            assert tuple(chain["links"]) == KEYS
            assert chain["missing"] == [key for key, held in chain["links"].items() if not held]
            assert set(chain["links"]["control"]) | set(chain["links"]["consequence"]) <= set(chain["links"]["clauses"])


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.name)
def test_the_drawing_fits_a_terminal_and_a_windows_code_page(item: cases.Case) -> None:
    lines = cases.run(*item.arguments()).out.splitlines()
    start = next((at for at, line in enumerate(lines) if line.startswith("CHAÎNE")), len(lines) - 1)
    block = lines[start : lines.index("", start) if "" in lines[start:] else None]
    assert max(map(len, block)) <= text.WIDTH
    assert not [line for line in block if line.rstrip().endswith("->")]
    "\n".join(block).encode("cp1252")


def test_markdown_draws_it_too(bare: str) -> None:
    whole = [line for line in told(example("nettoyage-ccp"), "markdown").splitlines() if "→" in line]
    assert whole and all(line.startswith("- **") and line.count("→") == 5 for line in whole)
    assert "**MANQUE : " in told(bare, "markdown")


def test_without_a_sustainability_criterion_nothing_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "prix.dossier.yaml"
    path.write_text(BARE.replace("poids: 70", "poids: 100").rpartition("  - ")[0], encoding="utf-8")
    assert drawn(str(path)) == [] and chains(str(path)) == []
