"""What makes a duty hold: its text, its control, its consequences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausekit import terms
from clausekit.clause import Clause, Consequence
from clausekit.finding import Finding, Place
from clausekit.lint.reading import Reading, at, told
from clausekit.rules.considerations import control_flaws

_WASTE = frozenset({"dechets", "dechets-chantier"})
# A works contract meets one CCAG only; supplies and services share the others.
_BY_NATURE = {
    "travaux": frozenset({"Travaux"}),
    "services": frozenset({"FCS", "TIC", "PI", "MI", "MOE"}),
    "fournitures": frozenset({"FCS", "TIC", "MI"}),
}
_TAX = re.compile(r"(?<!\w)(HT|H\.\s?T\.|TTC)(?!\w)")
_TAX_IN_UNIT = re.compile(r"(?<!\w)(HT|H\.\s?T\.?|TTC|hors taxes?)(?!\w)", re.IGNORECASE)


def controle_absent(reading: Reading) -> Iterator[Finding]:
    """A condition d'exécution that nobody could control, or that has no consequence (M12)."""
    for clause in reading.library.clauses.values():
        flaws = control_flaws(clause) if clause.type == "condition_execution" else []
        if not flaws:
            continue
        only_consequence = flaws == ["conséquence"]
        yield told(
            "controle-absent",
            f"{clause.id} est une condition d'exécution sans {', sans '.join(flaws)}.",
            at(clause.file, "consequences" if only_consequence else "controle"),
            read=f"il manque : {', '.join(flaws)}",
            expected="controle: {indicateur, preuve, frequence, destinataire, verification} et une conséquence",
            why="M12 demande un contrôle effectif de chaque condition d'exécution ; sans lui, elle reste un vœu.",
            remedy="Compléter « controle » et « consequences ».",
        )


def texte_porteur_absent(reading: Reading) -> Iterator[Finding]:
    """The piece that carries the duty has no text."""
    for clause in reading.library.clauses.values():
        if not clause.texts.get(clause.carrier, "").strip():
            yield told(
                "texte-porteur-absent",
                f"{clause.id} est portée par le {clause.carrier}, où elle n'a pas de texte.",
                at(clause.file, "piece_porteuse"),
                at(clause.file, "textes"),
                read="textes : " + ", ".join(clause.texts),
                expected=f"textes: {{{clause.carrier}: …}}",
                why="L'obligation s'écrit une fois, dans la pièce qui la porte ; les autres y renvoient.",
                remedy="Écrire ce texte, ou changer la pièce porteuse.",
            )


def _met_ccags(clause: Clause) -> tuple[str, ...]:
    """The CCAG that a contract taking this clause may refer to."""
    wanted = clause.applicable.ccag or terms.CCAGS
    natures = clause.applicable.natures
    possible = frozenset().union(*(_BY_NATURE[nature] for nature in natures)) if natures else frozenset(terms.CCAGS)
    return tuple(name for name in terms.CCAGS if name in wanted and name in possible)


def _ruled(clause: Clause) -> bool:
    """Whether the CCAG asks for a formal notice before the clause's penalties."""
    return (
        clause.consideration == "environnementale" or "insertion" in clause.themes or bool(_WASTE & set(clause.themes))
    )


def mise_en_demeure(reading: Reading) -> Iterator[Finding]:
    """A penalty without formal notice departs from the CCAG, and says so for each that it may meet."""
    for clause in reading.library.clauses.values():
        said = {item.ccag for item in clause.departures}
        silent = [name for name in _met_ccags(clause) if name not in said] if _ruled(clause) else []
        for number, item in enumerate(clause.consequences):
            if silent and item.nature == "penalite" and not item.notice:
                yield told(
                    "mise-en-demeure",
                    f"{clause.id} : pénalité sans mise en demeure, sans dérogation dite ({', '.join(silent)}).",
                    at(clause.file, "consequences", number, "mise_en_demeure"),
                    read="mise_en_demeure: false ; deroge : " + (", ".join(sorted(said)) or "rien"),
                    expected="une ligne « deroge » pour : " + ", ".join(silent),
                    why="Le CCAG soumet à mise en demeure les pénalités d'insertion, d'environnement et de déchets ; "
                    "s'en écarter est une dérogation à lister (R. 2112-3 du code de la commande publique).",
                    remedy="Ajouter ces lignes « deroge », ou écrire « mise_en_demeure: true ».",
                )


def _tax_words(clause: Clause, number: int, item: Consequence) -> Iterator[tuple[str, Place]]:
    for key, text, pattern in (
        ("unite", item.unit, _TAX_IN_UNIT),
        ("manquement", item.failing, _TAX),
        ("fait_generateur", item.trigger, _TAX),
        ("plafond", item.cap, _TAX),
    ):
        if text and pattern.search(text):
            yield text, at(clause.file, "consequences", number, key)
    parameter = clause.parameters.get(item.amount) if isinstance(item.amount, str) else None
    if parameter and parameter.unit and _TAX_IN_UNIT.search(parameter.unit):
        yield parameter.unit, at(clause.file, "parametres", parameter.name, "unite")


def mention_ht(reading: Reading) -> Iterator[Finding]:
    """A penalty bears no VAT: « HT » has no place there."""
    for clause in reading.library.clauses.values():
        for number, item in enumerate(clause.consequences):
            for text, place in _tax_words(clause, number, item):
                yield told(
                    "mention-ht",
                    f"{clause.id} : une conséquence porte une mention de taxe.",
                    place,
                    read=text,
                    expected="des euros, sans « HT » ni « TTC »",
                    why="Une pénalité est hors du champ de la taxe sur la valeur ajoutée.",
                    remedy="Ôter la mention.",
                )
