"""Translation memory: sentences the user accepted or put right, recalled before any model runs."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.translation.model import Check, LanguagePair
from dragoman.translation.pairs import normal_pair, pair_key
from dragoman.translation.safe_files import MAX_TEXT, clean_text
from dragoman.translation.similarity import SignatureIndex, sentence_key, signature, similarity, skeleton
from dragoman.translation.substitute import with_figures_of
from dragoman.translation.tmx import Unit

FUZZY_THRESHOLD = 0.7
"""Least similarity that is offered; below it, reading the old sentence costs more than it saves."""

_Value = TypeVar("_Value")

_CANDIDATES = 128
_CHUNK = 400
_COLUMNS = "id, source_language, target_language, counterpart_id, source, target, how, updated_at"


class MatchKind(StrEnum):
    """How a remembered sentence answers for a new one."""

    EXACT = "exact"
    FIGURES = "figures"
    FUZZY = "fuzzy"


class How(StrEnum):
    """How a sentence came into the memory."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """One remembered sentence; ``counterpart_id`` is None where it serves everybody. ``updated_at`` is ISO, UTC."""

    id: int
    pair: LanguagePair
    source: str
    target: str
    counterpart_id: int | None
    how: How
    updated_at: str


@dataclass(frozen=True, slots=True)
class MemoryHit:
    """A remembered sentence for a new one. ``target`` is what to offer: the entry's own, or with the new figures.

    ``score`` lies in 0 to 1, 1 only for an exact match. ``checks`` compare the new source with ``target`` (figures and
    fuzzy matches only; an exact one was accepted as it stands).
    """

    entry: MemoryEntry
    score: float
    kind: MatchKind
    target: str
    checks: tuple[Check, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether it may stand in the result without being asked for: the same sentence but for verified figures."""
        return self.kind is not MatchKind.FUZZY


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: entries ``added``, ``known`` before, and ``skipped`` (empty, too long, of another pair)."""

    added: int
    known: int
    skipped: int


class TranslationMemory:
    """The user's remembered sentences. Safe for several threads and windows; every change is durable on return.

    A counterpart's own sentences come before those for everybody; nobody gets those of another counterpart.
    """

    def __init__(self, database: UserDatabase) -> None:
        self._database = database
        self._indexes: dict[str, SignatureIndex] = {}
        self._lock = threading.Lock()

    def remember(
        self,
        source: str,
        target: str,
        pair: LanguagePair,
        counterpart_id: int | None = None,
        *,
        how: How = How.ACCEPTED,
    ) -> MemoryEntry:
        """Keep a sentence and its translation and return the entry; one that is there already becomes the newest.

        Raises :class:`KnownError` when a side is empty or longer than :data:`~dragoman.translation.safe_files.MAX_TEXT`
        characters, or the counterpart is gone.
        """
        unit = Unit(clean_text(source), clean_text(target), pair.source, pair.target)
        if not _is_storable(unit):
            raise KnownError(
                N_("There is no sentence to remember: a side is empty or longer than {limit} characters."),
                N_("Remember one sentence with its translation at a time."),
                limit=MAX_TEXT,
            )
        with self._database.transaction() as connection:
            check_counterpart(connection, counterpart_id)
            entry_id, _known = _store(connection, unit, counterpart_id, how, _now())
            row = connection.execute(f"SELECT {_COLUMNS} FROM memory_entry WHERE id = ?", [entry_id]).fetchone()
        return _entry(row)

    def exact(self, source: str, pair: LanguagePair, counterpart_id: int | None = None) -> MemoryHit | None:
        """Return the translation of this very sentence, blanks aside, None when it is not remembered."""
        found = self._exact([source], pair, counterpart_id)
        return found.get(_key(source))

    def certain(
        self, sources: Sequence[str], pair: LanguagePair, counterpart_id: int | None = None
    ) -> list[MemoryHit | None]:
        """Return, for each of ``sources``, the exact match or one that differs in verified figures only, else None.

        This is what a translation asks before its engine: a few queries for a whole batch of sentences.
        """
        found = self._exact(sources, pair, counterpart_id)
        open_ = {key: text for text in sources if (key := _key(text)) not in found and _has_digit(key)}
        if open_:
            found.update(self._with_figures(open_, pair, counterpart_id))
        return [found.get(_key(text)) for text in sources]

    def recall(
        self,
        source: str,
        pair: LanguagePair,
        counterpart_id: int | None = None,
        *,
        limit: int = 5,
        threshold: float = FUZZY_THRESHOLD,
    ) -> list[MemoryHit]:
        """Return what is remembered for ``source``, best first: by score, the counterpart's own, then the newest."""
        wanted = _key(source)
        if not wanted:
            return []
        index = self._index(pair)
        # Letter pairs are lost faster than letters, about two for each: half the likeness is a safe first sieve.
        at_least = max(0.0, 2 * threshold - 1) * 0.8
        ids = index.nearest(signature(wanted), (0, counterpart_id or 0), _CANDIDATES, at_least)
        rows = self._database.query(
            f"SELECT {_COLUMNS} FROM memory_entry WHERE id IN ({_marks(ids)}) AND {_VISIBLE}", [*ids, counterpart_id]
        )
        scored = [(similarity(wanted, row["source"]), row) for row in rows]
        scored = [pair_ for pair_ in scored if pair_[0] >= threshold]
        scored.sort(key=lambda scored_row: (scored_row[0], *_rank(scored_row[1], pair)), reverse=True)
        hits = [_hit(wanted, _entry(row), score, pair) for score, row in scored[: 2 * limit]]
        hits.sort(key=lambda hit: -hit.score)
        return hits[:limit]

    def entries(
        self,
        pair: LanguagePair | None = None,
        counterpart_id: int | None = None,
        *,
        only_counterpart: bool = False,
        query: str = "",
        limit: int | None = None,
    ) -> list[MemoryEntry]:
        """Return entries, the newest first; of every counterpart and pair unless given.

        ``only_counterpart`` keeps those of ``counterpart_id`` alone (None: those for everybody); ``query`` keeps those
        with that text on either side, whatever its case (SQLite: of ASCII letters).
        """
        where, values = _filter(pair, counterpart_id, only_counterpart)
        if query:
            where += " AND (source LIKE ? ESCAPE '\\' OR target LIKE ? ESCAPE '\\')"
            escaped = query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            values += [f"%{escaped}%"] * 2
        rows = self._database.query(
            f"SELECT {_COLUMNS} FROM memory_entry WHERE {where} ORDER BY updated_at DESC, id DESC LIMIT ?",
            [*values, -1 if limit is None else limit],
        )
        return [_entry(row) for row in rows]

    def counts(self) -> dict[tuple[LanguagePair, int | None], int]:
        """Return the number of entries by language pair and counterpart (None: for everybody)."""
        rows = self._database.query(
            """SELECT source_language, target_language, counterpart_id, count(*) AS number FROM memory_entry
            GROUP BY source_language, target_language, counterpart_id ORDER BY number DESC"""
        )
        return {
            (LanguagePair(row["source_language"], row["target_language"]), row["counterpart_id"]): int(row["number"])
            for row in rows
        }

    def delete(self, ids: Iterable[int]) -> int:
        """Forget these entries and return how many there were."""
        return self._delete([("id = ?", [number]) for number in ids])

    def clear(
        self, pair: LanguagePair | None = None, counterpart_id: int | None = None, *, only_counterpart: bool = False
    ) -> int:
        """Forget everything that :meth:`entries` with the same arguments returns; return how many there were."""
        return self._delete([_filter(pair, counterpart_id, only_counterpart)])

    def import_file(
        self, path: Path, pair: LanguagePair | None = None, counterpart_id: int | None = None
    ) -> ImportReport:
        """Take in a TMX or CSV file, all of it or nothing; with ``pair`` only that direction.

        A CSV without languages of its own needs ``pair``. Raises :class:`KnownError` for a file that cannot be used.
        """
        from dragoman.translation.exchange import read_units

        units, skipped = read_units(path, pair)
        added = known = 0
        now = _now()
        with self._database.transaction() as connection:
            check_counterpart(connection, counterpart_id)
            for unit in units:
                if not _is_storable(unit) or normal_pair(unit.pair) is None:
                    skipped += 1
                    continue
                _id, was_known = _store(connection, unit, counterpart_id, How.IMPORTED, unit.changed or now)
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
        """Write entries as TMX 1.4 or CSV, as the file's ending says, and return their number.

        The file names no counterpart. What stood at ``path`` is replaced only once the new file is complete.
        """
        from dragoman.translation.exchange import write_units

        entries = self.entries(pair, counterpart_id, only_counterpart=only_counterpart)
        units = [Unit(e.source, e.target, e.pair.source, e.pair.target, e.updated_at) for e in reversed(entries)]
        write_units(path, units)
        return len(units)

    def warm_up(self, pair: LanguagePair) -> None:
        """Read the signatures of a pair, so that the first recall does not wait for them."""
        self._index(pair)

    def _exact(self, sources: Sequence[str], pair: LanguagePair, counterpart_id: int | None) -> dict[str, MemoryHit]:
        keys = list(dict.fromkeys(_key(text) for text in sources))
        found: dict[str, sqlite3.Row] = {}
        for chunk in _chunks(keys):
            rows = self._database.query(
                f"""SELECT source_key, {_COLUMNS} FROM memory_entry
                WHERE pair = ? AND source_key IN ({_marks(chunk)}) AND {_VISIBLE}""",
                [pair_key(pair), *chunk, counterpart_id],
            )
            for row in rows:
                best = found.get(row["source_key"])
                if best is None or _rank(row, pair) > _rank(best, pair):
                    found[row["source_key"]] = row
        return {key: MemoryHit(_entry(row), 1.0, MatchKind.EXACT, row["target"]) for key, row in found.items()}

    def _with_figures(
        self, open_: dict[str, str], pair: LanguagePair, counterpart_id: int | None
    ) -> dict[str, MemoryHit]:
        wanted: dict[bytes, list[str]] = {}
        for key in open_:
            wanted.setdefault(signature(key), []).append(key)
        found: dict[str, MemoryHit] = {}
        for chunk in _chunks(list(wanted)):
            rows = self._database.query(
                f"""SELECT signature, {_COLUMNS} FROM memory_entry
                WHERE pair = ? AND signature IN ({_marks(chunk)}) AND {_VISIBLE}""",
                [pair_key(pair), *chunk, counterpart_id],
            )
            rows.sort(key=lambda row: _rank(row, pair), reverse=True)
            for row in rows[: _CANDIDATES * len(chunk)]:
                for key in wanted[row["signature"]]:
                    if key not in found and skeleton(key) == skeleton(row["source"]):
                        hit = _hit(key, _entry(row), 1.0, pair)
                        if hit.is_certain:
                            found[key] = hit
        return found

    def _index(self, pair: LanguagePair) -> SignatureIndex:
        key = pair_key(pair)
        with self._lock:
            index = self._indexes.setdefault(key, SignatureIndex())
        rows = self._database.query(
            "SELECT id, ifnull(counterpart_id, 0), signature FROM memory_entry WHERE pair = ? AND id > ? ORDER BY id",
            [key, index.last],
        )
        index.add((row[0], row[1], row[2]) for row in rows)
        return index

    def _delete(self, filters: Iterable[tuple[str, list[object]]]) -> int:
        number = 0
        with self._database.transaction() as connection:
            for where, values in filters:
                number += connection.execute(f"DELETE FROM memory_entry WHERE {where}", values).rowcount
        if number:
            self._database.scrub()
        return number


_VISIBLE = "(counterpart_id IS NULL OR counterpart_id = ?)"


def _filter(pair: LanguagePair | None, counterpart_id: int | None, only_counterpart: bool) -> tuple[str, list[object]]:
    where, values = ["1"], list[object]()
    if pair is not None:
        where.append("pair = ?")
        values.append(pair_key(pair))
    if only_counterpart or counterpart_id is not None:
        where.append("counterpart_id IS ?")
        values.append(counterpart_id)
    return " AND ".join(where), values


def _store(
    connection: sqlite3.Connection, unit: Unit, counterpart_id: int | None, how: How, when: str
) -> tuple[int, bool]:
    """Insert or renew an entry; return its id and whether it was known."""
    pair = normal_pair(unit.pair) or unit.pair
    key = sentence_key(unit.source)
    row = connection.execute(
        """SELECT id FROM memory_entry
        WHERE pair = ? AND source_key = ? AND target = ? AND ifnull(counterpart_id, 0) = ?""",
        [pair_key(pair), key, unit.target, counterpart_id or 0],
    ).fetchone()
    if row is not None:
        connection.execute(
            """UPDATE memory_entry SET updated_at = max(updated_at, ?), how = iif(? = 'imported', how, ?)
            WHERE id = ?""",
            [when, how, how, row[0]],
        )
        return int(row[0]), True
    cursor = connection.execute(
        """INSERT INTO memory_entry (pair, source_language, target_language, counterpart_id, source, source_key,
        target, how, signature, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            pair_key(pair),
            pair.source,
            pair.target,
            counterpart_id,
            unit.source,
            key,
            unit.target,
            how,
            signature(key),
            when,
        ],
    )
    return int(cursor.lastrowid or 0), False


def check_counterpart(connection: sqlite3.Connection, counterpart_id: int | None) -> None:
    """Raise :class:`KnownError` unless ``counterpart_id`` is None or that of a counterpart in the database."""
    if counterpart_id is None:
        return
    if connection.execute("SELECT 1 FROM counterpart WHERE id = ?", [counterpart_id]).fetchone() is None:
        raise KnownError(
            N_("There is no counterpart with the number {number}."),
            N_("Choose one that is in your list. Nothing was changed."),
            number=counterpart_id,
        )


def _hit(wanted: str, entry: MemoryEntry, score: float, pair: LanguagePair) -> MemoryHit:
    from dragoman.translation.check import check

    if wanted == sentence_key(entry.source):
        return MemoryHit(entry, 1.0, MatchKind.EXACT, entry.target)
    target = with_figures_of(wanted, entry.source, entry.target, pair)
    is_same = target is not None and skeleton(wanted) == skeleton(entry.source)
    offered = entry.target if target is None else target
    checks = check(wanted, offered, pair.source, pair.target)
    if is_same:
        return MemoryHit(entry, 0.99, MatchKind.FIGURES, offered, checks)
    if any(one.status.is_alarm for one in checks):
        # A figure to be put right by hand is more work than a letter.
        score -= 0.05
    return MemoryHit(entry, min(score, 0.98), MatchKind.FUZZY, offered, checks)


def _rank(row: sqlite3.Row, pair: LanguagePair) -> tuple[bool, bool, str, int]:
    return (
        row["counterpart_id"] is not None,
        row["target_language"] == pair.target,
        str(row["updated_at"]),
        int(row["id"]),
    )


def _entry(row: sqlite3.Row) -> MemoryEntry:
    return MemoryEntry(
        row["id"],
        LanguagePair(row["source_language"], row["target_language"]),
        row["source"],
        row["target"],
        row["counterpart_id"],
        How(row["how"]),
        row["updated_at"],
    )


def _is_storable(unit: Unit) -> bool:
    return bool(unit.source and unit.target) and max(len(unit.source), len(unit.target)) <= MAX_TEXT


def _key(text: str) -> str:
    return sentence_key(clean_text(text))


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _chunks(values: Sequence[_Value]) -> Iterable[Sequence[_Value]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
