"""A meeting time in one line of the reader's language, every place in its own local time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dragoman.base.locales import language_of, reader_locale
from dragoman.knowledge.platforms import Program
from dragoman.meetings.places import city_in
from dragoman.meetings.zones import city_name, zone_info

_SHOWN = 26
"""Meetings of a series that a text lists: half a year of weeks."""

_JOIN = {
    "ar": "للانضمام عبر الإنترنت{by}: {link}",
    "de": "Online teilnehmen{by}: {link}",
    "en": "Join online{by}: {link}",
    "es": "Unirse en línea{by}: {link}",
    "fr": "Rejoindre en ligne{by} : {link}",
    "hi": "ऑनलाइन जुड़ें{by}: {link}",
    "ja": "オンライン参加{by}：{link}",
    "ko": "온라인 참석{by}: {link}",
    "pt": "Participar on-line{by}: {link}",
    "ru": "Подключиться онлайн{by}: {link}",
    "vi": "Tham gia trực tuyến{by}: {link}",
    "zh": "线上参会{by}：{link}",
}
"""In the languages of the reader, not of the program: it goes out with the invitation."""
_COMMAS = {"ar": "، ", "fa": "، ", "ja": " ", "ko": " ", "ur": "، ", "zh": " "}
"""Between date and time, where it is not a comma."""
_BRACKETS = {"ja": ("（", "）"), "zh": ("（", "）")}


def slot_text(start: datetime, duration_minutes: int, places: Sequence[tuple[str, str]], language: str) -> str:
    """Return "Tuesday, 3 March 2026, 16:00–17:00 São Paulo · 19:00–20:00 London" in ``language``.

    ``places`` are IANA zones with the city to name (empty for the zone's own). The date is the first place's; a
    place where it is another day then says so. Formats are CLDR's.
    """
    from babel.dates import format_date, format_skeleton

    locale = reader_locale(language)
    comma, (opening, closing) = _COMMAS.get(locale.language, ", "), _BRACKETS.get(locale.language, (" (", ")"))
    first = start.astimezone(zone_info(places[0][0]))
    parts = []
    for zone, city in places:
        local = start.astimezone(zone_info(zone))
        end = (start + timedelta(minutes=duration_minutes)).astimezone(zone_info(zone))
        name = city_in(city, zone, language) if city else city_name(zone, language)
        # 24-hour clocks cannot be misread for the other half of the day, whatever the reader's habit.
        clocks = f"{local:%H:%M}–{end:%H:%M}"
        other_day = (
            "" if local.date() == first.date() else opening + format_skeleton("MMMEd", local, locale=locale) + closing
        )
        parts.append(f"{clocks} {name}{other_day}")
    day = format_date(first, "full", locale=locale)
    if locale.language == "ja":
        # CLDR writes 3日火曜日 as one word; letters put the weekday in brackets.
        day = f"{format_date(first, 'long', locale=locale)}（{format_date(first, 'EEE', locale=locale)}）"
    return f"{day}{comma}" + " · ".join(parts)


def invitation_text(
    starts: Sequence[datetime],
    duration_minutes: int,
    places: Sequence[tuple[str, str]],
    language: str,
    link: str = "",
    program: Program | None = None,
) -> str:
    """Return the lines that go to a reader of ``language``: a line for each start, as :func:`slot_text`, and how to
    join. A language without words of its own here joins in English; dates and places are in its own."""
    lines = [slot_text(start, duration_minutes, places, language) for start in starts[:_SHOWN]]
    if len(starts) > _SHOWN:
        lines.append(f"… (+{len(starts) - _SHOWN})")
    if link:
        spoken = language_of(language)
        opening, closing = _BRACKETS.get(spoken, (" (", ")"))
        by = f"{opening}{program.called(language)}{closing}" if program else ""
        # The link comes last: mail programs take a bracket behind it for a part of it.
        lines.append(_JOIN.get(spoken, _JOIN["en"]).format(by=by, link=link))
    return "\n".join(lines)
