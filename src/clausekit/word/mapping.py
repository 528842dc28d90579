"""What a Word file gives to clausekit: the style of each role, its numbering, its anchors, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausekit.draft import Draft
from clausekit.finding import Finding, UnreadableFile
from clausekit.word import headings, hosts, parts, shell, styles, tags
from clausekit.word.hosts import Host
from clausekit.word.neutral import STYLES, W
from clausekit.word.numbering import Lists, child_value
from clausekit.word.refusal import clear_refusal

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
    headers and footers.
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


def mapped(data: bytes, *, file: str, draft: Draft) -> Mapped:
    """Look at a file. Raises `UnreadableFile` when it is no Word document that can be opened."""
    host = hosts.opened(data, file=file, draft=draft)
    with clear_refusal(file):
        around = tuple(_around(host))
        said = [text for _, text in around] + [hosts.words(p) for p in host.root.iter(_W + "p")]
        present = tuple(name for name in tags.NAMES if any("{{" in text and name in text for text in said))
        known = frozenset(style.get(_W + "styleId", "") for style in host.sheet)
        ids = styles.roles(host.sheet, host.lists, {})
        return Mapped(
            file=file,
            roles=tuple(_role(host, role, ids[role], known) for role in STYLES),
            levels=tuple(_levels(host, ids)),
            marker=tags.BODY in present,
            tags=present,
            missing=tuple(name for name in tags.NAMES if name not in present),
            headings=len(host.titles),
            typed=any(title.typed for title in host.titles),
            around=around,
            problems=_problems(data, file, template=tags.BODY in present),
        )


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


def _problems(data: bytes, file: str, *, template: bool) -> tuple[Finding, ...]:
    """What would be refused, were the file used as a template; a document without a marker is none."""
    if not template:
        return ()
    try:
        shell.opened(data, file)
    except UnreadableFile as error:
        return error.findings
    return ()
