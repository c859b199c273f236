"""Advice on the days of a letter: past, off on either side, or bad for business there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.base.i18n import N_, Text
from dragoman.drafts.advice import Knowledge, day_name, warning
from dragoman.drafts.fields import Instant, Values
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
        if isinstance(day, Instant):
            found += _days_to_avoid(spec, day.at.date(), places, knowledge, language, None)
        if not isinstance(day, date) or not spec.timing:
            continue
        label = Text(spec.label)
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
        calendars = [_Calendar.of(place, day, knowledge) for place in places]
        better = _next_good_day(day, calendars)
        found += _days_off(spec, day, calendars, language, better)
        found += _days_to_avoid(spec, day, places, knowledge, language, better)
    return found


@dataclass(frozen=True, slots=True)
class _Calendar:
    country: Country
    days: Mapping[date, Sequence[Holiday]]
    to_avoid: Sequence[Mapping[str, str]]

    @classmethod
    def of(cls, place: Place, day: date, knowledge: Knowledge) -> _Calendar:
        end = day + timedelta(days=_SEARCH_DAYS)
        holidays = knowledge.holidays(place.country.iso2, day, end, place.subdivision or None)
        return cls(place.country, _by_day(holidays, place.subdivision), _spans(place, knowledge))

    def works(self, day: date) -> bool:
        return _works(self.country, self.days, day)


def _next_good_day(day: date, calendars: Sequence[_Calendar]) -> date | None:
    """The next day on which both sides work and that is in no stretch either of them avoids."""
    following = [day + timedelta(days=offset) for offset in range(1, _SEARCH_DAYS + 1)]
    working = [candidate for candidate in following if all(calendar.works(candidate) for calendar in calendars)]
    good = (
        candidate
        for candidate in working
        if not any(_is_in(span, candidate) for calendar in calendars for span in calendar.to_avoid)
    )
    return next(good, working[0] if working else None)


def _days_off(
    spec: FieldSpec, day: date, calendars: Sequence[_Calendar], language: str, better: date | None
) -> list[DraftWarning]:
    label = Text(spec.label)
    remedy = cure = None
    if better:
        remedy = Text(N_("Next working day for both sides: {day}."), {"day": day_name(better)})
        cure = Cure(spec.name, better.isoformat())
    found = []
    for calendar in calendars:
        if calendar.works(day):
            continue
        named = {"field": label, "day": day_name(day), "country": calendar.country.name(language)}
        closed = [holiday for holiday in calendar.days.get(day, ()) if _closes(holiday)]
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


def _spans(place: Place, knowledge: Knowledge) -> Sequence[Mapping[str, str]]:
    spans = knowledge.flags(place.country.iso2).get("days_to_avoid", ())
    return spans if isinstance(spans, list | tuple) else ()


def _is_in(span: Mapping[str, str], day: date) -> bool:
    start, end, today = span["from"], span["to"], f"{day:%m-%d}"
    # A span may run over New Year.
    return start <= today <= end if start <= end else today >= start or today <= end


def _days_to_avoid(
    spec: FieldSpec, day: date, places: Sequence[Place], knowledge: Knowledge, language: str, better: date | None
) -> list[DraftWarning]:
    """What the market cards of both sides say about the day."""
    found = []
    for place in places:
        span = next((span for span in _spans(place, knowledge) if _is_in(span, day)), None)
        if span is None:
            continue
        is_chinese = language.startswith("zh")
        named = {
            "field": Text(spec.label),
            "day": day_name(day),
            "country": place.country.name(language),
            "reason": span["zh" if is_chinese else "en"].rstrip(".。") + ("。" if is_chinese else "."),
        }
        found.append(
            warning(
                "day_to_avoid",
                Text(N_("{field}: {day} is a bad day in {country}. {reason}"), named),
                Text(N_("A better day for both sides: {day}."), {"day": day_name(better)})
                if better
                else Text(N_("Choose another day if you can.")),
                Cure(spec.name, better.isoformat()) if better else None,
            )
        )
    return found
