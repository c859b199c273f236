"""A year of two countries side by side: days off, make-up days and stretches that change business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.knowledge.model import Holiday, SpecialPeriod
from dragoman.knowledge.service import FIRST_YEAR, LAST_YEAR, KnowledgeBase


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day that is not like the others on one side or both. ``theirs_works`` and ``ours_works``: offices open."""

    date: date
    theirs: tuple[Holiday, ...]
    ours: tuple[Holiday, ...]
    theirs_works: bool
    ours_works: bool


@dataclass(frozen=True, slots=True)
class YearView:
    """All such days of a year in order, and the stretches that touch it."""

    iso2: str
    home_iso2: str
    year: int
    days: tuple[YearDay, ...]
    periods: tuple[SpecialPeriod, ...]
    home_periods: tuple[SpecialPeriod, ...]


def year_view(
    knowledge: KnowledgeBase,
    iso2: str,
    home_iso2: str,
    year: int,
    subdivision: str | None = None,
    home_subdivision: str | None = None,
) -> YearView:
    """Return the year of both countries. Raises :class:`KnownError` for a year without holidays or an unknown place."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise KnownError(
            N_("There are no holidays for {year}."),
            N_("Choose a year from {first} to {last}."),
            year=year,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    start, end = date(year, 1, 1), date(year, 12, 31)
    there, here = knowledge.country(iso2).iso2, knowledge.country(home_iso2).iso2
    theirs = _by_day(knowledge.holidays(there, start, end, subdivision))
    ours = _by_day(knowledge.holidays(here, start, end, home_subdivision))
    days = tuple(
        YearDay(
            day,
            theirs.get(day, ()),
            ours.get(day, ()),
            knowledge.is_workday(there, day, subdivision),
            knowledge.is_workday(here, day, home_subdivision),
        )
        for day in sorted(theirs.keys() | ours.keys())
    )
    return YearView(
        there,
        here,
        year,
        days,
        knowledge.special_periods(there, start, end),
        knowledge.special_periods(here, start, end),
    )


def _by_day(holidays: tuple[Holiday, ...]) -> dict[date, tuple[Holiday, ...]]:
    found: dict[date, tuple[Holiday, ...]] = {}
    for holiday in holidays:
        found[holiday.date] = (*found.get(holiday.date, ()), holiday)
    return found
