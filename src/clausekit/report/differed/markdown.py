"""A difference as the comment of a merge request: a table of the entries, then one screen an entry.

Only what GitLab and GitHub both render: tables, lists, `<ins>`, `<del>`, `<details>`. A forge refuses a comment that is
too long: entries beyond the limit stay in the table, and the page says where to read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from clausekit import typography as typo
from clausekit.difference import Change, Figure, Sentence
from clausekit.difference.change import NEUTRAL, NEW, SUBSTANCE
from clausekit.facing.words import marked
from clausekit.report.differed import words
from clausekit.report.differed.model import Difference

# A job that posts the comment finds its own by this line.
MARK: Final = "<!-- clausekit diff -->"
_MOST: Final = 8  # facts, and sentences, before the rest is folded: an entry fits one screen
_LONGEST: Final = 60_000  # signs; GitHub refuses a comment of more than 65,536
_CITED: Final = 12
_SIGNS = re.compile(r"([\\`*_{}\[\]#|~$])")


def as_markdown(difference: Difference) -> str:
    """The comment."""
    head = [MARK, "## Ce qui change dans la bibliothèque", "", _say(words.sides(difference)), ""]
    head += [f"**{_say(words.totals(difference))}**"]
    if difference.changes:
        head += ["", *_summary(difference)]
    tail = [*_registers(difference)]
    return "\n".join([*head, *_bounded(difference, sum(map(len, (*head, *tail)))), *tail])


def _bounded(difference: Difference, taken: int) -> Iterator[str]:
    """The entries, as many as a comment may hold."""
    for rank, change in enumerate(difference.changes):
        lines = ["", *_entry(change, difference)]
        taken += sum(len(line) + 1 for line in lines)
        if taken > _LONGEST:
            left = difference.changes[rank:]
            many = typo.agree("entrées ne sont pas détaillées", len(left))
            told = f"{len(left)} {many} ici, faute de place : {', '.join(item.id for item in left)}."
            yield from ("", f"{told} « clausekit diff --format html » les donne toutes.")
            return
        yield from lines


def _say(text: str) -> str:
    """Text that Markdown takes as it is: no sign acts, nobody is called, nothing is HTML."""
    text = words.clean(typo.plain(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SIGNS.sub(r"\\\1", text).replace("@", "@\u2060")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield "|" + "---|" * len(head)
    yield from (_row(row) for row in rows)


def _summary(difference: Difference) -> Iterator[str]:
    rows = [
        (
            f"**{change.id}**",
            _say(change.title),
            _say(words.became(change)),
            _severity(change),
            _say(words.declaration(change).said)
            if words.declaration(change).amiss
            else words.declaration(change).brief,
        )
        for change in difference.changes
    ]
    yield from _table(("Entrée", "Titre", "Ce qu'elle devient", "Modification", "Déclaration"), rows)


def _severity(change: Change) -> str:
    said = words.SEVERITIES[change.severity]
    return f"**{said}**" if change.severity == SUBSTANCE else said


def _entry(change: Change, difference: Difference) -> Iterator[str]:
    verdict = words.declaration(change)
    yield f"### {_say(words.heading(change))}"
    yield ""
    amiss = "**À reprendre** : " if verdict.amiss else ""
    said = f"{_say(words.upper(words.became(change)))}. Modification {_severity(change)}. {amiss}"
    yield f"{said}{_say(words.upper(verdict.said) if not amiss else verdict.said)}."
    if change.doubts:
        yield from ("", f"**À confirmer** : {_say(words.doubts(change))}. Est-ce le même engagement ?")
    if change.reason:
        yield from ("", f"> {_say(change.reason)}")
    facts = [_fact(figure, change, difference) for figure in change.figures]
    told = list(_sentences(change.prose))
    if change.change == NEW:
        yield from _folded(facts, told, f"Valeurs ({len(facts)}) et texte ({len(change.prose)} phrases)")
    else:
        yield from _facts(facts[:_MOST])
        shown, rest = _cut(told)
        yield from shown
        left = max(0, len(facts) - _MOST) + sum(line.startswith("- ") for line in rest)
        if left:
            yield from _folded(
                facts[_MOST:], rest, f"Et {left} {typo.agree('autres changements', left)} de {change.id}"
            )
    yield from _touched(change, difference)


def _facts(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield ""
        yield from _table(("Ce qui change", "Avant", "Après", "Sens"), rows)


def _fact(figure: Figure, change: Change, difference: Difference) -> tuple[str, ...]:
    old, new = (_say(words.value(side, figure, difference)) or "–" for side in (figure.old, figure.new))
    return _say(words.label(figure, change, difference)), old, new, _way(figure)


def _way(figure: Figure) -> str:
    said = words.DIRECTIONS[figure.direction]
    return said if figure.direction == NEUTRAL else f"**{said}**"


def _sentences(prose: Sequence[Sentence]) -> Iterator[str]:
    for piece, sentences in words.by_piece(prose).items():
        yield from ("", f"**{_say(words.place(piece))}**", "")
        yield from (f"- {_sentence(item)}" for item in sentences)


def _sentence(sentence: Sentence) -> str:
    old, new = words.clean(sentence.old), words.clean(sentence.new)
    moved = "*(déplacé)* " if sentence.moved else ""
    if not (old and new):
        return moved + (f"<ins>{_say(new)}</ins>" if new else f"<del>{_say(old)}</del>")
    if old == new:
        return f"{moved}{_say(new)}"
    tags = {"same": "{}", "old": "<del>{}</del>", "new": "<ins>{}</ins>"}
    told = "".join(_span(tags[span.kind], span.text) for span in marked(old, new))
    return moved + told.replace("</del><ins>", "</del> <ins>")


def _span(tag: str, text: str) -> str:
    """Blanks stay around the tags: a space at their edge would be lost."""
    core = text.strip()
    lead, end = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() and core else "")
    return f"{lead}{tag.format(_say(core)) if core else ''}{end}"


def _cut(lines: list[str]) -> tuple[list[str], list[str]]:
    """The first sentences, and the rest."""
    places = [rank for rank, line in enumerate(lines) if line.startswith("- ")]
    if len(places) <= _MOST:
        return lines, []
    rest = lines[places[_MOST] :]
    if not lines[places[_MOST] - 1]:  # the next piece opens there: its name goes with it
        rest = [*lines[places[_MOST] - 3 : places[_MOST]], *rest]
    return lines[: len(lines) - len(rest)], rest


def _folded(facts: Sequence[Sequence[str]], told: Sequence[str], title: str) -> Iterator[str]:
    yield from ("", "<details>", f"<summary>{_say(title)}</summary>")
    yield from _facts(facts)
    yield from (told if told and not told[0] else ["", *told])
    yield from ("", "</details>")


def _touched(change: Change, difference: Difference) -> Iterator[str]:
    measures = f"Mesures touchées : {', '.join(change.measures)}." if change.measures else ""
    found = words.dossiers(difference, [change.id])
    said = " ".join(filter(None, (measures, f"Dossiers touchés : {found}." if found else "")))
    if said:
        yield from ("", _say(said))


def _registers(difference: Difference) -> Iterator[str]:
    if not difference.shifts:
        return
    yield from ("", "### Registres et politiques")
    for shift in difference.shifts:
        yield from ("", f"**{_say(words.shift_name(shift))}** : {words.SHIFTS[shift.change]}.")
        rows = [(_say(words.shift_label(item)), _say(item.old) or "–", _say(item.new) or "–", _way(item))
                for item in shift.figures]  # fmt: skip
        if shift.change == NEW or len(rows) > _MOST:
            yield from _folded(rows, (), f"Les {len(rows)} valeurs")
        else:
            yield from _facts(rows)
        if shift.entries:
            named = ", ".join(shift.entries[:_CITED])
            more = f" et {len(shift.entries) - _CITED} autres" if len(shift.entries) > _CITED else ""
            found = words.dossiers(difference, shift.entries)
            touched = f" Dossiers touchés : {found}." if found else ""
            yield from ("", _say(f"Entrées qui le citent : {named}{more}.{touched}"))
