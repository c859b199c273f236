"""Warnings about a letter's days and figures. None of them blocks; each says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from dragoman.base.i18n import N_, Text
from dragoman.drafts.fields import Percent, Values
from dragoman.drafts.model import DraftWarning, FieldSpec
from dragoman.knowledge.model import Country, Holiday

WEEKDAY_NAMES = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_SEARCH_DAYS = 45

_HAN_KANA = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_NON_LATIN_LANGUAGES = {"zh", "ja"}


class Knowledge(Protocol):
    """What drafts ask of the knowledge base."""

    def flags(self, iso2: str) -> Mapping[str, object]:
        """Return the market's flags, empty when it has no card."""
        ...

    def country(self, iso2: str) -> Country:
        """Return the country. Raises KnownError when there is none."""
        ...

    def holidays(self, iso2: str, start: date, end: date, subdivision: str | None = None) -> Sequence[Holiday]:
        """Return the holidays from ``start`` to ``end``, both included."""
        ...


def warning(kind: str, text: Text, remedy: Text | None = None) -> DraftWarning:
    """Return a warning with its English wording beside the message ids."""
    return DraftWarning(kind, in_english(text), in_english(remedy) if remedy else None, text, remedy)


def in_english(text: Text) -> str:
    """Return the text as its message ids word it."""
    return text.message.format(
        **{key: in_english(value) if isinstance(value, Text) else value for key, value in text.values.items()}
    )


def day_name(day: date) -> Text:
    """Return a day that no reader takes for another: 2027-01-30 (Saturday)."""
    return Text("{date} ({weekday})", {"date": day.isoformat(), "weekday": Text(WEEKDAY_NAMES[day.weekday()])})


def day_warnings(
    specs: Sequence[FieldSpec],
    values: Values,
    *,
    countries: Sequence[Country],
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
        found += _days_off(label, day, countries, knowledge, language)
    return found


def _days_off(
    label: Text, day: date, countries: Sequence[Country], knowledge: Knowledge, language: str
) -> list[DraftWarning]:
    end = day + timedelta(days=_SEARCH_DAYS)
    calendars = [(country, _by_day(knowledge.holidays(country.iso2, day, end))) for country in countries]
    remedy = None
    for offset in range(1, _SEARCH_DAYS + 1):
        candidate = day + timedelta(days=offset)
        if all(_works(country, days, candidate) for country, days in calendars):
            remedy = Text(N_("Next working day for both sides: {day}."), {"day": day_name(candidate)})
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
            found.append(warning("deadline_holiday", text, remedy))
        else:
            found.append(
                warning("deadline_weekend", Text(N_("{field}: {day} is a weekend day in {country}."), named), remedy)
            )
    return found


def _by_day(holidays: Iterable[Holiday]) -> dict[date, list[Holiday]]:
    found: dict[date, list[Holiday]] = {}
    for holiday in holidays:
        # A region's own day closes nothing for the rest; without the other side's region it is not held against it.
        if holiday.subdivision is None:
            found.setdefault(holiday.date, []).append(holiday)
    return found


def _closes(holiday: Holiday) -> bool:
    return holiday.category == "public" and not holiday.makeup_workday


def _works(country: Country, days: Mapping[date, Sequence[Holiday]], day: date) -> bool:
    entries = days.get(day, ())
    if any(holiday.makeup_workday for holiday in entries):
        return True
    return not country.weekend[day.weekday()] and not any(_closes(holiday) for holiday in entries)


def share_warnings(shares: Mapping[str, str], values: Values) -> list[DraftWarning]:
    """Return a warning when the shares of a purpose's list do not make a hundred percent."""
    rows = values.get(shares.get("list", ""))
    if not isinstance(rows, tuple) or not rows:
        return []
    parts = [share.amount for row in rows if isinstance(share := row.get(shares["percent"]), Percent)]
    total = sum(parts, Decimal(0))
    if total == 100:
        return []
    return [
        warning(
            "shares_not_100",
            Text(N_("The shares of the payment add up to {total} %, not 100 %."), {"total": format(total, "f")}),
            Text(N_("Correct the shares.")),
        )
    ]


def script_warnings(specs: Sequence[FieldSpec], values: Values, language: str) -> list[DraftWarning]:
    """Return a warning for wording of the writer's own that stands in another script than the letter.

    Names and product codes are no ground for it: Latin wording in a Chinese or Japanese letter counts from six words.
    """
    wanted_han = language.split("-")[0] in _NON_LATIN_LANGUAGES
    found = []
    for spec in specs:
        value = values.get(spec.name)
        texts: list[str] = []
        if spec.free and isinstance(value, str):
            texts.append(value)
        elif isinstance(value, tuple):
            free = [column.name for column in spec.columns if column.free]
            texts += [text for row in value for name in free if isinstance(text := row.get(name), str)]
        for text in texts:
            has_han = _HAN_KANA.search(text) is not None
            foreign = len(_LATIN_WORD.findall(text)) >= 6 and not has_han if wanted_han else has_han
            if foreign:
                found.append(
                    warning(
                        "free_text_script",
                        Text(
                            N_("{field}: your own wording is in another script than the letter."),
                            {"field": Text(spec.label)},
                        ),
                        Text(N_("Translate it, or write it in the reader's language.")),
                    )
                )
                break
    return found
