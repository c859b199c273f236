"""Invitations as iCalendar (RFC 5545, 5546, 7986): one meeting or a series, sent, changed, called off.

What is written is read back and compared before it is handed out: an invitation that another program would put on
the wrong hour is worse than none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from math import gcd
from uuid import uuid4
from zoneinfo import ZoneInfo

from dragoman import __version__
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.base.text import content_line
from dragoman.knowledge.platforms import Program, program_of
from dragoman.meetings.calendars.expansion import expand
from dragoman.meetings.calendars.vtimezone import vtimezone
from dragoman.meetings.invitation_text import invitation_text
from dragoman.meetings.model import SlotRequest
from dragoman.meetings.zones import zone_info

MAX_MEETINGS = 1_000
"""Octets of a line, RFC 5545, section 3.1."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EMAIL = re.compile(r"[^\s@,;:<>\"]+@[^\s@,;:<>\"]+")
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on an invitation. ``zone`` and ``city`` say where their line of the text is told from; ``language``
    is a BCP 47 tag. ``optional`` does not apply to the organiser."""

    name: str
    email: str = ""
    language: str = "en"
    zone: str = ""
    city: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is invited to. ``starts`` are aware UTC, one or a whole series; they stay where they are on the clock of
    ``zone``, the organiser's. ``sequence`` counts the versions that were sent under one ``uid``."""

    summary: str
    starts: tuple[datetime, ...]
    duration_minutes: int
    zone: str
    organizer: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()
    link: str = ""
    location: str = ""
    description: str = ""
    alarm_minutes: int | None = 15
    sequence: int = 0
    uid: str = field(default_factory=lambda: f"{uuid4()}@dragoman")


def meeting_of(request: SlotRequest, starts: Sequence[datetime], default_summary: str) -> Meeting:
    """Return the meeting that ``request`` asks for, at ``starts``. The organiser is the participant it names, else
    nobody: the clock of the first participant then holds."""
    attendees = {
        who.id: Attendee(who.name or who.id, who.email, who.language or "en", who.zone, who.city, who.optional)
        for who in request.participants
    }
    organizer = attendees.pop(request.organizer, None)
    zone = request.repeat.zone if request.repeat else organizer.zone if organizer else request.participants[0].zone
    return Meeting(
        summary=request.summary or default_summary,
        starts=tuple(starts),
        duration_minutes=request.duration_minutes,
        zone=zone,
        organizer=organizer,
        attendees=tuple(attendees.values()),
        link=request.link,
    )


def updated(meeting: Meeting, **changes: object) -> Meeting:
    """Return the next version of ``meeting``, to be sent with :func:`invitation` or :func:`cancellation`."""
    return replace(meeting, sequence=meeting.sequence + 1, **changes)  # type: ignore[arg-type]


def invitation(meeting: Meeting, now: datetime) -> bytes:
    """Return the calendar file that invites to ``meeting``; ``now`` is its time stamp.

    The method is REQUEST where there is an organiser with an address and somebody to ask, else PUBLISH. Raises
    :class:`KnownError` for an address, link or zone that is none, and when there is no start.
    """
    return _checked(meeting, now, "REQUEST" if _is_request(meeting) else "PUBLISH")


def cancellation(meeting: Meeting, now: datetime) -> bytes:
    """Return the calendar file that calls ``meeting`` off: the version after it. Raises :class:`KnownError` like
    :func:`invitation`."""
    return _checked(updated(meeting), now, "CANCEL")


def _is_request(meeting: Meeting) -> bool:
    return bool(meeting.organizer and meeting.organizer.email and any(who.email for who in meeting.attendees))


def _checked(meeting: Meeting, now: datetime, method: str) -> bytes:
    _check(meeting)
    meeting = replace(meeting, starts=tuple(sorted(set(meeting.starts))))
    for events in (_events, _events_in_utc):
        written = _file(meeting, method, events(meeting, now, method))
        if _starts(written, meeting) == list(meeting.starts):
            return written
    raise AssertionError("the invitation does not read back as it was meant")


def _check(meeting: Meeting) -> None:
    zone_info(meeting.zone)
    if not meeting.starts:
        raise KnownError(N_("An invitation needs a start."), N_("Choose a slot first."))
    if len(meeting.starts) > MAX_MEETINGS:
        raise KnownError(
            N_("A series of {count} meetings is too long for one invitation (at most {most})."),
            N_("Send it in parts."),
            count=len(meeting.starts),
            most=MAX_MEETINGS,
        )
    for who in (*meeting.attendees, *([meeting.organizer] if meeting.organizer else [])):
        if who.email and not _EMAIL.fullmatch(who.email):
            raise KnownError(
                N_("“{email}” is not an email address."), N_("Write it as name@example.com."), email=who.email
            )
    if meeting.link and not _LINK.fullmatch(meeting.link):
        raise KnownError(
            N_("“{link}” is not a link to a meeting."), N_("It must begin with https://."), link=meeting.link[:80]
        )


def _file(meeting: Meeting, method: str, events: Iterable[str]) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Dragoman//Dragoman {__version__}//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        *vtimezone(meeting.zone, meeting.starts[0], meeting.starts[-1] + timedelta(days=1)),
        *events,
        "END:VCALENDAR",
    ]
    return b"".join(map(content_line, lines))


def _events(meeting: Meeting, now: datetime, method: str) -> list[str]:
    zone = zone_info(meeting.zone)
    walls = [start.astimezone(zone).replace(tzinfo=None) for start in meeting.starts]
    base = datetime.combine(walls[0].date(), _usual_time(walls))
    cadence = _cadence([wall.date() for wall in walls]) if len(walls) > 1 else None
    rest = _common(meeting, now, method)
    if cadence is None:
        extra = [_time("RDATE", wall, zone) for wall in walls[1:]]
        return _event(meeting, rest, walls[0], zone, extra)
    rule, dates = cadence
    by_date = {wall.date(): wall for wall in walls}
    extra = [f"RRULE:{rule};COUNT={len(dates)}"]
    extra += [_time("EXDATE", datetime.combine(day, base.time()), zone) for day in dates if day not in by_date]
    lines = _event(meeting, rest, base, zone, extra)
    for day, wall in by_date.items():
        if wall.time() != base.time():
            planned = _time("RECURRENCE-ID", datetime.combine(day, base.time()), zone)
            lines += _event(meeting, rest, wall, zone, [planned])
    return lines


def _events_in_utc(meeting: Meeting, now: datetime, method: str) -> list[str]:
    """Return the meeting in UTC: the second pass of the hour that a clock repeats has no other name."""
    walls = [start.replace(tzinfo=None) for start in meeting.starts]
    extra = [_time("RDATE", wall, None) for wall in walls[1:]]
    return _event(meeting, _common(meeting, now, method), walls[0], None, extra)


def _usual_time(walls: Sequence[datetime]) -> time:
    times = [wall.time() for wall in walls]
    return max(dict.fromkeys(times), key=times.count)


def _cadence(days: Sequence[date]) -> tuple[str, list[date]] | None:
    """Return the rule that these dates follow and all dates it gives from the first to the last, or None.

    Monthly on a day of the month, on the nth or last weekday, or every so many weeks; at most as many dates may be
    missing as there are.
    """
    first = days[0]
    if len(set(days)) < len(days):
        return None
    months = [(day.year - first.year) * 12 + day.month - first.month for day in days]
    if months[-1] and len(set(months)) == len(months):
        every = gcd(*months)
        wanted = range(0, months[-1] + 1, every)
        for rule, found in _monthly(first, wanted):
            if set(days) <= set(found) and len(found) <= 2 * len(days):
                return f"FREQ=MONTHLY;INTERVAL={every};{rule}", found
    apart = [(day - first).days for day in days]
    if any(number % 7 for number in apart):
        return None
    weeks = gcd(*apart) // 7
    found = [first + timedelta(days=number) for number in range(0, apart[-1] + 1, 7 * weeks)]
    if len(found) > 2 * len(days):
        return None
    return f"FREQ=WEEKLY;INTERVAL={weeks};BYDAY={_DAYS[first.weekday()]}", found


def _monthly(first: date, wanted: Iterable[int]) -> Iterator[tuple[str, list[date]]]:
    """Yield the monthly rules that begin with ``first``, and the dates they give so many months after it."""
    nth, name = (first.day - 1) // 7 + 1, _DAYS[first.weekday()]
    months = [(first.year + (first.month - 1 + each) // 12, (first.month - 1 + each) % 12 + 1) for each in wanted]
    yield f"BYMONTHDAY={first.day}", [day for month in months if (day := _month_day(*month, first.day))]
    for place in (nth, -1):
        yield f"BYDAY={place}{name}", [day for month in months if (day := _nth(*month, place, first.weekday()))]


def _month_day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def _nth(year: int, month: int, nth: int, weekday: int) -> date | None:
    first, length = monthrange(year, month)
    days = range(1 + (weekday - first) % 7, length + 1, 7)
    if nth > len(days):
        return None
    return date(year, month, days[nth if nth < 0 else nth - 1])


def _event(meeting: Meeting, rest: list[str], wall: datetime, zone: ZoneInfo | None, extra: Iterable[str]) -> list[str]:
    end = wall + timedelta(minutes=meeting.duration_minutes)
    if zone:
        # The meeting lasts as long as it lasts, also when the clock changes in the middle of it.
        end = (
            (wall.replace(tzinfo=zone).astimezone(UTC) + timedelta(minutes=meeting.duration_minutes))
            .astimezone(zone)
            .replace(tzinfo=None)
        )
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(meeting.uid)}",
        _time("DTSTART", wall, zone),
        _time("DTEND", end, zone),
        *extra,
        *rest,
        "END:VEVENT",
    ]


def _common(meeting: Meeting, now: datetime, method: str) -> list[str]:
    program = program_of(meeting.link)
    lines = [
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{meeting.sequence}",
        f"STATUS:{'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
        f"SUMMARY:{_escaped(meeting.summary)}",
        f"DESCRIPTION:{_escaped(_description(meeting, program))}",
    ]
    if place := meeting.location or meeting.link:
        lines.append(f"LOCATION:{_escaped(place)}")
    if meeting.link:
        label = f';LABEL="{program.name}"' if program else ""
        lines.append(f"URL:{meeting.link}")
        lines.append(f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO{label}:{meeting.link}")
    if meeting.organizer and meeting.organizer.email:
        lines.append(f"ORGANIZER{_named(meeting.organizer)}:mailto:{meeting.organizer.email}")
    for who in meeting.attendees:
        if who.email and method != "PUBLISH":
            role = "OPT-PARTICIPANT" if who.optional else "REQ-PARTICIPANT"
            lines.append(
                f"ATTENDEE{_named(who)};CUTYPE=INDIVIDUAL;ROLE={role};PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
                f":mailto:{who.email}"
            )
    if meeting.alarm_minutes is not None and method != "CANCEL":
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_escaped(meeting.summary)}",
            f"TRIGGER:-PT{meeting.alarm_minutes}M",
            "END:VALARM",
        ]
    return lines


def _description(meeting: Meeting, program: Program | None) -> str:
    everybody = [*([meeting.organizer] if meeting.organizer else []), *meeting.attendees]
    places = list(dict.fromkeys((who.zone, who.city) for who in everybody if who.zone)) or [(meeting.zone, "")]
    languages = list(dict.fromkeys(who.language for who in everybody)) or ["en"]
    blocks = [
        invitation_text(meeting.starts, meeting.duration_minutes, places, language, meeting.link, program)
        for language in languages
    ]
    return "\n\n".join([*([meeting.description] if meeting.description else []), *blocks])


def _named(who: Attendee) -> str:
    # A parameter cannot hold a quote or a control character, not even escaped (RFC 5545, section 3.2).
    name = re.sub(r'[\x00-\x1f\x7f"]', " ", who.name).strip()
    language = f";LANGUAGE={who.language}" if re.fullmatch(r"[A-Za-z0-9-]+", who.language) else ""
    return (f';CN="{name}"' if name else "") + language


def _time(name: str, wall: datetime, zone: ZoneInfo | None) -> str:
    text = f"{wall:%Y%m%dT%H%M%S}"
    return f"{name};TZID={zone.key}:{text}" if zone else f"{name}:{text}Z"


def _escaped(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)


def _starts(written: bytes, meeting: Meeting) -> list[datetime]:
    first, last = meeting.starts[0], meeting.starts[-1]
    found = expand(written, (first - timedelta(days=2)).date(), (last + timedelta(days=3)).date())
    return [each.start.astimezone(UTC) for each in found.occurrences if isinstance(each.start, datetime)]
