"""The words of a document as they are compared: NFC, plain spaces, no invisible sign."""

from __future__ import annotations

import re
import unicodedata

# No-break and typographic spaces; then what takes no room; then the no-break hyphen and the bullets
# that symbol fonts keep in the private area.
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_NOTHING: dict[int, str] = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c"), ""
)
_SIGNS = {0x2010: "-", 0x2011: "-", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
# Symbol and Wingdings, by the code that Word gives them (F000 + code).
SYMBOLS = {
    "Symbol": {
        0x22: "∀", 0x24: "∃", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB2: "″",
        0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD0: "∠", 0xD6: "√",
        0xDE: "⇒", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x6D: "µ", 0x70: "π", 0xA0: "€",
    },
    "Wingdings": {
        0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xA8: "☐", 0xFD: "☒", 0x78: "☒", 0xFE: "☑", 0xFC: "✓", 0xFB: "✗",
        0xE0: "→", 0xF0: "⇨", 0x28: "☎", 0x2A: "✉",
    },
}  # fmt: skip
_PRIVATE = {0xF000 + code: sign for code, sign in (*SYMBOLS["Symbol"].items(), *SYMBOLS["Wingdings"].items())}
_PRIVATE_USE = re.compile("[\uf020-\uf0ff]")
_TABLE = {**_SPACES, **_NOTHING, **_SIGNS}
_PRINTED = tuple(map(chr, _SIGNS))
_BLANKS = re.compile(r"[ \r]*\n[ \r]*| *\t *| {2,}|\r")
_BULLET = "•"


def clean(text: str) -> str:
    """Plain text: one space between words, tabs and line breaks kept, nothing at the ends."""
    text = text.strip()
    # No-break spaces, tabs, invisible and private signs are what Python calls not printable.
    if text.isprintable() and "  " not in text:
        if text.isascii():
            return text
        if unicodedata.is_normalized("NFC", text) and not any(map(text.__contains__, _PRINTED)):
            return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _plain(text)


def signs(text: str) -> str:
    """What symbol fonts print, one sign for another: bullets, boxes to tick, « ≥ »."""
    return _PRIVATE_USE.sub(lambda found: _PRIVATE.get(ord(found[0]), _BULLET), text)


def _plain(text: str) -> str:
    return _BLANKS.sub(_blank, signs(text).translate(_TABLE)).strip()


def _blank(found: re.Match[str]) -> str:
    return "\n" if "\n" in found[0] else "\t" if "\t" in found[0] else " "


def symbol(font: str, code: int) -> str:
    """The sign that a symbol font prints for a code (F000 to F0FF, or its last byte)."""
    family = "Wingdings" if font.startswith("Wingdings") else "Symbol"
    return SYMBOLS[family].get(code & 0xFF, _BULLET)
