"""A PDF: lines joined in paragraphs, titles, tables ruled or aligned, running headers, what is refused."""

import importlib.util

import pytest
from hostile_specimen import pages

from clausekit.draft import Table
from clausekit.read import child, letters, pdfium
from clausekit.read import pdf as read_pdf
from read_specimen import Sheet, deflated, drafted, pdf, refusal, shown

LOREM = "Le titulaire trie les déchets que produit l'exécution des prestations, les pèse et en rend compte"


def page(*texts: str, top: float = 140) -> Sheet:
    sheet = Sheet()
    sheet.paragraph(72, top, *texts)
    return sheet


def read(*sheets: Sheet | bytes) -> list[str]:
    return shown(drafted(pdf(*sheets)))


def test_full_lines_make_one_paragraph():
    first = page(LOREM, "à l'acheteur chaque année.", "Il remet un bilan.")
    assert read(first) == [f"{LOREM} à l'acheteur chaque année.", "Il remet un bilan."]


def test_words_cut_at_the_end_of_a_line_are_made_whole():
    sheet = page(
        "Le titulaire remet à l'acheteur un bilan complet de la qualité environne-",
        "mentale des prestations, y compris celles que rend un autre sous-",
        "traitant. Un sous-traitant remet le sien.",
    )
    (text,) = read(sheet)
    assert "qualité environnementale des" in text and "autre sous-traitant." in text


def test_titles_and_items():
    sheet = Sheet()
    sheet.say(72, 140, "2 - Conditions de la consultation", bold=True)
    sheet.say(72, 170, "2.1 - Durée", bold=True)
    sheet.paragraph(72, 200, "Le marché dure un an.")
    sheet.paragraph(90, 220, "- le bois ;", "- le métal.")
    draft = drafted(pdf(sheet))
    assert shown(draft) == [
        "#1 2 Conditions de la consultation",
        "#2 2.1 Durée",
        "Le marché dure un an.",
        "- le bois ;",
        "- le métal.",
    ]
    last = list(draft.lines())[-1]
    assert (last.place.article, last.place.page, last.place.part) == ("2.1 Durée", 1, "corps")


def test_a_ruled_table_with_labels_of_several_lines():
    sheet = Sheet().grid([72, 400, 520], [140, 160, 180, 240, 260])
    sheet.say(80, 154, "Critères", bold=True).say(410, 154, "Pondération", bold=True)
    sheet.say(80, 174, "Prix des prestations").say(410, 174, "40/100")
    sheet.paragraph(
        80, 194, "Valeur technique appréciée au regard des sous-critères", "suivants :", "- organisation : 15 pts"
    )
    sheet.say(410, 212, "55/100")
    sheet.say(80, 254, "Performance environnementale").say(410, 254, "5/100")
    assert read(sheet) == [
        "| Critères | Pondération |",
        "| Prix des prestations | 40/100 |",
        "| Valeur technique appréciée au regard des sous-critères suivants :\norganisation : 15 pts | 55/100 |",
        "| Performance environnementale | 5/100 |",
    ]


def test_merged_cells_of_a_ruled_table():
    sheet = Sheet().rule(72, 140, 520, 140).rule(72, 160, 520, 160).rule(300, 180, 520, 180).rule(72, 200, 520, 200)
    sheet.rule(72, 140, 72, 200).rule(520, 140, 520, 200).rule(300, 160, 300, 200)
    sheet.say(80, 154, "Critères du lot").say(80, 184, "Technique").say(310, 174, "20 %").say(310, 194, "30 %")
    (table,) = drafted(pdf(sheet)).blocks
    assert [[(c.text, c.span, bool(c.blocks)) for c in row] for row in table.rows] == [
        [("Critères du lot", 2, True)],
        [("Technique", 1, True), ("20 %", 1, True)],
        [("", 1, False), ("30 %", 1, True)],
    ]


def test_a_row_drawn_around_several_is_parted():
    sheet = Sheet().grid([72, 400, 520], [140, 160, 230])
    sheet.say(80, 154, "Critères").say(410, 154, "Points")
    for top, label, points in ((176, "Prix", "40"), (196, "Technique", "40"), (216, "Environnement", "20")):
        sheet.say(80, top, label).say(410, top, points)
    assert read(sheet) == ["| Critères | Points |", "| Prix | 40 |", "| Technique | 40 |", "| Environnement | 20 |"]


@pytest.mark.parametrize("second", ["60 points", "du marché : 60 points"])
def test_a_row_beside_one_label_of_two_lines_is_whole(second):
    sheet = Sheet().grid([72, 240, 400, 520], [140, 160, 210])
    sheet.say(80, 154, "Critères").say(250, 154, "Sous-critères").say(410, 154, "Points")
    sheet.say(80, 176, "Valeur financière").say(250, 176, "Forfait").say(410, 176, "25 points")
    sheet.say(80, 190, second).say(250, 190, "Remise").say(410, 190, "35 points")
    assert len(drafted(pdf(sheet)).blocks[0].rows) == 2


def test_a_row_drawn_around_parts_that_open_small_is_parted():
    sheet = Sheet().grid([72, 400, 520], [140, 160, 210])
    sheet.say(80, 154, "Critères").say(410, 154, "Points")
    sheet.say(80, 176, "Prix").say(410, 176, "60").say(80, 196, "dont forfait").say(410, 196, "35")
    assert read(sheet)[1:] == ["| Prix | 60 |", "| dont forfait | 35 |"]


@pytest.mark.parametrize("dot", ["q 2.4 0 0 0.5 {x} {y} cm /I Do Q", "{x} {y} 1.2 0.5 re f"], ids=["picture", "box"])
@pytest.mark.parametrize(("dots", "parted"), [(180, True), (3, False)])
def test_a_rule_of_dots_parts_rows(dot, dots, parted):
    """What is said of a criterion, then the next one: only dots stand between them."""
    sheet = Sheet().grid([72, 400, 520], [140, 200])
    sheet.say(80, 154, "Selon le devis").say(80, 184, "Environnement").say(410, 184, "10 %")
    sheet.drawn += [dot.format(x=72 + 2.4 * rank, y=842 - 170) for rank in range(dots)]
    whole, parts = ["| Selon le devis\nEnvironnement | 10 % |"], ["| Selon le devis |  |", "| Environnement | 10 % |"]
    assert read(sheet) == (parts if parted else whole)


@pytest.mark.parametrize("middle", [False, True])
def test_a_table_without_rules(middle):
    """The weight stands at the top of a label of two lines, or half-way down."""
    sheet = page("Les offres sont jugées ainsi :", top=120)
    sheet.say(72, 150, "Critères", bold=True).say(420, 150, "Pondération", bold=True)
    y = 176.0
    for labels, weight in ((("Prix",), "40 %"), (("Valeur technique appréciée", "sur la base du mémoire"), "35 %"),
                           (("Performances en matière de protection", "de l'environnement"), "25 %")):  # fmt: skip
        sheet.paragraph(72, y, *labels)
        sheet.say(420, y + (7 * (len(labels) - 1) if middle else 0), weight)
        y += 14 * len(labels) + 10
    sheet.say(72, y + 20, "Une note sur 100 est attribuée à chaque offre.")
    found = drafted(pdf(sheet)).blocks
    assert isinstance(found[1], Table)
    assert found[1].texts == (
        ("Critères", "Pondération"),
        ("Prix", "40 %"),
        ("Valeur technique appréciée sur la base du mémoire", "35 %"),
        ("Performances en matière de protection de l'environnement", "25 %"),
    )
    assert found[2].text.startswith("Une note")


def test_a_box_around_a_text_is_no_table():
    sheet = Sheet().grid([72, 520], [140, 170]).say(80, 158, "Date limite : 12 heures")
    assert read(sheet) == ["Date limite : 12 heures"]


def test_a_table_goes_on_over_the_page_and_its_header_is_said_once():
    def part(*rows: tuple[str, str]) -> Sheet:
        sheet = Sheet().grid([72, 400, 520], [300 + 20 * n for n in range(len(rows) + 2)])
        for n, row in enumerate((("Critères", "Poids"), *rows)):
            sheet.say(80, 314 + 20 * n, row[0]).say(410, 314 + 20 * n, row[1])
        return sheet

    assert read(part(("Prix", "40"), ("Délai", "20")), part(("Technique", "40"))) == [
        "| Critères | Poids |", "| Prix | 40 |", "| Délai | 20 |", "| Technique | 40 |",
    ]  # fmt: skip


def test_running_lines_are_told_once_and_apart():
    sheets = []
    for number in range(1, 5):
        sheet = page(f"Texte de la page {number}.", top=300)
        sheet.say(72, 40, "Ville – Règlement de la consultation").say(280, 810, f"Page {number} sur 4")
        sheets.append(sheet)
    draft = drafted(pdf(*sheets))
    assert shown(draft) == [f"Texte de la page {number}." for number in range(1, 5)]
    assert [(line.text, line.place.part) for line in draft.around] == [
        ("Ville – Règlement de la consultation", "en-tête"), ("Page 1 sur 4", "pied de page"),
    ]  # fmt: skip
    assert draft.pages == 4


def test_what_each_page_begins_with_is_no_header_when_it_differs():
    """One lot a page, with its weights: only their figures part them."""
    lots = [page(f"Lot n° {n}", f"Prix : {n}0 %", *[LOREM] * 8, top=60) for n in (4, 5, 6)]
    draft = drafted(pdf(*lots))
    told = " ".join(shown(draft))
    assert all(f"Lot n° {n}" in told and f"Prix : {n}0 %" in told for n in (4, 5, 6))
    assert not draft.around


def test_a_header_that_names_its_lot_is_told_once():
    sheets = [page(f"Texte {word}.", top=300).say(72, 40, "CCTP – Lot n° 2") for word in ("un", "deux", "trois")]
    draft = drafted(pdf(*sheets))
    assert [line.text for line in draft.around] == ["CCTP – Lot n° 2"]


def test_a_paragraph_goes_on_over_the_page():
    first, second = page(LOREM, top=700), page("à l'acheteur chaque année.", top=140)
    first.paragraph(72, 140, LOREM)
    assert read(first, second)[-1] == f"{LOREM} à l'acheteur chaque année."


def test_a_table_of_contents_announces_titles():
    contents = page(
        "Sommaire", "1 Objet" + "." * 90 + " 2", "2 Prix" + "." * 90 + " 2", "2.1 forme des prix" + "." * 80 + " 2"
    )
    body = page("1 Objet", "Texte.", "2.1 forme des prix", "Autre texte.")
    draft = drafted(pdf(contents, body))
    assert [line.text for line in draft.lines() if line.style == "toc 1"] == [
        "1 Objet\t2",
        "2 Prix\t2",
        "2.1 forme des prix\t2",
    ]
    assert shown(draft)[-4:] == ["#1 1 Objet", "Texte.", "#2 2.1 forme des prix", "Autre texte."]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_laid_on_its_side(turned):
    sheet = Sheet(turned=turned)
    spots = {90: (500, 742, "0 1 -1 0"), 180: (523, 742, "-1 0 0 -1"), 270: (100, 100, "0 -1 1 0")}
    x, y, matrix = spots[turned]
    for n, text in enumerate(("- Premier", "- Second")):
        shift = {90: (20 * n, 0), 180: (0, 20 * n), 270: (-20 * n, 0)}[turned]
        y0 = 842 - y
        sheet.drawn.append(f"BT /F0 11 Tf {matrix} {x + shift[0]} {y0 + shift[1]} Tm ({text}) Tj ET")
    assert read(sheet) == ["- Premier", "- Second"]


PICTURE = "q 595 0 0 842 0 0 cm /I Do Q"


def test_a_pdf_of_pictures_is_refused_and_a_page_of_one_is_told():
    scanned = Sheet([PICTURE])
    assert refusal(pdf(scanned, scanned)) == "Ce PDF est fait d’images ; clausekit ne lit que du texte."
    draft = drafted(pdf(page("Texte."), scanned, page("Suite.")))
    assert draft.doubts == ("La page 2 est une image : son texte n’est pas lu.",)
    assert (draft.partial, drafted(pdf(page("Texte."), page("Suite."))).partial) == (True, False)
    many = drafted(pdf(scanned, page("Texte."), *[scanned] * 3, page("Suite."), scanned, scanned))
    assert many.doubts == ("Les pages 1, 3 à 5, 7 et 8 sont des images : leur texte n’est pas lu.",)


def test_locked_broken_and_empty_files_are_refused():
    data = pdf(page("Texte secret."), password="secret")
    assert refusal(data) == "Le PDF est protégé par un mot de passe."
    assert refusal(data[:200]) == "Le PDF est abîmé ou incomplet."
    assert refusal(pdf(Sheet())) == "Le PDF ne contient aucun texte qui se lise."


@pytest.mark.parametrize("piece", [b" " * 1_000_000, b"BT /F0 9 Tf 10 10 Td (aaaa) Tj ET " * 30_000])
def test_a_bomb_ends_the_child_alone(piece):
    message = refusal(pdf(deflated(piece, 600 if piece[:1] == b" " else 60)))
    assert message in (
        "Le PDF est trop lourd ou abîmé : sa lecture s’est arrêtée.",
        "Le PDF est trop long à lire : il est trop lourd, ou piégé.",
    )


def test_a_child_out_of_time_is_told(monkeypatch):
    class Done:
        returncode = child.TOO_LONG

    monkeypatch.setattr("clausekit.read.pdf.subprocess.run", lambda *a, **k: Done())
    assert refusal(pdf(page("Texte."))) == "Le PDF est trop long à lire : il est trop lourd, ou piégé."


def test_without_the_library_the_message_says_how_to_install_it(monkeypatch):
    known = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pypdfium2" else known(name))
    from clausekit import read
    from clausekit.finding import UnreadableFile

    with pytest.raises(UnreadableFile) as caught:
        read.draft(pdf(page("Texte.")), file="rc.pdf")
    assert 'pip install "clausekit[pdf]"' in caught.value.findings[0].remedy


def test_the_type_of_words_drawn_together_is_asked_for_once(monkeypatch):
    asked = []
    size = letters.Letters._size
    monkeypatch.setattr(letters.Letters, "_size", lambda self, index: asked.append(index) or size(self, index))
    (sheet,) = pdfium.sheets(pdfium.opened(pages(1)))
    assert [word.text for word in sheet.words] == ["Le", "titulaire", "remet", "un", "rapport"]
    assert asked == [0]


class Watch:
    """A clock that notes the work for which it was asked time."""

    def __init__(self) -> None:
        self.asked = list[int]()

    def allow(self, work: int) -> None:
        self.asked.append(work)


def test_the_work_of_reading_is_bounded_and_what_is_left_out_is_said(monkeypatch):
    data, watch = pdf(*(page(f"Alinéa {n} du cahier.") for n in range(6))), Watch()
    whole = child._answer(data, watch)
    assert (whole["pages"], whole["read"]) == (6, 6)
    assert len(watch.asked) == 6 and min(watch.asked) > child.A_PAGE
    assert read_pdf._draft(whole, "piece.pdf").doubts == ()
    monkeypatch.setattr(child, "MOST_WORK", sum(watch.asked[:4]))
    cut = child._answer(data, Watch())
    draft = read_pdf._draft(cut, "piece.pdf")
    assert [line.text for line in draft.lines()] == [f"Alinéa {n} du cahier." for n in range(4)]
    assert draft.pages == 6
    assert draft.doubts == (
        "Le PDF est trop long pour être lu en entier : les pages 5 à 6 ne sont pas lues. "
        "Le partager en plusieurs fichiers.",
    )


def test_the_time_of_a_child_grows_with_what_it_has_read():
    # The clock that runs ends its process: one that does not run tells the same.
    clock = child.Clock.__new__(child.Clock)
    clock.seconds = child.SECONDS
    clock.allow(100_000)
    assert clock.seconds == pytest.approx(child.SECONDS + 100_000 * child.SECONDS_A_LETTER)
    clock.allow(10 * child.MOST_WORK)
    assert clock.seconds == child.MOST_SECONDS


def test_a_machine_that_counts_slowly_is_given_more_time(monkeypatch):
    for taken, times in ((0.5, 1.0), (1.0, 1.0), (3.0, 3.0), (90.0, child.SLOWEST)):
        counts = iter((taken * child.COUNTED_IN, 40.0, 50.0))
        monkeypatch.setattr(child, "_counted", lambda counts=counts: next(counts))
        assert child.pace() == pytest.approx(times)


def test_a_file_made_to_be_slow_is_refused_within_five_seconds():
    """The clock of the child, in seconds of the machine of reference."""
    assert child.SECONDS < child.MOST_SECONDS < 5


def test_rules_and_outlines_are_work():
    drawn = Sheet()
    drawn.paragraph(72, 140, "Texte.")
    (bare,) = pdfium.sheets(pdfium.opened(pdf(drawn)))
    for rank in range(50):
        drawn.rule(72, 200 + 5 * rank, 300, 200 + 5 * rank)
    (ruled,) = pdfium.sheets(pdfium.opened(pdf(drawn)))
    assert ruled.work >= bare.work + 50
