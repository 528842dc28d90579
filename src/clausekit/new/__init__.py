"""Write a commented dossier from a few facts, with the clauses that `suggest` proposes already in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clausekit import dossier as dossiers
from clausekit import source
from clausekit.dossier import Authority
from clausekit.library import Library
from clausekit.marche import Marche, resolve
from clausekit.new import page
from clausekit.new.brief import Brief, complete, doubts, thresholds
from clausekit.new.page import blanks, expected
from clausekit.suggest import Suggestion, paste, suggest


def _data(brief: Brief) -> dict[str, Any]:
    """The dossier as its file would say it, without any clause."""
    stated = {
        "nature": brief.nature,
        "procedure": brief.procedure,
        "ccag": brief.ccag,
        "valeur_estimee": brief.value,
        "duree_mois": brief.months,
    }
    return {
        "objet": brief.object,
        "famille": brief.family,
        "segments": list(brief.segments),
        "cpv": list(brief.cpv),
        "pieces": dict(brief.pieces),
        "dates": {"lancement": brief.launch},
        **{key: value for key, value in stated.items() if value is not None},
    }


def _resolved(data: Mapping[str, Any], authority: Authority, library: Library) -> Marche:
    return resolve(dossiers.read(data), authority, library)


def _chosen(suggestion: Suggestion) -> Mapping[str, Any]:
    """What the block to paste says: read back, so that the text and what is told of it cannot differ."""
    text = paste.block(suggestion)
    chosen: Mapping[str, Any] = source.load(text.encode(), file="").data if text else {}
    return chosen


def new(brief: Brief, library: Library, authority: Authority, *, modeline: str | None = None) -> str:
    """The text of a dossier. The brief is completed first; its family must be known or deducible."""
    known = complete(brief, library, authority)
    data = _data(known)
    suggestion = suggest(_resolved(data, authority, library))
    marche = _resolved({**data, **_chosen(suggestion)}, authority, library)
    return page.write(known, suggestion, marche, modeline)


__all__ = ["Brief", "blanks", "complete", "doubts", "expected", "new", "thresholds"]
