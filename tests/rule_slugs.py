"""Every slug that the program may print, read in its source: no page of `explain` is left to memory.

A slug is what is given to a parameter named `rule` (of `Finding`, `problem`, `told`…), a key of a table of
rules, or what stands between the brackets of « erreur[…] ».
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from clausekit.lint import LINTS
from clausekit.lint.history import HISTORY
from clausekit.rules import COHERENCES, RULES
from conftest import ROOT

_PRINTED = re.compile(r"(?:erreur|avertissement|conseil|à justifier|à la main)\[([a-z0-9-]+)\]")
_RULE = "rule"


@dataclass
class Module:
    """A file of the source: its nodes, its constants that are texts, its functions, whence its other names.

    `ranks`: function -> rank of its parameter `rule` (None without one). `imported`: name -> module, name there.
    """

    name: str
    path: Path
    nodes: list[ast.AST]
    constants: dict[str, str]
    ranks: dict[str, int | None]
    imported: dict[str, tuple[str, str]]


@dataclass
class Found:
    """The slugs, each with where it is written; and what is given for a rule and cannot be read here."""

    slugs: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def _constants(tree: ast.Module) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Constant)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def _rank(node: ast.FunctionDef) -> int | None:
    arguments = [*node.args.posonlyargs, *node.args.args]
    ranks = [rank for rank, item in enumerate(arguments) if item.arg == _RULE and ast.unparse(item.annotation) == "str"]
    return ranks[0] if ranks else None


def _modules() -> Iterator[Module]:
    package = ROOT / "src" / "clausekit"
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = path.relative_to(package.parent).with_suffix("").parts
        nodes = list(ast.walk(tree))
        yield Module(
            name=".".join(part for part in parts if part != "__init__"),
            path=path,
            nodes=nodes,
            constants=_constants(tree),
            ranks={node.name: _rank(node) for node in nodes if isinstance(node, ast.FunctionDef)},
            imported={
                alias.asname or alias.name: (node.module or "", alias.name)
                for node in nodes
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            },
        )


def _rank_of(module: Module, function: ast.expr, modules: Mapping[str, Module]) -> int | None:
    """The rank of the parameter `rule` of what is called, followed through the imports."""
    name = getattr(function, "attr", getattr(function, "id", ""))
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        home = ".".join(module.imported.get(function.value.id, ("", "")))
        return _rank_in(modules, home, name)
    return _rank_in(modules, module.name, name) if isinstance(function, ast.Name) else None


def _rank_in(modules: Mapping[str, Module], home: str, name: str) -> int | None:
    if home not in modules:
        return None
    if name in modules[home].ranks:
        return modules[home].ranks[name]
    target = modules[home].imported.get(name)
    return _rank_in(modules, *target) if target else None


def _given(node: ast.Call, rank: int | None) -> Iterator[ast.expr]:
    """What a call gives for a rule."""
    yield from (keyword.value for keyword in node.keywords if keyword.arg == _RULE)
    if rank is not None and len(node.args) > rank:
        yield node.args[rank]


def _defaults(module: Module) -> Iterator[ast.expr]:
    """What a parameter or a field named `rule` is when nobody says."""
    for node in module.nodes:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == _RULE:
            yield from [node.value] if node.value else []
        elif isinstance(node, ast.FunctionDef):
            pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            yield from (default for argument, default in pairs if argument.arg == _RULE and default)


def _texts(value: ast.expr, module: Module) -> list[str] | None:
    """The slugs that an expression may be; empty for a rule handed on; None when it cannot be read."""
    if isinstance(value, ast.Constant):
        return [value.value] if value.value else []
    if isinstance(value, ast.IfExp):
        both = [_texts(value.body, module), _texts(value.orelse, module)]
        return None if None in both else [slug for found in both for slug in found or []]
    if isinstance(value, ast.Name) and value.id in module.constants:
        return [module.constants[value.id]]
    # `rule`, `fault.rule`, `data["regle"]`: given by whoever made it, and read there. `name`: a key of a table.
    handed_on = isinstance(value, (ast.Name, ast.Attribute)) and ast.unparse(value).split(".")[-1] in {_RULE, "name"}
    return [] if handed_on or ast.unparse(value) == "data['regle']" else None


def _values(module: Module, modules: Mapping[str, Module]) -> Iterator[ast.expr]:
    for node in module.nodes:
        if isinstance(node, ast.Call):
            yield from _given(node, _rank_of(module, node.func, modules))
    yield from _defaults(module)


def _printed(module: Module) -> Iterator[str]:
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _PRINTED.findall(node.value)


@cache
def collect() -> Found:
    """Every slug of the source."""
    modules, found = {module.name: module for module in _modules()}, Found()
    for module in modules.values():
        path = module.path.relative_to(ROOT).as_posix()
        for value in _values(module, modules):
            slugs = _texts(value, module)
            if slugs is None:
                found.unread.append(f"{path}:{value.lineno} {ast.unparse(value)}")
            found.slugs.update(dict.fromkeys(slugs or [], f"{path}:{value.lineno}"))
        found.slugs.update(dict.fromkeys(_printed(module), path))
    for table in (RULES, COHERENCES, LINTS, HISTORY):
        found.slugs.update({slug: "a table of rules" for slug in table if slug not in found.slugs})
    return found
