"""Every answer against the minute scan of conftest.py, where clocks and calendars are awkward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.meetings.availability import DAYS, Frame, WorkPattern, own_hours, parse_clock
from dragoman.meetings.finder import SlotFinder
from dragoman.meetings.model import Participant, SlotRequest

At = Callable[[str], datetime]
ALL_DAY = (("00:00", "00:00"),)


def assert_same_minutes(scan: Any, calendar: Any, who: Participant, start: datetime, days: int) -> None:
    request = SlotRequest(start, start + timedelta(days=days), 1, 1, (who,))
    assert SlotFinder(calendar).feasible(request) == scan.feasible(request)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/New_York", "2026-03-07"),
        ("America/New_York", "2026-10-31"),
        ("Europe/London", "2026-03-28"),
        ("Europe/London", "2026-10-24"),
        ("Australia/Lord_Howe", "2026-04-04"),
        ("Australia/Lord_Howe", "2026-10-03"),
        ("Africa/Casablanca", "2026-02-14"),
        ("Africa/Casablanca", "2026-03-21"),
        ("Asia/Tehran", "2022-09-20"),
        ("Asia/Tehran", "2022-03-20"),
        ("Asia/Kathmandu", "2026-01-10"),
        ("Asia/Kathmandu", "1985-12-31"),
        ("Pacific/Apia", "2011-12-29"),
        ("Pacific/Kiritimati", "2026-01-10"),
        ("Etc/GMT+12", "2026-01-10"),
        ("Pacific/Chatham", "2026-04-04"),
        ("America/St_Johns", "2011-03-12"),
        ("Antarctica/Troll", "2026-03-28"),
        ("Africa/Monrovia", "1972-01-06"),
        ("Europe/Dublin", "1916-05-20"),
    ],
)
@pytest.mark.parametrize("hours", [(("01:15", "02:45"),), (("22:10", "03:20"),), ALL_DAY])
def test_gaps_folds_and_odd_offsets(
    scan_of: Any, calendar_of: Any, at: At, zone: str, day: str, hours: tuple[tuple[str, str], ...]
) -> None:
    calendar = calendar_of()
    who = Participant("a", zone, hours=hours, weekend=frozenset(), breaks=(("02:05", "02:10"),))
    assert_same_minutes(scan_of(calendar), calendar, who, at(f"{day}T00:00"), 3)


def test_the_hour_that_is_skipped_and_the_one_that_comes_twice(finder: SlotFinder, at: At) -> None:
    who = Participant("a", "America/New_York", hours=(("01:00", "03:00"),), weekend=frozenset())

    def minutes(day: str) -> int:
        return len(finder.feasible(SlotRequest(at(f"{day}T04:00"), at(f"{day}T12:00"), 1, 1, (who,))))

    assert (minutes("2026-03-07"), minutes("2026-03-08"), minutes("2026-11-01")) == (120, 60, 180)


def test_hours_past_midnight_belong_to_the_day_they_start_on(finder: SlotFinder, at: At) -> None:
    shift = Participant("a", "Asia/Kolkata", hours=(("22:00", "02:00"),), weekend=frozenset({"SA", "SU"}))
    found = finder.feasible(SlotRequest(at("2026-01-01T00:00"), at("2026-01-06T00:00"), 240, 30, (shift,)))
    # Thursday, Friday and Monday evening, not Saturday; Friday's runs into Saturday.
    assert found == [at("2026-01-01T16:30"), at("2026-01-02T16:30"), at("2026-01-05T16:30")]


def test_a_break_of_the_clock_cuts_the_shift_of_the_day_before(finder: SlotFinder, at: At) -> None:
    shift = Participant(
        "a", "UTC", hours=(("22:00", "04:00"),), weekend=frozenset(), breaks_by_day={"SA": (("01:00", "02:00"),)}
    )
    request = SlotRequest(at("2026-01-02T22:00"), at("2026-01-03T04:00"), 60, 60, (shift,))
    assert [start.hour for start in finder.feasible(request)] == [22, 23, 0, 2, 3]


SATURDAY = date(2026, 1, 10)
THURSDAY = date(2026, 1, 8)


@pytest.mark.parametrize(
    ("marks", "day", "works"),
    [
        (set(), THURSDAY, True),
        (set(), SATURDAY, False),
        ({"holiday"}, THURSDAY, False),
        ({"makeup"}, SATURDAY, True),
        ({"makeup", "makeup ignored"}, SATURDAY, False),
        ({"holiday", "makeup"}, THURSDAY, True),
        ({"holiday", "makeup", "makeup ignored"}, THURSDAY, False),
        ({"holiday", "extra"}, THURSDAY, True),
        ({"extra"}, SATURDAY, True),
        ({"extra", "off"}, SATURDAY, False),
        ({"makeup", "off"}, SATURDAY, False),
        ({"off"}, THURSDAY, False),
        ({"bank"}, THURSDAY, True),
        ({"half_day"}, THURSDAY, True),
        ({"elsewhere"}, THURSDAY, True),
        ({"here"}, THURSDAY, False),
    ],
)
def test_which_kind_of_day_beats_which(
    calendar_of: Any, scan_of: Any, public_holiday: Any, at: At, marks: set[str], day: date, works: bool
) -> None:
    listed = {
        "holiday": public_holiday(day),
        "makeup": public_holiday(day, "workday", makeup=True),
        "bank": public_holiday(day, "bank"),
        "half_day": public_holiday(day, "half_day"),
        "elsewhere": public_holiday(day, subdivision="RJ"),
        "here": public_holiday(day, subdivision="SP"),
    }
    calendar = calendar_of({"BR": [entry for mark, entry in listed.items() if mark in marks]})
    who = Participant(
        "a",
        "America/Sao_Paulo",
        country="BR",
        subdivision="SP",
        makeup_days="makeup ignored" not in marks,
        days_off=frozenset({day} if "off" in marks else ()),
        extra_workdays=frozenset({day} if "extra" in marks else ()),
    )
    start = at(f"{day}T03:00")
    assert bool(SlotFinder(calendar).feasible(SlotRequest(start, start + timedelta(days=1), 60, 60, (who,)))) is works
    assert_same_minutes(scan_of(calendar), calendar, who, start, 1)


@pytest.mark.parametrize(
    ("weekend", "country", "off"),
    [
        (None, "BR RJ", {"FR", "SA"}),
        (None, "", {"SA", "SU"}),
        (None, "SA", {"FR", "SA"}),
        (None, "NP", {"SA"}),
        (frozenset({"MO"}), "SA", {"MO"}),
        (frozenset(), "SA", set()),
    ],
)
def test_whose_weekend(finder: SlotFinder, at: At, weekend: frozenset[str] | None, country: str, off: set[str]) -> None:
    who = Participant("a", "UTC", weekend=weekend, country=country[:2], subdivision=country[3:])
    found = finder.feasible(SlotRequest(at("2026-01-05T00:00"), at("2026-01-12T00:00"), 480, 480 // 8, (who,)))
    assert {DAYS[start.weekday()] for start in found} == set(DAYS) - off


@pytest.mark.parametrize(
    ("busy", "free_minutes"),
    [
        (("12:00", "12:30"), 30),
        (("12:30", "12:30"), 60),
        (("12:40", "12:20"), 60),
        (("11:00", "12:00"), 60),
        (("13:00", "14:00"), 60),
        (("12:10:30", "12:10:45"), 59),
        (("12:10:30", "12:12:01"), 57),
        (("00:00", "23:00"), 0),
    ],
)
def test_busy_spans_are_half_open_and_block_every_minute_they_touch(
    finder: SlotFinder, at: At, busy: tuple[str, str], free_minutes: int
) -> None:
    span = (at(f"2026-01-05T{busy[0]}"), at(f"2026-01-05T{busy[1]}"))
    who = Participant("a", "UTC", busy=(span,))
    request = SlotRequest(at("2026-01-05T12:00"), at("2026-01-05T13:00"), 1, 1, (who,))
    assert len(finder.feasible(request)) == free_minutes


CLOCK = st.builds(lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 23), st.sampled_from((0, 15, 20, 59)))
HOURS = st.lists(st.tuples(CLOCK, CLOCK), max_size=3).map(tuple)
ZONES = st.sampled_from(
    [
        "Etc/GMT+12",
        "Pacific/Kiritimati",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "America/New_York",
        "Europe/London",
        "Africa/Casablanca",
        "Africa/Monrovia",
        "Pacific/Chatham",
    ]
)
WEEKDAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
MOMENTS = st.sampled_from(
    [
        "2026-03-07T13:17",
        "2026-10-31T20:00",
        "2026-04-03T22:41",
        "2011-12-29T05:00",
        "1972-01-06T09:30",
        "2026-02-14T00:00",
    ]
)


@st.composite
def participants(draw: st.DrawFn, identifier: str = "a") -> dict[str, Any]:
    return {
        "id": identifier,
        "zone": draw(ZONES),
        "hours": draw(HOURS),
        "hours_by_day": draw(st.dictionaries(WEEKDAYS, HOURS, max_size=2)),
        "weekend": draw(st.none() | st.frozensets(WEEKDAYS, max_size=3)),
        "breaks": draw(st.lists(st.tuples(CLOCK, CLOCK), max_size=1).map(tuple)),
        "breaks_by_day": draw(st.dictionaries(WEEKDAYS, HOURS, max_size=1)),
        "country": draw(st.sampled_from(["", "BR", "SA"])),
        "busy_minutes": draw(st.lists(st.tuples(st.integers(-100, 3000), st.integers(-30, 300)), max_size=3)),
        "day_offsets": draw(st.tuples(st.sets(st.integers(-1, 3)), st.sets(st.integers(-1, 3)))),
        "optional": draw(st.booleans()),
    }


def built(fields: dict[str, Any], start: datetime) -> Participant:
    rest = dict(fields)
    busy = tuple(
        (start + timedelta(minutes=begin), start + timedelta(minutes=begin + length))
        for begin, length in rest.pop("busy_minutes")
    )
    off, extra = (
        frozenset((start + timedelta(days=offset)).date() for offset in offsets) for offsets in rest.pop("day_offsets")
    )
    return Participant(busy=busy, days_off=off, extra_workdays=extra, **rest)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    first=participants("a"),
    second=participants("b"),
    moment=MOMENTS,
    duration=st.sampled_from([1, 15, 47, 60, 180]),
    step=st.sampled_from([7, 15, 30]),
    hours=st.integers(1, 40),
)
def test_feasible_and_attendance_are_what_a_minute_scan_finds(
    scan_of: Any,
    calendar_of: Any,
    public_holiday: Any,
    at: At,
    first: dict[str, Any],
    second: dict[str, Any],
    moment: str,
    duration: int,
    step: int,
    hours: int,
) -> None:
    start = at(moment)
    day = start.date()
    calendar = calendar_of(
        {
            "BR": [public_holiday(day), public_holiday(day + timedelta(days=1), "workday", makeup=True)],
            "SA": [public_holiday(day + timedelta(days=1))],
        }
    )
    people = (built(first, start), built(second, start))
    request = SlotRequest(start, start + timedelta(hours=hours), duration, step, people)
    scan, finder = scan_of(calendar), SlotFinder(calendar)
    assert finder.feasible(request) == scan.feasible(request)
    assert dict(finder.attendance(request).by_start) == {
        slot: tuple(who.id for who in people if scan.attends(who, slot, duration)) for slot in scan.grid(request)
    }


def test_historical_offsets_with_seconds_round_towards_the_clock(calendar_of: Any, at: At) -> None:
    # Monrovia stood at -0:44:30 until 1972-01-07: 09:00:00 there was 09:44:30 UTC, so the minute of 09:45 is the first.
    who = Participant("a", "Africa/Monrovia", weekend=frozenset())
    frame = Frame.around(at("1972-01-05T00:00"), at("1972-01-05T12:00"))
    minutes = own_hours(WorkPattern.of(who), frame, calendar_of())
    at_nine = frame.index(int(at("1972-01-05T09:44").timestamp()) // 60)
    assert (minutes >> at_nine & 1, minutes >> at_nine + 1 & 1) == (0, 1)


@pytest.mark.parametrize(
    "text", ["25:00", "24:00", "12:60", "9", "", "12:3", "-1:00", "１２:００", "12:00:00", "aa:bb", " 9:00"]
)
def test_no_clock_times(text: str) -> None:
    with pytest.raises(KnownError):
        parse_clock(text)


def test_clock_times() -> None:
    assert [parse_clock(text) for text in ("00:00", "9:05", "23:59")] == [0, 545, 1439]
    assert parse_clock("24:00", is_end=True) == 1440
