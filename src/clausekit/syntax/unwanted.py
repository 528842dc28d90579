"""What a parser accepts and our files do not, told in French."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from clausekit.syntax.complaint import KEY, Fault, quoted, short


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    line: int
    column: int
    read: str


def _double(problem: _Problem, text: str) -> Fault:
    return _problem(
        problem,
        rule="yaml-cle-double",
        message=f"La clé « {problem.read} » est écrite deux fois.",
        read=f"« {problem.read} » une seconde fois",
        expected="une clé écrite une seule fois au même endroit",
        remedy="Supprimer l'une des deux, ou réunir leurs valeurs.",
    )


def _problem(
    problem: _Problem, *, message: str, read: str, expected: str, remedy: str, rule: str = "yaml-syntaxe"
) -> Fault:
    return Fault(
        message=message,
        read=read,
        expected=expected,
        remedy=remedy,
        line=problem.line,
        column=problem.column,
        rule=rule,
    )


def _bracketed_key(problem: _Problem, text: str) -> Fault:
    rest = text[problem.column - 1 :]
    blank = text[: problem.column].rstrip().endswith(("{{", "[["))
    found = KEY.match(text)
    if blank and found and found["value"]:
        return _problem(
            problem,
            message="Un texte commence par « {{ » ou « [[ » sans guillemets : YAML y lit une liste.",
            read=f"« {short(found['value'])} »",
            expected="un texte entre guillemets",
            remedy=f"Mettre le texte entre guillemets : {found['head'].strip()} {quoted(found['value'])}",
        )
    return _problem(
        problem,
        message="Une clé ne peut pas être une liste, ni commencer par un crochet ou une accolade.",
        read=f"« {short(rest)} »",
        expected="une clé faite de lettres, comme « objet: »",
        remedy="Mettre le texte entre guillemets si ce n'est pas une clé.",
    )


def _no_key(problem: _Problem, text: str) -> Fault:
    return _problem(
        problem,
        message="Il n'y a rien devant les deux-points.",
        read=f"« {short(text)} »",
        expected="une clé devant les deux-points",
        remedy="Écrire la clé, ou supprimer les deux-points.",
    )


def _escaped(problem: _Problem, text: str) -> Fault:
    return _problem(
        problem,
        rule="yaml-caractere",
        message=f"Le texte entre guillemets contient un caractère de commande ({problem.read}).",
        read=problem.read,
        expected="des caractères visibles et des espaces",
        remedy="Supprimer la suite de signes qui commence par « \\ », ou doubler la barre pour l'écrire telle quelle.",
    )


def _anchor(problem: _Problem, text: str) -> Fault:
    return _problem(
        problem,
        rule="yaml-ancre",
        message=f"« {problem.read[:1]} » en tête d'une valeur est un renvoi de YAML, qui n'est pas admis.",
        read=f"« {short(problem.read)} »",
        expected="une valeur écrite en entier à chaque endroit",
        remedy="Si c'est du texte, le mettre entre guillemets ; sinon, recopier la valeur.",
    )


def _marked(problem: _Problem, text: str) -> Fault:
    typed = text[problem.column - 1 :]
    return _problem(
        problem,
        rule="yaml-etiquette",
        message="« ! » en tête d'une valeur est une étiquette de YAML, qui n'est pas admise.",
        read=f"« {short(typed)} »",
        expected="une valeur sans étiquette",
        remedy="Si c'est du texte, le mettre entre guillemets ; sinon, supprimer l'étiquette.",
    )


def _directive(problem: _Problem, text: str) -> Fault:
    return _problem(
        problem,
        message="Une ligne qui commence par « % » est une directive de YAML, qui n'est pas admise.",
        read=f"« {short(text)} »",
        expected="des clés et leurs valeurs",
        remedy="Supprimer la ligne.",
    )


def _documents(problem: _Problem, text: str) -> Fault:
    return _problem(
        problem,
        rule="yaml-documents",
        message="Le fichier contient plusieurs documents, séparés par « --- » ou « ... ».",
        read="un second document",
        expected="un seul document par fichier",
        remedy="Écrire le second document dans un autre fichier, ou supprimer la ligne de séparation.",
    )


def _too_deep(problem: _Problem, text: str) -> Fault:
    return _problem(
        problem,
        rule="yaml-profondeur",
        message="Le contenu est emboîté sur trop de niveaux.",
        read="plus de 64 niveaux",
        expected="64 niveaux au plus",
        remedy="Vérifier les crochets et les accolades qui ne se referment pas.",
    )


def _not_keys(problem: _Problem, text: str) -> Fault:
    return _problem(
        problem,
        rule="yaml-racine",
        message="Le fichier ne commence pas par des clés.",
        read=f"« {short(text)} »",
        expected="des clés et leurs valeurs, comme « objet: Collecte des déchets »",
        remedy="Écrire une clé, des deux-points, une espace et une valeur sur chaque ligne.",
    )


_TELLERS: Final[dict[str, Callable[[_Problem, str], Fault]]] = {
    "double": _double,
    "complexe": _bracketed_key,
    "sans-cle": _no_key,
    "caractere": _escaped,
    "ancre": _anchor,
    "etiquette": _marked,
    "directive": _directive,
    "documents": _documents,
    "profondeur": _too_deep,
    "racine": _not_keys,
}


def tell(kind: str, *, line: int, column: int, read: str, lines: Sequence[str]) -> Fault:
    """What a parser accepts and our files do not, in French; `read` is the offending sign or key."""
    text = lines[line - 1] if line <= len(lines) else ""
    return _TELLERS[kind](_Problem(line=line, column=column, read=read), text)
