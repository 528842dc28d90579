"""Words that an expression cannot do without: where none of them stands, there is no need to search.

A clean library holds next to none of the words that the rules of drafting watch, and looking for plain
words is a hundred times faster than looking for expressions. What is not understood here is searched whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LEAST = 2  # letters; a shorter word is everywhere
_TOKEN = re.compile(r"\\u[0-9a-f]{4}|\\.|\[\^?\]?(?:\\.|[^\]])*\]|\(\?<?[=!]|\(\?[a-z-]*:|[()|]|.", re.DOTALL)
_QUANTIFIER = re.compile(r"[?*+]\??|\{\d*,?\d*\}")
_AROUND = ("(?=", "(?!", "(?<=", "(?<!")


@dataclass(frozen=True, slots=True)
class Word:
    """A word to look for: as it is when `cased`, else in lower case among lower-case letters."""

    text: str
    cased: bool


class _Opaque(Exception):
    """A branch without any word that must be there."""


def literals(expression: str, *, cased: bool = False) -> tuple[Word, ...] | None:
    """Words of which any text that the expression matches holds one; None when there are none.

    `cased` says whether the expression minds capitals.
    """
    try:
        return tuple(dict.fromkeys(word for branch in _branches(expression) for word in _best(branch, cased)))
    except _Opaque:
        return None


def _branches(expression: str) -> Iterator[str]:
    """The parts of an expression between its « | »."""
    depth, start = 0, 0
    for token in _TOKEN.finditer(expression):
        if token[0].startswith("(") and not token[0].startswith("\\"):
            depth += 1
        elif token[0] == ")":
            depth -= 1
        elif token[0] == "|" and depth == 0:
            yield expression[start : token.start()]
            start = token.end()
    yield expression[start:]


def _best(branch: str, cased: bool) -> tuple[Word, ...]:
    """The longest word of a branch, or the words of its group of which one must be there."""
    found = [words for words in _runs(branch, cased) if words and all(_rare(word.text) for word in words)]
    if not found:
        raise _Opaque
    return max(found, key=lambda words: min(len(word.text) for word in words))


def _rare(word: str) -> bool:
    return len(word) >= _LEAST or (word not in {"", " "} and not word.isalnum())


def _runs(branch: str, cased: bool) -> Iterator[tuple[Word, ...]]:
    """What a branch holds, piece by piece, without what may be left out."""
    run, at = "", 0
    while at < len(branch):
        token = _TOKEN.match(branch, at)
        assert token is not None  # noqa: S101 - any sign is a token
        at = token.end()
        if token[0].startswith("(") and token[0] != "\\(":
            yield (_word(run, cased),)
            run, inside = "", branch[at : (end := _end(branch, at))]
            at = end + 1
            optional, at = _quantified(branch, at)
            if not optional and token[0] not in _AROUND:
                yield literals(inside, cased=cased or token[0] == "(?-i:") or ()
            continue
        sign = _sign(token[0])
        optional, after = _quantified(branch, at)
        if sign and not optional:
            run += sign
        if not sign or after != at:
            yield (_word(run, cased),)
            run = ""
        at = after
    yield (_word(run, cased),)


def _word(run: str, cased: bool) -> Word:
    return Word(run if cased else run.lower(), cased)


def _quantified(branch: str, at: int) -> tuple[bool, int]:
    """Whether what stands before may be left out, and where its quantifier ends."""
    found = _QUANTIFIER.match(branch, at)
    return (False, at) if found is None else (not found[0].startswith("+"), found.end())


def _sign(token: str) -> str:
    """The sign that a token stands for; empty for a class of signs."""
    if token.startswith("\\u"):
        return chr(int(token[2:], 16))
    if token.startswith("\\"):
        return "" if token[1].isalnum() else token[1]
    return "" if token in {".", "^", "$"} or token.startswith("[") else token


def _end(branch: str, at: int) -> int:
    """Where the group that opens before `at` closes."""
    depth = 1
    for token in _TOKEN.finditer(branch, at):
        if token[0].startswith("("):
            depth += 1
        elif token[0] == ")":
            depth -= 1
            if depth == 0:
                return token.start()
    raise _Opaque
