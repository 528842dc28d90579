"""A year of 940 dossiers: what a dossier costs to judge, against reading its YAML alone; and whether it is right.

    python bench/portfolio.py [--dossiers 940] [--runs 3] [--profile] [--keep DIR]

The dossiers are those of `year.py`, whose report is known by construction: the run fails when the
command's own report departs from it by one contract or one euro.

The peer is `source.load`, the reader of every command: libyaml's parser, through ruamel, and our own
composer. What is compared with it, dossier by dossier so that a slow minute weighs on both sides:

- resolve: from the data read to the contract (`dossier.read`, `marche.resolve`);
- report: what the year asks of a contract (`portfolio.contracts`): considerations declared, and effective chain;
- check: the whole verdict (`check.check`), every measure and every rule, as a draft and at publication.

The schema (`schema.validate`) is told apart: it is neither parsing nor judging.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

import year  # noqa: E402
from clausekit import check, dossier, library, marche, portfolio, schema, source, tree  # noqa: E402
from clausekit.dossier import Authority  # noqa: E402
from clausekit.library import Library  # noqa: E402

GOAL = 3


@dataclass(slots=True)
class Spent:
    """Seconds, on all dossiers."""

    parse: float = 0
    validate: float = 0
    resolve: float = 0
    report: float = 0
    draft: float = 0
    publication: float = 0

    def over(self, judged: float) -> float:
        """How many times the parse it costs to resolve and judge."""
        return (self.resolve + judged) / self.parse


def judge(data: bytes, name: str, authority: Authority, shipped: Library, spent: Spent) -> None:
    """One dossier, step by step."""
    clock = time.perf_counter
    start = clock()
    read = source.load(data, file=name)
    parsed = clock()
    problems = schema.validate("dossier", read)
    validated = clock()
    contract = marche.resolve(dossier.read(read.data, file=name), authority, shipped)
    resolved = clock()
    portfolio.contracts(contract)
    reported = clock()
    check.check(contract)
    drafted = clock()
    check.check(contract, stage=check.PUBLICATION)
    published = clock()
    assert not problems, problems
    spent.parse += parsed - start
    spent.validate += validated - parsed
    spent.resolve += resolved - validated
    spent.report += reported - resolved
    spent.draft += drafted - reported
    spent.publication += published - drafted


def run(paths: list[Path], shipped: Library) -> Spent:
    """All the dossiers, read from disk beforehand."""
    spent, datas = Spent(), [(path.read_bytes(), str(path)) for path in paths]
    raw = source.load((paths[0].parents[1] / year.AUTHORITY).read_bytes(), file=year.AUTHORITY)
    authority = dossier.read_authority(raw.data, file=year.AUTHORITY)
    for data, name in datas:
        judge(data, name, authority, shipped, spent)
    return spent


def command(folder: Path) -> tuple[float, dict[str, object]]:
    """Seconds of the command itself, start-up included, and the report that it gives."""
    words = ["report", str(folder), "--year", str(year.YEAR), "--format", "json", "--library", str(ROOT)]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "from clausekit.cli import main; main()", *words], check=True, capture_output=True
    )
    return time.perf_counter() - start, json.loads(done.stdout)


def profiled(paths: list[Path], shipped: Library) -> None:
    """Where the time goes, on a tenth of the dossiers."""
    profile = cProfile.Profile()
    profile.runcall(run, paths[:: max(1, len(paths) // 94)], shipped)
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(30)


def told(runs: list[Spent], count: int) -> float:
    """The table of a run, and the ratio of the report, which has a limit."""
    names = ("parse", "schema", "resolve", "report", "check, draft", "check, publication")
    for name, column in zip(names, zip(*map(astuple, runs), strict=True), strict=True):
        print(f"{name:20} {statistics.median(column) / count * 1e3:7.3f} ms a dossier")
    ratio = statistics.median(spent.over(spent.report) for spent in runs)
    print(f"resolve and report cost {ratio:.2f} times the parse (limit: {GOAL})")
    for name in ("draft", "publication"):
        whole = statistics.median(spent.over(getattr(spent, name)) for spent in runs)
        word = "within" if whole <= GOAL else "over"
        print(f"resolve and check ({name}) cost {whole:.2f} times the parse ({word} the goal of {GOAL})")
    return ratio


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dossiers", type=int, default=940)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    shipped, findings = library.load(tree.folder(ROOT).files)
    assert not findings, findings
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        paths, answer = year.write(folder, options.dossiers)
        size = sum(path.stat().st_size for path in paths) // len(paths)
        print(f"dossiers: {len(paths)}, {size} bytes each; parser: {'libyaml' if source.FAST else 'pure Python'}")
        ratio = told([run(paths, shipped) for _ in range(options.runs)], len(paths))
        seconds, report = command(folder)
        wrong = year.differences(report, answer)
        verdict = "\n  ".join(["wrong:", *wrong[:20]]) if wrong else "right to the contract and to the euro"
        print(f"the report of {answer.contracts} contracts is {verdict}; whole command: {seconds:.1f} s")
        if options.profile:
            profiled(paths, shipped)
    if wrong or ratio > GOAL:
        sys.exit(1)


if __name__ == "__main__":
    main()
