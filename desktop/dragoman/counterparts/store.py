"""Counterparts in the user's database."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime
from typing import Any

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

    def search(self, text: str) -> list[Counterpart]:
        """Return the counterparts in whose names, company, place or notes every word of ``text`` occurs."""
        words = text.casefold().split()
        return [one for one in self.all() if all(word in _searched(one) for word in words)]

    def held(self, counterpart_id: int) -> dict[str, int]:
        """Return how many rows are kept about a counterpart, by table; tables without any are left out."""
        counts = {}
        for table in self._tables():
            rows = self._database.query(f"SELECT count(*) AS n FROM {table} WHERE counterpart_id = ?", [counterpart_id])
            if rows[0]["n"]:
                counts[table] = int(rows[0]["n"])
        return counts

    def export(self, counterpart_id: int) -> dict[str, Any]:
        """Return everything kept about a counterpart as plain data, the person themselves under ``counterpart``.

        Raises :class:`KnownError` when there is no such counterpart.
        """
        person = self.get(counterpart_id)
        if person is None:
            raise _gone(counterpart_id)
        found: dict[str, Any] = {"counterpart": asdict(person)}
        for table in self.held(counterpart_id):
            rows = self._database.query(f"SELECT * FROM {table} WHERE counterpart_id = ?", [counterpart_id])
            found[table] = [_plain(row) for row in rows]
        for table, parent in _CHILDREN.items():
            ids = [row["id"] for row in found.get(parent, [])]
            marks = ", ".join("?" for _id in ids)
            rows = self._database.query(f"SELECT * FROM {table} WHERE {parent}_id IN ({marks})", ids) if ids else []
            if rows:
                found[table] = [_plain(row) for row in rows]
        return found

    def merge(self, kept: Counterpart, other_id: int) -> Counterpart:
        """Make one of two: what is kept about the other goes over to ``kept``, whose fields stand, and the other goes.

        Empty fields of ``kept`` are filled from the other; a row that both have is kept once. Returns the result as
        stored. Raises :class:`KnownError` when one of them is not there (any more).
        """
        other = self.get(other_id)
        if other is None or not kept.id or kept.id == other_id:
            raise _gone(other_id)
        filled = {
            name: getattr(other, name)
            for name in _COLUMNS
            if name != "notes" and getattr(kept, name) == "" and getattr(other, name)
        }
        notes = "\n".join(dict.fromkeys(part for part in (kept.notes, other.notes) if part))
        stored = self.save(replace(kept, notes=notes, **filled))
        with self._database.transaction() as connection:
            for table in self._tables():
                connection.execute(
                    f"UPDATE OR IGNORE {table} SET counterpart_id = ? WHERE counterpart_id = ?", [stored.id, other_id]
                )
            connection.execute("DELETE FROM counterpart WHERE id = ?", [other_id])
        self._database.scrub()
        return stored

    def erase(self, counterpart_id: int) -> dict[str, int]:
        """Remove the counterpart and everything kept about it; return what that was, as :meth:`held` does."""
        gone = self.held(counterpart_id)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM counterpart WHERE id = ?", [counterpart_id])
        self._database.scrub()
        return gone

    def due_for_erasure(self, today: date) -> list[Counterpart]:
        """Return the counterparts whose day of erasure has come, the longest overdue first."""
        due = [one for one in self.all() if one.retain_until and one.retain_until <= today.isoformat()]
        return sorted(due, key=lambda one: one.retain_until)

    def _tables(self) -> list[str]:
        """The tables with rows of counterparts: those with a reference that erases them too."""
        rows = self._database.query(
            "SELECT m.name AS name FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f"
            " WHERE m.type = 'table' AND f.\"table\" = 'counterpart' AND f.\"from\" = 'counterpart_id' ORDER BY m.name"
        )
        return [row["name"] for row in rows]


_CHILDREN = {"deal_offer": "deal", "deal_term": "deal", "deal_note": "deal", "deal_part": "deal"}
"""Tables whose rows belong to a row of another, by that table's name."""

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


def _searched(one: Counterpart) -> str:
    parts = (one.given_name, one.family_name, one.company, one.city, one.country, one.email, one.phone, one.notes)
    # Family name first as well: 王芳 and "Wang Fang" are found as they are written there.
    return " ".join((*parts, one.family_name + one.given_name, f"{one.family_name} {one.given_name}")).casefold()


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    return {key: value for key in row.keys() if not isinstance(value := row[key], bytes)}  # noqa: SIM118 - a Row


def _gone(counterpart_id: int) -> KnownError:
    return KnownError(
        N_("There is no counterpart {id} (any more)."),
        N_("List them with “dragoman counterpart list”."),
        id=counterpart_id,
    )
