"""Translation of whole texts: layout, route, memory of sentences just seen, and the deal guard over it all."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.model import Cancelled, Check, Engine, LanguagePair, Origin, Sentence, Translation
from dragoman.translation.packs import PackStore, pair_list
from dragoman.translation.pipeline import Outcome, SentencePipeline
from dragoman.translation.segment import Segment, segment
from dragoman.translation.tags import best_match, normal_tag

PIVOT = "en"
"""The only language a route goes through; longer chains lose too much."""

_WINDOW_SENTENCES = 24
_WINDOW_CHARACTERS = 2400
_REMEMBERED_SENTENCES = 4096
_REMEMBERED_CHARACTERS = 4_000_000


def _never() -> bool:
    return False


class TranslationService:
    """Translates texts with the installed packs. Safe for several threads; one translation runs at a time per model.

    ``engine`` replaces the Argos engine, for tests and later engines.
    """

    def __init__(self, packs: PackStore, *, engine: Engine | None = None) -> None:
        self._packs = packs
        self._engine = engine or ArgosEngine(packs)
        self._recent = _Recent()
        self._lines = _Lines()

    def translate(
        self,
        text: str,
        *,
        source: str | None,
        target: str,
        engine: str = "auto",
        beam: int | None = None,
        on_sentence: Callable[[int, int, Sentence], None] | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> Translation:
        """Return ``text`` translated, its layout kept to the character, with one entry per sentence.

        ``source`` and ``target`` are BCP 47 tags; without a source the language is detected. ``beam`` is the width of
        the search, by default what the pack needs. ``on_sentence`` gets the number of the sentence from 0, the number
        of sentences, and the sentence, in order, while the rest is still under way. ``cancelled`` is asked between
        small batches; then :class:`Cancelled` is raised. Raises :class:`KnownError` when no pack fits.
        """
        begun = time.perf_counter()
        self._check_engine(engine)
        from_tag = source or self.detect(text)
        route = self.route(from_tag, target)
        guard = _guarded(route, from_tag, target)
        language = route[0].split("-")[0]
        segments = list(segment(text, language, lambda part: self._length(route, part), self._lines.of(route)))
        sentences: list[Sentence] = []
        parts: list[str] = []
        position = target_position = 0
        for window in _windows(segments):
            if cancelled():
                raise Cancelled
            outcomes = self._outcomes([one.text for one in window], route, guard, beam, cancelled)
            for one, outcome in zip(window, outcomes, strict=True):
                gap = text[position : one.start]
                target_position += len(gap)
                sentence = Sentence(
                    one.text,
                    outcome.text,
                    outcome.origin,
                    outcome.confidence,
                    outcome.checks,
                    one.start,
                    target_position,
                )
                parts += (gap, outcome.text)
                position = one.end
                target_position += len(outcome.text)
                sentences.append(sentence)
                if on_sentence is not None:
                    on_sentence(len(sentences) - 1, len(segments), sentence)
        parts.append(text[position:])
        return Translation(
            source_language=normal_tag(from_tag) or from_tag,
            target_language=normal_tag(target) or target,
            engine=self._engine.name,
            route=route,
            text="".join(parts),
            sentences=tuple(sentences),
            seconds=time.perf_counter() - begun,
        )

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

    def _outcomes(
        self,
        texts: Sequence[str],
        route: tuple[str, ...],
        guard: tuple[str, str],
        beam: int | None,
        cancelled: Callable[[], bool],
    ) -> list[Outcome]:
        found = [self._recent.get((*route, beam, *guard, text)) for text in texts]
        missing = list(dict.fromkeys(text for text, outcome in zip(texts, found, strict=True) if outcome is None))
        if missing:
            fresh = dict(zip(missing, self._run(missing, route, guard, beam, cancelled), strict=True))
            for text, outcome in fresh.items():
                self._recent.put((*route, beam, *guard, text), outcome)
            return [outcome or fresh[text] for text, outcome in zip(texts, found, strict=True)]
        return [outcome for outcome in found if outcome is not None]

    def _run(
        self,
        texts: Sequence[str],
        route: tuple[str, ...],
        guard: tuple[str, str],
        beam: int | None,
        cancelled: Callable[[], bool],
    ) -> list[Outcome]:
        if len(route) == 1:
            return [Outcome(text, Origin.COPIED, None) for text in texts]
        outcomes: list[Outcome] | None = None
        for step in pairwise(route):
            pipeline = SentencePipeline(self._engine, LanguagePair(*step))
            before = outcomes
            inputs = [outcome.text for outcome in before] if before else list(texts)
            outcomes = pipeline.translate(inputs, beam=beam, cancelled=cancelled)
            if before:
                outcomes = [_joined(first, second) for first, second in zip(before, outcomes, strict=True)]
        assert outcomes is not None
        if len(route) == 2:
            return outcomes
        from dragoman.translation.check import check

        return [
            Outcome(outcome.text, outcome.origin, outcome.confidence, check(text, outcome.text, *guard))
            for text, outcome in zip(texts, outcomes, strict=True)
        ]

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


class _Recent:
    """The sentences translated last, so that an edit costs one sentence. Bounded in entries and characters."""

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


def _weight(key: tuple[object, ...], outcome: Outcome) -> int:
    return len(str(key[-1])) + len(outcome.text)


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


def _guarded(route: tuple[str, ...], source: str, target: str) -> tuple[str, str]:
    return (normal_tag(source) or route[0], normal_tag(target) or route[-1])


def _joined(first: Outcome, second: Outcome) -> Outcome:
    origin = Origin.MODEL if Origin.MODEL in (first.origin, second.origin) else second.origin
    scores = [score for score in (first.confidence, second.confidence) if score is not None]
    confidence = scores[0] * scores[1] if len(scores) == 2 else scores[0] if scores else None
    return Outcome(second.text, origin, confidence, second.checks)


def _same_language(source: str, target: str) -> bool:
    first, second = normal_tag(source), normal_tag(target)
    if first == second:
        return True
    if first is None or second is None:
        return False
    plain = {first.split("-")[0], second.split("-")[0]}
    return len(plain) == 1 and plain != {"zh"} and plain != {"sr"}
