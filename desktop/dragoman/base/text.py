"""Text as it is searched and as it is laid out in files of content lines."""

from __future__ import annotations

import unicodedata

_MAX_OCTETS = 75


def bare(text: str) -> str:
    """Return ``text`` without case and marks over letters, for searching: ``portugues`` finds ``Português``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def content_line(line: str) -> bytes:
    """Return ``line`` with its end, folded where it is longer than 75 octets, never within a character.

    This is how iCalendar and vCard files are written (RFC 5545, section 3.1; RFC 6350, section 3.2).
    """
    parts: list[bytes] = []
    current = b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(current) + len(octets) > _MAX_OCTETS:
            parts.append(current)
            current = b" "
        current += octets
    return b"\r\n".join([*parts, current]) + b"\r\n"
