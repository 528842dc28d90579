"""How well clauses are found without their marks: recall of each kind of edit, and precision.

    python bench/recall.py [FOLDER of documents that hold no clause of the library] [--seeds N] [--first N]

Each seed makes a document of 2,000 paragraphs: clauses of the shipped library and near-duplicates of them,
each edited in one way, among the prose of others (`tests/foreign_prose.py`, or the paragraphs of the folder).
The exit code is 1 when the recall of a kind, over all seeds, or the precision falls under its goal.
"""

import argparse
import sys
from pathlib import Path

from clausekit import read
from clausekit.match import Index, match

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import match_documents

RECALL, PRECISION = 0.95, 0.99
CLAUSES = 98
_LEAST = 15  # characters of a paragraph of prose


def ground(folder: Path | None) -> list[str]:
    """The paragraphs of the documents of a folder, each once."""
    paths = sorted(folder.rglob("*")) if folder else ()
    drafts = (
        read.draft(path.read_bytes(), file=path.name) for path in paths if path.suffix in {".docx", ".pdf", ".odt"}
    )
    return sorted({line.text for draft in drafts for line in draft.lines() if len(line.text) > _LEAST})


def main() -> int:
    """Print the recall and the precision of each seed, the worst and the mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1000)
    options = parser.parse_args()
    prose = ground(options.folder)
    recalls: dict[str, list[float]] = {kind: [] for kind in match_documents.KINDS}
    precisions: list[float] = []
    for seed in range(options.first, options.first + options.seeds):
        asked = match_documents.trial(seed, clauses=CLAUSES, ground=prose)
        found = match(asked.draft, asked.references, index=Index(asked.references))
        recall, precision = match_documents.scores(((item.entry, item.piece) for item in found), asked)
        print(
            seed,
            {kind: round(value, 3) for kind, value in recall.items() if value < 1},
            round(precision, 4),
            flush=True,
        )
        precisions.append(precision)
        for kind, value in recall.items():
            recalls[kind].append(value)
    means = {kind: sum(values) / len(values) for kind, values in recalls.items()}
    for kind, values in recalls.items():
        print(f"{kind} : rappel {means[kind]:.3f}, au moins {min(values):.3f}")
    precision = sum(precisions) / len(precisions)
    print(f"précision {precision:.4f}, au moins {min(precisions):.4f}")
    return int(min(means.values()) < RECALL or precision < PRECISION)


if __name__ == "__main__":
    sys.exit(main())
