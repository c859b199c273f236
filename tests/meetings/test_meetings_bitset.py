from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.meetings import bitset

LENGTH = 300
SPANS = st.lists(st.tuples(st.integers(-20, LENGTH + 20), st.integers(-20, LENGTH + 20)), max_size=8)


def members(spans: list[tuple[int, int]]) -> set[int]:
    return {minute for start, end in spans for minute in range(start, end) if 0 <= minute < LENGTH}


def bits(minutes: set[int]) -> int:
    return sum(1 << minute for minute in minutes)


@given(SPANS)
def test_spans_become_the_minutes_they_cover(spans: list[tuple[int, int]]) -> None:
    assert bitset.from_spans(spans, LENGTH) == bits(members(spans))


@given(SPANS)
def test_runs_are_maximal_and_cover_the_set(spans: list[tuple[int, int]]) -> None:
    runs = bitset.to_spans(bitset.from_spans(spans, LENGTH))
    assert {minute for start, end in runs for minute in range(start, end)} == members(spans)
    assert all(start < end for start, end in runs)
    assert all(before[1] < after[0] for before, after in pairwise(runs))


@given(SPANS, st.integers(1, 70))
def test_erosion_leaves_starts_of_whole_meetings(spans: list[tuple[int, int]], minutes: int) -> None:
    inside = members(spans)
    fits = {start for start in inside if all(start + offset in inside for offset in range(minutes))}
    assert bitset.erode(bits(inside), minutes) == bits(fits)


@given(SPANS, st.integers(0, 20), st.integers(1, 17))
def test_positions_on_a_grid(spans: list[tuple[int, int]], first: int, step: int) -> None:
    inside = members(spans)
    expected = [minute for minute in range(first, LENGTH, step) if minute in inside]
    assert bitset.positions(bits(inside), first, step) == expected


@given(SPANS, st.integers(0, 40))
def test_widening_reaches_that_far_both_ways(spans: list[tuple[int, int]], minutes: int) -> None:
    inside = members(spans)
    near = {minute for minute in range(LENGTH) if any(abs(minute - other) <= minutes for other in inside)}
    assert bitset.widen(bits(inside), minutes, LENGTH) == bits(near)


@pytest.mark.parametrize("spans", [[(5, 5)], [(9, 3)], [(-9, 0)], [(LENGTH, LENGTH + 3)], []])
def test_nothing_covered(spans: list[tuple[int, int]]) -> None:
    assert bitset.from_spans(spans, LENGTH) == 0
    assert bitset.to_spans(0) == []
    assert bitset.positions(0, 0, 5) == []
