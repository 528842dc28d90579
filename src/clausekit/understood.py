"""A dossier, as far as documents let it be understood: what was read, with its place, and what is left to say."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from clausekit.clause import Value
from clausekit.draft import Block, Line, Table, lines
from clausekit.finding import Place
from clausekit.inspect import Inspected
from clausekit.library import Library
from clausekit.mark import MANIFEST
from clausekit.match import ABSENT, BY_TEXT, CHANGED, IDENTICAL, PARTIAL, Found
from clausekit.recognise import Fact, ReadCriterion
from clausekit.recognise.buyer import buyer, headed
from clausekit.reread import Reread, applies, reread

UNKNOWN_FAMILY = "autre"
_CPV = re.compile(r"\b(?P<code>\d{8})(?:-\d)?\b")
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
    known = [fact for item in read for fact in item.facts]
    values = _reread(read, library)
    written = [*_HEAD, "", *_object(read), *_family(read, library), *_terms(known), *_pieces(read)]
    written += [*_clauses(read, library, values), *_annexes(read, library), *_award(read, known, values)]
    written += _files(read, path)
    return "\n".join(written) + "\n"


def _text(words: str) -> str:
    """A string as YAML takes it whatever it holds."""
    return json.dumps(" ".join(words.replace("’", "'").split()), ensure_ascii=False)


def _read_in(place: Place | None) -> str:
    if place is None:
        return ""
    page = f", page {place.page}" if place.page else f", article {place.article}" if place.article else ""
    return f"  # lu dans {PurePath(place.file).name}{page}".replace("\n", " ")


def _first(known: Iterable[Fact], name: str) -> Fact | None:
    return next((fact for fact in known if fact.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """The object of the contract, where it was read, and whether a person must confirm it."""

    text: str
    place: Place
    sure: bool


def object_of(read: Sequence[Inspected]) -> Object | None:
    """The object: under the title of a piece of ours, else in an article, where a person confirms it."""
    line = next((line for item in read if (line := _under_title(item))), None)
    if line:
        return Object(text=line.text, place=line.place, sure=True)
    found = _first([fact for item in read for fact in item.facts], "object")
    return Object(text=_cleaned(found.value), place=found.place, sure=False) if found else None


def _object(read: Sequence[Inspected]) -> Iterator[str]:
    found = object_of(read)
    doubt = "" if found is None or found.sure else _TO_CONFIRM
    yield f"objet: {_text(found.text)}{_read_in(found.place)}{doubt}" if found else "objet: À préciser  # non lu"
    yield f"# acheteur:  # {_buyer(read)}"


def _buyer(read: Sequence[Inspected]) -> str:
    """The authority as the documents name it: the dossier gives the path of its file, which only a person knows."""
    wanted = "à préciser : le chemin du fichier de l'autorité (« clausekit new » en dit la forme)"
    found = [known for item in read if item.draft and (known := buyer(item.draft))]
    best = next((item for item in found if item.sure), found[0] if found else None)
    if best is None:
        return wanted
    others = {" ".join(item.name.casefold().split()) for item in found} - {" ".join(best.name.casefold().split())}
    doubt = "" if best.sure and not others else _TO_CONFIRM
    return f"« {' '.join(best.name.split())} », {_read_in(best.place).lstrip(' #')}{doubt} ; {wanted}"


_TO_CONFIRM = " ; à confirmer"


def _ours(item: Inspected) -> bool:
    return bool(item.draft and item.draft.properties.get(MANIFEST))


def _under_title(item: Inspected) -> Line | None:
    """In a document that clausekit wrote, the object stands alone under the title.

    Without its marks, such a document is known by the head of its pages, which says the buyer, then the object.
    """
    if item.draft is None or not item.piece or item.piece.piece == "annexe":
        return None
    first = list(islice((line for line in item.draft.lines() if line.text), 2))
    if len(first) < 2 or any(line.heading is not None for line in first):
        return None
    above = (line.text for line in lines(item.draft.around) if line.place.part == "en-tête")
    known = _ours(item) or (any(headed(item.draft)) and first[1].text in above)
    return first[1] if known else None


_LEAD = re.compile(r"^(?:l['’]|l[ea]s? )(?=\w)|^(?:réalisation|exécution) (?:de |d['’])", re.IGNORECASE)


def _cleaned(text: str) -> str:
    """The object as a title: its first sentence, without the article that opens it."""
    first = re.split(r"(?<=[^\W\d]{3})\.\s|\s*;\s", text.strip(" .:"), maxsplit=1)[0]
    bare = _LEAD.sub("", first, count=1).strip(" .:")
    return bare[:1].upper() + bare[1:]


def _codes(read: Sequence[Inspected]) -> tuple[str, ...]:
    """The CPV codes that the documents print, in order."""
    lines = (line.text for item in read if item.draft for line in item.draft.lines() if "cpv" in line.text.casefold())
    return tuple(dict.fromkeys(found["code"] for text in lines for found in _CPV.finditer(text)))


def _family(read: Sequence[Inspected], library: Library) -> Iterator[str]:
    """The family of the clauses recognised, else that of the CPV codes; the segments in the same way."""
    codes = _codes(read)
    families = Counter(
        family
        for found in _recognised(read, library)
        if len(names := library.clauses[found.entry].applicable.families) == 1
        for family in names
    )
    by_code = library.registers.family_of(codes[0]) if codes else UNKNOWN_FAMILY
    family = families.most_common(1)[0][0] if families else by_code
    if families:
        yield f"famille: {family}  # d'après les clauses reconnues"
    elif family != UNKNOWN_FAMILY:
        yield f"famille: {family}  # d'après le code CPV"
    else:
        yield f"famille: {family}  # à préciser : ni clause reconnue ni code CPV ne la disent"
    segments = _segments(read, library, family, codes)
    yield f"segments: [{', '.join(segments)}]" if segments else "# segments:  # à préciser"
    if codes:
        yield f"cpv: [{', '.join(json.dumps(code) for code in codes)}]"


def _segments(read: Sequence[Inspected], library: Library, family: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The segments of the codes; else those that every recognised clause of the family admits."""
    by_code = tuple(dict.fromkeys(filter(None, (library.registers.segment_of(family, code) for code in codes))))
    own = [
        set(applicable.segments)
        for found in _recognised(read, library)
        if (applicable := library.clauses[found.entry].applicable).families == (family,) and applicable.segments
    ]
    return by_code or (tuple(sorted(set.intersection(*own))) if own else ())


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


def _reread(read: Sequence[Inspected], library: Library) -> Mapping[str, Reread]:
    """The level and the values of each clause recognised, wherever its words stand."""
    rows = [row for item in read if item.draft for row in _rows(item.draft.blocks)]
    said: dict[str, list[str]] = {}
    for item in read:
        for found in item.clauses:
            said.setdefault(found.entry, []).extend(line.text for line in (*found.lines, *_lots_said(item, found)))
    return {
        found.entry: reread(library.clauses[found.entry], said[found.entry], rows)
        for found in _recognised(read, library)
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


def _choice(item: Reread, usual: str | None) -> str:
    """What the dossier says of a clause, on one line; nothing for a clause at the usual level with its usual values."""
    parts = [f"niveau: {item.level}"] if item.level and item.level != usual else []
    parts += [f"lots: [{', '.join(item.only)}]"] if item.only else []
    parts += [f"{name}: {_scalar(value)}" for name, value in item.values.items()]
    return f" {{{', '.join(parts)}}}" if parts else ""


def _scalar(value: Value) -> str:
    return _text(value) if isinstance(value, str) else str(value)


def _open(item: Reread) -> str:
    """What a person takes over from the document: values told in several ways, and lists, which are quoted."""
    several = f" ; à reporter de la pièce : {', '.join(item.doubtful)}" if item.doubtful else ""
    lists = ", ".join(f"{name} « {' '.join(words.split())} »" for name, words in item.lists.items())
    return several + (f" ; à confirmer : {lists}" if lists else "")


def _clauses(read: Sequence[Inspected], library: Library, values: Mapping[str, Reread]) -> Iterator[str]:
    found = sorted(_recognised(read, library), key=lambda item: item.entry)
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
        told = (_choice(own, usual), _open(own)) if own else ("", "")
        place = f"{_read_in(item.place)}{' (en partie)' if doubt else changed}{told[1]}"
        yield f"  {doubt}{item.entry}:{told[0]}{place}"


def _annexes(read: Sequence[Inspected], library: Library) -> Iterator[str]:
    said = (found for item in read for found in item.clauses if found.status in {IDENTICAL, CHANGED})
    names = dict.fromkeys(found.entry for found in said if found.entry in library.annexes)
    if names:
        yield from ("", f"annexes: [{', '.join(sorted(names))}]")


# --- the award ---------------------------------------------------------------------------------


def _award(read: Sequence[Inspected], known: Sequence[Fact], values: Mapping[str, Reread]) -> Iterator[str]:
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
    apart = {lot for item in values.values() for lot in (*item.only, *item.by_lot)}
    names = dict.fromkeys((*titles, *sorted(apart | {lot for lot in grids if lot})))
    if names:
        yield from ("", "lots:")
    for lot in names:
        yield f"  {lot}:"
        yield f"    objet: {_text(titles.get(lot) or f'Lot {lot}, objet à préciser')}"
        yield from _own_values(lot, values)
        yield from _grid(grids[lot], "    ") if lot in grids else ()


def _own_values(lot: str, values: Mapping[str, Reread]) -> Iterator[str]:
    """What the documents say of the clauses for one lot only."""
    own = {
        name: told for name, item in values.items() if lot in item.by_lot and (told := _choice(item.by_lot[lot], None))
    }
    if own:
        yield from ("    clauses:", *(f"      {name}:{told}" for name, told in sorted(own.items())))


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
