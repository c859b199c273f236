"""What crosses the translation package's boundary."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from dragoman.base.errors import Cancelled as Cancelled

_WRAP = re.compile(r"[ \t]*\r?\n[ \t>|]*")


class Origin(StrEnum):
    """Where a target sentence came from."""

    MODEL = "model"
    MEMORY = "memory"
    PHRASEBOOK = "phrasebook"
    COPIED = "copied"


class CheckStatus(StrEnum):
    """What the deal guard found for one figure, or a softer check for one word: a doubt is shown and blocks nothing."""

    OK = "ok"
    MISSING = "missing"
    CHANGED = "changed"
    ADDED = "added"
    NOT_CHECKABLE = "not_checkable"
    DOUBT = "doubt"

    @property
    def is_alarm(self) -> bool:
        return self in (CheckStatus.MISSING, CheckStatus.CHANGED, CheckStatus.ADDED)


@dataclass(frozen=True, slots=True)
class Check:
    """One figure, code or name compared between source and target; a side that lacks it holds ``""``.

    ``kind`` is one of number, money, percent, date, time, unit, incoterm, code, url, email, term, and of the soft ones
    negation and modality.
    """

    kind: str
    source: str
    target: str
    status: CheckStatus


@dataclass(frozen=True, slots=True)
class Sentence:
    """One translated sentence. ``start`` and ``target_start`` are its offsets in the two whole texts.

    Both sides are what stands in the texts: where a text was wrapped by hand, with its line breaks and quote marks
    (:attr:`plain_source` and :attr:`plain_target` are without). ``confidence`` is the probability that the sentence is
    a good translation, None where there is no model score (copied, memory, phrasebook).
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

    @property
    def plain_source(self) -> str:
        """The source on one line."""
        return _WRAP.sub(" ", self.source)

    @property
    def plain_target(self) -> str:
        """The target on one line."""
        return _WRAP.sub(" ", self.target)


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a route: which engine translates, with which pack, and how good it is published to be.

    ``bleu`` is the figure on FLORES-101 test (0 to 100), None where none is published. ``pack`` is the installed pack's
    name, empty for a server.
    """

    source: str
    target: str
    engine: str
    pack: str = ""
    bleu: float | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """A whole text translated, its layout kept. ``route`` is the chain of languages, ``("en", "pt")``.

    ``hops`` are the steps between them; ``engine`` names their engines, joined by ``+`` where they differ.
    """

    source_language: str
    target_language: str
    engine: str
    route: tuple[str, ...]
    text: str
    sentences: tuple[Sentence, ...]
    seconds: float = 0.0
    hops: tuple[Hop, ...] = ()

    @property
    def weakest(self) -> Hop | None:
        """The step with the lowest published figure, an unknown one before all; None when there is only one."""
        return min(self.hops, key=lambda hop: hop.bleu or 0.0) if len(self.hops) > 1 else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A word or figure of a sentence that its back-translation lacks, or the other way round.

    ``kind`` is that of a :class:`Check`, or ``word``. ``start`` and ``end`` are offsets in the ``source`` of the
    :class:`BackTranslation`, or in its ``back``, as ``in_source`` says.
    """

    kind: str
    text: str
    start: int
    end: int
    in_source: bool


@dataclass(frozen=True, slots=True)
class BackTranslation:
    """A target sentence translated back, on one line like its ``source``; ``agreement`` is the share that came back.

    It lies in 0 to 1 and counts content words and figures of both sides.
    """

    source: str
    target: str
    back: str
    differences: tuple[Difference, ...] = ()
    agreement: float = 1.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One engine output; ``score`` is the mean log-probability per piece (0 is certain), None where none is given.

    ``complete`` is False where the engine stopped at its length limit, so that the end may be missing.
    ``source_pieces`` is how many pieces the model saw, 0 where the engine does not say.
    """

    text: str
    score: float | None
    complete: bool = True
    source_pieces: int = 0


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
