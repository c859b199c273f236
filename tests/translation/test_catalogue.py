from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dragoman.base.errors import KnownError
from dragoman.translation.catalogue import Catalogue, CatalogueStore, parse_index

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ADDRESS = "https://example.org/index.json"


@pytest.fixture
def server(pack_material: ModuleType) -> Iterator[Any]:
    with pack_material.running_server() as running:
        yield running


def entry(**values: object) -> dict[str, object]:
    return {
        "package_version": "1.0",
        "argos_version": "1.5",
        "from_code": "en",
        "from_name": "English",
        "to_code": "pt",
        "to_name": "Portuguese",
        "links": ["https://example.org/translate-en_pt-1_0.argosmodel"],
        "code": "translate-en_pt",
        **values,
    }


def parsed(*entries: object, address: str = ADDRESS) -> Catalogue:
    return parse_index(list(entries), address=address, fetched_at=NOW)


@pytest.fixture
def real(shared: Path) -> Catalogue:
    index = json.loads((shared / "argos-index" / "index.json").read_text("utf-8"))
    return parse_index(index, address=ADDRESS, fetched_at=NOW)


def test_the_real_index_is_read_whole(real: Catalogue) -> None:
    assert (len(real.entries), real.refused) == (96, 0)
    assert len({tag for entry in real.entries for tag in (entry.source, entry.target)}) == 48
    assert {"zh", "zh-Hant", "pt", "pt-BR"} <= {entry.target for entry in real.entries}
    assert all(address.startswith("https://") for entry in real.entries for address in entry.addresses)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("pt", {"en-pt", "pt-en", "en-pt-BR", "pt-BR-en"}),
        ("葡萄牙", {"en-pt", "pt-en", "en-pt-BR", "pt-BR-en"}),
        ("portugues", {"en-pt", "pt-en", "en-pt-BR", "pt-BR-en", "es-pt", "pt-es"}),
        ("brasil", {"en-pt-BR", "pt-BR-en"}),
        ("pb", {"en-pt-BR", "pt-BR-en"}),
        ("zt", {"en-zh-Hant", "zh-Hant-en"}),
        ("繁體", {"en-zh-Hant", "zh-Hant-en"}),
        ("traditional", {"en-zh-Hant", "zh-Hant-en"}),
        ("Deutsch", {"en-de", "de-en"}),
        ("德语", {"en-de", "de-en"}),
        ("日本語", {"en-ja", "ja-en"}),
        ("汉语", {"en-zh", "zh-en"}),
        ("日语", {"en-ja", "ja-en"}),
        ("עברית", {"en-he", "he-en"}),
        ("en_ja", {"en-ja"}),
        ("en → ja", {"en-ja", "ja-en"}),
        ("german english", {"en-de", "de-en"}),
        ("klingon", set()),
    ],
)
def test_search_in_any_language(real: Catalogue, text: str, pairs: set[str]) -> None:
    found = {f"{entry.source}-{entry.target}" for entry in real.search(text)}
    assert found - {"es-pt", "pt-es"} == pairs - {"es-pt", "pt-es"}


def test_no_search_finds_all(real: Catalogue) -> None:
    assert len(real.search("  ")) == 96


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("en", "zt", "en-zh-Hant"),
        ("en", "zh-TW", "en-zh-Hant"),
        ("en", "zh-CN", "en-zh"),
        ("en-GB", "pt-PT", "en-pt"),
        ("en", "pt-BR", "en-pt-BR"),
        ("xx", "en", None),
        ("../", "en", None),
    ],
)
def test_a_pair_is_found_by_tags_and_codes(real: Catalogue, source: str, target: str, found: str | None) -> None:
    entry = real.find(source, target)
    assert (entry and f"{entry.source}-{entry.target}") == found


@pytest.mark.parametrize(
    "hostile",
    [
        "text",
        None,
        entry(from_code="../../etc"),
        entry(from_code="e\x00n"),
        entry(from_code=["en"]),
        entry(to_code="en"),
        entry(package_version="../1"),
        entry(package_version=1.0),
        entry(type="sbd"),
        entry(links="https://example.org/x"),
        entry(links=[]),
        entry(links=["file:///etc/passwd", "ipfs://Qm", "ftp://example.org/x", 7, "https://[", "http://example.org/x"]),
    ],
)
def test_hostile_entries_are_left_out_and_counted(hostile: object) -> None:
    catalogue = parsed(hostile, entry(to_code="es", links=["packs/x.argosmodel"]))
    assert [(one.pair.target, one.addresses) for one in catalogue.entries] == [
        ("es", ("https://example.org/packs/x.argosmodel",))
    ]
    assert catalogue.refused == 1
    with pytest.raises(KnownError):
        parsed(hostile)


def test_names_are_made_printable() -> None:
    (one,) = parsed(entry(from_name="Eng\x1b[31mlish" + "x" * 500, to_name=None)).entries
    assert one.source_name.startswith("Eng[31mlish")
    assert len(one.source_name) == 60
    assert one.target_name == "pt"


def test_the_newest_version_of_a_pair_counts() -> None:
    found = parsed(*(entry(package_version=version) for version in ("1.9", "1.10", "1.2")))
    assert [one.version for one in found.entries] == ["1.10"]


def test_it_is_fetched_only_when_asked_and_kept_with_its_date(server: Any, tmp_path: Path) -> None:
    address = server.index("/new.argosmodel")
    store = CatalogueStore(tmp_path / "cache" / "catalogue.json", address=lambda: address)
    assert store.cached() is None
    assert server.requests == []
    before = datetime.now(UTC)
    fetched = store.fetch()
    assert before <= fetched.fetched_at <= datetime.now(UTC)
    assert CatalogueStore(tmp_path / "cache" / "catalogue.json", address=lambda: address).cached() == fetched
    assert len(server.requests) == 1

    server.serve("/index.json", b"<html>")
    with pytest.raises(KnownError):
        store.fetch()
    assert store.cached() == fetched
    assert CatalogueStore(tmp_path / "cache" / "catalogue.json", address=lambda: ADDRESS).cached() is None


def test_offline_mode_opens_no_socket(server: Any, tmp_path: Path) -> None:
    address = server.index("/new.argosmodel")
    is_offline = False
    store = CatalogueStore(tmp_path / "catalogue.json", address=lambda: address, offline=lambda: is_offline)
    fetched = store.fetch()
    is_offline = True
    with pytest.raises(KnownError, match="Offline mode"):
        store.fetch()
    assert store.cached() == fetched
    assert len(server.requests) == 1


def test_a_damaged_cache_is_no_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.json"
    for content in ("{", "[]", json.dumps({"address": ADDRESS, "fetched_at": "x", "index": []}), '{"address": 1}'):
        file.write_text(content, "utf-8")
        assert CatalogueStore(file, address=lambda: ADDRESS).cached() is None
