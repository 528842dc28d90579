"""The library: every entry of a tree of files, whatever the tree is (folder, git revision, wheel)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from clausekit import annex, clause, criterion, grid, policy, registry, schema, source, terms
from clausekit.annex import Annex
from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.finding import Finding, Place, UnreadableFile
from clausekit.grid import Grid
from clausekit.policy import Policy
from clausekit.registry import Registers
from clausekit.source import Source

ROOT = "clauses/bibliotheque.yaml"
FORMAT = 1
_SUFFIXES = {
    ".clause.yaml": "clause",
    ".critere.yaml": "critere",
    ".grille.yaml": "grille",
    ".annexe.yaml": "annexe",
    ".exigences.yaml": "exigences",
}
# Words of a dossier's choice of an entry, and those that a text may print without declaring them.
_TAKEN_NAMES = frozenset({"niveau", "lots", "id"}) | terms.RESERVED_WORDS
_REGISTERS = ("familles", "mesures", "references", "themes", "seuils", "ccag", "trames")

Entry: TypeAlias = Clause | Criterion | Grid | Annex


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """`sources` keeps what each path was read from, so that findings find their lines.

    `fingerprint` is the SHA-256 of all files, in order of path: two libraries with the same
    fingerprint are the same texts. `ignored` are the paths whose name says nothing of what they hold.
    """

    edition: str
    title: str
    prefixes: Mapping[str, str]
    clauses: Mapping[str, Clause]
    criteria: Mapping[str, Criterion]
    grids: Mapping[str, Grid]
    annexes: Mapping[str, Annex]
    policies: Mapping[str, Policy]
    registers: Registers
    sources: Mapping[str, Source]
    fingerprint: str
    ignored: tuple[str, ...] = ()

    def find(self, name: str) -> Entry | None:
        """The entry of this id, of any kind."""
        return self.clauses.get(name) or self.criteria.get(name) or self.grids.get(name) or self.annexes.get(name)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all entries."""
        return (*self.clauses, *self.criteria, *self.grids, *self.annexes)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries."""
        kinds: tuple[Mapping[str, Entry], ...] = (self.clauses, self.criteria, self.grids, self.annexes)
        return tuple(entry for kind in kinds for entry in kind.values())

    @property
    def in_force(self) -> tuple[Entry, ...]:
        """The entries that are not retired."""
        return tuple(entry for entry in self.entries if entry.state != "retiree")


def kind_of(path: str) -> str | None:
    """The schema that a path is read with; None for a file that is not ours."""
    if path == ROOT:
        return "bibliotheque"
    for suffix, kind in _SUFFIXES.items():
        if path.endswith(suffix):
            return kind
    name = path.removeprefix("clauses/registres/").removesuffix(".yaml")
    return name if path.startswith("clauses/registres/") and name in _REGISTERS else None


_MAKERS: Mapping[str, Callable[..., Entry]] = {
    "clause": clause.read,
    "critere": criterion.read,
    "grille": grid.read,
    "annexe": annex.read,
}


def entry(read: Source) -> Entry | None:
    """The entry that a file holds, alone; None for a file that holds no entry, or not as its schema asks."""
    kind = kind_of(read.file)
    if kind is None or kind not in _MAKERS or schema.validate(kind, read):
        return None
    return _MAKERS[kind](read.data, file=read.file)


@dataclass(slots=True, kw_only=True)
class _Reading:
    sources: dict[str, Source]
    kinds: dict[str, list[str]]
    findings: list[Finding]


def _read_all(files: Mapping[str, bytes]) -> _Reading:
    reading = _Reading(sources={}, kinds={}, findings=[])
    for path in sorted(files):
        kind = kind_of(path)
        if kind is None:
            continue
        try:
            read = source.load(files[path], file=path)
        except UnreadableFile as problem:
            reading.findings.extend(problem.findings)
            continue
        verdict = (*schema.validate(kind, read), *_reserved(read))
        reading.findings.extend(verdict)
        if not verdict:
            reading.sources[path] = read
            reading.kinds.setdefault(kind, []).append(path)
    return reading


def _reserved(read: Source) -> Iterator[Finding]:
    """A parameter whose name already means something, in a dossier or in a text."""
    parameters = read.data.get("parametres")
    for name in parameters if isinstance(parameters, dict) else ():
        if name in _TAKEN_NAMES:
            line, column = read.key_position(("parametres", name))
            yield Finding(
                rule="parametre-reserve",
                severity="bloquante",
                message=f"Un paramètre ne peut pas s'appeler « {name} » : ce mot a déjà un sens.",
                read=f"« {name} »",
                expected=f"un autre nom que {', '.join(sorted(_TAKEN_NAMES))}",
                places=(Place(file=read.file, route=("parametres", name), line=line, column=column),),
                why="Dans un dossier ou dans un texte, ce mot désigne autre chose que la valeur du paramètre.",
                remedy="Le renommer ici, dans les niveaux et dans les textes.",
                excerpt=read.excerpt(line, column),
            )


def _double(kind: str, name: str, first: str, second: str) -> Finding:
    return Finding(
        rule="id-double",
        severity="bloquante",
        message=f"L'identifiant {name} est porté par deux fichiers.",
        read=name,
        expected="un identifiant qui ne sert qu'une fois",
        places=(Place(file=second, route=("id",)), Place(file=first, route=("id",))),
        why="Un identifiant désigne une entrée pour toujours : les documents émis le portent.",
        remedy="Donner au second fichier le premier numéro libre de sa série.",
    )


def _entries(reading: _Reading, kind: str, make: Callable[..., Any]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for path in reading.kinds.get(kind, ()):
        entry = make(reading.sources[path].data, file=path)
        if entry.id in entries:
            reading.findings.append(_double(kind, entry.id, entries[entry.id].file, path))
            continue
        entries[entry.id] = entry
    return entries


def entry_of(path: str, data: bytes) -> Entry | None:
    """One entry by itself, from its path in a library; None for what is no entry, or cannot be read as one."""
    try:
        return entry(source.load(data, file=path)) if kind_of(path) in _MAKERS else None
    except UnreadableFile:
        return None


def _register(reading: _Reading, name: str, make: Callable[..., Any]) -> Any:
    paths = reading.kinds.get(name)
    return make(reading.sources[paths[0]].data) if paths else {}


def _registers(reading: _Reading) -> Registers:
    return Registers(
        families=_register(reading, "familles", registry.families),
        measures=_register(reading, "mesures", registry.measures),
        references=_register(reading, "references", registry.references),
        themes=_register(reading, "themes", registry.themes),
        thresholds=_register(reading, "seuils", registry.thresholds),
        ccags=_register(reading, "ccag", registry.ccags),
        rubrics=_register(reading, "trames", registry.rubrics),
    )


def fingerprint(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of the files of a library, paths and texts; those that are not ours count for nothing."""
    digest = hashlib.sha256()
    for path in sorted(files):
        if kind_of(path):
            # Line ends and a BOM are the editor's, not the text's (house.md, Data files).
            text = files[path].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
            digest.update(path.encode() + b"\0" + text + b"\0")
    return digest.hexdigest()


def _root(reading: _Reading) -> Mapping[str, Any]:
    paths = reading.kinds.get("bibliotheque")
    if paths:
        data: Mapping[str, Any] = reading.sources[paths[0]].data
        if data["format"] > FORMAT:
            reading.findings.append(_too_new(int(data["format"])))
        return data
    if not any(place.file == ROOT for finding in reading.findings for place in finding.places):
        reading.findings.append(_no_root())
    return {"edition": "", "titre": ""}


def _too_new(number: int) -> Finding:
    return Finding(
        rule="bibliotheque-format",
        severity="bloquante",
        message=f"Cette bibliothèque est écrite au format {number}, plus récent que ce programme.",
        read=f"format: {number}",
        expected=f"format: {FORMAT} au plus",
        places=(Place(file=ROOT, route=("format",)),),
        why="Le numéro de format dit quelles clés un programme doit connaître.",
        remedy="Mettre clausekit à jour.",
    )


def _no_root() -> Finding:
    return Finding(
        rule="bibliotheque-absente",
        severity="bloquante",
        message="Ce dossier n'est pas une bibliothèque : clauses/bibliotheque.yaml manque.",
        read="aucun fichier clauses/bibliotheque.yaml",
        expected="un dossier créé par « clausekit init »",
        places=(Place(file=ROOT),),
        why="Ce fichier porte l'édition de la bibliothèque.",
        remedy="Lancer « clausekit init DOSSIER », ou indiquer --library.",
    )


def load(files: Mapping[str, bytes]) -> tuple[Library, tuple[Finding, ...]]:
    """The library held by `files` (path with `/` -> bytes) and all the problems met.

    A file with a problem is left out of the library and told in the findings; nothing is raised.
    """
    reading = _read_all(files)
    root = _root(reading)
    library = Library(
        edition=root.get("edition", ""),
        title=root.get("titre", ""),
        prefixes=dict(root.get("prefixes") or {}),
        clauses=_entries(reading, "clause", _MAKERS["clause"]),
        criteria=_entries(reading, "critere", _MAKERS["critere"]),
        grids=_entries(reading, "grille", _MAKERS["grille"]),
        annexes=_entries(reading, "annexe", _MAKERS["annexe"]),
        policies=_entries(reading, "exigences", policy.read),
        registers=_registers(reading),
        sources=reading.sources,
        fingerprint=fingerprint(files),
        ignored=tuple(path for path in sorted(files) if kind_of(path) is None),
    )
    return library, tuple(reading.findings)
