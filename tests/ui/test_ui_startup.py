"""What happens before the first paint, and what waits until after it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from dragoman.app import Application
from dragoman.services import Services
from dragoman.ui import theme
from dragoman.ui.panels.translate import TranslatePanel
from dragoman.ui.sample import sample_counterpart
from dragoman.ui.tasks import in_turns
from dragoman.ui.widgets.basic import label, set_properties

ROOT = Path(__file__).resolve().parents[2]

# What stands here costs a noticeable part of a bare window's start; Qt is the namespace with its hundred enumerations.
TOO_SLOW = ("babel", "sqlite_utils", "zoneinfo", "argostranslate", "ctranslate2", "dragoman.translation.service")
PROGRAM = f"""
import json, sys
from dragoman import app
from dragoman.services import Services

def report():
    loaded = [name for name in {TOO_SLOW!r} if name in sys.modules]
    print(json.dumps([*loaded, *(["Qt"] if "Qt" in vars(sys.modules["PySide6.QtCore"]) else [])]))
    qt.quit()

qt = app.qt_application()
application = app.Application(qt, Services())
application.window.painted.connect(report)
application.window.show()
qt.exec()
"""


@pytest.mark.parametrize("counterpart", [False, True], ids=["alone", "with counterpart"])
def test_nothing_slow_is_loaded_before_the_first_paint(window_services: Services, counterpart: bool) -> None:
    stored = window_services.counterparts.save(sample_counterpart())
    window_services.settings.update(active_counterpart=stored.id if counterpart else 0, first_run_done=True)
    window_services.database.close()
    environment = {
        **os.environ,
        "DRAGOMAN_HOME": str(window_services.paths.data.parent),
        "PYTHONPATH": os.pathsep.join((str(ROOT / "desktop"), str(ROOT / "resources"))),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_after_the_first_paint_the_window_fills_and_translates_what_was_typed_meanwhile(
    qtbot: QtBot, qapp: QApplication, window_services: Services
) -> None:
    stored = window_services.counterparts.save(sample_counterpart())
    window_services.settings.update(active_counterpart=stored.id, first_run_done=True, home_language="en")
    application = Application(qapp, window_services)
    window = application.window
    panel = window.panel("translate")
    assert isinstance(panel, TranslatePanel)
    with qtbot.waitSignal(window.started, timeout=20_000):
        window.show()
        panel.source.setPlainText("Good morning.")
        panel.translate()
        assert "No language pack" not in panel.target.placeholderText()
        window.start_gently()
    assert any("next holiday" in part.text() for part in window.bar.findChildren(QLabel))
    qtbot.waitUntil(lambda: "Bom dia" in panel.target.toPlainText(), timeout=20_000)
    qtbot.waitUntil(lambda: not application.runner.busy(), timeout=20_000)
    window.close()
    window.deleteLater()
    window_services.database.close()


def test_steps_leave_turns_to_other_events(qtbot: QtBot) -> None:
    seen: list[str] = []
    in_turns(
        [lambda: seen.append("one"), lambda: in_turns([lambda: seen.append("between")]), lambda: seen.append("two")]
    )
    assert seen == []
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == ["one", "between", "two"]


def test_labels_show_markup_as_it_is(qtbot: QtBot) -> None:
    shown = label("<b>bold</b>", selectable=True)
    qtbot.addWidget(shown)
    assert shown.textFormat() is Qt.TextFormat.PlainText
    assert shown.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard


@pytest.mark.parametrize(("name", "value"), [("textFormat", "PlainTxt"), ("textForm", "PlainText")])
def test_a_misspelt_property_is_a_mistake_of_the_program(qtbot: QtBot, name: str, value: str) -> None:
    shown = QLabel()
    qtbot.addWidget(shown)
    with pytest.raises(ValueError, match=name):
        set_properties(shown, **{name: value})


def test_theme_follows_the_desktop_again_after_another_was_chosen(
    qtbot: QtBot, qapp: QApplication, window_services: Services
) -> None:
    """The desktop's palette is light here; the window's own dark one must not be taken for it."""
    window_services.settings.update(theme="dark", first_run_done=True, home_language="en")
    application = Application(qapp, window_services)
    try:
        assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.DARK.window)
        window_services.settings.update(theme="")
        application.rebuild()
        assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.LIGHT.window)
        qtbot.waitUntil(lambda: not application.runner.busy(), timeout=20_000)
    finally:
        application.window.close()
        application.window.deleteLater()
        QGuiApplication.setPalette(QPalette())
        window_services.database.close()


def test_dark_palette_means_dark_desktop(qapp: QApplication) -> None:
    try:
        for text, ground, dark in (("#FFFFFF", "#202020", True), ("#202020", "#FFFFFF", False)):
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, QColor(text))
            palette.setColor(QPalette.ColorRole.Window, QColor(ground))
            qapp.setPalette(palette)
            assert theme.system_is_dark() is dark
    finally:
        qapp.setPalette(QPalette())


def test_notice_is_hidden_until_there_is_one(qtbot: QtBot) -> None:
    from dragoman.ui.widgets.basic import Notice

    holder = QWidget()
    qtbot.addWidget(holder)
    notice = Notice("#000000")
    notice.setParent(holder)
    notice.hide()
    holder.show()
    assert not notice.isVisible()
    notice.say("one")
    notice.say("two")
    assert [part.text() for part in notice.findChildren(QLabel)] == ["two"]
    assert notice.isVisible()
