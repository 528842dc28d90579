"""A row of essential data: its values, whatever their spelling, and what it says of a consideration."""

from __future__ import annotations

import contextlib
import datetime
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"
CONTRADICTORY: Final = "contradictory"
CLASSES: Final = (YES, NO, UNKNOWN, CONTRADICTORY)

# Spellings without case or accents; « Sans objet » is how decp-processing writes an exact « Pas de… ».
VALUES: Final[Mapping[str, frozenset[str]]] = {
    "sociale": frozenset({"clause sociale", "critere social", "marche reserve"}),
    "environnementale": frozenset({"clause environnementale", "critere environnemental"}),
}
_NONE: Final = {
    "sociale": frozenset({"pas de consideration sociale", "sans objet"}),
    "environnementale": frozenset({"pas de consideration environnementale", "sans objet"}),
}
RESERVED: Final = "marche reserve"
_FIELDS: Final = {
    "sociale": re.compile("considerations?sociales?"),
    "environnementale": re.compile("considerations?environnementales?"),
}
# House rule: beyond it, or below one euro, or nothing but nines, an amount is a blank filled in by force.
HIGHEST: Final = 10_000_000_000
_NINES: Final = re.compile(r"9{7,}(\.9+|\.0+)?")
_SEPARATORS: Final = re.compile(r"[,;|\[\]{}\"'\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One contract as published. `date` is ISO, None when absent or unusable.

    `amount` is None when absent, unusable or absurd; `absurd` then holds what was written.
    `said` gives, by consideration, the values read. `rank` is its place in the file, from 1.
    """

    key: str | None
    object: str
    cpv: str
    date: str | None
    amount: float | None
    absurd: str
    said: Mapping[str, tuple[str, ...]]
    published: str
    file: str
    rank: int

    def standing(self, consideration: str) -> str:
        """The class of what the row says of a consideration."""
        return classify(self.said[consideration], consideration)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A file of essential data. `superseded` rows are old versions, `concessions` are left aside."""

    file: str
    rows: tuple[Row, ...]
    concessions: int
    superseded: int


def fold(text: str) -> str:
    """Without case, accents or odd spaces; text decoded twice is put right."""
    if "Ã" in text:
        with contextlib.suppress(UnicodeError):
            text = text.encode("cp1252").decode("utf-8")
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(bare.casefold().split())


def classify(said: Iterable[str], consideration: str) -> str:
    """Yes, no, unknown or contradictory."""
    words = {fold(word) for word in said}
    some, none = words & VALUES[consideration], words & _NONE[consideration]
    if some and none:
        return CONTRADICTORY
    if some:
        return YES
    return NO if none else UNKNOWN


# ------------------------------------------------------------------------------------- values


def _texts(value: Any) -> Iterator[str]:
    """Every text of a value, however it is nested."""
    if isinstance(value, str):
        yield from filter(None, (part.strip() for part in _SEPARATORS.split(value)))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)


def _said(data: Mapping[str, Any], consideration: str) -> tuple[str, ...]:
    """The values of every key that spells the field: nested, flattened with `.`, `_` or `/`, numbered."""
    field = _FIELDS[consideration]
    found = [data[key] for key in data if field.match(re.sub(r"[^a-z]", "", fold(key)))]
    return tuple(dict.fromkeys(_texts(found)))


def first(data: Mapping[str, Any], *names: str) -> str:
    """The first of the keys that holds something, as text; a dotted name goes down."""
    for name in names:
        value: Any = data.get(name)
        if value is None and "." in name:
            head, _, tail = name.partition(".")
            inside = data.get(head)
            value = inside.get(tail) if isinstance(inside, Mapping) else None
        if value not in (None, ""):
            return str(value).strip()
    return ""


def _date(text: str) -> str | None:
    """An ISO date from « 2024-05-15 », « 2024-05-15T00:00:00 », « 15/05/2024 »."""
    french = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    iso = f"{french[3]}-{french[2]:0>2}-{french[1]:0>2}" if french else text[:10]
    try:
        return datetime.date.fromisoformat(iso).isoformat()
    except ValueError:
        return None


def _number(text: str) -> float | None:
    bare = re.sub(r"[\s\u00a0\u202f€]", "", text)
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    try:
        number = float(bare)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _amount(text: str) -> tuple[float | None, str]:
    """The amount, or what was written when it cannot be one."""
    number = _number(text)
    if number is None:
        return None, ""
    if number < 1 or number > HIGHEST or _NINES.fullmatch(f"{number:.2f}".rstrip("0").rstrip(".")):
        return None, text
    return number, ""


def _key(data: Mapping[str, Any]) -> str | None:
    uid = first(data, "uid")
    if uid:
        return uid
    buyer = first(data, "acheteur.id", "acheteur_id", "idAcheteur", "acheteur_siret")
    number = first(data, "id", "_id")
    return f"{buyer}{number}" if buyer and number else None


def row(data: Mapping[str, Any], file: str, rank: int) -> Row:
    """A contract from one record of a file, whatever the spellings of its keys and values."""
    amount, absurd = _amount(first(data, "montant"))
    return Row(
        key=_key(data),
        object=first(data, "objet"),
        cpv=re.sub(r"\D", "", first(data, "codeCPV", "cpv"))[:8],
        date=_date(first(data, "dateNotification")),
        amount=amount,
        absurd=absurd,
        said={kind: _said(data, kind) for kind in VALUES},
        published=_date(first(data, "datePublicationDonnees")) or "",
        file=file,
        rank=rank,
    )


def old(data: Mapping[str, Any]) -> bool:
    """Whether a record is a version that a later one replaces."""
    return fold(first(data, "donneesActuelles")) in {"non", "false", "0", "faux"}


def concession(data: Mapping[str, Any]) -> bool:
    """Whether a record is that of a concession."""
    nature = fold(first(data, "_type", "nature"))
    return nature.startswith(("concession", "delegation", "contrat-concession"))


def unique(rows: Iterable[Row]) -> tuple[tuple[Row, ...], int, int]:
    """Each contract once (the latest publication), how many rows were left out, and how many of them disagree."""
    kept: dict[object, Row] = {}
    doubles = differing = 0
    for row in rows:
        key: object = row.key or (row.file, row.rank)
        first = kept.get(key)
        if first is None:
            kept[key] = row
            continue
        doubles += 1
        differing += any(first.standing(kind) != row.standing(kind) for kind in VALUES)
        if row.published > first.published:
            kept[key] = row
    return tuple(kept.values()), doubles, differing
