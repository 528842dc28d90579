"""The rules of drafting: who must do what, in words that bind, measure and last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausekit.finding import Finding
from clausekit.lint.drafting import awards, exceptions, legal, likeness, norms, obligations, signs, terms
from clausekit.lint.reading import Lint, Reading

_RULES: Mapping[str, Lint] = {
    "verbe-faible": obligations.verbe_faible,
    "obligation-sans-mesure": obligations.obligation_sans_mesure,
    "sujet-de-la-piece": obligations.sujet_de_la_piece,
    "preference-geographique": obligations.preference_geographique,
    "marque-nommee": norms.marque_nommee,
    "norme-sans-equivalent": norms.norme_sans_equivalent,
    "norme-non-datee": norms.norme_non_datee,
    "label-sans-caracteristiques": norms.label_sans_caracteristiques,
    "entreprise-jugee": awards.entreprise_jugee,
    "critere-nu": awards.critere_nu,
    "erreur-courante": legal.erreur_courante,
    "reference-non-verifiee": legal.reference_non_verifiee,
    "penalite-sans-effet": legal.penalite_sans_effet,
    "texte-proche": likeness.texte_proche,
    "regle-redite": likeness.regle_redite,
    "phrase-longue": signs.phrase_longue,
    "typographie": signs.typographie,
    "sigle-non-developpe": terms.sigle_non_developpe,
    "definition-inutile": terms.definition_inutile,
}


def _excusable(slug: str, rule: Lint) -> Lint:
    """The rule, without what a written exception excuses."""
    return lambda reading: exceptions.kept(reading, exceptions.whole(reading, slug, rule))


def _useless(reading: Reading) -> Iterator[Finding]:
    return exceptions.exception_inutile(reading, _RULES)


DRAFTING: Mapping[str, Lint] = {
    **{name: _excusable(name, rule) for name, rule in _RULES.items()},
    "exception-inutile": _useless,
}
