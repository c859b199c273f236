"""What a reader in another country may take differently, found before it is sent: dates, numbers, scales, deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dragoman.base.i18n import N_, Text
from dragoman.translation.tags import normal_tag

_BORDER = re.compile(r"(?P<line>\n+)|(?P<sentence>(?<=[.!?;])\s+|(?<=[。！？；]))|\s+")
_LONG_PART = {"line": 0, "sentence": 1000, None: 4000}


class AmbiguityKind(StrEnum):
    """What is ambiguous."""

    DATE = "date"
    NUMBER = "number"
    SCALE = "scale"
    UNIT = "unit"
    WEEKDAY = "weekday"
    TIME = "time"
    DEADLINE = "deadline"
    PERIOD = "period"
    FREQUENCY = "frequency"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take it. ``languages`` are the tags of those who do (writer, reader), none where it is open who does.

    ``rewrite`` says the same in the text's language so that nobody can take it otherwise.
    """

    meaning: Text
    rewrite: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Something at ``start`` to ``end`` of a text with two or more readings, the writer's own first."""

    kind: AmbiguityKind
    start: int
    end: int
    text: str
    readings: tuple[Reading, ...]

    @property
    def rewrite(self) -> str:
        """What to write instead when the writer meant what the language usually means."""
        return self.readings[0].rewrite


@dataclass(frozen=True, slots=True)
class Scene:
    """Who writes to whom and when. ``writer`` and ``reader`` are BCP 47 tags, the zones IANA names or empty."""

    writer: str
    reader: str
    today: date
    writer_zone: str = ""
    reader_zone: str = ""

    @property
    def language(self) -> str:
        """The bare language of the text."""
        return self.writer.split("-")[0]

    @property
    def reader_language(self) -> str:
        """The bare language of the reader."""
        return self.reader.split("-")[0]


def ambiguities(
    text: str,
    language: str,
    reader_language: str,
    *,
    today: date,
    writer_zone: str = "",
    reader_zone: str = "",
) -> list[Ambiguity]:
    """Return what in ``text`` may be taken differently, in order, none overlapping.

    ``language`` and ``reader_language`` are BCP 47 tags; ``en`` alone is read in both orders of dates. ``today`` is the
    writer's date. Times of day are looked at only when both zones are given and their clocks differ. Words are known
    in :data:`~dragoman.translation.ambiguity_words.LANGUAGES`, dates and numbers in every language. Raises
    :class:`~dragoman.base.errors.KnownError` for an unknown language.
    """
    from dragoman.base.locales import babel_locale

    for tag in (language, reader_language):
        babel_locale(tag)
    scene = Scene(
        normal_tag(language) or language,
        normal_tag(reader_language) or reader_language,
        today,
        writer_zone,
        reader_zone,
    )
    return [
        replace(one, start=one.start + offset, end=one.end + offset)
        for offset, part in _parts(text)
        for one in _in_part(part, scene)
    ]


def _in_part(text: str, scene: Scene) -> list[Ambiguity]:
    from dragoman.translation.ambiguity_amounts import numbers, scales, units
    from dragoman.translation.ambiguity_times import clock_times, deadlines, frequencies, month_ends, next_weekdays

    found = [
        *_dates(text, scene),
        *scales(text, scene),
        *units(text, scene),
        *numbers(text, scene),
        *next_weekdays(text, scene),
        *deadlines(text, scene),
        *clock_times(text, scene),
        *month_ends(text, scene),
        *frequencies(text, scene),
    ]
    return _apart(found)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield pieces with their offsets, cut at line ends, and where a line is long at ends of sentences, then at blanks.

    The work on a piece grows with its square: the words that belong to a time are looked for around every time.
    """
    start = 0
    for border in _BORDER.finditer(text):
        if border.end() - start >= _LONG_PART[border.lastgroup]:
            yield start, text[start : border.end()]
            start = border.end()
    yield start, text[start:]


def rewritten(text: str, found: Iterable[Ambiguity]) -> str:
    """Return ``text`` with the first rewrite of every ambiguity in ``found``."""
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        text = text[: one.start] + one.rewrite + text[one.end :]
    return text


def distinct(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return the readings with those that would be written the same way put together."""
    kept: dict[str, Reading] = {}
    for reading in readings:
        known = kept.get(reading.rewrite)
        languages = tuple(dict.fromkeys((*(known.languages if known else ()), *reading.languages)))
        kept[reading.rewrite] = Reading((known or reading).meaning, reading.rewrite, languages)
    return tuple(kept.values())


def long_date(when: date, tag: str, *, weekday: bool = False) -> str:
    """Return a date that nobody misreads: the month as a word, the year in full (CLDR ``long`` or ``full``)."""
    from babel.dates import format_date

    from dragoman.base.locales import reader_locale

    return str(format_date(when, "full" if weekday else "long", locale=reader_locale(tag)))


_NUMERIC_DATE = re.compile(r"(?<![\d/.\-])(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/\-]|\.\d)")


def _dates(text: str, scene: Scene) -> Iterator[Ambiguity]:
    for match in _NUMERIC_DATE.finditer(text):
        parts = (match[1], match[3], match[4])
        # With full stops nobody puts the month first.
        may_swap = match[2] != "."
        orders = [(_order(scene.writer, may_swap), scene.writer), (_order(scene.reader, may_swap), scene.reader)]
        if may_swap and "en" in (scene.writer, scene.reader):
            orders.append(("mdy", ""))
        readings = distinct(
            Reading(
                Text(N_("means {date}"), {"date": long_date(when, scene.writer)}),
                long_date(when, scene.writer),
                (tag,) if tag else (),
            )
            for order, tag in orders
            if (when := _read(parts, order))
        )
        if len(readings) > 1:
            yield Ambiguity(AmbiguityKind.DATE, match.start(), match.end(), match[0], readings)


def _order(tag: str, may_swap: bool) -> str:
    """Return in which order a reader takes the parts of a date in figures, from CLDR's short pattern."""
    from dragoman.base.locales import reader_locale

    if not may_swap:
        return "dmy"
    pattern = reader_locale(tag).date_formats["short"].pattern
    return "".join(dict.fromkeys(char.lower() for char in re.sub(r"'[^']*'", "", pattern) if char in "dMyu")).replace(
        "u", "y"
    )


def _read(parts: tuple[str, str, str], order: str) -> date | None:
    first, second, third = map(int, parts)
    if order == "ymd" and len(parts[2]) == 2:
        year, month, day = first, second, third
    else:
        # Who puts the year first puts the month before the day.
        day, month = (first, second) if order == "dmy" else (second, first)
        year = third
    try:
        return date(year + (0 if year >= 100 else 2000 if year < 70 else 1900), month, day)
    except ValueError:
        return None


def _apart(found: list[Ambiguity]) -> list[Ambiguity]:
    """Return them in order; of two that overlap the longer one, of equally long ones the first found."""
    kept: list[Ambiguity] = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def plain_number(value: Decimal) -> str:
    """Return a number without separators that could be misread: digits, in threes with no-break spaces from five on."""
    if value != value.to_integral_value():
        return f"{value.normalize():f}"
    whole = str(int(value))
    return whole if len(whole) < 5 else f"{int(value):,}".replace(",", "\u00a0")


def as_written(words: str, text: str, start: int) -> str:
    """Return ``words`` for the place ``start`` of ``text``, with a capital where a sentence begins with one there."""
    before = text[:start].rstrip(" \"'“”«»(")
    begins = not before or before[-1] in ".!?…:\n"
    return words[:1].upper() + words[1:] if begins and text[start : start + 1].isupper() else words
