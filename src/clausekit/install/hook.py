"""The lines of the pre-commit hook: `clausekit git controle` where clausekit is, a word where it is not."""

from __future__ import annotations

import shlex
from typing import Final

from clausekit.install.drivers import FIND

HEAD: Final = b"#!/bin/sh\n"
_ABSENT: Final = "clausekit est introuvable sur ce poste : la bibliothèque part sans contrôle."


def _command(inside: str) -> str:
    return f"git controle --library {shlex.quote(inside.rstrip('/') or '.')}"


def lines(inside: str) -> list[str]:
    """The lines, for a library that stands at `inside` of the work tree."""
    return [
        FIND,
        'if command -v "$ck" >/dev/null 2>&1; then',
        f'    "$ck" {_command(inside)} || exit 1',
        "else",
        f'    echo "{_ABSENT}" >&2',
        "fi",
    ]


def advice(inside: str, *, shared: bool) -> str:
    """What to write in a hook that is not ours."""
    why = (
        "core.hooksPath mène à un dossier commun à d'autres dépôts"
        if shared
        else "un autre script pre-commit est déjà là"
    )
    return f"{why} ; il n'est pas touché. Pour y ajouter le contrôle : clausekit {_command(inside)} || exit 1"
