"""What crosses the meetings package's boundary. All instants are aware UTC, all intervals half-open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dragoman.base.i18n import Text
from dragoman.knowledge.model import Holiday

Hours = tuple[tuple[str, str], ...]
"""Spans of local wall-clock time, ``(("09:00", "12:00"), ("13:00", "18:00"))``; an end at or before its start
runs past midnight."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who should be there.

    ``zone`` is an IANA name. Weekdays are the two-letter codes of RFC 5545 (MO … SU). ``weekend`` None takes
    the country's. With a ``country``, its public holidays are off. ``days_off`` beats ``extra_workdays`` beats
    make-up working day beats holiday beats weekend. ``city`` is what to call the place where it is not the zone's own.

    ``not_before``, ``not_after`` (local ``HH:MM``) and ``never_on_holidays`` are hard: no start of a required
    participant breaks them, however good it is for others. ``weight`` multiplies the displacement that a ranking and a
    series compare, not the one they show. ``half_day_holidays`` end the day at noon, ``special_hours`` are those of
    Ramadan; both come from the knowledge base, as ``holidays`` do.
    """

    id: str
    zone: str
    hours: Hours = (("09:00", "17:00"),)
    hours_by_day: Mapping[str, Hours] = field(default_factory=dict)
    weekend: frozenset[str] | None = None
    breaks: Hours = ()
    breaks_by_day: Mapping[str, Hours] = field(default_factory=dict)
    country: str = ""
    subdivision: str = ""
    makeup_days: bool = True
    days_off: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    busy: tuple[tuple[datetime, datetime], ...] = ()
    optional: bool = False
    city: str = ""
    holidays: bool = True
    half_day_holidays: bool = False
    special_hours: bool = False
    not_before: str = ""
    not_after: str = ""
    never_on_holidays: bool = False
    weight: int = 1
    name: str = ""
    email: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What of a country's habits is taken for somebody of whom nothing else is known. ``prayer_break`` keeps the
    Friday noon prayer free where the country's offices work on Fridays."""

    office_hours: bool = True
    weekend: bool = True
    half_days: bool = True
    holidays: bool = True
    special_hours: bool = True
    makeup_days: bool = True
    prayer_break: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """The dates of a series: ``count`` times every ``interval`` weeks or months from ``first`` on, on the clock of
    ``zone``. Monthly is on the same day of the month, or ``by_weekday`` on the same first, second … or last weekday.
    With a ``clock`` (``HH:MM``) all meetings are then, else any time of the day will do."""

    first: date
    count: int
    zone: str
    monthly: bool = False
    interval: int = 1
    by_weekday: bool = False
    clock: str = ""


@dataclass(frozen=True, slots=True)
class SlotRequest:
    """Find meetings of ``duration_minutes`` within ``start`` to ``end``, starting on multiples of
    ``step_minutes`` since the epoch."""

    start: datetime
    end: datetime
    duration_minutes: int
    step_minutes: int
    participants: tuple[Participant, ...]
    windows: tuple[tuple[datetime, datetime], ...] = ()
    repeat: Repeat | None = None
    summary: str = ""
    link: str = ""
    organizer: str = ""


@dataclass(frozen=True, slots=True)
class RankedSlot:
    """A possible start, how far it lies outside each participant's own hours, and why it stands where it does."""

    start: datetime
    displacement_minutes: Mapping[str, int]
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who could come: for every start of the request the ids of those who are free for the whole meeting, in the
    order of the request. ``best`` are the starts with the most required participants and, among those, the most
    of all, in order of time; empty when nobody can come to any."""

    by_start: Mapping[datetime, tuple[str, ...]]
    best: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One start for each window, chosen so that the largest total displacement of a required participant is
    least, then the sum of the totals, then sooner.

    ``proven`` is False where the search was cut short: the largest total is then at least ``bound_minutes``, but
    a better series than this one may exist.
    """

    starts: tuple[datetime, ...]
    totals_minutes: Mapping[str, int]
    largest_total_minutes: int
    proven: bool = True
    bound_minutes: int = 0


@dataclass(frozen=True, slots=True)
class SeriesWarning:
    """Something about one date of a series that ``participant`` should know: their clock moved, or a holiday."""

    start: datetime
    participant: str
    text: Text


@dataclass(frozen=True, slots=True)
class NearMisses:
    """What could be done where no start suits everybody.

    ``best`` are the best attended starts, ``present`` who could come to the first of them; ``blocking`` is the
    smallest set of required participants without whom there is a start, and ``moved`` the start that asks least of
    the one it asks most of, None when busy times and hard limits leave none. ``words`` say it all, in this order.
    """

    best: tuple[datetime, ...]
    present: tuple[str, ...]
    blocking: tuple[str, ...]
    moved: RankedSlot | None
    words: tuple[Text, ...]


class BandKind(StrEnum):
    """What a stretch of a participant's time is, for drawing."""

    WORK = "work"
    EDGE = "edge"
    NIGHT = "night"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    BREAK = "break"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of one kind. ``holiday`` is set for a public holiday; a day off of one's own has none."""

    start: datetime
    end: datetime
    kind: BandKind
    holiday: Holiday | None = None
