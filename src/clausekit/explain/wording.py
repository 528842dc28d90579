"""How a minimum is said in French: what it asks for, whom it concerns, where it comes from, how to waive it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from clausekit import terms
from clausekit import typography as typo
from clausekit.explain.pages import Page
from clausekit.explain.references import plain_date
from clausekit.library import Library
from clausekit.policy import Minimum, Policy

# The only rule of the law with motives to set it aside (L. 2112-2-1, II).
EXCEPTED_RULE: Final = "condition-sociale"
_SCOPES: Final = {"lot": "chaque lot", "dossier": "le dossier entier", "annee": "les marchés de l'année"}
_ORIGINS: Final = {
    "texte": "La demande vient du texte lui-même.",
    "decision": "La demande vient d'une décision de l'autorité",
    "hypothese": "Le chiffre est une hypothèse de travail : aucun texte ne le donne.",
}


# --- figures and facts -------------------------------------------------------------------------


def _span(value: Mapping[str, Any], unit: str) -> str:
    low, high = value.get("min"), value.get("max")
    words = [
        f"au moins {typo.plain(typo.number(low))}" if low is not None else "",
        f"au plus {typo.plain(typo.number(high))}" if high is not None else "",
    ]
    return f"{' et '.join(word for word in words if word)} {unit}"


def _any(names: Iterable[str]) -> str:
    """« a, b ou c »."""
    told = list(names)
    return f"{', '.join(told[:-1])} ou {told[-1]}" if len(told) > 1 else "".join(told)


def _values(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]


def _listed(value: Any, titles: Mapping[str, str]) -> str:
    return _any(titles.get(name, name) for name in _values(value))


def _quoted(title: str) -> str:
    return typo.quote(typo.lowered(title))


def _families(library: Library) -> dict[str, str]:
    return {name: _quoted(family.title) for name, family in library.registers.families.items()}


def _segments(library: Library) -> dict[str, str]:
    families = library.registers.families.values()
    return {item.id: _quoted(item.title) for family in families for item in family.segments}


def _about(value: Any, library: Library) -> str:
    """« thème « eau » », « l'un des thèmes « air » ou « bruit » »."""
    known = library.registers.themes
    titles = {theme.id: _quoted(theme.title) for theme in known.values()}
    return ("l'un des thèmes " if len(_values(value)) > 1 else "thème ") + _listed(value, titles)


def _each(themes: Any, library: Library) -> str:
    """« une clause sur chacun des thèmes « air » et « bruit » »."""
    titles = {theme.id: _quoted(theme.title) for theme in library.registers.themes.values()}
    return "une clause sur chacun des thèmes " + typo.listing([titles.get(name, name) for name in _values(themes)])


def _annexes(library: Library) -> dict[str, str]:
    return {annex.id: f"{annex.id} ({annex.title})" for annex in library.annexes.values()}


_STATUSES = {
    "pouvoir_adjudicateur": "pouvoir adjudicateur",
    "autorite_centrale": "autorité publique centrale",
    "entite_adjudicatrice": "entité adjudicatrice",
}
_Teller = Callable[[Any, Library], str]
_WHEN: Final[Mapping[str, _Teller]] = {
    "familles": lambda value, library: "famille : " + _listed(value, _families(library)),
    "segments": lambda value, library: "segment : " + _listed(value, _segments(library)),
    "natures": lambda value, _: "nature : " + _listed(value, {}),
    "formes": lambda value, _: "forme : " + _any(name.replace("_", " ") for name in _values(value)),
    "procedures": lambda value, _: "procédure : " + _listed(value, terms.PROCEDURES),
    "qualites": lambda value, _: "acheteur : " + _listed(value, _STATUSES),
    "ccag": lambda value, _: "CCAG : " + _listed(value, {}),
    "themes": lambda value, library: "une clause retenue porte " + _bearing(value, library),
    "annexe_adoptee": lambda value, library: "l'autorité a adopté " + _listed(value, _annexes(library)),
    "valeur": lambda value, _: "valeur estimée : " + _span(value, "euros hors taxes"),
    "duree_mois": lambda value, _: "durée : " + _span(value, "mois"),
    "services_specifiques": lambda value, _: (
        "services sociaux et autres services spécifiques" if value else "hors services spécifiques"
    ),
}


def _bearing(value: Any, library: Library) -> str:
    about = _about(value, library)
    return about if about.startswith("l'un") else f"le {about}"


def _other(key: str, value: Any) -> str:
    shown = {True: "oui", False: "non"}.get(value, str(value)) if isinstance(value, bool) else value
    return f"{key.replace('_', ' ')} : {_listed(shown, {})}"


def _facts(minimum: Minimum, library: Library) -> list[str]:
    asked = [(key, value) for key, value in minimum.when.items() if value not in (None, [], {})]
    return [_WHEN[key](value, library) if key in _WHEN else _other(key, value) for key, value in asked]


def concerned(minimum: Minimum, library: Library) -> list[str]:
    """The facts that make a contract concerned; « tous les marchés » without any."""
    return _facts(minimum, library) or ["tous les marchés"]


def whom(minimum: Minimum, policy: Policy, library: Library) -> str:
    """The contracts concerned, and since when where the minimum says so itself."""
    facts = " ; ".join(concerned(minimum, library))
    dates = in_force(minimum, policy).removeprefix("marchés ") if minimum.start or minimum.end else ""
    return f"{facts}{' ; ' if dates and minimum.when else ' ' if dates else ''}{dates}"


def _step(step: Mapping[str, Any]) -> str:
    """« 6 au plus jusqu'à 90 000 euros », « 16 au plus au-delà »."""
    bounds = [typo.plain(typo.euros(step["valeur"]))] if "valeur" in step else []
    bounds += [f"{typo.plain(typo.number(step['duree_mois']))} mois"] if "duree_mois" in step else []
    return f"{step['nombre']} au plus " + (f"jusqu'à {' et '.join(bounds)}" if bounds else "au-delà")


_GIVEN: Final[Mapping[str, _Teller]] = {
    "consideration": lambda value, _: "considération " + _listed(value, terms.CONSIDERATION_TITLES),
    "part": lambda value, _: f"part de {typo.plain(typo.number(value))} %",
    "themes": _about,
    "types": lambda value, _: "clause de type " + _listed(value, terms.TYPE_TITLES),
    "piece": lambda value, _: f"portée par la pièce {value}",
    "annexe": lambda value, library: "annexe " + _listed(value, _annexes(library)),
    "fait": lambda value, _: f"fait « {value} » noté au dossier",
    "nature": lambda value, _: "critère de nature " + _listed(value, terms.CONSIDERATION_TITLES),
    "regarder": lambda value, _: str(value),
    "jours": lambda value, _: f"une pénalité qui compte au plus tard le {value}e jour de retard",
    "jusqu_a": lambda value, _: f"au-delà du {value}e jour, une autre exigence le dit",
    "seuil": lambda value, _: "à partir du seuil européen" if value == "europeen" else f"seuil : {value}",
    "nombre": lambda value, _: f"{value} au plus en tout",
    "durables": lambda value, _: f"{value} au plus de développement durable",
    "paliers": lambda value, _: ", ".join(_step(step) for step in value),
}


def settings(minimum: Minimum, library: Library) -> list[str]:
    """What the minimum sets for its rule."""
    given = dict(minimum.given)
    each = [_each(given.pop("themes", ()), library)] if given.pop("tous", False) else []
    told = (_GIVEN[key](value, library) if key in _GIVEN else _other(key, value) for key, value in given.items())
    return [*each, *(line for line in told if line)]


def asked(minimum: Minimum, library: Library) -> str:
    """What a minimum asks of its rule, or of a person, as a sentence; empty without a setting."""
    if minimum.given.get("regarder"):
        return f"À regarder : {minimum.given['regarder']}"
    told = " ; ".join(settings(minimum, library))
    return f"Demandé : {told}." if told else ""


# --- where it comes from -----------------------------------------------------------------------


def in_force(minimum: Minimum, policy: Policy) -> str:
    """« marchés lancés à partir du 22 août 2026 »; empty when nothing bounds it."""
    start, end = minimum.start or policy.start, minimum.end or policy.end
    since = f"à partir du {plain_date(start)}" if start else ""
    until = f"jusqu'au {plain_date(end)}" if end else ""
    dates = " et ".join(part for part in (since, until) if part)
    return f"marchés lancés {dates}" if dates else ""


def origin(minimum: Minimum) -> str:
    """Whose figure it is: the text's, a decision's, ours."""
    if minimum.decision:
        by = f"{minimum.decision.body}, {plain_date(minimum.decision.date)}, {minimum.decision.reference}"
        return f"Le chiffre vient d'une décision de l'autorité ({by})."
    return _ORIGINS.get(minimum.origin, minimum.origin).rstrip(".") + "."


def judged_on(minimum: Minimum) -> str:
    """« jugé sur chaque lot »."""
    return f"jugé sur {_SCOPES.get(minimum.scope, minimum.scope)}"


def severity(minimum: Minimum) -> str:
    """« bloquant sauf motif »; with its date, the severity that it will take."""
    return _title(minimum.severity) + _becoming(minimum)


def _title(name: str) -> str:
    return terms.SEVERITY_TITLES.get(name, name)


def _becoming(minimum: Minimum) -> str:
    found = minimum.becomes
    if found is None:
        return ""
    return f", puis {_title(found.severity)} pour les consultations lancées à partir du {plain_date(found.day)}"


# --- waivers -----------------------------------------------------------------------------------

_EFFECTS: Final[Mapping[str, str]] = {
    terms.BLOCKING: "arrête le dossier, sauf dérogation avec motif, décideur et date",
    terms.BLOCKING_UNLESS_REASON: "arrête le dossier tant qu'aucun motif n'est écrit",
    terms.TO_JUSTIFY: "se montre et n'arrête pas, sauf avec « --strict » ; un motif le lève",
    terms.WARNING: "se montre et n'arrête pas, sauf avec « --strict »",
    terms.ADVICE: "se montre et n'arrête pas",
    terms.BY_HAND: "une personne juge, le programme rappelle quoi regarder",
}


def effects() -> Mapping[str, str]:
    """What each severity entails."""
    return _EFFECTS


def effect(minimum: Minimum, policy: Policy) -> str:
    """« bloquant (arrête le dossier…) »."""
    law = policy.kind == "loi" and minimum.severity == terms.BLOCKING
    entailed = "arrête le dossier" if law else _EFFECTS.get(minimum.severity, "")
    return f"{_title(minimum.severity)} ({entailed}){_becoming(minimum)}"


def closed(minimum: Minimum, policy: Policy) -> bool:
    """Whether no line of « derogations » is of use: the law, a share of the year, a judgement by hand."""
    law = policy.kind == "loi" and minimum.rule != EXCEPTED_RULE
    return law or minimum.scope == "annee" or minimum.severity == terms.BY_HAND


def waiver_line(name: str, *, rule: str = "", signed: bool = True) -> str:
    """The YAML of a waiver, to be copied."""
    case = "cas: 1, " if rule == EXCEPTED_RULE else ""
    by = ', decideur: "…", date: AAAA-MM-JJ' if signed else ""
    return f'derogations:\n  - {{regles: [{name}], {case}motif: "…"{by}}}'


def waive(minimum: Minimum, policy: Policy, page: Page | None) -> list[str]:
    """What to know before writing a waiver."""
    law = policy.kind == "loi" and minimum.rule != EXCEPTED_RULE
    told = page.waive if page else ""
    said = "C'est la loi : une dérogation de l'acheteur n'en dispense pas."
    lead = said if law and not told.startswith("Aucune dérogation") else ""
    return [f"Sévérité : {effect(minimum, policy)}.", lead, told]


def named(policy: Policy, minimum: Minimum) -> str:
    """A minimum in a list: its name, its severity, its place in the text."""
    return f"{minimum.id} – {minimum.title} : {severity(minimum)}. {minimum.source or policy.title}."
