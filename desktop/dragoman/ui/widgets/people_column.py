"""The names beside the timeline: who they are, where, and what is particular about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.ui import wording
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.basic import clear, column
from dragoman.ui.widgets.timeline_paint import HEAD_HEIGHT, ROW_HEIGHT

WIDTH = 176


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What a row says: a name, the city, and notes such as "optional"."""

    name: str
    city: str
    notes: tuple[str, ...] = ()


class PeopleColumn(QWidget):
    """One button for each person, as high as their row of the timeline; a click opens what is known of them."""

    opened = Signal(int)
    """The number of the person who was clicked."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self.buttons: list[QAbstractButton] = []
        self._body = column(self, spacing=0)
        self._body.setContentsMargins(0, HEAD_HEIGHT, 8, 4)
        self.setFixedWidth(WIDTH)

    def show_people(self, people: Sequence[PersonLine]) -> None:
        """List ``people``."""
        focused = next((number for number, each in enumerate(self.buttons) if each.hasFocus()), -1)
        clear(self._body)
        self.buttons = []
        for number, person in enumerate(people):
            each = _PersonButton(person, self._tokens)
            each.clicked.connect(lambda _on=False, which=number: self.opened.emit(which))
            self._body.addWidget(each)
            self.buttons.append(each)
        if 0 <= focused < len(self.buttons):
            self.buttons[focused].setFocus()


class RowsArea(QScrollArea):
    """Names and timeline side by side, as high as they are where there is room, else scrolling."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        # Qt's own keeps the first content's height.
        content = self.widget()
        return QSize(720, content.sizeHint().height() if content else 0)


class _PersonButton(QAbstractButton):
    def __init__(self, person: PersonLine, tokens: Tokens) -> None:
        super().__init__()
        self._person = person
        self._tokens = tokens
        self._notes = wording.joined((person.city, *person.notes))
        self.setFixedHeight(ROW_HEIGHT)
        self.setText(person.name)
        self.setAccessibleName(wording.joined((person.name, self._notes)))
        self.setAccessibleDescription(_("Opens hours, calendars and limits"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, ROW_HEIGHT)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            # Set late: what is cut off on the row can be read here, and names never become markup.
            self.setToolTip("\n".join((self._person.name, self._notes)).replace("<", "‹"))
        return super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 3, -1, -3)
        if self.hasFocus() or self.underMouse():
            painter.setPen(QColor(self._tokens.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens.accent_soft if self.hasFocus() else self._tokens.sunken))
            painter.drawRoundedRect(box, 6, 6)
        width = self.width() - 16
        lines = [(self._person.name, "body", 18, self._tokens.text, True)]
        lines.append((self._notes, "small", 16, self._tokens.muted, False))
        top = (self.height() - 36) // 2
        painter.setLayoutDirection(self.layoutDirection())
        for words, size, height, colour, bold in lines:
            painter.setFont(font_for(active_language(), size, bold=bold))
            painter.setPen(QColor(colour))
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
            painter.drawText(
                QRectF(8, top, width, height), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words
            )
            top += height + 2
        painter.end()
