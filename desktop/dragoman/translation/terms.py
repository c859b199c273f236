"""Terms found in a text, whatever their ending, and looked for in its translation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dragoman.translation.model import Check, CheckStatus, LanguagePair
from dragoman.translation.morphology import base, bases, fold
from dragoman.translation.pairs import language_key

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}]|[{_MARKS}])+|[^\s]")
_JOINT = frozenset("-‐‑'’")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]")
_LONGEST_ACRONYM = 5
_SHORTEST_COMPOUND = 5
_END = ""


class Layer(StrEnum):
    """Where a term comes from, the strongest first."""

    FILE = "file"
    COUNTERPART = "counterpart"
    USER = "user"
    SHIPPED = "shipped"


_STRENGTH = {layer: number for number, layer in enumerate(Layer)}


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of one direction. ``target`` is the preferred translation, ``accepted`` all that pass, it among them.

    ``keep``: never translated, comes out as it stands in the source. ``id`` is the stored entry's, else 0.
    """

    source: str
    target: str
    accepted: tuple[str, ...]
    layer: Layer
    keep: bool = False
    note: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term at ``start`` to ``end`` of a text."""

    start: int
    end: int
    entry: TermEntry


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    entries: list[TermEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    is_acronym_like: bool


class Glossary:
    """The terms of one direction, ready to be found. Immutable and safe for several threads.

    A text's longest term counts; of equally long ones that of the strongest :class:`Layer`, of several there the first
    given, and the translations of all of them are accepted.
    """

    def __init__(self, entries: Iterable[TermEntry], pair: LanguagePair) -> None:
        self.pair = pair
        self._source = language_key(pair.source)
        self._target = language_key(pair.target)
        self._root = _Node()
        self._count = 0
        for entry in entries:
            self._insert(entry)

    def __len__(self) -> int:
        return self._count

    def find(self, text: str) -> list[TermHit]:
        """Return the terms in ``text`` in order, none overlapping."""
        if not self._count:
            return []
        tokens = list(_tokens(text))
        choices = [_choices(token, self._source) for token in tokens]
        hits: list[TermHit] = []
        place = 0
        while place < len(tokens):
            found = self._longest(self._root, choices, place)
            if found is None or not _is_whole(text, tokens[place].start, tokens[found[0] - 1].end):
                place += 1
                continue
            end, entries = found
            hits.append(TermHit(tokens[place].start, tokens[end - 1].end, _strongest(entries)))
            place = end
        return hits

    def verify(self, source: str, target: str, hits: Sequence[TermHit] | None = None) -> list[Check]:
        """Return one check of kind ``term`` for each term in ``source``, in order: ok, or missing in ``target``.

        ``hits`` are those of :meth:`find` on ``source``; they are looked for when left out. What is kept must stand in
        ``target`` character for character as often as in ``source``; a translated term once, in any form.
        """
        found = self.find(source) if hits is None else hits
        if not found:
            return []
        words = [_Word(token.text, frozenset(_choices(token, self._target))) for token in _tokens(target)]
        checks: list[Check] = []
        used: dict[str, int] = {}
        for hit in found:
            surface = source[hit.start : hit.end]
            if hit.entry.keep:
                used[surface] = used.get(surface, 0) + 1
                there = surface if _occurrences(surface, target) >= used[surface] else ""
            else:
                there = next((term for term in hit.entry.accepted if self._stands_in(term, words)), "")
            checks.append(Check("term", surface, there, CheckStatus.OK if there else CheckStatus.MISSING))
        return checks

    def _insert(self, entry: TermEntry) -> None:
        node = self._root
        for token in _tokens(entry.source):
            node = node.children.setdefault(_filed(token, self._source), _Node())
        if node is not self._root:
            node.entries.append(entry)
            self._count += 1

    def _longest(
        self, node: _Node, choices: Sequence[tuple[str, ...]], place: int
    ) -> tuple[int, list[TermEntry]] | None:
        best = (place, node.entries) if node.entries else None
        if place == len(choices):
            return best
        for choice in choices[place]:
            child = node.children.get(choice)
            if child is not None:
                found = self._longest(child, choices, place + 1)
                if found is not None and (best is None or found[0] > best[0]):
                    best = found
        return best

    def _stands_in(self, term: str, words: Sequence[_Word]) -> bool:
        wanted = [{_filed(token, self._target), *_choices(token, self._target)} for token in _tokens(term)]
        if not wanted:
            return False
        for start in range(len(words) - len(wanted) + 1):
            if all(not words[start + i].bases.isdisjoint(forms) for i, forms in enumerate(wanted)):
                return True
        if self._target != "de" or len(wanted) != 1:
            return False
        # German writes compounds as one word: "Luftfrachtbriefnummer" has a "Luftfrachtbrief".
        folded = fold(term)
        return len(folded) >= _SHORTEST_COMPOUND and any(folded in fold(word.text) for word in words)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    bases: frozenset[str]


def merged(entries: Sequence[TermEntry]) -> TermEntry:
    """Return the first entry, accepting the translations of all."""
    accepted = dict.fromkeys(term for entry in entries for term in (entry.target, *entry.accepted))
    return replace(entries[0], accepted=tuple(accepted))


def _strongest(entries: Sequence[TermEntry]) -> TermEntry:
    strength = min(_STRENGTH[entry.layer] for entry in entries)
    return merged([entry for entry in entries if _STRENGTH[entry.layer] == strength])


def _tokens(text: str) -> Iterator[_Token]:
    """Yield words, characters of unspaced scripts and signs; hyphens and apostrophes within words only divide."""
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word in _JOINT and _is_within_word(text, match.start(), match.end()):
            continue
        yield _Token(word, match.start(), match.end(), 2 <= len(word) <= _LONGEST_ACRONYM + 1 and word[:2].isupper())


def _is_within_word(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()


def _filed(token: _Token, language: str) -> str:
    """Return what a term's word is filed under; an acronym (FOB) only answers for capitals."""
    if token.is_acronym_like and token.text.isupper() and len(token.text) <= _LONGEST_ACRONYM:
        return "=" + token.text
    return base(unicodedata.normalize("NFKC", token.text), language)


def _choices(token: _Token, language: str) -> tuple[str, ...]:
    found = bases(unicodedata.normalize("NFKC", token.text), language)
    if token.is_acronym_like:
        if token.text.isupper():
            return (*found, "=" + token.text)
        if token.text.endswith("s") and token.text[:-1].isupper():
            return (*found, "=" + token.text[:-1])
    return found


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a match does not begin or end within a Katakana word: "レート" (rate) is not in "プレート" (plate)."""
    return not (
        (_KATAKANA.match(text, start) and start and _KATAKANA.match(text, start - 1))
        or (end < len(text) and _KATAKANA.match(text, end) and _KATAKANA.match(text, end - 1))
    )


def _occurrences(surface: str, text: str) -> int:
    pattern = re.escape(surface)
    if surface[:1].isascii() and surface[:1].isalnum():
        pattern = r"(?<![A-Za-z0-9])" + pattern
    if surface[-1:].isascii() and surface[-1:].isalnum():
        pattern += r"(?![A-Za-z0-9])"
    return len(re.findall(pattern, text))
