"""A year of synthetic dossiers whose report is known by construction, made from the examples.

Each dossier is an example (its facts, its lots, its amounts) of one of five kinds:

- whole: the example as it is, which carries environmental and social conditions with their control, in every lot;
- hollow: no clause but one of the dossier's own, environmental, that nobody controls: declared, not effective;
- promise: no clause, and a criterion that says "Environnement" and nothing else: declared, not effective;
- bare: no clause, no criterion but price and technical value: neither declared nor effective;
- missing: a clause that the library does not hold, and nothing else: nobody can say.

Some are notified the year before, some not at all, some are concessions: none of these counts.
Nothing here is random, and nothing is asked of clausekit but to read and write YAML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clausekit import source

ROOT = Path(__file__).resolve().parents[1]
MODELS = sorted((ROOT / "examples").glob("*/*.dossier.yaml"))
AUTHORITY = "metropole.acheteur.yaml"
YEAR = 2026

ENVIRONMENT, SOCIAL, SOLIDARITY = "environnementale", "sociale", "solidaire"
DECLARED, EFFECTIVE = "declared", "effective"
_CLASSES = YES, NO, UNKNOWN = "yes", "no", "unknown"

WHOLE, HOLLOW, PROMISE, BARE, MISSING = "whole", "hollow", "promise", "bare", "missing"
# Nine dossiers in a row, four of them wanting: with five examples, every example meets every kind.
_KINDS = (WHOLE, WHOLE, HOLLOW, WHOLE, BARE, WHOLE, MISSING, WHOLE, PROMISE)
_STANDINGS = {
    WHOLE: {ENVIRONMENT: (YES, YES), SOCIAL: (YES, YES)},
    HOLLOW: {ENVIRONMENT: (YES, NO), SOCIAL: (NO, NO)},
    PROMISE: {ENVIRONMENT: (YES, NO), SOCIAL: (NO, NO)},
    BARE: {ENVIRONMENT: (NO, NO), SOCIAL: (NO, NO)},
    MISSING: {ENVIRONMENT: (UNKNOWN, UNKNOWN), SOCIAL: (UNKNOWN, UNKNOWN)},
}
_COUNTED, _BEFORE, _UNDATED, _CONCESSION = "counted", "before", "undated", "concession"
# What the dossier says of who won: nothing, yes, no.
_AWARDED = ((UNKNOWN, None), (YES, True), (NO, False))

_EMPTIED = ("clauses", "grille", "criteres", "annexes", "derogations", "reservation", "niveau")
_PRICE = {"critere": "prix", "poids": 60}
_TECHNICAL = {"critere": "valeur-technique", "poids": 40}
_ENVIRONMENT = {"titre": "Environnement", "nature": "environnementale", "poids": 40}
_OWN = {
    "id": "PROPRE-01",
    "titre": "Tri sans contrôle",
    "type": "condition_execution",
    "consideration": "environnementale",
    "themes": ["dechets"],
    "piece_porteuse": "CCTP",
    "textes": {"CCTP": "Le titulaire trie ses déchets."},
}

Key = tuple[str, str, str, str | None]  # subject, reading, basis (number, value), family (None: all of them)


@dataclass(slots=True)
class Answer:
    """What the report must say: by key, contracts or euros by class; and what it sets aside.

    `aside` counts contracts of another year, and dossiers of the rest.
    """

    counts: dict[Key, Counter[str]] = field(default_factory=dict)
    contracts: int = 0
    aside: Counter[str] = field(default_factory=Counter)

    def add(self, family: str, euros: float | None, standings: Mapping[str, tuple[str, str]]) -> None:
        """Count one contract."""
        self.contracts += 1
        for subject, both in standings.items():
            for reading, standing in zip((DECLARED, EFFECTIVE), both, strict=True):
                for group in (None, family):
                    self.counts.setdefault((subject, reading, "number", group), Counter())[standing] += 1
                    if euros is not None:
                        self.counts.setdefault((subject, reading, "value", group), Counter())[standing] += int(euros)


def _fate(rank: int) -> str:
    """Whether the dossier counts, and if not why."""
    if rank % 19 == 11:
        return _BEFORE
    if rank % 29 == 13:
        return _UNDATED
    return _CONCESSION if rank % 37 == 17 else _COUNTED


def _kept(data: Mapping[str, Any]) -> dict[str, Any]:
    """An example, or one of its lots, without anything that makes a consideration."""
    return {key: value for key, value in data.items() if key not in _EMPTIED}


def _stripped(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    made = _kept(data) | {"criteres": [_PRICE, _ENVIRONMENT if kind == PROMISE else _TECHNICAL]}
    if kind == HOLLOW:
        made["clauses_propres"] = [_OWN]
    if kind == MISSING:
        made["clauses"] = {"ZZZ-999": None}
    if "lots" in data:
        made["lots"] = {name: _kept(lot) for name, lot in data["lots"].items()}
    return made


def _notified(rank: int, fate: str) -> str | None:
    year = YEAR - 1 if fate == _BEFORE else YEAR
    return None if fate == _UNDATED else f"{year}-{rank % 12 + 1:02d}-{rank % 28 + 1:02d}"


def _with_facts(data: Mapping[str, Any], rank: int) -> dict[str, Any]:
    fate, awarded = _fate(rank), _AWARDED[rank % 3][1]
    facts = dict(data["faits"]) | ({} if awarded is None else {"attributaire_solidaire": awarded})
    return {
        **data,
        "objet": f"Marché {rank} – {data['objet']}",
        "contrat": "concession" if fate == _CONCESSION else "marche",
        "dates": {**data["dates"], "notification": _notified(rank, fate)},
        "faits": facts,
    }


def _solidarity(rank: int, kind: str, lot: Mapping[str, Any]) -> tuple[str, str]:
    """A lot that the example reserves counts whoever wins it; of the others, the dossier says who won."""
    if kind == WHOLE and lot.get("reservation"):
        return YES, YES
    return (_AWARDED[rank % 3][0],) * 2


def _count(rank: int, kind: str, data: Mapping[str, Any], answer: Answer) -> None:
    fate, lots = _fate(rank), list(data.get("lots", {None: {}}).values())
    if fate != _COUNTED:
        answer.aside[fate] += len(lots) if fate == _BEFORE else 1
        return
    for lot in lots:
        euros = (lot.get("montant") or {}).get("max") if "lots" in data else data["valeur_estimee"]
        standings = {**_STANDINGS[kind], SOLIDARITY: _solidarity(rank, kind, lot)}
        answer.add(data["famille"], euros, standings)


def _texts(count: int) -> Iterator[tuple[int, str, Mapping[str, Any], bytes]]:
    """Rank, kind, data of the example, and the dossier as it is written."""
    models = [(path.read_text(encoding="utf-8"), _data(path)) for path in MODELS]
    for rank in range(count):
        kind, (text, data) = _KINDS[rank % len(_KINDS)], models[rank % len(models)]
        if kind == WHOLE:
            yield rank, kind, data, _commented(text, data, rank).encode()
        else:
            yield rank, kind, data, source.dump(_with_facts(_stripped(kind, data), rank))


def _data(path: Path) -> Mapping[str, Any]:
    data: Mapping[str, Any] = source.load(path.read_bytes(), file=path.name).data
    return data


def _commented(text: str, data: Mapping[str, Any], rank: int) -> str:
    """A whole dossier keeps the comments of its example, as people write them."""
    said, changed = _AWARDED[rank % 3][1], _with_facts(data, rank)
    awarded = "" if said is None else f"  attributaire_solidaire: {str(said).lower()}\n"
    for old, new in (
        (f"objet: {data['objet']}\n", f"objet: {changed['objet']}\n"),
        ("contrat: marche\n", f"contrat: {changed['contrat']}\n"),
        ("notification: null", f"notification: {changed['dates']['notification'] or 'null'}"),
        ("\nfaits:\n", f"\nfaits:\n{awarded}"),
    ):
        assert text.count(old) == 1, (data["objet"], old)
        text = text.replace(old, new)
    return text


def write(folder: Path, count: int) -> tuple[list[Path], Answer]:
    """A year of `count` dossiers, by month, with their authority beside; and what its report must say."""
    answer, paths = Answer(), []
    folder.mkdir(parents=True, exist_ok=True)
    (folder / AUTHORITY).write_bytes((ROOT / "examples" / AUTHORITY).read_bytes())
    for rank, kind, data, written in _texts(count):
        path = folder / f"{YEAR}-{rank % 12 + 1:02d}" / f"marche-{rank:04d}.dossier.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(written)
        paths.append(path)
        _count(rank, kind, data, answer)
    return paths, answer


def differences(report: Mapping[str, Any], answer: Answer) -> list[str]:
    """Where the JSON of a report departs from the answer; nothing when it is right to the contract."""
    lines = {
        (result["subject"], reading, basis, line["family"]): line[reading][basis]
        for result in report["results"]
        for line in result["lines"]
        for reading in (DECLARED, EFFECTIVE)
        for basis in ("number", "value")
    }
    found = [f"{key} is not reported" for key in answer.counts if key not in lines]
    for key, read in lines.items():
        wanted = answer.counts.get(key, Counter())
        names = (name for name in (*_CLASSES, "contradictory") if read[name] != wanted[name])
        found += [f"{key} {name}: {read[name]} instead of {wanted[name]}" for name in names]
    aside = {
        _UNDATED: len(report["undated"]),
        _CONCESSION: len(report["out_of_scope"]),
        _BEFORE: sum(report["other_years"].values()),
    }
    return found + [f"aside, {name}: {read}" for name, read in aside.items() if read != answer.aside[name]]
