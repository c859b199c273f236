"""Ambiguous amounts: 1.250, billion and Milliarde, tons and gallons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dragoman.base.i18n import N_, Text
from dragoman.translation.ambiguity import Ambiguity, AmbiguityKind, Reading, Scene, distinct, plain_number
from dragoman.translation.ambiguity_words import (
    CATTY,
    CATTY_KILOGRAMS,
    COUNTS,
    ENGLISH_UNIT,
    ENGLISH_UNITS,
    FAMILIES,
    LONG_SCALE,
    METRIC_TONS,
    MILLION,
    SCALES,
    TON,
)
from dragoman.translation.figures import extract, read_number
from dragoman.translation.lexicon import lexicon
from dragoman.translation.pairs import language_key

_EITHER_WAY = re.compile(r"[-+−]?[1-9]\d{0,2}[.,]\d{3}")
_PART_OF_CODE = re.compile(r"[-/]\d")
_NUMBER = r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?"
_CATTY = re.compile(rf"(?P<number>{_NUMBER})\s?斤")


def numbers(text: str, scene: Scene) -> Iterator[Ambiguity]:
    """Yield numbers with one separator before three digits that writer and reader take differently."""
    ours, theirs = lexicon(scene.writer), lexicon(scene.reader)
    for figure in extract(text, scene.writer):
        if not figure.values or figure.soft:
            continue
        start, end = figure.digits
        surface = text[start:end]
        if not _EITHER_WAY.fullmatch(surface) or _PART_OF_CODE.match(text, end):
            continue
        readings = distinct(
            Reading(
                Text(N_("means {number}"), {"number": _unmistakable(value, ours.decimal)}),
                _unmistakable(value, ours.decimal),
                (tag,),
            )
            for words, tag in ((ours, scene.writer), (theirs, scene.reader))
            for value in read_number(surface, words)[:1]
        )
        if len(readings) > 1:
            yield Ambiguity(AmbiguityKind.NUMBER, start, end, surface, readings)


def scales(text: str, scene: Scene) -> Iterator[Ambiguity]:
    """Yield scale words with their number that the reader takes for another power of ten, or does not have."""
    words = SCALES.get(scene.language)
    if not words or scene.reader_language == scene.language:
        return
    names = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    border = "" if scene.language == "zh" else r"(?!\w)"
    start = "" if scene.language == "zh" else r"\b"
    counts = "|".join(COUNTS[scene.language])
    pattern = (
        rf"(?P<number>{_NUMBER}|{start}(?:{counts}))(?:(?<=\d)|(?<=[一-龥])|(?=[\s-]))[\s-]?(?P<word>{names}){border}"
    )
    known = FAMILIES[_family(scene.reader)]
    for match in re.finditer(pattern, text, re.IGNORECASE):
        word = match["word"]
        family, power = words.get(word) or words.get(word.lower()) or words.get(word.capitalize()) or ("", 0)
        value = _counted(match["number"], scene)
        if not family or known.get(family) == power:
            continue
        total = value * 10**power
        meaning = Text(N_("means {number}"), {"number": plain_number(total)})
        readings = [Reading(meaning, _in_millions(total, scene.language), (scene.writer,))]
        if family in known:
            other = value * 10 ** known[family]
            meaning = Text(N_("means {number}"), {"number": plain_number(other)})
            readings.append(Reading(meaning, _in_millions(other, scene.language), (scene.reader,)))
        else:
            meaning = Text(N_("has no such word: a wrong power of ten is likely"))
            readings.append(Reading(meaning, plain_number(total), (scene.reader,)))
        yield Ambiguity(AmbiguityKind.SCALE, match.start(), match.end(), match[0], tuple(readings))


def units(text: str, scene: Scene) -> Iterator[Ambiguity]:
    """Yield units of one name and several sizes: ton, gallon, 斤."""
    if scene.language == "en":
        for match in re.finditer(ENGLISH_UNIT, text, re.IGNORECASE):
            yield _english_unit(match, scene)
    elif scene.language in METRIC_TONS and scene.reader_language == "en":
        pattern, clear = METRIC_TONS[scene.language]
        for match in re.finditer(pattern, text):
            tons = (
                Reading(Text(TON[0]), clear[match["unit"]], (scene.writer,)),
                Reading(Text(TON[1]), match["unit"] + " (907 kg)", (scene.reader,)),
            )
            yield Ambiguity(AmbiguityKind.UNIT, match.start(), match.end(), match[0], tons)
    if scene.language == "zh":
        yield from _catties(text, scene)


def _catties(text: str, scene: Scene) -> Iterator[Ambiguity]:
    sizes = list(zip(CATTY, CATTY_KILOGRAMS, strict=True))
    if language_key(scene.writer) == "zh-Hant":
        sizes.reverse()
    for match in _CATTY.finditer(text):
        for number in read_number(match["number"], lexicon("zh"))[:1]:
            readings = tuple(
                Reading(Text(meaning), f"{_unmistakable(number * size, '.')}公斤") for meaning, size in sizes
            )
            yield Ambiguity(AmbiguityKind.UNIT, match.start(), match.end(), match[0], readings)


def _counted(number: str, scene: Scene) -> Decimal:
    for count, words in enumerate(COUNTS[scene.language], start=1):
        if number.casefold() in words.split("|"):
            return Decimal(count)
    return next(iter(read_number(number, lexicon(scene.writer))), Decimal(1))


def _english_unit(match: re.Match[str], scene: Scene) -> Ambiguity:
    choices = list(ENGLISH_UNITS[match["unit"].lower()])
    is_ton = match["unit"].lower().startswith("ton")
    american = 1 if is_ton else 0
    metric_or_imperial = 0 if is_ton else 1
    own = american if scene.writer == "en-US" else metric_or_imperial
    theirs = american if scene.reader == "en-US" else metric_or_imperial
    readings = [
        Reading(
            Text(meaning),
            words,
            tuple(tag for tag, place in ((scene.writer, own), (scene.reader, theirs)) if place == number),
        )
        for number, (meaning, words) in enumerate(choices)
    ]
    readings.insert(0, readings.pop(own))
    return Ambiguity(AmbiguityKind.UNIT, match.start(), match.end(), match[0], tuple(readings))


def _family(tag: str) -> str:
    language = tag.split("-")[0]
    if language == "zh":
        return "chinese"
    if tag == "pt-PT" or language in LONG_SCALE:
        return "long"
    return "portuguese" if language == "pt" else "short"


def _unmistakable(value: Decimal, decimal: str) -> str:
    """Return a number that reads the same everywhere: no grouping, and never just three decimals."""
    if value == value.to_integral_value():
        return str(int(value))
    plain = f"{value.normalize():f}"
    if len(plain.partition(".")[2]) == 3:
        plain += "0"
    return plain.replace(".", decimal)


def _in_millions(total: Decimal, language: str) -> str:
    """Return an amount counted in millions, which every language counts alike; in Chinese, and where that is no whole
    number, in digits."""
    count = total / 10**6
    singular, plural = MILLION[language]
    if not plural or count != count.to_integral_value():
        return plain_number(total)
    whole = plain_number(count)
    return f"{whole} {singular if whole == '1' else plural}"
