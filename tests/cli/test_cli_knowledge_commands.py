"""``country``, ``holidays``, ``brief`` and ``search`` as somebody types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.cli import main

COUNTRY_KEYS = {
    "iso2", "iso3", "name", "names", "official_languages", "business_languages", "currencies", "currency_regime",
    "calling_code", "time_zones", "utc_offset", "weekend", "weekend_half_day", "weekend_regional", "first_day_of_week",
    "office_hours", "measurement_system", "paper_size", "decimal_separator", "number_example", "date_order",
    "calendars", "name_order", "postal", "uses_iban", "iban_length", "vat_standard_rate", "treaties", "gdpr",
    "data_laws", "fatf_list", "recording_consent", "special_periods", "flags", "etiquette", "sources",
}  # fmt: skip
BRIEF_KEYS = {
    "country", "home", "state", "home_state", "shared_hours_utc", "upcoming", "home_upcoming", "address", "do", "dont",
    "formats", "contract_law", "arbitration", "documents", "privacy", "channels", "payment", "special_periods",
    "home_special_periods", "recording_consent", "fatf_list", "missing", "note", "flags", "etiquette",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_home(home: Path) -> Path:
    return home


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(list(arguments)) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def read(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(run(capsys, *arguments, "--json"))


@pytest.mark.parametrize("place", ["JP", "XK", "AQ", "AG", "HK"])
def test_country_has_every_key_of_the_contract(capsys: pytest.CaptureFixture[str], place: str) -> None:
    found = read(capsys, "country", place)
    assert found.keys() >= COUNTRY_KEYS
    assert found["postal"].keys() == {"uses_postcode", "code_position", "large_to_small"}
    assert set(found["treaties"]) == {"cisg", "new_york_convention", "apostille", "wto"}
    for treaty in found["treaties"].values():
        assert treaty.keys() == {"member", "in_force", "declarations", "source", "as_of"}
    assert {"applies", "adequacy", "note"} <= found["gdpr"].keys()


def test_country_speaks_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert read(capsys, "country", "日本", "--lang", "zh")["name"] == "日本"
    assert "双手" in str(read(capsys, "country", "JP", "--lang", "zh")["etiquette"]["business_card"])


def test_holidays_have_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    found = read(capsys, "holidays", "CN", "--year", "2026")
    keys = {"date", "name_en", "name_local", "category", "estimated", "makeup_workday", "subdivision"}
    assert all(day.keys() >= keys for day in found)
    assert any(day["makeup_workday"] for day in found)
    assert "There are no holidays for 2036." in run(capsys, "holidays", "CN", "--year", "2036", code=2)


def test_two_years_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    found = read(capsys, "holidays", "SA", "--beside", "CN", "--year", "2026")
    assert found["countries"] == ["SA", "CN"]
    assert any(day["date"] == "2026-09-23" and day["SA"] and not day["CN"] for day in found["days"])
    assert {period["id"] for period in found["special_periods"]["SA"]} >= {"ramadan"}
    assert "Founding Day" in run(capsys, "holidays", "SA", "--beside", "CN", "--year", "2026")


def test_brief_has_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    found = read(capsys, "brief", "SA", "--from", "CN")
    assert found.keys() >= BRIEF_KEYS
    assert len(found["do"]) == len(found["dont"]) == 5
    assert found["contract_law"]["answer"] is True
    assert found["contract_law"]["sources"][0]["as_of"]
    assert found["arbitration"]["seats"]
    assert found["channels"]["ids"][0] == "whatsapp"
    assert found["formats"]["home"]["currencies"] == ["CNY"]
    text = run(capsys, "brief", "SA", "--from", "CN")
    assert "Hours you share this week" in text
    assert "Not legal advice" in text


def test_brief_without_a_card_or_a_home(capsys: pytest.CaptureFixture[str]) -> None:
    found = read(capsys, "brief", "AG")
    assert found["home"] is None
    assert found["contract_law"] is None
    assert "No card of manners" in found["missing"]
    assert "Antigua" in run(capsys, "brief", "AG")


def test_brief_writes_a_page(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "简报.html"
    run(capsys, "brief", "DE", "--from", "CN", "--lang", "zh", "--html", str(page))
    assert "德国 · 中国" in page.read_text(encoding="utf-8")
    missing = tmp_path / "none" / "a.html"
    assert "cannot be written" in run(capsys, "--ui-language", "en", "brief", "DE", "--html", str(missing), code=2)


def test_brief_keeps_a_note(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "brief", "DE", "--note", "Ask for Frau Weber")
    assert read(capsys, "brief", "DE")["note"]["text"] == "Ask for Frau Weber"
    assert "Ask for Frau Weber" in run(capsys, "brief", "Germany", "--from", "CN")
    run(capsys, "brief", "DE", "--note", "")
    assert read(capsys, "brief", "DE")["note"] is None


def test_search_finds_two_characters(capsys: pytest.CaptureFixture[str]) -> None:
    found = read(capsys, "search", "斋月")
    assert found
    assert all("斋月" in hit["title"] + hit["snippet"] for hit in found[:3])
    assert run(capsys, "search", "zzzzqqq").strip() == "Nothing found."
