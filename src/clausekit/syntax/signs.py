"""Faults of signs: quotes, brackets, commas, and the characters that open no text."""

from __future__ import annotations

from typing import Final

from clausekit.syntax.complaint import Complaint, Fault, here, moved, to_quote

_OPENING: Final = {"[": ("un crochet ouvrant « [ »", "]"), "{": ("une accolade ouvrante « { »", "}")}


def open_quote(complaint: Complaint) -> Fault | None:
    """A quote that is never closed."""
    ends = ("unexpected end of stream", "unexpected document")
    if "quoted scalar" not in complaint.context or not any(end in complaint.problem for end in ends):
        return None
    text = complaint.text(complaint.context_line)
    mark = text[complaint.context_column - 1 : complaint.context_column]
    name = "un guillemet" if mark == '"' else "une apostrophe"
    remedy = "Ajouter le guillemet fermant à la fin du texte."
    if mark != '"':
        remedy = "Ajouter l'apostrophe fermante ; pour un texte qui contient des apostrophes, employer des guillemets."
    fault = here(complaint, f"Un texte ouvert par {name} n'est jamais refermé.", f"{name} à la fin du texte", remedy)
    return moved(fault, complaint.context_line, complaint.context_column, text)


def open_bracket(complaint: Complaint) -> Fault | None:
    """A bracket that is never closed, or a comma that is missing."""
    if "while parsing a flow" not in complaint.context or "node" in complaint.context:
        return None
    text = complaint.text(complaint.context_line)
    opening = text[complaint.context_column - 1 : complaint.context_column]
    name, closing = _OPENING.get(opening, _OPENING["["])
    if complaint.line != complaint.context_line:
        fault = here(
            complaint,
            f"La liste ouverte par {name} n'est pas refermée.",
            f"« {closing} » à la fin de la liste",
            f"Ajouter « {closing} », ou une virgule entre deux éléments.",
        )
        return moved(fault, complaint.context_line, complaint.context_column, text)
    return here(
        complaint,
        f"Dans la liste ouverte par {name}, il manque ici une virgule ou « {closing} ».",
        f"une virgule entre deux éléments, « {closing} » à la fin",
        "Séparer les éléments par des virgules ; mettre entre guillemets un élément qui contient « : », « ? », « , », "
        "un crochet ou une accolade.",
    )


def flow_mark(complaint: Complaint) -> Fault | None:
    """A colon or a question mark between brackets."""
    if "found unexpected ':'" not in complaint.problem:
        return None
    return here(
        complaint,
        "Entre crochets ou accolades, un texte contient « : » ou « ? ».",
        "un texte entre guillemets, ou une espace après les deux-points d'une clé",
        "Mettre le texte entre guillemets ; si c'est une clé, ajouter une espace après les deux-points.",
    )


def extra_comma(complaint: Complaint) -> Fault | None:
    """A comma too many."""
    if "flow" not in complaint.context or "node content" not in complaint.problem:
        return None
    return here(
        complaint,
        "Il y a une virgule de trop, ou un élément manque.",
        "un élément entre deux virgules",
        "Supprimer la virgule en trop.",
    )


def after_quote(complaint: Complaint) -> Fault | None:
    """Text goes on after what YAML took for the end of the value."""
    before = complaint.before.rstrip()
    if not before or not complaint.problem.endswith(("'<scalar>'", "expected key")):
        return None
    if before[-1] == '"':
        return to_quote(complaint, "Le texte continue après le guillemet fermant.")
    if before[-1] == "'":
        return to_quote(complaint, "L'apostrophe ferme un texte ouvert par une apostrophe, et le texte continue.")
    if before[-1] in "]}":
        return to_quote(complaint, "Un texte commence par un crochet ou une accolade : YAML y lit une liste.")
    return None


def stray(complaint: Complaint) -> Fault | None:
    """A closing bracket that closes nothing."""
    found = complaint.after[:1]
    if found not in ("]", "}") or "block" not in complaint.context:
        return None
    return here(
        complaint,
        f"« {found} » ne referme rien.",
        "autant de signes fermants que d'ouvrants",
        f"Supprimer « {found} », ou ajouter le signe ouvrant.",
    )


def first_char(complaint: Complaint) -> Fault | None:
    """A sign that opens no text."""
    if "cannot start any token" not in complaint.problem:
        return None
    return to_quote(complaint, f"Un texte ne peut pas commencer par « {complaint.after[:1]} » sans guillemets.")


def question(complaint: Complaint) -> Fault | None:
    """A question mark that opens a text."""
    if "mapping keys are not allowed" not in complaint.problem:
        return None
    return to_quote(complaint, "Un texte ne peut pas commencer par « ? » sans guillemets.")


def block(complaint: Complaint) -> Fault | None:
    """Text on the line of a `|` or a `>`."""
    if "block scalar" not in complaint.context:
        return None
    return here(
        complaint,
        "Du texte suit « | » ou « > » sur la même ligne.",
        "« | » seul après les deux-points, et le texte à partir de la ligne suivante",
        "Aller à la ligne après « | » et décaler le texte de deux espaces ; si le signe est du texte, "
        "le mettre entre guillemets.",
    )


def escape(complaint: Complaint) -> Fault | None:
    """A backslash between quotes."""
    if "quoted scalar" not in complaint.context:
        return None
    return here(
        complaint,
        "Dans un texte entre guillemets, une barre oblique inverse « \\ » ne se lit pas.",
        "deux barres « \\\\ » pour en écrire une",
        "Doubler la barre oblique inverse, ou employer des apostrophes au lieu des guillemets.",
    )


def alias(complaint: Complaint) -> Fault | None:
    """A text that begins like a reference of YAML."""
    signs = {"alias": "*", "anchor": "&"}
    sign = next((mark for word, mark in signs.items() if word in complaint.context), None)
    if sign is None:
        return None
    return to_quote(complaint, f"Un texte ne peut pas commencer par « {sign} » sans guillemets.", rule="yaml-ancre")


def tag(complaint: Complaint) -> Fault | None:
    """A text that begins like a tag of YAML."""
    if "tag" not in complaint.context:
        return None
    return to_quote(complaint, "Un texte ne peut pas commencer par « ! » sans guillemets.", rule="yaml-etiquette")
