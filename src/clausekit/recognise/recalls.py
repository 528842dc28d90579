"""Sentences that tell what the law asks already: « conformément à la loi AGEC, le titulaire est tenu de… »."""

from __future__ import annotations

import re
from typing import Final

_NAMED: Final = (
    r"(?:lois?\b|codes?\b|decrets?\b|ordonnances?\b|arretes?\b|directives?\b|rgpd\b"
    r"|reglements? (?:general|europeen|\(?ue)|articles? [lrd]\.? ?\d)"
)
_SOURCE: Final = re.compile(
    r"\b(?:conformement|en (?:application|vertu|execution)|au titre|dans le respect|selon|suivant"
    r"|(?:prevue?|impose|exige)e?s? par|soumise?s? aux obligations"
    rf"|comme (?:le |l')?(?:prevoi|impos|exig|dispos)\w+)\b[^.;:,]{{0,60}}?\b{_NAMED}"
    r"(?P<cited>[^.;:,]{0,100}[.,]?[^.;:,]{0,40})"
)
# What lets the buyer ask, and asks nothing of the holder by itself.
_LETS: Final = re.compile(r"\b(?:commande publique|marches publics|211[1-3]-\d|ccag)\b")
# « Selon la loi EGalim, les menus doivent… »: the law told, whatever its figures.
_SAID: Final = re.compile(
    rf"\b(?:selon|comme (?:le |l')?(?:prevoi|impos|exig|dispos)\w+)\s(?:la |le |les |l')?\s?{_NAMED}"
)
# « Les entreprises d'au moins 50 salariés doivent… », « Les marchés doivent comporter… »: whoever they are.
_EVERYBODY: Final = re.compile(
    r"\bles (?:entreprises|employeurs) soumis(?:es)? (?:a|aux?)\b"
    r"|\b(?:entreprises?|employeurs?|structures?) (?:d'au moins|de plus de|de|(?:occup|emplo)\w+ (?:au moins|plus de))"
    r" \d+ salarie|\bles marches(?: publics)? (?:doivent|devront|sont tenus)\b"
    # The share of disabled workers, and not those whom article L. 5212-13 lists.
    r"|\bles acheteurs(?: publics)? (?:doivent|sont tenus)\b|\bl\. ?5212-[1-6](?!\d)"
)
# « Il est rappelé que l'usage de tel produit est interdit »: nothing new, unless it is measured.
_REMINDED: Final = re.compile(r"\best rappele?e?\b[^.;]{0,30}?\bqu[e']")
# « … à la loi AGEC, qui impose une réduction de 20 % »
_WHICH: Final = re.compile(
    rf"\b{_NAMED}[^.;:,]{{0,60}},?\s(?:qui|laquelle|lequel)\s(?:impos|prevoi|fix|oblig|interdi|exig|dispos|vis)\w*\b[^.;:,]*"
)
# « la loi du 10 février 2020 »: the date of a text is no date of the contract.
_DATED: Final = re.compile(rf"\b{_NAMED}[^.;:,]{{0,40}}?\bdu \d{{1,2}}(?:er)? [a-z]{{3,9}} \d{{4}}\b")


def without_dates(folded: str) -> str:
    """A folded text where the texts of law have lost their dates."""
    return _DATED.sub(lambda found: "#" * len(found[0]), folded)


def without_said(folded: str) -> str:
    """A folded text without what a relative clause says of a law."""
    return _WHICH.sub(lambda found: "#" * len(found[0]), folded)


def only_recalled(folded: str, measured: bool, by_holder: bool) -> bool:
    """Whether a duty is told after the law that makes it, without a measure of the contract's own (`measured`)."""
    if _EVERYBODY.search(folded) or (_SAID.search(folded) and not by_holder):
        return True
    if measured:
        return False
    if _REMINDED.search(folded):
        return True
    return any(not _LETS.search(found["cited"]) for found in _SOURCE.finditer(folded))
