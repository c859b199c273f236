"""Small building blocks with the house's look. All labels show plain text: data never becomes markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dragoman.base.i18n import _
from dragoman.ui.icons import icon as named_icon
from dragoman.ui.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Callable

_Layout = TypeVar("_Layout", bound=QBoxLayout)


def set_properties(target: QObject, **values: object) -> None:
    """Set Qt properties; an enumeration's value is given by its name, flags as names with ``|`` between them.

    What is built before the first paint takes this way, because the first touch of PySide's ``Qt`` makes some hundred
    enumerations, a tenth of the whole start. Raises :class:`ValueError` for a property or name there is none of.
    """
    for name, value in values.items():
        if not target.setProperty(name, value):
            raise ValueError(f"{type(target).__name__}.{name} cannot be {value!r}")


def make_enumerations() -> object:
    """Return the namespace ``Qt``: PySide makes its enumerations now, for 15 ms, and not amidst something longer."""
    from PySide6.QtCore import Qt

    return Qt


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Return a plain-text label; ``role`` is a type role of the style sheet."""
    result = QLabel(text)
    set_properties(result, textFormat="PlainText")
    if role:
        result.setProperty("role", role)
    if wrap:
        result.setWordWrap(True)
        result.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if selectable:
        set_properties(result, textInteractionFlags="TextSelectableByMouse|TextSelectableByKeyboard")
    return result


class Elided(QLabel):
    """A plain-text label of one line that ends in … where it has not the room."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        set_properties(self, textFormat="PlainText")
        if role:
            self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if super().minimumSizeHint().width() <= self.width():
            super().paintEvent(event)
            return
        from PySide6.QtCore import Qt

        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.style().drawItemText(
            QPainter(self), self.rect(), self.alignment(), self.palette(), self.isEnabled(), text, self.foregroundRole()
        )


def chip(text: str, tone: str = "plain", tooltip: str = "") -> QLabel:
    """Return a small rounded label; ``tone`` is plain, ok, warn, alarm or accent."""
    result = label(text)
    result.setProperty("tone", tone)
    result.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    if tooltip:
        result.setToolTip(tooltip)
    return result


def set_tone(widget: QWidget, tone: str) -> None:
    """Change a chip's tone and restyle it."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def button(
    text: str, on_click: Callable[[], object], *, kind: str = "", icon: QIcon | None = None, tooltip: str = ""
) -> QPushButton:
    """Return a push button; ``kind`` is empty, ``primary`` or ``quiet``."""
    result = QPushButton(text)
    if kind:
        result.setProperty("kind", kind)
    if icon:
        result.setIcon(icon)
        result.setIconSize(QSize(16, 16))
    if tooltip:
        result.setToolTip(tooltip)
    if not text:
        result.setAccessibleName(tooltip)
    result.setAutoDefault(False)
    result.clicked.connect(lambda: on_click())
    return result


def card() -> QFrame:
    """Return a framed surface."""
    result = QFrame()
    result.setProperty("card", True)
    return result


class Notice(QWidget):
    """A message across the window until it is closed; hidden, and empty, until there is one."""

    def __init__(self, tint: str) -> None:
        super().__init__()
        self._tint = tint
        self._text: QLabel | None = None
        self.hide()

    def say(self, text: str) -> None:
        """Show ``text`` in place of what was there."""
        if self._text is None:
            self._text = self._build()
        self._text.setText(text)
        self.show()

    def _build(self) -> QLabel:
        layout = column(self, margin=8)
        frame = QFrame()
        frame.setObjectName("notice")
        line = row(frame, margin=8)
        text = label(wrap=True, selectable=True)
        line.addWidget(text, 1)
        cross = named_icon("x", self._tint)
        line.addWidget(button("", self.hide, kind="quiet", icon=cross, tooltip=_("Close this message")))
        layout.addWidget(frame)
        return text


def column(parent: QWidget | None = None, *, margin: int = 0, spacing: int = GRID) -> QVBoxLayout:
    """Return a vertical layout on the grid."""
    return _prepared(QVBoxLayout(parent) if parent else QVBoxLayout(), margin, spacing)


def row(parent: QWidget | None = None, *, margin: int = 0, spacing: int = GRID) -> QHBoxLayout:
    """Return a horizontal layout on the grid."""
    return _prepared(QHBoxLayout(parent) if parent else QHBoxLayout(), margin, spacing)


def _prepared(layout: _Layout, margin: int, spacing: int) -> _Layout:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout


def clear(layout: QLayout) -> None:
    """Remove and delete everything in ``layout``."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)
            inner.deleteLater()


def scrolling(content: QWidget, *, see_through: bool = False) -> QScrollArea:
    """Return ``content`` in a frameless area that scrolls up and down only; ``see_through`` shows what is behind."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    set_properties(area, horizontalScrollBarPolicy="ScrollBarAlwaysOff")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    if see_through:
        area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
    return area
