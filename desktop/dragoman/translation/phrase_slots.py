"""What fills the slots of a phrase, written as its language writes it (CLDR, through Babel)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_


class SlotKind(StrEnum):
    """What a slot takes: an :class:`Amount`, a date, a percentage in hundredths, a whole number, or text."""

    AMOUNT = "amount"
    DATE = "date"
    PERCENT = "percent"
    NUMBER = "number"
    PLACE = "place"
    NAME = "name"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap in a phrase, such as ``percent_deposit``."""

    name: str
    kind: SlotKind


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money; ``currency`` is ISO 4217."""

    value: Decimal
    currency: str


SlotValue: TypeAlias = Amount | date | Decimal | int | str

_MAX_TEXT = 200
_MAX_NUMBER = Decimal(10) ** 15
_ISOLATE, _POP = "\u2068", "\u2069"

_ROMAN_DATES: Mapping[str, str] = {
    "zh": "{year} nián {month} yuè {day} rì",
    "ja": "{year}-nen {month}-gatsu {day}-nichi",
    "ko": "{year}-nyeon {month}-wol {day}-il",
    "ar": "{day} {name} {year}",
    "ru": "{day} {name} {year} g.",
    "hi": "{day} {name} {year}",
}
_ROMAN_MONTHS: Mapping[str, tuple[str, ...]] = {
    "ar": (
        "yanayir", "fibrayir", "maris", "abril", "mayu", "yunyu", "yulyu", "aghustus", "sibtambir", "uktubar",
        "nufambir", "disambir",
    ),
    "ru": (
        "yanvarya", "fevralya", "marta", "aprelya", "maya", "iyunya", "iyulya", "avgusta", "sentyabrya", "oktyabrya",
        "noyabrya", "dekabrya",
    ),
    "hi": (
        "janvari", "farvari", "march", "aprail", "mai", "jun", "julai", "agast", "sitambar", "aktubar", "navambar",
        "disambar",
    ),
}  # fmt: skip
_KOREAN_MONTHS: Mapping[int, str] = {6: "yu", 10: "si"}
"""June and October drop their final consonant before wol."""
_AMOUNT = re.compile(r"(?:(-?\d+(?:\.\d+)?)\s*([A-Za-z]{3})|([A-Za-z]{3})\s*(-?\d+(?:\.\d+)?))")
_CURRENCY = re.compile(r"[A-Z]{3}")


def slot(name: str) -> Slot | None:
    """Return the slot of this name, None when it starts with no kind: ``percent``, ``percent_deposit``."""
    kind = name.partition("_")[0]
    return Slot(name, SlotKind(kind)) if kind in set(SlotKind) else None


def written(slot: Slot, value: SlotValue, language: str) -> str:
    """Return ``value`` as a reader of ``language`` (a BCP 47 tag) writes it, isolated in a line from right to left.

    Raises :class:`KnownError` when the slot cannot hold it.
    """
    from dragoman.base.locales import is_right_to_left

    text = _formatted(slot, value, language)
    return f"{_ISOLATE}{text}{_POP}" if is_right_to_left(language) else text


def romanized(slot: Slot, value: SlotValue, language: str) -> str:
    """Return ``value`` for the romanized line of ``language``: Latin digits, ISO 4217 codes, dates as pronounced.

    Raises :class:`KnownError` when the slot cannot hold it.
    """
    if slot.kind is SlotKind.DATE:
        when = _date(slot, value)
        bare = language.split("-")[0]
        names = _ROMAN_MONTHS.get(bare)
        month = _KOREAN_MONTHS.get(when.month, when.month) if bare == "ko" else when.month
        name = names[when.month - 1] if names else ""
        return _ROMAN_DATES[bare].format(year=when.year, month=month, day=when.day, name=name)
    if slot.kind is SlotKind.AMOUNT:
        amount = _amount(slot, value)
        return (
            _money(replace(amount, currency="XXX"), "en").replace("\u00a4", f"{amount.currency} ").replace("\u00a0", "")
        )
    return _formatted(slot, value, "en")


def parsed(slot: Slot, text: str) -> SlotValue:
    """Return what a person typed for a slot: ``2500 EUR``, ``2027-01-30``, ``2.5`` (a point for the decimals), text.

    Raises :class:`KnownError` when it cannot be read.
    """
    cleaned = text.strip()
    try:
        if slot.kind is SlotKind.AMOUNT:
            match = _AMOUNT.fullmatch(cleaned)
            if match is None:
                raise _misfit(slot, text)
            return _amount(slot, Amount(Decimal(match[1] or match[4]), (match[2] or match[3]).upper()))
        if slot.kind is SlotKind.DATE:
            return date.fromisoformat(cleaned)
        if slot.kind in (SlotKind.PERCENT, SlotKind.NUMBER):
            return _decimal(slot, Decimal(cleaned.rstrip("%").rstrip()))
    except (ValueError, ArithmeticError) as error:
        raise _misfit(slot, text) from error
    return _words(slot, cleaned)


def _formatted(slot: Slot, value: SlotValue, language: str) -> str:
    from babel.dates import format_date
    from babel.numbers import format_decimal, format_percent

    from dragoman.base.locales import reader_locale

    locale = reader_locale(language)
    match slot.kind:
        case SlotKind.AMOUNT:
            return _money(_amount(slot, value), language)
        case SlotKind.DATE:
            return str(format_date(_date(slot, value), "long", locale=locale))
        case SlotKind.PERCENT:
            share = _decimal(slot, value) / 100
            return str(format_percent(share, locale=locale, decimal_quantization=False))
        case SlotKind.NUMBER:
            return str(format_decimal(_decimal(slot, value), locale=locale, decimal_quantization=False))
        case _:
            return _words(slot, value)


def _money(amount: Amount, language: str) -> str:
    from babel.numbers import format_currency

    from dragoman.base.locales import reader_locale

    exact = amount.value.as_tuple().exponent
    cents = isinstance(exact, int) and exact < -2
    return str(
        format_currency(amount.value, amount.currency, locale=reader_locale(language), decimal_quantization=not cents)
    )


def _amount(slot: Slot, value: SlotValue) -> Amount:
    if not isinstance(value, Amount) or not _CURRENCY.fullmatch(value.currency):
        raise _misfit(slot, value)
    return replace(value, value=_decimal(slot, value.value))


def _date(slot: Slot, value: SlotValue) -> date:
    if not isinstance(value, date):
        raise _misfit(slot, value)
    return value


def _decimal(slot: Slot, value: SlotValue) -> Decimal:
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        raise _misfit(slot, value)
    number = Decimal(value)
    whole = slot.kind is not SlotKind.NUMBER or number == number.to_integral_value() if number.is_finite() else False
    if not whole or abs(number) >= _MAX_NUMBER:
        raise _misfit(slot, value)
    return number


def _words(slot: Slot, value: SlotValue) -> str:
    if not isinstance(value, str):
        raise _misfit(slot, value)
    text = " ".join("".join(char if char.isprintable() else " " for char in value).split())
    if not text or len(text) > _MAX_TEXT:
        raise _misfit(slot, value)
    return text


def _misfit(slot: Slot, value: object) -> KnownError:
    return KnownError(
        N_("“{value}” does not fit into the gap {name}."),
        N_("An amount is written as 2500 EUR, a date as 2027-01-30, a percentage as 2.5, a number as 1250."),
        value=str(value)[:80],
        name=slot.name,
    )
