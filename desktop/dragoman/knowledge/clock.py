"""The clock on the other side: whether somebody in an office there is at work now, and until when."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.knowledge.model import WEEKDAYS, Country, Holiday, LocalState, StateKind
from dragoman.knowledge.service import KnowledgeBase

# The machine's own zone data may be years old: only the tzdata package's is read.
zoneinfo.reset_tzpath(to=[])

DEFAULT_HOURS = (("09:00", "12:00"), ("13:00", "17:00"))
"""Assumed where the usual office hours of a country are not known."""

HALF_DAY_ENDS = time(12, 0)
WAKES = time(6, 30)
SLEEPS = time(22, 30)
_LONGEST_BREAK_DAYS = 31

Span = tuple[datetime, datetime]


def zone_info(zone: str) -> zoneinfo.ZoneInfo:
    """Return the IANA zone. Raises :class:`KnownError` when there is none of that name."""
    try:
        return zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise KnownError(
            N_("“{zone}” is not a time zone."), N_("Use a name such as Europe/London or Asia/Tokyo."), zone=zone
        ) from error


def work_spans(
    knowledge: KnowledgeBase, iso2: str, zone: str, day: date, subdivision: str | None = None
) -> tuple[Span, ...]:
    """Return the office hours of a local ``day`` as aware local times, lunch left out; empty on a day off.

    Half days (Friday in the Emirates, half holidays) end at noon; Ramadan has its own hours where they are known.
    """
    return _spans(knowledge, knowledge.country(iso2), zone_info(zone), day, subdivision)


def local_state(
    knowledge: KnowledgeBase, iso2: str, zone: str, now_utc: datetime, subdivision: str | None = None
) -> LocalState:
    """Return what an office worker there most likely does at ``now_utc`` (aware).

    ``until`` is when that ends: for weekend and holiday the next start of office hours, for sleep 06:30. The night
    (22:30 to 06:30) is sleep on every day. Raises :class:`KnownError` for an unknown country, zone or subdivision.
    """
    country, tz = knowledge.country(iso2), zone_info(zone)
    now = now_utc.astimezone(tz)
    today = now.date()
    if now.time() >= SLEEPS or now.time() < WAKES:
        morning = today + timedelta(days=1) if now.time() >= SLEEPS else today
        return LocalState(StateKind.ASLEEP, now, _at(morning, WAKES, tz))
    holiday = _holiday(knowledge, country.iso2, today, subdivision)
    spans = _spans(knowledge, country, tz, today, subdivision)
    off = StateKind.HOLIDAY if holiday else StateKind.WEEKEND
    for start, end in spans:
        if now < start:
            kind = StateKind.BEFORE_WORK if start == spans[0][0] else StateKind.LUNCH
            return LocalState(kind, now, start)
        if now < end:
            return LocalState(StateKind.AT_WORK, now, end)
    if spans and not _ends_at_noon(country, today, holiday):
        return LocalState(StateKind.EVENING, now, _at(today, SLEEPS, tz))
    return LocalState(off, now, _next_start(knowledge, country, tz, today, subdivision), holiday)


def _spans(
    knowledge: KnowledgeBase, country: Country, tz: zoneinfo.ZoneInfo, day: date, subdivision: str | None
) -> tuple[Span, ...]:
    if not knowledge.is_workday(country.iso2, day, subdivision):
        return ()
    special = next((period.hours for period in knowledge.special_periods(country.iso2, day, day) if period.hours), None)
    hours = special or country.office_hours or DEFAULT_HOURS
    latest = time.max
    if _ends_at_noon(country, day, _holiday(knowledge, country.iso2, day, subdivision)):
        latest = HALF_DAY_ENDS
    spans = []
    for opens, closes in hours:
        start, end = time.fromisoformat(opens), min(time.fromisoformat(closes), latest)
        if start < end:
            spans.append((_at(day, start, tz), _at(day, end, tz)))
    return tuple(spans)


def _ends_at_noon(country: Country, day: date, holiday: Holiday | None) -> bool:
    if holiday is not None and holiday.category == "half_day":
        return True
    return country.weekend_half_day == WEEKDAYS[day.weekday()]


def _holiday(knowledge: KnowledgeBase, iso2: str, day: date, subdivision: str | None) -> Holiday | None:
    found = knowledge.holidays(iso2, day, day, subdivision)
    if any(holiday.makeup_workday for holiday in found):
        return None
    return next(iter(sorted(found, key=lambda holiday: holiday.category != "public")), None)


def _next_start(
    knowledge: KnowledgeBase, country: Country, tz: zoneinfo.ZoneInfo, today: date, subdivision: str | None
) -> datetime:
    for ahead in range(1, _LONGEST_BREAK_DAYS + 1):
        if spans := _spans(knowledge, country, tz, today + timedelta(days=ahead), subdivision):
            return spans[0][0]
    return _at(today + timedelta(days=1), WAKES, tz)


def _at(day: date, moment: time, tz: zoneinfo.ZoneInfo) -> datetime:
    """Return the instant of a wall-clock time; one that a change of the clocks skips becomes the next that exists."""
    local = datetime.combine(day, moment, tz)
    return local.astimezone(UTC).astimezone(tz)
