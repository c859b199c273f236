"""Words that two readers take differently, in the six languages that the ambiguity alarm knows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dragoman.base.i18n import N_

LANGUAGES = frozenset({"en", "zh", "pt", "es", "fr", "de"})

WEEKDAY_ALIASES: Mapping[str, Mapping[str, int]] = {
    "pt": {"segunda": 0, "terça": 1, "terca": 1, "quarta": 2, "quinta": 3, "sexta": 4, "sabado": 5},
    "es": {"miercoles": 2, "sabado": 5},
    "de": {"Sonnabend": 5},
    "zh": {f"{week}{day}": number for week in ("周", "礼拜", "星期") for day, number in zip(
        "一二三四五六日天", (0, 1, 2, 3, 4, 5, 6, 6), strict=True
    )},
}  # fmt: skip
"""Names of weekdays beside those of CLDR; 0 is Monday."""

NEXT_WEEKDAY: Mapping[str, str] = {
    "en": r"\bnext\s+(?P<day>{days})\b",
    "de": r"\bnächste[nrms]?\s+(?P<day>{days})\b",
    "es": r"\bpróximo\s+(?P<day>{days})\b|\b(?P<day2>{days})\s+(?:próximo|que\s+viene)\b",
    "fr": r"\b(?P<day>{days})\s+prochain\b",
    "pt": r"\bpróxim[ao]\s+(?P<day>{days})\b|\b(?P<day2>{days})\s+que\s+vem\b",
    "zh": r"下个?(?P<day>{days})",
}

NEXT_IS_OF_NEXT_WEEK = frozenset({"en", "zh"})
"""Languages in which "next Friday" is that of the next week to most; to others it is the one that comes first."""

BY_WEEKDAY: Mapping[str, str] = {
    "en": r"\b(?:by|until|till)\s+(?P<day>{days})\b",
    "de": r"\bbis\s+(?:zum\s+)?(?P<day>{days})\b",
    "es": r"\b(?:hasta|para)\s+el\s+(?P<day>{days})\b",
    "fr": r"\b(?:d['’]ici\s+(?:à\s+)?|jusqu['’](?:à|au)\s+)(?P<day>{days})\b",
    "pt": r"\baté\s+(?:a\s+|o\s+)?(?P<day>{days})\b",
    "zh": r"在?(?P<day>{days})(?:之前|以前|前)",
}

BY_DATE: Mapping[str, str] = {
    "en": "by the end of {date}",
    "de": "bis einschließlich {date}",
    "es": "hasta el {date} inclusive",
    "fr": "au plus tard le {date}",
    "pt": "até {date}, inclusive",
    "zh": "不晚于{date}",
}

BEFORE_EXCLUDES = frozenset({"zh"})
"""Languages whose usual words for a deadline say "before" the day."""

RELATIVE_DAYS: Mapping[str, Mapping[str, int]] = {
    "en": {"today": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2},
    "de": {"heute": 0, "morgen": 1, "übermorgen": 2},
    "es": {"hoy": 0, "mañana": 1, "pasado mañana": 2},
    "fr": {"aujourd'hui": 0, "aujourd’hui": 0, "demain": 1, "après-demain": 2},
    "pt": {"hoje": 0, "amanhã": 1, "depois de amanhã": 2},
    "zh": {"今天": 0, "今晚": 0, "明天": 1, "明早": 1, "后天": 2},
}

AFTERNOON: Mapping[str, str] = {"zh": "(?:下午|晚上|傍晚|今晚)\\s*$"}
"""Before a time of day: it counts from noon."""

HOUR_WORD = r"\s*(?:Uhr|horas?|heures?|h)\b"
"""After a time of day: part of it."""

NOT_A_DAY: Mapping[str, str] = {
    "es": r"(?:la|esta|cada)\s+$",
    "de": r"(?:am|jeden|heute|guten|diesen)\s+$",
}
"""What stands before a word for tomorrow that means the morning there."""

ON_DATE: Mapping[str, str] = {
    "en": "on {date}",
    "de": "am {date}",
    "es": "el {date}",
    "fr": "le {date}",
    "pt": "em {date}",
    "zh": "{date}",
}

ZONE_NAMED = (
    r"\s*\(?\s*(?:UTC|GMT|Z\b|[A-Z]{2,4}T\b|MEZ|MESZ|(?:\w+\s+){1,3}?time\b|(?:hora|horário)\s+(?:de|local)|"
    r"heure\s+(?:de|d['’]|locale)|Uhr\s+\w+\s+Zeit|Ortszeit|北京时间|当地时间|\w{2,4}时间)"
)
"""What after a time of day says whose clock it is."""

ZONE_NAMED_BEFORE = r"(?:时间|UTC|GMT)\s*$"

END_OF_MONTH: Mapping[str, tuple[tuple[str, int], ...]] = {
    "en": (
        (r"(?:the\s+)?end\s+of\s+next\s+month\b|next\s+month[- ]end\b", 1),
        (r"(?:the\s+)?end\s+of\s+(?:the|this)\s+month\b|month[- ]end\b", 0),
    ),
    "de": ((r"Ende\s+(?:des\s+)?nächsten\s+Monats\b", 1), (r"(?:Ende\s+(?:des|dieses)\s+Monats|Monatsende)\b", 0)),
    "es": (
        (r"(?:fin|fines|final|finales)\s+del\s+(?:próximo\s+mes|mes\s+que\s+viene)\b", 1),
        (r"(?:fin|fines|final|finales)\s+de(?:l|\s+este)?\s+mes\b(?!\s+que\s+viene)", 0),
    ),
    "fr": ((r"(?:la\s+)?fin\s+du\s+mois\s+prochain\b", 1), (r"(?:la\s+)?fin\s+(?:du|de\s+ce|de)\s+mois\b", 0)),
    "pt": (
        (r"(?:fim|final)\s+do\s+(?:próximo\s+mês|mês\s+que\s+vem)\b", 1),
        (r"(?:fim|final)\s+d(?:o|este)\s+mês\b(?!\s+que\s+vem)", 0),
    ),
    "zh": ((r"下个?月[底末]", 1), (r"(?<!下)(?<!下个)(?:本|这个)?月[底末]", 0)),
}
"""Patterns and how many months ahead."""

DAYS_BEFORE = r"(?:days|jours|días|dias|Tage)\s+$"
"""Before the end of a month: "30 days end of month" is a payment term with a meaning of its own."""

MONTH_END_DATE: Mapping[str, Mapping[str, str]] = {
    "en": {"": "{date}", "at": "on {date}"},
    "de": {
        "": "am {date}", "am": "am {date}", "zum": "zum {date}", "bis zum": "bis zum {date}", "bis": "bis zum {date}",
        "vor": "vor dem {date}", "vor dem": "vor dem {date}", "ab": "ab dem {date}",
    },
    "es": {"": "el {date}", "a": "el {date}", "al": "el {date}", "del": "del {date}", "el": "el {date}"},
    "fr": {
        "": "le {date}", "à": "le {date}", "d'ici": "au plus tard le {date}", "d’ici": "au plus tard le {date}",
        "d'ici à": "au plus tard le {date}",
    },
    "pt": {
        "": "em {date}", "no": "em {date}", "ao": "em {date}", "o": "{date}", "até": "até {date}",
        "até o": "até {date}", "do": "de {date}", "para o": "para {date}",
    },
    "zh": {"": "{date}"},
}  # fmt: skip
"""The word before the end of the month, and both together as a date."""

FREQUENCIES: Mapping[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "en": (
        (r"\bbi-?weekly\b", N_("every two weeks"), "every two weeks", N_("twice a week"), "twice a week"),
        (r"\bbi-?monthly\b", N_("every two months"), "every two months", N_("twice a month"), "twice a month"),
        (r"\bbi-?annual(?:ly)?\b", N_("twice a year"), "twice a year", N_("every two years"), "every two years"),
    ),
    "de": (
        (r"\bzweiwöchentlich\b", N_("every two weeks"), "alle zwei Wochen", N_("twice a week"), "zweimal pro Woche"),
        (r"\bzweimonatlich\b", N_("every two months"), "alle zwei Monate", N_("twice a month"), "zweimal im Monat"),
        (r"\bzweijährlich\b", N_("every two years"), "alle zwei Jahre", N_("twice a year"), "zweimal im Jahr"),
    ),
    "es": (
        (r"\bbisemanal(?:mente)?\b", N_("twice a week"), "dos veces por semana", N_("every two weeks"),
         "cada dos semanas"),
        (r"\bbimensual(?:mente)?\b", N_("twice a month"), "dos veces al mes", N_("every two months"),
         "cada dos meses"),
        (r"\bbianual(?:mente)?\b", N_("twice a year"), "dos veces al año", N_("every two years"), "cada dos años"),
    ),
    "fr": (
        (r"\bbihebdomadaire\b", N_("twice a week"), "deux fois par semaine", N_("every two weeks"),
         "toutes les deux semaines"),
        (r"\bbimensuel(?:le)?\b", N_("twice a month"), "deux fois par mois", N_("every two months"),
         "tous les deux mois"),
        (r"\bbisannuel(?:le)?\b", N_("every two years"), "tous les deux ans", N_("twice a year"),
         "deux fois par an"),
    ),
    "pt": (
        (r"\bbissemanal(?:mente)?\b", N_("twice a week"), "duas vezes por semana", N_("every two weeks"),
         "a cada duas semanas"),
        (r"\bbimensal(?:mente)?\b", N_("twice a month"), "duas vezes por mês", N_("every two months"),
         "a cada dois meses"),
        (r"\bbianual(?:mente)?\b", N_("twice a year"), "duas vezes por ano", N_("every two years"),
         "a cada dois anos"),
    ),
    "zh": (
        (r"双周", N_("every two weeks"), "每两周", N_("twice a week"), "每周两次"),
        (r"双月", N_("every two months"), "每两个月", N_("twice a month"), "每月两次"),
    ),
}  # fmt: skip
"""Pattern, the usual meaning and its words, the other meaning and its words."""

SCALES: Mapping[str, Mapping[str, tuple[str, int]]] = {
    "en": {"billion": ("billion", 9), "bn": ("billion", 9), "trillion": ("trillion", 12), "tn": ("trillion", 12)},
    "de": {
        "Milliarde": ("milliard", 9), "Milliarden": ("milliard", 9), "Mrd.": ("milliard", 9), "Mrd": ("milliard", 9),
        "Billion": ("billion", 12), "Billionen": ("billion", 12), "Billiarde": ("billiard", 15),
        "Billiarden": ("billiard", 15), "Trillion": ("trillion", 18), "Trillionen": ("trillion", 18),
    },
    "es": {
        "billón": ("billion", 12), "billones": ("billion", 12), "millardo": ("milliard", 9),
        "millardos": ("milliard", 9), "trillón": ("trillion", 18), "trillones": ("trillion", 18),
    },
    "fr": {
        "milliard": ("milliard", 9), "milliards": ("milliard", 9), "Md": ("milliard", 9), "billion": ("billion", 12),
        "billions": ("billion", 12), "trillion": ("trillion", 18), "trillions": ("trillion", 18),
    },
    "pt": {
        "bilhão": ("billion", 9), "bilhões": ("billion", 9), "bi": ("billion", 9), "bilião": ("billion", 12),
        "biliões": ("billion", 12), "trilhão": ("trillion", 12), "trilhões": ("trillion", 12),
        "trilião": ("trillion", 18), "triliões": ("trillion", 18),
    },
    "zh": {"万亿": ("wanyi", 12), "兆": ("zhao", 12), "亿": ("yi", 8)},
}  # fmt: skip
"""Scale words with their family and power of ten: short scale in English and Brazil, long scale on the continent."""

FAMILIES: Mapping[str, Mapping[str, int]] = {
    "short": {"billion": 9, "trillion": 12},
    "long": {"milliard": 9, "billion": 12, "billiard": 15, "trillion": 18},
    "portuguese": {"billion": 9, "trillion": 12},
    "chinese": {"yi": 8, "wanyi": 12, "zhao": 12},
}
"""What a reader takes a family for; a family that is missing has no word there."""

LONG_SCALE = frozenset({"de", "es", "fr", "it", "nl", "pl", "cs", "sk", "sv", "da", "nb", "fi", "hu", "ro", "sl", "hr"})
COUNTS: Mapping[str, tuple[str, ...]] = {
    "en": ("a|one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "de": ("eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"),
    "es": ("un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
    "fr": ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    "pt": ("um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez"),
    "zh": ("一", "二|两", "三", "四", "五", "六", "七", "八", "九", "十"),
}
"""One to ten as they stand before a scale word."""

MILLION: Mapping[str, tuple[str, str]] = {
    "en": ("million", "million"), "de": ("Million", "Millionen"), "es": ("millón", "millones"),
    "fr": ("million", "millions"), "pt": ("milhão", "milhões"), "zh": ("", ""),
}  # fmt: skip

TON = (N_("metric ton, 1000 kg"), N_("short ton (US), 907 kg"), N_("long ton (British), 1016 kg"))
GALLON = (N_("US gallon, 3.785 l"), N_("imperial gallon, 4.546 l"))
ENGLISH_UNITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ton": ((TON[0], "metric ton"), (TON[1], "short ton"), (TON[2], "long ton")),
    "tons": ((TON[0], "metric tons"), (TON[1], "short tons"), (TON[2], "long tons")),
    "gallon": ((GALLON[0], "US gallon"), (GALLON[1], "imperial gallon")),
    "gallons": ((GALLON[0], "US gallons"), (GALLON[1], "imperial gallons")),
}
ENGLISH_UNIT = r"(?<!metric )(?<!short )(?<!long )(?<!US )(?<!imperial )\b(?P<unit>tons?|gallons?)\b(?!ne)"
METRIC_TONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "pt": (
        r"\b(?P<unit>toneladas?)\b(?!\s+métrica)",
        {"tonelada": "tonelada métrica", "toneladas": "toneladas métricas"},
    ),
    "es": (
        r"\b(?P<unit>toneladas?)\b(?!\s+métrica)",
        {"tonelada": "tonelada métrica", "toneladas": "toneladas métricas"},
    ),
    "fr": (r"\b(?P<unit>tonnes?)\b(?!\s+métrique)", {"tonne": "tonne métrique", "tonnes": "tonnes métriques"}),
    "de": (
        r"(?<!metrische )(?<!metrischen )\b(?P<unit>Tonnen?)\b",
        {"Tonne": "metrische Tonne", "Tonnen": "metrische Tonnen"},
    ),
    "zh": (r"(?<!公)(?P<unit>吨)", {"吨": "公吨"}),
}
"""Clear at home, but "ton" in English is another weight in the United States."""

CATTY = (N_("500 g, as in mainland China"), N_("600 g, as in Taiwan"))
CATTY_KILOGRAMS = (Decimal("0.5"), Decimal("0.6"))
