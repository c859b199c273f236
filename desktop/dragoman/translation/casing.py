"""Capitals and full stops that derail a model: taken out before it runs, put back after."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from dragoman.translation.protect import Span

_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LOWER_WORD = re.compile(r"(?<![^\W\d_])(?<!['’-])[a-zß-öø-ÿ]")
_LONGEST_ABBREVIATION = 5
_SHORTEST_WORD = 4
_FEWEST_WORDS = 3

_SMALL_EN = (
    "a|an|and|as|at|before|after|between|but|by|for|from|in|into|is|of|on|or|our|per|the|to|under|until|with|"
    "without|your"
)
_SMALL_PT = (
    "a|à|ao|aos|as|às|antes|após|até|com|da|das|de|desta|deste|do|dos|e|em|entre|na|nas|no|nos|nossa|nosso|o|os|ou|para|"
    "pela|pelas|pelo|pelos|por|sem|seu|sob|sobre|sua|um|uma"
)
_SMALL: Mapping[str, frozenset[str]] = {
    "en": frozenset(_SMALL_EN.split("|")),
    "pt": frozenset(_SMALL_PT.split("|")),
}
"""Words that headings in Title Case leave small (Chicago Manual of Style 8.159), by language."""


def is_shouted(text: str, length: Callable[[str], int]) -> bool:
    """Return whether the sentence is in capitals altogether, which models are not made for.

    ``length`` is how many pieces the model sees in a word: "PRICE" is a word it knows as "price", "IBAN" is none.
    """
    if any(char.islower() for char in text):
        return False
    words = re.findall(r"[^\W\d_]{2,}", text)
    if not words:
        return False
    if len(words) > 1:
        return any(len(word) > 3 for word in words)
    word: str = words[0]
    lower = word.lower()
    if lower == word or len(word) < _SHORTEST_WORD:
        return False
    return len(word) > _LONGEST_ABBREVIATION or (
        length(word) > 1 and min(length(lower), length(word[0] + lower[1:])) == 1
    )


def is_title(text: str, language: str) -> bool:
    """Return whether a sentence Writes Every Word With a Capital, its small words too or some other word of language.

    Names do that as well: without a small word ("Guangzhou Trading Company") it is taken for one.
    """
    small = _SMALL.get(language.partition("-")[0])
    if small is None or text.count(" ") < _FEWEST_WORDS - 1:
        return False
    words = _WORDS.findall(text)
    if len(words) < _FEWEST_WORDS or any(word[0].islower() and word not in small for word in words):
        return False
    capital = [word for word in words if word[0].isupper()]
    return len(capital) >= _FEWEST_WORDS and any(word[0].isupper() and word.lower() in small for word in words[1:])


def untitled(text: str, language: str, spans: Sequence[Span], length: Callable[[str], int]) -> str:
    """Return a Title Case sentence in small letters, but for its first word, ``spans`` and what is a name.

    Names are those of CLDR (countries; in English also days, months and languages), and words the model knows better
    with a capital: ``length`` is the number of its pieces.
    """
    names = _names(language.partition("-")[0])
    kept = bytearray(len(text))
    for span in spans:
        kept[span.start : span.end] = b"\x01" * (span.end - span.start)
    first = True
    result = list(text)
    for match in _WORDS.finditer(text):
        word = match[0]
        lower = word.lower()
        is_name = (word.isupper() and len(word) > 1) or word in names
        free = not first and not is_name and not any(kept[match.start() : match.end()])
        if free and len(lower) == len(word) and length(lower) <= length(word):
            result[match.start() : match.end()] = lower
        first = False
    return "".join(result)


@lru_cache(maxsize=8)
def _names(language: str) -> frozenset[str]:
    from dragoman.base.locales import babel_locale

    locale = babel_locale(language)
    names = list(locale.territories.values())
    if language == "en":
        names += [*locale.days["format"]["wide"].values(), *locale.months["format"]["wide"].values()]
        names += locale.languages.values()
    return frozenset(word for name in names for word in _WORDS.findall(name) if word[0].isupper())


def titled(text: str, language: str) -> str:
    """Return ``text`` in Title Case where the language has such headings, else as it is."""
    small = _SMALL.get(language.partition("-")[0])
    if small is None:
        return text
    return _WORDS.sub(
        lambda match: match[0] if match[0].lower() in small and match.start() else match[0][0].upper() + match[0][1:],
        text,
    )


def calm(text: str, spans: Sequence[Span]) -> str:
    """Return ``text`` in small letters but for its first one and what ``spans`` cover; the length stays."""
    lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    result = list(lower)
    for span in spans:
        result[span.start : span.end] = text[span.start : span.end]
    first = next((index for index, char in enumerate(result) if char.isalpha()), None)
    if first is not None:
        result[first] = text[first]
    return "".join(result)


def lacks_stop(text: str) -> bool:
    """Return whether a text of several words ends without a mark, in a script that ends sentences with a dot."""
    return text.count(" ") >= _FEWEST_WORDS and "A" <= text[-1] < "\u0530" and text[-1].isalpha()
