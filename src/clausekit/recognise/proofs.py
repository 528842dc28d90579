"""What makes a duty verifiable: a figure, a deadline, a document to hand over, a control, a standard, a ban."""

from __future__ import annotations

import re
from typing import Final

from clausekit.recognise import recalls, words
from clausekit.recognise.amounts import COUNTED, FIGURE
from clausekit.recognise.topics import Topic

# A standard, a label, a class: what a thing has or has not, without a figure.
STANDARD: Final = re.compile(
    r"\b(?:norme|label|labels|ecolabel|ecolabels|indice|certifications?|certifie\w*|euro (?:[5-7]|vi?)|crit'air)\b"
)
_MORE: Final = "(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|cinquante|cent)"
_LETTERS: Final = f"(?:une?|{_MORE})"
_LETTERED: Final = re.compile(
    rf"\b(?:(?:au moins|a minima|au minimum|minimum de)\s+(?:{_LETTERS}|\d{{1,4}})\s+[a-z]\w*"
    rf"|{_LETTERS}\s+\w+\s+(?:au moins|a minima|au minimum)|{_LETTERS} fois par jour"
    r"|une seule \w+ par (?:jour|semaine|mois)"
    rf"|{_MORE}\s+(?:postes?|places?|actions?|apprenti\w*|salarie\w*|personnes|embauches?|recrutements?|stagiaires?|etp)"
    r"|(?:la moitie|les? (?:deux )?tiers|un tiers|un quart)\s+(?:au moins|au minimum|des?|du))\b"
)
# An index has no unit: « un potentiel de réchauffement inférieur à 150 », « ≥ 7 ».
_BOUNDED: Final = re.compile(r"\b(?:inferieur|superieur)e?s? (?:ou egale?s? )?a \d|[≤≥]\s?\d")
_BANNED: Final = re.compile(
    r"\b(?:interdite?s?|proscrite?s?|aucune? (?:produit|objet|emballage|rejet|depot|brulage|vaisselle|gobelet|sac"
    r"|bouteille|film|barquette|couvert|plastique)s?)\b"
    r"|\baucune? (?:apport|usage|emploi|utilisation|recours|herbicide|pesticide|desherbant|engrais|abattage|taille)\b"
    r"[^.;]{0,60}?\b(?:n'est|n'a lieu)\b"
    # « Aucun déchet vert n'est mis en décharge », and not « aucun déchet n'est laissé sur place ».
    r"|\baucun dechet\b[^.;]{0,40}\b(?:brule|enfoui|incinere|en decharge)\b"
)
# « Le titulaire contrôle le contenu des bennes »: his own work, and no control of it.
_CHECKS: Final = re.compile(
    r"\b(?:titulaire|prestataire|entrepreneur|entreprise|exploitant|attributaire)s?\s+(?:controle|verifie)(?:nt|ra|ront)?\b"
)
_DATES: Final = re.compile(
    r"\b(?:entre le|du|avant le|apres le|jusqu'au|au)\s+\d{1,2}(?:er)?\s+(?:janvier|fevrier|mars|avril|mai|juin|juillet"
    r"|aout|septembre|octobre|novembre|decembre)\b"
)


def visible(folded: str) -> bool:
    """Whether a folded text names a standard, a ban, or what is seen on the spot."""
    return STANDARD.search(folded) is not None or words.told(folded, "visibles") is not None


def figured(folded: str) -> bool:
    """Whether a folded text gives a number with its unit, or one in letters."""
    return any(rule.search(folded) for rule in (FIGURE, COUNTED, _LETTERED, _BOUNDED))


def checks(text: str) -> frozenset[str]:
    """The proofs that a text names: figure, deadline, deliverable, control."""
    folded = recalls.without_dates(words.fold(text))
    found = {"figure"} if figured(folded) else set()
    if words.told(folded, "echeances") or _DATES.search(folded):
        found.add("deadline")
    if words.told(folded, "livrables") and words.told(folded, "remises"):
        found.add("deliverable")
    if words.told(_CHECKS.sub(" ", folded), "controles"):
        found.add("control")
    return frozenset(found)


def itself(folded: str, found: tuple[Topic, ...]) -> bool:
    """A label, a ban, a declaration: what can be seen without a figure."""
    named = {topic.theme for topic in found if not topic.weak} & set(words.vocabulary()["obligations"]["en_soi"])
    return (
        bool(named)
        or (any(not topic.weak for topic in found) and visible(folded))
        or _BANNED.search(folded) is not None
    )
