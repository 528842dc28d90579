"""What `import --onto` refuses, told in French: nothing is written then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clausekit.finding import UnreadableFile
    from clausekit.transcribe.onto import Page, Shown


def another(file: Path, entry: Shown, found: tuple[str, ...]) -> UnreadableFile:
    """The document of another entry, or of none."""
    from clausekit import disk
    from clausekit.report.text import pasted

    there = ", ".join(found) or "aucune page d'entrée"
    remedy = f"Donner --onto {found[0]}, ou le document de {entry.id}." if found else None
    return disk.problem(
        "import-autre",
        f"Ce document n'est pas la page de {entry.id}.",
        str(file),
        read=there,
        expected=f"un titre « {entry.id} – … », comme « clausekit redline » et « show --output » l'écrivent",
        why="Les modifications d'une entrée ne se reportent pas sur une autre.",
        remedy=remedy or f"Pour une clause nouvelle : « clausekit import {pasted(file.name)} --famille FAMILLE ».",
    )


def refuse_drifted(now: Page, base: Page, file: Path) -> None:
    """The entry changed since the document was written: what differs is said, nothing is merged by guess."""
    from clausekit import disk
    from clausekit.transcribe import onto

    found = onto.differences(base, now)
    if not found:
        return
    sides = [(onto.around(old, new) if old and new else (old or "rien", new or "rien")) for old, new in found]
    told = [f"dans le document « {_cut(old)} », aujourd'hui « {_cut(new)} »" for old, new in sides[:5]]
    more = f" ; et {len(found) - 5} autres" if len(found) > 5 else ""
    raise disk.problem(
        "import-depasse",
        f"{now.id} a changé dans la bibliothèque depuis que ce document a été écrit, ou le document a été changé "
        "sans suivi des modifications.",
        str(file),
        read=" ; ".join(told) + more,
        expected="un document écrit depuis le texte d'aujourd'hui",
        why="Reporter ces modifications effacerait celles qui ont été faites entre-temps.",
        remedy=f"Écrire de nouveau la page (« clausekit show {now.id} --output page.docx ») et y refaire les "
        "modifications.",
    )


def _cut(text: str) -> str:
    return text if len(text) <= 90 else text[:89] + "…"


def without(file: Path, gone: tuple[str, ...]) -> UnreadableFile:
    """A page of which some headings are gone."""
    from clausekit import disk

    return disk.problem(
        "import-rubrique",
        "Un titre de la page a été ôté ou renommé : on ne sait plus où va le texte qui le suit.",
        str(file),
        read="il manque : " + ", ".join(f"« {title} »" for title in gone),
        expected="les titres de la page tels que clausekit les a écrits",
        remedy="Remettre ces titres, avec leur style ; pour retirer un texte, le faire dans le fichier YAML.",
    )


def too_light(file: Path, name: str) -> UnreadableFile:
    """A change of what binds, declared a matter of wording."""
    from clausekit import disk

    return disk.problem(
        "nature-minoree",
        f"{name} : cette modification est déclarée rédactionnelle, alors que l'obligation change. Rien n'est écrit.",
        str(file),
        read="--nature redactionnelle",
        expected="--nature substantielle : un chiffre, un délai, un verbe d'obligation ou une condition change",
        why="Qui relit l'historique se fie à cette nature pour savoir ce qu'il doit relire.",
        remedy="Écrire --nature substantielle, ou reprendre les mots qui changent l'obligation.",
    )


def meanwhile(path: Path) -> UnreadableFile:
    """A file that somebody saved while it was read."""
    from clausekit import disk

    return disk.problem(
        "dossier-modifie",
        "Le fichier de l'entrée a changé pendant que clausekit le lisait ; rien n'est écrit.",
        str(path),
        read="un contenu autre que celui qui a été lu",
        expected="un fichier que personne d'autre n'enregistre au même moment",
        remedy="Enregistrer et fermer le fichier dans l'éditeur, puis recommencer.",
    )


def unfaithful(path: Path) -> UnreadableFile:
    """A file that cannot be changed without touching the rest."""
    from clausekit import disk

    return disk.problem(
        "import-non-reporte",
        "Ces modifications ne peuvent pas être écrites dans le fichier sans toucher au reste ; rien n'est écrit.",
        str(path),
        read="une écriture YAML inhabituelle (texte plié, clés entre accolades…)",
        expected="la forme des entrées de la bibliothèque : un texte par « | », une clé par ligne",
        remedy="Mettre le fichier dans cette forme, ou reporter les modifications à la main.",
    )
