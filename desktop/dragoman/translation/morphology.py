"""Which dictionary forms a word in a text may have: light rules for plurals and case endings, no dictionary.

For European languages with few endings a text's word is reduced to every base it may stand for, and terms are kept as
their authors wrote them, in the base form: so "Käufer" (buyer) is never taken for "Kauf" (purchase). Russian and Arabic
have too many endings for that: there both sides are cut to a stem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_FOLDED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC")
_LONG_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": ""})
_RUSSIAN_ENDINGS = (  # noqa: SIM905 - a table to be read
    "иями ями ами иях ого его ому ему ыми ими ией ях ах ов ев ей ам ям ом ем ой ою ёй ую юю ая яя ое ее ые ие ый ий "
    "ых их ым им ию ия ии ью ье а я о е ы и у ю ь й"
).split()
_ARABIC_PREFIXES = ("وبال", "وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف")
_ARABIC_SUFFIXES = ("ات", "ون", "ين", "ان", "ة", "ه")
_KOREAN_PARTICLES = (
    "에서 까지 부터 으로 에게 이나 은 는 이 가 을 를 의 에 로 와 과 도 만".split()  # noqa: SIM905 - a table to be read
)
_SHORTEST = 3
_UNCAPITALISED = "~"
"""Before a German term's word in small letters, so that "kaufen" is no plural of "Kauf"."""


def fold(word: str) -> str:
    """Return ``word`` without case, and without accents in Latin, Greek, Cyrillic and Arabic script."""
    text = word.casefold()
    if text.isascii():
        return text
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        if char != "й" and len(parts) > 1 and unicodedata.name(parts[0], "").startswith(_FOLDED_SCRIPTS):
            parts = parts[0]
        elif len(parts) > 1:
            parts = char
        # A mark that stands alone in the composed text: Arabic vowel signs, not those of Indic scripts.
        elif unicodedata.combining(char) and unicodedata.name(char, "").startswith(("ARABIC", "COMBINING")):
            continue
        kept.append(parts)
    return "".join(kept).translate(_LONG_LETTERS).translate(_ARABIC_LETTERS)


def base(word: str, language: str) -> str:
    """Return what a term's word is filed under: its folded form, or its stem in Russian and Arabic."""
    folded = fold(word)
    if language == "ru":
        return _russian_stem(folded)
    if language == "ar":
        article = folded.startswith("ال") and len(folded) >= 2 + _SHORTEST
        return _arabic_ending(folded[2:] if article else folded)
    if language == "de" and not word[:1].isupper():
        return _UNCAPITALISED + folded
    return folded


@lru_cache(maxsize=20_000)
def bases(word: str, language: str) -> tuple[str, ...]:
    """Return every base that ``word`` of a text may be a form of, itself first."""
    folded = fold(word)
    if language == "ru":
        return (_russian_stem(folded),)
    if language == "ar":
        starts = [prefix for prefix in ("", *_ARABIC_PREFIXES) if folded.startswith(prefix)]
        found = [_arabic_ending(folded[len(prefix) :]) for prefix in starts]
    else:
        rule = _RULES.get(language)
        found = rule(word, folded) if rule else []
    whole = _UNCAPITALISED + folded
    longer = [form for form in found if form == whole or len(form.lstrip(_UNCAPITALISED)) >= _SHORTEST]
    return tuple(dict.fromkeys([folded, *longer]))


def _english(_word: str, text: str) -> list[str]:
    found = []
    if text.endswith("ies"):
        found.append(text[:-3] + "y")
    if re.search(r"(?:s|x|z|ch|sh|o)es$", text):
        found.append(text[:-2])
    if text.endswith("s") and not text.endswith(("ss", "us", "is")):
        found.append(text[:-1])
    return found


def _spanish(_word: str, text: str) -> list[str]:
    found = []
    if text.endswith("ces"):
        found.append(text[:-3] + "z")
    if text.endswith("es"):
        found.append(text[:-2])
    if text.endswith("s"):
        found.append(text[:-1])
    return found


_PORTUGUESE = {
    "oes": ("ao",), "aes": ("ao",), "aos": ("ao",), "ais": ("al",), "eis": ("el", "il"), "ois": ("ol",),
    "uis": ("ul",), "is": ("il",), "ns": ("m",),
}  # fmt: skip


def _portuguese(_word: str, text: str) -> list[str]:
    found = [
        text[: -len(plural)] + ending
        for plural, endings in _PORTUGUESE.items()
        if text.endswith(plural)
        for ending in endings
    ]
    if text.endswith(("res", "zes", "ses")):
        found.append(text[:-2])
    if text.endswith("s"):
        found.append(text[:-1])
    return found


def _french(_word: str, text: str) -> list[str]:
    found = []
    if text.endswith("aux"):
        found.append(text[:-2] + "l")
    if text.endswith(("s", "x")):
        found.append(text[:-1])
    return found


def _italian(_word: str, text: str) -> list[str]:
    found = [text[:-3] + "c" + end for plural, end in (("chi", "o"), ("che", "a")) if text.endswith(plural)]
    found += [text[:-3] + "g" + end for plural, end in (("ghi", "o"), ("ghe", "a")) if text.endswith(plural)]
    if text.endswith("i"):
        found += [text[:-1] + "o", text[:-1] + "e", text + "o"]
    if text.endswith("e"):
        found.append(text[:-1] + "a")
    return found


def _german(word: str, text: str) -> list[str]:
    # "-er" is a plural of few nouns and makes persons of many: a case ending of adjectives only, which have small
    # letters but at the start of a sentence. Folding has taken the umlaut of a plural ("Verträge") already.
    adjectives = [text, *(text[: -len(ending)] for ending in ("en", "er", "es", "em", "e") if text.endswith(ending))]
    found = [_UNCAPITALISED + form for form in adjectives]
    if word[:1].isupper():
        found += [text[: -len(ending)] for ending in ("en", "es", "e", "n", "s") if text.endswith(ending)]
        found += [text[:-3]] if text.endswith("innen") else []
    return found


def _dutch(_word: str, text: str) -> list[str]:
    return [text[: -len(ending)] for ending in ("en", "s", "e") if text.endswith(ending)]


def _korean(_word: str, text: str) -> list[str]:
    return [text[: -len(particle)] for particle in _KOREAN_PARTICLES if text.endswith(particle)]


def _russian_stem(text: str) -> str:
    for ending in _RUSSIAN_ENDINGS:
        if text.endswith(ending) and len(text) - len(ending) >= _SHORTEST:
            return text[: -len(ending)]
    return text


def _arabic_ending(text: str) -> str:
    for suffix in _ARABIC_SUFFIXES:
        if text.endswith(suffix) and len(text) - len(suffix) >= _SHORTEST:
            return text[: -len(suffix)]
    return text


_RULES: dict[str, Callable[[str, str], list[str]]] = {
    "en": _english,
    "es": _spanish,
    "pt": _portuguese,
    "fr": _french,
    "it": _italian,
    "de": _german,
    "nl": _dutch,
    "ko": _korean,
}
