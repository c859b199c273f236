"""Settings come back as they were stored, and what cannot be read falls back to the default."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.base.database import UserDatabase
from dragoman.base.settings import Settings, SettingsStore


@pytest.fixture
def database(tmp_path: Path) -> UserDatabase:
    return UserDatabase(tmp_path / "dragoman.sqlite3")


def test_start_with_defaults(database: UserDatabase) -> None:
    assert SettingsStore(database).load() == Settings()
    database.close()


def test_survive_a_restart(database: UserDatabase) -> None:
    changed = SettingsStore(database).update(own_family_name="陈", first_run_done=True, active_counterpart=7)
    database.close()
    again = UserDatabase(database.path)
    assert SettingsStore(again).load() == changed
    assert (changed.own_family_name, changed.first_run_done, changed.active_counterpart) == ("陈", True, 7)
    again.close()


def test_change_one_and_keep_the_others(database: UserDatabase) -> None:
    settings = SettingsStore(database)
    settings.update(theme="dark", home_country="CN")
    settings.update(theme="light")
    assert settings.load() == Settings(theme="light", home_country="CN")
    database.close()


@pytest.mark.parametrize(
    ("key", "value"),
    [("theme", "12"), ("first_run_done", "1"), ("active_counterpart", '"7"'), ("theme", "{broken"), ("removed", "1")],
)
def test_what_cannot_be_read_is_left_at_its_default(database: UserDatabase, key: str, value: str) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO setting VALUES (?, ?)", [key, value])
    assert SettingsStore(database).load() == Settings()
    database.close()


def test_unknown_name_is_a_mistake_of_the_program(database: UserDatabase) -> None:
    with pytest.raises(TypeError):
        SettingsStore(database).update(colour="blue")
    database.close()
