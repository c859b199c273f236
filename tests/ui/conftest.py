"""The real window on a temporary home, as a user finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dragoman.app import Application
from dragoman.base.paths import Paths
from dragoman.services import Services
from dragoman.ui.main_window import MainWindow
from dragoman.ui.sample import sample_counterpart

OpenWindow = Callable[..., MainWindow]

HOME = {
    "first_run_done": True,
    "home_country": "CN",
    "home_city": "Guangzhou",
    "home_zone": "Asia/Shanghai",
    "home_language": "en",
    "own_given_name": "Yuqing",
    "own_family_name": "Lin",
    "own_company": "Guangzhou Yuexin Lighting Co., Ltd.",
}


@pytest.fixture(scope="session")
def packs_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with the starter packs installed once for all tests."""
    home = tmp_path_factory.mktemp("packs-home")
    Services(Paths(home / "data", home / "cache")).packs.ensure_starters()
    return home


@pytest.fixture
def window_services(tmp_path: Path, packs_home: Path) -> Services:
    """Return services on an own database and the shared packs."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "packs").symlink_to(packs_home / "data" / "packs")
    return Services(Paths(tmp_path / "data", tmp_path / "cache"))


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, window_services: Services) -> Iterator[OpenWindow]:
    """Return a function that opens the window with settings, and with the sample counterpart unless told not to."""
    opened: list[Application] = []

    def open_(*, counterpart: bool = True, **settings: str | bool) -> MainWindow:
        window_services.settings.update(**{**HOME, **settings})
        if counterpart:
            stored = window_services.counterparts.save(sample_counterpart())
            window_services.settings.update(active_counterpart=stored.id)
        application = Application(qapp, window_services)
        opened.append(application)
        application.window.show()
        application.window.start()
        qtbot.waitUntil(lambda: not application.runner.busy(), timeout=20_000)
        return application.window

    yield open_
    for application in opened:
        assert application.runner.shut_down()
        application.window.close()
        application.window.deleteLater()
    # The next window must find the desktop's palette, not what a dark one left behind.
    qapp.setPalette(QPalette())
    qapp.processEvents()
    window_services.database.close()
