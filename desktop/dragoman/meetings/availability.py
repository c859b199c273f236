"""When somebody can meet: hours on their own wall clock, turned into sets of UTC minutes.

A UTC minute counts for a person when their wall clock at its start lies in the hours of a working local date and
not in a break, and the minute is not busy. Read this way a gap of the clock (RFC 5545, section 3.3.5) has no
minutes to count, and both passes of a fold count. Hours past midnight belong to the day they start on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.knowledge.model import Country, Holiday, SpecialPeriod
from dragoman.meetings.bitset import from_spans
from dragoman.meetings.model import Hours, Participant
from dragoman.meetings.zones import EPOCH, stretches

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Weekdays of RFC 5545, in the order of :meth:`datetime.date.weekday`."""

DAY_MINUTES = 1440
HALF_DAY_END = 720
"""Minutes from midnight at which a half day ends; countries that work until one have it no later than this."""
_DAY_SECONDS = 86_400
_EPOCH_ORDINAL = EPOCH.toordinal()
_MINUTE = timedelta(minutes=1)

MinuteSpans = tuple[tuple[int, int], ...]
"""Spans of minutes from local midnight, end after start, at most two days long."""


class Calendar(Protocol):
    """What is asked of the knowledge base."""

    def country(self, iso2: str) -> Country:
        """Return a country's facts; raise :class:`KnownError` when there is no such country."""

    def weekend(self, iso2: str, subdivision: str | None = None) -> Sequence[bool]:
        """Return Monday to Sunday, True where offices are off; raise :class:`KnownError` for an unknown place."""

    def resolve(self, text: str) -> str:
        """Return the alpha-2 code of a country's name or code; raise :class:`KnownError` when there is none."""

    def special_periods(self, iso2: str, start: date, end: date) -> Iterable[SpecialPeriod]:
        """Return the stretches of other office hours that touch start to end."""

    def holidays(self, iso2: str, start: date, end: date, subdivision: str | None = None) -> Iterable[Holiday]:
        """Return the days of the country, and of the subdivision when one is given, from start to end."""


class DayKind(StrEnum):
    """What a local date is to somebody."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"


@dataclass(frozen=True, slots=True)
class Frame:
    """Minutes ``base`` to ``base + length`` since the epoch: what bit 0 of a set stands for, and how many there are."""

    base: int
    length: int

    @classmethod
    def around(cls, start: datetime, end: datetime) -> Frame:
        """Return the whole UTC days from the day before ``start`` to the day after ``end``.

        Whole days, so that requests a few hours apart share what was computed; a day more on both sides, because
        a displacement is looked for up to 12 hours away.
        """
        base = minute_floor(start) // DAY_MINUTES * DAY_MINUTES - DAY_MINUTES
        past = -(-minute_ceil(end) // DAY_MINUTES) * DAY_MINUTES + DAY_MINUTES
        return cls(base, max(past - base, 0))

    def index(self, minute: int) -> int:
        """Return the bit of a minute since the epoch."""
        return minute - self.base

    def instant(self, index: int) -> datetime:
        """Return the instant of a bit, in UTC."""
        return EPOCH + timedelta(minutes=self.base + index)

    def only(self, start: datetime, end: datetime) -> int:
        """Return the minutes that lie wholly within ``start`` to ``end``."""
        return from_spans([(self.index(minute_ceil(start)), self.index(minute_floor(end)))], self.length)

    def touched(self, spans: Iterable[tuple[datetime, datetime]]) -> int:
        """Return the minutes that any of ``spans`` touches; empty and reversed spans touch none."""
        return from_spans(
            ((self.index(minute_floor(start)), self.index(minute_ceil(end))) for start, end in spans if start < end),
            self.length,
        )


@dataclass(frozen=True, slots=True)
class WorkPattern:
    """Everything that decides a participant's own hours, in hashable form. Weekdays run Monday to Sunday."""

    zone: str
    hours: tuple[MinuteSpans, ...]
    breaks: tuple[MinuteSpans, ...]
    weekend: frozenset[str] | None
    country: str
    subdivision: str
    makeup_days: bool
    days_off: frozenset[date]
    extra_workdays: frozenset[date]
    holidays: bool = True
    half_day_holidays: bool = False
    special_hours: bool = False
    not_before: int = 0
    not_after: int = DAY_MINUTES
    never_on_holidays: bool = False

    @property
    def has_limits(self) -> bool:
        """Return whether there is a time at which a meeting is out of the question."""
        return self.never_on_holidays or (self.not_before, self.not_after) != (0, DAY_MINUTES)

    @classmethod
    def of(cls, participant: Participant) -> WorkPattern:
        """Return the pattern of ``participant``. Raises :class:`KnownError` for hours that are no clock times."""
        hours, breaks = minute_spans(participant.hours), minute_spans(participant.breaks)
        return cls(
            zone=participant.zone,
            hours=tuple(_of_day(participant.hours_by_day.get(day), hours) for day in DAYS),
            breaks=tuple(_of_day(participant.breaks_by_day.get(day), breaks) for day in DAYS),
            weekend=participant.weekend,
            country=participant.country,
            subdivision=participant.subdivision,
            makeup_days=participant.makeup_days,
            days_off=participant.days_off,
            extra_workdays=participant.extra_workdays,
            holidays=participant.holidays,
            half_day_holidays=participant.half_day_holidays,
            special_hours=participant.special_hours,
            not_before=parse_clock(participant.not_before or "00:00"),
            not_after=parse_clock(participant.not_after or "24:00", is_end=True),
            never_on_holidays=participant.never_on_holidays,
        )


@dataclass(frozen=True, slots=True)
class Day:
    """A local date and what it is. ``holiday`` is set where it is a public holiday or, on a working day, a half one;
    ``hours`` where others than usual hold."""

    date: date
    kind: DayKind
    holiday: Holiday | None = None
    hours: MinuteSpans | None = None


def minute_floor(instant: datetime) -> int:
    """Return the last minute since the epoch that begins at or before ``instant``."""
    return (instant - EPOCH) // _MINUTE


def minute_ceil(instant: datetime) -> int:
    """Return the first minute since the epoch that begins at or after ``instant``."""
    return -((EPOCH - instant) // _MINUTE)


def parse_clock(text: str, *, is_end: bool = False) -> int:
    """Return the minutes from midnight of ``HH:MM``; ``24:00`` only as an end. Raises :class:`KnownError`."""
    hour, colon, minute = text.partition(":")
    digits = hour + minute
    if colon and len(hour) in (1, 2) and len(minute) == 2 and digits.isascii() and digits.isdigit():
        minutes = int(hour) * 60 + int(minute)
        if int(minute) < 60 and (minutes < DAY_MINUTES or (is_end and minutes == DAY_MINUTES)):
            return minutes
    raise KnownError(
        N_("“{clock}” is not a time of day."), N_("Write hours as 00:00 to 23:59, or 24:00 for an end."), clock=text
    )


def minute_spans(hours: Hours) -> MinuteSpans:
    """Return ``hours`` in minutes from local midnight; an end at or before its start is put on the next day."""
    spans = []
    for start_text, end_text in hours:
        start, end = parse_clock(start_text), parse_clock(end_text, is_end=True)
        spans.append((start, end if end > start else end + DAY_MINUTES))
    return tuple(sorted(spans))


def local_days(pattern: WorkPattern, frame: Frame, calendar: Calendar) -> list[Day]:
    """Return the local dates whose hours may reach into ``frame``, in order, with what each of them is.

    ``days_off`` beats ``extra_workdays`` beats make-up working day beats public holiday beats weekend.
    """
    first, last = _local_dates(pattern.zone, frame)
    weekend = _weekend(pattern, calendar)
    holidays: dict[date, Holiday] = {}
    half_days: dict[date, Holiday] = {}
    makeup: set[date] = set()
    if pattern.country:
        for holiday in calendar.holidays(pattern.country, first, last, pattern.subdivision or None):
            if holiday.makeup_workday:
                makeup.add(holiday.date)
            elif holiday.category == "public":
                holidays.setdefault(holiday.date, holiday)
            elif holiday.category == "half_day":
                half_days.setdefault(holiday.date, holiday)
    if not pattern.makeup_days:
        makeup.clear()
    if not pattern.holidays:
        holidays.clear()
    days = [_day(day, pattern, weekend, holidays, makeup) for day in _dates(first, last)]
    if pattern.special_hours and pattern.country:
        days = _with_special_hours(days, pattern, calendar)
    return [_halved(day, pattern, half_days.get(day.date)) for day in days] if pattern.half_day_holidays else days


def own_hours(pattern: WorkPattern, frame: Frame, calendar: Calendar) -> int:
    """Return the minutes of ``frame`` in the person's own hours, busy times left aside."""
    days = local_days(pattern, frame, calendar)
    hours = wall_clock(pattern.zone, frame, hour_spans(pattern, days))
    if any(pattern.breaks):
        hours &= ~wall_clock(pattern.zone, frame, break_spans(pattern, days))
    return hours


def allowed_minutes(pattern: WorkPattern, frame: Frame, calendar: Calendar) -> int:
    """Return the minutes of ``frame`` that break none of the person's hard limits."""
    days = local_days(pattern, frame, calendar)
    begin, until = pattern.not_before * 60, pattern.not_after * 60
    if until <= begin:
        until += _DAY_SECONDS
    spans = [(local_midnight(day.date) + begin, local_midnight(day.date) + until) for day in days]
    allowed = wall_clock(pattern.zone, frame, spans)
    if pattern.never_on_holidays:
        off = [
            (local_midnight(day.date), local_midnight(day.date) + _DAY_SECONDS)
            for day in days
            if day.kind is DayKind.HOLIDAY
        ]
        allowed &= ~wall_clock(pattern.zone, frame, off)
    return allowed


def hour_spans(pattern: WorkPattern, days: Iterable[Day]) -> list[tuple[int, int]]:
    """Return the hours of the working dates among ``days``, in local seconds since 1970-01-01 00:00."""
    return _spans(
        (day.date, pattern.hours[day.date.weekday()] if day.hours is None else day.hours)
        for day in days
        if day.kind is DayKind.WORKING
    )


def break_spans(pattern: WorkPattern, days: Iterable[Day]) -> list[tuple[int, int]]:
    """Return the breaks of all ``days``, in local seconds since 1970-01-01 00:00.

    A break is a time of the clock: it also cuts hours that a shift of the day before brings past midnight.
    """
    return _spans((day.date, pattern.breaks[day.date.weekday()]) for day in days)


def local_midnight(day: date) -> int:
    """Return the local seconds from 1970-01-01 00:00 to the beginning of ``day``."""
    return (day.toordinal() - _EPOCH_ORDINAL) * _DAY_SECONDS


def wall_clock(zone: str, frame: Frame, local_spans: list[tuple[int, int]]) -> int:
    """Return the minutes of ``frame`` at whose start the clock of ``zone`` lies in one of ``local_spans``.

    The spans are half-open local seconds since 1970-01-01 00:00, sorted by start, at most two days long. Within a
    stretch of constant offset local time is UTC plus that offset, so one shift per stretch is exact.
    """
    found: list[tuple[int, int]] = []
    starts = [start for start, _ in local_spans]
    for begin, end, offset in stretches(zone, frame.base * 60, (frame.base + frame.length) * 60):
        for index in range(bisect_left(starts, begin + offset - 2 * _DAY_SECONDS), bisect_left(starts, end + offset)):
            start, stop = local_spans[index]
            first, past = max(start - offset, begin), min(stop - offset, end)
            found.append((frame.index(-(-first // 60)), frame.index(-(-past // 60))))
    return from_spans(found, frame.length)


def _of_day(own: Hours | None, otherwise: MinuteSpans) -> MinuteSpans:
    return otherwise if own is None else minute_spans(own)


def _local_dates(zone: str, frame: Frame) -> tuple[date, date]:
    parts = stretches(zone, frame.base * 60, (frame.base + frame.length) * 60)
    lowest = min(begin + offset for begin, _, offset in parts)
    highest = max(end + offset for _, end, offset in parts)
    # Hours past midnight of the day before the first may still run.
    first = date.fromordinal(_EPOCH_ORDINAL + lowest // _DAY_SECONDS - 1)
    return first, date.fromordinal(_EPOCH_ORDINAL + highest // _DAY_SECONDS)


def _dates(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))


def _weekend(pattern: WorkPattern, calendar: Calendar) -> frozenset[str]:
    if pattern.weekend is not None:
        return pattern.weekend
    if pattern.country:
        off_days = calendar.weekend(pattern.country, pattern.subdivision or None)
        return frozenset(day for day, off in zip(DAYS, off_days, strict=True) if off)
    return frozenset({"SA", "SU"})


def _day(
    day: date, pattern: WorkPattern, weekend: frozenset[str], holidays: dict[date, Holiday], makeup: set[date]
) -> Day:
    if day in pattern.days_off:
        return Day(day, DayKind.DAY_OFF)
    if day in pattern.extra_workdays or day in makeup:
        return Day(day, DayKind.WORKING)
    if holiday := holidays.get(day):
        return Day(day, DayKind.HOLIDAY, holiday)
    if DAYS[day.weekday()] in weekend:
        return Day(day, DayKind.WEEKEND)
    return Day(day, DayKind.WORKING)


def _with_special_hours(days: list[Day], pattern: WorkPattern, calendar: Calendar) -> list[Day]:
    """Return ``days`` with the hours of Ramadan where it has its own; a half day of the week ends no later for it."""
    special: dict[date, MinuteSpans] = {}
    for period in calendar.special_periods(pattern.country, days[0].date, days[-1].date):
        if period.hours:
            hours = minute_spans(period.hours)
            special |= dict.fromkeys(_dates(max(period.start, days[0].date), min(period.end, days[-1].date)), hours)
    changed = []
    for day in days:
        usual = pattern.hours[day.date.weekday()]
        if (hours := special.get(day.date, ())) and usual:
            day = replace(day, hours=_until(hours, usual[-1][1]))
        changed.append(day)
    return changed


def _halved(day: Day, pattern: WorkPattern, holiday: Holiday | None) -> Day:
    if holiday is None or day.kind is not DayKind.WORKING or day.date in pattern.extra_workdays:
        return day
    usual = pattern.hours[day.date.weekday()] if day.hours is None else day.hours
    return replace(day, holiday=holiday, hours=_until(usual, HALF_DAY_END))


def _until(spans: MinuteSpans, end: int) -> MinuteSpans:
    return tuple((start, min(until, end)) for start, until in spans if start < end)


def _spans(dates: Iterable[tuple[date, MinuteSpans]]) -> list[tuple[int, int]]:
    spans = []
    for day, hours in dates:
        midnight = local_midnight(day)
        spans += [(midnight + start * 60, midnight + end * 60) for start, end in hours]
    return spans
