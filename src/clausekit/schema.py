"""Does a file follow its JSON Schema? And if not, what to tell whoever wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from clausekit import packaged
from clausekit.finding import Finding
from clausekit.source import Source

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_SUFFIX: Final = ".schema.json"
# « 300.000 »: what a French hand writes for three hundred thousand. 33.333 is a third of a hundred.
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}\.\d{2}0")
_ITS_END: Final = re.compile(r"\.\d{2}0\b")  # ten times faster to look for


def schemas() -> tuple[str, ...]:
    """The kinds of files that have a schema: clause, dossier, acheteur…"""
    folder = packaged.data_root() / "schemas"
    return tuple(sorted(path.name.removesuffix(_SUFFIX) for path in folder.glob(f"*{_SUFFIX}")))


def schema_text(kind: str) -> str:
    """The JSON Schema of a kind of files, as it is published."""
    return (packaged.data_root() / "schemas" / f"{kind}{_SUFFIX}").read_text(encoding="utf-8")


@cache
def _schema(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(schema_text(kind))
    return schema


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[Any]:
    """The keyword `pattern`, whose `$` is the very end: Python's also stands before a last line end."""
    from jsonschema import ValidationError

    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@cache
def _validator(kind: str) -> Validator:
    # jsonschema costs 50 ms to import: only a run that has something to tell pays for it.
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    strict = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    validator: Validator = strict(_schema(kind), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return validator


def has_quick_verdict() -> bool:
    """Whether jsonschema-rs is installed."""
    return find_spec("jsonschema_rs") is not None


@cache
def _verdict(kind: str) -> Callable[[Any], bool]:
    """A quick yes or no: jsonschema-rs where it is installed, a hundred times faster."""
    try:
        from jsonschema_rs import Draft202012Validator
    except ImportError:
        return _validator(kind).is_valid
    quick: Callable[[Any], bool] = Draft202012Validator(_schema(kind), validate_formats=True).is_valid
    return quick


def _thousands(source: Source) -> tuple[Finding, ...]:
    if not _ITS_END.search(source.text):
        return ()
    from clausekit import mismatch

    return mismatch.thousands(source, _THOUSANDS)


def validate(kind: str, source: Source) -> tuple[Finding, ...]:
    """What a file that was read does not do as the schema of its kind says; nothing when it does."""
    if _verdict(kind)(source.data):
        return _thousands(source)
    from clausekit import mismatch

    return mismatch.findings(_validator(kind).iter_errors(source.data), source=source, schema=_schema(kind))
