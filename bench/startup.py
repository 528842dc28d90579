"""Start-up and whole jobs, as processes: ratios in one run, never absolute times to compare.

    python bench/startup.py

Goals: `clausekit --help` at most 1.5 times `python -c "import click"`; `check` of one example
as a whole process, with its peak memory, shown beside the same interpreter doing nothing.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "collecte-dechets" / "collecte-dechets.dossier.yaml"
RUNS = 15
_RUN = "from clausekit.cli import main; main({arguments!r})"


def command(*arguments: str) -> list[str]:
    """The interpreter running clausekit with arguments."""
    return [sys.executable, "-c", _RUN.format(arguments=list(arguments))]


def once(words: list[str]) -> tuple[float, int]:
    """Seconds and peak memory (KiB) of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not hasattr(os, "wait4"):  # Windows has no wait4: time only
        process.wait()
        return time.perf_counter() - start, 0
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.perf_counter() - start, usage.ru_maxrss


def median(jobs: dict[str, list[str]]) -> dict[str, tuple[float, int]]:
    """Median time and largest peak of each job; the jobs alternate so that noise is shared."""
    seen: dict[str, list[tuple[float, int]]] = {name: [] for name in jobs}
    for words in jobs.values():
        once(words)
    for _ in range(RUNS):
        for name, words in jobs.items():
            seen[name].append(once(words))
    return {name: (statistics.median(t for t, _ in runs), max(m for _, m in runs)) for name, runs in seen.items()}


def main() -> None:
    """Print the table."""
    found = median(
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            "python -c 'import click'": [sys.executable, "-c", "import click"],
            "clausekit --help": command("--help"),
            "clausekit check (collecte-dechets)": command("check", str(EXAMPLE)),
        }
    )
    base = found["python -c 'import click'"][0]
    for name, (seconds, peak) in found.items():
        ratio, mebibytes = seconds / base, peak / 1024
        print(f"{name:<38} {seconds * 1000:7.1f} ms   x{ratio:5.2f} of import click   peak {mebibytes:6.1f} MiB")
    ratio = found["clausekit --help"][0] / base
    print(f"goal: --help at most 1.5 times import click -> {ratio:.2f} {'reached' if ratio <= 1.5 else 'MISSED'}")


if __name__ == "__main__":
    main()
