"""Words as large as the screen allows, to hold the laptop up and show them to the other person."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from dragoman.base.i18n import _
from dragoman.base.locales import is_right_to_left
from dragoman.ui.theme import GRID, Tokens, font_for

_LARGEST, _SMALLEST = 160, 18
_ROMAN_SHARE = 0.4
"""Size of the romanization beside that of the words."""


class BigType(QDialog):
    """One text on an empty screen, in the reader's typeface and direction. Any key or a click closes it."""

    def __init__(self, text: str, roman: str, language: str, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._roman, self._language, self._tokens = text, roman, language, tokens
        self.setWindowTitle(_("Show to the other person"))
        self.setAccessibleName(text)
        self.setAccessibleDescription(roman)
        self.setStyleSheet(f"background: {tokens.surface};")
        if parent is not None:
            self.resize(parent.window().size())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.rect().adjusted(6 * GRID, 6 * GRID, -6 * GRID, -6 * GRID)
        direction = (
            Qt.LayoutDirection.RightToLeft if is_right_to_left(self._language) else Qt.LayoutDirection.LeftToRight
        )
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        size = self._largest_fitting(box)
        font = font_for(self._language, "display")
        font.setPixelSize(size)
        painter.setFont(font)
        painter.setPen(self._tokens.text)
        painter.setLayoutDirection(direction)
        if not self._roman:
            painter.drawText(box, flags, self._text)
        else:
            height = _height(font, box, self._text)
            roman_font = font_for("en", "display")
            roman_font.setPixelSize(max(round(size * _ROMAN_SHARE), _SMALLEST))
            roman_height = _height(roman_font, box, self._roman)
            top = box.top() + max(0, (box.height() - height - roman_height - 3 * GRID) // 2)
            painter.drawText(QRect(box.left(), top, box.width(), height), flags, self._text)
            painter.setFont(roman_font)
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.setPen(self._tokens.muted)
            below = QRect(box.left(), top + height + 3 * GRID, box.width(), roman_height)
            painter.drawText(below, flags, self._roman)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.accept()

    def _largest_fitting(self, box: QRect) -> int:
        """Return the largest size at which words and romanization fit, found by halving."""
        low, high = _SMALLEST, _LARGEST
        while low < high:
            middle = (low + high + 1) // 2
            font = font_for(self._language, "display")
            font.setPixelSize(middle)
            needed = _height(font, box, self._text)
            if self._roman:
                roman = font_for("en", "display")
                roman.setPixelSize(max(round(middle * _ROMAN_SHARE), _SMALLEST))
                needed += _height(roman, box, self._roman) + 3 * GRID
            widest = max((QFontMetrics(font).horizontalAdvance(word) for word in self._text.split()), default=0)
            spaced = len(self._text.split()) > 1
            if needed <= box.height() and (widest <= box.width() or not spaced):
                low = middle
            else:
                high = middle - 1
        return low


def _height(font: QFont, box: QRect, text: str) -> int:
    wide = QRect(0, 0, box.width(), 100_000)
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    return QFontMetrics(font).boundingRect(wide, flags, text).height()
