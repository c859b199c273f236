"""How long work on packs says where it stands, is paused and is stopped."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from dragoman.base.i18n import Text


class Phase(StrEnum):
    """What is being done at the moment."""

    WAITING = "waiting"
    CONNECTING = "connecting"
    DOWNLOADING = "downloading"
    PAUSED = "paused"
    READING = "reading"
    UNPACKING = "unpacking"
    TESTING = "testing"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where work stands. ``total_bytes`` is 0 and ``seconds_left`` None where that is not known.

    ``item`` names the pack or file in hand, ``note`` says why there is a pause, where there is one.
    """

    phase: Phase
    item: str
    done_bytes: int = 0
    total_bytes: int = 0
    bytes_per_second: float = 0.0
    seconds_left: float | None = None
    note: Text | None = None

    @property
    def fraction(self) -> float | None:
        """The share that is done, 0 to 1; None where the total is not known."""
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else None


Report = Callable[[Progress], None]
Ask = Callable[[], bool]


def silent(_progress: Progress) -> None:
    """Report to nobody."""


def never() -> bool:
    """Answer that nobody wants to stop."""
    return False


class Speedometer:
    """Bytes per second over the last few seconds, so that a stall shows and a fast start is forgotten."""

    def __init__(self, done_bytes: int, *, window_seconds: float = 5.0) -> None:
        self._window = window_seconds
        self._samples: deque[tuple[float, int]] = deque([(time.monotonic(), done_bytes)])

    def add(self, done_bytes: int) -> None:
        """Note how much is done now."""
        now = time.monotonic()
        self._samples.append((now, done_bytes))
        while len(self._samples) > 2 and now - self._samples[1][0] > self._window:
            self._samples.popleft()

    @property
    def bytes_per_second(self) -> float:
        (start, before), (end, after) = self._samples[0], self._samples[-1]
        return (after - before) / (end - start) if end > start else 0.0

    def seconds_left(self, done_bytes: int, total_bytes: int) -> float | None:
        """Return how long the rest takes at this speed; None when nobody can say."""
        speed = self.bytes_per_second
        return max(0, total_bytes - done_bytes) / speed if total_bytes and speed > 0 else None
