"""VTIMEZONE for invitations: rules where the zone has rules, single changes where it has none.

Outlook applies a VTIMEZONE that only lists past dates to the wrong half of next year, so the yearly rules are written
out (RFC 5545, section 3.6.5) from the POSIX string at the end of the zone's file (RFC 8536, section 3.3). They are
used from the year on in which they agree with the zone's own list of changes.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise

from dragoman.meetings.zones import EPOCH, stretches, zone_info

_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_NAME = r"(?:<[^>]+>|[A-Za-z]+)"
_OFFSET = r"[+-]?\d+(?::\d+){0,2}"
_POSIX = re.compile(rf"{_NAME}({_OFFSET}){_NAME}({_OFFSET})?,([^,]+),([^,]+)")
_RULE = re.compile(rf"M(\d+)\.(\d)\.(\d)(?:/({_OFFSET}))?")
_DAY_SECONDS = 86_400
_LAST_WEEK = 5
_YEARS_AHEAD = 5
"""A rule is trusted when it holds for so many years after the last meeting."""


@dataclass(frozen=True, slots=True)
class _Yearly:
    """A change of the clock that comes back each year; ``seconds`` from midnight may be negative or over a day."""

    month: int
    week: int
    weekday: int
    seconds: int
    offset_from: int
    offset_to: int

    def wall(self, year: int) -> datetime:
        """Return the change of ``year`` on the clock that runs until then."""
        first, length = monthrange(year, self.month)
        first_of_kind = 1 + (self.weekday - (first + 1)) % 7
        day = first_of_kind + 7 * (self.week - 1)
        while day > length:
            day -= 7
        return datetime(year, self.month, day) + timedelta(seconds=self.seconds)  # noqa: DTZ001 - a wall clock

    def instant(self, year: int) -> int:
        """Return the change of ``year`` in seconds since the epoch."""
        return int((self.wall(year).replace(tzinfo=UTC) - EPOCH).total_seconds()) - self.offset_from

    @property
    def rrule(self) -> str:
        """Return the rule of RFC 5545, or nothing where it has no words for it."""
        days_on = self.seconds // _DAY_SECONDS
        if not days_on:
            return (
                f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={-1 if self.week == _LAST_WEEK else self.week}{self._day(0)}"
            )
        if self.week == _LAST_WEEK:
            first = -7 + days_on
            if first + 6 > -1:
                return ""
        else:
            first = 7 * (self.week - 1) + 1 + days_on
            if first < 1 or first + 6 > monthrange(2001, self.month)[1]:
                return ""
        days = ",".join(str(first + day) for day in range(7))
        return f"FREQ=YEARLY;BYMONTH={self.month};BYMONTHDAY={days};BYDAY={self._day(days_on)}"

    def _day(self, days_on: int) -> str:
        return _DAYS[(self.weekday + days_on) % 7]


def vtimezone(zone: str, first: datetime, last: datetime) -> list[str]:
    """Return the content lines of the VTIMEZONE of ``zone``, right for everything from ``first`` to ``last`` (UTC),
    and after it as far as the zone has rules. Raises :class:`KnownError` for an unknown zone."""
    begin = first.year - 1
    end = last.year + _YEARS_AHEAD
    parts = stretches(zone, _new_year(begin), _new_year(end))
    changes = [(later[0], before[2], later[2]) for before, later in pairwise(parts)]
    rules = _rules(zone)
    rules_from = _agreeing(changes, rules, begin, end) if rules else None
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    if rules is None or rules_from is None:
        # Without rules the list ends somewhere; a year after the last meeting is enough.
        changes = [change for change in changes if change[0] < _new_year(last.year + 2)]
        lines += _listed(zone, parts[0], changes)
    else:
        if rules_from > begin:
            lines += _listed(zone, parts[0], [change for change in changes if change[0] < _new_year(rules_from)])
        for rule in rules:
            wall = rule.wall(rules_from)
            lines += _observance(zone, rule.instant(rules_from), wall, rule.offset_from, rule.offset_to, rule.rrule)
    return [*lines, "END:VTIMEZONE"]


def _listed(zone: str, first: tuple[int, int, int], changes: list[tuple[int, int, int]]) -> list[str]:
    begin, _end, offset = first
    lines = _observance(zone, begin, _wall(begin, offset), offset, offset)
    for at, before, after in changes:
        lines += _observance(zone, at, _wall(at, before), before, after)
    return lines


def _observance(zone: str, at: int, wall: datetime, offset_from: int, offset_to: int, rule: str = "") -> list[str]:
    # What the clock does matters, not what the law calls it: Irish summer time is "standard" in the database.
    kind = "DAYLIGHT" if offset_to > offset_from else "STANDARD"
    name = (EPOCH + timedelta(seconds=at)).astimezone(zone_info(zone)).tzname() or zone
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{wall:%Y%m%dT%H%M%S}",
        *([f"RRULE:{rule}"] if rule else []),
        f"TZOFFSETFROM:{_offset_text(offset_from)}",
        f"TZOFFSETTO:{_offset_text(offset_to)}",
        f"TZNAME:{name}",
        f"END:{kind}",
    ]


def _agreeing(changes: list[tuple[int, int, int]], rules: tuple[_Yearly, ...], begin: int, end: int) -> int | None:
    """Return the first year from which the rules give just the changes of the zone, or None when they never do."""
    if not all(rule.rrule for rule in rules):
        return None
    agreeing = None
    for year in range(end - 1, begin - 1, -1):
        listed = [change for change in changes if _new_year(year) <= change[0] < _new_year(year + 1)]
        if listed != sorted((rule.instant(year), rule.offset_from, rule.offset_to) for rule in rules):
            break
        agreeing = year
    return agreeing


def _rules(zone: str) -> tuple[_Yearly, ...] | None:
    """Return the two yearly changes of ``zone``, or None when its clock does not change by rule."""
    data = files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    match = _POSIX.fullmatch(data.rstrip(b"\n").rsplit(b"\n", 1)[-1].decode("ascii", "replace"))
    if not match:
        return None
    # POSIX counts offsets westwards.
    standard = -_seconds(match[1])
    summer = -_seconds(match[2]) if match[2] else standard + 3600
    to_summer, to_standard = _RULE.fullmatch(match[3]), _RULE.fullmatch(match[4])
    if not to_summer or not to_standard:
        return None
    return _yearly(to_summer, standard, summer), _yearly(to_standard, summer, standard)


def _yearly(match: re.Match[str], offset_from: int, offset_to: int) -> _Yearly:
    month, week, weekday, clock = match.groups()
    seconds = _seconds(clock) if clock else 7200
    return _Yearly(int(month), int(week), int(weekday), seconds, offset_from, offset_to)


def _seconds(text: str) -> int:
    hours, *rest = text.lstrip("+-").split(":")
    total = int(hours) * 3600 + sum(int(part) * size for part, size in zip(rest, (60, 1), strict=False))
    return -total if text.startswith("-") else total


def _offset_text(offset: int) -> str:
    minutes, seconds = divmod(abs(offset), 60)
    text = f"{'-' if offset < 0 else '+'}{minutes // 60:02}{minutes % 60:02}"
    return text + (f"{seconds:02}" if seconds else "")


def _wall(at: int, offset: int) -> datetime:
    return (EPOCH + timedelta(seconds=at + offset)).replace(tzinfo=None)


def _new_year(year: int) -> int:
    return (date(year, 1, 1) - EPOCH.date()).days * _DAY_SECONDS
