"""What the report of a year says in words, the same for a terminal and for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausekit import device
from clausekit import typography as typo
from clausekit.device import NO, UNKNOWN, YES
from clausekit.dossier import SINGLE_LOT
from clausekit.portfolio import Contract, Portfolio, lacking
from clausekit.portfolio.count import MISSED, NUMBER, OPEN, REACHED, Count, Tally
from clausekit.portfolio.indicator import Indicator
from clausekit.portfolio.objective import SOLIDARITY, Objective
from clausekit.portfolio.published import Published

SITUATIONS = {REACHED: "atteint", MISSED: "non atteint", OPEN: "indéterminé"}
CLASSES = {"yes": "oui", "no": "non", "unknown": "non renseigné", "contradictory": "contradictoire"}
KINDS = {
    device.CLAUSE: "clause",
    device.SPECIFICATION: "spécification",
    device.CRITERION: "critère",
    device.RESERVATION: "réservation",
    device.VARIANT: "variante",
    device.PRICE_LINE: "ligne de prix",
}
ALL = "Ensemble"
_PROCEDURE = "procedure"
_ABOUT = {
    device.ENVIRONMENTAL: "une considération environnementale",
    device.SOCIAL: "une considération sociale",
    SOLIDARITY: "une entreprise solidaire",
}
LIMITS = (
    "Déclaré : une considération est présente, par une clause, une spécification, un critère, une variante, une ligne "
    "de prix ou une réservation.",
    "Effectif : l'une d'elles au moins a derrière elle ce qui la fait tenir. Pour un critère, la chaîne entière : "
    "éléments d'appréciation, question, justificatif, clause, contrôle, conséquence. Pour une clause, son contrôle "
    "et sa conséquence. Pour une réservation, sa mention complète.",
    "Ce bilan lit ce que les dossiers prévoient : il ne dit pas ce que les titulaires ont fait.",
    "Montants : le maximum du lot, ou la valeur estimée d'un marché sans lots, hors taxes ; ce n'est ni le montant "
    "notifié, ni la dépense.",
    "Entreprises solidaires : un lot réservé compte ; pour les autres, seul l'attributaire permet de le dire "
    "(faits: {attributaire_solidaire: true}, false, ou les numéros des lots).",
    "Chaque lot d'un dossier notifié compte pour un marché : un lot infructueux est à retirer du dossier.",
    "La qualité de la rédaction et le lien avec l'objet demandent une relecture juridique.",
)
PUBLISHED_LIMITS = (
    "Les données essentielles sont déclaratives, publiées jusqu'à deux mois après la notification. Sous 40 000 euros, "
    "elles peuvent ne rien dire des considérations.",
    "Elles n'ont pas de valeur pour une spécification technique, déclarée comme clause par usage.",
    "Un montant sous 1 euro, au-dessus de 10 milliards ou fait de neuf est tenu pour invraisemblable : "
    "règle de la maison.",
)


def plural(number: float, words: str) -> str:
    """« 1 marché », « 1 240 marchés »; the words are given in the plural."""
    return f"{typo.number(number)} {typo.agree(words, number)}"


_THOUSAND, _MILLION = 1_000, 1_000_000


def euros(value: float) -> str:
    """« 12,3 M€ », « 840 k€ », « 950 € »: short enough for a column."""
    if value < _THOUSAND:
        return f"{typo.number(round(value))}{typo.NBSP}€"
    if value < _MILLION:
        return f"{typo.number(round(value / _THOUSAND))}{typo.NBSP}k€"
    millions = value / _MILLION
    decimals = 2 if millions < 10 else 1 if millions < 1_000 else None
    return f"{typo.number(round(millions, decimals))}{typo.NBSP}M€"


def percent(part: float, whole: float) -> str:
    """« 84,2 % »; never « 100 % » when something is missing, nor « 0 % » when something is there."""
    if not whole:
        return "—"
    rate = round(100 * part / whole, 1)
    if part < whole:
        rate = min(rate, 99.9)
    if part > 0:
        rate = max(rate, 0.1)
    return typo.percentage(rate)


def amount(value: float, basis: str) -> str:
    """How many contracts, or how many euros."""
    return typo.number(value) if basis == NUMBER else euros(value)


def known_rate(count: Count) -> str:
    """The rate without what is not known, in words; empty when all is known."""
    if not count.doubtful:
        return ""
    known = count.yes + count.no
    return f"{percent(count.yes, known)} sans les inconnus" if known else ""


def rate(count: Count) -> str:
    """The rate on all; « inconnu » when nothing at all is known."""
    return "inconnu" if count.total and count.total == count.doubtful else percent(count.yes, count.total)


def rates(count: Count) -> str:
    """« 84 % (89,4 % sans les inconnus) »."""
    known = known_rate(count)
    return rate(count) + (f" ({known})" if known else "")


def share(count: Count, basis: str) -> str:
    """« 42 sur 50 : 84 % (89,4 % sans les inconnus) »."""
    if not count.total:
        return "aucun" if basis == NUMBER else "montants inconnus"
    return f"{amount(count.yes, basis)} sur {amount(count.total, basis)} : {rates(count)}"


def target(objective: Objective) -> str:
    """« 30 % des marchés notifiés »."""
    if objective.target is None:
        return "aucune cible en vigueur"
    what = "des marchés notifiés" if objective.basis == NUMBER else "des achats, en valeur"
    return f"{typo.percentage(objective.target)} {what}"


def title(objective: Objective) -> str:
    """« M11 – Considération sociale dans 30 % des marchés de l'année »."""
    return f"{objective.measure} – {objective.title}" if objective.measure else objective.title


def situation(tally: Tally, objective: Objective) -> str:
    """« non atteint »; between two rates when the unknown decides."""
    count = tally.count(objective.basis)
    if objective.target is None or not count.total:
        return "—"
    state = count.situation(objective.target)
    if state != OPEN:
        return SITUATIONS[state]
    low, high = percent(count.yes, count.total), percent(count.yes + count.doubtful, count.total)
    return f"indéterminé, de {low} à {high} selon les inconnus"


def about(subject: str) -> str:
    """« une considération sociale »."""
    return _ABOUT[subject]


def name(contract: Contract) -> str:
    """« chemin/collecte.dossier.yaml, lot 2 »."""
    return contract.file + ("" if contract.lot == SINGLE_LOT else f", lot{typo.NBSP}{contract.lot}")


def without(found: Iterable[Contract], subject: str) -> tuple[str, ...]:
    """Contracts that do not even declare it."""
    return tuple(f"{name(item)} : {item.object}" for item in found if item.standings[subject].declared == NO)


def hollow(found: Iterable[Contract], subject: str) -> tuple[str, ...]:
    """Contracts that declare it with nothing complete behind, and what lacks."""
    return tuple(
        f"{name(item)} : {lacking(item, subject)}"
        for item in found
        if item.standings[subject].declared == YES and item.standings[subject].effective == NO
    )


def doubtful(found: Iterable[Contract], subject: str) -> tuple[str, ...]:
    """Contracts for which an absence is not sure, and why."""
    return tuple(
        f"{name(item)} : {item.doubt}"
        for item in found
        if item.doubt and UNKNOWN in {item.standings[subject].declared, item.standings[subject].effective}
    )


def to_do(report: Portfolio, objective: Objective) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Lists of contracts to look at, with their titles; none for solidarity, which the award decides."""
    if objective.subject == SOLIDARITY:
        return
    concerned = [item for item in report.contracts if not objective.policy or objective.key in item.objectives]
    lists = [
        ("Déclarée, mais rien de complet ne la porte", hollow(concerned, objective.subject)),
        ("Réponse inconnue", doubtful(concerned, objective.subject)),
    ]
    if objective.target == 100:  # the others are not in default for lacking it
        lists.insert(
            0, (f"Sans {about(objective.subject).removeprefix('une ')}", without(concerned, objective.subject))
        )
    yield from ((head, lines) for head, lines in lists if lines)


def _years(other: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(f"{year} : {plural(count, 'marchés')}" for year, count in other)


def set_aside(report: Portfolio) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was read or met and is not counted, each with its reason."""
    aside = report.aside
    lists = (
        ("Fichiers illisibles", tuple(f"{path} : {reason}" for path, reason in aside.broken)),
        (
            "Dossiers sans date de notification (dates: {notification: …})",
            tuple(f"{path} ({plural(count, 'marchés')})" for path, count in report.undated),
        ),
        ("Dossiers hors du champ", tuple(f"{path} : {reason}" for path, reason in aside.out_of_scope)),
        (
            "Dossiers identiques à un autre, comptés une fois",
            tuple(f"{path} : identique à {first}" for path, first in aside.doubles),
        ),
        ("Autres années de notification", _years(report.other_years.items())),
    )
    yield from ((head, lines) for head, lines in lists if lines)


def shown_themes(report: Portfolio) -> tuple[tuple[Indicator, ...], tuple[Indicator, ...]]:
    """Themes met, then absent; those of procedure (pieces, control of the execution) say nothing of M11."""
    told = [item for item in report.themes if item.domain != _PROCEDURE]
    return tuple(item for item in told if item.number), tuple(item for item in told if not item.number)


def compared(report: Portfolio, subject: str) -> str:
    """The same share in the dossiers, for whoever reads the essential data; empty without dossiers."""
    for result in report.results:
        whole = result.lines[0]
        if result.objective.subject == subject and whole.declared.number.total and whole.effective:
            declared, effective = (
                rates(item.count(result.objective.basis)) for item in (whole.declared, whole.effective)
            )
            return f"Pour comparer, dans les dossiers lus : déclaré {declared}, effectif {effective}."
    return ""


def opening(report: Portfolio) -> tuple[str, ...]:
    """What was read, what is counted, in what unit."""
    known = [item.amount for item in report.contracts if item.amount is not None]
    left = len(report.contracts) - len(known)
    counted = f"{plural(len(report.contracts), 'marchés notifiés')} en {report.year}, pour {euros(sum(known))}"
    if left:
        counted += f" ; montant inconnu pour {plural(left, 'marchés')}, hors des parts en valeur"
    return (
        f"{plural(report.dossiers, 'dossiers lus')}. {counted}.",
        "Unité de compte : le marché notifié ; un lot notifié à part est un marché. Année : celle de la notification.",
        *report.notes,
    )


def published_opening(found: Published) -> tuple[str, ...]:
    """How many contracts the essential data hold for the year, and the defects that were met."""
    defects = (
        ("Lignes en double (même identifiant), comptées une fois", found.doubles),
        ("Doubles qui divergent sur les considérations ; la publication la plus récente vaut", found.differing),
        ("Versions antérieures (donneesActuelles), laissées de côté", found.superseded),
        ("Concessions, laissées de côté", found.concessions),
        ("Sans date de notification lisible, laissés de côté", found.undated),
        ("Sans identifiant, comptés un à un", found.unkeyed),
    )
    lines = [f"{', '.join(found.files)} : {plural(len(found.rows), 'marchés notifiés')} dans l'année."]
    lines += [f"{head} : {typo.number(count)}." for head, count in defects if count]
    if found.other_years:
        lines.append(f"Notifiés une autre année, laissés de côté : {', '.join(_years(found.other_years.items()))}.")
    if found.absurd:
        rows = ", ".join(f"{row.key or f'ligne {row.rank}'} ({row.absurd})" for row in found.absurd[:20])
        head = f"Montants invraisemblables, hors des parts en valeur : {typo.number(len(found.absurd))}"
        lines.append(f"{head} ({rows}).")
    return tuple(lines)
