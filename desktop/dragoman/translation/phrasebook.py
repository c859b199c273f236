"""The phrasebook: what is said in a negotiation and on the way to it, in twelve languages, without any pack.

Format and rules: ``docs/phrasebook.md``; :mod:`dragoman.translation.phrase_rules` checks them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.translation.pairs import language_key
from dragoman.translation.phrase_slots import Slot, SlotValue, romanized, slot, written

LANGUAGES = ("en", "zh", "es", "pt", "fr", "de", "ja", "ko", "ar", "ru", "hi", "vi")
ROMANIZED = frozenset({"zh", "ja", "ko", "ar", "ru", "hi"})

CATEGORIES: Mapping[str, tuple[str, int]] = {
    "opening": (N_("Opening"), 18),
    "price": (N_("Price"), 20),
    "discount": (N_("Discount"), 14),
    "volume": (N_("Volume"), 12),
    "quality": (N_("Quality"), 18),
    "delivery": (N_("Delivery"), 18),
    "payment": (N_("Payment"), 18),
    "contract": (N_("Contract"), 16),
    "disagreement": (N_("Disagreement"), 14),
    "stalling": (N_("Winning time"), 10),
    "closing": (N_("Closing"), 14),
    "politeness": (N_("Politeness"), 14),
    "emergency": (N_("Emergency"), 14),
}
"""Categories in their order: the message id of the title, and the number of phrases."""

_GAP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase in one language, gaps as ``{name}``; a form that the language does not have is empty."""

    formal: str
    familiar: str = ""
    formal_roman: str = ""
    familiar_roman: str = ""

    def text(self, *, familiar: bool = False) -> str:
        """Return the words in a register, the formal ones where the language has no other."""
        return (familiar and self.familiar) or self.formal

    def roman(self, *, familiar: bool = False) -> str:
        """Return the romanized words in a register, empty for a language in Latin script."""
        return self.familiar_roman if familiar and self.familiar else self.formal_roman


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: ``note`` says in English what it conveys, ``wordings`` how, by language."""

    id: str
    category: str
    slots: tuple[Slot, ...]
    note: str
    wordings: Mapping[str, Wording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """A phrase ready to be said: ``roman`` is empty for a language in Latin script."""

    text: str
    roman: str


class Phrasebook:
    """The phrases of every language that is there. ``folder`` replaces the shipped one."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self._folder = folder or files("dragoman_resources") / "phrases"
        self._loaded: tuple[tuple[Phrase, ...], tuple[str, ...]] | None = None
        self._searched: dict[str, str] = {}

    def languages(self) -> tuple[str, ...]:
        """Return the languages that have phrases, in the order of :data:`LANGUAGES`."""
        return self._content()[1]

    def categories(self) -> tuple[str, ...]:
        """Return the categories that have phrases, in order; :data:`CATEGORIES` has their titles."""
        there = {phrase.category for phrase in self._content()[0]}
        return tuple(category for category in CATEGORIES if category in there)

    def phrases(self, language: str, other_language: str = "", *, category: str = "", query: str = "") -> list[Phrase]:
        """Return the phrases that both languages have (BCP 47 tags), in the book's order.

        ``query``: every word must occur in one language of the phrase, or in its note, without case and accents.
        Raises :class:`KnownError` for a language or category that the phrasebook does not have.
        """
        wanted = [self.language(tag) for tag in (language, other_language) if tag]
        if category and category not in CATEGORIES:
            raise KnownError(
                N_("The phrasebook has no category “{category}”."),
                N_("Use one of: {known}."),
                category=category,
                known=", ".join(CATEGORIES),
            )
        return [
            phrase
            for phrase in self._content()[0]
            if all(tag in phrase.wordings for tag in wanted)
            and (not category or phrase.category == category)
            and self._is_found(phrase, query)
        ]

    def phrase(self, phrase_id: str) -> Phrase:
        """Return the phrase of this id. Raises :class:`KnownError` when there is none."""
        for phrase in self._content()[0]:
            if phrase.id == phrase_id:
                return phrase
        raise KnownError(
            N_("The phrasebook has no phrase “{phrase}”."),
            N_("List the phrases with “dragoman phrases”."),
            phrase=phrase_id,
        )

    def fill(self, phrase: Phrase, language: str, values: Mapping[str, SlotValue], *, familiar: bool = False) -> Filled:
        """Return the phrase in ``language`` (a BCP 47 tag, whose formats hold) with ``values`` for its slots.

        A gap without a value stays a row of dots. Raises :class:`KnownError` for a value that does not fit.
        """
        wording = phrase.wordings[self.language(language)]
        there = {one.name: one for one in phrase.slots if one.name in values}
        text = {name: written(one, values[name], language) for name, one in there.items()}
        roman = (
            {name: romanized(one, values[name], language) for name, one in there.items()}
            if wording.formal_roman
            else {}
        )
        return Filled(_put(wording.text(familiar=familiar), text), _put(wording.roman(familiar=familiar), roman))

    def language(self, tag: str) -> str:
        """Return the phrasebook's language for a BCP 47 tag. Raises :class:`KnownError` when it has none."""
        key = language_key(tag)
        if key not in self.languages():
            raise KnownError(
                N_("The phrasebook does not have the language “{tag}”."),
                N_("Use one of: {known}."),
                tag=tag,
                known=", ".join(self.languages()) or "-",
            )
        return key

    def translations(self, text: str, source: str, target: str) -> list[tuple[Phrase, str]]:
        """Return the phrases without gaps that say exactly ``text``, with their words in ``target``, formal first.

        Blanks at the ends and case do not count. None where the phrasebook lacks a language.
        """
        ours, theirs = language_key(source), language_key(target)
        wanted = " ".join(text.split()).casefold()
        found = []
        for phrase in self._content()[0]:
            wording, other = phrase.wordings.get(ours), phrase.wordings.get(theirs)
            if phrase.slots or wording is None or other is None:
                continue
            for familiar in (False, True):
                words = wording.familiar if familiar else wording.formal
                if words and words.casefold() == wanted:
                    found.append((phrase, other.text(familiar=familiar)))
                    break
        return found

    def _content(self) -> tuple[tuple[Phrase, ...], tuple[str, ...]]:
        if self._loaded is None:
            self._loaded = _read(self._folder)
        return self._loaded

    def _is_found(self, phrase: Phrase, query: str) -> bool:
        words = searchable(query).split()
        if not words:
            return True
        if phrase.id not in self._searched:
            self._searched[phrase.id] = "\n".join(
                searchable(text)
                for wording in (*phrase.wordings.values(), Wording(phrase.note, phrase.id))
                for text in (f"{wording.formal} {wording.familiar} {wording.formal_roman} {wording.familiar_roman}",)
            )
        return any(all(word in line for word in words) for line in self._searched[phrase.id].split("\n"))


@lru_cache(maxsize=256)
def searchable(text: str) -> str:
    """Return ``text`` on one line without case and accents: what a search compares."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def _read(folder: Traversable) -> tuple[tuple[Phrase, ...], tuple[str, ...]]:
    listed = folder / "phrases.toml"
    if not listed.is_file():
        return (), ()
    wordings: dict[str, dict[str, Wording]] = {}
    languages: list[str] = []
    for language in LANGUAGES:
        file = folder / f"{language}.toml"
        if file.is_file():
            languages.append(language)
            for phrase_id, entry in _toml(file)["phrases"].items():
                wordings.setdefault(phrase_id, {})[language] = Wording(**entry)
    phrases = tuple(
        Phrase(
            entry["id"],
            entry["id"].partition(".")[0],
            tuple(one for name in entry["slots"] if (one := slot(name))),
            entry["note"],
            wordings.get(entry["id"], {}),
        )
        for entry in _toml(listed)["phrase"]
    )
    return phrases, tuple(languages)


def _toml(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _put(text: str, values: Mapping[str, str]) -> str:
    return _GAP.sub(lambda match: values.get(match[1], "…"), text)


def gaps(text: str) -> Sequence[str]:
    """Return the names of the gaps in a wording, in order."""
    return _GAP.findall(text)
