"""Values of a :class:`~dragoman.base.i18n.Text` that are worded when the edge formats them, not before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dragoman.base.i18n import N_, Text, active_language, render
from dragoman.knowledge.model import Holiday
from dragoman.meetings.zones import city_name


@dataclass(frozen=True, slots=True)
class City:
    """The city of a zone, in the reader's language."""

    zone: str

    def __str__(self) -> str:
        return city_name(self.zone, active_language())


@dataclass(frozen=True, slots=True)
class Weekday:
    """The weekday of a local date, in the reader's language."""

    day: date

    def __str__(self) -> str:
        from babel.dates import format_date

        return format_date(self.day, "cccc", locale=active_language())


@dataclass(frozen=True, slots=True)
class ShortDate:
    """A local date with its weekday, in the reader's language."""

    day: date

    def __str__(self) -> str:
        from babel.dates import format_skeleton

        from dragoman.base.locales import reader_locale

        return format_skeleton("yMMMEd", self.day, locale=reader_locale(active_language()))


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, in UTC unless the edge words it for a clock of its own."""

    at: datetime

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True, slots=True)
class Names:
    """Several names in one sentence, in the reader's language: "Ana, Bo and Cy"."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        from babel.lists import format_list

        from dragoman.base.locales import reader_locale

        return format_list(self.names, locale=reader_locale(active_language()))


@dataclass(frozen=True, slots=True)
class HolidayName:
    """A holiday's name, in the reader's language."""

    holiday: Holiday

    def __str__(self) -> str:
        return self.holiday.name(active_language())


@dataclass(frozen=True, slots=True)
class Lines:
    """Several messages, one a line, at most ``limit`` of them."""

    texts: tuple[Text, ...]
    limit: int = 20

    def __str__(self) -> str:
        lines = ["- " + render(text) for text in self.texts[: self.limit]]
        if len(self.texts) > self.limit:
            lines.append("- " + render(Text(N_("and {count} more"), {"count": len(self.texts) - self.limit})))
        return "\n".join(lines)
