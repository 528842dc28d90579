"""Documents made again from what a lock names: `assemble --locked`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clausekit import assemble, disk, library, lock, packaged, sealed, tree, word
from clausekit.cli import issue, loading, sommaire, sources
from clausekit.finding import UnreadableFile

if TYPE_CHECKING:
    from clausekit.cli.loading import Purchase
    from clausekit.cli.sources import Search
    from clausekit.finding import Finding
    from clausekit.past import Past
    from clausekit.sealed import Sealed, Stamp

SAME, OTHER, EARLIER, NOT_MADE = "same", "other", "earlier", "not_made"
_WHY = "Un document ne se refait à l'identique que de ce dont il a été fait."
_WHOLE = "Lancer « git fetch --unshallow », puis recommencer."
_STAGES = (sealed.DRAFT, issue.PUBLICATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All that a lock was made from. `told` are French sentences on where each was found."""

    lock: Sealed
    purchase: Purchase
    template: bytes
    template_name: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A document of the lock made again. `data` is None when it was not made; `parts` and `words` tell what differs."""

    file: str
    status: str
    data: bytes | None = None
    parts: tuple[str, ...] = ()
    words: str = ""


def sources_of(item: Sealed, dossier: Path, where: Search, *, template: str | None) -> Sources:
    """What a lock was made from. Raises UnreadableFile, with all that nothing has kept."""
    if item.inserted:
        raise _inserted(item)
    problems: list[Finding] = []
    told: list[str] = []
    data = _dossier(item, dossier, where, problems, told)
    parsed = loading.parsed(data, dossier, "dossier") if data is not None else None
    buyer = parsed.data.get("acheteur") if parsed else None
    at = loading.beside(str(dossier), buyer) if buyer else None
    authority = _authority(item, at, where, problems, told) if at else None
    wrote = template_of(item, at, authority, where, template, problems, told)
    files = sources.library_of(where, item)
    if files is None:
        problems.append(_no_library(item, where))
    if problems or parsed is None or files is None:
        raise UnreadableFile(problems)
    loaded, findings = library.load(files.files)
    if findings:
        raise UnreadableFile(findings)
    told.insert(0, f"Bibliothèque : {files.said} (édition {loaded.edition}).")
    purchase = loading.resolved(parsed, dossier, (authority, at), loaded)
    name = item.template.file if item.template else "neutre.docx"
    return Sources(lock=item, purchase=purchase, template=wrote, template_name=name, told=tuple(told))


# ----------------------------------------------------------------------------------- what is looked for


def _kept(stamp: Stamp, candidates: Iterable[bytes]) -> bytes | None:
    """The bytes that were sealed; a text file may have had other line ends on the disk than in git."""
    return next((data for data in candidates if any(stamp.holds(form) for form in _forms(data))), None)


def _forms(data: bytes) -> Iterator[bytes]:
    yield data
    if b"\0" not in data:
        plain = data.replace(b"\r\n", b"\n")
        yield from (plain, plain.replace(b"\n", b"\r\n"))


def _dossier(item: Sealed, path: Path, where: Search, problems: list[Finding], told: list[str]) -> bytes | None:
    today = tree.read(path)
    if _kept(item.dossier, [today]) is not None:
        return today
    other = path.name != item.dossier.file
    # A dossier that was renamed has its past under its old name; but one that still bears that name is another.
    foreign = other and any((above / item.dossier.file).is_file() for above in Path(item.file).resolve().parents)
    names = (path.name,) if foreign or not other else (path.name, item.dossier.file)
    found = _kept(item.dossier, where.contents(path.parent, *names))
    if found is not None:
        told.append("Dossier : tel que git l'a gardé ; il a changé depuis.")
    elif other:
        problems.append(_other(item, path))
    else:
        problems.append(_missing(item, "Le dossier", item.dossier, where.around(path.parent)))
    return found


def _authority(item: Sealed, path: Path, where: Search, problems: list[Finding], told: list[str]) -> bytes | None:
    today = tree.read(path, expected="un fichier .acheteur.yaml") if path.is_file() else None
    if item.authority is None:
        told.append("Autorité : le fichier d'aujourd'hui ; ce verrou ne dit pas lequel a servi.")
        return today if today is not None else tree.read(path, expected="un fichier .acheteur.yaml")
    if today is not None and _kept(item.authority, [today]) is not None:
        return today
    found = _kept(item.authority, where.contents(path.parent, path.name, item.authority.file))
    if found is None:
        problems.append(_missing(item, "Le fichier de l'autorité", item.authority, where.around(path.parent)))
    else:
        told.append("Autorité : telle que git l'a gardée ; son fichier a changé depuis.")
    return found


def template_of(
    item: Sealed,
    at: Path | None,
    authority: bytes | None,
    where: Search,
    given: str | None,
    problems: list[Finding],
    told: list[str],
) -> bytes:
    """The template, from where it is named: the command, the authority, ours, git."""
    stamp = item.template
    ours = (packaged.data_root() / "templates" / "neutre.docx").read_bytes()
    if given:
        _refuse_other(item, Path(given), ours)
    if stamp is None or stamp.holds(ours):
        return ours
    paths = [Path(given)] if given else []
    if at is not None and authority is not None:
        named = loading.parsed(authority, at, "acheteur").data.get("modele")
        paths += [loading.beside(str(at), named)] if named else []
    here = [tree.read(path, expected="un modèle .docx") for path in paths if path.is_file()]
    found = next((data for data in here if stamp.holds(data)), None)
    if found is None and at is not None:
        found = next((data for data in where.contents(at.parent, stamp.file) if stamp.holds(data)), None)
        told += ["Modèle : tel que git l'a gardé."] if found is not None else []
    if found is None:
        problems.append(_missing(item, "Le modèle", stamp, where.around((at or Path(item.file)).parent)))
    return found or ours


def _refuse_other(item: Sealed, given: Path, ours: bytes) -> None:
    """A template that the command names must be the one of then: another would change nothing, and be believed used."""
    data = tree.read(given, expected="un modèle Word .docx")
    if item.template.holds(data) if item.template else data == ours:
        return
    name = f"« {item.template.file} »" if item.template else "le modèle neutre"
    raise disk.problem(
        "verrou-source",
        f"Ce modèle n'est pas celui de ce verrou, qui est {name}.",
        str(given),
        read=f"--template {given}",
        expected=f"le fichier d'empreinte {item.template.digest[:12]}…" if item.template else "aucun modèle",
        why=_WHY,
        remedy="Donner le modèle d'alors, ou ôter --template : il est cherché à côté de l'autorité et dans git.",
    )


def _missing(item: Sealed, what: str, stamp: Stamp, home: Past | None) -> Finding:
    again = " ou le nommer avec --template." if what == "Le modèle" else "."
    remedy = f"Remettre à sa place le fichier d'alors{again}"
    if home is None:
        git = "hors de tout dépôt git"
    elif home.shallow():
        git, remedy = "absent d'un clone git où manque le début de l'histoire", _WHOLE
    else:
        git = "absent de git"
    return disk.problem(
        "verrou-source",
        f"{what} de ce verrou est introuvable : aucun fichier « {stamp.file} » n'a l'empreinte attendue.",
        item.file,
        read=f"{stamp.file} : changé ou absent sur le disque, et {git}",
        expected=f"le fichier d'empreinte {stamp.digest[:12]}…",
        why=_WHY,
        remedy=remedy,
    ).findings[0]


def _other(item: Sealed, path: Path) -> Finding:
    return disk.problem(
        "verrou-autre",
        f"Ce verrou est celui d'un autre dossier, « {item.dossier.file} ».",
        item.file,
        read=item.dossier.file,
        expected=path.name,
        why=_WHY,
        remedy="Donner le verrou de ce dossier, ou le dossier de ce verrou.",
    ).findings[0]


def _inserted(item: Sealed) -> UnreadableFile:
    return disk.problem(
        "verrou-insertion",
        "Ce verrou est celui d'une pièce écrite dans un document de l'autorité (--into) : elle ne se refait pas seule.",
        item.file,
        read="insertion: true",
        expected="le verrou de pièces entières",
        why="Le verrou ne garde pas l'endroit du document où les clauses ont été mises.",
        remedy="Reprendre le document d'alors, et y écrire avec « clausekit assemble --into ».",
    )


def _no_library(item: Sealed, where: Search) -> Finding:
    """Why the library is not found: no git, a clone cut short, or texts that nobody committed."""
    home = where.kept
    if home is None:
        read, remedy = "une autre bibliothèque, hors de tout dépôt git", "Donner avec --library celle d'un dépôt git."
    elif home.shallow():
        read, remedy = "un clone git où manque le début de l'histoire", _WHOLE
    else:
        gone = ", ".join(f"{held.id} (révision {held.revision})" for held in sources.lost(where, item)[:5])
        read = f"jamais enregistré dans git : {gone}" if gone else "aucune révision git de cette empreinte"
        remedy = "Récupérer les révisions qui manquent (git fetch --all --tags), ou la copie d'alors avec --library."
    return disk.problem(
        "verrou-bibliotheque",
        f"La bibliothèque de ce verrou (édition {item.edition}) est introuvable.",
        item.file,
        read=read,
        expected=f"une bibliothèque d'empreinte {(item.base or item.library)[:12]}…",
        why=_WHY,
        remedy=remedy,
    ).findings[0]


# ------------------------------------------------------------------------------------- made again


def pieces(found: Sources) -> tuple[Piece, ...]:
    """Each document of the lock, made again and held against what it says."""
    outputs = {output.name: output for output in assemble.assemble(found.purchase.marche).outputs}
    return tuple(_piece(found, stamp, outputs.get(stamp.file)) for stamp in found.lock.pieces)


def _piece(found: Sources, stamp: Stamp, output: assemble.Output | None) -> Piece:
    if stamp.earlier:
        return Piece(file=stamp.file, status=EARLIER)
    if output is None:
        return Piece(file=stamp.file, status=NOT_MADE)
    for stage in [found.lock.stage] if found.lock.stage else _STAGES:
        data = _written(found, output, stage)
        if stamp.holds(data):
            return Piece(file=stamp.file, status=SAME, data=data)
    data = _written(found, output, found.lock.stage or sealed.DRAFT)
    parts, words = _differences(found, stamp, data)
    return Piece(file=stamp.file, status=OTHER, data=data, parts=parts, words=words)


def _written(found: Sources, output: assemble.Output, stage: str) -> bytes:
    data = issue.written(
        found.purchase, output, template=found.template, template_name=found.template_name, stage=stage
    )
    return sommaire.refreshed(data, file=output.name).data if found.lock.contents else data


def issued(item: Sealed, stamp: Stamp) -> bytes | None:
    """The document beside the lock, as it was issued; None when it is gone or was changed by hand."""
    path = Path(item.file).parent / stamp.file
    data = tree.read(path, expected="un document .docx") if path.is_file() else b""
    return data if stamp.holds(data) else None


def _differences(found: Sources, stamp: Stamp, data: bytes) -> tuple[tuple[str, ...], str]:
    """The parts of the file that differ from the issued one, and how much of its words."""
    from clausekit.cli import redlining
    from clausekit.report import redlined

    old = issued(found.lock, stamp)
    if old is None:
        return (), "le document émis n'est plus à côté du verrou, ou a été retouché : seule l'empreinte se compare"
    made = word.redline(old, data, file=stamp.file, author=lock.engine(), date=redlining.now())
    told = redlining.counted(redlined.Redlined(file=stamp.file, piece=""), made)
    words = redlined.counted(told) if made.data is not None else "les mots et leur forme sont les mêmes"
    return word.parts_apart(old, data, file=stamp.file), words
