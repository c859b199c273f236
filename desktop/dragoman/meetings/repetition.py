"""The dates of a series, and what each participant should know about them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from dragoman.base.i18n import N_, Text
from dragoman.meetings.availability import Calendar, DayKind, Frame, WorkPattern, local_days, parse_clock
from dragoman.meetings.model import Participant, Repeat, SeriesWarning, SlotRequest
from dragoman.meetings.wording import City, HolidayName, ShortDate
from dragoman.meetings.zones import zone_info

MAX_MEETINGS = 500


def dates_of(repeat: Repeat) -> list[date]:
    """Return the local dates of the series. A month without the 31st, or without a fifth Monday, has its meeting on
    the last day, or the last Monday: skipping it, as calendars do, is not what people mean."""
    if not repeat.monthly:
        return [repeat.first + timedelta(weeks=repeat.interval * number) for number in range(repeat.count)]
    nth = (repeat.first.day - 1) // 7
    found = []
    for number in range(repeat.count):
        months = repeat.first.month - 1 + number * repeat.interval
        year, month = repeat.first.year + months // 12, months % 12 + 1
        first, length = monthrange(year, month)
        if repeat.by_weekday:
            days = range(1 + (repeat.first.weekday() - first) % 7, length + 1, 7)
            found.append(date(year, month, days[min(nth, len(days) - 1)]))
        else:
            found.append(date(year, month, min(repeat.first.day, length)))
    return found


def windows_of(repeat: Repeat) -> tuple[tuple[datetime, datetime], ...]:
    """Return each date of the series from local midnight to midnight, in UTC."""
    return tuple((_at(day, 0, repeat.zone), _at(day + timedelta(days=1), 0, repeat.zone)) for day in dates_of(repeat))


def starts_of(repeat: Repeat) -> tuple[datetime, ...]:
    """Return the starts of a series with one clock time, in UTC. A time that the clock skips is read with the offset
    before the gap, one that it repeats is the first (RFC 5545, section 3.3.5)."""
    minutes = parse_clock(repeat.clock)
    return tuple(_at(day, minutes, repeat.zone) for day in dates_of(repeat))


def warnings_of(
    request: SlotRequest, starts: Sequence[datetime], calendar: Calendar, anchor: str = ""
) -> tuple[SeriesWarning, ...]:
    """Return, in order of time, every date on which somebody's clock has shifted since the meeting before, and every
    one that is a holiday for somebody.

    With an ``anchor`` zone the clock that counts is the participant's against that zone's: who moves with it sees
    the same time as ever.
    """
    if not starts:
        return ()
    found: list[tuple[datetime, int, SeriesWarning]] = []
    frame = Frame.around(min(starts), max(starts) + timedelta(minutes=request.duration_minutes))
    for place, who in enumerate(request.participants):
        for start, text in [*_shifts(who, starts, anchor), *_holidays(who, starts, frame, calendar)]:
            found.append((start, place, SeriesWarning(start, who.id, text)))
    return tuple(warning for _, _, warning in sorted(found, key=lambda item: item[:2]))


def _shifts(who: Participant, starts: Sequence[datetime], anchor: str) -> list[tuple[datetime, Text]]:
    zone = zone_info(who.zone)
    fixed = zone_info(anchor) if anchor else UTC
    found = []
    before: timedelta | None = None
    for start in starts:
        local = start.astimezone(zone)
        ahead = (local.utcoffset() or timedelta()) - (start.astimezone(fixed).utcoffset() or timedelta())
        if before is not None and ahead != before:
            earlier = (start + before - ahead).astimezone(zone)
            found.append(
                (
                    start,
                    Text(
                        N_("{date}: {time} in {city}, where it would have been {before} before the clocks changed"),
                        {
                            "date": ShortDate(local.date()),
                            "time": f"{local:%H:%M}",
                            "city": who.city or City(who.zone),
                            "before": f"{earlier:%H:%M}",
                        },
                    ),
                )
            )
        before = ahead
    return found


def _holidays(
    who: Participant, starts: Sequence[datetime], frame: Frame, calendar: Calendar
) -> list[tuple[datetime, Text]]:
    days = {day.date: day for day in local_days(WorkPattern.of(who), frame, calendar)}
    found = []
    for start in starts:
        day = days[start.astimezone(zone_info(who.zone)).date()]
        values: dict[str, object] = {"date": ShortDate(day.date), "city": who.city or City(who.zone)}
        if day.holiday:
            values["holiday"] = HolidayName(day.holiday)
            half = day.kind is not DayKind.HOLIDAY
            message = (
                N_("{date}: half holiday in {city} ({holiday})")
                if half
                else N_("{date}: public holiday in {city} ({holiday})")
            )
            found.append((start, Text(message, values)))
        elif day.kind is DayKind.DAY_OFF:
            found.append((start, Text(N_("{date}: day off in {city}"), values)))
    return found


def _at(day: date, minutes: int, zone: str) -> datetime:
    wall = datetime.combine(day, time(minutes // 60, minutes % 60), zone_info(zone))
    return wall.astimezone(UTC)
