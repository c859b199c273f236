"""A meeting time in one line of the reader's language, every place in its own local time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dragoman.base.locales import reader_locale
from dragoman.meetings.zones import city_name, zone_info


def slot_text(start: datetime, duration_minutes: int, places: Sequence[tuple[str, str]], language: str) -> str:
    """Return "Tuesday, 3 March 2026, 16:00–17:00 São Paulo · 20:00–21:00 London" in ``language``.

    ``places`` are IANA zones with the city to name (empty for the zone's own). The date is the first place's; a
    place where it is another day then says so. Formats are CLDR's.
    """
    from babel.dates import format_date, format_skeleton

    locale = reader_locale(language)
    first = start.astimezone(zone_info(places[0][0]))
    parts = []
    for zone, city in places:
        local = start.astimezone(zone_info(zone))
        end = (start + timedelta(minutes=duration_minutes)).astimezone(zone_info(zone))
        name = city or city_name(zone, language)
        # 24-hour clocks cannot be misread for the other half of the day, whatever the reader's habit.
        clocks = f"{local:%H:%M}–{end:%H:%M}"
        other_day = "" if local.date() == first.date() else f" ({format_skeleton('MMMEd', local, locale=locale)})"
        parts.append(f"{clocks} {name}{other_day}")
    return f"{format_date(first, 'full', locale=locale)}, " + " · ".join(parts)
