"""What an authority's template may ask Jinja to do: print six values, nothing else.

docxtpl hands the whole XML of a part to Jinja. A template comes by mail or from a shared
drive: a loop, a filter or an attribute is code that it would run here (docxtpl #549, #632).
The sandbox is the second lock; this is the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from clausekit.finding import Finding
from clausekit.word.neutral import W
from clausekit.word.refusal import finding

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.nodes import Node
    from lxml.etree import _Element

_W = f"{{{W}}}"
BODY = "ck_corps"
NAMES = ("acheteur", "piece", "objet", "titre", "pied", BODY)
_TAG = re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)", re.DOTALL)
_SHELLS = 64  # compiled parts: body, headers and footers of a few templates
_SIMPLE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_ALLOWED = " ".join(f"{{{{ {name} }}}}" for name in NAMES)


@cache
def environment() -> Environment:
    """The one Jinja environment: sandboxed, escaping, strict about unknown names.

    It keeps what it has compiled: the shell of a template is the same for each document of a contract.
    """
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    found = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    keep: Any = lru_cache(maxsize=_SHELLS)(found.from_string)
    found.from_string = keep  # type: ignore[method-assign]
    return found


def text_of(paragraph: _Element) -> str:
    """The text of a paragraph's runs, as Jinja will read it once docxtpl has joined them."""
    return "".join(element.text or "" for element in paragraph.iter(_W + "t"))


def lone_name(paragraph: _Element) -> str | None:
    """The name that a paragraph prints when it prints nothing else."""
    found = _SIMPLE.fullmatch(text_of(paragraph).strip())
    return found[1] if found else None


def prints(paragraph: _Element, name: str) -> bool:
    """Whether a paragraph prints this value, alone or among words."""
    return name in _SIMPLE.findall(text_of(paragraph))


def check(root: _Element, patched: str, *, file: str, part: str) -> tuple[Finding, ...]:
    """Everything in a part that is no simple known tag.

    `root` gives the words that a person sees; `patched` is what Jinja would compile, where
    tags may also hide in attributes or field codes. Both must be clean.
    """
    seen = tuple(_read(root, file=file, part=part))
    return seen or tuple(_compiled(patched, file=file, part=part))


def check_unrendered(root: _Element, *, file: str, part: str) -> tuple[Finding, ...]:
    """Tags in a part that docxtpl does not render: they would be printed as they are."""
    tags = (tag for p in root.iter(_W + "p") for tag in _TAG.findall(text_of(p)))
    return tuple(_refused(tag, "Cette partie du modèle n’est pas remplie", file=file, part=part) for tag in tags)


def _read(root: _Element, *, file: str, part: str) -> Iterator[Finding]:
    for paragraph in root.iter(_W + "p"):
        for tag in _TAG.findall(text_of(paragraph)):
            found = _SIMPLE.fullmatch(tag)
            if found is None:
                yield _refused(tag, "Le modèle contient une balise qui n’est pas un simple nom", file=file, part=part)
            elif found[1] not in NAMES:
                yield _refused(tag, "Le modèle emploie un nom inconnu", file=file, part=part)


def _compiled(patched: str, *, file: str, part: str) -> Iterator[Finding]:
    from jinja2 import TemplateSyntaxError, nodes

    try:
        tree = environment().parse(patched)
    except TemplateSyntaxError as error:
        yield _refused(str(error.message), "Le modèle contient une balise illisible", file=file, part=part)
        return
    for node in _leaves(tree.body):
        if not isinstance(node, nodes.TemplateData) and not _is_known(node):
            read = f"{type(node).__name__}, ligne {node.lineno} du XML"
            yield _refused(read, "Le modèle contient du code hors du texte visible", file=file, part=part)


def _leaves(body: Iterable[Node]) -> Iterator[Node]:
    """What each output prints; a statement (`for`, `if`, `set`…) stands for itself."""
    from jinja2 import nodes

    for node in body:
        if isinstance(node, nodes.Output):
            yield from node.nodes
        else:
            yield node


def _is_known(node: Node) -> bool:
    from jinja2 import nodes

    return isinstance(node, nodes.Name) and node.name in NAMES


def _refused(tag: str, message: str, *, file: str, part: str) -> Finding:
    return finding(
        "modele-code",
        f"{message} : « {tag[:80]} ».",
        file=file,
        part=part,
        read=tag[:200],
        expected=_ALLOWED,
        why="Un modèle n’exécute rien : boucles, filtres et calculs appartiennent aux fichiers YAML.",
        remedy="Remplacez la balise par l’un de ces noms, ou supprimez-la.",
    )
