"""Which language a text is in, among those in play."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from functools import cache
from typing import Any

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
_SHARED = {
    "ar": ("ar", "fa", "ur", "ps", "ug"),
    "ru": ("ru", "uk", "bg", "sr", "mk", "be", "kk"),
    "hi": ("hi", "mr", "ne"),
}
"""Scripts that several languages write; among these the statistics decide."""

_ENOUGH_CHARACTERS = 2000
_lock = threading.Lock()


def detect(text: str, candidates: Iterable[str]) -> str:
    """Return the one of ``candidates`` (BCP 47 tags) that ``text`` is most likely in.

    The script decides where it can; py3langid (naive Bayes over byte n-grams), held to the candidates, does the rest.
    With one candidate that is the answer. Raises :class:`ValueError` without any.
    """
    by_language: dict[str, str] = {}
    for tag in sorted(candidates):
        by_language.setdefault(tag.split("-")[0], tag)
    if not by_language:
        raise ValueError("no languages to choose from")
    sample = text[:_ENOUGH_CHARACTERS]
    possible = _by_script(sample, set(by_language))
    if len(possible) == 1:
        return by_language[possible.pop()]
    ranked = _ranked(sample, frozenset(possible))
    return by_language[ranked or min(possible)]


def _by_script(text: str, languages: set[str]) -> set[str]:
    for language, pattern in _SCRIPTS:
        share = len(pattern.findall(text))
        if share and share * 3 >= sum(char.isalpha() for char in text):
            fitting = {language, *_SHARED.get(language, ())} & languages
            if fitting:
                return fitting
    latin = (
        languages - {language for language, _ in _SCRIPTS} - {other for shared in _SHARED.values() for other in shared}
    )
    letters = sum(char.isalpha() for char in text)
    if latin and letters and sum("a" <= char.casefold() <= "\u024f" for char in text if char.isalpha()) * 2 > letters:
        return latin
    return languages


def _ranked(text: str, languages: frozenset[str]) -> str | None:
    with _lock:
        identifier = _identifier()
        known = languages.intersection(identifier.labels) if languages else frozenset()
        if not known:
            return None
        identifier.set_languages(sorted(known))
        try:
            return str(identifier.classify(text)[0])
        finally:
            identifier.set_languages(None)


@cache
def _identifier() -> Any:
    # Half a second: only when somebody asks which language a text is in.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
