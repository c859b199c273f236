"""Counterparts come back as they were saved, and leave nothing behind when they are erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.counterparts.model import Counterpart
from dragoman.counterparts.store import CounterpartStore

ANA = Counterpart(
    "Ana",
    "Souza",
    "Luz do Sul Ltda",
    "BR",
    "America/Sao_Paulo",
    "pt-BR",
    title="Dra.",
    gender="f",
    subdivision="SP",
    city="São Paulo",
    email="ana@luzdosul.example",
    phone="+55 11 5555 0100",
    notes="Prefers calls\nafter lunch.",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CounterpartStore]:
    database = UserDatabase(tmp_path / "dragoman.sqlite3")
    yield CounterpartStore(database)
    database.close()


def test_comes_back_after_a_restart(tmp_path: Path) -> None:
    first = UserDatabase(tmp_path / "dragoman.sqlite3")
    saved = CounterpartStore(first).save(ANA)
    first.close()
    second = UserDatabase(tmp_path / "dragoman.sqlite3")
    assert saved.id
    assert CounterpartStore(second).get(saved.id) == saved == replace(ANA, id=saved.id)
    second.close()


def test_the_one_changed_last_comes_first(store: CounterpartStore) -> None:
    ana = store.save(ANA)
    kenji = store.save(replace(ANA, given_name="Kenji", family_name="Sato", country="JP", is_sample=True))
    assert store.all() == [kenji, ana]
    changed = store.save(replace(ana, city="Santos"))
    assert store.all() == [changed, kenji]
    assert changed.id == ana.id


def test_nobody_is_nobody(store: CounterpartStore) -> None:
    assert store.all() == []
    assert store.get(1) is None
    store.erase(1)


@pytest.mark.parametrize("names", [("", "", ""), (" ", "\t", "\n"), ("\x00", "\x1b", "\u202e")])
def test_needs_a_name_or_a_company(store: CounterpartStore, names: tuple[str, str, str]) -> None:
    given_name, family_name, company = names
    with pytest.raises(KnownError, match="name or a company"):
        store.save(replace(ANA, given_name=given_name, family_name=family_name, company=company))
    assert store.all() == []


@pytest.mark.parametrize("name", ["given_name", "family_name", "company"])
def test_one_name_is_enough(store: CounterpartStore, name: str) -> None:
    nobody = replace(ANA, given_name="", family_name="", company="")
    assert getattr(store.save(replace(nobody, **{name: "Li"})), name) == "Li"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana \n Maria\t", "Ana Maria"),
        ("Ana\r\nBcc: all@example.com", "Ana Bcc: all@example.com"),
        ("Ana\x00\x1b[31m", "Ana [31m"),
        ("\u202eanA", "anA"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("陈\u3000伟", "陈 伟"),
        ("Ana\ud83d", "Ana"),
        ("O'Brien; DROP TABLE counterpart", "O'Brien; DROP TABLE counterpart"),
    ],
)
def test_lines_and_control_characters_do_not_get_into_a_name(store: CounterpartStore, typed: str, kept: str) -> None:
    assert store.save(replace(ANA, given_name=typed)).given_name == kept
    assert store.all()[0].given_name == kept


texts = st.text(max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.fixed_dictionaries({"given_name": texts, "company": texts, "email": texts, "notes": texts}))
def test_any_text_is_kept_and_settles(store: CounterpartStore, values: dict[str, str]) -> None:
    saved = store.save(replace(ANA, **values))
    assert store.get(saved.id) == saved
    assert store.save(saved) == saved, "saving what was saved changes nothing"
    for field in fields(saved):
        value = getattr(saved, field.name)
        if isinstance(value, str) and field.name != "notes":
            assert len(value.splitlines()) <= 1


def test_change_of_one_erased_elsewhere_is_kept_as_new(store: CounterpartStore) -> None:
    ana = store.save(ANA)
    store.erase(ana.id)
    kept = store.save(replace(ana, notes="typed in another window"))
    assert store.all() == [kept]
    assert store.get(kept.id) == kept


def test_erased_leaves_no_bytes(tmp_path: Path) -> None:
    database = UserDatabase(tmp_path / "dragoman.sqlite3")
    store = CounterpartStore(database)
    others = [store.save(replace(ANA, given_name=f"Other {number}")) for number in range(30)]
    secret = store.save(replace(ANA, family_name="Unmistakable", notes="Unmistakable " * 500))
    store.save(replace(secret, city="Unmistakable-on-Sea"))
    store.erase(secret.id)
    for path in tmp_path.iterdir():
        assert b"Unmistakable" not in path.read_bytes(), path.name
    assert {person.given_name for person in store.all()} == {person.given_name for person in others}
    database.close()
    for path in tmp_path.iterdir():
        assert b"Unmistakable" not in path.read_bytes(), path.name
