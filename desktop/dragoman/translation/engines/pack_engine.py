"""What the engines of installed packs share: each model is loaded once, and given back when idle or memory is short."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.translation.engines.system_memory import available_bytes, give_back_free_memory, resident_bytes
from dragoman.translation.model import CharacterKnowledge, LanguagePair
from dragoman.translation.pack_archive import BrokenPack
from dragoman.translation.packs import Pack, PackStore

IDLE_SECONDS = 600.0
"""A model that nobody used for so long is unloaded; loading it again takes a quarter of a second."""

SHORT_BYTES = 300 << 20
"""With less memory left than this, only the model in use stays."""

_WATCH_SECONDS = 20.0


class Loaded(Protocol):
    """A model in memory."""

    def close(self) -> None:
        """Give the memory back."""
        ...

    def outside_bytes(self) -> int:
        """Return the memory held in other processes."""
        ...

    def knowledge(self, text: str) -> CharacterKnowledge:
        """Return which characters of ``text`` the model cannot see as they are."""
        ...

    def length(self, text: str) -> int:
        """Return how many pieces the model sees."""
        ...


M = TypeVar("M", bound=Loaded)


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A pack in memory. ``resident_bytes`` is about what it costs, ``size_bytes`` what its files have on disk."""

    engine: str
    pair: LanguagePair
    name: str
    size_bytes: int
    resident_bytes: int
    idle_seconds: float


@dataclass(slots=True)
class _Held(Generic[M]):
    pack: Pack
    file_number: int
    model: M
    grown_bytes: int
    used: float
    users: int = field(default=0)


class PackEngine(ABC, Generic[M]):
    """Base of an engine whose models are installed packs. Safe for several threads, which share the models."""

    name: str

    def __init__(
        self,
        packs: PackStore,
        *,
        idle_seconds: float = IDLE_SECONDS,
        memory_left: Callable[[], int | None] = available_bytes,
    ) -> None:
        self._packs = packs
        self._idle_seconds = idle_seconds
        self._memory_left = memory_left
        self._lock = threading.RLock()
        self._held: dict[LanguagePair, _Held[M]] = {}
        self._timer: threading.Timer | None = None

    @abstractmethod
    def _prepare(self) -> None:
        """Import the libraries, so that they do not count as part of a pack."""

    @abstractmethod
    def _load(self, pack: Pack) -> M:
        """Return the model of ``pack``. Raises :class:`BrokenPack`."""

    def pairs(self) -> frozenset[LanguagePair]:
        """Return the directions of the installed packs."""
        return frozenset(pack.pair for pack in self._packs.installed() if pack.engine == self.name)

    def loaded(self) -> frozenset[LanguagePair]:
        """Return the directions whose model is in memory."""
        return frozenset(self._held)

    def memory(self) -> list[LoadedPack]:
        """Return the packs in memory, each with what it holds."""
        now = time.monotonic()
        with self._lock:
            return [
                LoadedPack(
                    self.name,
                    pair,
                    held.pack.name,
                    held.pack.size_bytes,
                    held.grown_bytes + held.model.outside_bytes(),
                    now - held.used,
                )
                for pair, held in self._held.items()
            ]

    def unknown_characters(self, pair: LanguagePair, text: str) -> CharacterKnowledge:
        """Return the characters of ``text`` that the pack's vocabulary lacks or its normaliser rewrites."""
        return self._model(pair).knowledge(text)

    def length(self, pair: LanguagePair, text: str) -> int:
        """Return the number of pieces in ``text``."""
        return self._model(pair).length(text)

    def unload(self, pair: LanguagePair | None = None) -> None:
        """Give back the memory of one model, or of all; one that is in use goes as soon as its users are done."""
        with self._lock:
            self._drop([pair] if pair else list(self._held))

    def close(self) -> None:
        """Give back all memory and stop watching for idle models."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        self.unload()

    @contextmanager
    def _using(self, pair: LanguagePair) -> Iterator[M]:
        """Hold the model of ``pair``, loaded now where it must be, against being unloaded."""
        with self._lock:
            held = self._current(pair)
            held.users += 1
        try:
            yield held.model
        finally:
            with self._lock:
                held.users -= 1
                held.used = time.monotonic()
                if not held.users and self._held.get(pair) is not held:
                    held.model.close()

    def _model(self, pair: LanguagePair) -> M:
        held = self._held.get(pair)
        if held is not None:
            return held.model
        with self._lock:
            return self._current(pair).model

    def _current(self, pair: LanguagePair) -> _Held[M]:
        pack = self._packs.find(pair, engine=self.name)
        held = self._held.get(pair)
        if pack is None:
            self._drop([pair])
            raise KnownError(
                N_("No pack from {source} to {target} is installed."),
                N_("Install one with “dragoman packs install FILE”."),
                source=pair.source,
                target=pair.target,
            )
        try:
            file_number = pack.path.stat().st_ino
        except OSError:
            file_number = 0
        # A pack that was updated or installed again lies in another folder than the one that was loaded.
        if held is not None and (held.pack.path, held.file_number) == (pack.path, file_number):
            return held
        self._drop([pair])
        held = self._held[pair] = self._loaded(pack, file_number)
        self._watch()
        return held

    def _loaded(self, pack: Pack, file_number: int) -> _Held[M]:
        self._prepare()
        self._make_room()
        before = resident_bytes()
        try:
            model = self._load(pack)
        except BrokenPack as broken:
            self._packs.quarantine(pack, broken.reason)
            raise KnownError(
                N_("The pack {name} cannot be used: {reason}"),
                N_("It was set aside; the other packs still work. Install it again."),
                name=pack.name,
                reason=broken.reason,
            ) from broken
        give_back_free_memory()
        after = resident_bytes()
        grown = max(0, after - before) if before is not None and after is not None else 0
        return _Held(pack, file_number, model, grown, time.monotonic())

    def _drop(self, pairs: list[LanguagePair]) -> None:
        dropped = [held for pair in pairs if (held := self._held.pop(pair, None)) is not None]
        for held in dropped:
            if not held.users:
                held.model.close()
        if dropped:
            del held
            dropped.clear()
            give_back_free_memory()

    def _watch(self) -> None:
        if self._timer is None and self._idle_seconds > 0:
            self._timer = threading.Timer(min(_WATCH_SECONDS, self._idle_seconds), self._look_after)
            self._timer.daemon = True
            self._timer.start()

    def _look_after(self) -> None:
        with self._lock:
            self._timer = None
            self._unload_idle()
            self._make_room()
            if self._held:
                self._watch()

    def _unload_idle(self) -> None:
        limit = time.monotonic() - self._idle_seconds
        self._drop([pair for pair, held in self._held.items() if not held.users and held.used <= limit])

    def _make_room(self) -> None:
        """Where memory is short, unload what is not in use, the longest unused first, until it is not."""
        idle = sorted((held.used, pair.source, pair.target) for pair, held in self._held.items() if not held.users)
        for _used, source, target in idle:
            left = self._memory_left()
            if left is None or left >= SHORT_BYTES:
                return
            self._drop([LanguagePair(source, target)])
