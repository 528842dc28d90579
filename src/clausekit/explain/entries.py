"""What an entry of the library is for: what it answers, its levels and why, its control, what to watch."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.answers import answers_to
from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.explain import wording
from clausekit.explain.minima import minima
from clausekit.explain.references import plain_date, references
from clausekit.explain.sections import Explanation, Section, section
from clausekit.grid import Grid
from clausekit.library import Entry, Library
from clausekit.listing import KIND_TITLES, kind_of
from clausekit.showing import Sheet, levels_of, show
from clausekit.showing.lines import consequences, control, parameters

_FILLED_BY = {"titulaire": "le titulaire", **terms.WHO_TITLES}


def _what(entry: Entry) -> str:
    """« Clause, condition d'exécution, considération environnementale. État : relue, révision 1 du … »."""
    parts = [KIND_TITLES[kind_of(entry)].capitalize()]
    if isinstance(entry, Clause):
        parts += [terms.TYPE_TITLES.get(entry.type, entry.type), _consideration(entry.consideration)]
    if isinstance(entry, Criterion):
        parts.append(f"nature {terms.CONSIDERATION_TITLES.get(entry.nature, entry.nature)}")
    dated = f", révision {entry.revision} du {plain_date(entry.history[0].date)}" if entry.history else ""
    head = ", ".join(part for part in parts if part)
    return f"{head}. État : {terms.STATE_TITLES.get(entry.state, entry.state)}{dated}."


def _consideration(name: str) -> str:
    return "" if name == "aucune" else f"considération {terms.CONSIDERATION_TITLES.get(name, name)}"


def _answered(entry: Entry, library: Library) -> list[str]:
    found = [
        wording.named(policy, minimum) for policy, minimum in minima(library) if answers_to(entry, minimum, library)
    ]
    return found or ["aucune en propre : elle sert d'autres entrées, ou un besoin que les politiques ne nomment pas"]


def _weights(sheet: Sheet) -> list[str]:
    """The weights of a grid, one line a level."""
    return [
        f"{terms.LEVEL_TITLES.get(level.name or '', '')} : " + " ; ".join(_first_level(level.texts[0].stanzas))
        for level in sheet.levels
    ]


def _first_level(stanzas: tuple[object, ...]) -> Iterator[str]:
    for stanza in stanzas:
        mark, sentences = getattr(stanza, "mark", ""), getattr(stanza, "sentences", ())
        if mark == "–":
            yield typo.plain(" ".join(sentences))


def _levels(entry: Entry, sheet: Sheet) -> list[str]:
    if isinstance(entry, Grid):
        return _weights(sheet)
    values = [typo.plain(line) for line in parameters(sheet)]
    names = [terms.LEVEL_TITLES[name] for name in levels_of(entry)]
    return [f"niveaux : {', '.join(names)}", *values] if names else values


def _clause(clause: Clause, sheet: Sheet) -> Iterator[Section]:
    links = (
        ("demande", clause.requires),
        ("exclut", clause.excludes),
        ("remplace", clause.replaces),
        ("déroge à", tuple(f"l'article {item.article} du CCAG-{item.ccag}" for item in clause.departures)),
    )
    yield from section("Niveaux et valeurs" if sheet.levels[0].name else "Valeurs", _levels(clause, sheet))
    yield from section("Pourquoi ces niveaux", [clause.level_reasons])
    yield from section("Contrôle", [typo.plain(line) for line in control(sheet)])
    yield from section("Conséquences", [typo.plain(line) for line in consequences(clause)])
    yield from section("Entrées liées", [f"{name} : {', '.join(names)}" for name, names in links if names])


def _criterion(criterion: Criterion) -> Iterator[Section]:
    steps = [f"{mark} : {words}" for mark, words in sorted(criterion.scale.steps.items())]
    clauses = ", ".join(criterion.clauses)
    yield from section("Ce qui est jugé", [criterion.judges, *(f"- {item}" for item in criterion.elements)])
    yield from section("Justificatifs demandés", [f"- {item}" for item in criterion.proofs])
    yield from section("Notation", steps or [f"formule : {criterion.scale.formula}"])
    yield from section("Clauses qui rendent la promesse obligatoire", [clauses])


def _annex(annex: Annex, sheet: Sheet) -> Iterator[Section]:
    rank = "contractuelle" if annex.contractual else "non contractuelle"
    by = f" ; à remplir par {_FILLED_BY.get(annex.filled_by, annex.filled_by)}" if annex.filled_by else ""
    yield from section("Place", [f"annexée au {annex.attached_to}, {rank}{by}"])
    yield from section("Contenu", [f"- {item.title}" for item in annex.sections])
    yield from section("Valeurs", _levels(annex, sheet))


def _own(entry: Entry, sheet: Sheet) -> Iterator[Section]:
    """What only entries of this kind have."""
    if isinstance(entry, Clause):
        yield from _clause(entry, sheet)
    elif isinstance(entry, Criterion):
        yield from _criterion(entry)
    elif isinstance(entry, Annex):
        yield from _annex(entry, sheet)
    else:
        yield from section("Poids, niveau par niveau", _levels(entry, sheet))


def _further(entry: Entry) -> str:
    at = " à chaque niveau" if levels_of(entry) else ""
    what = "ses poids" if isinstance(entry, Grid) else "son texte"
    return f"« clausekit show {entry.id} » donne {what}{at}."


def entry_explained(entry: Entry, library: Library) -> Explanation:
    """The explanation of an entry."""
    sheet = show(entry, library)
    cited = () if isinstance(entry, Grid) else entry.references
    watch = () if isinstance(entry, Grid) else entry.watch
    sections = [
        *section("Ce que c'est", [_what(entry)]),
        *section("Pourquoi", [entry.reason]),
        *section("Lien avec l'objet du marché", [getattr(entry, "link", "")]),
        *section("Exigences auxquelles cette entrée répond", _answered(entry, library)),
        *_own(entry, sheet),
        *section("Références", references(cited, library)),
        *section("Vigilance", [f"- {item}" for item in watch]),
        *section("Pour aller plus loin", [_further(entry)]),
    ]
    return Explanation(name=entry.id, title=entry.title, sections=tuple(sections))
