"""Libraries and entries of the past: those of a lock, on the disk or in git."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from clausekit import encoding, library, past, sealed, tree
from clausekit.finding import UnreadableFile

if TYPE_CHECKING:
    from clausekit.past import State
    from clausekit.sealed import Held, Sealed

_ROOT = "bibliotheque.yaml"
_CLAUSES = "clauses/"
_ID = re.compile(r"[A-Z]{3}-[CGA]?[0-9]{2,3}(?=-)")
_FEW = 300  # states that are read whole when none has the entries of the lock under their usual names


@dataclass(slots=True)
class Search:
    """Where to look: the library of today, the repositories around it and around the dossier, read once."""

    files: Mapping[str, bytes]
    name: str
    root: Path | None
    _pasts: dict[Path, past.Past | None] = field(default_factory=dict)
    _entries: dict[str, Mapping[str, tuple[str, bytes]]] = field(default_factory=dict)
    _index: dict[str, list[tuple[str, str]]] | None = None
    _today: str = ""

    @property
    def today(self) -> str:
        """The fingerprint of the library of today."""
        if not self._today:
            self._today = library.fingerprint(self.files)
        return self._today

    def around(self, folder: Path) -> past.Past | None:
        """The repository around a folder, if any."""
        here = folder.resolve()
        if here not in self._pasts:
            found = past.around(here)
            known = [item for item in self._pasts.values() if item and found and item.folder == found.folder]
            self._pasts[here] = known[0] if known else found
        return self._pasts[here]

    @property
    def kept(self) -> past.Past | None:
        """The repository of the library."""
        return self.around(self.root) if self.root else None

    def entry(self, name: str, digest: str) -> tuple[str, bytes] | None:
        """Path and bytes of an entry whose text has this digest: today's, else one that git has kept."""
        if name not in self._entries:
            self._entries[name] = self._versions(name)
        return next((found for key, found in self._entries[name].items() if sealed.same(key, digest)), None)

    def _versions(self, name: str) -> Mapping[str, tuple[str, bytes]]:
        found: dict[str, tuple[str, bytes]] = {}
        for path, data in self._texts(name):
            try:
                text = encoding.decode(data, file=path)
            except UnreadableFile:  # what somebody committed by mistake
                continue
            found.setdefault(sealed.text_digest(text), (path, data))
        return found

    def _texts(self, name: str) -> Iterator[tuple[str, bytes]]:
        """The contents of an entry's file: today's, then those of git, the newest first."""
        yield from ((path, data) for path, data in self.files.items() if _entry_id(path) == name)
        listed = self._listed.get(name, ()) if self.kept else ()
        contents = self.kept.contents(key for _, key in listed) if self.kept else {}
        yield from ((path[path.rindex(_CLAUSES) :], contents[key]) for path, key in listed if key in contents)

    @property
    def _listed(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Path and id of every content of the entries' files, by entry."""
        if self._index is None and self.kept:
            self._index = {}
            for path, key in self.kept.named(f"{_CLAUSES}**/*.yaml"):
                self._index.setdefault(_entry_id(path), []).append((path, key))
        return self._index or {}

    def contents(self, folder: Path, *names: str) -> Iterator[bytes]:
        """Every content that files of these names have had, in the repositories around a folder and the library."""
        for home in dict.fromkeys(home for home in (self.around(folder), self.kept) if home):
            for name in names:
                keys = [key for _, key in home.named(name)]
                read = home.contents(keys)
                yield from (read[key] for key in keys if key in read)


def search(given: str | None, start: Path) -> Search:
    """Where to look from a dossier; `given` is `--library`. Raises UnreadableFile."""
    found = tree.library_tree(given, start)
    root = Path(given.partition("@")[0]) if given else tree.find(start)
    return Search(files=found.files, name=found.name, root=root if root and root.is_dir() else None)


# ------------------------------------------------------------------------------ the library of a lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The files of a library of the past, and where they were: « la révision 1a2b3c4 du 2026-11-22 »."""

    files: Mapping[str, bytes]
    said: str


def library_of(where: Search, lock: Sealed) -> Found | None:
    """The library that a lock was made from; None when nothing has kept it."""
    wanted = lock.base or lock.library
    found = _of_today(where, wanted) or _of_git(where, lock, wanted) or _shipped(wanted)
    if found is None or lock.base is None:
        return found
    mixed = mixture(where, found.files, (held for held in lock.entries.values() if not held.own), printed=lock.entries)
    if mixed.missing or not sealed.same(library.fingerprint(mixed.files), lock.library):
        return None
    return Found(files=mixed.files, said=f"{found.said}, et les entrées gardées à leur révision")


def _of_today(where: Search, wanted: str) -> Found | None:
    return Found(files=where.files, said=where.name) if sealed.same(where.today, wanted) else None


def _shipped(wanted: str) -> Found | None:
    found = tree.shipped()
    return Found(files=found.files, said=found.name) if same_library(found.files, wanted) else None


def same_library(files: Mapping[str, bytes], wanted: str) -> bool:
    """Whether files are the library of a fingerprint."""
    return sealed.same(library.fingerprint(files), wanted)


def _of_git(where: Search, lock: Sealed, wanted: str) -> Found | None:
    if where.kept is None:
        return None
    states = [state for state in where.kept.states(_CLAUSES.rstrip("/"), _ROOT) if _ROOT in state.files]
    for state in _likely(where.kept, states, lock) or states[:_FEW]:
        contents = where.kept.contents(state.files.values())
        files = {_CLAUSES + path: contents[key] for path, key in state.files.items() if key in contents}
        if len(files) == len(state.files) and same_library(files, wanted):
            return Found(files=files, said=f"bibliothèque à la révision {state.commit[:10]} du {state.date}")
    return None


def _entry_id(path: str) -> str:
    found = _ID.match(PurePosixPath(path).name)
    return found[0] if found else ""


def _likely(kept: past.Past, states: Sequence[State], lock: Sealed) -> list[State]:
    """The states that hold every entry of the lock: a library is hashed whole only among these.

    The base of a mixture holds most of them, not all: those that hold most come first.
    """
    held = {name: item.digest for name, item in lock.entries.items() if item.digest and not item.own}
    ids = {(name, key) for state in states for path, key in state.files.items() if (name := _entry_id(path)) in held}
    contents = kept.contents(key for _, key in ids)
    good = {key: name for name, key in ids if key in contents and _says(contents[key], held[name])}
    counts = [len(held.keys() & {good.get(key) for key in state.files.values()}) for state in states]
    if lock.base is None:
        return [state for state, count in zip(states, counts, strict=True) if count == len(held)]
    ranked = sorted(zip(states, counts, strict=True), key=lambda pair: -pair[1])
    return [state for state, _ in ranked]


def _says(data: bytes, digest: str) -> bool:
    try:
        return sealed.same(sealed.text_digest(encoding.decode(data, file="")), digest)
    except UnreadableFile:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """A library some of whose entries are those of a lock; `missing` are those whose text nothing has kept."""

    files: Mapping[str, bytes]
    missing: tuple[Held, ...]


def mixture(
    where: Search, files: Mapping[str, bytes], kept: Iterable[Held], *, printed: Container[str] | None = None
) -> Mixture:
    """The library of `files` with the entries `kept` as they were issued.

    With `printed`, the clauses that the engine adds by itself are left out, but for these: none comes unasked.
    """
    mixed, missing = dict(files), []
    places = {name: path for path in files if (name := _entry_id(path))}
    for held in kept:
        here = places.get(held.id)
        if here is not None and _says(files[here], held.digest):
            continue
        found = where.entry(held.id, held.digest)
        if found is None:
            missing.append(held)
            continue
        mixed[here or found[0]] = found[1]
    for path in _automatic(mixed, printed) if printed is not None else ():
        del mixed[path]
    return Mixture(files=mixed, missing=tuple(missing))


def _automatic(files: Mapping[str, bytes], printed: Container[str]) -> list[str]:
    """The files of the clauses that the engine adds by itself and that are not printed."""
    likely = [path for path, data in files.items() if b"d_office" in data and _entry_id(path) not in printed]
    return [path for path in likely if getattr(library.entry_of(path, files[path]), "automatic", False)]


def lost(where: Search, lock: Sealed) -> tuple[Held, ...]:
    """The entries of a lock whose text nothing has kept: what says best why a library is not found."""
    return tuple(held for held in lock.entries.values() if not held.own and where.entry(held.id, held.digest) is None)
