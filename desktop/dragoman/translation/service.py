"""Translation of whole texts: layout, route, memory of sentences just seen, and the deal guard over it all."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.translation.model import (
    BackTranslation,
    Cancelled,
    Check,
    Engine,
    Hop,
    LanguagePair,
    Sentence,
    Translation,
)
from dragoman.translation.packs import PackStore, pair_list
from dragoman.translation.routing import (
    AUTO,
    PIVOT,
    Offer,
    ends,
    engine_names,
    is_same_language,
    read_choices,
    routes,
    with_choice,
)
from dragoman.translation.tags import best_match, normal_tag

if TYPE_CHECKING:
    from dragoman.base.settings import SettingsStore
    from dragoman.translation.engines.pack_engine import LoadedPack, PackEngine
    from dragoman.translation.glossary import GlossaryStore
    from dragoman.translation.memory import TranslationMemory
    from dragoman.translation.pipeline import Outcome
    from dragoman.translation.segment import Segment
    from dragoman.translation.sentences import Phrases, Request, SentenceTranslator
    from dragoman.translation.tbx import TermRecord

_WINDOW_SENTENCES = 24
_WINDOW_CHARACTERS = 2400
_LONGEST_NAME = 40
_LOCAL_ENGINES = frozenset({"argos", "firefox"})
_REMEMBERED_SENTENCES = 4096
_REMEMBERED_CHARACTERS = 4_000_000


def _never() -> bool:
    return False


class TranslationService:
    """Translates texts with the engines there are. Safe for several threads; a model does one translation at a time.

    Without ``engines`` those of the installed packs are used, Argos and Firefox; ``engine`` stands for one alone.
    ``settings`` hold the user's choice of engine per pair. ``memory``, ``glossary`` and ``phrasebook`` are asked where
    they are given: what the user accepted stands before what is shipped, and both before the model.
    """

    def __init__(
        self,
        packs: PackStore,
        *,
        engine: Engine | None = None,
        engines: Sequence[Engine] = (),
        settings: SettingsStore | None = None,
        memory: TranslationMemory | None = None,
        glossary: GlossaryStore | None = None,
        phrasebook: Phrases | None = None,
    ) -> None:
        self._packs = packs
        self._given_engines = (engine,) if engine is not None else tuple(engines)
        self._settings = settings
        self._memory = memory
        self._glossary = glossary
        self._phrasebook = phrasebook
        self._lines = _Lines()

    @cached_property
    def _engines(self) -> dict[str, Engine]:
        given = self._given_engines
        if not given:
            from dragoman.translation.engines.argos import ArgosEngine
            from dragoman.translation.engines.firefox import FirefoxEngine

            given = (ArgosEngine(self._packs), FirefoxEngine(self._packs))
        return {engine.name: engine for engine in given}

    @cached_property
    def _sentences(self) -> SentenceTranslator:
        # The patterns of figures and codes take 40 ms to compile: with the first sentence, not with the window.
        from dragoman.translation.sentences import SentenceTranslator

        return SentenceTranslator(self._engines, memory=self._memory, phrasebook=self._phrasebook)

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
        ``target`` are BCP 47 tags; without a source the language is detected. ``engine`` restricts the route to one of
        :meth:`engines`. ``beam`` is the width of the search, by default what the pack needs. The memory and terms of
        ``counterpart_id`` come before everybody's, and the terms of ``glossary`` before both. ``on_sentence`` gets the
        number of the sentence from 0, the number of sentences, and the sentence, in order, while the rest is still
        under way. ``cancelled`` is asked between small batches; then :class:`Cancelled` is raised. Raises
        :class:`KnownError` when no pack fits.
        """
        from dragoman.translation.formulas import is_closing, is_name
        from dragoman.translation.segment import segment
        from dragoman.translation.wrapping import Writer

        begun = time.perf_counter()
        self._check_engine(engine)
        from_tag = source or self.detect(text)
        request = self._request(from_tag, target, beam, counterpart_id, glossary or (), engine=engine)
        route = self._languages_of(request.hops, from_tag, target)
        language = route[0].split("-")[0]
        segments = list(
            segment(
                text,
                language,
                lambda part: self._length(request.hops, part),
                self._lines.of(request.hops),
                unwrap=bool(request.hops),
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
            engine=engine_names(request.hops) or engine,
            route=route,
            text=writer.text,
            sentences=tuple(sentences),
            seconds=time.perf_counter() - begun,
            hops=request.hops,
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
        choices = set(candidates) if candidates else {pair.source for pair in self._pairs()}
        if not choices:
            raise self._no_packs()
        from dragoman.translation.detect import detect

        return detect(text, choices)

    def languages(self) -> frozenset[str]:
        """Return the languages that can be translated, either side."""
        return frozenset(code for pair in self._pairs() for code in (pair.source, pair.target))

    def targets(self, source: str) -> frozenset[str]:
        """Return the languages that ``source`` can be translated into, direct or through English."""
        pairs = self._pairs()
        start = best_match(source, {pair.source for pair in pairs})
        if start is None:
            return frozenset()
        direct = {pair.target for pair in pairs if pair.source == start}
        onward = {pair.target for pair in pairs if pair.source == PIVOT} if PIVOT in direct else set()
        return frozenset(direct | onward) - {start}

    def route(self, source: str, target: str, *, engine: str = AUTO) -> tuple[str, ...]:
        """Return the chain of languages from ``source`` to ``target``: direct, else through English.

        One language alone when both are the same. Raises :class:`KnownError` when there is no route.
        """
        return self._languages_of(self.hops(source, target, engine=engine), source, target)

    def hops(self, source: str, target: str, *, engine: str = AUTO) -> tuple[Hop, ...]:
        """Return the steps a translation takes, each with its engine, pack and published figure.

        None when both languages are the same. Raises :class:`KnownError` when there is no route.
        """
        for tag in (source, target):
            if normal_tag(tag) is None:
                raise self._unknown_language(tag)
        if is_same_language(source, target):
            return ()
        found = self._routes(source, target, engine)
        if found:
            return found[0]
        pairs = self._pairs()
        if not pairs:
            raise self._no_packs()
        for tag, known in zip((source, target), ends(pairs, source, target), strict=True):
            if known is None:
                raise self._unknown_language(tag)
        if engine != AUTO and self._routes(source, target, AUTO):
            raise KnownError(
                N_("The engine {engine} has no pack that leads from {source} to {target}."),
                N_("Install one for it, or leave the choice of the engine to Dragoman."),
                engine=engine,
                source=source,
                target=target,
            )
        raise KnownError(
            N_("No installed pack leads from {source} to {target}."),
            N_("Install a pack for this pair, or one to and one from English. Installed packs: {installed}."),
            source=source,
            target=target,
            installed=pair_list(self._packs.installed()),
        )

    def engines(self, source: str | None = None, target: str | None = None) -> list[str]:
        """Return the engines there are, or with a pair those that have a route for it, the one to be used first."""
        if source is None or target is None:
            return list(self._engines)
        names = (hop.engine for route in self._routes(source, target, AUTO) for hop in route[:1])
        able = [name for name in self._engines if self._routes(source, target, name)]
        return [name for name in dict.fromkeys((*names, *able)) if name in able]

    def choose_engine(self, source: str, target: str, engine: str) -> None:
        """Keep the user's choice of engine for a pair; ``auto`` leaves it to the published figures again.

        Raises :class:`KnownError` for an engine there is not.
        """
        self._check_engine(engine)
        if self._settings is not None:
            known = self._settings.load().engine_choices
            self._settings.update(engine_choices=with_choice(known, LanguagePair(source, target), engine))

    def chosen_engine(self, source: str, target: str) -> str:
        """Return the engine the user chose for a pair, ``auto`` where they chose none."""
        from dragoman.translation.pairs import pair_key

        return self._choices().get(pair_key(LanguagePair(source, target)), AUTO)

    def memory_use(self) -> list[LoadedPack]:
        """Return the packs in memory, with what each of them holds."""
        return [one for engine in self._pack_engines() for one in engine.memory()]

    def unload(self) -> None:
        """Give back the memory of all models; the next translation loads what it needs."""
        for engine in self._pack_engines():
            engine.unload()

    def close(self) -> None:
        """Give back all memory, and end what runs beside the program."""
        for engine in self._pack_engines():
            engine.close()

    def _pack_engines(self) -> list[PackEngine[Any]]:
        from dragoman.translation.engines.pack_engine import PackEngine

        return [engine for engine in self._engines.values() if isinstance(engine, PackEngine)]

    def trial(
        self,
        sentence: str,
        source: str,
        target: str,
        *,
        engine: str = AUTO,
        cancelled: Callable[[], bool] = _never,
    ) -> Outcome:
        """Return one sentence as the model translates it now: not from memory, phrases, or what was just translated.

        Raises :class:`Cancelled`, and :class:`KnownError` when no pack fits or works.
        """
        request = self._request(source, target, None, None, (), engine=engine, is_plain=True)
        return self._sentences.fresh([sentence], request, cancelled)[0]

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
        engine: str = AUTO,
        is_plain: bool = False,
    ) -> Request:
        """Return how sentences are to be translated; ``is_plain`` leaves out memory, glossary and phrases."""
        from dragoman.translation.sentences import Request

        hops = self.hops(source, target, engine=engine)
        route = self._languages_of(hops, source, target)
        tags = (normal_tag(source) or route[0], normal_tag(target) or route[-1])
        terms = None
        if self._glossary is not None and not is_plain and hops:
            terms = self._glossary.glossary(LanguagePair(*tags), counterpart_id, extra)
        return Request(hops, tags, beam, counterpart_id, terms, is_plain)

    def _pairs(self) -> frozenset[LanguagePair]:
        return frozenset[LanguagePair]().union(*(engine.pairs() for engine in self._engines.values()))

    def _languages_of(self, hops: tuple[Hop, ...], source: str, target: str) -> tuple[str, ...]:
        if hops:
            return (hops[0].source, *(hop.target for hop in hops))
        start, _end = ends(self._pairs(), source, target)
        return (start or normal_tag(source) or source,)

    def _routes(self, source: str, target: str, engine: str) -> list[tuple[Hop, ...]]:
        offered = {name: one.pairs() for name, one in self._engines.items() if engine in (AUTO, name)}
        every = frozenset[LanguagePair]().union(*offered.values())
        start, end = ends(every, source, target)
        if start is None or end is None or start == end:
            return []
        steps = {LanguagePair(start, end), LanguagePair(start, PIVOT), LanguagePair(PIVOT, end)}
        offers = [self._offer(name, pair) for name, pairs in offered.items() for pair in sorted(pairs & steps, key=str)]
        return routes(offers, start, end, engine=engine, choices=self._choices() if len(offers) > 1 else {})

    def _offer(self, engine: str, pair: LanguagePair) -> Offer:
        from dragoman.translation.quality import quality_of

        pack = self._packs.find(pair, engine=engine)
        if pack is None:
            return Offer(pair, engine, is_remote=engine not in _LOCAL_ENGINES)
        figures = quality_of(pack)
        return Offer(pair, engine, pack.name, figures.bleu if figures is not None else None)

    def _choices(self) -> dict[str, str]:
        return read_choices(self._settings.load().engine_choices) if self._settings is not None else {}

    def _length(self, hops: tuple[Hop, ...], part: str) -> int:
        if not hops:
            return 1
        return self._engines[hops[0].engine].length(LanguagePair(hops[0].source, hops[0].target), part)

    def _check_engine(self, engine: str) -> None:
        if engine not in (AUTO, *self._engines):
            raise KnownError(
                N_("There is no translation engine “{engine}”."),
                N_("Use one of: auto, {known}."),
                engine=engine,
                known=", ".join(self._engines),
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
        self._known: dict[tuple[Hop, ...], dict[str, tuple[tuple[int, str], ...]]] = {}

    def of(self, route: tuple[Hop, ...]) -> dict[str, tuple[tuple[int, str], ...]]:
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
