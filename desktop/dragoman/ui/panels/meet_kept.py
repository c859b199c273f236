"""The people of a meeting as they are kept between two starts of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.base.errors import KnownError
from dragoman.counterparts.model import Counterpart
from dragoman.meetings.guest_store import GuestStore, from_data, to_data
from dragoman.meetings.model import Defaults
from dragoman.meetings.places import Place
from dragoman.ui.context import Place as Home
from dragoman.ui.panels.meet_people import Calendars, Guest, Talks
from dragoman.ui.panels.meet_search import BUSY_AFTER, BUSY_BEFORE
from dragoman.ui.tasks import TaskContext, TaskRunner

if TYPE_CHECKING:
    from dragoman.meetings.calendars.files import CalendarFiles


class KeptGuests:
    """Puts guests into the user's database and takes them out again; what fails is told to ``failed``."""

    def __init__(self, store: GuestStore, failed: Callable[[KnownError], object]) -> None:
        self._store = store
        self._failed = failed

    def load(self, counterpart_id: int) -> Talks:
        """Return what is kept for the talks with a counterpart (0: without one). Calendars are still to be read."""
        try:
            data = self._store.load(counterpart_id)
            added = tuple(one if isinstance(one, int) else _guest_of(one) for one in data.get("added", ()))
            edited = tuple(map(_guest_of, data.get("edited", ())))
        except KnownError as error:
            self._failed(error)
            return Talks()
        return Talks(added, edited, bool(data.get("left_out")))

    def put(self, counterpart_id: int, talks: Talks) -> None:
        """Keep ``talks`` in place of what there was."""
        data = {
            "added": [one if isinstance(one, int) else _guest_data(one) for one in talks.added],
            "edited": list(map(_guest_data, talks.edited)),
            "left_out": talks.is_left_out,
        }
        try:
            self._store.put(counterpart_id, data)
        except KnownError as error:
            self._failed(error)


def calendars_of(files: CalendarFiles, paths: tuple[Path, ...], zone: str) -> Calendars:
    """Return what the calendars at ``paths`` say of the time around now; floating times are those of ``zone``."""
    now = datetime.now(UTC)
    return Calendars.of(paths, files.busy(paths, now - BUSY_BEFORE, now + BUSY_AFTER, zone))


def read_calendars(
    guests: Sequence[Guest],
    files: CalendarFiles,
    runner: TaskRunner,
    *,
    done: Callable[[Guest], None],
    failed: Callable[[BaseException], None],
) -> None:
    """Read the calendars of guests that came back from the database, each in the background."""

    def read(guest: Guest, _context: TaskContext) -> Guest:
        return replace(guest, calendars=calendars_of(files, guest.calendars.paths, guest.participant.zone))

    for guest in guests:
        runner.submit(partial(read, guest), done=done, failed=failed)


def _guest_data(guest: Guest) -> dict[str, Any]:
    """A guest as plain data: the calendars by their paths alone."""
    return {
        "key": guest.key,
        "source": _source_data(guest.source),
        "participant": to_data(guest.participant),
        "defaults": asdict(guest.defaults),
        "calendars": [str(path) for path in guest.calendars.paths],
    }


def _guest_of(data: dict[str, Any]) -> Guest:
    return Guest(
        data["key"],
        _source_of(data["source"]),
        from_data(data["participant"]),
        Defaults(**data["defaults"]),
        Calendars(tuple(map(Path, data["calendars"]))),
    )


def _source_data(source: object) -> dict[str, Any]:
    if isinstance(source, Counterpart):
        return {"counterpart": asdict(source)}
    if isinstance(source, Place):
        return {"place": asdict(source)}
    assert isinstance(source, tuple)  # the user: their place, name and address
    home, name, email = source
    return {"me": [list(home), name, email]}


def _source_of(data: dict[str, Any]) -> object:
    if "counterpart" in data:
        return Counterpart(**data["counterpart"])
    if "place" in data:
        return Place(**data["place"])
    home, name, email = data["me"]
    return Home(*home), name, email
