"""Bytes of a file -> its text, or the findings that say why it has none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Final

from clausekit.finding import Finding, Place, UnreadableFile

MAX_BYTES: Final = 2_000_000
# A file with the same fault on each line is told once, not a thousand times.
MAX_FINDINGS: Final = 20
EXCERPT_WIDTH: Final = 100

WHY: Final = "Un fichier qui ne se lit pas ne peut pas être vérifié."

_BOM = b"\xef\xbb\xbf"
_UTF32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MAGIC = {
    b"PK\x03\x04": "un fichier Word, Excel, LibreOffice ou une archive zip",
    b"\xd0\xcf\x11\xe0": "un ancien fichier Word ou Excel",
    b"%PDF": "un fichier PDF",
    b"{\\rtf": "un fichier RTF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"\x1f\x8b": "une archive compressée",
}
_TEXT_BYTES = bytes({*range(9, 14), *range(32, 256)})
_PLAIN_BYTES = bytes({10, 13, *range(32, 127), *range(128, 256)})
# The characters of `_INVISIBLE` that are not one byte, but for those of no character at all.
_WIDE = ("\x85", "\ufeff", *map(chr, (0x200B, *range(0x2028, 0x202F), *range(0x2066, 0x206A))))
# Line ends that only some programs see as such, a mark inside the text, and control characters:
# invisible in an editor, and refused or read apart by one YAML parser or the other. With them, the
# signs that show a text in another order than it is read, and the space without width.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
# The two YAML parsers do not agree on where a tab may stand, and no text of ours needs one.
_FIRST_TAB = re.compile(r"^[^\t\n]*\t", re.MULTILINE)
_AS_UTF8 = (
    "Dans le Bloc-notes : Fichier, Enregistrer sous, Encodage « UTF-8 ». "
    "Dans VS Code : cliquer sur l'encodage en bas à droite, « Enregistrer avec l'encodage », « UTF-8 »."
)
# Spaces alone on a line mean nothing to a reader, and something to one YAML parser only.
_BLANK_LINE = re.compile(r"^ +$", re.MULTILINE)
_NEWLINE = re.compile(r"\r\n?|\n")


def excerpt(line: str, column: int) -> str:
    """The line that is read, over a caret; a long line is cut around the caret."""
    start = max(0, column - EXCERPT_WIDTH // 2) if len(line) > EXCERPT_WIDTH else 0
    shown = line[start : start + EXCERPT_WIDTH].rstrip()
    head = "…" if start else ""
    tail = "…" if start + EXCERPT_WIDTH < len(line) else ""
    visible = "".join(" " if char == "\t" else char if char.isprintable() else "·" for char in shown)
    return f"{head}{visible}{tail}\n{' ' * (len(head) + column - 1 - start)}^"


def located(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset in a text whose line ends are `\\n`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _finding(
    rule: str, message: str, *, place: Place, read: str, expected: str, remedy: str, line: str | None = None
) -> Finding:
    return Finding(
        rule=rule,
        severity="bloquante",
        message=message,
        read=read,
        expected=expected,
        places=(place,),
        why=WHY,
        remedy=remedy,
        excerpt=None if line is None or place.column is None else excerpt(line, place.column),
    )


def _too_big(size: int, file: str) -> Finding:
    return _finding(
        "yaml-taille",
        "Le fichier est trop gros pour être lu.",
        place=Place(file=file),
        read=f"{size / 1_000_000:.1f} Mo".replace(".", ","),
        expected=f"{MAX_BYTES // 1_000_000} Mo au plus",
        remedy="Vérifier que c'est bien le bon fichier ; sinon, le partager en plusieurs.",
    )


def empty(file: str) -> Finding:
    """The finding for a file without content."""
    return _finding(
        "yaml-vide",
        "Le fichier est vide.",
        place=Place(file=file, line=1, column=1),
        read="rien, ou seulement des commentaires",
        expected="des clés et leurs valeurs, comme « objet: Collecte des déchets »",
        remedy="Écrire le contenu du fichier, ou le supprimer.",
    )


def _binary(kind: str, file: str) -> Finding:
    return _finding(
        "yaml-binaire",
        f"Ce n'est pas un fichier de texte : c'est {kind}.",
        place=Place(file=file),
        read=kind,
        expected="un fichier YAML, c'est-à-dire du texte",
        remedy="Indiquer le fichier YAML ; un document Word ou PDF se nomme sous la clé « fichiers » du dossier.",
    )


def _wide(name: str, file: str) -> Finding:
    return _finding(
        "yaml-encodage",
        f"Le fichier est enregistré en {name}, qui n'est pas lu.",
        place=Place(file=file),
        read=f"l'encodage {name}",
        expected="l'encodage UTF-8",
        remedy=_AS_UTF8,
    )


def not_text(data: bytes) -> str | None:
    """What a file is by its first bytes, in French; None for a text, in whatever encoding of one byte."""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    # Text read in whatever one-byte encoding holds no NUL and next to no other control byte.
    head = data[:4096]
    controls = len(head.translate(None, _TEXT_BYTES))
    return "un fichier binaire" if controls > max(3, len(head) // 10) else None


def _wide_name(data: bytes) -> str | None:
    if data.startswith(tuple(_MAGIC)):  # an old Office file holds as many NULs as UTF-32
        return None
    if data.startswith(_UTF32):
        return "UTF-32"
    if data.startswith(_UTF16):
        return "UTF-16"
    head = data[:4096]
    nuls = head.count(0)
    if nuls * 3 < len(head):
        return None
    if nuls * 3 >= len(head) * 2:
        return "UTF-32"
    # In UTF-16 the NUL bytes of Latin letters all stand on the same side of their pair.
    return "UTF-16" if min(head[::2].count(0), head[1::2].count(0)) * 10 <= nuls else None


def _undecodable(data: bytes, offset: int, file: str) -> Finding:
    before = _NEWLINE.sub("\n", data[:offset].decode("utf-8", "replace"))
    number, column = located(before, len(before))
    guess = data.decode("cp1252", "replace")
    line = _NEWLINE.split(data[:offset].decode("utf-8") + data[offset:].decode("cp1252", "replace"))[number - 1]
    windows = "�" not in guess
    known = "sans doute Windows-1252 (« ANSI »)" if windows else "un encodage inconnu"
    return _finding(
        "yaml-encodage",
        "Le fichier n'est pas enregistré en UTF-8 : ses accents ne se lisent pas.",
        place=Place(file=file, line=number, column=column),
        read=f"{known}, octet 0x{data[offset]:02X}",
        expected="l'encodage UTF-8",
        remedy=_AS_UTF8,
        line=line if windows else None,
    )


def _char_name(char: str) -> str:
    names = {
        "\u2028": "un séparateur de lignes",
        "\u2029": "un séparateur de paragraphes",
        "\x85": "un saut de ligne d'un autre système",
        "\ufeff": "une marque d'encodage (BOM) au milieu du texte",
        "\u200b": "une espace sans largeur",
        "\x0b": "un saut de ligne de Word",
        "\x0c": "un saut de page",
        "\x00": "un caractère nul",
    }
    return f"{names.get(char, 'un caractère de commande')} (U+{ord(char):04X})"


def _invisible(text: str, offset: int, file: str) -> Finding:
    line, column = located(text, offset)
    name = _char_name(text[offset])
    return _finding(
        "yaml-caractere",
        f"La ligne contient un caractère invisible qui ne se lit pas : {name}.",
        place=Place(file=file, line=line, column=column),
        read=name,
        expected="des caractères visibles, des espaces et des retours à la ligne",
        remedy="Supprimer ce caractère, souvent venu d'un copier-coller, et retaper l'espace ou le retour à la ligne.",
        line=text.split("\n")[line - 1],
    )


def _tab(text: str, offset: int, file: str) -> Finding:
    number, column = located(text, offset)
    line = text.split("\n")[number - 1]
    if line[: column - 1].strip(" -"):
        message = "La ligne contient une tabulation : YAML n'admet que des espaces."
        remedy = "Remplacer la tabulation par une espace."
    else:
        message = "La ligne est décalée par une tabulation : YAML n'admet que des espaces."
        remedy = "Remplacer la tabulation par des espaces ; dans VS Code : « Convertir les retraits en espaces »."
    return _finding(
        "yaml-tabulation",
        message,
        place=Place(file=file, line=number, column=column),
        read="une tabulation",
        expected="des espaces",
        remedy=remedy,
        line=line,
    )


def _faults(text: str, file: str) -> Iterable[Finding]:
    for match in _INVISIBLE.finditer(text):
        yield _invisible(text, match.start(), file)
    for match in _FIRST_TAB.finditer(text):
        yield _tab(text, match.end() - 1, file)


def _suspect(data: bytes, text: str) -> bool:
    # Fifteen times faster than the pattern; what it lets through, both YAML parsers refuse.
    return bool(data.translate(None, _PLAIN_BYTES)) or any(char in text for char in _WIDE)


def faults(text: str, *, file: str) -> tuple[Finding, ...]:
    """The characters of a text that may not stand in our files."""
    return tuple(islice(_faults(text, file), MAX_FINDINGS))


def _refuse_bytes(data: bytes, file: str) -> None:
    if len(data) > MAX_BYTES:
        raise UnreadableFile([_too_big(len(data), file)])
    if not data.strip():
        raise UnreadableFile([empty(file)])
    name = _wide_name(data)
    if name:
        raise UnreadableFile([_wide(name, file)])
    kind = not_text(data)
    if kind:
        raise UnreadableFile([_binary(kind, file)])


def decode(data: bytes, *, file: str) -> str:
    """The text of a UTF-8 file, without BOM, its line ends made `\\n`, with one at its end.

    Positions in this text are those an editor shows: nothing else is changed. Raises
    `UnreadableFile` for what is not text, not UTF-8, too big, or holds invisible characters.
    """
    _refuse_bytes(data, file)
    body = data.removeprefix(_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile([_undecodable(body, error.start, file)]) from None
    if "\r" in text:
        text = _NEWLINE.sub("\n", text)
    if _suspect(body, text) and (found := faults(text, file=file)):
        raise UnreadableFile(found)
    if " \n" in text:
        text = _BLANK_LINE.sub("", text)
    return text if text.endswith("\n") else text + "\n"


def is_normal(text: str) -> bool:
    """Whether a text is NFC already."""
    return unicodedata.is_normalized("NFC", text)


def normal(text: str) -> str:
    """The text in the form that is hashed and compared: NFC, line ends `\\n`."""
    return unicodedata.normalize("NFC", _NEWLINE.sub("\n", text) if "\r" in text else text)
