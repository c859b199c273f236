"""The user's own notes on countries, kept in their database: an update of the knowledge base leaves them alone."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

LONGEST_NOTE = 20_000
"""Characters; a note is a page, not an archive."""


@dataclass(frozen=True, slots=True)
class CountryNote:
    """One note; ``updated`` is an aware UTC time."""

    iso2: str
    text: str
    updated: datetime


class CountryNotes:
    """Reads and writes one note per country."""

    def __init__(self, database: UserDatabase) -> None:
        self._database = database

    def note(self, iso2: str) -> CountryNote | None:
        """Return the note on a country (alpha-2 code), None where there is none."""
        rows = self._database.query("SELECT * FROM country_note WHERE iso2 = ?", (iso2.upper(),))
        return _note(rows[0]) if rows else None

    def notes(self) -> tuple[CountryNote, ...]:
        """Return all notes, by country code."""
        return tuple(_note(row) for row in self._database.query("SELECT * FROM country_note ORDER BY iso2"))

    def keep(self, iso2: str, text: str) -> CountryNote | None:
        """Store ``text`` as the note on a country and return it; an empty text removes the note.

        Raises :class:`KnownError` when the text is too long; the note stays as it was.
        """
        kept = text.strip()
        if len(kept) > LONGEST_NOTE:
            raise KnownError(
                N_("The note is {n} characters long; {most} fit."),
                N_("Shorten it. The note that was there is unchanged."),
                n=len(kept),
                most=LONGEST_NOTE,
            )
        with self._database.transaction() as connection:
            if kept:
                connection.execute(
                    "INSERT INTO country_note (iso2, text, updated) VALUES (?, ?, ?)"
                    " ON CONFLICT (iso2) DO UPDATE SET text = excluded.text, updated = excluded.updated",
                    (iso2.upper(), kept, datetime.now(UTC).isoformat()),
                )
            else:
                connection.execute("DELETE FROM country_note WHERE iso2 = ?", (iso2.upper(),))
        return self.note(iso2)


def _note(row: sqlite3.Row) -> CountryNote:
    return CountryNote(row["iso2"], row["text"], datetime.fromisoformat(row["updated"]))
