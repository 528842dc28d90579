"""A git repository that knows clauses: readable differences, a check before each commit, merge-request jobs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clausekit import disk, git, tree
from clausekit.install import block, drivers, forge, hook

_ATTRIBUTES = ".gitattributes"
DONE, THERE, KEPT, GONE, BY_HAND = "réglé", "déjà là", "laissé", "ôté", "à faire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing done: `done` is one of the words above, `what` a path or a setting.

    `advice` is what is left for a person to do.
    """

    done: str
    what: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """Where the library stands: `top` is the work tree, `inside` the way from there to the library (« » or « a/b/ »).

    `hooks` is the folder of hooks; `own_hooks` is false when it serves other repositories too.
    """

    library: Path
    top: Path
    inside: str
    hooks: Path
    own_hooks: bool


def _path(*words: str, root: Path) -> Path:
    said = git.answer("rev-parse", *words, root=root) or ""
    return (root / said).resolve()


def repository(library: Path) -> Repository:
    """The repository around a library. Raises UnreadableFile when there is none, or no git."""
    top = git.top(library)
    if top is None:
        raise disk.problem(
            "git-depot",
            "Ce dossier n'est pas dans un dépôt git : il n'y a rien à régler.",
            str(library),
            read=str(library),
            expected="un dossier suivi par git",
            remedy=f'En créer un : git -C "{library}" init, puis recommencer.',
        )
    hooks = _path("--git-path", "hooks", root=library)
    homes = (top.resolve(), _path("--git-common-dir", root=library))
    return Repository(
        library=library,
        top=top,
        inside=git.answer("rev-parse", "--show-prefix", root=library) or "",
        hooks=hooks,
        own_hooks=any(home == hooks or home in hooks.parents for home in homes),
    )


def _settings(place: Repository) -> Iterator[Step]:
    changed = []
    for key, value in drivers.settings().items():
        if git.answer("config", "--local", "--get", key, root=place.library) != value:
            git.run("config", "--local", key, value, root=place.library, revision="")
            changed.append(key)
    # Outlines made by another clausekit, or without any.
    git.answer("update-ref", "-d", drivers.CACHE, root=place.library)
    yield Step(done=DONE if changed else THERE, what="différences : .git/config")


def _bytes(path: Path) -> bytes:
    if path.is_symlink():  # its target may be any file of the disk
        raise disk.problem(
            "fichier-illisible",
            "Ce fichier est un lien : clausekit ne le remplace pas.",
            str(path),
            read=f"un lien vers {path.readlink()}",
            expected="un fichier du dépôt",
            remedy="Le remplacer par une copie, ou l'ôter.",
        )
    return tree.read(path) if path.is_file() else b""


def _attributes(place: Repository) -> Iterator[Step]:
    path = place.top / _ATTRIBUTES
    old = _bytes(path)
    new = block.put(old, drivers.attributes())
    if new != old:
        tree.write(path, new)
    yield Step(done=DONE if new != old else THERE, what=f"genres de fichiers : {_ATTRIBUTES}")


def _hook(place: Repository) -> Iterator[Step]:
    path, lines = place.hooks / "pre-commit", hook.lines(place.inside)
    what = f"contrôle avant commit : {path}"
    old = _bytes(path)
    if not place.own_hooks or (old and not block.holds(old)):
        yield Step(done=KEPT, what=what, advice=hook.advice(place.inside, shared=not place.own_hooks))
        return
    new = block.put(old or hook.HEAD, lines)
    if new != old:
        tree.write(path, new)
        path.chmod(path.stat().st_mode | 0o111)
    yield Step(done=DONE if new != old else THERE, what=what)


def _jobs(place: Repository, name: str, *, force: bool) -> Iterator[Step]:
    wanted = {place.top / path: text for path, text in forge.files(name, place.inside).items()}
    changed = {path: text for path, text in wanted.items() if _bytes(path) != text}
    strangers = [path for path in changed if path.exists()]
    if strangers and not force:
        raise disk.existing(
            strangers[0],
            message="Ce fichier existe déjà et n'est pas celui que clausekit écrit ; il n'est pas remplacé.",
            expected="un nom libre, ou le fichier tel que « clausekit git install » l'écrit",
            remedy="Garder ce fichier, ou le remplacer avec --force.",
        )
    tree.write_all(changed)
    for path in wanted:
        yield Step(done=DONE if path in changed else THERE, what=f"demandes de fusion : {_shown(path, place)}")
    yield Step(done=BY_HAND, what=forge.advice(name))


def _shown(path: Path, place: Repository) -> str:
    return path.relative_to(place.top).as_posix()


def install(place: Repository, *, name: str | None = None, force: bool = False) -> tuple[Step, ...]:
    """Set everything, once: what is there stays. `name` is a forge (`gitlab`, `github`). Raises UnreadableFile."""
    jobs = tuple(_jobs(place, name, force=force)) if name else ()
    return (*_settings(place), *_attributes(place), *_hook(place), *jobs)


def _without_settings(place: Repository) -> Iterator[Step]:
    found = [key for key in drivers.KEYS if git.answer("config", "--local", "--get", key, root=place.library)]
    for key in found:
        git.answer("config", "--local", "--unset-all", key, root=place.library)
    git.answer("update-ref", "-d", drivers.CACHE, root=place.library)
    if found:
        yield Step(done=GONE, what="différences : .git/config")


def _without_block(path: Path, bare: bytes, what: str) -> Iterator[Step]:
    """Take our lines out of a file; one that held nothing else goes with them."""
    old = _bytes(path)
    if not block.holds(old):
        return
    new = block.taken(old)
    if new.strip() == bare.strip():
        path.unlink()
    else:
        tree.write(path, new)
    yield Step(done=GONE, what=what)


def _without_jobs(place: Repository) -> Iterator[Step]:
    for name in forge.TITLES:
        for path, text in forge.files(name, place.inside).items():
            file = place.top / path
            if file.is_file() and _bytes(file) == text:
                file.unlink()
                yield Step(done=GONE, what=f"demandes de fusion : {path}")
            elif file.is_file():
                yield Step(done=KEPT, what=f"demandes de fusion : {path}", advice="Ce fichier a été retouché.")
        _empty_folders(place.top, forge.files(name, place.inside))


def _empty_folders(top: Path, paths: dict[str, bytes]) -> None:
    for path in paths:
        for folder in (top / path).parents:
            if folder == top or not folder.is_dir() or next(folder.iterdir(), None):
                break
            folder.rmdir()


def uninstall(place: Repository) -> tuple[Step, ...]:
    """Take out what `install` put, and nothing else. Raises UnreadableFile."""
    return (
        *_without_settings(place),
        *_without_block(place.top / _ATTRIBUTES, b"", f"genres de fichiers : {_ATTRIBUTES}"),
        *_without_block(place.hooks / "pre-commit", hook.HEAD, "contrôle avant commit"),
        *_without_jobs(place),
    )


__all__ = ["BY_HAND", "DONE", "GONE", "KEPT", "THERE", "Repository", "Step", "install", "repository", "uninstall"]
