"""Routes of keys -> lines and columns, with the line that is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clausekit.finding import Finding, Place
from clausekit.source import Source


def located(finding: Finding, sources: Mapping[str, Source]) -> Finding:
    """The same finding with its places' lines and columns, and the excerpt of the first one."""
    places = tuple(_place(place, sources) for place in finding.places)
    excerpt = finding.excerpt
    if excerpt is None and places and places[0].line and places[0].column:
        read = sources.get(places[0].file)
        excerpt = read.excerpt(places[0].line, places[0].column) if read else None
    return replace(finding, places=places, excerpt=excerpt)


def _place(place: Place, sources: Mapping[str, Source]) -> Place:
    read = sources.get(place.file)
    if read is None or place.line is not None:
        return place
    if not place.route:
        return replace(place, line=1, column=1)
    line, column = read.key_position(place.route)
    return replace(place, line=line, column=column)
