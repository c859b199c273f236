"""Calendar files and folders on disk: what is in them, and when somebody is busy because of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from threading import Lock

from dragoman.base.child import child_command, child_environment
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.meetings.calendars.expansion import Batch, check_range, collect
from dragoman.meetings.calendars.model import BusyTimes, Expansion, ReadStatus, When
from dragoman.meetings.calendars.wire import batch_of, text_of
from dragoman.meetings.calendars.worker import TOO_SLOW
from dragoman.meetings.zones import zone_info

LIMIT_SECONDS = 20.0
"""For one file."""
MAX_FILES = 1_000
_KEPT_FILES = 256

_Identity = tuple[str, int, int]
"""Path, size and time of the last change in nanoseconds: the same file, as long as nobody plays tricks."""


class CalendarFiles:
    """Reads ``.ics`` files in a child process that ends when a file takes too long or too much memory.

    What was read is kept until the file changes. Instances may be shared between threads.
    """

    def __init__(self, limit_seconds: float = LIMIT_SECONDS) -> None:
        self._limit = limit_seconds
        self._kept: dict[tuple[_Identity, date, date], Expansion] = {}
        self._lock = Lock()

    def expand(self, path: Path, start: date, end: date) -> Expansion:
        """Return what of the file touches the days from ``start`` up to, not including, ``end``, in UTC.

        A refused file comes back with that status and the reason among its problems. Raises :class:`KnownError`
        when the range is none or the file is not there.
        """
        check_range(start, end)
        return self._expansions([path], start, end)[0]

    def busy(self, paths: Iterable[Path], start: datetime, end: datetime, zone: str) -> BusyTimes:
        """Return when the owner of the calendars is busy from ``start`` to ``end``.

        ``paths`` are files, or folders whose ``.ics`` files count, with those of the folders in them. ``zone`` is
        the owner's: floating times and whole days are read on its clock. Cancelled and free events do not count.
        Raises :class:`KnownError` like :meth:`expand`, for an unknown zone, and when a folder holds too many files.
        """
        owner = zone_info(zone)
        files = [file for path in paths for file in calendar_files(path)]
        first, past = (start - timedelta(days=2)).date(), (end + timedelta(days=3)).date()
        check_range(first, past)
        spans: list[tuple[datetime, datetime]] = []
        faults = []
        for file, expansion in zip(files, self._expansions(files, first, past), strict=True):
            if expansion.status is not ReadStatus.OK:
                faults.append((str(file), expansion))
            for each in expansion.occurrences:
                begin, until = _instant(each.start, owner), _instant(each.end, owner)
                if each.busy and max(begin, start) < min(until, end):
                    spans.append((max(begin, start), min(until, end)))
        return BusyTimes(tuple(_merged(spans)), tuple(faults))

    def _expansions(self, files: Sequence[Path], start: date, end: date) -> list[Expansion]:
        identities = [_identity(file) for file in files]
        with self._lock:
            known = {each: self._kept.get((each, start, end)) for each in identities}
        missing = [each for each, expansion in known.items() if expansion is None]
        for identity, expansion in zip(missing, self._read([each[0] for each in missing], start, end), strict=True):
            known[identity] = expansion
            with self._lock:
                self._kept[identity, start, end] = expansion
                while len(self._kept) > _KEPT_FILES:
                    del self._kept[next(iter(self._kept))]
        return [found for each in identities if (found := known[each])]

    def _read(self, paths: Sequence[str], start: date, end: date) -> list[Expansion]:
        """Return one expansion for each path. A child that dies of a file is followed by one for those after it."""
        found: list[Expansion] = []
        while len(found) < len(paths):
            found += self._run(paths[len(found) :], start, end)
        return found

    def _run(self, paths: Sequence[str], start: date, end: date) -> list[Expansion]:
        asked = {"from": str(start), "to": str(end), "paths": paths, "limit_s": self._limit}
        child = subprocess.Popen(
            child_command("dragoman.meetings.calendars.worker"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            encoding="utf-8",
        )
        slow = False
        try:
            # The child watches the clock itself, file by file; this is for one that cannot even do that.
            output, _ = child.communicate(json.dumps(asked) + "\n", timeout=self._limit * len(paths) + 10)
        except subprocess.TimeoutExpired:
            slow = True
            child.kill()
            output, _ = child.communicate()
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        return list(_outcomes(output, len(paths), too_slow=slow or child.returncode == TOO_SLOW, limit=self._limit))


def calendar_files(path: Path) -> list[Path]:
    """Return ``path`` itself, or the calendar files in and below a folder, sorted.

    Raises :class:`KnownError` when there is nothing there, or too much.
    """
    if not path.is_dir():
        _identity(path)
        return [path]
    files = sorted(each for each in path.rglob("*") if each.suffix.lower() in (".ics", ".ifb") and each.is_file())
    if len(files) > MAX_FILES:
        raise KnownError(
            N_("The folder {path} holds more than {most} calendars."),
            N_("Choose a folder with fewer calendars in it."),
            path=path,
            most=MAX_FILES,
        )
    return files


def _identity(path: Path) -> _Identity:
    try:
        about = path.stat()
    except OSError as error:
        raise KnownError(
            N_("{path} cannot be read: {reason}."),
            N_("Check the name and whether the file may be read."),
            path=path,
            reason=error.strerror or error,
        ) from error
    return str(path.absolute()), about.st_size, about.st_mtime_ns


def _outcomes(output: str, count: int, *, too_slow: bool, limit: float) -> Iterator[Expansion]:
    """Yield the expansions of the files that were dealt with, in order; the last may be one that was cut short."""
    batches: list[list[Batch]] = [[] for _ in range(count)]
    refused: dict[int, tuple[Text, ...]] = {}
    done = set()
    for line in output.splitlines():
        try:
            said = json.loads(line)
        except ValueError:  # the last line of a child that was killed
            continue
        number = said["file"]
        if "batch" in said:
            batches[number].append(batch_of(said["batch"]))
        elif "refused" in said:
            refused[number] = tuple(text_of(each) for each in said["refused"])
        else:
            done.add(number)
    for number in range(count):
        if number in refused:
            yield Expansion(ReadStatus.REFUSED, problems=refused[number])
        elif number in done:
            yield collect(iter(batches[number]))
        else:
            yield collect(iter([*batches[number], Batch([], problem=_cut_short(too_slow=too_slow, limit=limit))]))
            return


def _cut_short(*, too_slow: bool, limit: float) -> Text:
    if too_slow:
        return Text(
            N_("Reading took longer than {seconds} s and was stopped; what was not read by then is missing."),
            {"seconds": round(limit)},
        )
    return Text(N_("Reading broke off; what was not read by then is missing."))


def _instant(when: When, owner: tzinfo) -> datetime:
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(), owner)
    try:
        return (when if when.tzinfo else when.replace(tzinfo=owner)).astimezone(UTC)
    except OverflowError:
        return when.replace(tzinfo=UTC)


def _merged(spans: list[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    current: tuple[datetime, datetime] | None = None
    for start, end in sorted(spans):
        if current and start <= current[1]:
            current = current[0], max(current[1], end)
        else:
            if current:
                yield current
            current = start, end
    if current:
        yield current
