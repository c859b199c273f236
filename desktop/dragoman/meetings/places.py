"""Where somebody is, as people type it: "Tokyo", "JST", "圣保罗", "Asia/Tokyo", "Brazil", "UTC+8"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, active_language
from dragoman.meetings.availability import Calendar
from dragoman.meetings.zones import city_name, stretches, zone_names

_NEAREST = 4
_LIKENESS = 65
"""Percent of rapidfuzz's ratio from which a name is offered instead of one that is not known."""
_SHOWN = 8
_UNOFFICIAL = frozenset({"Asia/Urumqi"})
"""Zones that a country's law does not know: all of China is on Beijing time. Typed by name they are found."""
_COMPARED = (int(datetime(2020, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2038, 1, 1, tzinfo=UTC).timestamp()))
_HOURS_FROM_UTC = range(-12, 15)

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "UTC": ("UTC",), "GMT": ("UTC",), "Z": ("UTC",), "WET": ("Europe/Lisbon",), "WEST": ("Europe/Lisbon",),
    "CET": ("Europe/Berlin",), "CEST": ("Europe/Berlin",), "EET": ("Europe/Athens", "Europe/Kyiv", "Africa/Cairo"),
    "EEST": ("Europe/Athens", "Europe/Kyiv", "Africa/Cairo"), "MSK": ("Europe/Moscow",), "TRT": ("Europe/Istanbul",),
    "BST": ("Europe/London", "Asia/Dhaka"), "IST": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "IDT": ("Asia/Jerusalem",), "GST": ("Asia/Dubai", "Atlantic/South_Georgia"),
    "AST": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"), "PKT": ("Asia/Karachi",),
    "NPT": ("Asia/Kathmandu",), "CST": ("America/Chicago", "Asia/Shanghai", "America/Mexico_City", "America/Havana"),
    "CDT": ("America/Chicago", "America/Havana"), "JST": ("Asia/Tokyo",), "KST": ("Asia/Seoul",),
    "HKT": ("Asia/Hong_Kong",), "SGT": ("Asia/Singapore",), "MYT": ("Asia/Kuala_Lumpur",), "PHT": ("Asia/Manila",),
    "ICT": ("Asia/Bangkok", "Asia/Ho_Chi_Minh"), "WIB": ("Asia/Jakarta",), "WITA": ("Asia/Makassar",),
    "WIT": ("Asia/Jayapura",), "EST": ("America/New_York",), "EDT": ("America/New_York",),
    "ET": ("America/New_York",), "CT": ("America/Chicago",), "MT": ("America/Denver",),
    "MST": ("America/Denver", "America/Phoenix", "Asia/Kuala_Lumpur"), "MDT": ("America/Denver",),
    "PT": ("America/Los_Angeles",), "PST": ("America/Los_Angeles", "Asia/Manila"), "PDT": ("America/Los_Angeles",),
    "AKST": ("America/Anchorage",), "HST": ("Pacific/Honolulu",), "NST": ("America/St_Johns",),
    "BRT": ("America/Sao_Paulo",), "ART": ("America/Argentina/Buenos_Aires",), "CLT": ("America/Santiago",),
    "COT": ("America/Bogota",), "PET": ("America/Lima",), "SAST": ("Africa/Johannesburg",), "CAT": ("Africa/Maputo",),
    "EAT": ("Africa/Nairobi",), "WAT": ("Africa/Lagos",), "AEST": ("Australia/Sydney", "Australia/Brisbane"),
    "AEDT": ("Australia/Sydney",), "ACST": ("Australia/Adelaide", "Australia/Darwin"), "AWST": ("Australia/Perth",),
    "NZST": ("Pacific/Auckland",), "NZDT": ("Pacific/Auckland",),
}  # fmt: skip
"""Abbreviations in use, with the zones they may mean; where there are several, the reader is asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """An IANA zone, the ISO 3166-1 country it was found in (empty for none), and the city in English and Chinese
    where it is not the one that the zone is named after."""

    zone: str
    country: str = ""
    city: str = ""
    city_zh: str = ""

    def name(self, language: str) -> str:
        """Return what to call the place, for a reader of ``language``."""
        own = self.city_zh if language.startswith("zh") else self.city
        return own or city_name(self.zone, language)


class Places:
    """Finds places. Instances may be shared between threads."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def find(self, text: str) -> tuple[Place, ...]:
        """Return every place that ``text`` may mean: none where it is not known, one where it is clear, several where
        somebody has to choose (CST, or a country with several zones). The likeliest is first."""
        typed = " ".join(text.split())[:120]
        if typed in zone_names() and "/" in typed:
            return (Place(typed, _country_of(typed)),)
        # Two small letters are a country: "pt" is Portugal, "PT" Pacific time.
        if zones := ABBREVIATIONS.get(typed.upper() if len(typed) > 2 else typed):
            return tuple(Place(zone, _country_of(zone)) for zone in zones)
        if offset := _fixed_offset(typed):
            return (Place(offset),)
        key = folded(typed)
        if found := _cities().get(key):
            return found
        by_name = _zones_by_name()
        if key in by_name:
            return tuple(Place(zone, _country_of(zone)) for zone in by_name[key])
        return self._of_country(typed)

    def city(self, name: str) -> tuple[str, str] | None:
        """Return country and zone of a city that is clear by its name; None for countries, abbreviations and others."""
        found = _cities().get(folded(name), ())
        return (found[0].country, found[0].zone) if len(found) == 1 and found[0].country else None

    def resolve(self, text: str) -> Place:
        """Return the one place that ``text`` means. Raises :class:`KnownError` with the choices where it may mean
        several, and with the nearest names where it is not known."""
        found = self.find(text)
        language = active_language()
        if len(found) == 1:
            return found[0]
        if found:
            names = [f"{place.name(language)} ({place.zone})" for place in found[:_SHOWN]]
            raise KnownError(
                N_("“{text}” may mean several time zones."),
                N_("Choose one: {names}."),
                text=text[:80],
                names=", ".join(names) + (" …" if len(found) > _SHOWN else ""),
            )
        if near := self.nearest(text):
            raise KnownError(
                N_("“{text}” is not a place Dragoman knows."), N_("Nearest names: {names}."),
                text=text[:80], names=", ".join(near),
            )  # fmt: skip
        raise KnownError(
            N_("“{text}” is not a place Dragoman knows."),
            N_("Type a larger city, a country or a time zone such as Asia/Tokyo."),
            text=text[:80],
        )

    def nearest(self, text: str, count: int = _NEAREST) -> list[str]:
        """Return the known places whose name is most like ``text``, the nearest first, one name each."""
        from rapidfuzz import fuzz, process

        language = active_language()
        names: dict[str, tuple[Place, ...]] = {
            **{key: tuple(Place(zone, "") for zone in zones) for key, zones in _zones_by_name().items()},
            **_cities(),
        }
        found = process.extract(
            folded(text[:80]), names.keys(), scorer=fuzz.ratio, limit=count * 2, score_cutoff=_LIKENESS
        )
        return list(dict.fromkeys(names[key][0].name(language) for key, _score, _index in found))[:count]

    def _of_country(self, typed: str) -> tuple[Place, ...]:
        try:
            code = self._calendar.resolve(typed)
        except KnownError:
            return ()
        return tuple(Place(zone, code) for zone in _distinct(self._calendar.country(code).time_zones))


def folded(name: str) -> str:
    """Return ``name`` as it is compared: without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    # Marks of Indic scripts are vowels; only those that decompose from Latin, Greek and Cyrillic letters are accents.
    return "".join(
        character
        for character in plain
        if character.isalnum() or (unicodedata.category(character).startswith("M") and character > "\u036f")
    )


def city_in(city: str, zone: str, language: str) -> str:
    """Return what a reader of ``language`` calls the ``city`` of ``zone``, as far as it is known; else as it is."""
    for place in _cities().get(folded(city), ()):
        if place.zone == zone:
            return place.name(language)
    return city


@lru_cache(maxsize=1)
def _cities() -> dict[str, tuple[Place, ...]]:
    import tomllib
    from importlib.resources import files

    table = files("dragoman_resources").joinpath("knowledge", "cities.toml").read_text("utf-8")
    found: dict[str, tuple[Place, ...]] = {}
    for english, (country, zone, chinese, *others) in tomllib.loads(table).items():
        own = folded(zone.rsplit("/", 1)[-1]) == folded(english)
        place = Place(zone, country) if own else Place(zone, country, english, chinese)
        for name in (english, chinese, *others):
            key = folded(name)
            if all(each.zone != zone for each in found.get(key, ())):
                found[key] = (*found.get(key, ()), place)
    return found


@lru_cache(maxsize=1)
def _zones_by_name() -> dict[str, tuple[str, ...]]:
    """Return the zones by the folded names of their cities: CLDR's exemplar cities in English and Chinese, the names
    in the zones' own countries, and the last part of the IANA name."""
    from babel import Locale
    from babel.core import get_global

    aliases = get_global("zone_aliases")
    found: dict[str, dict[str, None]] = {}

    def add(names: Iterable[str], zone: str) -> None:
        for name in names:
            if key := folded(name):
                found.setdefault(key, {})[zone] = None

    canonical = {zone for zone in zone_names() if "/" in zone and zone not in aliases and not zone.startswith("Etc/")}
    tables = [Locale.parse(tag).time_zones for tag in ("en", "zh_Hans")]
    for zone in sorted(canonical):
        add([zone, zone.rsplit("/", 1)[-1]], zone)
        add((table[zone]["city"] for table in tables if "city" in table.get(zone, {})), zone)
    for zone in sorted(zone_names() - canonical):
        if "/" in zone and not zone.startswith(("Etc/", "US/")):
            for name in (zone, zone.rsplit("/", 1)[-1]):
                if folded(name) not in found:
                    add([name], zone)
    return {key: tuple(zones) for key, zones in found.items()}


def _distinct(zones: Iterable[str]) -> list[str]:
    """Return the zones whose clocks differ, the first of those that agree: Büsingen has always had Berlin's time
    since 1980, so nobody in Germany is asked."""
    by_clock: dict[object, str] = {}
    for zone in zones:
        if zone not in _UNOFFICIAL:
            by_clock.setdefault(stretches(zone, *_COMPARED), zone)
    return list(by_clock.values())


def _country_of(zone: str) -> str:
    from babel.core import get_global

    zone = get_global("zone_aliases").get(zone, zone)
    country = get_global("zone_territories").get(zone, "")
    # 001 is the world, ZZ nowhere in particular: UTC and its like.
    return country if len(country) == 2 and country != "ZZ" else ""


def _fixed_offset(typed: str) -> str:
    match = re.fullmatch(r"(?:UTC|GMT)\s*([+\-−])\s*(\d{1,2})(?::?00)?", typed, re.IGNORECASE)
    if not match:
        return ""
    hours = int(match[2]) * (1 if match[1] == "+" else -1)
    if hours not in _HOURS_FROM_UTC:
        return ""
    # POSIX signs: Etc/GMT-8 is eight hours ahead of UTC.
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"
