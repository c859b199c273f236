"""Composition root of the window: builds the services and hands them to the panels."""

from __future__ import annotations

import gc
import os
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer, QTranslator
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from dragoman import __version__
from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.services import Services
from dragoman.ui import icons, theme
from dragoman.ui.context import NegotiationContext
from dragoman.ui.main_window import MainWindow
from dragoman.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from types import TracebackType

EXIT_AFTER_PAINT = "DRAGOMAN_EXIT_AFTER_PAINT"
"""Set to 1, the window says that it was painted and closes; to ``idle``, it rests and says its memory first."""

_IDLE_MS = 3_000


class Application:
    """One running window and what it stands on. Rebuilds the window when language or theme change."""

    def __init__(self, qt: QApplication, services: Services) -> None:
        self.qt = qt
        self.services = services
        self.runner = TaskRunner(qt)
        self._translator: QTranslator | None = None
        qt.aboutToQuit.connect(self.runner.shut_down)
        qt.aboutToQuit.connect(services.close)
        self.window = self._build()

    def _build(self) -> MainWindow:
        settings = self.services.settings.load()
        language = i18n.ui_language(settings.ui_language or None)
        i18n.activate(language)
        self._translate_qt(language)
        tokens = theme.tokens_for(settings.theme)
        theme.apply(self.qt, tokens, language)
        pictures = self.services.paths.cache / "icons" / __version__
        icons.keep_in(pictures)
        context = NegotiationContext(lambda: self.services.counterparts, self.services.settings, self.qt)
        window = MainWindow(self.services, context, self.runner, tokens)
        # Last: under a style sheet, whatever gets a parent is styled anew with everything in it.
        self.qt.setStyleSheet(theme.style_sheet(tokens, pictures))
        window.on_restart(self.rebuild)
        return window

    def show(self) -> None:
        """Show the window; everything slow starts after its first paint."""
        self.window.painted.connect(lambda: QTimer.singleShot(0, self._painted))
        self.window.show()

    def rebuild(self) -> None:
        """Build the window anew, in the language and colours of the settings."""
        # The desktop's own colours again: whether it is dark is read from them.
        self.qt.setPalette(QPalette())
        old, self.window = self.window, self._build()
        self.window.setGeometry(old.geometry())
        self.window.show()
        self.window.start()
        if self.services.has_pack_jobs:
            self.window.panel("packs")  # it tells of downloads that go on, wherever the user is
        self.window.welcome()
        old.close()
        old.deleteLater()

    def _painted(self) -> None:
        gc.freeze()
        gc.enable()
        wish = os.environ.get(EXIT_AFTER_PAINT)
        if wish and wish != "idle":
            self._say_and_quit()
            return
        if wish:
            QTimer.singleShot(_IDLE_MS, lambda: self._say_and_quit(rss_bytes=_resident_bytes()))
        else:
            self.window.started.connect(self.window.welcome)
        self.window.start_gently()

    def _say_and_quit(self, **facts: int | None) -> None:
        import json

        print(json.dumps({"painted": True, "cpu_ms": time.process_time() * 1000, **facts}), flush=True)
        self.window.close()
        self.qt.quit()

    def _translate_qt(self, language: str) -> None:
        if self._translator:
            self.qt.removeTranslator(self._translator)
            self._translator = None
        QLocale.setDefault(QLocale("zh_CN" if language == "zh_Hans" else "en_GB"))
        if language == "en":
            return
        from PySide6.QtCore import QLibraryInfo

        self._translator = QTranslator(self.qt)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load("qtbase_zh_CN", folder):
            self.qt.installTranslator(self._translator)


def qt_application() -> QApplication:
    """Return Qt's application object, in the style that the style sheet is written for."""
    # As an argument: setStyle returns a QStyle, whose class with all its enumerations takes Python 10 ms to make.
    return QApplication(["dragoman", "-style", "fusion"])


def run(services: Services | None = None) -> int:
    """Open the window and return the process's exit code once it is closed."""
    qt = qt_application()
    qt.setApplicationName("Dragoman")
    qt.setDesktopFileName("dragoman")
    try:
        application = Application(qt, services or Services())
    except KnownError as error:
        return _refuse(error)
    _report_bugs_to(application)
    application.show()
    return qt.exec()


def _refuse(error: KnownError) -> int:
    """Say why the window cannot open: on the console and, for who has none, in a box."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QMessageBox

    what, remedy = i18n.describe(error)
    sys.stderr.write(f"dragoman: {what}\n{remedy}\n")
    if not os.environ.get(EXIT_AFTER_PAINT):
        box = QMessageBox(QMessageBox.Icon.Critical, "Dragoman", what)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(remedy)
        box.exec()
    return 2


def _report_bugs_to(application: Application) -> None:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            application.window.report(error)

    sys.excepthook = hook


def _resident_bytes() -> int | None:
    """Return this process's resident memory in bytes, None where the system does not tell cheaply."""
    from pathlib import Path

    statm = Path("/proc/self/statm")
    if not statm.is_file():
        return None
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
