"""The clauses and the annexes that the documents say, with their levels and values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from clausekit.clause import Value
from clausekit.draft import Block, Line, Table
from clausekit.inspect import Inspected
from clausekit.library import Library
from clausekit.match import ABSENT, BY_TEXT, CHANGED, IDENTICAL, PARTIAL, Found
from clausekit.reread import Reread, applies, reread
from clausekit.understood.told import quoted, read_in


def recognised(read: Sequence[Inspected], library: Library) -> tuple[Found, ...]:
    """The clauses that the files say, each once, in the piece that carries it; those the engine adds are left out."""
    found: dict[str, Found] = {}
    for item in read:
        for said in item.clauses:
            clause = library.clauses.get(said.entry)
            held = clause is not None and not clause.automatic and said.piece == clause.carrier
            if held and said.status in {IDENTICAL, CHANGED, PARTIAL}:
                found.setdefault(said.entry, said)
    return tuple(found.values())


def read_back(read: Sequence[Inspected], library: Library) -> Mapping[str, Reread]:
    """The level and the values of each clause recognised, wherever its words stand."""
    rows = [row for item in read if item.draft for row in _rows(item.draft.blocks)]
    said: dict[str, list[str]] = {}
    for item in read:
        for found in item.clauses:
            said.setdefault(found.entry, []).extend(line.text for line in (*found.lines, *_lots_said(item, found)))
    return {
        found.entry: reread(library.clauses[found.entry], said[found.entry], rows)
        for found in recognised(read, library)
        if found.status != PARTIAL
    }


def _lots_said(item: Inspected, found: Found) -> Iterator[Line]:
    """« Le présent article s'applique au lot 2. » stands at the head of an article, before the words of its clause."""
    if item.draft is None or not found.lines or found.by != BY_TEXT:
        return
    own, article = {id(line) for line in found.lines}, _article(found)
    if article and _alone(item, article):
        beside = (line for line in item.draft.lines() if line.place.article == article and id(line) not in own)
        yield from (line for line in beside if applies(line.text))


def _alone(item: Inspected, article: str) -> bool:
    """Whether one clause only was recognised in an article: what is said of it is said of the clause."""
    return len([other for other in item.clauses if other.status != ABSENT and _article(other) == article]) == 1


def _article(found: Found) -> str | None:
    """The article where most of the words of a clause stand: a few of them may be said elsewhere."""
    articles = Counter(line.place.article for line in found.lines if line.place.article)
    return articles.most_common(1)[0][0] if articles else None


def _rows(blocks: Iterable[Block]) -> Iterator[tuple[str, ...]]:
    for block in blocks:
        if isinstance(block, Table):
            yield from block.texts


def _usual(values: Mapping[str, Reread]) -> str | None:
    """The level of most clauses."""
    levels = Counter(item.level for item in values.values() if item.level)
    return levels.most_common(1)[0][0] if levels else None


def choice(item: Reread, usual: str | None) -> str:
    """What the dossier says of a clause, on one line; nothing for a clause at the usual level with its usual values."""
    parts = [f"niveau: {item.level}"] if item.level and item.level != usual else []
    parts += [f"lots: [{', '.join(item.only)}]"] if item.only else []
    parts += [f"{name}: {_scalar(value)}" for name, value in item.values.items()]
    return f" {{{', '.join(parts)}}}" if parts else ""


def _scalar(value: Value) -> str:
    return quoted(value) if isinstance(value, str) else str(value)


def _open(item: Reread) -> str:
    """What a person takes over from the document: values told in several ways, and lists, which are quoted."""
    several = f" ; à reporter de la pièce : {', '.join(item.doubtful)}" if item.doubtful else ""
    lists = ", ".join(f"{name} « {' '.join(words.split())} »" for name, words in item.lists.items())
    return several + (f" ; à confirmer : {lists}" if lists else "")


def written(read: Sequence[Inspected], library: Library, values: Mapping[str, Reread]) -> Iterator[str]:
    """The lines of the key « clauses », and the level of most of them."""
    found = sorted(recognised(read, library), key=lambda item: item.entry)
    if all(item.status == PARTIAL for item in found):
        names = ", ".join(item.entry for item in found)
        yield from ("", f"# Aucune clause reconnue{f', sauf en partie : {names}' if names else ''}.")
        return
    usual = _usual(values)
    yield from ("", f"niveau: {usual}  # celui de la plupart des clauses lues" if usual else "# niveau:  # non lu")
    yield from (
        "",
        "# Les niveaux et les valeurs viennent des mots des pièces ; ce qui n'y est pas lisible manque.",
        "clauses:",
    )
    for item in found:
        changed = " (retouchée)" if item.status == CHANGED else ""
        doubt = "# " if item.status == PARTIAL else ""  # a part of it only: a person decides
        own = values.get(item.entry)
        told = (choice(own, usual), _open(own)) if own else ("", "")
        place = f"{read_in(item.place)}{' (en partie)' if doubt else changed}{told[1]}"
        yield f"  {doubt}{item.entry}:{told[0]}{place}"


def annexes(read: Sequence[Inspected], library: Library) -> Iterator[str]:
    """The line of the key « annexes »."""
    said = (found for item in read for found in item.clauses if found.status in {IDENTICAL, CHANGED})
    names = dict.fromkeys(found.entry for found in said if found.entry in library.annexes)
    if names:
        yield from ("", f"annexes: [{', '.join(sorted(names))}]")
