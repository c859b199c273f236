"""The user's database survives kills, full disks, damage, other windows and newer versions."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from dragoman.base.database import SCHEMA_VERSION, UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.settings import SettingsStore

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("desktop", "resources"))}

WRITER = """
import sys
from pathlib import Path
from dragoman.base.database import UserDatabase
from dragoman.counterparts.model import Counterpart
from dragoman.counterparts.store import CounterpartStore

store = CounterpartStore(UserDatabase(Path(sys.argv[1])))
for number in range(int(sys.argv[2])):
    person = Counterpart(sys.argv[3], str(number), "Acme", "BR", "America/Sao_Paulo", "pt-BR", notes="x" * 3000)
    store.save(person)
    print(number, flush=True)
"""


@pytest.fixture
def database(tmp_path: Path) -> UserDatabase:
    return UserDatabase(tmp_path / "data" / "dragoman.sqlite3")


def start_writer(path: Path, count: int, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(count), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=ENVIRONMENT)


def stored_numbers(path: Path, name: str) -> set[int]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        rows = connection.execute("SELECT family_name FROM counterpart WHERE given_name = ?", [name])
        return {int(row[0]) for row in rows}


def test_is_created_when_first_used_and_not_before(database: UserDatabase) -> None:
    assert not database.path.parent.exists()
    assert database.connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    assert database.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    database.close()
    assert database.path.is_file()


def test_failed_block_leaves_nothing(database: UserDatabase) -> None:
    def fail() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO setting VALUES ('theme', '\"dark\"')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert database.connection.execute("SELECT count(*) FROM setting").fetchone()[0] == 0
    with database.transaction() as connection:
        connection.execute("INSERT INTO setting VALUES ('theme', '\"dark\"')")
    assert database.connection.execute("SELECT count(*) FROM setting").fetchone()[0] == 1
    database.close()


def test_mistake_in_a_statement_is_not_blamed_on_the_disk(database: UserDatabase) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), database.transaction() as connection:
        connection.execute("SELECT * FROM nonsense")
    assert not database.connection.in_transaction
    database.close()


def test_newer_version_is_refused_and_untouched(database: UserDatabase) -> None:
    SettingsStore(database).update(theme="dark")
    database.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    database.close()
    before = database.path.read_bytes()

    with pytest.raises(KnownError, match="newer version") as caught:
        _ = UserDatabase(database.path).connection

    assert "DRAGOMAN_HOME" in caught.value.remedy
    assert database.path.read_bytes() == before
    assert [path.name for path in database.path.parent.iterdir()] == [database.path.name]


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_damaged_file_is_named_and_untouched(database: UserDatabase, content: bytes) -> None:
    database.path.parent.mkdir(parents=True)
    database.path.write_bytes(content)
    with pytest.raises(KnownError, match="damaged"):
        _ = database.connection
    assert database.path.read_bytes() == content


def test_damage_found_while_writing_is_known(database: UserDatabase) -> None:
    SettingsStore(database).update(own_company="A" * 20000)
    database.close()
    content = bytearray(database.path.read_bytes())
    content[4096:] = random.Random(1).randbytes(len(content) - 4096)
    database.path.write_bytes(content)
    with pytest.raises(KnownError, match="damaged"), database.transaction() as connection:
        connection.execute("INSERT INTO setting VALUES ('theme', '\"dark\"')")
    with pytest.raises(KnownError, match="damaged"):
        SettingsStore(database).load()
    database.close()


def test_full_disk_loses_only_the_last_change(database: UserDatabase) -> None:
    settings = SettingsStore(database)
    settings.update(own_company="Guangzhou Lighting")
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    database.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(KnownError, match="disk is full"):
        settings.update(own_title="x" * 100_000)
    assert settings.load().own_company == "Guangzhou Lighting"
    assert settings.load().own_title == ""
    database.connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    assert settings.update(own_title="Director").own_title == "Director"
    database.close()


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(KnownError, match="cannot be opened"):
        _ = UserDatabase(tmp_path / "data" / "dragoman.sqlite3").connection


@pytest.mark.skipif(os.name == "nt", reason="folders have no write permission of this kind on Windows")
def test_folder_that_may_not_be_written(tmp_path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
if os.geteuid() == 0:
    os.setuid(65534)  # root may write everywhere
try:
    UserDatabase(Path(sys.argv[1]) / "data" / "dragoman.sqlite3").connection
except KnownError as error:
    print(error, "|", error.remedy)
"""
    tmp_path.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, encoding="utf-8", env=ENVIRONMENT, check=True
    )
    assert "cannot be opened: Permission denied" in done.stdout
    assert "DRAGOMAN_HOME" in done.stdout


def test_another_program_that_keeps_the_lock_is_named(database: UserDatabase) -> None:
    _ = database.connection
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        database.connection.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(KnownError, match="Another program"), database.transaction():
            pytest.fail("the block must not run without the lock")
    database.close()


def test_threads_have_their_own_connections(database: UserDatabase) -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for step in range(20):
                with database.transaction() as connection:
                    connection.execute("INSERT INTO setting VALUES (?, '1')", [f"{number}-{step}"])
        except BaseException as error:
            failures.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert database.connection.execute("SELECT count(*) FROM setting").fetchone()[0] == 80
    database.close()


def test_two_programs_start_and_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "data" / "dragoman.sqlite3"
    writers = [start_writer(path, 40, name) for name in ("one", "two")]
    for writer in writers:
        writer.communicate(timeout=50)
        assert writer.returncode == 0
    assert stored_numbers(path, "one") == stored_numbers(path, "two") == set(range(40))


def test_kill_at_any_instant_loses_nothing_committed(database: UserDatabase) -> None:
    _ = database.connection
    database.close()
    chance = random.Random(20260310)
    confirmed_in_all = 0
    for attempt in range(10):
        writer = start_writer(database.path, 100_000, f"run{attempt}")
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.08))
        writer.kill()
        confirmed = [int(line) for line in (first + writer.stdout.read()).splitlines(keepends=True) if line[-1] == "\n"]
        writer.wait()
        writer.stdout.close()
        stored = stored_numbers(database.path, f"run{attempt}")
        assert stored >= set(confirmed)
        assert stored <= set(range(len(confirmed) + 1))  # at most the one whose confirmation was cut off
        confirmed_in_all += len(confirmed)
    assert confirmed_in_all >= 10
    assert SettingsStore(database).update(theme="dark").theme == "dark"
    database.close()
