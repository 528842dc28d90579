# ruff: noqa: E501 - a specimen of XML or PDF stands on one line, as it is in the file
"""Files made to harm, or merely broken, each built when it is asked for: what a buyer may receive one day."""

import io
import random
import warnings
import zipfile
from collections.abc import Callable

from read_specimen import NAMES, Sheet, docx, docx_parts, odt, para, pdf, table, zipped

LAUGHS = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefghij", "bcdefghijk", strict=True)) + "]>"  # fmt: skip
OUTSIDE = "<!DOCTYPE a [<!ENTITY k SYSTEM 'file:///etc/passwd'>]>"
PARAGRAPH = "<w:p><w:r><w:t>Le titulaire remet un bilan des déchets.</w:t></w:r></w:p>"
SENTENCE = "Le titulaire insère 40 % des heures du marché et remet un rapport à l'acheteur chaque mois. "
MEGABYTE = 1024 * 1024


def word(inside: str, *, stored: bool = True, prolog: str = "", **more: str | bytes) -> bytes:
    """A Word file of one body, its parts stored or deflated."""
    body = f"{prolog}<w:document {NAMES}><w:body>{inside}</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**docx_parts(), "word/document.xml": body, **more}.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_member(name: str, content: str | bytes = "<a/>") -> bytes:
    out = io.BytesIO(docx(para("a")))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
    return out.getvalue()


def nested_zips() -> bytes:
    inner = bytes(10 * MEGABYTE)
    for _ in range(4):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(8):
                archive.writestr(f"{number}.zip", inner)
        inner = out.getvalue()
    return inner


def nested_tables(depth: int) -> str:
    inside = para("au fond")
    for _ in range(depth):
        inside = table([f"<w:tc>{inside}</w:tc>"])
    return inside


def pages(count: int) -> bytes:
    """A PDF of so many pages, with the same page of text each."""
    text = "BT /F0 10 Tf 50 800 Td (Le titulaire remet un rapport) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{' '.join(f'{5 + n} 0 R' for n in range(count))}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
    ]
    objects += [
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F0 3 0 R>>>>/Contents 4 0 R>>"
    ] * count
    return raw_pdf(*objects)


def going_round() -> bytes:
    """A PDF whose tree of pages holds itself, and whose drawing calls itself ten times."""
    drawn = "/X Do " * 10
    form = f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length {len(drawn)}>>stream\n{drawn}\nendstream"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
    return raw_pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 1000000>>", page, form, form)


def raw_pdf(*objects: str) -> bytes:
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + tail.encode()


def strict() -> bytes:
    """ISO strict: other namespaces, the same words."""
    parts = docx_parts(para("Un document strict."))
    old, new = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
    turned = {}
    for name, content in parts.items():
        text = content if isinstance(content, str) else content.decode()
        text = text.replace(f"{old}wordprocessingml/2006/main", f"{new}wordprocessingml/main")
        turned[name] = text.replace(f"{old}officeDocument/2006/relationships", f"{new}officeDocument/relationships")
    return zipped(turned)


def ole(stream: str) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + stream.encode("utf-16-le") + bytes(2000)


# Name -> (the bytes, words of the sentence that refuses it; None when it is read).
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bombe.docx": (lambda: word("<w:p/>" * 2_000_000, stored=False), "anormalement compressé"),
    "poupees.docx": (nested_zips, "archive zip, non un document"),
    "beaucoup.docx": (lambda: word(PARAGRAPH, **{f"word/{n}.xml": "<a/>" for n in range(20_000)}), "éléments"),
    "double.docx": (lambda: with_member("word/document.xml"), "deux fois le même élément"),
    "chemin.docx": (lambda: with_member("../../etc/passwd"), "chemin interdit"),
    "dehors.docx": (lambda: word(para("&k;"), prolog=OUTSIDE), "DOCTYPE"),
    "rires.docx": (lambda: word(para("&k;"), prolog=LAUGHS), "DOCTYPE"),
    "coupe.docx": (lambda: docx(para("a"))[:-700], "abîmé"),
    "chiffre.docx": (lambda: ole("EncryptedPackage"), "mot de passe"),
    "ancien.docx": (lambda: ole("WordDocument"), "ancien fichier Word"),
    "riche.docx": (lambda: b"{\\rtf1\\ansi bonjour}", "RTF"),
    "profond.docx": (lambda: word(nested_tables(5_000)), "mal formé"),
    "million.docx": (lambda: word("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 1_000_000), "démesuré"),
    "vaste.docx": (lambda: word(PARAGRAPH * 100_000), "trop long"),
    "gros.txt": (lambda: SENTENCE.encode() * (120 * MEGABYTE // len(SENTENCE)), "trop gros"),
    "long.txt": (lambda: SENTENCE.encode() * 20_000, "trop long"),
    "chiffre.pdf": (lambda: pdf(Sheet("secret"), password="secret"), "mot de passe"),
    "image.pdf": (lambda: raw_pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>", "<</Length 30>>stream\nq 500 0 0 500 0 0 cm /I Do Q   \nendstream", "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\n0\nendstream"), "aucun texte"),
    "ronde.pdf": (going_round, "pages"),
    "bruit.pdf": (lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(50_000), "abîmé"),
    "bruit.docx": (lambda: b"PK\x03\x04" + random.Random(2).randbytes(50_000), "abîmé"),
    "vide.docx": (lambda: b"", "vide"),
}  # fmt: skip
READ: dict[str, Callable[[], bytes]] = {
    "macros.docx": lambda: word(PARAGRAPH, **{"word/vbaProject.bin": ole("VBA")}),
    "strict.docx": strict,
    "empilé.docx": lambda: word(nested_tables(70)),
    "pièce-jointe.docx": lambda: with_member("word/embeddings/1.zip", nested_zips()),
    "espaces.odt": lambda: odt('<text:p>un<text:s text:c="999999999"/>deux</text:p>'),
    "mot-sans-fin.txt": lambda: b"f0" * 100_000,
    "ligne-sans-fin.txt": lambda: SENTENCE.encode() * 3_000,
    "crochets.md": lambda: b"[" * 200_000,
    "titres.md": lambda: b"#" * 200_000,
    "points.txt": lambda: b". " * 100_000,
}
