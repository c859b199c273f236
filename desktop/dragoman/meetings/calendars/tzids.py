"""Which zone a TZID of a calendar file means: IANA names, Windows names, path-like names, or its own VTIMEZONE."""

from __future__ import annotations

import re
from datetime import tzinfo
from functools import lru_cache
from hashlib import sha256

from dragoman.meetings.zones import zone_names

_UTC = frozenset({"utc", "z", "gmt", "etc/utc", "coordinated universal time", "tzone://microsoft/utc", "(utc)"})
_OFFSET = re.compile(r"^(TZOFFSET(?:FROM|TO)):\s*([+-]?)(\d{2})(\d{2})(\d{2})?\s*$", re.IGNORECASE)


def iana_name(tzid: str) -> str:
    """Return the IANA zone that ``tzid`` names, or nothing.

    Besides IANA names these are Windows' names (CLDR's windowsZones, as Outlook writes them, also numbered: "W. Europe
    Standard Time 1") and path-like ones such as ``/freeassociation.sourceforge.net/Tzfile/Europe/Berlin``.
    """
    name = tzid.strip().strip('"')
    if name in zone_names():
        return name
    folded = name.casefold()
    if folded in _UTC:
        return "UTC"
    by_folded = _folded_names()
    if folded in by_folded:
        return by_folded[folded]
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    windows = re.sub(r"\s+\d+$", "", name)
    if windows in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[windows]
    parts = folded.split("/")
    for length in (3, 2):
        if len(parts) > length and (found := by_folded.get("/".join(parts[-length:]))):
            return found
    return ""


def own_zone(lines: list[str]) -> tuple[tzinfo, str] | None:
    """Return the zone that the lines of a VTIMEZONE define, and the VTIMEZONE under a name of its own.

    The name is made from the contents: two files may call different zones "Customized Time Zone". Offsets that are
    none (``+5328`` for minus 67 minutes) count as far as they go. None when nothing can be made of it.
    """
    body = [_mended(line) for line in lines if line[:4].upper() != "TZID" and not _endless(line)]
    name = "dragoman-" + sha256("\n".join(body).encode()).hexdigest()[:16]
    text = "\r\n".join([body[0], f"TZID:{name}", *body[1:]])
    from icalendar import Timezone

    try:
        zone = Timezone.from_ical(text)
        if not isinstance(zone, Timezone):
            return None
        return zone.to_tz(lookup_tzid=False), text
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
        return None


def _endless(line: str) -> bool:
    return line[:5].upper() == "RRULE" and "FREQ=YEARLY" not in line.upper()


def _mended(line: str) -> str:
    match = _OFFSET.match(line)
    if not match:
        return line
    name, sign, hours, minutes, seconds = match.groups()
    total = min(int(hours) * 60 + int(minutes), 23 * 60 + 59)
    return f"{name}:{sign or '+'}{total // 60:02}{total % 60:02}{seconds or ''}"


@lru_cache(maxsize=1)
def _folded_names() -> dict[str, str]:
    return {name.casefold(): name for name in zone_names()}
