"""Text that comes from outside: what is refused and what is mended before it gets near a letter."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 200
MAX_LINE = 500
MAX_TEXT = 20_000

# Embeddings, overrides and isolates reorder what stands around them (UAX 9); marks (LRM, RLM, ALM) do not.
_BIDI_OVERRIDES = re.compile("[\u202a-\u202e]")
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# Bytes that UTF-8 cannot hold (lone surrogates), controls, and separators that end a line somewhere.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})


def has_controls(text: str) -> bool:
    """Return whether ``text`` has line breaks, control characters, lone surrogates or directional overrides."""
    return _BIDI_CONTROLS.search(text) is not None or any(unicodedata.category(c) in _REFUSED_CATEGORIES for c in text)


def unified_lines(text: str) -> str:
    """Return ``text`` with every kind of line break as ``\\n``, tabs as blanks, directional controls gone."""
    return _BIDI_CONTROLS.sub("", _LINE_BREAKS.sub("\n", text)).replace("\t", "    ")


def without_overrides(text: str) -> str:
    """Return ``text`` without directional embeddings and overrides; isolates, which letters may need, stay."""
    return _BIDI_OVERRIDES.sub("", text)


def without_isolates(text: str) -> str:
    """Return ``text`` without any directional embedding, override or isolate."""
    return _BIDI_CONTROLS.sub("", text)


def header_text(text: str) -> str:
    """Return ``text`` fit for a mail header: one line, no controls, nothing that reads as an encoded word.

    ``=?`` is parted because some mail programs decode RFC 2047 words a second time when a header is copied, and
    Python 3.11 writes the line breaks it finds inside.
    """
    flat = "".join(" " if unicodedata.category(c) in _REFUSED_CATEGORIES else c for c in _BIDI_CONTROLS.sub("", text))
    return " ".join(flat.replace("=?", "= ?").split())


def tidy(text: str) -> str:
    """Return ``text`` without trailing blanks, blank edges and more than one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
