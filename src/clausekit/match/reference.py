"""What a document should say of each entry: its paragraphs as words, with holes where anything may stand.

Two sources. From the library alone, each blank, role word and cross-reference is a hole and what
a level adds is optional. From an assembly, the words are exact and only what a person fills
(blanks, doubtful references) or what Word renumbers is a hole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clausekit import prose
from clausekit.annex import Annex
from clausekit.assemble import Output, contents
from clausekit.clause import Clause, Parameter
from clausekit.fragment import Blank, Block, Heading, Inlines, Ref, Unverified, plain
from clausekit.library import Library
from clausekit.mark import Mark
from clausekit.match.expected import ANYTHING, Expected, Hole, Reference, Stream
from clausekit.match.folding import words

_SLOT = re.compile(r"\{\{.*?\}\}|\[\[.*?\]\]")


_COMPUTED = Hole(most=100_000)  # tables that the engine makes
_NAME = Hole(most=5)
# « Le présent article s'applique au lot 2. », « Pour les lots 1 et 3 : » are written by the engine.
_LOTS = Hole(
    most=40, among=frozenset(re.findall(r"\w+", "le present article s applique a au aux lot lots et pour les"))
)
_LINKS = frozenset(
    re.findall(
        r"\w+",
        "a acte annexe annexes article articles au aux cadre ccag ccap ccp cctp completer consultation crt d dans de "
        "dossier du engagement est et l la le les lettre n par pas ce cette document note rc reglement renvoi reponse "
        "acheteur qui",
    )
)
_FIGURES = frozenset(
    re.findall(
        r"\S+",
        "% € a acheteur ans an annee annees candidat calendaires completer d de des du et euros facilitateur ht heures "
        "heure jour jours l la le les lot lots mois ouvres ouvrables par pour prescripteur semaine semaines tous ttc "
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre er",
    )
)
_CLOSED_KINDS = frozenset({"pourcentage", "nombre", "entier", "montant", "duree", "date"})


# --- from the library ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Whose text is read: what its blanks and links may hold."""

    library: Library
    parameters: Mapping[str, Parameter]

    def _titles(self, name: str) -> Iterator[str]:
        """What a link to an entry may print: its title, or the headings that a text without one stands under."""
        entry = self.library.find(name)
        yield entry.title if entry else ""
        if isinstance(entry, Clause) and entry.untitled:
            rubrics = (item for role in entry.headings for item in self.library.registers.rubrics.get(role, ()))
            yield from (item.title for item in rubrics if item.id in entry.headings.values())

    def hole(self, piece: prose.Slot | prose.Link) -> Hole:
        if isinstance(piece, prose.Link):
            title = words(f"{piece.id} {' '.join(self._titles(piece.id))}")
            return Hole(most=len(title) + 8, among=_LINKS | frozenset(title))
        parameter = self.parameters.get(piece.name)
        if parameter is None:
            return ANYTHING if piece.name in {"objet", "facilitateur"} else _NAME
        if parameter.kind not in _CLOSED_KINDS:
            return ANYTHING
        own = frozenset(words(f"{parameter.title} {parameter.unit or ''}"))
        return Hole(most=60, among=_FIGURES | own | {word.removesuffix("s") for word in own})


def _line(lines: Iterable[prose.Line], owner: _Owner, *, optional: bool) -> Expected:
    stream = Stream()
    for line in lines:
        for piece in line:
            if isinstance(piece, prose.Words):
                stream.text(piece.text)
            else:
                stream.hole(owner.hole(piece))
    return stream.done(optional=optional)


def _block(block: prose.Block, owner: _Owner, *, optional: bool) -> Iterator[Expected]:
    if isinstance(block, prose.Computed):
        yield Expected(words=(), holes={0: _COMPUTED})
    elif isinstance(block, prose.Title):
        yield Expected(words=words(block.text), optional=optional, title=True)
    elif isinstance(block, prose.Listing):
        yield from (_line(item, owner, optional=optional) for item in block.items)
    elif isinstance(block, prose.Grid):
        yield from (_line((cell,), owner, optional=optional) for row in (block.header, *block.rows) for cell in row)
    else:
        yield _line(block.lines, owner, optional=optional)


def _text(text: str, owner: _Owner, *, optional: bool = False) -> Iterator[Expected]:
    for block in prose.parse(text):
        yield from _block(block, owner, optional=optional)


def _of_clause(clause: Clause, piece: str, library: Library) -> Iterator[Expected]:
    owner = _Owner(library=library, parameters=clause.parameters)
    if not clause.untitled:
        yield Expected(words=words(clause.title), title=True)
    yield Expected(words=(), holes={0: _LOTS})
    yield from _text(clause.texts[piece], owner)
    added = dict.fromkeys(texts[piece] for texts in clause.complements.values() if piece in texts)
    for text in added:
        yield Expected(words=(), holes={0: _LOTS}, optional=True)
        yield from _text(text, owner, optional=True)


def _of_annex(annex: Annex, library: Library) -> Iterator[Expected]:
    owner = _Owner(library=library, parameters=annex.parameters)
    for section in annex.sections:
        yield Expected(words=words(section.title), title=True)
        yield from _text(section.text, owner)


def _given(clause: Clause) -> Iterator[Mapping[str, str]]:
    yield clause.texts
    yield from clause.complements.values()


def _readable(texts: Iterable[str]) -> tuple[str, ...]:
    """What the paragraphs of an entry say, « … » where anything may stand."""
    return tuple(_SLOT.sub("…", text) for text in texts)


def of_library(library: Library) -> tuple[Reference, ...]:
    """Every text of every clause and annex of a library."""
    found = [
        Reference(
            entry=clause.id,
            revision=clause.revision,
            piece=piece,
            title=clause.title,
            paragraphs=tuple(_of_clause(clause, piece, library)),
            texts=_readable((clause.title, *(given[piece] for given in _given(clause) if piece in given))),
        )
        for clause in library.clauses.values()
        for piece in clause.texts
    ]
    found += [
        Reference(
            entry=annex.id,
            revision=annex.revision,
            piece="ANNEXE",
            title=annex.title,
            paragraphs=tuple(_of_annex(annex, library)),
            texts=_readable(text for section in annex.sections for text in (section.title, section.text)),
        )
        for annex in library.annexes.values()
    ]
    return tuple(found)


# --- from an assembly ------------------------------------------------------------------------


def _inlines(content: Inlines, *, title: bool) -> Expected:
    stream = Stream()
    for part in content:
        if isinstance(part, Ref):
            stream.hole(Hole(most=8, among=_LINKS))
        elif isinstance(part, (Blank, Unverified)):
            stream.hole(ANYTHING)
        else:
            stream.words += words(part.text)
    return stream.done(title=title)


def _identity(mark: Mark) -> tuple[str, int, str]:
    return (mark.entry, mark.revision, mark.piece)


def _written(blocks: Iterable[Block]) -> Iterator[tuple[tuple[str, int, str], Block]]:
    """Each block with the entry that it belongs to: an unmarked one belongs to the entry above it."""
    owner: tuple[str, int, str] | None = None
    for block in blocks:
        if block.mark is not None:
            owner = _identity(block.mark)
        elif isinstance(block, Heading):
            owner = None
        if owner is not None:
            yield owner, block


def of_assembly(outputs: Iterable[Output]) -> tuple[Reference, ...]:
    """The texts that were generated, with their values."""
    found: dict[tuple[str, int, str], list[Expected]] = {}
    said: dict[tuple[str, int, str], list[str]] = {}
    titles: dict[tuple[str, int, str], str] = {}
    for output in outputs:
        for owner, block in _written(output.fragment.blocks):
            title = isinstance(block, Heading)
            for content in contents((block,)):
                found.setdefault(owner, []).append(_inlines(content, title=title))
                said.setdefault(owner, []).append(plain(content))
                if title:
                    titles.setdefault(owner, "".join(part.text for part in content if hasattr(part, "text")))
    return tuple(
        Reference(
            entry=entry,
            revision=revision,
            piece=piece,
            title=titles.get(owner, ""),
            paragraphs=tuple(paragraphs),
            texts=tuple(said[owner]),
        )
        for owner, paragraphs in found.items()
        for entry, revision, piece in (owner,)
    )
