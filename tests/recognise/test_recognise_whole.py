"""The package as a whole: one reading of a document, a contract of several pieces, and its vocabulary."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausekit import source
from clausekit.draft import Draft
from clausekit.recognise import considerations, criteria, piece, recognise, together, verdicts, words
from clausekit.recognise.articles import articles
from clausekit.recognise.considerations import considered
from clausekit.recognise.criteria import flat
from clausekit.recognise.phrases import compiled
from clausekit.recognise.topics import GENERAL, topics
from clausekit.recognise.weights import alone, weights
from recognise_drafts import draft

ROOT = Path(__file__).resolve().parents[2]

RC = """RÈGLEMENT DE LA CONSULTATION
# 1 Objet de la consultation
La présente consultation concerne : entretien des locaux
# 2 Jugement des offres
- Prix : 60 %
- Valeur technique : 25 %
- Développement durable : 15 %
"""


def test_one_reading():
    read = recognise(draft(RC))
    assert read.piece.piece == "RC"
    assert [item.label for item in read.criteria] == ["Prix", "Valeur technique", "Développement durable"]
    assert [item.answer for item in read.verdicts] == ["yes"]
    assert [fact.value for fact in read.facts if fact.name == "object"] == ["entretien des locaux"]


def test_a_piece_that_judges_no_offer_has_no_verdict():
    assert recognise(draft("CCTP\n# 1 Mobilier\nLe bois est clair.")).verdicts == ()
    assert [item.answer for item in recognise(draft("RÈGLEMENT DE LA CONSULTATION")).verdicts] == ["to_confirm"]


def test_an_empty_document_says_nothing():
    read = recognise(Draft(file="vide.docx", format="docx", blocks=()))
    assert (read.piece.piece, read.criteria, read.considerations, read.facts) == ("autre", (), (), ())


def test_every_criterion_has_its_place():
    assert [item.place.line for item in criteria(draft(RC))] == [5, 6, 7]
    assert {item.place.article for item in criteria(draft(RC))} == {"2 Jugement des offres"}


CCAP = """# 6 Développement durable
Les conditions d'exécution à caractère environnemental sont précisées à l'article 4 du CCTP.
# 9 Pénalités
## 9.2 Pénalités liées aux clauses environnementales
Chaque manquement donne lieu à une pénalité de 70 €.
"""
CCTP = """# 4 Clauses environnementales
Le titulaire trie à la source les déchets de ses prestations.
"""


def test_a_penalty_of_the_ccap_makes_a_duty_of_the_cctp_verifiable():
    pieces = [("CCAP", considerations(draft(CCAP), "CCAP")), ("CCTP", considerations(draft(CCTP), "CCTP"))]
    alone_ = [(name, item.status) for name, items in pieces for item in items]
    assert alone_ == [("CCAP", "declared"), ("CCTP", "to_confirm")]
    read = together(pieces)
    assert [(name, item.status) for name, item in read] == [("CCTP", "met")]
    assert [figure.value for figure in read[0][1].figures] == [70]


def test_an_announcement_stays_when_what_it_announces_is_nowhere():
    read = together([("CCAP", considerations(draft(CCAP), "CCAP"))])
    assert [(name, item.status, item.refers) for name, item in read] == [("CCAP", "declared", ("CCTP 4",))]


INSERTION = """# 5 Insertion
Le titulaire réserve 90 heures à des personnes éloignées de l'emploi.
"""
DAY = """# 6 Conditions sociales de travail
Au moins 60 % des heures de ménage sont effectuées en journée.
"""
FINES = """# 9 Pénalités
| Heure d'insertion non réalisée | 40 € |
"""


def _figures(*given_: tuple[str, str]) -> list[list[float]]:
    read = [(name, *considered(articles(draft(text)), name)) for name, text in given_]
    fines = [(name, raised) for name, _, raised in read]
    found = together([(name, items) for name, items, _ in read], fines=fines)
    return [[figure.value for figure in item.figures] for _, item in found]


def test_a_penalty_of_another_piece_goes_to_the_duty_it_speaks_of_else_to_its_kind():
    assert _figures(("CCTP", INSERTION + DAY), ("CCAP", FINES)) == [[90, 40], [60]]
    assert _figures(("CCTP", DAY), ("CCAP", FINES)) == [[60, 40]]


def test_a_consideration_says_where_and_why():
    (item,) = considerations(draft(CCTP), "CCTP")
    assert (item.article, item.place.line) == ("4 Clauses environnementales", 2)
    assert item.excerpt == "Le titulaire trie à la source les déchets de ses prestations."
    assert item.why.startswith("Une obligation est écrite, mais")
    assert 0 < item.confidence < 1


def test_a_part_that_may_never_be_ordered_is_to_confirm():
    text = "# 4 Tranche optionnelle – Sobriété\n## 4.1 Énergie\nLe titulaire réduit de 20 % la consommation d'énergie."
    (item,) = considerations(draft(text), "CCTP")
    assert item.status == "to_confirm"
    assert "jamais être commandée" in item.why


# --- The vocabulary


def phrases(value: Any, route: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in phrases(item, (*route, key))]
    if isinstance(value, list):
        return [(route, item) for item in value]
    return []


ALL = phrases(words.vocabulary())


def test_every_phrase_is_folded():
    for route, phrase in ALL:
        assert isinstance(phrase, str), (route, phrase)
        assert words.fold(phrase) == phrase, (route, phrase)
        assert phrase == phrase.strip(), (route, phrase)


def test_no_list_says_a_phrase_twice():
    seen = set()
    for entry in ALL:
        assert entry not in seen, entry
        seen.add(entry)


def test_every_phrase_is_found_in_a_text_that_says_it():
    for route, phrase in ALL:
        told = phrase.replace("*", "").replace(" ... ", " aaa bbb ")
        assert compiled([phrase]).search(f"x {told} x"), (route, phrase)


def test_every_phrase_of_a_theme_is_heard():
    """No list of false friends silences a phrase that another list holds."""
    for name, theme in words.vocabulary()["themes"].items():
        for phrase in (*theme.get("mots", ()), *theme.get("faibles", ())):
            told = phrase.replace("*", "").replace(" ... ", " aaa bbb ")
            heard = {topic.theme for topic in topics(f"x {told} x")}
            assert name in heard or name == "environnement", (name, phrase, heard)


def test_every_title_and_every_name_of_a_piece_is_known():
    for name, lists in words.vocabulary()["pieces"].items():
        for phrase in lists["titres"]:
            assert piece(draft(phrase.replace("*", ""))).piece in {name, "CCP"}, phrase
        for phrase in lists.get("fichiers", ()):
            assert piece(draft("Mobilier", file=f"2026 {phrase} v2.pdf")).piece == name, phrase


def test_themes_are_those_of_the_register():
    file = ROOT / "clauses" / "registres" / "themes.yaml"
    known = {item["id"] for item in source.load(file.read_bytes(), file=file.name).data["themes"]}
    assert set(words.vocabulary()["themes"]) - GENERAL <= known


def test_a_star_ends_a_word_and_dots_skip_a_few():
    rule = compiled(["prix", "valeur* ... technique"])
    assert rule.search("le prix") and not rule.search("les prixe")
    assert rule.search("valeurs de la note technique")
    assert not rule.search("valeur a b c d e f g technique")


# --- Properties


@given(st.text(max_size=60))
def test_folding_keeps_places(text):
    assert len(words.fold(text)) == len(text)


@given(st.text(max_size=200))
@settings(max_examples=30)
def test_no_text_is_too_strange(text):
    lines = "\n".join(line for line in text.split("\n") if not line.startswith("|"))
    read = recognise(draft(f"# Jugement des offres\n{lines}"))
    assert all(item.label for item in flat(read.criteria))


LABELS = ("Prix", "Valeur technique", "Délai de livraison", "Performance environnementale", "Insertion sociale")


def _lines(form: str):
    return lambda rows: "\n".join(form.format(label=label, weight=weight) for label, weight in rows)


def _turned(rows):
    return f"| {' | '.join(row[0] for row in rows)} |\n| {' | '.join(f'{row[1]} %' for row in rows)} |"


def _sentence(rows):
    return "Les critères sont les suivants : " + ", ".join(f"{label} ({weight} %)" for label, weight in rows) + "."


SHAPES = {
    "list": _lines("- {label} : {weight} %"),
    "numbers": lambda rows: "\n".join(f"{rank}. {label} ({weight} %)" for rank, (label, weight) in enumerate(rows, 1)),
    "table": lambda rows: "| Critères | Pondération |\n" + _lines("| {label} | {weight} % |")(rows),
    "points": _lines("Critère : {label} – {weight} points"),
    "fractions": _lines("{label} {weight}/100"),
    "column": _lines("{label}\n{weight} %"),
    "turned": _turned,
    "sentence": _sentence,
}


@st.composite
def grids(draw):
    """A price and one to four other criteria whose weights make 100."""
    labels = ["Prix", *draw(st.lists(st.sampled_from(LABELS[1:]), min_size=1, max_size=4, unique=True))]
    cuts = sorted(draw(st.sets(st.integers(2, 98), min_size=len(labels) - 1, max_size=len(labels) - 1)))
    found = [right - left for left, right in zip([0, *cuts], [*cuts, 100], strict=True)]
    return list(zip(draw(st.permutations(labels)), found, strict=True))


@given(grids(), st.sampled_from(sorted(SHAPES)))
@settings(max_examples=80)
def test_a_grid_is_read_back_whatever_its_shape(rows, shape):
    read = criteria(draft("# Jugement des offres\n" + SHAPES[shape](rows)))
    top = [(item.label, item.weight) for item in read]
    lines = [(item.label, item.weight) for item in flat(read)]
    # Sums alone may put a criterion under another; they never lose, add or change a line.
    assert lines == rows
    assert sum(item.share or 0 for item in read) == pytest.approx(100, abs=0.1) or len(top) < len(lines)


NOISE = (
    "La note du prix est donnée par la formule N = 40 x (P mini / P).",
    "Une remise de 5 % peut être proposée.",
    "| Appréciation | Points |\n| Très satisfaisant | 10 |\n| Satisfaisant | 5 |\n| Insuffisant | 0 |",
    "En cas d'égalité, l'offre la moins chère est retenue.",
    "Une offre inférieure de 30 % à la moyenne fait l'objet d'une demande de précisions.",
)


@given(grids(), st.lists(st.sampled_from(NOISE), min_size=1, max_size=3, unique=True))
@settings(max_examples=30)
def test_what_surrounds_a_grid_changes_nothing(rows, noise):
    text = "# Jugement des offres\n" + SHAPES["table"](rows)
    before = [(item.label, item.weight) for item in flat(criteria(draft(text)))]
    after = [(item.label, item.weight) for item in flat(criteria(draft(text + "\n" + "\n".join(noise))))]
    assert after == before


@given(grids())
@settings(max_examples=30)
def test_the_share_of_distinct_criteria_is_their_weight(rows):
    read = criteria(draft("# Jugement des offres\n" + SHAPES["table"](rows)))
    if any(item.sub for item in read):
        return
    (verdict,) = verdicts(read)
    expected = sum(weight for label, weight in rows if re.search("environnementale|Insertion", label))
    assert verdict.share == pytest.approx(expected)
    assert verdict.answer == ("yes" if expected else "no")


@given(st.integers(1, 100))
def test_a_weight_alone_is_read_with_its_unit(value):
    for text, unit in ((f"{value} %", "percent"), (f"{value}%", "percent"), (f"({value} points)", "points")):
        read = alone(text)
        assert read is not None
        assert (read.value, read.unit) == (value, unit)


OTHERS = (
    "TVA 20 %",
    "au moins 30 % de la masse",
    "une remise de 10 %",
    "article 40 points",
    "du 01/01/2026",
    "24/7",
    "≥ 50 %",
    "50 € par jour",
)


@pytest.mark.parametrize("text", OTHERS)
def test_other_numbers_are_no_weights(text):
    assert weights(text) == ()
