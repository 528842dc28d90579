# ruff: noqa: E501 - a case stands on one line
"""Blanks of a document as parameters: names, types, units, values; what is no blank is kept."""

from __future__ import annotations

import pytest

from clausekit import prose, read, transcribe
from clausekit.transcribe import Transcript, Wanted, Written
from read_specimen import docx, para, run

HIGHLIGHT = '<w:highlight w:val="yellow"/>'


def imported(*body: str) -> Transcript:
    return transcribe.transcribe(read.draft(docx(*body), file="essai.docx", signs=True), piece="CCTP")


def clause(*body: str) -> Written:
    [found] = imported(para("Essai", style="Titre1"), *body).clauses
    return found


def source(*body: str) -> str:
    [text] = clause(*body).texts
    return text.source.rstrip("\n")


def blank(text: str) -> Wanted:
    [found] = clause(para(text)).wanted.values()
    return found


@pytest.mark.parametrize(
    ("typed", "kept", "name", "kind", "unit", "value"),
    [
        ("dans un délai de [délai de remise : 15 jours] après", "{{ delai_remise }} après", "delai_remise", "duree", "jours", 15),
        ("au moins [taux] % des flux", "au moins {{ taux }} des flux", "taux", "pourcentage", None, None),
        ("au moins [taux de tri : 12,5 %] des flux", "{{ taux_tri }} des flux", "taux_tri", "pourcentage", None, 12.5),
        ("une pénalité de [à compléter] euros par jour", "{{ penalite }} par jour", "penalite", "montant", "euros", None),
        ("une prime de [montant : 1 500 €] au plus", "{{ montant }} au plus", "montant", "montant", "euros", 1500),
        ("sous …… jours ouvrés suivant", "sous {{ delai }} suivant", "delai", "duree", "jours ouvrés", None),
        ("sous ______ mois après", "sous {{ delai }} après", "delai", "duree", "mois", None),
        ("avant le [date de fin : 1er mars 2027] inclus", "{{ date_fin }} inclus", "date_fin", "date", None, "2027-03-01"),
        ("avant le [jj/mm/aaaa] au plus", "{{ date }} au plus", "date", "date", None, None),
        ("le délai est [délai de reprise]", "{{ delai_reprise }}", "delai_reprise", "duree", "", None),
        ("le lieu est [adresse du dépôt]", "{{ adresse_depot }}", "adresse_depot", "texte", None, None),
        ("il forme [nombre de salariés : 3] salariés", "{{ nombre_salaries }} salariés", "nombre_salaries", "nombre", None, 3),
        ("le [à compléter par le prescripteur : taux de recharge] des", "{{ taux_recharge }} des", "taux_recharge", "pourcentage", None, None),
        ("dans un délai de [15 jours calendaires]", "{{ delai }}", "delai", "duree", "jours calendaires", 15),
        ("un taux (valeur [part (%)])", "(valeur {{ part }})", "part", "pourcentage", None, None),
    ],
)  # fmt: skip
def test_a_blank_has_a_name_a_type_and_a_unit(
    typed: str, kept: str, name: str, kind: str, unit: str | None, value: object
) -> None:
    found = blank(typed)
    assert (found.name, found.kind, found.unit, found.value) == (name, kind, unit, value)
    assert kept in source(para(typed))


def test_answers_to_choose_from() -> None:
    assert blank("une fréquence [mensuelle / trimestrielle]").choices == ("mensuelle", "trimestrielle")
    assert blank("une remise [fréquence : mensuelle ou annuelle]").choices == ("mensuelle", "annuelle")
    assert blank("le [matériel] et/ou").kind == "texte"


def test_who_fills_a_blank_is_kept() -> None:
    assert blank("le [à compléter par le prescripteur : taux de recharge]").filled_by == "prescripteur"


def test_the_same_blank_is_the_same_parameter_and_another_is_not() -> None:
    found = clause(para("De [délai : 15 jours] à [délai : 15 jours], [à compléter] euros, puis [à compléter] euros."))
    assert [*found.wanted] == ["delai", "montant", "montant_2"]
    assert found.texts[0].source.count("{{ delai }}") == 2


def test_what_is_typed_as_in_the_library_is_kept() -> None:
    found = clause(
        para("Il remet à {{ acheteur }} les {{ delai_bilan }} et {{Taux de tri}} prévus à [[COM-007]], [COM-008].")
    )
    assert (
        found.texts[0].source
        == "Il remet à {{ acheteur }} les {{ delai_bilan }} et {{ taux_de_tri }} prévus à [[COM-007]], [[COM-008]].\n"
    )
    assert [*found.wanted] == ["delai_bilan", "taux_de_tri"]


@pytest.mark.parametrize(
    "kept",
    [
        "[Note au rédacteur : à supprimer sans lot.]",
        "[sic]",
        "[20.4, à vérifier]",
        "[Le titulaire remet un bilan. Il le signe.]",
    ],
)
def test_a_note_between_brackets_is_no_blank_and_is_told(kept: str) -> None:
    found = imported(para("Essai", style="Titre1"), para(f"Un texte {kept} suivi d'un autre."))
    assert found.clauses[0].texts[0].source.replace("\n", " ").strip() == f"Un texte {kept} suivi d'un autre."
    assert not found.clauses[0].wanted
    assert any("gardé tel quel" in item.message for item in found.remarks)


def test_highlighted_words_are_a_blank_with_their_value() -> None:
    found = clause(para("Dans un délai de ", run("15 ", HIGHLIGHT), run("jours", HIGHLIGHT), " francs."))
    [wanted] = found.wanted.values()
    assert (wanted.kind, wanted.unit, wanted.value) == ("duree", "jours", 15)
    assert found.texts[0].source == "Dans un délai de {{ delai }} francs.\n"


def test_brackets_and_highlight_together_are_one_blank() -> None:
    assert source(para("Au moins [", run("taux", HIGHLIGHT), "] % des flux.")) == "Au moins {{ taux }} des flux."
    assert source(para("Au moins ", run("[taux] %", HIGHLIGHT), " des flux.")) == "Au moins {{ taux }} des flux."


def test_a_whole_sentence_that_is_highlighted_is_kept() -> None:
    found = clause(para(run("Le titulaire remet un bilan annuel. Il y joint les bons.", HIGHLIGHT)))
    assert not found.wanted
    assert found.texts[0].source == "Le titulaire remet un bilan annuel.\nIl y joint les bons.\n"


def test_a_content_control_gives_its_title_and_its_answers() -> None:
    date = control('<w:alias w:val="Date de remise"/><w:date/><w:showingPlcHdr/>', "Cliquez ici")
    choice = control('<w:alias w:val="Fréquence"/><w:dropDownList><w:listItem w:displayText="mensuelle" w:value="1"/>'
                     '<w:listItem w:displayText="annuelle" w:value="2"/></w:dropDownList>', "mensuelle")  # fmt: skip
    found = clause(para("Remis avant le ", date, ", à fréquence ", choice, "."))
    assert {name: (item.kind, item.choices) for name, item in found.wanted.items()} == {
        "date_remise": ("date", ()),
        "frequence": ("choix", ("mensuelle", "annuelle")),
    }
    assert found.texts[0].source == "Remis avant le {{ date_remise }}, à fréquence {{ frequence }}.\n"


def control(properties: str, shown: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run(shown)}</w:sdtContent></w:sdt>"


def test_a_legacy_form_field_is_a_blank() -> None:
    data = '<w:ffData><w:name w:val="Texte1"/><w:statusText w:val="Lieu de dépôt"/><w:textInput/></w:ffData>'
    field = (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText> FORMTEXT </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("     ")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert source(para("Remis à ", field, " chaque mois.")) == "Remis à {{ lieu_depot }} chaque mois."


def test_a_field_that_leads_to_a_clause_is_a_reference() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF _Ref_COM_007_T \\r \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("4.2") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert source(para("Prévu à l’article\u00a0", field, ".")) == "Prévu à [[COM-007]]."
    other = field.replace("_Ref_COM_007_T", "_Ref123456")
    assert source(para("Prévu à l’article\u00a0", other, ".")) == "Prévu à l'article 4.2."


def test_signs_that_a_document_holds_by_itself_are_nothing() -> None:
    assert source(para("Un \ue000texte\ue001 ordinaire.")) == "Un texte ordinaire."


def test_literal_signs_of_the_prose_are_not_read_as_blanks() -> None:
    text = source(para("Le gabarit {{ }} et {% x %} sont du texte, [[page]] et [[=penalites]] non."))
    assert text == r"Le gabarit \{{ }} et {% x %} sont du texte, {{ page }} et \[[=penalites]] non."
    assert prose.slots(text) == {"page"}
