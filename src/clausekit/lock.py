"""The lock: what a dossier's documents were built from, so that whatever is issued can be read back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from clausekit import schema, source
from clausekit.assemble import Assembly
from clausekit.finding import UnreadableFile
from clausekit.library import Entry
from clausekit.marche import Lot, Marche, Taken
from clausekit.sealed import DRAFT, FORMAT, SUFFIX, digest_of, text_digest

__all__ = ["FORMAT", "engine", "file_name", "hashes", "seal"]


def engine() -> str:
    """« clausekit 0.1.0 »."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"clausekit {version('clausekit')}"
    except PackageNotFoundError:
        return "clausekit"


def file_name(dossier: str) -> str:
    """Name of the lock of a dossier file."""
    name = PurePath(dossier.replace("\\", "/")).name
    return name.removesuffix(".yaml").removesuffix(".dossier") + SUFFIX


def _entry_digest(file: str, marche: Marche) -> str:
    read = marche.library.sources.get(file)
    return text_digest(read.text) if read else ""


def _values(taken: Taken) -> dict[str, Any]:
    return {name: taken.values[name] for name in sorted(taken.values)}


def _by_lot(shared: str, apart: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """One value when all lots have the same, else the value of each lot."""
    first = next(iter(values.values()))
    if all(value == first for value in values.values()):
        return {} if first is None or first == {} else {shared: first}
    return {apart: dict(values)}


def _scored(lot: Lot) -> Iterator[tuple[Entry, str | None]]:
    """The grid of a lot, at its level, and the criteria that it or the dossier names."""
    if lot.grid is not None:
        yield lot.grid, lot.terms.grid.level if lot.terms.grid else None
    yield from ((item.criterion, None) for item in lot.every if item.criterion is not None)


def _award(marche: Marche) -> dict[str, dict[str, Any]]:
    """Grids and criteria, which no paragraph carries."""
    found: dict[str, tuple[Entry, dict[str, str | None]]] = {}
    for lot in marche.lots:
        for entry, level in _scored(lot):
            found.setdefault(entry.id, (entry, {}))[1][lot.name] = level
    return {
        name: {
            "revision": entry.revision,
            "empreinte": _entry_digest(entry.file, marche),
            "lots": list(levels),
            **_by_lot("niveau", "niveaux_par_lot", levels),
        }
        for name, (entry, levels) in found.items()
    }


def _entry(name: str, marche: Marche, result: Assembly) -> dict[str, Any]:
    found = {lot.name: taken for lot in marche.lots if (taken := lot.taken.get(name) or lot.automatic.get(name))}
    entry = marche.library.find(name) or next((taken.clause for taken in found.values()), None)
    data: dict[str, Any] = {
        "revision": entry.revision if entry else 0,
        "empreinte": _entry_digest(entry.file, marche) if entry else "",
    }
    if found:
        data["lots"] = list(found)
        data |= _by_lot("niveau", "niveaux_par_lot", {lot: taken.level for lot, taken in found.items()})
        data |= _by_lot("valeurs", "valeurs_par_lot", {lot: _values(taken) for lot, taken in found.items()})
    data["paragraphes"] = {piece: list(hashes) for piece, hashes in result.paragraphs[name].items()}
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The bytes that documents were made from, and how they were written; the words are those of `sealed.Sealed`."""

    dossier: bytes
    template: tuple[str, bytes]
    authority: bytes | None = None
    stage: str = DRAFT
    contents: bool = False
    inserted: bool = False
    base: str | None = None


def _stamped(name: str, data: bytes) -> dict[str, Any]:
    return {"fichier": name, "empreinte": digest_of(data)}


def _sources(marche: Marche, inputs: Inputs) -> dict[str, Any]:
    """What the documents were made from."""
    library = marche.library
    base = inputs.base if inputs.base != library.fingerprint else None
    data: dict[str, Any] = {
        "stade": inputs.stage,
        "bibliotheque": {"edition": library.edition, "empreinte": library.fingerprint}
        | ({"base": base} if base else {}),
        "dossier": _stamped(PurePath(marche.dossier.file).name, inputs.dossier),
        "modele": _stamped(*inputs.template),
    }
    if inputs.authority is not None:
        data["acheteur"] = _stamped(PurePath(marche.authority.file).name, inputs.authority)
    return data | ({"sommaire": True} if inputs.contents else {}) | ({"insertion": True} if inputs.inserted else {})


def _piece(name: str, digest: str, *, old: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"piece": name.removesuffix(".docx"), "fichier": name, "empreinte": digest}
    return data | ({"anterieure": True} if old else {})


def seal(
    marche: Marche,
    result: Assembly,
    *,
    inputs: Inputs,
    files: Mapping[str, str],
    fresh: Collection[str] | None = None,
    earlier: bytes | None = None,
) -> bytes:
    """The lock of an assembly, as YAML bytes; `files` are the hashes of the documents by name.

    Those that are not `fresh` stay from an earlier run: its lock tells their entries, as long as it was made from the
    same files; a document made from others is said to be earlier.
    """
    sources = {"clausekit": engine(), **_sources(marche, inputs)}
    known = _known(earlier)
    alike = all(known.get(key) == value for key, value in sources.items())
    award = _award(marche)
    entries = {name: _entry(name, marche, result) for name in result.paragraphs}
    merged = {name: {**award.get(name, {}), **entries.get(name, {})} for name in (*award, *entries)}
    data: dict[str, Any] = {
        "format": FORMAT,
        **sources,
        "pieces": [
            _piece(name, files[name], old=fresh is not None and name not in fresh and not alike)
            for name in sorted(files)
        ],
        "entrees": dict(sorted(_joined(known["entrees"] if alike else {}, merged).items())),
    }
    return source.dump(data)


def _known(earlier: bytes | None) -> Mapping[str, Any]:
    """What an earlier lock says; nothing when it cannot be read."""
    try:
        if earlier:
            found = source.load(earlier, file="")
            return {} if schema.validate("verrou", found) else found.data
    except UnreadableFile:
        pass
    return {}


def _joined(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of two runs from the same files: each with the paragraphs of both."""
    joined = {**before, **now}
    for name in before.keys() & now.keys():
        printed = {**before[name].get("paragraphes", {}), **now[name].get("paragraphes", {})}
        joined[name] = {**now[name], **({"paragraphes": printed} if printed else {})}
    return joined


def hashes(data: bytes, *, file: str) -> Mapping[str, str]:
    """File name -> hash, from the bytes of a lock. Raises UnreadableFile."""
    found = source.load(data, file=file).data
    pieces = found.get("pieces")
    if not isinstance(pieces, list):
        return {}
    return {
        str(item["fichier"]): str(item["empreinte"])
        for item in pieces
        if isinstance(item, dict) and "fichier" in item and "empreinte" in item
    }
