"""Numbers written as words, two to a hundred and their ordinals, for the languages that ship a pack."""

from __future__ import annotations

from functools import cache

_EN_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "hundredth": 100,
}  # fmt: skip
_PT_UNITS = [
    "zero",
    "um",
    "dois",
    "três",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "onze",
    "doze",
    "treze",
    "catorze",
    "quinze",
    "dezesseis",
    "dezessete",
    "dezoito",
    "dezenove",
]
_PT_VARIANTS = {"duas": 2, "uma": 1, "quatorze": 14, "dezasseis": 16, "dezassete": 17, "dezanove": 19, "tres": 3}
_PT_TENS = ["vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"]
_PT_ORDINALS = {
    "primeir": 1, "segund": 2, "terceir": 3, "quart": 4, "quint": 5, "sext": 6, "sétim": 7, "oitav": 8, "non": 9,
    "décim": 10, "vigésim": 20, "trigésim": 30, "quadragésim": 40, "quinquagésim": 50, "centésim": 100,
}  # fmt: skip


@cache
def words(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return the cardinals from 2 to 100 and the ordinals of ``language``, lower case; empty for other languages.

    "One" is left out: it is also an article and a pronoun.
    """
    if language == "en":
        return _english(), dict(_EN_ORDINALS)
    if language == "pt":
        return _portuguese(), _portuguese_ordinals()
    return {}, {}


def _english() -> dict[str, int]:
    found = {word: number for number, word in enumerate(_EN_UNITS) if number > 1}
    for tens, word in enumerate(_EN_TENS, start=2):
        found[word] = tens * 10
        for unit in range(1, 10):
            for joint in ("-", " "):
                found[f"{word}{joint}{_EN_UNITS[unit]}"] = tens * 10 + unit
    found.update({"hundred": 100, "a hundred": 100, "one hundred": 100})
    return found


def _portuguese() -> dict[str, int]:
    units = {word: number for number, word in enumerate(_PT_UNITS) if number} | _PT_VARIANTS
    found = {word: number for word, number in units.items() if number > 1}
    for tens, word in enumerate(_PT_TENS, start=2):
        found[word] = tens * 10
        for unit, number in units.items():
            if number < 10:
                found[f"{word} e {unit}"] = tens * 10 + number
    found.update({"cem": 100, "cento": 100})
    return found


def _portuguese_ordinals() -> dict[str, int]:
    found: dict[str, int] = {}
    for stem, number in _PT_ORDINALS.items():
        for ending in ("o", "a", "os", "as"):
            found[stem + ending] = number
    for tens, value in (("décim", 10), ("vigésim", 20), ("trigésim", 30)):
        for stem, number in _PT_ORDINALS.items():
            if number < 10:
                for ending in ("o", "a"):
                    found[f"{tens}{ending} {stem}{ending}"] = value + number
    return found
