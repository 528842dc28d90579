"""A difference as one HTML page: no script, no outside resource; it reads without colours and prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from clausekit.difference import Change, Figure, Sentence
from clausekit.difference.change import LOOSER, STRICTER, SUBSTANCE
from clausekit.difference.registers import Shift
from clausekit.facing.words import marked
from clausekit.report.catalogue_style import STYLE
from clausekit.report.differed import words
from clausekit.report.differed.model import Difference
from clausekit.report.html import say, tag

MARK: Final = '<meta name="generator" content="clausekit diff">'
_OWN: Final = """
del { color: #8b1a1a; background: #fdecec; text-decoration: line-through; }
ins { color: #0b4f1f; background: #e6f4ea; text-decoration: underline; }
del::before { content: " [ôté : "; } del::after { content: "] "; }
ins::before { content: " [ajouté : "; } ins::after { content: "] "; }
del::before, del::after, ins::before, ins::after { clip-path: inset(100%); clip: rect(1px, 1px, 1px, 1px);
  height: 1px; width: 1px; overflow: hidden; position: absolute; white-space: nowrap; }
article { border-top: 1px solid var(--line); margin-top: 1.6rem; padding-top: .4rem; }
article h3 { font-size: 1.1rem; margin: .4rem 0; }
h4 { font-size: .95rem; margin: .9rem 0 .2rem; color: var(--soft); }
del + ins { margin-left: .2em; } th a { white-space: nowrap; }
.grave { font-weight: bold; } .stricter, .looser { font-weight: bold; }
.amiss { border-left: 4px solid #8b1a1a; padding-left: .6rem; font-weight: bold; color: #8b1a1a; }
blockquote { margin: .5rem 0; padding-left: .8rem; border-left: 3px solid var(--line); }
ul.prose { list-style: none; padding-left: .2rem; } ul.prose li { margin: .35rem 0; }
.moved { font-style: italic; color: var(--soft); }
td.way { white-space: nowrap; }
caption { text-align: left; font-size: .85rem; color: var(--soft); padding: .2rem 0; }
@media print { del, ins { background: none; } .scroll { overflow: visible; } td.way { white-space: normal; }
  table { table-layout: auto; max-width: 99%; } }
"""


def as_html(difference: Difference) -> str:
    """The whole page."""
    title = "Ce qui change dans la bibliothèque"
    entries = "".join(_entry(change, difference) for change in difference.changes)
    body = tag("h1", say(title)) + tag("p", say(words.sides(difference)))
    body += tag("p", tag("strong", say(words.totals(difference))))
    body += _summary(difference) if difference.changes else ""
    body += tag("section", tag("h2", "Entrée par entrée") + entries) if entries else ""
    body += _registers(difference) + tag("footer", _legend(difference))
    return (
        f'<!doctype html>\n<html lang="fr"><head><meta charset="utf-8">{MARK}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{tag('title', say(title))}<style>{STYLE}{_OWN}</style></head>\n<body>\n{tag('main', body)}\n</body></html>"
    )


def _legend(difference: Difference) -> str:
    read = difference.looked
    looked = f" Dossiers lus : {read}." if read else " Aucun dossier n'a été lu."
    said = "Mots ôtés : barrés ; mots ajoutés : soulignés. Un nom entre crochets est un blanc." + looked
    return tag("p", say(said))


def _table(caption: str, head: Sequence[str], rows: Iterable[str]) -> str:
    cells = "".join(tag("th", say(cell), scope="col") for cell in head)
    table = tag("caption", say(caption)) + tag("thead", tag("tr", cells)) + tag("tbody", "".join(rows))
    return tag("div", tag("table", table), class_="scroll", role="region", aria_label=caption, tabindex="0")


def _summary(difference: Difference) -> str:
    rows = (
        tag(
            "tr",
            tag("th", tag("a", say(change.id), href=f"#{change.id}"), scope="row")
            + tag("td", say(words.clean(change.title)))
            + tag("td", say(words.became(change)))
            + tag("td", _severity(change))
            + tag("td", say(_declared(change))),
        )
        for change in difference.changes
    )
    head = ("Entrée", "Titre", "Ce qu'elle devient", "Modification", "Déclaration")
    return _table("Toutes les entrées qui changent", head, rows)


def _declared(change: Change) -> str:
    verdict = words.declaration(change)
    return f"À reprendre : {verdict.said}" if verdict.amiss else verdict.brief


def _severity(change: Change) -> str:
    said = say(words.SEVERITIES[change.severity])
    return tag("span", said, class_="grave") if change.severity == SUBSTANCE else said


def _entry(change: Change, difference: Difference) -> str:
    verdict = words.declaration(change)
    head = tag("h3", say(words.heading(change)))
    became = f"{say(words.upper(words.became(change)))}. Modification {_severity(change)}"
    said = f"À reprendre : {verdict.said}." if verdict.amiss else f"{words.upper(verdict.said)}."
    parts = [head, tag("p", f"{became}."), tag("p", say(said), class_="amiss" if verdict.amiss else "soft")]
    if change.doubts:
        doubt = f"À confirmer : {words.doubts(change)}. Est-ce le même engagement ?"
        parts.append(tag("p", say(doubt), class_="amiss"))
    if change.reason:
        parts.append(tag("blockquote", tag("p", say(words.clean(change.reason)))))
    parts += [_figures(change, difference), *_prose(change.prose), *_touched(change, difference)]
    return tag("article", "".join(parts), id=change.id)


def _figures(change: Change, difference: Difference) -> str:
    if not change.figures:
        return ""
    rows = (
        _row(
            words.label(figure, change, difference),
            words.value(figure.old, figure, difference),
            words.value(figure.new, figure, difference),
            figure,
        )
        for figure in change.figures
    )
    return _table(f"Chiffres et faits de {change.id}", ("Ce qui change", "Avant", "Après", "Sens"), rows)


def _row(label: str, old: str, new: str, figure: Figure) -> str:
    way = words.DIRECTIONS[figure.direction]
    kind = f"way {figure.direction}" if figure.direction in {STRICTER, LOOSER} else "way"
    cells = tag("td", say(old) or "–") + tag("td", say(new) or "–") + tag("td", say(way), class_=kind)
    return tag("tr", tag("th", say(label), scope="row") + cells)


def _prose(prose: Sequence[Sentence]) -> Iterator[str]:
    for piece, sentences in words.by_piece(prose).items():
        yield tag("h4", say(words.place(piece)))
        yield tag("ul", "".join(tag("li", _sentence(item)) for item in sentences), class_="prose")


def _sentence(sentence: Sentence) -> str:
    old, new = words.clean(sentence.old), words.clean(sentence.new)
    moved = tag("span", "déplacé : ", class_="moved") if sentence.moved else ""
    if not (old and new):
        return moved + (tag("ins", say(new)) if new else tag("del", say(old)))
    if old == new:
        return moved + say(new)
    names = {"old": "del", "new": "ins"}
    return moved + "".join(
        say(span.text) if span.kind == "same" else tag(names[span.kind], say(span.text)) for span in marked(old, new)
    )


def _touched(change: Change, difference: Difference) -> Iterator[str]:
    if change.measures:
        yield tag("p", say(f"Mesures touchées : {', '.join(change.measures)}."))
    found = words.dossiers(difference, [change.id])
    if found:
        yield tag("p", say(f"Dossiers touchés : {words.clean(found)}."))


def _registers(difference: Difference) -> str:
    if not difference.shifts:
        return ""
    return tag(
        "section", tag("h2", "Registres et politiques") + "".join(_shift(s, difference) for s in difference.shifts)
    )


def _shift(shift: Shift, difference: Difference) -> str:
    rows = (_row(words.shift_label(item), words.clean(item.old), words.clean(item.new), item) for item in shift.figures)
    parts = [
        tag("h3", say(f"{words.shift_name(shift)} : {words.SHIFTS[shift.change]}")),
        _table(f"Ce qui change de {shift.id}", ("Ce qui change", "Avant", "Après", "Sens"), rows),
    ]
    if shift.entries:
        found = words.dossiers(difference, shift.entries)
        touched = f" Dossiers touchés : {found}." if found else ""
        parts.append(tag("p", say(words.clean(f"Entrées qui le citent : {', '.join(shift.entries)}.{touched}"))))
    return tag("article", "".join(parts))
