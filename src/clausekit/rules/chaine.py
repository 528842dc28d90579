"""The chain behind each sustainability criterion: every link named, and the criterion that scores a duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausekit.chain import CLAUSE, CONSEQUENCE, CONTROL, ELEMENTS, PROOF, QUESTION, Chain, chains
from clausekit.finding import Finding, Place
from clausekit.marche import Lot, Marche, misfits
from clausekit.rules.case import named, quoted
from clausekit.rules.told import at, told

_FRAME = "cadre_reponse"
# What is published and what binds: two acts to do, by two people.
_PUBLISHED = (ELEMENTS, QUESTION, PROOF)
_BINDING = (CLAUSE, CONTROL, CONSEQUENCE)
_WORDS = {
    ELEMENTS: "les éléments d'appréciation",
    QUESTION: "la question du cadre de réponse",
    PROOF: "le justificatif",
    CLAUSE: "la clause",
    CONTROL: "le contrôle",
    CONSEQUENCE: "la conséquence",
}
_REMEDIES = {
    ELEMENTS: "écrire « elements_appreciation » : ce qui sera regardé, et que le cadre de réponse demandera",
    PROOF: "écrire « preuves » : la pièce que le candidat joint pour ce qui est noté",
    CLAUSE: "nommer sous « clauses », dans ce critère, la clause contrôlée et sanctionnée qui rend la promesse "
    "obligatoire, et la retenir au dossier",
    CONTROL: "donner un contrôle et sa vérification à l'une des clauses qui portent le critère, ou lui en ajouter une "
    "qui en a un",
    CONSEQUENCE: "donner une suite (pénalité, prime ou mesure) à l'une des clauses qui portent le critère, ou lui en "
    "ajouter une qui en a une",
}
_WHY_PUBLISHED = (
    "Rien ne dirait ce qui est apprécié : le choix serait discrétionnaire (TA Grenoble, 14 novembre 2025, n° 2510707 ; "
    "Conseil d'État, 15 février 2013, n° 363921)."
)
_WHY_PROOF = (
    "Une caractéristique technique déterminée ne se note que sur une preuve demandée (Conseil d'État, 9 novembre 2015, "
    "n° 392785) ; ce n'est pas un devoir général de vérifier (Conseil d'État, 22 juillet 2016, n° 396597)."
)
_WHY_BINDING = (
    "Une promesse notée que le contrat ne rend ni obligatoire, ni contrôlée, ni sanctionnée ne se tient pas (TA "
    "Grenoble, 14 novembre 2025, n° 2510707)."
)


def _there(chain: Chain) -> Place:
    return Place(file=chain.criterion.file, route=chain.criterion.route)


def _lacking(chain: Chain, links: Iterable[str], why: str) -> Iterator[Finding]:
    missing = [link for link in links if link in chain.missing]
    if missing:
        words = [_WORDS[link] for link in missing]
        remedy = " ; ".join(_REMEDIES[link] for link in _acts(missing))
        yield told(
            "chaine",
            f"« {chain.criterion.label} » : dans la chaîne de ce critère, il manque {' et '.join(_two(words))}.",
            _there(chain),
            severity="avertissement",
            read="critère sans " + ", sans ".join(missing),
            expected=", ".join(words),
            why=why,
            remedy=remedy[:1].upper() + remedy[1:] + ".",
        )


def _two(words: list[str]) -> list[str]:
    """All but the last, then the last: what « et » joins."""
    return [", ".join(words[:-1]), words[-1]] if len(words) > 1 else words


def _acts(missing: list[str]) -> list[str]:
    """The links to mend: a clause brings its control and its consequence, the elements make the question."""
    return [CLAUSE] if CLAUSE in missing else [link for link in missing if link != QUESTION]


def _framed(lot: Lot) -> bool:
    return any(annex.type == _FRAME for annex in lot.annexes)


def _published(chain: Chain, lot: Lot) -> Iterator[Finding]:
    why = _WHY_PUBLISHED if ELEMENTS in chain.missing else _WHY_PROOF
    return _lacking(chain, _PUBLISHED if _framed(lot) else (ELEMENTS, PROOF), why)


def _binding(chain: Chain) -> Iterator[Finding]:
    # The clauses that it names and that are not taken: requis-manquant tells them.
    if not chain.criterion.clauses or chain.clauses:
        yield from _lacking(chain, _BINDING, _WHY_BINDING)


def chaine(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """The links that a sustainability criterion lacks, each with its remedy."""
    found = tuple(chains(lot))
    for chain in found:
        yield from _published(chain, lot)
        yield from _binding(chain)
    if not _framed(lot):
        yield from _unasked(found, marche, lot)


def _unasked(found: tuple[Chain, ...], marche: Marche, lot: Lot) -> Iterator[Finding]:
    """No response frame: the questions of all the criteria are lost at once, so it is told once."""
    if not found:
        return
    frames = [
        annex.id
        for annex in marche.library.annexes.values()
        if annex.type == _FRAME and not misfits(annex.applicable, lot.terms, marche.dossier)
    ]
    # An unknown annex may be the frame: entree-inconnue tells it.
    if any(item.kind == "annex" for item in lot.unknown):
        return
    yield told(
        "chaine",
        f"Le dossier ne joint aucun cadre de réponse : rien n'est demandé aux candidats pour "
        f"{quoted(chain.criterion.label for chain in found)}.",
        at(marche, lot.terms.annexes_at),
        severity="avertissement",
        read=f"annexes : {', '.join(annex.id for annex in lot.annexes) or 'aucune'}",
        expected="une annexe de type « cadre_reponse », qui porte la question de chaque critère",
        why="Sans question commune, les réponses ne se comparent pas et le justificatif n'est demandé nulle part "
        "(Conseil d'État, 9 novembre 2015, n° 392785).",
        remedy=f"Ajouter {frames[0]} sous « annexes »."
        if frames
        else "Joindre sous « annexes » une annexe de type « cadre_reponse ».",
    )


def repeated(lot: Lot, places: frozenset[Place]) -> frozenset[Finding]:
    """The findings of `chaine` that the law's rule has told already, of criteria at these places."""
    told_of = (chain for chain in chains(lot) if _there(chain) in places)
    return frozenset(finding for chain in told_of for finding in _published(chain, lot))


def critere_deja_impose(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A criterion that scores what the contract imposes on everybody: nothing is left to exceed."""
    for chain in chains(lot):
        if chain.imposed:
            many = len(chain.fixed) > 1
            yield told(
                "critere-deja-impose",
                f"« {chain.criterion.label} » note ce que le contrat impose déjà : {named(chain.fixed)} ne "
                f"{'laissent' if many else 'laisse'} rien à dépasser.",
                _there(chain),
                severity="avertissement",
                read="ni plancher, ni plafond, ni valeur que l'offre fixe",
                expected="une clause dont l'offre peut dépasser la valeur, ou un critère qui juge autre chose",
                why="Un critère départage les offres sur ce qui va au-delà des clauses : noter ce que tous doivent "
                "donne à tous la même note.",
                remedy="Donner à la clause un plancher, un plafond ou une valeur que l'offre fixe ; sinon, ôter le "
                "critère et rendre ses points aux autres.",
            )
