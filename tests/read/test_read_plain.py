# ruff: noqa: E501 - a specimen stands on one line, as it is in the file
"""Text and Markdown, also drawn from a PDF page by page."""

import pytest

from clausekit.draft import Table
from clausekit.read import plain
from read_specimen import drafted, refusal, shown, texts

DRAWN = """# CCAP_2026

> Converti automatiquement depuis le PDF source
> Pages: 3

---

## Page 1

Sommaire

 ARTICLE 1 OBJET.......................................................1
    1.1 forme et durée..................................................2
 ARTICLE 2 PÉNALITÉS....................................................2

---

## Page 2

ARTICLE 1 OBJET

Le présent accord-cadre porte sur la maintenance applicative du concentrateur des mesures

hydrométriques, afin de répondre aux besoins des services de prévision des crues utilisateurs
et de la maîtrise d’ouvrage nationale.

    1.1 forme et durée

    • l’acte d’engagement et ses annexes, dont l’exemplaire original est conservé dans les archi-
         ves de l'administration ;
    • le bordereau des prix.
"""


def test_text_drawn_from_a_pdf():
    draft = drafted(DRAWN.encode())
    assert draft.format == "text"
    assert shown(draft)[-5:] == [
        "#1 1 OBJET",
        "Le présent accord-cadre porte sur la maintenance applicative du concentrateur des mesures hydrométriques, "
        "afin de répondre aux besoins des services de prévision des crues utilisateurs et de la maîtrise d’ouvrage nationale.",
        "#2 1.1 forme et durée",
        "- l’acte d’engagement et ses annexes, dont l’exemplaire original est conservé dans les archives de l'administration ;",
        "- le bordereau des prix.",
    ]
    lines = list(draft.lines())
    assert [line.text for line in lines if line.style == "toc 1"] == [
        "ARTICLE 1 OBJET\t1", "1.1 forme et durée\t2", "ARTICLE 2 PÉNALITÉS\t2",
    ]  # fmt: skip
    assert {line.place.page for line in lines[3:7]} == {1} and lines[-1].place.page == 2
    assert lines[-1].place.article == "1.1 forme et durée"


def test_markdown_headings_tables_and_stress():
    text = "# 2. Prix\n\nLe **titulaire** trie.\n\n## Critères\n\n| Critère | Poids |\n|---|---:|\n| **Prix** | 40 % |\n| a \\| b | |\n\n***\n\nFin.\n"
    assert shown(drafted(text.encode())) == [
        "#1 2 Prix", "Le titulaire trie.", "#2 Critères", "| Critère | Poids |", "| Prix | 40 % |", "| a | b |  |", "Fin.",
    ]  # fmt: skip


def test_bars_without_a_line_of_dashes_are_no_table():
    assert shown(drafted(b"march\xe9 n\xb0 |__|__|\n")) == ["marché n° |__|__|"]


def test_columns_of_a_text_are_a_table():
    text = (
        "Critères                                  Pondération\n"
        "Prix des prestations                          40 %\n"
        "Valeur technique de l’offre au regard\n"
        "du mémoire                                    60 %\n"
    )
    (table,) = drafted(text.encode()).blocks
    assert isinstance(table, Table)
    assert table.texts == (
        ("Critères", "Pondération"), ("Prix des prestations", "40 %"), ("Valeur technique de l’offre au regard du mémoire", "60 %"),
    )  # fmt: skip


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(code):
    assert shown(drafted("Déchets triés\r\n".encode(code))) == ["Déchets triés"]


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\0\0\0"])
def test_nothing_to_read(data):
    assert refusal(data) in ("Le fichier est vide.", "Le fichier ne contient aucun texte.")


def test_a_text_too_long_is_refused_at_once():
    assert refusal(b"a\n" * 40_000).startswith("Le texte est trop long")
    assert refusal(b"mot " * 600_000).startswith("Le texte est trop long")


@pytest.mark.parametrize("piece", [b"a\n", b"a     b     c\n", b"|a|b|\n", b"* \n- a\n", b". . . . . 1\n", b"# " + b" " * 900 + b"\n"])  # fmt: skip
def test_many_odd_lines_are_read(piece):
    assert drafted(piece * 1_500).format == "text"


def test_sentences_with_a_blank_line_between_are_paragraphs():
    """All of one length, so that each looks full: the blank lines tell, and the sentences that end."""
    said = [f"Le titulaire remet le rapport n° {number} à l'acheteur." for number in range(100, 130)]
    assert texts(drafted("\n\n".join(said).encode())) == said


def test_a_word_without_end_is_read_in_pieces():
    assert "".join(texts(drafted(b"f0" * 20_000))).replace(" ", "") == "f0" * 20_000


def test_a_numbered_item_after_bullets_begins_its_own_line():
    """The lines of an item are short beside it, so that the next number looks like the end of a full line."""
    text = (
        "Règles de tri :\n1) Bureaux, 35 % :\n- Papier\n- Cartouches d'imprimante usagées\n"
        "2) Ateliers et magasins, bois et métaux compris, jusqu'au quai de chargement, 15 %\n- Bois\n"
        "- Métaux ferreux\n3) Cours : 50 %\n"
    )
    assert [line.partition(",")[0] for line in texts(drafted(text.encode())) if "%" in line] == [
        "Bureaux", "Ateliers et magasins", "Cours : 50 %",
    ]  # fmt: skip


def _paged(*pages: str) -> list[str]:
    runs = [f"Ville de Brumeval\n\n{page}\n\n            Page {n} sur 3\n" for n, page in enumerate(pages, start=1)]
    return shown(drafted("\x0c".join(runs).encode()))


def test_what_runs_around_the_pages_of_a_text_is_taken_out():
    assert _paged("Le prix vaut 40 points.", "La saveur vaut 60 points.", "Les offres sont classées.") == [
        "Le prix vaut 40 points.", "La saveur vaut 60 points.", "Les offres sont classées.",
    ]  # fmt: skip


def test_a_table_of_a_text_goes_on_over_the_page():
    first = "Critères                                  Pondération\nPrix des prestations                          40 %"
    draft = _paged(first, "Saveur des plats                              60 %", "Les offres sont classées.")
    assert draft[:3] == ["| Critères | Pondération |", "| Prix des prestations | 40 % |", "| Saveur des plats | 60 % |"]


def test_lines_that_come_back_on_two_pages_only_are_kept():
    assert "Ville de Brumeval" in shown(drafted(b"Ville de Brumeval\n\nPrix\x0cVille de Brumeval\n\nSaveur"))[0]


def test_short_lines_are_not_joined():
    text = "Notation des offres\nCritères Pondération\nPrix 65\nQualité du service 35\net des fournitures\n"
    assert shown(drafted(text.encode())) == [
        "Notation des offres",
        "Critères Pondération",
        "Prix 65",
        "Qualité du service 35 et des fournitures",
    ]


def test_a_list_is_not_joined_to_the_line_that_announces_it():
    first = "Pour noter les offres que les candidats remettent, la commission retient ce qui suit :"
    assert shown(drafted(f"{first}\nPrix 65\nDélai 35\n".encode())) == [first, "Prix 65", "Délai 35"]


@pytest.mark.parametrize(
    ("above", "first", "contents"),
    [
        ("Critères de jugement", 45, 0),
        ("Critères de jugement", 44, 3),  # 99: nothing says that they are weights
        ("Sommaire des critères", 45, 3),
        ("Organisation du service", 45, 3),
    ],
)
def test_numbers_that_dots_lead_to_are_weights_when_they_make_a_hundred(above, first, contents):
    text = f"{above}\nPrix {'.' * 30} {first}\nDélai {'.' * 29} 20\nQualité {'.' * 27} 35\n"
    draft = drafted(text.encode())
    assert len([line for line in draft.lines() if line.style == "toc 1"]) == contents
    assert shown(draft)[-1] == "Qualité\t35"


def test_what_each_page_begins_with_is_no_header_when_it_differs():
    """One lot a page, with its weights: only their figures part them."""
    pages = [
        f"Lot n° {n}\nPrix : {price} %\nSaveur : {100 - price} %\nLes menus {word} sont goûtés par un jury.\n"
        f"Le jury {word} siège à huis clos.\nIl dresse un procès-verbal {word}.\n"
        for n, price, word in ((1, 40, "chauds"), (2, 50, "froids"), (3, 60, "bios"))
    ]
    draft = drafted("\x0c".join(pages).encode())
    told = " ".join(shown(draft))
    assert all(f"Lot n° {n}" in told and f"Prix : {price} %" in told for n, price in ((1, 40), (2, 50), (3, 60)))
    assert not draft.around


def test_weights_that_come_back_on_each_page_are_kept():
    pages = [f"Prix : 40 %\nSaveur : 60 %\n{words}\n" for words in ("Menus chauds.", "Menus froids.", "Menus bios.")]
    assert " ".join(shown(drafted("\x0c".join(pages).encode()))).count("Prix : 40 %") == 3


def test_a_page_may_be_counted_with_its_number_sign():
    pages = [f"Menus {word}.\n\nPage n° {n}\n" for n, word in enumerate(("chauds", "froids", "bios"), start=1)]
    assert not any("Page" in line for line in shown(drafted("\x0c".join(pages).encode())))


def test_a_text_is_read_up_to_a_bound_and_what_is_left_out_is_said(monkeypatch):
    data = "\n\n".join(f"Le titulaire remet le bilan du mois {n}." for n in range(10)).encode()
    whole = drafted(data)
    assert (len(texts(whole)), whole.partial, whole.doubts) == (10, False, ())
    line = "Le titulaire remet le bilan du mois 0."
    monkeypatch.setattr(plain, "MOST_WORK", 4 * (2 * plain.A_LINE + len(line)))
    cut = drafted(data)
    assert texts(cut) == [f"Le titulaire remet le bilan du mois {n}." for n in range(4)]
    assert cut.partial
    assert cut.doubts == (
        "Le texte est trop long pour être lu en entier : il est lu jusqu’à la ligne 8. "
        "Le partager en plusieurs fichiers.",
    )


def test_a_line_that_no_page_holds_is_read_up_to_the_bound(monkeypatch):
    monkeypatch.setattr(plain, "MOST_WORK", 5_000)
    cut = drafted(b"Objet\n\n" + b"mot " * 2_000)
    assert cut.partial
    assert sum(map(len, texts(cut))) == pytest.approx(5_000 - 3 * plain.A_LINE, abs=10)
    assert cut.doubts[0].startswith("Le texte est trop long pour être lu en entier : il est lu jusqu’à la ligne 3.")


def test_lines_that_count_pages_run_around_them():
    text = "".join(
        f"Les offres sont jugées.\nConsultation n°2026-CP-0011 Règlement de la consultation   {page} / 9 \nSuite {page}.\n"
        for page in (5, 6)
    )
    found = drafted(text.encode())
    assert "Consultation" not in " ".join(line.text for line in found.blocks)
    assert [line.text for line in found.around] == ["Consultation n°2026-CP-0011 Règlement de la consultation 6 / 9"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Valeur technique de l'offre 5 / 10", "Qualité environnementale 6 / 10"],
        ["Note 1/20", "Note 2/20"],
        ["Consultation n°2026-CP-0011 Règlement 5 / 9", "Consultation n°2026-CP-0011 Règlement 5 / 9"],
        ["Valeur technique de l'offre : 5 / 10", "Valeur technique de l'offre : 7 / 10"],
    ],
)
def test_figures_that_count_no_page_stay(lines):
    found = drafted("\n\n".join(lines).encode())
    assert [line.text for line in found.blocks] == lines
