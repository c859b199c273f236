"""The Firefox engine: models of Firefox Translations, run by ``fxtranslate`` in one child process per loaded pack.

The library holds the interpreter lock while it translates, must be used on the thread that made the model, and panics
past ``except Exception``. In a process of its own none of that can stop the window, and ending it cancels at once.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from dragoman.base.child import child_command, child_environment
from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.i18n import N_, Text
from dragoman.translation.engines.characters import CharacterKinds, kind_of
from dragoman.translation.engines.pack_engine import PackEngine
from dragoman.translation.engines.system_memory import resident_bytes
from dragoman.translation.model import CharacterKnowledge, Hypothesis, LanguagePair
from dragoman.translation.pack_archive import BrokenPack
from dragoman.translation.packs import Pack

if TYPE_CHECKING:
    from dragoman.translation.firefox_package import FirefoxFiles

_POLL_SECONDS = 0.02
_GRACE_SECONDS = 0.05
"""How long a cancelled sentence may finish: most do, and the model need not be loaded again."""

_START_SECONDS = 60.0
_SENTENCE_SECONDS = 60.0
_TRIES = 2

if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW
else:
    _FLAGS = 0


class _ChildGone(Exception):  # noqa: N818 - an event
    """The child ended, or was ended because it did not answer."""


class FirefoxModel:
    """One pack in a child process. Safe for several threads, which take turns."""

    def __init__(self, files: FirefoxFiles) -> None:
        self._files = files
        self._turn = threading.Lock()
        self._child: _Child | None = _Child(files)
        try:
            from sentencepiece import SentencePieceProcessor

            # While the child loads the model.
            self._processor: Any = SentencePieceProcessor(model_file=str(files.source_vocabulary))
            self._child.wait_until_ready()
        except (_ChildGone, RuntimeError, OSError) as error:
            self.close()
            raise BrokenPack(Text(N_("its model cannot be loaded."))) from error
        self._characters = CharacterKinds(partial(_kind, self._processor))

    def translate(self, sentences: Sequence[str], cancelled: Callable[[], bool]) -> list[Hypothesis]:
        """Return one hypothesis per sentence. Raises :class:`Cancelled`, :class:`KnownError` for a child that fails."""
        found = []
        for text in sentences:
            while not self._turn.acquire(timeout=_POLL_SECONDS):
                if cancelled():
                    raise Cancelled
            try:
                if cancelled():
                    raise Cancelled
                found.append(Hypothesis(self._translated(text, cancelled), None, source_pieces=self.length(text)))
            finally:
                self._turn.release()
        return found

    def knowledge(self, text: str) -> CharacterKnowledge:
        """Return which characters of ``text`` the vocabulary lacks or rewrites."""
        return self._characters.of(text)

    def length(self, text: str) -> int:
        """Return how many pieces the model sees in ``text``."""
        return len(self._processor.encode(_storable(text), out_type=int))

    def outside_bytes(self) -> int:
        """Return the memory of the child process."""
        child = self._child
        return (resident_bytes(child.pid) or 0) if child is not None else 0

    def close(self) -> None:
        """End the child process. The next sentence would start another."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _translated(self, text: str, cancelled: Callable[[], bool]) -> str:
        for _ in range(_TRIES):
            try:
                if self._child is None:
                    self._child = _Child(self._files)
                    self._child.wait_until_ready()
                return self._child.ask(_storable(text), cancelled)
            except _ChildGone:
                self.close()
            except Cancelled:
                if self._child is not None and not self._child.is_waiting:
                    self.close()
                raise
        raise KnownError(
            N_("The Firefox engine broke off twice at the same sentence: {sentence}"),
            N_("Your text is unchanged. Translate this sentence with another engine, or word it otherwise."),
            sentence=text if len(text) <= 80 else text[:79] + "…",
        )


class _Child:
    """The process and its two pipes. Its answers are read on a thread: pipes know no time limit."""

    def __init__(self, files: FirefoxFiles) -> None:
        paths = [files.model, files.source_vocabulary, files.target_vocabulary]
        if files.shortlist is not None:
            paths.append(files.shortlist)
        self._process = subprocess.Popen(
            child_command("dragoman.translation.engines.firefox_worker", *map(str, paths)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # One heap: the child has one thread, and what loading took is given back.
            env={**child_environment(), "MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536"},
            creationflags=_FLAGS,
        )
        self.pid = self._process.pid
        self.is_waiting = False
        """Whether it has nothing to do."""
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="firefox-reader", daemon=True)
        self._reader.start()

    def wait_until_ready(self) -> None:
        """Return when the model is loaded. Raises :class:`_ChildGone` when it cannot be."""
        if self._answer(_START_SECONDS, lambda: False) is not True:
            raise _ChildGone
        self.is_waiting = True

    def ask(self, text: str, cancelled: Callable[[], bool]) -> str:
        """Return the translation. Raises :class:`Cancelled`; then the child may still be at it (``is_waiting``)."""
        self.is_waiting = False
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(text).encode("ascii") + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise _ChildGone from error
        answer = self._answer(_SENTENCE_SECONDS, cancelled)
        self.is_waiting = True
        if not isinstance(answer, str):
            raise _ChildGone
        return answer.replace("\u2581", " ").strip()

    def end(self) -> None:
        """Kill the process and wait for it; nothing is left behind."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue

    def _answer(self, limit_seconds: float, cancelled: Callable[[], bool]) -> object:
        deadline = time.monotonic() + limit_seconds
        was_cancelled = False
        while True:
            try:
                line = self._answers.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                if time.monotonic() > deadline:
                    if was_cancelled:
                        raise Cancelled from None
                    raise _ChildGone from None
                if not was_cancelled and cancelled():
                    was_cancelled = True
                    deadline = min(deadline, time.monotonic() + _GRACE_SECONDS)
                continue
            if not line:
                raise _ChildGone
            if was_cancelled:
                self.is_waiting = True
                raise Cancelled
            return json.loads(line)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put(b"")


class FirefoxEngine(PackEngine[FirefoxModel]):
    """Translates with the installed Firefox packs. It gives no scores and one answer only."""

    name = "firefox"

    def translate_batch(
        self, pair: LanguagePair, sentences: Sequence[str], *, beam: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        """Return one hypothesis per sentence; these models search greedily, whatever ``beam`` says.

        Raises :class:`Cancelled` within 100 ms of the wish, and :class:`KnownError` for a broken pack.
        """
        if cancelled():
            raise Cancelled
        with self._using(pair) as model:
            return model.translate(sentences, cancelled)

    def alternatives(
        self, pair: LanguagePair, sentence: str, *, count: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        """Return nothing: the engine has one answer to a sentence."""
        return []

    def default_beam(self, pair: LanguagePair) -> int:
        """Return 1: the models are trained for greedy search, and the engine has no other."""
        return 1

    def warm_up(self, pair: LanguagePair) -> None:
        """Load the model of ``pair``, so that the first sentence does not wait."""
        self._model(pair)

    def _prepare(self) -> None:
        import sentencepiece  # noqa: F401 - loaded here so that it does not count as part of a pack

    def _load(self, pack: Pack) -> FirefoxModel:
        from dragoman.translation.firefox_package import check_layout

        return FirefoxModel(check_layout(pack.path))


def _kind(processor: Any, char: str) -> str:
    kind = kind_of(processor, char)
    if kind or char.isspace():
        return kind
    # Some vocabularies know a character only at the start of a word.
    return "unknown" if processor.unk_id() in processor.encode(f"a{char}a", out_type=int) else ""


def _storable(text: str) -> str:
    """Return ``text`` without lone surrogates, which no UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
