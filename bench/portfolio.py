"""The report of a year on 940 dossiers: what a dossier costs to resolve and judge, against its YAML alone.

    python bench/portfolio.py [--dossiers 940] [--runs 3] [--full] [--keep DIR]

The dossiers are the examples, notified, each with its own object and amounts. Parse is `source.load`
of the dossier's bytes; resolve is from its data to the contract; judge is what the report asks of it.
`--full` also judges every measure (`check.check`), which the report does not need, and says where it
spends its time.
"""

from __future__ import annotations

import argparse
import cProfile
import itertools
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from clausekit import check, dossier, library, marche, portfolio, schema, source, tree  # noqa: E402
from clausekit.library import Library  # noqa: E402

GOAL = 3
YEAR = 2026
MODELS = sorted((ROOT / "examples").glob("*/*.dossier.yaml"))


def write(folder: Path, count: int) -> list[Path]:
    """The examples, under as many names, notified along the year."""
    (folder / "metropole.acheteur.yaml").write_bytes((ROOT / "examples" / "metropole.acheteur.yaml").read_bytes())
    paths = []
    for rank, model in zip(range(count), itertools.cycle(MODELS), strict=False):
        day = f"{YEAR}-{rank % 12 + 1:02d}-{rank % 28 + 1:02d}"
        text = model.read_text(encoding="utf-8").replace("notification: null", f"notification: {day}")
        text = text.replace("objet: ", f"objet: Marché {rank} – ", 1)
        path = folder / f"{YEAR}-{rank % 12 + 1:02d}" / f"marche-{rank:04d}.dossier.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def seconds(job: Callable[[], object]) -> float:
    """How long a job takes."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def measure(paths: list[Path], shipped: Library) -> tuple[float, float, float]:
    """Seconds to parse, to resolve and to judge all the dossiers, in memory."""
    datas = [(path.read_bytes(), str(path)) for path in paths]
    authority = dossier.read_authority(
        source.load((paths[0].parents[1] / "metropole.acheteur.yaml").read_bytes(), file="").data
    )
    read: list[source.Source] = []
    contracts: list[marche.Marche] = []
    parse = seconds(lambda: read.extend(source.load(data, file=name) for data, name in datas))
    assert not any(schema.validate("dossier", item) for item in read)
    resolve = seconds(
        lambda: contracts.extend(
            marche.resolve(dossier.read(item.data, file=item.file), authority, shipped) for item in read
        )
    )
    judge = seconds(lambda: [portfolio.contracts(item) for item in contracts])
    return parse, resolve, judge


def whole(folder: Path) -> float:
    """The command itself, start-up and writing included."""
    words = ["report", str(folder), "--year", str(YEAR), "--output", str(folder / "bilan.html"), "--library", str(ROOT)]
    command = [sys.executable, "-c", "from clausekit.cli import main; main()", *words]
    return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def full(paths: list[Path], shipped: Library, parse: float) -> None:
    """Every measure on a tenth of the dossiers: its cost, and where it goes."""
    from clausekit.cli.loading import load_purchase

    some = [load_purchase(path, shipped).marche for path in paths[:: max(1, len(paths) // 90)]]
    spent = seconds(lambda: [check.check(item) for item in some]) / len(some)
    print(f"check.check       {spent * 1e3:7.3f} ms a dossier, {spent / (parse / len(paths)):.1f} times the parse")
    profile = cProfile.Profile()
    profile.runcall(lambda: [check.check(item) for item in some])
    pstats.Stats(profile).strip_dirs().sort_stats("cumulative").print_stats(25)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=940)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    shipped, findings = library.load(tree.folder(ROOT).files)
    assert not findings, findings
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        folder.mkdir(exist_ok=True, parents=True)
        paths = write(folder, options.dossiers)
        runs = [measure(paths, shipped) for _ in range(options.runs)]
        parse, resolve, judge = (statistics.median(column) for column in zip(*runs, strict=True))
        ratio = statistics.median((run[1] + run[2]) / run[0] for run in runs)
        count, size = len(paths), sum(path.stat().st_size for path in paths)
        print(f"dossiers: {count}, {size // count} bytes each; C parser: {source.FAST}")
        for label, spent in (("parse", parse), ("resolve", resolve), ("judge", judge)):
            print(f"{label:17} {spent:7.2f} s  {spent / count * 1e3:6.3f} ms a dossier")
        print(f"whole command     {whole(folder):7.2f} s")
        print(f"ratio: resolve and judge cost {ratio:.2f} times the parse (goal: at most {GOAL})")
        if options.full:
            full(paths, shipped, parse)
    if ratio > GOAL:
        sys.exit(f"dearer than the goal of {GOAL}")


if __name__ == "__main__":
    main()
