"""What `import --onto` tells: the file of the entry, before and after, and what is left to a person."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clausekit.difference import Change
from clausekit.difference.change import WORDING
from clausekit.report import text
from clausekit.report.differed import words
from clausekit.report.imported import remark_data, remarks
from clausekit.transcribe.onto import Proposal

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One entry and a document. `after` is None when nothing changes; `change` is what `diff` says of it."""

    id: str
    file: str
    source: str
    data: bytes
    proposal: Proposal
    after: bytes | None = None
    change: Change | None = None
    declared: str | None = None
    reason: str | None = None

    @property
    def difference(self) -> str:
        """The unified diff, as git shows it."""
        old, new = (data.decode("utf-8-sig").splitlines() for data in (self.data, self.after or self.data))
        return "\n".join(difflib.unified_diff(old, new, self.file, f"{self.file} (modifié)", lineterm=""))


def understated(made: Brought) -> bool:
    """Whether what is declared a matter of wording changes what binds, beyond doubt."""
    return made.change is not None and made.change.understated


def _said(made: Brought, *, written: bool) -> Iterator[str]:
    if made.after is None:
        yield f"{made.source} : rien ne change dans {made.file}."
        return
    if written:
        yield f"  écrit  {made.file}"
    else:
        yield made.difference
    yield ""
    if made.change:
        yield f"Modification {made.change.severity.replace('redac', 'rédac')}, d'après ce qui change."
    if made.change and made.change.doubts:
        doubt = f"À confirmer : {words.doubts(made.change)}."
        doubt += "" if made.declared == WORDING else " Si l'engagement est le même : --nature redactionnelle."
        yield from text.wrap(doubt, text.WIDTH)
    if understated(made):
        yield from text.wrap("À revoir : elle est déclarée rédactionnelle, alors que l'obligation change.", text.WIDTH)
    yield "L'entrée revient à l'état « projet » : ce texte n'est plus celui qui a été lu."
    if not written:
        yield from _next(made)


def _next(made: Brought) -> Iterator[str]:
    lacking = [option for option, value in (("--nature", made.declared), ("--motif", made.reason)) if not value]
    tail = f", avec {' et '.join(lacking)}" if lacking else ""
    yield f"Rien n'est écrit. Pour l'écrire : --write{tail}."


def as_text(made: Brought, *, written: bool) -> str:
    """For a terminal."""
    lines = [*_said(made, written=written)]
    if made.proposal.left:
        lines += ["", "Non repris, à faire à la main :", *remarks(made.proposal.left)]
    if made.proposal.remarks:
        lines += ["", "À savoir :", *remarks(made.proposal.remarks)]
    if written and made.after:
        lines += ["", f"Ensuite : clausekit lint {text.pasted(made.file)}"]
    return "\n".join(lines)


def as_json(made: Brought, *, written: bool) -> str:
    """One document."""
    values: list[dict[str, Any]] = [
        {"route": ".".join(map(str, item.route)), "value": item.value} for item in made.proposal.values
    ]
    data = {
        "format": FORMAT,
        "id": made.id,
        "file": made.file,
        "source": made.source,
        "written": written and made.after is not None,
        "values": values,
        "severity": made.change.severity if made.change else None,
        "to_confirm": [{"old": item.old, "new": item.new} for item in made.change.doubts] if made.change else [],
        "declared_severity": made.declared,
        "left": [remark_data(item) for item in made.proposal.left],
        "remarks": [remark_data(item) for item in made.proposal.remarks],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
