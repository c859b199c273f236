from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.meetings.finder import SlotFinder
from dragoman.meetings.model import BandKind, Participant

At = Callable[[str], datetime]


def test_a_week_of_an_office(calendar_of: Any, public_holiday: Any, at: At) -> None:
    carnival = public_holiday(date(2026, 2, 17))
    finder = SlotFinder(calendar_of({"BR": [carnival]}))
    who = replace(
        finder.participant_for("ana", "BR", "America/Sao_Paulo"),
        busy=((at("2026-02-16T17:00"), at("2026-02-16T18:00")),),
        days_off=frozenset({date(2026, 2, 18)}),
    )
    bands = finder.bands(who, at("2026-02-14T12:00"), at("2026-02-18T12:00"))
    assert [(f"{band.start:%d %H:%M}", band.kind.value) for band in bands] == [
        ("14 12:00", "weekend"),
        ("16 03:00", "night"),
        ("16 10:00", "edge"),
        ("16 12:00", "work"),
        ("16 15:00", "break"),
        ("16 16:00", "work"),
        ("16 17:00", "busy"),
        ("16 18:00", "work"),
        ("16 21:00", "edge"),
        ("16 23:00", "night"),
        ("17 03:00", "holiday"),
        ("18 03:00", "holiday"),
    ]
    assert [band.holiday for band in bands[-2:]] == [carnival, None]


@pytest.mark.parametrize(
    ("hours", "edges"),
    [
        # Two hours either side, but never before 07:00 or after 22:00.
        (("08:00", "21:00"), [("07:00", "08:00"), ("21:00", "22:00")]),
        (("10:00", "12:00"), [("08:00", "10:00"), ("12:00", "14:00")]),
        (("22:00", "06:00"), [("07:00", "08:00"), ("20:00", "22:00")]),
    ],
)
def test_edges(finder: SlotFinder, at: At, hours: tuple[str, str], edges: list[tuple[str, str]]) -> None:
    who = Participant("a", "UTC", hours=(hours,), weekend=frozenset())
    bands = finder.bands(who, at("2026-01-05T00:00"), at("2026-01-06T00:00"))
    found = [(f"{band.start:%H:%M}", f"{band.end:%H:%M}") for band in bands if band.kind is BandKind.EDGE]
    assert found == edges


def test_own_breaks_and_long_gaps(finder: SlotFinder, at: At) -> None:
    who = Participant("a", "UTC", hours=(("06:00", "10:00"), ("15:00", "20:00")), breaks=(("16:00", "16:20"),))
    bands = finder.bands(who, at("2026-01-05T06:00"), at("2026-01-05T20:00"))
    assert [(f"{band.start:%H:%M}", band.kind.value) for band in bands] == [
        ("06:00", "work"),
        ("10:00", "edge"),
        ("12:00", "night"),
        ("13:00", "edge"),
        ("15:00", "work"),
        ("16:00", "break"),
        ("16:20", "work"),
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(
        ["Pacific/Kiritimati", "Etc/GMT+12", "Australia/Lord_Howe", "Europe/London", "Asia/Kathmandu"]
    ),
    offset_s=st.integers(0, 400 * 86_400),
    length_s=st.integers(1, 9 * 86_400),
)
def test_bands_are_contiguous_and_cover_the_range(
    finder: SlotFinder, scan_of: Any, calendar_of: Any, at: At, zone: str, offset_s: int, length_s: int
) -> None:
    start = at("2026-01-01T00:00") + timedelta(seconds=offset_s)
    end = start + timedelta(seconds=length_s)
    who = Participant("a", zone, breaks=(("12:00", "13:00"),))
    bands = finder.bands(who, start, end)
    assert (bands[0].start, bands[-1].end) == (start, end)
    assert all(before.end == after.start for before, after in pairwise(bands))
    assert all((before.kind, before.holiday) != (after.kind, after.holiday) for before, after in pairwise(bands))
    assert all(band.start < band.end for band in bands)
    scan = scan_of(calendar_of())
    for band in bands:
        minute = (band.start + timedelta(seconds=59)).replace(second=0)
        if minute < band.end:
            assert scan.free(who, minute) == (band.kind is BandKind.WORK)


def test_an_empty_range_has_no_bands(finder: SlotFinder, at: At) -> None:
    assert finder.bands(Participant("a", "UTC"), at("2026-01-05T00:00"), at("2026-01-05T00:00")) == []


def test_defaults_of_a_country(finder: SlotFinder) -> None:
    who = finder.participant_for("omar", "AE", "Asia/Dubai")
    assert who.hours == (("09:00", "12:00"), ("13:00", "18:00"))
    assert who.hours_by_day == {"FR": (("09:00", "12:00"),)}
    assert (who.weekend, who.country, who.zone) == (None, "AE", "Asia/Dubai")
    assert finder.participant_for("ana", "BR", "America/Sao_Paulo", "SP").subdivision == "SP"
    for country, zone in (("XX", "Asia/Dubai"), ("AE", "Asia/Dubay")):
        with pytest.raises(KnownError):
            finder.participant_for("a", country, zone)
