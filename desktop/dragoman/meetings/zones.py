"""Time zones: the IANA data of the ``tzdata`` package, never the machine's.

The reset below runs at import, so that a machine with rules of three years ago gives the same answers.
"""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from importlib import import_module

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.base.text import bare

zoneinfo.reset_tzpath(to=[])
zoneinfo.ZoneInfo.clear_cache()

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

SAMPLE_SECONDS = 3 * 86_400
"""Zones are sampled this often for changes of offset. No zone of tzdata ever changed twice within 167 hours."""

Stretch = tuple[int, int, int]
"""Half-open span of UTC seconds since the epoch, and the offset from UTC in seconds that holds in it."""


def tzdata_version() -> str:
    """Return the release of the IANA time zone database in use, such as ``2026a``."""
    return str(import_module("tzdata").IANA_VERSION)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Return every zone of the database, links and old names included."""
    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


def zone_info(name: str) -> zoneinfo.ZoneInfo:
    """Return the zone ``name``. Raises :class:`KnownError` with the nearest names when there is none."""
    if name not in zone_names():
        near = nearest_zones(name)
        if near:
            raise KnownError(
                N_("“{zone}” is not a time zone."), N_("Nearest names: {names}."), zone=name, names=", ".join(near)
            )
        raise KnownError(
            N_("“{zone}” is not a time zone."), N_("Use a name such as Europe/London or Asia/Tokyo."), zone=name
        )
    return zoneinfo.ZoneInfo(name)


def nearest_zones(name: str, count: int = 3) -> list[str]:
    """Return the zones whose whole name or last part is most like ``name``, the nearest first."""
    wanted = _folded(name[:80])
    whole: dict[str, str] = {}
    last: dict[str, str] = {}
    for zone in sorted(zone_names()):
        whole[_folded(zone)] = zone
        # "Europe/London" before "GB": where two zones share a last part, the one with a continent is meant.
        if "/" in zone or _folded(zone) not in last:
            last[_folded(zone.rsplit("/", 1)[-1])] = zone
    found = [whole[key] for key in get_close_matches(wanted, whole, n=count, cutoff=0.65)]
    city = wanted.rsplit("/", 1)[-1]
    found += [last[key] for key in get_close_matches(city, last, n=count, cutoff=0.7)]
    return list(dict.fromkeys(found))[:count]


@lru_cache(maxsize=1024)
def stretches(name: str, start_s: int, end_s: int) -> tuple[Stretch, ...]:
    """Return the stretches of constant offset of zone ``name`` that together cover ``start_s`` to ``end_s``.

    Times are seconds since the epoch, exact to the second. Raises :class:`KnownError` for an unknown zone.
    """
    zone = zone_info(name)
    found: list[Stretch] = []
    begin, offset, sample = start_s, _offset(zone, start_s), start_s
    while sample < end_s:
        following = min(sample + SAMPLE_SECONDS, end_s)
        if _offset(zone, following) != offset:
            low, high = sample, following
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(zone, middle) == offset else (low, middle)
            if high < end_s:
                found.append((begin, high, offset))
                begin, offset = high, _offset(zone, high)
        sample = following
    found.append((begin, end_s, offset))
    return tuple(found)


@lru_cache(maxsize=1024)
def city_name(zone: str, language: str) -> str:
    """Return the city a zone is named after, as a reader of ``language`` writes it, or the zone's own name.

    CLDR's English has dropped most accents ("Sao Paulo"); where the country's own language differs from English
    in accents alone, its spelling is used.
    """
    if ("/" not in zone and zone.upper() == zone) or zone.startswith("Etc/"):
        return zone
    from babel.dates import get_timezone_location

    from dragoman.base.locales import babel_locale

    locale = babel_locale(language)
    city = get_timezone_location(zone, locale=locale, return_city=True).rsplit("/", 1)[-1]
    if locale.language == "en":
        for spelling in _local_spellings(zone):
            if _folded(spelling) == _folded(city):
                return spelling
    return city


def _local_spellings(zone: str) -> list[str]:
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global
    from babel.languages import get_official_languages

    zone = get_global("zone_aliases").get(zone, zone)
    spellings = []
    for language in get_official_languages(get_global("zone_territories").get(zone, "")):
        try:
            city = Locale.parse(language).time_zones.get(zone, {}).get("city")
        except (UnknownLocaleError, ValueError):
            continue
        if city:
            spellings.append(city)
    return spellings


def _folded(name: str) -> str:
    return bare(name.replace(" ", "_"))


def _offset(zone: zoneinfo.ZoneInfo, seconds: int) -> int:
    offset = (EPOCH + timedelta(seconds=seconds)).astimezone(zone).utcoffset() or timedelta()
    return offset.days * 86_400 + offset.seconds
