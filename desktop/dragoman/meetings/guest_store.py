"""Who is asked to meetings, kept in the user's database: one entry for each counterpart, one for talks without."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from dragoman.base.database import UserDatabase
from dragoman.meetings.model import Participant

_SETS_OF_DAYS = ("days_off", "extra_workdays")
_HOURS = ("hours", "breaks")
_HOURS_BY_DAY = ("hours_by_day", "breaks_by_day")


class GuestStore:
    """Keeps plain data; a counterpart's entry goes when they are erased. Every change is durable on return."""

    def __init__(self, database: UserDatabase) -> None:
        self._database = database

    def load(self, counterpart_id: int | None) -> dict[str, Any]:
        """Return what was put for a counterpart (None: without one), empty when nothing was."""
        rows = self._database.query(
            "SELECT data FROM meeting_guests WHERE ifnull(counterpart_id, 0) = ?", [counterpart_id or 0]
        )
        found = json.loads(rows[0]["data"]) if rows else {}
        return found if isinstance(found, dict) else {}

    def put(self, counterpart_id: int | None, data: Mapping[str, object]) -> None:
        """Keep ``data`` in place of what there was. Raises :class:`KnownError` when it cannot be stored."""
        text = json.dumps(data, ensure_ascii=False)
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        with self._database.transaction() as connection:
            changed = connection.execute(
                "UPDATE meeting_guests SET data = ?, updated_at = ? WHERE ifnull(counterpart_id, 0) = ?",
                [text, now, counterpart_id or 0],
            )
            if not changed.rowcount:
                connection.execute(
                    "INSERT INTO meeting_guests (counterpart_id, data, updated_at) VALUES (?, ?, ?)",
                    [counterpart_id or None, text, now],
                )


def to_data(who: Participant) -> dict[str, Any]:
    """Return a participant as plain data, without the busy times, which their calendars tell anew."""
    data: dict[str, Any] = {field.name: getattr(who, field.name) for field in fields(who) if field.name != "busy"}
    for name in _SETS_OF_DAYS:
        data[name] = sorted(day.isoformat() for day in data[name])
    data["weekend"] = None if who.weekend is None else sorted(who.weekend)
    for name in _HOURS_BY_DAY:
        data[name] = dict(data[name])
    return data


def from_data(data: Mapping[str, Any]) -> Participant:
    """Return the participant; fields of another version of the program are left out."""
    known = {field.name for field in fields(Participant)}
    values = {name: value for name, value in data.items() if name in known}
    for name in _SETS_OF_DAYS:
        values[name] = frozenset(map(date.fromisoformat, values.get(name, ())))
    if values.get("weekend") is not None:
        values["weekend"] = frozenset(values["weekend"])
    for name in _HOURS:
        if name in values:
            values[name] = _spans(values[name])
    for name in _HOURS_BY_DAY:
        values[name] = {day: _spans(spans) for day, spans in values.get(name, {}).items()}
    return Participant(**values)


def _spans(spans: Any) -> tuple[tuple[str, str], ...]:
    return tuple((start, end) for start, end in spans)
