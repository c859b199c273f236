"""Figures and dates as the reader's locale writes them (CLDR, through Babel), never open to a second reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.base.locales import babel_locale
from dragoman.drafts.calendars import other_date
from dragoman.drafts.fields import Money, Percent, Quantity
from dragoman.drafts.measures import CLDR_UNITS, in_other_system

if TYPE_CHECKING:
    from babel.numbers import NumberPattern

SHARED_SIGNS = frozenset(
    {"$", "\u00a5", "\uffe5", "£", "元", "kr", "kr.", "Kr.", "₩", "₨", "Rs", "Bs", "L", "Q", "R", "K"}
)
"""Currency signs that more than one currency uses, so that only the code tells which is meant."""

# CLDR's long name is what natives write here, and it leaves nothing open: 12,500円.
_OWN_NAME = {("ja", "JPY"): "{amount}円", ("zh", "CNY"): "人民币{amount}元", ("ko", "KRW"): "{amount}원"}

# Id of a counted unit in the language files, by what traders type.
_COUNTED = {
    "piece": "piece",
    "pieces": "piece",
    "pc": "piece",
    "pcs": "piece",
    "ea": "piece",
    "unit": "piece",
    "units": "piece",
    "set": "set",
    "sets": "set",
    "pair": "pair",
    "pairs": "pair",
    "roll": "roll",
    "rolls": "roll",
    "carton": "carton",
    "cartons": "carton",
    "ctn": "carton",
    "ctns": "carton",
    "box": "box",
    "boxes": "box",
    "bag": "bag",
    "bags": "bag",
    "pallet": "pallet",
    "pallets": "pallet",
    "container": "container",
    "containers": "container",
    "copy": "copy",
    "copies": "copy",
    "day": "day",
    "days": "day",
    "week": "week",
    "weeks": "week",
    "month": "month",
    "months": "month",
}


# First digit of the numbering systems that CLDR makes a default; the other nine follow it.
_ZEROS = {"arab": 0x660, "arabext": 0x6F0, "beng": 0x9E6, "deva": 0x966, "mymr": 0x1040, "tibt": 0xF20}
_DEFAULT = "default"
_FIRST = re.compile(r"(?<!\d)1(?!\d)")


@dataclass(frozen=True, slots=True)
class Formats:
    """Formats of one locale, a BCP 47 tag.

    ``counted`` gives for the units that are words their pattern by CLDR plural category:
    ``{"piece": {"one": "{0} piece", "other": "{0} pieces"}}``. ``weekday_date`` joins a date and its weekday
    where the language does it otherwise than CLDR: ``"{date}（{weekday}）"`` with the CLDR pattern ``weekday``.
    ``first_day`` is how the first of a month is written where it is not a plain 1: ``1er``.
    ``calendar`` is the reader's other one (:func:`~dragoman.drafts.calendars.calendar_for`), ``system`` their system
    of measures, CLDR's ``US``, ``UK`` or ``metric``.
    """

    locale: str
    counted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    weekday_date: str = ""
    weekday: str = "EEEE"
    first_day: str = ""
    calendar: str = ""
    system: str = ""

    def digits(self, text: str) -> str:
        """Return ``text`` with Latin digits as those of the locale: Babel takes only its separators from CLDR."""
        return text.translate(_digits(babel_locale(self.locale).default_numbering_system))

    def money(self, value: Money) -> str:
        """Return the amount with all decimals it was given, at least the currency's own: ``US$ 12.500,00``."""
        from babel.numbers import format_currency, get_currency_precision, get_currency_symbol, parse_pattern

        locale = babel_locale(self.locale)
        decimals = max(get_currency_precision(value.currency), _decimals(value.amount))
        own_name = _OWN_NAME.get((locale.language, value.currency))
        if own_name:
            return own_name.format(amount=self.number(value.amount, decimals))
        pattern = locale.currency_formats["standard"].pattern
        sign = get_currency_symbol(value.currency, locale=locale)
        if sign in SHARED_SIGNS or sign == value.currency:
            pattern = ";".join(_with_code(part) for part in pattern.split(";"))
        parsed = parse_pattern(pattern)
        parsed.frac_prec = (decimals, decimals)
        return self.digits(
            format_currency(
                value.amount,
                value.currency,
                format=parsed,
                locale=locale,
                currency_digits=False,
                numbering_system=_DEFAULT,
            )
        )

    def number(self, amount: Decimal, decimals: int | None = None) -> str:
        """Return the number with all its decimals, or filled up to ``decimals``."""
        pattern = self._pattern(amount, decimals)
        return self.digits(pattern.apply(amount, babel_locale(self.locale), numbering_system=_DEFAULT))

    def words(self, value: Money) -> str:
        """Return the amount in words, empty where that cannot be said (see :mod:`dragoman.drafts.amount_words`)."""
        from dragoman.drafts.amount_words import in_words

        return self.digits(in_words(value, babel_locale(self.locale)))

    def percent(self, value: Percent) -> str:
        """Return the share with its decimals: ``30 %`` in German, ``30%`` in English."""
        from babel.numbers import format_percent

        locale = babel_locale(self.locale)
        return self.digits(
            format_percent(value.amount / 100, locale=locale, decimal_quantization=False, numbering_system=_DEFAULT)
        )

    def quantity(self, value: Quantity) -> str:
        """Return the amount with its unit in the reader's words; a unit that is not known stays as it was typed.

        What the reader's own measures make of it stands behind, marked as approximate.
        """
        locale = babel_locale(self.locale)
        unit = value.unit.casefold()
        number = self.number(value.amount)
        patterns = self.counted.get(_COUNTED.get(unit, ""))
        if patterns:
            pattern = patterns.get(locale.plural_form(value.amount.normalize()), patterns["other"])
            return pattern.format(number)
        cldr_unit = CLDR_UNITS.get(unit, "")
        measured = self._measured(value.amount, cldr_unit)
        if not measured:
            return f"{number} {value.unit}".rstrip()
        other = in_other_system(value.amount, cldr_unit, self.system)
        approximate = self._measured(*other) if other else ""
        return self._beside(measured, f"≈\u00a0{approximate}" if approximate else "")

    def days(self, count: int) -> str:
        """Return a number of days in the reader's words."""
        return self.quantity(Quantity(Decimal(count), "days"))

    def day(self, value: date) -> str:
        """Return the date with its month as a word: ``30 de janeiro de 2027``."""
        from babel.dates import format_date

        return self._dated(value, format_date(value, "long", locale=babel_locale(self.locale)))

    def day_with_weekday(self, value: date) -> str:
        """Return the date and its weekday: ``Samstag, 30. Januar 2027``; that of the other calendar stands behind."""
        from babel.dates import format_date

        locale = babel_locale(self.locale)
        if self.weekday_date:
            weekday = format_date(value, self.weekday, locale=locale)
            text = self.weekday_date.format(date=self.day(value), weekday=weekday)
        else:
            text = self._dated(value, format_date(value, "full", locale=locale))
        return self._beside(text, self.digits(other_date(value, self.calendar, self.locale)))

    def value(self, value: object) -> object:
        """Return the printed form of a field's value; anything else as it is."""
        match value:
            case Money():
                return self.money(value)
            case Quantity():
                return self.quantity(value)
            case Percent():
                return self.percent(value)
            case date():
                return self.day(value)
            case bool():
                return value
            case int():
                return self.number(Decimal(value))
            case _:
                return value

    def _dated(self, value: date, text: str) -> str:
        # CLDR's patterns hold no ordinals: 1 mars where French writes 1er mars.
        if self.first_day and value.day == 1:
            text = _FIRST.sub(self.first_day, text, count=1)
        return self.digits(text)

    def _measured(self, amount: Decimal, unit: str) -> str:
        from babel.units import format_unit

        if not unit:
            return ""
        pattern = self._pattern(amount, None).pattern
        locale = babel_locale(self.locale)
        text = str(format_unit(amount, unit, "short", pattern, locale, numbering_system=_DEFAULT))
        # Babel prints the unit's id where a locale's file leaves the name to its parent.
        return "" if unit in text else self.digits(text)

    def _beside(self, text: str, other: str) -> str:
        if not other:
            return text
        return f"{text}（{other}）" if babel_locale(self.locale).language in ("zh", "ja") else f"{text} ({other})"

    def _pattern(self, amount: Decimal, decimals: int | None) -> NumberPattern:
        from babel.numbers import parse_pattern

        places = _decimals(amount.normalize()) if decimals is None else max(_decimals(amount), decimals)
        pattern = parse_pattern(babel_locale(self.locale).decimal_formats[None].pattern)
        pattern.frac_prec = (places, places)
        return pattern


def line_total(quantity: Quantity, price: Money) -> Money:
    """Return quantity times price, rounded half up to the currency's smallest unit."""
    from babel.numbers import get_currency_precision

    places = Decimal(1).scaleb(-get_currency_precision(price.currency))
    return Money((quantity.amount * price.amount).quantize(places, ROUND_HALF_UP), price.currency)


@lru_cache(maxsize=16)
def _digits(system: str) -> dict[int, int]:
    zero = _ZEROS.get(system, 0x30)
    return {0x30 + digit: zero + digit for digit in range(10)}


def _decimals(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _with_code(pattern: str) -> str:
    """Put the code for the sign, with the no-break space that CLDR sets between letters and digits."""
    coded = pattern.replace("¤", "¤¤")
    if pattern[pattern.find("¤") + 1 :][:1] in {"#", "0"}:
        coded = coded.replace("¤¤", "¤¤\u00a0")
    elif pattern.endswith("¤") and pattern[:-1][-1:] in {"#", "0"}:
        coded = coded.replace("¤¤", "\u00a0¤¤")
    return coded
