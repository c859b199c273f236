"""The Argos engine: packs of the Argos project, run by CTranslate2 on the processor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from dragoman.base.i18n import N_, Text
from dragoman.translation.argos_package import open_package
from dragoman.translation.engines.characters import CharacterKinds, kind_of
from dragoman.translation.engines.pack_engine import IDLE_SECONDS, PackEngine
from dragoman.translation.engines.system_memory import available_bytes
from dragoman.translation.model import Cancelled, CharacterKnowledge, Hypothesis, LanguagePair
from dragoman.translation.pack_archive import BrokenPack
from dragoman.translation.packs import Pack, PackStore

BATCH_TOKENS = 512
"""Source pieces in one call. Measured on FLORES: 256 to 1,024 cost the same, and 512 end within 100 ms."""

_LARGE_MODEL_BYTES = 40 << 20
_MAX_TARGET_PIECES = 512
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
        # Not a method of this object: a cycle would keep the model in memory when it is unloaded.
        self._characters = CharacterKinds(_kinds(self._processor, package))

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
        return self._characters.of(text)

    def length(self, text: str) -> int:
        """Return how many pieces the model sees in ``text``."""
        return len(self.encode(text))

    def outside_bytes(self) -> int:
        """Return 0: the model lies in this process."""
        return 0

    def close(self) -> None:
        """Nothing is left to do: the memory goes with the last reference."""


class ArgosEngine(PackEngine[LoadedModel]):
    """Translates with the installed Argos packs; each is loaded at its first sentence and unloaded when idle.

    ``threads`` is how many processor cores one translation may use; by default that depends on the pack's size.
    """

    name = "argos"

    def __init__(
        self,
        packs: PackStore,
        *,
        threads: int | None = None,
        idle_seconds: float = IDLE_SECONDS,
        memory_left: Callable[[], int | None] = available_bytes,
    ) -> None:
        super().__init__(packs, idle_seconds=idle_seconds, memory_left=memory_left)
        self._threads = threads

    def translate_batch(
        self, pair: LanguagePair, sentences: Sequence[str], *, beam: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        """Return one hypothesis per sentence. Raises :class:`Cancelled`, and :class:`KnownError` for a broken pack."""
        with self._using(pair) as model:
            found: list[Hypothesis] = []
            for batch in _batches(sentences, model.encode):
                if cancelled():
                    raise Cancelled
                found.extend(model.translate(batch, beam=beam))
            return found

    def alternatives(
        self, pair: LanguagePair, sentence: str, *, count: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        """Return up to ``count`` translations found with a wide beam, without the pack's shortlist of words."""
        if cancelled():
            raise Cancelled
        with self._using(pair) as model:
            return model.alternatives(sentence, count=count)

    def default_beam(self, pair: LanguagePair) -> int:
        """Return 1 for a pack with a vocabulary map (distilled for greedy search), else 2.

        On FLORES dev beams 1, 2 and 4 of the starter packs differ by at most 0.2 BLEU in both directions.
        """
        return 1 if self._model(pair).has_vocabulary_map else 2

    def warm_up(self, pair: LanguagePair) -> None:
        """Load the model of ``pair`` and run it once, so that the first sentence does not wait."""
        with self._using(pair) as model:
            model.translate(["1"], beam=1)

    def _prepare(self) -> None:
        import ctranslate2  # noqa: F401 - loaded here so that it does not count as part of a pack

        from dragoman.translation.argos_package import prepare

        prepare()

    def _load(self, pack: Pack) -> LoadedModel:
        return LoadedModel.load(pack.path, threads=self._threads or _threads_for(pack.path))


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


def _kinds(processor: Any, package: Any) -> Callable[[str], str]:
    if processor is not None:
        return partial(kind_of, processor)
    vocabulary = _characters_in_vocabulary(package)
    return lambda char: "" if char.isspace() or char in vocabulary else "unknown"


def _characters_in_vocabulary(package: Any) -> frozenset[str]:
    import json

    found: set[str] = set()
    for file in (package.package_path / "model").glob("*vocabulary*"):
        text = file.read_text(encoding="utf-8", errors="replace")
        if file.suffix == ".json":
            text = "".join(str(piece) for piece in json.loads(text))
        found.update(text)
    return frozenset(found)
