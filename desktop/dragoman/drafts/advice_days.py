"""Advice on the days of a letter: past, off on either side, or bad for business there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.base.i18n import N_, Text
from dragoman.drafts.advice import Knowledge, day_name, warning
from dragoman.drafts.fields import Values
from dragoman.drafts.model import Cure, DraftWarning, FieldSpec
from dragoman.knowledge.model import Country, Holiday

_SEARCH_DAYS = 45


@dataclass(frozen=True, slots=True)
class Place:
    """A side of the letter: ``subdivision`` is empty where it is not known."""

    country: Country
    subdivision: str = ""


def day_warnings(
    specs: Sequence[FieldSpec],
    values: Values,
    *,
    places: Sequence[Place],
    knowledge: Knowledge,
    today: date | None,
    language: str,
) -> list[DraftWarning]:
    """Return warnings about deadlines that passed or fall on a day off on either side, with the next working day.

    ``language`` is that of the names of countries and holidays in the warnings.
    """
    found = []
    for spec in specs:
        day = values.get(spec.name)
        if not isinstance(day, date):
            continue
        label = Text(spec.label)
        if spec.timing != "past":
            found += _days_to_avoid(spec, day, places, knowledge, language)
        if not spec.timing:
            continue
        if today and spec.timing == "past" and day > today:
            found.append(
                warning(
                    "date_in_future",
                    Text(N_("{field}: {day} is still to come."), {"field": label, "day": day_name(day)}),
                    Text(N_("Check the date.")),
                )
            )
        if spec.timing != "deadline":
            continue
        if today and day < today:
            found.append(
                warning(
                    "date_in_past",
                    Text(N_("{field}: {day} has passed."), {"field": label, "day": day_name(day)}),
                    Text(N_("Check the date.")),
                )
            )
            continue
        found += _days_off(spec, day, places, knowledge, language)
    return found


def _days_off(
    spec: FieldSpec, day: date, places: Sequence[Place], knowledge: Knowledge, language: str
) -> list[DraftWarning]:
    end = day + timedelta(days=_SEARCH_DAYS)
    label = Text(spec.label)
    calendars = [
        (place.country, _by_day(knowledge.holidays(place.country.iso2, day, end), place.subdivision))
        for place in places
    ]
    remedy = cure = None
    for offset in range(1, _SEARCH_DAYS + 1):
        candidate = day + timedelta(days=offset)
        if all(_works(country, days, candidate) for country, days in calendars):
            remedy = Text(N_("Next working day for both sides: {day}."), {"day": day_name(candidate)})
            cure = Cure(spec.name, candidate.isoformat())
            break
    found = []
    for country, days in calendars:
        if _works(country, days, day):
            continue
        named = {"field": label, "day": day_name(day), "country": country.name(language)}
        closed = [holiday for holiday in days.get(day, ()) if _closes(holiday)]
        if closed:
            named["holiday"] = closed[0].name(language)
            if closed[0].estimated:
                text = Text(N_("{field}: {day} is probably a holiday in {country}: {holiday} (date estimated)."), named)
            else:
                text = Text(N_("{field}: {day} is a holiday in {country}: {holiday}."), named)
            found.append(warning("deadline_holiday", text, remedy, cure))
        else:
            found.append(
                warning(
                    "deadline_weekend", Text(N_("{field}: {day} is a weekend day in {country}."), named), remedy, cure
                )
            )
    return found


def _by_day(holidays: Iterable[Holiday], subdivision: str) -> dict[date, list[Holiday]]:
    found: dict[date, list[Holiday]] = {}
    for holiday in holidays:
        # A region's own day closes nothing for the rest; without the side's region it is not held against it.
        if holiday.subdivision in (None, subdivision or None):
            found.setdefault(holiday.date, []).append(holiday)
    return found


def _closes(holiday: Holiday) -> bool:
    return holiday.category == "public" and not holiday.makeup_workday


def _works(country: Country, days: Mapping[date, Sequence[Holiday]], day: date) -> bool:
    entries = days.get(day, ())
    if any(holiday.makeup_workday for holiday in entries):
        return True
    return not country.weekend[day.weekday()] and not any(_closes(holiday) for holiday in entries)


def _days_to_avoid(
    spec: FieldSpec, day: date, places: Sequence[Place], knowledge: Knowledge, language: str
) -> list[DraftWarning]:
    """What the market cards of both sides say about the day; the countries of both are told apart by name."""
    found = []
    for place in places:
        spans = knowledge.flags(place.country.iso2).get("days_to_avoid", ())
        for span in spans if isinstance(spans, list | tuple) else ():
            start, end, today = span["from"], span["to"], f"{day:%m-%d}"
            # A span may run over New Year.
            inside = start <= today <= end if start <= end else today >= start or today <= end
            if inside:
                reason = span["zh" if language.startswith("zh") else "en"]
                after = _day_after(day, end)
                found.append(
                    warning(
                        "day_to_avoid",
                        Text(
                            N_("{field}: {day} is a bad day in {country}. {reason}"),
                            {
                                "field": Text(spec.label),
                                "day": day_name(day),
                                "country": place.country.name(language),
                                "reason": reason.rstrip(".。") + ("。" if language.startswith("zh") else "."),
                            },
                        ),
                        Text(N_("The first day after it: {day}."), {"day": day_name(after)}),
                        Cure(spec.name, after.isoformat()),
                    )
                )
                break
    return found


def _day_after(day: date, end: str) -> date:
    month, number = (int(part) for part in end.split("-"))
    year = day.year + ((month, number) < (day.month, day.day))
    return date(year, month, min(number, 28) if month == 2 else number) + timedelta(days=1)
