"""Places as people type them."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.base.i18n import describe
from dragoman.knowledge.service import KnowledgeBase
from dragoman.meetings.places import ABBREVIATIONS, Place, Places, folded
from dragoman.meetings.zones import zone_names


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(KnowledgeBase.open())


@pytest.mark.parametrize(
    ("typed", "zone", "country"),
    [
        ("Tokyo", "Asia/Tokyo", "JP"),
        ("東京", "Asia/Tokyo", "JP"),
        ("JST", "Asia/Tokyo", "JP"),
        ("jst", "Asia/Tokyo", "JP"),
        ("Asia/Tokyo", "Asia/Tokyo", "JP"),
        ("asia/tokyo", "Asia/Tokyo", "JP"),
        ("Asia/Calcutta", "Asia/Calcutta", "IN"),
        ("Europe/Kiev", "Europe/Kiev", "UA"),
        ("São Paulo", "America/Sao_Paulo", "BR"),
        ("  sao   paulo ", "America/Sao_Paulo", "BR"),
        ("圣保罗", "America/Sao_Paulo", "BR"),
        ("北京", "Asia/Shanghai", "CN"),
        ("Beijing", "Asia/Shanghai", "CN"),
        ("Peking", "Asia/Shanghai", "CN"),
        ("München", "Europe/Berlin", "DE"),
        ("MUNICH", "Europe/Berlin", "DE"),
        ("मुंबई", "Asia/Kolkata", "IN"),
        ("جدة", "Asia/Riyadh", "SA"),
        ("Ho Chi Minh City", "Asia/Ho_Chi_Minh", "VN"),
        ("San Francisco", "America/Los_Angeles", "US"),
        ("Rio de Janeiro", "America/Sao_Paulo", "BR"),
        ("Kinshasa", "Africa/Kinshasa", "CD"),
        ("Faroe Islands", "Atlantic/Faroe", "FO"),
        ("Germany", "Europe/Berlin", "DE"),
        ("德国", "Europe/Berlin", "DE"),
        ("China", "Asia/Shanghai", "CN"),
        ("UAE", "Asia/Dubai", "AE"),
        ("UTC", "UTC", ""),
        ("UTC+8", "Etc/GMT-8", ""),
        ("gmt-3:00", "Etc/GMT+3", ""),
        ("PT", "America/Los_Angeles", "US"),
    ],
)
def test_what_is_meant(places: Places, typed: str, zone: str, country: str) -> None:
    found = places.resolve(typed)
    assert (found.zone, found.country) == (zone, country)


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("CST", {"America/Chicago", "Asia/Shanghai"}),
        ("IST", {"Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"}),
        ("BST", {"Europe/London", "Asia/Dhaka"}),
        ("Brazil", {"America/Sao_Paulo", "America/Campo_Grande", "America/Noronha"}),
        ("Portugal", {"Europe/Lisbon", "Atlantic/Azores"}),
        ("pt", {"Europe/Lisbon", "Atlantic/Azores"}),
    ],
)
def test_who_may_mean_several_is_asked(places: Places, typed: str, zones: set[str]) -> None:
    found = places.find(typed)
    assert zones <= {place.zone for place in found}
    with pytest.raises(KnownError) as caught:
        places.resolve(typed)
    what, remedy = describe(caught.value)
    assert "several time zones" in what
    assert found[0].zone in remedy


@pytest.mark.parametrize(
    ("typed", "near"), [("Tokio", "Tokyo"), ("Sao Paolo", "São Paulo"), ("Bejing", "Beijing"), ("Londn", "London")]
)
def test_a_slip_of_the_pen_gets_the_nearest_names(places: Places, typed: str, near: str) -> None:
    assert places.nearest(typed)[0] == near
    with pytest.raises(KnownError) as caught:
        places.resolve(typed)
    assert near in describe(caught.value)[1]


@pytest.mark.parametrize("typed", ["", "   ", "qqqqqqqq", "\u0301", "UTC+25", "/" * 500])
def test_what_nobody_knows(places: Places, typed: str) -> None:
    assert places.find(typed) == ()
    with pytest.raises(KnownError, match="not a place"):
        places.resolve(typed)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_nothing_typed_breaks_it(typed: str) -> None:
    for place in Places(KnowledgeBase.open()).find(typed):
        assert place.zone in zone_names()


def test_every_zone_is_found_by_its_own_name(places: Places) -> None:
    zones = [zone for zone in zone_names() if "/" in zone]
    assert len(zones) > 500
    assert [zone for zone in zones if places.find(zone)[0].zone != zone] == []


def test_names_for_readers(places: Places) -> None:
    mumbai = places.resolve("Bombay")
    assert (mumbai.name("en"), mumbai.name("zh_Hans")) == ("Mumbai", "孟买")
    assert places.resolve("圣保罗") == Place("America/Sao_Paulo", "BR")
    assert places.resolve("圣保罗").name("en") == "São Paulo"


def test_the_table_of_cities(places: Places, calendar_of: Any) -> None:
    table = tomllib.loads(files("dragoman_resources").joinpath("knowledge", "cities.toml").read_text("utf-8"))
    codes = KnowledgeBase.open().codes()
    for city, (country, zone, chinese, *others) in table.items():
        assert country in codes, city
        assert zone in zone_names(), city
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese), city
        for name in (city, chinese, *others):
            assert zone in {place.zone for place in places.find(name)} or name.upper() in ABBREVIATIONS, name
    assert len({folded(city) for city in table}) == len(table)
