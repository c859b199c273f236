"""Advice on a letter: none of it blocks, each piece says what to do. What all kinds of it share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from dragoman.base.i18n import N_, Text
from dragoman.drafts.model import Cure, DraftWarning
from dragoman.knowledge.model import Country, Holiday

WEEKDAY_NAMES = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


class Knowledge(Protocol):
    """What drafts ask of the knowledge base."""

    def flags(self, iso2: str) -> Mapping[str, object]:
        """Return the market's flags, empty when it has no card."""
        ...

    def country(self, iso2: str) -> Country:
        """Return the country. Raises KnownError when there is none."""
        ...

    def holidays(self, iso2: str, start: date, end: date, subdivision: str | None = None) -> Sequence[Holiday]:
        """Return the holidays from ``start`` to ``end``, both included."""
        ...


def warning(kind: str, text: Text, remedy: Text | None = None, cure: Cure | None = None) -> DraftWarning:
    """Return a warning with its English wording beside the message ids."""
    return DraftWarning(kind, in_english(text), in_english(remedy) if remedy else None, text, remedy, cure)


def in_english(text: Text) -> str:
    """Return the text as its message ids word it."""
    return text.message.format(
        **{key: in_english(value) if isinstance(value, Text) else value for key, value in text.values.items()}
    )


def day_name(day: date) -> Text:
    """Return a day that no reader takes for another: 2027-01-30 (Saturday)."""
    return Text("{date} ({weekday})", {"date": day.isoformat(), "weekday": Text(WEEKDAY_NAMES[day.weekday()])})
