"""Text as the full-text index sees it: the same preparation when building and when searching.

SQLite's ``unicode61`` splits on spaces, so a run of Chinese, Japanese, Korean or Thai would be one token; its
trigram tokenizer finds nothing shorter than three characters. Each such character therefore becomes a token of
its own, and a query for several of them is a phrase.
"""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_UNSPACED_CHARACTER = re.compile(f"([{_UNSPACED}])")
_TOKEN = re.compile(f"[{_UNSPACED}]+|[^\\W{_UNSPACED}]+")


def indexed(text: str) -> str:
    """Return ``text`` with every character of an unspaced script standing alone."""
    return _UNSPACED_CHARACTER.sub(r" \1 ", unicodedata.normalize("NFC", text))


def match_expression(query: str) -> str:
    """Return the FTS5 expression for what a person typed; empty when nothing in it can be searched.

    All words must occur; a run of unspaced script is a phrase; the last spaced word also matches as a prefix.
    """
    tokens = _TOKEN.findall(unicodedata.normalize("NFC", query))
    terms = []
    for position, token in enumerate(tokens):
        if _UNSPACED_CHARACTER.match(token):
            terms.append('"' + " ".join(token) + '"')
        else:
            terms.append(f'"{token}"' + ("*" if position == len(tokens) - 1 and len(token) > 1 else ""))
    return " ".join(terms)


def name_key(name: str) -> str:
    """Return ``name`` without case, accents, punctuation and spaces, for comparing what people type."""
    decomposed = unicodedata.normalize("NFKD", name)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return "".join(character for character in bare.casefold() if character.isalnum())
