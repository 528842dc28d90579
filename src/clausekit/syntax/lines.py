"""Faults of lines: colons, dashes, alignment, what a merge has left."""

from __future__ import annotations

import re

from clausekit.syntax.complaint import KEY, Complaint, Fault, here, moved, to_quote

_BARE = re.compile(r"\s*(?:- +)*[\w.-]+")
_CLUED = re.compile(r"^\s*(?:- +)*(?P<key>[a-z_]+):(?P<value>\S.*)$")


def _colon_above(complaint: Complaint) -> Fault | None:
    """The line above has no key of its own: its colon is missing, or its space after the colon."""
    number = complaint.previous()
    text = complaint.text(number)
    if not number or KEY.match(text) or _indent(text) < _indent(complaint.text(complaint.line)):
        return None
    return _unkeyed(complaint, number, _indent(text) + 1)


def _unkeyed(complaint: Complaint, number: int, column: int) -> Fault:
    """A line without a key: its colon is missing, or its space after the colon."""
    text = complaint.text(number)
    tight = _CLUED.match(text)
    if not tight:
        return moved(_no_colon(complaint), number, column, text)
    fault = here(
        complaint,
        "Il manque une espace après les deux-points.",
        "une espace entre les deux-points et la valeur",
        f"Écrire : {tight['key']}: {tight['value']}",
    )
    return moved(fault, number, tight.end("key") + 1, text)


def _no_colon(complaint: Complaint) -> Fault:
    return here(
        complaint,
        "La ligne n'a pas de deux-points : ce n'est ni une clé, ni la suite du texte qui précède.",
        "une clé, des deux-points et une valeur, comme « objet: Collecte des déchets »",
        "Écrire la clé et ses deux-points ; si la ligne continue un texte, la décaler de deux espaces sous sa clé.",
    )


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def colon(complaint: Complaint) -> Fault | None:
    """A colon and a space inside a text, or a line too far to the right."""
    if "mapping values are not allowed" not in complaint.problem:
        return None
    if _BARE.fullmatch(complaint.before) is None:
        return to_quote(
            complaint,
            "Un deux-points suivi d'une espace se trouve dans un texte : YAML le prend pour une clé.",
        )
    return _colon_above(complaint) or _too_far(complaint)


def _too_far(complaint: Complaint) -> Fault:
    text = complaint.text(complaint.line)
    fault = here(
        complaint,
        "La ligne est plus décalée que la clé qui précède, et cette clé a déjà une valeur.",
        "une clé alignée sur les clés voisines",
        "Retirer les espaces en trop au début de la ligne.",
    )
    return moved(fault, complaint.line, _indent(text) + 1, text)


def missing_colon(complaint: Complaint) -> Fault | None:
    """A key without its colon, or without the space after it."""
    if "could not find expected ':'" not in complaint.problem:
        return None
    return _unkeyed(complaint, complaint.context_line or complaint.line, complaint.context_column or 1)


def misaligned(complaint: Complaint) -> Fault | None:
    """A line at the height of no key, or out of its list."""
    if "while parsing a block" not in complaint.context:
        return None
    if complaint.after.startswith("- "):
        return here(
            complaint,
            "Un tiret de liste est à la hauteur des clés.",
            "une clé, ou une liste décalée sous sa clé",
            "Décaler la liste de deux espaces sous la clé à laquelle elle appartient.",
        )
    if "collection" in complaint.context:
        return here(
            complaint,
            "Une ligne sans tiret se trouve dans une liste.",
            "un tiret et une espace devant chaque élément de la liste",
            "Ajouter « - », ou aligner la ligne sur les clés si elle n'appartient pas à la liste.",
        )
    return here(
        complaint,
        "La ligne n'est alignée sur aucune clé.",
        "le même nombre d'espaces que les clés voisines",
        "Aligner la ligne sur les clés voisines ; "
        "un texte en bloc (|) se décale tout entier de deux espaces sous sa clé.",
    )


def dash(complaint: Complaint) -> Fault | None:
    """A list that begins on the line of its key."""
    if "sequence entries are not allowed" not in complaint.problem:
        return None
    return here(
        complaint,
        "Un tiret de liste suit les deux-points sur la même ligne.",
        "une liste qui commence à la ligne suivante, ou entre crochets",
        "Aller à la ligne avant le tiret, ou écrire [a, b] ; si le tiret est du texte, le mettre entre guillemets.",
    )


def conflict(complaint: Complaint) -> Fault | None:
    """The marks of a merge that nobody has resolved."""
    marked = next((rank for rank, line in enumerate(complaint.lines, start=1) if line.startswith("<<<<<<< ")), 0)
    if not marked:
        return None
    fault = here(
        complaint,
        "Une fusion git a laissé ici deux textes, et personne n'a choisi.",
        "un seul texte, sans « <<<<<<< », « ======= » ni « >>>>>>> »",
        "Garder l'un des deux textes, ou ce qui vaut de chacun, et ôter ces lignes ; "
        "« git merge --abort » rend l'état d'avant.",
    )
    return moved(fault, marked, 1, complaint.text(marked))


def after_end(complaint: Complaint) -> Fault | None:
    """Text after what YAML took for the end."""
    if "document start" not in complaint.problem:
        return None
    if complaint.after.startswith(":"):
        return here(
            complaint,
            "Il manque une espace après les deux-points.",
            "une espace entre les deux-points et la valeur",
            "Ajouter une espace après les deux-points.",
        )
    return here(
        complaint,
        "Le contenu s'arrête avant cette ligne : ce qui suit n'appartient à aucune clé.",
        "des clés et leurs valeurs, comme « objet: Collecte des déchets »",
        "Vérifier les deux-points, l'espace qui les suit et l'alignement de la ligne.",
    )
