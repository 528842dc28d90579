"""`review`: which library is signed, what is refused, what an entry was when it was last read, and the writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from clausekit.cli.loading import Loaded

if TYPE_CHECKING:
    from clausekit.finding import Finding, UnreadableFile
    from clausekit.library import Entry
    from clausekit.report.reviewed import Reviewed

# What a new reading mends.
_MENDED = frozenset({"lecture-perimee", "lecture-absente"})


def root(given: str | None) -> Path:
    """The folder of the library, which is on the disk. Raises UnreadableFile."""
    from clausekit import disk, tree

    near = None if given else tree.find(Path.cwd())
    found = Path(given) if given else near
    if found is None or not found.is_dir():
        raise disk.problem(
            "dossier-absent",
            "Il n'y a pas ici de bibliothèque à signer.",
            given or ".",
            read=given or "aucun fichier clauses/bibliotheque.yaml ici ni au-dessus",
            expected="le dossier d'une bibliothèque, tel qu'il est sur le disque",
            remedy="Se placer dans ce dossier, ou le donner avec --library ; « clausekit init » en crée un.",
        )
    inside = found.resolve()
    return inside.parent if inside.name == "clauses" else found


def faults(entries: Sequence[Entry], loaded: Loaded) -> tuple[Finding, ...]:
    """The errors that `lint` sees in these entries: what a reader should not have to find."""
    from clausekit.lint import LINTS, lint
    from clausekit.report import linted

    files = {entry.file for entry in entries}
    broken = {place.file for found in loaded.findings for place in found.places[:1]}
    found = lint(loaded.library, rules=[name for name in LINTS if name not in _MENDED], unread=broken)
    blocking = [item for item in found if linted.blocks(item) and item.places[0].file in files]
    return loaded.tell(blocking)


def told(entries: Sequence[Entry], loaded: Loaded, folder: Path) -> tuple[Reviewed, ...]:
    """What each entry has become since its last reading."""
    from clausekit.digest import digest
    from clausekit.report.reviewed import Reviewed

    found = []
    for entry in entries:
        current = entry.review is not None and entry.review.digest == digest(loaded.library.sources[entry.file].data)
        found.append(Reviewed(name=entry.id, title=entry.title, state=entry.state, last=entry.review, current=current))
    changed = [entry for entry, item in zip(entries, found, strict=True) if item.last and not item.current]
    read = _read_texts(changed, folder) if changed else {}
    return tuple(_compared(item, entry, read) for entry, item in zip(entries, found, strict=True))


def _compared(item: Reviewed, entry: Entry, read: dict[str, Entry]) -> Reviewed:
    from clausekit import difference

    old = read.get(entry.id)
    return replace(item, known=True, change=difference.of_entry(old, entry)) if old else item


def _read_texts(entries: Sequence[Entry], folder: Path) -> dict[str, Entry]:
    """The texts that were read, found by their digests in the commits of the current branch."""
    from clausekit import git, library
    from clausekit.finding import UnreadableFile
    from clausekit.lint import ids_of

    wanted = {entry.id: entry.review.digest for entry in entries if entry.review}
    try:
        past = git.past(folder, "HEAD", within="clauses") if git.top(folder) else ()
        kept = [
            (name, item.path, item.after)
            for item in past
            if item.after and library.kind_of(item.path)
            for name in ids_of([item.path]) & set(wanted)
        ]
        blobs = git.blobs(folder, (blob for _, _, blob in kept), revision="HEAD")
    except UnreadableFile:  # a repository without a commit, a clone without its past
        return {}
    found: dict[str, Entry] = {}
    for name, path, blob in kept:
        old = None if name in found else _of_digest(blobs[blob], path, wanted[name])
        if old:
            found[name] = old
    return found


def _of_digest(data: bytes, path: str, wanted: str) -> Entry | None:
    from clausekit import library, source
    from clausekit.digest import digest
    from clausekit.finding import UnreadableFile

    try:
        read = source.load(data, file=path)
    except UnreadableFile:
        return None
    return library.entry(read) if digest(read.data) == wanted else None


def sign(
    items: Sequence[Reviewed],
    entries: Sequence[Entry],
    loaded: Loaded,
    folder: Path,
    *,
    by: str,
    day: str,
    state: str,
) -> tuple[Reviewed, ...]:
    """Write the reading of each entry in its file, all or none. What stands by a reading of its text is left.

    Raises UnreadableFile.
    """
    from clausekit import review, terms, tree

    files: dict[Path, bytes] = {}
    done = []
    for item, entry in zip(items, entries, strict=True):
        read = loaded.library.sources[entry.file]
        # An authority's word is not taken back by a second reader of the same text.
        if entry.state == terms.RETIRED or any(review.stands(read, kept) for kept in {state, "validee"}):
            done.append(replace(item, held=entry.review is not None and entry.state != terms.RETIRED))
            continue
        path = folder / entry.file
        if day < entry.history[0].date:
            raise _too_early(path, entry, day)
        new = review.reading(read, by=by, date=day)
        data = review.signed(tree.read(path, expected="une entrée de la bibliothèque"), read, new, state=state)
        if data is None:
            raise _unfaithful(path)
        files[path.resolve()] = data
        done.append(replace(item, signed=(state, new)))
    tree.write_all(files)
    return tuple(done)


def _too_early(path: Path, entry: Entry, day: str) -> UnreadableFile:
    from clausekit import disk

    head = entry.history[0]
    return disk.problem(
        "lecture-antidatee",
        f"{entry.id} : la révision {head.number} est du {head.date}, une lecture d'avant n'est pas la sienne ; "
        "rien n'est signé.",
        str(path),
        read=f"--date {day}",
        expected=f"{head.date} ou plus tard",
        remedy="Donner la date à laquelle ce texte a été lu, ou ne pas donner --date.",
    )


def _unfaithful(path: Path) -> UnreadableFile:
    from clausekit import disk

    return disk.problem(
        "lecture-non-ecrite",
        "La lecture ne peut pas être écrite sans toucher au reste du fichier ; rien n'est signé.",
        str(path),
        read="un fichier qui change pendant la lecture, ou une écriture où rien ne s'insère",
        expected="« etat » et « lecture » chacun sur sa ligne, comme dans les entrées livrées",
        remedy="Fermer le fichier dans l'éditeur, mettre ces clés chacune sur sa ligne, puis recommencer.",
    )
