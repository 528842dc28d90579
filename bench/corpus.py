"""Read every document of a folder, and count what is read, what is refused and why.

    python bench/corpus.py FOLDER [--each]

Whatever the files hold, `read.draft` gives a draft or raises `UnreadableFile`: anything else is a
defect, told with the name of the file, and the exit code is then 1. `--each` names the refused files.
"""

import argparse
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from clausekit import read
from clausekit.draft import Table
from clausekit.finding import UnreadableFile

KINDS = (".docx", ".docm", ".dotx", ".dotm", ".odt", ".ott", ".fodt", ".pdf", ".txt", ".md", ".doc", ".rtf")
SLOW = 5.0  # seconds


def one(path: Path) -> tuple[str, str]:
    """What came of a file: « lu », « refusé » and the sentence, or « défaut » and what was raised."""
    try:
        draft = read.draft(path.read_bytes(), file=path.name)
    except UnreadableFile as error:
        if len(error.findings) != 1:
            return "défaut", f"{len(error.findings)} constats au lieu d’un"
        return "refusé", error.findings[0].message + (
            f" [{error.findings[0].read}]" if "structure" in str(error) else ""
        )
    except Exception:
        return "défaut", traceback.format_exc()
    tables = sum(isinstance(block, Table) for block in draft.blocks)
    return "lu", f"{sum(1 for _ in draft.lines())} alinéas, {tables} tableaux"


def main() -> int:
    """Tell the counts by extension, the reasons of the refusals, and the defects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", action="store_true")
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    for path in sorted(p for p in options.folder.rglob("*") if p.suffix.lower() in KINDS and p.is_file()):
        start = time.perf_counter()
        state, detail = one(path)
        taken = time.perf_counter() - start
        counts[path.suffix.lower(), state] += 1
        if state == "refusé":
            reasons[path.suffix.lower(), detail] += 1
        if state == "défaut" or taken > SLOW or (options.each and state == "refusé"):
            print(f"{path} : {state} en {taken:.1f} s. {detail}")
    for suffix in sorted({suffix for suffix, _ in counts}):
        told = ", ".join(
            f"{counts[suffix, state]} {state}" for state in ("lu", "refusé", "défaut") if counts[suffix, state]
        )
        print(f"{suffix} : {told}")
    for (suffix, reason), count in reasons.most_common():
        print(f"  {count:5} {suffix} : {reason}")
    return int(any(state == "défaut" for _, state in counts))


if __name__ == "__main__":
    sys.exit(main())
