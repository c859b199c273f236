"""Packs from the catalogue to a translation: install, update, what is missing, two windows at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dragoman.base.errors import Cancelled, KnownError
from dragoman.translation.catalogue import CatalogueStore
from dragoman.translation.download import Downloader, Patience
from dragoman.translation.pack_manager import PackManager
from dragoman.translation.packs import PackStore
from dragoman.translation.progress import Phase, Progress
from dragoman.translation.web import Timeouts, Web


class Desk:
    """A manager beside a server whose catalogue can be filled."""

    def __init__(self, material: ModuleType, folder: Path, server: Any) -> None:
        self.material, self.folder, self.server = material, folder, server
        self.entries: list[dict[str, object]] = []
        self.store = PackStore(folder / "packs")
        web = Web(Timeouts(connect_seconds=2, read_seconds=1))
        self.is_offline = False
        catalogue = CatalogueStore(
            folder / "catalogue.json",
            address=lambda: f"{server.address}/index.json",
            offline=lambda: self.is_offline,
            web=web,
        )
        downloads = Downloader(
            self.store.folder / ".downloads", web=web, patience=Patience(tries=2, first_wait_seconds=0.01)
        )
        self.manager = PackManager(self.store, catalogue, downloads, offline=lambda: self.is_offline)

    def offer(self, source: str, target: str, version: str = "1.0", content: bytes | None = None) -> None:
        name = f"/translate-{source}_{target}-{version}.argosmodel"
        if content is None:
            file = self.material.tiny_pack(self.folder / "made.argosmodel", source, target, version)
            content = Path(file).read_bytes()
        link = self.server.serve(name, content)
        self.entries.append(
            {
                "package_version": version,
                "from_code": source,
                "from_name": source,
                "to_code": target,
                "to_name": target,
                "links": [f"{self.server.address}/gone", link],
            }
        )
        self.server.serve("/index.json", json.dumps(self.entries).encode())

    def install(self, source: str, target: str, **options: Any) -> Any:
        entry = self.manager.known_catalogue(refresh=True).find(source, target)
        assert entry is not None
        return self.manager.install(entry, **options)


@pytest.fixture
def desk(pack_material: ModuleType, tmp_path: Path) -> Iterator[Desk]:
    with pack_material.running_server() as server:
        yield Desk(pack_material, tmp_path, server)


def names(store: PackStore) -> list[str]:
    return [pack.name for pack in PackStore(store.folder).installed()]


def test_a_pack_comes_from_its_second_link_and_nothing_else_stays(desk: Desk) -> None:
    desk.offer("en", "de")
    phases: list[Phase] = []
    pack = desk.install("en", "de", report=lambda progress: phases.append(progress.phase))
    assert pack.name == "translate-en_de-1_0"
    order = list(dict.fromkeys(phases))
    assert order[-1] == Phase.TESTING
    assert {Phase.CONNECTING, Phase.DOWNLOADING, Phase.UNPACKING} <= set(order)
    assert [path.name for path in (desk.store.folder / ".downloads").iterdir()] == ["known.json"]
    (offer,) = desk.manager.offers(desk.manager.known_catalogue())
    assert (offer.is_installed, offer.is_update) == (True, False)
    assert offer.size_bytes == len((desk.folder / "made.argosmodel").read_bytes())


def test_update_keeps_the_old_one_until_the_new_one_works(desk: Desk) -> None:
    desk.offer("en", "de", "1.9")
    desk.install("en", "de")
    desk.entries.clear()
    desk.offer("en", "de", "1.10", b"PK this is no pack")
    (offer,) = desk.manager.updates(desk.manager.known_catalogue(refresh=True))
    with pytest.raises(KnownError):
        desk.manager.update(offer)
    assert names(desk.store) == ["translate-en_de-1_9"]

    desk.entries.clear()
    desk.offer("en", "de", "1.10")
    (offer,) = desk.manager.updates(desk.manager.known_catalogue(refresh=True))
    assert desk.manager.update(offer).version == "1.10"
    assert names(desk.store) == ["translate-en_de-1_10"]
    assert desk.manager.updates(desk.manager.known_catalogue()) == []


def test_versions_stand_side_by_side_and_the_newest_is_used(desk: Desk) -> None:
    desk.offer("en", "de", "1.9")
    old = desk.install("en", "de")
    desk.entries.clear()
    desk.offer("en", "de", "1.10")
    (offer,) = desk.manager.updates(desk.manager.known_catalogue(refresh=True))
    new = desk.manager.update(offer, keep_old=True)
    assert names(desk.store) == [old.name, new.name]
    assert desk.store.find(new.pair) == new
    assert desk.store.remove("en", "de", version="1.10") == new
    assert desk.store.find(old.pair) == old


def test_everything_for_a_counterpart_direct_or_via_english(desk: Desk) -> None:
    for source, target in (("en", "de"), ("de", "en"), ("en", "pt"), ("pt", "en"), ("es", "pt")):
        desk.offer(source, target)
    catalogue = desk.manager.known_catalogue(refresh=True)

    def missing(source: str, target: str) -> set[str]:
        found = desk.manager.missing(catalogue, source, target)
        return {f"{offer.entry.source}-{offer.entry.target}" for offer in found}

    assert missing("en", "de-AT") == {"en-de", "de-en"}
    assert missing("de", "pt-BR") == {"de-en", "en-pt", "pt-en", "en-de"}
    assert missing("en-GB", "en-US") == set()
    desk.manager.install(catalogue.find("en", "de"))  # type: ignore[arg-type]
    assert missing("de", "pt") == {"de-en", "en-pt", "pt-en"}
    assert missing("en", "de") == {"de-en"}
    with pytest.raises(KnownError):
        missing("en", "ja")


def test_a_file_that_holds_another_version_is_no_update_for_ever(desk: Desk) -> None:
    content = Path(desk.material.tiny_pack(desk.folder / "old.argosmodel", version="1.0")).read_bytes()
    desk.offer("en", "de", "1.9", content)
    assert desk.install("en", "de").version == "1.0"
    assert desk.manager.updates(desk.manager.known_catalogue()) == []
    desk.entries.clear()
    desk.offer("en", "de", "2.0")
    assert len(desk.manager.updates(desk.manager.known_catalogue(refresh=True))) == 1


def test_cancel_in_the_middle_leaves_the_store_as_it_was(desk: Desk) -> None:
    desk.offer("en", "de")
    for phase in (Phase.DOWNLOADING, Phase.UNPACKING, Phase.TESTING):
        reached = threading.Event()

        def report(progress: Progress, phase: Phase = phase, reached: threading.Event = reached) -> None:
            if progress.phase == phase:
                reached.set()

        with pytest.raises(Cancelled):
            desk.install("en", "de", report=report, cancelled=reached.is_set)
        assert reached.is_set()
        assert names(desk.store) == []
        assert [path.name for path in desk.store.folder.iterdir() if path.name.startswith(".tmp")] == []
    entry = desk.manager.entry("en", "de")
    desk.manager.abandon(entry)
    assert list((desk.store.folder / ".downloads").iterdir()) == []


def test_offline_mode_opens_no_connection(desk: Desk) -> None:
    desk.offer("en", "de")
    catalogue = desk.manager.known_catalogue(refresh=True)
    asked = len(desk.server.requests)
    desk.is_offline = True
    offers = desk.manager.offers(desk.manager.known_catalogue())
    assert len(offers) == 1
    for work in (
        lambda: desk.manager.install(catalogue.entries[0]),
        lambda: desk.manager.learn_sizes(offers),
        lambda: desk.manager.known_catalogue(refresh=True),
    ):
        with pytest.raises(KnownError, match="Offline mode"):
            work()
    assert len(desk.server.requests) == asked


def test_a_kept_catalogue_that_lacks_the_pair_is_fetched_anew(desk: Desk) -> None:
    desk.offer("en", "de")
    assert desk.manager.entry("en", "de").version == "1.0"
    desk.offer("en", "pt")
    assert desk.manager.entry("en", "pt").version == "1.0"
    with pytest.raises(KnownError):
        desk.manager.entry("en", "ja")


def test_two_windows_install_the_same_pack(desk: Desk) -> None:
    desk.offer("en", "de")
    index = f"{desk.server.address}/index.json"
    code = (
        "import sys; from pathlib import Path\n"
        "from dragoman.translation.catalogue import CatalogueStore\n"
        "from dragoman.translation.download import Downloader\n"
        "from dragoman.translation.pack_manager import PackManager\n"
        "from dragoman.translation.packs import PackStore\n"
        "folder = Path(sys.argv[1])\n"
        "store = CatalogueStore(folder / 'c.json', address=lambda: sys.argv[2])\n"
        "manager = PackManager(PackStore(folder), store, Downloader(folder / '.downloads'))\n"
        "print(manager.install(store.fetch().entries[0]).name)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, str(desk.store.folder), index]
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate(timeout=50)[0].strip() for process in both]
    assert outputs == ["translate-en_de-1_0"] * 2
    assert names(desk.store) == ["translate-en_de-1_0"]
    left = {path.name for path in desk.store.folder.iterdir()} - {"c.json"}
    assert left == {".lock", ".downloads", "translate-en_de-1_0"}
    assert {path.name for path in (desk.store.folder / ".downloads").iterdir()} == {"known.json"}
