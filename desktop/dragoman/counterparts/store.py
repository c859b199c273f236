"""Counterparts in the user's database."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.counterparts.model import Counterpart

_COLUMNS = tuple(field.name for field in fields(Counterpart) if field.name != "id")


class CounterpartStore:
    """Adds, finds, changes and erases counterparts."""

    def __init__(self, database: UserDatabase) -> None:
        self._database = database

    def all(self) -> list[Counterpart]:
        """Return every counterpart, the one changed last first."""
        rows = self._database.query("SELECT * FROM counterpart ORDER BY updated_at DESC, id DESC")
        return [_from_row(row) for row in rows]

    def get(self, counterpart_id: int) -> Counterpart | None:
        """Return the counterpart, or None when it is not there (any more)."""
        rows = self._database.query("SELECT * FROM counterpart WHERE id = ?", [counterpart_id])
        return _from_row(rows[0]) if rows else None

    def save(self, counterpart: Counterpart) -> Counterpart:
        """Add or replace ``counterpart`` and return it as stored. Raises :class:`KnownError` without a name."""
        cleaned = _cleaned(counterpart)
        if not (cleaned.given_name or cleaned.family_name or cleaned.company):
            raise KnownError(
                N_("A counterpart needs a name or a company."),
                N_("Fill in at least one of the two and save again."),
            )
        values = {key: value for key, value in asdict(cleaned).items() if key in _COLUMNS}
        values["updated_at"] = datetime.now(UTC).isoformat(timespec="microseconds")
        names = list(values)
        with self._database.transaction() as connection:
            if cleaned.id:
                updated = connection.execute(
                    f"UPDATE counterpart SET {', '.join(f'{name} = :{name}' for name in names)} WHERE id = :id",
                    {**values, "id": cleaned.id},
                )
                if updated.rowcount:
                    return cleaned
            # New, or erased in another window since it was opened here: what the user typed is kept.
            cursor = connection.execute(
                f"INSERT INTO counterpart ({', '.join(names)}) VALUES (:{', :'.join(names)})", values
            )
            return replace(cleaned, id=int(cursor.lastrowid or 0))

    def erase(self, counterpart_id: int) -> None:
        """Remove the counterpart and everything kept about it."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM counterpart WHERE id = ?", [counterpart_id])
        self._database.scrub()


_JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiners: not printable, but part of how Persian and Indic names are spelt."""


def _cleaned(counterpart: Counterpart) -> Counterpart:
    """Strip blanks and control characters from the one-line fields: a pasted name must not carry a line break."""
    changes = {
        name: " ".join("".join(c if c.isprintable() or c in _JOINERS else " " for c in value).split())
        for name in _COLUMNS
        if name != "notes" and isinstance(value := getattr(counterpart, name), str)
    }
    # Half of a surrogate pair, from a broken paste, is no text that could be stored.
    changes["notes"] = counterpart.notes.encode("utf-8", "replace").decode("utf-8")
    return replace(counterpart, **changes)  # type: ignore[arg-type]  # only the string fields are named


def _from_row(row: sqlite3.Row) -> Counterpart:
    texts = {name: row[name] if row[name] is not None else "" for name in _COLUMNS if name != "is_sample"}
    return Counterpart(id=row["id"], is_sample=bool(row["is_sample"]), **texts)
