"""Sentences of one request: what is known stands, the rest goes to the model along the route."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dragoman.translation.check import check
from dragoman.translation.formulas import formula
from dragoman.translation.model import Check, Engine, Hop, LanguagePair, Origin
from dragoman.translation.pipeline import Outcome, SentencePipeline, term_checks

if TYPE_CHECKING:
    from dragoman.translation.memory import TranslationMemory
    from dragoman.translation.terms import Glossary

_REMEMBERED_SENTENCES = 4096
_REMEMBERED_CHARACTERS = 4_000_000


class Phrases(Protocol):
    """Whole sentences with a reviewed translation."""

    def exact(self, text: str, pair: LanguagePair) -> str | None:
        """Return the translation of ``text`` when it is one of them."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """How sentences are to be translated.

    ``hops`` are the steps of the route, none where both languages are the same; ``tags`` the BCP 47 tags of the two
    texts. ``is_plain`` leaves out everything but the model.
    """

    hops: tuple[Hop, ...]
    tags: tuple[str, str]
    beam: int | None = None
    counterpart_id: int | None = None
    terms: Glossary | None = None
    is_plain: bool = False


class SentenceTranslator:
    """Translates sentences, and remembers the model's answers so that an edit costs one sentence.

    What the user accepted comes first, for it puts right what is shipped; then formulas and phrases; then the model.
    """

    def __init__(
        self,
        engines: Mapping[str, Engine],
        *,
        memory: TranslationMemory | None = None,
        phrasebook: Phrases | None = None,
    ) -> None:
        self._engines = engines
        self._memory = memory
        self._phrasebook = phrasebook
        self._recent = _Recent()

    def translate(
        self,
        texts: Sequence[str],
        request: Request,
        cancelled: Callable[[], bool],
        *,
        copied: Collection[int] = (),
    ) -> list[Outcome]:
        """Return one outcome per sentence. Raises :class:`~dragoman.translation.model.Cancelled`.

        ``copied`` are the numbers of those that stay as they are, such as the name under a letter.
        """
        if not request.hops:
            return [Outcome(text, Origin.COPIED, None) for text in texts]
        found = self._known(texts, request)
        for number in copied:
            found[number] = found[number] or Outcome(texts[number], Origin.COPIED, None)
        missing = list(dict.fromkeys(text for text, outcome in zip(texts, found, strict=True) if outcome is None))
        if not missing:
            return [outcome for outcome in found if outcome is not None]
        fresh = dict(zip(missing, self.fresh(missing, request, cancelled), strict=True))
        for text, outcome in fresh.items():
            self._recent.put(_key(text, request), outcome)
        return [outcome or fresh[text] for text, outcome in zip(texts, found, strict=True)]

    def alternatives(self, text: str, request: Request, count: int, cancelled: Callable[[], bool]) -> list[Outcome]:
        """Return up to ``count`` distinct outcomes, the first that of :meth:`translate`."""
        first = self.translate([text], request, cancelled)[0]
        if not request.hops or count < 2:
            return [first][:count]
        source = text
        for hop in request.hops[:-1]:
            source = self._pipeline(hop).translate([source], beam=request.beam, cancelled=cancelled)[0].text
        others = self._pipeline(request.hops[-1], self._terms_of_step(request)).alternatives(
            source, count=count, cancelled=cancelled
        )
        if len(request.hops) > 1:
            others = [self._checked(text, one, request) for one in others]
        return list({one.text: one for one in (*others[::-1], first)}.values())[::-1][:count]

    def _known(self, texts: Sequence[str], request: Request) -> list[Outcome | None]:
        found: list[Outcome | None] = [None] * len(texts)
        if not request.is_plain:
            if self._memory is not None:
                hits = self._memory.certain(texts, LanguagePair(*request.tags), request.counterpart_id)
                for number, hit in enumerate(hits):
                    if hit is not None:
                        found[number] = self._given(texts[number], hit.target, Origin.MEMORY, request)
            for number, text in enumerate(texts):
                if found[number] is None and (phrase := self._phrase(text, request)) is not None:
                    found[number] = self._given(text, phrase, Origin.PHRASEBOOK, request)
        return [
            self._recent.get(_key(text, request)) if outcome is None else outcome
            for text, outcome in zip(texts, found, strict=True)
        ]

    def _phrase(self, text: str, request: Request) -> str | None:
        found = formula(text, *request.tags)
        if found is None and self._phrasebook is not None:
            found = self._phrasebook.exact(text, LanguagePair(*request.tags))
        return found

    def _given(self, text: str, target: str, origin: Origin, request: Request) -> Outcome:
        return Outcome(target, origin, None, self._checks(text, target, request))

    def _checks(self, text: str, target: str, request: Request) -> tuple[Check, ...]:
        terms = term_checks(request.terms, text, target) if request.terms is not None else ()
        return (*check(text, target, *request.tags), *terms)

    def _terms_of_step(self, request: Request) -> Glossary | None:
        # Along English the terms of the pair stand in neither step; they are verified over the whole way.
        return request.terms if len(request.hops) == 1 else None

    def _pipeline(self, hop: Hop, terms: Glossary | None = None) -> SentencePipeline:
        return SentencePipeline(self._engines[hop.engine], LanguagePair(hop.source, hop.target), terms)

    def fresh(self, texts: Sequence[str], request: Request, cancelled: Callable[[], bool]) -> list[Outcome]:
        """Return what the models along the route make of each text; nothing that is known is asked or remembered."""
        outcomes: list[Outcome] | None = None
        for hop in request.hops:
            pipeline = self._pipeline(hop, self._terms_of_step(request))
            before = outcomes
            inputs = [outcome.text for outcome in before] if before else list(texts)
            outcomes = pipeline.translate(inputs, beam=request.beam, cancelled=cancelled)
            if before:
                outcomes = [_joined(first, second) for first, second in zip(before, outcomes, strict=True)]
        assert outcomes is not None
        if len(request.hops) == 1:
            return outcomes
        return [self._checked(text, outcome, request) for text, outcome in zip(texts, outcomes, strict=True)]

    def _checked(self, text: str, outcome: Outcome, request: Request) -> Outcome:
        checks = self._checks(text, outcome.text, request)
        return Outcome(outcome.text, outcome.origin, outcome.confidence, checks)


class _Recent:
    """The sentences translated last. Bounded in entries and characters."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: OrderedDict[tuple[object, ...], Outcome] = OrderedDict()
        self._characters = 0

    def get(self, key: tuple[object, ...]) -> Outcome | None:
        with self._lock:
            outcome = self._entries.get(key)
            if outcome is not None:
                self._entries.move_to_end(key)
            return outcome

    def put(self, key: tuple[object, ...], outcome: Outcome) -> None:
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = outcome
            self._characters += _weight(key, outcome)
            while len(self._entries) > _REMEMBERED_SENTENCES or self._characters > _REMEMBERED_CHARACTERS:
                self._characters -= _weight(*self._entries.popitem(last=False))


def _key(text: str, request: Request) -> tuple[object, ...]:
    # The glossary itself, not its content: a change of terms makes a new one.
    return (request.hops, request.tags, request.beam, request.terms, text)


def _weight(key: tuple[object, ...], outcome: Outcome) -> int:
    return len(str(key[-1])) + len(outcome.text)


def _joined(first: Outcome, second: Outcome) -> Outcome:
    origin = Origin.MODEL if Origin.MODEL in (first.origin, second.origin) else second.origin
    scores = [score for score in (first.confidence, second.confidence) if score is not None]
    # A model without scores says nothing, and then nobody knows how good the whole is.
    is_unknown = any(one.origin is Origin.MODEL and one.confidence is None for one in (first, second))
    confidence = None if is_unknown or not scores else scores[0] * scores[-1] if len(scores) == 2 else scores[0]
    return Outcome(second.text, origin, confidence, second.checks)
