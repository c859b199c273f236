"""Words and formats of the window: dates, clocks and states for the reader of the UI language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from dragoman.base.i18n import _, active_language, ngettext, pgettext
from dragoman.base.locales import reader_locale

if TYPE_CHECKING:
    from dragoman.counterparts.model import Counterpart
    from dragoman.drafts.model import Person
    from dragoman.knowledge.model import Holiday, LocalState


def date_pattern() -> str:
    """Return Qt's pattern for date fields, the month as a word so that no date can be misread."""
    return _("d MMM yyyy")


def clock(moment: datetime) -> str:
    """Return ``09:42``: hours and minutes with leading zeros, so that the digits do not jump."""
    return moment.strftime("%H:%M")


def weekday(moment: date, *, short: bool = False) -> str:
    """Return the weekday's name."""
    from babel.dates import format_date

    return format_date(moment, "ccc" if short else "cccc", locale=reader_locale(active_language()))


def day(moment: date, *, year: bool = False, short: bool = False) -> str:
    """Return day and month as words, "20 November" or "11月20日", with the year if asked for."""
    from babel.dates import format_date, format_skeleton

    locale = reader_locale(active_language())
    if year:
        return format_date(moment, "long", locale=locale)
    return format_skeleton("MMMd" if short else "MMMMd", moment, locale=locale)


def day_and_weekday(moment: date) -> str:
    """Return "Fri, 20 Nov" or "11月20日周五"."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMEd", moment, locale=reader_locale(active_language()))


def month(moment: date) -> str:
    """Return the month's short name, "Nov" or "11月"."""
    from babel.dates import format_date

    return format_date(moment, "LLL", locale=reader_locale(active_language()))


def holiday_name(holiday: Holiday) -> str:
    """Return a holiday's name, with what is particular about it: estimated, a half day, a working day instead."""
    name = holiday.name(active_language())
    if holiday.makeup_workday:
        return _("{name} (working day)").format(name=name)
    if holiday.category == "half_day":
        name = _("{name} (half day)").format(name=name)
    return _("{line}, date estimated").format(line=name) if holiday.estimated else name


def in_days(target: date, today: date) -> str:
    """Return how far off a day is: "today", "tomorrow", "in 3 days"."""
    days = (target - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in {days} day", "in {days} days", days).format(days=days)


def number(value: Decimal) -> str:
    """Return a number in the reader's format with all its decimals: "12,500.40"."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=reader_locale(active_language()), decimal_quantization=False))


def money(value: Decimal, currency: str) -> str:
    """Return an amount with its currency's code, which no sign can be mistaken for: "USD 12.40"."""
    from babel.numbers import format_decimal

    pattern = "#,##0.00######"
    shown = format_decimal(value, pattern, locale=reader_locale(active_language()), decimal_quantization=False)
    return f"{currency} {shown}".strip()


def percent(share: float) -> str:
    """Return a share of one in percent, without decimals."""
    from babel.numbers import format_percent

    return str(format_percent(share, locale=reader_locale(active_language())))


def duration(span: timedelta) -> str:
    """Return "2 h 15 min"."""
    minutes = max(0, round(span.total_seconds() / 60))
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
    return _("{hours} h").format(hours=hours) if hours else _("{minutes} min").format(minutes=rest)


def zone_city(zone: str) -> str:
    """Return the city that stands for a zone, in the UI language: ``America/Sao_Paulo`` is São Paulo."""
    from dragoman.meetings.zones import city_name

    return city_name(zone, active_language())


def city(name: str, zone: str) -> str:
    """Return what a reader of the UI language calls a city: Guangzhou is 广州; without a name, that of its zone."""
    from dragoman.meetings.places import city_in

    return city_in(name, zone, active_language()) if name else zone_city(zone)


def state(local: LocalState) -> tuple[str, str, str]:
    """Return a state in words, its chip's tone, and its icon."""
    from dragoman.knowledge.model import StateKind

    until = clock(local.until)
    same_day = local.until.date() == local.now.date()
    match local.kind:
        case StateKind.AT_WORK:
            return _("at work until {time}").format(time=until), "ok", "briefcase"
        case StateKind.LUNCH:
            return _("lunch until {time}").format(time=until), "warn", "coffee"
        case StateKind.BEFORE_WORK:
            return _("before work, starts at {time}").format(time=until), "warn", "coffee"
        case StateKind.EVENING:
            return _("evening"), "warn", "sunset"
        case StateKind.ASLEEP:
            return _("asleep, likely up at {time}").format(time=until), "plain", "bed-double"
        case StateKind.WEEKEND:
            text = _("weekend") if same_day else _("weekend until {day}").format(day=weekday(local.until, short=True))
            return text, "plain", "palmtree"
        case StateKind.HOLIDAY:
            name = local.holiday.name(active_language()) if local.holiday else ""
            return _("holiday: {name}").format(name=name), "accent", "calendar-x"


def joined(parts: Iterable[str], *, reasons: bool = False) -> str:
    """Return parts as a list in a line, with the reader's separator; ``reasons`` are separated more strongly."""
    separator = pgettext("between reasons", "; ") if reasons else pgettext("between the parts of a list", ", ")
    return separator.join(parts)


def holiday_line(holiday: Holiday, today: date) -> str:
    """Return "20 November, Black Awareness Day (in 3 days)"."""
    line = _("{day}, {name} ({when})").format(
        day=day(holiday.date), name=holiday.name(active_language()), when=in_days(holiday.date, today)
    )
    return _("{line}, date estimated").format(line=line) if holiday.estimated else line


def person_name(person: Counterpart | Person, name_order: str | None = None) -> str:
    """Return the full name in the order its owner writes it, or the company when there is no name."""
    parts = [person.given_name, person.family_name]
    if name_order == "family_first":
        parts.reverse()
    joined = "" if name_order == "family_first" and _is_han("".join(parts)) else " "
    return joined.join(part for part in parts if part) or person.company


def initials(counterpart: Counterpart) -> str:
    """Return one or two letters that stand for the counterpart."""
    if _is_han(counterpart.family_name):
        return counterpart.family_name[:1]
    letters = "".join(part[:1] for part in (counterpart.given_name, counterpart.family_name) if part)
    return (letters or counterpart.company[:1] or "?").upper()


def _is_han(text: str) -> bool:
    return bool(text) and all("\u4e00" <= c <= "\u9fff" for c in text)
