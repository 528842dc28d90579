"""Which Word files a contract needs, and which clause text goes where in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clausekit import terms
from clausekit import typography as typo
from clausekit.clause import Clause
from clausekit.dossier import SINGLE_LOT
from clausekit.marche import Lot, Marche, Taken
from clausekit.registry import Rubric

# In a single document (CCP) the administrative part comes before the technical one.
_ROLE_ORDER = ("RC", "AE", "CCAP", "CCTP", "CRT", "BPU")
_TITLES = {
    "CCTP": "Cahier des clauses techniques particulières",
    "CCAP": "Cahier des clauses administratives particulières",
    "CCP": "Cahier des clauses particulières",
    "RC": "Règlement de la consultation",
    "lettre": "Lettre de consultation",
    "AE": "Acte d'engagement",
    "BPU": "Bordereau des prix unitaires",
}
_SAID = {"lettre": "la lettre de consultation", "AE": "l'acte d'engagement", "BPU": "le bordereau des prix"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file to write: its name and, for each piece it serves as, the lots it holds that piece for."""

    name: str
    roles: Mapping[str, tuple[str, ...]]

    @property
    def title(self) -> str:
        """Printed title."""
        return _TITLES.get(self.name, self.name)

    @property
    def lots(self) -> tuple[str, ...]:
        """Every lot that the document serves, in order."""
        return tuple(dict.fromkeys(lot for lots in self.roles.values() for lot in lots))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A clause text to write in a document, with the lots that take the clause."""

    clause: Clause
    role: str
    by_lot: Mapping[str, Taken]
    automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Slotting:
    """A heading of a document with what stands under it, in order."""

    rubric: Rubric
    role: str
    level: int
    written: tuple[Written, ...]


def name_with_article(name: str) -> str:
    """« le CCTP », « la lettre de consultation »."""
    return _SAID.get(name, f"le {name}")


def lots_phrase(names: Iterable[str]) -> str:
    """« le lot 1 », « les lots 1 et 3 »."""
    names = list(names)
    if len(names) == 1:
        return f"le lot {names[0]}"
    return f"les lots {', '.join(names[:-1])} et{typo.NBSP}{names[-1]}"


def documents(marche: Marche) -> tuple[Document, ...]:
    """The contract's documents, each piece under the name that the dossier gives it."""
    found: dict[str, dict[str, list[str]]] = {}
    for role in _ROLE_ORDER:
        for lot in marche.lots:
            name = lot.terms.pieces.get(role) or (role if _has_text(lot, role) else None)
            if name and role != "CRT":
                found.setdefault(name, {}).setdefault(role, []).append(lot.name)
    return tuple(
        Document(name=name, roles={role: tuple(lots) for role, lots in roles.items()}) for name, roles in found.items()
    )


def _has_text(lot: Lot, role: str) -> bool:
    return any(role in taken.clause.texts for taken in lot.taken.values())


def written(marche: Marche, role: str, lots: Iterable[str]) -> tuple[Written, ...]:
    """Every clause that writes in `role` for one of the lots: each once, whatever the lots."""
    wanted = set(lots)
    found: dict[str, dict[str, Taken]] = {}
    automatic: set[str] = set()
    for lot in marche.lots:
        if lot.name not in wanted:
            continue
        for name, taken in (*lot.automatic.items(), *lot.taken.items()):
            if role in taken.clause.texts:
                found.setdefault(name, {})[lot.name] = taken
                if name in lot.automatic:
                    automatic.add(name)
    return tuple(
        Written(clause=next(iter(by_lot.values())).clause, role=role, by_lot=by_lot, automatic=name in automatic)
        for name, by_lot in found.items()
    )


def rubric_of(clause: Clause, role: str) -> str:
    """The heading under which a clause text stands: its own word, else its type and theme."""
    if role in clause.headings:
        return clause.headings[role]
    if role == "CCTP":
        return _cctp_rubric(clause)
    if role == "CCAP":
        return _ccap_rubric(clause)
    if role == "RC":
        return {"reservation": "reservation", "variante": "variantes"}.get(clause.type, "conditions")
    return {"BPU": "lignes", "CRT": "questions", "AE": "engagements"}[role]


def _cctp_rubric(clause: Clause) -> str:
    if clause.type == "specification":
        return "specifications"
    if clause.type == "revue":
        return "suivi-technique"
    return "execution-environnement" if clause.consideration == "environnementale" else "execution-social"


def _ccap_rubric(clause: Clause) -> str:
    if clause.type == "revue":
        return "suivi"
    if clause.type == "ligne_prix":
        return "prix"
    if "insertion" in clause.themes:
        return "insertion"
    return "environnement" if clause.consideration == "environnementale" else "social"


def _order(item: Written) -> tuple[bool, bool, str]:
    # The recapitulation that opens a heading comes first; then the common clauses, then the family's.
    return (not item.clause.untitled, not item.clause.id.startswith("COM"), item.clause.id)


def slottings(marche: Marche, document: Document) -> tuple[Slotting, ...]:
    """The document's headings in order, empty ones left out."""
    found: list[Slotting] = []
    for role in (role for role in _ROLE_ORDER if role in document.roles):
        texts = written(marche, role, document.roles[role])
        known = marche.library.registers.rubrics.get(role, ())
        for rubric in known:
            found += _under(rubric, role, texts, level=1)
        found += _others(known, role, texts)
    return tuple(found)


def _ids(rubrics: Iterable[Rubric]) -> set[str]:
    return {name for rubric in rubrics for name in ({rubric.id} | _ids(rubric.subs))}


def _others(known: tuple[Rubric, ...], role: str, texts: tuple[Written, ...]) -> list[Slotting]:
    """Clauses whose heading the library does not know still go somewhere: nothing chosen is lost."""
    lost = tuple(item for item in texts if rubric_of(item.clause, role) not in _ids(known))
    if not lost:
        return []
    rubric = Rubric(id="autres", title="Autres dispositions")
    return [Slotting(rubric=rubric, role=role, level=1, written=tuple(sorted(lost, key=_order)))]


def _under(rubric: Rubric, role: str, texts: tuple[Written, ...], *, level: int) -> list[Slotting]:
    own = tuple(sorted((item for item in texts if rubric_of(item.clause, role) == rubric.id), key=_order))
    below = [slotting for sub in rubric.subs for slotting in _under(sub, role, texts, level=level + 1)]
    if not own and not below:
        return []
    return [Slotting(rubric=rubric, role=role, level=level, written=own), *below]


def whole_lots(marche: Marche) -> tuple[str, ...]:
    """Names of all lots; empty for a contract without lots."""
    names = tuple(lot.name for lot in marche.lots)
    return () if names == (SINGLE_LOT,) else names


def ccag_name(marche: Marche) -> str | None:
    """Printed name of the contract's CCAG (« CCAG-FCS »); None without one."""
    ccag = marche.library.registers.ccags.get(marche.dossier.whole.ccag or "")
    return ccag.name if ccag and marche.dossier.whole.ccag != terms.NO_CCAG else None
