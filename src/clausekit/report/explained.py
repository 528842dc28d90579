"""An explanation for a terminal."""

from __future__ import annotations

from clausekit.explain import Explanation, Section
from clausekit.report.wrapping import wrapped


def _section(section: Section) -> list[str]:
    if section.code:
        return ["", section.title, *(f"    {line}".rstrip() for line in section.lines)]
    told = [line for item in section.lines for line in wrapped(item, "  ", "    ")]
    return ["", section.title, *told]


def as_text(found: Explanation) -> str:
    """The name, then its sections."""
    lines = [f"{found.name} – {found.title}"]
    for section in found.sections:
        lines += _section(section)
    return "\n".join(lines)
