"""What the user translated last, and the language pair last used with each counterpart."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dragoman.base.database import UserDatabase
from dragoman.base.text import bare
from dragoman.translation.model import LanguagePair

LIMIT = 2000
"""Entries kept beside the favourites; the oldest go first."""

_MAX_CHARACTERS = 200_000
_SEARCHED_CHARACTERS = 20_000
_SAME_TYPING = timedelta(minutes=2)
_SETTING = "translation_history"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One text and its translation; ``updated_at`` is ISO, UTC. ``counterpart_id`` is None for nobody in particular."""

    id: int
    pair: LanguagePair
    source: str
    target: str
    counterpart_id: int | None
    is_favourite: bool
    updated_at: str


class History:
    """The texts translated last, in the user's database. Safe for several threads and windows."""

    def __init__(self, database: UserDatabase) -> None:
        self._database = database

    @property
    def is_on(self) -> bool:
        """Whether new texts are kept. On unless switched off."""
        rows = self._database.query("SELECT value FROM setting WHERE key = ?", [_SETTING])
        return not rows or rows[0]["value"] != "false"

    def switch(self, *, on: bool) -> None:
        """Keep new texts from now on, or none; what is there stays until :meth:`clear`."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [_SETTING, "true" if on else "false"],
            )

    def add(
        self, source: str, target: str, pair: LanguagePair, counterpart_id: int | None = None
    ) -> HistoryEntry | None:
        """Keep a text with its translation and return the entry; None when the history is off or the text is blank.

        A text that goes on from the newest entry within two minutes replaces it, and one that is there already becomes
        the newest. Texts of more than 200,000 characters on a side are not kept.
        """
        source, target = (side.encode("utf-8", "replace").decode("utf-8") for side in (source, target))
        if not source.strip() or max(len(source), len(target)) > _MAX_CHARACTERS or not self.is_on:
            return None
        now = datetime.now(UTC)
        with self._database.transaction() as connection:
            if not _is_there(connection, counterpart_id):
                counterpart_id = None
            values = [pair.source, pair.target, counterpart_id, source, target, _folded(source, target), _iso(now)]
            number = _continued(connection, source, pair, counterpart_id, now)
            if number is None:
                cursor = connection.execute(
                    """INSERT INTO history_entry
                    (source_language, target_language, counterpart_id, source, target, folded, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)""",
                    values,
                )
                number = int(cursor.lastrowid or 0)
                connection.execute(
                    """DELETE FROM history_entry WHERE favourite = 0 AND id NOT IN (
                    SELECT id FROM history_entry WHERE favourite = 0 ORDER BY updated_at DESC, id DESC LIMIT ?)""",
                    [LIMIT],
                )
            else:
                connection.execute(
                    """UPDATE history_entry SET source_language = ?, target_language = ?, counterpart_id = ?,
                    source = ?, target = ?, folded = ?, updated_at = ? WHERE id = ?""",
                    [*values, number],
                )
            row = connection.execute("SELECT * FROM history_entry WHERE id = ?", [number]).fetchone()
        return _entry(row)

    def entries(
        self,
        query: str = "",
        *,
        counterpart_id: int | None = None,
        only_favourites: bool = False,
        limit: int = 100,
    ) -> list[HistoryEntry]:
        """Return entries, the newest first; all words of ``query`` must occur in them, case and accents aside.

        With a counterpart only theirs. Of very long texts the first 20,000 characters are searched.
        """
        where, values = ["1"], list[object]()
        for word in bare(query).split():
            where.append("instr(folded, ?) > 0")
            values.append(word)
        if counterpart_id is not None:
            where.append("counterpart_id = ?")
            values.append(counterpart_id)
        if only_favourites:
            where.append("favourite = 1")
        rows = self._database.query(
            f"SELECT * FROM history_entry WHERE {' AND '.join(where)} ORDER BY updated_at DESC, id DESC LIMIT ?",
            [*values, limit],
        )
        return [_entry(row) for row in rows]

    def set_favourite(self, entry_id: int, *, favourite: bool) -> None:
        """Mark an entry to be kept for good, or no longer."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE history_entry SET favourite = ? WHERE id = ?", [favourite, entry_id])

    def delete(self, entry_id: int) -> None:
        """Remove one entry, a favourite too."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM history_entry WHERE id = ?", [entry_id])
        self._database.scrub()

    def clear(self, *, favourites: bool = False) -> int:
        """Remove every entry but the favourites, or these too; return how many went."""
        where = "1" if favourites else "favourite = 0"
        with self._database.transaction() as connection:
            number = connection.execute(f"DELETE FROM history_entry WHERE {where}").rowcount
        self._database.scrub()
        return number

    def remember_pair(self, pair: LanguagePair, counterpart_id: int | None = None) -> None:
        """Keep the pair as the one last used with the counterpart, or with nobody in particular."""
        with self._database.transaction() as connection:
            if not _is_there(connection, counterpart_id):
                return
            connection.execute("DELETE FROM language_pair WHERE ifnull(counterpart_id, 0) = ?", [counterpart_id or 0])
            connection.execute(
                "INSERT INTO language_pair (counterpart_id, source_language, target_language) VALUES (?, ?, ?)",
                [counterpart_id, pair.source, pair.target],
            )

    def pair_for(self, counterpart_id: int | None = None) -> LanguagePair | None:
        """Return the pair last used with the counterpart, or with nobody in particular; None when there is none."""
        rows = self._database.query(
            "SELECT * FROM language_pair WHERE ifnull(counterpart_id, 0) = ?", [counterpart_id or 0]
        )
        return LanguagePair(rows[0]["source_language"], rows[0]["target_language"]) if rows else None


def _continued(
    connection: sqlite3.Connection, source: str, pair: LanguagePair, counterpart_id: int | None, now: datetime
) -> int | None:
    """Return the entry that ``source`` takes the place of, None when it is a text of its own."""
    where = "source_language = ? AND target_language = ? AND counterpart_id IS ?"
    key = [pair.source, pair.target, counterpart_id]
    same = connection.execute(f"SELECT id FROM history_entry WHERE {where} AND source = ?", [*key, source]).fetchone()
    if same is not None:
        return int(same[0])
    last = connection.execute("SELECT * FROM history_entry ORDER BY updated_at DESC, id DESC LIMIT 1").fetchone()
    if last is None or last["favourite"] or now - datetime.fromisoformat(last["updated_at"]) > _SAME_TYPING:
        return None
    if [last["source_language"], last["target_language"], last["counterpart_id"]] != key:
        return None
    before = last["source"].rstrip()
    goes_on = source.startswith(before) or before.startswith(source.rstrip())
    return int(last["id"]) if goes_on else None


def _is_there(connection: sqlite3.Connection, counterpart_id: int | None) -> bool:
    if counterpart_id is None:
        return True
    return connection.execute("SELECT 1 FROM counterpart WHERE id = ?", [counterpart_id]).fetchone() is not None


def _entry(row: sqlite3.Row) -> HistoryEntry:
    return HistoryEntry(
        row["id"],
        LanguagePair(row["source_language"], row["target_language"]),
        row["source"],
        row["target"],
        row["counterpart_id"],
        bool(row["favourite"]),
        row["updated_at"],
    )


def _folded(source: str, target: str) -> str:
    return "\n".join(bare(side[:_SEARCHED_CHARACTERS]) for side in (source, target))


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="microseconds")
