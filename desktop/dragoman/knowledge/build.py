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
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from dragoman.knowledge.inputs import DATABASE_NAME, Inputs, resource_folder

HASH_KEY = "content_hash"
FAULTS_KEY = "faulty_cards"
_LOCK_SECONDS = 180


def ensure_built(path: Path, folder: Path | None = None, *, strict: bool = True) -> bool:
    """Build the database at ``path`` unless it already holds what its inputs say; return whether it was built.

    ``folder`` holds the tables and cards (the package's own by default). Safe against several processes at once. A
    half-written file is never seen: the database is built beside its place and renamed. Raises :class:`ValueError`
    naming every fault when a table is wrong, and when a market card is, unless ``strict`` is off: then such a card is
    left out, so that a card being written does not stop the program in a checkout. The old database stays on failure.
    """
    inputs = Inputs(folder or resource_folder())
    if _is_good(path, inputs.content_hash(), strict=strict):
        os.utime(path)  # newer than every input again: the cheap check by date holds until one changes
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with _lock(path):
        wanted = inputs.content_hash()
        if _is_good(path, wanted, strict=strict):
            return False
        from dragoman.knowledge.cards import load_cards
        from dragoman.knowledge.compile import compile_database

        cards, faults = load_cards(inputs.card_paths)
        if faults and strict:
            raise ValueError("Market cards break the rules of docs/market-cards.md:\n  " + "\n  ".join(faults))
        handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            compile_database(temporary, inputs, cards, {HASH_KEY: wanted, FAULTS_KEY: "\n".join(faults)})
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return True


def is_current(path: Path, folder: Path | None = None, *, strict: bool = True) -> bool:
    """Return whether the database at ``path`` was built from the inputs as they are, all cards included."""
    return _is_good(path, Inputs(folder or resource_folder()).content_hash(), strict=strict)


def _is_good(path: Path, wanted: str, *, strict: bool) -> bool:
    meta = _stored_meta(path)
    return meta.get(HASH_KEY) == wanted and not (strict and meta.get(FAULTS_KEY))


def _stored_meta(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.DatabaseError:
        return {}


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
