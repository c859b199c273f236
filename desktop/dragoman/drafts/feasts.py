"""Which feast a reader is greeted for: the next one that is kept in their country, and none that is not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dragoman.base.i18n import N_, Text
from dragoman.drafts.advice import Knowledge, warning
from dragoman.drafts.model import DraftWarning

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

NEAR_DAYS = 45
"""A feast is proposed from so many days before it."""

_ANYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast and the countries where its greeting is ``default`` or ``kept``, see ``feasts.toml``."""

    name: str
    day: str
    holiday: str
    default: frozenset[str]
    kept: frozenset[str]
    without: frozenset[str]

    def is_kept(self, country: str) -> bool:
        """Return whether a partner in ``country`` welcomes the greeting."""
        return self.is_proposed(country) or country in self.kept

    def is_proposed(self, country: str) -> bool:
        """Return whether the program may choose the feast for ``country`` by itself."""
        return country in self.default or (_ANYWHERE in self.default and country not in self.without)


def read_feasts(file: Traversable) -> tuple[Feast, ...]:
    """Return the feasts of a ``feasts.toml``, in its order."""
    data: Mapping[str, Mapping[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Feast(
            name,
            entry.get("day", ""),
            entry.get("holiday", ""),
            frozenset(entry["default"]) if "default" in entry else frozenset(),
            frozenset(entry.get("kept", ())),
            frozenset(entry.get("without", ())),
        )
        for name, entry in data.items()
    )


def next_feast(feasts: tuple[Feast, ...], country: str, today: date, knowledge: Knowledge) -> str | None:
    """Return the feast to greet ``country`` for on ``today``, None when none is near."""
    near = [
        (day, number, feast.name)
        for number, feast in enumerate(feasts)
        if feast.is_proposed(country) and (day := _next_day(feast, country, today, knowledge)) is not None
    ]
    # Christmas beats the New Year a week later, for its greeting wishes both.
    return min(near)[2] if near else None


def feast_warning(feasts: tuple[Feast, ...], occasion: str, country: str, place: str) -> DraftWarning | None:
    """Return a warning when the greeting does not fit ``country``, called ``place``."""
    feast = next((feast for feast in feasts if feast.name == occasion), None)
    if feast is None or not country or feast.is_kept(country):
        return None
    return warning(
        "feast_not_kept",
        Text(N_("This feast is not generally kept in {country}."), {"country": place}),
        Text(N_("Leave the occasion empty to greet for the next feast that is kept there.")),
    )


def _next_day(feast: Feast, country: str, today: date, knowledge: Knowledge) -> date | None:
    until = today + timedelta(days=NEAR_DAYS)
    if feast.day:
        month, day = (int(part) for part in feast.day.split("-"))
        found = date(today.year, month, day)
        if found < today:
            found = found.replace(year=today.year + 1)
        return found if found <= until else None
    if not feast.holiday:
        return None
    pattern = re.compile(feast.holiday)
    days = [one.date for one in knowledge.holidays(country, today, until) if pattern.search(one.name("en"))]
    return min(days, default=None)
