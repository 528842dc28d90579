"""Work counted in lines of Python that are run: the same number on every machine, whatever its pace."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def steps(job: Callable[[], object]) -> int:
    """How many lines a job runs, each turn of a loop counted."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        job()
    finally:
        sys.settrace(before)
    return count


def growth(job: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times more lines a job runs on an input twice as long: 2 when its work grows like the input."""
    job(size)()  # what is made once, at first use
    return steps(job(2 * size)) / steps(job(size))
