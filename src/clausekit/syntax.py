"""A YAML parser's complaint -> what the writer of the file did, in French."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_KEY = re.compile(r"^(?P<head>\s*(?:- +)*(?P<key>[\w.-]+|\"[^\"]*\"|'[^']*') *:)(?: +(?P<value>.*))?$")
_BARE = re.compile(r"\s*(?:- +)*[\w.-]+")
_CLUED = re.compile(r"^\s*(?:- +)*(?P<key>[a-z_]+):(?P<value>\S.*)$")
_OPENING: Final = {"[": ("un crochet ouvrant « [ »", "]"), "{": ("une accolade ouvrante « { »", "}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What a parser says, in English, and where (lines and columns from 1; 0 when it does not say).

    `context` is where the construct that failed began.
    """

    problem: str
    context: str
    line: int
    column: int
    context_line: int
    context_column: int
    lines: Sequence[str]

    def text(self, number: int) -> str:
        """A line of the file; empty beyond its ends."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def before(self) -> str:
        """What stands before the faulty character on its line."""
        return self.text(self.line)[: max(self.column - 1, 0)]

    @property
    def after(self) -> str:
        """The faulty character and what follows on its line."""
        return self.text(self.line)[max(self.column - 1, 0) :]

    def previous(self) -> int:
        """Number of the nearest line above that is neither blank nor a comment; 0 when none is."""
        for number in range(self.line - 1, 0, -1):
            if self.text(number).strip() and not self.text(number).lstrip().startswith("#"):
                return number
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A complaint told in French; `line` and `column` are where to act, not where the parser gave up."""

    message: str
    read: str
    expected: str
    remedy: str
    line: int
    column: int
    rule: str = "yaml-syntaxe"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    line: int
    column: int
    read: str


_Reader = Callable[[Complaint], Fault | None]


def quoted(value: str) -> str:
    """A value between the quotes that it does not hold itself."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == "'":
        value = value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _here(complaint: Complaint, message: str, expected: str, remedy: str, *, read: str = "") -> Fault:
    return Fault(
        message=message,
        read=read or f"« {_short(complaint.text(complaint.line))} »",
        expected=expected,
        remedy=remedy,
        line=complaint.line,
        column=complaint.column,
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _at(fault: Fault, line: int, column: int, text: str) -> Fault:
    return Fault(
        message=fault.message,
        read=f"« {_short(text)} »",
        expected=fault.expected,
        remedy=fault.remedy,
        line=line,
        column=column,
        rule=fault.rule,
    )


def _quote_value(complaint: Complaint, message: str, *, rule: str = "yaml-syntaxe") -> Fault:
    found = _KEY.match(complaint.text(complaint.line))
    # The faulty colon may be the first of a line that goes on with the text of the line above.
    known = found is not None and found["value"] and complaint.column > len(found["head"])
    value = found["value"] if found and known else complaint.text(complaint.line)
    remedy = "Mettre tout le texte entre guillemets, à partir des deux-points de sa clé."
    if found and known and len(value) < 80:
        remedy = f"Mettre le texte entre guillemets : {found['head'].strip()} {quoted(value)}"
    return Fault(
        message=message,
        read=f"« {_short(value)} »",
        expected="un texte entre guillemets",
        remedy=remedy,
        line=complaint.line,
        column=complaint.column,
        rule=rule,
    )


def _colon_above(complaint: Complaint) -> Fault | None:
    """The line above has no key of its own: its colon is missing, or its space after the colon."""
    number = complaint.previous()
    text = complaint.text(number)
    if not number or _KEY.match(text) or _indent(text) < _indent(complaint.text(complaint.line)):
        return None
    column = _indent(text) + 1
    tight = _CLUED.match(text)
    if tight:
        fault = _here(
            complaint,
            "Il manque une espace après les deux-points.",
            "une espace entre les deux-points et la valeur",
            f"Écrire : {tight['key']}: {tight['value']}",
        )
        return _at(fault, number, tight.end("key") + 1, text)
    return _at(_no_colon(complaint), number, column, text)


def _no_colon(complaint: Complaint) -> Fault:
    return _here(
        complaint,
        "La ligne n'a pas de deux-points : ce n'est ni une clé, ni la suite du texte qui précède.",
        "une clé, des deux-points et une valeur, comme « objet: Collecte des déchets »",
        "Écrire la clé et ses deux-points ; si la ligne continue un texte, la décaler de deux espaces sous sa clé.",
    )


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _colon(complaint: Complaint) -> Fault | None:
    if "mapping values are not allowed" not in complaint.problem:
        return None
    if _BARE.fullmatch(complaint.before) is None:
        return _quote_value(
            complaint,
            "Un deux-points suivi d'une espace se trouve dans un texte : YAML le prend pour une clé.",
        )
    return _colon_above(complaint) or _too_far(complaint)


def _too_far(complaint: Complaint) -> Fault:
    text = complaint.text(complaint.line)
    fault = _here(
        complaint,
        "La ligne est plus décalée que la clé qui précède, et cette clé a déjà une valeur.",
        "une clé alignée sur les clés voisines",
        "Retirer les espaces en trop au début de la ligne.",
    )
    return _at(fault, complaint.line, _indent(text) + 1, text)


def _missing_colon(complaint: Complaint) -> Fault | None:
    if "could not find expected ':'" not in complaint.problem:
        return None
    number = complaint.context_line or complaint.line
    text = complaint.text(number)
    tight = _CLUED.match(text)
    if tight:
        fault = _here(
            complaint,
            "Il manque une espace après les deux-points.",
            "une espace entre les deux-points et la valeur",
            f"Écrire : {tight['key']}: {tight['value']}",
        )
        return _at(fault, number, tight.end("key") + 1, text)
    return _at(_no_colon(complaint), number, complaint.context_column or 1, text)


def _open_quote(complaint: Complaint) -> Fault | None:
    ends = ("unexpected end of stream", "unexpected document")
    if "quoted scalar" not in complaint.context or not any(end in complaint.problem for end in ends):
        return None
    text = complaint.text(complaint.context_line)
    mark = text[complaint.context_column - 1 : complaint.context_column]
    name = "un guillemet" if mark == '"' else "une apostrophe"
    remedy = "Ajouter le guillemet fermant à la fin du texte."
    if mark != '"':
        remedy = "Ajouter l'apostrophe fermante ; pour un texte qui contient des apostrophes, employer des guillemets."
    fault = _here(complaint, f"Un texte ouvert par {name} n'est jamais refermé.", f"{name} à la fin du texte", remedy)
    return _at(fault, complaint.context_line, complaint.context_column, text)


def _open_bracket(complaint: Complaint) -> Fault | None:
    if "while parsing a flow" not in complaint.context or "node" in complaint.context:
        return None
    text = complaint.text(complaint.context_line)
    opening = text[complaint.context_column - 1 : complaint.context_column]
    name, closing = _OPENING.get(opening, _OPENING["["])
    if complaint.line != complaint.context_line:
        fault = _here(
            complaint,
            f"La liste ouverte par {name} n'est pas refermée.",
            f"« {closing} » à la fin de la liste",
            f"Ajouter « {closing} », ou une virgule entre deux éléments.",
        )
        return _at(fault, complaint.context_line, complaint.context_column, text)
    return _here(
        complaint,
        f"Dans la liste ouverte par {name}, il manque ici une virgule ou « {closing} ».",
        f"une virgule entre deux éléments, « {closing} » à la fin",
        "Séparer les éléments par des virgules ; mettre entre guillemets un élément qui contient « : », « ? », « , », "
        "un crochet ou une accolade.",
    )


def _flow_mark(complaint: Complaint) -> Fault | None:
    if "found unexpected ':'" not in complaint.problem:
        return None
    return _here(
        complaint,
        "Entre crochets ou accolades, un texte contient « : » ou « ? ».",
        "un texte entre guillemets, ou une espace après les deux-points d'une clé",
        "Mettre le texte entre guillemets ; si c'est une clé, ajouter une espace après les deux-points.",
    )


def _extra_comma(complaint: Complaint) -> Fault | None:
    if "flow" not in complaint.context or "node content" not in complaint.problem:
        return None
    return _here(
        complaint,
        "Il y a une virgule de trop, ou un élément manque.",
        "un élément entre deux virgules",
        "Supprimer la virgule en trop.",
    )


def _after_quote(complaint: Complaint) -> Fault | None:
    """Text goes on after what YAML took for the end of the value."""
    before = complaint.before.rstrip()
    if not before or not complaint.problem.endswith(("'<scalar>'", "expected key")):
        return None
    if before[-1] == '"':
        return _quote_value(complaint, "Le texte continue après le guillemet fermant.")
    if before[-1] == "'":
        return _quote_value(complaint, "L'apostrophe ferme un texte ouvert par une apostrophe, et le texte continue.")
    if before[-1] in "]}":
        return _quote_value(complaint, "Un texte commence par un crochet ou une accolade : YAML y lit une liste.")
    return None


def _stray(complaint: Complaint) -> Fault | None:
    found = complaint.after[:1]
    if found not in ("]", "}") or "block" not in complaint.context:
        return None
    return _here(
        complaint,
        f"« {found} » ne referme rien.",
        "autant de signes fermants que d'ouvrants",
        f"Supprimer « {found} », ou ajouter le signe ouvrant.",
    )


def _misaligned(complaint: Complaint) -> Fault | None:
    if "while parsing a block" not in complaint.context:
        return None
    if complaint.after.startswith("- "):
        return _here(
            complaint,
            "Un tiret de liste est à la hauteur des clés.",
            "une clé, ou une liste décalée sous sa clé",
            "Décaler la liste de deux espaces sous la clé à laquelle elle appartient.",
        )
    if "collection" in complaint.context:
        return _here(
            complaint,
            "Une ligne sans tiret se trouve dans une liste.",
            "un tiret et une espace devant chaque élément de la liste",
            "Ajouter « - », ou aligner la ligne sur les clés si elle n'appartient pas à la liste.",
        )
    return _here(
        complaint,
        "La ligne n'est alignée sur aucune clé.",
        "le même nombre d'espaces que les clés voisines",
        "Aligner la ligne sur les clés voisines ; "
        "un texte en bloc (|) se décale tout entier de deux espaces sous sa clé.",
    )


def _first_char(complaint: Complaint) -> Fault | None:
    if "cannot start any token" not in complaint.problem:
        return None
    return _quote_value(complaint, f"Un texte ne peut pas commencer par « {complaint.after[:1]} » sans guillemets.")


def _dash(complaint: Complaint) -> Fault | None:
    if "sequence entries are not allowed" not in complaint.problem:
        return None
    return _here(
        complaint,
        "Un tiret de liste suit les deux-points sur la même ligne.",
        "une liste qui commence à la ligne suivante, ou entre crochets",
        "Aller à la ligne avant le tiret, ou écrire [a, b] ; si le tiret est du texte, le mettre entre guillemets.",
    )


def _question(complaint: Complaint) -> Fault | None:
    if "mapping keys are not allowed" not in complaint.problem:
        return None
    return _quote_value(complaint, "Un texte ne peut pas commencer par « ? » sans guillemets.")


def _block(complaint: Complaint) -> Fault | None:
    if "block scalar" not in complaint.context:
        return None
    return _here(
        complaint,
        "Du texte suit « | » ou « > » sur la même ligne.",
        "« | » seul après les deux-points, et le texte à partir de la ligne suivante",
        "Aller à la ligne après « | » et décaler le texte de deux espaces ; si le signe est du texte, "
        "le mettre entre guillemets.",
    )


def _escape(complaint: Complaint) -> Fault | None:
    if "quoted scalar" not in complaint.context:
        return None
    return _here(
        complaint,
        "Dans un texte entre guillemets, une barre oblique inverse « \\ » ne se lit pas.",
        "deux barres « \\\\ » pour en écrire une",
        "Doubler la barre oblique inverse, ou employer des apostrophes au lieu des guillemets.",
    )


def _alias(complaint: Complaint) -> Fault | None:
    signs = {"alias": "*", "anchor": "&"}
    sign = next((mark for word, mark in signs.items() if word in complaint.context), None)
    if sign is None:
        return None
    return _quote_value(complaint, f"Un texte ne peut pas commencer par « {sign} » sans guillemets.", rule="yaml-ancre")


def _tag(complaint: Complaint) -> Fault | None:
    if "tag" not in complaint.context:
        return None
    return _quote_value(complaint, "Un texte ne peut pas commencer par « ! » sans guillemets.", rule="yaml-etiquette")


def _conflict(complaint: Complaint) -> Fault | None:
    marked = next((rank for rank, line in enumerate(complaint.lines, start=1) if line.startswith("<<<<<<< ")), 0)
    if not marked:
        return None
    fault = _here(
        complaint,
        "Une fusion git a laissé ici deux textes, et personne n'a choisi.",
        "un seul texte, sans « <<<<<<< », « ======= » ni « >>>>>>> »",
        "Garder l'un des deux textes, ou ce qui vaut de chacun, et ôter ces lignes ; "
        "« git merge --abort » rend l'état d'avant.",
    )
    return _at(fault, marked, 1, complaint.text(marked))


def _after_end(complaint: Complaint) -> Fault | None:
    if "document start" not in complaint.problem:
        return None
    if complaint.after.startswith(":"):
        return _here(
            complaint,
            "Il manque une espace après les deux-points.",
            "une espace entre les deux-points et la valeur",
            "Ajouter une espace après les deux-points.",
        )
    return _here(
        complaint,
        "Le contenu s'arrête avant cette ligne : ce qui suit n'appartient à aucune clé.",
        "des clés et leurs valeurs, comme « objet: Collecte des déchets »",
        "Vérifier les deux-points, l'espace qui les suit et l'alignement de la ligne.",
    )


def _any(complaint: Complaint) -> Fault:
    return _here(
        complaint,
        "La ligne ne se lit pas comme du YAML.",
        "des clés et leurs valeurs, comme « objet: Collecte des déchets »",
        "Vérifier les guillemets, les deux-points et l'alignement de la ligne et de celle qui précède ; "
        "en cas de doute, mettre le texte entre guillemets.",
    )


# The order matters: the readers at the end take what no other has recognised.
_READERS: Final[tuple[_Reader, ...]] = (
    _conflict,
    _colon,
    _missing_colon,
    _open_quote,
    _flow_mark,
    _extra_comma,
    _open_bracket,
    _after_quote,
    _stray,
    _first_char,
    _dash,
    _question,
    _block,
    _escape,
    _alias,
    _tag,
    _after_end,
    _misaligned,
)


def explain(complaint: Complaint) -> Fault:
    """The complaint in French; a general sentence for one that no reader knows."""
    for reader in _READERS:
        fault = reader(complaint)
        if fault is not None:
            return fault
    return _any(complaint)


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
    found = _KEY.match(text)
    if blank and found and found["value"]:
        return _problem(
            problem,
            message="Un texte commence par « {{ » ou « [[ » sans guillemets : YAML y lit une liste.",
            read=f"« {_short(found['value'])} »",
            expected="un texte entre guillemets",
            remedy=f"Mettre le texte entre guillemets : {found['head'].strip()} {quoted(found['value'])}",
        )
    return _problem(
        problem,
        message="Une clé ne peut pas être une liste, ni commencer par un crochet ou une accolade.",
        read=f"« {_short(rest)} »",
        expected="une clé faite de lettres, comme « objet: »",
        remedy="Mettre le texte entre guillemets si ce n'est pas une clé.",
    )


def _no_key(problem: _Problem, text: str) -> Fault:
    return _problem(
        problem,
        message="Il n'y a rien devant les deux-points.",
        read=f"« {_short(text)} »",
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
        read=f"« {_short(problem.read)} »",
        expected="une valeur écrite en entier à chaque endroit",
        remedy="Si c'est du texte, le mettre entre guillemets ; sinon, recopier la valeur.",
    )


def _marked(problem: _Problem, text: str) -> Fault:
    typed = text[problem.column - 1 :]
    return _problem(
        problem,
        rule="yaml-etiquette",
        message="« ! » en tête d'une valeur est une étiquette de YAML, qui n'est pas admise.",
        read=f"« {_short(typed)} »",
        expected="une valeur sans étiquette",
        remedy="Si c'est du texte, le mettre entre guillemets ; sinon, supprimer l'étiquette.",
    )


def _directive(problem: _Problem, text: str) -> Fault:
    return _problem(
        problem,
        message="Une ligne qui commence par « % » est une directive de YAML, qui n'est pas admise.",
        read=f"« {_short(text)} »",
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
        read=f"« {_short(text)} »",
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
