"""Which parts of two Word files differ, whatever their compression."""

from __future__ import annotations

from typing import Final

from clausekit.word.package import unpack

_NAMES: Final = {
    "word/document.xml": "le texte",
    "word/styles.xml": "les styles",
    "word/numbering.xml": "la numérotation",
    "word/settings.xml": "les réglages",
    "word/footnotes.xml": "les notes",
    "docProps/core.xml": "le titre et l'objet",
    "docProps/custom.xml": "les propriétés qui nomment la bibliothèque et le programme",
}
COMPRESSION: Final = "la compression seule"


def parts(old: bytes, new: bytes, *, file: str) -> tuple[str, ...]:
    """Their names, in order; « la compression seule » for two files that hold the same. Raises UnreadableFile."""
    before, after = unpack(old, file), unpack(new, file)
    apart = [
        name
        for name in sorted(before.keys() | after.keys())
        if name not in before or name not in after or before[name].data() != after[name].data()
    ]
    return tuple(_NAMES.get(name, name) for name in apart) or ((COMPRESSION,) if old != new else ())
