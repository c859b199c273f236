"""The Argos engine: packs of the Argos project, run by CTranslate2 on the processor."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.translation.argos_package import open_package
from dragoman.translation.model import Cancelled, CharacterKnowledge, Hypothesis, LanguagePair
from dragoman.translation.pack_archive import BrokenPack
from dragoman.translation.packs import PackStore

BATCH_TOKENS = 512
"""Source pieces in one call. Measured on FLORES: 256 to 1,024 cost the same, and 512 end within 100 ms."""

_LARGE_MODEL_BYTES = 40 << 20
_MAX_TARGET_PIECES = 512
_IDLE_SECONDS = 900.0
_UNKNOWN_MARK = "⁇"


class LoadedModel:
    """One pack in memory. Safe for several threads."""

    def __init__(self, translator: Any, package: Any, *, vmap: bool) -> None:
        self._translator = translator
        self._package = package
        self._tokenizer = package.tokenizer
        self._processor = self._tokenizer.lazy_processor() if hasattr(self._tokenizer, "lazy_processor") else None
        self._vmap = vmap
        self._prefix: str = getattr(package, "target_prefix", "") or ""
        self._characters: dict[str, str] = {}
        self._vocabulary: frozenset[str] = frozenset() if self._processor else _characters_in_vocabulary(package)

    @property
    def has_vocabulary_map(self) -> bool:
        return self._vmap

    @classmethod
    def load(cls, path: Path, *, threads: int) -> LoadedModel:
        """Return the model of the pack in ``path``. Raises :class:`BrokenPack` when it cannot be loaded."""
        import ctranslate2

        try:
            package = open_package(path)
            translator = ctranslate2.Translator(
                str(path / "model"), device="cpu", inter_threads=1, intra_threads=threads, compute_type="default"
            )
        except (RuntimeError, OSError, ValueError, AttributeError) as error:
            raise BrokenPack(Text(N_("its model cannot be loaded."))) from error
        return cls(translator, package, vmap=(path / "model" / "vmap.txt").is_file())

    def encode(self, text: str) -> list[str]:
        """Return the pieces the model sees."""
        pieces: list[str] = self._tokenizer.encode(text)
        return pieces

    def decode(self, pieces: list[str]) -> str:
        """Return the text of ``pieces``; what the model did not know is left out."""
        if self._prefix and pieces[:1] == [self._prefix]:
            pieces = pieces[1:]
        # Argos's own decoder of SentencePiece output turns every underscore into a space.
        text: str = self._processor.decode_pieces(pieces) if self._processor else self._tokenizer.decode(pieces)
        return text.replace(_UNKNOWN_MARK, "").replace("\u2581", " ").strip()

    def translate(self, sentences: Sequence[str], *, beam: int) -> list[Hypothesis]:
        """Return one hypothesis per sentence from one call of the model."""
        return [found[0] for found in self._run([self.encode(text) for text in sentences], beam_size=beam)]

    def alternatives(self, sentence: str, *, count: int) -> list[Hypothesis]:
        """Return ``count`` hypotheses: a wide beam over the whole vocabulary, then one that may not repeat itself."""
        pieces = [self.encode(sentence)]
        width = max(4, count)
        wide = self._run(pieces, beam_size=width, num_hypotheses=max(1, count - 1), whole_vocabulary=True)[0]
        strict = self._run(pieces, beam_size=2, no_repeat_ngram_size=3, repetition_penalty=1.2, whole_vocabulary=True)[
            0
        ]
        return [*wide, *strict]

    def _run(
        self, batch: list[list[str]], *, beam_size: int, whole_vocabulary: bool = False, **options: object
    ) -> list[list[Hypothesis]]:
        longest = max(map(len, batch), default=0)
        limit = min(_MAX_TARGET_PIECES, 3 * longest + 16)
        results = self._translator.translate_batch(
            batch,
            target_prefix=[[self._prefix]] * len(batch) if self._prefix else None,
            beam_size=beam_size,
            return_scores=True,
            max_decoding_length=limit,
            max_input_length=0,
            use_vmap=self._vmap and not whole_vocabulary,
            **options,
        )
        return [
            [
                Hypothesis(self.decode(pieces), score, len(pieces) < limit, len(encoded))
                for pieces, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for encoded, result in zip(batch, results, strict=True)
        ]

    def knowledge(self, text: str) -> CharacterKnowledge:
        """Return which characters of ``text`` the vocabulary lacks or rewrites; each is looked up once."""
        kinds = self._characters
        fresh = set(text).difference(kinds)
        for char in fresh:
            kinds[char] = self._kind(char)
        if len(kinds) > 20_000:
            kinds.clear()
            kinds.update((char, self._kind(char)) for char in set(text))
        found: dict[str, set[str]] = {"unknown": set(), "altered": set()}
        for char in set(text):
            if kind := kinds[char]:
                found[kind].add(char)
        return CharacterKnowledge(frozenset(found["unknown"]), frozenset(found["altered"]))

    def _kind(self, char: str) -> str:
        if char.isspace():
            return ""
        if "\ud800" <= char <= "\udfff":
            return "unknown"
        if self._processor is None:
            return "" if char in self._vocabulary else "unknown"
        if self._processor.unk_id() in self._processor.encode(char, out_type=int):
            return "unknown"
        normal = self._processor.normalize(char).replace("\u2581", "").strip()
        return "" if normal == char else "altered"


class ArgosEngine:
    """Translates with the installed Argos packs; each is loaded at its first sentence and unloaded when idle.

    ``threads`` is how many processor cores one translation may use; by default that depends on the pack's size.
    """

    name = "argos"

    def __init__(self, packs: PackStore, *, threads: int | None = None, idle_seconds: float = _IDLE_SECONDS) -> None:
        self._packs = packs
        self._threads = threads
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._models: dict[LanguagePair, tuple[Path, LoadedModel]] = {}
        self._used: dict[LanguagePair, float] = {}
        self._timer: threading.Timer | None = None

    def pairs(self) -> frozenset[LanguagePair]:
        """Return the directions of the installed packs."""
        return frozenset(pack.pair for pack in self._packs.installed())

    def loaded(self) -> frozenset[LanguagePair]:
        """Return the directions whose model is in memory."""
        return frozenset(self._models)

    def translate_batch(
        self, pair: LanguagePair, sentences: Sequence[str], *, beam: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        """Return one hypothesis per sentence. Raises :class:`Cancelled`, and :class:`KnownError` for a broken pack."""
        model = self._model(pair)
        found: list[Hypothesis] = []
        for batch in _batches(sentences, model.encode):
            if cancelled():
                raise Cancelled
            found.extend(model.translate(batch, beam=beam))
        self._touch(pair)
        return found

    def alternatives(
        self, pair: LanguagePair, sentence: str, *, count: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        """Return up to ``count`` translations found with a wide beam, without the pack's shortlist of words."""
        if cancelled():
            raise Cancelled
        return self._model(pair).alternatives(sentence, count=count)

    def default_beam(self, pair: LanguagePair) -> int:
        """Return 1 for a pack with a vocabulary map (distilled for greedy search), else 2.

        On FLORES dev beams 1, 2 and 4 of the starter packs differ by at most 0.2 BLEU in both directions.
        """
        return 1 if self._model(pair).has_vocabulary_map else 2

    def unknown_characters(self, pair: LanguagePair, text: str) -> CharacterKnowledge:
        """Return the characters of ``text`` that the pack's vocabulary lacks or its normaliser rewrites."""
        return self._model(pair).knowledge(text)

    def length(self, pair: LanguagePair, text: str) -> int:
        """Return the number of pieces in ``text``."""
        return len(self._model(pair).encode(text))

    def warm_up(self, pair: LanguagePair) -> None:
        """Load the model of ``pair`` and run it once, so that the first sentence does not wait."""
        self._model(pair).translate(["1"], beam=1)

    def unload(self, pair: LanguagePair | None = None) -> None:
        """Give back the memory of one model, or of all."""
        with self._lock:
            for known in [pair] if pair else list(self._models):
                self._models.pop(known, None)
                self._used.pop(known, None)

    def close(self) -> None:
        """Give back all memory and stop watching for idle models."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        self.unload()

    def _model(self, pair: LanguagePair) -> LoadedModel:
        with self._lock:
            held = self._models.get(pair)
            if held is not None:
                return held[1]
            pack = self._packs.find(pair)
            if pack is None:
                raise KnownError(
                    N_("No pack from {source} to {target} is installed."),
                    N_("Install one with “dragoman packs install FILE”."),
                    source=pair.source,
                    target=pair.target,
                )
            try:
                model = LoadedModel.load(pack.path, threads=self._threads or _threads_for(pack.path))
            except BrokenPack as broken:
                self._packs.quarantine(pack, broken.reason)
                raise KnownError(
                    N_("The pack {name} cannot be used: {reason}"),
                    N_("It was set aside; the other packs still work. Install it again."),
                    name=pack.name,
                    reason=broken.reason,
                ) from broken
            self._models[pair] = (pack.path, model)
            self._used[pair] = time.monotonic()
            self._watch()
            return model

    def _touch(self, pair: LanguagePair) -> None:
        self._used[pair] = time.monotonic()

    def _watch(self) -> None:
        if self._timer is None and self._idle_seconds > 0:
            self._timer = threading.Timer(self._idle_seconds, self._unload_idle)
            self._timer.daemon = True
            self._timer.start()

    def _unload_idle(self) -> None:
        with self._lock:
            self._timer = None
            limit = time.monotonic() - self._idle_seconds
            for pair in [pair for pair, used in self._used.items() if used <= limit]:
                self._models.pop(pair, None)
                del self._used[pair]
            if self._models:
                self._watch()


def _batches(sentences: Sequence[str], encode: Callable[[str], list[str]]) -> Iterable[list[str]]:
    if len(sentences) <= 1:
        if sentences:
            yield list(sentences)
        return
    batch: list[str] = []
    pieces = 0
    for sentence in sentences:
        # A piece is about four characters; a bound is enough here and costs nothing.
        length = len(sentence) // 3 + 1 if sentence.isascii() else len(encode(sentence))
        if batch and pieces + length > BATCH_TOKENS:
            yield batch
            batch, pieces = [], 0
        batch.append(sentence)
        pieces += length
    if batch:
        yield batch


def _threads_for(path: Path) -> int:
    # Small models lose on several threads: their matrices are done before the threads have met.
    cores = os.cpu_count() or 1
    if cores < 4 or (path / "model" / "model.bin").stat().st_size < _LARGE_MODEL_BYTES:
        return 1
    return min(4, cores // 2)


def _characters_in_vocabulary(package: Any) -> frozenset[str]:
    import json

    found: set[str] = set()
    for file in (package.package_path / "model").glob("*vocabulary*"):
        text = file.read_text(encoding="utf-8", errors="replace")
        if file.suffix == ".json":
            text = "".join(str(piece) for piece in json.loads(text))
        found.update(text)
    return frozenset(found)
