"""What a language calls its figures: separators, scales, months, currencies, units. From CLDR, with a few additions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from dragoman.base.errors import KnownError
from dragoman.translation import spelled

if TYPE_CHECKING:
    from babel import Locale

_Value = TypeVar("_Value")

_FIRST = re.compile(r"[^\W\d_\u2e80-\uffff]+|.", re.DOTALL)

SPACES = " \u00a0\u202f\u2009"

CURRENCY_SYMBOLS: Mapping[str, str] = {
    "US$": "USD", "R$": "BRL", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NT$": "TWD",
    "S$": "SGD", "NZ$": "NZD", "MX$": "MXN", "$": "$", "€": "EUR", "£": "GBP", "¥": "¥", "￥": "¥", "₹": "INR",
    "₩": "KRW", "₽": "RUB", "₺": "TRY", "₫": "VND", "฿": "THB", "₪": "ILS", "₦": "NGN", "₱": "PHP", "₴": "UAH",
    "CN¥": "CNY", "JP¥": "JPY", "RMB": "CNY", "Rs.": "INR", "Rs": "INR", "zł": "PLN", "Kč": "CZK",
    "元": "CNY", "人民币": "CNY", "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "円": "JPY", "원": "KRW",
    "ドル": "USD", "ユーロ": "EUR",
}  # fmt: skip
"""Symbols and what they stand for; ``$`` and ``¥`` alone stand for several currencies."""

CURRENCY_CODES = frozenset(
    [
        "AED",
        "ARS",
        "AUD",
        "BGN",
        "BHD",
        "BRL",
        "CAD",
        "CHF",
        "CLP",
        "CNH",
        "CNY",
        "COP",
        "CZK",
        "DKK",
        "EGP",
        "EUR",
        "GBP",
        "HKD",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "ISK",
        "JOD",
        "JPY",
        "KES",
        "KRW",
        "KWD",
        "KZT",
        "MAD",
        "MXN",
        "MYR",
        "NGN",
        "NOK",
        "NZD",
        "OMR",
        "PEN",
        "PHP",
        "PKR",
        "PLN",
        "QAR",
        "RON",
        "RUB",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TND",
        "TRY",
        "TWD",
        "UAH",
        "USD",
        "UYU",
        "VND",
        "XOF",
        "ZAR",
    ]
)
"""ISO 4217 codes of traded currencies that are not also English words (TOP, ALL and CUP are)."""

_DOLLARS = frozenset({"$", "USD"})
_YENS = frozenset({"JPY", "CNY"})

UNIT_SYMBOLS: Mapping[str, str] = {
    "kg": "kilogram", "kgs": "kilogram", "Kg": "kilogram", "KG": "kilogram", "KGS": "kilogram", "g": "gram", "gr": "gram",
    "mg": "milligram", "t": "ton", "MT": "ton", "lb": "pound", "lbs": "pound", "oz": "ounce", "km": "kilometer",
    "m": "meter", "cm": "centimeter", "mm": "millimeter", "µm": "micrometer", "μm": "micrometer", "nm": "nanometer",
    "ft": "foot", "yd": "yard", "mi": "mile", "mph": "mile-per-hour", "km/h": "kilometer-per-hour",
    "kph": "kilometer-per-hour", "kmh": "kilometer-per-hour", "m/s": "meter-per-second", "m²": "square-meter",
    "m2": "square-meter", "sqm": "square-meter", "cm²": "square-centimeter", "cm2": "square-centimeter",
    "km²": "square-kilometer", "km2": "square-kilometer", "mi²": "square-mile", "mi2": "square-mile", "m³": "cubic-meter", "m3": "cubic-meter",
    "cbm": "cubic-meter", "CBM": "cubic-meter", "cm³": "cubic-centimeter", "cm3": "cubic-centimeter", "ha": "hectare",
    "l": "liter", "L": "liter", "ml": "milliliter", "mL": "milliliter", "cl": "centiliter", "hl": "hectoliter",
    "°C": "celsius", "ºC": "celsius", "℃": "celsius", "°F": "fahrenheit", "ºF": "fahrenheit", "W": "watt",
    "kW": "kilowatt", "MW": "megawatt", "GW": "gigawatt", "kWh": "kilowatt-hour", "MWh": "megawatt-hour", "V": "volt",
    "kV": "kilovolt", "A": "ampere", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz",
    "KB": "kilobyte", "kB": "kilobyte", "MB": "megabyte", "GB": "gigabyte", "TB": "terabyte", "Mbps": "megabit-per-s",
    "Mbit/s": "megabit-per-s", "Gbps": "gigabit-per-s", "Gbit/s": "gigabit-per-s", "bar": "bar", "psi": "psi",
    "Pa": "pascal", "kPa": "kilopascal", "MPa": "megapascal", "rpm": "rpm", "TEU": "teu", "TEUs": "teu", "FEU": "feu",
    "sq ft": "square-foot", "sq mi": "square-mile", "sq km": "square-kilometer", "sq m": "square-meter",
    "km / h": "kilometer-per-hour", "Km/h": "kilometer-per-hour", "km por hora": "kilometer-per-hour",
    "km per hour": "kilometer-per-hour",
    "pcs": "piece", "min": "minute", "h": "hour", "hrs": "hour", "hr": "hour", "ms": "millisecond", "°": "degree",
    "公斤": "kilogram", "千克": "kilogram", "吨": "ton", "噸": "ton", "米": "meter", "公里": "kilometer", "厘米": "centimeter",
}  # fmt: skip

_UNIT_IDS = [
    "length-kilometer",
    "length-meter",
    "length-centimeter",
    "length-millimeter",
    "length-mile",
    "length-foot",
    "length-yard",
    "length-inch",
    "mass-kilogram",
    "mass-gram",
    "mass-milligram",
    "mass-pound",
    "mass-ounce",
    "mass-ton",
    "mass-tonne",
    "mass-metric-ton",
    "volume-liter",
    "volume-milliliter",
    "volume-gallon",
    "volume-cubic-meter",
    "volume-barrel",
    "area-hectare",
    "area-acre",
    "area-square-meter",
    "area-square-kilometer",
    "area-square-foot",
    "area-square-mile",
    "duration-year",
    "duration-month",
    "duration-week",
    "duration-day",
    "duration-hour",
    "duration-minute",
    "duration-second",
    "speed-kilometer-per-hour",
    "speed-mile-per-hour",
    "temperature-celsius",
    "temperature-fahrenheit",
    "power-watt",
    "power-kilowatt",
    "energy-kilowatt-hour",
    "digital-megabyte",
    "digital-gigabyte",
    "angle-degree",
]

_ADDED_UNITS: Mapping[str, Mapping[str, str]] = {
    "en": {"metre": "meter", "metres": "meter", "kilometre": "kilometer", "kilometres": "kilometer", "tonne": "ton",
           "tonnes": "ton", "tons": "ton", "ton": "ton", "litre": "liter", "litres": "liter", "kilo": "kilogram",
           "kilos": "kilogram", "feet": "foot", "piece": "piece", "pieces": "piece", "centimetres": "centimeter",
           "millimetres": "millimeter", "degrees": "degree", "yr": "year", "yrs": "year", "hour": "hour",
           "degrees Celsius": "celsius", "degrees Fahrenheit": "fahrenheit", "o'clock": "hour", "o’clock": "hour", "kilometers an hour": "kilometer-per-hour",
           "kilometres an hour": "kilometer-per-hour", "miles an hour": "mile-per-hour",
           "square miles": "square-mile", "square kilometres": "square-kilometer", "cubic metres": "cubic-meter",
           "square metres": "square-meter", "inch": "inch", "inches": "inch"},
    "pt": {"quilo": "kilogram", "quilos": "kilogram", "quilograma": "kilogram", "quilômetro": "kilometer",
           "quilômetros": "kilometer", "quilómetro": "kilometer", "quilómetros": "kilometer", "tonelada": "ton",
           "toneladas": "ton", "peça": "piece", "peças": "piece", "pé": "foot", "pés": "foot", "graus": "degree",
           "graus Celsius": "celsius", "graus Fahrenheit": "fahrenheit", "libra": "pound", "libras": "pound",
           "jarda": "yard", "jardas": "yard", "polegada": "inch", "polegadas": "inch", "onça": "ounce",
           "onças": "ounce", "hectare": "hectare", "hectares": "hectare", "milha": "mile", "milhas": "mile",
           "km quadrados": "square-kilometer", "quilômetros por hora": "kilometer-per-hour",
           "quilómetros por hora": "kilometer-per-hour", "milhas por hora": "mile-per-hour",
           "metros cúbicos": "cubic-meter", "metros quadrados": "square-meter", "pés quadrados": "square-foot",
           "quilômetros quadrados": "square-kilometer", "quilómetros quadrados": "square-kilometer",
           "milhas quadradas": "square-mile", "milhas quadrados": "square-mile", "aninhos": "year"},
}  # fmt: skip
_UNIT_ALIASES = {"tonne": "ton", "metric-ton": "ton"}

_ADDED_SCALES: Mapping[str, Mapping[str, int]] = {
    "en": {"k": 10**3, "K": 10**3, "mn": 10**6, "mln": 10**6, "bn": 10**9, "lakh": 10**5, "lakhs": 10**5,
           "crore": 10**7, "crores": 10**7, "thousand": 10**3, "hundred": 100, "millions": 10**6,
           "billions": 10**9, "tn": 10**12},
    "pt": {"mil milhões": 10**9, "mil milhão": 10**9, "bilião": 10**12, "biliões": 10**12, "milhares": 10**3,
           "centenas": 100, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7,
           "K": 10**3, "mi": 10**6, "bi": 10**9},
    "zh": {"千": 10**3, "万": 10**4, "萬": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8},
    "ja": {"千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12},
}  # fmt: skip
_ADDED_CURRENCIES: Mapping[str, Mapping[str, str]] = {
    "en": {"dollar": "$", "dollars": "$", "pound": "GBP", "pounds": "GBP", "pounds sterling": "GBP", "real": "BRL",
           "reais": "BRL", "reals": "BRL", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rupees": "INR",
           "euro": "EUR", "euros": "EUR", "francs": "CHF", "Swiss francs": "CHF", "cents": "cent", "cent": "cent",
           "pesos": "peso", "US dollars": "USD", "U.S. dollars": "USD", "American dollars": "USD"},
    "pt": {"dólar": "$", "dólares": "$", "libra": "GBP", "libras": "GBP", "libras esterlinas": "GBP", "real": "BRL",
           "reais": "BRL", "iene": "JPY", "ienes": "JPY", "iuan": "CNY", "iuanes": "CNY", "yuan": "CNY",
           "yuans": "CNY", "rupias": "INR", "euro": "EUR", "euros": "EUR", "francos": "CHF",
           "francos suíços": "CHF", "centavos": "cent", "centavo": "cent", "cêntimos": "cent", "pesos": "peso",
           "dólares americanos": "USD", "dólares dos EUA": "USD", "renminbi": "CNY"},
}  # fmt: skip
_ADDED_PERCENTS: Mapping[str, tuple[str, ...]] = {
    "en": ("percent", "per cent", "pct", "percentage points"),
    "pt": ("por cento", "pontos percentuais"),
    "de": ("Prozent",),
    "es": ("por ciento",),
    "fr": ("pour cent",),
    "it": ("per cento",),
    "nl": ("procent",),
}
_MERIDIEM: Mapping[str, Mapping[str, str]] = {
    "en": {"am": "am", "a.m.": "am", "a.m": "am", "pm": "pm", "p.m.": "pm", "p.m": "pm", "in the morning": "am",
           "in the afternoon": "pm", "in the evening": "pm", "at night": "pm"},
    "pt": {"am": "am", "pm": "pm", "a.m.": "am", "p.m.": "pm", "da manhã": "am", "da tarde": "pm", "da noite": "pm",
           "da madrugada": "am"},
}  # fmt: skip
_SOFT_WORDS: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "en": {"noon": (12, 720), "midday": (12, 720), "midnight": (0, 24, 12, 1440), "half": (50,), "once": (1,),
           "twice": (2,), "double": (2,), "both": (2,), "couple": (2,), "pair": (2,), "dozen": (12,), "a": (1,),
           "an": (1,), "single": (1,), "triple": (3,)},
    "pt": {"meio-dia": (12, 720), "meia-noite": (0, 24, 12, 1440), "metade": (50,), "meia": (30,), "dobro": (2,),
           "ambos": (2,), "ambas": (2,), "casal": (2,), "par": (2,), "dúzia": (12,), "um": (1,), "uma": (1,),
           "único": (1,), "única": (1,), "triplo": (3,)},
}  # fmt: skip
_CONNECTORS: Mapping[str, tuple[str, ...]] = {
    "en": ("to", "and", "or", "through", "until", "by", "x"),
    "pt": ("a", "e", "ou", "até", "por", "x"),
}
_DATE_GLUE: Mapping[str, str] = {"en": "of|the", "pt": "de|do", "es": "de|del", "fr": "de|er", "it": "di", "gl": "de"}


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
    scales = {**_scales(locale), **_ADDED_SCALES.get(language, {})}
    currencies = {**_currency_names(locale), **CURRENCY_SYMBOLS, **_ADDED_CURRENCIES.get(language, {})}
    currencies.update((code, code) for code in CURRENCY_CODES)
    percents = frozenset({"%", "％", "٪", *_ADDED_PERCENTS.get(language, ())})
    units = {**_unit_names(locale), **UNIT_SYMBOLS, **_ADDED_UNITS.get(language, {})}
    if language == "und":
        scales, units, currencies = {}, dict(UNIT_SYMBOLS), {**CURRENCY_SYMBOLS, **{c: c for c in CURRENCY_CODES}}
    months = _months(locale) if language != "und" else {}
    meridiem = {**_MERIDIEM["en"], **_day_periods(locale), **_MERIDIEM.get(language, {})}
    cardinal, ordinal = spelled.words(language)
    soft = dict(_SOFT_WORDS.get(language, {}))
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
    for identifier in _UNIT_IDS:
        unit = identifier.partition("-")[2]
        for forms in patterns.get(identifier, {}).values():
            for pattern in forms.values() if isinstance(forms, Mapping) else ():
                if isinstance(pattern, str) and pattern.count("{0}") == 1:
                    word = pattern.replace("{0}", "").strip(SPACES)
                    if len(word) > 1 or not word.isascii():
                        names[word] = _UNIT_ALIASES.get(unit, unit)
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
            if key in ("am", "pm") and len(name) > 1:
                found[name] = key
    return found


def _folded(words: Mapping[str, _Value]) -> dict[str, _Value]:
    return {word.casefold(): value for word, value in words.items()}


def _connector(language: str) -> re.Pattern[str]:
    words = "|".join(_CONNECTORS.get(language, ())) or r"(?!)"
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
    glue = rf"\s*(?:(?i:{_DATE_GLUE.get(language, 'de|of')})\s+|\.\s*|,\s*|[-/])?"
    words = "|".join(_CONNECTORS.get(language, ())) or r"(?!)"
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
