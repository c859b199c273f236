"""The library of contract clauses: three stances, six languages, figures filled in as each reader writes them.

A starting point for a negotiation, in our own words, and no legal advice.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.base.locales import babel_locale, language_of, reader_locale
from dragoman.deals.ledger_line import one_reading
from dragoman.deals.terms import LANGUAGES
from dragoman.translation.check import check
from dragoman.translation.model import Check

GROUPS = ("goods", "price", "delivery", "payment", "quality", "breach", "flexibility", "law", "duties")
"""The files of the library, in the order of a contract."""

MAX_TEXT = 200
_MAX_COUNT = 3650
_WITH_ARTICLE = frozenset(["AE", "BS", "CD", "CF", "CG", "DO", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "SB", "US"])
"""Countries that stand with an article in an English sentence."""
_GAP = re.compile(r"\{([a-z_]+)\}")


class Stance(StrEnum):
    """Whom a wording favours."""

    SELLER = "seller"
    BUYER = "buyer"
    BALANCED = "balanced"


class Kind(StrEnum):
    """What fills a gap of a clause.

    A percentage from 0 to 100 without its sign, a whole number from 2 on, an amount, a rate, a day (ISO 8601), a
    country (ISO 3166-1 alpha-2), a language (BCP 47), a currency (ISO 4217), or words that stand alike in every
    language, such as a port.
    """

    PERCENT = "percent"
    COUNT = "count"
    AMOUNT = "amount"
    RATE = "rate"
    DATE = "date"
    COUNTRY = "country"
    LANGUAGE = "language"
    CURRENCY = "currency"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a clause that is filled in. ``names`` are by language (:data:`~dragoman.deals.terms.LANGUAGES`).

    ``usual`` is what stands there until somebody says otherwise, by stance; empty for what only the deal can tell.
    ``known_from`` names what the deal already says about it: see :func:`~dragoman.deals.chosen_clauses.facts_of`.
    """

    id: str
    kind: Kind
    names: Mapping[str, str]
    usual: Mapping[Stance, str]
    known_from: str = ""

    def name(self, language: str) -> str:
        """Return what the gap is called, in English where ``language`` is not one of the library's."""
        return self.names[_written(language)]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in three stances. ``term`` is the id of the term of the checklist it settles.

    ``names`` and ``texts`` are by language, ``notes`` (what to watch) in ``en`` and ``zh``.
    """

    id: str
    group: str
    term: str
    names: Mapping[str, str]
    notes: Mapping[str, str]
    gaps: Mapping[str, Gap]
    texts: Mapping[Stance, Mapping[str, str]]

    def name(self, language: str) -> str:
        """Return what the clause is called, in English where ``language`` is not one of the library's."""
        return self.names[_written(language)]

    def note(self, language: str) -> str:
        """Return what to watch."""
        return self.notes["zh" if language.startswith("zh") else "en"]

    def gaps_of(self, stance: Stance) -> tuple[Gap, ...]:
        """Return the gaps of one stance, in the order in which they are met."""
        return tuple(self.gaps[name] for name in dict.fromkeys(_GAP.findall(self.texts[stance]["en"])))

    def text(self, stance: Stance, language: str, values: Mapping[str, str]) -> str:
        """Return the clause as a reader of ``language`` (a BCP 47 tag) reads it.

        ``values`` are as :func:`read_value` returns them, by gap; one that is not there keeps what is usual, or its
        name in brackets.
        """
        tag = reader_tag(language)

        def filled(match: re.Match[str]) -> str:
            gap = self.gaps[match[1]]
            value = values.get(gap.id) or gap.usual[stance]
            return shown(gap.kind, value, tag) if value else f"[{gap.name(tag)}]"

        return _GAP.sub(filled, self.texts[stance][_written(tag)])

    def alarms(self, stance: Stance, left: str, right: str, values: Mapping[str, str]) -> tuple[Check, ...]:
        """Return the figures that are not the same in two languages, as the deal guard reads them."""
        checks = check(
            self.text(stance, left, values), self.text(stance, right, values), reader_tag(left), reader_tag(right)
        )
        return tuple(one for one in checks if one.status.is_alarm)


@lru_cache(maxsize=1)
def library() -> Mapping[str, Clause]:
    """Return the clauses by their ids, in the order of a contract."""
    found = [_clause(group, entry) for group in GROUPS for entry in _entries(group)]
    return {clause.id: clause for clause in found}


def read_value(gap: Gap, typed: str) -> str:
    """Return what was typed into a gap in the form in which it is kept; empty stays empty.

    Raises :class:`KnownError` for what is not of its kind, and for a number with two readings: asked, never guessed.
    """
    text = " ".join(typed.split())
    if not text:
        return ""
    if gap.kind is Kind.TEXT:
        return text[:MAX_TEXT]
    if gap.kind is Kind.DATE:
        return _date(gap, text)
    if gap.kind in (Kind.COUNTRY, Kind.CURRENCY):
        return _code(gap, text)
    if gap.kind is Kind.LANGUAGE:
        return language_of(text)
    return _number(gap, text)


def _number(gap: Gap, text: str) -> str:
    remedy = N_("Write it without a separator for thousands, such as 1250 or 1250.50.")
    number = one_reading(text.removesuffix("%").strip(), remedy)
    if number is None:
        raise _unusable(gap, text, N_("It must be a number."))
    if gap.kind is Kind.PERCENT and number > 100:
        raise _unusable(gap, text, N_("It is a percentage from 0 to 100."))
    if gap.kind is Kind.COUNT and (number != int(number) or not 2 <= number <= _MAX_COUNT):
        raise _unusable(gap, text, N_("It must be a whole number from 2 to 3650."))
    if gap.kind is Kind.RATE and number <= 0:
        raise _unusable(gap, text, N_("It must be above zero."))
    return f"{number:f}"


def _date(gap: Gap, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _unusable(gap, text, N_("Write the day as 2027-03-31.")) from None


def _code(gap: Gap, text: str) -> str:
    code = text.upper()
    known = babel_locale("en").territories if gap.kind is Kind.COUNTRY else babel_locale("en").currencies
    if code not in known or code.isdigit():
        remedy = N_("Give the two letters of a country, such as BR.")
        if gap.kind is Kind.CURRENCY:
            remedy = N_("Give the three letters of a currency, such as USD.")
        raise _unusable(gap, text, remedy)
    return code


def _unusable(gap: Gap, text: str, remedy: str) -> KnownError:
    return KnownError(N_("“{name}” cannot be used: {value}."), remedy, name=gap.id, value=text[:80])


def shown(kind: Kind, value: str, tag: str) -> str:
    """Return a kept value as a reader of ``tag`` writes it: 1.250 or 1,250, a day or a country in words."""
    from babel.dates import format_date
    from babel.numbers import format_decimal

    locale = reader_locale("zh-Hans" if tag == "zh" else tag)
    if kind is Kind.DATE:
        written = str(format_date(date.fromisoformat(value), "long", locale=locale))
        # CLDR has no ordinals, and no other number begins a French month.
        return "1er" + written[1:] if locale.language == "fr" and written.startswith("1 ") else written
    if kind is Kind.COUNTRY:
        article = "the " if locale.language == "en" and value in _WITH_ARTICLE else ""
        return article + str(locale.territories.get(value, value))
    if kind is Kind.LANGUAGE:
        return str(locale.languages.get(value, value))
    if kind in (Kind.CURRENCY, Kind.TEXT):
        return value
    number = Decimal(value)
    places = max(0, -int(number.as_tuple().exponent)) if number.is_finite() else 0
    if kind is Kind.AMOUNT and places:
        places = max(2, places)
    pattern = ("#,##0" if kind is not Kind.RATE else "0") + ("." + "0" * places if places else "")
    return str(format_decimal(number, format=pattern, locale=locale))


def _entries(group: str) -> list[dict[str, Any]]:
    file = files("dragoman_resources") / "clauses" / f"{group}.toml"
    entries: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["clauses"]
    return entries


def _clause(group: str, entry: dict[str, Any]) -> Clause:
    gaps = {name: _gap(name, spec) for name, spec in entry.get("gaps", {}).items()}
    texts = {stance: {tag: entry[stance.value][tag].strip() for tag in LANGUAGES} for stance in Stance}
    names = {tag: entry["name"][tag] for tag in LANGUAGES}
    notes = {tag: entry["note"][tag].strip() for tag in ("en", "zh")}
    return Clause(entry["id"], group, entry["term"], names, notes, gaps, texts)


def _gap(name: str, spec: dict[str, Any]) -> Gap:
    usual = spec.get("usual", "")
    by_stance = {stance: str(usual.get(stance.value, "") if isinstance(usual, dict) else usual) for stance in Stance}
    return Gap(name, Kind(spec["kind"]), {tag: spec["name"][tag] for tag in LANGUAGES}, by_stance, spec.get("from", ""))


def reader_tag(language: str) -> str:
    """Return the tag whose formats a text has: with its country, English where the library is not written in it."""
    return language if language_of(language) in LANGUAGES else "en"


def _written(language: str) -> str:
    base = language_of(language)
    return base if base in LANGUAGES else "en"
