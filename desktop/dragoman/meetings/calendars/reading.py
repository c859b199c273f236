"""From the bytes of a calendar file to its events as plain lines, whatever state the file is in.

Calendars in the wild are cut off, folded in the middle of a character, or saved as UTF-16 by a text editor. Here the
file is only taken apart (RFC 5545, section 3.1), without recursion and without looking at values, so that one bad
event costs that event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text

MAX_BYTES = 64_000_000
MAX_EVENTS = 200_000
MAX_DEPTH = 32
"""Levels of components inside each other; a calendar needs four."""
MAX_LINE = 200_000
"""Characters of a line that are looked at; longer ones are attachments, or were made to do harm."""

_KEPT = frozenset(
    {
        "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE",
        "STATUS", "TRANSP", "FREEBUSY", "X-MICROSOFT-CDO-BUSYSTATUS",
    }
)  # fmt: skip
_TIMES = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "FREEBUSY"})
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)\s*=\s*("[^"]*"|[^;]*)')
_DURATION = re.compile(r"[+-]?P(?:\d+W|(?=\d|T\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)", re.IGNORECASE)
_OPENING = re.compile(r"(?:\A|[\r\n])[ \t]*BEGIN:(?:VCALENDAR|VEVENT|VFREEBUSY)[ \t]*(?:\Z|[\r\n])", re.IGNORECASE)
_FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")


@dataclass(slots=True)
class Property:
    """A content line: its name in capitals, its parameters with capital names and bare values, its value."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class RawEvent:
    """The properties of a VEVENT or VFREEBUSY that decide when it is, in the order of the file."""

    kind: str
    number: int
    properties: list[Property] = field(default_factory=list)
    fault: Text | None = None

    def first(self, name: str) -> Property | None:
        """Return the first property called ``name``, if there is one."""
        return next((each for each in self.properties if each.name == name), None)

    def value(self, name: str) -> str:
        """Return the value of the first property called ``name``, or nothing."""
        found = self.first(name)
        return found.value if found else ""


@dataclass(slots=True)
class RawCalendar:
    """A VCALENDAR: ``zones`` maps TZID to the lines of its VTIMEZONE."""

    zones: dict[str, list[str]] = field(default_factory=dict)
    events: list[RawEvent] = field(default_factory=list)


@dataclass(slots=True)
class RawFile:
    """Everything of a file; ``problems`` and ``notes`` as in :class:`~dragoman.meetings.calendars.model.Expansion`."""

    calendars: list[RawCalendar] = field(default_factory=list)
    problems: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


def read_file(data: bytes) -> RawFile:
    """Return the events in ``data``. Raises :class:`KnownError` when it is no calendar or too large."""
    if len(data) > MAX_BYTES:
        raise KnownError(
            N_("The calendar is larger than {most} MB."),
            N_("Export a shorter range of dates."),
            most=MAX_BYTES // 1_000_000,
        )
    file = RawFile()
    text = _decoded(data, file)
    if not _OPENING.search(text):
        raise KnownError(
            N_("This is not a calendar: it has no events in iCalendar form."), N_("Choose a file that ends in .ics.")
        )
    _Splitter(file).split(text)
    return file


def is_duration(text: str) -> bool:
    """Return whether ``text`` is a duration of RFC 5545, section 3.3.6."""
    return _DURATION.fullmatch(text.strip()) is not None


def parse_line(line: str) -> Property | None:
    """Return the content line ``line`` in parts, or None when it is none."""
    match = _NAME.match(line)
    if not match:
        return None
    name = match.group().upper()
    # Times never hold a colon, but the zone names of Outlook do, and not everybody puts those in quotes.
    colon = line.rfind(":") if name in _TIMES else _value_colon(line, match.end())
    if colon < 0:
        return None
    parameters = {key.upper(): text.strip('"') for key, text in _PARAMETER.findall(line[match.end() : colon])}
    return Property(name, parameters, line[colon + 1 :].strip())


class _Splitter:
    """Follows BEGIN and END with a stack of names; what was never closed is closed where something else begins."""

    def __init__(self, file: RawFile) -> None:
        self._file = file
        self._stack: list[str] = []
        self._calendar: RawCalendar | None = None
        self._event: RawEvent | None = None
        self._zone: list[str] | None = None
        self._events = 0
        self._unclosed = 0
        self._loose = False

    def split(self, text: str) -> None:
        for line in _lines(text):
            keyword = line[:6].upper()
            if keyword == "BEGIN:":
                self._begin(line[6:].strip().upper(), line)
            elif keyword[:4] == "END:":
                self._end(line[4:].strip().upper(), line)
            elif self._zone is not None:
                self._zone.append(line)
            elif self._event is not None and self._stack:
                self._property(line)
        if self._stack:
            self._unclosed += 1
            self._finish()
        if self._unclosed:
            self._file.notes.append(
                Text(N_("{count} parts were not closed; they were read as far as they go."), {"count": self._unclosed})
            )
        if self._loose:
            self._file.notes.append(Text(N_("The events are not in a VCALENDAR; they were read all the same.")))

    def _begin(self, name: str, line: str) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise KnownError(
                N_("The calendar is nested deeper than {most} levels."),
                N_("It is damaged or was made to do harm. Export it again."),
                most=MAX_DEPTH,
            )
        if name in ("VEVENT", "VFREEBUSY", "VTIMEZONE", "VCALENDAR", "VTODO", "VJOURNAL"):
            # None of these stands inside another but in a VCALENDAR: whatever is open was not closed.
            while self._stack and self._stack[-1] != "VCALENDAR":
                self._unclosed += self._stack[-1] in ("VEVENT", "VFREEBUSY", "VTIMEZONE")
                self._pop()
        if name == "VCALENDAR":
            self._unclosed += len(self._stack)
            self._stack.clear()
            self._finish()
            self._calendar = RawCalendar()
            self._file.calendars.append(self._calendar)
        elif name in ("VEVENT", "VFREEBUSY"):
            self._start_event(name)
        elif name == "VTIMEZONE":
            self._zone = []
        if self._zone is not None and name in ("VTIMEZONE", "STANDARD", "DAYLIGHT"):
            self._zone.append(line)
        self._stack.append(name)

    def _start_event(self, name: str) -> None:
        self._events += 1
        if self._events > MAX_EVENTS:
            raise KnownError(
                N_("The calendar has more than {most} events."),
                N_("Export a shorter range of dates."),
                most=MAX_EVENTS,
            )
        self._event = RawEvent(name, self._events)
        self._current().events.append(self._event)

    def _end(self, name: str, line: str) -> None:
        if name not in self._stack:
            return
        while self._stack[-1] != name:
            self._unclosed += 1
            self._pop()
        if self._zone is not None and name in ("STANDARD", "DAYLIGHT"):
            self._zone.append(line)
        self._pop()

    def _pop(self) -> None:
        name = self._stack.pop()
        if name in ("VEVENT", "VFREEBUSY"):
            self._event = None
        elif name == "VTIMEZONE":
            self._finish_zone()

    def _finish(self) -> None:
        self._event = None
        self._finish_zone()

    def _finish_zone(self) -> None:
        lines, self._zone = self._zone, None
        if lines is None:
            return
        lines.append("END:VTIMEZONE")
        for line in lines:
            if line[:4].upper() == "TZID" and (found := parse_line(line)):
                self._current().zones.setdefault(found.value, lines)
                return

    def _property(self, line: str) -> None:
        assert self._event is not None
        within = self._stack[-1]
        match = _NAME.match(line)
        name = match.group().upper() if match else ""
        if within == "VALARM":
            found = parse_line(line) if name == "TRIGGER" else None
            if found and found.parameters.get("VALUE", "").upper() != "DATE-TIME" and not is_duration(found.value):
                self._event.fault = Text(N_("“{text}” is no duration"), {"text": found.value[:40]})
        elif within in ("VEVENT", "VFREEBUSY") and name in _KEPT and (found := parse_line(line)):
            if len(line) >= MAX_LINE and name in _TIMES:
                self._event.fault = Text(N_("a line of it has more than {most} characters"), {"most": MAX_LINE})
            self._event.properties.append(found)

    def _current(self) -> RawCalendar:
        if self._calendar is None:
            self._loose = True
            self._calendar = RawCalendar()
            self._file.calendars.append(self._calendar)
        return self._calendar


def _decoded(data: bytes, file: RawFile) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _unfolded_text(data.decode("utf-16", "replace"))
    if data[:2] in (b"B\0", b"\0B"):
        return _unfolded_text(data.decode("utf-16-le" if data[:1] == b"B" else "utf-16-be", "replace"))
    # Unfolded as bytes: lines are folded at 75 bytes, often in the middle of a character.
    unfolded = _FOLD.sub(b"", data.removeprefix(b"\xef\xbb\xbf"))
    try:
        return unfolded.decode("utf-8")
    except UnicodeDecodeError:
        file.notes.append(
            Text(N_("The file is not UTF-8; it was read as Western European text, so some names may look odd."))
        )
        return unfolded.decode("cp1252", "replace")


def _unfolded_text(text: str) -> str:
    return re.sub(r"(?:\r\n|\n|\r)[ \t]", "", text.removeprefix("\ufeff"))


def _lines(text: str) -> Iterator[str]:
    # Not splitlines(): a form feed or U+2028 in a summary does not end a line.
    for match in re.finditer(r"[^\r\n]+", text):
        yield text[match.start() : min(match.end(), match.start() + MAX_LINE)]


def _value_colon(line: str, begin: int) -> int:
    """Return where the value begins: the first colon outside quotes, or -1."""
    quoted = False
    for index in range(begin, len(line)):
        character = line[index]
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return index
    return -1
