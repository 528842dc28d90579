"""Each clause of a document of the dossier, held against the files that carry it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from clausekit import typography as typo
from clausekit.draft import Draft
from clausekit.drift import fines, margins, units, unread
from clausekit.drift.carried import Carried
from clausekit.drift.units import Pair
from clausekit.finding import Finding, Place, Severity
from clausekit.inspect import TO_CONFIRM, Inspected
from clausekit.marche import Marche
from clausekit.match import ABSENT, BY_TEXT, CHANGED, IDENTICAL, PARTIAL, Found, Index, WordChange, match, spelled

_ORDER = (IDENTICAL, CHANGED, PARTIAL, ABSENT)
_WHY = "Ce qui est publié doit être ce que le dossier dit : c'est lui qui a été jugé."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One clause in one document. `piece` is the document's name; `status` and `by` are those of `match`.

    `status` is to_confirm for a clause that was not found in a file of which some was not read, or that is `unsure`:
    lines that may complete it were not compared.
    """

    entry: str
    title: str
    piece: str
    file: str
    status: str
    by: str
    changes: tuple[WordChange, ...] = ()
    place: Place | None = None
    unsure: bool = False


def compared(item: Carried, marche: Marche, *, award: bool, printed: Draft | None) -> tuple[list[Row], list[Finding]]:
    """The rows and the findings of a document; `award`: what its table of weights lost is told elsewhere.

    `printed` is the document as the dossier makes it, whose notes are expected.
    """
    rows: list[Row] = []
    findings: list[Finding] = []
    for file, found in _best(item):
        differing = _differences(item, file, found)
        same = found.status in {CHANGED, PARTIAL} and not differing
        notes = margins.notes(found, file, printed) if found.status != ABSENT else ()
        rows.append(_noted(_row(item, file, found, same=same), notes))
        if found.status == ABSENT:
            findings.append(_doubted(item, found)(_gone(item, file, found, marche)))
        elif not same:
            findings += _changed(item, file, found, differing, award=award)
        findings += [margins.of_clause(note, _name(found), found.place or Place(file=file.file)) for note in notes]
    return rows, findings


def _cut(item: Carried) -> bool:
    """Whether a file was read in part."""
    return any(file.cut for file in item.files)


def _doubted(item: Carried, found: Found) -> Callable[[Finding], Finding]:
    """What becomes of a finding on words that are not there: it is left to a person when they may be."""
    if found.unsure:
        return unread.too_many_alike
    return unread.to_confirm if _cut(item) else lambda finding: finding


def _noted(row: Row, notes: Sequence[margins.Change]) -> Row:
    """A clause whose notes are others is no longer the same."""
    if not notes:
        return row
    changes = tuple(WordChange(old=note.old or "", new=note.new or "") for note in notes)
    status = CHANGED if row.status == IDENTICAL else row.status
    return replace(row, status=status, changes=(*row.changes, *changes))


def _best(item: Carried) -> Iterator[tuple[Inspected, Found]]:
    """Each entry of a document, in the file that says it best."""
    expected = [(reference.entry, reference.piece) for reference in item.references]
    index = Index(item.references)
    best: dict[tuple[str, str], tuple[Inspected, Found]] = {}
    for file in item.files:
        if file.draft is None:
            continue
        for found in match(file.draft, item.references, index=index, expected=expected):
            key = (found.entry, found.piece)
            if key in best and _ORDER.index(best[key][1].status) <= _ORDER.index(found.status):
                continue
            best[key] = (file, found)
    yield from (best[key] for key in expected)


def _differences(item: Carried, file: Inspected, found: Found) -> tuple[Pair, ...]:
    """The paragraphs that differ, of a clause that does not read as it should."""
    if found.status not in {CHANGED, PARTIAL} or file.draft is None:
        return ()
    old = units.generated(item.output, found.entry, found.piece)
    if found.by == BY_TEXT:  # an author gives the titles of its own document
        old = tuple(unit for unit in old if not unit.title)
    return units.pairs(old, units.read(file.draft, found.lines))


def _row(item: Carried, file: Inspected, found: Found, *, same: bool) -> Row:
    doubtful = found.unsure or (found.status == ABSENT and _cut(item))
    status = TO_CONFIRM if doubtful else found.status
    return Row(
        entry=found.entry,
        title=found.title,
        piece=item.stem,
        file=file.file,
        status=IDENTICAL if same else status,
        by=found.by,
        changes=() if same else found.changes,
        place=found.place,
        unsure=found.unsure and not same,
    )


def _name(found: Found) -> str:
    return f"{found.entry} ({found.title})" if found.title else found.entry


def _gone(item: Carried, file: Inspected, found: Found, marche: Marche) -> Finding:
    # What the engine recapitulates by itself takes no obligation away when it is missing, save penalties.
    kept = any(found.entry in lot.taken for lot in marche.lots)
    penal = any(unit.penal for unit in units.generated(item.output, found.entry, found.piece))
    severity: Severity = "bloquante" if kept or penal else "a_justifier"
    taken = next((lot.taken[found.entry] for lot in marche.lots if found.entry in lot.taken), None)
    related = (Place(file=marche.dossier.file, route=taken.route),) if taken and taken.route else ()
    return Finding(
        rule="clause-ecartee",
        severity=severity,
        message=f"La clause {_name(found)} est au dossier ({item.stem}) et n'est pas dans ce fichier.",
        read=f"aucun passage de {PurePath(file.file).name} qui dise cette clause",
        expected=f"la clause, telle que le dossier l'écrit dans {item.stem}",
        places=(Place(file=file.file), *related),
        why=_WHY,
        remedy="Remettre la clause dans la pièce, ou l'ôter du dossier et le juger à nouveau.",
    )


def _changed(
    item: Carried, file: Inspected, found: Found, differing: Sequence[Pair], *, award: bool
) -> Iterator[Finding]:
    weighed = [pair for pair in differing if not (award and _of_award(pair, differing))]
    lost = [pair for pair in weighed if pair.new is None] if found.unsure or _cut(item) else []
    where = found.place or Place(file=file.file)
    yield from _told(found, [pair for pair in weighed if pair not in lost], where)
    yield from map(_doubted(item, found), _told(found, lost, where))


def _told(found: Found, differing: Sequence[Pair], where: Place) -> Iterator[Finding]:
    yield from fines.findings(differing, name=_name(found), where=where)
    reworded = [pair for pair in differing if not fines.only(pair)]
    if reworded:
        yield _retouched(found, reworded, where)


def _of_award(pair: Pair, differing: Sequence[Pair]) -> bool:
    """Whether it is a row of the table of weights; a row put in beside such rows is of the same table."""
    if pair.old is not None:
        return pair.old.award
    return pair.new is not None and units.weight_row(pair.new.text)


def _retouched(found: Found, reworded: Sequence[Pair], where: Place) -> Finding:
    first = reworded[0]
    grave = found.status == PARTIAL or any(_figures(pair) for pair in reworded)
    severity: Severity = "a_justifier" if grave else "avertissement"
    more = len(reworded) - 1
    others = f" {more} {typo.agree('autres passages', more)} {'diffère' if more == 1 else 'diffèrent'}." if more else ""
    return Finding(
        rule="clause-retouchee",
        severity=severity,
        message=f"La clause {_name(found)} ne dit pas ce que le dossier écrit : {_said(first)}.{others}",
        read=units.apart(first.new.text, first.old.text if first.old else "")
        if first.new
        else "le passage n'est plus là",
        expected=units.apart(first.old.text, first.new.text if first.new else "")
        if first.old
        else "rien à cet endroit",
        places=(first.new.place if first.new else where,),
        why=_WHY,
        remedy="Revenir au texte du dossier, ou porter le changement dans le dossier (valeur, niveau, clause propre).",
    )


def _figures(pair: Pair) -> bool:
    """Whether a number differs, or goes away or comes in with its paragraph."""
    if pair.old and pair.new:
        return any(word[0].isdecimal() for change in pair.changes for word in f"{change.old} {change.new}".split())
    text = pair.old.text if pair.old else pair.new.text if pair.new else ""
    return any(sign.isdecimal() for sign in text)


def _said(pair: Pair) -> str:
    """The first words that differ."""
    if pair.old is None:
        return "un passage a été ajouté"
    if pair.new is None:
        return "un passage a été ôté"
    [first] = spelled(pair.changes[:1], (pair.old.text,), (pair.new.text,))
    if not first.new:
        return f"« {first.old} » a été ôté"
    return f"« {first.new} » a été ajouté" if not first.old else f"« {first.new} » au lieu de « {first.old} »"
