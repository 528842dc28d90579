"""What a document that someone wrote says: its piece, its award criteria, its considerations, a few facts.

Pure functions of a draft. Each reading comes with the words it was read in and their place, and
says when it cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from clausekit.draft import Draft
from clausekit.recognise import notices, sections
from clausekit.recognise.articles import articles
from clausekit.recognise.considerations import Consideration, Fines, considerations, considered
from clausekit.recognise.criteria import ReadCriterion, criteria, told
from clausekit.recognise.doubts import weighed
from clausekit.recognise.extent import within
from clausekit.recognise.facts import Fact, facts, stated
from clausekit.recognise.piece import ReadPiece, piece
from clausekit.recognise.together import together
from clausekit.recognise.unclosed import Unclosed
from clausekit.recognise.verdict import Verdict, verdicts

_TOO_LONG = (
    f"Ce qui est dit du jugement des offres dépasse {sections.MOST_SIGNS // 1000} 000 caractères, "
    f"{sections.MOST_ROWS} lignes ou {sections.MOST_FIGURES // 1000} {sections.MOST_FIGURES % 1000} pondérations : "
    "au-delà, les critères ne sont pas lus."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """All that is read in one document. `verdicts` on M13 are empty for a document without criteria.

    `fines` are the penalties that it sets for each kind, whatever article they stand in. `unclosed`
    are lists of weights that make no sum, and are in no criterion. `unread` are French sentences on
    what is too long to be read.
    """

    piece: ReadPiece
    criteria: tuple[ReadCriterion, ...]
    verdicts: tuple[Verdict, ...]
    considerations: tuple[Consideration, ...]
    fines: Fines
    facts: tuple[Fact, ...]
    unclosed: tuple[Unclosed, ...] = ()
    unread: tuple[str, ...] = ()


def recognise(draft: Draft) -> Recognised:
    """What a document says."""
    known = piece(draft)
    draft, beyond = within(draft)
    passages = sections.passages(notices.told(draft))
    read, left, several = told(passages)
    own = articles(draft)
    kept, fines = considered(own, known.piece)
    unread = tuple(filter(None, (beyond, _TOO_LONG if any(passage.cut for passage in passages) else "")))
    judged = weighed(verdicts(read), read, passages) if read or known.piece in {"RC", "lettre"} else ()
    judged = tuple(_rivalled(verdict) if verdict.lot in several else _left(verdict, left) for verdict in judged)
    return Recognised(
        piece=known,
        criteria=read,
        verdicts=tuple(map(_unsure, judged)) if unread or draft.partial else judged,
        considerations=kept,
        fines=fines,
        facts=stated(own),
        unclosed=left,
        unread=unread,
    )


def _rivalled(verdict: Verdict) -> Verdict:
    """The verdict where two awards are told, of which one has a criterion of sustainable development of its own."""
    why = f"{verdict.why} Une autre liste de critères de la pièce fait 100 et dit autre chose : de quel lot est-elle ?"
    return replace(verdict, answer="to_confirm", share=None, why=why)


def _left(verdict: Verdict, left: Iterable[Unclosed]) -> Verdict:
    """The verdict where a list that no criterion holds has a row on sustainable development: it may be a criterion."""
    told = next((item for item in left if item.sustainable and item.lot in {"", verdict.lot}), None)
    if verdict.answer != "no" or told is None:
        return verdict
    why = f"{verdict.why} Une liste de poids qui n'a pas pu être rattachée en parle : {told.why}."
    return replace(verdict, answer="to_confirm", share=None, why=why)


def _unsure(verdict: Verdict) -> Verdict:
    """The verdict on a document whose end was not read: what is not there may be told further on."""
    if verdict.answer != "no":
        return verdict
    return replace(verdict, answer="to_confirm", why=f"{verdict.why} Le document n'a pas été lu en entier.")


__all__ = [
    "Consideration",
    "Fact",
    "Fines",
    "ReadCriterion",
    "ReadPiece",
    "Recognised",
    "Unclosed",
    "Verdict",
    "considerations",
    "criteria",
    "facts",
    "piece",
    "recognise",
    "together",
    "verdicts",
]
