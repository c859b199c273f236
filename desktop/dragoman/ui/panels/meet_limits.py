"""The hard limits of everybody at a meeting."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from dragoman.base.i18n import _
from dragoman.ui.panels.meet_people import Limits
from dragoman.ui.widgets.basic import button, column, label, row
from dragoman.ui.widgets.people_fields import LimitsForm


class LimitsDialog(QDialog):
    """Never before, never after, never on holidays; each person's own limits come before these."""

    chosen = Signal(object)
    """The limits."""

    def __init__(self, limits: Limits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Limits for everybody"))
        self.setMinimumWidth(420)
        outer = column(self, margin=24, spacing=16)
        outer.addWidget(label(self.windowTitle(), "title"))
        words = _("No slot breaks them, on nobody's clock. A person's own limits, in their row, come first.")
        outer.addWidget(label(words, "muted", wrap=True))
        self.form = LimitsForm(limits.not_before, limits.not_after, never_on_holidays=limits.never_on_holidays)
        outer.addWidget(self.form)
        outer.addStretch(1)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        done = button(_("Done"), self._finish, kind="primary")
        done.setDefault(True)
        foot.addWidget(done)
        outer.addLayout(foot)

    def _finish(self) -> None:
        self.chosen.emit(Limits(*self.form.values()))
        self.accept()
