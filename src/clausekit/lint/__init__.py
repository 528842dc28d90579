"""Lint a library: one slug, one function, one page of `explain`, one folder of cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from clausekit.finding import Finding
from clausekit.library import Library
from clausekit.lint import (
    blanks,
    criteria,
    duties,
    files,
    levels,
    links,
    policies,
    readings,
    registers,
    retired,
    signs,
    unfinished,
)
from clausekit.lint.drafting import DRAFTING
from clausekit.lint.reading import Lint, Reading

LINTS: Mapping[str, Lint] = {
    "nom-de-fichier": files.nom_de_fichier,
    "modeline": files.modeline,
    "a-completer": unfinished.a_completer,
    "historique-ordre": files.historique_ordre,
    "retrait-sans-suite": retired.retrait_sans_suite,
    "successeur-muet": retired.successeur_muet,
    "lecture-perimee": readings.lecture_perimee,
    "lecture-absente": readings.lecture_absente,
    "signe-perdu": signs.signe_perdu,
    "bloc-inconnu": signs.bloc_inconnu,
    "blanc-inconnu": blanks.blanc_inconnu,
    "blanc-inutilise": blanks.blanc_inutilise,
    "unite-imprimee": blanks.unite_imprimee,
    "ccag-mot": blanks.ccag_mot,
    "renvoi-inconnu": links.renvoi_inconnu,
    "renvoi-retire": links.renvoi_retire,
    "niveaux-croissants": levels.niveaux_croissants,
    "defaut-motive": levels.defaut_motive,
    "texte-porteur-absent": duties.texte_porteur_absent,
    "controle-absent": duties.controle_absent,
    "mise-en-demeure": duties.mise_en_demeure,
    "mention-ht": duties.mention_ht,
    "reference-inconnue": registers.reference_inconnue,
    "reference-perimee": registers.reference_perimee,
    "theme-inconnu": registers.theme_inconnu,
    "famille-inconnue": registers.famille_inconnue,
    "segment-inconnu": registers.segment_inconnu,
    "rubrique-inconnue": registers.rubrique_inconnue,
    "grille-sommes": criteria.grille_sommes,
    "mixte-partage": criteria.mixte_partage,
    "echelle-paliers": criteria.echelle_paliers,
    "politique-regle": policies.politique_regle,
    **DRAFTING,
}
_ID = re.compile(r"[A-Z]{3}-[CGA]?[0-9]{2,3}")


def ids_of(paths: Iterable[str]) -> frozenset[str]:
    """The ids that the names of these files announce."""
    return frozenset(match[0] for path in paths if (match := _ID.match(path.rsplit("/", 1)[-1])))


def _last_day(library: Library) -> str:
    return max((entry.history[0].date for entry in library.entries if entry.history), default="")


def lint(
    library: Library, *, rules: Iterable[str] = (), day: str | None = None, unread: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Every problem of a library, or those of the rules named.

    References are judged at `day` (by default, the date of the library's last revision).
    `unread` are the paths of files that could not be read: a link to one of them is not lost.
    """
    wanted = tuple(rules) or tuple(LINTS)
    reading = Reading(library=library, day=day or _last_day(library), unread=ids_of(unread))
    return tuple(finding for name in wanted for finding in LINTS[name](reading))


__all__ = ["LINTS", "Lint", "ids_of", "lint"]
