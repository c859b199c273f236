"""Texts translated before: search, favourites, take one up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from dragoman.base.i18n import _
from dragoman.translation.history import HistoryEntry
from dragoman.ui.icons import icon
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, column, label, row

if TYPE_CHECKING:
    from dragoman.translation.history import History

_SHOWN = 200
_LINE = 160


class HistoryDialog(QDialog):
    """The newest first. Taking one up puts both its text and its languages back."""

    chosen = Signal(object)
    """The :class:`HistoryEntry` to take up."""

    def __init__(self, history: History, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._tokens = tokens
        self._entries: list[HistoryEntry] = []
        self.setWindowTitle(_("History"))
        self.resize(620, 560)
        outer = column(self, margin=16, spacing=10)
        find = row()
        self.query = QLineEdit()
        self.query.setPlaceholderText(_("Search your texts"))
        self.query.setAccessibleName(self.query.placeholderText())
        self.query.setClearButtonEnabled(True)
        self.query.textChanged.connect(self.refresh)
        self._only_favourites = QCheckBox(_("favourites only"))
        self._only_favourites.toggled.connect(self.refresh)
        find.addWidget(self.query, 1)
        find.addWidget(self._only_favourites)
        outer.addLayout(find)
        self.list = QListWidget()
        self.list.setAccessibleName(_("History"))
        self.list.setWordWrap(True)
        self.list.itemDoubleClicked.connect(lambda _item: self.take_up())
        shelf = card()
        column(shelf, margin=6).addWidget(self.list)
        outer.addWidget(shelf, 1)
        self._empty = label(_("Nothing yet. What you translate is kept here, on this computer only."), "muted")
        outer.addWidget(self._empty)
        self._keep = QCheckBox(_("Keep what I translate"))
        self._keep.setChecked(history.is_on)
        self._keep.toggled.connect(lambda on: self._history.switch(on=on))
        outer.addWidget(self._keep)
        foot = row()
        foot.addWidget(button(_("Delete"), self.delete, kind="quiet"))
        foot.addWidget(button(_("Clear all but favourites"), self.clear, kind="quiet"))
        foot.addStretch(1)
        foot.addWidget(button(_("Favourite"), self.toggle_favourite, icon=icon("star", tokens.text)))
        foot.addWidget(button(_("Take up again"), self.take_up, kind="primary"))
        outer.addLayout(foot)
        self.refresh()

    def refresh(self) -> None:
        """List what fits the search."""
        self._entries = self._history.entries(
            self.query.text(), only_favourites=self._only_favourites.isChecked(), limit=_SHOWN
        )
        self.list.clear()
        for entry in self._entries:
            star = "★ " if entry.is_favourite else ""
            item = QListWidgetItem(f"{star}{_line(entry.source)}\n{_line(entry.target)}")
            item.setSizeHint(QSize(0, 52))
            self.list.addItem(item)
        if self._entries:
            self.list.setCurrentRow(0)
        self._empty.setVisible(not self._entries)

    def take_up(self) -> None:
        """Put the chosen text back into the window."""
        if entry := self._current():
            self.chosen.emit(entry)
            self.accept()

    def toggle_favourite(self) -> None:
        """Mark the chosen text to be kept for good, or no longer."""
        if entry := self._current():
            index = self.list.currentRow()
            self._history.set_favourite(entry.id, favourite=not entry.is_favourite)
            self.refresh()
            self.list.setCurrentRow(min(index, self.list.count() - 1))

    def delete(self) -> None:
        """Remove the chosen text for good."""
        if entry := self._current():
            self._history.delete(entry.id)
            self.refresh()

    def clear(self) -> None:
        """Remove everything that is not a favourite."""
        self._history.clear()
        self.refresh()

    def _current(self) -> HistoryEntry | None:
        index = self.list.currentRow()
        return self._entries[index] if 0 <= index < len(self._entries) else None


def _line(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= _LINE else joined[: _LINE - 1] + "…"
