"""Hard limits, a country's habits, weights, and what to do when no start suits everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.base.i18n import render
from dragoman.counterparts.model import Counterpart
from dragoman.knowledge.model import SpecialPeriod
from dragoman.meetings.finder import SlotFinder
from dragoman.meetings.model import Defaults, Participant, SlotRequest

At = Callable[[str], datetime]
ALL_DAY = (("00:00", "00:00"),)
NIGHT = Participant("night", "Asia/Kolkata", hours=(("00:30", "01:30"),), weekend=frozenset())


def week(at: At, *people: Participant, minutes: int = 60, step: int = 30) -> SlotRequest:
    return SlotRequest(at("2026-03-09T00:00"), at("2026-03-16T00:00"), minutes, step, people)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(
        ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Calcutta", "Europe/Kiev", "Pacific/Apia",
         "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "America/St_Johns"]
    ),
    start=st.sampled_from(["2026-03-07T00:00", "2026-03-28T00:00", "2026-11-01T00:00", "2011-12-29T00:00"]),
    not_before=st.sampled_from(["", "00:00", "02:30", "07:00", "22:00"]),
    not_after=st.sampled_from(["", "01:30", "02:00", "18:45", "24:00"]),
    never=st.booleans(),
    off=st.integers(0, 3),
    duration=st.integers(1, 90),
)  # fmt: skip
def test_limits_against_the_minute_scan(
    scan_of: Any,
    calendar_of: Any,
    public_holiday: Any,
    at: At,
    zone: str,
    start: str,
    not_before: str,
    not_after: str,
    never: bool,
    off: int,
    duration: int,
) -> None:
    day = at(start).date() + timedelta(days=off)
    calendar = calendar_of({"BR": [public_holiday(day)]})
    who = Participant(
        "a",
        zone,
        hours=ALL_DAY,
        weekend=frozenset(),
        country="BR",
        not_before=not_before,
        not_after=not_after,
        never_on_holidays=never,
    )
    request = SlotRequest(at(start), at(start) + timedelta(days=3), duration, 5, (who,))
    assert SlotFinder(calendar).feasible(request) == scan_of(calendar).feasible(request)


def test_a_hard_limit_holds_where_hours_only_weigh(finder: SlotFinder, at: At) -> None:
    late = Participant("late", "Europe/London", weekend=frozenset())
    soft = finder.rank(week(at, NIGHT, late))
    assert soft[0].displacement_minutes["night"] > 0
    strict = replace(late, not_before="07:00", not_after="20:00")
    assert all(7 <= slot.start.hour < 20 for slot in finder.rank(week(at, NIGHT, strict)))
    shorter = replace(late, not_after="17:30")
    latest = max(slot.start for slot in finder.rank(week(at, NIGHT, shorter)))
    assert f"{latest:%H:%M}" == "16:30", "the whole meeting lies within the limits"


def test_never_on_a_holiday(calendar_of: Any, public_holiday: Any, at: At) -> None:
    calendar = calendar_of({"BR": [public_holiday(date(2026, 3, day)) for day in range(9, 14)]})
    who = Participant("a", "America/Sao_Paulo", country="BR", never_on_holidays=True)
    free = Participant("b", "America/Sao_Paulo", hours=(("09:00", "10:00"),))
    ranked = SlotFinder(calendar).rank(week(at, who, free))
    assert {slot.start.date() for slot in ranked}.isdisjoint({date(2026, 3, day) for day in range(10, 14)})
    soft = SlotFinder(calendar).rank(week(at, replace(who, never_on_holidays=False), free))
    assert any(date(2026, 3, 9) <= slot.start.date() <= date(2026, 3, 13) for slot in soft)


def test_the_limits_of_optional_guests_bind_nobody(finder: SlotFinder, at: At) -> None:
    guest = Participant("guest", "UTC", hours=ALL_DAY, weekend=frozenset(), optional=True, not_before="20:00")
    host = Participant("host", "UTC", hours=(("09:00", "10:00"),))
    assert len(finder.feasible(week(at, host, guest))) == 5
    attendance = finder.attendance(week(at, host, guest))
    assert all(attendance.by_start[start] == ("host",) for start in attendance.best)


def ramadan(iso2: str) -> SpecialPeriod:
    return SpecialPeriod(
        iso2, "ramadan", date(2026, 3, 10), date(2026, 3, 11), "Ramadan", "斋月", "", "", hours=(("10:00", "15:00"),)
    )


@pytest.mark.parametrize(
    ("defaults", "expected"),
    [
        (Defaults(), {"MO": 6, "TU": 4, "WE": 4, "FR": 2}),
        (Defaults(special_hours=False), {"MO": 6, "TU": 6, "WE": 6, "FR": 2}),
        (Defaults(holidays=False), {"MO": 6, "TU": 4, "WE": 4, "TH": 6, "FR": 2}),
        (Defaults(half_days=False), {"MO": 6, "TU": 4, "WE": 4, "FR": 6}),
        (Defaults(weekend=False), {"MO": 6, "TU": 4, "WE": 4, "FR": 2, "SA": 6, "SU": 6}),
        (Defaults(half_days=False, prayer_break=True), {"MO": 6, "TU": 4, "WE": 4, "FR": 5}),
        (Defaults(office_hours=False), {"MO": 7, "TU": 4, "WE": 4, "FR": 2}),
    ],
)
def test_each_habit_can_be_switched_off(
    calendar_of: Any, public_holiday: Any, at: At, defaults: Defaults, expected: dict[str, int]
) -> None:
    """How many meetings of 90 minutes can start on the hour: 9 to 12 and 13 to 18 have two and four."""
    calendar = calendar_of({"AE": [public_holiday(date(2026, 3, 12))]}, {"AE": [ramadan("AE")]})
    finder = SlotFinder(calendar)
    who = finder.participant_for("a", "AE", "Asia/Dubai", defaults=defaults)
    counts: dict[str, int] = {}
    for start in finder.feasible(week(at, who, minutes=90, step=60)):
        name = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[(start + timedelta(hours=4)).weekday()]
        counts[name] = counts.get(name, 0) + 1
    assert counts == expected


def test_a_counterpart_takes_part(finder: SlotFinder) -> None:
    stored = Counterpart(
        "Ana", "Souza", "Café SA", "BR", "America/Sao_Paulo", "pt-BR", city="Santos", email="a@x.br", id=7
    )
    who = finder.participant_of(stored)
    assert (who.id, who.name, who.email, who.language, who.city) == ("7", "Ana Souza", "a@x.br", "pt-BR", "Santos")
    assert (who.country, who.zone, who.hours) == ("BR", "America/Sao_Paulo", (("09:00", "12:00"), ("13:00", "18:00")))


@pytest.mark.parametrize(("halved", "expected"), [(True, "12:00"), (False, "17:00")])
def test_a_half_holiday_ends_at_noon(
    calendar_of: Any, public_holiday: Any, at: At, halved: bool, expected: str
) -> None:
    calendar = calendar_of({"BR": [public_holiday(date(2026, 3, 10), "half_day")]})
    who = Participant("a", "UTC", country="BR", half_day_holidays=halved)
    request = SlotRequest(at("2026-03-10T00:00"), at("2026-03-11T00:00"), 60, 60, (who,))
    last = SlotFinder(calendar).feasible(request)[-1] + timedelta(hours=1)
    assert f"{last:%H:%M}" == expected


def test_weights_move_the_compromise(finder: SlotFinder, at: At) -> None:
    early = Participant("early", "UTC", hours=(("06:00", "08:00"),))
    late = Participant("late", "UTC", hours=(("16:00", "18:00"),))
    middle = finder.rank(week(at, early, late))[0]
    assert middle.displacement_minutes == {"early": 270, "late": 270}
    heavy = finder.rank(week(at, replace(early, weight=3), late))[0]
    assert heavy.displacement_minutes == {"early": 120, "late": 420}


def test_near_misses_say_who_is_in_the_way(finder: SlotFinder, at: At) -> None:
    ana = Participant("ana", "America/Sao_Paulo", hours=(("09:00", "17:00"),))
    joe = Participant("joe", "Europe/London", hours=(("09:00", "17:00"),))
    li = Participant("li", "Asia/Shanghai", hours=(("09:00", "17:00"),))
    found = finder.near_misses(week(at, ana, joe, li))
    assert found.present == ("ana", "joe")
    assert found.blocking == ("li",)
    assert found.moved is not None
    assert max(found.moved.displacement_minutes.values()) == 120
    words = [render(text) for text in found.words]
    assert words[0] == "Best attended: 2026-03-09 12:00 UTC, 2 of 3 (ana and joe)."
    assert words[1] == "Without li there would be a start for everybody else."
    assert words[2] == "li cannot: 20:00 in Shanghai, 4 h after hours."
    assert words[3].startswith("Smallest move: ")


def test_near_misses_where_a_busy_time_is_all_that_is_in_the_way(finder: SlotFinder, at: At) -> None:
    ana = Participant("ana", "UTC", hours=(("09:00", "10:00"),))
    busy = tuple((at(f"2026-03-{day:02}T09:30"), at(f"2026-03-{day:02}T10:00")) for day in range(9, 15))
    joe = Participant("joe", "UTC", hours=(("09:00", "10:00"),), busy=busy)
    found = finder.near_misses(week(at, ana, joe))
    words = [render(text) for text in found.words]
    assert found.blocking == ("joe",)
    assert "joe cannot: busy from 09:30 to 10:00 (UTC)." in words


def test_near_misses_of_nothing_at_all(finder: SlotFinder, at: At) -> None:
    whole = (at("2026-03-08T00:00"), at("2026-03-17T00:00"))
    ana = Participant("ana", "UTC", busy=(whole,))
    found = finder.near_misses(week(at, ana))
    assert (found.best, found.blocking, found.moved) == ((), ("ana",), None)
    assert [render(text) for text in found.words] == [
        "Nobody who is required can come at any start.",
        "Busy times and hard limits of required participants leave no start at all.",
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_blocking_set_is_the_smallest(finder: SlotFinder, at: At, data: st.DataObject) -> None:
    from itertools import combinations

    spans = [("06:00", "09:00"), ("08:00", "11:00"), ("10:00", "13:00"), ("15:00", "18:00")]
    people = tuple(
        Participant(str(number), "UTC", hours=(data.draw(st.sampled_from(spans)),), weekend=frozenset())
        for number in range(4)
    )
    request = SlotRequest(at("2026-03-09T00:00"), at("2026-03-10T00:00"), 60, 60, people)
    found = finder.near_misses(request)

    def works(left_out: tuple[str, ...]) -> bool:
        kept = tuple(who for who in people if who.id not in left_out)
        return bool(finder.feasible(replace(request, participants=kept)))

    assert works(found.blocking)
    for size in range(len(found.blocking)):
        assert not any(works(tuple(who.id for who in group)) for group in combinations(people, size))
