"""What crosses the translation package's boundary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from dragoman.base.errors import Cancelled as Cancelled


class Origin(StrEnum):
    """Where a target sentence came from."""

    MODEL = "model"
    MEMORY = "memory"
    PHRASEBOOK = "phrasebook"
    COPIED = "copied"


class CheckStatus(StrEnum):
    """What the deal guard found for one figure."""

    OK = "ok"
    MISSING = "missing"
    CHANGED = "changed"
    ADDED = "added"
    NOT_CHECKABLE = "not_checkable"

    @property
    def is_alarm(self) -> bool:
        return self in (CheckStatus.MISSING, CheckStatus.CHANGED, CheckStatus.ADDED)


@dataclass(frozen=True, slots=True)
class Check:
    """One figure, code or name compared between source and target; a side that lacks it holds ``""``.

    ``kind`` is one of number, money, percent, date, time, unit, incoterm, code, url, email, term.
    """

    kind: str
    source: str
    target: str
    status: CheckStatus


@dataclass(frozen=True, slots=True)
class Sentence:
    """One translated sentence. ``start`` and ``target_start`` are its offsets in the two whole texts.

    ``confidence`` lies in 0 to 1, None where there is no model score (copied, memory).
    """

    source: str
    target: str
    origin: Origin
    confidence: float | None
    checks: tuple[Check, ...] = ()
    start: int = 0
    target_start: int = 0

    @property
    def has_alarm(self) -> bool:
        return any(check.status.is_alarm for check in self.checks)


@dataclass(frozen=True, slots=True)
class Translation:
    """A whole text translated, its layout kept. ``route`` is the chain of languages, ``("en", "pt")``."""

    source_language: str
    target_language: str
    engine: str
    route: tuple[str, ...]
    text: str
    sentences: tuple[Sentence, ...]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One engine output; ``score`` is the mean log-probability per piece (0 is certain).

    ``complete`` is False where the engine stopped at its length limit, so that the end may be missing.
    """

    text: str
    score: float
    complete: bool = True


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """A direction, in bare BCP 47 languages (``zh-Hant`` and ``pt-BR`` where a pack says so)."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class CharacterKnowledge:
    """Characters a model cannot see as they are: it reads ``unknown`` ones as a hole, ``altered`` ones as others."""

    unknown: frozenset[str] = frozenset()
    altered: frozenset[str] = frozenset()


class Engine(Protocol):
    """Something that translates single sentences."""

    name: str

    def pairs(self) -> frozenset[LanguagePair]:
        """Return the directions this engine can translate now."""
        ...

    def translate_batch(
        self, pair: LanguagePair, sentences: Sequence[str], *, beam: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        """Return one hypothesis per sentence, in order. Raises :class:`Cancelled` when asked to stop."""
        ...

    def alternatives(
        self, pair: LanguagePair, sentence: str, *, count: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        """Return up to ``count`` other translations, found with the engine's most careful settings, best first.

        An engine that has only one answer returns none.
        """
        ...

    def default_beam(self, pair: LanguagePair) -> int:
        """Return the beam width at which this pack loses no quality that can be measured."""
        ...

    def unknown_characters(self, pair: LanguagePair, text: str) -> CharacterKnowledge:
        """Return which characters of ``text`` the model cannot see as they are. Unknown ones never go through it."""
        ...

    def length(self, pair: LanguagePair, text: str) -> int:
        """Return how many pieces the model sees in ``text``."""
        ...
