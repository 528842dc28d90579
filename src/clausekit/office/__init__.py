"""What a Word or OpenDocument file is made of: a zip that nobody vouches for, and XML parts in it.

Whoever opens such a file, to write in it or to read it, does so under the same limits.
"""

from __future__ import annotations

from typing import Final

SPLIT: Final = "Le partager en plusieurs fichiers."  # what to do with a file that is too long


class Unsound(Exception):
    """A file that is damaged, booby-trapped or out of bounds; `message` is a French sentence.

    `part` is the member of the zip at fault, `read` what a library said of it; `remedy`, what to do when it is not
    to have the file written again by its program.
    """

    def __init__(self, message: str, *, part: str | None = None, read: str | None = None, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.part = part
        self.read = read
        self.remedy = remedy
