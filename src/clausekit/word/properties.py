"""Document properties: what Word shows under « Informations », and what names the sources."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from clausekit.fragment import Fragment
from clausekit.word.characters import legal
from clausekit.word.package import Entry, entry

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
_CUSTOM_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_QUOTE = {'"': "&quot;"}
# The one identifier that Word gives to properties that a user adds.
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def core(name: str, fragment: Fragment) -> Entry:
    """Title, subject, language and category; the template's author and dates are left behind."""
    values = {
        "dc:title": fragment.title,
        "dc:subject": fragment.subject,
        "dc:language": "fr-FR",
        "cp:category": fragment.piece,
    }
    body = "".join(f"<{tag}>{escape(legal(value))}</{tag}>" for tag, value in values.items() if value)
    return entry(name, f"{_HEAD}{_CORE}{body}{_dates()}</cp:coreProperties>".encode())


def _dates() -> str:
    """Dates only when the build fixes them: the same dossier must give the same bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdecimal():
        return ""
    moment = datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC)
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return "".join(
        f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{tag}>' for tag in ("created", "modified")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A custom property of the template: fields of its header may print it (DOCPROPERTY)."""

    name: str
    fmtid: str
    value: str  # the XML of its value


def kept(root: _Element) -> tuple[Kept, ...]:
    """The custom properties of a template."""
    from lxml import etree

    return tuple(
        Kept(
            name=element.get("name", ""),
            fmtid=element.get("fmtid", _FMTID),
            value="".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in element),
        )
        for element in root
    )


def custom(name: str, values: Mapping[str, str], before: tuple[Kept, ...]) -> Entry:
    """Custom properties as strings, after those of the template that bear other names.

    Strings only: they are what survives LibreOffice unchanged.
    """
    items = [(item.name, item.fmtid, item.value) for item in before if item.name not in values]
    items += [(key, _FMTID, f"<vt:lpwstr>{escape(legal(value))}</vt:lpwstr>") for key, value in values.items()]
    body = "".join(
        f'<property fmtid="{fmtid}" pid="{pid}" name="{escape(legal(key), _QUOTE)}">{value}</property>'
        for pid, (key, fmtid, value) in enumerate(items, start=2)
    )
    text = f'{_HEAD}<Properties xmlns="{_CUSTOM_NS}" xmlns:vt="{_VT}">{body}</Properties>'
    return entry(name, text.encode())
