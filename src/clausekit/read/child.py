"""The process that opens a PDF: it reads one on its input, writes data on its output, and ends.

    python -P -m clausekit.read.child < document.pdf

PDFium is native code and the file comes from anybody: it runs here, where a crash, an endless loop
or a full memory ends nothing but this process. The process keeps its own clock, because only it
knows how many pages there are.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import time
from typing import Any, Final

MEMORY: Final = 500 * 1024 * 1024  # bytes
SECONDS: Final = 5.0  # of processor: a busy machine is no fault of the file
SECONDS_A_PAGE: Final = 0.1  # besides: five to ten times what a page takes
MOST_SECONDS: Final = 30.0
MOST_PAGES: Final = 2_000  # more than any contract; a booby-trapped file declares a million
PATIENCE: Final = 6  # times longer, by the clock on the wall
TOO_LONG: Final = 3
TOO_HEAVY: Final = 4
_TICK = 0.05


def main() -> int:
    """Read, answer, and say by the exit code what stood in the way."""
    _limit_memory()
    gc.disable()  # pages hold no cycle, and the process ends with them
    clock = Clock()
    data = sys.stdin.buffer.read()
    try:
        answer = _answer(data, clock)
    except MemoryError:
        return TOO_HEAVY
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the clock alone
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Clock:
    """Ends the process when its time is up. PDFium lets a thread of Python run beside it."""

    def __init__(self) -> None:
        self.seconds = SECONDS
        threading.Thread(target=self._watch, daemon=True).start()

    def allow(self, pages: int) -> None:
        """More time for more pages."""
        self.seconds = min(MOST_SECONDS, SECONDS + pages * SECONDS_A_PAGE)

    def _watch(self) -> None:
        start = time.monotonic()
        while time.process_time() < self.seconds and time.monotonic() - start < PATIENCE * self.seconds:
            time.sleep(_TICK)
        os._exit(TOO_LONG)


def _answer(data: bytes, clock: Clock) -> dict[str, Any]:
    from clausekit.read import pages, pdfium

    try:
        document = pdfium.opened(data)
    except pdfium.Locked:
        return {"refused": "locked"}
    except pdfium.Broken as error:
        return {"refused": "broken", "detail": str(error)}
    if len(document) > MOST_PAGES:
        return {"refused": "long", "pages": len(document)}
    clock.allow(len(document))
    return {**pages.items(list(pdfium.sheets(document))), "form": pdfium.has_form(document)}


if __name__ == "__main__":
    sys.exit(main())
