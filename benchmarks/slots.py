"""Meeting slots for 40 people and 90 days, against a plain minute scan of the same request, and up to 200 people
and 365 days: time against participants and days, drawn as ``docs/images/slots-time.svg`` by :func:`draw`.

Budgets: at least 500 times faster than the scan from cold, and 5 ms after one person changed. The scan would take
minutes: it is timed on a sample of people, over the whole range, and scaled by the number of people; the sample's
answer is compared with the finder's, so that both do the same work.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from dragoman.knowledge.model import Country, Holiday, SpecialPeriod
from dragoman.meetings.finder import SlotFinder
from dragoman.meetings.model import Participant, SlotRequest
from dragoman.meetings.zones import stretches, tzdata_version

PEOPLE, DAYS, STEP_MINUTES, DURATION_MINUTES, BUSY_BLOCKS = 40, 90, 15, 60, 4_500
SAMPLE_PEOPLE = 2
ROUNDS = 7
SCALE_PEOPLE = (10, 25, 50, 100, 150, 200)
SCALE_DAYS = (30, 90, 180, 365)
SCALE_ROUNDS = 3
PLOT = Path(__file__).resolve().parents[1] / "docs" / "images" / "slots-time.svg"
START = datetime(2026, 2, 1, tzinfo=UTC)
ZONES = (
    "America/New_York", "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Africa/Casablanca", "Asia/Dubai",
    "Asia/Kolkata", "Asia/Kathmandu",
)  # fmt: skip
HOURS = (("06:00", "12:00"), ("12:30", "23:00"))
WEEKEND = frozenset({"SA", "SU"})


class _NoCalendar:
    """The people of the benchmark bring their weekend along, so that only the finder is measured."""

    def country(self, iso2: str) -> Country:
        raise LookupError(iso2)

    def weekend(self, iso2: str, subdivision: str | None = None) -> Sequence[bool]:
        raise LookupError(iso2)

    def resolve(self, text: str) -> str:
        raise LookupError(text)

    def special_periods(self, iso2: str, start: date, end: date) -> Iterable[SpecialPeriod]:
        raise LookupError(iso2)

    def holidays(self, iso2: str, start: date, end: date, subdivision: str | None = None) -> Iterable[Holiday]:
        raise LookupError(iso2)


def request(people: int = PEOPLE, days: int = DAYS) -> SlotRequest:
    """Return the request that is measured: long hours, so that slots are left, and scattered meetings."""
    random = Random(20260201)
    blocks = BUSY_BLOCKS * days // DAYS // PEOPLE
    participants = []
    for number in range(people):
        begins = [START + timedelta(minutes=random.randrange(days * 1440)) for _ in range(blocks)]
        busy = tuple((begin, begin + timedelta(minutes=random.choice((15, 30, 60)))) for begin in begins)
        zone = ZONES[number % len(ZONES)]
        participants.append(Participant(str(number), zone, hours=HOURS, weekend=WEEKEND, busy=busy))
    return SlotRequest(START, START + timedelta(days=days), DURATION_MINUTES, STEP_MINUTES, tuple(participants))


def minute_scan(asked: SlotRequest) -> list[datetime]:
    """Return the feasible starts by looking at every minute of every person: the peer, as one would write it."""
    minutes = int((asked.end - asked.start).total_seconds()) // 60
    all_free = [True] * minutes
    for who in asked.participants:
        zone = ZoneInfo(who.zone)
        spans = [(_clock(begin), _clock(end)) for begin, end in who.hours]
        busy = sorted(who.busy)
        for minute in range(minutes):
            now = asked.start + timedelta(minutes=minute)
            wall = now.astimezone(zone)
            clock = wall.hour * 60 + wall.minute
            free = (
                wall.weekday() < 5
                and any(begin <= clock < end for begin, end in spans)
                and not any(begin <= now < end for begin, end in busy)
            )
            all_free[minute] = all_free[minute] and free
    starts = range(0, minutes - asked.duration_minutes + 1, asked.step_minutes)
    return [
        asked.start + timedelta(minutes=minute)
        for minute in starts
        if all(all_free[minute : minute + asked.duration_minutes])
    ]


def run() -> dict[str, object]:
    """Return times in milliseconds, and how many times faster than the scan the finder is from cold."""
    asked = request()
    sample = replace(asked, participants=asked.participants[:SAMPLE_PEOPLE])
    begin = time.perf_counter()
    scanned = minute_scan(sample)
    scan_s = (time.perf_counter() - begin) * PEOPLE / SAMPLE_PEOPLE
    agrees = scanned == SlotFinder(_NoCalendar()).feasible(sample)

    cold_ms, changed_ms, again_ms = [], [], []
    slots = 0
    for turn in range(ROUNDS):
        finder = SlotFinder(_NoCalendar())
        stretches.cache_clear()
        cold_ms.append(_milliseconds(finder, asked))
        meeting = (START + timedelta(days=turn, hours=15), START + timedelta(days=turn, hours=16))
        first = replace(asked.participants[0], busy=(*asked.participants[0].busy, meeting))
        changed_ms.append(_milliseconds(finder, replace(asked, participants=(first, *asked.participants[1:]))))
        again_ms.append(_milliseconds(finder, asked))
        slots = len(finder.feasible(asked))
    cold, changed = statistics.median(cold_ms), statistics.median(changed_ms)
    return {
        "people": PEOPLE,
        "days": DAYS,
        "step_min": STEP_MINUTES,
        "busy_blocks": sum(len(who.busy) for who in asked.participants),
        "slots_found": slots,
        "minute_scan_s": scan_s,
        "minute_scan_is": f"timed on {SAMPLE_PEOPLE} of {PEOPLE} people and scaled by {PEOPLE // SAMPLE_PEOPLE}",
        "same_answer_on_sample": agrees,
        "cold_ms": cold,
        "one_person_changed_ms": changed,
        "asked_again_ms": statistics.median(again_ms),
        "ratio": scan_s * 1000 / cold,
        "within_budget": agrees and scan_s * 1000 / cold >= 500 and changed <= 5,
        "scale_cold_ms": scale(),
        "tzdata": tzdata_version(),
    }


def scale() -> dict[str, dict[str, float]]:
    """Return the median time from cold in milliseconds for each number of people, by number of days."""
    table: dict[str, dict[str, float]] = {}
    for days in SCALE_DAYS:
        row = table.setdefault(f"{days} days", {})
        for people in SCALE_PEOPLE:
            asked = request(people, days)
            times = []
            for _ in range(SCALE_ROUNDS):
                stretches.cache_clear()
                times.append(_milliseconds(SlotFinder(_NoCalendar()), asked))
            row[str(people)] = statistics.median(times)
    return table


def draw(table: dict[str, dict[str, float]]) -> str:
    """Return the table of :func:`scale` as an SVG picture: participants to the right, milliseconds upwards, one line
    for each number of days."""
    width, height, left, right, top, bottom = 720, 420, 70, 100, 40, 60
    most_people = max(SCALE_PEOPLE)
    tick = _tick(max(max(row.values()) for row in table.values()))
    most_ms = tick * 5

    def x(people: float) -> float:
        return left + (width - left - right) * people / most_people

    def y(milliseconds: float) -> float:
        return height - bottom - (height - top - bottom) * milliseconds / most_ms

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">',
        '<g font-family="sans-serif" font-size="13">',
        "<title>Time to find all slots, by participants and days</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{left}" y="22" font-size="15">Time to find all slots from cold, in milliseconds</text>',
    ]
    for number in range(6):
        at = y(tick * number)
        parts.append(f'<line x1="{left}" y1="{at:.1f}" x2="{width - right}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end" fill="#444">{tick * number:g}</text>')
    parts += [
        f'<text x="{x(people):.1f}" y="{height - bottom + 20}" text-anchor="middle" fill="#444">{people}</text>'
        for people in SCALE_PEOPLE
    ]
    middle = (left + width - right) / 2
    parts.append(f'<text x="{middle:.0f}" y="{height - 18}" text-anchor="middle">participants</text>')
    for (name, row), colour in zip(table.items(), ("#7a8", "#38a", "#a63", "#a2488a"), strict=True):
        points = " ".join(f"{x(int(people)):.1f},{y(value):.1f}" for people, value in row.items())
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        last = y(list(row.values())[-1])
        parts.append(f'<text x="{width - right + 8}" y="{last + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</g></svg>", ""])


def _tick(most: float) -> float:
    """Return a round number of which five reach ``most``."""
    size = 10.0 ** len(str(int(most / 5)))
    return min(step for step in (size / 10, size / 5, size / 4, size / 2, size) if step * 5 >= most)


def _milliseconds(finder: SlotFinder, asked: SlotRequest) -> float:
    begin = time.perf_counter()
    finder.feasible(asked)
    return (time.perf_counter() - begin) * 1000


def _clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


if __name__ == "__main__":
    PLOT.write_text(draw(scale()), encoding="utf-8")
