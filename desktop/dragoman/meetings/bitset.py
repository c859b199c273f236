"""Sets of minutes as Python integers: bit i stands for minute i of a frame.

A week for one person is a number of 1.3 kB; meeting everybody is one ``&`` per person, and a meeting of n minutes
fits where :func:`erode` leaves a bit, after log2 n shifts.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress

_BINARY_DIGITS = bytes(digit == ord("1") for digit in range(256))


def from_spans(spans: Iterable[tuple[int, int]], length: int) -> int:
    """Return the minutes covered by half-open ``spans``, cut to ``0 … length``; empty and reversed spans add none."""
    buffer = bytearray((length + 7) // 8)
    for start, end in spans:
        start, end = max(start, 0), min(end, length)
        if start >= end:
            continue
        first, last = start >> 3, (end - 1) >> 3
        head, tail = (0xFF << (start & 7)) & 0xFF, 0xFF >> (7 - ((end - 1) & 7))
        if first == last:
            buffer[first] |= head & tail
        else:
            buffer[first] |= head
            buffer[first + 1 : last] = b"\xff" * (last - first - 1)
            buffer[last] |= tail
    return int.from_bytes(buffer, "little")


def to_spans(bits: int) -> list[tuple[int, int]]:
    """Return the half-open runs of minutes in ``bits``, in order, none touching the next."""
    digits = f"{bits:b}"[::-1] + "0"
    spans = []
    start = digits.find("1")
    while start >= 0:
        end = digits.find("0", start)
        spans.append((start, end))
        start = digits.find("1", end)
    return spans


def positions(bits: int, first: int, step: int) -> list[int]:
    """Return the minutes of ``bits`` among ``first``, ``first + step``, …, in order."""
    if bits <= 0:
        return []
    digits = f"{bits:b}"[::-1][first::step].encode().translate(_BINARY_DIGITS)
    return list(compress(range(first, bits.bit_length(), step), digits))


def erode(bits: int, minutes: int) -> int:
    """Return the minutes from which ``minutes`` consecutive ones are all in ``bits``."""
    covered = 1
    while covered < minutes and bits:
        shift = min(covered, minutes - covered)
        bits &= bits >> shift
        covered += shift
    return bits


def widen(bits: int, minutes: int, length: int) -> int:
    """Return the minutes of ``0 … length`` that lie at most ``minutes`` away from one in ``bits``."""
    return from_spans(((start - minutes, end + minutes) for start, end in to_spans(bits)), length)
