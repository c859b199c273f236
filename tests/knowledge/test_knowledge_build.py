"""The build: from the files of the checkout, or from a changed copy of them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from dragoman.knowledge.build import ensure_built, is_current
from dragoman.knowledge.inputs import Inputs, resource_folder
from dragoman.knowledge.records import Fact, Provenance, settle
from dragoman.knowledge.service import KnowledgeBase

TABLES = {
    "meta", "source", "country", "country_name", "country_language", "currency_period", "zone", "subdivision",
    "holiday", "special_period", "treaty_status", "data_law", "fact", "override", "disagreement", "etiquette_text",
    "etiquette_flag", "kb_fts",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "knowledge"
    shutil.copytree(resource_folder(), copy, ignore=shutil.ignore_patterns("*.sqlite3*", "markets"))
    (copy / "markets").mkdir()
    return copy


def test_schema_and_provenance(knowledge: KnowledgeBase) -> None:
    with closing(sqlite3.connect(f"{knowledge.path.as_uri()}?mode=ro", uri=True)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert names >= TABLES
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        for table in ("country", "country_name", "zone", "holiday", "special_period", "treaty_status", "fact"):
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            assert columns >= {"source_id", "as_of", "confidence", "origin"}, table
            broken = connection.execute(
                f"SELECT count(*) FROM {table} WHERE source_id NOT IN (SELECT id FROM source)"
                " OR confidence NOT IN ('high', 'medium', 'low') OR origin NOT IN ('derived', 'written')"
            ).fetchone()[0]
            assert broken == 0, table
        overrides = connection.execute("SELECT reason, source_id, as_of FROM override").fetchall()
    assert overrides
    assert all(all(row) for row in overrides)
    assert knowledge.path.stat().st_size < 15_000_000


def test_build_is_repeated_only_when_an_input_changes(folder: Path) -> None:
    path = folder / "made.sqlite3"
    assert ensure_built(path, folder) is True
    assert ensure_built(path, folder) is False
    assert is_current(path, folder)
    table = folder / "override.toml"
    table.write_text(
        table.read_text(encoding="utf-8")
        + '\n[[override]]\niso2 = "LI"\nkey = "paper_size"\nvalue = "Letter"\n'
        + 'reason = "a test"\nsource = "dragoman"\nas_of = 2026-11-22\n',
        encoding="utf-8",
    )
    assert not is_current(path, folder)
    assert ensure_built(path, folder) is True
    built = KnowledgeBase(path)
    assert built.country("LI").paper_size == "Letter"
    assert built.country("AT").paper_size == "A4"
    assert [entry.name for entry in folder.glob("made.sqlite3.*.part")] == []


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("weekend.toml", '\n[ZZ]\nweekend = ["sun"]\n', "ZZ"),
        ("override.toml", "\nthis is no TOML\n", "override"),
    ],
)
def test_a_faulty_table_stops_the_build_and_keeps_the_old_database(
    folder: Path, name: str, text: str, message: str
) -> None:
    path = folder / "made.sqlite3"
    path.write_bytes(b"old")
    with (folder / name).open("a", encoding="utf-8") as handle:
        handle.write(text)
    with pytest.raises(ValueError, match=message):
        ensure_built(path, folder)
    assert path.read_bytes() == b"old"


def test_a_faulty_card_stops_a_strict_build_and_is_left_out_of_another(folder: Path) -> None:
    path = folder / "made.sqlite3"
    (folder / "markets" / "JP.toml").write_text("schema = 2\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"JP\.toml: schema is 2"):
        ensure_built(path, folder)
    assert not path.exists()
    assert ensure_built(path, folder, strict=False) is True
    assert KnowledgeBase(path).market("JP", "en") is None
    assert is_current(path, folder, strict=False)
    assert not is_current(path, folder)


def test_all_packages_count_in_the_fingerprint(folder: Path) -> None:
    inputs = Inputs(folder)
    before = inputs.content_hash()
    inputs.versions["babel"] = "0"
    assert inputs.content_hash() != before


def test_the_service_reads_from_several_threads(knowledge: KnowledgeBase) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        years = [(date(2026, 1, 1), date(2026, 12, 31))] * 64
        answers = list(pool.map(lambda span: len(knowledge.holidays("CN", *span)), years))
    assert len(set(answers)) == 1
    assert answers[0] > 20


def fact(value: object, source: str, key: str = "weekend") -> Fact:
    return Fact("AE", key, value, Provenance(source, date(2026, 1, 1)))


def test_a_disagreement_needs_a_decision() -> None:
    facts = [fact("a", "glibc"), fact("b", "cldr"), fact("b", "law")]
    with pytest.raises(ValueError, match="weekend of AE against glibc"):
        settle(facts, {}, {})
    winners, found, compared = settle(facts, {}, {("weekend", "glibc"): "older"})
    assert [winner.provenance.source_id for winner in winners] == ["law"]
    assert [(row.other_source, row.decision) for row in found] == [("glibc", "older")]
    assert [(row.other_source, row.compared, row.differing) for row in compared] == [("cldr", 1, 0), ("glibc", 1, 1)]
    _winners, found, _compared = settle(facts, {("AE", "weekend"): "by law"}, {("weekend", "glibc"): "older"})
    assert [row.decision for row in found] == ["by law"]


def test_a_source_with_one_of_two_currencies_agrees() -> None:
    facts = [fact(["PAB"], "glibc", "currencies"), fact(["PAB", "USD"], "babel", "currencies")]
    assert settle(facts, {}, {})[1] == []


def test_every_column_was_compared_with_a_second_source(knowledge: KnowledgeBase) -> None:
    with closing(sqlite3.connect(f"{knowledge.path.as_uri()}?mode=ro", uri=True)) as connection:
        compared = dict(connection.execute("SELECT key, max(compared) FROM comparison GROUP BY key"))
    wanted = {
        "calling_code", "currencies", "date_order", "decimal_separator", "first_day_of_week", "iban_length",
        "measurement_system", "name_order", "paper_size",
    }  # fmt: skip
    assert all(compared.get(key, 0) > 80 for key in wanted), compared
    assert compared["weekend"] > 200


def test_the_report_is_the_databases(knowledge: KnowledgeBase) -> None:
    from dragoman.knowledge.report import report

    text = report(knowledge.path, Inputs(resource_folder()))
    assert '| BG | currencies | ["EUR"] | ecb_bg | ["BGN"] | babel |' in text
    assert "| cisg | uncitral_cisg |" in text
