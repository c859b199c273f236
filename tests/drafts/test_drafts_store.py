"""Drafts and their versions in a real database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.base.database import SCHEMA_VERSION, UserDatabase
from dragoman.base.errors import KnownError
from dragoman.counterparts.model import Counterpart
from dragoman.counterparts.store import CounterpartStore
from dragoman.drafts import store as store_module
from dragoman.drafts.layout import revised
from dragoman.drafts.model import Letter, Person
from dragoman.drafts.store import DraftStore, letter_of


@pytest.fixture
def database(tmp_path: Path) -> UserDatabase:
    return UserDatabase(tmp_path / "user.sqlite3")


@pytest.fixture
def store(database: UserDatabase) -> DraftStore:
    return DraftStore(database)


@pytest.fixture
def letter(write: Callable[..., Letter]) -> Letter:
    return write(Person("Rafael", "Lima", "", "m", country="BR"))


def test_versions_are_kept_and_come_back(store: DraftStore, letter: Letter) -> None:
    draft = store.save(letter, {"reference": "A", "items": [{"price": "1"}]})
    edited = revised(letter, body="Corpo novo", subject="Assunto novo")
    assert store.save(edited, {"reference": "B"}, draft_id=draft.id).id == draft.id
    newest, first = store.versions(draft.id)
    assert (newest.body, newest.data, first.data) == (
        "Corpo novo",
        {"reference": "B"},
        {"reference": "A", "items": [{"price": "1"}]},
    )
    assert store.get(draft.id).subject == "Assunto novo"

    again = store.restore(first.id)
    assert (again.body, again.data) == (letter.body, first.data)
    assert len(store.versions(draft.id)) == 3
    assert store.get(draft.id).subject == letter.subject


def test_the_letter_that_comes_back_is_the_one_that_was_saved(store: DraftStore, letter: Letter) -> None:
    draft = store.save(letter, {})
    back = letter_of(draft, store.versions(draft.id)[0])
    assert (back.text, back.locale, back.register, back.purpose) == (letter.text, "pt-BR", letter.register, "quotation")
    assert "<table" not in back.html


def test_saving_the_same_twice_makes_no_version(store: DraftStore, letter: Letter) -> None:
    draft = store.save(letter, {"a": 1})
    store.save(letter, {"a": 1}, draft_id=draft.id)
    assert len(store.versions(draft.id)) == 1


def test_the_oldest_versions_go_first(store: DraftStore, letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MAX_VERSIONS", 3)
    draft = store.save(letter, {"n": 0})
    for number in range(1, 5):
        store.save(letter, {"n": number}, draft_id=draft.id)
    assert [version.data["n"] for version in store.versions(draft.id)] == [4, 3, 2]


def test_drafts_belong_to_a_counterpart_and_go_with_them(
    database: UserDatabase, store: DraftStore, letter: Letter
) -> None:
    people = CounterpartStore(database)
    ana = people.save(Counterpart("Ana", "Lima", "Aurora", "BR", "America/Sao_Paulo", "pt-BR"))
    with_ana = store.save(revised(letter, body="Segredo da Ana"), {}, counterpart_id=ana.id)
    other = store.save(letter, {})
    assert [draft.id for draft in store.all(ana.id)] == [with_ana.id]
    assert [draft.id for draft in store.all()] == [other.id, with_ana.id]
    people.erase(ana.id)
    assert [draft.id for draft in store.all()] == [other.id]
    assert database.query("SELECT count(*) FROM draft_version")[0][0] == 1
    database.close()
    assert b"Segredo da Ana" not in database.path.read_bytes()


def test_a_removed_draft_is_kept_anew(store: DraftStore, letter: Letter) -> None:
    draft = store.save(letter, {})
    store.erase(draft.id)
    for missing in (lambda: store.get(draft.id), lambda: store.restore(99)):
        with pytest.raises(KnownError, match="There is no draft"):
            missing()
    assert store.save(letter, {}, draft_id=draft.id).id != draft.id
    assert len(store.all()) == 1


def test_half_a_character_does_not_stop_a_save(store: DraftStore, letter: Letter) -> None:
    draft = store.save(revised(letter, body="a\ud800b"), {"x": "\ud800"})
    assert store.versions(draft.id)[0].body == "a?b"


def test_what_was_saved_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "user.sqlite3"
    code = (
        "import os, sys; from pathlib import Path; from dragoman.base.database import UserDatabase;"
        "from dragoman.drafts.store import DraftStore; from dragoman.drafts.model import Letter;"
        "DraftStore(UserDatabase(Path(sys.argv[1]))).save("
        "Letter('en', 'en-GB', 'ltr', 'Kept', 's', 'b', 'c', 't', 'h', purpose='quotation', register='formal'), {});"
        "os._exit(9)"
    )
    desktop = Path(__file__).resolve().parents[2] / "desktop"
    run = subprocess.run([sys.executable, "-c", code, str(path)], env={"PYTHONPATH": str(desktop)}, check=False)
    assert run.returncode == 9
    assert [draft.subject for draft in DraftStore(UserDatabase(path)).all()] == ["Kept"]


def test_a_database_from_before_drafts_gets_them(tmp_path: Path, letter: Letter) -> None:
    path = tmp_path / "user.sqlite3"
    UserDatabase(path).query("SELECT 1")
    old = sqlite3.connect(path)
    old.executescript(
        "DROP TABLE draft_version; DROP TABLE draft; DELETE FROM _sqlite_migrations WHERE name = 'm005_drafts';"
        "PRAGMA user_version = 4;"
    )
    old.close()
    assert DraftStore(UserDatabase(path)).save(letter, {}).purpose == "quotation"
    assert path.with_name(f"user.before-v{SCHEMA_VERSION}.sqlite3").exists()
