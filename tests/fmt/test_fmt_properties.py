"""What holds of `fmt` for any file: the same data, the same comments, and nothing more to do the second time."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausekit import fmt, source
from clausekit.fmt import faithful, written

_SIGNS = "ab éÉ.,:;?!#&*-[]{}()'\"«»%@`|>~\\/=1 20\u00a0…_{{ }}"
WORDS = st.text(_SIGNS, max_size=25).filter(lambda text: "\n" not in text)
PROSE = st.lists(
    st.sampled_from(["Un mot.", "Le titulaire trie", "- un item ;", "1. deux", "| a | b |", "", "etc."]),
    min_size=1,
    max_size=6,
)
KEYS = st.sampled_from(
    ["id", "titre", "type", "textes", "pourquoi", "vigilance", "historique", "a", "l'eau", "b: c", "1", "oui"]
)
PLAIN = ("un mot", "l'eau du robinet", "x#y", "80 %", "2026-01-02", "a, b")
COMMENTS = st.text("ab # é:", max_size=8).map(lambda text: f"# {text}".rstrip())
SCALARS = st.one_of(WORDS, st.sampled_from(PLAIN), PROSE.map("\n".join), st.integers(-50, 50), st.booleans(), st.none())
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
    ),
    min_size=1,
    max_size=5,
)


class Writer:
    """Data written in some shape that YAML admits, with comments here and there."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw

    def yes(self) -> bool:
        return self.draw(st.booleans())

    def scalar(self, value: Any) -> str:
        if value is None or isinstance(value, (bool, int)):
            return json.dumps(value)
        single = "\n" not in value and self.yes()
        return "'" + value.replace("'", "''") + "'" if single else json.dumps(value, ensure_ascii=False)

    def flow(self, value: Any) -> str:
        gap = self.draw(st.sampled_from(["", " "]))
        if isinstance(value, list):
            return "[" + gap + f",{gap}".join(map(self.flow, value)) + gap + "]"
        if isinstance(value, dict):
            return (
                "{"
                + gap
                + ", ".join(f"{self.scalar(key)}: {self.flow(item)}" for key, item in value.items())
                + gap
                + "}"
            )
        return self.scalar(value)

    def wide(self, value: Any, indent: int) -> list[str]:
        """Brackets over several lines, with comments at their ends and between them."""
        pad, end = " " * indent, "]" if isinstance(value, list) else "}"
        items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
        lines = [f" {'[' if end == ']' else '{'}{self.note()}"]
        for key, item in items:
            name = "" if key is None else f"{self.scalar(key)}: "
            lines += [f"{pad}{name}{self.flow(item)},{self.note()}"]
            lines += [pad + self.draw(COMMENTS)] if self.yes() else []
        return [*lines, pad + end + self.note()]

    def note(self) -> str:
        return f" {self.draw(COMMENTS)}" if self.yes() else ""

    def literal(self, value: Any) -> bool:
        return (
            isinstance(value, str)
            and value.strip()
            and not value[:1].isspace()
            and value.rstrip() == value
            and all(line == line.strip() and "\u00a0" not in line for line in value.split("\n"))
        )

    def value(self, value: Any, indent: int) -> list[str]:
        """The rest of the key's line, then lines below."""
        comment = self.note()
        if isinstance(value, (dict, list)) and value and self.draw(st.integers(0, 4)) == 0:
            return self.wide(value, indent)
        pad = " " * indent
        if value in ({}, []) or (isinstance(value, (dict, list)) and self.yes()):
            return [f" {self.flow(value)}{comment}"]
        if isinstance(value, (dict, list)):
            return [comment, *self.block(value, indent)]
        if self.literal(value) and self.yes():
            if " ".join(value.split()) == value and self.yes():
                return [f" >-{comment}", *(pad + word for word in value.split())]
            return [f" |-{comment}", *((pad + line).rstrip() for line in value.split("\n"))]
        if value in PLAIN and self.yes():
            return [f" {value}{comment}"]
        return [f" {self.scalar(value)}{comment}"]

    def block(self, value: Any, indent: int) -> list[str]:
        pad, lines = " " * indent, list[str]()
        step = self.draw(st.integers(1, 4))
        for key, item in value.items() if isinstance(value, dict) else ((None, item) for item in value):
            lines += ["" for _ in range(self.draw(st.integers(0, 2)))]
            lines += [pad + self.draw(COMMENTS) for _ in range(self.draw(st.integers(0, 1)))]
            head, *below = self.value(item, indent + step)
            lines += [pad + ("-" if key is None else f"{self.scalar(key)}:") + head, *below]
        return lines


@st.composite
def files(draw: Any) -> tuple[dict[str, Any], str]:
    data = draw(DATA)
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    return data, ends.join([*Writer(draw).block(data, 0), draw(COMMENTS), ""])


def comments(text: str) -> list[str]:
    return sorted(comment.translate(faithful.SPACES) for comment in written.comments(text))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(files(), st.sampled_from([None, "clause", "dossier"]))
def test_the_data_the_comments_and_the_second_run(made, kind):
    data, text = made
    read = source.load(text.encode(), file="essai.yaml")
    assert read.data == data  # the writer above writes what it says
    once = fmt.fmt(text.encode(), file="essai.yaml", kind=kind)
    again = source.load(once, file="essai.yaml")
    assert faithful.same(read.data, again.data)
    assert comments(again.text) == comments(read.text)
    assert fmt.fmt(once, file="essai.yaml", kind=kind) == once
