"""What `template inspect` prints of a Word file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clausekit.word.mapping import Mapped


def as_json(found: Mapped) -> str:
    """The same facts as the text, for a program."""
    data = asdict(found)
    for kind, told in (("problems", found.problems), ("advice", found.advice)):
        data[kind] = [{"rule": item.rule, "message": item.message, "remedy": item.remedy} for item in told]
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_text(found: Mapped) -> str:
    """One line a role, then numbering, anchors, headers and footers."""
    return "\n".join(_lines(found))


def _lines(found: Mapped) -> Iterator[str]:
    yield f"{found.file}"
    yield "Styles :"
    for role in found.roles:
        told = f"{role.name} (par {role.by})" if role.by else "emprunté au modèle neutre"
        yield f"  {role.role:<24} {told}"
    yield "Numérotation des titres :"
    for level in found.levels:
        yield f"  niveau {level.level} : {level.form or 'aucun numéro automatique'}"
    if found.typed:
        yield "  numéros tapés à la main : ceux des clauses ajoutées le seront aussi"
    yield "Repères :"
    yield f"  trouvés : {', '.join(found.tags) or 'aucun'}"
    yield f"  absents : {', '.join(found.missing) or 'aucun'}"
    if found.marker:
        yield "  ce fichier est un modèle : « clausekit assemble --template » s'en sert"
    else:
        yield f"  {found.headings} titres lus ; ce n'est pas un modèle, mais « assemble --into » peut y écrire"
    for name, text in found.around:
        yield f"{'En-tête' if 'header' in name else 'Pied de page'} ({name}) : {text[:80] or 'vide'}"
