"""What is kept about a person: searched, counted, exported, merged, erased, and erased in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.counterparts.model import Counterpart
from dragoman.counterparts.store import CounterpartStore

RAFAEL = Counterpart("Rafael", "Lima", "Aurora", "BR", "America/Sao_Paulo", "pt-BR")
FANG = Counterpart("芳", "王", "悦新照明", "CN", "Asia/Shanghai", "zh-Hans", notes="Canton Fair")


@pytest.fixture
def store(tmp_path: Path) -> CounterpartStore:
    return CounterpartStore(UserDatabase(tmp_path / "user.sqlite3"))


def note(store: CounterpartStore, person: Counterpart, text: str) -> None:
    with store._database.transaction() as connection:
        connection.execute(
            "INSERT INTO deal (counterpart_id, title, role, currency, created_at, updated_at)"
            " VALUES (?, ?, 'seller', 'USD', 't', 't')",
            [person.id, text],
        )
        connection.execute(
            "INSERT INTO deal_note (deal_id, at, text) VALUES (last_insert_rowid(), 't', ?)", [f"note on {text}"]
        )


def test_search_by_name_company_and_notes(store: CounterpartStore) -> None:
    store.save(RAFAEL)
    fang = store.save(FANG)
    assert store.search("王芳") == [fang]
    assert store.search("canton fair") == [fang]
    assert [one.company for one in store.search("lima AURORA")] == ["Aurora"]
    assert store.search("nobody") == []
    assert len(store.search("")) == 2


def test_everything_kept_is_counted_exported_and_erased(store: CounterpartStore) -> None:
    person = store.save(RAFAEL)
    note(store, person, "LED")
    assert store.held(person.id) == {"deal": 1}
    exported = store.export(person.id)
    assert exported["counterpart"]["company"] == "Aurora"
    assert exported["deal_note"][0]["text"] == "note on LED"
    assert store.erase(person.id) == {"deal": 1}
    assert store.get(person.id) is None
    assert store._database.query("SELECT * FROM deal_note") == []
    with pytest.raises(KnownError):
        store.export(person.id)


def test_two_become_one(store: CounterpartStore) -> None:
    kept = store.save(RAFAEL)
    other = store.save(replace(RAFAEL, email="rafael@aurora.example", notes="from the fair"))
    note(store, other, "LED")
    merged = store.merge(kept, other.id)
    assert (merged.id, merged.email, merged.notes) == (kept.id, "rafael@aurora.example", "from the fair")
    assert store.held(kept.id) == {"deal": 1}
    assert store.get(other.id) is None
    with pytest.raises(KnownError):
        store.merge(merged, merged.id)


def test_who_is_to_be_erased(store: CounterpartStore) -> None:
    store.save(replace(RAFAEL, retain_until="2026-11-22"))
    store.save(replace(FANG, retain_until="2026-01-01"))
    store.save(replace(FANG, retain_until="2030-01-01"))
    store.save(FANG)
    assert [one.family_name for one in store.due_for_erasure(date(2026, 11, 22))] == ["王", "Lima"]


def test_new_fields_come_back(store: CounterpartStore) -> None:
    stored = store.save(replace(RAFAEL, called="Rafa", channels="whatsapp email", hours="09:00-18:00", role="Buyer"))
    assert store.get(stored.id) == stored
