"""The files as the next commit will hold them."""

from __future__ import annotations

import os
from pathlib import Path

from clausekit.disk import problem
from clausekit.finding import UnreadableFile
from clausekit.git.objects import parted
from clausekit.git.program import done_by, refused, run

_SHOWN = 3  # files that a message names


def _index() -> str | None:
    """The index of the commit being made, in a hook; git has another one for `git commit -- FILE`."""
    given = os.environ.get("GIT_INDEX_FILE")
    return str(Path(given).absolute()) if given else None


def staged(root: Path, *, within: str) -> tuple[dict[str, bytes], frozenset[str]]:
    """The files under `within` as the next commit will hold them, and the paths of those that it changes.

    Paths are those of `root`, with `/`. Raises UnreadableFile.
    """
    index = _index()
    listing = done_by(("ls-files", "--stage", "-z", "--", within), root, index=index)
    changed = done_by(
        ("diff", "--cached", "--name-only", "--no-renames", "--relative", "-z", "--", within), root, index=index
    )
    for done in (listing, changed):
        if done.returncode:
            raise refused(done.stderr.decode("utf-8", "replace"), root, "")
    entries = [line.split(b"\t", 1) for line in listing.stdout.split(b"\0") if line]
    torn = {os.fsdecode(path) for head, path in entries if head[-1:] != b"0"}
    if torn:
        raise _torn(root, sorted(torn))
    # Mode 100…: a file; 0: no conflict.
    wanted = [
        (head.split()[1], os.fsdecode(path)) for head, path in entries if head[:3] == b"100" and head[-1:] == b"0"
    ]
    stream = run("cat-file", "--batch", root=root, revision="", stdin=b"".join(blob + b"\n" for blob, _ in wanted))
    names = frozenset(os.fsdecode(path) for path in changed.stdout.split(b"\0") if path)
    return parted(stream, (path for _, path in wanted), root, ""), names


def _torn(root: Path, paths: list[str]) -> UnreadableFile:
    more = f"… ({len(paths)} fichiers)" if len(paths) > _SHOWN else ""
    return problem(
        "git-conflit",
        "Une fusion est en cours, et son conflit n'est pas résolu : rien n'a été contrôlé.",
        str(root / paths[0]),
        read=", ".join(paths[:_SHOWN]) + more,
        expected="des fichiers où il ne reste ni « <<<<<<< », ni « ======= », ni « >>>>>>> »",
        remedy="Choisir dans chacun le texte à garder, ôter ces lignes, « git add », puis recommencer ; "
        "« git merge --abort » rend l'état d'avant.",
    )
