"""Comparing two editions of 300 entries in process, against loading them both.

    python bench/difference.py [--runs 5]

The editions are the shipped library, copied until it holds 300 entries. Three new editions: one clause changed; an
entry in ten; every entry (a sentence, a level, a consequence, and the history). Nothing is kept from a run to the next:
the memories of texts are emptied. Processor time, median of the runs; trust the ratio. It fails beyond twice.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from clausekit import coverage, difference, library, prose, tree  # noqa: E402
from clausekit.difference import folding, passages  # noqa: E402
from clausekit.difference.registers import shifts  # noqa: E402
from clausekit.library import Library  # noqa: E402
from clausekit.recognise import words  # noqa: E402

_ENTRIES = 300
_LIMIT = 2.0
_SUFFIXES = (".clause.yaml", ".critere.yaml", ".grille.yaml", ".annexe.yaml")


def _edition() -> dict[str, bytes]:
    """The shipped library, with copies of its first clauses under free ids."""
    files = dict(tree.folder(ROOT).files)
    names = sorted(name for name in files if name.endswith(_SUFFIXES))
    clauses = [name for name in names if name.endswith(".clause.yaml")]
    for number, name in enumerate(clauses[: max(0, _ENTRIES - len(names))]):
        text = re.sub(rb"(?m)^id: ([A-Z]+)-\d+", rb"id: \1-" + str(900 + number).encode(), files[name])
        files[f"clauses/copies/{number}.clause.yaml"] = text
    return files


def _amended(files: Mapping[str, bytes], every: int) -> dict[str, bytes]:
    """One entry in `every`: a sentence reworded, its figures moved, a line of history."""
    found = dict(files)
    for name in sorted(name for name in files if name.endswith(_SUFFIXES))[::every]:
        text = files[name].decode()
        text = text.replace("Le titulaire remet", "Le titulaire adresse", 1).replace(
            "Le candidat", "Chaque candidat", 1
        )
        text = re.sub(r"(socle: \{\w+: )(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", text)
        text = text.replace("mise_en_demeure: true", "mise_en_demeure: false", 1)
        line = "  - {revision: 9, date: 2026-11-21, nature: substantielle, motif: Essai.}\n"
        found[name] = text.replace("historique:\n", f"historique:\n{line}", 1).encode()
    return found


def _forget() -> None:
    for kept in (prose.parse, prose.slots, prose.links, folding.fold, passages._units, words.fold, coverage._words):
        kept.cache_clear()


def _seconds(job: Callable[[], object], runs: int) -> float:
    found = []
    for _ in range(runs):
        _forget()
        start = time.process_time()
        job()
        found.append(time.process_time() - start)
    return statistics.median(found)


def _compared(old: Library, new: Library) -> int:
    return len(difference.compare(old, new)) + len(shifts(old, new))


def main() -> int:
    """Print the ratio for each edition; 1 when one goes beyond the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    files = _edition()
    count = sum(name.endswith(_SUFFIXES) for name in files)
    worst = 0.0
    for said, every in (("one clause", count), ("one in ten", 10), ("every entry", 1)):
        amended = _amended(files, every)
        loading = _seconds(lambda amended=amended: (library.load(files), library.load(amended)), runs)  # type: ignore[misc]
        sides = library.load(files)[0], library.load(amended)[0]
        comparing = _seconds(lambda sides=sides: _compared(*sides), runs)  # type: ignore[misc]
        ratio = comparing / loading
        worst = max(worst, ratio)
        told = f"{_compared(*sides):4} changes"
        print(f"{count} entries, {said:<12} {told}   loading both {loading * 1000:5.0f} ms   "
              f"comparing {comparing * 1000:5.0f} ms   {ratio:.2f} x")  # fmt: skip
    print(f"limit {_LIMIT:.0f} x: {'kept' if worst <= _LIMIT else 'NOT KEPT'}")
    return int(worst > _LIMIT)


if __name__ == "__main__":
    sys.exit(main())
