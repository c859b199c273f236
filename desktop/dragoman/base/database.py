"""The user's database: one SQLite file, migrated in order, safe against a kill at any instant."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

SCHEMA_VERSION = 1
"""Number of migrations in :mod:`dragoman.base.migrations`, kept in the file as ``PRAGMA user_version``."""


class UserDatabase:
    """Connections to the user's database, one per thread.

    The file is created and migrated at the first connection. Writes are durable once :meth:`transaction` has
    left its block (write-ahead log, ``synchronous=FULL``).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._migrating = threading.Lock()
        self._ready = False

    @property
    def connection(self) -> sqlite3.Connection:
        """The calling thread's connection. Raises :class:`KnownError` when the file cannot be used."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._open()
            self._local.connection = connection
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block wrote, or nothing of it. Takes the write lock at once, so it cannot deadlock."""
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            _roll_back(connection)
            raise _known(error, self.path) from error
        except BaseException:
            _roll_back(connection)
            raise

    def close(self) -> None:
        """Close the calling thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
            connection.row_factory = sqlite3.Row
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                connection.close()
                raise KnownError(
                    N_("Your data in {path} was written by a newer version of Dragoman."),
                    N_("Update Dragoman, or set DRAGOMAN_HOME to another folder. Nothing was changed."),
                    path=self.path,
                )
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
            # What is erased is overwritten, not only unlinked: removal of a person must remove the bytes.
            connection.execute("PRAGMA secure_delete=ON")
            if version < SCHEMA_VERSION:
                self._migrate(connection, version)
        except (sqlite3.DatabaseError, OSError) as error:
            raise _known(error, self.path) from error
        return connection

    def _migrate(self, connection: sqlite3.Connection, version: int) -> None:
        # sqlite_utils takes a third of a second to import: only on the first start and after an update.
        from dragoman.base.migrations import migrate

        with self._migrating:
            if version:
                backup = self.path.with_name(f"{self.path.stem}.before-v{SCHEMA_VERSION}{self.path.suffix}")
                with sqlite3.connect(backup) as copy:
                    connection.backup(copy)
                copy.close()
            migrate(connection, SCHEMA_VERSION)


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _known(error: Exception, path: Path) -> KnownError:
    reason = str(error)
    if "full" in reason or "No space" in reason:
        return KnownError(
            N_("The disk is full: the last change to {path} could not be saved."),
            N_("Free some space and try again. Everything saved before is intact."),
            path=path,
        )
    if "locked" in reason or "busy" in reason:
        return KnownError(
            N_("Another program is using {path}."),
            N_("Close other windows of Dragoman and try again. Nothing was changed."),
            path=path,
        )
    if "not a database" in reason or "malformed" in reason:
        return KnownError(
            N_("{path} is damaged and cannot be read."),
            N_("Move the file away or restore a copy of it; Dragoman then starts with a new one."),
            path=path,
        )
    return KnownError(
        N_("Your data in {path} cannot be opened: {reason}."),
        N_("Check that the folder exists and that you may write to it, or set DRAGOMAN_HOME to another folder."),
        path=path,
        reason=reason,
    )
