"""What a document lets people change in it: the protection of its settings, and the tracking of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clausekit.word import parts
from clausekit.word.neutral import W
from clausekit.word.package import unpack
from clausekit.word.refusal import as_document

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_OFF = ("0", "false", "off")
_LIFT = (
    "les clauses y sont écrites ; pour les retoucher dans Word, lever la protection "
    "(Révision, Restreindre la modification)"
)
_SHOW = (
    "ce que clausekit y écrit n’est pas suivi ; pour le voir dans Word, comparer les deux fichiers (Révision, Comparer)"
)
_EDITS = {
    "readOnly": f"Le document est protégé en lecture seule : {_LIFT}.",
    "forms": f"Le document est protégé : on n’y remplit que ses formulaires ; {_LIFT}.",
    "comments": f"Le document est protégé : on n’y écrit que des commentaires ; {_LIFT}.",
    "trackedChanges": f"Le document impose le suivi des modifications : {_SHOW}.",
}
_TRACKING = f"Le suivi des modifications est activé dans le document : {_SHOW}."


def told(data: bytes, *, file: str) -> tuple[str, ...]:
    """What is to be known of the protection of a Word file, in French; nothing when it has none."""
    with as_document(file):
        entries = unpack(data, file)
        main = parts.main_part(entries, file=file)
        names = parts.related(entries, main, "settings", file=file)
        roots = [parts.parse(entries[name].data(), file=file, part=name) for name in names]
    for root in roots:
        protection = root.find(_W + "documentProtection")
        if protection is not None and _is_on(protection, "enforcement", absent=False):
            said = _EDITS.get(protection.get(_W + "edit", ""))
            if said:
                return (said,)
        tracking = root.find(_W + "trackRevisions")
        if tracking is not None and _is_on(tracking, "val", absent=True):
            return (_TRACKING,)
    return ()


def _is_on(element: _Element, name: str, *, absent: bool) -> bool:
    value = element.get(_W + name)
    return absent if value is None else value not in _OFF
