"""The French words of a difference: what each fact is called, which way it goes, how the author declared it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clausekit import terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.clause import Clause, Parameter
from clausekit.difference import Change, Exchange, Figure, Sentence, substance
from clausekit.difference.change import CHANGED, LOOSER, NEUTRAL, NEW, RETIRED, STRICTER, SUBSTANCE, WORDING
from clausekit.difference.registers import Shift
from clausekit.library import Library
from clausekit.listing import KIND_TITLES
from clausekit.report.differed.model import Difference

DIRECTIONS: Final = {STRICTER: "plus exigeant", LOOSER: "moins exigeant", NEUTRAL: "neutre"}
SEVERITIES: Final = {WORDING: "rédactionnelle", SUBSTANCE: "substantielle"}
NATURES: Final = {**SEVERITIES, "creation": "création", "retrait": "retrait"}
CHANGES: Final = {NEW: "nouvelle", RETIRED: "retirée", CHANGED: "changée"}
SHIFTS: Final = {NEW: "ajouté", RETIRED: "ôté", CHANGED: "changé"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

_KEYS: Final = {
    "etat": "État",
    "type": "Type",
    "nature": "Nature",
    "consideration": "Considération",
    "themes": "Thèmes",
    "d_office": "Ajoutée d'office",
    "sans_titre": "Sans titre",
    "piece_porteuse": "Pièce porteuse",
    "rubrique": "Rubrique",
    "debiteur": "Débiteur",
    "niveaux": "Niveaux",
    "controle": "Contrôle",
    "references": "Référence",
    "deroge": "Dérogation",
    "requiert": "Entrée demandée",
    "exclut": "Entrée exclue",
    "remplace": "Entrée remplacée",
    "remplacee_par": "Remplacée par",
    "partage": "Partage des points",
    "echelle": "Échelle",
    "clauses": "Clause qui rend la promesse obligatoire",
    "variantes": "Variantes",
    "annexe_a": "Annexée à",
    "contractuelle": "Contractuelle",
    "rempli_par": "Remplie par",
    "applicable": "Marchés visés",
    "alineas": "Découpage en alinéas",
    "historique": "Historique réécrit",
}
_INNER: Final = {
    "bornes.min": "borne basse",
    "bornes.max": "borne haute",
    "defaut": "valeur par défaut",
    "unite": "unité",
    "rempli_par": "rempli par",
    "frequence": "fréquence",
    "mise_en_demeure": "mise en demeure",
    "elements_appreciation": "éléments d'appréciation",
    "lien_objet": "lien avec l'objet",
    "sur": "base",
    "duree_mois.min": "durée minimale (mois)",
    "duree_mois.max": "durée maximale (mois)",
    "valeur.min": "valeur minimale (euros)",
    "valeur.max": "valeur maximale (euros)",
    "procedures": "procédures",
    "cpv": "CPV",
    "ccag": "CCAG",
    "max": "maximum",
    "severite": "sévérité",
    "regle": "règle",
    "avec": "chiffres",
    "quand": "marchés visés",
}


def clean(text: str) -> str:
    """A text without the signs that would act on a terminal or turn the direction of reading."""
    return _CONTROL.sub("", text)


def upper(text: str) -> str:
    """A text with a capital at its head."""
    return text[:1].upper() + text[1:]


def _parameter(name: str, about: str, difference: Difference) -> Parameter | None:
    for side in (difference.new, difference.old):
        entry = side.library.find(about)
        if isinstance(entry, (Clause, Annex)) and name in entry.parameters:
            return entry.parameters[name]
    return None


def label(figure: Figure, change: Change, difference: Difference) -> str:
    """What a fact is called: « Taux de valorisation matière, niveau renforcé »."""
    head, *rest = figure.route.split(".")
    level = f"niveau {terms.LEVEL_TITLES[figure.level]}" if figure.level in terms.LEVEL_TITLES else ""
    if head == "parametres":
        known = _parameter(rest[0], change.id, difference)
        inner = ".".join(rest[1:])
        return _joined(known.title if known and inner else f"Blanc [{rest[0]}]", _INNER.get(inner, inner))
    if head == "niveaux" and change.kind == "clause" and len(rest) > 1:
        known = _parameter(rest[1], change.id, difference)
        return _joined(known.title if known else f"[{rest[1]}]", level)
    if head == "niveaux" and rest:
        if len(rest) == 1:
            return _joined(upper(level), "ordre des critères")
        return _joined(_row(figure.new or figure.old, difference), level, _INNER.get(rest[-1], rest[-1]))
    if head == "consequences":
        return _joined(f"Conséquence {int(rest[0]) + 1}", *(_INNER.get(key, key) for key in rest[1:]))
    inner = ".".join(rest)
    return _joined(_KEYS.get(head, head), _INNER.get(inner, inner))


def _row(text: str, difference: Difference) -> str:
    """The criterion that a row of a grid tells, before its weight; one of the library with its title."""
    name = text.partition(" : ")[0] if " : " in text else ""
    entry = difference.entry(name)
    return f"{clean(typo.plain(entry.title))} ({name})" if entry else name


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def value(text: str, figure: Figure, difference: Difference) -> str:
    """A side of a fact; a legal reference is called by its short name."""
    if figure.route == "references" and text:
        name, _, doubt = text.partition(" ")
        return f"{cited(name, difference.new.library, difference.old.library)} {doubt}".strip()
    if figure.route.startswith("niveaux.") and figure.route.count(".") > 2:
        return clean(text).partition(" : ")[2]
    return clean(text)


def place(piece: str) -> str:
    """A piece as the title of its sentences, where arrows are read."""
    return upper(piece).replace(" -> ", " → ")


def cited(name: str, *libraries: Library) -> str:
    """« art. L. 2112-2 CCP (ccp-l2112-2) »."""
    known = next((found for item in libraries if (found := item.registers.references.get(name))), None)
    return f"{typo.plain(known.short)} ({name})" if known else name


def shift_label(figure: Figure) -> str:
    """What a key of a register is called."""
    return ", ".join(_INNER.get(key, key.replace("_", " ")) for key in figure.route.split("."))


def shift_name(shift: Shift) -> str:
    """« references.yaml : ccp-l2112-2 – article L. 2112-2… »."""
    title = f" – {clean(typo.plain(shift.title))}" if shift.title else ""
    name = shift.file.removeprefix("clauses/")
    return f"{name}{title}" if name.endswith(shift.id) else f"{name} : {shift.id}{title}"


def heading(change: Change) -> str:
    """« DEC-014 – Tri à la source (clause) »."""
    return f"{change.id} – {clean(typo.plain(change.title))} ({KIND_TITLES[change.kind]})"


def became(change: Change) -> str:
    """« changée », « retirée, remplacée par DEC-031 »."""
    if change.change == RETIRED:
        return f"retirée, remplacée par {change.successor}" if change.successor else "retirée, sans remplaçante"
    return CHANGES[change.change]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is said of the declaration; `amiss`: to be taken up again; `doubtful`: a person has to say."""

    said: str
    amiss: bool
    doubtful: bool = False

    @property
    def brief(self) -> str:
        """What a column says of a declaration that is not amiss."""
        return "à confirmer" if self.doubtful else "conforme"


def declaration(change: Change) -> Verdict:
    """The nature that the author gave, held against the one that is computed."""
    if change.change in {NEW, RETIRED}:
        return _lone(change)
    return _undeclared(change) if change.declared is None else _held(change)


def _held(change: Change) -> Verdict:
    if change.understated:
        return Verdict(said="déclarée rédactionnelle à tort, car ce qui change n'est pas que de forme", amiss=True)
    if change.overstated:
        return Verdict(said="déclarée substantielle, alors que seuls les mots changent", amiss=True)
    if change.declared not in SEVERITIES:
        return Verdict(said=f"déclarée « {NATURES[change.declared or '']} », ce qu'elle n'est pas", amiss=True)
    if change.unconfirmed:
        return Verdict(said="déclarée rédactionnelle, ce qu'une personne confirme", amiss=False, doubtful=True)
    return Verdict(said=f"déclarée {SEVERITIES[change.declared]}", amiss=False)


def doubts(change: Change) -> str:
    """« à confirmer : « neuf » devient « usagé » » : the words that alone make a change one of substance."""
    return " ; ".join(_doubt(item) for item in change.doubts)


def _doubt(item: Exchange) -> str:
    old, new = (typo.quote(clean(side)) for side in (item.old, item.new))
    if item.old and item.new:
        return f"{old} devient {new}"
    return f"{new} s'ajoute" if item.new else f"{old} s'en va"


def _undeclared(change: Change) -> Verdict:
    if substance.silent(change):
        return Verdict(said="aucun document ne change", amiss=False)
    return Verdict(said="non déclarée, car aucune ligne d'historique ne s'y ajoute", amiss=True)


def _lone(change: Change) -> Verdict:
    wanted = "creation" if change.change == NEW else "retrait"
    if change.declared == wanted:
        return Verdict(said=f"déclarée « {NATURES[wanted]} »", amiss=False)
    if change.change == RETIRED and change.declared is None:
        return Verdict(said="aucune ligne d'historique ne dit le retrait", amiss=True)
    said = f"déclarée « {NATURES[change.declared]} »" if change.declared else "sans historique"
    return Verdict(said=f"{said}, et non « {NATURES[wanted]} »", amiss=True)


def totals(difference: Difference) -> str:
    """« 3 entrées : 1 nouvelle, 2 changées ; 2 modifications substantielles… »."""
    changes = difference.changes
    unread = " Ce qui n'a pas pu être lu n'est pas comparé." if difference.errors else ""
    if not changes:
        return f"Aucune entrée{' demandée' if difference.filtered else ''} ne change.{unread}"
    kinds = _counted(((NEW, "nouvelles"), (RETIRED, "retirées"), (CHANGED, "changées")), [c.change for c in changes])
    graves = _counted(((SUBSTANCE, "substantielles"), (WORDING, "rédactionnelles")), [c.severity for c in changes])
    amiss = sum(declaration(change).amiss for change in changes)
    told = f" {amiss} {typo.agree('déclarations', amiss)} à reprendre." if amiss else ""
    return f"{len(changes)} {typo.agree('entrées', len(changes))} : {kinds} ; {graves}.{told}{unread}"


def _counted(names: Sequence[tuple[str, str]], found: Sequence[str]) -> str:
    return ", ".join(
        f"{found.count(name)} {typo.agree(word, found.count(name))}" for name, word in names if found.count(name)
    )


def sides(difference: Difference) -> str:
    """« De la révision v1 (édition 2026.4) à la copie de travail (édition 2026.4) »."""
    old, new = difference.old, difference.new
    start, end = typo.contract("De ", old.said), typo.contract(" à ", new.said)
    return f"{''.join(start)}{_edition(old.library)}{''.join(end)}{_edition(new.library)}."


def _edition(library: Library) -> str:
    return f" (édition {clean(library.edition)})" if library.edition else ""


def dossiers(difference: Difference, names: Sequence[str]) -> str:
    """The dossiers touched, or that none is."""
    found = difference.dossiers(names)
    if not difference.looked:
        return ""
    many = typo.agree("dossiers lus", difference.looked)
    return ", ".join(found) if found else f"aucun ({difference.looked} {many})"


def by_piece(prose: Sequence[Sentence]) -> dict[str, list[Sentence]]:
    """Sentences by the place where they stand."""
    found: dict[str, list[Sentence]] = {}
    for sentence in prose:
        found.setdefault(sentence.piece, []).append(sentence)
    return found
