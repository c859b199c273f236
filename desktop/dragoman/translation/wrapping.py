"""Paragraphs that a mail program wrapped by hand: joined for the model, and wrapped again afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

NARROWEST = 50
WIDEST = 82
"""A line that was wrapped ends near its paragraph's width; RFC 3676 asks for 78, mail programs write 60 to 80."""

_MARGIN = re.compile(r"[ \t]*(?:>[ \t]*)*")
_TABLE_CELL = re.compile(r"[\t|]|[ \u00a0]{3,}")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"[^\W\d_]-$")
_FIRST_WORD = re.compile(r"\S+")
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Flow:
    """How a paragraph is wrapped: ``width`` in characters, and what begins each further line."""

    width: int
    margin: str
    newline: str


@dataclass(frozen=True, slots=True)
class Block:
    """One line, or the lines of one wrapped paragraph. ``text`` is all of it on one line, without its end.

    ``places`` are the offsets of the characters of ``text`` in the lines, empty where ``text`` is the line itself.
    """

    text: str
    size: int
    places: Sequence[int] = ()
    flow: Flow | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    body: str
    end: str
    margin: str
    rest: str
    is_item: bool
    may_wrap: bool
    may_follow: bool


def blocks(lines: Sequence[str], is_item: Callable[[str], bool]) -> Iterator[Block]:
    """Yield the blocks of ``lines`` (each with its line end) in order; together they are the lines.

    Lines are one paragraph when they stand at the same margin, each is nearly as wide as the widest, the next word
    would not have fitted, and somewhere a sentence goes on in small letters. ``is_item`` says whether a line, without
    its margin, starts with a bullet or a number, so that it stands alone.
    """
    place = 0
    while place < len(lines):
        size = len(lines[place])
        if not NARROWEST <= size <= WIDEST + 2:
            yield Block(lines[place], size)
            place += 1
            continue
        run = _run(lines, place, is_item)
        yield from _split(run, lines[place : place + len(run)])
        place += len(run)


class Writer:
    """The target text in the making: layout as it stands, wrapped paragraphs wrapped again."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._column = 0

    def layout(self, text: str) -> None:
        """Add what stands between two sentences, as it is."""
        self._add(text)

    def sentence(self, text: str, flow: Flow | None, gap: str | None = None) -> tuple[int, str]:
        """Add a sentence and return its offset and how it stands there.

        In a ``flow`` it is wrapped; ``gap`` is what stood before it in the same paragraph, a blank or a line break.
        """
        if gap:
            first = _FIRST_WORD.match(text)
            wide = self._column + 1 + len(first[0] if first else "") > (flow.width if flow else WIDEST)
            self._add(f"{flow.newline}{flow.margin}" if flow and wide else " ")
        start = self._length
        laid = text if flow is None else self._wrapped(text, flow)
        self._add(laid)
        return start, laid

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        last = text.rfind("\n")
        self._column = len(text) - last - 1 if last >= 0 else self._column + len(text)

    def _wrapped(self, text: str, flow: Flow) -> str:
        column = self._column
        out: list[str] = []
        for number, word in enumerate(text.split(" ")):
            if number and column + 1 + len(word) > flow.width:
                out.append(f"{flow.newline}{flow.margin}")
                column = len(flow.margin)
            elif number:
                out.append(" ")
                column += 1
            out.append(word)
            column += len(word)
        return "".join(out)


def _run(lines: Sequence[str], start: int, is_item: Callable[[str], bool]) -> list[_Line]:
    """Return the lines from ``start`` on that may be one paragraph by their looks."""
    run = [_parsed(lines[start], is_item)]
    while start + len(run) < len(lines) and run[-1].may_wrap:
        following = lines[start + len(run)]
        if len(following) > WIDEST + 2 or not _continues(run, parsed := _parsed(following, is_item)):
            break
        run.append(parsed)
    return run


def _split(run: Sequence[_Line], lines: Sequence[str]) -> Iterator[Block]:
    """Yield a block for each part of ``run`` whose lines were broken only because the next word would not fit."""
    if len(run) == 1:
        yield Block(lines[0], len(lines[0]))
        return
    width = max(len(line.body.rstrip()) for line in run)
    begin = 0
    goes_on = False
    for number, line in enumerate(run, start=1):
        following = run[number] if number < len(run) else None
        word = _FIRST_WORD.match(following.rest) if following else None
        if following and word and len(line.body.rstrip()) + 1 + len(word[0]) > width:
            goes_on = goes_on or (following.rest[0].islower() and _SENTENCE_END.search(line.rest.rstrip()) is None)
            continue
        if goes_on:
            yield _joined(run[begin:number])
        else:
            yield from (Block(one, len(one)) for one in lines[begin:number])
        begin, goes_on = number, False


@lru_cache(maxsize=4096)
def _parsed(line: str, is_item: Callable[[str], bool]) -> _Line:
    body = line.rstrip("\r\n")
    end = line[len(body) :]
    match = _MARGIN.match(body)
    assert match is not None
    margin, rest = match[0], body[match.end() :]
    item = is_item(rest)
    is_prose = _TABLE_CELL.search(rest) is None
    may_wrap = (
        is_prose
        and NARROWEST <= len(body.rstrip()) <= WIDEST
        and end in ("\n", "\r\n")
        and rest.count(" ") >= _FEWEST_WORDS
    )
    return _Line(body, end, margin, rest, item, may_wrap, is_prose and not item and bool(rest.strip()))


def _continues(run: Sequence[_Line], line: _Line) -> bool:
    if not line.may_follow:
        return False
    first = run[0]
    if len(run) > 1:
        return line.margin == run[1].margin
    if line.margin == first.margin:
        return True
    # The further lines of a list item stand below its text.
    hanging = line.margin[len(first.margin) :]
    return first.is_item and line.margin.startswith(first.margin) and bool(hanging) and not hanging.strip(" ")


def _joined(run: Sequence[_Line]) -> Block:
    text: list[str] = []
    places: list[int] = []
    offset = 0
    for number, line in enumerate(run):
        content = line.body if not number else line.rest
        begin = offset + len(line.body) - len(content)
        content = content.rstrip() if number < len(run) - 1 else content
        if number and not _HYPHEN.search(text[-1]):
            text.append(" ")
            places.append(begin - 1)
        text.append(content)
        places.extend(range(begin, begin + len(content)))
        offset += len(line.body) + len(line.end)
    flow = Flow(max(len(line.body.rstrip()) for line in run), run[1].margin, run[0].end)
    return Block("".join(text), offset, places, flow)
