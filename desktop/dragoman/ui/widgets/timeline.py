"""People as rows, hours as columns: who is at work, off or asleep, and where the chosen meeting lies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dragoman.base.i18n import _
from dragoman.meetings.zones import zone_info
from dragoman.ui import wording
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.timeline_paint import (
    HEAD_HEIGHT,
    KIND_WORDS,
    ROW_HEIGHT,
    Drawing,
    TimelineView,
    clock_changes,
    picture,
    shift_words,
)

STEP = timedelta(minutes=15)
_KEYS = {
    Qt.Key.Key_Left: -STEP,
    Qt.Key.Key_Right: STEP,
    Qt.Key.Key_PageUp: timedelta(days=-1),
    Qt.Key.Key_PageDown: timedelta(days=1),
}
_NOWHERE = TimelineView(datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(86_400, UTC), "UTC", ())


class Timeline(QWidget):
    """A stretch of everybody's time. The meeting is moved by dragging, by arrow keys (with Ctrl by hours) and by
    Page Up and Page Down (by days); every move is told to screen readers."""

    picked = Signal(object)
    """The start the user moved to, an aware UTC datetime; it may lie outside what is shown."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._drawing = Drawing(_NOWHERE, 1, tokens)
        self._ground: QPixmap | None = None
        self._meeting: tuple[datetime, timedelta] | None = None
        self._held: timedelta | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Timeline"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(360)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def view(self) -> TimelineView:
        """What is shown."""
        return self._drawing.view

    def show_view(self, view: TimelineView) -> None:
        """Show other people or another day."""
        self._drawing = Drawing(view, self.width(), self._tokens)
        self._ground = None
        self.setFixedHeight(view.height)
        self._describe()
        self.update()

    def show_meeting(self, start: datetime | None, length: timedelta = timedelta()) -> None:
        """Mark a meeting, or none."""
        self._meeting = (start, length) if start else None
        self._describe()
        self.update()

    def picture(self, title: str) -> QImage:
        """Return what is shown as a picture to send, with names and legend."""
        return picture(
            self.view,
            self._meeting,
            title,
            self._tokens,
            mirrored=self.layoutDirection() is Qt.LayoutDirection.RightToLeft,
        )

    def x_of(self, moment: datetime) -> float:
        """Return where a moment lies, in pixels from the left."""
        return self._drawing.x(moment)

    def sizeHint(self) -> QSize:
        return QSize(720, self.view.height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._drawing = Drawing(self.view, self.width(), self._tokens)
        self._ground = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._ground is None or self._ground.devicePixelRatio() != self.devicePixelRatioF():
            self._ground = self._painted()
        painter.drawPixmap(0, 0, self._ground)
        if self._meeting:
            self._drawing.paint_meeting(painter, *self._meeting)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._tokens.accent), 2))
            rows = QRectF(self.rect()).adjusted(1, HEAD_HEIGHT, -1, -3)
            painter.drawRoundedRect(rows, 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._drawing.moment(event.position().x())
        self._held = timedelta()
        if self._meeting and self._meeting[0] <= at < self._meeting[0] + self._meeting[1]:
            # Taken by its middle, it is moved by its middle.
            self._held = at - self._meeting[0]
            return
        self._pick(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            x = min(max(event.position().x(), 0), self._drawing.width - 1)
            self._pick(self._drawing.moment(x) - self._held)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None or not self.view.rows:
            super().keyPressEvent(event)
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and abs(step) == STEP:
            step *= 4
        start = self._meeting[0] if self._meeting else self.view.start
        self._pick(start + step)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            words = self.words_at(event.pos())
            QToolTip.showText(event.globalPos(), f"<p style='white-space:pre'>{escape(words)}</p>" if words else "")
            return True
        return super().event(event)

    def words_at(self, place: QPoint) -> str:
        """Return whose time lies at ``place`` and what it is: "Rafael, 09:00–12:00 working hours"."""
        entry = self._drawing.row_at(place.y())
        if entry is None:
            return ""
        at, zone = self._drawing.moment(place.x()), zone_info(entry.zone)
        lines = []
        for band in entry.bands:
            if band.start <= at < band.end:
                clocks = f"{wording.clock(band.start.astimezone(zone))}–{wording.clock(band.end.astimezone(zone))}"
                kind = wording.holiday_name(band.holiday) if band.holiday else _(KIND_WORDS[band.kind])
                lines += [
                    wording.joined((entry.name, wording.day_and_weekday(at.astimezone(zone)))),
                    f"{clocks} {kind}",
                ]
        for change in clock_changes(entry.zone, self.view.start, self.view.end):
            lines.append(
                _("the clocks change: {shift} at {time}").format(
                    shift=shift_words(change.shift), time=wording.clock(change.at.astimezone(zone))
                )
            )
        return "\n".join(lines)

    def _pick(self, at: datetime) -> None:
        if not self.view.rows:
            return
        # On quarters of an hour of the chosen clock; offsets are whole quarters, but for the distant past.
        start = self.view.start + round((at - self.view.start) / STEP) * STEP
        if self._meeting is None or start != self._meeting[0]:
            self.picked.emit(start)

    def _painted(self) -> QPixmap:
        scale = self.devicePixelRatioF()
        ground = QPixmap(round(self.width() * scale), round(max(self.height(), ROW_HEIGHT) * scale))
        ground.setDevicePixelRatio(scale)
        ground.fill(Qt.GlobalColor.transparent)
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._drawing.paint(painter)
        painter.end()
        return ground

    def _describe(self) -> None:
        """Say where the meeting lies on everybody's clock, and what that time is to them."""
        said = []
        if self._meeting:
            start = self._meeting[0]
            for entry in self.view.rows:
                local = start.astimezone(zone_info(entry.zone))
                words = f"{entry.name} {wording.weekday(local)} {wording.clock(local)}"
                kind = next((band.kind for band in entry.bands if band.start <= start < band.end), None)
                said.append(wording.joined((words, _(KIND_WORDS[kind]))) if kind else words)
        description = wording.joined(said, reasons=True)
        if description == self.accessibleDescription():
            return
        self.setAccessibleDescription(description)
        if self.hasFocus() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, description))
