"""Units of measure: what traders type, and the same in the other system."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

CLDR_UNITS: Mapping[str, str] = {
    "mm": "length-millimeter",
    "cm": "length-centimeter",
    "m": "length-meter",
    "km": "length-kilometer",
    "in": "length-inch",
    "inch": "length-inch",
    "inches": "length-inch",
    "ft": "length-foot",
    "feet": "length-foot",
    "yd": "length-yard",
    "mi": "length-mile",
    "m2": "area-square-meter",
    "m²": "area-square-meter",
    "sqm": "area-square-meter",
    "ft2": "area-square-foot",
    "ft²": "area-square-foot",
    "sqft": "area-square-foot",
    "m3": "volume-cubic-meter",
    "m³": "volume-cubic-meter",
    "cbm": "volume-cubic-meter",
    "ft3": "volume-cubic-foot",
    "ft³": "volume-cubic-foot",
    "cuft": "volume-cubic-foot",
    "ml": "volume-milliliter",
    "l": "volume-liter",
    "gal": "volume-gallon",
    "g": "mass-gram",
    "kg": "mass-kilogram",
    "kgs": "mass-kilogram",
    "t": "mass-tonne",
    "lb": "mass-pound",
    "lbs": "mass-pound",
    "oz": "mass-ounce",
}
"""CLDR unit, by what traders type. Counted units are in the language files."""

# Exact by definition (NIST Handbook 44, appendix C), the reciprocals rounded far below what is shown.
_TO_CUSTOMARY: Mapping[str, tuple[str, Decimal]] = {
    "length-millimeter": ("length-inch", Decimal("0.0393700787")),
    "length-centimeter": ("length-inch", Decimal("0.393700787")),
    "length-meter": ("length-foot", Decimal("3.28083990")),
    "length-kilometer": ("length-mile", Decimal("0.621371192")),
    "area-square-meter": ("area-square-foot", Decimal("10.7639104")),
    "volume-cubic-meter": ("volume-cubic-foot", Decimal("35.3146667")),
    "volume-liter": ("volume-gallon", Decimal("0.264172052")),
    "mass-gram": ("mass-ounce", Decimal("0.0352739619")),
    "mass-kilogram": ("mass-pound", Decimal("2.20462262")),
    "mass-tonne": ("mass-pound", Decimal("2204.62262")),
}
_TO_METRIC: Mapping[str, tuple[str, Decimal]] = {
    "length-inch": ("length-centimeter", Decimal("2.54")),
    "length-foot": ("length-meter", Decimal("0.3048")),
    "length-yard": ("length-meter", Decimal("0.9144")),
    "length-mile": ("length-kilometer", Decimal("1.609344")),
    "area-square-foot": ("area-square-meter", Decimal("0.09290304")),
    "volume-cubic-foot": ("volume-cubic-meter", Decimal("0.028316846592")),
    "volume-gallon": ("volume-liter", Decimal("3.785411784")),
    "mass-pound": ("mass-kilogram", Decimal("0.45359237")),
    "mass-ounce": ("mass-gram", Decimal("28.349523125")),
}
_SHOWN_DIGITS = 4


def in_other_system(amount: Decimal, unit: str, system: str) -> tuple[Decimal, str] | None:
    """Return an amount of a CLDR ``unit`` in the reader's system, rounded to four significant digits.

    ``system`` is CLDR's ``US``, ``UK`` or ``metric``; British trade is metric. None where nothing is to be added.
    """
    table = _TO_CUSTOMARY if system == "US" else _TO_METRIC if system else {}
    found = table.get(unit)
    if not found or not amount:
        return None
    other, factor = found
    value = amount * factor
    place = Decimal(1).scaleb(value.adjusted() - _SHOWN_DIGITS + 1)
    return value.quantize(place, ROUND_HALF_UP).normalize(), other
