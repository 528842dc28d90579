"""Prose of contracts that come from no library, the way authorities write them: the ground around the clauses.

Half of it speaks of what the library speaks of (waste, insertion, vehicles, energy, penalties), in other
words: only such ground tells whether a clause is recognised by what it says or by its subject.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

_SLOT = re.compile(r"<(\w+)>")
_CHOICES = {
    "buyer": "le pouvoir adjudicateur|la commune|le syndicat|l'établissement|le conseil départemental|la régie",
    "holder": "l'attributaire|l'entrepreneur|le prestataire|le titulaire|l'entreprise|le groupement|le fournisseur",
    "place": "le groupe scolaire|la médiathèque|le centre technique|la piscine|l'hôtel de ville|le gymnase|la crèche",
    "thing": "les cloisons|les chaudières|les repas|les copieurs|les abris|les bennes|les logiciels|les luminaires",
    "time": "dix jours|quinze jours|un mois|deux mois|48 heures|une semaine|trois jours ouvrés|la demi-journée",
    "sum": "150 euros|300 euros|1 000 euros|0,5 % du montant hors taxes|un millième du montant du bon|75 euros",
    "paper": "le bordereau des prix|le planning|le mémoire|le décompte|le procès-verbal|la fiche produit|le devis",
    "law": "L. 2193-4|R. 2191-3|R. 2162-13|L. 2191-8|R. 2194-2|L. 1414-2|R. 2112-5",
    "doc": "CCAG-Travaux|CCAG-FCS|CCAG-TIC|CCAP|CCTP|DPGF|bordereau",
}
_SENTENCES = (Path(__file__).parent / "data" / "prose-de-contrats.txt").read_text(encoding="utf-8").splitlines()


def prose(count: int, chance: random.Random) -> list[list[str]]:
    """Paragraphs of one to three sentences, each a part of its own."""
    return [
        [" ".join(_filled(sentence, chance) for sentence in chance.sample(_SENTENCES, chance.choice((1, 1, 2, 3))))]
        for _ in range(count)
    ]


def _filled(sentence: str, chance: random.Random) -> str:
    said = _SLOT.sub(lambda slot: chance.choice(_CHOICES[slot[1]].split("|")), sentence)
    return said[:1].upper() + said[1:]
