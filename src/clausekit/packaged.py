"""Where the files that come with the program stand."""

from __future__ import annotations

from pathlib import Path


def data_root() -> Path:
    """The folder that holds `clauses`, `schemas`, `templates` and `examples`.

    In the wheel they are inside the package; in a checkout, an editable install or an unpacked
    sdist, beside `src`.
    """
    package = Path(__file__).resolve().parent
    inside = package / "_data"
    return inside if inside.is_dir() else package.parents[1]
