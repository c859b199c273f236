"""Somebody of whom only the country is known: what its offices do."""

from __future__ import annotations

from dragoman.meetings.availability import DAYS, HALF_DAY_END, Calendar
from dragoman.meetings.model import Defaults, Hours, Participant
from dragoman.meetings.zones import zone_info

_FRIDAY_PRAYER = (("12:00", "14:00"),)
"""Noon by the sun lies between 11:40 and 13:30 on the clocks of Muslim countries, and the sermon takes a while."""
_ALL_WEEK = frozenset(DAYS)


def office_worker(
    identifier: str, country: str, zone: str, subdivision: str, calendar: Calendar, defaults: Defaults
) -> Participant:
    """Return a participant with the office hours, lunch break, half day, weekend, holidays and Ramadan hours of
    ``country``, as far as ``defaults`` wants them. Raises :class:`KnownError` for an unknown country or zone."""
    zone_info(zone)
    facts = calendar.country(country)
    standard = Participant(id="", zone="").hours
    hours = (facts.office_hours or standard) if defaults.office_hours else standard
    by_day: dict[str, Hours] = {}
    half_day = (facts.weekend_half_day or "")[:2].upper()
    if defaults.half_days and half_day in _ALL_WEEK:
        noon = f"{HALF_DAY_END // 60:02}:00"
        by_day[half_day] = tuple((begin, min(end, noon)) for begin, end in hours if begin < noon)
    return Participant(
        id=identifier,
        zone=zone,
        hours=hours,
        hours_by_day=by_day,
        weekend=None if defaults.weekend else frozenset(),
        breaks_by_day={"FR": _FRIDAY_PRAYER} if defaults.prayer_break else {},
        country=country,
        subdivision=subdivision,
        makeup_days=defaults.makeup_days,
        holidays=defaults.holidays,
        half_day_holidays=defaults.half_days,
        special_hours=defaults.special_hours,
    )
