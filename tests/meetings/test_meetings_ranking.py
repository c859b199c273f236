from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.base.i18n import activate, render
from dragoman.meetings import series as series_module
from dragoman.meetings.finder import SlotFinder
from dragoman.meetings.model import Participant, SlotRequest
from dragoman.meetings.ranking import displacements, leximin_key, pareto_front
from dragoman.meetings.series import least_burden

At = Callable[[str], datetime]

LOS_ANGELES = Participant("la", "America/Los_Angeles")
MUMBAI = Participant("mumbai", "Asia/Kolkata")
AUCKLAND = Participant("auckland", "Pacific/Auckland")

VECTORS = st.integers(0, 4).flatmap(
    lambda size: st.lists(st.tuples(*[st.integers(0, 6)] * size), min_size=1, max_size=700)
)


def dominates(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))


@settings(max_examples=50, deadline=None)
@given(VECTORS)
def test_front_is_what_nothing_dominates(vectors: list[tuple[int, ...]]) -> None:
    distinct = set(vectors)
    front = pareto_front(vectors)
    assert set(front) == {one for one in distinct if not any(dominates(other, one) for other in distinct)}
    assert [leximin_key(one) for one in front] == sorted(leximin_key(one) for one in front)


def test_front_longer_than_one_block() -> None:
    line = [(place, 1000 - place, 7) for place in range(1000)]
    inside = [(place + 1, 1000 - place, 7) for place in range(1000)]
    above = [(place, 1000 - place, 8) for place in range(0, 1000, 3)]
    assert set(pareto_front(inside + above + line)) == set(line)
    assert pareto_front(inside + above + line, 300) == pareto_front(line)[:300]


@given(st.sets(st.integers(0, 60), max_size=5), st.lists(st.integers(0, 60), max_size=5))
def test_displacement_is_the_way_to_the_nearest_start(own: set[int], starts: list[int]) -> None:
    shifts = displacements(sum(1 << minute for minute in own), starts)
    assert [abs(shift) for shift in shifts] == [
        min((abs(start - minute) for minute in own), default=720) for start in starts
    ]
    assert all(start + shift in own for start, shift in zip(starts, shifts, strict=True) if own)


def test_displacement_stops_at_half_a_day() -> None:
    assert displacements(1 << 5000, [0, 4279, 4280, 4281, 5719, 5720, 9000]) == [720, 720, 720, 719, -719, 720, 720]


def test_of_two_equal_ways_the_earlier_is_taken() -> None:
    assert displacements(1 << 100 | 1 << 140, [119, 120, 121]) == [-19, -20, 19]


@pytest.mark.parametrize(
    ("start", "hours", "distance"), [("2026-01-04T20:00", "07:00", 660), ("2026-01-10T05:30", "13:00", 570)]
)
def test_displacement_looks_beyond_the_range(finder: SlotFinder, at: At, start: str, hours: str, distance: int) -> None:
    """Sunday evening is nearest to Monday, Saturday morning to Friday, though neither is asked about."""
    who = Participant("a", "UTC", hours=((hours, "21:00"),))
    (slot,) = finder.rank(SlotRequest(at(start), at(start) + timedelta(hours=1), 60, 30, (who,)))
    assert slot.displacement_minutes == {"a": distance}


def test_the_sum_is_flat_but_leximin_is_not(finder: SlotFinder, at: At) -> None:
    """Los Angeles, Mumbai, Auckland: from 00:00 to 03:00 UTC the sum is 270 throughout; the middle is the fairest."""
    request = SlotRequest(at("2026-06-02T00:00"), at("2026-06-03T00:00"), 60, 30, (LOS_ANGELES, MUMBAI, AUCKLAND))
    ranked = finder.rank(request)
    flat = [slot for slot in ranked if sum(slot.displacement_minutes.values()) == 270]
    assert len(flat) >= 6
    assert [slot.start for slot in ranked[:2]] == [at("2026-06-02T01:00"), at("2026-06-02T01:30")]
    assert dict(ranked[0].displacement_minutes) == {"la": 120, "mumbai": 150, "auckland": 0}
    assert [render(why) for why in ranked[0].why] == [
        "06:30 in Kolkata, 2 h 30 min before hours",
        "18:00 in Los Angeles, 2 h after hours",
    ]


PEOPLE = st.lists(
    st.builds(
        lambda zone, begin, length, busy, optional: (zone, begin, length, busy, optional),
        st.sampled_from(["America/Los_Angeles", "Asia/Kathmandu", "Pacific/Auckland", "Europe/London", "Etc/GMT+12"]),
        st.integers(0, 23),
        st.integers(1, 9),
        st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 200)), max_size=2),
        st.booleans(),
    ),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(people=PEOPLE, hours=st.integers(2, 30), duration=st.sampled_from([30, 60, 150]))
def test_ranking_against_the_definition(
    scan_of: Any, calendar_of: Any, at: At, people: list[Any], hours: int, duration: int
) -> None:
    start = at("2026-03-27T10:00")
    participants = tuple(
        Participant(
            str(number),
            zone,
            hours=((f"{begin:02}:10", f"{(begin + length) % 24:02}:10"),),
            busy=tuple((start + timedelta(minutes=a), start + timedelta(minutes=a + b)) for a, b in busy),
            optional=optional,
        )
        for number, (zone, begin, length, busy, optional) in enumerate(people)
    )
    request = SlotRequest(start, start + timedelta(hours=hours), duration, 60, participants)
    scan = scan_of(calendar_of())
    required = [who for who in participants if not who.optional]
    end_of = timedelta(minutes=duration)
    table = {
        slot: {who.id: scan.displacement(who, slot, duration) for who in participants}
        for slot in scan.grid(request)
        if not any(a < slot + end_of and slot < b for who in required for a, b in who.busy)
    }
    ranked = SlotFinder(calendar_of()).rank(request)
    assert [dict(slot.displacement_minutes) for slot in ranked] == [table[slot.start] for slot in ranked]

    def vector(slot: datetime) -> tuple[int, ...]:
        return tuple(table[slot][who.id] for who in required)

    front = {slot for slot in table if not any(dominates(vector(other), vector(slot)) for other in table)}
    assert {slot.start for slot in ranked} == front
    keys = [(leximin_key(vector(slot.start)), sum(vector(slot.start))) for slot in ranked]
    assert keys == sorted(keys)


def test_when_some_starts_suit_everybody_they_are_the_answer(finder: SlotFinder, at: At) -> None:
    london, paris = Participant("london", "Europe/London"), Participant("paris", "Europe/Paris")
    request = SlotRequest(at("2026-01-05T00:00"), at("2026-01-06T00:00"), 60, 60, (london, paris))
    ranked = finder.rank(request)
    assert [slot.start for slot in ranked] == finder.feasible(request)
    assert all(set(slot.displacement_minutes.values()) == {0} for slot in ranked)
    assert render(ranked[0].why[0]) == "within everybody's hours"
    assert finder.rank(request, limit=2) == ranked[:2]


def test_an_optional_participant_decides_only_between_equals(finder: SlotFinder, at: At) -> None:
    london = Participant("london", "Europe/London")
    noon = (at("2026-01-05T09:00"), at("2026-01-05T12:00"))
    guest = Participant("guest", "Europe/London", busy=(noon,), optional=True)
    request = SlotRequest(at("2026-01-05T00:00"), at("2026-01-06T00:00"), 60, 60, (london, guest))
    ranked = finder.rank(request)
    assert [slot.start.hour for slot in ranked] == [12, 13, 14, 15, 16, 9, 10, 11]
    assert render(ranked[-1].why[0]) == "guest is busy, but optional"


@pytest.mark.parametrize(
    ("zone", "start", "changes", "words"),
    [
        ("America/Sao_Paulo", "2026-01-05T20:30", {}, "17:30 in São Paulo, 90 min after hours"),
        ("America/Sao_Paulo", "2026-01-05T11:00", {}, "08:00 in São Paulo, 60 min before hours"),
        (
            "America/Sao_Paulo",
            "2026-01-03T23:30",
            {},
            "Saturday 20:30 in São Paulo, weekend, 12 h or more from working hours",
        ),
        (
            "America/Sao_Paulo",
            "2026-01-05T15:30",
            {"breaks": (("12:00", "13:00"),)},
            "12:30 in São Paulo, in a break, 30 min from working hours",
        ),
        (
            "America/Sao_Paulo",
            "2026-01-06T13:00",
            {"country": "BR"},
            "10:00 in São Paulo on a public holiday (public 2026-01-06), 12 h or more from working hours",
        ),
        (
            "America/Sao_Paulo",
            "2026-01-07T13:00",
            {"days_off": frozenset({date(2026, 1, 7)})},
            "10:00 in São Paulo on a day off, 12 h or more from working hours",
        ),
    ],
)
def test_reasons_in_words(
    calendar_of: Any, public_holiday: Any, at: At, zone: str, start: str, changes: dict[str, Any], words: str
) -> None:
    calendar = calendar_of({"BR": [public_holiday(date(2026, 1, 6))]})
    who = replace(Participant("a", zone), **changes)
    request = SlotRequest(at(start), at(start) + timedelta(hours=1), 60, 30, (who,))
    (slot,) = SlotFinder(calendar).rank(request)
    assert [render(why) for why in slot.why] == [words]


def test_reasons_are_worded_for_the_reader(finder: SlotFinder, at: At) -> None:
    who = Participant("a", "Asia/Shanghai")
    (slot,) = finder.rank(SlotRequest(at("2026-01-03T02:00"), at("2026-01-03T03:00"), 60, 30, (who,)))
    try:
        activate("zh_Hans")
        assert str(slot.why[0].values["city"]) == "上海"
        assert str(slot.why[0].values["weekday"]) == "星期六"
    finally:
        activate("en")


def test_best_attendance_counts_required_first(finder: SlotFinder, at: At) -> None:
    people = (
        Participant("a", "UTC", hours=(("09:00", "11:00"),)),
        Participant("b", "UTC", hours=(("10:00", "12:00"),)),
        Participant("c", "UTC", hours=(("12:00", "14:00"),)),
        Participant("d", "UTC", hours=(("12:00", "13:00"),), optional=True),
    )
    found = finder.attendance(SlotRequest(at("2026-01-05T09:00"), at("2026-01-05T15:00"), 60, 60, people))
    assert [found.by_start[at(f"2026-01-05T{hour:02}:00")] for hour in range(9, 15)] == [
        ("a",),
        ("a", "b"),
        ("b",),
        ("c", "d"),
        ("c",),
        (),
    ]
    assert found.best == (at("2026-01-05T10:00"),)


def test_nobody_attends_a_weekend(finder: SlotFinder, at: At) -> None:
    found = finder.attendance(SlotRequest(at("2026-01-03T08:00"), at("2026-01-04T08:00"), 60, 60, (LOS_ANGELES,)))
    assert found.best == ()


OPTIONS = st.integers(1, 3).flatmap(
    lambda people: st.lists(
        st.lists(st.tuples(*[st.integers(0, 12)] * people), min_size=1, max_size=4), min_size=1, max_size=5
    )
)


@settings(max_examples=150, deadline=None)
@given(OPTIONS)
def test_the_series_is_the_best_of_all(windows: list[list[tuple[int, ...]]]) -> None:
    def rank(places: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
        taken = [options[place] for options, place in zip(windows, places, strict=True)]
        totals = [sum(column) for column in zip(*taken, strict=True)]
        return max(totals), sum(totals), places

    best = min(product(*(range(len(options)) for options in windows)), key=rank)
    choice = least_burden(windows)
    assert choice.proven
    assert choice.options == best
    assert choice.bound == rank(best)[0]


def test_a_long_series_shares_the_burden(finder: SlotFinder, at: At) -> None:
    first = at("2026-06-02T00:00")
    windows = tuple((first + timedelta(weeks=week), first + timedelta(weeks=week, days=1)) for week in range(12))
    request = SlotRequest(first, windows[-1][1], 60, 30, (LOS_ANGELES, MUMBAI, AUCKLAND), windows)
    series = finder.series(request)
    assert series.proven
    assert series.largest_total_minutes == max(series.totals_minutes.values()) == 12 * 270 // 2
    assert all(begin <= start < end for start, (begin, end) in zip(series.starts, windows, strict=True))
    per_start = [
        finder.rank(replace(request, start=start, end=start + timedelta(hours=1)))[0].displacement_minutes
        for start in series.starts
    ]
    assert {who: sum(each[who] for each in per_start) for who in series.totals_minutes} == series.totals_minutes


def test_a_series_that_is_too_large_to_search_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series_module, "_WORK", 1)
    monkeypatch.setattr(series_module, "_BEAM", 3)
    people = 8
    windows = [
        [tuple((place * 7 + who * who * 5 + window * 13) % 97 for who in range(people)) for place in range(60)]
        for window in range(12)
    ]
    choice = least_burden(windows)
    taken = [options[place] for options, place in zip(windows, choice.options, strict=True)]
    largest = max(sum(column) for column in zip(*taken, strict=True))
    assert not choice.proven
    assert choice.bound <= largest <= choice.bound * 1.5


def test_a_series_without_a_start_names_the_window(finder: SlotFinder, at: At) -> None:
    day = (at("2026-01-06T00:00"), at("2026-01-07T00:00"))
    busy = replace(LOS_ANGELES, busy=(day,))
    request = SlotRequest(at("2026-01-05T00:00"), day[1], 60, 60, (busy,), ((at("2026-01-05T00:00"), day[0]), day))
    with pytest.raises(KnownError) as caught:
        finder.series(request)
    assert caught.value.values["number"] == 2
    with pytest.raises(KnownError, match="windows"):
        finder.series(replace(request, windows=()))


def test_too_much_to_rank_is_refused(finder: SlotFinder, at: At) -> None:
    people = tuple(replace(MUMBAI, id=str(number)) for number in range(100))
    request = SlotRequest(at("2026-01-03T00:00"), at("2026-04-01T00:00"), 600, 1, people)
    for ask in (finder.rank, finder.attendance):
        with pytest.raises(KnownError, match="too many"):
            ask(request)


def test_proposals_lie_on_different_days(finder: SlotFinder, at: At) -> None:
    brazil = finder.participant_for("ana", "BR", "America/Sao_Paulo")
    london = finder.participant_for("joe", "GB", "Europe/London")
    proposed = finder.propose([brazil, london], at("2026-01-05T00:00"), 60)
    assert [slot.start for slot in proposed] == [at(f"2026-01-0{day}T13:00") for day in (5, 6, 7)]


def test_proposals_fall_back_to_the_nearest_misses(finder: SlotFinder, at: At) -> None:
    brazil = finder.participant_for("ana", "BR", "America/Sao_Paulo")
    china = finder.participant_for("li", "CN", "Asia/Shanghai")
    proposed = finder.propose([brazil, china], at("2026-01-05T00:00"), 60, count=4)
    assert [slot.start.date().day for slot in proposed] == [5, 6, 7, 8]
    assert {tuple(slot.displacement_minutes.values()) for slot in proposed} == {(90, 90)}


def test_proposals_on_one_day_are_apart(finder: SlotFinder, at: At) -> None:
    proposed = finder.propose([Participant("a", "UTC")], at("2026-01-05T00:00"), 60, days=1)
    hours = sorted(slot.start.hour for slot in proposed)
    assert len(hours) == 3
    assert all(after - before >= 3 for before, after in pairwise(hours))
    assert finder.propose([], at("2026-01-05T00:00"), 60) == []


def test_a_changed_participant_is_seen_and_the_others_are_kept(calendar_of: Any, at: At) -> None:
    class Counting(calendar_of):  # type: ignore[misc]
        asked = 0

        def holidays(self, *where: Any) -> Any:
            Counting.asked += 1
            return super().holidays(*where)

    finder = SlotFinder(Counting())
    people = tuple(finder.participant_for(str(number), "BR", "America/Sao_Paulo") for number in range(5))
    people = tuple(replace(who, hours=(("09:00", f"1{number}:00"),)) for number, who in enumerate(people))
    request = SlotRequest(at("2026-01-05T00:00"), at("2026-01-06T00:00"), 30, 30, people)
    assert finder.feasible(request) == [at("2026-01-05T12:00"), at("2026-01-05T12:30")]
    asked = Counting.asked
    meeting = (at("2026-01-05T12:00"), at("2026-01-05T12:30"))
    busy = replace(request, participants=(*people[:4], replace(people[4], busy=(meeting,))))
    assert finder.feasible(busy) == [at("2026-01-05T12:30")]
    assert Counting.asked == asked
    shorter = replace(request, participants=(replace(people[0], hours=(("09:00", "09:30"),)), *people[1:]))
    assert finder.feasible(shorter) == [at("2026-01-05T12:00")]
    assert Counting.asked == asked + 1
