"""Facts of every country that kept-up packages hold: CLDR (Babel), phonenumbers, tzdata, schwifty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import format_decimal

from dragoman.knowledge.records import Fact, Provenance

KOSOVO = "XK"
"""User-assigned code: not in ISO 3166-1, but in CLDR, in IBANs and in trade."""

NAME_LANGUAGES = (
    "en", "zh", "zh-Hant", "es", "pt", "fr", "de", "ja", "ar", "ru", "it", "tr", "ko", "hi", "vi", "th",
    "id", "ms", "pl", "nl", "uk", "fa", "he", "bn", "ur", "sv", "cs", "el", "hu", "ro",
)  # fmt: skip
"""Languages in which every country has a name; each country also has one in its own languages."""

NUMBER_EXAMPLE = 1234567.89
_OFFICIAL = ("official", "de_facto_official")
_FAMILY_FIRST = frozenset({"hu", "ja", "km", "ko", "mn", "vi", "zh"})
# CLDR 47 personNamesDefaults also has si, ta and te: there the "surname" that leads is the father's initial, not a
# family name by which a contact would be addressed.


@dataclass(frozen=True, slots=True)
class Name:
    """A country's name in one language."""

    iso2: str
    language: str
    name: str


@dataclass(frozen=True, slots=True)
class LanguageShare:
    """A language of a country: CLDR's share of the population in percent, and its status."""

    iso2: str
    language: str
    percent: float
    status: str | None


@dataclass(frozen=True, slots=True)
class CurrencyPeriod:
    """A currency in a country from ``start`` until ``end`` (the first day without it), None where open."""

    iso2: str
    currency: str
    start: date | None
    end: date | None
    tender: bool


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA zone of a country."""

    iso2: str
    zone: str
    comment: str


def iso_codes() -> tuple[str, ...]:
    """Return all ISO 3166-1 alpha-2 codes (tzdata's ``iso3166.tab``) and XK, sorted."""
    lines = _tzdata_lines("iso3166.tab")
    return tuple(sorted({line.split("\t")[0] for line in lines} | {KOSOVO}))


def main_locale(iso2: str, written: dict[str, str]) -> Locale | None:
    """Return the locale in which business is written there, CLDR's likeliest unless ``written`` names another."""
    if tag := written.get(iso2):
        return Locale.parse(tag, sep="-")
    try:
        return Locale.parse(f"und_{iso2}")
    except (UnknownLocaleError, ValueError):
        return None


def languages(iso2: str) -> list[LanguageShare]:
    """Return the languages CLDR counts in a country, largest share first."""
    shares: dict[str, dict[str, Any]] = get_global("territory_languages").get(iso2, {})
    return [
        LanguageShare(iso2, tag.replace("_", "-"), float(entry["population_percent"]), entry["official_status"])
        for tag, entry in sorted(shares.items(), key=lambda item: -item[1]["population_percent"])
    ]


def official_languages(shares: list[LanguageShare]) -> list[str]:
    """Return the languages that are official in the whole country, largest first."""
    return [share.language for share in shares if share.status in _OFFICIAL]


def names(codes: tuple[str, ...]) -> list[Name]:
    """Return each country's name in :data:`NAME_LANGUAGES` and in its own official languages."""
    found = []
    for tag in NAME_LANGUAGES:
        territories = Locale.parse(tag, sep="-").territories
        found += [Name(iso2, tag, territories[iso2]) for iso2 in codes if iso2 in territories]
    for iso2 in codes:
        for share in languages(iso2):
            if share.status is None or share.language in NAME_LANGUAGES:
                continue
            try:
                name = Locale.parse(share.language, sep="-").territories.get(iso2)
            except (UnknownLocaleError, ValueError):
                continue
            if name:
                found.append(Name(iso2, share.language, name))
    return found


def currency_periods(iso2: str) -> list[CurrencyPeriod]:
    """Return the country's currencies through history as CLDR has them, oldest first."""
    periods = []
    for currency, start, end, tender in get_global("territory_currencies").get(iso2, ()):
        periods.append(
            CurrencyPeriod(iso2, currency, date(*start) if start else None, date(*end) if end else None, tender)
        )
    return periods


def currencies_in_use(periods: list[CurrencyPeriod], day: date) -> list[str]:
    """Return the legal tender on ``day``, the newest first."""
    current = [
        period
        for period in periods
        if period.tender and (period.start is None or period.start <= day) and (period.end is None or day < period.end)
    ]
    current.sort(key=lambda period: period.start or date.min, reverse=True)
    return list(dict.fromkeys(period.currency for period in current))


def zones(codes: tuple[str, ...], first: dict[str, str]) -> list[Zone]:
    """Return each country's zones from tzdata's ``zone.tab``, the one named in ``first`` ahead of the others.

    tzdata orders a country's zones by geography. Kosovo keeps Belgrade's clock.
    """
    found = []
    for line in _tzdata_lines("zone.tab"):
        iso2, _coordinates, zone, *comment = line.split("\t")
        if iso2 in codes:
            found.append(Zone(iso2, zone, comment[0] if comment else ""))
    found.append(Zone(KOSOVO, "Europe/Belgrade", ""))
    return sorted(found, key=lambda zone: (zone.iso2, first.get(zone.iso2, zone.zone) != zone.zone))


def locale_facts(iso2: str, locale: Locale | None, provenance: Provenance) -> list[Fact]:
    """Return number and date conventions of the country's main locale."""
    if locale is None:
        return []
    symbols = locale.number_symbols["latn"]
    facts = {
        "main_locale": str(locale).replace("_", "-"),
        "decimal_separator": symbols["decimal"],
        "group_separator": symbols["group"],
        "number_example": format_decimal(NUMBER_EXAMPLE, locale=locale),
        "date_order": _date_order(locale.date_formats["short"].pattern),
        "date_pattern": locale.date_formats["short"].pattern,
        "name_order": "family_first" if locale.language in _FAMILY_FIRST else "given_first",
        "digits": locale.default_numbering_system,
    }
    return [Fact(iso2, key, value, provenance) for key, value in facts.items()]


def calling_code(iso2: str) -> str | None:
    """Return the country calling code with its plus, as ITU assigned it."""
    from phonenumbers import country_code_for_region

    code = country_code_for_region(iso2)
    return f"+{code}" if code else None


def iban_length(iso2: str) -> int | None:
    """Return the length of the country's IBANs; None where SWIFT's registry has none (schwifty: aspirational)."""
    from schwifty.exceptions import InvalidCountryCode
    from schwifty.registry import get_iban_spec

    try:
        spec = get_iban_spec(iso2)
    except InvalidCountryCode:
        return None
    return None if spec.aspirational else int(spec.iban_length)


def _date_order(pattern: str) -> str | None:
    letters = {"y": "Y", "M": "M", "L": "M", "d": "D"}
    order = "".join(dict.fromkeys(letters[letter] for letter in re.findall(r"[yMLd]", pattern)))
    return order if len(order) == 3 else None


def _tzdata_lines(name: str) -> list[str]:
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
