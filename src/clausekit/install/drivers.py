"""What git is told of our files: how to cut their words, what to say over each difference, how to read a document."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

PROGRAM: Final = "clausekit.programme"
CACHE: Final = "refs/notes/textconv/clausekit-docx"

# The piece (« CCTP »), the parameter of a level, the minimum of a policy, the id of a reference; else the top key.
_HEADINGS: Final = r"^ {2,4}([A-Z][A-Za-z0-9_-]*):" + "\n" + r"^ {2}- id: (.*)$" + "\n" + r"^([a-z][a-z_]*):"
# A blank, a link, a number with its decimals, a word with its apostrophe; git takes what is left for spaces.
_WORDS: Final = r"""\{\{[^}]*\}\}|\[\[[^]]*\]\]|[0-9]+([.,][0-9]+)*|[^][:space:][{}(),;:.!?"'|]+'?|[^[:space:]]"""
# A program that is not on the path of a graphical client is found where it was at the time of the install.
FIND: Final = f"ck=clausekit; command -v $ck >/dev/null 2>&1 || ck=$(git config --get {PROGRAM})"
_ABSENT: Final = "[aperçu absent : clausekit est introuvable]"
_OUTLINE: Final = (
    f'f() {{ {FIND}; if command -v "$ck" >/dev/null 2>&1; then "$ck" git apercu "$1"; '
    f'else echo "{_ABSENT}"; git hash-object "$1"; fi; }}; f'
)
_DRIVERS: Final = {
    "diff.clausekit-clause.xfuncname": _HEADINGS,
    "diff.clausekit-clause.wordRegex": _WORDS,
    "diff.clausekit-docx.textconv": _OUTLINE,
    "diff.clausekit-docx.cachetextconv": "true",
    "diff.clausekit-docx.xfuncname": "^(#+ .*)$",
    "diff.clausekit-docx.wordRegex": _WORDS,
}
KEYS: Final = (*_DRIVERS, PROGRAM)
_KINDS: Final = ("clause", "critere", "grille", "annexe", "exigences", "dossier", "acheteur")
_DOCUMENTS: Final = ("docx", "odt")


def _program() -> str:
    """Where the program that runs stands, with `/`; empty when it has no file of its own."""
    name = "clausekit.exe" if sys.platform == "win32" else "clausekit"
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which("clausekit")
    return Path(found).as_posix() if found else ""


def settings() -> dict[str, str]:
    """The keys of .git/config, with their values."""
    program = _program()
    return {**_DRIVERS, **({PROGRAM: program} if program else {})}


def attributes() -> list[str]:
    """The lines of .gitattributes."""
    named = [f"*.{kind}.yaml" for kind in _KINDS] + ["**/clauses/registres/*.yaml", "**/clauses/bibliotheque.yaml"]
    ours = [f"{pattern} text eol=lf diff=clausekit-clause" for pattern in named]
    return ours + [f"*.{suffix} -text -merge diff=clausekit-docx" for suffix in _DOCUMENTS]
