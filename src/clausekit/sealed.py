"""A lock that was read: what a dossier's documents were built from (`lock` writes it)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from clausekit import schema, source
from clausekit.finding import Finding, UnreadableFile
from clausekit.source import Source

FORMAT = 1
SUFFIX = ".verrou.yaml"
DRAFT = "brouillon"
_OWN = "PROPRE-"
_SOME = 5  # a lock is not mended by hand: a few of its faults say enough


def digest_of(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def text_digest(text: str) -> str:
    """The SHA-256 of an entry's text, line ends and the mark at its head folded (`encoding.decode`)."""
    return digest_of(text.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A file by its bare name and the SHA-256 of its bytes.

    For a document, `piece` is its name, and `earlier` says that it was made from other files than the lock tells.
    """

    file: str
    digest: str
    piece: str = ""
    earlier: bool = False

    def holds(self, data: bytes) -> bool:
        """Whether these are the bytes that were sealed."""
        return same(digest_of(data), self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An entry as it was issued. `levels` and `values` are by lot; `pieces` are those that print it."""

    id: str
    revision: int
    digest: str
    lots: tuple[str, ...]
    levels: Mapping[str, str | None]
    values: Mapping[str, Mapping[str, Any]]
    pieces: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether it is a clause of the dossier's own, which no library holds."""
        return self.id.startswith(_OWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A lock that was read. `library` is the fingerprint of the library, `base` that of the edition it is taken from.

    `stage` is None in a lock that does not say; `contents`: the tables of contents were made by LibreOffice;
    `inserted`: the piece was written into a document of the authority.
    """

    file: str
    engine: str
    edition: str
    library: str
    base: str | None
    dossier: Stamp
    template: Stamp | None
    authority: Stamp | None
    stage: str | None
    contents: bool
    inserted: bool
    pieces: tuple[Stamp, ...]
    entries: Mapping[str, Held]


def same(digest: str, sealed: str) -> bool:
    """Whether a SHA-256 is the one of a lock, which may be cut short."""
    return bool(sealed) and digest.startswith(sealed)


def read(data: bytes, *, file: str) -> Sealed:
    """A lock from its bytes. Raises UnreadableFile: damaged, of a later format, or not a lock."""
    found = source.load(data, file=file)
    number = found.data.get("format")
    if isinstance(number, int) and not isinstance(number, bool) and number > FORMAT:
        raise UnreadableFile([_too_new(found, number)])
    problems = schema.validate("verrou", found)
    if problems:
        raise UnreadableFile(problems[:_SOME])
    return _sealed(found)


def _too_new(found: Source, number: int) -> Finding:
    return Finding(
        rule="verrou-format",
        severity="bloquante",
        message=f"Ce verrou est écrit au format {number}, plus récent que ce programme.",
        read=f"format: {number}",
        expected=f"format: {FORMAT} au plus",
        places=(found.place(("format",)),),
        why="Le numéro de format dit quelles clés un programme doit connaître.",
        remedy="Mettre clausekit à jour.",
    )


def bare(path: str) -> str:
    """The last part of a path as any system writes it."""
    return PurePath(path.replace("\\", "/")).name


def _stamp(data: Mapping[str, Any] | None) -> Stamp | None:
    if not data:
        return None
    digest = str(data["empreinte"]).removeprefix("sha256:")
    return Stamp(
        file=bare(str(data["fichier"])),
        digest=digest,
        piece=str(data.get("piece", "")),
        earlier=bool(data.get("anterieure")),
    )


def _every(data: Mapping[str, Any], shared: str, apart: str, lots: tuple[str, ...], empty: Any) -> dict[str, Any]:
    """What `lock` wrote for all lots or for each, by lot again."""
    if apart in data:
        return {str(lot): value for lot, value in data[apart].items()}
    return dict.fromkeys(lots, data.get(shared, empty))


def _held(name: str, data: Mapping[str, Any]) -> Held:
    lots = tuple(str(lot) for lot in data.get("lots") or ())
    return Held(
        id=name,
        revision=data["revision"],
        digest=str(data["empreinte"]).removeprefix("sha256:"),
        lots=lots,
        levels=_every(data, "niveau", "niveaux_par_lot", lots, None),
        values=_every(data, "valeurs", "valeurs_par_lot", lots, {}),
        pieces=tuple(data.get("paragraphes") or ()),
    )


def _sealed(found: Source) -> Sealed:
    data = found.data
    library = data["bibliotheque"]
    dossier = _stamp(data["dossier"])
    assert dossier is not None  # noqa: S101 (the schema requires it)
    return Sealed(
        file=found.file,
        engine=data["clausekit"],
        edition=library["edition"],
        library=library["empreinte"].removeprefix("sha256:"),
        base=library["base"].removeprefix("sha256:") if library.get("base") else None,
        dossier=dossier,
        template=_stamp(data.get("modele")),
        authority=_stamp(data.get("acheteur")),
        stage=data.get("stade"),
        contents=bool(data.get("sommaire")),
        inserted=bool(data.get("insertion")),
        pieces=tuple(stamp for item in data["pieces"] if (stamp := _stamp(item))),
        entries={name: _held(name, item) for name, item in data["entrees"].items()},
    )
