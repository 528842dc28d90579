"""A zip from outside: no bomb, no trap in its names, no member twice."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import Final

from clausekit.office import SPLIT, Unsound

MAX_UNPACKED: Final = 50 * 1024 * 1024
MAX_ENTRIES: Final = 2_000
# Word's XML shrinks some 10 to 60 times; only a bomb shrinks 200 times over a megabyte.
MAX_RATIO: Final = 200
_RATIO_FROM = 1024 * 1024
_BROKEN: Final = "Le fichier est abîmé (archive incomplète ou corrompue)."
# Whatever `zipfile` makes of bytes that are no sound zip.
DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    OverflowError,
    struct.error,
    ValueError,
)
UNREAD: Final = "Le fichier est compressé d’une manière que clausekit ne lit pas."
# What `zipfile` says of a sound zip that it has no code for: Deflate64, Zstandard, patched data, a later version.
BEYOND: Final = NotImplementedError


def members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of a zip, once refused the traps, the doubles and too many of them."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_ENTRIES:
        raise Unsound(f"Le fichier contient {len(infos)} éléments (maximum {MAX_ENTRIES}).")
    seen: set[str] = set()
    for info in infos:
        _check_name(info)
        # Part names are compared without case (OPC, part 2, 6.2.2.3).
        if info.filename.casefold() in seen:
            raise Unsound("Le fichier contient deux fois le même élément.", part=info.filename)
        seen.add(info.filename.casefold())
    return infos


def check_size(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse bombs among the members that are going to be unpacked."""
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise Unsound(f"Le fichier, une fois décompressé, dépasse {MAX_UNPACKED // 1024**2} Mo.", remedy=SPLIT)
    for info in infos:
        if info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * info.compress_size:
            raise Unsound("Un élément est anormalement compressé.", part=info.filename)


def _check_name(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if info.flag_bits & 0x1:
        raise Unsound("Le fichier est protégé par un mot de passe.", part=name)
    # zipfile keeps the raw name in orig_filename: a NUL or a backslash shows only there.
    if name.startswith("/") or ".." in name.split("/") or set("\\:\0") & set(info.orig_filename):
        raise Unsound("Un élément porte un chemin interdit.", part=name)


class Archive:
    """A sound zip whose members are unpacked one by one, when asked for.

    Pictures are never unpacked, so their size and their state do not matter. Names are compared
    without case, as Word does.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BEYOND as error:
            raise Unsound(UNREAD) from error
        except DAMAGED as error:
            raise Unsound(_BROKEN, read=f"{len(data)} octets, qui ne forment pas une archive") from error
        self._infos = {info.filename.casefold(): info for info in members(self._zip)}
        self._unpacked: list[zipfile.ZipInfo] = []

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._infos

    @property
    def names(self) -> tuple[str, ...]:
        """The members, in the order of the zip."""
        return tuple(info.filename for info in self._infos.values())

    def read(self, name: str) -> bytes:
        """The content of a member; what is unpacked in all stays under `MAX_UNPACKED`."""
        info = self._infos[name.casefold()]
        self._unpacked.append(info)
        check_size(self._unpacked)
        try:
            return self._zip.read(info)
        except BEYOND as error:
            raise Unsound(UNREAD, part=name) from error
        except DAMAGED as error:
            raise Unsound(_BROKEN, part=name, read="un élément dont le contenu ne se décompresse pas") from error
