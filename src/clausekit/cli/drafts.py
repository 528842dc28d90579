"""The answers given to `new` so far, in a file beside the dossier to come: an interruption costs nothing."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from clausekit.cli import purchase, questions
from clausekit.cli.loading import beside

if TYPE_CHECKING:
    from clausekit.library import Library
    from clausekit.new import Brief

SUFFIX: Final = ".brouillon"
_UNREADABLE: Final = ".illisible"
_HEAD: Final = (
    "# Brouillon de « clausekit new » : les réponses déjà données. « clausekit new --reprendre » le reprend ;\n"
    "# il s'efface quand le dossier est écrit.\n"
)
# Name in the brief -> name in the file.
_KEYS: Final = {
    "object": "objet",
    "buyer": "acheteur",
    "cpv": "cpv",
    "family": "famille",
    "segments": "segments",
    "value": "valeur",
    "months": "duree",
    "launch": "lancement",
    "nature": "nature",
    "procedure": "procedure",
    "ccag": "ccag",
}
_PASSED: Final = "passees"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Answers read back. `answers` are named as in a brief, `lost` those that could not be understood."""

    path: Path
    day: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    passed: frozenset[str] = frozenset()
    lost: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many questions were answered, by an answer or by passing."""
        return len(self.answers) + len(self.passed)

    @property
    def target(self) -> Path:
        """The dossier that it prepares."""
        return self.path.with_name(self.path.name.removesuffix(SUFFIX))


def place(target: Path) -> Path:
    """Where the draft of a dossier stands."""
    return target.with_name(target.name + SUFFIX)


def _waiting(given: Path | None) -> list[Path]:
    """The drafts that a command line may mean: that of the file named, else those of the folder."""
    if given is not None and not given.is_dir():
        return [place(given)] if place(given).is_file() else []
    folder = given or Path()
    return sorted(path for path in folder.glob(f"*.yaml{SUFFIX}") if path.is_file())


def _listed(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError
    return tuple(str(item) for item in value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value


def _positive(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
        raise ValueError
    return value


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "object": lambda value: purchase.object_of(_text(value)),
    "buyer": _text,
    "cpv": _listed,
    "family": _text,
    "segments": _listed,
    "value": _positive,
    "months": _positive,
    "launch": lambda value: purchase.day(_text(value)),
    "nature": lambda value: purchase.one_of(purchase.NATURES)(_text(value)),
    "procedure": lambda value: purchase.one_of(purchase.PROCEDURES)(_text(value)),
    "ccag": lambda value: purchase.one_of(purchase.CCAGS)(_text(value)),
}


def _understood(data: Mapping[str, Any], path: Path) -> Draft:
    answers: dict[str, Any] = {}
    lost = []
    for key, name in _KEYS.items():
        if name in data:
            try:
                answers[key] = _READ[key](data[name])
            except ValueError:
                lost.append(name)
    said = data.get(_PASSED)
    passed = {key for key, name in _KEYS.items() if isinstance(said, list) and name in said and key not in answers}
    day = str(data.get("le") or "")
    return Draft(path=path, day=day, answers=answers, passed=frozenset(passed), lost=tuple(lost))


def _gone(library: Library, draft: Draft) -> Iterator[str]:
    """The answers that name what is no longer there."""
    from clausekit import cpv

    said, registers = draft.answers, library.registers
    if "family" in said and said["family"] not in registers.families:
        yield "family"
    if any(not cpv.is_code(code) or cpv.code(code, registers) is None for code in said.get("cpv", ())):
        yield "cpv"
    families = [found for name, found in registers.families.items() if said.get("family", name) == name]
    segments = {item.id for found in families for item in found.segments}
    if set(said.get("segments", ())) - segments:
        yield "segments"
    if "buyer" in said and not beside(str(draft.path), said["buyer"]).is_file():
        yield "buyer"


def _known_to(library: Library, draft: Draft) -> Draft:
    """The draft without the answers that name what is no longer there."""
    gone = [*_gone(library, draft)]
    answers = {key: value for key, value in draft.answers.items() if key not in gone}
    return replace(draft, answers=answers, lost=(*draft.lost, *(_KEYS[key] for key in gone)))


def read(path: Path, library: Library) -> Draft:
    """A draft; what is not understood in it is left out and named. Raises UnreadableFile."""
    from clausekit import disk, source

    found = source.load(disk.read(path, expected="un brouillon de clausekit new"), file=str(path))
    draft = _known_to(library, _understood(found.data, path))
    if not draft.answers:
        raise disk.problem(
            "brouillon-illisible",
            "Ce brouillon ne contient aucune réponse lisible.",
            str(path),
            read=path.name,
            expected="un brouillon écrit par clausekit new",
            remedy="Le supprimer, ou recommencer sans --reprendre.",
        )
    return draft


def _set_aside(path: Path) -> None:
    """A draft that cannot be read is kept under another name, and blocks nothing."""
    other = path.with_name(path.name + _UNREADABLE)
    with contextlib.suppress(OSError):
        path.replace(other)
        click.echo(f"Il est gardé sous le nom {other}.", err=True)


def _told(draft: Draft) -> str:
    from clausekit import guess
    from clausekit import typography as typo

    day = f" du {typo.plain(typo.date(draft.day))}" if guess.iso_date(draft.day) else ""
    about = f" « {draft.answers['object']} »" if "object" in draft.answers else ""
    answers = f"{draft.count} réponse{'s' if draft.count > 1 else ''}"
    return f"Reprendre le brouillon{day}{about}, {answers}"


def _agreed(path: Path, library: Library) -> Draft | None:
    from clausekit.finding import UnreadableFile
    from clausekit.report import text

    try:
        draft = read(path, library)
    except UnreadableFile as problem:
        click.echo(text.findings(problem.findings), err=True)
        _set_aside(path)
        return None
    return draft if questions.agree(_told(draft)) else None


def _asked_for(given: Path | None, library: Library) -> Draft:
    """The draft that --reprendre means."""
    from clausekit.report.text import pasted

    found = _waiting(given)
    if len(found) > 1:
        names = "\n".join(f"  clausekit new {pasted(path.with_name(path.name.removesuffix(SUFFIX)))}" for path in found)
        raise click.UsageError(f"Plusieurs brouillons attendent ; nommer le dossier à reprendre :\n{names}")
    if not found:
        where = str(place(given)) if given and not given.is_dir() else str(given or Path.cwd())
        raise click.UsageError(f"Aucun brouillon à reprendre : {where}.")
    return read(found[0], library)


def resumed(given: Path | None, library: Library, *, active: bool, asked: bool) -> Draft | None:
    """The draft to go on with: the one asked for, else the one that the person agrees to."""
    draft: Draft | None = None
    if asked:
        draft = _asked_for(given, library)
    elif active:
        draft = next((found for path in _waiting(given) if (found := _agreed(path, library))), None)
    if draft:
        _recall(draft)
    return draft


def _recall(draft: Draft) -> None:
    """The answers taken up again, and those that must be given again."""
    click.echo("Réponses reprises :", err=True)
    for key, value in draft.answers.items():
        shown = ", ".join(value) if isinstance(value, tuple) else value
        click.echo(f"  {_KEYS[key]} : {shown}", err=True)
    if draft.lost:
        click.echo(f"Réponses du brouillon à redonner : {', '.join(draft.lost)}.", err=True)


def nowhere(_brief: Brief, _passed: frozenset[str]) -> None:
    """Keep nothing: no question is put, so that no answer can be lost."""


def keeper(target: Path) -> Callable[[Brief, frozenset[str]], None]:
    """What saves the answers after each one; a folder that refuses is told once, and blocks nothing."""
    refused: list[str] = []

    def keep(brief: Brief, passed: frozenset[str]) -> None:
        from clausekit import source, tree
        from clausekit.finding import UnreadableFile

        said = {name: _plain(getattr(brief, key)) for key, name in _KEYS.items()}
        data = {
            "le": datetime.date.today().isoformat(),
            **{name: value for name, value in said.items() if value not in (None, "", [])},
            _PASSED: [name for key, name in _KEYS.items() if key in passed],
        }
        try:
            if not refused:
                tree.write(place(target), _HEAD.encode() + source.dump(data))
        except UnreadableFile as problem:
            refused.append(problem.findings[0].message)
            click.echo(f"Les réponses ne peuvent pas être gardées en brouillon : {refused[0]}", err=True)

    return keep


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def forget(target: Path) -> None:
    """Remove the draft of a dossier that is written."""
    with contextlib.suppress(OSError):
        place(target).unlink()


def tell_kept(target: Path) -> None:
    """Said on an interruption, when answers were kept."""
    from clausekit.report.text import pasted

    if place(target).is_file():
        again = f"« clausekit new {pasted(target)} » proposera de les reprendre."
        click.echo(f"\nLes réponses sont gardées dans {place(target)} ; {again}", err=True)
