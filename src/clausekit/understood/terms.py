"""Procedure, CCAG, duration, dates, value, variants: what the documents say, and what they leave open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from clausekit import typography as typo
from clausekit.recognise import Fact
from clausekit.understood.told import TO_CONFIRM, first, read_in

_FACTS = {"ccag": "ccag", "procedure": "procedure"}


def written(known: Sequence[Fact]) -> Iterator[str]:
    """The lines of these keys; what several documents say otherwise, or in part, is for a person to confirm."""
    for key, name in _FACTS.items():
        found = first(known, name)
        yield f"{key}: {found.value}{read_in(found.place)}" if found else f"# {key}:  # non lu"
    yield _duration(known)
    yield from _dates(known)
    value = first(known, "value")
    yield f"valeur_estimee: {value.value}{read_in(value.place)}" if value else "# valeur_estimee:  # non lu"
    variants = first(known, "variants")
    if variants:
        allowed = "true" if variants.value == "yes" else "false"
        yield f"variantes: {{autorisees: {allowed}}}{read_in(variants.place)}"


def _named(known: Iterable[Fact], name: str) -> dict[str, Fact]:
    """The facts of a name, each value once."""
    found: dict[str, Fact] = {}
    for fact in known:
        if fact.name == name:
            found.setdefault(fact.value, fact)
    return found


def _duration(known: Sequence[Fact]) -> str:
    found = _named(known, "duration_max") or _named(known, "duration")
    if not found:
        return f"# duree_mois:  # {'celle de chaque lot est plus bas' if lots(known) else 'non lu'}"
    months, *others = found.values()
    doubts = [f"ailleurs {', '.join(fact.value for fact in others)}"] if others else []
    if months.name == "duration" and first(known, "renewed"):
        doubts.append("les reconductions s'y ajoutent")
    told = f"{TO_CONFIRM} ({' ; '.join(doubts)})" if doubts else ""
    return f"duree_mois: {months.value}{read_in(months.place)}{told}"


def lots(known: Iterable[Fact]) -> Mapping[str, tuple[Fact, ...]]:
    """What is said of the duration of each lot, each number of months once."""
    found: dict[str, dict[str, Fact]] = {}
    for fact in known:
        if fact.name == "lot_duration":
            lot, _, months = fact.value.partition(" : ")
            found.setdefault(lot, {}).setdefault(months, fact)
    return {lot: tuple(facts.values()) for lot, facts in found.items()}


def _dates(known: Sequence[Fact]) -> Iterator[str]:
    """The two dates of a dossier, and those that it has no key for, which help to check them."""
    limit, planned = _named(known, "deadline"), _named(known, "notified_planned")
    launch, notified = _named(known, "launch"), _named(known, "notified")
    late = bool(limit) and any(day >= min(limit) for day in launch)
    told = [*_date("lancement", launch, doubt=late), *_date("notification", notified, doubt=False)]
    if any(not line.startswith("  #") for line in told):
        yield from ("dates:", *told)
    else:
        yield from ("# dates:  # non lues", *(line.strip() for line in told))
    for label, found in (("date limite de remise", limit), ("notification prévue", planned)):
        if found:
            yield f"# {label} : {_each(found)}{TO_CONFIRM}"


def _date(key: str, found: Mapping[str, Fact], *, doubt: bool) -> Iterator[str]:
    """A date told once is written; told in several ways, or after the offers are due, it is left to a person."""
    if len(found) == 1 and not doubt:
        [(day, fact)] = found.items()
        yield f"  {key}: {day}{read_in(fact.place)}"
    elif found:
        yield f"  # {key}:  # {_each(found)}{TO_CONFIRM}"


def _each(found: Mapping[str, Fact]) -> str:
    """« 15 décembre 2026 (RC.docx), 16 décembre 2026 (AE.docx) »."""
    told = (f"{typo.date(day)} ({PurePath(fact.place.file).name})" for day, fact in found.items())
    return ", ".join(told).replace(typo.NBSP, " ").replace("\n", " ")
