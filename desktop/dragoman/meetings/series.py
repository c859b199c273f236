"""A recurring meeting whose burden is shared: one start per window, the largest total displacement least.

Dynamic programming over the windows keeps, of all totals reached so far, those that no other dominates. Totals
that cannot lead to anything better than a series already known are dropped first: a weighted sum of totals never
exceeds the largest of them, so for any weights the sum so far plus the least that the remaining windows must add
is a lower bound (Lagrangian relaxation of the minimax problem).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from operator import add, mul

from dragoman.meetings.ranking import Vector, leximin_key, pareto_front

_WORK = 4_000_000
"""Totals of one person looked at in the exact search, some five seconds' worth; beyond, only the most promising are
kept."""
_BEAM = 60
_WEIGHT_STEPS = 150
_TOLERANCE = 1e-6

_Option = tuple[Vector, int]
_Totals = dict[Vector, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which option to take in each window. ``bound`` is a proven lower limit of the largest total; ``proven`` says
    whether the choice itself is known to be the best."""

    options: tuple[int, ...]
    proven: bool
    bound: int


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What the windows from each one on must at least add: to each person, and to the weighted sum of all."""

    weights: tuple[float, ...]
    weighted: tuple[float, ...]
    alone: tuple[Vector, ...]

    def largest(self, totals: Vector, window: int) -> float:
        """Return a lower bound of the largest total of any series that has reached ``totals`` before ``window``."""
        together: float = sum(map(mul, self.weights, totals)) + self.weighted[window]
        single: int = max(map(add, totals, self.alone[window]), default=0)
        return max(together, single)


def least_burden(windows: Sequence[Sequence[Vector]]) -> Choice:
    """Return the options with the least largest total, then least sum of totals, then the earliest options.

    ``windows`` holds for each window the displacements (one per person, minutes, not negative) of its options in
    order of time, at least one option each.
    """
    offered = [_offered(options) for options in windows]
    bounds = _bounds(offered)
    bound = ceil(bounds.largest((0,) * len(windows[0][0]), 0) - _TOLERANCE)
    known, complete = _search(offered, bounds, _BEAM, None)
    if not complete:
        widest = max(len(options) for options in offered)
        width = max(_BEAM, _WORK // (len(offered) * widest * len(windows[0][0])))
        better, complete = _search(offered, bounds, width, _largest(known[0]))
        known = min(known, better, key=lambda series: _rank(series[0], series[1]))
    return Choice(known[1], complete, _largest(known[0]) if complete else bound)


def _offered(options: Sequence[Vector]) -> list[_Option]:
    """Return the options worth taking, the earliest of equal ones, as displacements and place."""
    earliest: dict[Vector, int] = {}
    for place, option in enumerate(options):
        earliest.setdefault(option, place)
    return [(option, earliest[option]) for option in pareto_front(earliest)]


def _search(
    offered: list[list[_Option]], bounds: _Bounds, width: int, limit: int | None
) -> tuple[tuple[Vector, tuple[int, ...]], bool]:
    """Return the best totals with their options, and whether nothing was dropped that might have been better."""
    people = len(offered[0][0][0])
    reached: _Totals = {(0,) * people: ()}
    complete = True
    for window, options in enumerate(offered, start=1):
        extended: _Totals = {}
        for totals, path in reached.items():
            for option, place in options:
                longer = tuple(map(add, totals, option))
                taken = (*path, place)
                if longer not in extended or taken < extended[longer]:
                    extended[longer] = taken
        if limit is not None:
            most = limit + _TOLERANCE
            extended = {key: path for key, path in extended.items() if bounds.largest(key, window) <= most}
        if len(extended) > width * 8:
            # The front of very many totals costs more than it saves.
            complete = False
            extended = _most_promising(extended, bounds, window, width * 2)
        front = pareto_front(extended)
        reached = {key: extended[key] for key in front}
        if len(front) > width:
            complete = False
            reached = _most_promising(reached, bounds, window, width)
        if not reached:
            return ((2**62,) * max(people, 1), ()), complete
    best = min(reached, key=lambda key: _rank(key, reached[key]))
    return (best, reached[best]), complete


def _most_promising(reached: _Totals, bounds: _Bounds, window: int, count: int) -> _Totals:
    ordered = sorted(reached, key=lambda key: (bounds.largest(key, window), leximin_key(key), reached[key]))
    return {key: reached[key] for key in ordered[:count]}


def _bounds(offered: list[list[_Option]]) -> _Bounds:
    """Return the bounds with the weights, of those tried, that demand the most."""
    people = len(offered[0][0][0])
    alone = [(0,) * people]
    for options in reversed(offered):
        least = map(min, zip(*(option for option, _ in options), strict=True))
        alone.append(tuple(map(add, alone[-1], least)))
    weights = [1.0 / people] * people if people else []
    best, best_weights = _weighted(weights, offered), weights
    for step in range(1, _WEIGHT_STEPS if people else 1):
        totals: Vector = (0,) * people
        for options in offered:
            totals = tuple(map(add, totals, min(options, key=lambda option: sum(map(mul, weights, option[0])))[0]))
        scale = max(totals) or 1
        # Multiplicative weights: who bears more in the relaxed solution counts more in the next.
        raised = [weight * (1 + total / scale / step**0.5) for weight, total in zip(weights, totals, strict=True)]
        weights = [weight / sum(raised) for weight in raised]
        demanded = _weighted(weights, offered)
        if demanded[0] > best[0]:
            best, best_weights = demanded, weights
    return _Bounds(tuple(best_weights), best, tuple(reversed(alone)))


def _weighted(weights: Sequence[float], offered: list[list[_Option]]) -> tuple[float, ...]:
    remaining = [0.0]
    for options in reversed(offered):
        remaining.append(remaining[-1] + min(sum(map(mul, weights, option)) for option, _ in options))
    return tuple(reversed(remaining))


def _largest(totals: Vector) -> int:
    return max(totals, default=0)


def _rank(totals: Vector, path: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
    return _largest(totals), sum(totals), path
