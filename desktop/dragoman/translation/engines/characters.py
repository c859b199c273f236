"""Which characters a SentencePiece vocabulary cannot see as they are; each is looked up once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dragoman.translation.model import CharacterKnowledge

_REMEMBERED = 20_000


class CharacterKinds:
    """Remembers what ``kind`` says of a character: ``unknown``, ``altered``, or an empty string for neither."""

    def __init__(self, kind: Callable[[str], str]) -> None:
        self._kind = kind
        self._kinds: dict[str, str] = {}

    def of(self, text: str) -> CharacterKnowledge:
        """Return which characters of ``text`` the vocabulary lacks or rewrites."""
        kinds, chars = self._kinds, set(text)
        if len(kinds) > _REMEMBERED:
            kinds.clear()
        for char in chars.difference(kinds):
            kinds[char] = self._kind(char)
        found: dict[str, set[str]] = {"unknown": set(), "altered": set()}
        for char in chars:
            if kind := kinds[char]:
                found[kind].add(char)
        return CharacterKnowledge(frozenset(found["unknown"]), frozenset(found["altered"]))


def kind_of(processor: Any, char: str) -> str:
    """Return what a ``SentencePieceProcessor`` makes of one character."""
    if char.isspace():
        return ""
    if "\ud800" <= char <= "\udfff" or processor.unk_id() in processor.encode(char, out_type=int):
        return "unknown"
    normal = processor.normalize(char).replace("\u2581", "").strip()
    return "" if normal == char else "altered"
