"""The lines of a history: one for each change of what binds, none rewritten, none that says less than the change."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import difference, terms
from clausekit.clause import Revision
from clausekit.difference.change import SUBSTANCE, Change
from clausekit.finding import Finding, Place
from clausekit.lint.history.compared import Compared, Pair, keeps_a_line, place, said, same_line, words
from clausekit.lint.history.trail import LIGHT, Step
from clausekit.lint.reading import at, told


def _turned(pair: Pair) -> bool:
    """Whether an entry was retired, or brought back."""
    return (pair.old.state == terms.RETIRED) != (pair.new.state == terms.RETIRED)


def historique_muet(compared: Compared) -> Iterator[Finding]:
    """What binds has changed, or the entry is retired, and the history has no new line."""
    for pair in compared.pairs:
        if pair.gained or not (pair.rebound or _turned(pair)):
            continue
        number = pair.new.revision + 1
        yield told(
            "historique-muet",
            f"{pair.new.id} a changé depuis {compared.revision} sans ligne nouvelle dans son historique.",
            place(pair, compared) if pair.rebound else at(pair.new.file, "etat"),
            at(pair.new.file, "historique", 0),
            read=words(pair) if pair.rebound else f"etat: {pair.old.state} → {pair.new.state}",
            expected=f"une révision {number} en tête de l'historique",
            why="Les documents émis citent un numéro de révision : à deux textes, il faut deux numéros.",
            remedy=f"Ajouter en tête d'« historique » : - {{revision: {number}, date: …, nature: …, motif: …}} ; "
            "sinon, rétablir le texte.",
        )


def _told(line: Revision | None) -> str:
    return f"révision {line.number}, {line.date}, {line.nature} : {line.motive}" if line else "rien"


def _rewritten(pair: Pair) -> Iterator[tuple[Revision, Revision | None]]:
    """The lines that were there and no longer say the same, with what stands there now."""
    for line in pair.old.history:
        found = [item for item in pair.new.history if item.number == line.number]
        if not any(same_line(line, item) for item in found):
            yield line, found[0] if found else None


def historique_recrit(compared: Compared) -> Iterator[Finding]:
    """A published line of a history was changed or removed."""
    for pair in compared.pairs:
        if other_entry(pair):
            continue
        for line, now in _rewritten(pair):
            rank = pair.new.history.index(now) if now else 0
            yield told(
                "historique-recrit",
                f"{pair.new.id} : la ligne de la révision {line.number}, publiée dans {compared.revision}, "
                f"a {'changé' if now else 'disparu'}.",
                at(pair.new.file, "historique", rank),
                read=_told(now),
                expected=_told(line),
                why="L'historique dit ce qui a été publié et pourquoi : ce qui est publié ne se récrit pas.",
                remedy="Rétablir la ligne ; ce qui change maintenant prend une ligne de plus, au numéro suivant.",
            )


def other_entry(pair: Pair) -> bool:
    """Whether the file now holds another entry under the same id."""
    return pair.old.title != pair.new.title and not keeps_a_line(pair.old.history, pair.new.history)


def _light(pair: Pair) -> Revision | None:
    """The first of the new lines, when none of them is grave."""
    grave = any(line.nature not in LIGHT for line in pair.gained)
    return None if grave else next(iter(pair.gained), None)


def nature_minoree(compared: Compared) -> Iterator[Finding]:
    """The new lines speak of wording, and the substance has changed; or one of them, and what came with it."""
    yield from _all_light(compared)
    for pair in compared.pairs:
        for step in compared.trails.get(pair.new.id, ()):
            change = difference.of_entry(step.old, step.new)
            if change is not None and change.severity == SUBSTANCE and not change.doubts:
                yield _hidden(pair, step, change)


def _hidden(pair: Pair, step: Step, change: Change) -> Finding:
    line = step.line
    return told(
        "nature-minoree",
        f"{pair.new.id} : la révision {line.number} se dit « {line.nature} », mais l'obligation change avec elle "
        f"(commit {step.commit[:10]}) ; une révision substantielle venue à côté ne le dit pas à sa place.",
        at(pair.new.file, "historique", pair.new.history.index(line), "nature"),
        read=f"nature: {line.nature} ; {said(change)}",
        expected="nature: substantielle",
        why="Qui lit « rédactionnelle » ne relit pas l'obligation : les marchés en cours en dépendent.",
        remedy="Écrire « nature: substantielle » à cette révision-là aussi, si elle n'est pas encore publiée.",
    )


def _all_light(compared: Compared) -> Iterator[Finding]:
    for pair in compared.pairs:
        head = _light(pair)
        change = pair.change if pair.rebound else None
        grave = change is not None and change.severity == SUBSTANCE and not change.doubts
        if head is None or not (grave or _turned(pair)):
            continue
        retired = _turned(pair) and pair.new.state == terms.RETIRED
        expected = "retrait" if retired else "substantielle"
        yield told(
            "nature-minoree",
            f"{pair.new.id} : la révision {head.number} se dit « {head.nature} », mais "
            + ("l'entrée est retirée." if retired else "l'obligation change."),
            at(pair.new.file, "historique", pair.new.history.index(head), "nature"),
            place(pair, compared),
            read=f"nature: {head.nature} ; {words(pair)}",
            expected=f"nature: {expected}",
            why="Qui lit « rédactionnelle » ne relit pas l'obligation : les marchés en cours en dépendent.",
            remedy=f"Écrire « nature: {expected} »{'' if retired else ', ou ne changer que les mots'}.",
        )


def nature_a_confirmer(compared: Compared) -> Iterator[Finding]:
    """A new line speaks of wording, and a word was exchanged with it which is not known to say the same."""
    for pair in compared.pairs:
        head, change = _light(pair), pair.change
        if head is not None and change is not None and pair.rebound and change.doubts:
            yield _doubtful(pair, head, change, place(pair, compared))
        for step in compared.trails.get(pair.new.id, ()):
            came = difference.of_entry(step.old, step.new)
            if came is not None and came.doubts:
                yield _doubtful(pair, step.line, came)


def _doubtful(pair: Pair, line: Revision, change: Change, *also: Place) -> Finding:
    return told(
        "nature-a-confirmer",
        f"{pair.new.id} : la révision {line.number} se dit « {line.nature} », et des mots ont été échangés "
        "qui peuvent changer l'obligation.",
        at(pair.new.file, "historique", pair.new.history.index(line), "nature"),
        *also,
        read=" ; ".join(f"« {item.old or 'rien'} » → « {item.new or 'rien'} »" for item in change.doubts),
        expected="des mots qui disent la même obligation, ou nature: substantielle",
        why="Un programme ne sait pas ce qu'un mot veut dire : « neuf » pour « usagé » change tout, « clair » pour "
        "« lisible » rien.",
        remedy="Relire les deux phrases : si l'obligation est la même, ne rien faire ; sinon, écrire "
        "« nature: substantielle ».",
        severity="avertissement",
    )
