"""What a Word or OpenDocument file is made of: a zip that nobody vouches for, and XML parts in it.

Whoever opens such a file, to write in it or to read it, does so under the same limits.
"""

from __future__ import annotations


class Unsound(Exception):
    """A file that is damaged, booby-trapped or out of bounds; `message` is a French sentence.

    `part` is the member of the zip at fault, `read` what a library said of it.
    """

    def __init__(self, message: str, *, part: str | None = None, read: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.part = part
        self.read = read
