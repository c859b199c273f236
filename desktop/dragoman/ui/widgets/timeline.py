"""People as rows, hours as columns: who is at work, off or asleep, and where the chosen meeting lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dragoman.base.i18n import _, active_language
from dragoman.meetings.model import Band, BandKind
from dragoman.ui import wording
from dragoman.ui.theme import Tokens, font_for

ROW_HEIGHT = 56
NAME_WIDTH = 150
HEAD_HEIGHT = 24
STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One participant: what to call them and their city, their zone, and their day in bands."""

    name: str
    city: str
    zone: str
    bands: tuple[Band, ...]


class Timeline(QWidget):
    """One day of everybody. Kinds differ by colour, by pattern and by their word in the legend."""

    picked = Signal(object)
    """The start the user moved to, an aware UTC datetime."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._rows: list[TimelineRow] = []
        self._start = self._end = datetime.fromtimestamp(0, UTC)
        self._zone = ZoneInfo("UTC")
        self._meeting: tuple[datetime, timedelta] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Timeline"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_day(self, start: datetime, end: datetime, zone: str, rows: list[TimelineRow]) -> None:
        """Show ``start`` to ``end`` (aware UTC) with hours in ``zone``."""
        self._start, self._end, self._zone, self._rows = start, end, ZoneInfo(zone), rows
        self.setFixedHeight(HEAD_HEIGHT + ROW_HEIGHT * len(rows) + 4)
        self.update()

    def show_meeting(self, start: datetime | None, length: timedelta = timedelta()) -> None:
        """Mark a meeting, or none."""
        self._meeting = (start, length) if start else None
        if start:
            self.setAccessibleDescription(
                "; ".join(f"{row.name} {wording.clock(start.astimezone(ZoneInfo(row.zone)))}" for row in self._rows)
            )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(720, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._rows:
            painter.end()
            return
        painter.setFont(font_for(active_language(), "small"))
        for line, entry in enumerate(self._rows):
            top = HEAD_HEIGHT + line * ROW_HEIGHT
            self._paint_name(painter, entry, top)
            for band in entry.bands:
                self._paint_band(painter, band, top)
            self._paint_hours(painter, entry, top)
        self._paint_meeting(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pick_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pick_at(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = (event.key() == Qt.Key.Key_Right) - (event.key() == Qt.Key.Key_Left)
        if not steps or self._meeting is None:
            super().keyPressEvent(event)
            return
        self._pick(self._meeting[0] + steps * STEP)

    def _pick_at(self, x: float) -> None:
        share = (x - NAME_WIDTH) / max(1, self.width() - NAME_WIDTH)
        if 0 <= share < 1 and self._rows:
            minutes = share * (self._end - self._start) / timedelta(minutes=1)
            self._pick(self._start + int(minutes // 15) * STEP)

    def _pick(self, start: datetime) -> None:
        if self._start <= start < self._end:
            self.picked.emit(start)

    def _x(self, moment: datetime) -> float:
        # Time runs from left to right in every language: clocks and figures are not mirrored.
        share = (moment - self._start) / (self._end - self._start)
        return NAME_WIDTH + share * (self.width() - NAME_WIDTH)

    def _paint_name(self, painter: QPainter, entry: TimelineRow, top: int) -> None:
        painter.setLayoutDirection(self.layoutDirection())
        painter.setFont(font_for(active_language(), "body", bold=True))
        painter.setPen(QColor(self._tokens.text))
        width = NAME_WIDTH - 12
        name = painter.fontMetrics().elidedText(entry.name, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(0, top + 8, width, 18), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(font_for(active_language(), "small"))
        painter.setPen(QColor(self._tokens.muted))
        painter.drawText(QRectF(0, top + 26, width, 16), Qt.AlignmentFlag.AlignVCenter, entry.city)

    def _paint_band(self, painter: QPainter, band: Band, top: int) -> None:
        left, right = self._x(band.start), self._x(band.end)
        box = QRectF(left, top + 20, right - left, ROW_HEIGHT - 26)
        colour, pattern = {
            BandKind.WORK: (self._tokens.work, None),
            BandKind.BREAK: (self._tokens.edge, None),
            BandKind.EDGE: (self._tokens.edge, Qt.BrushStyle.BDiagPattern),
            BandKind.NIGHT: (self._tokens.night, None),
            BandKind.WEEKEND: (self._tokens.night, Qt.BrushStyle.Dense6Pattern),
            BandKind.HOLIDAY: (self._tokens.off, Qt.BrushStyle.Dense6Pattern),
            BandKind.BUSY: (self._tokens.busy, Qt.BrushStyle.FDiagPattern),
        }[band.kind]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(box, QColor(colour))
        if pattern:
            painter.fillRect(box, QBrush(QColor(self._tokens.surface), pattern))

    def _paint_hours(self, painter: QPainter, entry: TimelineRow, top: int) -> None:
        """Write each row's own local hours above its band, midnight with its weekday."""
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        zone = ZoneInfo(entry.zone)
        width = (self.width() - NAME_WIDTH) / 24
        every = 1 if width >= 30 else 2 if width >= 17 else 3
        moment = self._start.astimezone(zone)
        # The first full local hour; zones with odd offsets start in the middle of a column.
        moment = (moment + timedelta(minutes=(60 - moment.minute) % 60)).replace(second=0)
        instant = moment.astimezone(self._start.tzinfo)
        while instant < self._end:
            local = instant.astimezone(zone)
            x = self._x(instant)
            if local.hour == 0:
                painter.setPen(QPen(QColor(self._tokens.border_strong), 1))
                painter.drawLine(round(x), top + 18, round(x), top + ROW_HEIGHT - 6)
            if local.hour % every == 0:
                midnight = local.hour == 0
                painter.setPen(QColor(self._tokens.accent if midnight else self._tokens.muted))
                text = wording.weekday(local, short=True) if midnight else str(local.hour)
                painter.drawText(
                    QRectF(x + 2, top + 4, max(width * every, 32), 14), Qt.AlignmentFlag.AlignVCenter, text
                )
            instant += timedelta(hours=1)

    def _paint_meeting(self, painter: QPainter) -> None:
        if self._meeting is None:
            return
        start, length = self._meeting
        if not self._start <= start < self._end:
            return
        left, right = self._x(start), self._x(min(start + length, self._end))
        box = QRectF(left, HEAD_HEIGHT - 2, max(right - left, 4), ROW_HEIGHT * len(self._rows))
        fill = QColor(self._tokens.accent)
        fill.setAlpha(40)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(self._tokens.accent), 2))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font_for(active_language(), "small", bold=True))
        painter.setPen(QColor(self._tokens.accent))
        text = wording.clock(start.astimezone(self._zone))
        room = QRectF(min(left, self.width() - 48), 2, 48, HEAD_HEIGHT - 6)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
