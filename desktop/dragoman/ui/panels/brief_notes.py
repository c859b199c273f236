"""The user's own notes on a country, kept as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import _
from dragoman.ui import wording
from dragoman.ui.widgets.basic import card, column, label

if TYPE_CHECKING:
    from dragoman.knowledge.notes import CountryNote, CountryNotes

SAVE_PAUSE_MS = 600


class Notes(QWidget):
    """A page to write on; an update of the knowledge base leaves it alone."""

    trouble = Signal(object)

    def __init__(self, notes: CountryNotes) -> None:
        super().__init__()
        self._notes = notes
        self._iso2 = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SAVE_PAUSE_MS)
        self._pause.timeout.connect(self.save)
        outer = column(self, spacing=8)
        outer.setContentsMargins(16, 10, 16, 16)
        frame = card()
        layout = column(frame, margin=12)
        self.editor = QPlainTextEdit()
        self.editor.setFrameShape(QFrame.Shape.NoFrame)
        self.editor.setAccessibleName(_("Your notes"))
        self.editor.setPlaceholderText(_("What you learned about this market, for the next call."))
        self.editor.setTabChangesFocus(True)
        self.editor.textChanged.connect(self._pause.start)
        layout.addWidget(self.editor, 1)
        outer.addWidget(frame, 1)
        self._state = label("", "small")
        outer.addWidget(self._state)

    def show_country(self, iso2: str) -> None:
        """Show the note on a country; what was typed about another one is kept first."""
        self.save()
        self._iso2 = iso2
        note = self._notes.note(iso2)
        with QSignalBlocker(self.editor):
            self.editor.setPlainText(note.text if note else "")
        self._tell(note)

    def save(self) -> None:
        """Keep what stands on the page."""
        if not self._pause.isActive() or not self._iso2:
            return
        self._pause.stop()
        try:
            self._tell(self._notes.keep(self._iso2, self.editor.toPlainText()))
        except KnownError as error:
            self.trouble.emit(error)

    def hideEvent(self, event: QHideEvent) -> None:
        self.save()
        super().hideEvent(event)

    def _tell(self, note: CountryNote | None) -> None:
        if note is None:
            self._state.setText(_("Kept as you type, on this computer only."))
        else:
            self._state.setText(
                _("Kept {day}, on this computer only.").format(day=wording.day(note.updated, year=True))
            )
