"""How a timeline looks: bands in colour and pattern, the hours of every row, midnights and changes of the clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPixmap

from dragoman.base.i18n import N_, _, active_language
from dragoman.meetings.model import Band, BandKind
from dragoman.meetings.zones import EPOCH, stretches, zone_info
from dragoman.ui import wording
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.legend import SAMPLE_SIZE

HEAD_HEIGHT = 24
ROW_HEIGHT = 48
_STRIP_TOP, _STRIP_HEIGHT = 2, 16
_BAND_TOP, _BAND_HEIGHT = 20, 24
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_PICTURE_NAMES, _PICTURE_WIDTH, _PICTURE_MARGIN, _PICTURE_SCALE = 184, 1080, 24, 2

KIND_WORDS = {
    BandKind.WORK: N_("working hours"),
    BandKind.BREAK: N_("break"),
    BandKind.EDGE: N_("edge of the day"),
    BandKind.NIGHT: N_("night"),
    BandKind.WEEKEND: N_("weekend"),
    BandKind.HOLIDAY: N_("holiday"),
    BandKind.BUSY: N_("busy"),
}
"""What the kinds are called, in the order of the legend."""

# Patterns differ in direction and density, so that the kinds can be told apart on a grey print.
_PATTERNS = {
    BandKind.WORK: None,
    BandKind.BREAK: Qt.BrushStyle.VerPattern,
    BandKind.EDGE: Qt.BrushStyle.BDiagPattern,
    BandKind.NIGHT: Qt.BrushStyle.HorPattern,
    BandKind.WEEKEND: Qt.BrushStyle.Dense6Pattern,
    BandKind.HOLIDAY: Qt.BrushStyle.DiagCrossPattern,
    BandKind.BUSY: Qt.BrushStyle.FDiagPattern,
}


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One participant: what to call them and their city, their zone, and their time in bands."""

    name: str
    city: str
    zone: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """What a timeline shows: ``start`` to ``end`` (aware UTC) with columns on the clock of ``zone``."""

    start: datetime
    end: datetime
    zone: str
    rows: tuple[TimelineRow, ...]

    @property
    def height(self) -> int:
        """Pixels that the rows and their head take."""
        return HEAD_HEIGHT + ROW_HEIGHT * len(self.rows) + 4


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The instant at which a row's clock moves, and by how much."""

    at: datetime
    shift: timedelta


def clock_changes(zone: str, start: datetime, end: datetime) -> list[ClockChange]:
    """Return every change of ``zone``'s offset after ``start`` and before ``end``."""
    parts = stretches(zone, int((start - EPOCH).total_seconds()), int((end - EPOCH).total_seconds()))
    return [
        ClockChange(EPOCH + timedelta(seconds=begin), timedelta(seconds=offset - before))
        for (_start, _end, before), (begin, _until, offset) in pairwise(parts)
    ]


def shift_words(shift: timedelta) -> str:
    """Return "+1 h" or "−30 min"."""
    return ("+" if shift > timedelta() else "−") + wording.duration(abs(shift))


def colour_of(kind: BandKind, tokens: Tokens) -> QColor:
    """Return the ground of a kind."""
    names = {BandKind.BREAK: tokens.edge, BandKind.WEEKEND: tokens.night, BandKind.HOLIDAY: tokens.off}
    return QColor(names[kind] if kind in names else getattr(tokens, kind.value))


def paint_kind(painter: QPainter, box: QRectF, kind: BandKind, tokens: Tokens) -> None:
    """Fill ``box`` with the colour and the pattern of ``kind``."""
    painter.fillRect(box, colour_of(kind, tokens))
    if pattern := _PATTERNS[kind]:
        ink = QColor(tokens.text)
        ink.setAlpha(110 if kind is BandKind.BUSY else 56)
        painter.fillRect(box, QBrush(ink, pattern))


def legend_entries(tokens: Tokens, scale: float) -> list[tuple[str, str | QPixmap]]:
    """Return the words of every kind with a sample of its look, for screens of ``scale`` pixels a point."""
    return [(_(words), _sample(kind, tokens, scale)) for kind, words in KIND_WORDS.items()]


def _sample(kind: BandKind, tokens: Tokens, scale: float) -> QPixmap:
    sample = QPixmap(round(SAMPLE_SIZE * scale), round(SAMPLE_SIZE * scale))
    sample.setDevicePixelRatio(scale)
    painter = QPainter(sample)
    paint_kind(painter, QRectF(0, 0, SAMPLE_SIZE, SAMPLE_SIZE), kind, tokens)
    painter.end()
    return sample


@lru_cache(maxsize=8)
def _font(language: str, bold: bool) -> QFont:
    return font_for(language, "small", bold=bold)


class Drawing:
    """A view on ``width`` pixels. Time runs from left to right in every language: clocks are not mirrored."""

    def __init__(self, view: TimelineView, width: float, tokens: Tokens) -> None:
        self.view = view
        self.width = max(width, 1.0)
        self._tokens = tokens
        self._language = active_language()

    def x(self, moment: datetime) -> float:
        """Return where ``moment`` lies."""
        return self.width * ((moment - self.view.start) / (self.view.end - self.view.start))

    def moment(self, x: float) -> datetime:
        """Return the instant at ``x``."""
        return self.view.start + (self.view.end - self.view.start) * (x / self.width)

    def row_at(self, y: float) -> TimelineRow | None:
        """Return the participant at ``y``."""
        line = int((y - HEAD_HEIGHT) // ROW_HEIGHT)
        return self.view.rows[line] if 0 <= line < len(self.view.rows) else None

    def paint(self, painter: QPainter) -> None:
        """Draw everything but the meeting."""
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._paint_head(painter)
        for line, entry in enumerate(self.view.rows):
            top = HEAD_HEIGHT + line * ROW_HEIGHT
            for band in entry.bands:
                self._paint_band(painter, band, top)
            self._paint_columns(painter, top)
            for band in entry.bands:
                self._paint_holiday(painter, band, top)
            self._paint_hours(painter, entry.zone, top + _STRIP_TOP, top + _BAND_TOP)
            self._paint_changes(painter, entry, top)

    def meeting_box(self, start: datetime, length: timedelta) -> QRectF:
        """Return the frame of a meeting; empty when it lies outside."""
        if start >= self.view.end or start + length <= self.view.start:
            return QRectF()
        left, right = max(self.x(start), 1.0), min(self.x(start + length), self.width - 1)
        return QRectF(left, HEAD_HEIGHT, max(right - left, 4), ROW_HEIGHT * len(self.view.rows))

    def paint_meeting(self, painter: QPainter, start: datetime, length: timedelta) -> None:
        """Draw a meeting over everybody, with its time on every clock."""
        box = self.meeting_box(start, length)
        if box.isEmpty():
            return
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        fill = QColor(self._tokens.accent)
        fill.setAlpha(36)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(self._tokens.accent), 2))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(_font(self._language, True))
        zone = zone_info(self.view.zone)
        until = (start + length).astimezone(zone)
        words = f"{wording.clock(start.astimezone(zone))}–{wording.clock(until)}"
        self._pill(painter, box.center().x(), 3, words)
        shown = start.astimezone(zone).date()
        for line, entry in enumerate(self.view.rows):
            local = start.astimezone(zone_info(entry.zone))
            clock = wording.clock(local)
            if local.date() != shown:
                clock = f"{wording.weekday(local, short=True)} {clock}"
            self._pill(painter, box.center().x(), HEAD_HEIGHT + line * ROW_HEIGHT + _STRIP_TOP, clock)

    def _pill(self, painter: QPainter, middle: float, top: float, words: str) -> None:
        width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 12
        left = min(max(middle - width / 2, 0), self.width - width)
        box = QRectF(left, top, width, _STRIP_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.accent))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(QColor(self._tokens.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_head(self, painter: QPainter) -> None:
        self._paint_hours(painter, self.view.zone, 4, HEAD_HEIGHT - 2, is_head=True)

    def _paint_columns(self, painter: QPainter, top: int) -> None:
        """Draw the columns of the chosen clock through a row."""
        line = QColor(self._tokens.surface)
        line.setAlpha(150)
        painter.setPen(QPen(line, 1))
        for local in self._full_hours(self.view.zone):
            if local.hour % self._every == 0:
                x = round(self.x(local)) + 0.5
                painter.drawLine(QPointF(x, top + _BAND_TOP), QPointF(x, top + _BAND_TOP + _BAND_HEIGHT))

    @property
    def _every(self) -> int:
        """Hours from one figure to the next: as close as there is room for."""
        room = self.x(self.view.start + _HOUR)
        return next((step for step in (1, 2, 3, 6, 12) if room * step >= 24), 24)

    def _full_hours(self, zone: str) -> Iterator[datetime]:
        """Yield the full hours of a clock, aware in its zone; zones with odd offsets have them amidst a column."""
        clock = zone_info(zone)
        instant = self.view.start
        while instant < self.view.end:
            local = instant.astimezone(clock)
            into = timedelta(minutes=local.minute, seconds=local.second)
            if not into:
                yield local
            instant += _HOUR - into

    def _paint_hours(self, painter: QPainter, zone: str, top: float, band_top: float, *, is_head: bool = False) -> None:
        """Write the hours of a clock, midnight as its date; what would run into a date is left out."""
        hours = list(self._full_hours(zone))
        taken: list[tuple[float, float]] = []
        metrics = QFontMetricsF(_font(self._language, True))
        midnights = [local for local in hours if local.hour == 0]
        room = self.x(self.view.start + _DAY) - 8
        painter.setFont(_font(self._language, True))
        for local in midnights:
            x = self.x(local)
            words = wording.day_and_weekday(local)
            if metrics.horizontalAdvance(words) > room:
                words = wording.weekday(local, short=True)
            width = metrics.horizontalAdvance(words) + 6
            if not is_head:
                painter.setPen(QPen(QColor(self._tokens.text), 1.5))
                painter.drawLine(QPointF(round(x), top), QPointF(round(x), band_top + _BAND_HEIGHT))
            if x + width <= self.width:
                painter.setPen(QColor(self._tokens.text))
                painter.drawText(QRectF(x + 4, top, width, _STRIP_HEIGHT), Qt.AlignmentFlag.AlignVCenter, words)
            taken.append((x, x + width + 2))
        painter.setFont(_font(self._language, False))
        painter.setPen(QColor(self._tokens.muted))
        plain = QFontMetricsF(painter.font())
        for local in hours:
            if local.hour == 0 or local.hour % self._every:
                continue
            words = str(local.hour)
            width = plain.horizontalAdvance(words)
            left = self.x(local) - width / 2
            free = all(left + width <= begin or left >= until for begin, until in taken)
            if free and left >= 0 and left + width <= self.width:
                painter.drawText(QRectF(left, top, width + 1, _STRIP_HEIGHT), Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_band(self, painter: QPainter, band: Band, top: int) -> None:
        left, right = self.x(band.start), self.x(band.end)
        box = QRectF(left, top + _BAND_TOP, right - left, _BAND_HEIGHT)
        paint_kind(painter, box, band.kind, self._tokens)

    def _paint_holiday(self, painter: QPainter, band: Band, top: int) -> None:
        """Write the name of a holiday into its band, where there is room."""
        if band.holiday is None:
            return
        left, right = self.x(band.start), self.x(band.end)
        painter.setFont(_font(self._language, True))
        metrics = QFontMetricsF(painter.font())
        room = min(right, self.width) - max(left, 0) - 16
        words = metrics.elidedText(wording.holiday_name(band.holiday), Qt.TextElideMode.ElideRight, room)
        if room > 48:
            width = metrics.horizontalAdvance(words) + 12
            tag = QRectF(max(left, 0) + (room + 16 - width) / 2, top + _BAND_TOP + 4, width, _STRIP_HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour_of(band.kind, self._tokens))
            painter.drawRoundedRect(tag, 8, 8)
            painter.setPen(QColor(self._tokens.text))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_changes(self, painter: QPainter, entry: TimelineRow, top: int) -> None:
        for change in clock_changes(entry.zone, self.view.start, self.view.end):
            x = round(self.x(change.at))
            painter.setPen(QPen(QColor(self._tokens.warn), 2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, top + _STRIP_TOP), QPointF(x, top + _BAND_TOP + _BAND_HEIGHT))
            painter.setFont(_font(self._language, True))
            words = shift_words(change.shift)
            width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 10
            tag = QRectF(min(x + 3, self.width - width), top + _BAND_TOP + 4, width, _STRIP_HEIGHT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens.warn_soft))
            painter.drawRoundedRect(tag, 4, 4)
            painter.setPen(QColor(self._tokens.warn))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)


def picture(
    view: TimelineView, meeting: tuple[datetime, timedelta] | None, title: str, tokens: Tokens, *, mirrored: bool
) -> QImage:
    """Return the timeline with its names, a title and the legend as a picture to send."""
    margin, names = _PICTURE_MARGIN, _PICTURE_NAMES
    head, foot = 40, 32
    height = margin * 2 + head + view.height + foot
    image = QImage(_PICTURE_WIDTH * _PICTURE_SCALE, height * _PICTURE_SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PICTURE_SCALE)
    image.fill(QColor(tokens.surface))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    across = _PICTURE_WIDTH - 2 * margin
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    centred = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | side
    painter.setFont(font_for(active_language(), "lead", bold=True))
    painter.setPen(QColor(tokens.text))
    painter.drawText(QRectF(margin, margin, across, 24), centred, title)
    names_left = margin + across - names + 16 if mirrored else margin
    for line, entry in enumerate(view.rows):
        top = margin + head + HEAD_HEIGHT + line * ROW_HEIGHT
        for words, size, y, colour in (
            (entry.name, "body", top + 6, tokens.text),
            (entry.city, "small", top + 24, tokens.muted),
        ):
            painter.setFont(font_for(active_language(), size, bold=size == "body"))
            painter.setPen(QColor(colour))
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, names - 16)
            painter.drawText(QRectF(names_left, y, names - 16, 18), centred, words)
    drawing = Drawing(view, across - names, tokens)
    painter.save()
    painter.translate(margin if mirrored else margin + names, margin + head)
    drawing.paint(painter)
    if meeting:
        drawing.paint_meeting(painter, *meeting)
    painter.restore()
    _paint_legend(painter, tokens, QRectF(margin, height - margin - 16, across, 16), mirrored=mirrored)
    painter.end()
    return image


def _paint_legend(painter: QPainter, tokens: Tokens, room: QRectF, *, mirrored: bool) -> None:
    painter.setFont(font_for(active_language(), "small"))
    metrics = QFontMetricsF(painter.font())
    x = room.right() if mirrored else room.left()
    for kind, message in KIND_WORDS.items():
        words = _(message)
        width = metrics.horizontalAdvance(words)
        left = x - SAMPLE_SIZE if mirrored else x
        paint_kind(painter, QRectF(left, room.top() + 1, SAMPLE_SIZE, SAMPLE_SIZE), kind, tokens)
        painter.setPen(QColor(tokens.muted))
        at = left - 6 - width if mirrored else left + SAMPLE_SIZE + 6
        painter.drawText(QRectF(at, room.top(), width + 1, room.height()), Qt.AlignmentFlag.AlignVCenter, words)
        x = at - 16 if mirrored else at + width + 16
