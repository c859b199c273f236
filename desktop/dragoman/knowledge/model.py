"""What crosses the knowledge package's boundary. Unknown values are None or empty, never invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

TOPICS = (
    "greeting",
    "address",
    "business_card",
    "punctuality",
    "small_talk",
    "communication",
    "hierarchy",
    "negotiation",
    "contracts",
    "gifts",
    "dining",
    "dress",
    "gestures",
    "taboos",
    "email",
    "calls",
    "working_week",
    "payment",
    "disputes",
    "travel",
)
"""Topics of a market card, in the order in which they are read."""

TREATIES = ("cisg", "new_york_convention", "apostille", "wto")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from; ``as_of`` is the day it was last compared with it."""

    id: str
    title: str
    publisher: str
    as_of: date | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off, or with ``makeup_workday`` a weekend day that is worked.

    ``category`` is public, half_day, bank, government, optional, workday or another category of the
    source; only ``public`` (and ``half_day`` for its half) closes offices. ``subdivision`` is None where the
    whole country has it.
    """

    date: date
    name_en: str
    name_local: str
    name_zh: str
    category: str
    estimated: bool = False
    makeup_workday: bool = False
    subdivision: str | None = None

    def name(self, language: str) -> str:
        """Return the name for a reader of ``language`` (a UI language or BCP 47 tag)."""
        return (self.name_zh if language.startswith("zh") else self.name_en) or self.name_en or self.name_local


@dataclass(frozen=True, slots=True)
class Treaty:
    """Membership of a convention; None where it is not known."""

    member: bool | None
    in_force: str | None = None
    declarations: str | None = None
    source: str | None = None
    as_of: date | None = None
    declarations_zh: str | None = None

    def declared(self, language: str) -> str | None:
        """Return declarations and territorial scope for a reader of ``language``."""
        return self.declarations_zh if language.startswith("zh") else self.declarations


@dataclass(frozen=True, slots=True)
class Country:
    """Facts of one ISO 3166-1 country (and XK). ``weekend`` is Monday to Sunday, True where the day is off.

    ``names`` maps BCP 47 languages to names; ``postal``, ``gdpr``, ``currency_regime`` and the rest of the
    open-ended facts are plain mappings with the keys of the command line contract. ``office_hours`` are local
    ``HH:MM`` pairs without the lunch break. ``time_zones`` starts with the zone of the business centre.
    ``language_shares`` are (tag, percent of the population, status in CLDR), the largest first.
    ``special_periods`` has one entry per kind with all its ``occurrences``; ``extra`` are facts without a field of
    their own (notes on tax, recording, digits).
    """

    iso2: str
    iso3: str
    names: dict[str, str]
    official_languages: tuple[str, ...]
    business_languages: tuple[str, ...]
    currencies: tuple[str, ...]
    currency_regime: dict[str, object] | None
    calling_code: str | None
    time_zones: tuple[str, ...]
    weekend: tuple[bool, bool, bool, bool, bool, bool, bool]
    weekend_half_day: str | None
    weekend_regional: tuple[str, ...]
    first_day_of_week: str
    office_hours: tuple[tuple[str, str], ...]
    measurement_system: str | None
    paper_size: str | None
    decimal_separator: str | None
    number_example: str | None
    date_order: str | None
    calendars: tuple[str, ...]
    name_order: str | None
    postal: dict[str, object]
    uses_iban: bool | None
    iban_length: int | None
    vat_standard_rate: float | None
    treaties: dict[str, Treaty]
    gdpr: dict[str, object]
    data_laws: tuple[dict[str, object], ...]
    fatf_list: str | None
    recording_consent: str | None
    special_periods: tuple[dict[str, object], ...]
    subdivisions: tuple[tuple[str, str], ...] = ()
    group_separator: str | None = None
    main_locale: str | None = None
    extra: dict[str, object] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    language_shares: tuple[tuple[str, float, str | None], ...] = ()

    def name(self, language: str) -> str:
        """Return the country's name for a reader of ``language``."""
        if language.startswith("zh"):
            return self.names.get("zh", self.names["en"])
        return self.names.get(language) or self.names.get(language.split("-")[0]) or self.names["en"]


@dataclass(frozen=True, slots=True)
class EtiquetteText:
    """What to know about one topic in one market, in one language."""

    topic: str
    summary: str
    do: tuple[str, ...]
    dont: tuple[str, ...]
    detail: str
    confidence: str
    as_of: date
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """Manners of one market in one language, and the flags that drive the program.

    ``do`` and ``dont`` are the five each that the brief opens with.
    """

    iso2: str
    do: tuple[str, ...]
    dont: tuple[str, ...]
    topics: dict[str, EtiquetteText]
    flags: dict[str, object]
    as_of: date


@dataclass(frozen=True, slots=True)
class SpecialPeriod:
    """A dated stretch in which business runs otherwise; both days are included.

    ``hours`` are the usual office hours in it, as local ``HH:MM`` pairs, empty where they do not change or vary.
    """

    iso2: str
    id: str
    start: date
    end: date
    name_en: str
    name_zh: str
    effect_en: str
    effect_zh: str
    estimated: bool = False
    hours: tuple[tuple[str, str], ...] = ()

    def name(self, language: str) -> str:
        """Return the name for a reader of ``language`` (a UI language or BCP 47 tag)."""
        return self.name_zh if language.startswith("zh") else self.name_en

    def effect(self, language: str) -> str:
        """Return what it means for business, for a reader of ``language``."""
        return self.effect_zh if language.startswith("zh") else self.effect_en


class StateKind(StrEnum):
    """What a person in an office there most likely does at an instant."""

    AT_WORK = "at_work"
    LUNCH = "lunch"
    BEFORE_WORK = "before_work"
    EVENING = "evening"
    ASLEEP = "asleep"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class LocalState:
    """The other side's clock: ``now`` and ``until`` are aware local times; ``until`` is when the state ends."""

    kind: StateKind
    now: datetime
    until: datetime
    holiday: Holiday | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result: ``snippet`` is plain text around the match."""

    iso2: str
    topic: str
    title: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """The person to be addressed, as far as known; ``title`` is academic or professional (Dr., Ing.)."""

    given_name: str = ""
    family_name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """The country pair on one screen. Worded in one language, dates as dates."""

    country: Country
    home: Country | None
    market: Market | None
    upcoming: tuple[Holiday, ...]
    home_upcoming: tuple[Holiday, ...]
    shared_hours_utc: tuple[tuple[datetime, datetime], ...] = ()
    facts: dict[str, object] = field(default_factory=dict)
    special_periods: tuple[SpecialPeriod, ...] = ()
    home_special_periods: tuple[SpecialPeriod, ...] = ()
    state: LocalState | None = None
    home_state: LocalState | None = None
