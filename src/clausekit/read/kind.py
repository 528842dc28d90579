"""What a file is, by its content: an extension is a name that anybody may give."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausekit.finding import UnreadableFile
from clausekit.office.archive import Archive
from clausekit.read.refusal import SAVE_AS_DOCX, unreadable

DOCX, ODT, FLAT_ODT, PDF, TEXT = "docx", "odt", "fodt", "pdf", "text"
_ODT = re.compile(rb"application/vnd\.oasis\.opendocument\.text(-template|-master)?")
_PDF_WITHIN = 1024  # bytes before %PDF- that readers forgive
_HEAD = 4096
_LOCKS = ("~$", ".~lock.")  # Word's and LibreOffice's
_ITSELF = "Indiquer le document lui-même."
_TEXT_OF_IMAGE = "Fournir le document d’origine, ou faire reconnaître le texte de l’image."
_EXTRACT = "Extraire le document de l’archive."
_FIRST_BYTES = (
    (b"{\\rtf", "C’est un fichier RTF, même s’il porte un autre nom.", SAVE_AS_DOCX),
    (b"\x89PNG", "C’est une image, non un document.", _TEXT_OF_IMAGE),
    (b"\xff\xd8\xff", "C’est une image, non un document.", _TEXT_OF_IMAGE),
    (b"GIF8", "C’est une image, non un document.", _TEXT_OF_IMAGE),
    (b"II*\x00", "C’est une image, non un document.", _TEXT_OF_IMAGE),
    (b"MM\x00*", "C’est une image, non un document.", _TEXT_OF_IMAGE),
    (b"\x1f\x8b", "C’est une archive compressée.", _EXTRACT),
    (b"7z\xbc\xaf", "C’est une archive compressée.", _EXTRACT),
    (b"Rar!", "C’est une archive compressée.", _EXTRACT),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of the streams of an OLE container, in UTF-16.
_OLE_STREAMS = (
    ("EncryptedPackage", "Le fichier est protégé par un mot de passe.",
     "L’ouvrir avec son mot de passe, l’enregistrer sans protection, puis recommencer."),
    ("WordDocument", "C’est un ancien fichier Word (.doc), même s’il porte un autre nom.", SAVE_AS_DOCX),
    ("Workbook", "C’est un classeur Excel, non un document.", _ITSELF),
    ("PowerPoint Document", "C’est un diaporama, non un document.", _ITSELF),
)  # fmt: skip
_XML_KINDS = (
    (b"urn:oasis:names:tc:opendocument:xmlns:office:1.0", None),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", "C’est un document Word enregistré en XML."),
    (b"http://schemas.microsoft.com/office/word/2003/wordml", "C’est un document Word enregistré en XML (2003)."),
)
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|mime-version:)", re.IGNORECASE)
_ZIPPED = (
    ("xl/workbook.xml", "C’est un classeur Excel, non un document."),
    ("ppt/presentation.xml", "C’est un diaporama, non un document."),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A format that is read; `archive` when it is a zip."""

    format: str
    archive: Archive | None = None


_CALLED = {
    ODT: "un fichier OpenDocument (.odt)",
    FLAT_ODT: "un fichier OpenDocument (.fodt)",
    PDF: "un fichier PDF",
    TEXT: "un fichier de texte",
}


def word_only(known: Kind, *, file: str) -> None:
    """Refuse a document of another format; `UnreadableFile` that names its own."""
    if known.format != DOCX:
        message = f"Ce n’est pas un fichier Word .docx : c’est {_CALLED[known.format]}."
        raise unreadable(file, message, remedy=SAVE_AS_DOCX)


def kind(data: bytes, *, file: str) -> Kind:
    """The format of a file; `UnreadableFile` for one that is not read, named as what it is."""
    head = data[:_HEAD]
    if not data.strip(b"\0\t\n\r "):
        raise unreadable(file, "Le fichier est vide.", remedy="Vérifier que c’est bien le bon fichier.")
    if data.startswith(b"PK"):
        return _zipped(data, file)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Kind(PDF)
    _refuse(data, head, file)
    start = head.lstrip(b"\xef\xbb\xbf\t\n\r ")
    if start.startswith(b"<?xml") or start.startswith(b"<office:document"):
        return _xml(head, file)
    if _HTML.match(start):
        raise unreadable(file, "C’est une page HTML, même si elle porte un autre nom.", remedy=SAVE_AS_DOCX)
    return Kind(TEXT)


def _refuse(data: bytes, head: bytes, file: str) -> None:
    if head.startswith(_OLE):
        raise _container(data, file)
    for first, message, remedy in _FIRST_BYTES:
        if head.startswith(first):
            raise unreadable(file, message, remedy=remedy)
    name = file.replace("\\", "/").rsplit("/", 1)[-1]
    lock = next((start for start in _LOCKS if name.startswith(start)), None)
    if lock and len(data) < _HEAD:
        remedy = f"Indiquer le document lui-même, dont le nom ne commence pas par « {lock} »."
        message = "C’est le fichier de verrou qu’un traitement de texte pose pendant une modification."
        raise unreadable(file, message, remedy=remedy)
    if b"PK\x05\x06" in data[-66_000:]:
        raise unreadable(file, "Le fichier commence par des octets étrangers au document.")
    if _binary(head):
        message = "Ce n’est ni un document Word, ni un OpenDocument, ni un PDF, ni du texte."
        raise unreadable(file, message, remedy="Vérifier que c’est bien le bon fichier.")


def _binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False  # text in UTF-16
    controls = sum(head.count(code) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return controls > max(3, len(head) // 100)


def _container(data: bytes, file: str) -> UnreadableFile:
    for stream, message, remedy in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return unreadable(file, message, remedy=remedy)
    return unreadable(file, "C’est un ancien fichier de Microsoft Office (.doc ou autre).", remedy=SAVE_AS_DOCX)


def _xml(head: bytes, file: str) -> Kind:
    for namespace, message in _XML_KINDS:
        if namespace in head:
            if message is None:
                return Kind(FLAT_ODT)
            raise unreadable(file, message, remedy=SAVE_AS_DOCX)
    raise unreadable(file, "C’est un fichier XML, non un document.", remedy=_ITSELF)


def _zipped(data: bytes, file: str) -> Kind:
    archive = Archive(data)
    if "mimetype" in archive:
        mimetype = archive.read("mimetype").strip()
        if _ODT.fullmatch(mimetype):
            return Kind(ODT, archive)
        if mimetype.startswith(b"application/vnd.oasis.opendocument."):
            message = "C’est un fichier OpenDocument, mais ni un texte ni un modèle de texte (.odt)."
            raise unreadable(file, message, remedy=_ITSELF)
    for name, message in _ZIPPED:
        if name in archive:
            raise unreadable(file, message, remedy=_ITSELF)
    if "[Content_Types].xml" in archive or "_rels/.rels" in archive:
        return Kind(DOCX, archive)
    if "content.xml" in archive and "META-INF/manifest.xml" in archive:
        return Kind(ODT, archive)
    raise unreadable(file, "C’est une archive zip, non un document.", remedy=_EXTRACT)
