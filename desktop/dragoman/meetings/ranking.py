"""Which of several imperfect starts is best: displacement, Pareto filter and leximin.

The sum alone is a bad judge: for Los Angeles, Mumbai and Auckland it is flat for hours while one of the three is
asked to get up at three. Leximin makes the worst case as good as it can be, then the second worst, and so on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import le

from dragoman.meetings.bitset import to_spans

MAX_DISPLACEMENT = 720
"""Minutes. Half a day: farther away, earlier and later are the same."""

_BLOCK = 256

Vector = tuple[int, ...]


def displacements(own_starts: int, starts: Sequence[int]) -> list[int]:
    """Return how far each of ``starts`` has to move to become one of ``own_starts`` (a set of minutes).

    In minutes, positive when the meeting has to move later, negative when earlier, at most
    :data:`MAX_DISPLACEMENT` either way; the shorter way, and the earlier one of two equal ones.
    """
    runs = to_spans(own_starts)
    ends = [end for _, end in runs]
    found = []
    for start in starts:
        index = bisect_right(ends, start)
        later = runs[index][0] - start if index < len(runs) else MAX_DISPLACEMENT
        if later <= 0:
            found.append(0)
            continue
        earlier = start - (ends[index - 1] - 1) if index else MAX_DISPLACEMENT
        found.append(-earlier if earlier <= later and earlier < MAX_DISPLACEMENT else min(later, MAX_DISPLACEMENT))
    return found


def leximin_key(displacement: Iterable[int]) -> Vector:
    """Return what sorts displacements with the least-bad worst case first."""
    return tuple(sorted(displacement, reverse=True))


def pareto_front(vectors: Iterable[Vector], most: int | None = None) -> list[Vector]:
    """Return the distinct ``vectors`` than which no other is as small everywhere and smaller somewhere, in leximin
    order: all of them, or the first ``most``."""
    front: list[Vector] = []
    blocks: list[_Block] = []
    recent: list[Vector] = []
    # In this order a vector can only be dominated by one before it, so one pass is enough.
    for vector in sorted(set(vectors), key=lambda vector: (leximin_key(vector), vector)):
        if len(front) == most:
            break
        if any(all(map(le, other, vector)) for other in recent) or any(block.dominates(vector) for block in blocks):
            continue
        front.append(vector)
        recent.append(vector)
        if len(recent) == _BLOCK:
            blocks.append(_Block(recent))
            recent = []
    return front


class _Block:
    """Members of a front, asked all at once whether one of them dominates: one ``&`` per dimension."""

    def __init__(self, members: Sequence[Vector]) -> None:
        self._dimensions = [_at_most(column) for column in zip(*members, strict=True)]

    def dominates(self, vector: Vector) -> bool:
        members = -1
        for (values, masks), value in zip(self._dimensions, vector, strict=True):
            index = bisect_left(values, value + 1)
            if not index:
                return False
            members &= masks[index - 1]
            if not members:
                return False
        return True


def _at_most(column: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the distinct values in order and, for each, the set of members that have it or less."""
    by_value: dict[int, int] = {}
    for member, value in enumerate(column):
        by_value[value] = by_value.get(value, 0) | 1 << member
    values = sorted(by_value)
    masks: list[int] = []
    for value in values:
        masks.append(by_value[value] | (masks[-1] if masks else 0))
    return values, masks
