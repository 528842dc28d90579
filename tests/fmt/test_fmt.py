"""`fmt`: one canonical form, that says what the file said."""

from __future__ import annotations

import re
import textwrap

import pytest

from clausekit import fmt, library, prose, source, tree
from clausekit.finding import UnreadableFile
from clausekit.fmt import faithful, printed, reflow
from clausekit.source import events
from conftest import EXAMPLES, ROOT

SHIPPED = {path: data for path, data in tree.folder(ROOT).files.items() if library.kind_of(path)}
BUYERS = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in EXAMPLES} | {
    "examples/metropole.acheteur.yaml": (ROOT / "examples" / "metropole.acheteur.yaml").read_bytes()
}
EVERY = SHIPPED | BUYERS
_SPECIMEN = re.compile(r"<!-- specimen: \S+ -->\n```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def kind(path: str) -> str | None:
    return library.kind_of(path) or path.split(".")[-2]


def shaped(text: str, of: str | None = "clause") -> str:
    return fmt.fmt(textwrap.dedent(text).encode(), file="essai.yaml", kind=of).decode()


def wrapped(text: str, width: int) -> str:
    """A prose whose paragraphs and items run on, cut as an editor does, at any space."""
    found = []
    for name, lines in prose.runs(text):
        whole = [" ".join(lines)] if name == "words" else lines
        cut = [textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in whole]
        found.append("\n".join(whole if name in {"table", "title"} else [line for lines in cut for line in lines]))
    return "\n\n".join(found) + "\n"


@pytest.mark.parametrize("path", EVERY)
def test_what_is_shipped_is_in_canonical_form(path):
    assert fmt.fmt(EVERY[path], file=path, kind=kind(path)).decode() == EVERY[path].decode()


def test_the_contributors_specimen_is_in_canonical_form():
    text = _SPECIMEN.search((ROOT / "CONTRIBUTING.md").read_text("utf-8"))[1]
    assert fmt.fmt(text.encode(), file="MOG-013.clause.yaml", kind="clause").decode() == text


@pytest.mark.parametrize("width", [30, 80])
def test_wrapped_prose_comes_back_one_sentence_a_line(width):
    proses = [token.text for data in SHIPPED.values() for token in source.tokens(data.decode()) if token.style == "|"]
    back = {text: "\n".join(reflow.lines(wrapped(text, width))) + "\n" for text in proses}
    assert len(proses) > 600
    lost = [
        line for text in back if back[text] != text for line in text.split("\n") if line not in back[text].split("\n")
    ]
    # « la ligne A. », « à la puissance n. », « le choix inscrit ici : … » may go on: only their line end told.
    assert len(lost) <= 16
    doubtful = [line for line in lost if re.search(r"(?:[ .]\w\.|…)$", line)]
    assert len(doubtful) >= len(lost) / 2
    assert all(back[text].split() == text.split() for text in back)


def test_keys_follow_the_schema_and_take_their_comments():
    assert shaped(
        """\
        # en tête
        titre: B   # dit le titre
        # dit l'identifiant
        id: DEC-001

        # --- Un titre de partie

        etat: projet
        type: rappel
        """
    ) == textwrap.dedent(
        """\
        # en tête
        # dit l'identifiant
        id: DEC-001
        titre: B  # dit le titre

        # --- Un titre de partie

        type: rappel
        etat: projet
        """
    )


def test_the_keys_of_a_buyer_stay_in_their_order():
    text = "famille: dechets\nobjet: Collecte\n"
    assert shaped(text, "dossier") == text


def test_pieces_keep_the_order_of_the_author():
    text = "id: A\ntextes:\n  RC: |\n    Un.\n  CCTP: |\n    Deux.\n"
    assert shaped(text) == text


def test_a_key_that_no_schema_knows_stays_behind_the_one_before_it():
    assert shaped("titre: A\ninconnue: 1\nid: B\n") == "id: B\ntitre: A\ninconnue: 1\n"


CASES = {
    "indents": ("a:\n    b:\n    - 1\n    -   c: 2\n        d: 3\n", "a:\n  b:\n    - 1\n    - c: 2\n      d: 3\n"),
    "brackets": ("a: { b: 1 , c: [ x,y ] }\n", "a: {b: 1, c: [x, y]}\n"),
    "brackets over lines": ("a: {b: 1,  # un\n  c: [1, 2]}  # deux\n", "a:\n  b: 1  # un\n  c: [1, 2]  # deux\n"),
    "single quotes": ("a: 'l''eau'\n", 'a: "l\'eau"\n'),
    "quotes kept": ('a: "12"\nb: "oui"\n', 'a: "12"\nb: "oui"\n'),
    "quotes needed in brackets": ("a:\n  [\n    x\n  ]\nb: [a b]\n", "a:\n  - x\nb: [a b]\n"),
    "quoted keys": ('"a": 1\n"b: c": 2\n', 'a: 1\n"b: c": 2\n'),
    "nothing": ("a:\nb: ~\nc: {d: , e: Null}\n", "a:\nb: null\nc: {d: null, e: null}\n"),
    "booleans": ("a: True\nb: FALSE\n", "a: true\nb: false\n"),
    "numbers as typed": ("a: 1.50\nb: 0o17\nc: 007\n", "a: 1.50\nb: 0o17\nc: 007\n"),
    "a text over lines": ("a: un texte\n  sur deux lignes\n", "a: un texte sur deux lignes\n"),
    "folded": ("a: >-\n  Un. Deux\n  lignes.\n", "a: >-\n  Un.\n  Deux lignes.\n"),
    "literal that is no prose": ("a: |-\n  x. Y\n   z\n", "a: |-\n  x. Y\n   z\n"),
    "prose in quotes": ('pourquoi: "Un. Deux.\\nTrois."\n', "pourquoi: |\n  Un.\n  Deux.\n  Trois.\n"),
    "prose stripped": ("pourquoi: |-\n  Un.\n\n\n  Deux.\n", "pourquoi: |\n  Un.\n\n  Deux.\n"),
    "blank lines": ("\n\na: 1\n\n\n\nb: 2\n\n", "a: 1\n\nb: 2\n"),
    "spaces": ("a: 10\u00a0% \nb: x\u202f; y\n", "a: 10 %\nb: x ; y\n"),
    "nfc": ("a: e\u0301te\u0301\n", "a: été\n"),
    "document marks": ("---\na: 1\n...\n", "a: 1\n"),
    "comment under a key": ("a:\n  # c\n  b: 1\n", "a:\n  # c\n  b: 1\n"),
    "comment before a value": ("a:\n  # c\n  1\n", "# c\na: 1\n"),
    "comment after a key": ("a:   # c\n  b: 1\n", "a:  # c\n  b: 1\n"),
    "comment at the end": ("a:\n  b: 1\n  # in\n# out\n", "a:\n  b: 1\n  # in\n# out\n"),
    "comment beside a block": ("pourquoi: |  # c\n  Un.\n# d\nz: 1\n", "pourquoi: |  # c\n  Un.\n# d\nz: 1\n"),
    "sign in a text": ("a: x#y\nb: 'x #y'\n", 'a: x#y\nb: "x #y"\n'),
    "comment on a dash": ("a:\n- # c\n  b: 1\n", "a:\n  # c\n  - b: 1\n"),
    "root in brackets": ("{a: 1, b: 2}  # c\n# d\n", "a: 1\nb: 2  # c\n# d\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_shapes(name):
    typed, expected = CASES[name]
    assert shaped(typed, None) == expected
    assert shaped(expected, None) == expected


PROSES = {
    "joined and cut": (
        "Le titulaire trie\nles déchets. Il remet un bilan.",
        ["Le titulaire trie les déchets.", "Il remet un bilan."],
    ),
    "articles": (
        "Voir l'art. L. 541-1 et l'article R. 2112-3. Fin.",
        ["Voir l'art. L. 541-1 et l'article R. 2112-3.", "Fin."],
    ),
    "people and numbers": (
        "M. Durand paie 3.5 euros. Le lot no. 2 reste.",
        ["M. Durand paie 3.5 euros.", "Le lot no. 2 reste."],
    ),
    "etc": ("Le bois, le métal, etc. Le reste suit.", ["Le bois, le métal, etc. Le reste suit."]),
    "etc at a line end": ("Le bois, etc.\nLe reste suit.", ["Le bois, etc.", "Le reste suit."]),
    "ellipsis": ("Il trie… Le reste suit... Voilà.", ["Il trie… Le reste suit... Voilà."]),
    "wrapped at an abbreviation": ("Selon l'art.\nL. 541-1.", ["Selon l'art. L. 541-1."]),
    "quotes": ("Il dit « Oui. Non. » Puis il part.", ["Il dit « Oui. Non. »", "Puis il part."]),
    "brackets": (
        "Le bilan (annuel. Voir plus bas) est remis. Fin.",
        ["Le bilan (annuel. Voir plus bas) est remis.", "Fin."],
    ),
    "blanks": (
        "Fin du délai. {{ acheteur }} paie. [[COM-007]] règle le reste.",
        ["Fin du délai.", "{{ acheteur }} paie.", "[[COM-007]] règle le reste."],
    ),
    "questions": ("Combien ? Deux ! Trois.", ["Combien ?", "Deux !", "Trois."]),
    "a number that would be an item": ("La règle est simple. 1. Trier.", ["La règle est simple. 1. Trier."]),
    "a dash that would be an item": ("Voici : « A. » - Le reste.", ["Voici : « A. » - Le reste."]),
    "items": ("- un item. Sa suite\n  encore\n1. deux", ["- un item.", "  Sa suite encore", "", "1. deux"]),
    "items of two sentences": ("1. Un item. Sa suite.\n2. Deux.", ["1. Un item.", "   Sa suite.", "2. Deux."]),
    "tables": ("| a. B | b |\n|:--|--:|\n| 1. C | 2 | 3 |", ["| a. B | b |", "|:--|--:|", "| 1. C | 2 | 3 |"]),
    "blocks": ("Texte :\n- a\n- b\n\nSuite.", ["Texte :", "", "- a", "- b", "", "Suite."]),
    "titles and computed": ("## Un titre. Le\n[[=penalites]]", ["## Un titre. Le", "", "[[=penalites]]"]),
}


@pytest.mark.parametrize("name", PROSES)
def test_prose(name):
    typed, expected = PROSES[name]
    assert list(reflow.lines(typed)) == expected
    assert list(reflow.lines("\n".join(expected))) == expected
    assert reflow.flat(typed) == reflow.flat("\n".join(expected))


def test_line_ends_and_the_byte_order_mark_go():
    assert fmt.fmt(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", file="x", kind=None) == b"a: 1\nb: 2\n"


def test_a_form_that_would_not_read_the_same_is_refused(monkeypatch):
    monkeypatch.setattr(printed, "lines", lambda _root: ["a: 2"])
    with pytest.raises(UnreadableFile) as raised:
        fmt.fmt(b"a:  1\n", file="x", kind=None)
    assert raised.value.findings[0].rule == "forme-infidele"


def test_a_lost_comment_is_refused(monkeypatch):
    monkeypatch.setattr(printed, "lines", lambda _root: ["a: 1"])
    with pytest.raises(UnreadableFile):
        fmt.fmt(b"a: 1  # dit pourquoi\n", file="x", kind=None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": 1}, {"a": 1.0}),
        ({"a": 1}, {"a": True}),
        ({"a": [1]}, {"a": [1, 2]}),
        ({"a": "x"}, {"a": "x "}),
        ({"pourquoi": "Un.\nDeux."}, {"pourquoi": "Un.\n\nDeux."}),
        ({"pourquoi": "Un."}, {"pourquoi": "Une."}),
    ],
)
def test_what_differs_is_seen(old, new):
    assert not faithful.same(old, new)


def test_without_the_c_parser_the_form_is_the_same(monkeypatch):
    monkeypatch.setattr(events, "of", events.pure)
    for typed, expected in CASES.values():
        assert shaped(typed, None) == expected
    for path in list(SHIPPED)[::60]:
        assert fmt.fmt(SHIPPED[path], file=path, kind=kind(path)) == SHIPPED[path]
