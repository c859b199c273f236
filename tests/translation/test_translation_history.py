"""The history keeps what was translated last, within bounds, and nothing when it is off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.base.database import UserDatabase
from dragoman.base.settings import SettingsStore
from dragoman.counterparts.model import Counterpart
from dragoman.counterparts.store import CounterpartStore
from dragoman.translation import history as module
from dragoman.translation.history import History
from dragoman.translation.model import LanguagePair

EN_PT = LanguagePair("en", "pt-BR")
PT_EN = LanguagePair("pt-BR", "en")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[UserDatabase]:
    database = UserDatabase(tmp_path / "dragoman.sqlite3")
    yield database
    database.close()


@pytest.fixture
def history(database: UserDatabase) -> History:
    return History(database)


@pytest.fixture
def ana(database: UserDatabase) -> int:
    return CounterpartStore(database).save(Counterpart("Ana", "", "", "BR", "America/Sao_Paulo", "pt-BR")).id


def sources(history: History, query: str = "", **options: object) -> list[str]:
    return [entry.source for entry in history.entries(query, **options)]  # type: ignore[arg-type]


def test_newest_first_and_each_text_once(history: History) -> None:
    for text in ("Good morning.", "The price is high.", "Good morning."):
        history.add(text, text.upper(), EN_PT)
    assert sources(history) == ["Good morning.", "The price is high."]
    history.add("Good morning.", "Bom dia.", PT_EN)
    assert [entry.pair for entry in history.entries()] == [PT_EN, EN_PT, EN_PT]


def test_typing_on_is_one_entry(history: History, ana: int) -> None:
    for text in ("We", "We offer ", "We offer a discount.", "We offer"):
        history.add(text, text.upper(), EN_PT)
    assert sources(history) == ["We offer"]
    history.add("We offer more", "x", EN_PT, ana)
    history.add("We offer more now", "x", PT_EN, ana)
    history.set_favourite(history.entries()[0].id, favourite=True)
    history.add("We offer more now and then", "x", PT_EN, ana)
    assert sources(history) == ["We offer more now and then", "We offer more now", "We offer more", "We offer"]


def test_text_goes_on_only_for_two_minutes(history: History, database: UserDatabase) -> None:
    history.add("We", "x", EN_PT)
    with database.transaction() as connection:
        connection.execute("UPDATE history_entry SET updated_at = '2020-01-01T00:00:00+00:00'")
    history.add("We offer", "x", EN_PT)
    assert sources(history) == ["We offer", "We"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("preço", ["The price is high."]),
        ("PRECO alto", ["The price is high."]),
        ("alto dia", []),
        ("报价", ["报价单"]),
        ("100%", ["A 100% deposit."]),
        ("_", []),
        ("", ["A 100% deposit.", "报价单", "Good morning.", "The price is high."]),
    ],
)
def test_search_in_both_languages(history: History, query: str, found: list[str]) -> None:
    history.add("The price is high.", "O preço é alto.", EN_PT)
    history.add("Good morning.", "Bom dia.", EN_PT)
    history.add("报价单", "Cotação", LanguagePair("zh", "pt"))
    history.add("A 100% deposit.", "Um sinal.", EN_PT)
    assert sources(history, query) == found


def test_bounded_but_for_favourites(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 5)
    first = history.add("text 0", "x", EN_PT)
    assert first is not None
    history.set_favourite(first.id, favourite=True)
    for number in range(1, 10):
        history.add(f"{number} text", "x", EN_PT)
    assert sources(history) == ["9 text", "8 text", "7 text", "6 text", "5 text", "text 0"]
    assert sources(history, only_favourites=True) == ["text 0"]
    assert sources(history, limit=2) == ["9 text", "8 text"]


def test_limit_is_two_thousand(history: History, database: UserDatabase) -> None:
    with database.transaction() as connection:
        connection.executemany(
            """INSERT INTO history_entry (source_language, target_language, source, target, folded, updated_at)
            VALUES ('en', 'pt', ?, 'x', 'x', '2020-01-01T00:00:00+00:00')""",
            ((f"old {number}",) for number in range(2100)),
        )
    history.add("new", "x", EN_PT)
    assert len(history.entries(limit=5000)) == 2000
    assert sources(history, limit=1) == ["new"]


def test_off_keeps_nothing_new(history: History, database: UserDatabase) -> None:
    history.add("Before.", "x", EN_PT)
    assert history.is_on
    history.switch(on=False)
    assert history.add("Secret.", "x", EN_PT) is None
    assert not History(database).is_on
    assert sources(history) == ["Before."]
    assert SettingsStore(database).load().theme == ""
    history.switch(on=True)
    assert history.add("After.", "x", EN_PT) is not None


def test_delete_and_clear_leave_no_trace(history: History, database: UserDatabase) -> None:
    for text in ("Alpha secret.", "Beta secret.", "Gamma kept."):
        history.add(text, "x", EN_PT)
    kept, beta, _alpha = history.entries()
    history.set_favourite(kept.id, favourite=True)
    history.delete(beta.id)
    assert history.clear() == 1
    assert sources(history) == ["Gamma kept."]
    database.close()
    assert b"secret" not in b"".join(path.read_bytes() for path in database.path.parent.iterdir())
    assert history.clear(favourites=True) == 1


@pytest.mark.parametrize("text", ["", " \n", "x" * 200_001])
def test_what_is_not_kept(history: History, text: str) -> None:
    assert history.add(text, "x", EN_PT) is None
    assert history.entries() == []


def test_broken_surrogates_are_kept_as_well_as_can_be(history: History) -> None:
    history.add("half \ud800 pair", "x", EN_PT)
    assert sources(history) == ["half ? pair"]


def test_erasing_a_counterpart_erases_its_history(history: History, database: UserDatabase, ana: int) -> None:
    history.add("For Ana.", "x", EN_PT, ana)
    history.add("For all.", "x", EN_PT)
    assert sources(history, counterpart_id=ana) == ["For Ana."]
    history.remember_pair(EN_PT, ana)
    CounterpartStore(database).erase(ana)
    assert sources(history) == ["For all."]
    assert history.pair_for(ana) is None
    entry = history.add("Too late.", "x", EN_PT, ana)
    assert entry is not None
    assert entry.counterpart_id is None
    history.remember_pair(EN_PT, ana)
    assert history.pair_for(ana) is None


def test_pair_of_each_counterpart(history: History, ana: int) -> None:
    assert history.pair_for() is None
    history.remember_pair(EN_PT)
    history.remember_pair(LanguagePair("zh", "en"), ana)
    history.remember_pair(PT_EN, ana)
    assert history.pair_for() == EN_PT
    assert history.pair_for(ana) == PT_EN
