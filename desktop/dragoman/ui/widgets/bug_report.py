"""What the user sees when the program has a bug: a report to copy. The window lives on."""

from __future__ import annotations

import platform
import traceback

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from dragoman import __version__
from dragoman.base.i18n import _
from dragoman.ui.widgets.basic import button, column, label, row


class BugReport(QDialog):
    """Shows an unforeseen exception as a copyable report. It is sent nowhere."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self.resize(640, 420)
        self.text = report(error)
        layout = column(self, margin=20, spacing=12)
        layout.addWidget(label(_("Something went wrong"), "title"))
        layout.addWidget(
            label(
                _("This is a mistake in Dragoman, not yours. Your data is safe and you can go on working."), wrap=True
            )
        )
        view = QPlainTextEdit(self.text)
        view.setReadOnly(True)
        view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        layout.addWidget(view, 1)
        foot = row()
        foot.addWidget(label(_("The report is sent nowhere."), "muted"), 1)
        foot.addWidget(button(_("Copy report"), lambda: QGuiApplication.clipboard().setText(self.text)))
        foot.addWidget(button(_("Close"), self.accept, kind="primary"))
        layout.addLayout(foot)


def report(error: BaseException) -> str:
    """Return a report of ``error``: versions and traceback, nothing of the user's."""
    trace = "".join(traceback.format_exception(error))
    return f"Dragoman {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n{trace}"
