"""The lock: what a dossier's documents were built from, so that whatever is issued can be read back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from clausekit import source
from clausekit.assemble import Assembly
from clausekit.marche import Marche, Taken

FORMAT = 1


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
    return name.removesuffix(".yaml").removesuffix(".dossier") + ".verrou.yaml"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _entry_digest(file: str, marche: Marche) -> str:
    read = marche.library.sources.get(file)
    return _digest(read.text.encode()) if read else ""


def _values(taken: Taken) -> dict[str, Any]:
    return {name: taken.values[name] for name in sorted(taken.values)}


def _by_lot(shared: str, apart: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """One value when all lots have the same, else the value of each lot."""
    first = next(iter(values.values()))
    if all(value == first for value in values.values()):
        return {} if first is None or first == {} else {shared: first}
    return {apart: dict(values)}


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


def seal(
    marche: Marche, result: Assembly, *, dossier: bytes, template: tuple[str, bytes], files: Mapping[str, str]
) -> bytes:
    """The lock of an assembly, as YAML bytes; `files` are the hashes of the documents by name."""
    library = marche.library
    data = {
        "format": FORMAT,
        "clausekit": engine(),
        "bibliotheque": {"edition": library.edition, "empreinte": library.fingerprint},
        "dossier": {"fichier": PurePath(marche.dossier.file).name, "empreinte": _digest(dossier)},
        "modele": {"fichier": template[0], "empreinte": _digest(template[1])},
        "pieces": [
            {"piece": name.removesuffix(".docx"), "fichier": name, "empreinte": files[name]} for name in sorted(files)
        ],
        "entrees": {name: _entry(name, marche, result) for name in sorted(result.paragraphs)},
    }
    return source.dump(data)


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
