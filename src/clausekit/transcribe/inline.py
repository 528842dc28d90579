r"""The words of a paragraph to prose: blanks, references, and plain text in the house's typography.

[délai de remise : 15 jours]   [taux] %   [à compléter]   ……   ____     blanks, with a name and a type
{{ nom }}   [nom]   [[COM-007]]   [COM-007]                            blanks and references typed by hand
\ue000…\ue001   \ue002…\ue003                                          those that only the signs of `draft` tell
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from clausekit import guess, prose, terms
from clausekit import typography as typo
from clausekit.draft import BLANK, HELD, LINK, NOTE, PICTURE, SIGNS
from clausekit.finding import Place
from clausekit.transcribe import naming, units
from clausekit.transcribe.found import Notes, Wanted
from clausekit.transcribe.units import Nature

_ID: Final = r"[A-Z]{3,6}-[CGA]?[0-9]{2,3}"
_TOKEN = re.compile(
    rf"{LINK[0]}(?P<led>{_ID}){HELD}[^{LINK[1]}]*{LINK[1]}"
    rf"|{BLANK[0]}(?P<told>(?:[^{HELD}{BLANK[1]}]*{HELD})*)(?P<shown>[^{BLANK[1]}]*){BLANK[1]}"
    rf"|\[\[\s*(?P<link>{_ID})\s*\]\]|\[(?P<bare>{_ID})\]"
    r"|\{\{\s*(?P<slot>[^{}\[\]\s][^{}\[\]]{0,79}?)\s*\}\}"
    r"|\[\[(?P<double>[^\[\]]{1,300})\]\]|\[(?P<bracket>[^\[\]]{1,300})\]"
    r"|(?P<dots>…[ …]*…|\.{4,}|(?:\. ){3,}\.|_{3,}|…(?=\s*(?:%|€|euros?|jours?|mois|heures?)\b))"
)
_WITHIN = re.compile(rf"\[[^\[\]]*{BLANK[0]}[^\[\]]*\]")
_HELD = re.compile(rf"{BLANK[0]}(?:[^{HELD}{BLANK[1]}]*{HELD})*|{BLANK[1]}")
_SIGNS = re.compile(f"[{''.join(SIGNS)}]")
_ABSENT = re.compile(r"renvoi à (?P<id>" + _ID + r"), qui n'est pas dans le dossier")
_WHO = re.compile(
    r"(?:à\s)?(?:compléter|remplir|préciser|définir|indiquer|fixer|renseigner)"
    r"(?:\s(?:par|selon)\s(?P<who>[^:,]{1,40}?))?\s*(?::\s*(?P<label>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_NOTHING = re.compile(r"[\s….·_xX?*-]*")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_ASIDE = re.compile(
    r"=|(?:note|nb|n\.b\.|option|variante|remarque|attention|nota|sic)\b|\d[\d .]*$|.*à vérifier$", re.I
)
_LONGEST: Final = 90
_ARTICLE = re.compile(r"(?:l'|l’|L'|L’)?[aA]rticle[ \u00a0]$")
_KINDS: Final = {"pourcentage": "taux", "duree": "delai", "montant": "montant", "date": "date", "entier": "nombre"}


@dataclass(slots=True)
class Reader:
    """Reads the paragraphs of one clause; the same blank is the same parameter.

    `known` are declared already. Where new blanks cannot be declared, what would be one is kept as it is typed.
    """

    notes: Notes
    known: frozenset[str] = frozenset()
    declares: bool = True
    wanted: dict[str, Wanted] = field(default_factory=dict)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def pieces(self, text: str, place: Place) -> prose.Line:
        """The pieces of a paragraph."""
        self._drawn(text, place)
        text = _bounded(text.replace(PICTURE, "").replace(NOTE, ""))
        found: list[prose.Piece] = []
        start = 0
        for token in _TOKEN.finditer(text):
            if token.start() < start:
                continue
            before = text[start : token.start()]
            piece, length = self._token(token, text, place)
            before = _ARTICLE.sub("", before) if token["led"] else before
            _say(found, before)
            _say(found, piece) if isinstance(piece, str) else found.append(piece)
            start = token.end() + length
        _say(found, text[start:])
        return _trimmed(found)

    def _drawn(self, text: str, place: Place) -> None:
        if PICTURE in text:
            self.notes.add("Une image ou un objet n'est pas repris.", place)
        if NOTE in text:
            self.notes.add("Un appel de note n'est pas repris ; la note est dite plus bas.", place)

    def _token(self, token: re.Match[str], text: str, place: Place) -> tuple[prose.Piece | str, int]:
        """What stands for a token, and how much of the text after it goes with it (its unit)."""
        link = token["led"] or token["link"] or token["bare"]
        if link:
            return prose.Link(link), 0
        if token["slot"]:
            return self._slot(token["slot"], text[: token.start()], place), 0
        told = token["told"].split(HELD)[:-1] if token["told"] else []
        content = token["shown"] if token["told"] is not None else token["bracket"] or token["double"] or ""
        content = typo.unset(content.strip().removeprefix("[").removesuffix("]")).strip()
        return self._blank(_Seen(token=token, told=told, content=content, text=text), place)

    def _slot(self, name: str, before: str, place: Place) -> prose.Piece:
        """A blank typed as the library writes it; another name is made one."""
        plain = name if _NAME.fullmatch(name) else guess.slug(name, joint="_") or "blanc"
        if plain not in terms.RESERVED_WORDS and plain not in self.known:
            nature = units.hinted(f"{name} {before[-40:]}")
            title = "" if plain == name else _capital(name)
            self._declare(Wanted(name=plain, title=title, kind=nature.kind, unit=nature.unit, shown=name, place=place))
        return prose.Slot(plain)

    def _blank(self, seen: _Seen, place: Place) -> tuple[prose.Piece | str, int]:
        content = seen.content
        absent = _ABSENT.search(content)
        if absent:
            return prose.Link(absent["id"]), 0
        if _NAME.fullmatch(content) and (content in self.known or content in terms.RESERVED_WORDS or "_" in content):
            return self._slot(content, "", place), 0
        if not self.declares:
            self.notes.add(f"Ceci ressemble à un blanc, et est gardé tel quel : « {_short(seen.whole)} ».", place)
            return seen.whole, 0
        if seen.aside:
            self.notes.add(f"Ce passage est gardé tel quel, non comme un blanc : « {_short(seen.whole)} ».", place)
            return seen.whole, 0
        found, length = _understood(seen, place)
        return prose.Slot(self._named(found, seen)), length

    def _named(self, found: Wanted, seen: _Seen) -> str:
        """The name of a blank: that of its title, else of the words before it, once for the same title and type."""
        base = naming.name(found.title) or _beside(found.kind, seen)
        key = (found.title, found.kind) if found.title else (base, str(len(self._names)))
        if key not in self._names:
            taken = {*self.wanted, *self.known, *terms.RESERVED_WORDS, "niveau", "lots", "id"}
            rank = next(rank for rank in range(1, len(taken) + 2) if _ranked(base, rank) not in taken)
            self._names[key] = _ranked(base, rank)
            self._declare(replace(found, name=self._names[key]))
        return self._names[key]

    def _declare(self, found: Wanted) -> None:
        self.wanted.setdefault(found.name, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A token that may be a blank: what signs tell of it, its words, the paragraph around it."""

    token: re.Match[str]
    told: list[str]
    content: str
    text: str

    @property
    def whole(self) -> str:
        """The words as they are read in the document."""
        return self.token["shown"] if self.token["told"] is not None else self.token[0]

    @property
    def aside(self) -> bool:
        """Whether the words are a sentence or a note to the reader, not a blank."""
        if _WHO.fullmatch(self.content):
            return False
        long = len(self.content) > _LONGEST or bool(re.search(r"[.!?]\s+[A-ZÀÉ]|[\w)]\.$", self.content))
        return not any(self.told) and (long or bool(_ASIDE.match(self.content)))


def _bounded(text: str) -> str:
    """The text where a highlight within brackets, or around them and more, counts for nothing."""
    text = _WITHIN.sub(lambda found: _HELD.sub("", found[0]), text)

    def inner(found: re.Match[str]) -> str:
        shown = found["shown"] or ""
        parts = list(_TOKEN.finditer(shown)) if found["told"] is not None else []
        whole = len(parts) == 1 and parts[0][0] == shown.strip()
        return shown if parts and not whole and not found["told"].strip(HELD) else found[0]

    return _TOKEN.sub(inner, text)


def _understood(seen: _Seen, place: Place) -> tuple[Wanted, int]:
    """A blank as a parameter without its name, and the length of the unit that follows it."""
    told, who = [*seen.told, "", ""][:2], ""
    words = "" if _NOTHING.fullmatch(seen.content) else seen.content
    asked = _WHO.fullmatch(words)
    if asked:
        words, who = asked["label"] or "", guess.bare(asked["who"] or "")
    label, _, value = (part.strip() for part in _parted(words))
    nature = _nature(label, value, seen, told)
    if not value and not told[0] and label and (alone := units.valued(label)) is not None:
        label, nature = "", alone
    after = seen.text[seen.token.end() :]
    known = units.unit(after)
    # The engine prints the unit: what the document says after the blank would be printed twice.
    if known and nature.kind in {known[0], "texte", "nombre", "entier"} | (
        {"montant"} if known[0] == "montant" else set()
    ):
        nature = replace(nature, kind=known[0], unit=known[1])
    length = known[2] if known and known[0] == nature.kind else 0
    filled_by = next((name for name in terms.WHO if guess.bare(name) in who), "")
    title = _capital(told[0] or label)
    shown = _SIGNS.sub("", seen.whole)
    return (
        Wanted(
            name="",
            title=title,
            kind=nature.kind,
            unit=nature.unit,
            value=nature.value,
            choices=nature.choices,
            filled_by=filled_by,
            shown=shown,
            place=place,
        ),
        length,
    )


def _parted(words: str) -> tuple[str, str, str]:
    """« délai de remise : 15 jours », « taux (%) », « taux » in label and value."""
    unit = re.fullmatch(r"(?P<label>[^()]+)\((?P<unit>[^()]+)\)", words)
    if unit and units.unit(unit["unit"]):
        return unit["label"], "", unit["unit"]
    return words.partition(":")


def _nature(label: str, value: str, seen: _Seen, told: list[str]) -> Nature:
    if len(seen.told) > 2:
        return (
            Nature(kind="choix", choices=tuple(dict.fromkeys(seen.told[2:])))
            if len(set(seen.told[2:])) > 1
            else Nature(kind="texte")
        )
    if told[1]:
        return Nature(kind=told[1]) if told[1] != "choix" else Nature(kind="texte")
    if value and not _NOTHING.fullmatch(value):
        known = units.valued(value)
        if known:
            return known
        bare = units.unit(re.sub(r"^[\s….·_xX?*-]+", "", value))
        if bare:
            return Nature(kind=bare[0], unit=bare[1])
    return units.hinted(label or told[0] or naming.near(seen.text[: seen.token.start()]))


def _beside(kind: str, seen: _Seen) -> str:
    """A name from the words around a blank, else from its type."""
    before = naming.name(naming.near(seen.text[: seen.token.start()]))
    if kind == "date":
        return f"date_{before}" if before and before != "date" else "date"
    after = re.split(r"[.;:!?,\[{\ue000\ue002]", seen.text[seen.token.end() :])[0]
    following = next((word for word in naming.WORD.findall(after)[:2] if naming.names(word)), "")
    return before or _KINDS.get(kind, "") or naming.name(following) or "blanc"


def _ranked(base: str, rank: int) -> str:
    return base if rank == 1 else f"{base}_{rank}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(text: str) -> str:
    text = _SIGNS.sub("", text)
    return text if len(text) <= 80 else text[:79] + "…"


def _say(found: list[prose.Piece], text: str) -> None:
    """Add words, next to those that are there."""
    text = _SIGNS.sub("", text)
    if not text:
        return
    last = found[-1] if found else None
    if isinstance(last, prose.Words):
        found[-1] = prose.Words(last.text + text)
    else:
        found.append(prose.Words(text))


def _trimmed(found: list[prose.Piece]) -> prose.Line:
    """The pieces in the typography of the YAML, without spaces at the ends."""
    set_right = [prose.Words(_unset(piece.text)) if isinstance(piece, prose.Words) else piece for piece in found]
    for at, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if set_right and isinstance(set_right[at], prose.Words):
            set_right[at] = prose.Words(strip(set_right[at].text))  # type: ignore[union-attr]
    return tuple(piece for piece in set_right if not isinstance(piece, prose.Words) or piece.text)


def _unset(text: str) -> str:
    return re.sub(r"[ \t]+", " ", typo.unset(text))


__all__ = ["Reader"]
