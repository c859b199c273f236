"""Build the knowledge database: ``python -m dragoman.knowledge.build [--check]``.

Resources and package data go in, one read-only SQLite file comes out. Needs no network and, besides the standard
library, only babel, holidays, phonenumbers, schwifty, sqlite-utils and tzdata: the wheel is built with no more.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from collections.abc import Iterator
from pathlib import Path

from dragoman.knowledge.inputs import DATABASE_NAME, Inputs, resource_folder

HASH_KEY = "content_hash"
_LOCK_SECONDS = 180


def ensure_built(path: Path, folder: Path | None = None) -> bool:
    """Build the database at ``path`` unless it already holds what its inputs say; return whether it was built.

    ``folder`` holds the tables and cards (the package's own by default). Safe against several processes at once. A
    half-written file is never seen: the database is built beside its place and renamed. Raises :class:`ValueError`
    with every fault found when a table or card is wrong; the old database then stays.
    """
    inputs = Inputs(folder or resource_folder())
    if _stored_hash(path) == inputs.content_hash():
        os.utime(path)
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with _lock(path):
        wanted = inputs.content_hash()
        if _stored_hash(path) == wanted:
            return False
        handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            from dragoman.knowledge.compile import compile_database

            compile_database(temporary, inputs, {HASH_KEY: wanted})
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return True


def is_current(path: Path, folder: Path | None = None) -> bool:
    """Return whether the database at ``path`` was built from the inputs as they are."""
    return _stored_hash(path) == Inputs(folder or resource_folder()).content_hash()


def _stored_hash(path: Path) -> str | None:
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (HASH_KEY,)).fetchone()
    except sqlite3.DatabaseError:
        return None
    return str(row[0]) if row else None


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Let one process build at a time, on every system: SQLite's own lock on a file beside the database."""
    with closing(sqlite3.connect(path.with_name(f"{path.name}.lock"), timeout=_LOCK_SECONDS)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def main(arguments: list[str]) -> int:
    """Build, or with ``--check`` only say whether the database is current (exit code 1 when it is not)."""
    path = resource_folder() / DATABASE_NAME
    if "--check" in arguments:
        current = is_current(path)
        print(f"{path.name}: {'current' if current else 'not current'}")
        return 0 if current else 1
    started = time.perf_counter()
    try:
        built = ensure_built(path)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    seconds = time.perf_counter() - started
    size = path.stat().st_size / 1_000_000
    print(f"{path.name}: {'built' if built else 'current'} in {seconds:.1f} s, {size:.1f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
