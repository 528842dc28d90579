"""Where to write in a document: the end of an article, a bookmark, a content control."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit import disk, guess
from clausekit.word import named
from clausekit.word.hosts import Host, Title, words
from clausekit.word.neutral import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_LOCKED = ", que Word verrouille : pour y retoucher, ôter ce verrou (Développeur, Propriétés)"
_DURABLE = (
    r"developpement durable|achats? durables?|\brse\b|responsabilite societale",
    r"environnement",
    r"\bsocia(?:l|le|les|ux)\b|\binsertion\b",
)
# What a rubric of ours is about -> what an article about it is called, the likeliest first.
_FITS = (
    (r"pieces contractuelles|documents contractuels", (r"(?:pieces|documents) (?:contractuel|constituti|du marche)",)),
    (r"^prix\b", (r"^prix\b", r"(?:forme|contenu|determination|nature) (?:du|des) prix")),
    (r"penalite|primes", (r"penalite",)),
    (r"derogation", (r"derogation",)),
    (r"criteres|jugement|attribution", (r"criteres|jugement|attribution|analyse des offres|choix des offres",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place to write at: in `parent`, before `before` (at its end, when None).

    `level` is that of the headings written there; `above` is the heading that governs the place.
    `dropped` are the words that only invited to type there, and that have gone.
    """

    parent: _Element
    before: _Element | None
    level: int
    above: Title | None
    name: str
    dropped: tuple[str, ...] = ()


def find(host: Host, place: str) -> Spot:
    """The spot that `--at` names; `UnreadableFile` when nothing or several things bear the name."""
    return _at_bookmark(host, place) or _at_control(host, place) or end_of(host, named.one(host, place))


def fitting(host: Host, rubric: str) -> Spot:
    """Where a rubric of ours belongs: the article about the same thing, else the one on sustainability."""
    bare = guess.bare(rubric)
    wanted = next((names for ours, names in _FITS if re.search(ours, bare)), ())
    same = (rf"^{re.escape(bare)}$",)
    found = _about(host, (*same, *wanted)) or _about(host, _DURABLE)
    return end_of(host, found) if found else _last(host)


def _about(host: Host, names: tuple[str, ...]) -> Title | None:
    shallow = sorted(host.titles, key=lambda title: title.level)
    for name in names:
        for title in shallow:
            if title.level <= 2 and re.search(name, guess.bare(title.text)):
                return title
    return None


def _last(host: Host) -> Spot:
    """A new article of its own, before the derogations or the last one."""
    tops = [title for title in host.titles if title.level == 1]
    if not tops:
        return end_of(host, None)
    last = next((title for title in tops if "derogation" in guess.bare(title.text)), tops[-1])
    earlier = host.titles[: host.titles.index(last)]
    above = next((title for title in reversed(earlier) if title.level == 1), None)
    before = _back(_outer(last.element))
    parent = before.getparent()
    assert parent is not None  # noqa: S101 (a paragraph of the body)
    return Spot(parent=parent, before=before, level=1, above=above, name=f"avant l’article « {last.label} »")


def end_of(host: Host, title: Title | None) -> Spot:
    """The end of what an article says: before the next heading of its level or above."""
    at = host.titles.index(title) if title else -1
    level = title.level if title else 0
    following = next((other for other in host.titles[at + 1 :] if other.level <= level), None)
    if following is not None:
        before: _Element | None = _back(_outer(following.element))
    else:
        sections = host.body.findall(_W + "sectPr")
        before = _back(sections[-1]) if sections else None
    parent = host.body if before is None else before.getparent()
    assert parent is not None  # noqa: S101 (a paragraph of the body)
    name = f"à la fin de l’article « {title.label} »" if title else "à la fin du document"
    break_ = ", après le saut de section qui le clôt" if title and _ends_section(before) else ""
    return Spot(parent=parent, before=before, level=level + 1, above=title, name=name + break_)


def _ends_section(before: _Element | None) -> bool:
    """Whether the words above a spot end a section: what is written there is on the pages of the next one."""
    above = None if before is None else before.getprevious()
    return above is not None and above.find(f"{_W}pPr/{_W}sectPr") is not None


def _outer(element: _Element) -> _Element:
    """The content control that an element opens, else itself."""
    parent = element.getparent()
    while parent is not None and parent.tag in (_W + "sdtContent", _W + "sdt") and _first(parent) is element:
        element, parent = parent, parent.getparent()
    return element


def _first(parent: _Element) -> _Element | None:
    return next((child for child in parent if child.tag not in (_W + "sdtPr", _W + "sdtEndPr")), None)


def _back(element: _Element) -> _Element:
    """Above the empty lines, page breaks and section ends that part an article from the next."""
    before = element.getprevious()
    while before is not None and _is_void(before):
        element, before = before, before.getprevious()
    return element


def _is_void(element: _Element) -> bool:
    if element.tag in (_W + "bookmarkStart", _W + "bookmarkEnd", _W + "proofErr"):
        return True
    held = ("drawing", "pict", "object", "fldChar", "tbl")
    return (
        element.tag == _W + "p"
        and not words(element).strip()
        and next(element.iter(*(_W + name for name in held)), None) is None
    )


def _at_bookmark(host: Host, place: str) -> Spot | None:
    starts = host.root.iter(_W + "bookmarkStart")
    start = next((item for item in starts if item.get(_W + "name") == place), None)
    if start is None:
        return None
    last = _last_of(host, start)
    if _titles_within(host, start, last):
        raise disk.problem(
            "place-introuvable",
            "Ce signet s’étend sur plusieurs articles.",
            host.file,
            read=f"--at {place}",
            expected="un signet posé dans un seul article",
            why="Les clauses sont écrites à la fin de l'article que vous nommez, et nulle part ailleurs.",
            remedy="Donner le titre de l’article voulu, ou un signet qui n’en couvre qu’un.",
        )
    own = _block(host, start) in {_block(host, title.element) for title in host.titles}
    return _after(host, start if own else last, f"après le signet « {place} »")


def _last_of(host: Host, start: _Element) -> _Element:
    """The last block that a bookmark holds words of; Word ends one at the head of the paragraph after it."""
    ends = host.root.iter(_W + "bookmarkEnd")
    end = next((item for item in ends if item.get(_W + "id") == start.get(_W + "id")), start)
    first, last = _block(host, start), _block(host, end)
    said = (item for item in last.iter(_W + "t", _W + "bookmarkEnd") if item is end or item.text)
    ahead = end is not last and next(said, None) is end
    before = last.getprevious()
    return before if ahead and last is not first and before is not None else last


def _block(host: Host, element: _Element) -> _Element:
    """The child of the body that holds an element; the last one for what the body does not hold."""
    line = (element, *element.iterancestors())
    return next((item for item in line if item.getparent() is host.body), host.body[-1])


def _titles_within(host: Host, start: _Element, last: _Element) -> bool:
    """Whether another article begins between the first block of a bookmark and its last."""
    order = {item: rank for rank, item in enumerate(host.body)}
    first, final = order[_block(host, start)], order[last]
    ranks = {title: order[_block(host, title.element)] for title in host.titles}
    own = next((title.level for title, rank in ranks.items() if rank == first), 0)
    return any(first < rank <= final and (not own or title.level <= own) for title, rank in ranks.items())


def _at_control(host: Host, place: str) -> Spot | None:
    for control in host.body.iter(_W + "sdt"):
        named = (control.find(f"{_W}sdtPr/{_W}{name}") for name in ("tag", "alias"))
        if place in [item.get(_W + "val") for item in named if item is not None]:
            inside = _content_of(host, control)
            if inside is None:
                return _after(host, control, f"après le contrôle de contenu « {place} »")
            name = f"dans le contrôle de contenu « {place} »{_LOCKED if _is_locked(control) else ''}"
            return _inside(host, control, inside, name)
    return None


def _is_locked(control: _Element) -> bool:
    lock = control.find(f"{_W}sdtPr/{_W}lock")
    return lock is not None and lock.get(_W + "val") in ("contentLocked", "sdtContentLocked")


def _content_of(host: Host, control: _Element) -> _Element | None:
    """Where blocks may stand in a control; None in a field of a form, a list, or among the words of a paragraph."""
    inside = control.find(_W + "sdtContent")
    form = ("text", "dropDownList", "comboBox", "date", "picture", "citation", "equation", "docPartObj", "docPartList")
    if inside is None or any(control.find(f"{_W}sdtPr/{_W}{name}") is not None for name in form):
        return None
    outer = next(item for item in control.iterancestors() if item.tag not in (_W + "sdt", _W + "sdtContent"))
    return inside if outer is host.body else None


def _inside(host: Host, control: _Element, inside: _Element, name: str) -> Spot:
    """At the end of what a control holds; what only invites to type in it goes."""
    spot = _after(host, control, name)
    dropped = _invitation(control, inside)
    last = inside[-1] if len(inside) else None
    before = last if last is not None and last.tag == _W + "p" and _is_void(last) else None
    return Spot(parent=inside, before=before, level=spot.level, above=spot.above, name=name, dropped=dropped)


def _invitation(control: _Element, inside: _Element) -> tuple[str, ...]:
    """Take out « Cliquez ici pour entrer du texte »; its words."""
    flag = control.find(f"{_W}sdtPr/{_W}showingPlcHdr")
    if flag is None:
        return ()
    control[0].remove(flag)
    paragraphs = inside.findall(_W + "p")
    said = tuple(text for paragraph in paragraphs if (text := words(paragraph).strip()))
    kept = (_W + "pPr", _W + "bookmarkStart", _W + "bookmarkEnd")
    for paragraph in paragraphs:
        for child in [item for item in paragraph if item.tag not in kept]:
            paragraph.remove(child)
    return said


def _after(host: Host, element: _Element, name: str) -> Spot:
    """After the block that holds an element; at the end of the article when that block is its heading."""
    block = _block(host, element)
    inside = {title.element: title for title in host.titles}
    own = next((inside[item] for item in (block, *block.iter(_W + "p")) if item in inside), None)
    if own is not None and block.tag == _W + "p":
        return end_of(host, own)
    order = {item: rank for rank, item in enumerate(host.body.iter())}
    above = [title for title in host.titles if order[title.element] <= order[block]]
    level = above[-1].level + 1 if above else 1
    return Spot(parent=host.body, before=block.getnext(), level=level, above=above[-1] if above else None, name=name)
