"""The questions of `new`, one at a time; each answer is kept as soon as it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click

from clausekit import terms
from clausekit.cli import purchase, questions

if TYPE_CHECKING:
    from clausekit.dossier import Authority
    from clausekit.library import Library
    from clausekit.new import Brief

Keep: TypeAlias = "Callable[[Brief, frozenset[str]], None]"
DECLINED: Final = ""
_NATURES = {
    "fournitures": "produits achetés ou loués",
    "services": "prestations",
    "travaux": "ouvrages et chantiers",
}
_CCAGS = {
    "FCS": "fournitures courantes et services",
    "Travaux": "travaux",
    "TIC": "techniques de l'information et de la communication",
    "PI": "prestations intellectuelles",
    "MI": "marchés industriels",
    "MOE": "maîtrise d'œuvre",
    terms.NO_CCAG: "le marché ne se réfère à aucun CCAG",
}
_OPEN: dict[str, tuple[str, Callable[[str], Any]]] = {
    "value": ("Valeur estimée du besoin entier, hors taxes (85 000 €, 1,2 M€)", purchase.amount),
    "months": ("Durée, reconductions comprises (48 mois, 4 ans)", purchase.months),
    "launch": ("Date de lancement de la consultation (1er septembre 2026)", purchase.day),
}


@dataclass(slots=True, kw_only=True)
class Interview:
    """A brief under way. `passed` are the questions that the person left without an answer.

    `keep` saves what is known after each answer; without `active`, nothing is asked.
    """

    brief: Brief
    library: Library
    authority: Authority
    active: bool
    passed: frozenset[str]
    keep: Keep

    def gather(self) -> Brief:
        """The brief with its names checked, and what is missing asked."""
        self._codes()
        self._family()
        self._segments()
        for key, (label, read) in _OPEN.items():
            self._ask(key, lambda label=label, read=read: questions.ask(label, read))  # type: ignore[misc]
        self._closed("nature", "Nature", list(_NATURES.items()))
        self._thresholds()
        self._closed("procedure", "Procédure", list(terms.PROCEDURES.items()))
        self._closed("ccag", "CCAG", list(_CCAGS.items()))
        return self.brief

    def _ask(self, key: str, put: Callable[[], Any]) -> None:
        """Put a question that has no answer yet, and keep the answer; a question passed is not put again."""
        if not self.active or key in self.passed or getattr(self.brief, key) not in (None, "", ()):
            return
        found = put()
        if found in (None, "", ()):
            self.passed |= {key}
        else:
            self.brief = replace(self.brief, **{key: found})
        self.keep(self.brief, self.passed)

    def _known(self) -> Brief:
        from clausekit import new

        return new.complete(self.brief, self.library, self.authority)

    def _codes(self) -> None:
        registers = self.library.registers
        self.brief = replace(self.brief, cpv=purchase.codes(self.brief.cpv, registers, self.active))
        self._ask("cpv", lambda: tuple(filter(None, (purchase.asked_code(registers),))))

    def _family(self) -> None:
        """The family, stated or asked; one that can be deduced is left to `complete`."""
        self.brief = purchase.named(self.brief, self.library)
        if self._known().family:
            return
        rows = [(item.id, item.title) for item in self.library.registers.families.values()]
        if not self.active:
            names = ", ".join(name for name, _ in rows)
            raise click.UsageError(f"La famille d'achat manque : donner --famille ({names}) ou --cpv.")
        put = _choice(rows, skip=False)
        self._ask("family", lambda: questions.insist("Famille d'achat", put))

    def _segments(self) -> None:
        known = self._known()
        rows = [(item.id, item.title) for item in self.library.registers.families[known.family].segments]
        purchase.refuse_segments(self.brief.segments, known.family, [name for name, _ in rows])
        if not known.segments and rows:
            self._ask("segments", lambda: tuple(filter(None, (questions.choose("Segment", rows),))))

    def _closed(self, key: str, label: str, rows: list[tuple[str, str]]) -> None:
        """A fact with closed values; an empty answer leaves the proposal a proposal, with its reason."""

        def put() -> str | None:
            known = self._known()
            proposal = getattr(known, key) or ""
            if proposal:
                click.echo(f"{label} – proposition : {proposal}, {known.proposed[key]}.", err=True)
            return questions.choose(label, rows, proposal=proposal)

        self._ask(key, put)

    def _thresholds(self) -> None:
        """The thresholds between which the value stands, told before the procedure is asked."""
        from clausekit import new

        if not self.active or "procedure" in self.passed or self.brief.procedure:
            return
        for line in new.thresholds(self._known(), self.library, self.authority):
            click.echo(line, err=True)


def _choice(rows: list[tuple[str, str]], *, skip: bool) -> Callable[[str], str | None]:
    return lambda label: questions.choose(label, rows, skip=skip)


def stated_object(given: str | None, active: bool) -> str:
    """The object of the contract, stated or asked."""
    if given:
        return given
    if not active:
        raise click.UsageError("L'objet du marché manque : --objet « Nettoyage des bureaux ».")
    return questions.insist("Objet du marché", lambda label: questions.ask(label, purchase.object_of, skip=False))


def stated_authority(folder: Path, *, active: bool) -> str | None:
    """The authority's file, proposed when one stands beside the dossier or just above; DECLINED after a no."""
    for place in (folder, folder / ".."):
        found = sorted(place.glob("*.acheteur.yaml"))
        if active and len(found) == 1:
            return str(found[0]) if questions.agree(f"Autorité : prendre {found[0]}") else DECLINED
    return None
