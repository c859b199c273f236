"""Reads calendar files in a process of its own: whatever a file does to it, the program that asked lives on.

Standard input is one line of JSON, ``{"from", "to", "paths", "limit_s"}``; each line of standard output belongs to
the file whose place in ``paths`` it names. The process ends itself when one file takes longer than the limit.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from datetime import date
from pathlib import Path

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.meetings.calendars.expansion import expand_batches
from dragoman.meetings.calendars.reading import MAX_BYTES
from dragoman.meetings.calendars.wire import batch_line, text_json

MEMORY_BYTES = 1_500_000_000
TOO_SLOW = 4
"""Exit code of a process that took too long."""


def main(_arguments: list[str]) -> int:
    """Read the files named on standard input and return the exit code."""
    asked = json.loads(sys.stdin.readline())
    _limit_memory()
    start, end = date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"])
    for number, path in enumerate(asked["paths"]):
        timer = threading.Timer(float(asked["limit_s"]), os._exit, (TOO_SLOW,))
        timer.daemon = True
        timer.start()
        _read(number, Path(path), start, end)
        timer.cancel()
    return 0


def _read(number: int, path: Path, start: date, end: date) -> None:
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
        for batch in expand_batches(data, start, end):
            _say(f'{{"file": {number}, "batch": {batch_line(batch)}}}')
        _say(json.dumps({"file": number, "done": True}))
    except KnownError as error:
        _refuse(number, Text(error.what, error.values), Text(error.remedy, error.values))
    except OSError as error:
        _refuse(
            number,
            Text(N_("The calendar cannot be read: {reason}."), {"reason": error.strerror or str(error)}),
            Text(N_("Check the name and whether the file may be read.")),
        )
    except MemoryError:
        _refuse(number, *too_large())


def too_large() -> tuple[Text, Text]:
    """Return what to say of a calendar that needs more memory than it gets, and what to do."""
    return (
        Text(N_("The calendar needs more memory than it is given.")),
        Text(N_("Export a shorter range of dates.")),
    )


def _refuse(number: int, what: Text, remedy: Text) -> None:
    _say(json.dumps({"file": number, "refused": [text_json(what), text_json(remedy)]}))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
