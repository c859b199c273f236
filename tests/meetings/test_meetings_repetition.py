"""The dates of a series, and the warnings about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.base.i18n import render
from dragoman.meetings.finder import SlotFinder
from dragoman.meetings.model import Participant, Repeat, SlotRequest
from dragoman.meetings.repetition import dates_of, starts_of, windows_of
from dragoman.meetings.zones import zone_info

At = Callable[[str], datetime]
ANA = Participant("ana", "America/Sao_Paulo", country="BR")
JOE = Participant("joe", "Europe/London", hours=(("09:00", "17:00"),))


def request(at: At, repeat: Repeat, *people: Participant) -> SlotRequest:
    return SlotRequest(at("2026-03-01T00:00"), at("2026-06-01T00:00"), 60, 30, people, repeat=repeat)


@pytest.mark.parametrize(
    ("repeat", "expected"),
    [
        (Repeat(date(2026, 3, 3), 3, "UTC"), ["03-03", "03-10", "03-17"]),
        (Repeat(date(2026, 3, 3), 3, "UTC", interval=2), ["03-03", "03-17", "03-31"]),
        (Repeat(date(2026, 1, 31), 4, "UTC", monthly=True), ["01-31", "02-28", "03-31", "04-30"]),
        (Repeat(date(2026, 1, 13), 3, "UTC", monthly=True, by_weekday=True), ["01-13", "02-10", "03-10"]),
        (Repeat(date(2026, 1, 30), 3, "UTC", monthly=True, by_weekday=True), ["01-30", "02-27", "03-27"]),
        (Repeat(date(2026, 1, 15), 3, "UTC", monthly=True, interval=3), ["01-15", "04-15", "07-15"]),
    ],
)
def test_dates(repeat: Repeat, expected: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in dates_of(repeat)] == expected


@given(
    first=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    count=st.integers(1, 30),
    interval=st.integers(1, 5),
    by_weekday=st.booleans(),
)
def test_monthly_dates_are_one_a_month(first: date, count: int, interval: int, by_weekday: bool) -> None:
    found = dates_of(Repeat(first, count, "UTC", True, interval, by_weekday))
    assert found[0] == first
    months = [day.year * 12 + day.month for day in found]
    assert months == list(range(months[0], months[0] + count * interval, interval))
    if by_weekday:
        assert {day.weekday() for day in found} == {first.weekday()}


@given(
    zone=st.sampled_from(["America/New_York", "Pacific/Apia", "Europe/London", "Asia/Beirut"]), count=st.integers(1, 60)
)
def test_windows_are_local_days(zone: str, count: int) -> None:
    info = zone_info(zone)
    for (start, end), day in zip(
        windows_of(Repeat(date(2026, 1, 4), count, zone)), dates_of(Repeat(date(2026, 1, 4), count, zone)), strict=True
    ):
        assert start.astimezone(info).date() == day
        assert (end - start).total_seconds() in {23 * 3600, 24 * 3600, 25 * 3600}


def test_one_clock_time_keeps_to_the_clock(at: At) -> None:
    starts = starts_of(Repeat(date(2026, 3, 24), 2, "Europe/London", clock="16:00"))
    assert starts == (at("2026-03-24T16:00"), at("2026-03-31T15:00"))
    # The clock of London skips 01:30 on 29 March: the offset before the gap counts.
    assert starts_of(Repeat(date(2026, 3, 29), 1, "Europe/London", clock="01:30")) == (at("2026-03-29T01:30"),)


def test_what_a_fixed_series_costs_and_warns_of(calendar_of: Any, public_holiday: Any, at: At) -> None:
    finder = SlotFinder(calendar_of({"BR": [public_holiday(date(2026, 4, 7))]}))
    asked = request(at, Repeat(date(2026, 3, 24), 3, "Europe/London", clock="16:30"), ANA, JOE)
    series = finder.series(asked)
    assert series.starts == (at("2026-03-24T16:30"), at("2026-03-31T15:30"), at("2026-04-07T15:30"))
    # London: until 17:30, half an hour too late each time; São Paulo is off on 7 April.
    assert series.totals_minutes["joe"] == 90
    assert series.totals_minutes["ana"] >= 720
    assert series.largest_total_minutes == series.totals_minutes["ana"]
    assert [(each.start, each.participant, render(each.text)) for each in finder.warnings(asked, series)] == [
        (
            at("2026-03-31T15:30"),
            "ana",
            "Tue, 31 Mar 2026: 12:30 in São Paulo, where it would have been 13:30 before the clocks changed",
        ),
        (at("2026-04-07T15:30"), "ana", "Tue, 7 Apr 2026: public holiday in São Paulo (public 2026-04-07)"),
    ]


def test_a_rotating_series_has_one_start_in_each_local_day(finder: SlotFinder, at: At) -> None:
    li = Participant("li", "Asia/Shanghai", hours=(("09:00", "17:00"),))
    asked = request(at, Repeat(date(2026, 3, 3), 4, "Asia/Shanghai"), JOE, li)
    series = finder.series(asked)
    days = [start.astimezone(zone_info("Asia/Shanghai")).date() for start in series.starts]
    assert days == dates_of(Repeat(date(2026, 3, 3), 4, "Asia/Shanghai"))
    assert series == replace(finder.series(replace(asked, repeat=None, windows=windows_of(asked.repeat))))  # type: ignore[arg-type]


def test_days_off_and_no_meetings(finder: SlotFinder, at: At) -> None:
    joe = replace(JOE, days_off=frozenset({date(2026, 3, 3)}))
    asked = request(at, Repeat(date(2026, 3, 3), 1, "UTC", clock="10:00"), joe)
    (warning,) = finder.warnings(asked, finder.series(asked))
    assert render(warning.text) == "Tue, 3 Mar 2026: day off in London"
    assert warning.start == datetime(2026, 3, 3, 10, tzinfo=UTC)
