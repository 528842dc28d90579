"""What tests share: the shipped library, the examples, and a way to run the command."""

from __future__ import annotations

import gc
import io
import os
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

import once
from clausekit.cli import main
from clausekit.cli.loading import Purchase, load_purchase
from clausekit.library import Library
from once import documents_read_once, library_read_once  # noqa: F401 - what is read once a module

# The libraries kept for all tests are gone through at each collection: one test in seven seconds was spent on that.
gc.set_threshold(200_000, 20, 100)

# A busy machine is no reason to fail.
settings.register_profile("clausekit", deadline=None)
settings.load_profile("clausekit")

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*/*.dossier.yaml"))


@dataclass(frozen=True)
class Done:
    """A command that ran: exit code and what it printed."""

    code: int
    out: str
    err: str


class _Stream(io.StringIO):
    def reconfigure(self, **_: object) -> None:
        """Accept what a real stream accepts."""


def run(*arguments: object) -> Done:
    """Run clausekit in this process, as its entry point does."""
    out, err = _Stream(), _Stream()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    return Done(code=int(stop.value.code or 0), out=out.getvalue(), err=err.getvalue())


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The shipped library."""
    return once.shipped()


@pytest.fixture(scope="session")
def purchase(shipped: Library) -> Callable[[Path], Purchase]:
    """A dossier, resolved against the shipped library, once; nobody changes it either."""
    return cache(lambda path: load_purchase(path, shipped))


_TABLE_STYLES = frozenset({"TableNormal", "TableGrid"})


@pytest.fixture(scope="session", autouse=True)
def _small_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Documents of python-docx begin with two styles of tables instead of a hundred, which nothing here uses.

    Its own template holds them twice, 400 KB each, and looks through them for each paragraph with a style.
    """
    import docx.api
    from docx.enum.style import WD_STYLE_TYPE

    document = docx.Document()
    for style in list(document.styles.element.style_lst):
        if style.type is WD_STYLE_TYPE.TABLE and style.styleId not in _TABLE_STYLES:
            document.styles.element.remove(style)
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[name]
    path = tmp_path_factory.mktemp("modele") / "default.docx"
    document.save(str(path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docx.api, "_default_docx_path", lambda: str(path))
        yield


@pytest.fixture(scope="session", autouse=True)
def _without_waiting_for_the_disk() -> Iterator[None]:
    """No test is of a power cut; those of a disk that refuses put their own function in its place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where bytecode is not to be written beside the code, the processes that tests start find it elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("octets")))
        yield


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A developer's own settings must not change what a test sees."""
    monkeypatch.delenv("CLAUSEKIT_TRACE", raising=False)
    here = Path.cwd()
    yield
    os.chdir(here)
