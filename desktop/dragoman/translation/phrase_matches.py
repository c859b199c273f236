"""Phrases of the phrasebook that stand in a text word for word: their reviewed translation beats a model's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dragoman.translation.model import LanguagePair
from dragoman.translation.pairs import language_key

if TYPE_CHECKING:
    from dragoman.translation.phrasebook import Phrasebook

_SHORTEST = 12
_LONGEST = 240


class PhraseMatches:
    """Finds whole sentences among the phrases without gaps. ``phrasebook`` is asked for at the first one."""

    def __init__(self, phrasebook: Callable[[], Phrasebook]) -> None:
        self._phrasebook = phrasebook
        self._indexes: dict[tuple[str, str], dict[str, str]] = {}

    def exact(self, text: str, pair: LanguagePair) -> str | None:
        """Return the phrase's words in the target language, in the same register where there are two, else None.

        Blanks and case do not count. None where the phrasebook lacks a language.
        """
        if not _SHORTEST <= len(text) <= _LONGEST:
            return None
        key = language_key(pair.source), language_key(pair.target)
        index = self._indexes.get(key)
        if index is None:
            index = self._indexes[key] = self._built(*key)
        return index.get(_folded(text))

    def _built(self, source: str, target: str) -> dict[str, str]:
        found: dict[str, str] = {}
        book = self._phrasebook()
        if not {source, target} <= set(book.languages()):
            return found
        for phrase in book.phrases(source, target):
            ours, theirs = phrase.wordings.get(source), phrase.wordings.get(target)
            if phrase.slots or ours is None or theirs is None:
                continue
            for familiar in (False, True):
                if words := ours.familiar if familiar else ours.formal:
                    found.setdefault(_folded(words), theirs.text(familiar=familiar))
        return found


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
