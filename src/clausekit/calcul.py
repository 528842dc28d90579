"""Safe arithmetic of computed parameters: numbers, names, + - * / and parentheses, nothing else."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping

_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_LONGEST = 300


class Incomputable(ValueError):
    """The formula cannot be computed; the message is French."""


def evaluate(formula: str, names: Mapping[str, float]) -> float:
    """Value of an arithmetic formula; raises Incomputable, never runs code."""
    if len(formula) > _LONGEST:
        raise Incomputable("la formule est trop longue")
    try:
        tree = ast.parse(formula, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Incomputable(f"la formule « {formula} » ne se lit pas") from None
    try:
        return _value(tree.body, names)
    except ZeroDivisionError:
        raise Incomputable("la formule divise par zéro") from None


def _value(node: ast.expr, names: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.Name):
        if node.id not in names:
            raise Incomputable(f"« {node.id} » n'a pas de valeur")
        return float(names[node.id])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, names)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.left, names), _value(node.right, names))
    raise Incomputable("seuls les nombres, les paramètres et + - * / ( ) sont admis")


def names_in(formula: str) -> frozenset[str]:
    """Names that a formula uses; empty when it does not parse."""
    try:
        tree = ast.parse(formula, mode="eval")
    except (SyntaxError, ValueError):
        return frozenset()
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
