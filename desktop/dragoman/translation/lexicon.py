"""What a language calls its figures: separators, scales, months, currencies, units. From CLDR, with a few additions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from dragoman.base.errors import KnownError
from dragoman.translation import spelled
from dragoman.translation.figure_words import (
    CONNECTORS,
    CURRENCY_CODES,
    CURRENCY_SYMBOLS,
    CURRENCY_WORDS,
    DATE_GLUE,
    MERIDIEM_WORDS,
    PERCENT_WORDS,
    SCALE_WORDS,
    SOFT_WORDS,
    UNIT_ALIASES,
    UNIT_IDS,
    UNIT_SYMBOLS,
    UNIT_WORDS,
)

if TYPE_CHECKING:
    from babel import Locale

_Value = TypeVar("_Value")

_FIRST = re.compile(r"[^\W\d_\u2e80-\uffff]+|.", re.DOTALL)

SPACES = " \u00a0\u202f\u2009"

_DOLLARS = frozenset({"$", "USD"})
_YENS = frozenset({"JPY", "CNY"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words for figures; ``language`` is bare. Word keys are as written, matched without case."""

    language: str
    decimal: str
    group: str
    day_first: bool
    scales: Words[int]
    currencies: Words[str]
    percents: Words[str]
    units: Words[str]
    months: dict[str, int]
    month_words: Words[int]
    meridiem: Words[str]
    spelled: dict[str, int]
    ordinals: dict[str, int]
    soft: dict[str, tuple[int, ...]]
    month_dates: re.Pattern[str] | None
    words: Words[int]
    connector: re.Pattern[str]

    @property
    def group_is_space(self) -> bool:
        return self.group in SPACES


@lru_cache(maxsize=64)
def lexicon(tag: str) -> Lexicon:
    """Return the lexicon for a BCP 47 tag; a language CLDR does not know gets separators of English and no words."""
    from dragoman.base.locales import babel_locale

    try:
        locale = babel_locale(tag)
    except KnownError:
        locale = babel_locale("en")
        language = "und"
    else:
        language = str(locale.language)
    symbols = locale.number_symbols.get("latn") or next(iter(locale.number_symbols.values()))
    scales = {**_scales(locale), **SCALE_WORDS.get(language, {})}
    currencies = {**_currency_names(locale), **CURRENCY_SYMBOLS, **CURRENCY_WORDS.get(language, {})}
    currencies.update((code, code) for code in CURRENCY_CODES)
    percents = frozenset({"%", "％", "٪", *PERCENT_WORDS.get(language, ())})
    units = {**_unit_names(locale), **UNIT_SYMBOLS, **UNIT_WORDS.get(language, {})}
    if language == "und":
        scales, units, currencies = {}, dict(UNIT_SYMBOLS), {**CURRENCY_SYMBOLS, **{c: c for c in CURRENCY_CODES}}
    months = _months(locale) if language != "und" else {}
    meridiem = {**MERIDIEM_WORDS["en"], **_day_periods(locale), **MERIDIEM_WORDS.get(language, {})}
    cardinal, ordinal = spelled.words(language)
    soft = dict(SOFT_WORDS.get(language, {}))
    return Lexicon(
        language=language,
        decimal=str(symbols.get("decimal", ".")),
        group=str(symbols.get("group", ",")),
        day_first=language != "en",
        scales=Words(scales),
        currencies=Words(currencies),
        percents=Words(dict.fromkeys(percents, "%")),
        units=Words(units),
        months=_folded(months),
        month_words=Words(months),
        meridiem=Words(meridiem),
        spelled=cardinal,
        ordinals=ordinal,
        soft=soft,
        month_dates=_month_dates(language, months),
        words=Words(dict.fromkeys((*cardinal, *ordinal, *soft), 0)),
        connector=_connector(language),
    )


class Words(Generic[_Value]):
    """Words of figures with their meanings, found at a place in a text.

    Words up to three letters must match in case (``m`` is not ``M``), longer ones need not.
    """

    __slots__ = ("_exact", "_first", "_folded", "_longest")

    def __init__(self, meanings: Mapping[str, _Value]) -> None:
        self._exact = dict(meanings)
        self._folded = {word.casefold(): value for word, value in meanings.items() if len(word) > 3}
        self._longest = max(map(len, meanings), default=0)
        self._first = frozenset(_FIRST.match(word.casefold())[0] for word in meanings if word)  # type: ignore[index]

    def at(self, text: str, start: int) -> tuple[_Value, int] | None:
        """Return the meaning and the end of the longest word that stands at ``start``, None when there is none.

        A word of Latin letters must end where the word in the text ends.
        """
        first = _FIRST.match(text, start)
        if first is None or first[0].casefold() not in self._first:
            return None
        for position in range(min(len(text), start + self._longest), start, -1):
            if position < len(text) and _joined(text[position - 1], text[position]):
                continue
            word = text[start:position]
            found = self._exact.get(word)
            if found is None and position - start > 3:
                found = self._folded.get(word.casefold())
            if found is not None:
                return found, position
        return None

    def may_start(self, token: str) -> bool:
        """Return whether a word begins with ``token``, which is written in small letters."""
        return token in self._first

    def get(self, word: str) -> _Value | None:
        """Return the meaning of a whole word, in any case."""
        found = self._exact.get(word)
        return self._folded.get(word.casefold()) if found is None else found


def _joined(left: str, right: str) -> bool:
    return left.isalpha() and left < "\u2e80" and (right.isalpha() or right in "²³") and right < "\u2e80"


def same_currency(source: str, target: str) -> bool:
    """Return whether ``target`` may stand for ``source``: ``$`` and USD do, ``¥`` and JPY or CNY do, others do not."""
    if source == target:
        return True
    if {source, target} <= _DOLLARS:
        return True
    return "¥" in (source, target) and bool({source, target} & _YENS)


def _scales(locale: Locale) -> dict[str, int]:
    found: dict[str, int] = {}
    for length in ("short", "long"):
        formats = locale.compact_decimal_formats
        if length not in formats:
            continue
        for plural in formats[length].values():
            for power, pattern in plural.items():
                text = str(getattr(pattern, "pattern", pattern)).split(";")[0]
                zeros = text.count("0")
                word = text.replace("0", "").replace("'", "").replace("\u200f", "").strip(SPACES + "\u200e")
                if (word and zeros and not word.isascii()) or len(word) > 1:
                    found[word] = int(power) // 10 ** (zeros - 1)
    return found


def _currency_names(locale: Locale) -> dict[str, str]:
    names: dict[str, str] = {}
    plural = locale._data.get("currency_names_plural", {})
    for code in CURRENCY_CODES:
        for name in (*plural.get(code, {}).values(), locale.currencies.get(code)):
            if isinstance(name, str) and len(name) > 2:
                names[name] = code
    return names


def _unit_names(locale: Locale) -> dict[str, str]:
    names: dict[str, str] = {}
    patterns = locale._data.get("unit_patterns", {})
    for identifier in UNIT_IDS:
        unit = identifier.partition("-")[2]
        for forms in patterns.get(identifier, {}).values():
            for pattern in forms.values() if isinstance(forms, Mapping) else ():
                if isinstance(pattern, str) and pattern.count("{0}") == 1:
                    word = pattern.replace("{0}", "").strip(SPACES)
                    # Short Latin forms are words too: "2 in the spring". Those that are not are in UNIT_SYMBOLS.
                    if len(word) > 2 or not word.isascii():
                        names[word] = UNIT_ALIASES.get(unit, unit)
    return names


def _months(locale: Locale) -> dict[str, int]:
    months: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                if any(char.isalpha() for char in name) and not any(char.isdigit() for char in name):
                    months[name] = number
                    months[name.rstrip(".")] = number
    return months


def _day_periods(locale: Locale) -> dict[str, str]:
    found: dict[str, str] = {}
    for forms in locale.day_periods.get("format", {}).values():
        for key, name in forms.items():
            found.update({name: key} if key in ("am", "pm") and len(name) > 1 else {})
    return found


def _folded(words: Mapping[str, _Value]) -> dict[str, _Value]:
    return {word.casefold(): value for word, value in words.items()}


def _connector(language: str) -> re.Pattern[str]:
    words = "|".join(CONNECTORS.get(language, ())) or r"(?!)"
    return re.compile(rf"\s*(?:[-–—/~]|to\b|(?:{words})\b)\s*", re.IGNORECASE)


def _month_dates(language: str, months: Mapping[str, int]) -> re.Pattern[str] | None:
    if not months:
        return None
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    if language == "en":
        # "may" and "march" are verbs too: only the capitalised month counts.
        names = "|".join(f"{re.escape(n)}|{re.escape(n.upper())}" for n in sorted(months, key=len, reverse=True))
        month = rf"(?:{names})(?![^\W\d_])\.?"
    else:
        month = rf"(?i:{names})(?![^\W\d_])\.?"
    glue = rf"\s*(?:(?i:{DATE_GLUE.get(language, 'de|of')})\s+|\.\s*|,\s*|[-/])?"
    words = "|".join(CONNECTORS.get(language, ())) or r"(?!)"
    day = r"(?<![\d.,:/])(?P<{0}>[0-3]?\d)(?:st|nd|rd|th|\.?[ºª°]|er)?(?!\d)"
    span = rf"{{}}(?:\s*(?:[-–—]|\b(?:{words})\b)\s*{{}})?"
    first = span.format(day.format("d1"), day.format("d2"))
    second = span.format(day.format("d3"), day.format("d4"))
    year = r"(?<!\d)(?P<{0}>[12]\d{{3}})(?!\d)"
    return re.compile(
        rf"(?:{first}{glue}(?P<m1>{month})(?:{glue},?\s*{year.format('y1')})?)"
        rf"|(?:(?<![^\W\d_])(?P<m2>{month})(?:\s*|-){second}(?!\s*%)(?:(?:\s*,\s*|\s+(?:of\s+)?|-){year.format('y2')})?)"
        rf"|(?:(?<![^\W\d_])(?P<m3>{month}){glue}{year.format('y3')})"
    )
