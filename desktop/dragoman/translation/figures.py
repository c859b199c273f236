"""The figures in a text, read as its language writes them: numbers, money, dates, times, units, codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from dragoman.translation import codes
from dragoman.translation.figure_words import CURRENCY_CODES, CURRENCY_SYMBOLS, MERIDIEM_BEFORE, UNIT_SYMBOLS
from dragoman.translation.lexicon import SPACES, Lexicon, Words, lexicon

INCOTERMS = (
    "EXW",
    "FCA",
    "FAS",
    "FOB",
    "CFR",
    "CIF",
    "CPT",
    "CIP",
    "DAP",
    "DPU",
    "DDP",
    "DAT",
    "DAF",
    "DES",
    "DEQ",
    "DDU",
)
"""Incoterms 2020 (ICC publication 723E) and the retired terms that old contracts still name."""

_INCOTERM = re.compile(rf"(?<![\w-])(?:{'|'.join(INCOTERMS)})(?![\w-])")
_NUMBER = re.compile(
    r"(?:(?<![^\s(\[{=\"'“‘€£¥$])[-−+])?"
    r"(?<![^\W_\u2e80-\uffff])(?<!\d[.,])\d+(?:(?:[.,'’٫٬\u00a0\u202f\u2009\u066b\u066c])\d+)*"
)
_SPACE_GROUPS = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?![\d])")
_NUMERIC_DATE = re.compile(r"(?<![\d/.-])(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?![\d/-]|\.\d)")
_CJK_DATE = re.compile(
    r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]"
    r"|(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]"
)
_CLOCK = re.compile(
    r"(?<![\d.,:])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d:])"
    r"|(?<![\d.,:])([01]?\d|2[0-4])[hH]([0-5]\d)?(?:min)?(?![^\W_])"
)
_CJK_HOUR = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4])[点點时時시] ?(?:([0-5]?\d)[分분]?|([半반]))?")
_BARE_HOUR = re.compile(r"(?<![\d.,:])(1[0-2]|0?[1-9])(?:[.]([0-5]\d))?(?![\d:])")
_ORDINAL_SUFFIX = re.compile(r"(?:st|nd|rd|th|o|a|os|as|s|'s|’s|[ºª]s?|\.[ºª]s?|er|ème|e|ª|x|°(?![CF]))(?![^\W\d_])")
_ROMAN = re.compile(r"(?=[IVXL])(?:X{0,3}L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_MINUS_WORDS = re.compile(r"(?:minus|menos|moins|minos)\s+$", re.IGNORECASE)
_NOT_MINUS = frozenset({"pelo", "ao", "mais", "ou", "e ou", "o", "a"})
_MONEY_SCALES = Words({"m": 10**6, "M": 10**6, "b": 10**9, "B": 10**9})
_SCALE_GLUE = re.compile(r"\s+(?:de|of)\s+")
_GLUE = re.compile(r"(?:de|of|d')\s+")
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MAYBE_CLOCK = re.compile(r"\d[:hH]")
_MAYBE_DATE = re.compile(r"\d[/.-]\d{1,2}[/.-]\d")
_ROMAN_LETTERS = frozenset("IVXL")
_MONTH_TOKEN = re.compile(r"[^\W\d_]+")
_ANY_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Day:
    """A date, or a span of days in one month; ``year`` is None and ``days`` empty where the text names none."""

    year: int | None
    month: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure at ``start`` to ``end`` of its text.

    ``values`` are the readings of a number, the first the usual one in its language; ``qualifier`` is what it counts: a
    currency, ``%``, a unit. ``days`` are the readings of a date, ``minute`` and ``second`` the time of day, from
    midnight. ``digits`` is the span of the number alone. A ``soft`` figure (a word, a Roman numeral) may answer for
    another figure, but its absence is no alarm; one that is ``counted`` ("twelve pallets") is compared all the same.
    """

    kind: str
    start: int
    end: int
    text: str
    values: tuple[Decimal, ...] = ()
    qualifier: str = ""
    days: tuple[Day, ...] = ()
    minute: int | None = None
    second: int = 0
    digits: tuple[int, int] = (0, 0)
    soft: bool = False
    counted: bool = False


def extract(text: str, language: str) -> list[Figure]:
    """Return the figures of ``text`` in order, read as ``language`` (a BCP 47 tag) writes them."""
    has_digit = _ANY_DIGIT.search(text) is not None
    found: list[Figure] = []
    if has_digit or codes.might_hold(text):
        found.extend(Figure(span.kind, span.start, span.end, span.text) for span in codes.find(text))
    words = lexicon(language)
    taken = _Taken(len(text), found)
    if has_digit:
        if any(words.month_words.may_start(token.casefold()) for token in _MONTH_TOKEN.findall(text)):
            found.extend(taken.claim(_month_dates(text, words)))
        if not text.isascii():
            found.extend(taken.claim(_cjk_dates(text)))
        if _MAYBE_DATE.search(text):
            found.extend(taken.claim(_numeric_dates(text, words)))
        found.extend(taken.claim(_times(text, words)))
        found.extend(taken.claim(_numbers(text, words, taken)))
    found.extend(taken.claim([_term(match) for match in _INCOTERM.finditer(text)]))
    found.extend(taken.claim(_worded(text, words)))
    found.sort(key=lambda figure: figure.start)
    _spread_scales(found, text, words)
    return found


def read_number(surface: str, words: Lexicon) -> tuple[Decimal, ...]:
    """Return the values a written number may have in a language, the usual one first; none when it is no number.

    "1.250" is 1.25 in English and 1250 in Portuguese; "12.50" is 12.5 in both, for no language groups by two. Indian
    grouping (12,34,567) is read in every language.
    """
    plain = surface.replace("−", "-").lstrip("+")
    sign = -1 if plain.startswith("-") else 1
    plain = plain.lstrip("-")
    decimal, group = words.decimal, words.group
    plain = plain.replace("٫", decimal).replace("٬", group if group not in SPACES else "'")
    plain = re.sub(rf"(?<=\d)['’{SPACES}](?=\d{{3}})", "", plain)
    digits = "".join(str(int(char)) if char.isdigit() else char for char in plain)
    dots, commas = digits.count("."), digits.count(",")
    if not dots and not commas:
        return _decimals(sign, [digits])
    if dots and commas:
        last = max(digits.rfind("."), digits.rfind(","))
        whole, fraction = digits[:last], digits[last + 1 :]
        other = "," if digits[last] == "." else "."
        if digits[last] in whole or not _is_grouped(whole, other):
            return ()
        return _decimals(sign, [whole.replace(other, "") + "." + fraction])
    separator = "." if dots else ","
    parts = digits.split(separator)
    if len(parts) > 2:
        return _decimals(sign, ["".join(parts)]) if _is_grouped(digits, separator) else ()
    whole, fraction = parts
    as_decimal = f"{whole}.{fraction}"
    if len(fraction) != 3 or len(whole) > 3 or whole.startswith("0"):
        return _decimals(sign, [as_decimal])
    return _decimals(sign, [as_decimal] if separator == decimal else [whole + fraction])


def localised(surface: str, source: Lexicon, target: Lexicon) -> str:
    """Return a written number with the separators of another language, digit by digit the same."""
    values = read_number(surface, source)
    if not values or not any(char in surface for char in ".,"):
        return surface
    groups, marks = _roles(surface, source)
    group = "\u00a0" if target.group_is_space else target.group
    out = []
    for position, char in enumerate(surface):
        out.append(group if position in groups else target.decimal if position in marks else char)
    return "".join(out)


def _roles(surface: str, words: Lexicon) -> tuple[set[int], set[int]]:
    """Return the positions of the grouping and of the decimal separators."""
    seen = [position for position, char in enumerate(surface) if char in ".,"]
    kinds = {surface[position] for position in seen}
    if len(kinds) == 2:
        return set(seen[:-1]), {seen[-1]}
    if len(seen) > 1:
        return set(seen), set()
    whole, _, fraction = surface.lstrip("+-−").partition(surface[seen[0]])
    ambiguous = len(fraction) == 3 and len(re.sub(r"\D", "", whole)) <= 3 and not whole.startswith("0")
    is_group = ambiguous and surface[seen[0]] != words.decimal
    return (set(seen), set()) if is_group else (set(), set(seen))


def _decimals(sign: int, texts: list[str]) -> tuple[Decimal, ...]:
    try:
        return tuple(sign * Decimal(text) for text in texts)
    except InvalidOperation:
        return ()


def _is_grouped(whole: str, separator: str) -> bool:
    parts = whole.split(separator)
    if not 1 <= len(parts[0]) <= 3 or (len(parts[-1]) != 3 and len(parts) > 1):
        return False
    middle = parts[1:-1]
    if all(len(part) == 3 for part in middle):
        return True
    # Lakh and crore are grouped with commas only: "88.60.317" is a slip of a model, not eight million.
    return separator == "," and len(parts[0]) <= 2 and all(len(part) == 2 for part in middle)


class _Taken:
    """Which characters already belong to a figure."""

    def __init__(self, length: int, figures: list[Figure]) -> None:
        self._mask = bytearray(length)
        for figure in figures:
            self._mark(figure)

    def free(self, start: int, end: int) -> bool:
        return not any(self._mask[start:end])

    def claim(self, figures: list[Figure]) -> list[Figure]:
        kept = []
        for figure in figures:
            if self.free(figure.start, figure.end):
                self._mark(figure)
                kept.append(figure)
        return kept

    def _mark(self, figure: Figure) -> None:
        self._mask[figure.start : figure.end] = b"\x01" * (figure.end - figure.start)


def _term(match: re.Match[str]) -> Figure:
    return Figure("incoterm", match.start(), match.end(), match[0])


def _month_dates(text: str, words: Lexicon) -> list[Figure]:
    if words.month_dates is None:
        return []
    found = []
    for match in words.month_dates.finditer(text):
        name = match["m1"] or match["m2"] or match["m3"]
        month = words.months.get(name.casefold()) or words.months.get(name.rstrip(".").casefold())
        days = [int(day) for group in ("d1", "d2", "d3", "d4") if (day := match[group])]
        year = next((int(match[group]) for group in ("y1", "y2", "y3") if match[group]), None)
        if month is None or any(not 1 <= day <= 31 for day in days):
            continue
        end = match.end()
        found.append(Figure("date", match.start(), end, match[0], days=(Day(year, month, tuple(days)),)))
    return found


def _cjk_dates(text: str) -> list[Figure]:
    found = []
    for match in _CJK_DATE.finditer(text):
        year, month, day = match[1] or match[4], match[2] or match[5], match[3]
        when = Day(int(year) if year else None, int(month), (int(day),) if day else ())
        found.append(Figure("date", match.start(), match.end(), match[0], days=(when,)))
    return found


def _numeric_dates(text: str, words: Lexicon) -> list[Figure]:
    found = []
    for match in _NUMERIC_DATE.finditer(text):
        readings = _date_readings(match[1], match[3], match[4], day_first=words.day_first)
        if readings:
            found.append(Figure("date", match.start(), match.end(), match[0], days=readings))
    return found


def _date_readings(first: str, second: str, third: str, *, day_first: bool) -> tuple[Day, ...]:
    if len(first) == 4:
        candidates = [(int(first), int(second), int(third))] if len(third) <= 2 else []
    elif len(third) in (2, 4) and len(first) <= 2:
        year = int(third) + (0 if len(third) == 4 else 2000 if int(third) < 70 else 1900)
        candidates = [(year, int(second), int(first)), (year, int(first), int(second))]
        if not day_first:
            candidates.reverse()
    else:
        candidates = []
    good = [Day(y, m, (d,)) for y, m, d in candidates if 1 <= m <= 12 and 1 <= d <= 31]
    return tuple(dict.fromkeys(good))


def _times(text: str, words: Lexicon) -> list[Figure]:
    found = []
    for match in _CLOCK.finditer(text) if _MAYBE_CLOCK.search(text) else ():
        hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
        end, half = _meridiem(text, match.end(), words)
        start = match.start()
        if not half:
            start, half = _meridiem_before(text, start, words)
        second = int(match[3]) if match[3] else None
        found.append(_time(text, start, end, hour, minute, second, half))
    for match in _CJK_HOUR.finditer(text) if words.language in MERIDIEM_BEFORE else ():
        start, half = _meridiem_before(text, match.start(), words)
        if half:  # without one, 3点 may be a point of a list and 3时 a length of time
            minute = 30 if match[3] else int(match[2] or 0)
            found.append(_time(text, start, match.end(), int(match[1]), minute, None, half))
    for match in _BARE_HOUR.finditer(text):
        end, half = _meridiem(text, match.end(), words)
        if half and (
            match.start() == 0 or not (text[match.start() - 1].isalpha() or text[match.start() - 1] in "$€£¥")
        ):
            found.append(_time(text, match.start(), end, int(match[1]), int(match[2] or 0), None, half))
    return found


def _meridiem(text: str, start: int, words: Lexicon) -> tuple[int, str]:
    gap = start
    while gap < len(text) and text[gap] in SPACES:
        gap += 1
    for word in (text[gap : gap + 4], text[gap : gap + 2]):
        if (
            word.casefold() in ("a.m.", "p.m.", "am", "pm")
            and not text[gap + len(word) : gap + len(word) + 1].isalpha()
        ):
            return gap + len(word), word.casefold().replace(".", "")
    found = words.meridiem.at(text, gap)
    return (found[1], found[0]) if found else (start, "")


def _meridiem_before(text: str, end: int, words: Lexicon) -> tuple[int, str]:
    """Return where the half of the day that stands before a clock time begins, and which it is."""
    for word, half in MERIDIEM_BEFORE.get(words.language, {}).items():
        start = end
        while start > 0 and text[start - 1] in SPACES:
            start -= 1
        if text.endswith(word, 0, start):
            return start - len(word), half
    return end, ""


def _time(text: str, start: int, end: int, hour: int, minute: int, second: int | None, half: str) -> Figure:
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    return Figure("time", start, end, text[start:end], minute=hour % 24 * 60 + minute, second=second or 0)


def _numbers(text: str, words: Lexicon, taken: _Taken) -> list[Figure]:
    spans = [(match.start(), match.end()) for match in _NUMBER.finditer(text)]
    if words.group_is_space:
        wide = [(match.start(), match.end()) for match in _SPACE_GROUPS.finditer(text)]
        spans = wide + [span for span in spans if not any(a < span[1] and span[0] < b for a, b in wide)]
        spans.sort()
    found = []
    for start, end in spans:
        if not taken.free(start, end):
            continue
        surface = text[start:end]
        values = read_number(surface, words)
        if not values:
            found.append(Figure("code", start, end, surface))
            continue
        found.append(_with_company(text, start, end, values, words))
    return found


def _with_company(text: str, start: int, end: int, values: tuple[Decimal, ...], words: Lexicon) -> Figure:
    """Return the number with what stands around it: sign, currency, scale, percent, unit."""
    digits = (start, end)
    kind, qualifier = "number", ""
    first = start
    if minus := _MINUS_WORDS.search(text, max(0, start - 10), start):
        values = (*values, *(-value for value in values))
        first = minus.start() if text[minus.start() - 5 : minus.start()].strip().casefold() not in _NOT_MINUS else first
    sign = text[start] if text[start] in "+-−" else ""
    before = _currency_before(text, start)
    if before is None and sign and text[start + 1 :] and (ahead := _currency_before(text, start)) is not None:
        before = ahead
    if before is not None:
        kind, qualifier, first = "money", before[0], min(first, before[1])
        if before[1] and text[before[1] - 1] in "-−" and (before[1] == 1 or text[before[1] - 2] in " (\u00a0"):
            values, first = tuple(-abs(value) for value in values), before[1] - 1
    last = end
    position = _skip(text, end)
    scale = words.scales.at(text, position)
    if scale is not None and kind != "money" and text[position : scale[1]] in UNIT_SYMBOLS:
        # "mi" is a million after a currency in Portuguese, and a mile anywhere else.
        scale = None
    if scale is None and kind == "money":
        scale = _MONEY_SCALES.at(text, position)
    if scale is None and (glue := _SCALE_GLUE.match(text, end)):
        deeper = words.scales.at(text, glue.end())
        scale = deeper if deeper and deeper[0] >= 1000 else None
    if scale is not None:
        values, last = tuple(value * scale[0] for value in values), scale[1]
        if (double := words.scales.at(text, _skip(text, last))) is not None:
            values, last = tuple(value * double[0] for value in values), double[1]
        position = _skip(text, last)
    elif suffix := _ORDINAL_SUFFIX.match(text, end):
        last, position = suffix.end(), _skip(text, suffix.end())
        if kind == "number" and suffix[0] not in ("s", "x", "'s", "’s"):
            return Figure(kind, first, last, text[first:last], values, digits=digits)
    if percent := words.percents.at(text, position):
        return Figure("percent", first, percent[1], text[first : percent[1]], values, "%", digits=digits)
    if kind == "number":
        after = position
        if glue := _GLUE.match(text, position):
            after = glue.end()
        if currency := words.currencies.at(text, after) or words.currencies.at(text, position):
            kind, qualifier, last = "money", currency[0], currency[1]
        elif unit := words.units.at(text, position) or words.units.at(text, after):
            kind, qualifier, last = "unit", unit[0], unit[1]
    return Figure(kind, first, last, text[first:last], values, qualifier, digits=digits)


def _currency_before(text: str, start: int) -> tuple[str, int] | None:
    end = start
    while end and text[end - 1] in SPACES and start - end < 2:
        end -= 1
    for length in range(min(4, end), 0, -1):
        word = text[end - length : end]
        if word in CURRENCY_SYMBOLS or word in CURRENCY_CODES:
            outside = text[end - length - 1 : end - length]
            if not (word[0].isalpha() and word[0] < "\u2e80" and (outside.isalpha() or outside == "_")):
                return CURRENCY_SYMBOLS.get(word, word), end - length
    return None


def _skip(text: str, position: int) -> int:
    if position < len(text) and text[position] in SPACES + "-":
        position += 1
    return position


def _spread_scales(found: list[Figure], text: str, words: Lexicon) -> None:
    """Give "5" in "5 to 10 million" the reading of five million too."""
    order = [figure for figure in found if figure.values]
    for left, right in pairwise(order):
        if left.qualifier not in ("", right.qualifier):
            continue
        between = text[left.end : right.start]
        plain = read_number(text[slice(*right.digits)], words) if right.digits[1] else _plain_word(right, words)
        if not plain or not plain[0] or right.values[0] == plain[0] or words.connector.fullmatch(between) is None:
            continue
        scale = right.values[0] / plain[0]
        if scale > 1:
            found[found.index(left)] = replace(left, values=(*left.values, *(value * scale for value in left.values)))


def _plain_word(figure: Figure, words: Lexicon) -> tuple[Decimal, ...]:
    """Return the value of a spelled-out number without the scale after it: 3 for "three million"."""
    found = words.words.at(figure.text, 0)
    number = words.spelled.get(figure.text[: found[1]].casefold()) if found else None
    return (Decimal(number),) if number else ()


def _worded(text: str, words: Lexicon) -> list[Figure]:
    """Return spelled-out numbers, ordinals and Roman numerals; all may answer for digits on the other side."""
    found: list[Figure] = []
    done = 0
    for token in _TOKEN.finditer(text):
        start = token.start()
        if start < done:
            continue
        word = token[0]
        if word[0] in _ROMAN_LETTERS and _ROMAN_LETTERS.issuperset(word) and _ROMAN.fullmatch(word):
            value = Decimal(_roman(word))
            found.append(Figure("number", start, token.end(), word, (value,), soft=True))
            continue
        # "twenty-foot" and "two-dozen": the number is the first half.
        if not words.words.may_start(word.partition("-")[0].casefold()):
            continue
        hit = words.words.at(text, start)
        if hit is None:
            continue
        done = hit[1]
        word = text[start:done].casefold()
        if word in words.spelled:
            figure = _spelled(text, start, done, words)
            done = figure.end
            found.append(figure)
        else:
            numbers = words.soft.get(word) or (words.ordinals.get(word, 0),)
            values = tuple(Decimal(number) for number in numbers)
            found.append(Figure("number", start, done, text[start:done], values, soft=True))
    return found


def _spelled(text: str, start: int, end: int, words: Lexicon) -> Figure:
    value = Decimal(words.spelled[text[start:end].casefold()])
    last = end
    position = _skip(text, end)
    if scale := words.scales.at(text, position):
        value, last = value * scale[0], scale[1]
        position = _skip(text, last)
    kind, qualifier = "number", ""
    if glue := _GLUE.match(text, position):
        position = glue.end()
    if percent := words.percents.at(text, position):
        kind, qualifier, last = "percent", "%", percent[1]
    elif unit := words.units.at(text, position):
        kind, qualifier, last = "unit", unit[0], unit[1]
    elif currency := words.currencies.at(text, position):
        kind, qualifier, last = "money", currency[0], currency[1]
    return Figure(kind, start, last, text[start:last], (value,), qualifier, soft=True, counted=True)


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[char] for char in numeral]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
