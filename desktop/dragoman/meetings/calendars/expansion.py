"""The occurrences of a calendar's events in a range of dates: bounded, and series by series.

Single events are read here; series go one at a time through ``recurring-ical-events``, so that a broken one costs
itself alone. A series whose rule would take very long or give very many meetings is left out and said so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.meetings.calendars.model import Expansion, Occurrence, ReadStatus, When
from dragoman.meetings.calendars.reading import Property, RawCalendar, RawEvent, RawFile, is_duration, read_file
from dragoman.meetings.calendars.tzids import iana_name, own_zone
from dragoman.meetings.zones import zone_info, zone_names

MAX_DAYS = 3_660
"""Ten years between the first and the last date asked for."""
MAX_OCCURRENCES = 100_000
MAX_SERIES_OCCURRENCES = 20_000
"""More than one meeting every half hour for a year is no calendar."""
MAX_STEPS = 1_000_000
"""Steps that a rule may take from its first meeting to the end of the range, a second or two of work."""
_MAX_YEAR_DAYS = timedelta(days=MAX_DAYS)

_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DATE_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z?)([+-]\d{4})?", re.IGNORECASE)
_DURATION_PARTS = re.compile(r"(\d+)([WDHMS])")
_UNIT = {"W": "weeks", "D": "days", "H": "hours", "M": "minutes", "S": "seconds"}
_RULE_SECONDS = {
    "SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3_600, "DAILY": 86_400, "WEEKLY": 604_800, "MONTHLY": 2_592_000,
    "YEARLY": 31_536_000,
}  # fmt: skip
_SERIES = frozenset({"RRULE", "RDATE", "RECURRENCE-ID"})


@dataclass(slots=True)
class Batch:
    """What one step of an expansion gave: occurrences, or what could not be read, or how something was taken."""

    occurrences: list[Occurrence]
    problem: Text | None = None
    note: Text | None = None


class _UnreadableError(Exception):
    """An event that cannot be read; the message says why."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.text = Text(why, values)


def check_range(start: date, end: date) -> None:
    """Raise :class:`KnownError` unless ``end`` is after ``start`` and at most ten years away."""
    if end <= start:
        raise KnownError(N_("The last date is not after the first."), N_("Give a range of at least one day."))
    if end - start > _MAX_YEAR_DAYS:
        raise KnownError(
            N_("The range has {days} days, at most {most} can be read."),
            N_("Choose a shorter range."),
            days=(end - start).days,
            most=MAX_DAYS,
        )


def expand(data: bytes, start: date, end: date) -> Expansion:
    """Return what of the calendar ``data`` touches the days from ``start`` up to, not including, ``end``, in UTC.

    Raises :class:`KnownError` when the range or the file is refused. Hostile files belong into
    :class:`~dragoman.meetings.calendars.files.CalendarFiles`, which puts an end to what takes too long.
    """
    return collect(expand_batches(data, start, end))


def collect(batches: Iterator[Batch]) -> Expansion:
    """Return all ``batches`` as one expansion; refused when there is nothing in them but problems."""
    occurrences: list[Occurrence] = []
    problems: list[Text] = []
    notes: list[Text] = []
    read = False
    for batch in batches:
        occurrences += batch.occurrences
        read = read or (batch.problem is None and batch.note is None)
        problems += [batch.problem] if batch.problem else []
        notes += [batch.note] if batch.note and batch.note not in notes else []
    status = ReadStatus.OK if not problems else ReadStatus.PARTIAL if read else ReadStatus.REFUSED
    return Expansion(status, tuple(sorted(occurrences, key=_order)), tuple(problems), tuple(notes))


def expand_batches(data: bytes, start: date, end: date) -> Iterator[Batch]:
    """Yield the expansion in parts as they are found, quick parts first. Raises :class:`KnownError` like
    :func:`expand`."""
    check_range(start, end)
    file = read_file(data)
    yield from _of_file(file, start, end)


def _of_file(file: RawFile, start: date, end: date) -> Iterator[Batch]:
    for note in file.notes:
        yield Batch([], note=note)
    for problem in file.problems:
        yield Batch([], problem=problem)
    total = 0
    slow: list[tuple[int, Callable[[], Batch]]] = []
    for calendar in file.calendars:
        expander = _Expander(calendar, start, end)
        for batch in expander.quick():
            total += len(batch.occurrences)
            yield batch
            if total > MAX_OCCURRENCES:
                yield _too_many()
                return
        slow += expander.slow()
        for note in expander.notes():
            yield Batch([], note=note)
    for _, work in sorted(slow, key=lambda item: item[0]):
        batch = work()
        total += len(batch.occurrences)
        yield batch
        if total > MAX_OCCURRENCES:
            yield _too_many()
            return
    if not any(calendar.events for calendar in file.calendars):
        # A calendar without events is no fault: nobody is busy.
        yield Batch([])


def _too_many() -> Batch:
    return Batch(
        [],
        problem=Text(
            N_("There are more than {most} meetings in the range; the rest was left out."), {"most": MAX_OCCURRENCES}
        ),
    )


class _Expander:
    """One VCALENDAR. Its zones are looked up once each."""

    def __init__(self, calendar: RawCalendar, start: date, end: date) -> None:
        self._calendar = calendar
        self._start, self._end = start, end
        self._from = datetime.combine(start, time(), UTC)
        self._until = datetime.combine(end, time(), UTC)
        self._zones: dict[str, tuple[tzinfo | None, str, str]] = {}
        self._unknown: list[str] = []
        self._series: dict[str, list[RawEvent]] = {}

    def quick(self) -> Iterator[Batch]:
        """Yield the single events and the free/busy lists; what repeats is kept for :meth:`slow`."""
        repeating = {
            event.value("UID")
            for event in self._calendar.events
            if any(each.name in _SERIES for each in event.properties)
        }
        latest = self._latest()
        for event in self._calendar.events:
            try:
                if event.fault:
                    yield Batch([], problem=_problem(event, event.fault))
                    continue
                if event.kind == "VFREEBUSY":
                    yield Batch(list(self._free_busy(event)))
                elif (uid := event.value("UID")) in repeating and (
                    uid or any(each.name in _SERIES for each in event.properties)
                ):
                    self._series.setdefault(uid or f"\0{event.number}", []).append(event)
                elif latest.get(uid, event) is event:
                    yield Batch(list(self._single(event)))
            except _UnreadableError as error:
                yield Batch([], problem=_problem(event, error.text))

    def _latest(self) -> dict[str, RawEvent]:
        """Return the event that counts for each UID: a calendar may hold an event and its update."""
        latest: dict[str, RawEvent] = {}
        for event in self._calendar.events:
            uid = event.value("UID")
            if event.kind == "VEVENT" and uid and (uid not in latest or _sequence(event) >= _sequence(latest[uid])):
                latest[uid] = event
        return latest

    def slow(self) -> list[tuple[int, Callable[[], Batch]]]:
        """Return one piece of work for each series, with the number of steps it will take."""
        return [
            (_steps(events, self._end), lambda events=events: self._expand_series(events))  # type: ignore[misc]
            for events in self._series.values()
        ]

    def notes(self) -> list[Text]:
        """Return the zones that nobody knows; their times float."""
        self._resolve_all()
        return [
            Text(N_("The time zone “{zone}” is not known; its times were read as local times."), {"zone": zone[:80]})
            for zone in self._unknown
        ]

    def _resolve_all(self) -> None:
        for events in self._series.values():
            for event in events:
                for each in event.properties:
                    self._zone(each)

    def _single(self, event: RawEvent) -> Iterator[Occurrence]:
        starts = event.first("DTSTART")
        if starts is None:
            raise _UnreadableError(N_("it has no start"))
        start = self._when(starts)
        until = event.first("DTEND")
        if until and isinstance(start, datetime) and start.tzinfo is None and (zone := self._zone(until)[0]):
            start = start.replace(tzinfo=zone)
        end = self._ending(event, start)
        if self._touches(start, end):
            yield Occurrence(event.value("UID"), _plain(event.value("SUMMARY")), start, end, _is_busy(event))

    def _free_busy(self, event: RawEvent) -> Iterator[Occurrence]:
        for each in event.properties:
            if each.name != "FREEBUSY" or each.parameters.get("FBTYPE", "BUSY").upper() == "FREE":
                continue
            for period in each.value.split(","):
                begin, slash, until = period.partition("/")
                start = self._when(Property("DTSTART", {}, begin))
                if not slash or not isinstance(start, datetime):
                    raise _UnreadableError(N_("“{text}” is no period"), text=period[:40])
                end = (
                    start + _duration(until) if until[:1].upper() in "P+-" else self._when(Property("DTEND", {}, until))
                )
                end = _same_kind(end, start)
                if self._touches(start, end):
                    yield Occurrence(event.value("UID"), "", start, end)

    def _expand_series(self, events: list[RawEvent]) -> Batch:
        first = events[0]
        try:
            for event in events:
                _check_rules(event, self._start, self._end)
            return Batch(self._through_library(events))
        except _UnreadableError as error:
            return Batch([], problem=_problem(first, error.text))

    def _through_library(self, events: list[RawEvent]) -> list[Occurrence]:
        from icalendar import Calendar
        from recurring_ical_events import of  # type: ignore[import-untyped]

        zones = dict.fromkeys(own for event in events for each in event.properties if (own := self._zone(each)[2]))
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Dragoman//EN", *zones]
        for event in events:
            lines += ["BEGIN:VEVENT", *(self._line(each) for each in event.properties), "END:VEVENT"]
        lines.append("END:VCALENDAR")
        try:
            calendar = Calendar.from_ical("\r\n".join(lines) + "\r\n")
            found = of(calendar, keep_recurrence_attributes=False).between(self._from, self._until)
            return [
                Occurrence(
                    str(each.get("UID", "")),
                    str(each.get("SUMMARY", "")),
                    each.start,
                    _same_kind(each.end, each.start),
                    str(each.get("STATUS", "")).upper() != "CANCELLED"
                    and str(each.get("TRANSP", "")).upper() != "TRANSPARENT"
                    and str(each.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() != "FREE",
                )
                for each in found
            ]
        # Whatever two libraries make of a broken series, the others are read.
        except Exception as error:
            raise _UnreadableError(N_("its rule cannot be read ({reason})"), reason=str(error)[:120]) from error

    def _line(self, each: Property) -> str:
        name, parameters, value = each.name, dict(each.parameters), each.value
        if name in ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"):
            _zone, known, _own = self._zone(each)
            parameters.pop("TZID", None)
            if known:
                parameters["TZID"] = known
                value = value.upper().replace("Z", "")
            if _DATE.fullmatch(value.split(",")[0]):
                parameters["VALUE"] = "DATE"
            kept = {key: parameters[key] for key in ("TZID", "VALUE", "RANGE") if key in parameters}
        else:
            kept = {}
        return name + "".join(f";{key}={text}" for key, text in kept.items()) + ":" + value

    def _zone(self, each: Property) -> tuple[tzinfo | None, str, str]:
        """Return the zone of a property, its name for the library, and the VTIMEZONE that name needs."""
        tzid = each.parameters.get("TZID", "")
        if not tzid:
            return None, "", ""
        if tzid not in self._zones:
            self._zones[tzid] = self._resolve(tzid)
        return self._zones[tzid]

    def _resolve(self, tzid: str) -> tuple[tzinfo | None, str, str]:
        # A zone that the file defines under a Windows name is what the file says; IANA's names are the database's.
        if tzid in zone_names():
            return zone_info(tzid), tzid, ""
        if (lines := self._calendar.zones.get(tzid)) and (own := own_zone(lines)):
            zone, text = own
            return zone, text.split("\r\n", 2)[1].removeprefix("TZID:"), text
        if name := iana_name(tzid):
            return zone_info(name), name, ""
        self._unknown.append(tzid)
        return None, "", ""

    def _when(self, each: Property) -> When:
        value = each.value.strip()
        try:
            if match := _DATE.fullmatch(value):
                return date(int(match[1]), int(match[2]), int(match[3]))
            if match := _DATE_TIME.fullmatch(value):
                year, month, day, hour, minute, second, utc, offset = match.groups()
                # 24:00 and the leap second are clock times to somebody.
                extra = timedelta(days=1) if hour == "24" else timedelta()
                wall = datetime(
                    int(year), int(month), int(day), int(hour) % 24, int(minute), min(int(second or 0), 59),
                    tzinfo=UTC if utc else None,
                ) + extra  # fmt: skip
                if offset:
                    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
                    return wall.replace(tzinfo=UTC) + (-ahead if offset[0] == "+" else ahead)
                # Both a zone and a Z is a mistake; programs that write it mean the zone.
                zone = self._zone(each)[0]
                return wall.replace(tzinfo=zone) if zone else wall
        except (ValueError, OverflowError):
            pass
        raise _UnreadableError(N_("“{text}” is no date"), text=value[:40])

    def _ending(self, event: RawEvent, start: When) -> When:
        if until := event.first("DTEND"):
            return _same_kind(self._when(until), start)
        if lasting := event.first("DURATION"):
            if not is_duration(lasting.value):
                raise _UnreadableError(N_("“{text}” is no duration"), text=lasting.value[:40])
            try:
                return _same_kind(start + _duration(lasting.value), start)
            except OverflowError:
                raise _UnreadableError(N_("“{text}” is no duration"), text=lasting.value[:40]) from None
        return start if isinstance(start, datetime) else start + timedelta(days=1)

    def _touches(self, start: When, end: When) -> bool:
        first, past = _instant(start), _instant(end)
        return (first < self._until and past > self._from) or (first == past and self._from <= first < self._until)


def _problem(event: RawEvent, why: Text) -> Text:
    name = _plain(event.value("SUMMARY")) or event.value("UID")
    return Text(
        N_("Event {number} (“{name}”) was left out: {why}."), {"number": event.number, "name": name[:60], "why": why}
    )


def _check_rules(event: RawEvent, start: date, end: date) -> None:
    """Raise :class:`_UnreadableError` when a rule would run too long or give too many meetings in the range."""
    for each in event.properties:
        if each.name != "RRULE":
            continue
        rule = _Rule.of(each.value)
        if rule is None:
            raise _UnreadableError(N_("“{text}” is no rule"), text=each.value[:60])
        if rule.steps(_first_day(event), end) > MAX_STEPS:
            raise _UnreadableError(N_("its rule takes too many steps ({text})"), text=each.value[:60])
        if rule.occurrences(max(_first_day(event), start), end) > MAX_SERIES_OCCURRENCES:
            raise _UnreadableError(
                N_("it repeats more than {most} times in the range ({text})"),
                most=MAX_SERIES_OCCURRENCES,
                text=each.value[:60],
            )


def _steps(events: list[RawEvent], end: date) -> int:
    rules = [
        (rule, event) for event in events for each in event.properties if each.name == "RRULE"
        if (rule := _Rule.of(each.value))
    ]  # fmt: skip
    return sum(rule.steps(_first_day(event), end) for rule, event in rules)


def _first_day(event: RawEvent) -> date:
    match = _DATE.match(event.value("DTSTART"))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else date.max
    except ValueError:
        return date.max


@dataclass(frozen=True, slots=True)
class _Rule:
    """What of a recurrence rule decides how much work it makes."""

    seconds: int
    interval: int
    count: int | None
    until: date | None
    per_period: int
    filtered: bool

    @classmethod
    @lru_cache(maxsize=1024)
    def of(cls, text: str) -> _Rule | None:
        """Return the rule ``text``, or None when it is none that could be followed."""
        parts = dict(part.split("=", 1) for part in text.upper().split(";") if "=" in part)
        seconds = _RULE_SECONDS.get(parts.get("FREQ", "").strip())
        try:
            interval = int(parts.get("INTERVAL", "1"))
            count = int(parts["COUNT"]) if "COUNT" in parts else None
        except ValueError:
            return None
        if seconds is None or interval < 1 or (count is not None and count < 0):
            return None
        until = _DATE.match(parts.get("UNTIL", ""))
        try:
            last = date(int(until[1]), int(until[2]), int(until[3])) if until else None
        except ValueError:
            last = None
        times = 1
        for key, shorter_than in (("BYHOUR", 3_600), ("BYMINUTE", 60), ("BYSECOND", 1)):
            if key in parts and seconds > shorter_than:
                times *= len(set(parts[key].split(",")))
        days = 1
        if seconds > 86_400 and any(key in parts for key in ("BYDAY", "BYMONTHDAY", "BYYEARDAY")):
            days = seconds // 86_400
        return cls(seconds, interval, count, last, times * days, any(key.startswith("BY") for key in parts))

    def steps(self, first: date, end: date) -> int:
        """Return how often the rule is applied from its first meeting to ``end``."""
        periods = self._periods(first, end)
        # A count ends the work early unless the rule skips most of what it looks at.
        return min(periods, self.count) if self.count is not None and not self.filtered else periods

    def occurrences(self, start: date, end: date) -> int:
        """Return at most how many meetings there are from ``start`` to ``end``."""
        most = self._periods(start, end) * self.per_period
        if self.filtered and self.seconds < 86_400:
            # BYHOUR and its like take most of them away; the steps are bounded by themselves.
            most //= 24
        return min(most, self.count) if self.count is not None else most

    def _periods(self, start: date, end: date) -> int:
        last = min(end, self.until) if self.until else end
        return max((last - start).days + 1, 0) * 86_400 // (self.seconds * self.interval) + 1


def _duration(text: str) -> timedelta:
    if not is_duration(text):
        raise _UnreadableError(N_("“{text}” is no duration"), text=text[:40])
    try:
        length = timedelta(**{_UNIT[unit]: int(number) for number, unit in _DURATION_PARTS.findall(text.upper())})
    except OverflowError:
        raise _UnreadableError(N_("“{text}” is no duration"), text=text[:40]) from None
    return -length if text.strip().startswith("-") else length


def _same_kind(end: When, start: When) -> When:
    """Return ``end`` as the kind of time that ``start`` is, and not before it."""
    if not isinstance(start, datetime):
        day = end.date() if isinstance(end, datetime) else end
        return max(day, start)
    if not isinstance(end, datetime):
        end = datetime.combine(end, time(), start.tzinfo)
    if (end.tzinfo is None) != (start.tzinfo is None):
        end = end.replace(tzinfo=start.tzinfo)
    return end if _instant(end) >= _instant(start) else start


def _instant(when: When) -> datetime:
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), UTC)
    try:
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:
        return when.replace(tzinfo=UTC)


def _order(occurrence: Occurrence) -> tuple[datetime, datetime, str]:
    return _instant(occurrence.start), _instant(occurrence.end), occurrence.uid


def _sequence(event: RawEvent) -> int:
    text = event.value("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _is_busy(event: RawEvent) -> bool:
    return (
        event.value("STATUS").upper() != "CANCELLED"
        and event.value("TRANSP").upper() != "TRANSPARENT"
        and event.value("X-MICROSOFT-CDO-BUSYSTATUS").upper() != "FREE"
    )


def _plain(text: str) -> str:
    """Return a TEXT value without its escapes (RFC 5545, section 3.3.11)."""
    if "\\" not in text:
        return text
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)
