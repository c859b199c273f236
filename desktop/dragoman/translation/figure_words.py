"""Words and signs of figures that CLDR does not have, or not in the form traders use."""

from __future__ import annotations

from collections.abc import Mapping


def _each(groups: Mapping[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, words in groups.items() for word in words.split("|")}


CURRENCY_SYMBOLS: Mapping[str, str] = _each(
    {
        "USD": "US$|美元|ドル",
        "BRL": "R$",
        "AUD": "A$|AU$",
        "CAD": "C$|CA$",
        "HKD": "HK$",
        "TWD": "NT$",
        "SGD": "S$",
        "NZD": "NZ$",
        "MXN": "MX$",
        "$": "$",
        "EUR": "€|欧元|ユーロ",
        "GBP": "£|英镑",
        "¥": "¥|￥",
        "INR": "₹|Rs.|Rs",
        "KRW": "₩|원",
        "RUB": "₽",
        "TRY": "₺",
        "VND": "₫",
        "THB": "฿",
        "ILS": "₪",
        "NGN": "₦",
        "PHP": "₱",
        "UAH": "₴",
        "CNY": "CN¥|RMB|元|人民币",
        "JPY": "JP¥|日元|円",
        "PLN": "zł",
        "CZK": "Kč",
    }
)
"""Symbols and what they stand for; ``$`` and ``¥`` alone stand for several currencies."""

CURRENCY_CODES = frozenset(
    """
    AED ARS AUD BGN BHD BRL CAD CHF CLP CNH CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JOD JPY KES
    KRW KWD KZT MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RUB SAR SEK SGD THB TND TRY TWD UAH USD
    UYU VND XOF ZAR
    """.split()  # noqa: SIM905 - a table to be read
)
"""ISO 4217 codes of traded currencies that are not also English words (TOP, ALL and CUP are)."""

UNIT_SYMBOLS: Mapping[str, str] = _each(
    {
        "kilogram": "kg|kgs|Kg|KG|KGS|公斤|千克",
        "gram": "g|gr",
        "milligram": "mg",
        "ton": "t|MT|吨|噸",
        "pound": "lb|lbs",
        "ounce": "oz",
        "kilometer": "km|公里",
        "meter": "m|米",
        "centimeter": "cm|厘米",
        "millimeter": "mm",
        "micrometer": "µm|μm",
        "nanometer": "nm",
        "foot": "ft",
        "yard": "yd",
        "mile": "mi",
        "mile-per-hour": "mph",
        "kilometer-per-hour": "km/h|kph|kmh|km / h|Km/h|km por hora|km per hour",
        "meter-per-second": "m/s",
        "square-meter": "m²|m2|sqm|sq m",
        "square-centimeter": "cm²|cm2",
        "square-kilometer": "km²|km2|sq km",
        "square-mile": "mi²|mi2|sq mi",
        "cubic-meter": "m³|m3|cbm|CBM",
        "cubic-centimeter": "cm³|cm3",
        "hectare": "ha",
        "liter": "l|L",
        "milliliter": "ml|mL",
        "centiliter": "cl",
        "hectoliter": "hl",
        "celsius": "°C|ºC|℃",
        "fahrenheit": "°F|ºF",
        "watt": "W",
        "kilowatt": "kW",
        "megawatt": "MW",
        "gigawatt": "GW",
        "kilowatt-hour": "kWh",
        "megawatt-hour": "MWh",
        "volt": "V",
        "kilovolt": "kV",
        "ampere": "A",
        "hertz": "Hz",
        "kilohertz": "kHz",
        "megahertz": "MHz",
        "gigahertz": "GHz",
        "kilobyte": "KB|kB",
        "megabyte": "MB",
        "gigabyte": "GB",
        "terabyte": "TB",
        "megabit-per-s": "Mbps|Mbit/s",
        "gigabit-per-s": "Gbps|Gbit/s",
        "bar": "bar",
        "psi": "psi",
        "pascal": "Pa",
        "kilopascal": "kPa",
        "megapascal": "MPa",
        "rpm": "rpm",
        "teu": "TEU|TEUs",
        "feu": "FEU",
        "square-foot": "sq ft",
        "piece": "pcs",
        "minute": "min",
        "hour": "h|hrs|hr",
        "millisecond": "ms",
        "degree": "°",
    }
)
"""Symbols of units, with the CLDR name of the unit."""

UNIT_IDS = tuple(
    """
    length-kilometer length-meter length-centimeter length-millimeter length-mile length-foot length-yard
    length-inch mass-kilogram mass-gram mass-milligram mass-pound mass-ounce mass-ton mass-tonne
    mass-metric-ton volume-liter volume-milliliter volume-gallon volume-cubic-meter volume-barrel area-hectare
    area-acre area-square-meter area-square-kilometer area-square-foot area-square-mile duration-year
    duration-month duration-week duration-day duration-hour duration-minute duration-second
    speed-kilometer-per-hour speed-mile-per-hour temperature-celsius temperature-fahrenheit power-watt
    power-kilowatt energy-kilowatt-hour digital-megabyte digital-gigabyte angle-degree
    """.split()  # noqa: SIM905 - a table to be read
)
"""CLDR units whose names are looked for, each with its category."""

UNIT_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": _each(
        {
            "meter": "metre|metres",
            "kilometer": "kilometre|kilometres",
            "ton": "tonne|tonnes|tons|ton",
            "liter": "litre|litres",
            "kilogram": "kilo|kilos",
            "foot": "feet",
            "piece": "piece|pieces",
            "centimeter": "centimetres",
            "millimeter": "millimetres",
            "degree": "degrees",
            "year": "yr|yrs",
            "hour": "hour|o'clock|o’clock",
            "celsius": "degrees Celsius",
            "fahrenheit": "degrees Fahrenheit",
            "kilometer-per-hour": "kilometers an hour|kilometres an hour",
            "mile-per-hour": "miles an hour",
            "square-mile": "square miles",
            "square-kilometer": "square kilometres",
            "cubic-meter": "cubic metres",
            "square-meter": "square metres",
            "inch": "inch|inches",
        }
    ),
    "pt": _each(
        {
            "kilogram": "quilo|quilos|quilograma",
            "kilometer": "quilômetro|quilômetros|quilómetro|quilómetros",
            "ton": "tonelada|toneladas",
            "piece": "peça|peças",
            "foot": "pé|pés",
            "degree": "graus",
            "celsius": "graus Celsius",
            "fahrenheit": "graus Fahrenheit",
            "pound": "libra|libras",
            "yard": "jarda|jardas",
            "inch": "polegada|polegadas",
            "ounce": "onça|onças",
            "hectare": "hectare|hectares",
            "mile": "milha|milhas",
            "square-kilometer": "km quadrados|quilômetros quadrados|quilómetros quadrados",
            "kilometer-per-hour": "quilômetros por hora|quilómetros por hora",
            "mile-per-hour": "milhas por hora",
            "cubic-meter": "metros cúbicos",
            "square-meter": "metros quadrados",
            "square-foot": "pés quadrados",
            "square-mile": "milhas quadradas|milhas quadrados",
            "year": "aninhos",
        }
    ),
    "de": _each(
        {
            "day": "Tagen|Werktage|Werktagen|Arbeitstage|Arbeitstagen|Bankarbeitstage|Bankarbeitstagen|Kalendertage"
            "|Kalendertagen",
            "week": "Wochen",
            "month": "Monaten",
            "year": "Jahren",
            "piece": "Stück",
        }
    ),
}

CURRENCY_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": _each(
        {
            "$": "dollar|dollars",
            "GBP": "pound|pounds|pounds sterling",
            "BRL": "reais|reals",
            "JPY": "yen",
            "CNY": "yuan|renminbi",
            "INR": "rupees",
            "EUR": "euro|euros",
            "CHF": "francs|Swiss francs",
            "cent": "cents|cent",
            "peso": "pesos",
            "USD": "US dollars|U.S. dollars|American dollars",
        }
    ),
    "pt": _each(
        {
            "$": "dólar|dólares",
            "GBP": "libra|libras|libras esterlinas",
            "BRL": "real|reais",
            "JPY": "iene|ienes",
            "CNY": "iuan|iuanes|yuan|yuans|renminbi",
            "INR": "rupias",
            "EUR": "euro|euros",
            "CHF": "francos|francos suíços",
            "cent": "centavos|centavo|cêntimos",
            "peso": "pesos",
            "USD": "dólares americanos|dólares dos EUA",
        }
    ),
    "hi": _each({"INR": "रुपये|रुपए|रुपया|रुपयों"}),
}

UNIT_ALIASES = {"tonne": "ton", "metric-ton": "ton"}

SCALE_WORDS: Mapping[str, Mapping[str, int]] = {
    "en": {"k": 10**3, "K": 10**3, "mn": 10**6, "mln": 10**6, "bn": 10**9, "lakh": 10**5, "lakhs": 10**5,
           "crore": 10**7, "crores": 10**7, "thousand": 10**3, "hundred": 100, "millions": 10**6,
           "billions": 10**9, "tn": 10**12},
    "pt": {"mil milhões": 10**9, "mil milhão": 10**9, "bilião": 10**12, "biliões": 10**12, "milhares": 10**3,
           "centenas": 100, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7,
           "K": 10**3, "mi": 10**6, "bi": 10**9},
    "zh": {"千": 10**3, "万": 10**4, "萬": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8},
    "ja": {"千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12},
}  # fmt: skip

PERCENT_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("percent", "per cent", "pct", "percentage points"),
    "pt": ("por cento", "pontos percentuais"),
    "de": ("Prozent",),
    "es": ("por ciento",),
    "fr": ("pour cent",),
    "it": ("per cento",),
    "nl": ("procent",),
}

MERIDIEM_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"am": "am", "a.m.": "am", "a.m": "am", "pm": "pm", "p.m.": "pm", "p.m": "pm", "in the morning": "am",
           "in the afternoon": "pm", "in the evening": "pm", "at night": "pm"},
    "pt": {"am": "am", "pm": "pm", "a.m.": "am", "p.m.": "pm", "da manhã": "am", "da tarde": "pm", "da noite": "pm",
           "da madrugada": "am"},
}  # fmt: skip

MERIDIEM_BEFORE: Mapping[str, Mapping[str, str]] = {
    "zh": {"上午": "am", "早上": "am", "凌晨": "am", "清晨": "am", "下午": "pm", "傍晚": "pm", "晚上": "pm"},
    "ja": {"午前": "am", "午後": "pm"},
    "ko": {"오전": "am", "오후": "pm"},
}  # fmt: skip
"""Halves of the day that stand before the clock time."""

SOFT_WORDS: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "en": {"noon": (12, 720), "midday": (12, 720), "midnight": (0, 24, 12, 1440), "half": (50,), "once": (1,),
           "twice": (2,), "double": (2,), "both": (2,), "couple": (2,), "pair": (2,), "dozen": (12,), "a": (1,),
           "an": (1,), "single": (1,), "triple": (3,)},
    "pt": {"meio-dia": (12, 720), "meia-noite": (0, 24, 12, 1440), "metade": (50,), "meia": (30,), "dobro": (2,),
           "ambos": (2,), "ambas": (2,), "casal": (2,), "par": (2,), "dúzia": (12,), "um": (1,), "uma": (1,),
           "único": (1,), "única": (1,), "triplo": (3,)},
}  # fmt: skip

CONNECTORS: Mapping[str, tuple[str, ...]] = {
    "en": ("to", "and", "or", "through", "until", "by", "x"),
    "pt": ("a", "e", "ou", "até", "por", "x"),
}

DATE_GLUE: Mapping[str, str] = {"en": "of|the", "pt": "de|do", "es": "de|del", "fr": "de|er", "it": "di", "gl": "de"}
