"""The jobs of a forge: each merge request is checked, and what it changes is put in one comment, kept up to date."""

from __future__ import annotations

import json
from importlib import resources
from typing import Final

TITLES: Final = {"gitlab": "GitLab", "github": "GitHub"}
_FOLDER: Final = "donnees/forge"
_TEMPLATES: Final = {"gitlab": "gitlab-ci.yml", "github": "github-workflow.yml"}
_PATHS: Final = {"gitlab": ".gitlab/clausekit.gitlab-ci.yml", "github": ".github/workflows/clausekit.yml"}
_SCRIPT: Final = "@@COMMENTAIRE@@"
_LIBRARY: Final = "@@BIBLIOTHEQUE@@"
_ADVICE: Final = {
    "gitlab": f"dans .gitlab-ci.yml, « include: [{{local: {_PATHS['gitlab']}}}] » ; puis la variable "
    "CLAUSEKIT_JETON, comme le dit l'en-tête du fichier.",
    "github": "verser le fichier au dépôt ; le jeton GITHUB_TOKEN de la tâche suffit.",
}


def _text(name: str) -> str:
    return resources.files("clausekit").joinpath(f"{_FOLDER}/{name}").read_text("utf-8")


def _with_script(template: str) -> str:
    """The template, its script at the indent of the line that stands for it."""
    lines = []
    for line in template.split("\n"):
        pad = line[: len(line) - len(line.lstrip())]
        script = _text("commenter.py").rstrip("\n").split("\n") if line.strip() == _SCRIPT else [line.lstrip()]
        lines += [f"{pad}{part}".rstrip() for part in script]
    return "\n".join(lines)


def _quoted(inside: str, name: str) -> str:
    """The folder of the library as a YAML text; GitLab reads `$` in one."""
    folder = inside.rstrip("/") or "."
    return json.dumps(folder.replace("$", "$$") if name == "gitlab" else folder, ensure_ascii=False)


def files(name: str, inside: str) -> dict[str, bytes]:
    """Path in the repository -> bytes, for a forge and a library that stands at `inside` of it."""
    made = _with_script(_text(_TEMPLATES[name])).replace(_LIBRARY, _quoted(inside, name))
    return {_PATHS[name]: made.encode()}


def advice(name: str) -> str:
    """What a person still has to do."""
    return _ADVICE[name]
