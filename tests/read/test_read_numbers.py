# ruff: noqa: E501 - a specimen stands on one line, as it is in the file
"""Numbers that Word prints and does not write, and those that authors type."""

import pytest

from clausekit.read import typed
from clausekit.read.figures import figure
from read_specimen import NUMBERING, STYLES, docx, drafted, para, shown, table


def numbered(num: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def level(number: int, text: str, form: str = "decimal", more: str = "") -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbers(paragraphs: list[tuple[int, int]], definitions: str) -> list[str]:
    body = [para("texte", properties=numbered(num, depth)) for num, depth in paragraphs]
    return [line.number for line in drafted(docx(*body, numbering=definitions)).lines()]


def kind(number: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def use(number: int, abstract: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


THREE = kind(1, level(0, "%1."), level(1, "%1.%2"), level(2, "%1.%2.%3"))


def test_levels_count_and_begin_again():
    path = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1)]
    assert numbers(path, THREE + use(1, 1)) == ["1.", "1.1", "1.2", "1.2.1", "2.", "2.1"]


def test_a_level_skipped_counts_as_begun():
    assert numbers([(1, 0), (1, 2), (1, 1)], THREE + use(1, 1)) == ["1.", "1.1.1", "1.2"]


def test_lists_of_a_kind_go_on_unless_they_start_anew():
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    path = [(1, 0), (2, 0), (3, 0), (3, 0), (1, 0)]
    assert numbers(path, THREE + use(1, 1) + use(2, 1) + use(3, 1, again)) == ["1.", "2.", "1.", "2.", "3."]


def test_a_list_may_change_a_level():
    other = '<w:lvlOverride w:ilvl="0">' + level(0, "%1)", "lowerLetter") + "</w:lvlOverride>"
    assert numbers([(1, 0), (2, 0)], THREE + use(1, 1) + use(2, 1, other)) == ["1.", "b)"]


def test_restart_may_be_forbidden():
    kept = kind(1, level(0, "%1."), level(1, "%2)", more='<w:lvlRestart w:val="0"/>'))
    assert numbers([(1, 0), (1, 1), (1, 0), (1, 1)], kept + use(1, 1)) == ["1.", "1)", "2.", "2)"]


def test_legal_numbers_are_all_in_figures():
    legal = kind(1, level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"))
    assert numbers([(1, 0), (1, 1)], legal + use(1, 1)) == ["I", "1.1"]


def test_a_numbering_style_stands_for_its_list():
    styles = (
        STYLES
        + '<w:style w:type="numbering" w:styleId="Liste"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    )
    linked = kind(8, more='<w:numStyleLink w:val="Liste"/>')
    definitions = THREE + linked + use(5, 1) + use(9, 8)
    body = [para("texte", properties=numbered(9, depth)) for depth in (0, 1)]
    found = drafted(docx(*body, numbering=definitions, styles=styles))
    assert [line.number for line in found.lines()] == ["1.", "1.1"]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [(4, "upperRoman", "IV"), (1999, "lowerRoman", "mcmxcix"), (27, "lowerLetter", "aa"), (3, "upperLetter", "C"),
     (5, "decimalZero", "05"), (1, "ordinal", "1er"), (0, "lowerLetter", "0"), (3, "chicago", "3"), (2, "none", "")],
)  # fmt: skip
def test_figures(value, form, printed):
    assert figure(value, form) == printed


def test_headings_items_and_bullets_of_styles():
    body = (
        para("Objet", style="Titre1"),
        para("Tri des déchets", style="Titre2"),
        para("le bois", style="Puce"),
        para("le chêne", style="Puce", properties='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>'),
        para("Sans numéro", style="Titre2", properties='<w:numPr><w:numId w:val="0"/></w:numPr>'),
    )
    assert shown(drafted(docx(*body))) == [
        "#1 1 Objet", "#2 1.1 Tri des déchets", "- le bois", "- a) le chêne", "#2 Sans numéro",
    ]  # fmt: skip


CUSTOM = """
<w:style w:type="paragraph" w:styleId="A1"><w:name w:val="AMP Article"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="A2"><w:name w:val="AMP Alinéa"/><w:basedOn w:val="A1"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Corps"><w:name w:val="Corps"/><w:basedOn w:val="A1"/>
<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
"""


def test_custom_styles_inherit_level_and_list():
    body = (para("Objet", style="A1"), para("Lieu", style="A2"), para("Texte.", style="Corps"))
    found = drafted(docx(*body, styles=STYLES + CUSTOM))
    assert shown(found) == ["#1 1 Objet", "#2 1.1 Lieu", "Texte."]
    assert [line.style for line in found.lines()] == ["AMP Article", "AMP Alinéa", "Corps"]


def test_a_paragraph_may_be_a_heading_by_itself():
    own = '<w:outlineLvl w:val="2"/>'
    assert shown(drafted(docx(para("7.2.1 - Retards", properties=own)))) == ["#3 7.2.1 Retards"]


def test_an_empty_numbered_paragraph_takes_a_number():
    body = (para(style="Titre1"), para("Objet", style="Titre1"))
    assert shown(drafted(docx(*body))) == ["#1 2 Objet"]


def test_old_properties_of_a_paragraph_are_not_its_own():
    old = '<w:pPrChange w:id="1" w:author="A"><w:pPr><w:pStyle w:val="Titre1"/><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>'
    assert shown(drafted(docx(para("Un texte.", properties=old)))) == ["Un texte."]


@pytest.mark.parametrize(
    ("text", "strong", "told"),
    [
        ("Article 7 – Pénalités", False, "#1 7 Pénalités"),
        ("ARTICLE 7. PÉNALITÉS", False, "#1 7 PÉNALITÉS"),
        ("Article premier : Objet et étendue", False, "#1 1 Objet et étendue"),
        ("Article 4.2 Sous-traitance", False, "#2 4.2 Sous-traitance"),
        ("ARTICLE 5", False, "#1 5 ARTICLE 5"),
        ("7.2 Retards d’exécution", False, "#2 7.2 Retards d’exécution"),
        ("14.3.3. Engagements environnementaux :", False, "#3 14.3.3 Engagements environnementaux :"),
        ("01.13 Tri sélectif des déchets", False, "#2 01.13 Tri sélectif des déchets"),
        ("2 - Conditions de la consultation", True, "#1 2 Conditions de la consultation"),
        ("C.C.T.P.", True, "C.C.T.P."),
        ("R.C.", True, "R.C."),
        ("C. Prix", True, "#2 C Prix"),
        ("II – PRESCRIPTIONS GÉNÉRALES", False, "#1 II PRESCRIPTIONS GÉNÉRALES"),
        ("A. Définitions", True, "#2 A Définitions"),
        ("CHAPITRE 3 – CONTRÔLE", False, "#1 CHAPITRE 3 CONTRÔLE"),
        # what is no title
        ("L’article 7 du CCAP s’applique.", False, "L’article 7 du CCAP s’applique."),
        ("Article 14 du CCAG-FCS", False, "Article 14 du CCAG-FCS"),
        (
            "Article L. 2113-10 du code de la commande publique",
            True,
            "Article L. 2113-10 du code de la commande publique",
        ),
        ("Article 7 – Le titulaire remet le bilan.", False, "Article 7 – Le titulaire remet le bilan."),
        ("2.5 tonnes par jour", True, "2.5 tonnes par jour"),
        ("7.2 Le titulaire remet un bilan.", False, "7.2 Le titulaire remet un bilan."),
        ("40.0 % du prix", True, "40.0 % du prix"),
        ("N° SIRET : 120 068 051 00040", True, "N° SIRET : 120 068 051 00040"),
        ("01.02.2026 Remise des offres", True, "01.02.2026 Remise des offres"),
        ("12 mois", True, "12 mois"),
        ("A TITRE INDICATIF", True, "A TITRE INDICATIF"),
        ("1. Prix des prestations", False, "- 1. Prix des prestations"),
        ("a) le bois", False, "- a) le bois"),
        ("1° le bois", False, "- 1° le bois"),
        ("- le bois", False, "- le bois"),
        ("• le bois", False, "- le bois"),
        ("o le bois", False, "- le bois"),
        ("-5 % par an", False, "-5 % par an"),
        ("- - -", False, "- - -"),
    ],
)
def test_titles_and_items_typed_by_hand(text, strong, told):
    found = typed.told(text, strong=strong)
    sign = f"#{found.heading}" if found.heading else "-" if found.item else ""
    assert " ".join(part for part in (sign, found.number, found.text) if part) == told


def test_a_long_numbered_sentence_is_no_title():
    assert typed.title("7.2 " + "Le titulaire remet un bilan et " * 10, strong=False) is None


def test_bold_makes_a_title_of_a_single_figure_and_a_cell_never_holds_one():
    bold = "<w:b/>"
    body = (
        para(f"<w:r><w:rPr>{bold}</w:rPr><w:t>2. Prix</w:t></w:r>"),
        para("2. Prix"),
        table([para(f"<w:r><w:rPr>{bold}</w:rPr><w:t>7.1 Retard</w:t></w:r>").join(("<w:tc>", "</w:tc>"))]),
    )
    assert shown(drafted(docx(*body, numbering=NUMBERING))) == ["#1 2 Prix", "- 2. Prix", "| 7.1 Retard |"]


@pytest.mark.parametrize(("label", "number"), [("Article 7 :", "7"), ("1.1.", "1.1"), ("II -", "II"), ("a)", "a)"), ("–", ""), ("Lot 2", "Lot 2")])  # fmt: skip
def test_a_number_is_cited_bare(label, number):
    assert typed.cited(label) == number
