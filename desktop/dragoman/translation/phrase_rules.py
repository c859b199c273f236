"""The rules of ``docs/phrasebook.md``, checked."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from dragoman.translation.phrase_slots import slot
from dragoman.translation.phrasebook import CATEGORIES, LANGUAGES, ROMANIZED, gaps

MAX_WORDS = 20
MAX_CHARACTERS = 45

_ID = re.compile(r"([a-z]+)\.[a-z][a-z0-9_]*")
_BLANKS = re.compile(r"^\s|\s$|\s\s|[\t\n\r]")
_BY_CHARACTERS = frozenset({"zh", "ja"})
_ENTRY_KEYS = frozenset({"formal", "familiar", "formal_roman", "familiar_roman"})
_FILE_KEYS = frozenset({"schema", "language", "reviewed", "phrases"})
_SCRIPT = {
    "zh": ("CJK",), "ja": ("HIRAGANA", "KATAKANA", "CJK"), "ko": ("HANGUL",), "ar": ("ARABIC",), "ru": ("CYRILLIC",),
    "hi": ("DEVANAGARI",),
}  # fmt: skip
_FINAL = tuple(".?!。？！؟।…")


def list_problems(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what in ``phrases.toml`` breaks a rule."""
    if data.get("schema") != 1:
        yield "schema is not 1"
    entries = data.get("phrase", [])
    for phrase_id, number in Counter(entry.get("id") for entry in entries).items():
        if number > 1:
            yield f"{phrase_id}: listed {number} times"
    for entry in entries:
        if set(entry) != {"id", "slots", "note"}:
            yield f"{entry.get('id')}: has {sorted(entry)}, not id, slots and note"
            continue
        match = _ID.fullmatch(entry["id"])
        if match is None or match[1] not in CATEGORIES:
            yield f"{entry['id']}: no category before the dot"
        if not entry["note"].strip():
            yield f"{entry['id']}: no note"
        if len(set(entry["slots"])) < len(entry["slots"]) or not all(slot(name) for name in entry["slots"]):
            yield f"{entry['id']}: slots {entry['slots']}"
    categories = [str(entry.get("id")).partition(".")[0] for entry in entries]
    for category, (_title, wanted) in CATEGORIES.items():
        if categories.count(category) != wanted:
            yield f"{category}: {categories.count(category)} phrases, not {wanted}"
    if list(dict.fromkeys(categories)) != [name for name in CATEGORIES if name in categories]:
        yield "the categories are not in order"
    if sum(left != right for left, right in pairwise(categories)) >= len(set(categories)):
        yield "the phrases of a category do not stand together"


def language_problems(language: str, data: Mapping[str, Any], listed: Mapping[str, Any]) -> Iterator[str]:
    """Yield what in the file of one language breaks a rule; ``listed`` is the content of ``phrases.toml``."""
    if set(data) != _FILE_KEYS or data["schema"] != 1:
        yield f"has {sorted(data)}, not {sorted(_FILE_KEYS)} of schema 1"
        return
    if language not in LANGUAGES or data["language"] != language:
        yield f"language is {data['language']}"
    if not isinstance(data["reviewed"], date):
        yield "reviewed is no date"
    slots = {entry["id"]: entry["slots"] for entry in listed["phrase"]}
    yield from (f"{phrase_id}: missing" for phrase_id in slots if phrase_id not in data["phrases"])
    for phrase_id, entry in data["phrases"].items():
        if phrase_id not in slots:
            yield f"{phrase_id}: not in phrases.toml"
            continue
        for problem in _entry_problems(language, entry, slots[phrase_id]):
            yield f"{phrase_id}: {problem}"
    for form in ("formal", "familiar"):
        texts = Counter(entry[form] for entry in data["phrases"].values() if entry.get(form))
        yield from (f"{number} phrases say “{text}”" for text, number in texts.items() if number > 1)


def _entry_problems(language: str, entry: Mapping[str, Any], slots: list[str]) -> Iterator[str]:
    if unknown := set(entry) - _ENTRY_KEYS:
        yield f"unknown keys {sorted(unknown)}"
    if not all(isinstance(text, str) and text for text in entry.values()):
        yield "an empty form"
        return
    if "formal" not in entry:
        yield "no formal form"
        return
    for form in ("formal", "familiar"):
        roman = f"{form}_roman"
        if (roman in entry) != (form in entry and language in ROMANIZED):
            yield f"{roman} is {'there' if roman in entry else 'missing'}"
    if entry.get("familiar") == entry["formal"]:
        yield "both registers say the same"
    for name, text in entry.items():
        if sorted(gaps(text)) != sorted(slots):
            yield f"{name}: gaps {sorted(gaps(text))}, not {sorted(slots)}"
        yield from (f"{name}: {problem}" for problem in _text_problems(name, text, language))


def _text_problems(name: str, text: str, language: str) -> Iterator[str]:
    words = re.sub(r"\{\w+\}", "X", text)
    # French puts a no-break space before its question mark.
    if _BLANKS.search(text) or unicodedata.normalize("NFC", text) != text:
        yield "blanks at the ends or twice, or letters that are not composed"
    if "{" in words or "}" in words:
        yield "a brace that is no gap"
    if not text.rstrip("\"'”’»」』)").endswith(_FINAL):
        yield "no punctuation at the end"
    if name.endswith("_roman"):
        foreign = [c for c in words if c.isalpha() and not unicodedata.name(c, "").startswith(("LATIN", "MODIFIER"))]
        if foreign:
            yield f"{foreign[0]} is not Latin"
        return
    if language in _BY_CHARACTERS:
        if len(re.sub(r"\W", "", words)) > MAX_CHARACTERS:
            yield f"more than {MAX_CHARACTERS} characters"
    elif len([word for word in words.split() if any(char.isalnum() for char in word)]) > MAX_WORDS:
        yield f"more than {MAX_WORDS} words"
    scripts = _SCRIPT.get(language, ("LATIN",))
    letters = [char for char in re.sub(r"\{\w+\}", "", text) if char.isalpha()]
    own = [
        char
        for char in letters
        if unicodedata.name(char, "").startswith((*scripts, "FULLWIDTH", "FEMININE", "MASCULINE"))
    ]
    # A Latin abbreviation (FOB, GPS) is at home everywhere; Japanese also has its sound mark.
    others = [char for char in letters if char not in own and not char.isascii() and char not in "ー々"]
    if not own or others:
        yield f"not in its script: {''.join(others) or text}"
