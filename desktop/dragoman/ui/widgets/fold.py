"""A line that unfolds to its detail."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from dragoman.ui.icons import pixmap
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import column, label, row


class Fold(QFrame):
    """Name and summary on one line; the detail is built when it is first opened."""

    def __init__(self, name: str, summary: str, tokens: Tokens, detail: Callable[[], QWidget]) -> None:
        super().__init__()
        self._tokens = tokens
        self._build_detail = detail
        self._detail: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{name}. {summary}")
        self.setStyleSheet(
            "Fold { border-radius: 6px; border: 2px solid transparent; }"
            f" Fold:hover {{ background: {tokens.window}; }} Fold:focus {{ border-color: {tokens.accent}; }}"
        )
        self._outer = column(self, spacing=6)
        self._outer.setContentsMargins(8, 7, 8, 7)
        line = row(spacing=8)
        self._arrow = QLabel()
        line.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignTop)
        title = label(name)
        title.setStyleSheet("font-weight: 600;")
        title.setFixedWidth(150)
        title.setWordWrap(True)
        line.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(summary, wrap=True), 1)
        self._outer.addLayout(line)
        self._turn(open_=False)

    def is_open(self) -> bool:
        """Return whether the detail is shown."""
        return self._detail is not None and not self._detail.isHidden()

    def toggle(self) -> None:
        """Open or close it."""
        if self._detail is None:
            self._detail = self._build_detail()
            self._detail.setContentsMargins(24, 0, 8, 6)
            self._outer.addWidget(self._detail)
            self._turn(open_=True)
            return
        self._detail.setVisible(self._detail.isHidden())
        self._turn(open_=not self._detail.isHidden())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.toggle()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggle()
        else:
            super().keyPressEvent(event)

    def _turn(self, *, open_: bool) -> None:
        self._arrow.setPixmap(pixmap("chevron-down" if open_ else "chevron-right", self._tokens.muted, 16))
