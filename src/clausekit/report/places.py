"""Routes of keys -> lines and columns, with the line that is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clausekit.finding import Finding, Place
from clausekit.source import Source


def located(finding: Finding, sources: Mapping[str, Source]) -> Finding:
    """The same finding with its places' lines and columns, and the excerpt of the first one."""
    places = tuple(_place(place, sources) for place in finding.places)
    excerpt = _excerpt(places[0], sources) if finding.excerpt is None and places else finding.excerpt
    return replace(finding, places=places, excerpt=excerpt)


def _excerpt(place: Place, sources: Mapping[str, Source]) -> str | None:
    """The line over its caret; nothing for a key that the file does not hold."""
    read = sources.get(place.file)
    if read is None or place.line is None or place.column is None:
        return None
    absent = not place.route or str(place.route[0]) not in read.data
    return None if absent else read.excerpt(place.line, place.column)


def _place(place: Place, sources: Mapping[str, Source]) -> Place:
    read = sources.get(place.file)
    if read is None or place.line is not None:
        return place
    if not place.route:
        return replace(place, line=1, column=1)
    line, column = read.key_position(place.route)
    return replace(place, line=line, column=column)
