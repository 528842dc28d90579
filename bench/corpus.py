"""Read and judge every document of a folder; count what is read, what is refused and why.

    python bench/corpus.py FOLDER [--each]

Whatever the files hold, `read.draft` gives a draft or raises `UnreadableFile` with one finding, and
`inspect` judges the draft: anything else, or more than `SLOW` seconds for a file, is a defect, told with
the name of the file, and the exit code is then 1. Counts are by folder of the first level: one clone or
one extract of a project in each. `--each` names the refused files.
"""

import argparse
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from clausekit import inspect, library, read, tree
from clausekit.finding import UnreadableFile
from clausekit.match import Index, of_library

ROOT = Path(__file__).parents[1]
KINDS = (".docx", ".docm", ".dotx", ".dotm", ".odt", ".ott", ".fodt", ".pdf", ".txt", ".md", ".doc", ".rtf")
SLOW = 5.0  # seconds of processor, those of the child that opens a PDF counted
READ, REFUSED, FAULT = "lus", "refusés", "défauts"


def one(path: Path, index: Index) -> tuple[str, str]:
    """What came of a file, and the sentence of the refusal or the traceback of the defect."""
    try:
        draft = read.draft(path.read_bytes(), file=path.name)
        inspect.inspect(draft, index)
    except UnreadableFile as error:
        found = error.findings
        if len(found) != 1 or "structure que clausekit" in found[0].message:
            return FAULT, f"{len(found)} constats : {found[0].message} [{found[0].read}]"
        return REFUSED, found[0].message
    except Exception:
        return FAULT, traceback.format_exc()
    return READ, ""


def processor() -> float:
    """Seconds of processor that this process and its children took."""
    return sum(os.times()[:4])


def documents(folder: Path) -> Iterator[Path]:
    """The files of the known kinds, in order."""
    return (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in KINDS and path.is_file())


def told(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    """A line a group: how many were read, refused, at fault."""
    for group in sorted({group for group, _ in counts}):
        states = ((state, counts[group, state]) for state in (READ, REFUSED, FAULT))
        yield f"{group} : " + ", ".join(f"{count} {state}" for state, count in states if count)


def main() -> int:
    """Tell the counts by folder and by extension, the reasons of the refusals, and the defects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", action="store_true")
    options = parser.parse_args()
    index = Index(of_library(library.load(tree.folder(ROOT).files)[0]))
    folders, kinds, reasons = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    slowest = (0.0, Path())
    for path in documents(options.folder):
        start = processor()
        state, detail = one(path, index)
        taken = processor() - start
        slowest = max(slowest, (taken, path))
        state = FAULT if taken > SLOW else state
        folders[path.relative_to(options.folder).parts[0], state] += 1
        kinds[path.suffix.lower(), state] += 1
        if state == REFUSED:
            reasons[path.suffix.lower(), detail] += 1
        if state == FAULT or (options.each and state == REFUSED):
            print(f"{path} : {state} en {taken:.1f} s. {detail}", flush=True)
    print("\n".join((*told(folders), "", *told(kinds), "")))
    for (suffix, reason), count in reasons.most_common():
        print(f"  {count:5} {suffix} : {reason}")
    print(f"le plus lent : {slowest[1]}, {slowest[0]:.1f} s")
    return int(any(state == FAULT for _, state in kinds))


if __name__ == "__main__":
    sys.exit(main())
