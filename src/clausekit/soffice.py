"""LibreOffice, where it is present: a Word file in, the PDF that it lays out.

It runs as a child, with a profile of its own in a folder of its own, for a bounded time; a copy is
all that it sees, and nothing that it writes but the PDF is kept.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SECONDS: Final = 240.0  # forty pages of tables may take more than a minute on an old machine
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
# Pictures are not looked at: small ones make a file that is quickly read.
_FILTER = (
    'pdf:writer_pdf_Export:{"Quality":{"type":"long","value":"10"},'
    '"ReduceImageResolution":{"type":"boolean","value":"true"},'
    '"MaxImageResolution":{"type":"long","value":"75"}}'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What came out: the bytes of a PDF, or None and one French sentence that says why."""

    pdf: bytes | None
    fault: str = ""


def program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    named = next((found for name in _NAMES if (found := shutil.which(name))), None)
    return named or next((place for place in _PLACES if Path(place).is_file()), None)


def printed(data: bytes, *, seconds: float = SECONDS) -> Printed:
    """Lay a Word file out."""
    command = program()
    if command is None:
        return Printed(pdf=None, fault="LibreOffice n'est pas installé sur ce poste.")
    with tempfile.TemporaryDirectory(prefix="clausekit-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / "document.docx"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
        words = [command, profile, "--headless", "--norestore", "--convert-to", _FILTER, "--outdir", name, str(source)]
        if not _ended(words, folder, seconds):
            return Printed(pdf=None, fault=f"LibreOffice n'a pas répondu en {seconds:.0f} secondes.")
        made = source.with_suffix(".pdf")
        if not made.is_file():
            return Printed(pdf=None, fault="LibreOffice n'a pas su mettre ce document en pages.")
        return Printed(pdf=made.read_bytes())


def _ended(words: list[str], folder: Path, seconds: float) -> bool:
    """Run, and end it with all that it has started once its time is up."""
    try:
        child = subprocess.Popen(  # noqa: S603 (fixed program and options, a file of ours)
            words,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return True  # it cannot be run: no PDF will be found
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(child)
    return True


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
