"""What documents say when there is no dossier: the few minima that their words alone allow to judge.

A minimum is met only when words were read that meet it; what is doubtful, or what depends on facts that
only a dossier states, is left to a person. The law is not judged: it depends on values, dates and a procedure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from clausekit import terms
from clausekit import typography as typo
from clausekit.finding import Place
from clausekit.inspect import Inspected, left_out, uncounted
from clausekit.library import Library
from clausekit.match import CHANGED, IDENTICAL
from clausekit.policy import Minimum, Policy
from clausekit.recognise import Consideration, Verdict, together
from clausekit.recognise.lots import said

NOT_JUDGED = (
    "la loi : elle dépend de la valeur, de la procédure et des dates, que dit un dossier",
    "les autres exigences de la politique : elles se jugent sur un dossier (« clausekit new »)",
    "la rédaction, la proportion et le lien réel avec l'objet du marché demandent une relecture juridique",
    "les pièces qui n'ont pas été données, et ce qui n'a pas pu être lu",
)
_KINDS = {"environnementale": "environmental", "sociale": "social"}
_BINDING = frozenset({"CCTP", "CCAP", "CCP", "AE"})
_AWARDING = frozenset({"RC", "lettre", "CCP"})
_DUTIES = frozenset({"condition_execution", "specification"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What an answer rests on. `id` is that of a library clause, "" for words of the document's own."""

    id: str
    excerpt: str
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One minimum judged on the documents alone: met, missing, manual or to_follow."""

    minimum: Minimum
    status: str
    why: str
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """Documents judged without a dossier. `titles` are the French names of the policies and themes, by id."""

    files: tuple[Inspected, ...]
    answers: tuple[Answer, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    not_judged: tuple[str, ...] = NOT_JUDGED

    @property
    def read(self) -> tuple[Inspected, ...]:
        """The files that were read."""
        return tuple(item for item in self.files if item.draft is not None)


@dataclass(frozen=True, slots=True)
class _Given:
    """What the rules look at."""

    files: tuple[Inspected, ...]
    library: Library
    considerations: tuple[tuple[str, Consideration], ...] = field(default=())

    def pieces(self, wanted: frozenset[str]) -> bool:
        return any(item.piece and wanted & {item.piece.piece, *item.piece.also} for item in self.files)


_Said = tuple[str, str, tuple[Proof, ...]]  # status, why, proofs


def alone(files: Sequence[Inspected], library: Library, policies: Iterable[Policy]) -> Alone:
    """The answers of policies to documents; rules that need a dossier are left out."""
    read = tuple(item for item in files if item.draft is not None)
    pieces = [(item.piece.piece if item.piece else "", item.considerations) for item in read]
    fines = [(item.piece.piece if item.piece else "", item.fines) for item in read]
    given = _Given(read, library, together(pieces, fines=fines))
    found = [
        Answer(minimum=minimum, status=status, why=why, proofs=proofs)
        for policy in policies
        for minimum in policy.minima.values()
        if read and minimum.rule in _RULES and minimum.severity != terms.BY_HAND
        for status, why, proofs in _RULES[minimum.rule](minimum, given)
    ]
    titles = {item.id: item.title for item in library.policies.values()}
    titles |= {item.id: item.title for item in library.registers.themes.values()}
    return Alone(
        files=tuple(files),
        answers=tuple(found),
        titles=titles,
        not_judged=(*NOT_JUDGED, *_mixed(read), *uncounted(read), *_unread(read)),
    )


def _mixed(files: Sequence[Inspected]) -> tuple[str, ...]:
    """Two regulations of one folder may be those of two purchases: nothing in their words tells it."""
    found = [PurePath(item.file).name for item in files if item.piece and item.piece.piece == "RC"]
    if len(found) == 1 or not found:
        return ()
    named = typo.listing(found)
    return (f"si ces pièces sont d'un seul marché : {len(found)} règlements ont été lus ensemble ({named})",)


def _unread(files: Sequence[Inspected]) -> tuple[str, ...]:
    """What was left out of documents of which the clauses may be elsewhere, by file."""
    return left_out(item for item in files if _doubtful(item))


def _doubtful(item: Inspected) -> bool:
    """Whether what is not found in a file may be there."""
    return item.partial or any(found.unsure for found in item.clauses)


def _proofs(kind: str, nature: str, given: _Given, status: str) -> tuple[Proof, ...]:
    """The clauses of the library that are of a nature, then the considerations of the documents' own."""
    clauses = [
        Proof(id=found.entry, excerpt=clause.title, place=found.place)
        for item in given.files
        for found in item.clauses
        if found.status in {IDENTICAL, CHANGED}
        and (clause := given.library.clauses.get(found.entry))
        and (clause.consideration, found.piece) == (nature, clause.carrier)
        and clause.type in _DUTIES
    ]
    own = [
        Proof(id="", excerpt=item.excerpt, place=item.place)
        for _, item in given.considerations
        if (item.kind, item.status) == (kind, status)
    ]
    return (*(clauses if status == "met" else ()), *own)


def _consideration(minimum: Minimum, given: _Given) -> Iterator[_Said]:
    nature = str(minimum.given.get("consideration", ""))
    kind = _KINDS.get(nature)
    if kind is None:
        return
    held, doubtful = (_proofs(kind, nature, given, status) for status in ("met", "to_confirm"))
    of_year = minimum.rule == "part-des-marches"
    if held and of_year:
        yield terms.TO_FOLLOW, f"ce marché y contribuerait : {_counted(held)} de nature {nature}", held
    elif held:
        yield terms.MET, f"{_counted(held)} de nature {nature}", held
    elif doubtful:
        yield (
            terms.MANUAL,
            f"à confirmer : {_counted(doubtful)} de nature {nature}, sans preuve ni contrôle lus",
            doubtful,
        )
    elif not given.pieces(_BINDING):
        yield terms.MANUAL, "à confirmer : aucun cahier des charges ni acte d'engagement parmi les fichiers", ()
    elif of_year:
        yield terms.TO_FOLLOW, f"aucun passage de nature {nature} n'a été lu ; la part se juge sur l'année", ()
    elif any(map(_doubtful, given.files)):
        yield terms.MANUAL, f"à confirmer : aucun passage de nature {nature} dans ce qui a été lu des pièces", ()
    elif minimum.when:
        yield terms.MANUAL, f"à confirmer : aucun passage de nature {nature} lu ; l'exigence dépend du marché", ()
    else:
        yield terms.MISSING, f"aucune obligation de nature {nature} n'a été lue dans les pièces données", ()


def _counted(proofs: Sequence[Proof]) -> str:
    return f"{len(proofs)} {typo.agree('passages', len(proofs))}"


def _verdicts(given: _Given) -> tuple[Verdict, ...]:
    return tuple(verdict for item in given.files for verdict in item.award)


def _lot(verdict: Verdict, among: Iterable[Verdict]) -> str:
    named = said(verdict.lot, [item.lot for item in among])
    return f"{named} : " if named else ""


def _shown(found: Iterable[Verdict]) -> tuple[Proof, ...]:
    return tuple(
        Proof(id="", excerpt=label, place=place)
        for verdict in found
        for label, place in zip(verdict.labels, verdict.places, strict=False)
    )


def _no_award(given: _Given) -> _Said:
    where = "aucun critère n'a pu être lu" if given.pieces(_AWARDING) else "aucun règlement ni lettre de consultation"
    return terms.MANUAL, f"à confirmer : {where} parmi les fichiers", ()


def _distinct(_minimum: Minimum, given: _Given) -> Iterator[_Said]:
    found = _verdicts(given)
    if not found:
        yield _no_award(given)
        return
    status = terms.MET
    if any(item.answer == "to_confirm" for item in found):
        status = terms.MANUAL
    if any(item.answer == "no" for item in found):
        status = terms.MISSING
    named = [item for item in found if status == terms.MET or item.answer != "yes"]
    yield status, " ; ".join(f"{_lot(item, found)}{item.why.rstrip('.')}" for item in named), _shown(named)


def _weight(minimum: Minimum, given: _Given) -> Iterator[_Said]:
    floor = minimum.given.get("part")
    found = [item for item in _verdicts(given) if item.answer != "no"]
    if not isinstance(floor, (int, float)):
        return
    if not found:
        if not _verdicts(given):
            yield _no_award(given)
        return
    shares, every = [_share(item) for item in found], _verdicts(given)
    wanted = f"plancher de {typo.plain(typo.percentage(floor))} ({minimum.floor})"
    told = " ; ".join(f"{_lot(item, every)}{_percent(share)}" for item, share in zip(found, shares, strict=True))
    if any(share is not None and share < floor for share in shares):
        yield terms.MISSING, f"{told} ; {wanted}", _shown(found)
    elif any(share is None or item.answer != "yes" for item, share in zip(found, shares, strict=True)):
        yield terms.MANUAL, f"à confirmer : {told} ; {wanted}", _shown(found)
    else:
        yield terms.MET, f"{told} ; {wanted}", _shown(found)


def _share(verdict: Verdict) -> float | None:
    """The share of the award in %; the lower bound of a range."""
    return verdict.share if verdict.share is not None else verdict.low


def _percent(share: float | None) -> str:
    return "poids sur 100 inconnu" if share is None else typo.plain(typo.percentage(share))


_RULES: Mapping[str, Callable[[Minimum, _Given], Iterator[Any]]] = {
    "consideration-presente": _consideration,
    "part-des-marches": _consideration,
    "critere-distinct": _distinct,
    "poids-minimal": _weight,
}
