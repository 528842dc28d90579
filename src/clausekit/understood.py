"""A dossier, as far as documents let it be understood: what was read, with its place, and what is left to say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from clausekit.finding import Place
from clausekit.inspect import Inspected
from clausekit.library import Library
from clausekit.match import CHANGED, IDENTICAL, PARTIAL, Found
from clausekit.recognise import Fact, ReadCriterion, facts

UNKNOWN_FAMILY = "a-preciser"
_HEAD = (
    "# Dossier compris d'après des pièces : rien n'y est sûr, tout se relit.",
    "# Chaque ligne dit où elle a été lue ; ce qui n'a pas pu l'être est à compléter.",
)
_PIECES = ("CCTP", "CCAP", "RC", "AE")
_AS = {"CCP": ("CCTP", "CCAP"), "lettre": ("RC",)}
_NATURES = {
    "price": "prix",
    "cost": "cout",
    "technical": "technique",
    "environmental": "environnementale",
    "social": "sociale",
    "mixed": "mixte",
    "other": "autre",
}
_FACTS = {"ccag": "ccag", "procedure": "procedure"}


def understood(files: Sequence[Inspected], library: Library, *, path: Callable[[str], str] = str) -> str:
    """The text of a dossier. `path` gives each file as it is named under « fichiers »."""
    read = [item for item in files if item.draft is not None]
    known = [fact for item in read if item.draft for fact in facts(item.draft)]
    lines = [*_HEAD, "", *_object(known), *_family(read, library), *_terms(known), *_pieces(read)]
    lines += [*_clauses(read, library), *_annexes(read, library), *_award(read, known), *_files(read, path)]
    return "\n".join(lines) + "\n"


def _text(words: str) -> str:
    """A string as YAML takes it whatever it holds."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)


def _read_in(place: Place | None) -> str:
    if place is None:
        return ""
    page = f", page {place.page}" if place.page else f", article {place.article}" if place.article else ""
    return f"  # lu dans {PurePath(place.file).name}{page}".replace("\n", " ")


def _first(known: Iterable[Fact], name: str) -> Fact | None:
    return next((fact for fact in known if fact.name == name), None)


def _object(known: Sequence[Fact]) -> Iterator[str]:
    found = _first(known, "object")
    yield f"objet: {_text(found.value)}{_read_in(found.place)}" if found else "objet: À préciser  # non lu"


def _family(read: Sequence[Inspected], library: Library) -> Iterator[str]:
    """The family of the clauses recognised, when they are of one family only."""
    families = Counter(
        family
        for found in _recognised(read, library)
        if len(names := library.clauses[found.entry].applicable.families) == 1
        for family in names
    )
    if families:
        yield f"famille: {families.most_common(1)[0][0]}  # d'après les clauses reconnues"
    else:
        yield f"famille: {UNKNOWN_FAMILY}  # à préciser : aucune clause reconnue ne la dit"


def _terms(known: Sequence[Fact]) -> Iterator[str]:
    for key, name in _FACTS.items():
        found = _first(known, name)
        yield f"{key}: {found.value}{_read_in(found.place)}" if found else f"# {key}:  # non lu"
    months = _first(known, "duration_max") or _first(known, "duration")
    yield f"duree_mois: {months.value}{_read_in(months.place)}" if months else "# duree_mois:  # non lu"
    value = _first(known, "value")
    yield f"valeur_estimee: {value.value}{_read_in(value.place)}" if value else "# valeur_estimee:  # non lu"
    variants = _first(known, "variants")
    if variants:
        allowed = "true" if variants.value == "yes" else "false"
        yield f"variantes: {{autorisees: {allowed}}}{_read_in(variants.place)}"


def _roles(read: Sequence[Inspected]) -> Mapping[str, tuple[str, Inspected]]:
    """Each piece that the files hold: its name, and the first file that is it."""
    found: dict[str, tuple[str, Inspected]] = {}
    for item in read:
        name = item.piece.piece if item.piece else ""
        for role in _AS.get(name, (name,)):
            if role in _PIECES:
                found.setdefault(role, (name, item))
    return found


def _pieces(read: Sequence[Inspected]) -> Iterator[str]:
    roles = _roles(read)
    if roles:
        yield f"pieces: {{{', '.join(f'{role}: {name}' for role, (name, _) in roles.items())}}}"


def _files(read: Sequence[Inspected], path: Callable[[str], str]) -> Iterator[str]:
    roles = _roles(read)
    if roles:
        yield from ("", "fichiers:", *(f"  {role}: {_text(path(item.file))}" for role, (_, item) in roles.items()))


def _recognised(read: Sequence[Inspected], library: Library) -> tuple[Found, ...]:
    """The clauses that the files say, each once, in the piece that carries it; those the engine adds are left out."""
    found: dict[str, Found] = {}
    for item in read:
        for said in item.clauses:
            clause = library.clauses.get(said.entry)
            held = clause is not None and not clause.automatic and said.piece == clause.carrier
            if held and said.status in {IDENTICAL, CHANGED, PARTIAL}:
                found.setdefault(said.entry, said)
    return tuple(found.values())


def _clauses(read: Sequence[Inspected], library: Library) -> Iterator[str]:
    found = sorted(_recognised(read, library), key=lambda item: item.entry)
    if all(item.status == PARTIAL for item in found):
        names = ", ".join(item.entry for item in found)
        yield from ("", f"# Aucune clause reconnue{f', sauf en partie : {names}' if names else ''}.")
        return
    yield from ("", "# Les niveaux et les valeurs des clauses ne sont pas relus : à reporter des pièces.", "clauses:")
    for item in found:
        changed = " (retouchée)" if item.status == CHANGED else ""
        doubt = "# " if item.status == PARTIAL else ""  # a part of it only: a person decides
        yield f"  {doubt}{item.entry}:{_read_in(item.place)}{' (en partie)' if doubt else changed}"


def _annexes(read: Sequence[Inspected], library: Library) -> Iterator[str]:
    said = (found for item in read for found in item.clauses if found.status in {IDENTICAL, CHANGED})
    names = dict.fromkeys(found.entry for found in said if found.entry in library.annexes)
    if names:
        yield from ("", f"annexes: [{', '.join(sorted(names))}]")


# --- the award ---------------------------------------------------------------------------------


def _award(read: Sequence[Inspected], known: Sequence[Fact]) -> Iterator[str]:
    """The grid of the first file that prints one; lot by lot when it does."""
    criteria = next((item.criteria for item in read if item.criteria), ())
    titles = dict(_titles(known))
    grids: dict[str, list[ReadCriterion]] = {}
    for item in criteria:
        for lot in _lots_of(item.lot):
            grids.setdefault(lot, []).append(item)
    yield from _unit(criteria)
    if "" in grids or not criteria:
        yield from ("", *_grid(grids.get("", []), ""))
    names = dict.fromkeys((*titles, *(lot for lot in grids if lot)))
    if names:
        yield from ("", "lots:")
    for lot in names:
        yield f"  {lot}:"
        yield f"    objet: {_text(titles.get(lot) or f'Lot {lot}, objet à préciser')}"
        yield from _grid(grids[lot], "    ") if lot in grids else ()


def _unit(items: Sequence[ReadCriterion]) -> Iterator[str]:
    """How weights are written: one word for the whole dossier."""
    units = {item.unit for item in items if item.weight is not None}
    if units:
        yield ""
        yield f"ponderation: {'rang' if units == {'rank'} else 'pourcentage' if units == {'percent'} else 'points'}"


def _titles(known: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    for fact in known:
        number, _, title = fact.value.partition(" : ")
        if fact.name == "lot" and title:
            yield number, title


def _lots_of(printed: str) -> tuple[str, ...]:
    """The lots that a grid is printed for: « 2, 3 »; all of them are told by nothing."""
    names = tuple(name.strip() for name in printed.split(",")) if printed not in {"", "*"} else ("",)
    return tuple(name for name in names if name.isalnum() or not name)


def _grid(items: Sequence[ReadCriterion], margin: str) -> Iterator[str]:
    if not items or any(item.weight is None or item.unit == "range" for item in items):
        yield f"{margin}# criteres:  # {'non lus' if not items else 'sans poids lisible, à écrire'}"
        return
    ranked = items[0].unit == "rank"
    yield f"{margin}criteres:"
    for item in items:
        yield f"{margin}  - titre: {_text(item.label)}{_read_in(item.place)}"
        yield f"{margin}    nature: {_NATURES[item.kind]}"
        yield f"{margin}    {'rang' if ranked else 'poids'}: {item.weight or 0:g}"
        yield from _below(item, f"{margin}    ")


def _below(item: ReadCriterion, margin: str) -> Iterator[str]:
    weighed = [sub for sub in item.sub if sub.weight]
    if not weighed or len(weighed) < len(item.sub):
        return
    base = weighed[0].base
    if base:
        yield f"{margin}sur: {base:g}"
    yield f"{margin}sous:"
    for sub in weighed:
        yield f"{margin}  - titre: {_text(sub.label)}"
        yield f"{margin}    poids: {sub.weight:g}"
