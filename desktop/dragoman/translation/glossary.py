"""The user's glossary, per counterpart and for everybody, over the shipped one."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.translation.memory import ImportReport, check_counterpart
from dragoman.translation.model import LanguagePair
from dragoman.translation.pairs import normal_pair, pair_key
from dragoman.translation.safe_files import MAX_TEXT, clean_text
from dragoman.translation.tbx import TermRecord
from dragoman.translation.terms import Glossary, Layer, TermEntry

_COMPILED = 6


@dataclass(frozen=True, slots=True)
class StoredTerm:
    """A term the user keeps; ``counterpart_id`` is None where it serves everybody. ``updated_at`` is ISO, UTC."""

    id: int
    term: TermRecord
    counterpart_id: int | None
    updated_at: str


class GlossaryStore:
    """Adds, lists and removes the user's terms, and compiles what holds for a translation. Safe for several threads."""

    def __init__(self, database: UserDatabase) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._compiled: dict[tuple[str, int | None], tuple[tuple[int, str], Glossary]] = {}

    def add(self, term: TermRecord, counterpart_id: int | None = None) -> StoredTerm:
        """Keep a term and return it as stored; given again it gets the new note and mark, and is the preferred one.

        Raises :class:`KnownError` without a source or target, for a bad language tag, or when the counterpart is gone.
        """
        cleaned = _cleaned(term)
        if cleaned is None:
            raise KnownError(
                N_("A term needs words on both sides, at most {limit} characters, and two languages."),
                N_("Fill in both sides. Languages are tags such as en or pt-BR."),
                limit=MAX_TEXT,
            )
        with self._database.transaction() as connection:
            check_counterpart(connection, counterpart_id)
            number, _known = _store(connection, cleaned, counterpart_id)
            row = connection.execute("SELECT * FROM glossary_entry WHERE id = ?", [number]).fetchone()
        return _stored(row)

    def remove(self, ids: Iterable[int]) -> int:
        """Remove these terms and return how many there were."""
        number = 0
        with self._database.transaction() as connection:
            for one in ids:
                number += connection.execute("DELETE FROM glossary_entry WHERE id = ?", [one]).rowcount
        if number:
            self._database.scrub()
        return number

    def entries(
        self,
        pair: LanguagePair | None = None,
        counterpart_id: int | None = None,
        *,
        only_counterpart: bool = False,
        query: str = "",
    ) -> list[StoredTerm]:
        """Return the user's terms, the newest first; of every pair and counterpart unless given.

        ``only_counterpart`` keeps those of ``counterpart_id`` alone (None: those for everybody); ``query`` keeps those
        with that text on either side.
        """
        where, values = ["1"], list[object]()
        if pair is not None:
            where.append("pair = ?")
            values.append(pair_key(pair))
        if only_counterpart or counterpart_id is not None:
            where.append("counterpart_id IS ?")
            values.append(counterpart_id)
        rows = self._database.query(
            f"SELECT * FROM glossary_entry WHERE {' AND '.join(where)} ORDER BY updated_at DESC, id DESC", values
        )
        wanted = query.casefold()
        stored = [_stored(row) for row in rows]
        return [one for one in stored if wanted in one.term.source.casefold() or wanted in one.term.target.casefold()]

    def glossary(
        self, pair: LanguagePair, counterpart_id: int | None = None, extra: Sequence[TermRecord] = ()
    ) -> Glossary:
        """Return the terms that hold for a translation, ready to be found in texts.

        ``extra`` beats the counterpart's own, these beat those for everybody, and these the shipped ones. Without
        ``extra`` the result is kept until a term changes.
        """
        key = (f"{pair.source}>{pair.target}", counterpart_id)
        version = self._version(pair)
        with self._lock:
            kept = self._compiled.get(key)
        if kept is not None and kept[0] == version and not extra:
            return kept[1]
        from dragoman.translation.trade_glossary import shipped_terms

        rows = self._database.query(
            """SELECT * FROM glossary_entry WHERE pair = ? AND (counterpart_id IS NULL OR counterpart_id = ?)
            ORDER BY updated_at DESC, id DESC""",
            [pair_key(pair), counterpart_id],
        )
        layers = [
            *(_entry(term, Layer.FILE) for term in extra if _serves(term, pair)),
            *(_entry(_stored(row).term, _layer(row), row["id"]) for row in rows),
            *shipped_terms(pair),
        ]
        compiled = Glossary(layers, pair)
        if not extra:
            with self._lock:
                self._compiled.pop(key, None)
                self._compiled[key] = (version, compiled)
                while len(self._compiled) > _COMPILED:
                    del self._compiled[next(iter(self._compiled))]
        return compiled

    def load_file(self, path: Path, pair: LanguagePair) -> list[TermRecord]:
        """Return the terms of a TBX or CSV file for :meth:`glossary`, storing none. Raises :class:`KnownError`."""
        from dragoman.translation.exchange import read_terms

        terms, _skipped = read_terms(path, pair)
        return terms

    def import_file(
        self, path: Path, pair: LanguagePair | None = None, counterpart_id: int | None = None
    ) -> ImportReport:
        """Take in a TBX or CSV file, all of it or nothing; with ``pair`` only that direction.

        Raises :class:`KnownError` for a file that cannot be used.
        """
        from dragoman.translation.exchange import read_terms

        terms, skipped = read_terms(path, pair)
        added = known = 0
        with self._database.transaction() as connection:
            check_counterpart(connection, counterpart_id)
            # The first of several translations in a file is the preferred one: stored last, it is the newest.
            for term in reversed(terms):
                cleaned = _cleaned(term)
                if cleaned is None:
                    skipped += 1
                    continue
                _number, was_known = _store(connection, cleaned, counterpart_id)
                known += was_known
                added += not was_known
        return ImportReport(added, known, skipped)

    def export_file(
        self,
        path: Path,
        pair: LanguagePair | None = None,
        counterpart_id: int | None = None,
        *,
        only_counterpart: bool = False,
    ) -> int:
        """Write the user's terms as TBX-Basic or CSV, as the file's ending says, and return their number."""
        from dragoman.translation.exchange import write_terms

        terms = [one.term for one in self.entries(pair, counterpart_id, only_counterpart=only_counterpart)]
        write_terms(path, terms)
        return len(terms)

    def _version(self, pair: LanguagePair) -> tuple[int, str]:
        row = self._database.query(
            "SELECT count(*), ifnull(max(updated_at), '') FROM glossary_entry WHERE pair = ?", [pair_key(pair)]
        )[0]
        return int(row[0]), str(row[1])


def _cleaned(term: TermRecord) -> TermRecord | None:
    """Return the term as it is stored, on one line, None when it cannot be."""
    pair = normal_pair(term.pair)
    source, target = (" ".join(clean_text(side).split()) for side in (term.source, term.target))
    if term.keep:
        target = target or source
    if pair is None or not source or not target or max(len(source), len(target)) > MAX_TEXT:
        return None
    return TermRecord(source, target, pair.source, pair.target, term.keep, clean_text(term.note))


def _store(connection: sqlite3.Connection, term: TermRecord, counterpart_id: int | None) -> tuple[int, bool]:
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    row = connection.execute(
        "SELECT id FROM glossary_entry WHERE pair = ? AND source = ? AND target = ? AND ifnull(counterpart_id, 0) = ?",
        [pair_key(term.pair), term.source, term.target, counterpart_id or 0],
    ).fetchone()
    if row is not None:
        connection.execute(
            "UPDATE glossary_entry SET keep = ?, note = ?, updated_at = ? WHERE id = ?",
            [term.keep, term.note, now, row[0]],
        )
        return int(row[0]), True
    cursor = connection.execute(
        """INSERT INTO glossary_entry
        (pair, source_language, target_language, counterpart_id, source, target, keep, note, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            pair_key(term.pair),
            term.source_language,
            term.target_language,
            counterpart_id,
            term.source,
            term.target,
            term.keep,
            term.note,
            now,
        ],
    )
    return int(cursor.lastrowid or 0), False


def _stored(row: sqlite3.Row) -> StoredTerm:
    term = TermRecord(
        row["source"], row["target"], row["source_language"], row["target_language"], bool(row["keep"]), row["note"]
    )
    return StoredTerm(row["id"], term, row["counterpart_id"], row["updated_at"])


def _entry(term: TermRecord, layer: Layer, number: int = 0) -> TermEntry:
    return TermEntry(term.source, term.target, (term.target,), layer, term.keep, term.note, number)


def _layer(row: sqlite3.Row) -> Layer:
    return Layer.USER if row["counterpart_id"] is None else Layer.COUNTERPART


def _serves(term: TermRecord, pair: LanguagePair) -> bool:
    return pair_key(term.pair) == pair_key(pair)
