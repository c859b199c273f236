"""Holidays of every country and subdivision from the ``holidays`` package, in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import holidays

FIRST_YEAR = 2020
LAST_YEAR = 2035
CATEGORIES_LEFT_OUT = frozenset({"workday", "unofficial", "school"})
"""Days on which offices work: observances (``workday`` stands here for make-up working days instead) and, half of all
rows, the holidays of schools."""

_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
_DELIMITER = "; "


_AMERICAN_DATE = re.compile(r"\b(\d\d)/(\d\d)/(\d{4})\b")
# What a weekend day that is worked is called where it exists; the package marks the days but does not name them.
_MAKEUP_DAY = {
    "en": "Make-up working day",
    "zh_CN": "调休上班",
    "zh_TW": "補行上班日",
    "hu": "Áthelyezett munkanap",
    "ru": "Рабочий день (перенос)",
    "uk": "Робочий день (перенесення)",
    "be": "Працоўны дзень (перанос)",
    "lv": "Pārceltā darba diena",
    "vi": "Ngày làm bù",
    "uz": "Ish kuni (koʻchirilgan)",
    "kk": "Жұмыс күні (ауыстырылған)",
}


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One day off of a country, or of one subdivision only, or (``makeup_workday``) a weekend day worked."""

    iso2: str
    subdivision: str | None
    date: date
    name_en: str
    name_local: str
    name_zh: str
    category: str
    estimated: bool
    makeup_workday: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """A national holiday that a subdivision does not keep."""

    iso2: str
    subdivision: str
    date: date
    category: str


def countries() -> dict[str, list[str]]:
    """Return the countries the package knows with their subdivision codes."""
    return {
        iso2: [str(code) for code in codes]
        for iso2, codes in holidays.list_supported_countries(include_aliases=False).items()
    }


def weekend(iso2: str) -> list[int]:
    """Return the package's weekend in the newest year, Monday is 0."""
    calendar = holidays.country_holidays(iso2, years=LAST_YEAR)
    return sorted(int(day) for day in calendar.weekend)


def subdivision_names(iso2: str, codes: list[str]) -> dict[str, str]:
    """Return a readable name per subdivision code; the code where the package has no alias."""
    aliases: dict[str, list[str]] = holidays.country_holidays(iso2).get_subdivision_aliases()
    return {code: (aliases.get(code) or [code])[0] for code in codes}


def rows(iso2: str, codes: list[str], chinese: ChineseNames, rules: DayRules) -> Iterator[HolidayRow | Absence]:
    """Yield the country's days from 2020 to 2035: national, then what each subdivision adds or leaves out."""
    calendar = holidays.country_holidays(iso2)
    makeup_days: set[date] = set()
    for category in calendar.supported_categories:
        if category in CATEGORIES_LEFT_OUT:
            continue
        national = _Reading(iso2, None, category, chinese, rules)
        for day in sorted(national.english):
            yield national.row(day)
        makeup_days |= national.makeup_days
        for code in codes:
            local = _Reading(iso2, code, category, chinese, rules)
            for day in sorted(local.english):
                if local.english[day] != national.english.get(day):
                    yield local.row(day)
            for day in sorted(national.english.keys() - local.english.keys()):
                yield Absence(iso2, code, day, rules.category(iso2, category))
    for day in sorted(makeup_days):
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            own = _MAKEUP_DAY.get(calendar.default_language or "", _MAKEUP_DAY["en"])
            name = _MAKEUP_DAY["en"]
            yield HolidayRow(iso2, None, day, name, own, "调休上班", "workday", estimated=False, makeup_workday=True)


@dataclass(frozen=True, slots=True)
class DayRules:
    """Which days hang on the sight of the moon though the package gives them as settled; which half days count.

    A country whose authority fixes the calendar years ahead (``calculated``) is left as the package has it.
    """

    names: re.Pattern[str]
    calculated: frozenset[str]
    announced_until: date
    half_days_at_work: frozenset[str]

    @classmethod
    def from_table(cls, table: dict[str, Any]) -> DayRules:
        rules, half = table["moon_sighted"], frozenset(table["half_day"]["not_for_offices"])
        return cls(re.compile(rules["names"]), frozenset(rules["calculated"]), rules["announced_until"], half)

    def category(self, iso2: str, category: str) -> str:
        """Return the category under which a day is kept: a half day that closes no office is optional."""
        return "optional" if category == "half_day" and iso2 in self.half_days_at_work else category

    def is_sighted(self, iso2: str, day: date, name_en: str) -> bool:
        return day > self.announced_until and iso2 not in self.calculated and bool(self.names.search(name_en))


class ChineseNames:
    """English holiday names to Chinese: the country's own, whole names, then a base name with its qualifier."""

    def __init__(
        self, exact: dict[str, str], qualifiers: dict[str, str], by_country: dict[str, dict[str, str]]
    ) -> None:
        self._exact = exact
        self._by_country = by_country
        self._qualifiers = [(re.compile(pattern), wording) for pattern, wording in qualifiers.items()]
        self.missing: dict[str, int] = {}

    def name(self, iso2: str, english: str) -> str:
        """Return the Chinese name, or the English one where none is written; counted in :attr:`missing`."""
        return "；".join(self._one(iso2, part) for part in english.split(_DELIMITER))

    def _one(self, iso2: str, english: str) -> str:
        own = self._by_country.get(iso2, {})
        if english in own or english in self._exact:
            return own.get(english) or self._exact[english]
        for pattern, wording in self._qualifiers:
            if match := pattern.fullmatch(english):
                groups = match.groupdict()
                base = groups.pop("name", None)
                return wording.format(name=self._one(iso2, base) if base else "", **groups)
        self.missing[english] = self.missing.get(english, 0) + 1
        return english


class _Reading:
    """One country, subdivision and category in English, the local language and, where there is one, Chinese."""

    def __init__(
        self, iso2: str, subdivision: str | None, category: str, chinese: ChineseNames, rules: DayRules
    ) -> None:
        self._iso2, self._subdivision, self._category = iso2, subdivision, category
        self._chinese, self._rules = chinese, rules
        default = holidays.country_holidays(iso2)
        supported = default.supported_languages
        english = next((tag for tag in ("en_US", "en_GB") if tag in supported), None)
        self.english, self._estimated, calendar = self._read(english)
        self._estimated |= {day for day, name in self.english.items() if rules.is_sighted(iso2, day, name)}
        local = default.default_language
        self._local = self._read(local)[0] if local and local != english else self.english
        self._zh = self._read("zh_CN")[0] if "zh_CN" in supported else {}
        self.makeup_days = set(calendar.weekend_workdays or ()) if category == "public" else set()

    def row(self, day: date) -> HolidayRow:
        return HolidayRow(
            self._iso2,
            self._subdivision,
            day,
            _unambiguous(self.english[day]),
            _unambiguous(self._local.get(day, self.english[day])),
            self._zh.get(day) or self._chinese.name(self._iso2, self.english[day]),
            self._rules.category(self._iso2, self._category),
            estimated=day in self._estimated,
        )

    def _read(self, language: str | None) -> tuple[dict[date, str], set[date], holidays.HolidayBase]:
        calendar = holidays.country_holidays(
            self._iso2, subdiv=self._subdivision, years=_YEARS, categories=(self._category,), language=language
        )
        estimated_label, replacement = _labels(calendar)
        found, estimated = {}, set()
        for day, joined in calendar.items():
            parts = []
            for part in joined.split(_DELIMITER):
                bare = part
                for pattern, wording in ((estimated_label, "{}"), replacement):
                    if pattern and (match := pattern.fullmatch(bare)):
                        bare = wording.format(match.group(1))
                        estimated.add(day)
                parts.append(bare)
            found[day] = _DELIMITER.join(dict.fromkeys(parts))
        return found, estimated, calendar


def _unambiguous(name: str) -> str:
    """Return the name with the package's month/day/year dates written year-month-day: 01/04 is April elsewhere."""
    return _AMERICAN_DATE.sub(r"\3-\1-\2", name) if name.startswith("Day off (") else name


def _labels(calendar: holidays.HolidayBase) -> tuple[re.Pattern[str] | None, tuple[re.Pattern[str] | None, str]]:
    """Return what the package writes around estimated names, in the calendar's language."""

    def pattern(label: str | None) -> re.Pattern[str] | None:
        if not label:
            return None
        before, _placeholder, after = str(calendar.tr(label)).partition("%s")
        return re.compile(re.escape(before) + "(.+)" + re.escape(after))

    observed = str(calendar.tr(getattr(calendar, "observed_label", None) or "%s (observed)")).replace("%s", "{}")
    return (
        pattern(getattr(calendar, "estimated_label", None)),
        (pattern(getattr(calendar, "observed_estimated_label", None)), observed),
    )
