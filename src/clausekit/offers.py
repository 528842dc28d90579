"""Offers from a spreadsheet saved as CSV, as French Excel writes it or not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from clausekit.finding import Finding, Place, UnreadableFile
from clausekit.weigh import Offer

_NAMES = frozenset({"offre", "candidat", "nom", "entreprise"})
_PRICES = frozenset({"prix", "montant", "prix ht", "montant ht"})
_MOST = 500


def _decoded(data: bytes) -> str:
    # Excel writes a BOM for « CSV UTF-8 » and cp1252 for plain « CSV ».
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(head: str) -> str:
    return max(";\t,", key=head.count)


def number(text: str) -> float:
    """A number as typed: « 1 234,50 », « 1234.5 », « 85 000 € ». Raises ValueError."""
    bare = re.sub(r"[\s\u00a0\u202f€]", "", text)
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    return float(bare)


def _problem(file: str, line: int, message: str, read: str, expected: str) -> UnreadableFile:
    return UnreadableFile(
        [
            Finding(
                rule="offres-illisibles",
                severity="bloquante",
                message=message,
                read=read,
                expected=expected,
                places=(Place(file=file, line=line, column=1),),
                why="Les offres se comparent sur un prix et une note par critère.",
                remedy="Corriger la ligne dans le tableur, puis l'enregistrer de nouveau en CSV.",
            )
        ]
    )


def _column(header: list[str], wanted: frozenset[str]) -> int | None:
    return next((index for index, name in enumerate(header) if name.strip().casefold() in wanted), None)


def read(data: bytes, *, file: str, labels: Iterable[str]) -> tuple[Offer, ...]:
    """The offers of a CSV: a column « offre », a column « prix », one column a criterion label.

    Raises UnreadableFile with the line, for a missing column, a price or a mark that is no number.
    """
    text = _decoded(data)
    rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text.partition("\n")[0])))
    if not rows:
        raise _problem(file, 1, "Le fichier des offres est vide.", "aucune ligne", "offre ; prix ; critères")
    header = rows[0]
    price = _column(header, _PRICES)
    if price is None:
        raise _problem(file, 1, "La colonne du prix manque.", " ; ".join(header), "une colonne « prix »")
    known = {label.casefold(): label for label in labels}
    marks = {
        index: known[name.strip().casefold()] for index, name in enumerate(header) if name.strip().casefold() in known
    }
    missing = [label for label in known.values() if label not in marks.values()]
    if missing:
        raise _problem(file, 1, "Il manque la colonne d'un critère.", " ; ".join(header), " ; ".join(missing))
    name = _column(header, _NAMES)
    filled = [(line, row) for line, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)][:_MOST]
    if not filled:
        raise _problem(file, 2, "Le fichier ne contient aucune offre.", "l'en-tête seul", "une ligne par offre")
    return tuple(_offer(file, line, row, name=name, price=price, marks=marks) for line, row in filled)


def _offer(file: str, line: int, row: list[str], *, name: int | None, price: int, marks: dict[int, str]) -> Offer:
    def value(index: int, what: str) -> float:
        cell = row[index] if index < len(row) else ""
        try:
            return number(cell)
        except ValueError:
            raise _problem(
                file, line, f"{what} : un nombre est attendu.", f"« {cell} »", "exemple : 85 000,50"
            ) from None

    cost = value(price, "Prix")
    if cost <= 0:
        raise _problem(file, line, "Un prix est supérieur à zéro.", row[price], "un montant en euros")
    return Offer(
        name=row[name].strip() if name is not None and name < len(row) else f"offre {line - 1}",
        price=cost,
        marks={label: value(index, label) for index, label in marks.items()},
    )
