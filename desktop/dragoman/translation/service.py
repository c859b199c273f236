"""Translation of whole texts: layout, route, memory of sentences just seen, and the deal guard over it all."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.model import (
    BackTranslation,
    Cancelled,
    Check,
    Engine,
    LanguagePair,
    Sentence,
    Translation,
)
from dragoman.translation.packs import PackStore, pair_list
from dragoman.translation.tags import best_match, normal_tag

if TYPE_CHECKING:
    from dragoman.translation.glossary import GlossaryStore
    from dragoman.translation.memory import TranslationMemory
    from dragoman.translation.pipeline import Outcome
    from dragoman.translation.segment import Segment
    from dragoman.translation.sentences import Phrases, Request, SentenceTranslator
    from dragoman.translation.tbx import TermRecord

PIVOT = "en"
"""The only language a route goes through; longer chains lose too much."""

_WINDOW_SENTENCES = 24
_WINDOW_CHARACTERS = 2400
_LONGEST_NAME = 40
_REMEMBERED_SENTENCES = 4096
_REMEMBERED_CHARACTERS = 4_000_000


def _never() -> bool:
    return False


class TranslationService:
    """Translates texts with the installed packs. Safe for several threads; one translation runs at a time per model.

    ``engine`` replaces the Argos engine, for tests and later engines. ``memory``, ``glossary`` and ``phrasebook`` are
    asked where they are given: what the user accepted stands before what is shipped, and both before the model.
    """

    def __init__(
        self,
        packs: PackStore,
        *,
        engine: Engine | None = None,
        memory: TranslationMemory | None = None,
        glossary: GlossaryStore | None = None,
        phrasebook: Phrases | None = None,
    ) -> None:
        self._packs = packs
        self._engine = engine or ArgosEngine(packs)
        self._memory = memory
        self._glossary = glossary
        self._phrasebook = phrasebook
        self._lines = _Lines()

    @cached_property
    def _sentences(self) -> SentenceTranslator:
        # The patterns of figures and codes take 40 ms to compile: with the first sentence, not with the window.
        from dragoman.translation.sentences import SentenceTranslator

        return SentenceTranslator(self._engine, memory=self._memory, phrasebook=self._phrasebook)

    def translate(
        self,
        text: str,
        *,
        source: str | None,
        target: str,
        engine: str = "auto",
        beam: int | None = None,
        counterpart_id: int | None = None,
        glossary: Sequence[TermRecord] | None = None,
        on_sentence: Callable[[int, int, Sentence], None] | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> Translation:
        """Return ``text`` translated, its layout kept to the character, with one entry per sentence.

        Paragraphs that were wrapped by hand are joined for the model and wrapped again at their width. ``source`` and
        ``target`` are BCP 47 tags; without a source the language is detected. ``beam`` is the width of the search, by
        default what the pack needs. The memory and terms of ``counterpart_id`` come before everybody's, and the terms
        of ``glossary`` before both. ``on_sentence`` gets the number of the sentence from 0, the number of sentences,
        and the sentence, in order, while the rest is still under way. ``cancelled`` is asked between small batches;
        then :class:`Cancelled` is raised. Raises :class:`KnownError` when no pack fits.
        """
        from dragoman.translation.formulas import is_closing, is_name
        from dragoman.translation.segment import segment
        from dragoman.translation.wrapping import Writer

        begun = time.perf_counter()
        self._check_engine(engine)
        from_tag = source or self.detect(text)
        request = self._request(from_tag, target, beam, counterpart_id, glossary or ())
        route = request.route
        language = route[0].split("-")[0]
        segments = list(
            segment(
                text,
                language,
                lambda part: self._length(route, part),
                self._lines.of(route),
                unwrap=len(route) > 1,
            )
        )
        sentences: list[Sentence] = []
        writer = Writer()
        position = 0
        flow = None
        for window in _windows(segments):
            if cancelled():
                raise Cancelled
            before = sentences[-1].source if sentences else ""
            texts = [one.plain for one in window]
            signed = [
                number
                for number, (previous, one) in enumerate(zip([before, *texts], texts, strict=False))
                if len(one) <= _LONGEST_NAME and one[-1:].isalpha() and is_closing(previous, language)
                if is_name(one, language)
            ]
            outcomes = self._sentences.translate(texts, request, cancelled, copied=signed)
            for one, outcome in zip(window, outcomes, strict=True):
                gap = text[position : one.start]
                is_same_paragraph = flow is not None and flow is one.flow and gap != ""
                if not is_same_paragraph:
                    writer.layout(gap)
                start, laid = writer.sentence(outcome.text, one.flow, gap if is_same_paragraph else None)
                sentence = _sentence(one.text, laid, outcome, one.start, start)
                position, flow = one.end, one.flow
                sentences.append(sentence)
                if on_sentence is not None:
                    on_sentence(len(sentences) - 1, len(segments), sentence)
        writer.layout(text[position:])
        return Translation(
            source_language=normal_tag(from_tag) or from_tag,
            target_language=normal_tag(target) or target,
            engine=self._engine.name,
            route=route,
            text=writer.text,
            sentences=tuple(sentences),
            seconds=time.perf_counter() - begun,
        )

    def alternatives(
        self,
        sentence: str,
        source: str,
        target: str,
        count: int = 5,
        *,
        counterpart_id: int | None = None,
        glossary: Sequence[TermRecord] | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> list[Sentence]:
        """Return up to ``count`` distinct translations of one sentence, protected and checked like the first.

        The first is what :meth:`translate` gives; the others follow by alarms, by doubts, and the surest
        first. Raises :class:`Cancelled`, and :class:`KnownError` when no pack fits.
        """
        request = self._request(source, target, None, counterpart_id, glossary or ())
        outcomes = self._sentences.alternatives(sentence, request, count, cancelled)
        return [_sentence(sentence, outcome.text, outcome, 0, 0) for outcome in outcomes]

    def round_trip(
        self,
        translation: Translation,
        *,
        only: Collection[int] | None = None,
        on_sentence: Callable[[int, BackTranslation], None] | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> list[BackTranslation]:
        """Return each target sentence translated back, with what came back otherwise marked, in the sentences' order.

        ``only`` are the numbers of the sentences that are wanted. Back-translations are remembered like translations:
        asking again costs nothing. ``on_sentence`` gets the number of the sentence and its result. Raises
        :class:`Cancelled`, and :class:`KnownError` when no pack leads back.
        """
        from dragoman.translation.round_trip import compared

        wanted = [n for n in range(len(translation.sentences)) if only is None or n in only]
        source, target = translation.source_language, translation.target_language
        request = self._request(target, source, None, None, (), is_plain=True)
        found: list[BackTranslation] = []
        for first in range(0, len(wanted), _WINDOW_SENTENCES):
            if cancelled():
                raise Cancelled
            numbers = wanted[first : first + _WINDOW_SENTENCES]
            sentences = [translation.sentences[number] for number in numbers]
            backs = self._sentences.translate([one.plain_target for one in sentences], request, cancelled)
            for number, sentence, back in zip(numbers, sentences, backs, strict=True):
                result = compared(sentence.plain_source, sentence.plain_target, back.text, source)
                found.append(result)
                if on_sentence is not None:
                    on_sentence(number, result)
        return found

    def check(self, source_text: str, target_text: str, *, source: str, target: str) -> tuple[Check, ...]:
        """Return the deal guard's findings on any pair of texts, whoever translated them."""
        from dragoman.base.locales import babel_locale
        from dragoman.translation.check import check

        for tag in (source, target):
            babel_locale(tag)
        return check(source_text, target_text, source, target)

    def detect(self, text: str, candidates: Collection[str] | None = None) -> str:
        """Return the language of ``text`` among ``candidates``, by default those that can be translated from."""
        choices = set(candidates) if candidates else {pair.source for pair in self._engine.pairs()}
        if not choices:
            raise self._no_packs()
        from dragoman.translation.detect import detect

        return detect(text, choices)

    def languages(self) -> frozenset[str]:
        """Return the languages of the installed packs, either side."""
        return frozenset(code for pair in self._engine.pairs() for code in (pair.source, pair.target))

    def targets(self, source: str) -> frozenset[str]:
        """Return the languages that ``source`` can be translated into, direct or through English."""
        pairs = self._engine.pairs()
        start = best_match(source, {pair.source for pair in pairs})
        if start is None:
            return frozenset()
        direct = {pair.target for pair in pairs if pair.source == start}
        onward = {pair.target for pair in pairs if pair.source == PIVOT} if PIVOT in direct else set()
        return frozenset(direct | onward) - {start}

    def route(self, source: str, target: str) -> tuple[str, ...]:
        """Return the chain of languages from ``source`` to ``target``: direct, else through English.

        One language alone when both are the same. Raises :class:`KnownError` when there is no route.
        """
        pairs = self._engine.pairs()
        for tag in (source, target):
            if normal_tag(tag) is None:
                raise self._unknown_language(tag)
        sources, ends = {pair.source for pair in pairs}, {pair.target for pair in pairs}
        start = best_match(source, sources) or best_match(source, ends)
        end = best_match(target, ends) or best_match(target, sources)
        if _same_language(source, target):
            return (start or normal_tag(source) or source,)
        if not pairs:
            raise self._no_packs()
        for tag, found in ((source, start), (target, end)):
            if found is None:
                raise self._unknown_language(tag)
        assert start is not None
        assert end is not None
        if LanguagePair(start, end) in pairs:
            return (start, end)
        if {LanguagePair(start, PIVOT), LanguagePair(PIVOT, end)} <= pairs:
            return (start, PIVOT, end)
        raise KnownError(
            N_("No installed pack leads from {source} to {target}."),
            N_("Install a pack for this pair, or one to and one from English. Installed packs: {installed}."),
            source=source,
            target=target,
            installed=pair_list(self._packs.installed()),
        )

    def warm_up(self, source: str, target: str) -> None:
        """Load what a translation of this pair needs, so that the first sentence does not wait."""
        self.translate("Hello 1.", source=source, target=target)

    def _request(
        self,
        source: str,
        target: str,
        beam: int | None,
        counterpart_id: int | None,
        extra: Sequence[TermRecord],
        *,
        is_plain: bool = False,
    ) -> Request:
        """Return how sentences are to be translated; ``is_plain`` leaves out memory, glossary and phrases."""
        from dragoman.translation.sentences import Request

        route = self.route(source, target)
        tags = (normal_tag(source) or route[0], normal_tag(target) or route[-1])
        terms = None
        if self._glossary is not None and not is_plain and len(route) > 1:
            terms = self._glossary.glossary(LanguagePair(*tags), counterpart_id, extra)
        return Request(route, tags, beam, counterpart_id, terms, is_plain)

    def _length(self, route: tuple[str, ...], part: str) -> int:
        if len(route) == 1:
            return 1
        return self._engine.length(LanguagePair(route[0], route[1]), part)

    def _check_engine(self, engine: str) -> None:
        if engine not in ("auto", self._engine.name):
            raise KnownError(
                N_("There is no translation engine “{engine}”."),
                N_("Use one of: auto, {known}."),
                engine=engine,
                known=self._engine.name,
            )

    def _no_packs(self) -> KnownError:
        return KnownError(N_("No language pack is installed."), N_("Install one with “dragoman packs install FILE”."))

    def _unknown_language(self, tag: str) -> KnownError:
        return KnownError(
            N_("No installed pack knows the language “{tag}”."),
            N_("Use one of {languages}, or install a pack for it with “dragoman packs install FILE”."),
            tag=tag,
            languages=", ".join(sorted(self.languages())) or "-",
        )


class _Lines:
    """How the lines seen last were divided, per route. Forgotten altogether when it has grown large."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], dict[str, tuple[tuple[int, str], ...]]] = {}

    def of(self, route: tuple[str, ...]) -> dict[str, tuple[tuple[int, str], ...]]:
        """Return the dictionary for a route; the caller adds to it."""
        known = self._known.setdefault(route, {})
        if len(known) > _REMEMBERED_SENTENCES or sum(map(len, known)) > _REMEMBERED_CHARACTERS:
            known = self._known[route] = {}
        return known


def _windows(segments: Sequence[Segment]) -> list[list[Segment]]:
    windows: list[list[Segment]] = []
    characters = 0
    for one in segments:
        if not windows or len(windows[-1]) >= _WINDOW_SENTENCES or characters + len(one.text) > _WINDOW_CHARACTERS:
            windows.append([])
            characters = 0
        windows[-1].append(one)
        characters += len(one.text)
    return windows


def _sentence(source: str, target: str, outcome: Outcome, start: int, target_start: int) -> Sentence:
    return Sentence(source, target, outcome.origin, outcome.confidence, outcome.checks, start, target_start)


def _same_language(source: str, target: str) -> bool:
    first, second = normal_tag(source), normal_tag(target)
    if first == second:
        return True
    if first is None or second is None:
        return False
    plain = {first.split("-")[0], second.split("-")[0]}
    return len(plain) == 1 and plain != {"zh"} and plain != {"sr"}
