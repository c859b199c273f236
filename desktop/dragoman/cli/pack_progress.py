"""Progress of work on packs as one line of a terminal, on standard error; nothing where that is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dragoman.base.i18n import _, render

if TYPE_CHECKING:
    from dragoman.translation.progress import Progress, Report

_BAR_CELLS = 24
_REDRAW_SECONDS = 0.1


@contextmanager
def progress_line() -> Iterator[Report]:
    """Give the block what reports progress, and leave an empty line behind."""
    line = _Line(shown=sys.stderr.isatty())
    try:
        yield line.report
    finally:
        line.clear()


class _Line:
    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._width = 0
        self._drawn = 0.0
        self._phase = ""

    def report(self, progress: Progress) -> None:
        now = time.monotonic()
        is_new = progress.phase != self._phase
        if not self._shown or (not is_new and now - self._drawn < _REDRAW_SECONDS):
            return
        self._drawn, self._phase = now, progress.phase
        text = progress_words(progress)
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)

    def clear(self) -> None:
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()


def progress_words(progress: Progress) -> str:
    """Return progress in words and figures: a bar where the total is known, speed and remaining time where they are."""
    if progress.note is not None:
        return _("{item}: {reason} Trying again …").format(item=progress.item, reason=render(progress.note))
    parts = [_phase_words(progress)]
    if (fraction := progress.fraction) is not None:
        filled = round(fraction * _BAR_CELLS)
        parts.append(f"[{'#' * filled}{'-' * (_BAR_CELLS - filled)}] {fraction:4.0%}")
        parts.append(f"{progress.done_bytes / 1e6:.1f}/{progress.total_bytes / 1e6:.1f} MB")
    elif progress.done_bytes:
        parts.append(f"{progress.done_bytes / 1e6:.1f} MB")
    if progress.bytes_per_second:
        parts.append(f"{progress.bytes_per_second / 1e6:.1f} MB/s")
    if progress.seconds_left is not None:
        minutes, seconds = divmod(round(progress.seconds_left), 60)
        parts.append(_("{minutes}:{seconds:02d} left").format(minutes=minutes, seconds=seconds))
    return "  ".join(parts)


def _phase_words(progress: Progress) -> str:
    words = {
        "waiting": _("{item}: waiting"),
        "connecting": _("{item}: connecting"),
        "downloading": _("{item}: downloading"),
        "paused": _("{item}: paused"),
        "reading": _("{item}: checking"),
        "unpacking": _("{item}: unpacking"),
        "testing": _("{item}: translating a test sentence"),
        "writing": _("{item}: writing"),
    }
    return words[progress.phase].format(item=progress.item)
