"""The heading that somebody names: « Article 7 », « 14.3 », a title or a part of one."""

from __future__ import annotations

import re

from clausekit import disk, guess
from clausekit.word.hosts import Host, Title

_ARTICLE = re.compile(r"(?:article|art\.?)\s*(?:n\s?°\s*)?(?P<number>\S+)", re.IGNORECASE)
_IDS = re.compile(r"\d+(?:\.\d+)*")
_FEW = 5  # headings told when none bears the name


def one(host: Host, place: str) -> Title:
    """The heading of that name; `UnreadableFile` when none bears it, or several."""
    found = _named(host, place)
    if len(found) == 1:
        return found[0]
    near = [_told_apart(host, title, found) for title in found] or [f"« {label} »" for label in _near(host, place)]
    what = (
        "Plusieurs titres du document répondent à ce nom."
        if found
        else "Le document n’a ni titre, ni signet, ni contrôle de contenu de ce nom."
    )
    raise disk.problem(
        "place-introuvable",
        what,
        host.file,
        read=f"--at {place}",
        expected="l’un de ces titres : " + " ; ".join(near)
        if near
        else "un signet : le document n’a pas de titre reconnu",
        why="Les clauses sont écrites à la fin de l’article que vous nommez, et nulle part ailleurs.",
        remedy="Donner le numéro et le titre en entier, ou « auto », ou le nom d’un signet que vous posez "
        "dans l’article (Insertion, Signet).",
    )


def _near(host: Host, place: str) -> list[str]:
    """The headings that a name may have meant: for a number, those that stand where it would."""
    asked = _IDS.fullmatch(_number(place))
    if asked is None:
        return list(guess.nearest(place, {title.label: title for title in host.titles}))[:_FEW]
    above = asked[0].rpartition(".")[0]
    beside = [title.label for title in host.titles if title.number and title.number.rpartition(".")[0] == above]
    return beside[-_FEW:] or [title.label for title in host.titles if title.number and "." not in title.number][-_FEW:]


def _number(place: str) -> str:
    """The number that « Article 7 » or « 7. » asks for."""
    article = _ARTICLE.fullmatch(place.strip())
    return (article["number"] if article else place.strip()).rstrip(".:")


def _told_apart(host: Host, title: Title, others: list[Title]) -> str:
    """A heading by its name, and by what stands above it when another bears the same."""
    if [item.label for item in others].count(title.label) < 2:
        return f"« {title.label} »"
    earlier = host.titles[: host.titles.index(title)]
    governs = next((item for item in reversed(earlier) if item.level < title.level), None)
    if governs is not None:
        return f"« {title.label} » (dans « {governs.label} »)"
    return f"« {title.label} »" + (f" (après « {earlier[-1].label} »)" if earlier else " (le premier)")


def _named(host: Host, place: str) -> list[Title]:
    """The headings that a name may mean: by number, by whole title, else by a part of it."""
    number = _number(place)
    wanted = guess.slug(place)
    tests = (
        lambda title: bool(number) and title.number.casefold() == number.casefold(),
        lambda title: wanted in (guess.slug(title.label), guess.slug(title.text), guess.slug(f"article {title.label}")),
        lambda title: len(wanted) > 3 and f"-{wanted}-" in f"-{guess.slug(title.label)}-",
    )
    return next((found for test in tests if (found := [title for title in host.titles if test(title)])), [])
