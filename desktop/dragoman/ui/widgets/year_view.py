"""A year of two countries: months as rows, days as columns, each day cut in two, theirs above and one's own below."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.knowledge.model import Holiday, SpecialPeriod
from dragoman.ui import wording
from dragoman.ui.theme import Tokens, font_for

_ROW = 38
_HEAD = 22
_NAMES = 64
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -31,
    Qt.Key.Key_Down: 31,
}


@dataclass(frozen=True, slots=True)
class YearSide:
    """One country in a year: its name, its weekend (Monday first), holidays and special periods."""

    name: str
    weekend: tuple[bool, ...]
    holidays: tuple[Holiday, ...]
    periods: tuple[SpecialPeriod, ...] = ()

    def holiday(self, day: date) -> Holiday | None:
        """Return the day's make-up work day or holiday."""
        found = [entry for entry in self.holidays if entry.date == day]
        return next((entry for entry in found if entry.makeup_workday), found[0] if found else None)

    def period(self, day: date) -> SpecialPeriod | None:
        """Return the special period the day lies in."""
        return next((entry for entry in self.periods if entry.start <= day <= entry.end), None)

    def words(self, day: date) -> str:
        """Return what the day is, for the reader of the window."""
        language = active_language()
        parts = []
        if entry := self.holiday(day):
            parts.append(wording.holiday_name(entry))
        elif self.weekend[day.weekday()]:
            parts.append(_("weekend"))
        if period := self.period(day):
            parts.append(period.name(language))
        return _("{country}: {holiday}").format(country=self.name, holiday=" · ".join(parts) or _("working day"))


class YearView(QWidget):
    """Off days differ by colour and by mark; arrow keys or the mouse choose a day, which :attr:`chosen` tells."""

    chosen = Signal(str)
    """What the chosen day is on both sides, in words."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._sides: tuple[YearSide, ...] = ()
        self._marks: tuple[dict[date, Holiday], ...] = ()
        self._year = 0
        self._day: date | None = None
        self.setMinimumSize(560, _HEAD + 12 * 30)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Holidays of the year"))

    def show_year(self, year: int, sides: tuple[YearSide, ...], today: date) -> None:
        """Show ``year`` of one or two countries; the chosen day is today where it lies in the year."""
        self._year, self._sides = year, sides
        self._marks = tuple(
            {entry.date: side.holiday(entry.date) or entry for entry in side.holidays} for side in sides
        )
        self._choose(today if today.year == year else date(year, 1, 1))

    def sizeHint(self) -> QSize:
        return QSize(760, _HEAD + 12 * _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font_for(active_language(), "small"))
        painter.setPen(QColor(self._tokens.muted))
        for number in range(1, 32):
            painter.drawText(self._cell(number, -1), Qt.AlignmentFlag.AlignCenter, str(number))
        for month in range(1, 13):
            self._paint_month(painter, month)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._day is None:
            super().keyPressEvent(event)
            return
        if abs(step) == 1 and self._is_mirrored():
            step = -step
        if abs(step) == 1:
            moved = self._day + timedelta(days=step)
        else:
            month = min(max(self._day.month + (1 if step > 0 else -1), 1), 12)
            moved = date(self._year, month, min(self._day.day, calendar.monthrange(self._year, month)[1]))
        if moved.year == self._year:
            self._choose(moved)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._at(event.position())
        if day is not None:
            self._choose(day)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            day = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._words(day) if day else "", self)
            return True
        return super().event(event)

    def _choose(self, day: date) -> None:
        self._day = day
        words = self._words(day)
        self.setAccessibleDescription(words)
        self.chosen.emit(words)
        self.update()

    def _words(self, day: date) -> str:
        return "\n".join((wording.day_and_weekday(day), *(side.words(day) for side in self._sides)))

    def _paint_month(self, painter: QPainter, month: int) -> None:
        tokens = self._tokens
        line = self._cell(1, month - 1)
        names = QRectF(0, line.top(), _NAMES - 8, line.height())
        painter.setPen(QColor(tokens.text))
        flag = Qt.AlignmentFlag.AlignRight if self._is_mirrored() else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            self._mirrored(names), Qt.AlignmentFlag.AlignVCenter | flag, wording.month(date(self._year, month, 1))
        )
        for number in range(1, calendar.monthrange(self._year, month)[1] + 1):
            day = date(self._year, month, number)
            box = self._cell(number, month - 1).adjusted(1, 3, -1, -3)
            height = box.height() / max(len(self._sides), 1)
            for index, side in enumerate(self._sides):
                part = QRectF(box.left(), box.top() + index * height, box.width(), height - 1)
                self._paint_day(painter, part, side, self._marks[index].get(day), day)
            if day == self._day:
                painter.setPen(QPen(QColor(tokens.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 3, 3)

    def _paint_day(self, painter: QPainter, box: QRectF, side: YearSide, holiday: Holiday | None, day: date) -> None:
        tokens = self._tokens
        colour = tokens.work
        if holiday and not holiday.makeup_workday:
            colour = tokens.alarm if holiday.category == "public" else tokens.off
        elif side.weekend[day.weekday()] and holiday is None:
            colour = tokens.night
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(box, 2, 2)
        if side.period(day) is not None:
            # Hatched, so that it shows without colour too.
            painter.setBrush(QBrush(QColor(tokens.text), Qt.BrushStyle.BDiagPattern))
            painter.setOpacity(0.35)
            painter.drawRoundedRect(box, 2, 2)
            painter.setOpacity(1.0)

    def _cell(self, number: int, month: int) -> QRectF:
        width = (self.width() - _NAMES) / 31
        height = (self.height() - _HEAD) / 12
        top = 0.0 if month < 0 else _HEAD + month * height
        return self._mirrored(QRectF(_NAMES + (number - 1) * width, top, width, _HEAD if month < 0 else height))

    def _mirrored(self, box: QRectF) -> QRectF:
        if self._is_mirrored():
            box.moveLeft(self.width() - box.right())
        return box

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _at(self, point: QPointF) -> date | None:
        for month in range(1, 13):
            for number in range(1, calendar.monthrange(self._year, month)[1] + 1) if self._year else ():
                if self._cell(number, month - 1).contains(point):
                    return date(self._year, month, number)
        return None
