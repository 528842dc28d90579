"""The most memory that a program took, told by itself.

`ru_maxrss` would not do: Linux hands the peak of the process that starts another one over to it, so that a test would
measure what the tests before it had left in memory.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_SAY = """
import atexit, pathlib, resource, sys
def say():
    own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
    most = max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    pathlib.Path(sys.argv[1]).write_text(str(most // 1024))
atexit.register(say)
"""


def run(code: str, said: os.PathLike[str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run `code`, whose arguments are `words`; `said` is the file that its peak is written to (`megabytes`)."""
    whole = f"{_SAY}\n{code}"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    called: Sequence[str] = [sys.executable, "-c", whole, str(said), *words]
    return subprocess.run(called, capture_output=True, text=True, check=False, env=env)


def megabytes(said: os.PathLike[str]) -> int:
    """The peak that `run` had written."""
    return int(Path(said).read_text())
