"""Reading and linting the whole library in process, per entry, for half of it and for all of it.

    python bench/bibliotheque.py [--runs 5]

The peer of the same run is the bare reading of the same files by the YAML parser that we use, with
no schema, no noun and no rule. Linear means that the cost of an entry does not grow with their
number: the last column stays near 1. Processor time, median of the runs; trust the ratios.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from clausekit import library, source, tree  # noqa: E402
from clausekit.lint import lint  # noqa: E402

_SUFFIXES = (".clause.yaml", ".critere.yaml", ".grille.yaml", ".annexe.yaml")


def _half(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every other entry, and every file that is not one."""
    entries = sorted(name for name in files if name.endswith(_SUFFIXES))
    left_out = set(entries[1::2])
    return {name: data for name, data in files.items() if name not in left_out}


def _count(files: Mapping[str, bytes]) -> int:
    return sum(name.endswith(_SUFFIXES) for name in files)


def _seconds(job: Callable[[Mapping[str, bytes]], object], files: Mapping[str, bytes], runs: int) -> float:
    found = []
    for _ in range(runs):
        start = time.process_time()
        job(files)
        found.append(time.process_time() - start)
    return statistics.median(found)


def _bare(files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        if name.endswith(".yaml"):
            source.load(data, file=name)


def main() -> None:
    """Print the three jobs, on half and on all of the library."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    whole = dict(tree.folder(ROOT).files)
    part = _half(whole)
    jobs: tuple[tuple[str, Callable[[Mapping[str, bytes]], object]], ...] = (
        ("parse", _bare),
        ("read", library.load),
        ("lint", lambda files: lint(library.load(files)[0])),
    )
    print(f"{_count(part)} and {_count(whole)} entries")
    peer = 0.0
    for name, job in jobs:
        few, all_ = (_seconds(job, files, runs) for files in (part, whole))
        peer = peer or all_
        growth = (all_ / _count(whole)) / (few / _count(part))
        print(f"{name:<6} {all_ * 1000:7.0f} ms   {all_ / peer:5.2f} x parse   growth per entry {growth:.2f}")


if __name__ == "__main__":
    main()
