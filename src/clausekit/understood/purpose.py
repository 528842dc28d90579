"""What the contract is about, and who buys: as the documents say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from clausekit.draft import Line, lines
from clausekit.finding import Place
from clausekit.inspect import Inspected
from clausekit.mark import MANIFEST
from clausekit.recognise.buyer import buyer, headed
from clausekit.understood.told import TO_CONFIRM, first, quoted, read_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """The object of the contract, where it was read, and whether a person must confirm it."""

    text: str
    place: Place
    sure: bool


def object_of(read: Sequence[Inspected]) -> Object | None:
    """The object: under the title of a piece of ours, else in an article, where a person confirms it."""
    line = next((line for item in read if (line := _under_title(item))), None)
    if line:
        return Object(text=line.text, place=line.place, sure=True)
    found = first([fact for item in read for fact in item.facts], "object")
    return Object(text=_cleaned(found.value), place=found.place, sure=False) if found else None


def written(read: Sequence[Inspected]) -> Iterator[str]:
    """The line of the object, and who buys as a comment."""
    found = object_of(read)
    doubt = "" if found is None or found.sure else TO_CONFIRM
    yield f"objet: {quoted(found.text)}{read_in(found.place)}{doubt}" if found else "objet: À préciser  # non lu"
    yield f"# acheteur:  # {_buyer(read)}"


def _buyer(read: Sequence[Inspected]) -> str:
    """The authority as the documents name it: the dossier gives the path of its file, which only a person knows."""
    wanted = "à préciser : le chemin du fichier de l'autorité (« clausekit new » en dit la forme)"
    found = [known for item in read if item.draft and (known := buyer(item.draft))]
    best = next((item for item in found if item.sure), found[0] if found else None)
    if best is None:
        return wanted
    others = {" ".join(item.name.casefold().split()) for item in found} - {" ".join(best.name.casefold().split())}
    doubt = "" if best.sure and not others else TO_CONFIRM
    return f"« {' '.join(best.name.split())} », {read_in(best.place).lstrip(' #')}{doubt} ; {wanted}"


def _ours(item: Inspected) -> bool:
    return bool(item.draft and item.draft.properties.get(MANIFEST))


def _under_title(item: Inspected) -> Line | None:
    """In a document that clausekit wrote, the object stands alone under the title.

    Without its marks, such a document is known by the head of its pages, which says the buyer, then the object.
    """
    if item.draft is None or not item.piece or item.piece.piece == "annexe":
        return None
    first = list(islice((line for line in item.draft.lines() if line.text), 2))
    if len(first) < 2 or any(line.heading is not None for line in first):
        return None
    above = (line.text for line in lines(item.draft.around) if line.place.part == "en-tête")
    known = _ours(item) or (any(headed(item.draft)) and first[1].text in above)
    return first[1] if known else None


_LEAD = re.compile(r"^(?:l['’]|l[ea]s? )(?=\w)|^(?:réalisation|exécution) (?:de |d['’])", re.IGNORECASE)


def _cleaned(text: str) -> str:
    """The object as a title: its first sentence, without the article that opens it."""
    first = re.split(r"(?<=[^\W\d]{3})\.\s|\s*;\s", text.strip(" .:"), maxsplit=1)[0]
    bare = _LEAD.sub("", first, count=1).strip(" .:")
    return bare[:1].upper() + bare[1:]
