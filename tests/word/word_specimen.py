"""A fragment with every kind of block, as `assemble` would make it, and ways to look at a Word file."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree
from lxml.etree import _Element

from clausekit.fragment import Blank, Block, Fragment, Heading, Inlines, Item, Paragraph, Ref, Table, Text, Unverified
from clausekit.mark import Mark, target
from clausekit.word import write

N, F = "\u00a0", "\u202f"


def said(text: str, *, strong: bool = False) -> Inlines:
    return (Text(text=text, strong=strong),)


def mark(entry: str, ordinal: int, piece: str = "CCTP") -> Mark:
    return Mark(entry=entry, revision=2, piece=piece, ordinal=ordinal)


SORTING: tuple[Block, ...] = (
    Heading(
        level=2,
        content=said("Tri à la source et valorisation des déchets d’exécution"),
        target=target("DEC-014", "CCTP"),
        mark=mark("DEC-014", 0),
    ),
    Paragraph(
        content=said("Le titulaire trie à la source les déchets produits par l’exécution des prestations."),
        mark=mark("DEC-014", 1),
    ),
    Paragraph(content=said(f"Les flux séparés sont au minimum{N}:"), mark=mark("DEC-014", 2)),
    Item(content=said(f"le bois{F};"), list_id=1, mark=mark("DEC-014", 3)),
    Item(content=said(f"le métal{F};"), list_id=1, mark=mark("DEC-014", 4)),
    Item(
        content=said("le papier et le carton, y compris les emballages que les fournisseurs du titulaire "
                     "laissent sur les lieux d’exécution et que celui-ci reprend."),
        list_id=1,
        mark=mark("DEC-014", 5),
    ),
    Paragraph(
        content=(
            Text(text=f"Il valorise sous forme de matière au moins{N}"),
            Text(text=f"80{N}%", strong=True),
            Text(text=" de la masse des déchets non dangereux, calculés par année civile. Il remet à "),
            Blank(name="service", label="Service", who="acheteur", text="[à compléter par l’acheteur : service]"),
            Text(text=" un bilan par flux dans les 15 jours qui suivent la fin de chaque trimestre, accompagné "
                      "des justificatifs prévus à l’article "),
            Ref(target=target("COM-007", "CCTP"), cached="2.1"),
            Text(text="."),
        ),
        mark=mark("DEC-014", 6),
    ),
)  # fmt: skip

STEPS: tuple[Block, ...] = (
    Heading(level=2, content=said("Reprise et traçabilité"), target=target("DEC-021", "CCTP"), mark=mark("DEC-021", 0)),
    Paragraph(content=said(f"Chaque enlèvement suit l’ordre suivant{N}:"), mark=mark("DEC-021", 1)),
    Item(content=said(f"pesée sur un instrument vérifié{F};"), list_id=2, ordered=True, mark=mark("DEC-021", 2)),
    Item(content=said(f"bordereau signé des deux parties{F};"), list_id=2, ordered=True, mark=mark("DEC-021", 3)),
    Item(content=said("versement au registre."), list_id=2, ordered=True, mark=mark("DEC-021", 4)),
    Paragraph(content=said(f"En cas d’incident, le titulaire{N}:"), mark=mark("DEC-021", 5)),
    Item(content=said(f"prévient l’acheteur sans délai{F};"), list_id=3, ordered=True, mark=mark("DEC-021", 6)),
    Item(content=said("propose une mesure de remplacement."), list_id=3, ordered=True, mark=mark("DEC-021", 7)),
    Paragraph(
        role="note",
        content=(
            Text(text="Texte de référence : "),
            Unverified(text="article L. 541-21-2-3 du code de l’environnement [référence à vérifier]"),
            Text(text="."),
        ),
    ),
)

CONTROL: tuple[Block, ...] = (
    Heading(level=1, content=said("Suivi et contrôle")),
    Heading(level=2, content=said("Justificatifs"), target=target("COM-007", "CCTP"), mark=mark("COM-007", 0)),
    Paragraph(
        content=(
            Text(text="Les pièces qui suivent sont remises à l’appui de chaque bilan (voir l’article "),
            Ref(target=target("DEC-014", "CCTP"), cached="1.1"),
            Text(text=")."),
        ),
        mark=mark("COM-007", 1),
    ),
    Table(
        header=tuple((said(t),) for t in ("Obligation", "Indicateur", "Preuve", "Fréquence")),
        rows=(
            (
                (said("Tri à la source des déchets d’exécution"),),
                (said("Masse valorisée rapportée à la masse totale"),),
                (said("Bilan trimestriel"), said("Bordereaux de suivi")),
                (said("Trimestrielle"),),
            ),
            (
                (said("Reprise des emballages"),),
                (said("Nombre d’enlèvements"),),
                (said("Registre"),),
                ((Blank(name="f", label="Fréquence", who="acheteur", text="[à compléter par l’acheteur]"),),),
            ),
        ),
        widths=(30, 28, 24, 18),
        caption="Obligations environnementales",
        mark=mark("COM-007", 2),
    ),
    Paragraph(content=said("Le contrôle s’exerce sur pièces et sur place, après un préavis de deux jours ouvrés.")),
    Heading(level=2, content=said("Critères d’attribution")),
    Heading(level=3, content=said("Critères et pondération")),
    Paragraph(content=said("Les offres sont jugées selon les critères suivants.")),
    Table(
        header=((said("Critères"),), (said("Pondération"),)),
        rows=(
            ((said("1 – Prix des prestations"),), (said(f"50{N}%"),)),
            ((said("2 – Valeur technique"),), (said(f"30{N}%"),)),
            ((said("2.1 – Organisation proposée"),), (said(f"20{N}%"),)),
            ((said("2.2 – Moyens affectés"),), (said(f"10{N}%"),)),
            ((said("3 – Performances en matière de protection de l’environnement"),), (said(f"20{N}%"),)),
        ),
        widths=(80, 20),
        numeric=frozenset({1}),
        strong_rows=frozenset({0, 1, 4}),
    ),
    Paragraph(content=said("Un critère n’est pas négociable après la remise des offres.")),
    Heading(level=4, content=said("Éléments d’appréciation")),
    Paragraph(content=said("Ils ne sont pas pondérés.")),
)

_MANY = tuple(
    ((said(f"Manquement no {n}"),), (said("Constat de l’acheteur, notifié au titulaire par écrit."),), (said("150"),))
    for n in range(1, 41)
)

PENALTIES: tuple[Block, ...] = (
    Heading(level=1, content=said("Pénalités")),
    Table(
        header=((said("Manquement"),), (said("Fait générateur"),), (said("Montant (€ par jour)"),)),
        rows=_MANY,
        widths=(30, 45, 25),
        numeric=frozenset({2}),
        caption="Pénalités pour manquement aux obligations environnementales",
    ),
)


def specimen() -> Fragment:
    return Fragment(
        piece="CCTP",
        title="Cahier des clauses techniques particulières",
        subject="Collecte des déchets ménagers et assimilés",
        buyer="Métropole Aix-Marseille-Provence",
        blocks=(
            Heading(level=1, content=said("Exécution des prestations")),
            *SORTING,
            *STEPS,
            *CONTROL,
            *PENALTIES,
        ),
        properties={"clausekit.edition": "2026.4", "clausekit.pieces": "CCTP & annexes"},
    )


TEMPLATE = (Path(__file__).parents[2] / "templates" / "neutre.docx").read_bytes()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def w(name: str) -> str:
    """A name of WordprocessingML, as lxml spells it."""
    return f"{{{W}}}{name}"


def written(
    fragment: Fragment | None = None, *, template: bytes = TEMPLATE, draft: bool = True, footer: str = "édition 2026.4"
) -> bytes:
    return write(fragment or specimen(), template=template, template_name="modele.docx", draft=draft, footer=footer)


def short(*blocks: Block, **values: str) -> Fragment:
    kept = {"piece": "CCTP", "title": "Titre", "subject": "Objet", "buyer": "Ville", **values}
    return Fragment(blocks=blocks, **kept)


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def tree(data: bytes, name: str = "word/document.xml") -> _Element:
    return etree.fromstring(part(data, name))


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def rebuilt(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The same zip with members replaced, added, or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        members = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def with_text(before: str, after: str, *, where: str = "word/document.xml", template: bytes = TEMPLATE) -> bytes:
    """The template with a piece of its XML replaced."""
    old = part(template, where).decode()
    assert before in old
    return rebuilt(template, {where: old.replace(before, after, 1).encode()})


def with_paragraph(text: str, *, where: str = "word/document.xml", style: str = "CKCorps") -> bytes:
    """The neutral template with one paragraph more, above the others."""
    xml = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'
    return with_text("<w:p>", xml + "<w:p>", where=where)


def paragraphs(root: _Element) -> list[tuple[str, str]]:
    """(style id, text) of each paragraph."""
    found = []
    for paragraph in root.iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        found.append(
            ("" if style is None else style.get(w("val")), "".join(t.text or "" for t in paragraph.iter(w("t"))))
        )
    return found
