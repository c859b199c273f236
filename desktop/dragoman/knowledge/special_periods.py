"""Dated stretches that change business: Ramadan hours, shutdowns, summer breaks. Rules in, occurrences out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter  # type: ignore[import-untyped]
from holidays.calendars.chinese import _ChineseLunisolar
from holidays.calendars.hebrew import _HebrewLunisolar
from holidays.calendars.hindu import _HinduLunisolar
from holidays.calendars.islamic import _IslamicLunar

from dragoman.knowledge.derive_holidays import FIRST_YEAR, LAST_YEAR
from dragoman.knowledge.records import Provenance

_Span = tuple[date, date, bool]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One occurrence, both days included. ``hours`` is JSON: the office hours in force, or None."""

    iso2: str
    id: str
    start: date
    end: date
    name_en: str
    name_zh: str
    effect_en: str
    effect_zh: str
    estimated: bool
    hours: str | None
    provenance: Provenance


def occurrences(table: dict[str, Any], codes: tuple[str, ...]) -> Iterator[PeriodRow]:
    """Yield every occurrence from 2020 to 2035 of the rules in ``special_periods.toml``.

    ``rule`` is fixed (``from`` and ``to`` as MM-DD, over the turn of the year when ``to`` is earlier), ramadan, or a
    movable day (easter, orthodox_easter, lunar_new_year, mid_autumn, diwali, rosh_hashanah, passover, eid_al_fitr)
    with ``from`` and ``to`` in days relative to it.
    """
    default = table["default"]
    for period in table["period"]:
        provenance = Provenance(
            period.get("source", default["source"]),
            period.get("as_of", default["as_of"]),
            period.get("confidence", default["confidence"]),
            "written",
        )
        spans = list(_spans(period))
        for iso2 in period["countries"]:
            if iso2 not in codes:
                raise ValueError(f"special_periods.toml: {iso2} is not a country")
            hours = period.get("hours", {}).get(iso2)
            for start, end, estimated in spans:
                yield PeriodRow(
                    iso2,
                    period["id"],
                    start,
                    end,
                    period["name_en"],
                    period["name_zh"],
                    period["effect_en"],
                    period["effect_zh"],
                    estimated,
                    json.dumps(hours) if hours else None,
                    provenance,
                )


def _spans(period: dict[str, Any]) -> Iterator[_Span]:
    rule = period["rule"]
    if rule == "fixed":
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            start = _month_day(year, period["from"])
            end = _month_day(year, period["to"])
            yield start, (end if end >= start else _month_day(year + 1, period["to"])), False
    elif rule == "ramadan":
        islamic = _IslamicLunar()
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            for start, estimated in islamic.ramadan_beginning_dates(year):
                if start.year == year:
                    end = _next_eid(islamic, start) - timedelta(days=1)
                    yield start, end, estimated
    else:
        for day, estimated in _movable_days(rule):
            yield day + timedelta(days=period["from"]), day + timedelta(days=period["to"]), estimated


def _movable_days(rule: str) -> Iterator[tuple[date, bool]]:
    islamic, chinese, hebrew, hindu = _IslamicLunar(), _ChineseLunisolar(), _HebrewLunisolar(), _HinduLunisolar()
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        match rule:
            case "easter":
                yield easter(year, EASTER_WESTERN), False
            case "orthodox_easter":
                yield easter(year, EASTER_ORTHODOX), False
            # The package marks lunar dates it computed as estimated; the Chinese calendar is calculated, not sighted.
            case "lunar_new_year":
                yield _found(chinese.lunar_new_year_date(year)), False
            case "mid_autumn":
                yield _found(chinese.mid_autumn_date(year)), False
            case "diwali":
                yield _found(hindu.diwali_india_date(year)), False
            case "rosh_hashanah":
                yield _day(hebrew.rosh_hashanah_date(year)), False
            case "passover":
                yield _day(hebrew.passover_date(year)), False
            case "eid_al_fitr":
                yield from ((day, estimated) for day, estimated in islamic.eid_al_fitr_dates(year) if day.year == year)
            case _:
                raise ValueError(f"special_periods.toml: unknown rule {rule}")


def _next_eid(islamic: _IslamicLunar, start: date) -> date:
    days = [day for year in (start.year, start.year + 1) for day, _estimated in islamic.eid_al_fitr_dates(year)]
    return min(day for day in days if day > start)


def _found(answer: tuple[date | None, bool]) -> date:
    return _day(answer[0])


def _day(day: date | None) -> date:
    if day is None:
        raise ValueError("the holidays package knows no such date in these years")
    return day


def _month_day(year: int, text: str) -> date:
    month, day = text.split("-")
    return date(year, int(month), int(day))
