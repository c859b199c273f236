"""What the Meet panel asks in the background: slots, near misses, series, rows of the timeline, words to send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from dragoman.base.errors import KnownError
from dragoman.base.i18n import Text, render
from dragoman.knowledge.platforms import program_of
from dragoman.meetings.finder import PROPOSAL_STEP_MINUTES
from dragoman.meetings.invitation_text import invitation_text
from dragoman.meetings.model import (
    NearMisses,
    Participant,
    RankedSlot,
    Repeat,
    Series,
    SeriesWarning,
    SlotRequest,
)
from dragoman.meetings.wording import Instant
from dragoman.meetings.zones import zone_info
from dragoman.ui import wording
from dragoman.ui.widgets.timeline_paint import TimelineRow, TimelineView

if TYPE_CHECKING:
    from dragoman.meetings.finder import SlotFinder

PROPOSALS = 6
BUSY_BEFORE, BUSY_AFTER = timedelta(days=31), timedelta(days=750)
"""How far from today calendar files are read: as far as the panel can look, a year's series from a year ahead."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best slots, and the near misses where none suits everybody."""

    slots: tuple[RankedSlot, ...]
    near: NearMisses | None = None


@dataclass(frozen=True, slots=True)
class FoundSeries:
    """A series, and what is to be known about its dates."""

    series: Series
    warnings: tuple[SeriesWarning, ...]


def find(finder: SlotFinder, people: Sequence[Participant], start: datetime, minutes: int, days: int) -> Found:
    """Return the best slots within ``days`` from ``start`` (UTC)."""
    slots = tuple(finder.propose(people, start, minutes, days, PROPOSALS))
    required = {who.id for who in people if not who.optional}
    if slots and not any(slots[0].displacement_minutes[who] for who in required):
        return Found(slots)
    request = SlotRequest(start, start + timedelta(days=days), minutes, PROPOSAL_STEP_MINUTES, tuple(people))
    try:
        return Found(slots, finder.near_misses(request))
    except KnownError:
        # Too much to compare: the ranked slots stand without them.
        return Found(slots)


def find_series(finder: SlotFinder, people: Sequence[Participant], repeat: Repeat, minutes: int) -> FoundSeries:
    """Return the meetings of ``repeat``. Raises :class:`KnownError` where a date has no possible start."""
    first = midnight(repeat.first, repeat.zone)
    request = SlotRequest(
        first, first + timedelta(days=1), minutes, PROPOSAL_STEP_MINUTES, tuple(people), repeat=repeat
    )
    series = finder.series(request)
    return FoundSeries(series, finder.warnings(request, series))


def view_of(
    finder: SlotFinder, people: Sequence[Participant], first: date, days: int, zone: str, places: Sequence[str]
) -> TimelineView:
    """Return ``days`` from ``first`` on the clock of ``zone``, with everybody's bands and the name of their place."""
    start, end = midnight(first, zone), midnight(first + timedelta(days=days), zone)
    rows = [
        TimelineRow(who.id, place, who.zone, tuple(finder.bands(who, start, end)))
        for who, place in zip(people, places, strict=True)
    ]
    return TimelineView(start, end, zone, tuple(rows))


def texts_of(starts: Sequence[datetime], minutes: int, people: Sequence[Participant], link: str = "") -> dict[str, str]:
    """Return the text to send in the language of each participant, the other side's first."""
    places = list(dict.fromkeys((who.zone, who.city) for who in people))
    languages = dict.fromkeys(who.language or "en" for who in people)
    return {each: invitation_text(starts, minutes, places, each, link, program_of(link)) for each in languages}


def midnight(day: date, zone: str) -> datetime:
    """Return the beginning of a local date, in UTC."""
    return datetime.combine(day, time(), zone_info(zone)).astimezone(UTC)


def moment_words(start: datetime, zone: str) -> str:
    """Return "Tue, 3 Mar 16:00" on the clock of ``zone``."""
    local = start.astimezone(zone_info(zone))
    return f"{wording.day_and_weekday(local)} {wording.clock(local)}"


def clocks_words(start: datetime, people: Sequence[Participant], zone: str) -> str:
    """Return "20:00 London · 16:00 São Paulo", the weekday where it is not that of ``zone``."""
    day = start.astimezone(zone_info(zone)).date()
    parts = []
    for zone_name, city in dict.fromkeys((who.zone, who.city) for who in people):
        local = start.astimezone(zone_info(zone_name))
        other = "" if local.date() == day else f"{wording.weekday(local, short=True)} "
        parts.append(f"{other}{wording.clock(local)} {city}")
    return " · ".join(parts)


def slot_words(start: datetime, people: Sequence[Participant], zone: str) -> str:
    """Return "Tue, 3 Mar · 16:00 São Paulo · 20:00 London", the date that of ``zone``."""
    return f"{wording.day_and_weekday(start.astimezone(zone_info(zone)))} · {clocks_words(start, people, zone)}"


def near_words(text: Text, zone: str) -> str:
    """Return a near miss in words, its instants on the clock of ``zone``."""
    values = {
        key: moment_words(value.at, zone) if isinstance(value, Instant) else value for key, value in text.values.items()
    }
    return render(replace(text, values=values))
