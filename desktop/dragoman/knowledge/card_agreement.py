"""Market cards whose flags and text must say the same, and what no card may say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.knowledge.model import WEEKDAYS

LANGUAGES = ("en", "zh")

_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE_DAYS = "一二三四五六日"
_DAY_EN = "(" + "|".join(_ENGLISH_DAYS) + ")s?"
_DAY_ZH = f"(?:周|星期|礼拜)([{_CHINESE_DAYS}天])"
_WORKING = {
    "en": re.compile(rf"\b{_DAY_EN}(?: to | through |\s?[-–]\s?){_DAY_EN}\b", re.IGNORECASE),
    "zh": re.compile(rf"{_DAY_ZH}\s*(?:至|到|[-–—~～])\s*{_DAY_ZH}"),
}
_OFF = {
    "en": (
        re.compile(rf"\bweekends?(?: is| are|:|,)?(?: on)? {_DAY_EN}(?: and | & |/|-|–){_DAY_EN}", re.IGNORECASE),
        re.compile(rf"\b{_DAY_EN} and {_DAY_EN}(?: are| is)? (?:free|off|closed)\b", re.IGNORECASE),
    ),
    "zh": (
        re.compile(rf"{_DAY_ZH}\s*[、和与及]?\s*{_DAY_ZH}\s*(?:都)?(?:休息|休|放假|双休|是周末)"),
        re.compile(rf"(?:周末|休息日)(?:是|为|在)\s*{_DAY_ZH}\s*[、和与及]?\s*{_DAY_ZH}"),
    ),
}
_CHANNEL_WORDS = {
    "wechat": ("wechat", "weixin", "微信"),
    "whatsapp": ("whatsapp",),
    "line": ("line",),
    "kakaotalk": ("kakao",),
    "zalo": ("zalo",),
    "telegram": ("telegram",),
    "viber": ("viber",),
    "teams": ("teams",),
    "zoom": ("zoom",),
}

# A card describes customs and rules. A sentence that ascribes a temper to a people helps nobody at a table.
_TEMPERS_EN = (
    "lazy|emotional|dishonest|cunning|sly|stingy|greedy|arrogant|aggressive|passionate|backward|primitive|unreliable"
    "|untrustworthy|deceitful|devious|submissive|docile|hardworking|hard-working|diligent|warm-hearted|warm|friendly"
    "|easygoing|easy-going|cold|shy|proud|stubborn|fatalistic|naive|chauvinistic|superstitious|fun-loving|rude"
)
_TEMPERS_ZH = (
    "懒|狡猾|奸诈|小气|抠门|傲慢|骄傲|贪|情绪化|暴躁|热情|好客|直爽|豪爽|淳朴|老实"
    "|固执|死板|古板|迷信|虚伪|势利|野蛮|愚昧|勤劳|勤奋|浪漫"
)
_PEOPLES = (
    r"(?i:people|locals|natives|they|men|women|(?:north|south|east|west)erners|arabs?|turks?|germans?|greeks?|poles?|danes?"
    r"|swedes?|finns?|czechs?|serbs?|croats?|kazakhs?|uzbeks?|thais?|slavs?|latinos?|filipinos?|spaniards?|scots?|brits?"
    r"|swiss|emiratis?|saudis?|israelis?|pakistanis?|bangladeshis?|iraqis?|kuwaitis?|omanis?|qataris?)"
    r"|[A-Z][a-z]+(?:ese|ish|ians?|cans?|eans?|tch|nch)"
)
_CHARACTER = {
    "en": (
        re.compile(
            rf"\b(?:{_PEOPLES}) (?:are|tend to be|can be) (?:(?:very|quite|rather|often|generally|[a-z]+ly) )?"
            rf"(?:{_TEMPERS_EN})\b(?! of\b| if\b| when\b)"
        ),
        re.compile(
            r"\b(?:by nature|in their (?:blood|nature|genes)|national character|inscrutable|uncivili[sz]ed"
            r"|third[- ]world"
            r"|(?:born|natural) (?:traders?|negotiators?|hagglers?|liars?)|hot[- ](?:blooded|tempered|headed)"
            r"|(?:warm|friendly|simple|proud|hospitable) people"
            r"|(?:oriental|eastern|asian|latin|african|arab|slavic|slav) (?:mind|mentality|temperament|soul))\b",
            re.IGNORECASE,
        ),
    ),
    "zh": (
        re.compile(
            "天性|生性|天生(?:就)?(?:爱|会|懒|好|热)|骨子里|民族性|国民性|劣根性|民风|素质(?:低|差|高)"
            "|落后(?:国家|民族)|热情好客|能歌善舞"
        ),
        re.compile(rf"(?<!别)人(?:们)?(?:都|很|普遍|一般|大多|多半|比较|往往|特别|非常|十分)+(?:{_TEMPERS_ZH})"),
    ),
}


@dataclass(frozen=True, slots=True)
class MarketFacts:
    """What the tables say about the week of a card's country.

    ``weekends`` are the sets of days off that are in use (that of the country first, then regional ones);
    ``half_day`` is the working day that ends at noon.
    """

    weekends: tuple[frozenset[str], ...]
    half_day: str | None = None
    has_ramadan: bool = False


def check_agreement(flags: dict[str, Any], topics: dict[str, Any]) -> Iterator[str]:
    """Yield where the flags say one thing and the text another."""
    words = {topic: _words(entry) for topic, entry in topics.items()}
    yield from _check_hands(flags, topics, words)
    yield from _check_table(flags, topics, words)
    if flags["name_order"] == "family_first":
        yield from _missing(words, ("address",), ("family name", "surname"), ("姓",), "name_order is family_first")
    if flags["channels"] and (named := _CHANNEL_WORDS.get(flags["channels"][0])):
        where = ("calls", "email", "communication", "business_card")
        yield from _missing(words, where, named, named, f"{flags['channels'][0]} is the first channel")


def check_character(data: dict[str, Any]) -> Iterator[str]:
    """Yield every claim about a people's character in a card's texts."""
    for where, lang, text in card_strings(data):
        for pattern in _CHARACTER[lang]:
            if match := pattern.search(text):
                yield f"{where}: a claim about character, say what people do instead: “{match[0]}”"


def check_facts(data: dict[str, Any], facts: MarketFacts) -> Iterator[str]:
    """Yield where a card contradicts the tables: days of the week, Ramadan."""
    for lang in LANGUAGES:
        entry = data["topics"]["working_week"][lang]
        where = f"topics.working_week.{lang}"
        text = " ".join([entry["summary"], entry["detail"]])
        ranges = [_span(*_days(match, lang)) for match in _WORKING[lang].finditer(text)]
        if not ranges:
            yield f"{where}: does not name the working week (“Monday to Friday”, “周一至周五”)"
        elif not _fits(ranges[0], facts.weekends[0], facts.half_day):
            yield f"{where}: works {_listed(ranges[0])}, but the facts have {_listed(facts.weekends[0])} off"
        for pattern in _OFF[lang]:
            for match in pattern.finditer(text):
                off = frozenset(_days(match, lang))
                if not any(off <= weekend | {facts.half_day} for weekend in facts.weekends):
                    yield f"{where}: {_listed(off)} off, but the facts have {_listed(facts.weekends[0])} off"
    if data["flags"]["halal"] and not facts.has_ramadan:
        yield "halal is expected, but the country has no Ramadan in special_periods.toml"
    if facts.has_ramadan:
        words = {topic: _words(data["topics"][topic]) for topic in ("working_week", "calls", "dining")}
        yield from _missing(words, tuple(words), ("ramadan", "ramazan", "ramzan"), ("斋月",), "Ramadan is kept")


def card_strings(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (place in the card, language, text) of all that a reader of the card sees."""
    for lang in LANGUAGES:
        for key, items in data.get("top", {}).get(lang, {}).items():
            yield from ((f"top.{lang}.{key}", lang, item) for item in items)
        for topic, entry in data.get("topics", {}).items():
            text = entry.get(lang, {})
            where = f"topics.{topic}.{lang}"
            for key in ("summary", "detail"):
                yield f"{where}.{key}", lang, text.get(key, "")
            for key in ("do", "dont"):
                yield from ((f"{where}.{key}", lang, item) for item in text.get(key, []))


def _check_hands(flags: dict[str, Any], topics: dict[str, Any], words: dict[str, dict[str, str]]) -> Iterator[str]:
    if flags["business_card_two_handed"]:
        yield from _missing(
            words, ("business_card",), ("both hands", "two hands"), ("双手",), "business_card_two_handed"
        )
    else:
        for lang, hands in (("en", ("both hands", "two hands")), ("zh", ("双手",))):
            for item in topics["business_card"][lang]["do"]:
                if any(hand in item.lower() for hand in hands) and not _refuses(item, lang):
                    yield f"business_card_two_handed is false, but topics.business_card.{lang}.do asks for it: {item}"
    if flags["left_hand_avoid"]:
        yield from _missing(
            words, ("gestures", "dining"), ("left hand", "right hand"), ("左手", "右手"), "left_hand_avoid"
        )


def _check_table(flags: dict[str, Any], topics: dict[str, Any], words: dict[str, dict[str, str]]) -> Iterator[str]:
    table = ("dining", "gifts", "taboos", "travel")
    if flags["alcohol"] == "none":
        wine = {"en": ("wine", "whisky", "whiskey", "liquor", "spirits", "champagne", "beer"), "zh": ("酒",)}
        yield from _recommended(topics, wine, "alcohol is none")
    elif flags["alcohol"] == "central":
        drinks = ("toast", "drink", "wine", "vodka", "beer", "liquor", "spirit", "glass")
        yield from _missing(words, ("dining",), drinks, ("酒",), "alcohol is central")
    if not flags["pork"]:
        yield from _recommended(topics, {"en": ("pork", "ham ", "bacon"), "zh": ("猪肉", "火腿")}, "pork is false")
    if not flags["beef"]:
        yield from _recommended(topics, {"en": ("beef", "steak", "leather"), "zh": ("牛肉", "牛排")}, "beef is false")
        yield from _missing(words, table, ("beef", "cow", "leather"), ("牛",), "beef is false")
    if flags["halal"]:
        yield from _missing(words, table, ("halal", "pork", "pig", "alcohol"), ("清真", "猪", "酒"), "halal is true")
    if flags["kosher"]:
        yield from _missing(words, table, ("kosher", "kashrut"), ("洁食", "犹太", "科谢尔"), "kosher is true")
    if flags["pork"] and (flags["halal"] or flags["kosher"]):
        yield "halal or kosher is expected, but pork is true"


def _recommended(topics: dict[str, Any], goods: dict[str, tuple[str, ...]], why: str) -> Iterator[str]:
    for topic in ("gifts", "dining"):
        for lang, names in goods.items():
            for item in topics[topic][lang]["do"]:
                if any(name in item.lower() for name in names) and not _refuses(item, lang):
                    yield f"{why}, but topics.{topic}.{lang}.do recommends it: {item}"


def _refuses(item: str, lang: str) -> bool:
    words = {
        "en": ("no ", "not ", "without", "avoid", "non-", "never", "free of", "-free", "refuse", "instead of"),
        "zh": ("不", "无", "别", "免", "勿", "避", "代酒"),
    }
    return any(word in item.lower() for word in words[lang])


def _missing(
    words: dict[str, dict[str, str]], topics: tuple[str, ...], english: Iterable[str], chinese: Iterable[str], why: str
) -> Iterator[str]:
    for lang, wanted in (("en", tuple(english)), ("zh", tuple(chinese))):
        text = " ".join(words[topic][lang] for topic in topics)
        if not any(word in text for word in wanted):
            yield f"{why}, but {lang} of {', '.join(topics)} does not say {' or '.join(wanted)}"


def _words(entry: dict[str, Any]) -> dict[str, str]:
    return {
        lang: " ".join([text["summary"], *text["do"], *text.get("dont", []), text["detail"]]).lower()
        for lang, text in ((lang, entry[lang]) for lang in LANGUAGES)
    }


def _days(match: re.Match[str], lang: str) -> tuple[str, str]:
    found = []
    for word in match.groups():
        number = _ENGLISH_DAYS.index(word.lower()) if lang == "en" else _CHINESE_DAYS.index(word.replace("天", "日"))
        found.append(WEEKDAYS[number])
    return found[0], found[1]


def _span(first: str, last: str) -> frozenset[str]:
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return frozenset(WEEKDAYS[(start + step) % 7] for step in range((end - start) % 7 + 1))


def _fits(worked: frozenset[str], weekend: frozenset[str], half_day: str | None) -> bool:
    """Whether the days worked are those left by the weekend; a half day may be counted on either side."""
    open_days = frozenset(WEEKDAYS) - weekend
    return worked - {half_day} == open_days - {half_day}


def _listed(days: frozenset[str]) -> str:
    return " ".join(day for day in WEEKDAYS if day in days)
