"""What crosses the boundary of the calendar files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dragoman.base.i18n import Text

When = date | datetime
"""An aware datetime is an instant, a naive one floats on the reader's clock, a bare date is a whole day."""


class ReadStatus(StrEnum):
    """How a calendar file fared."""

    OK = "ok"
    PARTIAL = "partial"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting of an event or series. ``end`` is of the same kind as ``start`` and not before it.

    ``busy`` is False where the event is cancelled, or shown as free by whoever keeps the calendar.
    """

    uid: str
    summary: str
    start: When
    end: When
    busy: bool = True


@dataclass(frozen=True, slots=True)
class Expansion:
    """What was read of a calendar file in a range of dates, in order of time.

    ``problems`` say what could not be read and is missing; ``notes`` say how something unclear was taken.
    """

    status: ReadStatus
    occurrences: tuple[Occurrence, ...] = ()
    problems: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class BusyTimes:
    """Busy spans in UTC, in order and apart, of some calendar files; ``faults`` are the files that were refused or
    read in part, with what is missing from each."""

    spans: tuple[tuple[datetime, datetime], ...]
    faults: tuple[tuple[str, Expansion], ...] = ()
