"""The process that opens a PDF: it reads one on its input, writes data on its output, and ends.

    python -P -m clausekit.read.child < document.pdf

PDFium is native code and the file comes from anybody: it runs here, where a crash, an endless loop
or a full memory ends nothing but this process. The process keeps its own clock, because only it
knows how much it has read.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from clausekit.read.sheet import Sheet

MEMORY: Final = 500 * 1024 * 1024  # bytes
# What is read of a file is bounded by the work that it takes, counted in letters: the same on every machine. Some
# hundred and seventy pages of a contract, which has three or four thousand letters a page; as far as it is judged.
MOST_WORK: Final = 600_000
A_PAGE: Final = 300  # the work of a page with nothing on it
A_SQUARE: Final = 6  # that of a cell, be it empty
# The clock ends what no count foresees: a page that costs more than its letters tell.
SECONDS: Final = 3.5  # of processor: a busy machine is no fault of the file
SECONDS_A_LETTER: Final = 10e-6  # besides, once it is read: two or three times what it takes
MOST_SECONDS: Final = 4.5  # twice what the most work takes
# These are seconds of the machine that they were measured on; one that counts more slowly has as many times more.
COUNTED: Final = 20_000  # turns of a loop
COUNTED_IN: Final = 0.4e-3  # seconds
SLOWEST: Final = 5.0
MOST_PAGES: Final = 2_000  # more than any contract; a booby-trapped file declares a million
PATIENCE: Final = 10  # times longer, by the clock on the wall: others may have the machine
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


def pace() -> float:
    """How many times more slowly than the one of reference the machine counts."""
    return min(SLOWEST, max(1.0, min(_counted() for _ in range(3)) / COUNTED_IN))


def _counted() -> float:
    start = time.perf_counter()  # the clock of the processor has no such short times everywhere
    for _ in range(COUNTED):
        pass
    return time.perf_counter() - start


class Clock:
    """Ends the process when its time is up. PDFium lets a thread of Python run beside it."""

    def __init__(self) -> None:
        self.seconds = SECONDS
        self.pace = pace()
        threading.Thread(target=self._watch, daemon=True).start()

    def allow(self, work: int) -> None:
        """More time for more work done."""
        self.seconds = min(MOST_SECONDS, self.seconds + work * SECONDS_A_LETTER)

    def _watch(self) -> None:
        start = time.monotonic()
        while time.process_time() < self.pace * self.seconds and time.monotonic() - start < PATIENCE * self.seconds:
            time.sleep(_TICK)
        os._exit(TOO_LONG)


def _answer(data: bytes, clock: Clock) -> dict[str, Any]:
    from clausekit.read import pages, pdfium

    try:
        document = pdfium.opened(data)
    except pdfium.Locked:
        return {"refused": "locked"}
    except pdfium.Broken:
        return {"refused": "broken"}
    if len(document) > MOST_PAGES:
        return {"refused": "long", "pages": len(document)}
    sheets = list(_within(pdfium.sheets(document), clock))
    return {**pages.items(sheets, len(document)), "form": pdfium.has_form(document)}


def _within(sheets: Iterator[Sheet], clock: Clock) -> Iterator[Sheet]:
    """The pages up to the one that reaches the bound; each gives the clock the time that it may take."""
    from clausekit.read.ruled import framed

    left = MOST_WORK
    for sheet in sheets:
        yield sheet
        work = A_PAGE + sheet.work + A_SQUARE * framed(sheet).squares
        clock.allow(work)
        left -= work
        if left <= 0:
            return


if __name__ == "__main__":
    sys.exit(main())
