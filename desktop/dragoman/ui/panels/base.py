"""What the main window asks of a panel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.inspector import Inspector


class Panel(QWidget):
    """One place of the window. It refreshes itself when the shared context changes, but only while it is shown."""

    status = Signal(str)
    """A line for the status bar."""
    trouble = Signal(object)
    """An exception for the window to show."""
    place_wanted = Signal(str)
    """Another place should come to the front."""
    edit_wanted = Signal()
    """The counterpart should be edited, or added."""
    settings_wanted = Signal()
    """The settings should open."""
    letter_wanted = Signal(str, object)
    """A letter should be written: its purpose, and the values of its fields."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.tokens = tokens
        self.inspector = Inspector()
        self._stale = True
        self._prepared = False

    def prepare(self) -> None:
        """Called once, before the first refresh: do what need not be done for the window's first paint."""

    def warm_up(self) -> None:
        """Load what the first refresh needs; any thread may do it."""

    def refresh(self) -> None:
        """Show the shared context as it is now."""

    def context_changed(self) -> None:
        """Refresh now when shown, else at the next visit."""
        self._stale = True
        if self.isVisible():
            self.visit()

    def visit(self) -> None:
        """Called when the panel comes to the front."""
        if not self._prepared:
            self._prepared = True
            self.prepare()
        if self._stale:
            self._stale = False
            self.refresh()
