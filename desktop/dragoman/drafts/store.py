"""Drafts in the user's database, every version of them. What was saved is durable when the call returns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.base.locales import is_right_to_left
from dragoman.drafts.layout import revised
from dragoman.drafts.model import Letter

MAX_VERSIONS = 100
"""Versions of one draft that are kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter in the making, to ``counterpart_id`` (None: to nobody that is kept). Times are in UTC."""

    id: int
    counterpart_id: int | None
    purpose: str
    subject: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """A draft as it was at one time. ``data`` is what the form or the data file held, the rest the letter."""

    id: int
    draft_id: int
    at: datetime
    language: str
    locale: str
    register: str
    data: Mapping[str, Any]
    subject: str
    salutation: str
    body: str
    closing: str


class DraftStore:
    """Keeps drafts with their versions. A counterpart's drafts go when they are erased."""

    def __init__(self, database: UserDatabase) -> None:
        self._database = database

    def all(self, counterpart_id: int | None = None) -> list[Draft]:
        """Return the drafts, of one counterpart where it is named, the one saved last first."""
        where = "" if counterpart_id is None else " WHERE counterpart_id = ?"
        parameters = [] if counterpart_id is None else [counterpart_id]
        rows = self._database.query(f"SELECT * FROM draft{where} ORDER BY updated_at DESC, id DESC", parameters)
        return [_draft(row) for row in rows]

    def get(self, draft_id: int) -> Draft:
        """Return the draft. Raises :class:`KnownError` when it is not there (any more)."""
        rows = self._database.query("SELECT * FROM draft WHERE id = ?", [draft_id])
        if not rows:
            raise _gone(draft_id)
        return _draft(rows[0])

    def save(
        self,
        letter: Letter,
        data: Mapping[str, object],
        *,
        draft_id: int | None = None,
        counterpart_id: int | None = None,
    ) -> Draft:
        """Keep the letter with the JSON values it was made from, as a new draft or as a version of ``draft_id``.

        Saving what is the last version already changes nothing. A draft that was removed meanwhile is kept anew.
        """
        now = _now()
        version = {
            "language": letter.language,
            "locale": letter.locale,
            "register": letter.register,
            "data": json.dumps(_storable(data), ensure_ascii=False, default=str),
            "subject": letter.subject,
            "salutation": letter.salutation,
            "body": letter.body,
            "closing": letter.closing,
        }
        version = {name: _text(value) for name, value in version.items()}
        with self._database.transaction() as connection:
            known = draft_id is not None and connection.execute(
                "UPDATE draft SET purpose = ?, subject = ?, updated_at = ? WHERE id = ?",
                [letter.purpose, version["subject"], now, draft_id],
            )
            if not known or not known.rowcount:
                cursor = connection.execute(
                    "INSERT INTO draft (counterpart_id, purpose, subject, created_at, updated_at)"
                    " VALUES (?, ?, ?, ?, ?)",
                    [counterpart_id, letter.purpose, version["subject"], now, now],
                )
                draft_id = int(cursor.lastrowid or 0)
            assert draft_id is not None
            self._add(connection, draft_id, version, now)
        return self.get(draft_id)

    def versions(self, draft_id: int) -> list[DraftVersion]:
        """Return the versions of a draft, the newest first."""
        rows = self._database.query("SELECT * FROM draft_version WHERE draft_id = ? ORDER BY id DESC", [draft_id])
        return [_version(row) for row in rows]

    def restore(self, version_id: int) -> DraftVersion:
        """Make an earlier version the newest; those between stay. Raises :class:`KnownError` when it is gone."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM draft_version WHERE id = ?", [version_id]).fetchone()
            if row is None:
                raise _gone(version_id)
            now = _now()
            again = {name: row[name] for name in _LETTER_COLUMNS}
            self._add(connection, row["draft_id"], again, now)
            connection.execute(
                "UPDATE draft SET subject = ?, updated_at = ? WHERE id = ?", [row["subject"], now, row["draft_id"]]
            )
        return self.versions(row["draft_id"])[0]

    def erase(self, draft_id: int) -> None:
        """Remove the draft with all its versions."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM draft WHERE id = ?", [draft_id])
        self._database.scrub()

    def _add(self, connection: sqlite3.Connection, draft_id: int, version: Mapping[str, str], now: str) -> None:
        last = connection.execute(
            "SELECT * FROM draft_version WHERE draft_id = ? ORDER BY id DESC LIMIT 1", [draft_id]
        ).fetchone()
        if last is not None and all(last[name] == version[name] for name in _LETTER_COLUMNS):
            return
        connection.execute(
            f"INSERT INTO draft_version (draft_id, at, {', '.join(_LETTER_COLUMNS)})"
            f" VALUES (:draft_id, :at, :{', :'.join(_LETTER_COLUMNS)})",
            {**version, "draft_id": draft_id, "at": now},
        )
        connection.execute(
            "DELETE FROM draft_version WHERE draft_id = ? AND id NOT IN"
            " (SELECT id FROM draft_version WHERE draft_id = ? ORDER BY id DESC LIMIT ?)",
            [draft_id, draft_id, MAX_VERSIONS],
        )


_LETTER_COLUMNS = ("language", "locale", "register", "data", "subject", "salutation", "body", "closing")


def letter_of(draft: Draft, version: DraftVersion) -> Letter:
    """Return the letter as it was saved, without its warnings; a table in it is a list as in plain text."""
    saved = Letter(
        language=version.language,
        locale=version.locale,
        direction="rtl" if is_right_to_left(version.language) else "ltr",
        subject=version.subject,
        salutation=version.salutation,
        body=version.body,
        closing=version.closing,
        text="",
        html="",
        purpose=draft.purpose,
        register=version.register,
    )
    return revised(saved)


def _storable(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _storable(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(entry) for entry in value]
    return value


def _text(value: str) -> str:
    # Half of a surrogate pair, from a broken paste, is no text that could be stored.
    return value.encode("utf-8", "replace").decode("utf-8")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _gone(identifier: int) -> KnownError:
    return KnownError(
        N_("There is no draft {id}."), N_("It may have been removed in another window. List the drafts."), id=identifier
    )


def _draft(row: sqlite3.Row) -> Draft:
    return Draft(
        row["id"],
        row["counterpart_id"],
        row["purpose"],
        row["subject"],
        datetime.fromisoformat(row["created_at"]),
        datetime.fromisoformat(row["updated_at"]),
    )


def _version(row: sqlite3.Row) -> DraftVersion:
    return DraftVersion(
        row["id"],
        row["draft_id"],
        datetime.fromisoformat(row["at"]),
        row["language"],
        row["locale"],
        row["register"],
        json.loads(row["data"]),
        row["subject"],
        row["salutation"],
        row["body"],
        row["closing"],
    )
