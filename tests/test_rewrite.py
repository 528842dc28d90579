# ruff: noqa: E501 - a case stands on one line
"""Values of a YAML file written anew in place: nothing else moves."""

from __future__ import annotations

import pytest

from clausekit import rewrite, source
from clausekit.rewrite import Act, Head, Put

TEXT = """\
# en-tête
id: DEC-014   # l'identifiant
etat: relue
niveaux:
  socle: {taux: 70, delai: 30}   # plancher
  renforce:
    taux: 80
textes:
  CCTP: |
    Un alinéa.

    - un élément ;
    - un autre.

  CCAP: Une ligne.   # courte
historique:
  # la dernière en tête
  - {revision: 1, date: 2026-03-16, nature: creation, motif: Première.}
"""


def rewritten(text: str, *acts: Act) -> str:
    data = text.encode()
    found = rewrite.rewritten(data, source.load(data, file="essai.yaml"), acts)
    assert found is not None
    return found.decode()


@pytest.mark.parametrize(
    ("act", "old", "new"),
    [
        (Put(route=("etat",), value="projet"), "etat: relue", "etat: projet"),
        (Put(route=("niveaux", "socle", "delai"), value=15), "delai: 30", "delai: 15"),
        (Put(route=("niveaux", "renforce", "taux"), value=85.5), "taux: 80", "taux: 85.5"),
        (Put(route=("textes", "CCTP"), value="Un seul.\n"), "Un alinéa.\n\n    - un élément ;\n    - un autre.\n", "Un seul.\n"),
        (Put(route=("textes", "CCAP"), value="Une autre ligne"), "Une ligne.", "Une autre ligne"),
        (Put(route=("textes", "CCAP"), value="Oui : deux"), "Une ligne.", '"Oui : deux"'),
        (Head(route=("historique",), line='{revision: 2, date: 2026-11-22, nature: substantielle, motif: "A, b."}'),
         "  - {revision: 1", '  - {revision: 2, date: 2026-11-22, nature: substantielle, motif: "A, b."}\n  - {revision: 1'),
    ],
)  # fmt: skip
def test_only_what_is_asked_changes(act: Act, old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert rewritten(TEXT, act) == TEXT.replace(old, new)


def test_several_at_once_and_the_line_ends_of_windows() -> None:
    acts = (Put(route=("textes", "CCTP"), value="A.\n\nB.\n"), Put(route=("etat",), value="projet"))
    expected = TEXT.replace("Un alinéa.\n\n    - un élément ;\n    - un autre.", "A.\n\n    B.")
    expected = expected.replace("relue", "projet")
    assert rewritten(TEXT, *acts) == expected
    data = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    found = rewrite.rewritten(data, source.load(data, file="essai.yaml"), acts)
    assert found == b"\xef\xbb\xbf" + expected.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("textes: {CCTP: A., CCAP: B.}\n", Put(route=("textes", "CCTP"), value="A.\n\nB.\n")),
        ("textes:\n  CCTP: |\n    A.\n", Put(route=("textes", "CCTP"), value="  A.\n")),
        ("etat:\n", Put(route=("etat",), value="projet")),
        ("historique:\n  -\n    revision: 1\n", Head(route=("historique",), line="{revision: 2}")),
    ],
)
def test_what_cannot_be_done_without_touching_the_rest_is_not_done(text: str, act: Act) -> None:
    data = text.encode()
    assert rewrite.rewritten(data, source.load(data, file="essai.yaml"), [act]) is None


def test_a_list_between_brackets_gets_its_head() -> None:
    assert rewritten("h: [{a: 1}]\n", Head(route=("h",), line="{a: 2}")) == "h: [{a: 2}, {a: 1}]\n"


def test_a_plain_text_of_several_lines_becomes_a_block() -> None:
    assert rewritten("t:\n  A: un.\n  B: b\n", Put(route=("t", "A"), value="un.\ndeux.\n")) == (
        "t:\n  A: |\n    un.\n    deux.\n  B: b\n"
    )
