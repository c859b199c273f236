"""The rail at the window's side: six places and the settings, icon and word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton

from dragoman.base.i18n import _
from dragoman.ui.icons import icon
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import column, set_properties


class Rail(QFrame):
    """One button for each of ``places``: id, icon and word (a message id)."""

    place_chosen = Signal(str)
    settings_wanted = Signal()

    def __init__(self, places: Sequence[tuple[str, str, str]], tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self.setObjectName("rail")
        self.setFixedWidth(76)
        layout = column(self, margin=6, spacing=4)
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        for number, (place, symbol, word) in enumerate(places, 1):
            tool = self._button(symbol, _(word), f"Ctrl+{number}")
            tool.setCheckable(True)
            tool.clicked.connect(lambda _checked=False, where=place: self.place_chosen.emit(where))
            tool.toggled.connect(partial(self._tint, tool, symbol))
            group.addButton(tool)
            layout.addWidget(tool)
            self._buttons[place] = tool
        layout.addStretch(1)
        settings = self._button("settings", _("Settings"), "Ctrl+,")
        settings.clicked.connect(lambda _checked=False: self.settings_wanted.emit())
        layout.addWidget(settings)

    def select(self, place: str) -> None:
        """Mark the place that is in front."""
        self._buttons[place].setChecked(True)

    def _button(self, symbol: str, word: str, keys: str) -> QToolButton:
        tool = QToolButton()
        tool.setProperty("rail", True)
        set_properties(tool, toolButtonStyle="ToolButtonTextUnderIcon", focusPolicy="StrongFocus")
        tool.setIcon(icon(symbol, self._tokens.muted))
        tool.setIconSize(QSize(20, 20))
        tool.setText(word)
        tool.setToolTip(f"{word} ({keys})")
        tool.setFixedSize(64, 56)
        return tool

    def _tint(self, tool: QToolButton, symbol: str, checked: bool) -> None:
        tool.setIcon(icon(symbol, self._tokens.accent if checked else self._tokens.muted))
