"""A participant's time as coloured stretches, for the timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from dragoman.meetings.availability import (
    Calendar,
    Day,
    DayKind,
    Frame,
    WorkPattern,
    break_spans,
    hour_spans,
    local_days,
    local_midnight,
    wall_clock,
)
from dragoman.meetings.bitset import from_spans, to_spans, widen
from dragoman.meetings.model import Band, BandKind, Participant

EDGE_MINUTES = 120
"""So far outside the hours a call is still a call, not a disturbance …"""
EDGE_CLOCK = (7 * 60, 22 * 60)
"""… within this part of the local day, in minutes from midnight."""
PAUSE_SECONDS = 4 * 3600
"""The longest gap between two spans of hours that is drawn as a break rather than as time off."""


def bands_of(participant: Participant, start: datetime, end: datetime, calendar: Calendar) -> list[Band]:
    """Return the stretches of ``participant`` from ``start`` to ``end``: in order, without gaps, in whole minutes
    but for the two ends. Empty when the end is not after the start."""
    if start >= end:
        return []
    pattern = WorkPattern.of(participant)
    frame = Frame.around(start, end)
    days = local_days(pattern, frame, calendar)
    zone = pattern.zone
    spans = hour_spans(pattern, days)
    hours = wall_clock(zone, frame, spans)
    work = hours & ~wall_clock(zone, frame, break_spans(pattern, days))
    pauses = [(before[1], after[0]) for before, after in pairwise(spans) if 0 < after[0] - before[1] <= PAUSE_SECONDS]
    waking = [
        (local_midnight(day.date) + EDGE_CLOCK[0] * 60, local_midnight(day.date) + EDGE_CLOCK[1] * 60) for day in days
    ]
    layers = [
        (BandKind.BUSY, None, frame.touched(participant.busy)),
        (BandKind.WORK, None, work),
        (BandKind.BREAK, None, hours | wall_clock(zone, frame, pauses)),
        *((kind, day.holiday, wall_clock(zone, frame, [_whole(day)])) for day, kind in _off(days)),
        (BandKind.EDGE, None, widen(hours, EDGE_MINUTES, frame.length) & wall_clock(zone, frame, waking)),
        (BandKind.NIGHT, None, from_spans([(0, frame.length)], frame.length)),
    ]
    left = frame.touched([(start, end)])
    bands = []
    for kind, holiday, minutes in layers:
        for first, past in to_spans(minutes & left):
            bands.append(Band(max(frame.instant(first), start), min(frame.instant(past), end), kind, holiday))
        left &= ~minutes
    bands.sort(key=lambda band: band.start)
    return _joined(bands)


def _joined(bands: list[Band]) -> list[Band]:
    """Return ``bands`` with neighbours of the same kind and holiday made one: Saturday and Sunday."""
    joined = bands[:1]
    for band in bands[1:]:
        before = joined[-1]
        if (band.kind, band.holiday) == (before.kind, before.holiday):
            joined[-1] = replace(before, end=band.end)
        else:
            joined.append(band)
    return joined


def _off(days: list[Day]) -> list[tuple[Day, BandKind]]:
    return [
        (day, BandKind.WEEKEND if day.kind is DayKind.WEEKEND else BandKind.HOLIDAY)
        for day in days
        if day.kind is not DayKind.WORKING
    ]


def _whole(day: Day) -> tuple[int, int]:
    return local_midnight(day.date), local_midnight(day.date) + 86_400
