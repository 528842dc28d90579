"""Loading and checking 2,000 clauses against check-jsonschema, and where seeded errors are told.

    python bench/charge.py [--files 2000] [--runs 3]

Same files, same schema; the two take turns. The median of the runs is kept, in processor time, so
that other work on the machine counts little; trust the ratios, not the times. The goal is on our
loading and checking, in a fresh process, against the whole process of check-jsonschema; our own
whole process, start-up included, is shown beside. Needs check-jsonschema in the same environment.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from clausekit import packaged, schema, source  # noqa: E402
from clausekit.finding import Finding, UnreadableFile  # noqa: E402

GOAL = 8
MODEL = Path(__file__).with_name("modele.clause.yaml")
# What is written instead of what, and what of it the finding must stand under.
SEEDS: tuple[tuple[str, str, str], ...] = (
    ("consideration: environnementale", "consideration: environementale", "environementale"),
    ("type: condition_execution", "type: condition", "condition"),
    ("etat: projet", "état: projet", "état"),
    ("d_office: false", "d_office: non", "non"),
    ("themes: [dechets]", "themes: dechets", "dechets"),
    ("natures: [services]", "natures: [service]", "service]"),
    ("duree_mois: {min: 6}", "duree_mois: {min: six}", "six"),
    ("familles: [dechets]", "familles: [Déchets]", "Déchets"),
    ("piece_porteuse: CCTP", "piece_porteuse: CTP", "CTP"),
    ("debiteur: titulaire", "debiteurs: titulaire", "debiteurs"),
    ("type: pourcentage", "type: pourcent", "pourcent"),
    ("bornes: {min: 50, max: 100}", 'bornes: {min: "50", max: 100}', '"50"'),
    (
        "origine: acheteur, rempli_par: prescripteur",
        "origine: calcul, rempli_par: prescripteur",
        "taux_valorisation: {titre",
    ),
    ("date: 2026-11-21", "date: 21 novembre 2026", "21 novembre"),
    ("revision: 1", "revision: 0", "0"),
    ("nature: creation", "nature: création", "création"),
    ("sans_titre: false", "sans_titre: false\nsans_titre: true", "sans_titre: true"),
    ("titre: Tri à la source", "titre: Tri : à la source", ": à la source"),
    ("debiteur: titulaire", "debiteur: *titulaire", "*titulaire"),
    ("applicable:\n  familles", "applicable:\n\tfamilles", "\tfamilles"),
)


def write(folder: Path, count: int) -> list[Path]:
    """The same clause under as many ids."""
    text = MODEL.read_text(encoding="utf-8")
    paths = [folder / f"DEC-{rank:04d}.clause.yaml" for rank in range(count)]
    for rank, path in enumerate(paths):
        path.write_text(text.replace("id: DEC-003", f"id: DEC-{rank % 1000:03d}"), encoding="utf-8")
    return paths


def findings_of(data: bytes, name: str) -> tuple[Finding, ...]:
    """All that is told of a clause."""
    try:
        return schema.validate("clause", source.load(data, file=name))
    except UnreadableFile as problem:
        return problem.findings


def read_all(folder: Path) -> float:
    """Load and check every file of a folder, none of which may have a finding; the seconds it took."""
    start = time.process_time()
    for path in sorted(folder.iterdir()):
        assert not findings_of(path.read_bytes(), path.name), path.name
    return time.process_time() - start


def run(command: Sequence[str]) -> tuple[float, str]:
    """How long a command that must succeed takes, and what it prints."""
    start, before = time.perf_counter(), os.times()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    elapsed, after = time.perf_counter() - start, os.times()
    spent = sum(after[2:4]) - sum(before[2:4])
    # Windows does not count the time of children.
    return spent or elapsed, done.stdout


def seeded() -> int:
    """Seed an error in each of twenty files, and see that it is told at its line and column."""
    text = MODEL.read_text(encoding="utf-8")
    for right, wrong, under in SEEDS:
        assert right in text, right
        broken = text.replace(right, wrong, 1)
        offset = broken.index(under, text.index(right) if under in wrong else 0)
        line, column = broken.count("\n", 0, offset) + 1, offset - broken.rfind("\n", 0, offset)
        told = findings_of(broken.encode(), "essai.clause.yaml")
        places = {(finding.places[0].line, finding.places[0].column) for finding in told}
        assert (line, column) in places, f"{wrong!r}: expected {line}:{column}, told {sorted(places)}"
        assert len(told) == 1, [finding.message for finding in told]
    return len(SEEDS)


def compare(folder: Path, paths: Sequence[Path], runs: int) -> tuple[float, float, float]:
    """Median seconds: our loading and checking, our whole process, check-jsonschema's whole process."""
    schema_file = packaged.data_root() / "schemas" / "clause.schema.json"
    ours = [sys.executable, __file__, "--read", str(folder)]
    theirs = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema_file), *map(str, paths)]
    inside, whole, other = [], [], []
    for _ in range(runs):
        spent, printed = run(ours)
        whole.append(spent)
        inside.append(float(printed))
        other.append(run(theirs)[0])
    return statistics.median(inside), statistics.median(whole), statistics.median(other)


def show(name: str, spent: float, count: int) -> None:
    print(f"{name:<40} {spent:7.2f} s  {spent / count * 1e3:7.3f} ms a file")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(read_all(options.read))
        return
    print(f"seeded errors told at their line and column: {seeded()}")
    with tempfile.TemporaryDirectory() as name:
        paths = write(Path(name), options.files)
        inside, whole, other = compare(Path(name), paths, options.runs)
    rust = schema.has_quick_verdict()
    print(f"{options.files} files of {MODEL.stat().st_size} bytes; C parser: {source.FAST}; jsonschema-rs: {rust}")
    show("clausekit, load and check", inside, options.files)
    show("clausekit, whole process", whole, options.files)
    show("check-jsonschema, whole process", other, options.files)
    print(f"a file: {other / inside:.1f} times faster (goal: {GOAL}); whole processes: {other / whole:.1f} times")
    if other / inside < GOAL:
        sys.exit(f"slower than the goal of {GOAL}")


if __name__ == "__main__":
    main()
