"""Names from recordings made harmless: the one place where text meets the screen."""

from __future__ import annotations

import re
from unicodedata import category

# Control characters, and those that turn or hide text (bidi, joiners, surrogates of broken UTF-8).
_SUSPECT = re.compile("[^ -~]")
_UNSAFE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_LONGEST_OF_ONE_BYTE = 0xFF


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    if category(character) not in _UNSAFE_CATEGORIES:
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004  (a byte that was no UTF-8, see surrogateescape)
        return f"\\x{code - 0xDC00:02x}"
    if character in "\n\t\r":
        return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}[character]
    return f"\\x{code:02x}" if code <= _LONGEST_OF_ONE_BYTE else f"\\u{code:04x}"


def escape(text: str) -> str:
    """Return the text with every character that could fool a terminal written as an escape."""
    return _SUSPECT.sub(_escaped, text) if not (text.isascii() and text.isprintable()) else text
