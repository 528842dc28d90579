"""What every HTML page of ours is made of: escaped text in French typography, tags, lists."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from clausekit import typography as typo


def say(text: str) -> str:
    """Text of a page, escaped, in French typography."""
    return escape(typo.spaces(text))


def tag(name: str, content: str, /, **attributes: str) -> str:
    """An element around ready content; `class_` and `aria_label` are written as HTML does, empty ones left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value
    )
    return f"<{name}{given}>{content}</{name}>"


def paragraphs(lines: Iterable[str], class_: str = "") -> str:
    """One paragraph a line."""
    return "".join(tag("p", say(line), class_=class_) for line in lines)


def items(lines: Iterable[str]) -> str:
    """A list of lines."""
    return tag("ul", "".join(tag("li", say(line)) for line in lines))
