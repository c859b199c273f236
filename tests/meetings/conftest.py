"""A small calendar in memory, and a minute scan that is too simple to be wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dragoman.base.errors import KnownError
from dragoman.knowledge.model import Country, Holiday, SpecialPeriod
from dragoman.meetings.availability import DAYS
from dragoman.meetings.finder import SlotFinder
from dragoman.meetings.model import Participant, SlotRequest

WEEKENDS = {
    "BR": "SA SU",
    "CN": "SA SU",
    "US": "SA SU",
    "GB": "SA SU",
    "IN": "SU",
    "NZ": "SA SU",
    "SA": "FR SA",
    "AE": "SA SU",
    "NP": "SA",
}


def country_facts(iso2: str) -> Country:
    weekend = WEEKENDS[iso2].split()
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (day in weekend for day in DAYS)
    return Country(
        iso2=iso2,
        iso3="",
        names={"en": iso2},
        official_languages=(),
        business_languages=(),
        currencies=(),
        currency_regime=None,
        calling_code=None,
        time_zones=(),
        weekend=(monday, tuesday, wednesday, thursday, friday, saturday, sunday),
        weekend_half_day="fri" if iso2 == "AE" else None,
        weekend_regional=(),
        first_day_of_week="mon",
        office_hours=(("09:00", "12:00"), ("13:00", "18:00")),
        measurement_system=None,
        paper_size=None,
        decimal_separator=None,
        number_example=None,
        date_order=None,
        calendars=(),
        name_order=None,
        postal={},
        uses_iban=None,
        iban_length=None,
        vat_standard_rate=None,
        treaties={},
        gdpr={},
        data_laws=(),
        fatf_list=None,
        recording_consent=None,
        special_periods=(),
        subdivisions=(("SP", "São Paulo"), ("RJ", "Rio de Janeiro")) if iso2 == "BR" else (),
    )


def holiday(day: date, category: str = "public", *, makeup: bool = False, subdivision: str | None = None) -> Holiday:
    name = f"{category} {day}"
    return Holiday(day, name, name, f"节日 {day}", category, False, makeup, subdivision)


class MemoryCalendar:
    """Weekends of a few countries, and the holidays it is given."""

    def __init__(
        self,
        holidays: dict[str, list[Holiday]] | None = None,
        periods: dict[str, list[SpecialPeriod]] | None = None,
    ) -> None:
        self._holidays = holidays or {}
        self._periods = periods or {}

    def resolve(self, text: str) -> str:
        code = {"brazil": "BR", "china": "CN", "巴西": "BR"}.get(text.casefold(), text.upper())
        if code not in WEEKENDS:
            raise KnownError("No country {code}.", "Use another.", code=text)
        return code

    def special_periods(self, iso2: str, start: date, end: date) -> Iterable[SpecialPeriod]:
        return [each for each in self._periods.get(iso2, []) if each.start <= end and each.end >= start]

    def country(self, iso2: str) -> Country:
        if iso2 not in WEEKENDS:
            raise KnownError("No country {code}.", "Use another.", code=iso2)
        return country_facts(iso2)

    def weekend(self, iso2: str, subdivision: str | None = None) -> tuple[bool, ...]:
        if subdivision is not None and subdivision not in dict(country_facts(iso2).subdivisions):
            raise KnownError("No subdivision {code}.", "Use SP or RJ.", code=subdivision)
        if subdivision == "RJ":  # a regional weekend, such as Kedah's
            return tuple(day in ("FR", "SA") for day in DAYS)
        return self.country(iso2).weekend

    def holidays(self, iso2: str, start: date, end: date, subdivision: str | None = None) -> Iterable[Holiday]:
        return [
            day
            for day in self._holidays.get(iso2, [])
            if start <= day.date <= end and day.subdivision in (None, subdivision)
        ]


class MinuteScan:
    """The semantics of the request, minute by minute, with nothing clever in it."""

    def __init__(self, calendar: MemoryCalendar) -> None:
        self._calendar = calendar

    def working_date(self, who: Participant, day: date) -> bool:
        if day in who.days_off:
            return False
        if day in who.extra_workdays:
            return True
        if who.country:
            entries = [
                each
                for each in self._calendar.holidays(who.country, day, day, who.subdivision or None)
                if each.date == day
            ]
            if who.makeup_days and any(each.makeup_workday for each in entries):
                return True
            if any(each.category == "public" and not each.makeup_workday for each in entries):
                return False
        weekend = who.weekend
        if weekend is None:
            weekend = frozenset((WEEKENDS[who.country] if who.country else "SA SU").split())
        return DAYS[day.weekday()] not in weekend

    def in_own_hours(self, who: Participant, minute: datetime) -> bool:
        wall = minute.astimezone(ZoneInfo(who.zone)).replace(tzinfo=None, fold=0)
        return self._within(who, wall, who.hours, who.hours_by_day, only_working=True) and not self._within(
            who, wall, who.breaks, who.breaks_by_day, only_working=False
        )

    def allowed(self, who: Participant, minute: datetime) -> bool:
        wall = minute.astimezone(ZoneInfo(who.zone))
        clock = wall.hour * 60 + wall.minute
        begin = int(_clock(who.not_before or "00:00").total_seconds()) // 60
        until = int(_clock(who.not_after or "24:00").total_seconds()) // 60
        inside = begin <= clock < until if begin < until else clock >= begin or clock < until
        if not inside or not who.never_on_holidays or not who.country:
            return inside
        return not any(
            each.category == "public" and not each.makeup_workday and not self.working_date(who, wall.date())
            for each in self._calendar.holidays(who.country, wall.date(), wall.date(), who.subdivision or None)
        )

    def free(self, who: Participant, minute: datetime) -> bool:
        if not self.allowed(who, minute):
            return False
        busy = any(start < minute + timedelta(minutes=1) and minute < end and start < end for start, end in who.busy)
        return not busy and self.in_own_hours(who, minute)

    def grid(self, request: SlotRequest) -> list[datetime]:
        starts = []
        minute = request.start.replace(second=0, microsecond=0)
        while minute + timedelta(minutes=request.duration_minutes) <= request.end:
            if minute >= request.start and int(minute.timestamp()) // 60 % request.step_minutes == 0:
                starts.append(minute)
            minute += timedelta(minutes=1)
        return starts

    def attends(self, who: Participant, start: datetime, minutes: int) -> bool:
        return all(self.free(who, start + timedelta(minutes=offset)) for offset in range(minutes))

    def feasible(self, request: SlotRequest) -> list[datetime]:
        required = [who for who in request.participants if not who.optional]
        return [
            start
            for start in self.grid(request)
            if all(self.attends(who, start, request.duration_minutes) for who in required)
        ]

    def displacement(self, who: Participant, start: datetime, minutes: int) -> int:
        first = start - timedelta(minutes=720)
        inside = [self.in_own_hours(who, first + timedelta(minutes=offset)) for offset in range(1440 + minutes + 1)]
        for distance in range(720):
            for begin in (720 - distance, 720 + distance):
                if all(inside[begin : begin + minutes]):
                    return distance
        return 720

    def _within(
        self,
        who: Participant,
        wall: datetime,
        spans: tuple[tuple[str, str], ...],
        by_day: object,
        *,
        only_working: bool,
    ) -> bool:
        assert isinstance(by_day, dict)
        for days_back in (0, 1):
            day = (wall - timedelta(days=days_back)).date()
            if only_working and not self.working_date(who, day):
                continue
            midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall clock has no zone
            for start, end in by_day.get(DAYS[day.weekday()], spans):
                begin, until = midnight + _clock(start), midnight + _clock(end)
                if until <= begin:
                    until += timedelta(days=1)
                if begin <= wall < until:
                    return True
        return False


def _clock(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def at() -> object:
    """Read ``2026-03-10T13:00`` as UTC."""
    return utc


@pytest.fixture
def calendar_of() -> type[MemoryCalendar]:
    return MemoryCalendar


@pytest.fixture
def scan_of() -> type[MinuteScan]:
    return MinuteScan


@pytest.fixture
def public_holiday() -> object:
    return holiday


@pytest.fixture
def finder() -> SlotFinder:
    """A finder whose calendar has weekends only."""
    return SlotFinder(MemoryCalendar())
