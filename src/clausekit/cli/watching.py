"""The watch on the law that `lint --law` prints."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import Loaded

if TYPE_CHECKING:
    from clausekit.law import Asked


def wanted(law: str | None, article: str | None, path: str | None) -> tuple[str | None, str | None]:
    """The article and the path that are meant: « --law CCAG-FCS 16.2 » without quotes is one article."""
    if law and article:
        raise click.UsageError("--law et --article nomment chacun un article : n'en garder qu'un.")
    words = article or law
    if words and path and not Path(path).exists():
        words, path = f"{words} {path}", None
    if words and law and Path(law).exists():
        raise click.UsageError(f"« {law} » est un chemin : l'écrire avant --law, ou donner un article à --law.")
    return words, path


def day(value: str | None) -> str:
    """The day at which ages are counted: the one that is given, else today's."""
    from clausekit import typed

    if value is None:
        return datetime.date.today().isoformat()
    try:
        return typed.day(value)
    except typed.Misread as problem:
        raise click.BadParameter(str(problem), param_hint="--on") from None


def report(loaded: Loaded, words: str | None, *, on: str, form: str) -> str:
    """What `lint --law` prints. Raises UnreadableFile for an article that cannot be understood."""
    from clausekit import law
    from clausekit.report import touched, watched

    watch = watched.Watch(
        library_name=loaded.name, edition=loaded.library.edition, day=on, sources=loaded.library.sources
    )
    if not words:
        items = law.readings(loaded.library, on)
        return watched.as_json(watch, items) if form == "json" else watched.as_text(watch, items)
    asked = _asked(words, loaded)
    found = law.touched(loaded.library, asked, _pages())
    return touched.as_json(watch, asked, found) if form == "json" else touched.as_text(watch, asked, found)


def _pages() -> dict[str, str]:
    """What the page of each rule says of the law: the examples are not read."""
    from clausekit.explain.pages import pages

    return {slug: f"{page.checks}\n{page.waive}" for slug, page in pages().items() if not page.group}


def _asked(words: str, loaded: Loaded) -> Asked:
    from clausekit import disk, law

    try:
        return law.asked(words, loaded.library.registers.references)
    except law.Misread as problem:
        near = f"Essayer {problem.near[0]}. " if problem.near else ""
        raise disk.problem(
            "article-inconnu",
            str(problem),
            loaded.name,
            read=words,
            expected="un article (L. 2112-2, R. 2112-3 CCP, CCAG-FCS 16.2), un texte (loi 2021-1104) "
            "ou un identifiant de clauses/registres/references.yaml",
            why="Un article d'un autre code ou d'un autre CCAG n'est pas le même article.",
            remedy=f"{near}« clausekit lint --law » donne toutes les références du registre.",
        ) from None
