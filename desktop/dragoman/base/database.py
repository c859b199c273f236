"""The user's database: one SQLite file, migrated in order, safe against a kill at any instant."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

SCHEMA_VERSION = 7
"""Number of migrations in :mod:`dragoman.base.migrations`, kept in the file as ``PRAGMA user_version``."""

_PATIENCE_SECONDS = 10
"""How long to wait for another window that is writing."""


class UserDatabase:
    """Connections to the user's database, one per thread.

    The file is created and migrated at the first connection. Writes are durable once :meth:`transaction` has
    left its block (write-ahead log, ``synchronous=FULL``).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """The calling thread's connection. Raises :class:`KnownError` when the file cannot be used."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._open()
            self._local.connection = connection
        return connection

    def query(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[sqlite3.Row]:
        """Return all rows of a SELECT. Raises :class:`KnownError` when the file cannot be read."""
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            if known := storage_error(error, self.path):
                raise known from error
            raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block wrote, or nothing of it. Takes the write lock at once, so it cannot deadlock."""
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            _roll_back(connection)
            if known := storage_error(error, self.path):
                raise known from error
            raise
        except BaseException:
            _roll_back(connection)
            raise

    def scrub(self) -> None:
        """Take what was erased out of the write-ahead log too, where a copy of it outlives the transaction.

        While another connection reads, its copy stays until the next checkpoint.
        """
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close the calling thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=_PATIENCE_SECONDS, isolation_level=None)
        except (sqlite3.DatabaseError, OSError) as error:
            raise storage_error(error, self.path) or error from error
        try:
            self._prepare(connection)
        except BaseException as error:
            connection.close()
            if known := storage_error(error, self.path):
                raise known from error
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        version = _version(connection)
        if version > SCHEMA_VERSION:
            raise KnownError(
                N_("Your data in {path} was written by a newer version of Dragoman."),
                N_("Update Dragoman, or set DRAGOMAN_HOME to another folder. Nothing was changed."),
                path=self.path,
            )
        _use_write_ahead_log(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        # What is erased is overwritten, not only unlinked: removal of a person must remove the bytes.
        connection.execute("PRAGMA secure_delete=ON")
        if version < SCHEMA_VERSION:
            self._migrate(connection)

    def _migrate(self, connection: sqlite3.Connection) -> None:
        # sqlite_utils takes a third of a second to import: only on the first start and after an update.
        from dragoman.base.migrations import migrate

        try:
            # Two windows may start at once: the second waits here, and finds the work done.
            connection.execute("BEGIN IMMEDIATE")
            version = _version(connection)
            if 0 < version < SCHEMA_VERSION:
                backup = self.path.with_name(f"{self.path.stem}.before-v{SCHEMA_VERSION}{self.path.suffix}")
                with closing(sqlite3.connect(backup)) as copy, closing(sqlite3.connect(self.path)) as original:
                    original.backup(copy)
            if version < SCHEMA_VERSION:
                migrate(connection, SCHEMA_VERSION)
            connection.execute("COMMIT")
        finally:
            _roll_back(connection)


def storage_error(error: BaseException, path: Path) -> KnownError | None:
    """Return the known error behind a failure to read or write the database ``path``; None when it is a bug."""
    if isinstance(error, OSError):
        return _unusable(path, error.strerror or str(error))
    if not isinstance(error, sqlite3.DatabaseError):
        return None
    # The low byte is the primary result code (https://sqlite.org/rescode.html).
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return KnownError(
            N_("The disk is full: the last change to {path} could not be saved."),
            N_("Free some space and try again. Everything saved before is intact."),
            path=path,
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return KnownError(
            N_("Another program is using {path}."),
            N_("Close other windows of Dragoman and try again. Nothing was changed."),
            path=path,
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return KnownError(
            N_("{path} is damaged and cannot be read."),
            N_("Move the file away or restore a copy of it; Dragoman then starts with a new one."),
            path=path,
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY):
        return _unusable(path, str(error))
    return None


def _unusable(path: Path, reason: str) -> KnownError:
    return KnownError(
        N_("Your data in {path} cannot be opened: {reason}."),
        N_("Check that the folder exists and that you may write to it, or set DRAGOMAN_HOME to another folder."),
        path=path,
        reason=reason,
    )


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch the file over, once in its life. SQLite does not wait for other connections here as it does elsewhere."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.005)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
