"""What is wrong with a file of the authority, and at which of its paragraphs.

The blocking ones are those that `shell` refuses; the others are told, and nothing is refused for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit import guess, mark
from clausekit.finding import Finding, Place, Severity, UnreadableFile
from clausekit.word import parts, shell, styles, tags
from clausekit.word.hosts import Host, Title
from clausekit.word.neutral import W
from clausekit.word.numbering import child_value
from clausekit.word.refusal import SEVERITY

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_MISTYPED = re.compile(
    r"(?<!\{)\{\{?\s*([^{}%#]{2,20}?)\s*\}\}?(?!\})|(?:\[\[?|<<|«)\s*([^\]>»]{2,20}?)\s*(?:\]\]?|>>|»)"
)
_GLUED = re.compile(r"ck[ _-]*corps", re.IGNORECASE)
# The roles that a sheet of styles is expected to have; the others are ours alone, and always borrowed.
_EXPECTED: Mapping[str, str] = {
    **{f"titre{level}": f"titre de niveau {level}" for level in styles.LEVELS},
    "corps": "corps de texte",
    "puce": "liste à puces",
    "numero": "liste à numéros",
    "legende": "légende",
    "tableau": "tableau",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A finding, and the paragraphs of the body where it stands; none for what is elsewhere, or nowhere."""

    finding: Finding
    paragraphs: tuple[_Element, ...] = ()


def of(host: Host, data: bytes, *, borrowed: Iterable[str], forms: Mapping[int, str]) -> tuple[Flaw, ...]:
    """Every flaw of a file.

    `borrowed` are the roles that no style of it plays; `forms` the pattern of the numbers of each level.
    """
    mistyped = tuple(_mistyped(host))
    meant = any(item.name == tags.BODY for item in mistyped)
    template = meant or any(sign in tags.text_of(p) for p in host.root.iter(_W + "p") for sign in ("{{", "{%"))
    return (
        *(_refused(host, data, {item.written for item in mistyped}, meant=meant) if template else ()),
        *(_misnamed(host, item) for item in mistyped),
        *_unstyled(host),
        *_roles(host, tuple(borrowed)),
        *(_levels(host, forms) if template else ()),
    )


def _is_anchored(host: Host) -> bool:
    return any(tags.prints(paragraph, tags.BODY) for paragraph in host.root.iter(_W + "p"))


def _refused(host: Host, data: bytes, written: set[str], *, meant: bool) -> Iterator[Flaw]:
    """What would be refused, were the file used as a template; anchors badly `written` are told by themselves."""
    try:
        shell.opened(data, host.file)
    except UnreadableFile as error:
        absent = meant and not _is_anchored(host)
        for found in error.findings:
            if not (absent and found.rule == "modele-marque") and found.read not in written:
                yield Flaw(finding=found, paragraphs=tuple(_where(host, found)))


def _where(host: Host, found: Finding) -> Iterator[_Element]:
    """The paragraphs of the body that a refusal is about."""
    if any(place.part not in (None, host.main) for place in found.places):
        return
    for paragraph in host.root.iter(_W + "p"):
        if found.rule == "modele-code":
            wanted = bool(found.read) and (found.read or "") in tags.text_of(paragraph)
        else:
            wanted = tags.prints(paragraph, tags.BODY) or _bears_a_clause(paragraph)
        if wanted:
            yield paragraph


def _bears_a_clause(paragraph: _Element) -> bool:
    names = (start.get(_W + "name", "") for start in paragraph.findall(_W + "bookmarkStart"))
    return any(mark.parse(name) or name.startswith("_Ref_") for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mistyped:
    """An anchor that nothing would fill: its part, the name that was meant, what is written."""

    part: str
    paragraph: _Element
    name: str
    written: str


def _mistyped(host: Host) -> Iterator[_Mistyped]:
    for part, root in _stories(host):
        for paragraph in root.iter(_W + "p"):
            for found in _MISTYPED.finditer(tags.text_of(paragraph)):
                name = _meant(found[1] or found[2])
                if name and not tags.prints(paragraph, name):
                    yield _Mistyped(part=part, paragraph=paragraph, name=name, written=found[0])


def _stories(host: Host) -> Iterator[tuple[str, _Element]]:
    """The body, then headers and footers."""
    yield host.main, host.root
    for kind in ("header", "footer"):
        for name in parts.related(host.entries, host.main, kind, file=host.file):
            yield name, parts.parse(host.entries[name].data(), file=host.file, part=name)


def _meant(written: str) -> str:
    """The name of ours that somebody meant, "" for other words in braces."""
    if _GLUED.fullmatch(written):
        return tags.BODY
    bare = guess.slug(written).replace("-", "_")
    near = guess.near(bare, (tags.BODY,)) if bare.startswith("ck") else ()
    return bare if bare in tags.NAMES else next(iter(near), "")


def _misnamed(host: Host, item: _Mistyped) -> Flaw:
    right = f"{{{{ {item.name} }}}}"
    alone = ", seul dans son paragraphe." if item.name == tags.BODY else "."
    where = "" if item.part == host.main else " (en-tête ou pied de page)"
    stops = item.name == tags.BODY or item.written.startswith("{{")
    return _flaw(
        host,
        "ancre-mal-ecrite",
        SEVERITY if stops else "avertissement",
        f"Ce repère est mal écrit, et ne serait pas rempli : « {item.written} »{where}.",
        (item.paragraph,) if item.part == host.main else (),
        part=item.part,
        read=item.written,
        expected=right,
        why="Un repère se lit entre deux accolades de chaque côté, en minuscules.",
        remedy=f"Taper {right} à la place{alone}",
    )


def _unstyled(host: Host) -> Iterator[Flaw]:
    """Headings that only their words, or their look, make headings; numbers that people type."""
    typed = [title for title in host.titles if title.typed]
    bare = tuple(title for title in typed if not _is_styled(host, title))
    if bare:
        yield _titles(
            host,
            "titre-sans-style",
            f"{_count(bare)} à la main, sans style de titre.",
            bare,
            remedy="Donner à ces paragraphes le style « Titre 1 », « Titre 2 »… de la maison.",
            why="Ni le sommaire ni le plan ne les voient ; leur niveau se devine à leurs mots.",
        )
    styled = tuple(title for title in typed if title not in bare)
    if styled:
        yield _titles(
            host,
            "numero-tape",
            f"{_count(styled)} par un style, le numéro tapé à la main.",
            styled,
            remedy="Relier le style à une liste à plusieurs niveaux, puis effacer le numéro tapé.",
            why="Un article ajouté ne décale pas les numéros des suivants, ni les renvois.",
        )


def _count(titles: tuple[Title, ...]) -> str:
    return "Un titre est mis en forme" if len(titles) == 1 else f"{len(titles)} titres sont mis en forme"


def _titles(host: Host, rule: str, message: str, titles: tuple[Title, ...], *, remedy: str, why: str) -> Flaw:
    shown = " ; ".join(f"« {title.label} »" for title in titles[:3]) + (" ; …" if len(titles) > 3 else "")
    elements = tuple(title.element for title in titles)
    return _flaw(host, rule, "avertissement", message, elements, read=shown, why=why, remedy=remedy)


def _is_styled(host: Host, title: Title) -> bool:
    """Whether a style, or a level of the plan, says that a paragraph is a heading."""
    if title.element.find(f"{_W}pPr/{_W}outlineLvl") is not None:
        return True
    by_id = {style.get(_W + "styleId", ""): style for style in host.sheet.findall(_W + "style")}
    name, seen = child_value(title.element, "pPr", "pStyle"), set[str]()
    while name and name in by_id and name not in seen:
        seen.add(name)
        if child_value(by_id[name], "pPr", "outlineLvl") is not None or styles.is_heading_name(by_id[name]):
            return True
        name = child_value(by_id[name], "basedOn")
    return False


def _roles(host: Host, borrowed: tuple[str, ...]) -> Iterator[Flaw]:
    missing = [told for role, told in _EXPECTED.items() if role in borrowed]
    if missing:
        yield _flaw(
            host,
            "role-absent",
            "conseil",
            f"Aucun style de ce fichier ne joue ces rôles : {', '.join(missing)}.",
            (),
            expected="un style de la maison pour chaque rôle",
            why="Un style qui manque est emprunté au modèle neutre : les clauses pourraient trancher avec le reste.",
            remedy="Donner au style qui convient le nom du rôle comme alias (« AMP Article;CK Titre 1 »), ou laisser.",
        )


def _levels(host: Host, forms: Mapping[int, str]) -> Iterator[Flaw]:
    bare = [str(level) for level, form in forms.items() if not form]
    if bare:
        every = len(bare) == len(forms)
        message = "Aucun style de titre de ce modèle n’a de numéro automatique."
        yield _flaw(
            host,
            "numerotation-absente",
            "conseil",
            message if every else f"La liste des titres de ce modèle n’a pas de niveau {', '.join(bare)}.",
            (),
            expected="une liste à plusieurs niveaux, reliée aux styles de titre",
            why="Un article sans numéro ne se cite pas : les niveaux qui manquent reçoivent 1, 1.1, 1.1.1.",
            remedy="Dans Word : « Liste à plusieurs niveaux », un niveau par style de titre ; ou laisser.",
        )


def _flaw(
    host: Host,
    rule: str,
    severity: Severity,
    message: str,
    paragraphs: tuple[_Element, ...],
    *,
    part: str | None = None,
    read: str | None = None,
    expected: str | None = None,
    why: str,
    remedy: str,
) -> Flaw:
    found = Finding(
        rule=rule,
        severity=severity,
        message=message,
        read=read,
        expected=expected,
        places=(Place(file=host.file, part=part),),
        why=why,
        remedy=remedy,
    )
    return Flaw(finding=found, paragraphs=paragraphs)
