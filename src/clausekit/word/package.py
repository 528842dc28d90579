"""The zip of a Word file: read with limits, written the same way each time.

A member that nobody touches is copied as it lies in the template, compressed bytes and
all: that is most of the speed, and the guarantee that a logo or a theme is left alone.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from clausekit.office import Unsound
from clausekit.office.archive import BEYOND, DAMAGED, UNREAD, check_size, members
from clausekit.word.refusal import unreadable

_STORED, _DEFLATED = 0, 8
_UTF8 = 0x800
_DATE = (1 << 5) | 1  # 1 January 1980, the zero of zip dates
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")

# What people take for a .docx, by first bytes.
_LOOKALIKES = (
    (b"%PDF", "c’est un fichier PDF"),
    (b"\xd0\xcf\x11\xe0", "c’est un ancien fichier .doc, ou un .docx protégé par mot de passe"),
    (b"{\\rtf", "c’est un fichier RTF"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A zip member as it is stored: `packed` are its compressed bytes."""

    name: str
    method: int
    crc: int
    size: int
    packed: bytes

    def data(self) -> bytes:
        """The member's content."""
        return self.packed if self.method == _STORED else zlib.decompress(self.packed, -15)


Package: TypeAlias = Mapping[str, Entry]


def entry(name: str, data: bytes, *, stored: bool = False) -> Entry:
    """A new member."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = data if stored else packer.compress(data) + packer.flush()
    method = _STORED if stored else _DEFLATED
    return Entry(name=name, method=method, crc=zlib.crc32(data), size=len(data), packed=packed)


def unpack(data: bytes, file: str) -> dict[str, Entry]:
    """The members of a Word file; `UnreadableFile` for what is no sound zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = members(archive)
            check_size(infos)
            return {info.filename: _entry_of(archive, info, data) for info in infos}
    except Unsound as error:
        raise unreadable(file, error.message, part=error.part) from error
    except BEYOND as error:
        raise unreadable(file, UNREAD) from error
    except DAMAGED as error:
        raise unreadable(file, _why_no_zip(data)) from error


def _why_no_zip(data: bytes) -> str:
    for start, what in _LOOKALIKES:
        if data.startswith(start):
            return f"Ce n’est pas un fichier Word .docx : {what}."
    if not data:
        return "Le fichier est vide."
    if data.startswith(b"PK"):
        return "Le fichier .docx est abîmé (archive incomplète ou corrompue)."
    return "Ce n’est pas un fichier Word .docx."


def _entry_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo, data: bytes) -> Entry:
    content = archive.read(info)  # checks the CRC
    if info.compress_type not in (_STORED, _DEFLATED):
        return entry(info.filename, content)
    start = info.header_offset + _LOCAL.size
    name_size, extra_size = struct.unpack_from("<HH", data, info.header_offset + 26)
    start += name_size + extra_size
    return Entry(
        name=info.filename,
        method=info.compress_type,
        crc=info.CRC,
        size=info.file_size,
        packed=data[start : start + info.compress_size],
    )


def pack(entries: Iterable[Entry]) -> bytes:
    """A zip whose bytes depend on its members alone: sorted, dated 1 January 1980."""
    ordered = sorted(entries, key=lambda member: (member.name != "[Content_Types].xml", member.name))
    body, directory, offset = [], [], 0
    for member in ordered:
        name = member.name.encode("utf-8")
        local = _LOCAL.pack(b"PK\3\4", *_common(member, name)) + name
        directory.append(_CENTRAL.pack(b"PK\1\2", 20, *_common(member, name), 0, 0, 0, 0, offset) + name)
        body += [local, member.packed]
        offset += len(local) + len(member.packed)
    index = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(ordered), len(ordered), len(index), offset, 0)
    return b"".join((*body, index, end))


def _common(member: Entry, name: bytes) -> tuple[int, ...]:
    """The fields that a member's two headers share."""
    flags = 0 if member.name.isascii() else _UTF8
    sizes = (member.crc, len(member.packed), member.size, len(name), 0)
    return (20, flags, member.method, 0, _DATE, *sizes)
