"""Two documents of an authority, of a dozen pages each: house styles with their list, and titles typed by hand.

Both have a cover, a table of contents, headers and footers, tables, a footnote and cross-references.
"""

import io
import zipfile

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from test_word_authority import NS, add_list, levels, number_style, saved

from word_specimen import rebuilt

# title -> what it says; a list is sub-articles.
ARTICLES = (
    ("Objet du marché", ("Étendue des prestations", "Lieux d’exécution")),
    ("Pièces contractuelles", ()),
    ("Durée et délais", ("Durée du marché", "Prolongation des délais")),
    ("Prix et règlement", ("Forme des prix", "Révision", "Facturation")),
    ("Conditions d’exécution", ("Bons de commande", "Personnel du titulaire")),
    ("Développement durable", ("Engagements généraux",)),
    ("Vérifications et admission", ()),
    ("Pénalités", ("Retard", "Absence à une réunion")),
    ("Assurances", ()),
    ("Résiliation", ()),
    ("Litiges", ()),
    ("Dérogations au CCAG", ()),
)
PROSE = (
    "Le titulaire exécute les prestations du présent article avec le soin attendu d’un homme de l’art, dans le respect "
    "des pièces du marché et des règles de sécurité du site. Il désigne à la notification un interlocuteur unique, "
    "joignable les jours ouvrés de huit heures à dix-huit heures, et informe sans délai l’acheteur de toute difficulté "
    "qui retarderait l’exécution ou en changerait le coût. L’acheteur lui remet les documents utiles et l’accès aux "
    "locaux ; il vérifie les prestations dans les conditions du marché et en tient le compte contradictoire."
)


def cross(name: str, cached: str) -> str:
    """A REF field to a heading."""
    runs = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> REF {name} \\r \\h </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{cached}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r {NS}>{run}</w:r>" for run in runs)


def marked(paragraph, name: str, number: int) -> None:
    """A bookmark around the words of a paragraph."""
    first = next((child for child in paragraph._element if child.tag == qn("w:r")), None)
    start = parse_xml(f'<w:bookmarkStart {NS} w:id="{number}" w:name="{name}"/>')
    paragraph._element.append(start) if first is None else first.addprevious(start)
    paragraph._element.append(parse_xml(f'<w:bookmarkEnd {NS} w:id="{number}"/>'))


def add_xml(paragraph, xml: str) -> None:
    for run in parse_xml(f"<w:x {NS}>{xml}</w:x>"):
        paragraph._element.append(run)


def framed(document, piece: str) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = f"Communauté d’agglomération du Val – {piece}"
    footer = section.footer.paragraphs[0]
    footer.add_run("Marché 2026-114 – page ")
    add_xml(footer, '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')


def table(document) -> None:
    grid = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(grid.rows[0].cells, ("Manquement", "Montant", "Constat"), strict=True):
        cell.text = text
    for text in ("Retard de livraison", "Absence à une réunion", "Document non remis"):
        for cell, value in zip(grid.add_row().cells, (text, "150 €", "Procès-verbal"), strict=True):
            cell.text = value


def with_footnote(data: bytes, after: str) -> bytes:
    """The same file, with a footnote called in the first paragraph that says `after`."""
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {ns}>'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        '</w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r>'
        '<w:t xml:space="preserve"> Arrêté du 30 mars 2021 portant approbation du CCAG.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in ("word/document.xml", "[Content_Types].xml",
                                                                 "word/_rels/document.xml.rels")}  # fmt: skip
    at = parts["word/document.xml"].index("</w:t>", parts["word/document.xml"].index(after)) + len("</w:t></w:r>")
    body = parts["word/document.xml"]
    return rebuilt(
        data,
        {
            "word/document.xml": (body[:at] + '<w:r><w:footnoteReference w:id="1"/></w:r>' + body[at:]).encode(),
            "word/footnotes.xml": note.encode(),
            "[Content_Types].xml": parts["[Content_Types].xml"]
            .replace(
                "</Types>",
                '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument'
                '.wordprocessingml.footnotes+xml"/></Types>',
            )
            .encode(),
            "word/_rels/document.xml.rels": parts["word/_rels/document.xml.rels"]
            .replace(
                "</Relationships>",
                '<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
                '/footnotes" Target="footnotes.xml"/></Relationships>',
            )
            .encode(),
            "word/settings.xml": settings(data),
        },
    )


def settings(data: bytes) -> bytes:
    """python-docx leaves out what the schema wants."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/settings.xml").replace(b"<w:zoom", b'<w:zoom w:percent="100"', 1)


def cover(document, style: str | None) -> None:
    for text in ("Communauté d’agglomération du Val", "Cahier des clauses administratives particulières",
                 "Entretien des espaces publics"):  # fmt: skip
        document.add_paragraph(text, style=style)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


# --- house styles ------------------------------------------------------------------------------


def _style(document, name: str, *, size: int, bold: bool, before: int, after: int):
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    based = style.element.find(qn("w:basedOn"))
    if based is not None:
        style.element.remove(based)
    style.font.size, style.font.bold, style.font.name = Pt(size), bold, "Liberation Sans"
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.keep_with_next = bold
    return style


def house_ccap() -> bytes:
    """« Titre Article », « Titre Sous-article », « Titre Alinéa », « Corps CCAP », « Puce CCAP », and their lists."""
    document = docx.Document()
    titles = ("Titre Article", "Titre Sous-article", "Titre Alinéa")
    for rank, name in enumerate(titles):
        style = _style(document, name, size=13 - rank, bold=True, before=14 - 3 * rank, after=6)
        style.font.all_caps = rank == 0
    _style(document, "Corps CCAP", size=10, bold=False, before=0, after=7).paragraph_format.left_indent = Pt(10)
    _style(document, "Puce CCAP", size=10, bold=False, before=0, after=3).paragraph_format.left_indent = Pt(28)
    ids = [document.styles[name].style_id for name in titles]
    add_list(document, 90, levels("Article %1 –", "%1.%2", "%1.%2.%3", "%1.%2.%3.%4", styles=ids))
    add_list(document, 91, levels("▪", form="bullet"))
    for rank, name in enumerate(titles):
        number_style(document.styles[name], 90, rank)
    number_style(document.styles["Puce CCAP"], 91)
    framed(document, "CCAP")
    cover(document, "Corps CCAP")
    document.add_paragraph("Sommaire", style="Corps CCAP")
    _field_contents(document, f' TOC \\h \\z \\t "{titles[0]};1;{titles[1]};2" ')
    number = 10
    for rank, (title, subs) in enumerate(ARTICLES, start=1):
        heading = document.add_paragraph(title, style=titles[0])
        marked(heading, f"_Ref90000{rank:02d}", number + rank)
        document.add_paragraph(PROSE, style="Corps CCAP")
        _sub_articles(document, subs, titles[1])
        if title == "Pénalités":
            table(document)
        if title == "Résiliation":
            said = document.add_paragraph("Les pénalités sont celles de l’", style="Corps CCAP")
            add_xml(said, cross("_Ref9000008", "Article 8"))
    return with_footnote(saved(document), "Le titulaire exécute")


def _sub_articles(document, subs, style: str) -> None:
    for sub in subs:
        document.add_paragraph(sub, style=style)
        for _ in range(3):
            document.add_paragraph(PROSE, style="Corps CCAP")
        for item in ("le calendrier ;", "les moyens affectés ;", "les pièces à remettre."):
            document.add_paragraph(f"pour chaque prestation, {item}", style="Puce CCAP")


def _field_contents(document, code: str) -> None:
    """A table of contents as Word leaves it before it is made for the first time."""
    opened = document.add_paragraph(style="Corps CCAP")
    add_xml(
        opened,
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">{code}</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Sommaire à mettre à jour</w:t></w:r>',
    )
    closed = document.add_paragraph()
    add_xml(closed, '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    closed.add_run().add_break(WD_BREAK.PAGE)


# --- typed by hand -----------------------------------------------------------------------------


def typed_ccap() -> bytes:
    """« ARTICLE 7 – … » in bold capitals, « 7.1 … » underlined, a summary typed with tabs; one style for all."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Serif", Pt(11)
    normal.paragraph_format.space_after = Pt(0)
    framed(document, "CCAP")
    cover(document, None)
    document.add_paragraph().add_run("SOMMAIRE").bold = True
    for rank, (title, _) in enumerate(ARTICLES, start=1):
        line = document.add_paragraph(f"ARTICLE {rank} – {title.upper()}\t{rank + 2}")
        line.paragraph_format.tab_stops.add_tab_stop(Pt(400))
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for rank, (title, subs) in enumerate(ARTICLES, start=1):
        heading = document.add_paragraph()
        run = heading.add_run(f"ARTICLE {rank} – {title.upper()}")
        run.bold, run.font.size = True, Pt(12)
        marked(heading, f"article{rank}", rank)
        document.add_paragraph()
        document.add_paragraph(PROSE)
        document.add_paragraph()
        for at, sub in enumerate(subs, start=1):
            run = document.add_paragraph().add_run(f"{rank}.{at} – {sub}")
            run.bold = run.underline = True
            for _ in range(3):
                document.add_paragraph(PROSE)
                document.add_paragraph()
            for item in ("le calendrier ;", "les moyens affectés ;", "les pièces à remettre."):
                document.add_paragraph(f"- pour chaque prestation, {item}")
            document.add_paragraph()
        if title == "Pénalités":
            table(document)
            document.add_paragraph()
        if title == "Résiliation":
            document.add_paragraph("Les pénalités de l’article 8 restent dues, et l’article 9 reste applicable.")
            document.add_paragraph()
    return with_footnote(saved(document), "Le titulaire exécute")
