"""Texts into sentences and back: everything between the sentences is kept to the character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass

from dragoman.translation.wrapping import Block, Flow, blocks

MAX_PIECES = 110
"""Model pieces in one sentence. The packs are trained on sentences; FLORES, the longest prose at hand, reaches 79."""

_PREFIX = re.compile(
    r"""[\s>|]*
    (?:\#{1,6}\s+)?
    (?:(?:[-*+•–—·▪◦‣⁃○●■□➢✓✔]|\[[ xX]\])[ \t\u3000]+)*
    (?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})\)[ \t]+|\d{1,3}\.[ \t]+(?!\d)|\d{1,2}(?:\.\d{1,2})+\.?[ \t]+(?=[^\W\d_a-z]))?
    \s*""",
    re.VERBOSE,
)
_CELLS = re.compile(r"[\t|]+|[ \u00a0]{3,}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CLAUSE = re.compile(r"(?<=[;:!?…])\s+|(?<=[,，、；：])\s*(?!\d)|\s+(?=[(–—])|(?<=[)])\s+")
_LOWER_START = re.compile(r"[^\w\s]*[a-zà-öø-ÿа-яα-ω]")
# A line that begins in small letters: without one no paragraph was wrapped, and nothing has to be looked at closely.
_GOES_ON = re.compile("\n[ \t>]*[a-zß-öø-ÿ\u0100-\u024f\u0370-\u052f]")
_ALWAYS_SHORT = 100


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence without the blanks around it; ``start`` is its offset in the whole text.

    In a paragraph that was wrapped by hand, ``flow`` says how, and ``joined`` is the sentence on one line.
    """

    text: str
    start: int
    flow: Flow | None = None
    joined: str | None = None

    @property
    def plain(self) -> str:
        """The sentence as a model wants it."""
        return self.text if self.joined is None else self.joined

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def segment(
    text: str,
    language: str,
    length: Callable[[str], int],
    known: MutableMapping[str, tuple[tuple[int, str], ...]] | None = None,
    *,
    unwrap: bool = True,
) -> Iterator[Segment]:
    """Yield the sentences of ``text`` in order. What lies between two of them is layout: blanks, bullets, quotes.

    Sentences cross a line break only where a paragraph was wrapped by hand, and with ``unwrap``. One that ``length``
    puts above :data:`MAX_PIECES` is divided at clause borders, then at blanks, so that no engine has to cut it.
    ``known`` remembers lines: an edit changes one of them.
    """
    lines = text.splitlines(keepends=True)
    parts = blocks(lines, _is_item) if unwrap and _GOES_ON.search(text) else (Block(line, len(line)) for line in lines)
    offset = 0
    for block in parts:
        found = known.get(block.text) if known is not None else None
        if found is None:
            found = tuple(_line(block.text, language, length))
            if known is not None:
                known[block.text] = found
        for start, sentence in found:
            if block.flow is None:
                yield Segment(sentence, offset + start)
            else:
                first, last = block.places[start], block.places[start + len(sentence) - 1] + 1
                yield Segment(text[offset + first : offset + last], offset + first, block.flow, sentence)
        offset += block.size


def _is_item(rest: str) -> bool:
    prefix = _PREFIX.match(rest)
    return prefix is not None and bool(prefix[0].strip())


def _line(line: str, language: str, length: Callable[[str], int]) -> Iterator[tuple[int, str]]:
    prefix = _PREFIX.match(line)
    position = prefix.end() if prefix else 0
    for gap in [*_CELLS.finditer(line, position), None]:
        end = gap.start() if gap else len(line)
        cell = line[position:end]
        for start, sentence in _sentences(cell, language):
            for inner, part in split_long(sentence, length):
                yield position + start + inner, part
        if gap:
            position = gap.end()


def _sentences(cell: str, language: str) -> Iterator[tuple[int, str]]:
    if not cell.strip():
        return
    import sentencex  # type: ignore[import-untyped]

    # The splitter takes UTF-8 only, which has no lone surrogates; the stand-in has the same length.
    safe = _SURROGATE.sub("\ufffd", cell)
    start = end = 0
    for piece in [*sentencex.segment(language, safe), None]:
        if piece is not None and end > start and _continues(safe[start:end], piece):
            end += len(piece)
            continue
        held = cell[start:end]
        if held.strip():
            yield start + len(held) - len(held.lstrip()), held.strip()
        start, end = end, end + len(piece or "")


def _continues(before: str, after: str) -> bool:
    # "até 5 de mar. de 2026": no sentence starts with a small letter, so the dot belonged to an abbreviation.
    return before.rstrip().endswith(".") and _LOWER_START.match(after) is not None


def split_long(sentence: str, length: Callable[[str], int]) -> Iterator[tuple[int, str]]:
    """Yield the parts of a sentence with their offsets; one part unless it is longer than :data:`MAX_PIECES`."""
    if len(sentence) <= _ALWAYS_SHORT or (len(sentence) <= 4000 and length(sentence) <= MAX_PIECES):
        yield 0, sentence
        return
    start = 0
    for part in _pack(_atoms(sentence, length), length):
        stripped = part.strip()
        if stripped:
            yield start + len(part) - len(part.lstrip()), stripped
        start += len(part)


def _pack(atoms: Iterator[str], length: Callable[[str], int]) -> Iterator[str]:
    held = ""
    room = 0
    for atom in atoms:
        size = length(atom)
        if held and room + size > MAX_PIECES:
            yield held
            held, room = "", 0
        held += atom
        room += size
    if held:
        yield held


def _atoms(text: str, length: Callable[[str], int]) -> Iterator[str]:
    """Yield pieces of at most :data:`MAX_PIECES`, cut at clauses, else at blanks, else anywhere."""
    for clause in _cut(_CLAUSE, text):
        if len(clause) <= 4000 and length(clause) <= MAX_PIECES:
            yield clause
            continue
        for word in _cut(re.compile(r"(?<=\s)(?=\S)"), clause):
            if len(word) <= MAX_PIECES or (len(word) <= 4000 and length(word) <= MAX_PIECES):
                yield word
            elif word.isascii():
                # No language has such words: it is data, and the pipeline carries it around the model.
                yield word
            else:
                yield from (word[i : i + MAX_PIECES // 2] for i in range(0, len(word), MAX_PIECES // 2))


def _cut(border: re.Pattern[str], text: str) -> Iterator[str]:
    start = 0
    for match in border.finditer(text):
        if match.end() > start:
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]
