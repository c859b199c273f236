"""Both countries' next days on one strip: work days, weekends, holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.knowledge.model import Holiday
from dragoman.ui import wording
from dragoman.ui.theme import Tokens, font_for

_ROW_HEIGHT = 26
_HEAD_HEIGHT = 34
_NAME_WIDTH = 132


@dataclass(frozen=True, slots=True)
class StripRow:
    """One country: its name, its weekend (Monday first) and its holidays in the range."""

    name: str
    weekend: tuple[bool, ...]
    holidays: tuple[Holiday, ...]

    def holiday(self, day: date) -> Holiday | None:
        """Return the day's holiday that closes offices, or the make-up work day it is."""
        found = [entry for entry in self.holidays if entry.date == day]
        return next((entry for entry in found if entry.makeup_workday), found[0] if found else None)


class DayStrip(QWidget):
    """Days as columns, countries as rows. Off days differ by colour and by letter."""

    def __init__(self, rows: list[StripRow], first: date, days: int, tokens: Tokens) -> None:
        super().__init__()
        self._rows = rows
        self._days = [first + timedelta(days=n) for n in range(days)]
        self._tokens = tokens
        self.setFixedHeight(_HEAD_HEIGHT + _ROW_HEIGHT * len(rows) + 2)
        self.setMinimumWidth(480)
        self.setMouseTracking(True)
        self.setAccessibleName(_("The next fourteen days"))
        self.setAccessibleDescription(
            "; ".join(
                _("{country}: {holiday}").format(country=name, holiday=wording.holiday_line(holiday, first))
                for name, holiday in self.holidays()
            )
        )

    def holidays(self) -> list[tuple[str, Holiday]]:
        """Return country and holiday for each day off in the range."""
        last = self._days[-1]
        return [
            (line.name, holiday)
            for line in self._rows
            for holiday in line.holidays
            if self._days[0] <= holiday.date <= last and not holiday.makeup_workday
        ]

    def sizeHint(self) -> QSize:
        return QSize(640, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = font_for(active_language(), "small")
        painter.setFont(small)
        for index, day in enumerate(self._days):
            self._paint_head(painter, index, day)
        for line, entry in enumerate(self._rows):
            top = _HEAD_HEIGHT + line * _ROW_HEIGHT
            painter.setPen(QColor(self._tokens.text))
            name = painter.fontMetrics().elidedText(entry.name, Qt.TextElideMode.ElideRight, _NAME_WIDTH - 8)
            painter.drawText(
                self._mirrored(QRectF(0, top, _NAME_WIDTH - 8, _ROW_HEIGHT)),
                Qt.AlignmentFlag.AlignVCenter | self._start(),
                name,
            )
            for index, day in enumerate(self._days):
                self._paint_day(painter, self._cell(index, top), entry, day)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos().x(), event.pos().y()), self)
            return True
        return super().event(event)

    def _paint_head(self, painter: QPainter, index: int, day: date) -> None:
        box = self._cell(index, 0)
        box.setHeight(_HEAD_HEIGHT - 4)
        painter.setPen(QColor(self._tokens.accent if index == 0 else self._tokens.muted))
        painter.drawText(
            box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, wording.weekday(day, short=True)
        )
        painter.setPen(QColor(self._tokens.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, str(day.day))

    def _paint_day(self, painter: QPainter, box: QRectF, entry: StripRow, day: date) -> None:
        holiday = entry.holiday(day)
        works = not entry.weekend[day.weekday()]
        letter = ""
        colour = self._tokens.work
        if holiday and holiday.makeup_workday:
            letter = _("W")
        elif holiday:
            colour, letter = self._tokens.off, _("H")
        elif not works:
            colour = self._tokens.night
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(box.adjusted(1.5, 3, -1.5, -3), 4, 4)
        if letter:
            painter.setPen(QPen(QColor(self._tokens.text)))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _cell(self, index: int, top: float) -> QRectF:
        width = (self.width() - _NAME_WIDTH) / len(self._days)
        return self._mirrored(QRectF(_NAME_WIDTH + index * width, top, width, _ROW_HEIGHT))

    def _mirrored(self, box: QRectF) -> QRectF:
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveLeft(self.width() - box.right())
        return box

    def _start(self) -> Qt.AlignmentFlag:
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft

    def _tip(self, x: float, y: float) -> str:
        for index, day in enumerate(self._days):
            for line, entry in enumerate(self._rows):
                if self._cell(index, _HEAD_HEIGHT + line * _ROW_HEIGHT).contains(x, y):
                    holiday = entry.holiday(day)
                    if holiday:
                        return holiday.name(active_language())
                    return _("weekend") if entry.weekend[day.weekday()] else _("working day")
        return ""
