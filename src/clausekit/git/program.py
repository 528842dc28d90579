"""git run, and what it refuses told in French."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from clausekit.disk import problem
from clausekit.finding import UnreadableFile

_SECONDS = 60
# In a git hook these lead to the repository of the commit, not to the library's.
_PLACES = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"})


def done_by(
    words: Iterable[str], root: Path, stdin: bytes | None = None, index: str | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A run of git, whatever it says. Raises UnreadableFile when git is absent or slow."""
    outside = {key: value for key, value in os.environ.items() if key not in _PLACES}
    if index is not None:
        outside["GIT_INDEX_FILE"] = index
    try:
        return subprocess.run(  # noqa: S603 - fixed program, arguments after "--end-of-options"
            ["git", "-c", "core.fsmonitor=false", "-C", str(root), *words],  # noqa: S607
            input=stdin,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            # Its complaints are recognised by their words.
            env={**outside, "LC_ALL": "C", "LANGUAGE": "C"},
        )
    except subprocess.TimeoutExpired:
        raise _slow(root) from None
    except OSError:
        raise _absent(root) from None


def run(*words: str, root: Path, revision: str, stdin: bytes | None = None) -> bytes:
    """What git prints. `revision` is only told, when git refuses. Raises UnreadableFile."""
    done = done_by(words, root, stdin)
    if done.returncode:
        raise refused(done.stderr.decode("utf-8", "replace"), root, revision)
    return done.stdout


def _slow(root: Path) -> UnreadableFile:
    return problem(
        "git-lent",
        f"git n'a pas répondu en {_SECONDS} secondes.",
        str(root),
        read="aucune réponse",
        expected="un dépôt git sur un disque accessible",
        remedy="Copier le dépôt sur ce poste, ou donner un dossier à --library.",
    )


def _absent(root: Path) -> UnreadableFile:
    return problem(
        "git-absent",
        "git n'est pas installé sur ce poste : une révision ne peut pas être lue.",
        str(root),
        read="commande git introuvable",
        expected="git dans le chemin des programmes",
        remedy="Installer git, ou donner un dossier à --library.",
    )


def refused(said: str, root: Path, revision: str) -> UnreadableFile:
    """What git refused, told in French."""
    if "dubious ownership" in said:
        return problem(
            "git-proprietaire",
            "git refuse de lire ce dépôt, qui appartient à un autre utilisateur.",
            str(root),
            read=str(root),
            expected="un dépôt que git tient pour sûr",
            remedy=f'Si ce dépôt est sûr : git config --global --add safe.directory "{root.absolute().as_posix()}"',
        )
    if "not a git repository" in said:
        return problem(
            "git-depot",
            "Ce dossier n'est pas dans un dépôt git : il n'a pas de révisions.",
            str(root),
            read=f"{root}@{revision}",
            expected="un dossier suivi par git",
            remedy=f"Donner le dossier sans « @{revision} », ou le dossier d'un dépôt.",
        )
    if revision and shallow(root):
        return _partial(root, revision)
    return problem(
        "git-revision",
        f"git ne connaît pas la révision « {revision} » de ce dossier.",
        str(root),
        read=revision,
        expected="une branche, une étiquette ou un identifiant de révision",
        remedy="Lancer « git log --oneline » dans ce dossier pour voir les révisions.",
    )


def _partial(root: Path, revision: str) -> UnreadableFile:
    return problem(
        "git-partiel",
        f"L'historique de ce clone est tronqué : il ne contient que les derniers commits, et pas « {revision} ».",
        str(root),
        read=f"{revision}, absente d'un clone partiel",
        expected="un clone qui contient cette révision, si elle existe",
        remedy="Lancer « git fetch --unshallow origin » ; dans une chaîne d'intégration, « fetch-depth: 0 » (GitHub) "
        "ou « GIT_DEPTH: 0 » (GitLab), puis « git fetch origin » pour avoir la branche.",
    )


def commit(root: Path, name: str) -> str:
    """The full name of the commit that a revision is. Raises UnreadableFile."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return run(*words, root=root, revision=name).split()[-1].decode()


def shallow(root: Path) -> bool:
    """Whether the clone holds only the last commits."""
    return done_by(("rev-parse", "--is-shallow-repository"), root).stdout.strip() == b"true"


def answer(*words: str, root: Path) -> str | None:
    """The line that git answers; None when it has no answer (a key that is not set). Raises UnreadableFile."""
    done = done_by(words, root)
    return os.fsdecode(done.stdout).removesuffix("\n") if not done.returncode else None
