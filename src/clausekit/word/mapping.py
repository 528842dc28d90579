"""What a Word file gives to clausekit: the style of each role, its numbering, its anchors, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from clausekit.draft import Draft
from clausekit.finding import Finding
from clausekit.word import comments, flaws, headings, hosts, parts, styles, tags
from clausekit.word.hosts import Host
from clausekit.word.neutral import STYLES, W
from clausekit.word.numbering import Lists, child_value
from clausekit.word.refusal import SEVERITY, as_document

_W = f"{{{W}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """The style that plays a role. `by` says what made it so; "" for one that would be borrowed."""

    role: str
    style: str
    name: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """How headings of a level are numbered: `form` is Word's pattern, "" when the style prints no number."""

    level: int
    style: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A file, looked at. `marker` says whether it has the place where a template receives the clauses.

    `typed` is true when the numbers of its headings are typed by hand. `around` are the words of its
    headers and footers. `problems` forbid to use it as a template; `advice` forbids nothing.
    """

    file: str
    roles: tuple[Role, ...]
    levels: tuple[Numbering, ...]
    marker: bool
    tags: tuple[str, ...]
    missing: tuple[str, ...]
    headings: int
    typed: bool
    around: tuple[tuple[str, str], ...]
    problems: tuple[Finding, ...]
    advice: tuple[Finding, ...] = ()


def mapped(data: bytes, *, file: str, draft: Draft) -> Mapped:
    """Look at a file. Raises `UnreadableFile` when it is no Word document that can be opened."""
    host = hosts.opened(data, file=file, draft=draft)
    with as_document(file):
        return _looked(host, data)[0]


def annotated(data: bytes, *, file: str, draft: Draft) -> tuple[Mapped, bytes | None]:
    """The same look, and a copy that says as Word comments what is wrong; None when nothing is."""
    host = hosts.opened(data, file=file, draft=draft)
    with as_document(file):
        found, seen = _looked(host, data)
        remarks = [(flaw.paragraphs, tuple(_lines(flaw.finding, host.main))) for flaw in seen]
        return found, comments.commented(host, remarks) if remarks else None


def _looked(host: Host, data: bytes) -> tuple[Mapped, tuple[flaws.Flaw, ...]]:
    around = tuple(_around(host))
    said = [text for _, text in around] + [hosts.words(p) for p in host.root.iter(_W + "p")]
    present = tuple(name for name in tags.NAMES if any("{{" in text and name in text for text in said))
    known = frozenset(style.get(_W + "styleId", "") for style in host.sheet)
    # What is missing is borrowed in a sheet apart: the file itself is looked at, no more.
    trial = replace(host, sheet=deepcopy(host.sheet), lists=deepcopy(host.lists))
    ids = styles.roles(trial.sheet, trial.lists, {})
    roles = tuple(_role(trial, role, ids[role], known) for role in STYLES)
    levels = tuple(_levels(trial, ids))
    seen = flaws.of(
        host,
        data,
        borrowed=(role.role for role in roles if not role.by),
        forms={level.level: level.form for level in levels},
    )
    found = Mapped(
        file=host.file,
        roles=roles,
        levels=levels,
        marker=tags.BODY in present,
        tags=present,
        missing=tuple(name for name in tags.NAMES if name not in present),
        headings=len(host.titles),
        typed=any(title.typed for title in host.titles),
        around=around,
        problems=tuple(flaw.finding for flaw in seen if flaw.finding.severity == SEVERITY),
        advice=tuple(flaw.finding for flaw in seen if flaw.finding.severity != SEVERITY),
    )
    return found, seen


def _lines(found: Finding, main: str) -> Iterator[str]:
    """A finding as the paragraphs of a comment."""
    elsewhere = next((place.part for place in found.places if place.part not in (None, main)), None)
    yield f"[{found.rule}] " + (f"Dans {elsewhere} : " if elsewhere else "") + found.message
    yield from (line for line in (found.why, f"Remède : {found.remedy}" if found.remedy else "") if line)


def _role(host: Host, role: str, style_id: str, known: frozenset[str]) -> Role:
    style = next(s for s in host.sheet.findall(_W + "style") if s.get(_W + "styleId") == style_id)
    by = styles.found_by(host.sheet, role, style_id) if style_id in known else ""
    return Role(role=role, style=style_id, name=child_value(style, "name") or style_id, by=by)


def _levels(host: Host, ids: dict[str, str]) -> Iterator[Numbering]:
    """The number of each level, as its headings print it, else as its style does."""
    lists = Lists(host.lists, {s.get(_W + "styleId", ""): s for s in host.sheet.findall(_W + "style")})
    for level in styles.LEVELS:
        style = ids[f"titre{level}"]
        own = next((title for title in host.titles if title.level == level and not title.typed), None)
        link = headings.link_of(own.element, lists) if own else lists.link(style)
        yield Numbering(level=level, style=style, form=link.level.text if link else "")


def _around(host: Host) -> Iterator[tuple[str, str]]:
    for kind in ("header", "footer"):
        for name in parts.related(host.entries, host.main, kind, file=host.file):
            root = parts.parse(host.entries[name].data(), file=host.file, part=name)
            text = " ".join(filter(None, (hosts.words(p).strip() for p in root.iter(_W + "p"))))
            yield name, text
