"""Figures and dates as the reader's locale writes them (CLDR, through Babel), never open to a second reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from dragoman.base.locales import babel_locale
from dragoman.drafts.fields import Money, Percent, Quantity

if TYPE_CHECKING:
    from babel.numbers import NumberPattern

SHARED_SIGNS = frozenset(
    {"$", "\u00a5", "\uffe5", "£", "元", "kr", "kr.", "Kr.", "₩", "₨", "Rs", "Bs", "L", "Q", "R", "K"}
)
"""Currency signs that more than one currency uses, so that only the code tells which is meant."""

# CLDR's long name is what natives write here, and it leaves nothing open: 12,500円.
_OWN_NAME = {("ja", "JPY"): "{amount}円", ("zh", "CNY"): "人民币{amount}元", ("ko", "KRW"): "{amount}원"}

# CLDR unit (short form), by what traders type. Counted units are in the language files.
_MEASURES = {
    "mm": "length-millimeter",
    "cm": "length-centimeter",
    "m": "length-meter",
    "km": "length-kilometer",
    "in": "length-inch",
    "ft": "length-foot",
    "yd": "length-yard",
    "m2": "area-square-meter",
    "m²": "area-square-meter",
    "sqm": "area-square-meter",
    "m3": "volume-cubic-meter",
    "m³": "volume-cubic-meter",
    "cbm": "volume-cubic-meter",
    "ml": "volume-milliliter",
    "l": "volume-liter",
    "g": "mass-gram",
    "kg": "mass-kilogram",
    "t": "mass-tonne",
    "lb": "mass-pound",
    "oz": "mass-ounce",
}

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


@dataclass(frozen=True, slots=True)
class Formats:
    """Formats of one locale, a BCP 47 tag.

    ``counted`` gives for the units that are words their pattern by CLDR plural category:
    ``{"piece": {"one": "{0} piece", "other": "{0} pieces"}}``. ``weekday_date`` joins a date and its weekday
    where the language does it otherwise than CLDR: ``"{date}（{weekday}）"`` with the CLDR pattern ``weekday``.
    """

    locale: str
    counted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    weekday_date: str = ""
    weekday: str = "EEEE"

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
        return str(format_currency(value.amount, value.currency, format=parsed, locale=locale, currency_digits=False))

    def number(self, amount: Decimal, decimals: int | None = None) -> str:
        """Return the number with all its decimals, or filled up to ``decimals``."""
        return str(self._pattern(amount, decimals).apply(amount, babel_locale(self.locale)))

    def percent(self, value: Percent) -> str:
        """Return the share with its decimals: ``30 %`` in German, ``30%`` in English."""
        from babel.numbers import format_percent

        return str(format_percent(value.amount / 100, locale=babel_locale(self.locale), decimal_quantization=False))

    def quantity(self, value: Quantity) -> str:
        """Return the amount with its unit in the reader's words; a unit that is not known stays as it was typed."""
        from babel.units import format_unit

        locale = babel_locale(self.locale)
        unit = value.unit.casefold()
        number = self.number(value.amount)
        patterns = self.counted.get(_COUNTED.get(unit, ""))
        if patterns:
            pattern = patterns.get(locale.plural_form(value.amount.normalize()), patterns["other"])
            return pattern.format(number)
        cldr_unit = _MEASURES.get(unit)
        if cldr_unit:
            text = str(format_unit(value.amount, cldr_unit, "short", self._pattern(value.amount, None).pattern, locale))
            # Babel prints the unit's id where a locale's file leaves the name to its parent.
            if cldr_unit not in text:
                return text
        return f"{number} {value.unit}".rstrip()

    def days(self, count: int) -> str:
        """Return a number of days in the reader's words."""
        return self.quantity(Quantity(Decimal(count), "days"))

    def day(self, value: date) -> str:
        """Return the date with its month as a word: ``30 de janeiro de 2027``."""
        from babel.dates import format_date

        return str(format_date(value, "long", locale=babel_locale(self.locale)))

    def day_with_weekday(self, value: date) -> str:
        """Return the date and its weekday: ``Samstag, 30. Januar 2027``."""
        from babel.dates import format_date

        locale = babel_locale(self.locale)
        if self.weekday_date:
            weekday = format_date(value, self.weekday, locale=locale)
            return self.weekday_date.format(date=self.day(value), weekday=weekday)
        return str(format_date(value, "full", locale=locale))

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
